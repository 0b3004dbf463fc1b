//! An actor: in short, what it and its parts claim and what others claim of it, each claim once, with who answers it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use strum::IntoEnumIterator;

use super::Pages;
use super::claim::{FigureView, PeerView, figure_view, stretch};
use super::date::SaidView;
use super::hole::{Hole, Speakers};
use super::name::Name;
use super::notes::Note;
use super::overview::count_each;
use super::prose::BlockView;
use super::row::RowView;
use super::shared::Shared;
use crate::method::{Answers, Backing, Reception, State};
use crate::plan::PageKind;
use crate::plan::lists::{OfActor, Side};
use crate::plan::urls;
use crate::site::{Actor, Claim, ClaimFigure, Id, Index, Link};
use crate::value::word::{ActorKind, Kind, Relation};

/// What an actor's page shows.
#[derive(Clone, Debug, Serialize)]
pub struct ActorView {
    /// The actor.
    pub actor: ActorCard,
    /// Other names, those in other languages among them.
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
    /// What it claims, and what its parts do, by event; of this part of the list.
    pub claims: Vec<AnsweredGroup>,
    /// What others claim of it, by event; of this part of the list.
    pub about: Vec<AnsweredGroup>,
    /// The first briefs, newest first, that link to it.
    pub mentioned_in: Vec<Shared<Name>>,
}

/// What an actor's claims are, taken together. Counts only, never a score.
#[derive(Clone, Debug, Serialize)]
pub struct RecordView {
    /// How its live statements are backed: how many each.
    pub backing: Vec<(Backing, usize)>,
    /// How others receive its live statements: how many each; of those that several things are true of, the first.
    pub reception: Vec<(Reception, usize)>,
    /// What became of its other claims: how many each.
    pub states: Vec<(State, usize)>,
    /// How many of its claims are acts.
    pub acts: usize,
    /// Whose claims it denies.
    pub denies: TallyView,
    /// Who denies claims of its own.
    pub denied_by: TallyView,
    /// Its claims that concede something, wholly or in part.
    pub concessions: StanceListView,
    /// Its claims that replace, take back or disown others of its own.
    pub reversals: StanceListView,
    /// The figures that it gave, earliest first.
    pub figures: Vec<GivenFigureView>,
    /// How many more figures there are.
    pub more_figures: usize,
    /// The bodies that are part of it and make claims.
    pub through: TallyView,
}

/// Actors, and how many claims each has part in, most first.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TallyView {
    /// The first of them.
    pub of: Vec<TalliedView>,
    /// How many more there are.
    pub more: usize,
}

/// An actor and a number of claims.
#[derive(Clone, Debug, Serialize)]
pub struct TalliedView {
    /// The actor.
    pub actor: Shared<Name>,
    /// How many claims.
    pub claims: usize,
}

/// Claims on one event.
#[derive(Clone, Debug, Serialize)]
pub struct AnsweredGroup {
    /// The event; null where they are on none.
    pub of: Option<Shared<Name>>,
    /// The claims, by date.
    pub claims: Vec<AnsweredView>,
}

/// A claim, and whose claims it answers and who answers it.
#[derive(Clone, Debug, Serialize)]
pub struct AnsweredView {
    /// The claim.
    pub claim: RowView,
    /// Whether the page's actor does not make it itself, but a body that is part of it.
    pub by_part: bool,
    /// Gives way to whom it answers and who answers it, of `fragments/replies.html`; null where nobody does.
    pub replies: Option<Hole>,
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
    pub towards: Vec<TowardsView>,
}

/// A claim that a stance is taken towards.
#[derive(Clone, Debug, Serialize)]
pub struct TowardsView {
    /// The relation that takes it, as the claim's card tells it: `concedes-in-part`, `disowns` ...
    pub relation: Relation,
    /// Whether it is a denial made before what it denies had happened.
    pub in_advance: bool,
    /// The claim.
    pub claim: Shared<PeerView>,
}

/// A figure that an actor gave.
#[derive(Clone, Debug, Serialize)]
pub struct GivenFigureView {
    /// The claim.
    pub claim: Shared<PeerView>,
    /// When.
    #[serde(flatten)]
    pub said: SaidView,
    /// The events.
    pub events: Vec<Shared<Name>>,
    /// What and how many.
    pub figure: FigureView,
}

/// Entries of each list of an actor's record.
const MOST_IN_RECORD: usize = 8;

/// An actor in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ActorCard {
    /// Its id.
    pub id: String,
    /// Its name; null where it is protected.
    pub name: Option<String>,
    /// Its page, from the site's top.
    pub href: String,
    /// A word of the format or the site's own.
    pub kind: Kind<ActorKind>,
    /// How many claims it makes.
    pub claims: usize,
    /// How many claims are about it.
    pub about: usize,
}

impl Pages<'_> {
    pub(super) fn actor(&self, id: Id<Actor>, part: usize, cards: &mut Vec<Note>) -> ActorView {
        let actor = &self.site.actors[id];
        let shown = stretch(self.lists.of_actor(id), part, self.config.per_page);
        let cut = shown.partition_point(|((side, _), _)| *side == Side::By);
        ActorView {
            actor: self.actor_card(id),
            aliases: self.other_names(actor),
            part_of: actor.part_of.map(|whole| self.cards.names.actor(whole)),
            parts: self.cards.names.actors(self.plan.backlinks.parts(id)),
            allied_with: self.cards.names.actors(self.plan.backlinks.allies(id)),
            country: actor.country.map(|country| country.to_string()),
            active: actor.active.as_ref().map(ToString::to_string),
            reliability: actor.reliability.map(|grade| grade.to_string()),
            ids: actor.ids.clone(),
            record: (part == 0).then(|| self.record(id)),
            blocks: if part == 0 {
                self.text_blocks(&actor.prose, PageKind::Actor(id, part), cards)
            } else {
                Vec::new()
            },
            claims: self.answered_groups(id, &shown[..cut]),
            about: self.answered_groups(id, &shown[cut..]),
            mentioned_in: self.mentions(self.plan.backlinks.actor(id)),
        }
    }

    fn record(&self, id: Id<Actor>) -> RecordView {
        let claims = &self.site.actors[id].claims;
        let live = claims.iter().copied().filter(|id| self.method.is_live(*id));
        let answers: Vec<Answers> = live.filter_map(|id| self.method.answers(id)).collect();
        let gone = claims.iter().map(|id| self.method.state(*id)).filter(|state| *state != State::Live);
        let received = answers.iter().map(|answers| answers.reception);
        let mut figures: Vec<(Id<Claim>, &ClaimFigure)> = claims
            .iter()
            .flat_map(|id| self.site.claims[*id].figures.iter().map(|figure| (*id, figure)))
            .collect();
        figures.sort_by_key(|(id, _)| (self.site.claims[*id].order(), *id));
        RecordView {
            backing: count_each_found(answers.iter().map(|answers| answers.backing)),
            reception: count_each_found(received.filter(|reception| *reception != Reception::Unanswered)),
            states: count_each_found(gone),
            acts: claims.iter().filter(|id| !self.site.is_statement(**id)).count(),
            denies: self.denies(claims),
            denied_by: self.denied_by(claims),
            concessions: self.stance_list(claims, &[Relation::Concedes, Relation::ConcedesInPart]),
            reversals: self
                .stance_list(claims, &[Relation::Replaces, Relation::Withdraws, Relation::Disowns]),
            through: self.through(id),
            more_figures: figures.len().saturating_sub(MOST_IN_RECORD),
            figures: figures
                .into_iter()
                .take(MOST_IN_RECORD)
                .map(|(id, figure)| GivenFigureView {
                    claim: self.cards.peer(id),
                    said: self.cards.said(id),
                    events: self.cards.names.events(&self.site.claims[id].events),
                    figure: figure_view(figure),
                })
                .collect(),
        }
    }

    /// A denial that is no longer live denies nothing.
    fn denies(&self, claims: &[Id<Claim>]) -> TallyView {
        let live = claims.iter().filter(|id| self.method.is_live(**id));
        let denied = live.flat_map(|id| self.site.claims[*id].targets(Relation::Denies));
        self.tally(denied.flat_map(|id| self.site.claims[id].by.iter().map(move |actor| (*actor, id))))
    }

    fn denied_by(&self, claims: &[Id<Claim>]) -> TallyView {
        let denials = claims.iter().flat_map(|id| self.denying(*id).map(move |denial| (*id, denial)));
        self.tally(
            denials
                .flat_map(|(id, denial)| self.site.claims[denial].by.iter().map(move |actor| (*actor, id))),
        )
    }

    fn through(&self, id: Id<Actor>) -> TallyView {
        let parts = self.plan.backlinks.parts(id).iter();
        self.tally(
            parts.flat_map(|part| self.site.actors[*part].claims.iter().map(move |claim| (*part, *claim))),
        )
    }

    /// How many distinct claims go with each actor.
    fn tally(&self, pairs: impl Iterator<Item = (Id<Actor>, Id<Claim>)>) -> TallyView {
        let pairs: BTreeSet<(Id<Actor>, Id<Claim>)> = pairs.collect();
        let mut counts: BTreeMap<Id<Actor>, usize> = BTreeMap::new();
        for (actor, _) in pairs {
            *counts.entry(actor).or_default() += 1;
        }
        let mut counts: Vec<(Id<Actor>, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(actor, claims)| (Reverse(*claims), *actor));
        let more = counts.len().saturating_sub(MOST_IN_RECORD);
        let tallied = counts
            .into_iter()
            .take(MOST_IN_RECORD)
            .map(|(actor, claims)| TalliedView { actor: self.cards.names.actor(actor), claims });
        TallyView { of: tallied.collect(), more }
    }

    /// Entries of one side, under their events.
    fn answered_groups(&self, id: Id<Actor>, entries: &[OfActor]) -> Vec<AnsweredGroup> {
        let of_events = entries.chunk_by(|((_, a), _), ((_, b), _)| a == b);
        let groups = of_events.map(|entries| AnsweredGroup {
            of: entries.first().and_then(|((_, event), _)| *event).map(|event| self.cards.names.event(event)),
            claims: entries.iter().map(|((side, _), claim)| self.answered(id, *side, *claim)).collect(),
        });
        groups.collect()
    }

    fn answered(&self, actor: Id<Actor>, side: Side, id: Id<Claim>) -> AnsweredView {
        let by_part = side == Side::By && !self.site.claims[id].by.contains(&actor);
        let speakers = if side == Side::By && !by_part { Speakers::Above } else { Speakers::Named };
        AnsweredView {
            claim: self.cards.row_view(id, speakers),
            by_part,
            replies: self.cards.replies_view(id),
        }
    }

    /// All that it is called but for what it is called here.
    fn other_names(&self, actor: &Actor) -> Vec<String> {
        let here = actor.called_in(&self.config.language);
        let by_language = actor.names.iter().map(|(_, name)| name);
        let names = actor.name.iter().chain(by_language).chain(&actor.aliases);
        let mut others: Vec<String> = Vec::new();
        for name in names.filter(|name| Some(name.as_str()) != here) {
            if !others.contains(name) {
                others.push(name.clone());
            }
        }
        others
    }

    fn stance_list(&self, claims: &[Id<Claim>], relations: &[Relation]) -> StanceListView {
        let mut taken: Vec<(Id<Claim>, Vec<Link>)> = Vec::new();
        for id in claims {
            let links = self.site.claims[*id].relations.iter().copied();
            let links: Vec<Link> = links.filter(|link| relations.contains(&link.relation)).collect();
            if !links.is_empty() {
                taken.push((*id, links));
            }
        }
        let shown = taken.iter().take(MOST_IN_RECORD).map(|(id, links)| StanceTakenView {
            claim: self.cards.peer(*id),
            towards: links
                .iter()
                .take(MOST_IN_RECORD)
                .map(|link| {
                    let (relation, in_advance) = self.cards.told(*id, link.relation, link.claim);
                    TowardsView { relation, in_advance, claim: self.cards.peer(link.claim) }
                })
                .collect(),
        });
        StanceListView { claims: shown.collect(), more: taken.len().saturating_sub(MOST_IN_RECORD) }
    }

    pub(super) fn actor_card(&self, id: Id<Actor>) -> ActorCard {
        let actor = &self.site.actors[id];
        ActorCard {
            id: actor.id.to_string(),
            name: actor.called_in(&self.config.language).map(str::to_owned),
            href: urls::encode(&urls::thing(Index::Actors, actor.id.as_str())),
            kind: actor.kind.clone(),
            claims: actor.claims.len(),
            about: actor.about.len(),
        }
    }
}

/// How often each occurs of those that do, in their order.
fn count_each_found<T: IntoEnumIterator + PartialEq>(all: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut counts = count_each(all);
    counts.retain(|(_, count)| *count > 0);
    counts
}
