//! `data/claims.csv`: one claim a row, with all that is computed for it.

use std::io::{self, Write};

use super::{Column, Kind, Table, column};
use crate::export::claims::{ClaimRow, FigureRow};

/// Writes claims as a table; the columns are the fields of a claim in `data/claims.json`, an interval being two of
/// them.
///
/// # Errors
/// Those of the writer.
pub fn claims<'r>(rows: impl IntoIterator<Item = ClaimRow<'r>>, out: &mut impl Write) -> io::Result<()> {
    let mut table = Table::new(COLUMNS, out)?;
    for row in rows {
        claim(&mut table, &row);
        table.end_row()?;
    }
    table.finish()
}

pub(super) const COLUMNS: &[Column] = &[
    column("id", Kind::Text, "The claim: brief, hash sign, the claim's id in it"),
    column("brief", Kind::Text, "The brief it stands in"),
    column("by", Kind::Text, "Who makes it: actors"),
    column("says", Kind::Text, "The proposition, in the analyst's words; empty for an act"),
    column("does", Kind::Text, "The act; empty for a statement"),
    column("to", Kind::Text, "To whom it is done: actors"),
    column("about", Kind::Text, "Whom it concerns or accuses: actors"),
    column("events", Kind::Text, "Its events"),
    column("sources", Kind::Text, "Where it was read or heard: sources, the confidential ones left out"),
    column("confidential_sources", Kind::Integer, "How many confidential sources it has"),
    column("from", Kind::Text, "Where the speaker has it from: sources and actors"),
    column("first_hand", Kind::Boolean, "Whether the speaker saw or did it"),
    column("date", Kind::Text, "When it was said, EDTF"),
    column("live", Kind::Boolean, "Whether it is neither replaced nor withdrawn"),
    column("supports", Kind::Text, "Claims that it supports"),
    column("denies", Kind::Text, "Claims that it denies"),
    column("concedes", Kind::Text, "Claims that it concedes"),
    column("questions", Kind::Text, "Claims that it questions"),
    column("repeats", Kind::Text, "Claims that it repeats"),
    column("replaces", Kind::Text, "Claims that it replaces"),
    column("withdraws", Kind::Text, "Claims that it withdraws"),
    column("figures", Kind::Text, "Its figures: measure, group and the writer's words"),
    column("credibility", Kind::Integer, "Of the information, 1 to 6 (Admiralty)"),
    column("likelihood", Kind::Text, "The analyst's own judgment that it is so (ICD 203)"),
    column("confidence", Kind::Text, "In that judgment"),
    column("label", Kind::Text, "How it stands; empty for an act"),
    column("origins_min", Kind::Integer, "Least number of independent origins"),
    column("origins_max", Kind::Integer, "Greatest number of independent origins"),
    column("third_party_min", Kind::Integer, "Least number of these that are third parties"),
    column("third_party_max", Kind::Integer, "Greatest number of these that are third parties"),
    column("known", Kind::Text, "Known origins: actors"),
    column("unknown", Kind::Text, "Named origins behind which nobody is known"),
    column("denied_by", Kind::Text, "Who denies it: actors"),
    column("conceded_by", Kind::Text, "Who concedes it: actors"),
    column("conceded_in_part_by", Kind::Text, "Who concedes it in part: actors"),
    column("url", Kind::Text, "Its place on the site, from the site's top"),
];

/// The cells of a claim, in the order of the columns.
fn claim(table: &mut Table<impl Write>, row: &ClaimRow<'_>) {
    table.text(row.id);
    table.text(row.brief);
    table.list(row.by.iter().copied());
    table.maybe_text(row.says);
    table.maybe(row.does);
    for ids in [&row.to, &row.about, &row.events, &row.sources] {
        table.list(ids.iter().copied());
    }
    table.value(row.confidential_sources);
    table.list(row.from.iter().copied());
    table.value(row.first_hand);
    table.text(&row.date);
    table.value(row.live);
    relations(table, row);
    figures(table, &row.figures);
    table.maybe(row.credibility);
    table.maybe(row.likelihood.as_ref());
    table.maybe(row.confidence.as_ref());
    table.maybe(row.label);
    for interval in [row.origins, row.third_party] {
        table.maybe(interval.map(|ends| ends[0]));
        table.maybe(interval.map(|ends| ends[1]));
    }
    table.list(row.known.iter().copied());
    table.list(row.unknown.iter().map(String::as_str));
    for ids in [&row.denied_by, &row.conceded_by, &row.conceded_in_part_by] {
        table.list(ids.iter().copied());
    }
    table.text(&row.url);
}

fn relations(table: &mut Table<impl Write>, row: &ClaimRow<'_>) {
    let kinds = [
        &row.supports,
        &row.denies,
        &row.concedes,
        &row.questions,
        &row.repeats,
        &row.replaces,
        &row.withdraws,
    ];
    for ids in kinds {
        table.list(ids.iter().copied());
    }
}

/// Measure, group and the writer's words: `killed civilians hundreds`.
fn figures(table: &mut Table<impl Write>, figures: &[FigureRow<'_>]) {
    let one = |figure: &FigureRow<'_>| format!("{} {} {}", figure.measure, figure.group, figure.text);
    let figures: Vec<String> = figures.iter().map(one).collect();
    table.list(figures.iter().map(String::as_str));
}
