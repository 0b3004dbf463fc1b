//! How a claim stands to others, in one word: what a reader should see of it first.

use serde::Serialize;
use strum::IntoStaticStr;

use crate::method::relation::{Stance as Taken, meaning};
use crate::site::{Claim, Content};

/// A claim's stance, the one that says most of it first: what it opposes says more than what it shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the variants are the trade's words")]
pub enum Stance {
    Acts,
    Denies,
    Concedes,
    Questions,
    Supports,
    Asserts,
}

/// The stance of a claim.
#[must_use]
pub fn stance(claim: &Claim) -> Stance {
    if matches!(claim.content, Content::Does { .. }) {
        return Stance::Acts;
    }
    // Who says the same takes no stance towards it, and gives no grounds: it asserts as well.
    let meanings = claim.relations.iter().map(|link| meaning(link.relation));
    let taken = meanings.filter(|meaning| !meaning.is_symmetric).filter_map(|meaning| meaning.stance);
    taken.map(Stance::from).min().unwrap_or(Stance::Asserts)
}

impl From<Taken> for Stance {
    fn from(taken: Taken) -> Self {
        match taken {
            Taken::Denies => Self::Denies,
            Taken::Concedes => Self::Concedes,
            Taken::Questions => Self::Questions,
            Taken::Supports => Self::Supports,
        }
    }
}
