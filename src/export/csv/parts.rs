//! `data/figures.csv` and `data/relations.csv`: what claims hold several of, one a row.

use std::io::{self, Write};

use strum::IntoEnumIterator as _;

use super::{Column, Kind, Table, column, in_order};
use crate::export::claims::Rows;
use crate::value::word::Relation;

pub(super) const FIGURES: &[Column] = &[
    column("claim", Kind::Text, "The claim that gives it"),
    column("by", Kind::Text, "Who makes the claim: actors"),
    column("events", Kind::Text, "The claim's events"),
    column("date", Kind::Text, "When the claim was made, EDTF; empty where that is not stated"),
    column("state", Kind::Text, "What has become of the claim, be it a statement or an act"),
    column("measure", Kind::Text, "What is counted"),
    column("group", Kind::Text, "Of whom"),
    column("min", Kind::Integer, "Lower bound; empty where nothing is known"),
    column("max", Kind::Integer, "Upper bound; empty where there is none"),
    column("text", Kind::Text, "In the writer's words"),
    column("are", Kind::Text, "Whether it is counted, estimated or projected"),
];

/// Writes every figure of every claim.
///
/// # Errors
/// Those of the writer.
pub fn figures(rows: &Rows<'_>, out: &mut impl Write) -> io::Result<()> {
    let (site, method) = (rows.site, rows.method);
    let mut table = Table::new(FIGURES, out)?;
    for (id, claim) in site.claims.entries() {
        for figure in &claim.figures {
            table.text(rows.key(id));
            table.list(in_order(&claim.by).into_iter().map(|actor| site.actors[actor].id.as_str()));
            table.list(in_order(&claim.events).into_iter().map(|event| site.events[event].id.as_str()));
            table.maybe(claim.stated_date());
            table.value(method.state(id));
            table.text(&figure.measure);
            table.text(&figure.group);
            table.maybe(figure.bounds.map(|bounds| bounds.min));
            table.maybe(figure.bounds.and_then(|bounds| bounds.max));
            table.text(figure.figure.as_str());
            table.value(figure.are);
            table.end_row()?;
        }
    }
    table.finish()
}

pub(super) const RELATIONS: &[Column] = &[
    column("claim", Kind::Text, "The claim that states it"),
    column("relation", Kind::Text, "What it states: a key of claims"),
    column("other", Kind::Text, "The claim of which it states it"),
];

/// Writes every relation of every claim, at the end where it is written.
///
/// # Errors
/// Those of the writer.
pub fn relations(rows: &Rows<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut table = Table::new(RELATIONS, out)?;
    let stating = rows.site.claims.entries().filter(|(_, claim)| !claim.relations.is_empty());
    for (id, claim) in stating {
        for relation in Relation::iter() {
            for other in claim.targets(relation) {
                table.text(rows.key(id));
                table.text(relation.key());
                table.text(rows.key(other));
                table.end_row()?;
            }
        }
    }
    table.finish()
}
