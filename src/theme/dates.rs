//! Dates in words: `2022-03-27/2022-03-31` is "27–31 March 2022" in English, `2020-06-04T20:10` "4 June 2020, 20:10".
//!
//! The dates are EDTF level 1, perhaps with a time to the minute, as `value::date` lets them in; what cannot be put into words is shown as it was
//! written. The words and the order of a date's parts are the language's, from `[dates]` of its file of words.
//! `filters` calls it.

use serde::Deserialize;
use toml::Table;

use super::numbers::{NumberWords, fill};
use crate::markdown::Html;
use crate::value::date::Day;
use crate::value::time::TimeOfDay;

/// How a language writes dates. `{...}` in a pattern is filled in.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct DateWords {
    /// Of January to December.
    months: [String; 12],
    /// Of spring to winter (EDTF 21 to 24).
    seasons: [String; 4],
    /// How the first day of a month is written, where it is not `1`.
    first_day: String,
    /// `{hour}` `{minute}`
    time: String,
    /// A day and a time, without a zone and with one: `{date}` `{time}` `{zone}`, the last as far as it is not UTC
    at: String,
    at_zone: String,
    /// `{day}` `{month}` `{year}`
    day: String,
    /// `{month}` `{year}`
    month: String,
    /// A day in an interval within one year: `{day}` `{month}`
    day_of_year: String,
    /// `{season}` `{year}`
    season: String,
    /// An interval of days in one month: `{first}` `{last}` `{month}` `{year}`
    days: String,
    /// An interval of months in one year: `{first}` `{last}` `{year}`
    months_of_year: String,
    /// Any other interval: `{first}` `{last}`
    interval: String,
    /// An interval that is open at its end, at its start: `{date}`
    since: String,
    until: String,
    /// An interval whose end, whose start is not known: `{date}`
    from: String,
    to: String,
    /// A day, a month or a year that is not known: `{date}`; `{first}` `{last}`
    some_day: String,
    some_month: String,
    some_year: String,
    /// `~`, `?` and `%`: `{date}`
    approximate: String,
    uncertain: String,
    approximate_and_uncertain: String,
}

impl DateWords {
    /// The words for dates of a language.
    ///
    /// # Errors
    /// One sentence on what is missing or of the wrong form.
    pub(super) fn read(words: &Table) -> Result<Self, String> {
        let dates = words.get("dates").cloned().ok_or("the words for `dates` are missing")?;
        dates.try_into().map_err(|error: toml::de::Error| {
            format!("the words for `dates` are not complete: {}", error.message())
        })
    }

    /// A date in words.
    pub(super) fn words(&self, edtf: &str, numbers: &NumberWords) -> String {
        let words = match (edtf.split_once('/'), edtf.split_once('T')) {
            (Some((start, end)), _) => self.interval(start, end),
            (None, Some((day, time))) => self.moment(day, time),
            (None, None) => Date::read(edtf).map(|date| self.date(date)),
        };
        words.map_or_else(|| edtf.to_owned(), |words| numbers.digits(words))
    }

    /// A date as an element: `<time datetime>` where HTML knows its form (a day, a month, a year), else with the
    /// EDTF beside it.
    pub(super) fn element(&self, edtf: &str, numbers: &NumberWords) -> String {
        let (element, attribute) = if is_html(edtf) { ("time", "datetime") } else { ("span", "data-edtf") };
        let words = self.words(edtf, numbers);
        let mut html = String::with_capacity(edtf.len() + words.len() + 48);
        html.extend(["<", element, " ", attribute, "=\""]);
        Html::escape_to(&mut html, edtf);
        html.push_str("\">");
        Html::escape_to(&mut html, &words);
        html.extend(["</", element, ">"]);
        html
    }

    fn date(&self, date: Date<'_>) -> String {
        let words = match date.precise {
            Precise::Year(year) => year.to_owned(),
            Precise::Season(year, season) => {
                fill(&self.season, &[("{season}", &self.seasons[season]), ("{year}", year)])
            }
            Precise::Month(year, month) => {
                fill(&self.month, &[("{month}", &self.months[month]), ("{year}", year)])
            }
            Precise::Day(year, month, day) => {
                let day = self.day_number(day);
                fill(&self.day, &[("{day}", &day), ("{month}", &self.months[month]), ("{year}", year)])
            }
            Precise::SomeYear(first, last) => {
                fill(&self.some_year, &[("{first}", &first.to_string()), ("{last}", &last.to_string())])
            }
            Precise::SomeMonth(year) => fill(&self.some_month, &[("{date}", year)]),
            Precise::SomeDay(year, month) => {
                let month = fill(&self.month, &[("{month}", &self.months[month]), ("{year}", year)]);
                fill(&self.some_day, &[("{date}", &month)])
            }
        };
        match date.doubt {
            Doubt::None => words,
            Doubt::Uncertain => fill(&self.uncertain, &[("{date}", &words)]),
            Doubt::Approximate => fill(&self.approximate, &[("{date}", &words)]),
            Doubt::Both => fill(&self.approximate_and_uncertain, &[("{date}", &words)]),
        }
    }

    fn moment(&self, day: &str, time: &str) -> Option<String> {
        day.parse::<Day>().ok()?;
        let (day, at) = (Date::read(day)?, time.parse::<TimeOfDay>().ok()?);
        let [hour, minute] = [at.hour(), at.minute_of_hour()].map(|part| format!("{part:02}"));
        let words = fill(&self.time, &[("{hour}", &hour), ("{minute}", &minute)]);
        let zone = time.get("20:10".len()..)?;
        let pattern = if zone.is_empty() { &self.at } else { &self.at_zone };
        let zone = zone.trim_end_matches('Z');
        Some(fill(pattern, &[("{date}", &self.date(day)), ("{time}", &words), ("{zone}", zone)]))
    }

    fn interval(&self, start: &str, end: &str) -> Option<String> {
        let bounded = |text: &str| !matches!(text, "" | "..");
        let words = |text: &str| Date::read(text).map(|date| self.date(date));
        match (bounded(start), bounded(end)) {
            (true, true) => {
                let (start, end) = (Date::read(start)?, Date::read(end)?);
                Some(self.together(start, end).unwrap_or_else(|| {
                    fill(&self.interval, &[("{first}", &self.date(start)), ("{last}", &self.date(end))])
                }))
            }
            (true, false) => {
                let pattern = if end.is_empty() { &self.from } else { &self.since };
                Some(fill(pattern, &[("{date}", &words(start)?)]))
            }
            (false, true) => {
                let pattern = if start.is_empty() { &self.to } else { &self.until };
                Some(fill(pattern, &[("{date}", &words(end)?)]))
            }
            (false, false) => None,
        }
    }

    /// An interval whose ends share their month or year, which is then said once.
    fn together(&self, start: Date<'_>, end: Date<'_>) -> Option<String> {
        if start.doubt != Doubt::None || end.doubt != Doubt::None {
            return None;
        }
        match (start.precise, end.precise) {
            (Precise::Day(year, month, first), Precise::Day(y, m, last)) if (year, month) == (y, m) => {
                let (first, last) = (self.day_number(first), self.day_number(last));
                let month = &self.months[month];
                let parts =
                    [("{first}", first.as_str()), ("{last}", &last), ("{month}", month), ("{year}", year)];
                Some(fill(&self.days, &parts))
            }
            (Precise::Day(year, month, first), Precise::Day(y, ..)) if year == y => {
                let day = [("{day}", self.day_number(first)), ("{month}", self.months[month].clone())];
                let first =
                    fill(&self.day_of_year, &day.each_ref().map(|(name, value)| (*name, value.as_str())));
                Some(fill(&self.interval, &[("{first}", &first), ("{last}", &self.date(end))]))
            }
            (Precise::Month(year, first), Precise::Month(y, last)) if year == y => {
                let (first, last) = (&self.months[first], &self.months[last]);
                Some(fill(&self.months_of_year, &[("{first}", first), ("{last}", last), ("{year}", year)]))
            }
            _ => None,
        }
    }

    fn day_number(&self, day: u8) -> String {
        if day == 1 { self.first_day.clone() } else { day.to_string() }
    }
}

/// A date or an end of an interval.
#[derive(Clone, Copy)]
struct Date<'t> {
    precise: Precise<'t>,
    doubt: Doubt,
}

/// How much of a date is given. Months and seasons are counted from 0.
#[derive(Clone, Copy)]
enum Precise<'t> {
    Year(&'t str),
    Season(&'t str, usize),
    Month(&'t str, usize),
    Day(&'t str, usize, u8),
    SomeYear(u16, u16),
    SomeMonth(&'t str),
    SomeDay(&'t str, usize),
}

/// What is said of a date's certainty.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doubt {
    None,
    Uncertain,
    Approximate,
    Both,
}

impl<'t> Date<'t> {
    fn read(text: &'t str) -> Option<Self> {
        let doubt = match text.chars().last()? {
            '?' => Doubt::Uncertain,
            '~' => Doubt::Approximate,
            '%' => Doubt::Both,
            _ => Doubt::None,
        };
        let mut parts = text.trim_end_matches(['?', '~', '%']).split('-');
        let (year, month, day) = (parts.next()?, parts.next(), parts.next());
        if parts.next().is_some() {
            return None;
        }
        Some(Self { precise: Precise::read(year, month, day)?, doubt })
    }
}

impl<'t> Precise<'t> {
    fn read(year: &'t str, month: Option<&str>, day: Option<&str>) -> Option<Self> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X') {
            return None;
        }
        match (month, day) {
            (None, None) if !digits(year) => {
                let bound = |digit: &str| year.replace('X', digit).parse().ok();
                Some(Self::SomeYear(bound("0")?, bound("9")?))
            }
            _ if !digits(year) => None,
            (None, _) => Some(Self::Year(year)),
            (Some("XX"), None | Some("XX")) => Some(Self::SomeMonth(year)),
            (Some(month), None) => match month.parse::<usize>().ok()? {
                month @ 1..=12 => Some(Self::Month(year, month - 1)),
                season @ 21..=24 => Some(Self::Season(year, season - 21)),
                _ => None,
            },
            (Some(month), Some(day)) => {
                let month = month.parse::<usize>().ok().filter(|month| (1..=12).contains(month))? - 1;
                match day {
                    "XX" => Some(Self::SomeDay(year, month)),
                    day => Some(Self::Day(year, month, day.parse().ok()?)),
                }
            }
        }
    }
}

/// Whether HTML takes a date as it stands in `datetime`: a day, a month or a year, or a day with a time.
fn is_html(edtf: &str) -> bool {
    if let Some((day, time)) = edtf.split_once('T') {
        return day.len() == 10 && is_html(day) && time.parse::<TimeOfDay>().is_ok();
    }
    let is_form = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    let month = edtf.get(5..7).is_none_or(|month| ("01"..="12").contains(&month));
    month && matches!(edtf.len(), 4 | 7 | 10) && edtf.bytes().enumerate().all(is_form)
}

#[cfg(test)]
mod tests {
    use super::*;

    use super::super::{ThemeFolder, WORDS, below, texts};
    use crate::text::Files;
    use crate::theme::words::Words;

    fn language(language: &str) -> (DateWords, NumberWords) {
        let texts = texts(&ThemeFolder::default(), &Files::default());
        let words = Words::load(below(&texts, WORDS), &"en".parse().expect("a tag"), &mut Vec::new());
        let found = words.languages().find(|(tag, _)| *tag == language).expect("an embedded language");
        (found.1.dates.clone(), found.1.numbers.clone())
    }

    fn words(language: &str, edtf: &str) -> String {
        let (dates, numbers) = self::language(language);
        dates.words(edtf, &numbers)
    }

    #[test]
    fn english() {
        for (edtf, expected) in [
            ("2022-03-27", "27 March 2022"),
            ("2022-03-01", "1 March 2022"),
            ("2022-03", "March 2022"),
            ("2022", "2022"),
            ("2022-23", "autumn 2022"),
            ("2022-04~", "about April 2022"),
            ("2022-04-10?", "10 April 2022 (uncertain)"),
            ("2022-04-10%", "about 10 April 2022 (uncertain)"),
            ("2022-03-27/2022-03-31", "27–31 March 2022"),
            ("2022-03-27/2022-04-02", "27 March – 2 April 2022"),
            ("2021-12-30/2022-01-02", "30 December 2021 – 2 January 2022"),
            ("2022-03/2022-05", "March–May 2022"),
            ("2021-11/2022-02", "November 2021 – February 2022"),
            ("2022-03~/2022-05", "about March 2022 – May 2022"),
            ("../2022-04", "until April 2022"),
            ("2022-04/..", "since April 2022"),
            ("2022-04/", "from April 2022, end not known"),
            ("/2022-04", "start not known, to April 2022"),
            ("202X", "a year in 2020–2029"),
            ("20XX", "a year in 2000–2099"),
            ("2022-XX", "2022, month not known"),
            ("2022-XX-XX", "2022, month not known"),
            ("2022-04-XX", "April 2022, day not known"),
            ("2020-06-04T20:10", "4 June 2020, 20:10"),
            ("2020-06-04T05:00Z", "4 June 2020, 05:00 (UTC)"),
            ("2020-06-04T20:10-04:00", "4 June 2020, 20:10 (UTC-04:00)"),
        ] {
            assert_eq!(words("en", edtf), expected, "{edtf}");
        }
    }

    #[test]
    fn french() {
        assert_eq!(words("fr", "2022-03-27/2022-03-31"), "27–31 mars 2022");
        assert_eq!(words("fr", "2022-03-01"), "1er mars 2022");
        assert_eq!(words("fr", "2022-08~"), "août 2022 (date approximative)");
        assert_eq!(words("fr", "2020-06-04T20:10Z"), "4 juin 2020 à 20\u{a0}h\u{a0}10 (UTC)");
    }

    #[test]
    fn arabic() {
        assert_eq!(words("ar", "2022-03-27/2022-03-31"), "27–31 مارس 2022");
        assert_eq!(words("ar", "../2022-04"), "حتى أبريل 2022");
        assert_eq!(words("ar", "2020-06-04T20:10"), "4 يونيو 2020، 20:10");
    }

    #[test]
    fn what_has_no_words_is_shown_as_written() {
        for odd in [
            "T",
            "2022-03-27T",
            "2022-03T20:10",
            "2022-03-27T24:00",
            "éT20:10",
            "",
            "/",
            "../..",
            "soon",
            "2022-13",
            "2022-00",
            "2022-03-27-1",
            "XXXX-03",
            "é-é",
            "~",
            "2022-é",
        ] {
            assert_eq!(words("en", odd), odd);
        }
    }

    #[test]
    fn html_knows_days_months_and_years() {
        let (dates, numbers) = language("en");
        let element = |edtf: &str| dates.element(edtf, &numbers);
        assert_eq!(element("2022-03"), "<time datetime=\"2022-03\">March 2022</time>");
        assert_eq!(
            element("2020-06-04T20:10Z"),
            "<time datetime=\"2020-06-04T20:10Z\">4 June 2020, 20:10 (UTC)</time>"
        );
        assert_eq!(element("2022-23"), "<span data-edtf=\"2022-23\">autumn 2022</span>");
        assert_eq!(
            element("2022-03-27/2022-03-31"),
            "<span data-edtf=\"2022-03-27/2022-03-31\">27–31 March 2022</span>"
        );
        assert_eq!(element("<b>"), "<span data-edtf=\"&lt;b&gt;\">&lt;b&gt;</span>");
    }
}
