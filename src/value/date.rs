//! Days and dates: `2022-03-27`, `2022-03`, `2022-04~`, `2022-03-27/2022-03-31`, `../2022-04`.
//!
//! A [`Day`] is a real calendar day of the years 0001 to 9999. An [`Edtf`] is a date as a writer typed it, in EDTF
//! level 1 (ISO 8601-2), read by the package `edtf-core`: its text is kept and shown, its bounds are computed, and
//! the lower bound never lies behind the upper. `brief` reads them; the method and the checks compare the bounds.

use std::fmt;
use std::str::FromStr;

use edtf_core::{Bound, Date, Interval, IntervalEndpoint, Precision};
use serde::{Serialize, Serializer};

/// A calendar day of the years 0001 to 9999: `2022-03-27`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    /// A day, if the calendar (proleptic Gregorian) has it.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let civil = |year, month, day| jiff::civil::Date::new(year, month, day).ok();
        let exists =
            civil(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).is_some();
        (exists && year > 0).then_some(Self { year, month, day })
    }

    /// The year, 1 to 9999.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }
}

/// Why a text is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayError {
    /// Not four digits, two and two, joined by hyphens.
    NotADay,
    /// The calendar has no such day.
    NoSuchDay,
}

impl fmt::Display for DayError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotADay => "expected a day such as `2022-03-27`: year, month and day",
            Self::NoSuchDay => "expected a day that the calendar has, in the years 0001 to 9999",
        })
    }
}

impl std::error::Error for DayError {}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return Err(DayError::NotADay);
        };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_u16, |number, digit| {
                digit.is_ascii_digit().then(|| number * 10 + u16::from(digit - b'0')).ok_or(DayError::NotADay)
            })
        };
        let (year, month, day) = (number(&[y1, y2, y3, y4])?, number(&[m1, m2])?, number(&[d1, d2])?);
        let small = |number: u16| u8::try_from(number).unwrap_or(u8::MAX);
        Self::new(year, small(month), small(day)).ok_or(DayError::NoSuchDay)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A date in EDTF level 1: a day, month, season or year, perhaps uncertain, or an interval of these.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Edtf {
    text: String,
    #[serde(skip)]
    lower: Option<Day>,
    #[serde(skip)]
    upper: Option<Day>,
}

/// What dates are ordered by: the lower bound, an open one first; then the upper bound, an open one last.
pub type DateOrder = (Option<Day>, bool, Option<Day>);

impl Edtf {
    /// The date as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The earliest day it can mean; `None` is open or unknown.
    #[must_use]
    pub const fn lower(&self) -> Option<Day> {
        self.lower
    }

    /// The latest day it can mean; `None` is open or unknown.
    #[must_use]
    pub const fn upper(&self) -> Option<Day> {
        self.upper
    }

    /// What "earlier" and "later" mean where dates are put in order (METHOD, section 3).
    #[must_use]
    pub const fn order(&self) -> DateOrder {
        (self.lower, self.upper.is_none(), self.upper)
    }
}

impl From<Day> for Edtf {
    fn from(day: Day) -> Self {
        Self { text: day.to_string(), lower: Some(day), upper: Some(day) }
    }
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EdtfError {
    /// Nothing that EDTF knows.
    NotADate,
    /// Written like a day, but the calendar has no such day.
    NoSuchDay,
    /// A time of day.
    TimeOfDay,
    /// EDTF level 2.
    LevelTwo,
    /// EDTF level 2, but this level 1 text means the same.
    WrittenAsLevelTwo(String),
    /// A year before 0001 or after 9999.
    YearOutOfRange,
    /// An interval that ends before it begins.
    Reversed,
}

impl fmt::Display for EdtfError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotADate => {
                "expected a date such as `2022-03-27`, `2022-03`, `2022-04~` or `2022-03-27/2022-03-31`"
            }
            Self::NoSuchDay => "expected a day that the calendar has",
            Self::TimeOfDay => "expected a date without a time of day",
            Self::LevelTwo => {
                "expected EDTF level 1, such as `2022-03`, `2022-04~` or `../2022-04`, not level 2"
            }
            Self::WrittenAsLevelTwo(plain) => {
                return write!(formatter, "expected EDTF level 1, in which this date is written `{plain}`");
            }
            Self::YearOutOfRange => "expected a date in the years 0001 to 9999",
            Self::Reversed => "expected an interval that begins before it ends",
        })
    }
}

impl std::error::Error for EdtfError {}

impl FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, EdtfError> {
        if let Ok(day) = text.parse::<Day>() {
            return Ok(day.into());
        }
        let parsed = edtf_core::Edtf::parse(text).map_err(|_| explain(text))?;
        let (lower, upper) = bounds(&parsed)?;
        let canonical = parsed.to_string();
        if canonical != text {
            return Err(EdtfError::WrittenAsLevelTwo(canonical));
        }
        Ok(Self { text: canonical, lower, upper })
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// Why the package refused a text, as far as the text shows it.
fn explain(text: &str) -> EdtfError {
    if let Some((start, end)) = text.split_once('/') {
        return match (start.parse::<Edtf>(), end.parse::<Edtf>()) {
            (Ok(start), Ok(end)) if start.lower > end.upper => EdtfError::Reversed,
            (Ok(_) | Err(EdtfError::NotADate), Err(error)) | (Err(error), _) => error,
            (Ok(_), Ok(_)) => EdtfError::NotADate,
        };
    }
    if text.parse::<Day>() == Err(DayError::NoSuchDay) {
        return if text.starts_with("0000") { EdtfError::YearOutOfRange } else { EdtfError::NoSuchDay };
    }
    let begins_with_day = text.get(..10).is_some_and(|day| day.parse::<Day>().is_ok());
    match text.as_bytes().get(10) {
        Some(b'T' | b't' | b' ') if begins_with_day => EdtfError::TimeOfDay,
        _ => EdtfError::NotADate,
    }
}

type DayBounds = (Option<Day>, Option<Day>);

/// The bounds of what the package read, if it is of level 1 and has no time of day.
fn bounds(parsed: &edtf_core::Edtf) -> Result<DayBounds, EdtfError> {
    use edtf_core::Edtf as Parsed;
    match parsed {
        Parsed::DateTime(_) => Err(EdtfError::TimeOfDay),
        _ if parsed.level() > 1 => Err(EdtfError::LevelTwo),
        Parsed::Date(date) => date_bounds(*date),
        Parsed::Interval(interval) => interval_bounds(interval),
        Parsed::Set(_) => Err(EdtfError::LevelTwo),
    }
}

fn interval_bounds(interval: &Interval) -> Result<DayBounds, EdtfError> {
    let (lower, upper) = (endpoint_bounds(interval.start)?.0, endpoint_bounds(interval.end)?.1);
    match (lower, upper) {
        (Some(lower), Some(upper)) if lower > upper => Err(EdtfError::Reversed),
        bounds => Ok(bounds),
    }
}

fn endpoint_bounds(endpoint: IntervalEndpoint) -> Result<DayBounds, EdtfError> {
    match endpoint {
        IntervalEndpoint::Date(date) => date_bounds(date),
        IntervalEndpoint::Open | IntervalEndpoint::Unknown => Ok((None, None)),
        IntervalEndpoint::OnOrBefore(_) | IntervalEndpoint::OnOrAfter(_) => Err(EdtfError::LevelTwo),
    }
}

/// A season counts as its whole year: which months it means depends on the hemisphere, which EDTF does not say.
fn date_bounds(mut date: Date) -> Result<DayBounds, EdtfError> {
    if date.precision() == Precision::Season {
        date.month = None;
    }
    let bounds = edtf_core::Edtf::Date(date).bounds();
    Ok((Some(bound_day(bounds.earliest)?), Some(bound_day(bounds.latest)?)))
}

fn bound_day(bound: Bound) -> Result<Day, EdtfError> {
    let Bound::Date(date) = bound else {
        return Err(EdtfError::YearOutOfRange);
    };
    let year = u16::try_from(date.year).map_err(|_| EdtfError::YearOutOfRange)?;
    Day::new(year, date.month, date.day).ok_or(EdtfError::YearOutOfRange)
}
