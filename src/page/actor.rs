//! An actor: what it claims and what is claimed of it, by event.

use serde::Serialize;
use strum::IntoEnumIterator as _;

use super::claim::{FigureView, Group, PeerView, figure_view, groups, stretch};
use super::lists::Side;
use super::name::Name;
use super::plan::PageKind;
use super::prose::BlockView;
use super::shared::Shared;
use super::{Pages, urls};
use crate::site::labels::Label;
use crate::site::{Actor, Claim, ClaimFigure, Event, Id, Index};
use crate::value::word::{ActorKind, Relation};

/// What an actor's page shows.
#[derive(Clone, Debug, Serialize)]
pub struct ActorView {
    /// The actor.
    pub actor: ActorCard,
    /// Other names.
    pub aliases: Vec<String>,
    /// The actor that it speaks for.
    pub part_of: Option<Shared<Name>>,
    /// Actors that speak for it.
    pub parts: Vec<Shared<Name>>,
    /// Its allies, as it states them or they do.
    pub allied_with: Vec<Shared<Name>>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// EDTF.
    pub active: Option<String>,
    /// A to F.
    pub reliability: Option<String>,
    /// Identifiers in other registries: the registry and the identifier.
    pub ids: Vec<(String, String)>,
    /// How it stands to others; null but on the first part.
    pub record: Option<RecordView>,
    /// Its own text.
    pub blocks: Vec<BlockView>,
    /// What it claims, by event; of this part of the list.
    pub claims: Vec<Group>,
    /// What is claimed of it, by event; of this part of the list.
    pub about: Vec<Group>,
    /// The first briefs, newest first, that link to it.
    pub mentioned_in: Vec<Shared<Name>>,
}

/// What an actor's claims are, taken together. Counts only, never a score.
#[derive(Clone, Debug, Serialize)]
pub struct RecordView {
    /// How many of its statements bear each label.
    pub labels: Vec<(Label, usize)>,
    /// Its claims that concede something.
    pub concessions: StanceListView,
    /// Its claims that deny something.
    pub denials: StanceListView,
    /// Its claims that replace or take back one of its own.
    pub reversals: StanceListView,
    /// The figures that it gave, earliest first.
    pub figures: Vec<GivenFigureView>,
    /// How many more figures there are.
    pub more_figures: usize,
}

/// Claims that take one stance.
#[derive(Clone, Debug, Serialize)]
pub struct StanceListView {
    /// The first claims, each with those that it takes the stance towards.
    pub claims: Vec<StanceTakenView>,
    /// How many more there are.
    pub more: usize,
}

/// A claim and those that it takes a stance towards.
#[derive(Clone, Debug, Serialize)]
pub struct StanceTakenView {
    /// The claim.
    pub claim: Shared<PeerView>,
    /// Towards which claims; at most as many as a list has.
    pub towards: Vec<Shared<PeerView>>,
}

/// A figure that an actor gave.
#[derive(Clone, Debug, Serialize)]
pub struct GivenFigureView {
    /// The claim.
    pub claim: Shared<PeerView>,
    /// When, EDTF.
    pub date: String,
    /// The events.
    pub events: Vec<Shared<Name>>,
    /// What and how many.
    pub figure: FigureView,
}

/// Entries of each list of an actor's record.
const MOST_IN_RECORD: usize = 20;

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
        let shown = stretch(self.lists.of_actor(id), part, self.config.per_page);
        let cut = shown.partition_point(|((side, _), _)| *side == Side::By);
        let event = |key: &(Side, Option<Id<Event>>)| key.1.map(|event| self.cards.names.event(event));
        ActorView {
            actor: self.actor_card(id),
            aliases: actor.aliases.clone(),
            part_of: actor.part_of.map(|whole| self.cards.names.actor(whole)),
            parts: self.cards.names.actors(self.plan.backlinks.parts(id)),
            allied_with: self.cards.names.actors(self.plan.backlinks.allies(id)),
            country: actor.country.map(|country| country.to_string()),
            active: actor.active.as_ref().map(ToString::to_string),
            reliability: actor.reliability.map(|grade| grade.to_string()),
            ids: actor.ids.clone(),
            record: (part == 0).then(|| self.record(id)),
            blocks: if part == 0 {
                self.text_blocks(&actor.prose, PageKind::Actor(id, part))
            } else {
                Vec::new()
            },
            claims: groups(&shown[..cut], &self.cards, event),
            about: groups(&shown[cut..], &self.cards, event),
            mentioned_in: self.mentions(self.plan.backlinks.actor(id)),
        }
    }

    fn record(&self, id: Id<Actor>) -> RecordView {
        let claims = &self.site.actors[id].claims;
        let count = |label| {
            let bears = |id: &&Id<Claim>| {
                self.method.standing(**id).is_some_and(|standing| standing.judgement.label == label)
            };
            (label, claims.iter().filter(bears).count())
        };
        let mut figures: Vec<(Id<Claim>, &ClaimFigure)> = claims
            .iter()
            .flat_map(|id| self.site.claims[*id].figures.iter().map(|figure| (*id, figure)))
            .collect();
        figures.sort_by_key(|(id, _)| (self.site.claims[*id].date.order(), *id));
        RecordView {
            labels: Label::iter().map(count).filter(|(_, count)| *count > 0).collect(),
            concessions: self.stance_list(claims, &[Relation::Concedes]),
            denials: self.stance_list(claims, &[Relation::Denies]),
            reversals: self.stance_list(claims, &[Relation::Replaces, Relation::Withdraws]),
            more_figures: figures.len().saturating_sub(MOST_IN_RECORD),
            figures: figures
                .into_iter()
                .take(MOST_IN_RECORD)
                .map(|(id, figure)| GivenFigureView {
                    claim: self.cards.peer(id),
                    date: self.site.claims[id].date.to_string(),
                    events: self.cards.names.events(&self.site.claims[id].events),
                    figure: figure_view(figure),
                })
                .collect(),
        }
    }

    fn stance_list(&self, claims: &[Id<Claim>], relations: &[Relation]) -> StanceListView {
        let takes = |id: &Id<Claim>| -> Vec<Id<Claim>> {
            let links = self.site.claims[*id].relations.iter();
            links.filter(|link| relations.contains(&link.relation)).map(|link| link.claim).collect()
        };
        let taken: Vec<_> =
            claims.iter().map(|id| (*id, takes(id))).filter(|(_, towards)| !towards.is_empty()).collect();
        let view = |(id, towards): &(Id<Claim>, Vec<Id<Claim>>)| StanceTakenView {
            claim: self.cards.peer(*id),
            towards: towards.iter().take(MOST_IN_RECORD).map(|id| self.cards.peer(*id)).collect(),
        };
        StanceListView {
            claims: taken.iter().take(MOST_IN_RECORD).map(view).collect(),
            more: taken.len().saturating_sub(MOST_IN_RECORD),
        }
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
