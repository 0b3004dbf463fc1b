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
    if !is_digits(text) {
        return Err(explain(text));
    }
    text.parse().ok().filter(|number| *number <= LARGEST).ok_or(FigureError::TooLarge)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What people put between thousands, and some of them before decimals.
const MARKS: [char; 8] = ['.', ',', ' ', '\'', '_', '\u{2019}', '\u{a0}', '\u{202f}'];

/// Why a text that should be a number is none.
fn explain(text: &str) -> FigureError {
    if text.strip_prefix(['-', '\u{2212}']).is_some_and(is_digits) {
        return FigureError::Negative;
    }
    let parts: Vec<&str> = text.split(MARKS).collect();
    match parts.as_slice() {
        [_, thousands @ ..] if thousands.is_empty() || !parts.iter().all(|part| is_digits(part)) => {
            FigureError::NotAFigure
        }
        [_, thousands @ ..] if thousands.iter().all(|part| part.len() == 3) => FigureError::ThousandsMark,
        [_, _] if text.contains(['.', ',']) => FigureError::Decimals,
        _ => FigureError::NotAFigure,
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
        let kept = decimals.trim_end_matches('0');
        if !matches!(whole, "0" | "1") || !is_digits(decimals) || kept.len() > MOST_DECIMALS {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(text: &str) -> Option<(u64, Option<u64>)> {
        let figure: Figure = text.parse().expect("a figure");
        assert_eq!(figure.to_string(), text);
        figure.bounds(&FigureScale::default()).map(|bounds| (bounds.min, bounds.max))
    }

    #[test]
    fn every_form_has_its_bounds() {
        assert_eq!(bounds("203"), Some((203, Some(203))));
        assert_eq!(bounds("0203"), Some((203, Some(203))));
        assert_eq!(bounds("133-164"), Some((133, Some(164))));
        assert_eq!(bounds("133\u{2013}164"), Some((133, Some(164))));
        assert_eq!(bounds("7-7"), Some((7, Some(7))));
        assert_eq!(bounds("500+"), Some((500, None)));
        assert_eq!(bounds("<=50"), Some((0, Some(50))));
        assert_eq!(bounds("~300"), Some((270, Some(330))));
        assert_eq!(bounds("~110"), Some((99, Some(121))), "exactly, not in floats");
        assert_eq!(bounds("~5"), Some((4, Some(6))), "outward");
        assert_eq!(bounds("~0"), Some((0, Some(0))));
        assert_eq!(bounds("none"), Some((0, Some(0))));
        assert_eq!(bounds("unknown"), None);
        assert_eq!(bounds("dozens"), Some((12, None)));
        assert_eq!(bounds("dizaines"), None);
        assert_eq!(bounds("9007199254740992"), Some((LARGEST, Some(LARGEST))));
    }

    #[test]
    fn words_of_a_site_are_found_in_any_composition() {
        let scale =
            FigureScale { words: [("dou\u{17e}ina".to_owned(), 12)].into(), ..FigureScale::default() };
        let figure: Figure = "douz\u{30c}ina".parse().expect("a word");
        assert_eq!(figure.word(), Some("douz\u{30c}ina"));
        assert_eq!(figure.bounds(&scale), Some(Bounds { min: 12, max: None }));
    }

    #[test]
    fn refusals_say_why() {
        for (text, expected) in [
            ("164-133", FigureError::Reversed),
            ("1,000", FigureError::ThousandsMark),
            ("1 000", FigureError::ThousandsMark),
            ("1\u{202f}000", FigureError::ThousandsMark),
            ("1.000", FigureError::ThousandsMark),
            ("1'000", FigureError::ThousandsMark),
            ("~1,000,000", FigureError::ThousandsMark),
            ("900-1,000", FigureError::ThousandsMark),
            ("1.5", FigureError::Decimals),
            ("1,25", FigureError::Decimals),
            ("-3", FigureError::Negative),
            ("\u{2212}3", FigureError::Negative),
            ("9007199254740993", FigureError::TooLarge),
            ("99999999999999999999999", FigureError::TooLarge),
            ("Dozens", FigureError::UpperCase),
            ("", FigureError::NotAFigure),
            ("about 300", FigureError::NotAFigure),
            ("133 - 164", FigureError::NotAFigure),
            ("133-164-200", FigureError::NotAFigure),
            ("5-", FigureError::NotAFigure),
            ("~500+", FigureError::NotAFigure),
            ("<=~5", FigureError::NotAFigure),
            ("1e3", FigureError::NotAFigure),
            ("doz--ens", FigureError::NotAFigure),
            ("٢٠٣", FigureError::NotAFigure),
        ] {
            assert_eq!(text.parse::<Figure>(), Err(expected), "{text}");
        }
    }

    #[test]
    fn fractions_are_exact() {
        let printed = |text: &str| text.parse::<Fraction>().map(|fraction| fraction.to_string());
        assert_eq!(printed("0.10").as_deref(), Ok("0.1"));
        assert_eq!(printed("0.05").as_deref(), Ok("0.05"));
        assert_eq!(printed("1.000").as_deref(), Ok("1"));
        assert_eq!(printed("0").as_deref(), Ok("0"));
        for text in ["", ".1", "1.1", "2", "-0.1", "0,1", "1e-1", "0.", "0.1234567890123456789", "NaN"] {
            assert_eq!(printed(text), Err(FractionError), "{text}");
        }
    }
}
