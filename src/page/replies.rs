//! Whom a claim answers, and who answers it, by relation: what an actor's page tells under each claim.
//!
//! A view holds a hole that gives way to the fragment; what the fragment tells is a [`Replies`], which `theme` asks for once
//! a claim.

use std::collections::BTreeMap;

use indexmap::IndexSet;

use super::claim::Cards;
use super::hole::Hole;
use super::name::Name;
use super::relation::Told;
use super::shared::Shared;
use crate::method::relation::meaning;
use crate::site::{Actor, Claim, Id, Link};
use crate::value::word::Relation;

/// Relations of a claim, each way, that are looked at.
const MOST_RELATIONS: usize = 64;

/// Actors that are named for one relation.
const MOST_NAMED: usize = 6;

/// Whom a claim answers, and who answers it.
#[derive(Clone, Debug)]
pub struct Replies {
    /// What it states of other claims, by relation.
    pub stated: Vec<Reply>,
    /// What other claims state of it, by relation. That it was replaced, withdrawn or disowned, its row tells.
    pub received: Vec<Reply>,
    /// How many more relations it has.
    pub more: usize,
}

/// Whose claims are at the other end of a relation.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The relation, as the claim's card tells it.
    pub relation: Relation,
    /// Whether these are denials made before what they deny had happened.
    pub in_advance: bool,
    /// Whose.
    pub by: Vec<Shared<Name>>,
    /// How many more.
    pub more: usize,
}

impl Cards<'_> {
    /// The hole for a claim's replies; `None` where it has none.
    pub(super) fn replies_view(&self, id: Id<Claim>) -> Option<Hole> {
        let claim = &self.site.claims[id];
        let mut links = claim.relations.iter().chain(&claim.incoming);
        links.any(is_told).then_some(Hole::Replies(id.index()))
    }

    /// Whom a claim answers, and who answers it.
    #[must_use]
    pub fn replies(&self, id: Id<Claim>) -> Replies {
        let claim = &self.site.claims[id];
        let outgoing = claim.relations.iter().take(MOST_RELATIONS).filter(|link| is_told(link));
        let incoming = claim.incoming.iter().take(MOST_RELATIONS).filter(|link| is_told(link));
        let (mutual, received): (Vec<&Link>, Vec<&Link>) =
            incoming.partition(|link| meaning(link.relation).is_symmetric);
        let stated = outgoing.chain(mutual);
        let more = |links: &[Link]| links.len().saturating_sub(MOST_RELATIONS);
        Replies {
            stated: self
                .replies_by(stated.map(|link| (self.told(id, link.relation, link.claim), link.claim))),
            received: self.replies_by(
                received.iter().map(|link| (self.told(link.claim, link.relation, id), link.claim)),
            ),
            more: more(&claim.relations) + more(&claim.incoming),
        }
    }

    /// Whose the claims at the other ends are, by relation, in the order of the format's keys.
    fn replies_by(&self, told: impl Iterator<Item = (Told, Id<Claim>)>) -> Vec<Reply> {
        let mut by_relation: BTreeMap<Told, IndexSet<Id<Actor>>> = BTreeMap::new();
        for (told, other) in told {
            by_relation.entry(told).or_default().extend(self.site.claims[other].by.iter().copied());
        }
        let reply = |((relation, in_advance), by): (Told, IndexSet<Id<Actor>>)| Reply {
            relation,
            in_advance,
            more: by.len().saturating_sub(MOST_NAMED),
            by: by.iter().take(MOST_NAMED).map(|actor| self.names.actor(*actor)).collect(),
        };
        by_relation.into_iter().map(reply).collect()
    }
}

/// Whether a relation is a reply: that a claim was replaced, withdrawn or disowned, its row tells.
fn is_told(link: &Link) -> bool {
    meaning(link.relation).ends.is_none()
}
