//! The tags of a template, found without the engine: what `limits` and `unknown` must know before the engine reads
//! a text.
//!
//! The text is cut as the engine cuts it, so that what stands in comments, strings and `raw` is no tag here either.
//! One pass, no recursion. Where the text breaks off, so do the tags: the engine then refuses the template.

use std::borrow::Cow;
use std::ops::Range;

/// A tag `{% word ... %}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    /// Where its word begins.
    pub(super) at: usize,
    pub(super) word: &'t str,
    /// What follows the word, to the end of the text.
    rest: &'t str,
}

impl<'t> Tag<'t> {
    /// What follows the word and the space behind it, to the end of the text.
    pub(super) fn behind(&self) -> &'t str {
        self.rest.trim_ascii_start()
    }

    /// The string behind the word: the template that is included or extended.
    pub(super) fn template(&self) -> Option<Cow<'t, str>> {
        let rest = self.behind();
        let inner = &rest[1..string(rest)?.checked_sub(1)?];
        Some(if inner.contains('\\') { Cow::Owned(unescaped(inner)) } else { Cow::Borrowed(inner) })
    }

    /// The name behind the word: of a block.
    pub(super) fn name(&self) -> &'t str {
        leading_name(self.behind())
    }
}

/// A piece of a template that is no text: where its inside begins and, if it has one, ends.
pub(super) struct Piece<'t> {
    /// The tag that it is; `None`: a variable `{{ ... }}`.
    pub(super) tag: Option<Tag<'t>>,
    pub(super) inside: Range<usize>,
}

/// All tags of a template, in order.
pub(super) fn tags(text: &str) -> Vec<Tag<'_>> {
    pieces(text).filter_map(|piece| piece.tag).collect()
}

/// All tags and variables of a template, in order; comments and what is `raw` are left out. Of one that does not end
/// the inside is empty, and it is the last.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        loop {
            let start = opening(text, next?)?;
            let inside = after_dash(text, start + 2);
            let mut piece = None;
            next = match text.as_bytes()[start + 1] {
                b'#' => text[inside..].find("#}").map(|end| inside + end + 2),
                b'{' => {
                    let end = closing(text, inside, "}}");
                    piece = end.map(|end| Piece { tag: None, inside: inside..end - 2 });
                    end
                }
                _ if bare_tag(&text[inside..], "raw").is_some() => after_raw(text, inside),
                _ => {
                    let word_at = inside + (text.len() - inside - text[inside..].trim_ascii_start().len());
                    let word = leading_name(&text[word_at..]);
                    let tag = Tag { at: word_at, word, rest: &text[word_at + word.len()..] };
                    let end = closing(text, inside, "%}");
                    let inside = end.map_or(inside..inside, |end| inside..end - 2);
                    piece = Some(Piece { tag: Some(tag), inside });
                    end
                }
            };
            if piece.is_some() {
                return piece;
            }
        }
    })
}

/// The next `{{`, `{%` or `{#`.
fn opening(text: &str, from: usize) -> Option<usize> {
    let marks = |pair: &[u8]| pair[0] == b'{' && matches!(pair[1], b'{' | b'%' | b'#');
    text.as_bytes()[from..].windows(2).position(marks).map(|at| from + at)
}

fn after_dash(text: &str, at: usize) -> usize {
    if text.as_bytes().get(at) == Some(&b'-') { at + 1 } else { at }
}

/// Behind the mark that closes what began before `from`; marks in strings do not.
fn closing(text: &str, from: usize, mark: &str) -> Option<usize> {
    let mut at = from;
    while let Some(byte) = text.as_bytes().get(at) {
        match byte {
            b'"' | b'\'' | b'`' => at += string(&text[at..])?,
            _ if text.as_bytes()[at..].starts_with(mark.as_bytes()) => return Some(at + mark.len()),
            _ => at += 1,
        }
    }
    None
}

/// The length of the string that a text begins with, with its quotes.
pub(super) fn string(text: &str) -> Option<usize> {
    let quote = text.bytes().next().filter(|byte| matches!(byte, b'"' | b'\'' | b'`'))?;
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == quote && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })?;
    Some(end + 2)
}

fn unescaped(text: &str) -> String {
    let mut characters = text.chars();
    std::iter::from_fn(|| match characters.next()? {
        '\\' => characters.next().map(|escaped| match escaped {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            other => other,
        }),
        other => Some(other),
    })
    .collect()
}

pub(super) fn leading_name(text: &str) -> &str {
    let name = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
    &text[..text.bytes().position(|byte| !name(byte)).unwrap_or(text.len())]
}

/// Behind `- word -%}`, if that is what a text begins with; the dashes may be missing.
fn bare_tag(text: &str, word: &str) -> Option<usize> {
    let rest =
        text.strip_prefix('-').unwrap_or(text).trim_ascii_start().strip_prefix(word)?.trim_ascii_start();
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")?;
    Some(text.len() - rest.len())
}

/// Behind the `endraw` that closes a `raw`.
fn after_raw(text: &str, from: usize) -> Option<usize> {
    text[from..].match_indices("{%").find_map(|(at, _)| {
        let inside = from + at + 2;
        Some(inside + bare_tag(&text[inside..], "endraw")?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tags(text).into_iter().map(|tag| tag.word).collect()
    }

    #[test]
    fn tags_are_found_where_the_engine_finds_them() {
        assert_eq!(words("{% if a %}{%- elif b -%}{%\n\tendif%}"), ["if", "elif", "endif"]);
        assert_eq!(words("{# {% if a %} #}{% raw %}{% if a %}{%- endraw -%}{% set x = 1 %}"), ["set"]);
        assert_eq!(words("{{ '{% if %}' }}{{ `}}{% a %}` }}{% if a == \"\\\"%}{% b %}\" %}"), ["if"]);
        assert_eq!(words("{{% if a %}}"), Vec::<&str>::new(), "a variable that begins oddly");
        assert_eq!(words("{ {% é %} {% <card> %}{% endif"), ["", "", "endif"]);
        for broken in ["{%", "{% raw %}{% if %}", "{{ '", "{#", "{%-", "{", ""] {
            assert!(words(broken).iter().all(|word| *word == "raw" || word.is_empty()), "{broken}");
        }
    }

    #[test]
    fn names_are_read() {
        let found = tags("{% extends \"a\\\"b.html\" %}{% block main %}{% include 'c' %}{% include x %}");
        assert_eq!(found[0].template().as_deref(), Some("a\"b.html"));
        assert_eq!(found[1].name(), "main");
        assert_eq!(found[2].template().as_deref(), Some("c"));
        assert_eq!(found[3].template(), None);
    }
}
