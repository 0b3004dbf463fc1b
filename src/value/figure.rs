//! Figures: `203`, `133-164`, `500+`, `<=50`, `~300`, `none`, `unknown`, or a word such as `dozens`.
//!
//! A [`Figure`] keeps the writer's own text, which is what is shown; [`Figure::bounds`] says between which whole
//! numbers it lies, given what a site's words and its `about` mean. Everything is computed exactly, in integers.
//! Which words a site knows is decided by its [`FigureScale`], so any single word is read here.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;

/// The largest number a figure can name: 2^53, up to which every JSON reader is exact.
pub const LARGEST: u64 = 1 << 53;

/// A number of people or things, as a writer put it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Figure {
    text: String,
    #[serde(skip)]
    form: Form,
}

/// How a figure is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// `203`
    Exact(u64),
    /// `133-164`: the lowest and the highest.
    Range(u64, u64),
    /// `500+`
    AtLeast(u64),
    /// `<=50`
    AtMost(u64),
    /// `~300`
    About(u64),
    /// `none`
    None,
    /// `unknown`
    Unknown,
    /// `dozens`
    Word,
}

impl Figure {
    /// The figure as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How it is put.
    #[must_use]
    pub const fn form(&self) -> Form {
        self.form
    }

    /// The word, if it is one: whether it is known depends on the [`FigureScale`].
    #[must_use]
    pub fn word(&self) -> Option<&str> {
        (self.form == Form::Word).then_some(self.as_str())
    }

    /// The numbers between which it lies. `None` for `unknown`, and for a word that is not in the scale.
    #[must_use]
    pub fn bounds(&self, scale: &FigureScale) -> Option<Bounds> {
        let bounds = |min, max| Some(Bounds { min, max });
        match self.form {
            Form::Exact(number) => bounds(number, Some(number)),
            Form::Range(min, max) => bounds(min, Some(max)),
            Form::AtLeast(min) => bounds(min, None),
            Form::AtMost(max) => bounds(0, Some(max)),
            Form::About(number) => Some(scale.about.around(number)),
            Form::None => bounds(0, Some(0)),
            Form::Unknown => None,
            Form::Word => bounds(scale.lower_bound(&self.text)?, None),
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// Whole numbers between which a figure lies, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bounds {
    /// The lowest.
    pub min: u64,
    /// The highest; `None` is open.
    pub max: Option<u64>,
}

impl Bounds {
    /// Whether some number lies in both.
    #[must_use]
    pub fn intersects(self, other: Self) -> bool {
        let reaches = |max: Option<u64>, min| max.is_none_or(|max| max >= min);
        reaches(self.max, other.min) && reaches(other.max, self.min)
    }
}

/// What words and `~` mean on a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureScale {
    /// Each word's lower bound; its top is open. In NFC.
    pub words: BTreeMap<String, u64>,
    /// How far `~300` reaches to both sides, as a part of the number.
    pub about: Fraction,
}

impl FigureScale {
    fn lower_bound(&self, word: &str) -> Option<u64> {
        let word: Cow<'_, str> = if word.is_ascii() { word.into() } else { word.nfc().collect() };
        self.words.get(word.as_ref()).copied()
    }
}

impl Default for FigureScale {
    /// ACLED's numbers for words (codebook, "fatalities"), and a tenth for `~`.
    fn default() -> Self {
        let words = [("several", 3), ("tens", 10), ("dozens", 12), ("hundreds", 100), ("thousands", 1000)];
        Self {
            words: words.map(|(word, least)| (word.to_owned(), least)).into(),
            about: Fraction { digits: 1, decimals: 1 },
        }
    }
}

/// Why a text is no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureError {
    /// Nothing that a figure can be.
    NotAFigure,
    /// `164-133`
    Reversed,
    /// `1,000`
    ThousandsMark,
    /// `1.5`
    Decimals,
    /// `-3`
    Negative,
    /// Above [`LARGEST`].
    TooLarge,
    /// `Dozens`
    UpperCase,
}

impl fmt::Display for FigureError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotAFigure => {
                "expected a figure such as `203`, `133-164`, `500+`, `<=50`, `~300`, `none`, `unknown` or `dozens`"
            }
            Self::Reversed => "expected a range whose first number is not above its second",
            Self::ThousandsMark => "expected a number without thousands marks, such as `1000`",
            Self::Decimals => "expected a whole number",
            Self::Negative => "expected a number that is not negative",
            Self::TooLarge => "expected a number up to 9007199254740992",
            Self::UpperCase => "expected a word in lower case, such as `dozens`",
        })
    }
}

impl std::error::Error for FigureError {}

impl FromStr for Figure {
    type Err = FigureError;

    fn from_str(text: &str) -> Result<Self, FigureError> {
        Ok(Self { form: form(text)?, text: text.to_owned() })
    }
}

const DASHES: [char; 2] = ['-', '\u{2013}'];

fn form(text: &str) -> Result<Form, FigureError> {
    if let Some(rest) = text.strip_prefix("<=") {
        return number(rest).map(Form::AtMost);
    }
    if let Some(rest) = text.strip_prefix('~') {
        return number(rest).map(Form::About);
    }
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        return counted(text);
    }
    match text {
        "none" => Ok(Form::None),
        "unknown" => Ok(Form::Unknown),
        _ => word(text),
    }
}

/// A text that begins with a digit: a number, a range, or `500+`.
fn counted(text: &str) -> Result<Form, FigureError> {
    if let Some(rest) = text.strip_suffix('+') {
        return number(rest).map(Form::AtLeast);
    }
    let Some((min, max)) = text.split_once(DASHES) else {
        return number(text).map(Form::Exact);
    };
    let (min, max) = (number(min)?, number(max)?);
    if min > max { Err(FigureError::Reversed) } else { Ok(Form::Range(min, max)) }
}

fn number(text: &str) -> Result<u64, FigureError> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(explain(text));
    }
    text.parse().ok().filter(|number| *number <= LARGEST).ok_or(FigureError::TooLarge)
}

/// Why a text that should be a number is none.
fn explain(text: &str) -> FigureError {
    let is_mark =
        |mark: char| matches!(mark, '.' | ',' | ' ' | '\'' | '_' | '\u{2019}' | '\u{a0}' | '\u{202f}');
    let mut parts = text.split(is_mark);
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let is_digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if text.strip_prefix(['-', '\u{2212}']).is_some_and(|rest| number(rest).is_ok()) {
        FigureError::Negative
    } else if rest.is_empty() || !is_digits(&first) || !rest.iter().all(|part| is_digits(&part)) {
        FigureError::NotAFigure
    } else if rest.iter().all(|part| part.len() == 3) {
        FigureError::ThousandsMark
    } else if rest.len() == 1 && text.contains(['.', ',']) {
        FigureError::Decimals
    } else {
        FigureError::NotAFigure
    }
}

/// A word is letters and marks of any script, joined by hyphens.
fn word(text: &str) -> Result<Form, FigureError> {
    let is_part = |part: &str| !part.is_empty() && part.chars().all(super::slug::is_letter_or_mark);
    if !text.split('-').all(is_part) {
        return Err(explain(text));
    }
    if text.chars().any(char::is_uppercase) { Err(FigureError::UpperCase) } else { Ok(Form::Word) }
}

/// A decimal number from 0 to 1, kept exactly: `0.1` is one tenth, not the binary number beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    /// The number without its point ...
    digits: u64,
    /// ... of which so many digits stand behind it; at most 18, and the last is no zero.
    decimals: u32,
}

/// The most decimals a fraction may have: 10^18 fits a `u64`.
const MOST_DECIMALS: usize = 18;

impl Fraction {
    /// From `number` less this part of it to `number` and this part of it, rounded outward.
    fn around(self, number: u64) -> Bounds {
        let part = (u128::from(number) * u128::from(self.digits)).div_ceil(10_u128.pow(self.decimals));
        let part = u64::try_from(part).unwrap_or(u64::MAX);
        Bounds { min: number.saturating_sub(part), max: Some(number.saturating_add(part)) }
    }
}

/// Not a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FractionError;

impl fmt::Display for FractionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected a decimal number from 0 to 1, such as `0.1`, with at most 18 decimals")
    }
}

impl std::error::Error for FractionError {}

impl FromStr for Fraction {
    type Err = FractionError;

    fn from_str(text: &str) -> Result<Self, FractionError> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let is_digits = !decimals.is_empty() && decimals.bytes().all(|byte| byte.is_ascii_digit());
        let kept = decimals.trim_end_matches('0');
        if !matches!(whole, "0" | "1") || !is_digits || kept.len() > MOST_DECIMALS {
            return Err(FractionError);
        }
        match (whole, kept) {
            ("1", "") => Ok(Self { digits: 1, decimals: 0 }),
            ("0", "") => Ok(Self { digits: 0, decimals: 0 }),
            ("0", _) => Ok(Self {
                digits: kept.parse().map_err(|_| FractionError)?,
                decimals: u32::try_from(kept.len()).map_err(|_| FractionError)?,
            }),
            _ => Err(FractionError),
        }
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.decimals {
            0 => write!(formatter, "{}", self.digits),
            decimals => write!(formatter, "0.{:0width$}", self.digits, width = decimals as usize),
        }
    }
}

impl Serialize for Fraction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
