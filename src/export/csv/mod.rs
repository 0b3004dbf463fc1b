//! Tables as CSV: RFC 4180 in UTF-8, with a row of names first and lines that end in CRLF.
//!
//! A spreadsheet takes a cell that begins like a formula for one, so such a cell gets an apostrophe before it
//! (EXPORTS), and so does one that begins with an apostrophe: whoever takes one apostrophe off each cell that begins
//! with one has what was written. Lists stand in one cell with semicolons between them. Each table says what its
//! columns are, and `package` tells that to programs. `query` writes what is made here, `import` reads it.

mod claims;
pub mod package;
mod parts;
mod records;

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

pub use self::claims::claims;
pub use self::parts::{figures, relations};
pub use self::records::{actors, briefs, events, sources};

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// As it stands in the first row.
    pub name: &'static str,
    /// What its cells are; an empty one is always allowed.
    pub kind: Kind,
    /// What it means, in a sentence without its full stop.
    pub meaning: &'static str,
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text; a list of ids, a date and a figure too.
    Text,
    /// A whole number.
    Integer,
    /// A decimal number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A day, `2022-03-27`.
    Day,
}

const fn column(name: &'static str, kind: Kind, meaning: &'static str) -> Column {
    Column { name, kind, meaning }
}

/// A table under way, cell by cell.
struct Table {
    writer: csv::Writer<Vec<u8>>,
    cell: String,
}

#[expect(clippy::expect_used, reason = "memory takes all that is written, and all rows are of one length")]
impl Table {
    fn new(columns: &[Column]) -> Self {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        writer.write_record(columns.iter().map(|column| column.name)).expect("a row in memory");
        Self { writer, cell: String::new() }
    }

    /// A cell with what a writer typed.
    fn text(&mut self, text: &str) {
        self.writer.write_field(guarded(text).as_bytes()).expect("a cell in memory");
    }

    fn maybe_text(&mut self, text: Option<&str>) {
        self.text(text.unwrap_or_default());
    }

    /// A number or a word of ours.
    fn value(&mut self, value: impl Display) {
        self.maybe(Some(value));
    }

    fn maybe(&mut self, value: Option<impl Display>) {
        self.cell.clear();
        if let Some(value) = value {
            write!(self.cell, "{value}").expect("a text in memory");
        }
        self.writer.write_field(guarded(&self.cell).as_bytes()).expect("a cell in memory");
    }

    /// A list of ids, or of texts: where one of these holds a semicolon or a backslash, a backslash stands before it.
    fn list<'t>(&mut self, items: impl IntoIterator<Item = &'t str>) {
        self.cell.clear();
        for (place, item) in items.into_iter().enumerate() {
            if place > 0 {
                self.cell.push(';');
            }
            for character in item.chars() {
                if matches!(character, ';' | '\\') {
                    self.cell.push('\\');
                }
                self.cell.push(character);
            }
        }
        self.writer.write_field(guarded(&self.cell).as_bytes()).expect("a cell in memory");
    }

    fn end_row(&mut self) {
        self.writer.write_record(None::<&[u8]>).expect("a row in memory");
    }

    fn finish(self) -> Vec<u8> {
        self.writer.into_inner().expect("rows in memory")
    }
}

/// A cell that no spreadsheet takes for a formula. The last four are the wide forms, which some take for the same.
fn guarded(cell: &str) -> Cow<'_, str> {
    const GUARDED: [char; 11] =
        ['\'', '=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    if cell.starts_with(GUARDED) && !is_number(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Whether a cell is a decimal number and nothing else, so that no formula can be in it: `-3.25`.
fn is_number(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = cell.strip_prefix('-').unwrap_or(cell);
    number.split_once('.').map_or_else(|| digits(number), |(whole, part)| digits(whole) && digits(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_look_like_formulas_are_guarded() {
        for cell in ["=1+1", "+1", "-1+cmd", "@x", "\tx", "\rx", "＝1", "'x", "-", "--1", "-1.", "-.5"] {
            assert_eq!(guarded(cell), format!("'{cell}"));
        }
        for cell in ["", "a=1", " =1", "203", "~30", "-3.25", "-12"] {
            assert_eq!(guarded(cell), cell);
        }
    }

    #[test]
    fn a_table_is_as_rfc_4180_says() {
        let columns = [column("one", Kind::Text, ""), column("two", Kind::Text, "")];
        let mut table = Table::new(&columns);
        table.text("=a");
        table.text("b,c");
        table.end_row();
        table.text("\"d\"");
        table.list(["e\nf", "g;h\\"]);
        table.end_row();
        assert_eq!(
            String::from_utf8(table.finish()).as_deref(),
            Ok("one,two\r\n'=a,\"b,c\"\r\n\"\"\"d\"\"\",\"e\nf;g\\;h\\\\\"\r\n")
        );
        assert_eq!(Table::new(&columns).finish(), b"one,two\r\n");
    }
}
