//! An event: what is asked about it and who answers, the figures beside each other with those before them, and all
//! claims on it.

use super::super::sheet::Sheet;
use super::super::words;
use super::{claims, identifiers, named, optional, undeclared};
use crate::method::Method;
use crate::method::figures::{Comparison, CurrentFigure, FigureFinding, FigureRow};
use crate::method::points::Point;
use crate::plan::urls;
use crate::site::{Claim, Event, Id, Index, Place, Site};

pub(super) fn show(site: &Site, method: &Method, id: Id<Event>, sheet: &mut Sheet) {
    let event = &site.events[id];
    sheet.title(&format!("event:{}", event.id));
    sheet.field("name", &event.name);
    sheet.field("names", &named(&event.names));
    sheet.field("date", &optional(event.date.as_ref()));
    sheet.field("kind", event.kind.name());
    sheet.field("place", &place(&event.place));
    sheet.field("parties", &words::actors(site, event.parties.iter().copied()));
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
    if !versions.figures.is_empty() {
        sheet.section("figures");
        versions.figures.iter().for_each(|row| figures(site, method, row, sheet));
    }
    sheet.list("the figures beside each other", versions.findings.iter().map(finding));
    claims(site, method, "claims", event.claims.iter().copied(), sheet);
}

fn place(place: &Place) -> String {
    let coordinates = place.rounded().map(|(lat, lon)| format!("{lat} {lon}"));
    let country = place.country.map(|country| country.alpha3().to_owned());
    let precision = place.precision.map(|precision| format!("precision {precision}"));
    words::dotted([place.name.clone(), country, coordinates, precision].into_iter().flatten())
}

/// A question and the claims that answer it. One that nobody declared is told by its claims alone.
fn point(site: &Site, event: &Event, point: &Point) -> String {
    let question = point.id.as_ref().and_then(|id| event.points.iter().find(|(known, _)| known == id));
    let reasons = words::join(point.reasons.iter().map(ToString::to_string));
    let disputed = if point.is_disputed() { format!("disputed ({reasons})") } else { String::new() };
    let keys = words::join(point.claims.iter().map(|claim| site.claim_key(*claim)));
    let asked = question.map(|(id, question)| format!("{id}: {question}")).unwrap_or_default();
    let answers = if keys.is_empty() { "no statement found".to_owned() } else { keys };
    words::dotted([asked, disputed, answers])
}

/// A speaker's figure, and below it the speaker's other ones, newest first.
fn figures(site: &Site, method: &Method, row: &FigureRow, sheet: &mut Sheet) {
    let of = format!("{} {}", row.measure, row.group);
    let by = words::names(site, &row.by);
    match &row.current {
        Some(CurrentFigure { claim, figure, bounds, are }) => {
            let figure = words::figure(figure.as_str(), Some(*bounds), *are);
            let date = words::date(site, &site.claims[*claim]);
            let newer = row
                .newer_in_root
                .map(|newer| format!("the same body has a newer one: {}", site.claim_key(newer)));
            let parts =
                [format!("{of}: {figure}"), by, date, site.claim_key(*claim), newer.unwrap_or_default()];
            sheet.item(0, &words::dotted(parts));
        }
        None => sheet.item(0, &words::dotted([format!("{of}: none that stands"), by])),
    }
    for claim in &row.history {
        sheet.item(1, &earlier(site, method, row, *claim));
    }
}

fn earlier(site: &Site, method: &Method, row: &FigureRow, id: Id<Claim>) -> String {
    let claim = &site.claims[id];
    let figure = claim.figure(&row.measure, &row.group);
    let figure = figure.map(|figure| words::figure(figure.figure.as_str(), figure.bounds, figure.are));
    let by = if claim.by == row.by { String::new() } else { words::names(site, &claim.by) };
    let state = method.state(id).to_string();
    words::dotted([figure.unwrap_or_default(), by, words::date(site, claim), state, site.claim_key(id)])
}

fn finding(finding: &FigureFinding) -> String {
    let what = match &finding.comparison {
        Comparison::Agree => "the figures agree".to_owned(),
        Comparison::Rising => "each higher figure was given later: a count that grew".to_owned(),
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
