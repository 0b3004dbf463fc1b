//! `data/briefs.csv`, `data/actors.csv`, `data/events.csv`, `data/sources.csv`: one thing a row.

use std::fmt::Display;
use std::io::{self, Write};

use super::{Column, Kind, Table, column};
use crate::plan::urls;
use crate::site::{Declared, Index, Site};
use crate::value::country::Country;
use crate::value::web::WebUrl;

pub(super) const BRIEFS: &[Column] = &[
    column("id", Kind::Text, "The brief's id"),
    column("title", Kind::Text, "Its title"),
    column("date", Kind::Day, "The day it bears"),
    column("updated", Kind::Day, "The day it was last changed"),
    column("lang", Kind::Text, "Its language, BCP 47"),
    column("type", Kind::Text, "What kind of work it is"),
    column("summary", Kind::Text, "One or two sentences"),
    column("authors", Kind::Text, "Who wrote it"),
    column("tags", Kind::Text, "Its tags"),
    column("translation_of", Kind::Text, "The brief that it translates"),
    column("claims", Kind::Integer, "How many claims stand in it"),
    column("url", Kind::Text, "Its page, from the site's top"),
];

/// Writes the briefs.
///
/// # Errors
/// Those of the writer.
pub fn briefs(site: &Site, out: &mut impl Write) -> io::Result<()> {
    let mut table = Table::new(BRIEFS, out)?;
    for brief in &site.briefs {
        table.text(brief.slug.as_str());
        table.text(&brief.title);
        table.value(brief.date);
        table.maybe(brief.updated);
        table.text(brief.lang.as_str());
        table.value(brief.kind);
        table.maybe_text(brief.summary.as_deref());
        table.list(brief.authors.iter().map(String::as_str));
        table.list(brief.tags.iter().map(String::as_str));
        table.maybe_text(brief.translation_of.map(|id| site.briefs[id].slug.as_str()));
        table.value(brief.claims.len());
        table.text(&urls::thing(Index::Briefs, brief.slug.as_str()));
        table.end_row()?;
    }
    table.finish()
}

pub(super) const ACTORS: &[Column] = &[
    column("id", Kind::Text, "The actor's id"),
    column("name", Kind::Text, "Its name; empty for a protected one"),
    column("names", Kind::Text, "Its names in other languages: the language, equals sign, the name"),
    column("kind", Kind::Text, "What it is"),
    column("aliases", Kind::Text, "Other names"),
    column("part_of", Kind::Text, "The actor for which it speaks"),
    column("root", Kind::Text, "The end of that chain"),
    column("allied_with", Kind::Text, "Actors on its side"),
    column("country", Kind::Text, "ISO 3166-1 alpha-3"),
    column("active", Kind::Text, "When it was active, EDTF"),
    column("reliability", Kind::Text, "Of its sources unless they say otherwise, A to F (Admiralty)"),
    column("ids", Kind::Text, "Its ids elsewhere: whose, equals sign, the id"),
    column("declared", Kind::Boolean, "Whether a record declares it"),
    column("claims", Kind::Integer, "How many claims it makes"),
    column("about", Kind::Integer, "How many claims concern it"),
    column("url", Kind::Text, "Its page, from the site's top"),
];

/// Writes the actors.
///
/// # Errors
/// Those of the writer.
pub fn actors(site: &Site, out: &mut impl Write) -> io::Result<()> {
    let mut table = Table::new(ACTORS, out)?;
    for actor in &site.actors {
        table.text(actor.id.as_str());
        table.maybe_text(actor.name.as_deref());
        pairs(&mut table, &actor.names);
        table.value(&actor.kind);
        table.list(actor.aliases.iter().map(String::as_str));
        table.maybe_text(actor.part_of.map(|id| site.actors[id].id.as_str()));
        table.text(site.actors[actor.root].id.as_str());
        table.list(actor.allied_with.iter().map(|id| site.actors[*id].id.as_str()));
        table.maybe_text(actor.country.map(Country::alpha3));
        table.maybe(actor.active.as_ref());
        table.maybe(actor.reliability);
        pairs(&mut table, &actor.ids);
        table.value(actor.declared == Declared::Yes);
        table.value(actor.claims.len());
        table.value(actor.about.len());
        table.text(&urls::thing(Index::Actors, actor.id.as_str()));
        table.end_row()?;
    }
    table.finish()
}

/// A list of `KEY=VALUE`.
fn pairs(table: &mut Table<impl Write>, pairs: &[(impl Display, String)]) {
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}={value}")).collect();
    table.list(pairs.iter().map(String::as_str));
}

pub(super) const EVENTS: &[Column] = &[
    column("id", Kind::Text, "The event's id"),
    column("name", Kind::Text, "Its name"),
    column("names", Kind::Text, "Its names in other languages: the language, equals sign, the name"),
    column("date", Kind::Text, "When it took place, EDTF"),
    column("kind", Kind::Text, "What it is"),
    column("place", Kind::Text, "The place's name"),
    column("country", Kind::Text, "ISO 3166-1 alpha-3"),
    column("lat", Kind::Number, "Degrees north, WGS 84, rounded to the precision"),
    column("lon", Kind::Number, "Degrees east, WGS 84, rounded to the precision"),
    column("precision", Kind::Text, "How exactly the place is told"),
    column("parties", Kind::Text, "Actors that take part"),
    column("part_of", Kind::Text, "The event that it is part of"),
    column("points", Kind::Text, "Its points: the id, equals sign, the question"),
    column("ids", Kind::Text, "Its ids elsewhere: whose, equals sign, the id"),
    column("declared", Kind::Boolean, "Whether a record declares it"),
    column("claims", Kind::Integer, "How many claims are on it"),
    column("url", Kind::Text, "Its page, from the site's top"),
];

/// Writes the events.
///
/// # Errors
/// Those of the writer.
pub fn events(site: &Site, out: &mut impl Write) -> io::Result<()> {
    let mut table = Table::new(EVENTS, out)?;
    for event in &site.events {
        let place = &event.place;
        let (lat, lon) = place.rounded().unzip();
        table.text(event.id.as_str());
        table.text(&event.name);
        pairs(&mut table, &event.names);
        table.maybe(event.date.as_ref());
        table.value(&event.kind);
        table.maybe_text(place.name.as_deref());
        table.maybe_text(place.country.map(Country::alpha3));
        table.maybe(lat.as_ref());
        table.maybe(lon);
        table.maybe(lat.map(|_| place.told_precision()));
        table.list(event.parties.iter().map(|id| site.actors[*id].id.as_str()));
        table.maybe_text(event.part_of.map(|id| site.events[id].id.as_str()));
        pairs(&mut table, &event.points);
        pairs(&mut table, &event.ids);
        table.value(event.declared == Declared::Yes);
        table.value(event.claims.len());
        table.text(&urls::thing(Index::Events, event.id.as_str()));
        table.end_row()?;
    }
    table.finish()
}

pub(super) const SOURCES: &[Column] = &[
    column("id", Kind::Text, "The source's id"),
    column("title", Kind::Text, "Its title"),
    column("kind", Kind::Text, "What it is"),
    column("publisher", Kind::Text, "The actor that published it"),
    column("author", Kind::Text, "Who wrote it"),
    column("date", Kind::Text, "When it was published, EDTF"),
    column("href", Kind::Text, "Its address; empty where access is restricted"),
    column("archive", Kind::Text, "The address of a saved copy; empty where access is restricted"),
    column("accessed", Kind::Day, "When it was read"),
    column("sha256", Kind::Text, "Of the saved copy"),
    column("lang", Kind::Text, "Its language, BCP 47"),
    column("from", Kind::Text, "Sources that it draws on"),
    column("first_hand", Kind::Boolean, "Whether it tells what its maker saw or did"),
    column("reliability", Kind::Text, "A to F (Admiralty): its own, else its publisher's, else F"),
    column("graded", Kind::Boolean, "Whether that grade is its own"),
    column("access", Kind::Text, "Who can read it"),
    column("descriptor", Kind::Text, "What is said of it"),
    column("status", Kind::Text, "What has become of it"),
    column("declared", Kind::Boolean, "Whether a record declares it"),
    column("claims", Kind::Integer, "How many claims name it"),
    column("url", Kind::Text, "Its page, from the site's top"),
];

/// Writes the sources; the confidential ones are not among those of a site.
///
/// # Errors
/// Those of the writer.
pub fn sources(site: &Site, out: &mut impl Write) -> io::Result<()> {
    let mut table = Table::new(SOURCES, out)?;
    for source in &site.sources {
        table.text(source.id.as_str());
        table.text(&source.title);
        table.value(&source.kind);
        table.maybe_text(source.publisher.map(|id| site.actors[id].id.as_str()));
        table.maybe_text(source.author.as_deref());
        table.maybe(source.date.as_ref());
        table.maybe_text(source.url.as_ref().map(WebUrl::href));
        table.maybe_text(source.archive.as_ref().map(WebUrl::href));
        table.maybe(source.accessed);
        table.maybe_text(source.sha256.as_deref());
        table.maybe(source.lang.as_ref());
        table.list(source.from.iter().map(|from| site.sources[*from].id.as_str()));
        table.value(source.first_hand);
        table.value(source.reliability);
        table.value(source.graded);
        table.value(source.access);
        table.maybe_text(source.descriptor.as_deref());
        table.value(source.status);
        table.value(source.declared == Declared::Yes);
        table.value(source.claims.len());
        table.text(&urls::thing(Index::Sources, source.id.as_str()));
        table.end_row()?;
    }
    table.finish()
}
