//! Tables as CSV: RFC 4180 in UTF-8, with a row of names first and lines that end in CRLF.
//!
//! A spreadsheet takes a cell that begins like a formula for one, so such a cell gets an apostrophe before it (manual,
//! open-data.md#tables), and so does one that begins with an apostrophe: whoever takes one apostrophe off each cell that
//! begins with one has what was written. Lists stand in one cell with semicolons between them. Each table says what its
//! columns are, and `package` tells that to programs. `query` writes what is made here, `import` reads it.

mod claims;
pub mod package;
mod parts;
mod records;

use std::borrow::Cow;
use std::fmt::{Display, Write as _};
use std::io;

use crate::site::Id;

pub use self::claims::claims;
pub use self::parts::{figures, relations};
pub use self::records::{actors, briefs, events, sources};

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// As it stands in the first row.
    pub name: &'static str,
    /// What its cells are; an empty one is always allowed.
    pub kind: Kind,
    /// What it means, in a sentence without its full stop.
    pub meaning: Cow<'static, str>,
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
    Column { name, kind, meaning: Cow::Borrowed(meaning) }
}

/// A column of texts whose meaning is put together.
const fn told(name: &'static str, meaning: String) -> Column {
    Column { name, kind: Kind::Text, meaning: Cow::Owned(meaning) }
}

/// Rows of a table that is ordered by id, in that order, each once.
fn in_order<T>(ids: &[Id<T>]) -> Vec<Id<T>> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// A table under way, cell by cell; a row is written when it is whole.
struct Table<W: io::Write> {
    writer: csv::Writer<W>,
    row: csv::ByteRecord,
    cell: String,
}

impl<W: io::Write> Table<W> {
    fn new(columns: &[Column], out: W) -> io::Result<Self> {
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        let row = columns.iter().map(|column| column.name).collect();
        let mut table = Self { writer, row, cell: String::new() };
        table.end_row()?;
        Ok(table)
    }

    /// A cell with what a writer typed.
    fn text(&mut self, text: &str) {
        self.row.push_field(guarded(text).as_bytes());
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
            let _always_written = write!(self.cell, "{value}");
        }
        self.row.push_field(guarded(&self.cell).as_bytes());
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
        self.row.push_field(guarded(&self.cell).as_bytes());
    }

    fn end_row(&mut self) -> io::Result<()> {
        self.writer.write_byte_record(&self.row).map_err(cause)?;
        self.row.clear();
        Ok(())
    }

    /// Without it an error with the last rows would not be told.
    fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The writer's own error, which names what could not be written.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
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
        let mut bytes = Vec::new();
        let mut table = Table::new(&columns, &mut bytes).expect("the names");
        table.text("=a");
        table.text("b,c");
        table.end_row().expect("a row");
        table.text("\"d\"");
        table.list(["e\nf", "g;h\\"]);
        table.end_row().expect("a row");
        table.finish().expect("a table");
        assert_eq!(
            String::from_utf8(bytes).as_deref(),
            Ok("one,two\r\n'=a,\"b,c\"\r\n\"\"\"d\"\"\",\"e\nf;g\\;h\\\\\"\r\n")
        );
        let mut empty = Vec::new();
        Table::new(&columns, &mut empty).and_then(Table::finish).expect("a table");
        assert_eq!(empty, b"one,two\r\n");
    }
}
