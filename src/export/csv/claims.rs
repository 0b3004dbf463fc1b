//! `data/claims.csv`: one claim a row, with all that is computed for it.
//!
//! The columns are the fields of a claim in `data/claims.json` and of its proposition: an interval is two of them, a
//! verdict three, and beside ids stand the names, in the same order.

use std::collections::HashMap;
use std::io::{self, Write};

use strum::IntoEnumIterator as _;

use super::{Column, Kind, Table, column, in_order, told};
use crate::export::claims::{ClaimRow, FigureRow, PropositionRow, Rows, list_key};
use crate::method::relation::meaning;
use crate::method::{Proposition, Reception};
use crate::site::{Actor, Claim, Id};
use crate::value::word::Relation;

/// Writes claims as a table.
///
/// # Errors
/// Those of the writer.
pub fn claims(
    rows: &Rows<'_>,
    ids: impl IntoIterator<Item = Id<Claim>>,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut table = Table::new(&columns(), out)?;
    let mut propositions = Propositions { rows, shared: HashMap::new() };
    for id in ids {
        write_claim(&mut table, rows, id, &mut propositions);
        table.end_row()?;
    }
    table.finish()
}

/// The columns of the table.
pub(super) fn columns() -> Vec<Column> {
    let relations = Relation::iter()
        .map(|relation| told(relation.key(), format!("Claims that it {}", meaning(relation).word)));
    let received = Reception::iter().filter_map(|reception| {
        let word = reception.to_string().replace('-', " ");
        Some(told(list_key(reception)?, format!("By whom it is {word}: roots of actors")))
    });
    let mut columns = WRITTEN.to_vec();
    columns.extend(relations);
    columns.extend_from_slice(JUDGED);
    columns.extend_from_slice(ANSWERED);
    columns.extend(received);
    columns.push(column("url", Kind::Text, "Its place on the site, from the site's top"));
    columns
}

const WRITTEN: &[Column] = &[
    column("id", Kind::Text, "The claim: brief, hash sign, the claim's id in it"),
    column("brief", Kind::Text, "The brief it stands in"),
    column("by", Kind::Text, "Who makes it: actors"),
    column("by_name", Kind::Text, "Their names, in the same order; empty for a protected one"),
    column("says", Kind::Text, "The proposition, in the analyst's words; empty for an act that has none"),
    column("does", Kind::Text, "The act; empty for a statement"),
    column("to", Kind::Text, "To whom it is done: actors"),
    column("about", Kind::Text, "Whom it concerns or accuses: actors"),
    column("about_name", Kind::Text, "Their names, in the same order; empty for a protected one"),
    column("events", Kind::Text, "Its events"),
    column("event_name", Kind::Text, "Their names, in the same order"),
    column("point", Kind::Text, "The point of its events that it answers, as written"),
    column("sources", Kind::Text, "Where it was read or heard: sources, the confidential ones left out"),
    column("source_title", Kind::Text, "Their titles, in the same order"),
    column("confidential_sources", Kind::Integer, "How many confidential sources it has"),
    column("from", Kind::Text, "Where the speaker has it from: sources and actors"),
    column("basis", Kind::Text, "What the speaker's knowledge rests on"),
    column("date", Kind::Text, "When it was said, EDTF; empty where that is not stated"),
    column("date_from", Kind::Text, "Whether the date is the claim's own or its source's"),
    column("not_after", Kind::Day, "The brief's day, where no date is stated: by then it was said"),
];

const JUDGED: &[Column] = &[
    column("figures", Kind::Text, "Its figures: measure, group and the writer's words"),
    column("figures_are", Kind::Text, "Whether each of them is counted, estimated or projected"),
    column("quote", Kind::Text, "The speaker's own words"),
    column("quote_lang", Kind::Text, "Their language, BCP 47, where it is not the brief's"),
    column("quote_translation", Kind::Text, "The same in the brief's language"),
    column("note", Kind::Text, "A remark"),
    column("verdict_rating", Kind::Integer, "Of a fact-check, 1 to 5"),
    column("verdict_name", Kind::Text, "The verdict in a word"),
    column("verdict_why", Kind::Text, "Why"),
    column("credibility", Kind::Integer, "Of the information, 1 to 6 (Admiralty)"),
    column("likelihood", Kind::Text, "The analyst's own judgment that it is so (ICD 203)"),
    column("confidence", Kind::Text, "In that judgment"),
    column("speaker_likelihood", Kind::Text, "The speaker's own word of how likely it is"),
    column("speaker_confidence", Kind::Text, "The speaker's own word of how sure it is"),
];

const ANSWERED: &[Column] = &[
    column("state", Kind::Text, "What has become of it; empty for an act, as all that follows but the last"),
    column("state_by", Kind::Text, "Claims that replaced, withdrew or disowned it"),
    column("proposition", Kind::Text, "The proposition: the smallest id among its live claims"),
    column("backing", Kind::Text, "Who is behind the proposition"),
    column("origins_min", Kind::Integer, "Least number of independent origins"),
    column("origins_max", Kind::Integer, "Greatest number of independent origins"),
    column("third_party_min", Kind::Integer, "Least number of these that are third parties"),
    column("third_party_max", Kind::Integer, "Greatest number of these that are third parties"),
    column("reception", Kind::Text, "How others received the proposition: the first that fits"),
    column("known", Kind::Text, "Known origins: roots of actors"),
    column("unknown", Kind::Text, "Named origins behind which nobody is known"),
];

/// The rows of propositions. Those of several claims are kept, for each of these asks for the same one.
struct Propositions<'r> {
    rows: &'r Rows<'r>,
    shared: HashMap<Id<Proposition>, PropositionRow<'r>>,
}

impl<'r> Propositions<'r> {
    fn write(&mut self, table: &mut Table<impl Write>, id: Option<Id<Proposition>>) {
        let Some(id) = id else {
            let lists = 2 + Reception::iter().filter_map(list_key).count();
            return (0..lists).for_each(|_| table.text(""));
        };
        if self.rows.method.proposition(id).claims.len() < 2 {
            return lists(table, &self.rows.proposition(id));
        }
        lists(table, self.shared.entry(id).or_insert_with(|| self.rows.proposition(id)));
    }
}

fn lists(table: &mut Table<impl Write>, row: &PropositionRow<'_>) {
    table.list(row.known.iter().copied());
    table.list(row.unknown.iter().map(String::as_str));
    for (_, roots) in &row.received.0 {
        table.list(roots.iter().copied());
    }
}

/// The cells of a claim, in the order of the columns.
fn write_claim(
    table: &mut Table<impl Write>,
    rows: &Rows<'_>,
    id: Id<Claim>,
    propositions: &mut Propositions<'_>,
) {
    let row = rows.claim(id);
    written(table, rows, &rows.site.claims[id], &row);
    for (_, others) in &row.relations.0 {
        table.list(others.iter().copied());
    }
    judged(table, &row);
    table.maybe(row.state);
    table.list(row.state_by.iter().copied());
    table.maybe_text(row.proposition);
    table.maybe(row.backing);
    for interval in [row.origins, row.third_party] {
        table.maybe(interval.map(|ends| ends[0]));
        table.maybe(interval.map(|ends| ends[1]));
    }
    table.maybe(row.reception);
    propositions.write(table, rows.method.proposition_of(id));
    table.text(&row.url);
}

fn written(table: &mut Table<impl Write>, rows: &Rows<'_>, claim: &Claim, row: &ClaimRow<'_>) {
    let site = rows.site;
    table.text(row.id);
    table.text(row.brief);
    table.list(row.by.iter().copied());
    names(table, rows, &claim.by);
    table.maybe_text(row.says);
    table.maybe(row.does);
    table.list(row.to.iter().copied());
    table.list(row.about.iter().copied());
    names(table, rows, &claim.about);
    table.list(row.events.iter().copied());
    table.list(in_order(&claim.events).into_iter().map(|id| site.events[id].name.as_str()));
    table.maybe_text(row.point);
    table.list(row.sources.iter().copied());
    table.list(in_order(&claim.sources).into_iter().map(|id| site.sources[id].title.as_str()));
    table.value(row.confidential_sources);
    table.list(row.from.iter().copied());
    table.value(row.basis);
    table.maybe_text(row.date);
    table.maybe(row.date_from);
    table.maybe(row.not_after);
}

fn names(table: &mut Table<impl Write>, rows: &Rows<'_>, actors: &[Id<Actor>]) {
    let names = in_order(actors).into_iter().map(|id| rows.site.actors[id].name.as_deref());
    table.list(names.map(Option::unwrap_or_default));
}

fn judged(table: &mut Table<impl Write>, row: &ClaimRow<'_>) {
    // Measure, group and the writer's words: `killed civilians hundreds`.
    let one = |figure: &FigureRow<'_>| format!("{} {} {}", figure.measure, figure.group, figure.text);
    let figures: Vec<String> = row.figures.iter().map(one).collect();
    table.list(figures.iter().map(String::as_str));
    table.list(row.figures.iter().map(|figure| figure.are.into()));
    for text in [row.quote, row.quote_lang, row.quote_translation, row.note] {
        table.maybe_text(text);
    }
    let verdict = row.verdict.as_ref();
    table.maybe(verdict.map(|verdict| verdict.rating));
    table.maybe_text(verdict.and_then(|verdict| verdict.name));
    table.maybe_text(verdict.and_then(|verdict| verdict.why));
    table.maybe(row.credibility);
    table.maybe(row.likelihood);
    table.maybe(row.confidence);
    table.maybe(row.speaker_likelihood);
    table.maybe(row.speaker_confidence);
}
