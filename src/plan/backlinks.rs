//! Who links to what: the other direction of what the site states.

use std::collections::BTreeMap;

use crate::site::{Actor, Brief, Destination, Event, Id, Site, Source};

/// For each thing, the briefs whose texts link to it, and the records that name it.
#[derive(Clone, Debug, Default)]
pub struct Backlinks {
    briefs: BTreeMap<Id<Brief>, Vec<Id<Brief>>>,
    actors: BTreeMap<Id<Actor>, Vec<Id<Brief>>>,
    events: BTreeMap<Id<Event>, Vec<Id<Brief>>>,
    sources: BTreeMap<Id<Source>, Vec<Id<Brief>>>,
    parts: BTreeMap<Id<Actor>, Vec<Id<Actor>>>,
    allies: BTreeMap<Id<Actor>, Vec<Id<Actor>>>,
    event_parts: BTreeMap<Id<Event>, Vec<Id<Event>>>,
    drawn_on_by: BTreeMap<Id<Source>, Vec<Id<Source>>>,
}

impl Backlinks {
    /// Reads all links of a site.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        let mut backlinks = Self::default();
        for (id, brief) in site.briefs.entries() {
            for destination in brief.prose.destinations.iter().flatten() {
                backlinks.link(site, id, destination);
            }
        }
        for (id, actor) in site.actors.entries() {
            actor.part_of.into_iter().for_each(|whole| add(&mut backlinks.parts, whole, id));
            for ally in &actor.allied_with {
                add(&mut backlinks.allies, id, *ally);
                add(&mut backlinks.allies, *ally, id);
            }
        }
        for (id, event) in site.events.entries() {
            event.part_of.into_iter().for_each(|whole| add(&mut backlinks.event_parts, whole, id));
        }
        for (id, source) in site.sources.entries() {
            source.from.iter().for_each(|drawn| add(&mut backlinks.drawn_on_by, *drawn, id));
        }
        backlinks.allies.values_mut().for_each(|allies| {
            allies.sort_unstable();
            allies.dedup();
        });
        backlinks
    }

    fn link(&mut self, site: &Site, from: Id<Brief>, to: &Destination) {
        match to {
            Destination::Brief(id, _) if *id != from => add(&mut self.briefs, *id, from),
            Destination::Claim(id) if site.claims[*id].brief != from => {
                add(&mut self.briefs, site.claims[*id].brief, from);
            }
            Destination::Actor(id) => add(&mut self.actors, *id, from),
            Destination::Event(id) => add(&mut self.events, *id, from),
            Destination::Source(id) => add(&mut self.sources, *id, from),
            _ => {}
        }
    }

    /// Briefs that link to this one or to its claims.
    #[must_use]
    pub fn briefs(&self, id: Id<Brief>) -> &[Id<Brief>] {
        get(&self.briefs, id)
    }

    /// Briefs that link to an actor.
    #[must_use]
    pub fn actor(&self, id: Id<Actor>) -> &[Id<Brief>] {
        get(&self.actors, id)
    }

    /// Briefs that link to an event.
    #[must_use]
    pub fn event(&self, id: Id<Event>) -> &[Id<Brief>] {
        get(&self.events, id)
    }

    /// Briefs that link to a source.
    #[must_use]
    pub fn source(&self, id: Id<Source>) -> &[Id<Brief>] {
        get(&self.sources, id)
    }

    /// Actors that are part of this one.
    #[must_use]
    pub fn parts(&self, id: Id<Actor>) -> &[Id<Actor>] {
        get(&self.parts, id)
    }

    /// Allies, whichever of the two states it.
    #[must_use]
    pub fn allies(&self, id: Id<Actor>) -> &[Id<Actor>] {
        get(&self.allies, id)
    }

    /// Events that are part of this one.
    #[must_use]
    pub fn event_parts(&self, id: Id<Event>) -> &[Id<Event>] {
        get(&self.event_parts, id)
    }

    /// Sources that draw on this one.
    #[must_use]
    pub fn drawn_on_by(&self, id: Id<Source>) -> &[Id<Source>] {
        get(&self.drawn_on_by, id)
    }
}

/// Adds an entry unless it is the last one already: texts are read one after another.
fn add<K, V: PartialEq>(map: &mut BTreeMap<Id<K>, Vec<V>>, key: Id<K>, value: V) {
    let list = map.entry(key).or_default();
    if list.last() != Some(&value) {
        list.push(value);
    }
}

fn get<K, V>(map: &BTreeMap<Id<K>, Vec<V>>, id: Id<K>) -> &[V] {
    map.get(&id).map_or(&[], Vec::as_slice)
}
