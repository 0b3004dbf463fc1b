//! Tables as CSV: RFC 4180 in UTF-8, with a row of names first and lines that end in CRLF.
//!
//! A spreadsheet takes a cell that begins like a formula for one, so such a cell gets an apostrophe before it
//! (EXPORTS). Lists of ids stand in one cell with semicolons between them, which no id holds. `query` writes what
//! is made here.

use std::borrow::Cow;

use super::claims::{ClaimRow, FigureRow};

/// Claims as a table; the columns are the fields of a claim in `data/claims.json`, an interval being two of them.
#[must_use]
pub fn claims(rows: &[ClaimRow<'_>]) -> Vec<u8> {
    table(&CLAIM_COLUMNS, rows.iter().map(claim))
}

const CLAIM_COLUMNS: [&str; 36] = [
    "id",
    "brief",
    "by",
    "says",
    "does",
    "to",
    "about",
    "events",
    "sources",
    "confidential_sources",
    "from",
    "first_hand",
    "date",
    "live",
    "supports",
    "denies",
    "concedes",
    "questions",
    "repeats",
    "replaces",
    "withdraws",
    "figures",
    "credibility",
    "likelihood",
    "confidence",
    "label",
    "origins_min",
    "origins_max",
    "third_party_min",
    "third_party_max",
    "known",
    "unknown",
    "denied_by",
    "conceded_by",
    "conceded_in_part_by",
    "url",
];

/// The cells of a claim, in the order of the columns.
fn claim(row: &ClaimRow<'_>) -> [String; CLAIM_COLUMNS.len()] {
    let bound = |interval: Option<[u32; 2]>, end: usize| optional(interval.map(|ends| ends[end]));
    [
        row.id.clone(),
        row.brief.to_owned(),
        list(&row.by),
        optional(row.says),
        optional(row.does),
        list(&row.to),
        list(&row.about),
        list(&row.events),
        list(&row.sources),
        row.confidential_sources.to_string(),
        list(&row.from),
        row.first_hand.to_string(),
        row.date.clone(),
        row.live.to_string(),
        list(&row.supports),
        list(&row.denies),
        list(&row.concedes),
        list(&row.questions),
        list(&row.repeats),
        list(&row.replaces),
        list(&row.withdraws),
        figures(&row.figures),
        optional(row.credibility),
        optional(row.likelihood.as_ref()),
        optional(row.confidence.as_ref()),
        optional(row.label),
        bound(row.origins, 0),
        bound(row.origins, 1),
        bound(row.third_party, 0),
        bound(row.third_party, 1),
        list(&row.known),
        list(&row.unknown),
        list(&row.denied_by),
        list(&row.conceded_by),
        list(&row.conceded_in_part_by),
        row.url.clone(),
    ]
}

fn optional(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn list(ids: &[impl AsRef<str>]) -> String {
    ids.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(";")
}

/// Measure, group and the writer's words: `killed civilians hundreds`.
fn figures(figures: &[FigureRow<'_>]) -> String {
    let one = |figure: &FigureRow<'_>| format!("{} {} {}", figure.measure, figure.group, figure.text);
    list(&figures.iter().map(one).collect::<Vec<_>>())
}

/// A table of any kind.
#[expect(clippy::expect_used, reason = "memory takes all that is written, and all rows are of one length")]
fn table<const COLUMNS: usize>(
    names: &[&str; COLUMNS],
    rows: impl Iterator<Item = [String; COLUMNS]>,
) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(names).expect("a row in memory");
    for row in rows {
        writer.write_record(row.iter().map(|cell| guarded(cell).into_owned())).expect("a row in memory");
    }
    writer.into_inner().expect("rows in memory")
}

/// A cell that no spreadsheet takes for a formula.
fn guarded(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_look_like_formulas_are_guarded() {
        for cell in ["=1+1", "+1", "-1", "@x", "\tx", "\rx"] {
            assert_eq!(guarded(cell), format!("'{cell}"));
        }
        for cell in ["", "a=1", "'x", " =1", "203", "~30"] {
            assert_eq!(guarded(cell), cell);
        }
    }

    #[test]
    fn a_table_is_as_rfc_4180_says() {
        let rows = [["=a".to_owned(), "b,c".to_owned()], ["\"d\"".to_owned(), "e\nf".to_owned()]];
        let bytes = table(&["one", "two"], rows.into_iter());
        assert_eq!(bytes, b"one,two\r\n'=a,\"b,c\"\r\n\"\"\"d\"\"\",\"e\nf\"\r\n");
        assert_eq!(table(&["one"], [].into_iter()), b"one\r\n");
    }
}
