//! A table of events from elsewhere: a row becomes an event, its source, and a claim in one draft brief.
//!
//! The columns are those that collections of events commonly have (ACLED's and UCDP's names are known); a header map
//! says what others are. What a column does not tell is not made up.

use std::collections::BTreeSet;

use camino::Utf8Path;
use strum::{Display, EnumIter, EnumString, IntoEnumIterator as _, IntoStaticStr, VariantNames};

use super::front::Front;
use super::table::{Row, Table};
use super::{Draft, HeaderMap, id};
use crate::value::country::Country;
use crate::value::date::Edtf;
use crate::value::slug::Slug;
use crate::value::word::EventKind;

/// What a column may tell.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Field {
    /// The row's id where it comes from.
    Id,
    /// The event's name.
    Event,
    /// What kind of event it is.
    Kind,
    /// When it took place, or began.
    Date,
    /// When it ended.
    EndDate,
    /// One party.
    Actor,
    /// The other party.
    OtherActor,
    /// The place's name.
    Place,
    /// The country, by its name or code.
    Country,
    /// Degrees north.
    Lat,
    /// Degrees east.
    Lon,
    /// Least number of dead.
    FatalitiesLow,
    /// Number of dead.
    Fatalities,
    /// Greatest number of dead.
    FatalitiesHigh,
    /// Who reported it.
    Source,
    /// What is said to have happened.
    Notes,
}

impl Field {
    /// The names under which columns are known without a map, in lower case.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Id => &["event_id_cnty", "event_id", "id"],
            Self::Event => &["event", "name", "title"],
            Self::Kind => &["event_type", "kind", "type"],
            Self::Date => &["event_date", "date_start", "date"],
            Self::EndDate => &["date_end", "end_date"],
            Self::Actor => &["actor1", "side_a", "actor"],
            Self::OtherActor => &["actor2", "side_b"],
            Self::Place => &["location", "where_description", "where_coordinates", "place"],
            Self::Country => &["country"],
            Self::Lat => &["latitude", "lat"],
            Self::Lon => &["longitude", "lon"],
            Self::FatalitiesLow => &["low", "fatalities_low"],
            Self::Fatalities => &["fatalities", "best", "fatalities_best"],
            Self::FatalitiesHigh => &["high", "fatalities_high"],
            Self::Source => &["source", "source_office", "source_article"],
            Self::Notes => &["notes", "source_headline", "description"],
        }
    }
}

/// Which column tells what.
struct Columns(Vec<(Field, String)>);

impl Columns {
    fn of(table: &Table, map: &HeaderMap) -> Result<Self, String> {
        let mut columns = Vec::new();
        for field in Field::iter() {
            let named = |column: &&String| field.names().contains(&column.to_lowercase().as_str());
            let column = match map.get(&field) {
                Some(name) if table.columns.contains(name) => Some(name.clone()),
                Some(name) => {
                    return Err(format!("it has no column `{name}`, which the map names for `{field}`"));
                }
                None => table.columns.iter().find(named).cloned(),
            };
            columns.extend(column.map(|column| (field, column)));
        }
        Ok(Self(columns))
    }

    fn get<'r>(&self, row: &'r Row, field: Field) -> &'r str {
        let column = self.0.iter().find(|(own, _)| *own == field);
        column.map_or("", |(_, column)| row.get(column)).trim()
    }

    /// The columns that nothing is known of.
    fn others<'t>(&self, table: &'t Table) -> Vec<&'t String> {
        table.columns.iter().filter(|column| self.0.iter().all(|(_, own)| own != *column)).collect()
    }
}

pub(super) fn read(path: &Utf8Path, table: &Table, map: &HeaderMap, draft: &mut Draft) -> Result<(), String> {
    let columns = Columns::of(table, map)?;
    if columns.0.iter().all(|(field, _)| *field != Field::Date) {
        let names = Field::Date.names().join("`, `");
        return Err(format!(
            "no column tells the date: name one by `--map date=COLUMN`, or call it `{names}`"
        ));
    }
    let stem = path.file_stem().unwrap_or("table");
    let mut sheet = Sheet { path, columns: &columns, draft, seen: BTreeSet::new(), days: Vec::new() };
    let mut claims = Front::default();
    claims.under("claims", |front| {
        for (number, row) in (2..).zip(&table.rows) {
            front.item(|front| sheet.row(front, row, number));
        }
    });
    let mut front = Front::default();
    front.text("title", stem);
    let day = sheet.days.iter().max().cloned();
    front.word("date", day.as_deref().unwrap_or("0001-01-01"));
    front.word("status", "draft");
    front.append(&claims);
    keep(&mut front, table, &columns);
    for column in columns.others(table) {
        if table.rows.iter().any(|row| !row.get(column).is_empty()) {
            draft.leave(
                path,
                format!("column `{column}`"),
                "has no place in a brief, and is kept under `private`",
            );
        }
    }
    draft.add("briefs", &id(stem, "table"), front);
    Ok(())
}

/// What nothing is known of goes under `private`, a list of the rows' cells, so that it is not lost.
fn keep(front: &mut Front, table: &Table, columns: &Columns) {
    let others = columns.others(table);
    front.under("private", |front| {
        for (number, row) in (2..).zip(&table.rows) {
            let cells: Vec<(&String, &str)> =
                others.iter().map(|column| (*column, row.get(column))).collect();
            front.map(&format!("row {number}"), &cells);
        }
    });
}

/// A table under way.
struct Sheet<'d> {
    path: &'d Utf8Path,
    columns: &'d Columns,
    draft: &'d mut Draft,
    /// Sources that were made already.
    seen: BTreeSet<String>,
    /// The days of the rows.
    days: Vec<String>,
}

impl Sheet<'_> {
    /// The claim of a row; its event and source become records.
    fn row(&mut self, front: &mut Front, row: &Row, number: usize) {
        let get = |field| self.columns.get(row, field);
        let date = self.date(row, number);
        let name = match (get(Field::Event), get(Field::Kind), get(Field::Place)) {
            ("", "", "") => format!("Row {number}"),
            ("", kind, "") => format!("{kind}, {date}"),
            ("", "", place) => format!("{place}, {date}"),
            ("", kind, place) => format!("{kind} at {place}, {date}"),
            (name, ..) => name.to_owned(),
        };
        let event = self.event(row, number, &name, &date);
        let source = get(Field::Source);
        let speaker = if source.is_empty() {
            self.draft.leave(self.path, format!("row {number}"), "nobody is named who reports it");
            "Not stated"
        } else {
            source
        };
        front.text("id", &format!("row-{number}"));
        front.text("by", speaker);
        let notes = get(Field::Notes);
        front.text("says", if notes.is_empty() { &name } else { notes });
        front.text("event", event.as_str());
        if !source.is_empty() {
            front.text("source", source);
            if self.seen.insert(source.to_owned()) {
                let mut record = Front::default();
                record.text("title", source);
                self.draft.add("sources", &id(source, "source"), record);
            }
        }
        if let Some(killed) = self.fatalities(row, number) {
            front.map("figures", &[("killed", killed)]);
        }
    }

    fn event(&mut self, row: &Row, number: usize, name: &str, date: &str) -> Slug {
        let get = |field| self.columns.get(row, field);
        let mut front = Front::default();
        front.text("name", name);
        front.text("date", date);
        let kind = get(Field::Kind).to_lowercase().replace([' ', '/'], "-").replace("--", "-");
        let known =
            EventKind::VARIANTS.iter().find(|word| kind.trim_end_matches('s') == **word || kind == **word);
        match known {
            Some(word) => front.word("kind", word),
            None if !kind.is_empty() => {
                let what = format!("the kind `{}` is none of the format's", get(Field::Kind));
                self.draft.leave(self.path, format!("row {number}"), what);
            }
            None => {}
        }
        self.place(&mut front, row, number);
        let parties: Vec<&str> =
            [get(Field::Actor), get(Field::OtherActor)].into_iter().filter(|name| !name.is_empty()).collect();
        front.list("parties", &parties);
        let own = get(Field::Id);
        let slug = id(if own.is_empty() { name } else { own }, "event");
        self.draft.add_unless_same("events", &slug, front)
    }

    fn place(&mut self, front: &mut Front, row: &Row, number: usize) {
        let get = |field| self.columns.get(row, field);
        let country = get(Field::Country);
        let code = country.parse::<Country>().ok().map(Country::alpha3);
        let code = code.or_else(|| Country::suggestion(country).map(Country::alpha3));
        if code.is_none() && !country.is_empty() {
            self.draft.leave(
                self.path,
                format!("row {number}"),
                format!("the country `{country}` has no code here"),
            );
        }
        let degrees = |field| get(field).parse::<f64>().ok().map(|_| get(field));
        let at = degrees(Field::Lat).zip(degrees(Field::Lon));
        front.under("place", |front| {
            front.text("name", get(Field::Place));
            front.word("country", code.unwrap_or_default());
            if let Some((lat, lon)) = at {
                front.word("lat", lat);
                front.word("lon", lon);
            }
        });
    }

    /// As EDTF; empty where it cannot be read.
    fn date(&mut self, row: &Row, number: usize) -> String {
        let get = |field| self.columns.get(row, field);
        let (start, end) = (day(get(Field::Date)), day(get(Field::EndDate)));
        let text = match (start, end) {
            (Some(start), Some(end)) if start < end => format!("{start}/{end}"),
            (Some(start), _) => start,
            (None, _) => {
                let what = format!("the date `{}` cannot be read", get(Field::Date));
                self.draft.leave(self.path, format!("row {number}"), what);
                return String::new();
            }
        };
        self.days.extend(
            text.get(..10).filter(|day| day.parse::<crate::value::date::Day>().is_ok()).map(str::to_owned),
        );
        text
    }

    /// `12`, `12-15`, `12+`; what is not a number is left.
    fn fatalities(&mut self, row: &Row, number: usize) -> Option<String> {
        let mut numbers = [Field::FatalitiesLow, Field::Fatalities, Field::FatalitiesHigh].map(|field| {
            let text = self.columns.get(row, field);
            let count = text.parse::<u64>().ok();
            if count.is_none() && !text.is_empty() {
                self.draft.leave(
                    self.path,
                    format!("row {number}"),
                    format!("`{text}` is no number of dead"),
                );
            }
            count
        });
        let best = numbers[1];
        let low = numbers[0].take().or(best)?;
        let high = numbers[2].take().or(best);
        Some(match high {
            Some(high) if high == low => low.to_string(),
            Some(high) if high > low => format!("{low}-{high}"),
            _ => format!("{low}+"),
        })
    }
}

/// A date as EDTF: ISO 8601, perhaps with a time behind it, or a day as ACLED writes it (`12 April 2022`).
fn day(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let plain = text.split([' ', 'T']).next().unwrap_or_default();
    if plain.parse::<Edtf>().is_ok() && (plain == text || plain.len() == 10) {
        return Some(plain.to_owned());
    }
    let [day, month, year] = text.split_whitespace().collect::<Vec<_>>()[..] else { return None };
    let month = MONTHS.iter().position(|name| month.to_lowercase().starts_with(name))? + 1;
    let text = format!("{year}-{month:02}-{:02}", day.parse::<u8>().ok()?);
    text.parse::<Edtf>().ok().map(|_| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_collections_are_read() {
        assert_eq!(day("2022-04-12").as_deref(), Some("2022-04-12"));
        assert_eq!(day("2022-04-12 00:00:00.000").as_deref(), Some("2022-04-12"));
        assert_eq!(day("12 April 2022").as_deref(), Some("2022-04-12"));
        assert_eq!(day("2022-04~").as_deref(), Some("2022-04~"));
        assert_eq!(day("04/12/2022"), None);
        assert_eq!(day("31 April 2022"), None);
    }
}
