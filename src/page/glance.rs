//! A brief in short: how many claims of whom, how they are answered, and what of what they say is in dispute.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Pages;
use super::claim::{FigureView, PeerView, figure_view};
use super::name::Name;
use super::shared::Shared;
use super::stance::{Stance, stance};
use super::versions::earliest;
use crate::method::points::Point;
use crate::method::{Backing, Proposition, Reception, State};
use crate::plan::urls;
use crate::site::{Actor, Claim, Event, Id};
use crate::value::measure::ALL;

/// Disputed points that are shown of a page, and sides of one.
const MOST_DISPUTES: usize = 6;
const MOST_SIDES: usize = 8;

/// A brief in short.
#[derive(Clone, Debug, Serialize)]
pub struct GlanceView {
    /// How many actors make its claims.
    pub actors: usize,
    /// Its events.
    pub events: Vec<Shared<Name>>,
    /// How many of its live statements are received in which way, but for those that are unanswered.
    pub received: Vec<(Reception, usize)>,
    /// How many are backed in which way.
    pub backed: Vec<(Backing, usize)>,
    /// How many of its claims are no longer held, by what became of them.
    pub ended: Vec<(State, usize)>,
    /// How many acts it tells of.
    pub acts: usize,
    /// The disputed points that its claims speak to.
    pub disputes: Vec<DisputeHereView>,
    /// How many more there are.
    pub more_disputes: usize,
}

/// A disputed point, and what a page says on it.
#[derive(Clone, Debug, Serialize)]
pub struct DisputeHereView {
    /// The point on its event's page, from the site's top.
    pub href: String,
    /// The question; null where nobody declared it.
    pub question: Option<String>,
    /// What was said on it first; null where a question is declared.
    pub first: Option<Shared<PeerView>>,
    /// The sides, who denies last.
    pub sides: Vec<SideView>,
    /// How many more sides there are.
    pub more_sides: usize,
    /// How many claims of other pages are in it.
    pub elsewhere: usize,
}

/// One side of a dispute: claims of the page that say the same.
#[derive(Clone, Debug, Serialize)]
pub struct SideView {
    /// The claim that speaks for it: one with a figure, else the first.
    #[serde(flatten)]
    pub claim: Shared<PeerView>,
    /// Its anchor on the page.
    pub anchor: String,
    /// How that claim stands to others.
    pub stance: Stance,
    /// Its first figure.
    pub figure: Option<FigureView>,
    /// How many more claims of the page are on this side.
    pub more: usize,
}

impl Pages<'_> {
    /// What the claims of a brief say, in short.
    pub(super) fn glance(&self, claims: &[Id<Claim>]) -> GlanceView {
        let speakers: BTreeSet<Id<Actor>> =
            claims.iter().flat_map(|id| &self.site.claims[*id].by).copied().collect();
        let mut events: Vec<Id<Event>> = Vec::new();
        for event in claims.iter().flat_map(|id| &self.site.claims[*id].events) {
            if !events.contains(event) {
                events.push(*event);
            }
        }
        let (mut received, mut backed, mut ended) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for id in claims {
            match (self.method.state(*id), self.method.answers(*id)) {
                (State::Live, Some(answers)) => {
                    *backed.entry(answers.backing).or_default() += 1;
                    if answers.reception != Reception::Unanswered {
                        *received.entry(answers.reception).or_default() += 1;
                    }
                }
                (State::Live, None) => {}
                (state, _) => *ended.entry(state).or_default() += 1,
            }
        }
        let (disputes, more_disputes) = self.disputes_here(&events, claims);
        GlanceView {
            actors: speakers.len(),
            events: self.cards.names.events(&events),
            received: received.into_iter().collect(),
            backed: backed.into_iter().collect(),
            ended: ended.into_iter().collect(),
            acts: claims.iter().filter(|id| !self.site.is_statement(**id)).count(),
            disputes,
            more_disputes,
        }
    }

    /// The first disputed points of events that claims of a page speak to, and how many more there are.
    pub(super) fn disputes_here(
        &self,
        events: &[Id<Event>],
        claims: &[Id<Claim>],
    ) -> (Vec<DisputeHereView>, usize) {
        let own: BTreeSet<Id<Claim>> = claims.iter().copied().collect();
        let (mut disputes, mut more) = (Vec::new(), 0);
        for event in events {
            let points = &self.method.versions(*event).points;
            for (place, point) in points.iter().enumerate().filter(|(_, point)| point.is_disputed()) {
                let here: Vec<Id<Claim>> =
                    point.claims.iter().copied().filter(|id| own.contains(id)).collect();
                if here.is_empty() {
                    continue;
                }
                if disputes.len() == MOST_DISPUTES {
                    more += 1;
                } else {
                    disputes.push(self.dispute_of(*event, points, place, &here, MOST_SIDES));
                }
            }
        }
        (disputes, more)
    }

    /// One disputed point, and the sides that these of its claims take; of the sides, the first so many.
    pub(super) fn dispute_of(
        &self,
        event: Id<Event>,
        points: &[Point],
        place: usize,
        here: &[Id<Claim>],
        most: usize,
    ) -> DisputeHereView {
        let point = &points[place];
        let question = self.question(event, point);
        let sides = self.sides(here);
        let first = sides.iter().filter_map(|side| side.first());
        let deniers = first.filter(|id| stance(&self.site.claims[**id]) == Stance::Denies).count();
        DisputeHereView {
            href: self.point_href(event, points, place),
            first: self.first_of(point).filter(|_| question.is_none()),
            question: question.map(str::to_owned),
            more_sides: sides.len().saturating_sub(most),
            sides: shown(&sides, deniers, most).filter_map(|side| self.side(side)).collect(),
            elsewhere: point.claims.len() - here.len(),
        }
    }

    fn first_of(&self, point: &Point) -> Option<Shared<PeerView>> {
        earliest(self.site, point).map(|id| self.cards.peer(id))
    }

    /// Claims of one point by what they say; who denies comes last.
    fn sides(&self, claims: &[Id<Claim>]) -> Vec<Vec<Id<Claim>>> {
        let mut same: BTreeMap<Option<Id<Proposition>>, Vec<Id<Claim>>> = BTreeMap::new();
        for id in claims {
            same.entry(self.method.proposition_of(*id)).or_default().push(*id);
        }
        let mut sides: Vec<Vec<Id<Claim>>> = same.into_values().collect();
        for side in &mut sides {
            side.sort_by_key(|id| {
                let claim = &self.site.claims[*id];
                (claim.figures.is_empty(), claim.order(), *id)
            });
        }
        sides.sort_by_key(|side| {
            let first = side.first().map(|id| (&self.site.claims[*id], *id));
            first.map(|(claim, id)| (stance(claim) == Stance::Denies, claim.order(), id))
        });
        sides
    }

    fn side(&self, claims: &[Id<Claim>]) -> Option<SideView> {
        let id = *claims.first()?;
        let claim = &self.site.claims[id];
        let whole = claim.figures.iter().find(|figure| figure.group == ALL);
        Some(SideView {
            claim: self.cards.peer(id),
            anchor: urls::claim_anchor(claim),
            stance: stance(claim),
            figure: whole.or_else(|| claim.figures.first()).map(figure_view),
            more: claims.len() - 1,
        })
    }
}

/// The sides that are shown, of which the last `deniers` deny: where not all have room, half of it is kept for these.
fn shown<T>(sides: &[T], deniers: usize, most: usize) -> impl Iterator<Item = &T> {
    let (others, denying) = sides.split_at(sides.len() - deniers);
    let kept = deniers.min(most.saturating_sub(others.len()).max(most / 2));
    others.iter().take(most - kept).chain(denying.iter().take(kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denial_is_never_crowded_out() {
        let all: Vec<usize> = (0..12).collect();
        let shown = |sides: usize, deniers| shown(&all[..sides], deniers, 8).copied().collect::<Vec<_>>();
        assert_eq!(shown(9, 1), [0, 1, 2, 3, 4, 5, 6, 8]);
        assert_eq!(shown(12, 6), [0, 1, 2, 3, 6, 7, 8, 9]);
        assert_eq!(
            shown(10, 9),
            [0, 1, 2, 3, 4, 5, 6, 7],
            "one other side, and as many that deny as have room"
        );
        assert_eq!(shown(3, 1), [0, 1, 2]);
        assert_eq!(shown(12, 0), [0, 1, 2, 3, 4, 5, 6, 7]);
    }
}
