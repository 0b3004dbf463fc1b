//! What claims and sources rest on: sources that quote the future, support that adds nobody, confidence that the
//! origins do not bear out (METHOD, section 8).

use crate::diagnostic::{Code, Diagnostic};
use crate::site::origins::{Origin, Unknown};
use crate::site::{Actor, Claim, Id, Link, Method, Site, Source};
use crate::value::grade::Credibility;

pub(super) fn check(site: &Site, method: &Method, diagnostics: &mut Vec<Diagnostic>) {
    for source in &site.sources {
        let drawn_on = source.from.iter().map(|from| &site.sources[*from]);
        diagnostics.extend(drawn_on.filter_map(|earlier| before_its_source(source, earlier)));
    }
    for (id, claim) in site.claims.entries() {
        diagnostics.extend(overrated_credibility(method, id, claim));
        let dependent = method.dependent_supporters(site, id);
        diagnostics.extend(dependent.map(|link| dependent_support(site, claim, link)));
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

fn dependent_support(site: &Site, claim: &Claim, link: &Link) -> Diagnostic {
    let message = format!("`{}` supports `{}` but adds no origin", site.claims[link.claim].id, claim.id);
    Diagnostic::new(Code::DependentSupport, link.span, message)
        .label("the same origin again")
        .other(claim.span, "the supported claim")
        .help("write `repeats` if it only passes on, or say where the speaker has it from")
}

/// Whether all origins that are added to a claim's own are allies of its speakers.
fn ally_only_support(site: &Site, method: &Method, id: Id<Claim>, claim: &Claim) -> Option<Diagnostic> {
    let mut allies = Vec::new();
    for origin in method.added_origins(id) {
        match kinship(site, method, claim, root(origin)?) {
            Kinship::None => return None,
            Kinship::Ally => allies.push(origin),
            Kinship::Own => {}
        }
    }
    let ally = *allies.first()?;
    let name = &site.actors[root(ally)?].id;
    let message = format!("only an ally corroborates `{}`", claim.id);
    let found = Diagnostic::new(Code::AllyOnlySupport, claim.span, message)
        .label(format!("`{name}` is an ally of the speaker"))
        .help("look for a third party, or let the text say that there is none");
    let mut supporters = method.supporters(site, id);
    let link = supporters.find(|link| method.own_origins(link.claim).any(|origin| origin == ally));
    Some(match link {
        Some(link) => found.other(link.span, "supported here"),
        None => found,
    })
}

fn root(origin: Origin) -> Option<Id<Actor>> {
    match origin {
        Origin::Known(root) | Origin::Unknown(Unknown::Actor(root)) => Some(root),
        Origin::Unknown(_) => None,
    }
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
