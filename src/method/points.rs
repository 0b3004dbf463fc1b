//! What an event's statements are about: points in dispute, and the versions of each (manual, method.md#points).
//!
//! Every live statement on an event is in one point: its own, else that of the nearest statement that has one, else
//! one that is computed from what is joined by relations. Linear in the event's claims and their relations.

use std::cmp::Reverse;
use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;
use strum::{Display, EnumIter, IntoStaticStr};

use super::answers::{Answers, Reception, State};
use super::fallen::Fallen;
use super::figures::{Comparison, Figures};
use super::relation::meaning;
use crate::site::{Actor, Claim, Event, Id, Site};
use crate::value::date::DateOrder;
use crate::value::slug::Slug;

/// A question on which an event's statements speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Its id; `None`: nobody declared it.
    pub id: Option<Slug>,
    /// The live statements in it, ordered by rank.
    pub claims: Vec<Id<Claim>>,
    /// How many of them are contested.
    pub contested: usize,
    /// Why it is disputed; none: it is not.
    pub reasons: Vec<Reason>,
}

/// Why a point is disputed.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Display, EnumIter, IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Reason {
    /// It holds a contested claim.
    Denial,
    /// The figures of its claims disagree.
    Figures,
    /// Who was hit is in dispute among them.
    Groups,
}

impl Point {
    /// Whether there is a reason to call it disputed.
    #[must_use]
    pub const fn is_disputed(&self) -> bool {
        !self.reasons.is_empty()
    }

    /// What speakers of one root say on it.
    pub fn of_root<'s>(&'s self, site: &'s Site, root: Id<Actor>) -> impl Iterator<Item = Id<Claim>> + 's {
        self.claims.iter().copied().filter(move |claim| site.speaker_roots(*claim).contains(&root))
    }
}

/// For each claim of a site, where it stands among the statements of the event at hand. One table serves all
/// events in turn, so that a look-up is a step and no search.
#[derive(Debug)]
pub(super) struct Places(Vec<u32>);

impl Places {
    /// Of a site, and no event yet.
    pub(super) fn of(site: &Site) -> Self {
        Self(vec![u32::MAX; site.claims.len()])
    }
}

/// An event's statements, and where each stands among them.
struct Statements<'s, 'p> {
    site: &'s Site,
    claims: Vec<Id<Claim>>,
    places: &'p mut Places,
}

impl Drop for Statements<'_, '_> {
    fn drop(&mut self) {
        self.claims.iter().for_each(|claim| self.places.0[claim.index()] = u32::MAX);
    }
}

/// The live statements on an event, ordered by id.
fn statements(site: &Site, fallen: &Fallen, event: &Event) -> Vec<Id<Claim>> {
    let statements = event.claims.iter().copied().filter(|claim| site.is_statement(*claim));
    statements.filter(|claim| fallen.state(*claim) == State::Live).collect()
}

impl<'s, 'p> Statements<'s, 'p> {
    fn of(site: &'s Site, fallen: &Fallen, event: &Event, places: &'p mut Places) -> Self {
        let claims = statements(site, fallen, event);
        (0..).zip(&claims).for_each(|(place, claim)| places.0[claim.index()] = place);
        Self { site, claims, places }
    }

    /// The statements that are joined to one by a relation, direction ignored.
    fn joined(&self, place: usize) -> impl Iterator<Item = usize> {
        let claim = &self.site.claims[self.claims[place]];
        let links = claim.relations.iter().chain(&claim.incoming);
        links
            .filter(|link| meaning(link.relation).joins_points)
            .map(|link| self.places.0[link.claim.index()])
            .filter(|place| *place != u32::MAX)
            .map(|place| place as usize)
    }

    /// The point that a claim names, if the event declares it.
    fn named<'e>(&self, event: &'e Event, place: usize) -> Option<&'e Slug> {
        let point = self.site.claims[self.claims[place]].point.as_ref()?;
        let at = event.points.binary_search_by(|(id, _)| id.cmp(point)).ok()?;
        Some(&event.points[at].0)
    }
}

/// The points of an event: disputed ones first, those with most contested claims before others, then the earliest, then
/// the smallest claim id; empty ones last, by id.
pub(super) fn points(
    figures: Figures<'_>,
    answers: &[Option<Answers>],
    event: &Event,
    places: &mut Places,
) -> Vec<Point> {
    let site = figures.site;
    let statements = Statements::of(site, figures.fallen, event, places);
    let nearest = nearest(&statements, event);
    let mut declared: BTreeMap<&Slug, Vec<Id<Claim>>> =
        event.points.iter().map(|(id, _)| (id, Vec::new())).collect();
    for (claim, point) in statements.claims.iter().zip(&nearest) {
        if let Some(claims) = point.and_then(|point| declared.get_mut(point)) {
            claims.push(*claim);
        }
    }
    let declared = declared.into_iter().map(|(id, claims)| (Some(id.clone()), claims));
    let computed = components(&statements, &nearest).into_iter().map(|claims| (None, claims));
    let mut points: Vec<Point> =
        declared.chain(computed).map(|(id, claims)| point(figures, answers, event, id, claims)).collect();
    points.sort_by_cached_key(|point| {
        let smallest = point.claims.first().map(|claim| site.claim_rank(*claim));
        (
            point.claims.is_empty(),
            !point.is_disputed(),
            Reverse(point.contested),
            earliest(site, &point.claims),
            smallest,
            point.id.clone(),
        )
    });
    points
}

fn point(
    figures: Figures<'_>,
    answers: &[Option<Answers>],
    event: &Event,
    id: Option<Slug>,
    mut claims: Vec<Id<Claim>>,
) -> Point {
    claims.sort_by_key(|claim| figures.site.claim_rank(*claim));
    let is_contested =
        |claim: &&Id<Claim>| answers[claim.index()].is_some_and(|a| a.reception == Reception::Contested);
    let contested = claims.iter().filter(is_contested).count();
    let mut reasons = Vec::new();
    if contested > 0 {
        reasons.push(Reason::Denial);
    }
    let (_, findings) = figures.compare(event, &claims);
    reasons.extend(findings.iter().filter_map(|finding| match finding.comparison {
        Comparison::Disagree { .. } => Some(Reason::Figures),
        Comparison::GroupConflict { .. } => Some(Reason::Groups),
        Comparison::Agree | Comparison::Rising => None,
    }));
    reasons.sort_unstable();
    reasons.dedup();
    Point { id, claims, contested, reasons }
}

/// The date of the earliest claim; what is undated comes after all others.
fn earliest(site: &Site, claims: &[Id<Claim>]) -> Option<(bool, Option<DateOrder>)> {
    claims.iter().map(|claim| site.claims[*claim].order()).min()
}

/// For each statement the point that it names, else that of the nearest statement which names one; where several
/// are as near, the smallest. All that name one set out at once; a statement is asked only after all that are
/// nearer, so its point is settled by then.
fn nearest<'e>(statements: &Statements<'_, '_>, event: &'e Event) -> Vec<Option<&'e Slug>> {
    let places = 0..statements.claims.len();
    let mut points: Vec<Option<&Slug>> = places.clone().map(|place| statements.named(event, place)).collect();
    let mut steps = vec![usize::MAX; points.len()];
    let mut open: VecDeque<usize> = places.filter(|place| points[*place].is_some()).collect();
    open.iter().for_each(|place| steps[*place] = 0);
    while let Some(place) = open.pop_front() {
        for next in statements.joined(place) {
            if steps[next] == usize::MAX {
                steps[next] = steps[place] + 1;
                points[next] = points[place];
                open.push_back(next);
            } else if steps[next] == steps[place] + 1 {
                points[next] = points[next].min(points[place]);
            }
        }
    }
    points
}

/// The statements that are near no named point, in groups joined by relations.
fn components(statements: &Statements<'_, '_>, nearest: &[Option<&Slug>]) -> Vec<Vec<Id<Claim>>> {
    let mut seen: Vec<bool> = nearest.iter().map(Option::is_some).collect();
    let mut components = Vec::new();
    for start in 0..nearest.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let mut open = vec![start];
        let mut component = Vec::new();
        while let Some(place) = open.pop() {
            component.push(statements.claims[place]);
            for next in statements.joined(place) {
                if !std::mem::replace(&mut seen[next], true) {
                    open.push(next);
                }
            }
        }
        components.push(component);
    }
    components
}

/// Who speaks on an event, by root, in order of the first statement: never of credibility.
pub(super) fn columns(site: &Site, fallen: &Fallen, event: &Event) -> Vec<Id<Actor>> {
    let mut first: BTreeMap<Id<Actor>, _> = BTreeMap::new();
    for claim in statements(site, fallen, event) {
        let said = (site.claims[claim].order(), claim);
        for root in site.speaker_roots(claim) {
            let own = first.entry(*root).or_insert(said);
            *own = said.min(*own);
        }
    }
    let mut columns: Vec<_> = first.into_iter().map(|(root, said)| (said, root)).collect();
    columns.sort();
    columns.into_iter().map(|(_, root)| root).collect()
}
