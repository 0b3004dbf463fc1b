//! A claim's support and denials, counted by origin, so that one of them can be taken away (METHOD, section 7).
//!
//! Sets of origins can only grow; what a claim is without one supporter is told by how many others have the same
//! origins. Each change costs what it changes, however many supporters a claim has. `impact` makes one tally for
//! each claim that some source's fall could reach, and changes and mends it for each such source.

use std::collections::HashMap;

use super::labels::{Effect, Grounds, effects};
use super::origins::{Origin, Origins};
use super::sets::SetId;
use super::sides::Sides;
use super::table::Id;
use super::{Actor, Claim, Site};

/// What is counted of one claim.
pub(super) struct Tally<'s> {
    site: &'s Site,
    sides: &'s Sides,
    id: Id<Claim>,
    claim: &'s Claim,
    /// The roots of whom the claim is about; ordered.
    about: Vec<Id<Actor>>,
    carriers: HashMap<u32, Carrier>,
    /// How many carriers are known, unknown only; the same of third parties.
    origins: (u32, u32),
    third_party: (u32, u32),
    /// How many roots deny the claim and are not known.
    contesting: u32,
    /// How many claims admit it.
    admitting: u32,
}

/// One root, or whatever else stands for an unknown origin: in how many members of the support it is a known or an
/// unknown origin, and how many claims by it deny.
#[derive(Clone, Copy, Debug, Default)]
struct Carrier {
    known: u32,
    unknown: u32,
    denials: u32,
    third_party: bool,
}

/// Whether something is put into the tally or taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Add,
    Remove,
}

impl Change {
    fn apply(self, count: &mut u32) {
        match self {
            Self::Add => *count += 1,
            Self::Remove => *count -= 1,
        }
    }
}

impl<'s> Tally<'s> {
    /// Counts all that bears on a claim.
    pub(super) fn of(site: &'s Site, sides: &'s Sides, origins: &Origins, id: Id<Claim>) -> Self {
        let claim = &site.claims[id];
        let mut tally = Self {
            site,
            sides,
            id,
            claim,
            about: site.roots(&claim.about),
            carriers: HashMap::new(),
            origins: (0, 0),
            third_party: (0, 0),
            contesting: 0,
            admitting: 0,
        };
        tally.count(origins, origins.of_claim[id.index()], Change::Add);
        for (other, effect) in effects(site, &origins.fallen, claim) {
            tally.effect(origins, other, effect, Change::Add);
        }
        tally
    }

    /// What follows from the counts.
    pub(super) const fn grounds(&self) -> Grounds {
        Grounds {
            live: self.claim.live,
            admitted: self.admitting > 0,
            contested: self.contesting > 0,
            origins: self.origins,
            third_party: self.third_party,
        }
    }

    /// Counts what a relation of another claim does.
    pub(super) fn effect(&mut self, origins: &Origins, other: Id<Claim>, effect: Effect, change: Change) {
        if matches!(effect, Effect::Supports | Effect::Concedes) {
            self.count(origins, origins.of_claim[other.index()], change);
        }
        let roots = self.site.roots(&self.site.claims[other].by);
        if effect == Effect::Denies {
            for root in &roots {
                let number = origins.numbering.number(Origin::Known(*root));
                self.change(origins, number, |carrier| change.apply(&mut carrier.denials));
            }
        }
        if effect == Effect::Concedes && roots.iter().any(|root| self.about.binary_search(root).is_ok()) {
            change.apply(&mut self.admitting);
        }
    }

    /// Counts the origins of the claim itself or of one that supports it.
    fn count(&mut self, origins: &Origins, set: SetId, change: Change) {
        for number in origins.sets.numbers(set) {
            self.change_origin(origins, number, change);
        }
    }

    /// Counts other origins for a member of the support than before.
    pub(super) fn exchange(&mut self, origins: &Origins, old: SetId, new: SetId) {
        for (set, other, change) in [(old, new, Change::Remove), (new, old, Change::Add)] {
            for number in origins.sets.difference(set, other) {
                self.change_origin(origins, number, change);
            }
        }
    }

    fn change_origin(&mut self, origins: &Origins, number: u32, change: Change) {
        self.change(origins, number, |carrier| {
            let count = if number.is_multiple_of(2) { &mut carrier.known } else { &mut carrier.unknown };
            change.apply(count);
        });
    }

    fn change(&mut self, origins: &Origins, number: u32, change: impl FnOnce(&mut Carrier)) {
        let mut carrier = self.carriers.get(&(number / 2)).copied().unwrap_or_else(|| {
            let third_party =
                self.sides.is_third_party(origins.numbering.origin(number), self.claim, self.id);
            Carrier { third_party, ..Carrier::default() }
        });
        self.weigh(carrier, Change::Remove);
        change(&mut carrier);
        self.weigh(carrier, Change::Add);
        self.carriers.insert(number / 2, carrier);
    }

    /// Puts what a carrier comes to into the totals, or takes it out.
    fn weigh(&mut self, carrier: Carrier, change: Change) {
        if carrier.known > 0 {
            change.apply(&mut self.origins.0);
            if carrier.third_party {
                change.apply(&mut self.third_party.0);
            }
            return;
        }
        if carrier.unknown > 0 {
            change.apply(&mut self.origins.1);
            if carrier.third_party {
                change.apply(&mut self.third_party.1);
            }
        }
        if carrier.denials > 0 {
            change.apply(&mut self.contesting);
        }
    }
}
