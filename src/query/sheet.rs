//! Lines for a terminal, wrapped to its width.
//!
//! Whatever a file holds, no control character and no bidirectional control is in a line. A sheet bears no colours:
//! each line says whether it is a heading, and `cli` draws that as the terminal allows.

use std::borrow::Cow;

use textwrap::core::{Word, display_width};
use textwrap::{Options, WordSeparator, WordSplitter};

use crate::diagnostic::draw::visible;

/// What is shown, line by line.
#[derive(Clone, Debug)]
pub struct Sheet {
    width: usize,
    lines: Vec<Line>,
}

/// One line, without its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its text.
    pub text: String,
    /// Whether it stands out.
    pub weight: Weight,
}

/// Whether a line stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// It does.
    Heading,
    /// It does not.
    Text,
}

/// Narrower is not legible: the terminal may break such lines itself. In columns.
const LEAST_WIDTH: usize = 40;

/// The column in which the values of fields begin.
const VALUES: usize = 16;

/// Things that lie deeper stand no further to the right.
const MOST_DEPTH: usize = 6;

/// Between the columns of a table.
const GAP: &str = "  ";

impl Sheet {
    pub(super) fn new(width: usize) -> Self {
        Self { width: width.max(LEAST_WIDTH), lines: Vec::new() }
    }

    /// The lines, from the top.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// How wide it is, in columns.
    pub(super) const fn width(&self) -> usize {
        self.width
    }

    /// What the sheet is about.
    pub(super) fn title(&mut self, text: &str) {
        self.wrap("", "  ", text, Weight::Heading);
    }

    /// The heading of the lines that follow.
    pub(super) fn section(&mut self, text: &str) {
        self.lines.push(Line { text: String::new(), weight: Weight::Text });
        self.wrap("", "  ", text, Weight::Heading);
    }

    /// A name and its value; nothing where there is no value.
    pub(super) fn field(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.wrap(&format!("  {name:<0$}", VALUES - 2), &" ".repeat(VALUES), value, Weight::Text);
        }
    }

    /// An entry of a list, `depth` steps in.
    pub(super) fn item(&mut self, depth: usize, text: &str) {
        let indent = "  ".repeat(depth.min(MOST_DEPTH) + 1);
        self.wrap(&indent, &format!("{indent}  "), text, Weight::Text);
    }

    /// A section with a list, if there is anything in it.
    pub(super) fn list(&mut self, heading: &str, entries: impl IntoIterator<Item = String>) {
        let mut entries = entries.into_iter().peekable();
        if entries.peek().is_some() {
            self.section(heading);
            entries.for_each(|entry| self.item(0, &entry));
        }
    }

    /// A row of cells, each wrapped to the width of its column.
    pub(super) fn row<const N: usize>(&mut self, cells: &[String; N], widths: &[usize; N], weight: Weight) {
        let wrapped: Vec<Vec<String>> =
            cells.iter().zip(widths).map(|(cell, width)| wrapped(&harmless(cell), narrow(*width))).collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or_default();
        for line in 0..height {
            let cells = wrapped.iter().zip(widths).map(|(cell, width)| {
                let part = cell.get(line).map_or("", String::as_str);
                format!("{part}{}", " ".repeat(width.saturating_sub(display_width(part))))
            });
            let text = cells.collect::<Vec<_>>().join(GAP);
            self.lines.push(Line { text: text.trim_end().to_owned(), weight });
        }
    }

    fn wrap(&mut self, first: &str, further: &str, text: &str, weight: Weight) {
        // Ids are full of hyphens and must stay whole to be copied.
        let options = Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(further)
            .word_splitter(WordSplitter::NoHyphenation);
        let lines = wrapped(&harmless(text), options);
        self.lines.extend(lines.into_iter().map(|text| Line { text, weight }));
    }
}

/// How narrow cells are wrapped: ids and intervals may be broken too, but no day.
fn narrow<'o>(width: usize) -> Options<'o> {
    Options::new(width)
        .word_separator(WordSeparator::Custom(|line| {
            Box::new(WordSeparator::UnicodeBreakProperties.find_words(line).flat_map(pieces))
        }))
        .word_splitter(WordSplitter::NoHyphenation)
}

/// A word, broken behind `#`, behind `/`, and behind a hyphen that no digit follows.
fn pieces(word: Word<'_>) -> Vec<Word<'_>> {
    let text = word.word;
    let ends = text.char_indices().filter(|(at, sign)| match sign {
        '#' | '/' => true,
        '-' => !text[at + 1..].starts_with(|next: char| next.is_ascii_digit()),
        _ => false,
    });
    let ends = ends.map(|(at, _)| at + 1).chain([text.len()]);
    let mut start = 0;
    let mut pieces: Vec<Word<'_>> =
        ends.map(|end| Word::from(&text[std::mem::replace(&mut start, end)..end])).collect();
    if let Some(last) = pieces.last_mut() {
        last.whitespace = word.whitespace;
    }
    pieces
}

fn wrapped<'o>(text: &str, options: impl Into<Options<'o>>) -> Vec<String> {
    textwrap::wrap(text, options).into_iter().map(Cow::into_owned).collect()
}

/// A text on one line, its dangerous characters replaced.
fn harmless(text: &str) -> String {
    visible(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sheet: &Sheet) -> Vec<&str> {
        sheet.lines().iter().map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn values_are_wrapped_under_each_other() {
        let mut sheet = Sheet::new(0);
        sheet.field("by", "one two three four five six seven eight");
        sheet.field("note", "");
        assert_eq!(
            texts(&sheet),
            ["  by            one two three four five", "                six seven eight"]
        );
    }

    #[test]
    fn cells_are_wrapped_in_their_columns() {
        let mut sheet = Sheet::new(40);
        sheet.row(
            &["a-very-long#key-30".into(), "日本 x".into(), "2022-03-27/2022-04".into()],
            &[9, 4, 12],
            Weight::Text,
        );
        assert_eq!(texts(&sheet), ["a-very-    日本  2022-03-27/", "long#      x     2022-04", "key-30"]);
    }

    #[test]
    fn nothing_reaches_the_terminal_that_could_steer_it() {
        let mut sheet = Sheet::new(80);
        sheet.item(100, "a\u{1b}[2Jb\u{202e}c\nd");
        assert_eq!(sheet.lines()[0].text.trim_start(), "a␛[2Jb\u{fffd}c d");
    }

    #[test]
    fn no_line_is_wider_than_the_sheet() {
        let mut sheet = Sheet::new(40);
        sheet.item(100, &"word ".repeat(100));
        sheet.title(&"x".repeat(300));
        assert!(sheet.lines().iter().all(|line| display_width(&line.text) <= 40));
    }
}
