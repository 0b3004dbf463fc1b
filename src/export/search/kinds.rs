//! Kinds of things that are found, and how much a word weighs by where it stands.
//!
//! The numbers are in the manual (`search.md`, "Ranking"); the script reads them from the keys of groups.

use strum::{EnumIter, IntoStaticStr};

/// A kind of thing; among equals, the earlier kind comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum Kind {
    /// An actor, by name.
    Actor,
    /// An event, by date.
    Event,
    /// A brief, by date.
    Brief,
    /// A claim, by its brief, then as written.
    Claim,
    /// A source, by date.
    Source,
    /// A plain page.
    Page,
}

/// How much a word weighs in a thing, 0 to 15.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Weight(u8);

impl Weight {
    /// No word of a text, but what things are filtered by.
    pub(super) const FILTER: Self = Self(0);
    /// A word of a long text.
    pub(super) const TEXT: Self = Self(1);
    /// A word that a long text says over and over.
    pub(super) const TEXT_OFTEN: Self = Self(2);
    /// A word of what a thing is connected with: who made a claim, where an event was.
    pub(super) const CONTEXT: Self = Self(3);

    /// A word of a name or title of so many terms.
    pub(super) const fn name(terms: usize) -> Self {
        Self(15 - Self::length(terms))
    }

    /// A word of a claim's sentences, of so many terms.
    pub(super) const fn said(terms: usize) -> Self {
        Self(11 - Self::length(terms))
    }

    /// A word of a heading, a summary or a description of so many terms.
    pub(super) const fn about(terms: usize) -> Self {
        Self(7 - Self::length(terms))
    }

    /// Whether it is known where in a thing such a word stands, so that phrases are found there.
    pub(super) const fn has_place(self) -> bool {
        self.0 > 7
    }

    /// How far length lowers a weight.
    const fn length(terms: usize) -> u8 {
        match terms {
            0..=3 => 0,
            4..=8 => 1,
            9..=24 => 2,
            _ => 3,
        }
    }
}

impl Kind {
    /// The kind in the upper bits, the weight in the lower four.
    pub(super) const fn key(self, weight: Weight) -> u8 {
        (self as u8) << 4 | weight.0
    }
}
