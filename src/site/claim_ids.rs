//! Where a claim is found by its brief and its own id, while references are resolved.
//!
//! A site can hold a million references to claims in no order, and what they cost is the memory that each has to
//! wait for. So the ids stand in one list, a brief's beside each other: finding one touches a few neighbouring lines.

use super::table::Id;
use super::{Brief, Claim};
use crate::value::slug::Slug;

/// The claims of all briefs, each brief's in the order of their ids.
#[derive(Debug, Default)]
pub(super) struct ClaimIds {
    ids: Vec<(Slug, Id<Claim>)>,
    /// For each brief, where its claims end.
    ends: Vec<usize>,
}

impl ClaimIds {
    /// Adds the claims of the next brief; of two with one id, the first is found.
    pub(super) fn add_brief(&mut self, claims: impl Iterator<Item = (Slug, Id<Claim>)>) {
        let start = self.ids.len();
        self.ids.extend(claims);
        self.ids[start..].sort();
        self.ends.push(self.ids.len());
    }

    /// The claims of a brief, by id.
    pub(super) fn of(&self, brief: Id<Brief>) -> &[(Slug, Id<Claim>)] {
        let start = brief.index().checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.ids[start..self.ends[brief.index()]]
    }

    /// A claim of a brief.
    pub(super) fn find(&self, brief: Id<Brief>, id: &str) -> Option<Id<Claim>> {
        let claims = self.of(brief);
        let place = claims.partition_point(|(known, _)| known.as_str() < id);
        claims.get(place).filter(|(known, _)| known.as_str() == id).map(|(_, claim)| *claim)
    }
}
