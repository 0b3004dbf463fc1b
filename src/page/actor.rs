//! An actor: what it claims and what is claimed of it, by event.

use serde::Serialize;

use super::claim::{Group, groups, stretch};
use super::name::{self, Name};
use super::plan::PageKind;
use super::prose::BlockView;
use super::{Pages, urls};
use crate::site::{Actor, Claim, Event, Id, Index};
use crate::value::word::ActorKind;

/// What an actor's page shows.
#[derive(Clone, Debug, Serialize)]
pub struct ActorView {
    /// The actor.
    pub actor: ActorCard,
    /// Other names.
    pub aliases: Vec<String>,
    /// The actor that it speaks for.
    pub part_of: Option<Name>,
    /// Actors that speak for it.
    pub parts: Vec<Name>,
    /// Its allies, as it states them or they do.
    pub allied_with: Vec<Name>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// EDTF.
    pub active: Option<String>,
    /// A to F.
    pub reliability: Option<String>,
    /// Identifiers in other registries: the registry and the identifier.
    pub ids: Vec<(String, String)>,
    /// Its own text.
    pub blocks: Vec<BlockView>,
    /// What it claims, by event; of this part of the list.
    pub claims: Vec<Group>,
    /// What is claimed of it, by event; of this part of the list.
    pub about: Vec<Group>,
    /// The first briefs, newest first, that link to it.
    pub mentioned_in: Vec<Name>,
}

/// An actor in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ActorCard {
    /// Its id.
    pub id: String,
    /// Its name; null where it is protected.
    pub name: Option<String>,
    /// Its page, from the site's top.
    pub href: String,
    /// A word of the format.
    pub kind: ActorKind,
    /// How many claims it makes.
    pub claims: usize,
    /// How many claims are about it.
    pub about: usize,
}

impl Pages<'_> {
    pub(super) fn actor(&self, id: Id<Actor>, part: usize) -> ActorView {
        let actor = &self.site.actors[id];
        let own = self.by_event(&actor.claims).into_iter().map(|(event, claim)| ((Side::By, event), claim));
        let of_it =
            self.by_event(&actor.about).into_iter().map(|(event, claim)| ((Side::About, event), claim));
        let entries: Vec<_> = own.chain(of_it).collect();
        let shown = stretch(&entries, part, self.config.per_page);
        let cut = shown.partition_point(|((side, _), _)| *side == Side::By);
        let event = |key: &(Side, Option<Id<Event>>)| key.1.map(|event| name::event(self.site, event));
        ActorView {
            actor: self.actor_card(id),
            aliases: actor.aliases.clone(),
            part_of: actor.part_of.map(|whole| name::actor(self.site, whole)),
            parts: name::actors(self.site, self.backlinks.parts(id)),
            allied_with: name::actors(self.site, self.backlinks.allies(id)),
            country: actor.country.map(|country| country.to_string()),
            active: actor.active.as_ref().map(ToString::to_string),
            reliability: actor.reliability.map(|grade| grade.to_string()),
            ids: actor.ids.clone(),
            blocks: if part == 0 {
                self.text_blocks(&actor.prose, PageKind::Actor(id, part))
            } else {
                Vec::new()
            },
            claims: groups(&shown[..cut], &self.cards, event),
            about: groups(&shown[cut..], &self.cards, event),
            mentioned_in: self.mentions(self.backlinks.actor(id)),
        }
    }

    /// Claims with their first event, in the order of events by date, those without one last.
    fn by_event(&self, claims: &[Id<Claim>]) -> Vec<(Option<Id<Event>>, Id<Claim>)> {
        let mut entries: Vec<_> =
            claims.iter().map(|id| (self.site.claims[*id].events.first().copied(), *id)).collect();
        entries.sort_by_cached_key(|(event, claim)| {
            let date = event.and_then(|event| self.site.events[event].date.as_ref());
            (event.is_none(), date.is_none(), date.map(crate::value::date::Edtf::order), *event, *claim)
        });
        entries
    }

    pub(super) fn actor_card(&self, id: Id<Actor>) -> ActorCard {
        let actor = &self.site.actors[id];
        ActorCard {
            id: actor.id.to_string(),
            name: actor.name.clone(),
            href: urls::encode(&urls::thing(Index::Actors, actor.id.as_str())),
            kind: actor.kind,
            claims: actor.claims.len(),
            about: actor.about.len(),
        }
    }
}

/// The two lists of an actor's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    By,
    About,
}
