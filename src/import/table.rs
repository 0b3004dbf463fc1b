//! A table with a row of names, as spreadsheets and our own export write them.

use std::collections::BTreeMap;

/// The columns' names, and the rows.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// A row by the names of its columns.
#[derive(Clone, Debug)]
pub(super) struct Row(BTreeMap<String, String>);

impl Table {
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns: Vec<String> =
            reader.headers().map_err(|error| error.to_string())?.iter().map(str::to_owned).collect();
        if columns.iter().all(String::is_empty) {
            return Err("it has no row of names".to_owned());
        }
        let row = |record: Result<csv::StringRecord, csv::Error>| {
            let record = record.map_err(|error| error.to_string())?;
            Ok(Row(columns.iter().cloned().zip(record.iter().map(unguarded)).collect()))
        };
        let rows = reader.records().map(row).collect::<Result<_, String>>()?;
        Ok(Self { columns, rows })
    }

    pub(super) fn has(&self, columns: &[&str]) -> bool {
        columns.iter().all(|column| self.columns.iter().any(|own| own == column))
    }
}

impl Row {
    /// A cell; empty where there is no such column.
    pub(super) fn get(&self, column: &str) -> &str {
        self.0.get(column).map(String::as_str).unwrap_or_default()
    }

    pub(super) fn list(&self, column: &str) -> Vec<String> {
        items(self.get(column))
    }
}

/// What stood in a cell before it was guarded: one apostrophe is taken off.
fn unguarded(cell: &str) -> String {
    cell.strip_prefix('\'').unwrap_or(cell).to_owned()
}

/// The items of a list: semicolons between them, a backslash before those that belong to an item.
fn items(cell: &str) -> Vec<String> {
    if cell.is_empty() {
        return Vec::new();
    }
    let mut items = vec![String::new()];
    let mut characters = cell.chars();
    while let Some(character) = characters.next() {
        match character {
            ';' => items.push(String::new()),
            '\\' => items.last_mut().into_iter().for_each(|item| item.extend(characters.next())),
            _ => items.last_mut().into_iter().for_each(|item| item.push(character)),
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_back() {
        assert_eq!(items("a;b\\;c;\\\\"), ["a", "b;c", "\\"]);
        assert_eq!(items(""), [""; 0]);
    }

    #[test]
    fn guards_come_off_once() {
        assert_eq!(unguarded("'=1"), "=1");
        assert_eq!(unguarded("''x"), "'x");
    }
}
