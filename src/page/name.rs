//! How a thing is named and reached from a page.

use serde::Serialize;

use super::urls;
use crate::site::{Actor, Brief, Event, Id, Index, Site, Source};

/// A thing that is named on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Name {
    /// Its id.
    pub id: String,
    /// What it is called; null for a protected actor, whose name never leaves the machine.
    pub name: Option<String>,
    /// Its page, from the site's top.
    pub href: String,
}

/// An actor's name.
#[must_use]
pub fn actor(site: &Site, id: Id<Actor>) -> Name {
    let actor = &site.actors[id];
    let href = urls::encode(&urls::thing(Index::Actors, actor.id.as_str()));
    Name { id: actor.id.to_string(), name: actor.name.clone(), href }
}

/// An event's name.
#[must_use]
pub fn event(site: &Site, id: Id<Event>) -> Name {
    let event = &site.events[id];
    let href = urls::encode(&urls::thing(Index::Events, event.id.as_str()));
    Name { id: event.id.to_string(), name: Some(event.name.clone()), href }
}

/// A source's title; `None` for a confidential one, of which nothing is shown.
#[must_use]
pub fn source(site: &Site, id: Id<Source>) -> Option<Name> {
    let source = &site.sources[id];
    let href = urls::encode(&urls::thing(Index::Sources, source.id.as_str()));
    Some(Name { id: source.id.to_string(), name: Some(source.title.clone()?), href })
}

/// A brief's title.
#[must_use]
pub fn brief(site: &Site, id: Id<Brief>) -> Name {
    let brief = &site.briefs[id];
    let href = urls::encode(&urls::thing(Index::Briefs, brief.slug.as_str()));
    Name { id: brief.slug.to_string(), name: Some(brief.title.clone()), href }
}

/// Names of actors, in the order given.
#[must_use]
pub fn actors(site: &Site, ids: &[Id<Actor>]) -> Vec<Name> {
    ids.iter().map(|id| actor(site, *id)).collect()
}

/// Names of events, in the order given.
#[must_use]
pub fn events(site: &Site, ids: &[Id<Event>]) -> Vec<Name> {
    ids.iter().map(|id| event(site, *id)).collect()
}

/// Titles of sources, in the order given, the confidential ones left out.
#[must_use]
pub fn sources(site: &Site, ids: &[Id<Source>]) -> Vec<Name> {
    ids.iter().filter_map(|id| source(site, *id)).collect()
}
