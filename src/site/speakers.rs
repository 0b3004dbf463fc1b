//! For each claim the roots of its speakers, one behind the other in a single list.
//!
//! The method asks for them once for every relation to a claim. In the claims themselves that would be three jumps
//! through memory each time, and those, not the counting, are what a large site's time goes into. `derive` makes it.

use super::table::{Id, Table};
use super::{Actor, Claim};

/// The roots of the speakers of all claims.
#[derive(Clone, Debug, Default)]
pub(super) struct Speakers {
    /// Where the roots of each claim end in `roots`; they begin where those of the claim before end.
    ends: Vec<u32>,
    /// Ordered within each claim, each once.
    roots: Vec<Id<Actor>>,
}

impl Speakers {
    pub(super) fn of(claims: &Table<Claim>, actors: &Table<Actor>) -> Self {
        let mut speakers =
            Self { ends: Vec::with_capacity(claims.len()), roots: Vec::with_capacity(claims.len()) };
        let mut own = Vec::new();
        for claim in claims {
            own.clear();
            own.extend(claim.by.iter().map(|speaker| actors[*speaker].root));
            own.sort_unstable();
            own.dedup();
            speakers.roots.extend_from_slice(&own);
            speakers.ends.push(u32::try_from(speakers.roots.len()).unwrap_or(u32::MAX));
        }
        speakers
    }

    /// Of one claim.
    pub(super) fn roots(&self, claim: Id<Claim>) -> &[Id<Actor>] {
        let start = claim.index().checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.roots[start as usize..self.ends[claim.index()] as usize]
    }
}
