//! All that bears on one claim, so that some of it can be taken away (METHOD, section 7).
//!
//! Sets of origins only grow, so what a claim is without one of its supporters is a union of the others. The unions
//! stand in a tree: another set in one leaf makes new ones on its way to the top and nowhere else, however many
//! supporters a claim has. `impact` makes one for each claim that some source's fall could reach.

use super::labels::{Effect, Grounds, effects};
use super::origins::{Origin, Origins};
use super::sets::{SetId, Sets};
use super::sides::Sides;
use super::table::Id;
use super::tree::Tree;
use super::{Actor, Claim, Site};

/// The claim's support and denials, and who admits it.
pub(super) struct Bearing<'s> {
    site: &'s Site,
    id: Id<Claim>,
    /// The claim itself, then each claim that supports it or bindingly concedes it, by the former's id.
    members: Vec<(Option<Id<Claim>>, Effect)>,
    support: Tree,
    deniers: Vec<Id<Claim>>,
    /// The roots of each that denies it, as known origins.
    denials: Tree,
    /// The roots of whom the claim is about; ordered.
    about: Vec<Id<Actor>>,
    /// How many claims admit it, and how many of these were taken away.
    admitting: usize,
    removed: usize,
}

impl<'s> Bearing<'s> {
    pub(super) fn on(site: &'s Site, origins: &mut Origins, id: Id<Claim>) -> Self {
        let claim = &site.claims[id];
        let about = site.roots(&claim.about);
        let mut members = vec![(None, Effect::Supports)];
        let mut sets = vec![origins.of_claim[id.index()]];
        let (mut deniers, mut denials) = (Vec::new(), Vec::new());
        let mut admitting = 0;
        let all: Vec<(Id<Claim>, Effect)> = effects(site, &origins.counts, claim).collect();
        for (other, effect) in all {
            if matches!(effect, Effect::Supports | Effect::Concedes) {
                members.push((Some(other), effect));
                sets.push(origins.of_claim[other.index()]);
            }
            if effect == Effect::Denies {
                let singles = site.speakers(other).iter().map(|root| origins.single(Origin::Known(*root)));
                let singles: Vec<SetId> = singles.collect();
                deniers.push(other);
                denials.push(origins.sets.union(&singles));
            }
            admitting += usize::from(effect == Effect::Concedes && site.speaks_for(other, &about));
        }
        let support = Tree::new(sets, &mut origins.sets);
        let denials = Tree::new(denials, &mut origins.sets);
        Self { site, id, members, support, deniers, denials, about, admitting, removed: 0 }
    }

    /// Puts other origins in the place of the claim's own.
    pub(super) fn replace_own(&mut self, set: SetId) {
        self.support.replace(0, set);
    }

    /// Puts other origins in the place of those of a claim that supports or bindingly concedes.
    pub(super) fn replace(&mut self, other: Id<Claim>, effect: Effect, set: SetId) {
        if let Ok(place) = self.members.binary_search(&(Some(other), effect)) {
            self.support.replace(place, set);
        }
    }

    /// Takes away what another claim does.
    pub(super) fn remove(&mut self, other: Id<Claim>, effect: Effect) {
        self.replace(other, effect, Sets::EMPTY);
        if let (Effect::Denies, Ok(place)) = (effect, self.deniers.binary_search(&other)) {
            self.denials.replace(place, Sets::EMPTY);
        }
        self.removed += usize::from(effect == Effect::Concedes && self.site.speaks_for(other, &self.about));
    }

    /// What a judgement rests on.
    pub(super) fn grounds(&mut self, sides: &Sides, origins: &mut Origins) -> Grounds {
        let claim = &self.site.claims[self.id];
        let support = self.support.top(&mut origins.sets);
        let denials = self.denials.top(&mut origins.sets);
        let count = origins.sets.count(support);
        Grounds {
            live: claim.live,
            admitted: self.admitting > self.removed,
            contested: origins.sets.difference(denials, support).next().is_some(),
            origins: (count.even, count.only_odd),
            third_party: sides.third_parties(origins, support, claim, self.id),
        }
    }

    /// Takes back all changes since this was made.
    pub(super) fn restore(&mut self) {
        self.removed = 0;
        self.support.restore();
        self.denials.restore();
    }
}

impl Site {
    /// Whether a speaker of a claim is of one of these roots, which are in order.
    fn speaks_for(&self, claim: Id<Claim>, roots: &[Id<Actor>]) -> bool {
        self.speakers(claim).iter().any(|root| roots.binary_search(root).is_ok())
    }
}
