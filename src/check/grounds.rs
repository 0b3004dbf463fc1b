//! What claims and sources rest on: sources that quote the future, support that adds nobody, confidence that the
//! origins do not bear out (METHOD, section 8).

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::site::origins::{Origin, Unknown};
use crate::site::{Actor, Claim, Id, Link, Method, Site, Source};
use crate::value::grade::Credibility;
use crate::value::word::Relation;

pub(super) fn check(site: &Site, method: &Method, diagnostics: &mut Vec<Diagnostic>) {
    for source in &site.sources {
        let drawn_on = source.from.iter().map(|from| &site.sources[*from]);
        diagnostics.extend(drawn_on.filter_map(|earlier| before_its_source(source, earlier)));
    }
    for (id, claim) in site.claims.entries() {
        diagnostics.extend(overrated_credibility(method, id, claim));
        dependent_support(site, method, id, claim, diagnostics);
        diagnostics.extend(ally_only_support(site, method, id, claim));
    }
}

/// Dates that overlap are given the benefit of the doubt.
fn before_its_source(source: &Source, earlier: &Source) -> Option<Diagnostic> {
    let (date, other) = (source.date.as_ref()?, earlier.date.as_ref()?);
    (date.upper()? < other.lower()?).then(|| {
        let message = format!("`{}` is dated before `{}`, which it draws on", source.id, earlier.id);
        Diagnostic::new(Code::SourceBeforeItsSource, source.span, message)
            .label(format!("dated {date}"))
            .other(earlier.span, format!("dated {other}"))
            .help("correct a date, or the chain")
    })
}

/// Credibility 1 is "confirmed by other, independent sources" (Admiralty scale).
fn overrated_credibility(method: &Method, id: Id<Claim>, claim: &Claim) -> Option<Diagnostic> {
    let origins = method.standing(id)?.judgement.origins;
    let confirmed = claim.credibility? == Credibility::Confirmed;
    (confirmed && origins.min < 2).then(|| {
        let message = format!("`{}` has credibility 1, but no two independent origins are shown", claim.id);
        let label = if origins.max < 2 { "one origin" } else { "perhaps one origin" };
        Diagnostic::new(Code::OverratedCredibility, claim.span, message)
            .label(label)
            .help("give it 2 or less, or add the claims and sources that confirm it")
    })
}

/// The live supporters of a claim that have not fallen, in order of place.
fn supporters<'s>(site: &'s Site, method: &'s Method, claim: &'s Claim) -> impl Iterator<Item = &'s Link> {
    let supports = |link: &&Link| link.relation == Relation::Supports;
    let counts = |link: &&Link| site.claims[link.claim].live && !method.is_fallen(link.claim);
    claim.incoming.iter().filter(supports).filter(counts)
}

/// A supporter adds no origin if the claim or the supporters before it have all of its origins already.
fn dependent_support(
    site: &Site,
    method: &Method,
    id: Id<Claim>,
    claim: &Claim,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut known: Option<HashSet<Origin>> = None;
    for link in supporters(site, method, claim) {
        let known = known.get_or_insert_with(|| method.own_origins(id).collect());
        let mut adds = false;
        for origin in method.own_origins(link.claim).collect::<Vec<_>>() {
            adds |= !is_among(origin, known);
            known.insert(origin);
        }
        if !adds {
            let supporter = &site.claims[link.claim];
            let message = format!("`{}` supports `{}` but adds no origin", supporter.id, claim.id);
            diagnostics.push(
                Diagnostic::new(Code::DependentSupport, link.span, message)
                    .label("the same origin again")
                    .other(claim.span, "the supported claim")
                    .help("write `repeats` if it only passes on, or say where the speaker has it from"),
            );
        }
    }
}

/// Whether an origin is among others; somebody behind a root is, where the root itself is.
fn is_among(origin: Origin, others: &HashSet<Origin>) -> bool {
    others.contains(&origin)
        || matches!(origin, Origin::Unknown(Unknown::Actor(root)) if others.contains(&Origin::Known(root)))
}

/// Whether all origins that are added to a claim's own are allies of its speakers.
fn ally_only_support(site: &Site, method: &Method, id: Id<Claim>, claim: &Claim) -> Option<Diagnostic> {
    supporters(site, method, claim).next()?;
    let own: HashSet<Origin> = method.own_origins(id).collect();
    let mut allies = Vec::new();
    for origin in method.origins(id).filter(|origin| !is_among(*origin, &own)) {
        let (Origin::Known(root) | Origin::Unknown(Unknown::Actor(root))) = origin else { return None };
        match kinship(site, method, claim, root) {
            Kinship::None => return None,
            Kinship::Ally => allies.push(root),
            Kinship::Own => {}
        }
    }
    let ally = allies.first()?;
    let message = format!("only an ally corroborates `{}`", claim.id);
    let names_ally = |origin| matches!(origin, Origin::Known(root) | Origin::Unknown(Unknown::Actor(root)) if root == *ally);
    let link = supporters(site, method, claim).find(|link| method.own_origins(link.claim).any(names_ally));
    let found = Diagnostic::new(Code::AllyOnlySupport, claim.span, message)
        .help("look for a third party, or let the text say that there is none");
    Some(match link {
        Some(link) => {
            found.other(link.span, format!("`{}` is an ally of the speaker", site.actors[*ally].id))
        }
        None => found,
    })
}

/// What a root is to the speakers of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kinship {
    Own,
    Ally,
    None,
}

fn kinship(site: &Site, method: &Method, claim: &Claim, root: Id<Actor>) -> Kinship {
    if claim.by.iter().any(|speaker| site.actors[*speaker].root == root) {
        Kinship::Own
    } else if claim.by.iter().any(|speaker| method.are_allied(site, *speaker, root)) {
        Kinship::Ally
    } else {
        Kinship::None
    }
}
