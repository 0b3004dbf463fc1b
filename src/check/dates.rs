//! Dates that do not fit: in the future, missing, before what they are about, or not comparable with each other
//! (manual, method.md#dates).

use std::collections::BTreeMap;

use super::relations::is_denial;
use super::{Subject, name_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::method::Proposition;
use crate::method::beginning::Beginning;
use crate::site::{Claim, Declared, Event, Id, Link, Site};
use crate::value::date::Edtf;

/// A brief's date lies ahead. It is published all the same: only an embargo holds a brief back.
pub(super) fn future_briefs(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for brief in subject.site.briefs.iter().filter(|brief| brief.date > subject.today) {
        let message = format!("the date of this brief, {}, lies in the future", brief.date);
        findings.push(
            Diagnostic::new(Code::FutureDate, brief.date_span, message)
                .help("correct the date; to hold the brief back until then, add an `embargo`"),
        );
    }
}

/// A declared event without a date has no place in a timeline.
pub(super) fn events_without_date(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let undated = subject.site.events.iter().filter(|event| event.date.is_none());
    for event in undated.filter(|event| event.declared == Declared::Yes) {
        let message = format!("the event `{}` has no date", event.id);
        findings.push(
            Diagnostic::new(Code::EventWithoutDate, event.span, message)
                .help("add `date:`; an approximate one will do: `2022-03~`"),
        );
    }
}

/// A claim was made before the first day of what it is about. A denial may be: who expects a charge denies it early.
pub(super) fn claims_before_events(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let site = subject.site;
    for claim in site.claims.iter().filter(|claim| !claim.relations.iter().any(is_denial)) {
        let Some(date) = claim.stated_date() else { continue };
        for event in claim.events.iter().map(|id| &site.events[*id]) {
            if let Some(beginning) = Beginning::of_event(event).filter(|beginning| beginning.is_after(date)) {
                let began = beginning.day();
                let message = format!("a claim of {date} is about an event that began on {began}");
                findings.push(
                    Diagnostic::new(Code::ClaimBeforeEvent, claim.span, message)
                        .other(event.span, "the event")
                        .help("correct the date of the claim, of its source or of the event"),
                );
            }
        }
    }
}

/// A denial that was made before the event says nothing about what happened there (manual, method.md#reception): told
/// once for each claim that denies. What
/// [`Method::is_denied_in_advance`](crate::method::Method::is_denied_in_advance) looks up for one denial is here looked
/// up once for each proposition, since very many may deny it.
pub(super) fn denials_in_advance(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let Subject { site, method, .. } = subject;
    let mut first_events = BTreeMap::new();
    for (_, claim) in site.claims.entries().filter(|(id, _)| method.is_live(*id)) {
        let Some(date) = claim.stated_date() else { continue };
        let mut in_advance = Vec::new();
        for link in claim.relations.iter().filter(|link| is_denial(link)) {
            let Some(proposition) = method.proposition_of(link.claim) else { continue };
            let first = *first_events.entry(proposition).or_insert_with(|| first_event(subject, proposition));
            let later = first.filter(|(beginning, _)| beginning.is_after(date));
            in_advance.extend(later.map(|(_, event)| (link, event)));
        }
        findings.extend(denied_in_advance(site, claim, date, &in_advance));
    }
}

fn denied_in_advance(
    site: &Site,
    claim: &Claim,
    date: &Edtf,
    denied: &[(&Link, &Event)],
) -> Option<Diagnostic> {
    let (first, event) = denied.first()?;
    let others = match denied.len() {
        1 => String::new(),
        2 => " and another claim".to_owned(),
        len => format!(" and {} others", len - 1),
    };
    let message = format!(
        "`{}` does not count against `{}`{others}, for it was made before the event",
        claim.id,
        name_of(site, claim, first.claim)
    );
    let found = Diagnostic::new(Code::DeniedInAdvance, first.span, message)
        .label(format!("denied on {date}"))
        .other(event.span, "the event")
        .help("add the denial that came afterwards, if there was one, or correct a date");
    let shown = denied.iter().take(SHOWN);
    Some(shown.fold(found, |found, (link, _)| found.other(site.claims[link.claim].span, "a denied claim")))
}

/// Denied claims that are shown; the others are counted.
const SHOWN: usize = 3;

/// When that of which a proposition tells began, and the event that began first.
fn first_event(subject: Subject<'_>, proposition: Id<Proposition>) -> Option<(Beginning, &Event)> {
    let Subject { site, method, .. } = subject;
    let claims = &method.proposition(proposition).claims;
    let events =
        claims.iter().flat_map(|claim| &site.claims[*claim].events).map(|event| &site.events[*event]);
    let dated = events.filter_map(|event| Some((event.date.as_ref()?.lower()?, event)));
    let (_, first) = dated.min_by_key(|(earliest, _)| *earliest)?;
    Some((Beginning::of_claims(site, claims)?, first))
}

/// Times with a zone and times without one cannot be put in order beside each other.
pub(super) fn mixed_zones(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for event in &subject.site.events {
        let own = event.date.iter().map(|date| (date, event.span, &event.id));
        let claims = event.claims.iter().map(|id| &subject.site.claims[*id]);
        let claims = claims.filter_map(|claim| Some((claim.stated_date()?, claim.span, &claim.id)));
        let timed = claims.chain(own).filter_map(|(date, span, id)| Some((date.time()?, span, id)));
        let (zoned, local): (Vec<_>, Vec<_>) = timed.partition(|(time, ..)| time.has_zone());
        let (few, many, which) = if zoned.len() < local.len() {
            (&zoned, &local, ["with a zone", "without one"])
        } else {
            (&local, &zoned, ["without a zone", "with one"])
        };
        let (Some((_, span, id)), Some((_, other, _))) = (few.first(), many.first()) else { continue };
        let [this, others] = which;
        let message = format!("`{id}` has a time {this}, but others on `{}` are {others}", event.id);
        findings.push(
            Diagnostic::new(Code::MixedZones, *span, message)
                .label(this)
                .other(*other, others)
                .help("give a zone to all of them (`20:10+02:00`), or to none: then they are local times"),
        );
    }
}
