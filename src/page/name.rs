//! How a thing is named and reached from a page.
//!
//! A record may have names in several languages; a [`Name`] holds all of them, so that one view serves on pages in any
//! language, and the theme's filters take the one that is the page's.

use std::collections::BTreeMap;

use serde::Serialize;

use super::shared::{Shared, Shelf};
use crate::plan::urls;
use crate::site::{Actor, Brief, Event, Id, Index, Site, Source};
use crate::value::lang::Lang;

/// A thing that is named on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Name {
    /// Its id.
    pub id: String,
    /// What it is called; null for a protected actor, whose name never leaves the machine.
    pub name: Option<String>,
    /// What it is called in other languages, by language.
    pub names: BTreeMap<String, String>,
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

    /// A source's title.
    #[must_use]
    pub fn source(&self, id: Id<Source>) -> Shared<Name> {
        self.sources.get(id, || source(self.site, id))
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

    /// Titles of sources, in the order given.
    #[must_use]
    pub fn sources(&self, ids: &[Id<Source>]) -> Vec<Shared<Name>> {
        ids.iter().map(|id| self.source(*id)).collect()
    }
}

impl Actor {
    /// What it is called on a page in this language; `None`: it is protected.
    #[must_use]
    pub fn called_in(&self, lang: &Lang) -> Option<&str> {
        self.name.as_deref().map(|name| in_language(lang, &self.names).unwrap_or(name))
    }
}

impl Event {
    /// What it is called on a page in this language.
    #[must_use]
    pub fn called_in(&self, lang: &Lang) -> &str {
        in_language(lang, &self.names).unwrap_or(&self.name)
    }
}

/// The name for a language, else for its primary one.
fn in_language<'s>(lang: &Lang, names: &'s [(Lang, String)]) -> Option<&'s str> {
    let tags = [lang.as_str(), lang.language()];
    let found = tags.iter().find_map(|tag| names.iter().find(|(own, _)| own.as_str() == *tag));
    found.map(|(_, name)| name.as_str())
}

fn by_language(names: &[(Lang, String)]) -> BTreeMap<String, String> {
    names.iter().map(|(lang, name)| (lang.to_string(), name.clone())).collect()
}

fn actor(site: &Site, id: Id<Actor>) -> Name {
    let actor = &site.actors[id];
    let href = urls::encode(&urls::thing(Index::Actors, actor.id.as_str()));
    Name { id: actor.id.to_string(), name: actor.name.clone(), names: by_language(&actor.names), href }
}

fn event(site: &Site, id: Id<Event>) -> Name {
    let event = &site.events[id];
    let href = urls::encode(&urls::thing(Index::Events, event.id.as_str()));
    let (name, names) = (Some(event.name.clone()), by_language(&event.names));
    Name { id: event.id.to_string(), name, names, href }
}

fn source(site: &Site, id: Id<Source>) -> Name {
    let source = &site.sources[id];
    let href = urls::encode(&urls::thing(Index::Sources, source.id.as_str()));
    Name { id: source.id.to_string(), name: Some(source.title.clone()), names: BTreeMap::new(), href }
}

fn brief(site: &Site, id: Id<Brief>) -> Name {
    let brief = &site.briefs[id];
    let href = urls::encode(&urls::thing(Index::Briefs, brief.slug.as_str()));
    Name { id: brief.slug.to_string(), name: Some(brief.title.clone()), names: BTreeMap::new(), href }
}
