//! The things of each kind in the order in which the index numbers them: oldest first.
//!
//! So the number of a thing stays what it was when a newer one joins, and the files that hold the older ones keep
//! their bytes. Among equals a search shows the higher number first; what has no date is therefore in the reverse
//! of the order of its names. Protected actors are not among them.

use std::cmp::Reverse;

use crate::site::{Actor, Brief, Event, Id, Page, Site, Source};
use crate::value::date::Edtf;

/// What can be found, by kind; a claim's place is that of its brief, then as written.
pub(super) struct Things {
    pub(super) actors: Vec<Id<Actor>>,
    pub(super) events: Vec<Id<Event>>,
    pub(super) briefs: Vec<Id<Brief>>,
    pub(super) sources: Vec<Id<Source>>,
    pub(super) pages: Vec<Id<Page>>,
}

impl Things {
    pub(super) fn of(site: &Site) -> Self {
        let actors = site.actors.entries().filter(|(_, actor)| actor.name.is_some());
        let mut actors: Vec<_> = actors.map(|(id, _)| id).collect();
        actors.sort_by_key(|id| Reverse(*id));
        let mut events: Vec<_> = site.events.ids().collect();
        events.sort_by_key(|id| (site.events[*id].date.as_ref().map(Edtf::order), Reverse(*id)));
        let mut briefs: Vec<_> = site.briefs.ids().collect();
        briefs.sort_by_key(|id| (site.briefs[*id].date, Reverse(*id)));
        let mut sources: Vec<_> = site.sources.ids().collect();
        sources.sort_by_key(|id| (site.sources[*id].date.as_ref().map(Edtf::order), Reverse(*id)));
        let mut pages: Vec<_> = site.pages.ids().collect();
        pages.sort_by_key(|id| Reverse(*id));
        Self { actors, events, briefs, sources, pages }
    }
}
