//! Who is no third party to a claim: its speakers, whom it is about, the parties of its events, and their allies
//! (METHOD, section 1).
//!
//! Everything is lifted to roots. Alliances count in both directions and for one step. `labels` and `impact` ask
//! for each origin of a claim, `check` for a supporter's alliance.

use super::origins::{Origin, Origins, Tracer, Unknown};
use super::sets::SetId;
use super::table::Id;
use super::{Actor, Claim, Site};

/// Alliances and parties by root.
#[derive(Debug)]
pub(super) struct Sides {
    /// For each root, the roots allied with it; ordered.
    allies: Vec<Vec<Id<Actor>>>,
    /// For each event, the roots of its parties; ordered.
    parties: Vec<Vec<Id<Actor>>>,
    /// For each claim, the roots of its speakers that are no relays, and of whom it is about; ordered.
    concerned: Vec<Vec<Id<Actor>>>,
}

impl Sides {
    pub(super) fn of(tracer: &Tracer<'_>) -> Self {
        let site = tracer.site;
        let concerned = |claim: &Claim| {
            let speakers = claim.by.iter().filter(|speaker| !tracer.is_relay(**speaker));
            site.roots(speakers.chain(&claim.about))
        };
        Self {
            allies: allies(site),
            parties: site.events.iter().map(|event| site.roots(&event.parties)).collect(),
            concerned: site.claims.iter().map(concerned).collect(),
        }
    }

    /// Whether two roots are allied.
    pub(super) fn are_allied(&self, one: Id<Actor>, other: Id<Actor>) -> bool {
        self.allies[one.index()].binary_search(&other).is_ok()
    }

    /// Whether an origin is a third party to a claim. One that nothing is known of is.
    pub(super) fn is_third_party(&self, origin: Origin, claim: &Claim, id: Id<Claim>) -> bool {
        let (Origin::Known(root) | Origin::Unknown(Unknown::Actor(root))) = origin else { return true };
        !self
            .lists(claim, id)
            .any(|list| list.binary_search(&root).is_ok() || intersect(list, &self.allies[root.index()]))
    }

    /// How many known and unknown origins of a set are third parties to a claim.
    pub(super) fn third_parties(
        &self,
        origins: &Origins,
        set: SetId,
        claim: &Claim,
        id: Id<Claim>,
    ) -> (u32, u32) {
        let count = origins.sets.count(set);
        let (mut known, mut unknown) = (count.even, count.only_odd);
        let mut take_out = |origin| match origin {
            Origin::Known(_) => known -= 1,
            Origin::Unknown(_) => unknown -= 1,
        };
        // The shorter list is walked: a claim may have many origins, its event many parties.
        let sides: usize =
            self.lists(claim, id).flatten().map(|root| 1 + self.allies[root.index()].len()).sum();
        if (count.even + count.only_odd) as usize <= sides {
            origins.members(set).filter(|o| !self.is_third_party(*o, claim, id)).for_each(take_out);
        } else {
            let mut roots: Vec<Id<Actor>> = self
                .lists(claim, id)
                .flatten()
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

    fn lists<'l>(&'l self, claim: &'l Claim, id: Id<Claim>) -> impl Iterator<Item = &'l Vec<Id<Actor>>> {
        let parties = claim.events.iter().map(|event| &self.parties[event.index()]);
        std::iter::once(&self.concerned[id.index()]).chain(parties)
    }
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

impl Site {
    /// The roots of actors, ordered, each once.
    pub fn roots<'a>(&self, actors: impl IntoIterator<Item = &'a Id<Actor>>) -> Vec<Id<Actor>> {
        let mut roots: Vec<Id<Actor>> = actors.into_iter().map(|actor| self.actors[*actor].root).collect();
        roots.sort_unstable();
        roots.dedup();
        roots
    }
}
