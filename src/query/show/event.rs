//! An event: what is asked about it and who answers, the figures beside each other, and all claims on it.

use super::super::sheet::Sheet;
use super::super::words;
use super::{claims, identifiers, optional, undeclared};
use crate::page::urls;
use crate::site::figures::{Comparison, FigureFinding, FigureRow};
use crate::site::points::Point;
use crate::site::{Event, Id, Index, Method, Place, Site};

pub(super) fn show(site: &Site, method: &Method, id: Id<Event>, sheet: &mut Sheet) {
    let event = &site.events[id];
    sheet.title(&format!("event:{}", event.id));
    sheet.field("name", &event.name);
    sheet.field("date", &optional(event.date.as_ref()));
    sheet.field("kind", &event.kind.to_string());
    sheet.field("place", &place(&event.place));
    sheet.field("parties", &words::actors(site, &event.parties));
    sheet.field("part of", &words::events(site, event.part_of.as_slice()));
    let parts: Vec<Id<Event>> = site
        .events
        .entries()
        .filter(|(_, other)| other.part_of == Some(id))
        .map(|(other, _)| other)
        .collect();
    sheet.field("parts", &words::events(site, &parts));
    sheet.field("ids", &identifiers(&event.ids));
    sheet.field("declared", undeclared(event.declared));
    sheet.field("address", &urls::thing(Index::Events, event.id.as_str()));
    let versions = method.versions(id);
    sheet.list("points", versions.points.iter().map(|row| point(site, event, row)));
    sheet.list("figures", versions.figures.iter().map(|row| figure(site, row)));
    sheet.list("the figures beside each other", versions.findings.iter().map(finding));
    claims(site, method, "claims", event.claims.iter().copied(), sheet);
}

fn place(place: &Place) -> String {
    let coordinates = place.coordinates.map(|at| format!("{} {}", at.lat, at.lon));
    let country = place.country.map(|country| country.alpha3().to_owned());
    let precision = place.precision.map(|precision| format!("precision {precision}"));
    words::dotted([place.name.clone(), country, coordinates, precision].into_iter().flatten())
}

/// A question and the claims that answer it. One that nobody declared is told by its claims alone.
fn point(site: &Site, event: &Event, point: &Point) -> String {
    let question = point.id.as_ref().and_then(|id| event.points.iter().find(|(known, _)| known == id));
    let disputed = if point.is_disputed() { "disputed" } else { "" };
    let keys = words::join(point.claims.iter().map(|claim| site.claim_key(*claim)));
    let asked = question.map(|(id, question)| format!("{id}: {question}")).unwrap_or_default();
    let answers = if keys.is_empty() { "no statement found".to_owned() } else { keys };
    words::dotted([asked, disputed.to_owned(), answers])
}

fn figure(site: &Site, row: &FigureRow) -> String {
    let text = words::figure(&row.measure, &row.group, row.figure.as_str(), Some(row.bounds));
    let by = words::join(site.claims[row.claim].by.iter().map(|id| words::actor(site, *id)));
    words::dotted([text, by, site.claim_key(row.claim)])
}

fn finding(finding: &FigureFinding) -> String {
    let what = match &finding.comparison {
        Comparison::Agree => "the figures agree".to_owned(),
        Comparison::Disagree { gap: None } => "the figures disagree".to_owned(),
        Comparison::Disagree { gap: Some(gap) } => {
            format!("the figures disagree by a factor of at least {gap}")
        }
        Comparison::GroupConflict { groups } => {
            format!("who was hit is itself in dispute: {}", words::join(groups.iter().cloned()))
        }
    };
    let group = finding.group.as_deref().unwrap_or_default();
    format!("{}: {what}", format!("{} {group}", finding.measure).trim_end())
}
