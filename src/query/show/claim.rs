//! A claim: what is said and by whom, how it is answered and why, what it states of others and they of it, and where it
//! was read.

use strum::IntoEnumIterator as _;

use super::super::sheet::Sheet;
use super::super::words;
use super::{claims, optional};
use crate::method::chain::{Place, Step, Visit};
use crate::method::relation::meaning;
use crate::method::{Method, State};
use crate::plan::urls;
use crate::site::{Claim, Content, DateFrom, Id, Site, Source};
use crate::value::grade::Credibility;
use crate::value::word::{Basis, Relation};

pub(super) fn show(site: &Site, method: &Method, id: Id<Claim>, sheet: &mut Sheet) {
    sheet.title(&format!("claim:{}", site.claim_key(id)));
    let claim = &site.claims[id];
    statement(site, claim, sheet);
    answers(site, method, id, sheet);
    judgment(claim, sheet);
    sheet.field("address", &urls::claim(site, id));
    let proposition = method.proposition_of(id).map(|of| method.proposition(of));
    let same = proposition.iter().flat_map(|of| &of.claims).copied().filter(|same| *same != id);
    claims(site, method, "one proposition with", same, sheet);
    relations(site, method, claim, sheet);
    chain(site, method, id, sheet);
}

fn statement(site: &Site, claim: &Claim, sheet: &mut Sheet) {
    let brief = &site.briefs[claim.brief];
    sheet.field("by", &words::actors(site, claim.by.iter().copied()));
    if let Content::Does { act, to, .. } = &claim.content {
        sheet.field("does", act.name());
        sheet.field("to", &words::actors(site, to.iter().copied()));
    }
    sheet.field("says", claim.content.sentence().unwrap_or_default());
    sheet.field("about", &words::actors(site, claim.about.iter().copied()));
    sheet.field("event", &words::events(site, &claim.events));
    sheet.field("point", &optional(claim.point.as_ref()));
    let basis = match claim.basis {
        Basis::NotStated => "not stated".to_owned(),
        basis => basis.to_string(),
    };
    sheet.field("basis", &basis);
    let from_source = claim.date.as_ref().is_some_and(|date| date.from == DateFrom::Source);
    let of_source = if from_source { " (its source's)" } else { "" };
    sheet.field("date", &format!("{}{of_source}", words::date(site, claim)));
    sheet.field("figures", &words::join(claim.figures.iter().map(words::claim_figure)));
    if let Some(quote) = &claim.quote {
        sheet.field("quote", &quote.text);
        sheet.field("translated", quote.translation.as_deref().unwrap_or_default());
    }
    sheet.field("note", claim.note.as_deref().unwrap_or_default());
    sheet.field("brief", &format!("{} ({})", brief.title, brief.slug));
}

fn answers(site: &Site, method: &Method, id: Id<Claim>, sheet: &mut Sheet) {
    sheet.field("state", &state(site, method, id));
    sheet.field("answers", &words::answers(site, method, id));
    if let Some(proposition) = method.proposition_of(id) {
        let known: Vec<_> = method.known(proposition).collect();
        let named = method.unknown_names(site, proposition);
        let most = method.proposition(proposition).origins.max as usize;
        sheet.field("known", &words::actors(site, known.iter().copied()));
        sheet.field("unknown", &unknown(named, most.saturating_sub(known.len())));
    }
    if method.is_changed_by_retraction(id) {
        let text = "a source was retracted, and without that this claim would be answered otherwise";
        sheet.field("retraction", text);
    }
}

/// What became of it, and what did so.
fn state(site: &Site, method: &Method, id: Id<Claim>) -> String {
    let ended_by = words::join(method.ended_by(site, id).into_iter().map(|by| site.claim_key(by)));
    let why = match (method.state(id), ended_by.as_str()) {
        (State::Fallen, "") => ": what it rests on was retracted".to_owned(),
        (_, "") => String::new(),
        (_, keys) => format!(" by {keys}"),
    };
    format!("{}{why}", method.state(id))
}

/// The unknown origins, of which there are so many; confidential ones have no names and are counted.
fn unknown(named: Vec<String>, all: usize) -> String {
    let counted = match all.saturating_sub(named.len()) {
        0 => None,
        1 => Some("1 confidential source".to_owned()),
        more => Some(format!("{more} confidential sources")),
    };
    words::join(named.into_iter().chain(counted))
}

fn judgment(claim: &Claim, sheet: &mut Sheet) {
    sheet.field("credibility", &optional(claim.credibility.map(Credibility::number).as_ref()));
    sheet.field("likelihood", &optional(claim.likelihood.as_ref()));
    sheet.field("confidence", &optional(claim.confidence.as_ref()));
    let likelihood = claim.speaker_likelihood.map(|word| words::worded(&word));
    let confidence = claim.speaker_confidence.map(|word| format!("{word} confidence"));
    sheet.field("speaker's own", &words::dotted(likelihood.into_iter().chain(confidence)));
    if let Some(verdict) = &claim.verdict {
        let name = verdict.name.as_ref().map(|name| name.value.to_string()).unwrap_or_default();
        let why = verdict.why.as_ref().map(|why| why.value.to_string()).unwrap_or_default();
        sheet
            .field("verdict", &words::dotted([format!("{} of 5", verdict.rating.value.number()), name, why]));
    }
}

/// What it states of other claims, and what they state of it.
fn relations(site: &Site, method: &Method, claim: &Claim, sheet: &mut Sheet) {
    let (mutual, directed): (Vec<Relation>, Vec<Relation>) =
        Relation::iter().partition(|relation| meaning(*relation).is_symmetric);
    for relation in mutual {
        let mut others: Vec<_> = claim.targets(relation).chain(claim.related_from(relation)).collect();
        others.sort_unstable();
        others.dedup();
        claims(site, method, meaning(relation).word, others, sheet);
    }
    for relation in &directed {
        claims(site, method, meaning(*relation).word, claim.targets(*relation), sheet);
    }
    for relation in directed {
        claims(site, method, meaning(relation).word_back, claim.related_from(relation), sheet);
    }
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
        Place::FromActor(id) => format!("from {}", words::actors(site, [id])),
        Place::Confidential => words::CONFIDENTIAL.to_owned(),
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
