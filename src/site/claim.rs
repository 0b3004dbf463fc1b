//! A claim as it is meant: whoever and whatever it names is an id, and what may not be named is only counted.
//!
//! `claims` makes it of what was written; `derive` adds what other claims and sources bring to it.

use serde::Serialize;

use super::table::{Id, Ids};
use super::{Actor, Brief, ConfidentialSource, Event, Source};
use crate::brief::Verdict;
use crate::text::Span;
use crate::value::date::{DateOrder, Edtf};
use crate::value::figure::{Bounds, Figure};
use crate::value::grade::{Confidence, Credibility, Likelihood};
use crate::value::lang::Lang;
use crate::value::slug::Slug;
use crate::value::word::{Act, Basis, FiguresAre, Kind, Relation};

/// A claim.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "a field without its own sentence is the key of that name (manual, format.md#claims)"
)]
pub struct Claim {
    /// Where it was written.
    pub span: Span,
    pub brief: Id<Brief>,
    pub id: Slug,
    pub by: Ids<Actor>,
    pub content: Content,
    pub about: Ids<Actor>,
    pub events: Ids<Event>,
    pub sources: Ids<Source>,
    /// The sources that the speaker has it from.
    pub from_sources: Ids<Source>,
    /// The actors that the speaker has it from.
    pub from_actors: Ids<Actor>,
    /// Those of them, and of what the speaker has it from, that may not be named.
    pub confidential: Option<Box<ConfidentialSources>>,
    pub basis: Basis,
    /// `None`: not stated, neither by the claim nor by a source of it.
    pub date: Option<ClaimDate>,
    /// Its own relations, as written, each target once.
    pub relations: Vec<Link>,
    /// The relations of other claims to it, ordered by claim.
    pub incoming: Vec<Link>,
    pub point: Option<Slug>,
    /// Ordered by measure, then group.
    pub figures: Vec<ClaimFigure>,
    pub quote: Option<Box<Quote>>,
    pub credibility: Option<Credibility>,
    pub likelihood: Option<Likelihood>,
    pub confidence: Option<Confidence>,
    pub speaker_likelihood: Option<Likelihood>,
    pub speaker_confidence: Option<Confidence>,
    pub verdict: Option<Box<Verdict>>,
    pub note: Option<String>,
}

impl Claim {
    /// When it was said, if that is stated.
    #[must_use]
    pub fn stated_date(&self) -> Option<&Edtf> {
        self.date.as_ref().map(|date| &date.on)
    }

    /// What claims are put in order by: those of which no date is stated come after all others.
    #[must_use]
    pub fn order(&self) -> (bool, Option<DateOrder>) {
        (self.date.is_none(), self.stated_date().map(Edtf::order))
    }

    /// How many distinct sources may not be named.
    #[must_use]
    pub fn count_confidential(&self) -> usize {
        let Some(sources) = &self.confidential else { return 0 };
        let mut all: Vec<Id<ConfidentialSource>> =
            sources.read.iter().chain(&sources.from).copied().collect();
        all.sort_unstable();
        all.dedup();
        all.len()
    }

    /// Its figure for one measure and group.
    #[must_use]
    pub fn figure(&self, measure: &str, group: &str) -> Option<&ClaimFigure> {
        self.figures.iter().find(|figure| figure.measure == measure && figure.group == group)
    }

    /// The claims that it relates to in one way.
    pub fn targets(&self, relation: Relation) -> impl Iterator<Item = Id<Claim>> {
        self.relations.iter().filter(move |link| link.relation == relation).map(|link| link.claim)
    }

    /// The claims that relate to it in one way.
    pub fn related_from(&self, relation: Relation) -> impl Iterator<Item = Id<Claim>> {
        self.incoming.iter().filter(move |link| link.relation == relation).map(|link| link.claim)
    }
}

/// When a claim was made, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimDate {
    /// As it was written.
    pub on: Edtf,
    /// Where it was written.
    pub from: DateFrom,
}

/// Where the date of a claim was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::Display, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum DateFrom {
    /// At the claim.
    Claim,
    /// At the first of its sources that has a date.
    Source,
}

/// The confidential sources of a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfidentialSources {
    /// In which it was read or heard.
    pub read: Ids<ConfidentialSource>,
    /// Which the speaker has it from.
    pub from: Ids<ConfidentialSource>,
}

/// A relation and the claim at its other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The other claim.
    pub claim: Id<Claim>,
    /// What is stated.
    pub relation: Relation,
    /// Where it was written.
    pub span: Span,
}

/// What a claim says or does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A sentence.
    Says(String),
    /// An act, and to whom.
    Does {
        /// What was done.
        act: Kind<Act>,
        /// To whom.
        to: Ids<Actor>,
        /// A sentence that tells of it.
        says: Option<String>,
    },
}

impl Content {
    /// The sentence, if there is one.
    #[must_use]
    pub fn sentence(&self) -> Option<&str> {
        match self {
            Self::Says(sentence) => Some(sentence),
            Self::Does { says, .. } => says.as_deref(),
        }
    }
}

/// A figure of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimFigure {
    /// `killed`, `injured` ...
    pub measure: String,
    /// `all`, `civilians` ...
    pub group: String,
    /// In the writer's words.
    pub figure: Figure,
    /// By the site's scale; `None`: unknown.
    pub bounds: Option<Bounds>,
    /// What kind of number it is: the claim's word, but one with `~` is an estimate at most.
    pub are: FiguresAre,
}

/// Verbatim words.
#[derive(Clone, Debug)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// Their language; `None`: the brief's.
    pub lang: Option<Lang>,
    /// In the brief's language.
    pub translation: Option<String>,
}
