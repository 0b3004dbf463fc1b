//! `data/figures.csv` and `data/relations.csv`: what claims hold several of, one a row.

use std::io::{self, Write};

use strum::IntoEnumIterator as _;

use super::{Column, Kind, Table, column};
use crate::export::claims::Rows;
use crate::site::Site;
use crate::value::word::Relation;

pub(super) const FIGURES: &[Column] = &[
    column("claim", Kind::Text, "The claim that gives it"),
    column("by", Kind::Text, "Who makes the claim: actors"),
    column("events", Kind::Text, "The claim's events"),
    column("date", Kind::Text, "When the claim was made, EDTF"),
    column("live", Kind::Boolean, "Whether the claim is neither replaced nor withdrawn"),
    column("measure", Kind::Text, "What is counted"),
    column("group", Kind::Text, "Of whom"),
    column("min", Kind::Integer, "Lower bound; empty where nothing is known"),
    column("max", Kind::Integer, "Upper bound; empty where there is none"),
    column("text", Kind::Text, "In the writer's words"),
];

/// Writes every figure of every claim.
///
/// # Errors
/// Those of the writer.
pub fn figures(site: &Site, rows: &Rows<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut table = Table::new(FIGURES, out)?;
    for (id, claim) in site.claims.entries().filter(|(_, claim)| !claim.figures.is_empty()) {
        for figure in &claim.figures {
            table.text(rows.key(id));
            table.list(claim.by.iter().map(|actor| site.actors[*actor].id.as_str()));
            table.list(claim.events.iter().map(|event| site.events[*event].id.as_str()));
            table.text(claim.date.as_str());
            table.value(claim.live);
            table.text(&figure.measure);
            table.text(&figure.group);
            table.maybe(figure.bounds.map(|bounds| bounds.min));
            table.maybe(figure.bounds.and_then(|bounds| bounds.max));
            table.text(figure.figure.as_str());
            table.end_row()?;
        }
    }
    table.finish()
}

pub(super) const RELATIONS: &[Column] = &[
    column("claim", Kind::Text, "The claim that states it"),
    column("relation", Kind::Text, "What it states"),
    column("other", Kind::Text, "The claim of which it states it"),
];

/// Writes every relation of every claim.
///
/// # Errors
/// Those of the writer.
pub fn relations(site: &Site, rows: &Rows<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut table = Table::new(RELATIONS, out)?;
    for (id, claim) in site.claims.entries().filter(|(_, claim)| !claim.relations.is_empty()) {
        for relation in Relation::iter() {
            for link in claim.relations.iter().filter(|link| link.relation == relation) {
                table.text(rows.key(id));
                table.value(relation);
                table.text(rows.key(link.claim));
                table.end_row()?;
            }
        }
    }
    table.finish()
}
