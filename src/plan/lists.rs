//! The claims of one actor or event, which may run over many pages: put into order once for all of them.
//!
//! Each list is made when the first of its pages asks for it. The invariant: its order depends on the site alone, so the
//! pages cut it at the same places, whoever comes first.

use std::sync::OnceLock;

use super::backlinks::Backlinks;
use crate::site::{Actor, Claim, Event, Id, Site, Table};
use crate::value::date::Edtf;

/// The two lists of an actor's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// What it claims, or a body that is part of it.
    By,
    /// What others claim of it.
    About,
}

/// A claim of an actor under the event that it is listed with, if any.
pub(crate) type OfActor = ((Side, Option<Id<Event>>), Id<Claim>);

/// The lists of a site.
pub(crate) struct Lists<'s> {
    site: &'s Site,
    backlinks: &'s Backlinks,
    actors: Vec<OnceLock<Vec<OfActor>>>,
    events: Vec<OnceLock<Vec<Id<Claim>>>>,
}

impl<'s> Lists<'s> {
    /// No list is made yet.
    pub(crate) fn new(site: &'s Site, backlinks: &'s Backlinks) -> Self {
        Self { site, backlinks, actors: unmade(&site.actors), events: unmade(&site.events) }
    }

    /// What an actor and its parts claim, then what others claim of it; each claim once.
    pub(crate) fn of_actor(&self, id: Id<Actor>) -> &[OfActor] {
        self.actors[id.index()].get_or_init(|| {
            let [by, about] = claims_of_actor(self.site, self.backlinks, id);
            let sides = [(Side::By, by), (Side::About, about)];
            let side = |(side, claims): (Side, Vec<Id<Claim>>)| {
                self.by_event(&claims).into_iter().map(move |(event, claim)| ((side, event), claim))
            };
            sides.into_iter().flat_map(side).collect()
        })
    }

    /// What is claimed on an event, earliest first, the undated last.
    pub(crate) fn of_event(&self, id: Id<Event>) -> &[Id<Claim>] {
        self.events[id.index()].get_or_init(|| {
            let mut claims = self.site.events[id].claims.clone();
            claims.sort_by_cached_key(|id| (self.site.claims[*id].order(), *id));
            claims
        })
    }

    /// Claims with their first event, in the order of events by date, those without one last; on one event, by date.
    fn by_event(&self, claims: &[Id<Claim>]) -> Vec<(Option<Id<Event>>, Id<Claim>)> {
        let mut entries: Vec<_> =
            claims.iter().map(|id| (self.site.claims[*id].events.first().copied(), *id)).collect();
        entries.sort_by_cached_key(|(event, claim)| {
            let date = event.and_then(|event| self.site.events[event].date.as_ref());
            let said = self.site.claims[*claim].order();
            (event.is_none(), date.is_none(), date.map(Edtf::order), *event, said, *claim)
        });
        entries
    }
}

/// What an actor and the bodies that are part of it claim, and what others claim of it.
pub(crate) fn claims_of_actor(site: &Site, backlinks: &Backlinks, id: Id<Actor>) -> [Vec<Id<Claim>>; 2] {
    let actors = std::iter::once(&id).chain(backlinks.parts(id));
    let mut by: Vec<Id<Claim>> = actors.flat_map(|actor| &site.actors[*actor].claims).copied().collect();
    by.sort_unstable();
    by.dedup();
    let about = site.actors[id].about.iter().copied().filter(|claim| by.binary_search(claim).is_err());
    let about = about.collect();
    [by, about]
}

fn unmade<R, T>(table: &Table<R>) -> Vec<OnceLock<T>> {
    std::iter::repeat_with(OnceLock::new).take(table.len()).collect()
}
