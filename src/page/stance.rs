//! How a claim stands to others, in one word: what a reader should see of it first.

use serde::Serialize;

use crate::site::{Claim, Content};
use crate::value::word::Relation;

/// A claim's stance. What it opposes says more of it than what it shares, so that comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the variants are the trade's words")]
pub enum Stance {
    Acts,
    Denies,
    Concedes,
    Questions,
    Supports,
    Asserts,
}

/// Relations that make a stance, the strongest first.
const BY_RELATION: [(Relation, Stance); 4] = [
    (Relation::Denies, Stance::Denies),
    (Relation::Concedes, Stance::Concedes),
    (Relation::Questions, Stance::Questions),
    (Relation::Supports, Stance::Supports),
];

/// The stance of a claim.
#[must_use]
pub fn stance(claim: &Claim) -> Stance {
    if matches!(claim.content, Content::Does { .. }) {
        return Stance::Acts;
    }
    let takes = |relation| claim.relations.iter().any(|link| link.relation == relation);
    BY_RELATION.iter().find(|(relation, _)| takes(*relation)).map_or(Stance::Asserts, |(_, stance)| *stance)
}
