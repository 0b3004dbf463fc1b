//! Who denies whom: an event's supports, denials, concessions and questions between roots (METHOD, section 5).
//!
//! A relation counts where both of its claims are on the event and the one that states it is live. A claim that has
//! fallen supports, denies and concedes nothing (section 7). A claim by several speakers counts for each root.

use std::collections::BTreeMap;

use super::table::Id;
use super::{Actor, Claim, Event, Site};
use crate::value::word::Relation;

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
    pub relation: Relation,
    /// Each of them.
    pub claims: &'s [Pair],
}

/// The stances on an event, by who takes one, towards whom, and which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stances {
    cells: BTreeMap<(Id<Actor>, Id<Actor>, Relation), Vec<Pair>>,
    taken_by: BTreeMap<(Id<Actor>, Relation), usize>,
    taken_towards: BTreeMap<(Id<Actor>, Relation), usize>,
}

impl Stances {
    pub(super) fn of(site: &Site, fallen: &[bool], event: &Event) -> Self {
        let mut stances = Self::default();
        for id in event.claims.iter().filter(|id| site.claims[**id].live) {
            let claim = &site.claims[*id];
            let from = site.speakers(*id);
            for link in &claim.relations {
                let stands = match link.relation {
                    Relation::Supports | Relation::Denies | Relation::Concedes => !fallen[id.index()],
                    Relation::Questions => true,
                    Relation::Repeats | Relation::Replaces | Relation::Withdraws => false,
                };
                if stands && event.claims.binary_search(&link.claim).is_ok() {
                    stances.add(from, site.speakers(link.claim), link.relation, (*id, link.claim));
                }
            }
        }
        stances
    }

    fn add(&mut self, from: &[Id<Actor>], to: &[Id<Actor>], relation: Relation, claims: Pair) {
        for one in from {
            for other in to {
                self.cells.entry((*one, *other, relation)).or_default().push(claims);
                *self.taken_by.entry((*one, relation)).or_default() += 1;
                *self.taken_towards.entry((*other, relation)).or_default() += 1;
            }
        }
    }

    /// All cells that are not empty, by who takes a stance, towards whom, and which.
    pub fn iter(&self) -> impl Iterator<Item = Cell<'_>> {
        self.cells.iter().map(|((from, to, relation), claims)| Cell {
            from: *from,
            to: *to,
            relation: *relation,
            claims,
        })
    }

    /// The claims of one cell.
    #[must_use]
    pub fn cell(&self, from: Id<Actor>, to: Id<Actor>, relation: Relation) -> &[Pair] {
        self.cells.get(&(from, to, relation)).map_or(&[], Vec::as_slice)
    }

    /// How often a root takes a stance: the total of its row.
    #[must_use]
    pub fn taken_by(&self, root: Id<Actor>, relation: Relation) -> usize {
        self.taken_by.get(&(root, relation)).copied().unwrap_or_default()
    }

    /// How often a stance is taken towards a root: the total of its column.
    #[must_use]
    pub fn taken_towards(&self, root: Id<Actor>, relation: Relation) -> usize {
        self.taken_towards.get(&(root, relation)).copied().unwrap_or_default()
    }
}
