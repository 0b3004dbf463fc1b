//! Days and dates: `2022-03-27`, `2022-03`, `2022-04~`, `2022-03-27/2022-03-31`, `../2022-04`, `2020-06-04T20:10`.
//!
//! A [`Day`] is a real calendar day of the years 0001 to 9999. An [`Edtf`] is a date as a writer typed it, in EDTF
//! level 1 (ISO 8601-2), read by the package `edtf-core`: its text is kept and shown, its bounds are computed, and
//! the lower bound never lies behind the upper. `brief` reads them; the method and the checks compare the bounds.

use std::fmt;
use std::str::FromStr;

use compact_str::{CompactString, ToCompactString};
use edtf_core::{Bound, Date, Interval, IntervalEndpoint, Precision};
use serde::{Serialize, Serializer};

use super::time::TimeOfDay;

/// A calendar day of the years 0001 to 9999: `2022-03-27`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    /// The first day that can be written.
    pub const FIRST: Self = Self { year: 1, month: 1, day: 1 };

    /// A day, if the calendar (proleptic Gregorian) has it.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let civil = |year, month, day| jiff::civil::Date::new(year, month, day).ok();
        let exists =
            civil(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).is_some();
        (exists && year > 0).then_some(Self { year, month, day })
    }

    /// The day's number in an unbroken count; one more is the next day.
    #[must_use]
    pub fn number(self) -> i64 {
        let part = |number: u8| i8::try_from(number).unwrap_or(1);
        let year = i16::try_from(self.year).unwrap_or(1);
        let date = jiff::civil::Date::new(year, part(self.month), part(self.day));
        let since = date.map(|date| date.duration_since(jiff::civil::Date::ZERO).as_hours() / 24);
        since.unwrap_or_default()
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
    text: CompactString,
    #[serde(skip)]
    lower: Option<Day>,
    #[serde(skip)]
    upper: Option<Day>,
    #[serde(skip)]
    time: Option<TimeOfDay>,
}

/// A minute, or the beginning or end of a day: moments are ordered by the day as written, then by the minute, in UTC
/// where a zone is given (manual, method.md#dates).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    day: Day,
    /// Before and after all minutes, zones included, at the ends of a day.
    minute: i16,
}

const MINUTES_OF_A_DAY: i64 = 24 * 60;

/// What dates are ordered by: the lower bound, an open one first; then the upper bound, an open one last.
pub type DateOrder = (Option<Moment>, bool, Option<Moment>);

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

    /// The time of day, where one is given.
    #[must_use]
    pub const fn time(&self) -> Option<TimeOfDay> {
        self.time
    }

    /// The earliest moment it can mean; `None` is open or unknown.
    #[must_use]
    pub fn earliest(&self) -> Option<Moment> {
        self.moment(self.lower, i16::MIN)
    }

    /// The latest moment it can mean; `None` is open or unknown.
    #[must_use]
    pub fn latest(&self) -> Option<Moment> {
        self.moment(self.upper, i16::MAX)
    }

    /// The minute that it means, counted in UTC; `None`: it is not to the minute, or names no zone.
    #[must_use]
    pub fn instant(&self) -> Option<i64> {
        let time = self.time.filter(|time| time.has_zone())?;
        Some(self.lower?.number() * MINUTES_OF_A_DAY + i64::from(time.minute()))
    }

    fn moment(&self, day: Option<Day>, all_day: i16) -> Option<Moment> {
        day.map(|day| Moment { day, minute: self.time.map_or(all_day, TimeOfDay::minute) })
    }

    /// What "earlier" and "later" mean where dates are put in order (manual, method.md#dates).
    #[must_use]
    pub fn order(&self) -> DateOrder {
        let latest = self.latest();
        (self.earliest(), latest.is_none(), latest)
    }
}

impl From<Day> for Edtf {
    fn from(day: Day) -> Self {
        Self { text: day.to_compact_string(), lower: Some(day), upper: Some(day), time: None }
    }
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EdtfError {
    /// Nothing that EDTF knows.
    NotADate,
    /// Written like a day, but the calendar has no such day.
    NoSuchDay,
    /// A time of day that is not to the minute, or stands behind no single day.
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
            Self::TimeOfDay => {
                "expected a time to the minute behind one day: `2020-06-04T20:10`, perhaps with `Z` or `+02:00`"
            }
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
        if let Some(timed) = at_time(text) {
            return Ok(timed);
        }
        let parsed = edtf_core::Edtf::parse(text).map_err(|_| explain(text))?;
        let (lower, upper) = bounds(&parsed)?;
        let canonical = parsed.to_string();
        if canonical != text {
            return Err(EdtfError::WrittenAsLevelTwo(canonical));
        }
        Ok(Self { text: canonical.into(), lower, upper, time: None })
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// `2020-06-04T20:10` with or without a zone: EDTF level 0, to the minute.
fn at_time(text: &str) -> Option<Edtf> {
    let (day, time) = text.split_once('T')?;
    let (day, time) = (day.parse::<Day>().ok()?, time.parse().ok()?);
    Some(Edtf { text: text.into(), time: Some(time), ..Edtf::from(day) })
}

/// Why the package refused a text, as far as the text shows it.
fn explain(text: &str) -> EdtfError {
    if let Some((start, end)) = text.split_once('/') {
        return if end.contains('/') { EdtfError::NotADate } else { explain_interval(start, end) };
    }
    if text.parse::<Day>() == Err(DayError::NoSuchDay) {
        return if text.starts_with("0000") { EdtfError::YearOutOfRange } else { EdtfError::NoSuchDay };
    }
    let behind_day =
        text.split_at_checked(10).filter(|(day, _)| day.parse::<Day>().is_ok()).map(|(_, rest)| rest);
    match behind_day.map(str::as_bytes) {
        Some([b'T' | b't' | b' ', b'0'..=b'9', ..]) => EdtfError::TimeOfDay,
        _ => EdtfError::NotADate,
    }
}

/// Why the package refused an interval: one of its ends, or their order.
fn explain_interval(start: &str, end: &str) -> EdtfError {
    match (start.parse::<Edtf>(), end.parse::<Edtf>()) {
        (Ok(start), Ok(end)) if start.time.is_some() || end.time.is_some() => EdtfError::TimeOfDay,
        (Ok(start), Ok(end)) if start.lower > end.upper => EdtfError::Reversed,
        (Ok(_), Ok(_)) => EdtfError::NotADate,
        (Ok(_) | Err(EdtfError::NotADate), Err(error)) | (Err(error), _) => error,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(text: &str) -> Result<String, EdtfError> {
        let date: Edtf = text.parse()?;
        let side = |day: Option<Day>| day.map_or_else(|| "open".to_owned(), |day| day.to_string());
        Ok(format!("{} {}", side(date.lower()), side(date.upper())))
    }

    fn read_date(text: &str) -> Edtf {
        text.parse().expect("a date")
    }

    #[test]
    fn days_are_real_days() {
        assert_eq!(
            "2024-02-29".parse::<Day>().map(|day| (day.year(), day.month(), day.day())),
            Ok((2024, 2, 29))
        );
        for text in ["2022-02-29", "2022-13-01", "2022-00-10", "2022-01-00", "0000-01-01", "1900-02-29"] {
            assert_eq!(text.parse::<Day>(), Err(DayError::NoSuchDay), "{text}");
        }
        for text in [
            "",
            "2022-3-27",
            "2022-03",
            "27.03.2022",
            "2022/03/27",
            "2022-03-27 ",
            "+022-03-27",
            "٢٠٢٢-03-27",
        ] {
            assert_eq!(text.parse::<Day>(), Err(DayError::NotADay), "{text}");
        }
    }

    #[test]
    fn level_one_has_bounds() {
        for (text, expected) in [
            ("2022-03-27", "2022-03-27 2022-03-27"),
            ("2022-03", "2022-03-01 2022-03-31"),
            ("2024-02", "2024-02-01 2024-02-29"),
            ("2022", "2022-01-01 2022-12-31"),
            ("2022-04~", "2022-04-01 2022-04-30"),
            ("2022-04-10?", "2022-04-10 2022-04-10"),
            ("2022%", "2022-01-01 2022-12-31"),
            ("201X", "2010-01-01 2019-12-31"),
            ("20XX", "2000-01-01 2099-12-31"),
            ("2022-XX", "2022-01-01 2022-12-31"),
            ("2022-04-XX", "2022-04-01 2022-04-30"),
            ("2022-XX-XX", "2022-01-01 2022-12-31"),
            ("2022-21", "2022-01-01 2022-12-31"),
            ("2022-24", "2022-01-01 2022-12-31"),
            ("9999-24", "9999-01-01 9999-12-31"),
            ("2022-03-27/2022-03-31", "2022-03-27 2022-03-31"),
            ("2022-03-27/2022-03", "2022-03-27 2022-03-31"),
            ("2022-03/2022-03-27", "2022-03-01 2022-03-27"),
            ("2021/2022-04~", "2021-01-01 2022-04-30"),
            ("2022-03-27/2022-03-27", "2022-03-27 2022-03-27"),
            ("2021-21/2022-23", "2021-01-01 2022-12-31"),
            ("../2022-04", "open 2022-04-30"),
            ("2022-04/..", "2022-04-01 open"),
            ("/2022-04", "open 2022-04-30"),
            ("2022-04/", "2022-04-01 open"),
            ("0001", "0001-01-01 0001-12-31"),
        ] {
            assert_eq!(bounds(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_its_reason() {
        for (text, expected) in [
            ("", EdtfError::NotADate),
            ("March 2022", EdtfError::NotADate),
            ("27.03.2022", EdtfError::NotADate),
            ("2022-3-27", EdtfError::NotADate),
            ("2022-13", EdtfError::NotADate),
            ("2022/03/27", EdtfError::NotADate),
            ("2022-03-27/2022-03-28/2022-03-29", EdtfError::NotADate),
            ("../..", EdtfError::NotADate),
            ("/", EdtfError::NotADate),
            ("2022-03-27 ", EdtfError::NotADate),
            ("2022-02-30", EdtfError::NoSuchDay),
            ("2022-02-30/2022-03-01", EdtfError::NoSuchDay),
            ("2022-02-01/2022-02-30", EdtfError::NoSuchDay),
            ("2022-03-27T10:00:00Z", EdtfError::TimeOfDay),
            ("2022-03-27T24:00", EdtfError::TimeOfDay),
            ("2022-03-27T10:00/2022-03-28", EdtfError::TimeOfDay),
            ("2022-03-27 10:00", EdtfError::TimeOfDay),
            ("2022-25", EdtfError::LevelTwo),
            ("2022-33", EdtfError::LevelTwo),
            ("{2021,2022}", EdtfError::LevelTwo),
            ("[2021..2022]", EdtfError::LevelTwo),
            ("2022~-03", EdtfError::LevelTwo),
            ("1X22", EdtfError::LevelTwo),
            ("1950S2", EdtfError::LevelTwo),
            ("2022-0X", EdtfError::LevelTwo),
            ("201X/2022", EdtfError::LevelTwo),
            ("?2022-?03", EdtfError::WrittenAsLevelTwo("2022-03?".to_owned())),
            ("0000", EdtfError::YearOutOfRange),
            ("0000-05-05", EdtfError::YearOutOfRange),
            ("-0044", EdtfError::YearOutOfRange),
            ("Y17000", EdtfError::YearOutOfRange),
            ("00XX", EdtfError::YearOutOfRange),
            ("2022-03-31/2022-03-27", EdtfError::Reversed),
            ("2023/2022", EdtfError::Reversed),
            ("2022-04/2022-03-31", EdtfError::Reversed),
            ("2022-04~/2022-03?", EdtfError::Reversed),
            ("2023-01-15/2022-24", EdtfError::Reversed),
        ] {
            assert_eq!(bounds(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn times_are_kept_and_ordered_within_their_day() {
        assert_eq!(bounds("2020-06-04T20:10+02:00").as_deref(), Ok("2020-06-04 2020-06-04"));
        assert!(read_date("2020-06-04T20:10+02:00").latest() < read_date("2020-06-04T18:11Z").earliest());
        assert!(read_date("2020-06-04").earliest() < read_date("2020-06-04T00:10+14:00").earliest());
        assert!(read_date("2020-06-04").latest() > read_date("2020-06-04T23:50-12:00").latest());
        assert!(
            read_date("2020-06-04T23:50-12:00").latest() < read_date("2020-06-05T00:00+14:00").earliest()
        );
    }

    #[test]
    fn open_bounds_are_the_outermost() {
        let mut dates = ["2022/..", "2022", "../2022", "2021", "2022-01", "../2021"].map(read_date);
        dates.sort_by_key(Edtf::order);
        let sorted: Vec<&str> = dates.iter().map(Edtf::as_str).collect();
        assert_eq!(sorted, ["../2021", "../2022", "2021", "2022-01", "2022", "2022/.."]);
    }
}
