//! The versions of an event beside each other, and who denies whom (METHOD, sections 4 and 5).
//!
//! Everything is computed over the whole event; what is shown of it has limits, so that a page stays readable and
//! light. What is left out is counted, and stands in the list of claims.

use serde::Serialize;
use strum::IntoEnumIterator as _;

use super::Pages;
use super::claim::PeerView;
use super::name::Name;
use super::shared::Shared;
use crate::site::labels::Label;
use crate::site::points::Point;
use crate::site::stances::Stances;
use crate::site::{Actor, Claim, Event, Id};
use crate::value::word::Relation;

/// Rows of the table of versions.
const MOST_POINTS: usize = 30;

/// Columns of the tables of versions and of stances.
const MOST_ACTORS: usize = 12;

/// Claims in one cell of a table.
const MOST_IN_CELL: usize = 4;

/// The versions of an event.
#[derive(Clone, Debug, Serialize)]
pub struct VersionsView {
    /// The columns: actors by root, in the order of their first statement.
    pub actors: Vec<Shared<Name>>,
    /// How many more actors make statements.
    pub more_actors: usize,
    /// The rows, the most disputed first.
    pub points: Vec<PointView>,
    /// How many more points there are.
    pub more_points: usize,
}

/// A question, and what each actor says on it.
#[derive(Clone, Debug, Serialize)]
pub struct PointView {
    /// Its id; null where nobody declared it.
    pub id: Option<String>,
    /// The question; null where nobody declared it.
    pub question: Option<String>,
    /// Whether one of its claims is contested.
    pub disputed: bool,
    /// How many claims are in it.
    pub claims: usize,
    /// One a column; without claims: no statement was found.
    pub cells: Vec<CellView>,
}

/// What one actor says on one point.
#[derive(Clone, Debug, Serialize)]
pub struct CellView {
    /// The first claims.
    pub claims: Vec<VersionView>,
    /// How many more there are.
    pub more: usize,
}

/// A claim in a table.
#[derive(Clone, Debug, Serialize)]
pub struct VersionView {
    /// The claim.
    #[serde(flatten)]
    pub claim: Shared<PeerView>,
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

impl Pages<'_> {
    /// `None` where nobody states anything on the event.
    pub(super) fn versions(&self, id: Id<Event>) -> Option<VersionsView> {
        let versions = self.method.versions(id);
        let columns = &versions.columns[..versions.columns.len().min(MOST_ACTORS)];
        let points = &versions.points[..versions.points.len().min(MOST_POINTS)];
        (!versions.columns.is_empty()).then(|| VersionsView {
            actors: self.cards.names.actors(columns),
            more_actors: versions.columns.len() - columns.len(),
            points: points.iter().map(|point| self.point(id, point, columns)).collect(),
            more_points: versions.points.len() - points.len(),
        })
    }

    fn point(&self, event: Id<Event>, point: &Point, columns: &[Id<Actor>]) -> PointView {
        let declared = &self.site.events[event].points;
        let question = point.id.as_ref().and_then(|id| declared.iter().find(|(known, _)| known == id));
        PointView {
            id: point.id.as_ref().map(ToString::to_string),
            question: question.map(|(_, question)| question.clone()),
            disputed: point.is_disputed(),
            claims: point.claims.len(),
            cells: columns.iter().map(|root| self.cell(point.of_root(self.site, *root).collect())).collect(),
        }
    }

    fn cell(&self, mut claims: Vec<Id<Claim>>) -> CellView {
        claims.sort_by_key(|id| (self.site.claims[*id].date.order(), *id));
        let more = claims.len().saturating_sub(MOST_IN_CELL);
        claims.truncate(MOST_IN_CELL);
        CellView { claims: claims.into_iter().map(|id| self.version(id)).collect(), more }
    }

    pub(super) fn version(&self, id: Id<Claim>) -> VersionView {
        let label = self.method.standing(id).map(|standing| standing.judgement.label);
        VersionView { claim: self.cards.peer(id), label }
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
        // The order of the table of versions: by first statement.
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
                let claims = pairs.iter().take(MOST_IN_CELL).map(|(claim, _)| self.cards.peer(*claim));
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
