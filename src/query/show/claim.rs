//! A claim: how it stands and why, what it states of others and they of it, and where it was read.

use strum::IntoEnumIterator as _;

use super::super::sheet::Sheet;
use super::super::words;
use super::optional;
use crate::page::urls;
use crate::site::chain::{Place, Step, Visit};
use crate::site::{Claim, Content, Id, Link, Method, Site, Source};
use crate::value::word::Relation;

pub(super) fn show(site: &Site, method: &Method, id: Id<Claim>, sheet: &mut Sheet) {
    sheet.title(&format!("claim:{}", site.claim_key(id)));
    let claim = &site.claims[id];
    statement(site, claim, sheet);
    standing(site, method, id, sheet);
    judgment(claim, sheet);
    sheet.field("address", &urls::claim(site, id));
    for relation in Relation::iter() {
        let name: &str = relation.into();
        related(site, method, name, relation, &claim.relations, sheet);
    }
    for relation in Relation::iter() {
        related(site, method, words::passive(relation), relation, &claim.incoming, sheet);
    }
    chain(site, method, id, sheet);
}

fn statement(site: &Site, claim: &Claim, sheet: &mut Sheet) {
    let brief = &site.briefs[claim.brief];
    sheet.field("by", &words::actors(site, &claim.by));
    match &claim.content {
        Content::Says(sentence) => sheet.field("says", sentence),
        Content::Does { act, to } => {
            sheet.field("does", &act.to_string());
            sheet.field("to", &words::actors(site, to));
        }
    }
    sheet.field("about", &words::actors(site, &claim.about));
    sheet.field("event", &words::events(site, &claim.events));
    sheet.field("point", &optional(claim.point.as_ref()));
    sheet.field("date", claim.date.as_str());
    sheet.field("first-hand", if claim.first_hand { "yes" } else { "" });
    sheet.field("figures", &words::join(claim.figures.iter().map(words::claim_figure)));
    if let Some(quote) = &claim.quote {
        sheet.field("quote", &quote.text);
        sheet.field("translated", quote.translation.as_deref().unwrap_or_default());
    }
    sheet.field("note", claim.note.as_deref().unwrap_or_default());
    sheet.field("brief", &format!("{} ({})", brief.title, brief.slug));
}

fn standing(site: &Site, method: &Method, id: Id<Claim>, sheet: &mut Sheet) {
    let Some(standing) = method.standing(id) else { return };
    sheet.field("label", &words::standing(site, standing));
    sheet.field("known", &words::actors(site, &method.known(id)));
    sheet.field("unknown", &unknown(site, method, id));
    if method.is_changed_by_retraction(id) {
        sheet
            .field("retraction", "a source was retracted, and without that this claim would stand otherwise");
    }
}

/// The unknown origins; confidential ones have no names and are counted.
fn unknown(site: &Site, method: &Method, id: Id<Claim>) -> String {
    let names = method.unknown_names(site, id);
    let nameless = method.unknown(id).len() - names.len();
    let counted = match nameless {
        0 => None,
        1 => Some("1 confidential source".to_owned()),
        more => Some(format!("{more} confidential sources")),
    };
    words::join(names.into_iter().chain(counted))
}

fn judgment(claim: &Claim, sheet: &mut Sheet) {
    sheet.field("credibility", &optional(claim.credibility.map(|grade| grade.number()).as_ref()));
    sheet.field("likelihood", &optional(claim.likelihood.as_ref()));
    sheet.field("confidence", &optional(claim.confidence.as_ref()));
    if let Some(verdict) = &claim.verdict {
        let (rating, name, why) = (verdict.rating.value.number(), &verdict.name.value, &verdict.why.value);
        sheet.field("verdict", &format!("{name} ({rating} of 5): {why}"));
    }
}

/// The claims at the other ends of one relation.
fn related(
    site: &Site,
    method: &Method,
    heading: &str,
    relation: Relation,
    links: &[Link],
    sheet: &mut Sheet,
) {
    let ends = links.iter().filter(|link| link.relation == relation).map(|link| link.claim);
    super::claims(site, method, heading, ends, sheet);
}

fn chain(site: &Site, method: &Method, id: Id<Claim>, sheet: &mut Sheet) {
    let mut steps = method.chain(site, id).peekable();
    if steps.peek().is_some() {
        sheet.section("where it was read, and where the speaker has it from");
        steps.for_each(|step| sheet.item(step.depth, &place(site, step)));
    }
}

fn place(site: &Site, step: Step) -> String {
    let text = match step.at {
        Place::Source(id) if step.depth > 0 => format!("from {}", source(site, id)),
        Place::Source(id) => source(site, id),
        Place::FromSource(id) => format!("from {}", source(site, id)),
        Place::FromActor(id) => format!("from {}", words::actors(site, &[id])),
        Place::Confidential => "a confidential source".to_owned(),
    };
    let mark = match step.visit {
        Visit::First => "",
        Visit::Again => "as above",
        Visit::Loop => "which leads back to itself",
    };
    words::dotted([text, mark.to_owned()])
}

/// A source with what it is judged by.
fn source(site: &Site, id: Id<Source>) -> String {
    let row = &site.sources[id];
    let publisher = row.publisher.map(|id| format!("published by {}", words::actor(site, id)));
    words::dotted([
        words::source(site, id),
        row.kind.to_string(),
        optional(row.date.as_ref()),
        publisher.unwrap_or_default(),
        format!("reliability {}", row.reliability),
    ])
}
