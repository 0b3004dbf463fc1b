//! The versions of an event beside each other, and who denies whom (manual, method.md#points and method.md#stances).
//!
//! A version is a proposition: the claims that say the same, and all who hold them. Everything is computed over the
//! whole event; what is shown of it has limits, so that a page stays readable and light. What is left out is counted,
//! and stands in the list of claims.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use strum::IntoEnumIterator as _;

use super::Pages;
use super::answers::{AnswersView, answers_view};
use super::claim::{FigureView, PeerView, figure_view};
use super::date::SaidView;
use super::name::Name;
use super::shared::Shared;
use super::stance::{Stance, stance};
use crate::method::Proposition;
use crate::method::points::{Point, Reason};
use crate::method::relation::{Stance as Taken, meaning};
use crate::method::stances::Stances;
use crate::site::{Actor, Claim, Event, Id, Site};

/// Points that are shown, and claims that stand alone.
pub(super) const MOST_POINTS: usize = 30;

/// Actors that a point names as silent, and rows and columns of the table of stances.
const MOST_ACTORS: usize = 12;

/// Versions of one point.
const MOST_VERSIONS: usize = 24;

/// Those who hold one version, by root.
const MOST_HOLDERS: usize = 8;

/// Claims of one version, and of one cell of the table of stances.
const MOST_OF_VERSION: usize = 4;

/// The versions of an event.
#[derive(Clone, Debug, Serialize)]
pub struct VersionsView {
    /// The points, the most disputed first.
    pub points: Vec<PointView>,
    /// How many more points there are.
    pub more_points: usize,
    /// What is related to no other claim, in the order of the points.
    pub alone: Vec<VersionView>,
    /// How many more of them there are.
    pub more_alone: usize,
}

/// A question, and what is said on it.
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
    /// Why it is in dispute: `denial`, `figures`, `groups`; empty where it is not.
    pub reasons: Vec<Reason>,
    /// How many claims are in it.
    pub claims: usize,
    /// The versions, in the order in which those who hold them first spoke on the event.
    pub versions: Vec<VersionView>,
    /// How many more versions there are.
    pub more_versions: usize,
    /// Actors that speak on the event, but not to this: no statement was found.
    pub silent: Vec<Shared<Name>>,
    /// How many more of them there are.
    pub more_silent: usize,
}

/// A version: claims that say the same.
#[derive(Clone, Debug, Serialize)]
pub struct VersionView {
    /// Who holds it, by root, in the order of first statement on the event: bodies speak as the whole they belong to.
    pub by: Vec<Shared<Name>>,
    /// How many more hold it.
    pub more_by: usize,
    /// Its answers, which are the same for all of its claims but for the count of third parties: that of the first.
    pub answers: Option<AnswersView>,
    /// Its first claims here.
    pub claims: Vec<VersionClaimView>,
    /// How many more there are here.
    pub more: usize,
}

/// A claim among the versions.
#[derive(Clone, Debug, Serialize)]
pub struct VersionClaimView {
    /// The claim.
    #[serde(flatten)]
    pub claim: Shared<PeerView>,
    /// When it was said.
    #[serde(flatten)]
    pub said: SaidView,
    /// How it stands to others.
    pub stance: Stance,
    /// Whether it is made by others than all who hold the version, so that its speakers must be named.
    pub by_others: bool,
    /// Its figures.
    pub figures: Vec<FigureView>,
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
    pub stance: &'static str,
    /// How often.
    pub count: usize,
    /// The first claims that take it; empty in totals.
    pub claims: Vec<Shared<PeerView>>,
}

/// Whether a point is shown as one: a claim that is related to no other, under no question, stands alone. One that
/// is answered from another event, or that replaced another, does not.
pub(super) fn is_joint(site: &Site, point: &Point) -> bool {
    let mut claims = point.claims.iter().map(|id| &site.claims[*id]);
    point.id.is_some()
        || point.claims.len() > 1
        || claims.any(|claim| !claim.relations.is_empty() || !claim.incoming.is_empty())
}

/// The anchor of a point on its event's page; `row` is its place among those shown, from 0.
pub(super) fn anchor(point: &Point, row: usize) -> String {
    match &point.id {
        Some(id) => format!("page-point-{id}"),
        None => format!("page-points-{}", row + 1),
    }
}

/// The anchor of one of an event's points; `None` where its page does not show that point as one.
pub(super) fn anchor_on_page(site: &Site, points: &[Point], place: usize) -> Option<String> {
    let row = points[..place].iter().filter(|point| is_joint(site, point)).take(MOST_POINTS).count();
    (is_joint(site, &points[place]) && row < MOST_POINTS).then(|| anchor(&points[place], row))
}

/// The claim that speaks to a point first.
pub(super) fn earliest(site: &Site, point: &Point) -> Option<Id<Claim>> {
    point.claims.iter().copied().min_by_key(|id| (site.claims[*id].order(), *id))
}

/// In which order actors first spoke on an event.
type Columns = BTreeMap<Id<Actor>, usize>;

/// Claims of one point that say the same, earliest first.
type Version = (Option<Id<Proposition>>, Vec<Id<Claim>>);

impl Pages<'_> {
    /// `None` where nobody states anything on the event.
    pub(super) fn versions(&self, id: Id<Event>) -> Option<VersionsView> {
        let versions = self.method.versions(id);
        let columns: Columns = versions.columns.iter().copied().zip(0..).collect();
        let (joint, alone): (Vec<&Point>, Vec<&Point>) =
            versions.points.iter().partition(|point| is_joint(self.site, point));
        let shown = joint.iter().take(MOST_POINTS).enumerate();
        let alone_shown = alone.iter().take(MOST_POINTS);
        (!columns.is_empty()).then(|| VersionsView {
            points: shown.map(|(row, point)| self.point(id, point, row, &columns)).collect(),
            more_points: joint.len().saturating_sub(MOST_POINTS),
            alone: alone_shown
                .flat_map(|point| self.version_views(&self.versions_of(&point.claims, &columns), &columns))
                .collect(),
            more_alone: alone.len().saturating_sub(MOST_POINTS),
        })
    }

    fn point(&self, event: Id<Event>, point: &Point, row: usize, columns: &Columns) -> PointView {
        let question = self.question(event, point);
        // Who answers one of the claims elsewhere is not silent on it.
        let answering = point.claims.iter().flat_map(|id| self.joined_to(*id));
        let speaking: BTreeSet<Id<Actor>> = point
            .claims
            .iter()
            .copied()
            .chain(answering)
            .flat_map(|claim| self.site.speaker_roots(claim))
            .copied()
            .collect();
        let all = &self.method.versions(event).columns;
        let silent: Vec<Id<Actor>> = all.iter().copied().filter(|root| !speaking.contains(root)).collect();
        let versions = self.versions_of(&point.claims, columns);
        PointView {
            anchor: anchor(point, row),
            id: point.id.as_ref().map(ToString::to_string),
            first: earliest(self.site, point).filter(|_| question.is_none()).map(|id| self.cards.peer(id)),
            question: question.map(str::to_owned),
            reasons: point.reasons.clone(),
            claims: point.claims.len(),
            versions: self.version_views(&versions, columns),
            more_versions: versions.len().saturating_sub(MOST_VERSIONS),
            silent: self.cards.names.actors(&silent[..silent.len().min(MOST_ACTORS)]),
            more_silent: silent.len().saturating_sub(MOST_ACTORS),
        }
    }

    /// The live claims that speak to the same as a claim, of any event.
    fn joined_to(&self, id: Id<Claim>) -> impl Iterator<Item = Id<Claim>> {
        let claim = &self.site.claims[id];
        let links = claim.relations.iter().chain(&claim.incoming);
        let joined = links.filter(|link| meaning(link.relation).joins_points).map(|link| link.claim);
        joined.filter(|other| self.method.is_live(*other))
    }

    /// Claims by what they say, in the order in which those who hold it first spoke.
    fn versions_of(&self, claims: &[Id<Claim>], columns: &Columns) -> Vec<Version> {
        let mut same: BTreeMap<Option<Id<Proposition>>, Vec<Id<Claim>>> = BTreeMap::new();
        for claim in claims {
            same.entry(self.method.proposition_of(*claim)).or_default().push(*claim);
        }
        let mut versions: Vec<Version> = same.into_iter().collect();
        for (_, claims) in &mut versions {
            claims.sort_by_key(|id| (self.site.claims[*id].order(), *id));
        }
        versions.sort_by_cached_key(|(_, claims)| {
            let first = claims.first().map(|id| (self.site.claims[*id].order(), *id));
            let roots = claims.iter().flat_map(|claim| self.site.speaker_roots(*claim));
            (roots.filter_map(|root| columns.get(root)).min().copied(), first)
        });
        versions
    }

    /// The first versions of a point.
    fn version_views(&self, versions: &[Version], columns: &Columns) -> Vec<VersionView> {
        let shown = versions.iter().take(MOST_VERSIONS);
        shown.map(|(proposition, claims)| self.version(*proposition, claims, columns)).collect()
    }

    fn version(
        &self,
        proposition: Option<Id<Proposition>>,
        claims: &[Id<Claim>],
        columns: &Columns,
    ) -> VersionView {
        // Who says the same elsewhere holds it as well.
        let all = proposition.map_or(claims, |id| &self.method.proposition(id).claims);
        let roots: BTreeSet<Id<Actor>> =
            all.iter().flat_map(|claim| self.site.speaker_roots(*claim)).copied().collect();
        let mut holders: Vec<Id<Actor>> = roots.into_iter().collect();
        holders.sort_by_key(|root| (columns.get(root).is_none(), columns.get(root).copied(), *root));
        let answers = claims.first().and_then(|id| self.method.answers(*id));
        VersionView {
            by: self.cards.names.actors(&holders[..holders.len().min(MOST_HOLDERS)]),
            more_by: holders.len().saturating_sub(MOST_HOLDERS),
            answers: answers.map(answers_view),
            claims: claims.iter().take(MOST_OF_VERSION).map(|id| self.version_claim(*id, &holders)).collect(),
            more: claims.len().saturating_sub(MOST_OF_VERSION),
        }
    }

    fn version_claim(&self, id: Id<Claim>, holders: &[Id<Actor>]) -> VersionClaimView {
        let claim = &self.site.claims[id];
        VersionClaimView {
            claim: self.cards.peer(id),
            said: self.cards.said(id),
            stance: stance(claim),
            by_others: claim.by.len() != holders.len() || claim.by.iter().any(|by| !holders.contains(by)),
            figures: claim.figures.iter().map(figure_view).collect(),
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
            totals: actors.iter().map(|to| totals(|stance| stances.taken_towards(*to, stance))).collect(),
        })
    }

    fn stance_row(&self, stances: &Stances, from: Id<Actor>, actors: &[Id<Actor>]) -> StanceRowView {
        let cells = actors.iter().map(|to| {
            let taken = Taken::iter().map(|stance| (stance, stances.cell(from, *to, stance)));
            let views = taken.filter(|(_, pairs)| !pairs.is_empty()).map(|(stance, pairs)| StanceView {
                stance: stance.into(),
                count: pairs.len(),
                claims: pairs.iter().take(MOST_OF_VERSION).map(|(id, _)| self.cards.peer(*id)).collect(),
            });
            views.collect()
        });
        StanceRowView {
            actor: self.cards.names.actor(from),
            cells: cells.collect(),
            total: totals(|stance| stances.taken_by(from, stance)),
        }
    }
}

fn totals(count: impl Fn(Taken) -> usize) -> Vec<StanceView> {
    Taken::iter()
        .map(|stance| StanceView { stance: stance.into(), count: count(stance), claims: Vec::new() })
        .filter(|stance| stance.count > 0)
        .collect()
}
