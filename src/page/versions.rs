//! The versions of an event beside each other (manual, method.md#points).
//!
//! A version is a proposition: the claims that say the same, and all who hold them. Everything is computed over the
//! whole event; what is shown of it has limits, so that a page stays readable and light. What is left out is counted,
//! and stands in the list of all claims in time.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Pages;
use super::answers::{AnswersView, ReceivedView, answers_view};
use super::claim::{FigureView, PeerView, figure_view};
use super::date::SaidView;
use super::name::Name;
use super::shared::Shared;
use super::stance::{Stance, stance};
use crate::method::Proposition;
use crate::method::points::{Point, Reason};
use crate::method::relation::meaning;
use crate::site::{Actor, Claim, Event, Id, Site};
use crate::value::word::Relation;

/// Points that are shown, and claims that stand alone.
pub(super) const MOST_POINTS: usize = 30;

/// Actors that a point names as silent.
const MOST_ACTORS: usize = 12;

/// Versions of one point.
const MOST_VERSIONS: usize = 24;

/// Voices of one version.
const MOST_VOICES: usize = 8;

/// The versions of an event.
#[derive(Clone, Debug, Serialize)]
pub struct VersionsView {
    /// The points, the most disputed first.
    pub points: Vec<PointView>,
    /// How many more points there are.
    pub more_points: usize,
    /// What is related to no other claim, in the order of the points.
    pub alone: Vec<Shared<PeerView>>,
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
    /// The claim that speaks for it: the first with a figure, else the first.
    #[serde(flatten)]
    pub claim: Shared<PeerView>,
    /// How that stands to others.
    pub stance: Stance,
    /// Its figures.
    pub figures: Vec<FigureView>,
    /// Its answers, which are the same for all of its claims but for the count of third parties: those of the claim
    /// that speaks for it.
    pub answers: Option<AnswersView>,
    /// Who receives it, and how: all that apply.
    pub received: Shared<Vec<ReceivedView>>,
    /// All who say it, those on this point first, each by its own claim; the one that speaks for it is among them.
    pub voices: Vec<VoiceView>,
    /// How many more there are.
    pub more_voices: usize,
}

/// A claim among those that say the same.
#[derive(Clone, Debug, Serialize)]
pub struct VoiceView {
    /// The claim.
    #[serde(flatten)]
    pub claim: Shared<PeerView>,
    /// When it was said.
    #[serde(flatten)]
    pub said: SaidView,
    /// How it stands to others.
    pub stance: Stance,
    /// Whether it says so in words of its own: it is not the claim that speaks for the version, and only repeats none.
    pub in_own_words: bool,
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
        let alone_shown = alone.iter().take(MOST_POINTS).flat_map(|point| &point.claims);
        (!columns.is_empty()).then(|| VersionsView {
            points: shown.map(|(row, point)| self.point(id, point, row, &columns)).collect(),
            more_points: joint.len().saturating_sub(MOST_POINTS),
            alone: alone_shown.map(|id| self.cards.peer(*id)).collect(),
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
            versions: versions
                .iter()
                .take(MOST_VERSIONS)
                .filter_map(|(proposition, claims)| self.version((*proposition)?, claims))
                .collect(),
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

    /// `None`: there is no claim.
    fn version(&self, proposition: Id<Proposition>, claims: &[Id<Claim>]) -> Option<VersionView> {
        let has_figure = |id: &&Id<Claim>| !self.site.claims[**id].figures.is_empty();
        let speaking = *claims.iter().find(has_figure).or(claims.first())?;
        // Who says the same elsewhere holds it as well.
        let all = &self.method.proposition(proposition).claims;
        let here: BTreeSet<Id<Claim>> = claims.iter().copied().collect();
        let elsewhere = all.iter().filter(|id| !here.contains(id) && self.method.is_live(**id));
        let mut voices = vec![speaking];
        voices.extend(claims.iter().chain(elsewhere).filter(|id| **id != speaking));
        let claim = &self.site.claims[speaking];
        Some(VersionView {
            claim: self.cards.peer(speaking),
            stance: stance(claim),
            figures: claim.figures.iter().map(figure_view).collect(),
            answers: self.method.answers(speaking).map(answers_view),
            received: self.cards.received_views(proposition),
            voices: voices.iter().take(MOST_VOICES).map(|id| self.voice(*id, speaking)).collect(),
            more_voices: voices.len().saturating_sub(MOST_VOICES),
        })
    }

    fn voice(&self, id: Id<Claim>, speaking: Id<Claim>) -> VoiceView {
        let claim = &self.site.claims[id];
        VoiceView {
            claim: self.cards.peer(id),
            said: self.cards.said(id),
            stance: stance(claim),
            in_own_words: id != speaking && claim.targets(Relation::Repeats).next().is_none(),
        }
    }
}
