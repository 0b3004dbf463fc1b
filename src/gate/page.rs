//! One page: where its tags are, what stands before its policy, and where something wrong is.

use memchr::memchr;

use super::POLICY;
use super::rules::{Wrong, is_data};
use super::tag::{Piece, Tag};
use crate::diagnostic::Code;

/// How far into a page browsers look for its encoding, in bytes (WHATWG HTML, "prescan a byte stream").
const PRESCAN: usize = 1024;

/// The `<` from here on, and what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Angle {
    /// A start tag.
    Start,
    /// An end tag `</name>` of so many bytes, which says nothing.
    End(usize),
    /// A comment, a doctype, or an end tag of another form.
    Other,
    /// Only a letter of the text.
    Text,
    /// What browsers must guess at.
    Odd,
}

/// What the `<` at the beginning of a text is.
pub(super) fn angle(text: &[u8]) -> Angle {
    match text.get(1) {
        Some(letter) if letter.is_ascii_alphabetic() => Angle::Start,
        Some(b'/') => {
            let name = text[2..].iter().take_while(|letter| letter.is_ascii_alphanumeric()).count();
            match text.get(2 + name) {
                Some(b'>') if text[2].is_ascii_alphabetic() => Angle::End(name + 3),
                _ if name > 0 && text[2].is_ascii_alphabetic() => Angle::Other,
                _ => Angle::Odd,
            }
        }
        Some(b'!') if text.starts_with(b"<!--") => Angle::Other,
        Some(b'!') if text.get(..9).is_some_and(|it| it.eq_ignore_ascii_case(b"<!doctype")) => Angle::Other,
        Some(b'!' | b'?') => Angle::Odd,
        _ => Angle::Text,
    }
}

/// What is wrong with the text behind a start tag that browsers read by rules of its own: they differ by where the
/// element stands, so the text must hold nothing on which they do. `None`: nothing is.
pub(super) fn wrong_text(tag: &Tag, behind: &[u8]) -> Option<Wrong> {
    let name = tag.name();
    if !matches!(name, b"title" | b"textarea" | b"script") {
        return None;
    }
    let end = memchr(b'<', behind)?;
    if !closes(&behind[end..], name) {
        let name = String::from_utf8_lossy(name);
        return Some(Wrong {
            code: Code::ForbiddenMarkup,
            what: format!("has markup inside an element `{name}`"),
            help: "escape `<` there",
        });
    }
    let empty = behind[..end].iter().all(u8::is_ascii_whitespace);
    (name == b"script" && !is_data(tag) && !empty).then(|| Wrong {
        code: Code::ScriptInPage,
        what: "runs a script that stands in it".to_owned(),
        help: "take it out; pages run no scripts but those of the default theme",
    })
}

/// Whether a text begins with the end tag of an element.
fn closes(text: &[u8], name: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"</") else { return false };
    let ends = |letter: &u8| letter.is_ascii_whitespace() || matches!(letter, b'/' | b'>');
    rest.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name))
        && rest.get(name.len()).is_some_and(ends)
}

/// What is wrong with a page's beginning. A policy and an encoding hold only for what comes after them, so before both
/// nothing stands but `html`, `head` and `meta`.
pub(super) fn wrong_beginning(html: &[u8], tag: &mut Tag) -> Option<(usize, Wrong)> {
    let (mut policy, mut encoding, mut at) = (false, false, 0);
    while !(policy && encoding) {
        let Some(next) = memchr(b'<', &html[at..]) else { return Some(unguarded(at, policy)) };
        let start = at + next;
        if !html[at..start].iter().all(u8::is_ascii_whitespace) {
            return Some(unguarded(at, policy));
        }
        let Some((piece, length)) = tag.read(&html[start..]) else { return Some(unguarded(start, policy)) };
        at = start + length;
        match (piece, tag.name()) {
            (Piece::Start, b"meta") => {
                policy |= is(tag, b"http-equiv", "content-security-policy") && is(tag, b"content", POLICY);
                encoding |= is(tag, b"charset", "utf-8") && at <= PRESCAN;
            }
            (Piece::Start, b"html" | b"head") | (Piece::Comment | Piece::Doctype, _) => {}
            _ => return Some(unguarded(start, policy)),
        }
    }
    None
}

fn is(tag: &Tag, attribute: &[u8], value: &str) -> bool {
    tag.get(attribute).is_some_and(|it| it.eq_ignore_ascii_case(value.as_bytes()))
}

fn unguarded(at: usize, policy: bool) -> (usize, Wrong) {
    let what = if policy {
        "does not say at its beginning that it is written in UTF-8"
    } else {
        "does not begin with the content security policy"
    };
    let help = "let `base.html` begin as the default theme's does: `charset` and the policy before all else";
    (at, Wrong { code: Code::MissingPolicy, what: what.to_owned(), help })
}

/// Line and column (in characters) of a byte, both from 1.
pub(super) fn place(html: &[u8], at: usize) -> (usize, usize) {
    let before = &html[..at.min(html.len())];
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    (line, String::from_utf8_lossy(&before[start..]).chars().count() + 1)
}
