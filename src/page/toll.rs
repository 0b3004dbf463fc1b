//! The toll by date: what each speaker counted, day by day, as a line of steps (manual, method.md#toll).
//!
//! Places are in thousandths of the drawing's width and height, from its top at the start of a line; a template writes
//! them as percentages, so that letters and marks keep their size on any screen. Who has a figure without a date is in
//! the table only, which tells all that the drawing tells.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Pages;
use super::figures::{is_projected, reach, round_scale, thousandths};
use crate::config::Config;
use crate::method::State;
use crate::method::figures::FigureRow;
use crate::site::{Claim, Id};
use crate::value::date::Day;
use crate::value::figure::Bounds;

/// Lines of one drawing: as many as there are letters that cannot be taken for others.
const MOST_LINES: usize = 12;

/// Where the first and the last day are drawn; before them the scale has room, behind them a line goes on.
const DAYS: (i64, i64) = (130, 880);

/// Where a line ends that goes on.
const END: i64 = 930;

/// Where the highest number of the scale is drawn, and where 0 is.
const LEVELS: (i64, i64) = (60, 850);

/// Days are written so far from each other; a narrow screen has room for the first and the last.
const BETWEEN_DAYS: i64 = 300;

/// Letters are so far from each other.
const BETWEEN_LETTERS: i64 = 50;

/// What a speaker said by date, drawn.
#[derive(Clone, Debug, Serialize)]
pub struct TollView {
    /// Numbers of the scale.
    pub levels: Vec<LevelView>,
    /// Days that are written under the drawing.
    pub days: Vec<TollDayView>,
    /// One line a row of the table that has a figure with a date.
    pub lines: Vec<TollLineView>,
}

/// A number of the scale.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct LevelView {
    /// The number.
    pub number: u64,
    /// Where it is.
    pub y: i64,
}

/// A day under the drawing.
#[derive(Clone, Debug, Serialize)]
pub struct TollDayView {
    /// The day, ISO 8601.
    pub date: String,
    /// Where it is.
    pub x: i64,
}

/// The figures of one row.
#[derive(Clone, Debug, Serialize)]
pub struct TollLineView {
    /// The row's place in the table, from 0.
    #[serde(skip)]
    row: usize,
    /// The letter of the row.
    pub letter: String,
    /// Where the letter stands.
    pub x: i64,
    /// Where the letter stands.
    pub y: i64,
    /// Strokes, one after another.
    pub strokes: Vec<StrokeView>,
    /// One mark a figure.
    pub marks: Vec<TollMarkView>,
}

/// A stretch of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StrokeView {
    /// `now`: the figure that the speaker stands by; `was`: an earlier one; `turn`: from one to the next; `open`: a figure
    /// or more; `room`: from a lower bound to an upper one.
    pub kind: &'static str,
    /// Whether the figure is projected.
    pub projected: bool,
    /// From where.
    pub x1: i64,
    /// From where.
    pub y1: i64,
    /// To where.
    pub x2: i64,
    /// To where.
    pub y2: i64,
}

/// A figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TollMarkView {
    /// `now`: the speaker stands by it; `was`: no longer.
    pub kind: &'static str,
    /// Whether it is projected.
    pub projected: bool,
    /// Where it is.
    pub x: i64,
    /// Where it is.
    pub y: i64,
}

/// A figure with a date.
#[derive(Clone, Copy)]
struct Step {
    day: Day,
    bounds: Bounds,
    projected: bool,
    /// Whether the speaker stands by it.
    is_current: bool,
    /// When it ended, if it was withdrawn or disowned.
    until: Option<Day>,
}

/// Whether the figures of a measure add up over time.
pub(super) fn is_accumulating(config: &Config, measure: &str) -> bool {
    !config.figures.momentary.contains(measure)
}

impl TollView {
    /// The letter of the row at this place, if it is drawn.
    pub(super) fn letter(&self, row: usize) -> Option<String> {
        self.lines.iter().find(|line| line.row == row).map(|line| line.letter.clone())
    }
}

impl Pages<'_> {
    /// `None` where nothing was said at two dates.
    pub(super) fn toll(&self, rows: &[&FigureRow]) -> Option<TollView> {
        let of_rows: Vec<(usize, Vec<Step>)> = rows
            .iter()
            .enumerate()
            .map(|(place, row)| (place, self.steps(row)))
            .filter(|(_, steps)| !steps.is_empty())
            .take(MOST_LINES)
            .collect();
        let steps = || of_rows.iter().flat_map(|(_, steps)| steps);
        let days: BTreeSet<Day> = steps().map(|step| step.day).collect();
        let (first, last) =
            (*days.first()?, steps().flat_map(|step| [Some(step.day), step.until]).flatten().max()?);
        if days.len() < 2 {
            return None;
        }
        let (highest, ticks) = round_scale(steps().map(|step| reach(step.bounds)).max().unwrap_or_default());
        let sheet = Sheet { first, last, highest };
        let letters = ('A'..='Z').map(String::from);
        let mut lines: Vec<TollLineView> =
            letters.zip(&of_rows).map(|(letter, (row, steps))| sheet.line(*row, letter, steps)).collect();
        part_letters(&mut lines);
        Some(TollView {
            levels: ticks.iter().map(|tick| sheet.level_view(tick.number)).collect(),
            days: sheet.days(&days),
            lines,
        })
    }

    /// The figures of a row that have a date, oldest first.
    fn steps(&self, row: &FigureRow) -> Vec<Step> {
        let current = row.current.as_ref().map(|current| current.claim);
        let mut claims: Vec<Id<Claim>> = row.history.iter().rev().copied().chain(current).collect();
        claims.sort_by_key(|id| (self.site.claims[*id].order(), Some(*id) == current));
        claims.into_iter().filter_map(|id| self.dated_figure(id, row, Some(id) == current)).collect()
    }

    fn dated_figure(&self, id: Id<Claim>, row: &FigureRow, is_current: bool) -> Option<Step> {
        let claim = &self.site.claims[id];
        let date = claim.stated_date()?;
        let figure = claim.figure(&row.measure, &row.group)?;
        let is_ended = matches!(self.method.state(id), State::Withdrawn | State::Disowned);
        let ended_by = if is_ended { self.method.ended_by(self.site, id) } else { Vec::new() };
        let day = date.lower().or(date.upper())?;
        let ends = ended_by.iter().filter_map(|other| self.site.claims[*other].stated_date()?.lower());
        Some(Step {
            day,
            bounds: figure.bounds?,
            projected: is_projected(figure.are),
            is_current,
            until: ends.min().filter(|end| *end >= day),
        })
    }
}

/// What the drawing covers.
#[derive(Clone, Copy)]
struct Sheet {
    first: Day,
    last: Day,
    highest: u64,
}

impl Sheet {
    fn place(self, day: Day) -> i64 {
        let days = |day: Day| day.number() - self.first.number();
        DAYS.0 + days(day) * (DAYS.1 - DAYS.0) / days(self.last).max(1)
    }

    fn level(self, number: u64) -> i64 {
        let part = i64::try_from(thousandths(number, self.highest)).unwrap_or_default();
        LEVELS.1 - part * (LEVELS.1 - LEVELS.0) / 1000
    }

    fn level_view(self, number: u64) -> LevelView {
        LevelView { number, y: self.level(number) }
    }

    /// Where a figure is drawn: in the middle of what it leaves open, or at its lower bound if it has no upper one.
    fn height(self, bounds: Bounds) -> i64 {
        let low = self.level(bounds.min);
        bounds.max.map_or(low, |max| i64::midpoint(low, self.level(max)))
    }

    fn line(self, row: usize, letter: String, steps: &[Step]) -> TollLineView {
        let mut line = TollLineView { row, letter, x: 0, y: 0, strokes: Vec::new(), marks: Vec::new() };
        for (place, step) in steps.iter().enumerate() {
            self.draw(&mut line, step, steps.get(place + 1));
        }
        line
    }

    fn draw(self, line: &mut TollLineView, step: &Step, next: Option<&Step>) {
        let (x, y, projected) = (self.place(step.day), self.height(step.bounds), step.projected);
        let kind = if step.is_current { "now" } else { "was" };
        let stroke = |kind, x1, y1, x2, y2| StrokeView { kind, projected, x1, y1, x2, y2 };
        // Behind the figure that the speaker stands by there may be one that was taken back since.
        let next = next.filter(|_| !step.is_current);
        let end = match (next, step.until) {
            _ if step.is_current => END,
            (Some(next), Some(until)) => self.place(until.min(next.day)),
            (Some(next), None) => self.place(next.day),
            (None, Some(until)) => self.place(until),
            (None, None) => x,
        };
        if end > x {
            line.strokes.push(stroke(kind, x, y, end, y));
        }
        if let Some(next) = next.filter(|next| step.until.is_none_or(|until| until >= next.day)) {
            line.strokes.push(stroke("turn", end, y, end, self.height(next.bounds)));
        }
        match step.bounds.max {
            None => line.strokes.push(stroke("open", x, y, x, y - (LEVELS.1 - LEVELS.0) / 12)),
            Some(max) if max > step.bounds.min => {
                line.strokes.push(stroke("room", x, self.level(step.bounds.min), x, self.level(max)));
            }
            Some(_) => {}
        }
        line.marks.push(TollMarkView { kind, projected, x, y });
        (line.x, line.y) = (end.max(x) + 12, y);
    }

    /// The first day, the last one, and those between that have room.
    fn days(self, days: &BTreeSet<Day>) -> Vec<TollDayView> {
        let view = |day: Day| TollDayView { date: day.to_string(), x: self.place(day) };
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return Vec::new() };
        let mut written = vec![view(*first)];
        for day in days {
            let x = self.place(*day);
            let room = written.last().is_none_or(|before| x - before.x >= BETWEEN_DAYS);
            if room && self.place(*last) - x >= BETWEEN_DAYS {
                written.push(view(*day));
            }
        }
        written.push(view(*last));
        written
    }
}

/// Letters one under another, by the places of their lines.
struct Pile {
    lines: Vec<usize>,
    /// Where the first of them stands.
    top: i64,
    /// Where the next one under them may stand.
    end: i64,
}

impl Pile {
    /// Around the middle of where the letters belong.
    fn of(of: Vec<usize>, lines: &[TollLineView]) -> Self {
        let (mut sum, mut count) = (0, 0);
        for line in &of {
            sum += lines[*line].y - count * BETWEEN_LETTERS;
            count += 1;
        }
        let top = sum / count.max(1);
        Self { lines: of, top, end: top + count * BETWEEN_LETTERS }
    }
}

/// Moves letters apart that would stand on each other, up and down alike.
fn part_letters(lines: &mut [TollLineView]) {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|line| lines[*line].x);
    let near = order.chunk_by(|one, next| lines[*next].x - lines[*one].x < BETWEEN_LETTERS);
    let columns: Vec<Vec<usize>> = near.map(<[usize]>::to_vec).collect();
    for mut column in columns {
        column.sort_by_key(|line| (lines[*line].y, *line));
        let mut piles: Vec<Pile> = Vec::new();
        for line in column {
            let mut pile = Pile::of(vec![line], lines);
            while let Some(above) = piles.pop_if(|above| above.end > pile.top) {
                pile = Pile::of([above.lines, pile.lines].concat(), lines);
            }
            piles.push(pile);
        }
        for pile in piles {
            let mut y = pile.top;
            for line in pile.lines {
                lines[line].y = y;
                y += BETWEEN_LETTERS;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn step(on: &str, min: u64, max: Option<u64>) -> Step {
        let bounds = Bounds { min, max };
        Step { day: day(on), bounds, projected: false, is_current: false, until: None }
    }

    fn letter_at((x, y): (i64, i64)) -> TollLineView {
        TollLineView { row: 0, letter: String::new(), x, y, strokes: Vec::new(), marks: Vec::new() }
    }

    #[test]
    fn a_line_goes_from_step_to_step_and_on_from_the_last() {
        let sheet = Sheet { first: day("2023-09-13"), last: day("2023-09-23"), highest: 4000 };
        let last = Step { is_current: true, ..step("2023-09-23", 4000, None) };
        let line = sheet.line(0, "A".to_owned(), &[step("2023-09-13", 2000, Some(2000)), last]);
        let kinds: Vec<&str> = line.strokes.iter().map(|stroke| stroke.kind).collect();
        assert_eq!(kinds, ["was", "turn", "now", "open"]);
        assert_eq!((line.strokes[0].x1, line.strokes[0].x2), (DAYS.0, DAYS.1));
        assert_eq!(line.strokes[2].x2, END);
        assert_eq!((line.marks[0].kind, line.marks[1].kind), ("was", "now"));
        assert_eq!(line.marks[1].y, LEVELS.0);
    }

    #[test]
    fn what_was_disowned_ends_on_that_day_and_leads_to_nothing() {
        let sheet = Sheet { first: day("2023-09-14"), last: day("2023-09-24"), highest: 10 };
        let disowned = Step { until: Some(day("2023-09-19")), ..step("2023-09-14", 10, Some(10)) };
        let line = sheet.line(0, "A".to_owned(), &[disowned, step("2023-09-24", 5, Some(5))]);
        assert_eq!(line.strokes.len(), 1, "the later figure follows on nothing, and goes on nowhere");
        assert_eq!(line.strokes[0].x2, (DAYS.0 + DAYS.1) / 2);
    }

    #[test]
    fn letters_that_would_stand_on_each_other_are_moved_up_and_down_alike() {
        let mut lines = [(942, 698), (942, 695), (942, 695), (942, 99), (442, 404)].map(letter_at);
        part_letters(&mut lines);
        assert_eq!(lines.map(|line| line.y), [746, 646, 696, 99, 404]);
    }

    #[test]
    fn days_that_have_no_room_are_not_written() {
        let sheet = Sheet { first: day("2023-09-01"), last: day("2023-09-11"), highest: 1 };
        let days = ["2023-09-01", "2023-09-02", "2023-09-06", "2023-09-10", "2023-09-11"].map(day);
        let written = sheet.days(&days.into());
        let written: Vec<&str> = written.iter().map(|day| day.date.as_str()).collect();
        assert_eq!(written, ["2023-09-01", "2023-09-06", "2023-09-11"]);
    }
}
