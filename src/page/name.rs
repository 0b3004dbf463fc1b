//! How a thing is named and reached from a page.

use serde::Serialize;

use super::shared::{Shared, Shelf};
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

/// The names of a site, each made once.
pub struct Names<'s> {
    site: &'s Site,
    actors: Shelf<Name>,
    events: Shelf<Name>,
    sources: Shelf<Name>,
    briefs: Shelf<Name>,
}

impl<'s> Names<'s> {
    /// No name is made yet.
    #[must_use]
    pub fn new(site: &'s Site) -> Self {
        Self {
            site,
            actors: Shelf::of(&site.actors),
            events: Shelf::of(&site.events),
            sources: Shelf::of(&site.sources),
            briefs: Shelf::of(&site.briefs),
        }
    }

    /// An actor's name.
    #[must_use]
    pub fn actor(&self, id: Id<Actor>) -> Shared<Name> {
        self.actors.get(id, || actor(self.site, id))
    }

    /// An event's name.
    #[must_use]
    pub fn event(&self, id: Id<Event>) -> Shared<Name> {
        self.events.get(id, || event(self.site, id))
    }

    /// A source's title; `None` for a confidential one, of which nothing is shown.
    #[must_use]
    pub fn source(&self, id: Id<Source>) -> Option<Shared<Name>> {
        let title = self.site.sources[id].title.as_ref()?;
        Some(self.sources.get(id, || source(self.site, id, title)))
    }

    /// A brief's title.
    #[must_use]
    pub fn brief(&self, id: Id<Brief>) -> Shared<Name> {
        self.briefs.get(id, || brief(self.site, id))
    }

    /// Names of actors, in the order given.
    #[must_use]
    pub fn actors(&self, ids: &[Id<Actor>]) -> Vec<Shared<Name>> {
        ids.iter().map(|id| self.actor(*id)).collect()
    }

    /// Names of events, in the order given.
    #[must_use]
    pub fn events(&self, ids: &[Id<Event>]) -> Vec<Shared<Name>> {
        ids.iter().map(|id| self.event(*id)).collect()
    }

    /// Titles of sources, in the order given, the confidential ones left out.
    #[must_use]
    pub fn sources(&self, ids: &[Id<Source>]) -> Vec<Shared<Name>> {
        ids.iter().filter_map(|id| self.source(*id)).collect()
    }
}

fn actor(site: &Site, id: Id<Actor>) -> Name {
    let actor = &site.actors[id];
    let href = urls::encode(&urls::thing(Index::Actors, actor.id.as_str()));
    Name { id: actor.id.to_string(), name: actor.name.clone(), href }
}

fn event(site: &Site, id: Id<Event>) -> Name {
    let event = &site.events[id];
    let href = urls::encode(&urls::thing(Index::Events, event.id.as_str()));
    Name { id: event.id.to_string(), name: Some(event.name.clone()), href }
}

fn source(site: &Site, id: Id<Source>, title: &str) -> Name {
    let source = &site.sources[id];
    let href = urls::encode(&urls::thing(Index::Sources, source.id.as_str()));
    Name { id: source.id.to_string(), name: Some(title.to_owned()), href }
}

fn brief(site: &Site, id: Id<Brief>) -> Name {
    let brief = &site.briefs[id];
    let href = urls::encode(&urls::thing(Index::Briefs, brief.slug.as_str()));
    Name { id: brief.slug.to_string(), name: Some(brief.title.clone()), href }
}
