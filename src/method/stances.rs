//! Who denies whom: an event's supports, denials, concessions and questions between roots (manual, method.md#stances).
//!
//! A relation counts where both of its claims are live and on the event; an agreement counts from both ends. A claim by several speakers counts for each root.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::State;
use super::fallen::Fallen;
use super::propositions::figures_fit;
use super::relation::{Backs, Stance, meaning};
use crate::site::{Actor, Claim, Event, Id, Link, Site};

/// A claim that takes a stance, and the one that it is taken towards.
pub type Pair = (Id<Claim>, Id<Claim>);

/// All stances of one kind between two roots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell<'s> {
    /// Who takes them.
    pub from: Id<Actor>,
    /// Towards whom.
    pub to: Id<Actor>,
    /// Which.
    pub stance: Stance,
    /// Each of them.
    pub claims: &'s [Pair],
}

/// The stances on an event, by who takes one, towards whom, and which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stances {
    cells: BTreeMap<(Id<Actor>, Id<Actor>, Stance), Vec<Pair>>,
}

impl Stances {
    pub(super) fn of(site: &Site, fallen: &Fallen, event: &Event) -> Self {
        let mut pairs = BTreeSet::new();
        let is_live = |claim: &Id<Claim>| fallen.state(*claim) == State::Live;
        for id in event.claims.iter().filter(|id| is_live(id)) {
            let claim = &site.claims[*id];
            let towards =
                |link: &&Link| is_live(&link.claim) && event.claims.binary_search(&link.claim).is_ok();
            for link in claim.relations.iter().filter(towards) {
                let meaning = meaning(link.relation);
                let Some(stance) = meaning.stance else { continue };
                // An agreement of figures that do not fit is none.
                if meaning.backs == Backs::Same && !figures_fit(claim, &site.claims[link.claim]) {
                    continue;
                }
                pairs.insert((*id, link.claim, stance));
                if meaning.is_symmetric {
                    pairs.insert((link.claim, *id, stance));
                }
            }
        }
        let mut stances = Self::default();
        for (one, other, stance) in pairs {
            stances.add(site.speaker_roots(one), site.speaker_roots(other), stance, (one, other));
        }
        stances
    }

    fn add(&mut self, from: &[Id<Actor>], to: &[Id<Actor>], stance: Stance, claims: Pair) {
        for one in from {
            for other in to {
                self.cells.entry((*one, *other, stance)).or_default().push(claims);
            }
        }
    }

    /// All cells that are not empty, by who takes a stance, towards whom, and which.
    pub fn iter(&self) -> impl Iterator<Item = Cell<'_>> {
        self.cells.iter().map(|((from, to, stance), claims)| Cell {
            from: *from,
            to: *to,
            stance: *stance,
            claims,
        })
    }

    /// The claims of one cell.
    #[must_use]
    pub fn cell(&self, from: Id<Actor>, to: Id<Actor>, stance: Stance) -> &[Pair] {
        self.cells.get(&(from, to, stance)).map_or(&[], Vec::as_slice)
    }
}
