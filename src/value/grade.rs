//! Grades: of sources, of information, of the analyst's own judgment, of a fact-check.
//!
//! Reliability and credibility are the two scales of the Admiralty code (NATO AJP-2.1); likelihood and confidence
//! are those of ICD 203, and confidence never stands for likelihood; a rating is ClaimReview's. None is a score of
//! truth. `brief` reads them, `check`, `page` and `export` use them.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use strum::{Display, EnumIter, EnumString, IntoStaticStr, VariantNames};

use super::word::{UnknownWord, unknown};

/// How reliable a source is: the Admiralty code's letter.
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
#[strum(parse_err_ty = UnknownWord, parse_err_fn = unknown::<Reliability>)]
pub enum Reliability {
    /// Completely reliable.
    A,
    /// Usually reliable.
    B,
    /// Fairly reliable.
    C,
    /// Not usually reliable.
    D,
    /// Unreliable.
    E,
    /// Cannot be judged.
    F,
}

impl Reliability {
    /// The letter's meaning, as shown.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::A => "completely reliable",
            Self::B => "usually reliable",
            Self::C => "fairly reliable",
            Self::D => "not usually reliable",
            Self::E => "unreliable",
            Self::F => "not judged",
        }
    }
}

/// How credible a piece of information is: the Admiralty code's number.
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
#[strum(parse_err_ty = UnknownWord, parse_err_fn = unknown::<Credibility>)]
pub enum Credibility {
    /// 1: confirmed by other, independent sources.
    #[serde(rename = "1")]
    #[strum(serialize = "1")]
    Confirmed = 1,
    /// 2: probably true.
    #[serde(rename = "2")]
    #[strum(serialize = "2")]
    ProbablyTrue,
    /// 3: possibly true.
    #[serde(rename = "3")]
    #[strum(serialize = "3")]
    PossiblyTrue,
    /// 4: doubtful.
    #[serde(rename = "4")]
    #[strum(serialize = "4")]
    Doubtful,
    /// 5: improbable.
    #[serde(rename = "5")]
    #[strum(serialize = "5")]
    Improbable,
    /// 6: truth cannot be judged.
    #[serde(rename = "6")]
    #[strum(serialize = "6")]
    CannotBeJudged,
}

impl Credibility {
    /// The number, 1 to 6.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The number's meaning, as shown.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed by other sources",
            Self::ProbablyTrue => "probably true",
            Self::PossiblyTrue => "possibly true",
            Self::Doubtful => "doubtful",
            Self::Improbable => "improbable",
            Self::CannotBeJudged => "truth cannot be judged",
        }
    }
}

/// How likely the analyst thinks it that a claim is so: ICD 203's words.
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
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<Likelihood>)]
pub enum Likelihood {
    /// 1 to 5 percent.
    AlmostNoChance,
    /// 5 to 20 percent.
    VeryUnlikely,
    /// 20 to 45 percent.
    Unlikely,
    /// 45 to 55 percent.
    EvenChance,
    /// 55 to 80 percent.
    Likely,
    /// 80 to 95 percent.
    VeryLikely,
    /// 95 to 99 percent.
    AlmostCertain,
}

impl Likelihood {
    /// What the word stands for in percent, lowest and highest (ICD 203, 2015, section D.6.e.2.a).
    #[must_use]
    pub const fn percent(self) -> (u8, u8) {
        match self {
            Self::AlmostNoChance => (1, 5),
            Self::VeryUnlikely => (5, 20),
            Self::Unlikely => (20, 45),
            Self::EvenChance => (45, 55),
            Self::Likely => (55, 80),
            Self::VeryLikely => (80, 95),
            Self::AlmostCertain => (95, 99),
        }
    }
}

/// How sure the analyst is of that judgment: ICD 203's words.
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
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<Confidence>)]
pub enum Confidence {
    /// Little to go on.
    Low,
    /// Credible, but not enough.
    Moderate,
    /// Good information from several sides.
    High,
}

/// The rating of a fact-check, 1 (worst) to 5 (best): ClaimReview's `ratingValue`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rating(u8);

impl Rating {
    /// The number, 1 to 5.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }
}

/// Not a rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatingError;

impl fmt::Display for RatingError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected a whole number from 1 to 5")
    }
}

impl std::error::Error for RatingError {}

impl FromStr for Rating {
    type Err = RatingError;

    fn from_str(text: &str) -> Result<Self, RatingError> {
        match text.as_bytes() {
            [digit @ b'1'..=b'5'] => Ok(Self(digit - b'0')),
            _ => Err(RatingError),
        }
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

impl Serialize for Rating {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_numbers_are_strict() {
        assert_eq!("A".parse(), Ok(Reliability::A));
        assert!("a".parse::<Reliability>().is_err());
        assert!("G".parse::<Reliability>().is_err());
        assert_eq!("2".parse(), Ok(Credibility::ProbablyTrue));
        assert_eq!(Credibility::ProbablyTrue.number(), 2);
        assert!("0".parse::<Credibility>().is_err());
        assert!("7".parse::<Credibility>().is_err());
        assert_eq!("5".parse::<Rating>().map(Rating::number), Ok(5));
        assert!(["0", "6", "05", "", "٣"].iter().all(|text| text.parse::<Rating>().is_err()));
    }

    #[test]
    fn errors_list_what_is_expected() {
        let error = "sure".parse::<Confidence>().expect_err("not a word of the list");
        assert_eq!(error.to_string(), "expected one of `low`, `moderate` or `high`");
        let error = "9".parse::<Credibility>().expect_err("not a number of the scale");
        assert_eq!(error.to_string(), "expected one of `1`, `2`, `3`, `4`, `5` or `6`");
    }
}
