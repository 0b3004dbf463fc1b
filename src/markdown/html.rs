//! The type [`Html`]: markup that is safe to put into a page.
//!
//! The invariant: whoever holds one need not look inside. It is made by escaping a text or by filling a body's
//! holes, nowhere else; so `<` always begins a tag of ours and `>` always ends one, and its words can be read
//! back without an HTML parser.

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

/// Markup that is safe to put into a page as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Html(String);

impl Html {
    /// A text, escaped for element content and for quoted attributes.
    #[must_use]
    pub fn escape(text: &str) -> Self {
        let mut html = String::with_capacity(text.len());
        push_value(&mut html, text);
        Self(html)
    }

    /// The same, behind markup that is there.
    pub fn escape_to(markup: &mut String, text: &str) {
        push_value(markup, text);
    }

    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its words without markup; a line a paragraph. Footnote marks are left out, or they would be read as part of
    /// the word before them.
    #[must_use]
    pub fn text(&self) -> String {
        let mut words = String::with_capacity(self.0.len());
        Words::default().read(&self.0, &mut words);
        words.truncate(words.trim_end().len());
        words
    }

    /// Appends markup made by this room.
    pub(super) fn push_ready(&mut self, ready: &str) {
        self.0.push_str(ready);
    }

    /// Appends an escaped text.
    pub(super) fn push_text(&mut self, text: &str) {
        push_text(&mut self.0, text);
    }

    /// Appends an attribute with a space before it.
    pub(super) fn push_attribute(&mut self, name: &str, value: &str) {
        push_attribute(&mut self.0, name, value);
    }
}

/// Appends a text, escaped for element content.
pub(super) fn push_text(html: &mut String, text: &str) {
    let _never_fails = escape_html_body_text(html, text);
}

/// Appends a text, escaped for a quoted attribute.
pub(super) fn push_value(html: &mut String, text: &str) {
    let _never_fails = escape_html(html, text);
}

/// Appends an attribute with a space before it.
pub(super) fn push_attribute(html: &mut String, name: &str, value: &str) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    push_value(html, value);
    html.push('"');
}

/// Reads the words of markup that comes in stretches; a tag may run over several.
#[derive(Default)]
pub(super) struct Words {
    /// What ends the tag or mark that is being passed over.
    until: Option<End>,
}

impl Words {
    /// Appends the words of the next stretch.
    pub(super) fn read(&mut self, mut html: &str, words: &mut String) {
        loop {
            if let Some(end) = self.until {
                let Some(behind) = end.behind(html) else { return };
                html = &html[behind..];
                self.until = None;
            }
            let Some(at) = html.find('<') else { return push_unescaped(words, html) };
            push_unescaped(words, &html[..at]);
            html = &html[at..];
            if is_block(html) && !words.is_empty() && !words.ends_with('\n') {
                words.push('\n');
            }
            self.until = Some(End::of(html));
        }
    }
}

/// What ends what is passed over.
#[derive(Clone, Copy)]
enum End {
    /// A tag's own end.
    Tag,
    /// The end of an element whose content is a mark, not a word of the text.
    Mark(&'static str),
}

/// Elements whose content is a mark: their beginning and their end.
const MARKS: &[(&str, &str)] =
    &[("<sup class=\"footnote-reference\"", "</sup>"), ("<span class=\"footnote-back\"", "</span>")];

impl End {
    /// What ends the tag at the beginning.
    fn of(tag: &str) -> Self {
        // Most tags are neither, and are told apart by their first letter.
        let marks = if tag.starts_with("<s") { MARKS } else { &[] };
        let mark = marks.iter().find(|(start, _)| tag.starts_with(start));
        mark.map_or(Self::Tag, |(_, end)| Self::Mark(end))
    }

    /// The place behind it.
    fn behind(self, html: &str) -> Option<usize> {
        match self {
            Self::Tag => html.find('>').map(|at| at + 1),
            Self::Mark(end) => html.find(end).map(|at| at + end.len()),
        }
    }
}

fn is_block(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(name.len());
    let parts_no_words = matches!(
        &name[..end],
        "a" | "bdi" | "code" | "del" | "em" | "img" | "input" | "label" | "span" | "strong" | "sup"
    );
    !parts_no_words
}

/// Every escape that this room writes, and the character it stands for.
const ESCAPES: &[(&str, char)] =
    &[("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\'')];

fn push_unescaped(words: &mut String, mut html: &str) {
    while let Some(at) = html.find('&') {
        words.push_str(&html[..at]);
        html = &html[at..];
        let (escape, character) =
            ESCAPES.iter().find(|(escape, _)| html.starts_with(escape)).unwrap_or(&("&", '&'));
        words.push(*character);
        html = &html[escape.len()..];
    }
    let glue = words.is_empty() || words.ends_with('\n');
    words.push_str(if glue { html.trim_start_matches('\n') } else { html });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_text_reads_back() {
        let hostile = "<a href=\"x\" title='y'> & &amp; </a>";
        let html = Html::escape(hostile);
        assert!(!html.as_str().contains(['<', '>', '"', '\'']));
        assert_eq!(html.text(), hostile);
    }

    #[test]
    fn words_of_markup() {
        let html = Html(
            "<p>killed<sup class=\"footnote-reference\"><a href=\"#f\">1</a></sup> &lt;203&gt;</p>\n<ul>\n<li><em>a</em>b</li>\n<li>c</li>\n</ul>\n"
                .to_owned(),
        );
        assert_eq!(html.text(), "killed <203>\nab\nc");
    }
}
