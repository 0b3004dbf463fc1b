//! Events in a list: when and where each was, how many were hit and by whose count, what is in dispute. The list of all
//! events stands by year; the home page shows the latest.
//!
//! Figures on different groups of people never make one range. Each speaker's figure is a mark on one scale for the whole
//! column, whose steps are tens; its place is worked out here, so that a template only draws.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Serialize;

use super::Pages;
use super::claim::{figure_dir, stretch};
use super::event::EventCard;
use super::figures::{TickView, is_projected, reach};
use crate::method::figures::{Comparison, CurrentFigure, FigureRow};
use crate::plan::urls;
use crate::plan::years::Year;
use crate::site::{Event, Id, Index};
use crate::value::lang::Lang;
use crate::value::measure::ALL;
use crate::value::word::FiguresAre;

/// Lines of figures of one event.
const MOST_COUNTS: usize = 4;

/// Marks of one event.
const MOST_MARKS: usize = 16;

/// Bars over the list. Where there are more years, a bar is ten, a hundred or a thousand of them.
const MOST_BARS: usize = 40;

/// The measure that is shown first.
const FIRST: &str = "killed";

/// What the list of events shows.
#[derive(Clone, Debug, Serialize)]
pub struct EventsView {
    /// How many events there are.
    pub count: usize,
    /// In how many of them something is in dispute.
    pub disputed: usize,
    /// The years of the whole list, latest first, each with where it begins.
    pub bars: Vec<YearBarView>,
    /// Latest first, by year; of this part of the list.
    pub table: IncidentsView,
}

/// A year of the list, or several where there are very many.
#[derive(Clone, Debug, Serialize)]
pub struct YearBarView {
    /// EDTF: a year, or the first and the last one; null where the year is not known.
    pub date: Option<String>,
    /// Where it begins in the list, from the site's top.
    pub href: String,
    /// How many events it has.
    pub events: usize,
    /// The same in hundredths of the fullest bar.
    pub share: usize,
}

/// Events in a table.
#[derive(Clone, Debug, Serialize)]
pub struct IncidentsView {
    /// 1, 10, 100 ... on the scale of all marks.
    pub ticks: Vec<TickView>,
    /// The events by year.
    pub years: Vec<YearView>,
}

/// The events of one year; a page may cut it.
#[derive(Clone, Debug, Serialize)]
pub struct YearView {
    /// What stands over them; null on the home page, where years are not told apart.
    pub head: Option<YearHeadView>,
    /// The events, latest first.
    pub events: Vec<IncidentView>,
}

/// What stands over the events of a year.
#[derive(Clone, Debug, Serialize)]
pub struct YearHeadView {
    /// EDTF; null where the year is not known.
    pub date: Option<String>,
    /// Its anchor: `page-year-2022`.
    pub anchor: String,
    /// How many events it has, on all pages.
    pub events: usize,
    /// In how many of them something is in dispute.
    pub disputed: usize,
}

/// An event in the table.
#[derive(Clone, Debug, Serialize)]
pub struct IncidentView {
    /// The event.
    #[serde(flatten)]
    pub event: EventCard,
    /// What is counted: `killed`, else that of which most figures are held; null where nobody stands by one.
    pub measure: Option<String>,
    /// The figures that somebody stands by, a line a group and kind of number: all people first, what is projected last.
    pub counts: Vec<CountView>,
    /// How many more lines there are.
    pub more_counts: usize,
    /// The same figures one by one, on the scale, lowest first.
    pub marks: Vec<CountMarkView>,
    /// How many more there are.
    pub more_marks: usize,
    /// How many points are in dispute.
    pub disputed: usize,
    /// How many times the lowest figure the highest is, at least: `1.57`; null where they do not disagree.
    pub gap: Option<String>,
    /// Whether who was hit is itself in dispute.
    pub groups_differ: bool,
}

/// The figures on one group that are of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct CountView {
    /// `all`, `civilians` ...
    pub group: String,
    /// `counted`, `estimated`, `projected`
    pub are: FiguresAre,
    /// The figure; of several, the lowest.
    pub low: CountTextView,
    /// The highest of several that differ; else null.
    pub high: Option<CountTextView>,
}

/// A figure in the writer's words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct CountTextView {
    /// The words.
    pub text: String,
    /// How they run: `ltr` for numbers, `auto` for words.
    pub dir: &'static str,
}

/// A figure on the scale.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct CountMarkView {
    /// The lower bound, in thousandths of the scale.
    pub x: u64,
    /// The upper bound; where it is open, a little beyond the lower one. Null where both are one.
    pub to: Option<u64>,
    /// Whether the upper bound is open.
    pub open: bool,
    /// `all`, `civilians` ...
    pub group: String,
    /// `counted`, `estimated`, `projected`
    pub are: FiguresAre,
    /// The figure.
    #[serde(flatten)]
    pub figure: CountTextView,
}

/// A figure by which a speaker stands, and its row.
type Held<'r> = (&'r FigureRow, &'r CurrentFigure);

impl Pages<'_> {
    pub(super) fn events(&self, part: usize) -> EventsView {
        let (years, lang) = (&self.plan.years, &self.config.language);
        let shown = stretch(&self.plan.events, part, self.config.per_page);
        let start = part * self.config.per_page;
        let of_part = years.iter().skip(years.partition_point(|year| year.first + year.events <= start));
        let scale = self.scale(shown);
        let by_year = of_part.take_while(|year| year.first < start + shown.len()).map(|year| {
            let from = year.first.max(start) - start;
            let to = (year.first + year.events - start).min(shown.len());
            YearView { head: Some(year_head(year)), events: self.incidents(&shown[from..to], scale, lang) }
        });
        EventsView {
            count: self.plan.events.len(),
            disputed: years.iter().map(|year| year.disputed).sum(),
            bars: self.bars(),
            table: IncidentsView { years: by_year.collect(), ticks: scale.ticks() },
        }
    }

    /// Events that are not told apart by year.
    pub(super) fn latest(&self, events: &[Id<Event>], lang: &Lang) -> IncidentsView {
        let scale = self.scale(events);
        let events = self.incidents(events, scale, lang);
        IncidentsView { ticks: scale.ticks(), years: vec![YearView { head: None, events }] }
    }

    fn bars(&self) -> Vec<YearBarView> {
        let years = &self.plan.years;
        let of = |span: u16| move |a: &Year, b: &Year| a.year.map(|y| y / span) == b.year.map(|y| y / span);
        let few = |span: &u16| years.chunk_by(of(*span)).count() <= MOST_BARS;
        let span = [1, 10, 100].into_iter().find(few).unwrap_or(1000);
        let bars: Vec<&[Year]> = years.chunk_by(of(span)).collect();
        let events = |years: &[Year]| years.iter().map(|year| year.events).sum::<usize>();
        let fullest = bars.iter().map(|years| events(years)).max().unwrap_or_default().max(1);
        bars.into_iter()
            .map(|years| YearBarView {
                date: years[0].year.map(|year| match span {
                    1 => edtf(year),
                    _ => format!("{}/{}", edtf(year / span * span), edtf(year / span * span + span - 1)),
                }),
                href: self.year_href(&years[0]),
                events: events(years),
                share: events(years) * 100 / fullest,
            })
            .collect()
    }

    fn year_href(&self, year: &Year) -> String {
        let page = urls::index_part(Index::Events, year.first / self.config.per_page);
        format!("{}#{}", urls::encode(&page), anchor(year))
    }

    fn incidents(&self, events: &[Id<Event>], scale: Scale, lang: &Lang) -> Vec<IncidentView> {
        events.iter().map(|id| self.incident(*id, scale, lang)).collect()
    }

    fn incident(&self, id: Id<Event>, scale: Scale, lang: &Lang) -> IncidentView {
        let versions = self.method.versions(id);
        let held = self.held_of_event(id);
        let measure = held.first().map(|(row, _)| row.measure.clone());
        let findings = versions.findings.iter().filter(|one| Some(&one.measure) == measure.as_ref());
        let (mut gap, mut groups_differ) = (None, false);
        for finding in findings {
            match &finding.comparison {
                Comparison::Disagree { gap: found } => gap = gap.max(*found),
                Comparison::GroupConflict { .. } => groups_differ = true,
                Comparison::Agree | Comparison::Rising => {}
            }
        }
        let (counts, marks) = (counts(&held), scale.marks(&held));
        IncidentView {
            event: self.event_card(id, lang),
            measure,
            more_counts: counts.len().saturating_sub(MOST_COUNTS),
            counts: counts.into_iter().take(MOST_COUNTS).collect(),
            more_marks: marks.len().saturating_sub(MOST_MARKS),
            marks: marks.into_iter().take(MOST_MARKS).collect(),
            disputed: versions.points.iter().filter(|point| point.is_disputed()).count(),
            gap: gap.map(|gap| gap.to_string()),
            groups_differ,
        }
    }

    /// The figures of the measure that an event's line shows. One that the whole which its speaker belongs to has followed
    /// by another is left out.
    fn held_of_event(&self, id: Id<Event>) -> Vec<Held<'_>> {
        let mut best: Vec<Held<'_>> = Vec::new();
        for rows in self.measures(id) {
            let rows = rows.iter().filter(|row| row.newer_in_root.is_none());
            let held: Vec<Held<'_>> = rows.filter_map(|row| Some((row, row.current.as_ref()?))).collect();
            if held.first().is_some_and(|(row, _)| row.measure == FIRST) {
                return held;
            }
            if held.len() > best.len() {
                best = held;
            }
        }
        best
    }

    /// A scale that holds what is shown of these events.
    fn scale(&self, events: &[Id<Event>]) -> Scale {
        let bounds = events.iter().flat_map(|id| self.held_of_event(*id));
        let highest = bounds.map(|(_, current)| reach(current.bounds)).max().unwrap_or_default();
        Scale { tens: u64::from(highest.max(1).ilog10()) + 1 }
    }
}

fn year_head(year: &Year) -> YearHeadView {
    YearHeadView {
        date: year.year.map(edtf),
        anchor: anchor(year),
        events: year.events,
        disputed: year.disputed,
    }
}

fn anchor(year: &Year) -> String {
    format!("page-year-{}", year.year.map_or_else(|| "unknown".to_owned(), |year| year.to_string()))
}

fn edtf(year: u16) -> String {
    format!("{year:04}")
}

/// The figures by kind and group, each with its ends.
fn counts(held: &[Held<'_>]) -> Vec<CountView> {
    let kind = |(row, current): &Held<'_>| (is_projected(current.are), row.group != ALL, current.are as u8);
    let mut held = held.to_vec();
    held.sort_by_key(|one| (kind(one), one.0.group.as_str(), one.1.bounds.min, one.1.claim));
    let lines = held.chunk_by(|a, b| kind(a) == kind(b) && a.0.group == b.0.group);
    let mut counts: Vec<(Held<'_>, CountView)> = lines.filter_map(count).collect();
    counts.sort_by_key(|(lowest, _)| (kind(lowest), Reverse(lowest.1.bounds.min)));
    counts.into_iter().map(|(_, count)| count).collect()
}

/// One line, and the lowest figure of it.
fn count<'r>(line: &[Held<'r>]) -> Option<(Held<'r>, CountView)> {
    let (lowest, highest) =
        (line.first()?, line.iter().max_by_key(|one| (reach(one.1.bounds), one.1.claim))?);
    let (low, high) = (count_text(lowest.1), count_text(highest.1));
    let view = CountView {
        group: lowest.0.group.clone(),
        are: lowest.1.are,
        high: (high != low).then_some(high),
        low,
    };
    Some((*lowest, view))
}

fn count_text(current: &CurrentFigure) -> CountTextView {
    let text = current.figure.to_string();
    CountTextView { dir: figure_dir(&text), text }
}

/// A scale from 1 to a power of ten, in even steps of tens.
#[derive(Clone, Copy)]
struct Scale {
    tens: u64,
}

/// The logarithms of 1 to 10, in thousandths.
const LOGARITHMS: [u64; 10] = [0, 301, 477, 602, 699, 778, 845, 903, 954, 1000];

impl Scale {
    fn ticks(self) -> Vec<TickView> {
        (0..=u32::try_from(self.tens).unwrap_or_default())
            .filter_map(|power| 10_u64.checked_pow(power))
            .map(|number| TickView { number, x: self.place(number) })
            .collect()
    }

    /// Between whole numbers of a ten straight lines will do: no mark is off by its own width.
    fn place(self, number: u64) -> u64 {
        let number = number.max(1);
        let power = number.ilog10();
        let unit = 10_u64.pow(power);
        let digit = usize::try_from(number / unit).unwrap_or(9).clamp(1, 9);
        let (low, high) = (LOGARITHMS[digit - 1], LOGARITHMS[digit]);
        let within = u128::from(high - low) * u128::from(number % unit) / u128::from(unit);
        let thousandths = u64::from(power) * 1000 + low + u64::try_from(within).unwrap_or_default();
        (thousandths / self.tens).min(1000)
    }

    /// Each figure once, lowest first.
    fn marks(self, held: &[Held<'_>]) -> Vec<CountMarkView> {
        let mark = |(row, current): &Held<'_>| {
            let (x, to) = (self.place(current.bounds.min), self.place(reach(current.bounds)));
            let open = current.bounds.max.is_none();
            CountMarkView {
                x,
                to: (to > x || open).then(|| if open { to.max(x + 90) } else { to }),
                open,
                group: row.group.clone(),
                are: current.are,
                figure: count_text(current),
            }
        };
        let marks: BTreeSet<CountMarkView> = held.iter().map(mark).collect();
        marks.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_even_in_tens() {
        let scale = Scale { tens: 5 };
        for (number, x) in
            [(0, 0), (1, 0), (2, 60), (10, 200), (55, 347), (100, 400), (99_999, 999), (100_000, 1000)]
        {
            assert_eq!(scale.place(number), x, "{number}");
        }
        let highest = Scale { tens: u64::from((1_u64 << 53).ilog10()) + 1 };
        assert_eq!((highest.tens, highest.ticks().len()), (16, 17));
        assert_eq!(highest.place(1 << 53), 997);
    }
}
