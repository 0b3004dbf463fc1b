//! A start tag of the plain form that nearly all tags have, read without the tokenizer.
//!
//! `<name a="b" c="d">`: letters, one space before each attribute, values in double quotes without character references. What
//! has another form is `None` here and goes to the tokenizer; a property test holds that both say the same.

use memchr::memchr2;

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
    let name = &text[1..=name.count()];
    if !is_plain_element(name) {
        return None;
    }
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
        let attribute = &rest[..length];
        let rest = rest[length..].strip_prefix(b"=\"")?;
        let end = memchr2(b'"', b'&', rest).filter(|end| rest[*end] == b'"')?;
        let value = &rest[..end];
        if value.iter().any(|letter| matches!(letter, b'<' | b'>') || *letter < b' ') {
            return None;
        }
        match attribute {
            b"id" if tag.id.is_none() => tag.id = Some(ascii(value)?),
            b"href" if name == b"a" && tag.href.is_none() => tag.href = Some(ascii(value)?),
            _ if is_plain_attribute(attribute) => {}
            _ => return None,
        }
        at += 1 + length + "=\"".len() + end + 1;
    }
}

fn ascii(value: &[u8]) -> Option<&str> {
    std::str::from_utf8(value).ok().filter(|value| value.is_ascii())
}

/// Elements of which no rule says anything: they load nothing, and their text is read as any text.
fn is_plain_element(name: &[u8]) -> bool {
    match name.len() {
        1 => matches!(name, b"a" | b"b" | b"g" | b"i" | b"p" | b"q" | b"s"),
        2 => matches!(
            name,
            b"dd"
                | b"dl"
                | b"dt"
                | b"em"
                | b"h1"
                | b"h2"
                | b"h3"
                | b"h4"
                | b"li"
                | b"ol"
                | b"td"
                | b"th"
                | b"tr"
                | b"ul"
        ),
        3 => matches!(name, b"bdi" | b"div" | b"nav"),
        4 => matches!(name, b"main" | b"span" | b"text" | b"time" | b"path" | b"line"),
        _ => matches!(
            name,
            b"article"
                | b"aside"
                | b"blockquote"
                | b"caption"
                | b"circle"
                | b"details"
                | b"figcaption"
                | b"figure"
                | b"footer"
                | b"header"
                | b"section"
                | b"strong"
                | b"summary"
                | b"table"
                | b"tbody"
                | b"thead"
        ),
    }
}

/// Attributes of which no rule says anything.
fn is_plain_attribute(name: &[u8]) -> bool {
    matches!(
        name,
        b"class" | b"lang" | b"dir" | b"title" | b"role" | b"scope" | b"datetime" | b"tabindex" | b"colspan"
    ) || name.starts_with(b"data-")
        || name.starts_with(b"aria-")
}
