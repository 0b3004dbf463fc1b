//! The closed word lists of the format.
//!
//! Each list is an enum whose words are its variants in kebab case; a word that is not on the list is an
//! [`UnknownWord`], which names the list and the nearest word on it. What each word means, and which
//! standard it comes from, is told to writers (manual, format.md#claims, format.md#records). `brief` reads them, `page`
//! and `export` write them.

use std::fmt;

use serde::Serialize;
use strum::{Display, EnumIter, EnumString, IntoStaticStr, VariantNames};

pub use super::kind::{Act, ActorKind, EventKind, Kind, RELAYS, SourceKind};
pub use super::measure::GroupSide;
pub use super::place::PlacePrecision;

/// A word that is not on its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    written: String,
    expected: &'static [&'static str],
}

impl UnknownWord {
    /// The words of the list.
    #[must_use]
    pub const fn expected(&self) -> &'static [&'static str] {
        self.expected
    }

    /// The word of the list that was probably meant: the nearest within edit distance 2, or the same word in
    /// other case or with spaces or underscores for hyphens.
    #[must_use]
    pub fn suggestion(&self) -> Option<&'static str> {
        let plain = self.written.trim().to_lowercase().replace([' ', '_'], "-");
        let near = |word: &&&str| strsim::levenshtein(&plain, word) <= if word.len() < 5 { 1 } else { 2 };
        self.expected.iter().filter(near).min_by_key(|word| strsim::levenshtein(&plain, word)).copied()
    }
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected one of ")?;
        for (index, word) in self.expected.iter().enumerate() {
            let before = match index {
                0 => "",
                _ if index + 1 == self.expected.len() => " or ",
                _ => ", ",
            };
            write!(formatter, "{before}`{word}`")?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownWord {}

/// What a failed look-up in the list `T` gives.
pub(crate) fn unknown<T: VariantNames>(written: &str) -> UnknownWord {
    UnknownWord { written: written.to_owned(), expected: T::VARIANTS }
}

/// What kind of work a brief is (Trust Project, type of work).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<BriefKind>)]
pub enum BriefKind {
    /// Weighs what is known.
    #[default]
    Analysis,
    /// Tells what was found.
    Report,
    /// Argues.
    Opinion,
    /// Tests a claim.
    FactCheck,
    /// Explains.
    Background,
}

/// Who can read a source.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<Access>)]
pub enum Access {
    /// Everybody.
    #[default]
    Public,
    /// Who pays.
    Paywalled,
    /// Few: it is cited without its address.
    Restricted,
    /// Nobody: only that there is one is told.
    Confidential,
}

/// What has become of a source.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<SourceStatus>)]
pub enum SourceStatus {
    /// It stands.
    #[default]
    Ok,
    /// It is no longer at its address.
    Gone,
    /// Its publisher took it back.
    Retracted,
}

/// How far a brief may be shared: FIRST's Traffic Light Protocol 2.0, the least restricted first.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<Tlp>)]
pub enum Tlp {
    /// With everybody.
    #[default]
    Clear,
    /// Within the community.
    Green,
    /// Within the organisation and its clients, who need to know.
    Amber,
    /// Within the organisation.
    #[serde(rename = "amber+strict")]
    #[strum(serialize = "amber+strict")]
    AmberStrict,
    /// With nobody but the recipients.
    Red,
}

/// How a claim bears on another. What each means for the method is said in one place, `method::relation`.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<Relation>)]
pub enum Relation {
    /// Gives grounds for it.
    Supports,
    /// Says the same.
    AgreesWith,
    /// Says it is not so.
    Denies,
    /// Grants it, against own interest.
    Concedes,
    /// Grants some of it.
    ConcedesInPart,
    /// Doubts, asks for proof.
    Questions,
    /// Passes on, adds no knowledge.
    Repeats,
    /// Is the newer version.
    Replaces,
    /// Takes it back.
    Withdraws,
    /// Denies having said it.
    Disowns,
}

impl Relation {
    /// The key of a claim that states it, and of exports.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::AgreesWith => "agrees_with",
            Self::Denies => "denies",
            Self::Concedes => "concedes",
            Self::ConcedesInPart => "concedes_in_part",
            Self::Questions => "questions",
            Self::Repeats => "repeats",
            Self::Replaces => "replaces",
            Self::Withdraws => "withdraws",
            Self::Disowns => "disowns",
        }
    }
}

/// What a speaker's knowledge rests on (`basis`).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<Basis>)]
pub enum Basis {
    /// The speaker saw it.
    FirstHand,
    /// The speaker looked into it.
    OwnInvestigation,
    /// The speaker did it.
    OwnAct,
    /// Somebody told the speaker.
    Told,
    /// The speaker concludes it.
    Inferred,
    /// It is not said.
    #[default]
    NotStated,
}

/// What kind of numbers a claim gives (`figures_are`).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<FiguresAre>)]
pub enum FiguresAre {
    /// Somebody counted.
    #[default]
    Counted,
    /// Somebody estimated what is.
    Estimated,
    /// Somebody says what it may come to.
    Projected,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_formats() {
        assert_eq!("fact-check".parse(), Ok(BriefKind::FactCheck));
        assert_eq!("explosion-remote-violence".parse(), Ok(EventKind::ExplosionRemoteViolence));
        assert_eq!("amber+strict".parse(), Ok(Tlp::AmberStrict));
        assert_eq!(Tlp::AmberStrict.to_string(), "amber+strict");
        assert_eq!(serde_json::to_string(&Tlp::AmberStrict).ok().as_deref(), Some("\"amber+strict\""));
        assert_eq!(ActorKind::VARIANTS.len(), 21);
        assert!("Analysis".parse::<BriefKind>().is_err());
    }

    #[test]
    fn tlp_is_ordered_by_restriction() {
        assert!(Tlp::Clear < Tlp::Green && Tlp::Green < Tlp::Amber);
        assert!(Tlp::Amber < Tlp::AmberStrict && Tlp::AmberStrict < Tlp::Red);
    }

    #[test]
    fn unknown_words_are_explained() {
        let error = "Public ".parse::<Access>().expect_err("not a word of the list");
        assert_eq!(
            error.to_string(),
            "expected one of `public`, `paywalled`, `restricted` or `confidential`"
        );
        assert_eq!(error.suggestion(), Some("public"));
        assert_eq!(
            "State Forces".parse::<ActorKind>().map_err(|error| error.suggestion()),
            Err(Some("state-forces"))
        );
        assert_eq!("zebra".parse::<ActorKind>().map_err(|error| error.suggestion()), Err(None));
    }
}
