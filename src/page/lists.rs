//! The claims of one actor or event, which may run over many pages: put into order once for all of them.
//!
//! Each list is made when the first of its pages asks for it. The invariant: its order depends on the site alone, so the
//! pages cut it at the same places, whoever comes first.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::site::{Actor, Claim, Event, Id, Site, Table};
use crate::value::date::Edtf;

/// The two lists of an actor's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// What it claims.
    By,
    /// What is claimed of it.
    About,
}

/// A claim of an actor under the event that it is listed with, if any.
pub(super) type OfActor = ((Side, Option<Id<Event>>), Id<Claim>);

/// A claim of an event under the speaker that it is listed with, if any.
pub(super) type OfEvent = (Option<Id<Actor>>, Id<Claim>);

/// The lists of a site.
pub(super) struct Lists<'s> {
    site: &'s Site,
    actors: Vec<OnceLock<Vec<OfActor>>>,
    events: Vec<OnceLock<Vec<OfEvent>>>,
}

impl<'s> Lists<'s> {
    /// No list is made yet.
    pub(super) fn new(site: &'s Site) -> Self {
        Self { site, actors: unmade(&site.actors), events: unmade(&site.events) }
    }

    /// What an actor claims, then what is claimed of it.
    pub(super) fn of_actor(&self, id: Id<Actor>) -> &[OfActor] {
        self.actors[id.index()].get_or_init(|| {
            let actor = &self.site.actors[id];
            let sides = [(Side::By, &actor.claims), (Side::About, &actor.about)];
            let side = |(side, claims): (Side, &Vec<Id<Claim>>)| {
                self.by_event(claims).into_iter().map(move |(event, claim)| ((side, event), claim))
            };
            sides.into_iter().flat_map(side).collect()
        })
    }

    /// What is claimed on an event: speakers in the order of their first statement, claims by date, the undated last.
    pub(super) fn of_event(&self, id: Id<Event>) -> &[OfEvent] {
        self.events[id.index()].get_or_init(|| self.by_claimant(&self.site.events[id].claims))
    }

    /// Claims with their first event, in the order of events by date, those without one last.
    fn by_event(&self, claims: &[Id<Claim>]) -> Vec<(Option<Id<Event>>, Id<Claim>)> {
        let mut entries: Vec<_> =
            claims.iter().map(|id| (self.site.claims[*id].events.first().copied(), *id)).collect();
        entries.sort_by_cached_key(|(event, claim)| {
            let date = event.and_then(|event| self.site.events[event].date.as_ref());
            (event.is_none(), date.is_none(), date.map(Edtf::order), *event, *claim)
        });
        entries
    }

    /// Claims with their first speaker.
    fn by_claimant(&self, claims: &[Id<Claim>]) -> Vec<OfEvent> {
        let mut dated: Vec<Id<Claim>> = claims.to_vec();
        dated.sort_by_cached_key(|id| (self.site.claims[*id].order(), *id));
        let speaker = |id: Id<Claim>| self.site.claims[id].by.first().copied();
        let mut order = HashMap::new();
        for id in &dated {
            let next = order.len();
            order.entry(speaker(*id)).or_insert(next);
        }
        let mut entries: Vec<_> = dated.into_iter().map(|id| (speaker(id), id)).collect();
        entries.sort_by_key(|(actor, _)| order.get(actor).copied());
        entries
    }
}

fn unmade<R, T>(table: &Table<R>) -> Vec<OnceLock<T>> {
    std::iter::repeat_with(OnceLock::new).take(table.len()).collect()
}
