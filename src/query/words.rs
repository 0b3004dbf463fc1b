//! How things and values are put in words for a terminal: in English, sober, and with the ids that commands take.

use crate::method::{Interval, Method, State};
use crate::site::{Actor, Claim, ClaimFigure, Content, Event, Id, Site, Source};
use crate::value::figure::Bounds;
use crate::value::word::FiguresAre;

/// What divides the parts of a line.
const DOT: &str = " · ";

/// What stands for a source of which nothing may be told.
pub(super) const CONFIDENTIAL: &str = "a confidential source";

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

/// Actors by name.
pub(super) fn names(site: &Site, ids: &[Id<Actor>]) -> String {
    join(ids.iter().map(|id| actor(site, *id)))
}

/// Actors by name and id.
pub(super) fn actors(site: &Site, ids: impl IntoIterator<Item = Id<Actor>>) -> String {
    join(ids.into_iter().map(|id| format!("{} ({})", actor(site, id), site.actors[id].id)))
}

/// Events by name and id.
pub(super) fn events(site: &Site, ids: &[Id<Event>]) -> String {
    join(ids.iter().map(|id| format!("{} ({})", site.events[*id].name, site.events[*id].id)))
}

/// A source by title and id.
pub(super) fn source(site: &Site, id: Id<Source>) -> String {
    format!("{} ({})", site.sources[id].title, site.sources[id].id)
}

/// What a claim says or does.
pub(super) fn content(site: &Site, claim: &Claim) -> String {
    match &claim.content {
        Content::Says(sentence) => sentence.clone(),
        Content::Does { act, to, says } => {
            let to = if to.is_empty() { String::new() } else { format!(", to {}", names(site, to)) };
            let says = says.as_ref().map(|says| format!(": {says}")).unwrap_or_default();
            format!("{act}{to}{says}")
        }
    }
}

/// When a claim was made: the brief's day is no more than the day by which it was.
pub(super) fn date(site: &Site, claim: &Claim) -> String {
    match claim.stated_date() {
        Some(date) => date.to_string(),
        None => format!("not stated, by {}", site.briefs[claim.brief].date),
    }
}

/// A claim in a list of claims: its key, how it is answered, who makes it and what it is.
pub(super) fn entry(site: &Site, method: &Method, id: Id<Claim>) -> String {
    let claim = &site.claims[id];
    let answers = method.answers(id).map_or_else(
        || "act".to_owned(),
        |answers| match answers.state {
            State::Live => format!("{}, {}", answers.backing, worded(&answers.reception)),
            state => state.to_string(),
        },
    );
    format!("{} ({answers}) {}: {}", site.claim_key(id), names(site, &claim.by), content(site, claim))
}

/// What backs a claim and how it was received, with all who did so; empty for an act (manual, method.md#answers).
pub(super) fn answers(site: &Site, method: &Method, id: Id<Claim>) -> String {
    let (Some(answers), Some(proposition)) = (method.answers(id), method.proposition_of(id)) else {
        return String::new();
    };
    let origins = counted(answers.origins, "origin");
    let third_party = interval(answers.third_party);
    let backing = format!("{}, {origins}, {third_party} third-party", answers.backing);
    let received = method.received(proposition);
    let mut received: Vec<String> = received
        .lists()
        .map(|(reception, roots)| format!("{} by {}", worded(&reception), names(site, roots)))
        .collect();
    if received.is_empty() {
        received.push(answers.reception.to_string());
    }
    format!("{backing}; {}", received.join("; "))
}

/// A word of several: `conceded in part`.
pub(super) fn worded(word: &impl ToString) -> String {
    word.to_string().replace('-', " ")
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
    let text = self::figure(figure.figure.as_str(), figure.bounds, figure.are);
    format!("{} {}: {text}", figure.measure, figure.group)
}

/// A figure in the writer's words; where these leave room, what they mean; and what kind of number it is, unless it
/// was counted.
pub(super) fn figure(text: &str, bounds: Option<Bounds>, are: FiguresAre) -> String {
    let room = match bounds {
        Some(Bounds { min, max: None }) => Some(format!("{min} or more")),
        Some(Bounds { min, max: Some(max) }) if min != max => Some(format!("{min} to {max}")),
        _ => None,
    };
    let room = room.filter(|room| text.replace(['-', '–'], " to ") != *room);
    let kind = (are != FiguresAre::Counted).then(|| are.to_string());
    match join(room.into_iter().chain(kind)) {
        said if said.is_empty() => text.to_owned(),
        said => format!("{text} ({said})"),
    }
}
