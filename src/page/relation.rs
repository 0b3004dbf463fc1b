//! How a claim stands to others, as its card tells it. A concession that counts in part is told as one, and a denial
//! made before what it denies had happened stands apart (manual, method.md#reception); the data keep each as written.

use std::collections::BTreeMap;

use serde::Serialize;

use super::claim::{Cards, PeerView};
use super::shared::Shared;
use crate::method::beginning::Beginning;
use crate::method::propositions::is_full_concession;
use crate::method::relation::meaning;
use crate::site::{Claim, Id, Link};
use crate::value::word::Relation;

/// Claims in one relation to another.
#[derive(Clone, Debug, Serialize)]
pub struct RelationView {
    /// `supports`, `agrees-with`, `denies` ...; `concedes-in-part` also where a concession counts in part.
    pub relation: Relation,
    /// Whether these are denials made before what they deny had happened.
    pub in_advance: bool,
    /// The first of the claims at the other end, at most twelve.
    pub claims: Vec<Shared<PeerView>>,
    /// How many more there are.
    pub more: usize,
}

/// Claims of one relation that a card names; more are counted. The whole list stands on the event's pages.
const MOST_PEERS: usize = 12;

/// A relation as it is told, and whether it is a denial in advance.
pub(super) type Told = (Relation, bool);

impl Cards<'_> {
    /// What a claim states of others; what is the same at both ends, whichever states it.
    pub(super) fn relations(&self, id: Id<Claim>) -> Vec<RelationView> {
        let claim = &self.site.claims[id];
        let own = claim.relations.iter().map(|link| (self.told(id, link.relation, link.claim), link.claim));
        let mutual = claim.incoming.iter().filter(|link| is_mutual(link));
        self.relation_views(own.chain(mutual.map(|link| ((link.relation, false), link.claim))))
    }

    /// What other claims state of it.
    pub(super) fn incoming(&self, id: Id<Claim>) -> Vec<RelationView> {
        let stated = self.site.claims[id].incoming.iter().filter(|link| !is_mutual(link));
        self.relation_views(stated.map(|link| (self.told(link.claim, link.relation, id), link.claim)))
    }

    /// How a relation that one claim states of another is told.
    pub(super) fn told(&self, stating: Id<Claim>, relation: Relation, other: Id<Claim>) -> Told {
        let claims = &self.site.claims;
        match relation {
            Relation::Concedes if !is_full_concession(&claims[stating], &claims[other]) => {
                (Relation::ConcedesInPart, false)
            }
            Relation::Denies => (relation, self.is_in_advance(stating, other)),
            _ => (relation, false),
        }
    }

    /// As [`Method::is_denied_in_advance`](crate::method::Method::is_denied_in_advance), with one look at each
    /// proposition, since very many may deny it.
    fn is_in_advance(&self, denial: Id<Claim>, denied: Id<Claim>) -> bool {
        let (Some(date), Some(proposition)) =
            (self.site.claims[denial].stated_date(), self.method.proposition_of(denied))
        else {
            return false;
        };
        let beginnings = self.beginnings.get_or_init(|| {
            let propositions = self.method.propositions();
            propositions.map(|(_, one)| Beginning::of_claims(self.site, &one.claims)).collect()
        });
        beginnings[proposition.index()].is_some_and(|beginning| beginning.is_after(date))
    }

    /// Relations by kind, in the order of the format's keys; claims in the table's order, each once.
    fn relation_views(&self, told: impl Iterator<Item = (Told, Id<Claim>)>) -> Vec<RelationView> {
        let mut of_kinds: BTreeMap<Told, Vec<Id<Claim>>> = BTreeMap::new();
        for (told, claim) in told {
            of_kinds.entry(told).or_default().push(claim);
        }
        let views = of_kinds.into_iter().map(|((relation, in_advance), mut claims)| {
            claims.sort_unstable();
            claims.dedup();
            let more = claims.len().saturating_sub(MOST_PEERS);
            let claims = claims.into_iter().take(MOST_PEERS).map(|id| self.peer(id)).collect();
            RelationView { relation, in_advance, claims, more }
        });
        views.collect()
    }
}

/// Whether a relation holds at both ends, whichever states it.
fn is_mutual(link: &Link) -> bool {
    meaning(link.relation).is_symmetric
}
