//! A start tag of the plain form that nearly all tags have, read without the tokenizer.
//!
//! `<name a="b" c="d">`: letters, one space before each attribute, values in double quotes without character references. What
//! has another form is `None` here and goes to the tokenizer; a property test holds that both say the same.

use memchr::memchr2;

/// Elements of which no rule says anything: they load nothing, and their text is read as any text.
const ELEMENTS: [&str; 46] = [
    "a",
    "article",
    "aside",
    "b",
    "bdi",
    "blockquote",
    "caption",
    "circle",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "g",
    "h1",
    "h2",
    "h3",
    "h4",
    "header",
    "i",
    "li",
    "line",
    "main",
    "nav",
    "ol",
    "p",
    "path",
    "q",
    "s",
    "section",
    "span",
    "strong",
    "summary",
    "table",
    "tbody",
    "td",
    "text",
    "th",
    "thead",
    "time",
    "tr",
    "ul",
];

/// Attributes of which no rule says anything.
const ATTRIBUTES: [&str; 9] =
    ["class", "lang", "dir", "title", "role", "scope", "datetime", "tabindex", "colspan"];

/// What a plain tag says of its page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PlainTag<'t> {
    /// How long it is, in bytes.
    pub(super) length: usize,
    pub(super) id: Option<&'t str>,
    /// Where a link leads.
    pub(super) href: Option<&'t str>,
}

/// Reads the tag at the beginning of a text. `None`: it has another form, or a rule may speak of it.
pub(super) fn read(text: &[u8]) -> Option<PlainTag<'_>> {
    let name =
        text.get(1..)?.iter().take_while(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit());
    let name = std::str::from_utf8(&text[1..=name.count()]).ok()?;
    ELEMENTS.binary_search(&name).ok()?;
    let mut tag = PlainTag::default();
    let mut at = 1 + name.len();
    loop {
        match text.get(at)? {
            b'>' => return Some(PlainTag { length: at + 1, ..tag }),
            b' ' => {}
            _ => return None,
        }
        let rest = &text[at + 1..];
        let length = rest.iter().take_while(|letter| letter.is_ascii_lowercase() || **letter == b'-').count();
        let attribute = std::str::from_utf8(&rest[..length]).ok()?;
        let rest = rest[length..].strip_prefix(b"=\"")?;
        let end = memchr2(b'"', b'&', rest).filter(|end| rest[*end] == b'"')?;
        let value = &rest[..end];
        if value.iter().any(|letter| matches!(letter, b'<' | b'>') || *letter < b' ') {
            return None;
        }
        match attribute {
            "id" if tag.id.is_none() => tag.id = Some(ascii(value)?),
            "href" if name == "a" && tag.href.is_none() => tag.href = Some(ascii(value)?),
            _ if ATTRIBUTES.contains(&attribute)
                || attribute.starts_with("data-")
                || attribute.starts_with("aria-") => {}
            _ => return None,
        }
        at += 1 + length + "=\"".len() + end + 1;
    }
}

fn ascii(value: &[u8]) -> Option<&str> {
    std::str::from_utf8(value).ok().filter(|value| value.is_ascii())
}
