//! Anchors and levels of headings.
//!
//! [`Anchors`] looks at all headings before the first is written, so that an id a writer chose is never taken by a
//! heading above whose words happen to give it, and the levels can be shifted below the page's title. The
//! invariant: ids are unique in a body and none is one that the page itself uses.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::report::{Report, strip};
use crate::diagnostic::{Code, Diagnostic};

/// What ids of the page itself begin with: claims' cards, the page's own parts, footnotes.
const RESERVED: &[&str] = &["claim-", "page-", "footnote"];

/// An id made of words is cut here, in bytes: enough to tell headings apart, short enough to be quoted.
const MAX_GENERATED: usize = 80;

/// The ids of a body's headings.
#[derive(Default)]
pub(super) struct Anchors {
    /// The first level used in the body, 1 to 6.
    top: u8,
    /// For each heading yet to come, the id that its writer chose.
    written: VecDeque<Option<String>>,
    taken: HashSet<String>,
    /// For each id that was wanted again, the number to try next.
    next: HashMap<String, usize>,
}

impl Anchors {
    /// Looks through all headings.
    pub(super) fn survey(events: &[(Event<'_>, Range<usize>)], report: &mut Report<'_>) -> Self {
        let mut anchors = Self { top: 6, ..Self::default() };
        for (event, range) in events {
            if let Event::Start(Tag::Heading { level, id, attrs, .. }) = event {
                anchors.top = anchors.top.min(number(*level));
                let id = id.as_ref().and_then(|id| anchors.accept(id, range, report));
                anchors.written.push_back(id);
                for (name, _) in attrs {
                    report.add(attribute(
                        report,
                        range,
                        format!("the heading attribute `{}` is left out", name.escape_debug()),
                    ));
                }
            }
        }
        anchors
    }

    /// The level in the page: the body's first level is 2, below the page's title; none is below 6.
    pub(super) fn level(&self, written: HeadingLevel) -> u8 {
        (number(written).saturating_sub(self.top) + 2).min(6)
    }

    /// The id of the next heading, whose words are given.
    pub(super) fn next(&mut self, words: &str) -> String {
        self.written.pop_front().flatten().unwrap_or_else(|| self.unique(slug(words)))
    }

    /// An id that a writer chose, if it can be had.
    fn accept(&mut self, id: &str, range: &Range<usize>, report: &mut Report<'_>) -> Option<String> {
        let problem = if !is_name(id) {
            "is not made of letters, digits, hyphens and underscores"
        } else if is_reserved(id) {
            "begins like an id of the page itself"
        } else if self.taken.insert(id.to_owned()) {
            return Some(id.to_owned());
        } else {
            "is another heading's too"
        };
        report.add(attribute(report, range, format!("the heading id `{}` {problem}", id.escape_debug())));
        None
    }

    fn unique(&mut self, wanted: String) -> String {
        if self.taken.insert(wanted.clone()) {
            return wanted;
        }
        let number = self.next.entry(wanted.clone()).or_insert(2);
        loop {
            let candidate = format!("{wanted}-{number}");
            *number += 1;
            if self.taken.insert(candidate.clone()) {
                return candidate;
            }
        }
    }
}

/// Whether a heading's class or id is made of letters, marks, digits, hyphens and underscores of any script.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(belongs)
}

/// A finding about what stands in a heading's braces.
pub(super) fn attribute(report: &Report<'_>, range: &Range<usize>, message: String) -> Diagnostic {
    Diagnostic::new(Code::HeadingAttribute, report.place(range), message)
        .help("give a heading `{#id .class}` and nothing else")
}

fn number(level: HeadingLevel) -> u8 {
    level as u8
}

fn belongs(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '-' || letter == '_' || is_combining_mark(letter)
}

fn is_reserved(id: &str) -> bool {
    RESERVED.iter().any(|start| id.starts_with(start))
}

/// An id made of words: NFC, lower case, each run of other characters a hyphen.
fn slug(words: &str) -> String {
    let words = strip(words).to_lowercase();
    let id = if words.is_ascii() { hyphenated(words.chars()) } else { hyphenated(words.nfc()) };
    match id.as_str() {
        "" => "section".to_owned(),
        id if is_reserved(id) => format!("section-{id}"),
        _ => id,
    }
}

/// At most [`MAX_GENERATED`] bytes.
fn hyphenated(letters: impl Iterator<Item = char>) -> String {
    let mut id = String::with_capacity(MAX_GENERATED + 4);
    for letter in letters {
        if belongs(letter) && letter != '-' {
            id.push(letter);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
        if id.len() > MAX_GENERATED {
            break;
        }
    }
    id.truncate(id.floor_char_boundary(MAX_GENERATED));
    id.truncate(id.trim_end_matches('-').len());
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        for (words, expected) in [
            ("What the Army says", "what-the-army-says"),
            ("  203 killed?! — (sic) ", "203-killed-sic"),
            ("Cafe\u{301}", "caf\u{e9}"),
            ("مجزرة مورا", "مجزرة-مورا"),
            ("हिन्दी", "हिन्दी"),
            ("!!!", "section"),
            ("Claim x", "section-claim-x"),
            ("Footnotes", "section-footnotes"),
            ("snake_case", "snake_case"),
            ("\u{202E}x", "x"),
        ] {
            assert_eq!(slug(words), expected);
        }
        assert!(slug(&"é".repeat(500)).len() <= MAX_GENERATED);
    }

    #[test]
    fn repeated_words_are_numbered_and_numbers_are_skipped_when_taken() {
        let mut anchors = Anchors::default();
        let ids: Vec<_> =
            ["a", "a-2", "a", "a", "a-2"].map(|words| anchors.next(words)).into_iter().collect();
        assert_eq!(ids, ["a", "a-2", "a-3", "a-4", "a-2-2"]);
    }
}
