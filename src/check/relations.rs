//! Relations that cannot be: taking back what somebody else said, standing on both sides, running in a circle
//! (METHOD, sections 1 and 8).
//!
//! A claim in relation to itself or to an act was reported and left out when the site was resolved.

use std::fmt;

use crate::diagnostic::{Code, Diagnostic};
use crate::site::cycles::Cycle;
use crate::site::{Claim, Id, Link, Method, Site};
use crate::text::Span;
use crate::value::word::Relation;

pub(super) fn check(site: &Site, method: &Method, diagnostics: &mut Vec<Diagnostic>) {
    for (id, claim) in site.claims.entries() {
        for link in &claim.relations {
            let found = match link.relation {
                Relation::Replaces | Relation::Withdraws => not_own_claim(site, claim, link),
                Relation::Denies => denies_withdrawn(site, method, id, link),
                _ => None,
            };
            diagnostics.extend(found);
        }
        supports_and_denies(site, claim, diagnostics);
    }
    diagnostics.extend(method.cycles().iter().map(|cycle| report(site, cycle)));
}

/// Only claims of a speaker with the same root may be replaced or withdrawn.
fn not_own_claim(site: &Site, claim: &Claim, link: &Link) -> Option<Diagnostic> {
    let other = &site.claims[link.claim];
    let root = |actor: &Id<_>| site.actors[*actor].root;
    let shared = claim.by.iter().any(|own| other.by.iter().any(|speaker| root(speaker) == root(own)));
    (!shared).then(|| {
        let message = format!(
            "`{}` {} `{}`, a claim of somebody else",
            claim.id,
            link.relation,
            name(site, claim, link)
        );
        Diagnostic::new(Code::NotOwnClaim, link.span, message)
            .other(other.span, "the other's claim")
            .help("write `denies`, or correct the speaker")
    })
}

fn denies_withdrawn(site: &Site, method: &Method, id: Id<Claim>, link: &Link) -> Option<Diagnostic> {
    let (claim, denied) = (&site.claims[id], &site.claims[link.claim]);
    let counts = claim.live && !method.is_fallen(id);
    (counts && !denied.live).then(|| {
        let message = format!("`{}` denies `{}`, which no longer stands", claim.id, name(site, claim, link));
        let undone = denied
            .incoming
            .iter()
            .find(|link| matches!(link.relation, Relation::Replaces | Relation::Withdraws));
        let found = Diagnostic::new(Code::DeniesWithdrawn, link.span, message)
            .help("consider whether the denial holds for a newer claim");
        match undone {
            Some(undone) if undone.relation == Relation::Replaces => {
                found.other(undone.span, "replaced here")
            }
            Some(undone) => found.other(undone.span, "withdrawn here"),
            None => found,
        }
    })
}

fn supports_and_denies(site: &Site, claim: &Claim, diagnostics: &mut Vec<Diagnostic>) {
    let of = |relation| claim.relations.iter().filter(move |link| link.relation == relation);
    let mut denials: Vec<&Link> = of(Relation::Denies).collect();
    denials.sort_by_key(|link| link.claim);
    for support in of(Relation::Supports) {
        let Ok(at) = denials.binary_search_by_key(&support.claim, |link| link.claim) else { continue };
        let message = format!("`{}` both supports and denies `{}`", claim.id, name(site, claim, support));
        diagnostics.push(
            Diagnostic::new(Code::SupportsAndDenies, denials[at].span, message)
                .label("denied here")
                .other(support.span, "supported here")
                .help(
                    "decide for one of them, or write `concedes` for what is granted against one's interest",
                ),
        );
    }
}

/// How a writer would refer to the claim at the other end.
fn name(site: &Site, claim: &Claim, link: &Link) -> String {
    let other = &site.claims[link.claim];
    if other.brief == claim.brief { other.id.to_string() } else { site.claim_key(link.claim) }
}

/// Steps of a cycle that are shown; the others are counted.
const SHOWN: usize = 5;

fn report(site: &Site, cycle: &Cycle) -> Diagnostic {
    match cycle {
        Cycle::Actors(actors) => {
            let step = |id: &Id<_>| (site.actors[*id].id.to_string(), site.actors[*id].span);
            circle(actors, step, "part of", "take one `part_of` out")
        }
        Cycle::Events(events) => {
            let step = |id: &Id<_>| (site.events[*id].id.to_string(), site.events[*id].span);
            circle(events, step, "part of", "take one `part_of` out")
        }
        Cycle::Sources(sources) => {
            let step = |id: &Id<_>| (site.sources[*id].id.to_string(), site.sources[*id].span);
            circle(sources, step, "drawn from", "find out where the chain begins, and take one `from` out")
        }
        Cycle::Claims(relation, claims) => {
            let step = |id: &Id<_>| (site.claim_key(*id), site.claims[*id].span);
            let (verb, help) = match relation {
                Relation::Repeats => {
                    ("a repetition of", "find out who said it first, and take one `repeats` out")
                }
                Relation::Replaces => ("a newer version of", "take one `replaces` out"),
                _ => ("a withdrawal of", "take one `withdraws` out"),
            };
            circle(claims, step, verb, help)
        }
    }
}

/// The report of a cycle, given each member's name and place, and what each is to the next.
fn circle<T>(
    members: &[T],
    step: impl Fn(&T) -> (String, Span),
    verb: impl fmt::Display,
    help: &str,
) -> Diagnostic {
    let steps: Vec<(String, Span)> = members.iter().take(SHOWN).map(&step).collect();
    let Some((first, place)) = steps.first() else {
        return Diagnostic::of_site(Code::Cycle, "something runs in a circle");
    };
    let by = match members.len() {
        0 | 1 => String::new(),
        2 => format!(", by way of `{}`", steps[1].0),
        len => format!(", by way of {} others", len - 1),
    };
    let next =
        |place: usize| steps.get((place + 1) % members.len()).map(|(name, _)| format!("{verb} `{name}`"));
    let message = format!("`{first}` is {verb} itself{by}");
    let mut found =
        Diagnostic::new(Code::Cycle, *place, message).label(next(0).unwrap_or_default()).help(help);
    for (number, (_, span)) in steps.iter().enumerate().skip(1) {
        found = found.other(*span, next(number).unwrap_or_else(|| format!("{verb} yet another")));
    }
    found
}
