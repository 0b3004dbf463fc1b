//! How things and values are put in words for a terminal: in English, sober, and with the ids that commands take.

use crate::site::labels::{Interval, Standing};
use crate::site::{Actor, Claim, ClaimFigure, Content, Event, Id, Method, Site, Source};
use crate::value::figure::Bounds;
use crate::value::word::Relation;

/// What divides the parts of a line.
const DOT: &str = " · ";

/// A list in one line.
pub(super) fn join(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().collect::<Vec<_>>().join(", ")
}

/// The parts of a line that are there.
pub(super) fn dotted(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(DOT)
}

/// An actor's name; a protected one has none.
pub(super) fn actor(site: &Site, id: Id<Actor>) -> String {
    site.actors[id].name.clone().unwrap_or_else(|| "a protected source".to_owned())
}

/// Actors by name and id.
pub(super) fn actors(site: &Site, ids: &[Id<Actor>]) -> String {
    join(ids.iter().map(|id| format!("{} ({})", actor(site, *id), site.actors[*id].id)))
}

/// Events by name and id.
pub(super) fn events(site: &Site, ids: &[Id<Event>]) -> String {
    join(ids.iter().map(|id| format!("{} ({})", site.events[*id].name, site.events[*id].id)))
}

/// A source by title and id; of a confidential one only that it is one.
pub(super) fn source(site: &Site, id: Id<Source>) -> String {
    let source = &site.sources[id];
    match &source.title {
        Some(title) if !source.is_confidential() => format!("{title} ({})", source.id),
        _ => "a confidential source".to_owned(),
    }
}

/// What a claim says or does.
pub(super) fn content(site: &Site, claim: &Claim) -> String {
    match &claim.content {
        Content::Says(sentence) => sentence.clone(),
        Content::Does { act, to } if to.is_empty() => act.to_string(),
        Content::Does { act, to } => {
            format!("{act}, to {}", join(to.iter().map(|id| actor(site, *id))))
        }
    }
}

/// A claim in a list of claims: its key, how it stands, who makes it and what it is.
pub(super) fn entry(site: &Site, method: &Method, id: Id<Claim>) -> String {
    let claim = &site.claims[id];
    let label = method.standing(id).map_or("act", |standing| standing.judgement.label.into());
    let by = join(claim.by.iter().map(|id| actor(site, *id)));
    format!("{} ({label}) {by}: {}", site.claim_key(id), content(site, claim))
}

/// A label with its numbers and those who deny or concede, as METHOD (section 2) shows it.
pub(super) fn standing(site: &Site, standing: &Standing) -> String {
    let judgement = standing.judgement;
    let by = |what: &str, roots: &[Id<Actor>]| match roots {
        [] => String::new(),
        roots => format!("{what} by {}", join(roots.iter().map(|id| actor(site, *id)))),
    };
    dotted([
        judgement.label.to_string(),
        counted(judgement.origins, "origin"),
        format!("{} third-party", interval(judgement.third_party)),
        by("denied", &standing.denied_by),
        by("conceded", &standing.conceded_by),
        by("conceded in part", &standing.conceded_in_part_by),
    ])
}

/// `1`, or `2-3` where it is not certain.
pub(super) fn interval(Interval { min, max }: Interval) -> String {
    if min == max { min.to_string() } else { format!("{min}-{max}") }
}

fn counted(count: Interval, what: &str) -> String {
    let plural = if count.max == 1 { "" } else { "s" };
    format!("{} {what}{plural}", interval(count))
}

/// `killed civilians: hundreds (100 or more)`
pub(super) fn claim_figure(figure: &ClaimFigure) -> String {
    self::figure(&figure.measure, &figure.group, figure.figure.as_str(), figure.bounds)
}

/// A figure in the writer's words and, where these are no plain number, what they mean.
pub(super) fn figure(measure: &str, group: &str, text: &str, bounds: Option<Bounds>) -> String {
    let meaning = match bounds {
        None => String::new(),
        Some(Bounds { min, max: Some(max) }) if min == max => String::new(),
        Some(Bounds { min, max: Some(max) }) => format!(" ({min} to {max})"),
        Some(Bounds { min, max: None }) => format!(" ({min} or more)"),
    };
    format!("{measure} {group}: {text}{meaning}")
}

/// What a relation is called from the claim that it is stated of.
pub(super) const fn passive(relation: Relation) -> &'static str {
    match relation {
        Relation::Supports => "supported by",
        Relation::Denies => "denied by",
        Relation::Concedes => "conceded by",
        Relation::Questions => "questioned by",
        Relation::Repeats => "repeated by",
        Relation::Replaces => "replaced by",
        Relation::Withdraws => "withdrawn by",
    }
}
