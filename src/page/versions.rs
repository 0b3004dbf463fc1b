//! The versions of an event beside each other, and who denies whom (METHOD, sections 4 and 5).
//!
//! Everything is computed over the whole event; what is shown of it has limits, so that a page stays readable and
//! light. What is left out is counted, and stands in the list of claims.

use std::collections::BTreeMap;

use serde::Serialize;
use strum::IntoEnumIterator as _;

use super::Pages;
use super::claim::{FigureView, PeerView, figure_view};
use super::name::Name;
use super::shared::Shared;
use super::stance::{Stance, stance};
use crate::site::labels::Label;
use crate::site::points::Point;
use crate::site::stances::Stances;
use crate::site::{Actor, Claim, Event, Id};
use crate::value::word::Relation;

/// Points that are shown, and claims that stand alone.
pub(super) const MOST_POINTS: usize = 30;

/// Actors of one point, and rows and columns of the table of stances.
const MOST_ACTORS: usize = 12;

/// Claims of one actor on one point.
const MOST_OF_ACTOR: usize = 4;

/// The versions of an event.
#[derive(Clone, Debug, Serialize)]
pub struct VersionsView {
    /// The points, the most disputed first.
    pub points: Vec<PointView>,
    /// How many more points there are.
    pub more_points: usize,
    /// Claims that nobody else speaks to, in the order of the points.
    pub alone: Vec<VersionView>,
    /// How many more of them there are.
    pub more_alone: usize,
}

/// A question, and what each actor says on it.
#[derive(Clone, Debug, Serialize)]
pub struct PointView {
    /// Its anchor on the event's page.
    pub anchor: String,
    /// Its id; null where nobody declared it.
    pub id: Option<String>,
    /// The question; null where nobody declared it.
    pub question: Option<String>,
    /// What was said on it first; null where a question is declared.
    pub first: Option<Shared<PeerView>>,
    /// Whether one of its claims is contested.
    pub disputed: bool,
    /// How many claims are in it.
    pub claims: usize,
    /// What each actor says, in the order of first statement on the event; bodies speak as the whole they belong to.
    pub versions: Vec<ActorVersionsView>,
    /// How many more actors speak to it.
    pub more_actors: usize,
    /// Actors that speak on the event, but not to this: no statement was found.
    pub silent: Vec<Shared<Name>>,
    /// How many more of them there are.
    pub more_silent: usize,
}

/// What one actor says on one point.
#[derive(Clone, Debug, Serialize)]
pub struct ActorVersionsView {
    /// The actor, by root.
    pub actor: Shared<Name>,
    /// Its first claims.
    pub claims: Vec<VersionView>,
    /// How many more there are.
    pub more: usize,
}

/// A claim among the versions.
#[derive(Clone, Debug, Serialize)]
pub struct VersionView {
    /// The claim.
    #[serde(flatten)]
    pub claim: Shared<PeerView>,
    /// How it stands to others.
    pub stance: Stance,
    /// When it was said, EDTF.
    pub date: String,
    /// Its figures.
    pub figures: Vec<FigureView>,
    /// Its label.
    pub label: Option<Label>,
}

/// Who denies whom on an event.
#[derive(Clone, Debug, Serialize)]
pub struct StancesView {
    /// Rows and columns: actors by root, those that take or receive a stance.
    pub actors: Vec<Shared<Name>>,
    /// How many more actors do.
    pub more_actors: usize,
    /// One a row.
    pub rows: Vec<StanceRowView>,
    /// The totals of the columns, over all actors.
    pub totals: Vec<Vec<StanceView>>,
}

/// The stances of one actor.
#[derive(Clone, Debug, Serialize)]
pub struct StanceRowView {
    /// Who takes them.
    pub actor: Shared<Name>,
    /// Towards whom: one a column.
    pub cells: Vec<Vec<StanceView>>,
    /// Over all actors.
    pub total: Vec<StanceView>,
}

/// How often a stance is taken.
#[derive(Clone, Debug, Serialize)]
pub struct StanceView {
    /// `supports`, `denies`, `concedes`, `questions`
    pub relation: Relation,
    /// How often.
    pub count: usize,
    /// The first claims that take it; empty in totals.
    pub claims: Vec<Shared<PeerView>>,
}

/// Whether a point is shown as one: a claim that nobody else speaks to, under no question, stands alone.
pub(super) fn is_joint(point: &Point) -> bool {
    point.id.is_some() || point.claims.len() > 1
}

/// The anchor of a point on its event's page; `row` is its place among those shown, from 0.
pub(super) fn anchor(point: &Point, row: usize) -> String {
    match &point.id {
        Some(id) => format!("page-point-{id}"),
        None => format!("page-points-{}", row + 1),
    }
}

impl Pages<'_> {
    /// `None` where nobody states anything on the event.
    pub(super) fn versions(&self, id: Id<Event>) -> Option<VersionsView> {
        let versions = self.method.versions(id);
        let (joint, alone): (Vec<&Point>, Vec<&Point>) =
            versions.points.iter().partition(|point| is_joint(point));
        let shown = joint.iter().take(MOST_POINTS).enumerate();
        (!versions.columns.is_empty()).then(|| VersionsView {
            points: shown.map(|(row, point)| self.point(id, point, row)).collect(),
            more_points: joint.len().saturating_sub(MOST_POINTS),
            alone: alone
                .iter()
                .take(MOST_POINTS)
                .flat_map(|point| &point.claims)
                .map(|id| self.version(*id))
                .collect(),
            more_alone: alone.len().saturating_sub(MOST_POINTS),
        })
    }

    fn point(&self, event: Id<Event>, point: &Point, row: usize) -> PointView {
        let declared = &self.site.events[event].points;
        let question = point.id.as_ref().and_then(|id| declared.iter().find(|(known, _)| known == id));
        let of_actors = self.by_root(&point.claims);
        let (speaking, silent): (Vec<Id<Actor>>, Vec<Id<Actor>>) =
            self.method.versions(event).columns.iter().partition(|root| of_actors.contains_key(root));
        let first = point.claims.iter().min_by_key(|id| (self.site.claims[**id].date.order(), **id));
        let versions = |root: &Id<Actor>| self.actor_versions(*root, &of_actors[root]);
        PointView {
            anchor: anchor(point, row),
            id: point.id.as_ref().map(ToString::to_string),
            question: question.map(|(_, question)| question.clone()),
            first: first.filter(|_| question.is_none()).map(|id| self.cards.peer(*id)),
            disputed: point.is_disputed(),
            claims: point.claims.len(),
            versions: speaking.iter().take(MOST_ACTORS).map(versions).collect(),
            more_actors: speaking.len().saturating_sub(MOST_ACTORS),
            silent: silent.iter().take(MOST_ACTORS).map(|root| self.cards.names.actor(*root)).collect(),
            more_silent: silent.len().saturating_sub(MOST_ACTORS),
        }
    }

    fn by_root(&self, claims: &[Id<Claim>]) -> BTreeMap<Id<Actor>, Vec<Id<Claim>>> {
        let mut of_actors: BTreeMap<Id<Actor>, Vec<Id<Claim>>> = BTreeMap::new();
        for claim in claims {
            for root in self.site.roots(&self.site.claims[*claim].by) {
                of_actors.entry(root).or_default().push(*claim);
            }
        }
        of_actors
    }

    fn actor_versions(&self, root: Id<Actor>, claims: &[Id<Claim>]) -> ActorVersionsView {
        let mut claims = claims.to_vec();
        claims.sort_by_key(|id| (self.site.claims[*id].date.order(), *id));
        ActorVersionsView {
            actor: self.cards.names.actor(root),
            more: claims.len().saturating_sub(MOST_OF_ACTOR),
            claims: claims.into_iter().take(MOST_OF_ACTOR).map(|id| self.version(id)).collect(),
        }
    }

    fn version(&self, id: Id<Claim>) -> VersionView {
        let claim = &self.site.claims[id];
        VersionView {
            claim: self.cards.peer(id),
            stance: stance(claim),
            date: claim.date.to_string(),
            figures: claim.figures.iter().map(figure_view).collect(),
            label: self.method.standing(id).map(|standing| standing.judgement.label),
        }
    }

    /// `None` where no actor takes a stance towards another's claim.
    pub(super) fn stances(&self, id: Id<Event>) -> Option<StancesView> {
        let stances = self.method.stances(self.site, id);
        let mut actors: Vec<Id<Actor>> = stances.iter().flat_map(|cell| [cell.from, cell.to]).collect();
        actors.sort_unstable();
        actors.dedup();
        if actors.is_empty() {
            return None;
        }
        // By first statement, as versions are ordered.
        let columns = &self.method.versions(id).columns;
        actors.sort_by_key(|actor| columns.iter().position(|column| column == actor));
        let more_actors = actors.len().saturating_sub(MOST_ACTORS);
        actors.truncate(MOST_ACTORS);
        Some(StancesView {
            actors: self.cards.names.actors(&actors),
            more_actors,
            rows: actors.iter().map(|from| self.stance_row(&stances, *from, &actors)).collect(),
            totals: actors.iter().map(|to| totals(|relation| stances.taken_towards(*to, relation))).collect(),
        })
    }

    fn stance_row(&self, stances: &Stances, from: Id<Actor>, actors: &[Id<Actor>]) -> StanceRowView {
        let cell = |to: &Id<Actor>| {
            let stance = |relation| {
                let pairs = stances.cell(from, *to, relation);
                let claims = pairs.iter().take(MOST_OF_ACTOR).map(|(claim, _)| self.cards.peer(*claim));
                (!pairs.is_empty()).then(|| StanceView {
                    relation,
                    count: pairs.len(),
                    claims: claims.collect(),
                })
            };
            Relation::iter().filter_map(stance).collect()
        };
        StanceRowView {
            actor: self.cards.names.actor(from),
            cells: actors.iter().map(cell).collect(),
            total: totals(|relation| stances.taken_by(from, relation)),
        }
    }
}

fn totals(count: impl Fn(Relation) -> usize) -> Vec<StanceView> {
    Relation::iter()
        .map(|relation| StanceView { relation, count: count(relation), claims: Vec::new() })
        .filter(|stance| stance.count > 0)
        .collect()
}
