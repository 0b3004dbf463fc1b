//! Who knows, who passes on, and who is a side (manual, method.md#knowledge).
//!
//! Everything is lifted to roots, the ends of `part_of` chains. Alliances count in both directions and for one step.
//! `origins` asks who speaks from knowledge of its own, `answers` who is a third party and who may contest.

use super::origins::{Origin, Origins, Unknown};
use super::sets::SetId;
use crate::config::Config;
use crate::site::{Actor, Claim, Id, Site};
use crate::value::word::Basis;

/// Relays, alliances and sides.
#[derive(Debug)]
pub(super) struct Knowledge {
    /// For each actor, whether its root is of a kind that normally passes on what others know, or comments.
    relays: Vec<bool>,
    /// For each root, the roots allied with it; ordered.
    allies: Vec<Vec<Id<Actor>>>,
    /// For each event, the roots of its parties; ordered.
    parties: Vec<Vec<Id<Actor>>>,
    /// For each claim, the roots of whom it is about, and of its speakers where it tells of an act of their own;
    /// ordered.
    concerned: Vec<Vec<Id<Actor>>>,
}

impl Knowledge {
    pub(super) fn of(site: &Site, config: &Config) -> Self {
        let root_kinds = site.actors.iter().map(|actor| site.actors[actor.root].kind.builtin());
        Self {
            relays: root_kinds.map(|kind| config.relays.contains(&kind)).collect(),
            allies: allies(site),
            parties: site.events.iter().map(|event| site.roots(&event.parties)).collect(),
            concerned: site.claims.iter().map(|claim| concerned(site, claim)).collect(),
        }
    }

    /// Whether an actor normally passes on what others know.
    pub(super) fn is_relay(&self, actor: Id<Actor>) -> bool {
        self.relays[actor.index()]
    }

    /// Whether two roots are allied.
    pub(super) fn are_allied(&self, one: Id<Actor>, other: Id<Actor>) -> bool {
        self.allies[one.index()].binary_search(&other).is_ok()
    }

    /// Whether a root is a side of a claim.
    pub(super) fn is_side(&self, site: &Site, root: Id<Actor>, claim: Id<Claim>) -> bool {
        self.sides(site, claim).any(|list| list.binary_search(&root).is_ok())
    }

    /// Whether a speaker of a claim speaks from knowledge of its own.
    pub(super) fn knows(&self, site: &Site, speaker: Id<Actor>, claim: Id<Claim>) -> bool {
        match site.claims[claim].basis {
            Basis::FirstHand | Basis::OwnInvestigation | Basis::OwnAct => true,
            Basis::Told | Basis::Inferred => false,
            Basis::NotStated => {
                !self.is_relay(speaker) || self.is_side(site, site.actors[speaker].root, claim)
            }
        }
    }

    /// Whether the known roots of a set are at least two and every two of them are allied.
    pub(super) fn are_all_allied(&self, origins: &Origins, set: SetId) -> bool {
        let known = origins.count(set).0 as usize;
        known >= 2
            && origins.known(set).all(|root| {
                let allies = &self.allies[root.index()];
                let within = allies.iter().filter(|ally| **ally != root && origins.knows(set, **ally));
                allies.len() + 1 >= known && within.count() + 1 == known
            })
    }

    /// How many known and unknown origins of a set are third parties to a claim: neither a side nor an ally of one.
    pub(super) fn third_parties(
        &self,
        site: &Site,
        origins: &Origins,
        set: SetId,
        claim: Id<Claim>,
    ) -> (u32, u32) {
        let (mut known, mut unknown) = origins.count(set);
        let all = (known + unknown) as usize;
        let mut take_out = |origin| match origin {
            Origin::Known(_) => known -= 1,
            Origin::Unknown(_) => unknown -= 1,
        };
        // The shorter list is walked: a claim may have many origins, its event many parties.
        let sides: usize =
            self.sides(site, claim).flatten().map(|root| 1 + self.allies[root.index()].len()).sum();
        if all <= sides {
            origins.members(set).filter(|origin| self.is_involved(site, *origin, claim)).for_each(take_out);
        } else {
            let sides = self.sides(site, claim).flatten();
            let mut roots: Vec<Id<Actor>> = sides
                .flat_map(|root| std::iter::once(root).chain(&self.allies[root.index()]))
                .copied()
                .collect();
            roots.sort_unstable();
            roots.dedup();
            for root in roots {
                if origins.knows(set, root) {
                    take_out(Origin::Known(root));
                } else if origins.suspects(set, root) {
                    take_out(Origin::Unknown(Unknown::Actor(root)));
                }
            }
        }
        (known, unknown)
    }

    /// Whether an origin is a side of a claim or an ally of one. One of whom nothing is known is neither.
    fn is_involved(&self, site: &Site, origin: Origin, claim: Id<Claim>) -> bool {
        let (Origin::Known(root) | Origin::Unknown(Unknown::Actor(root))) = origin else { return false };
        self.sides(site, claim)
            .any(|list| list.binary_search(&root).is_ok() || intersect(list, &self.allies[root.index()]))
    }

    /// The sides of a claim: whom it concerns, and the parties of each of its events.
    fn sides<'k>(&'k self, site: &'k Site, claim: Id<Claim>) -> impl Iterator<Item = &'k Vec<Id<Actor>>> {
        let parties = site.claims[claim].events.iter().map(|event| &self.parties[event.index()]);
        std::iter::once(&self.concerned[claim.index()]).chain(parties)
    }
}

/// The roots of whom a claim is about, and of its speakers where it tells of an act of their own; ordered.
fn concerned(site: &Site, claim: &Claim) -> Vec<Id<Actor>> {
    let own_act = claim.basis == Basis::OwnAct;
    site.roots(claim.about.iter().chain(claim.by.iter().filter(|_| own_act)))
}

fn allies(site: &Site) -> Vec<Vec<Id<Actor>>> {
    let mut allies = vec![Vec::new(); site.actors.len()];
    for actor in &site.actors {
        for ally in &actor.allied_with {
            let (one, other) = (actor.root, site.actors[*ally].root);
            allies[one.index()].push(other);
            allies[other.index()].push(one);
        }
    }
    for list in &mut allies {
        list.sort_unstable();
        list.dedup();
    }
    allies
}

/// Whether two ordered lists have an entry in common. The shorter is walked, the longer searched.
fn intersect(one: &[Id<Actor>], other: &[Id<Actor>]) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    short.iter().any(|root| long.binary_search(root).is_ok())
}
