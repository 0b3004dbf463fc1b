//! Where a claim is found by its brief and its own id, while references are resolved.
//!
//! A site can hold a million references to claims in no order, and what they cost is the memory that each has to
//! wait for. So the ids stand in one list, a brief's beside each other: finding one touches a few neighbouring lines.

use rustc_hash::FxHashMap;

use super::table::Id;
use super::{Brief, Claim};
use crate::brief::{ClaimEntry, Content};
use crate::text::Span;
use crate::value::slug::Slug;

/// A claim as references find it: what they need to know lies beside its id, and takes little room.
#[derive(Debug)]
pub(super) struct KnownClaim {
    pub(super) id: Slug,
    pub(super) claim: Id<Claim>,
    pub(super) is_act: bool,
    /// Whether nobody wrote its id.
    pub(super) has_automatic_id: bool,
}

/// The claims of all briefs, each brief's in the order of their ids.
#[derive(Debug, Default)]
pub(super) struct ClaimIds {
    claims: Vec<KnownClaim>,
    /// For each brief, where its claims end.
    ends: Vec<usize>,
    /// Where the claims are written whose ids nobody wrote.
    automatic: FxHashMap<Id<Claim>, Span>,
}

impl ClaimIds {
    /// Adds the claims of the next brief; of two with one id, the first is found.
    pub(super) fn add_brief(&mut self, entries: &[ClaimEntry]) {
        let start = self.claims.len();
        for (entry, claim) in entries.iter().zip((start..).map(Id::new)) {
            if entry.id_is_automatic {
                self.automatic.insert(claim, entry.span);
            }
            self.claims.push(KnownClaim {
                id: entry.id.value.clone(),
                claim,
                is_act: matches!(entry.content, Content::Does { .. }),
                has_automatic_id: entry.id_is_automatic,
            });
        }
        self.claims[start..].sort_by(|one, other| one.id.cmp(&other.id));
        self.ends.push(self.claims.len());
    }

    /// The claims of a brief, by id.
    pub(super) fn of(&self, brief: Id<Brief>) -> &[KnownClaim] {
        let start = brief.index().checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.claims[start..self.ends[brief.index()]]
    }

    /// A claim of a brief.
    pub(super) fn find(&self, brief: Id<Brief>, id: &str) -> Option<&KnownClaim> {
        let claims = self.of(brief);
        let place = claims.partition_point(|known| known.id.as_str() < id);
        claims.get(place).filter(|known| known.id.as_str() == id)
    }

    /// Where a claim is written whose id nobody wrote.
    pub(super) fn automatic(&self, known: &KnownClaim) -> Option<Span> {
        if known.has_automatic_id { self.automatic.get(&known.claim).copied() } else { None }
    }
}
