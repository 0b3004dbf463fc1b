//! What each relation means: the one table that the rest of the method, the checks, the pages and the exports ask.
//!
//! Whoever adds a relation to `value::word::Relation` is asked by the compiler for its meaning here, and for nothing
//! else in this room.

use strum::{Display, EnumIter, IntoStaticStr};

use super::answers::State;
use crate::value::word::Relation;

/// What a relation means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// Whether both claims answer the same question (manual, method.md#points).
    pub joins_points: bool,
    /// What becomes of the other claim; only a claim of the same root may be ended (manual, method.md#state).
    pub ends: Option<State>,
    /// What it does for the other claim's backing (manual, method.md#propositions).
    pub backs: Backs,
    /// Whether it counts only between claims whose figures fit.
    pub needs_fitting_figures: bool,
    /// As what it counts in the table of who denies whom (manual, method.md#stances).
    pub stance: Option<Stance>,
    /// Whether it is the same written at either end.
    pub is_symmetric: bool,
    /// Whether claims may state it in a circle.
    pub may_run_in_a_circle: bool,
    /// How it is named from the claim that states it: `supports`.
    pub word: &'static str,
    /// How it is named from the other end: `is supported by`.
    pub word_back: &'static str,
}

/// What a live claim that states a relation does for the other's backing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backs {
    /// Nothing.
    Nothing,
    /// It says the same: both are one proposition.
    Same,
    /// It gives grounds.
    Grounds,
    /// It grants the claim, if the concession is full.
    Concession,
}

/// What one speaker does to another's claim, in the table of who denies whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Stance {
    /// Supports it or says the same.
    Supports,
    /// Denies it.
    Denies,
    /// Concedes it, wholly or in part.
    Concedes,
    /// Questions it.
    Questions,
}

/// The meaning of a relation.
#[must_use]
pub const fn meaning(relation: Relation) -> Meaning {
    let plain = Meaning {
        joins_points: true,
        ends: None,
        backs: Backs::Nothing,
        needs_fitting_figures: false,
        stance: None,
        is_symmetric: false,
        may_run_in_a_circle: true,
        word: "",
        word_back: "",
    };
    let ending = Meaning { joins_points: false, may_run_in_a_circle: false, ..plain };
    match relation {
        Relation::Supports => Meaning {
            backs: Backs::Grounds,
            needs_fitting_figures: true,
            stance: Some(Stance::Supports),
            word: "supports",
            word_back: "is supported by",
            ..plain
        },
        Relation::AgreesWith => Meaning {
            backs: Backs::Same,
            needs_fitting_figures: true,
            stance: Some(Stance::Supports),
            is_symmetric: true,
            word: "agrees with",
            word_back: "agrees with",
            ..plain
        },
        Relation::Denies => {
            Meaning { stance: Some(Stance::Denies), word: "denies", word_back: "is denied by", ..plain }
        }
        Relation::Concedes => Meaning {
            backs: Backs::Concession,
            needs_fitting_figures: true,
            stance: Some(Stance::Concedes),
            word: "concedes",
            word_back: "is conceded by",
            ..plain
        },
        Relation::ConcedesInPart => Meaning {
            stance: Some(Stance::Concedes),
            word: "concedes in part",
            word_back: "is conceded in part by",
            ..plain
        },
        Relation::Questions => Meaning {
            stance: Some(Stance::Questions),
            word: "questions",
            word_back: "is questioned by",
            ..plain
        },
        Relation::Repeats => {
            Meaning { may_run_in_a_circle: false, word: "repeats", word_back: "is repeated by", ..plain }
        }
        Relation::Replaces => {
            Meaning { ends: Some(State::Superseded), word: "replaces", word_back: "is replaced by", ..ending }
        }
        Relation::Withdraws => Meaning {
            ends: Some(State::Withdrawn),
            word: "withdraws",
            word_back: "is withdrawn by",
            ..ending
        },
        Relation::Disowns => {
            Meaning { ends: Some(State::Disowned), word: "disowns", word_back: "is disowned by", ..ending }
        }
    }
}
