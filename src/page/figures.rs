//! Figures by speaker: what each says now, drawn on one scale, and what it said before (manual, method.md#figures).
//!
//! A bar is an interval in thousandths of the scale's width, worked out here so that a template only draws. A bound
//! is never shown as if counted: the writer's own words stand beside each bar. The toll by date is drawn by `toll`.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Pages;
use super::answers::{AnswersView, EndView, Fall, answers_view};
use super::claim::{PeerView, figure_dir};
use super::date::SaidView;
use super::name::Name;
use super::shared::Shared;
use super::toll::{TollView, is_accumulating};
use crate::method::State;
use crate::method::figures::{Comparison, FigureFinding, FigureRow};
use crate::site::{Claim, Event, Id};
use crate::value::figure::Bounds;
use crate::value::word::{FiguresAre, Relation};

/// Rows of one group of one measure.
const MOST_ROWS: usize = 40;

/// Earlier figures of one row.
const MOST_BEFORE: usize = 20;

/// The width of the scale.
const WIDTH: u64 = 1000;

/// How far an open bar reaches beyond its lower bound, at least, in parts of it: a quarter.
const OPEN_PART: u64 = 4;

/// The figures of one measure.
#[derive(Clone, Debug, Serialize)]
pub struct MeasureView {
    /// `killed`, `injured` ...
    pub measure: String,
    /// The number at the scale's end: a round one that no bar passes.
    pub scale: u64,
    /// Round numbers on the scale, 0 first.
    pub ticks: Vec<TickView>,
    /// The groups.
    pub groups: Vec<FigureGroupView>,
    /// The groups that stand against each other: fighters here, civilians there. Empty: no such conflict.
    pub conflict: Vec<String>,
}

/// A number on a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TickView {
    /// The number.
    pub number: u64,
    /// Where it is, in thousandths of the scale.
    pub x: u64,
}

/// The figures on one group.
#[derive(Clone, Debug, Serialize)]
pub struct FigureGroupView {
    /// `all`, `civilians` ...
    pub group: String,
    /// `agree`, `rising`, `disagree`; null with fewer than two origins.
    pub finding: Option<&'static str>,
    /// Where the figures are rising: the lowest figure and the highest one, in the writers' words.
    pub rose: Option<RiseView>,
    /// How many times the lowest upper bound the highest lower bound is: `6.15`.
    pub gap: Option<String>,
    /// What each speaker counted or estimated, one a row.
    pub rows: Vec<FigureRowView>,
    /// What is projected, by whom; it takes no part in any finding.
    pub projected: Vec<FigureRowView>,
    /// Who gave a figure and no longer stands by any.
    pub given_up: Vec<FigureRowView>,
    /// How many more rows there are.
    pub more: usize,
    /// The figures by date, drawn; null where that would show no more than the rows, or the measure does not add up.
    pub toll: Option<TollView>,
}

/// From where to where the figures given rose.
#[derive(Clone, Debug, Serialize)]
pub struct RiseView {
    /// The lowest figure.
    pub from: String,
    /// How its text runs: `ltr` for numbers, `auto` for words.
    pub from_dir: &'static str,
    /// The highest one.
    pub to: String,
    /// How its text runs.
    pub to_dir: &'static str,
    /// `denies` or `questions`, if one of the claims that give the figures does so to another of them; else null.
    pub against: Option<Relation>,
}

/// What one speaker says, or those who speak together.
#[derive(Clone, Debug, Serialize)]
pub struct FigureRowView {
    /// Its letter in the drawing of the toll; null where it is not drawn.
    pub letter: Option<String>,
    /// Who speaks.
    pub by: Vec<Shared<Name>>,
    /// What is said now; null: it stands by no number.
    pub current: Option<CurrentFigureView>,
    /// What was said before, newest first.
    pub history: Vec<EarlierFigureView>,
    /// How many more there are.
    pub more_history: usize,
    /// A newer figure of the whole that the speaker belongs to.
    pub newer: Option<NewerView>,
}

/// A figure that a speaker stands by.
#[derive(Clone, Debug, Serialize)]
pub struct CurrentFigureView {
    /// The claim that gives it.
    pub claim: Shared<PeerView>,
    /// When it was given.
    #[serde(flatten)]
    pub said: SaidView,
    /// The claim's answers; null for an act.
    pub answers: Option<AnswersView>,
    /// In the writer's words.
    pub text: String,
    /// How the text runs: `ltr` for numbers, `auto` for words.
    pub dir: &'static str,
    /// `counted`, `estimated`, `projected`
    pub are: FiguresAre,
    /// The lower bound.
    pub min: u64,
    /// The upper bound; null: open.
    pub max: Option<u64>,
    /// Where the bar begins, in thousandths of the scale.
    pub x: u64,
    /// How wide it is, in thousandths of the scale, at least 8.
    pub width: u64,
}

/// A figure that a speaker gave earlier.
#[derive(Clone, Debug, Serialize)]
pub struct EarlierFigureView {
    /// The claim that gave it.
    pub claim: Shared<PeerView>,
    /// When it was given.
    #[serde(flatten)]
    pub said: SaidView,
    /// In the writer's words.
    pub text: String,
    /// How the text runs: `ltr` for numbers, `auto` for words.
    pub dir: &'static str,
    /// `counted`, `estimated`, `projected`
    pub are: FiguresAre,
    /// What became of it: `live` where it was only followed by another.
    pub state: State,
    /// By which claims it was replaced, withdrawn or disowned.
    pub ended: Vec<EndView>,
    /// Why it has fallen; null where it has not.
    pub fall: Option<Fall>,
    /// Whether another than the row's speaker gave it, who must be named.
    pub by_another: bool,
}

/// A newer figure of the same whole.
#[derive(Clone, Debug, Serialize)]
pub struct NewerView {
    /// The claim that gives it.
    pub claim: Shared<PeerView>,
    /// When it was given.
    #[serde(flatten)]
    pub said: SaidView,
}

impl Pages<'_> {
    pub(super) fn figures(&self, id: Id<Event>) -> Vec<MeasureView> {
        let versions = self.method.versions(id);
        versions
            .figures
            .chunk_by(|a, b| a.measure == b.measure)
            .map(|rows| self.measure(rows, &versions.findings))
            .collect()
    }

    fn measure(&self, rows: &[FigureRow], findings: &[FigureFinding]) -> MeasureView {
        let measure = rows.first().map(|row| row.measure.clone()).unwrap_or_default();
        let held = rows.iter().filter_map(|row| row.current.as_ref());
        let (scale, ticks) = round_scale(held.map(|current| reach(current.bounds)).max().unwrap_or_default());
        let of_measure = || findings.iter().filter(|finding| finding.measure == measure);
        let conflict = of_measure().find_map(|finding| match &finding.comparison {
            Comparison::GroupConflict { groups } => Some(groups.clone()),
            Comparison::Agree | Comparison::Rising | Comparison::Disagree { .. } => None,
        });
        let groups = rows.chunk_by(|a, b| a.group == b.group).map(|rows| {
            let group = rows.first().map(|row| row.group.as_str()).unwrap_or_default();
            let finding = of_measure().find(|finding| finding.group.as_deref() == Some(group));
            self.figure_group(rows, finding, scale)
        });
        MeasureView {
            scale,
            ticks,
            groups: groups.collect(),
            conflict: conflict.unwrap_or_default(),
            measure,
        }
    }

    fn figure_group(
        &self,
        rows: &[FigureRow],
        finding: Option<&FigureFinding>,
        scale: u64,
    ) -> FigureGroupView {
        let comparison = finding.map(|finding| &finding.comparison);
        let gap = match comparison {
            Some(Comparison::Disagree { gap }) => gap.map(|gap| gap.to_string()),
            _ => None,
        };
        let mut shown: Vec<&FigureRow> = rows.iter().take(MOST_ROWS).collect();
        shown.sort_by_key(|row| rank(row));
        let measure = rows.first().map(|row| row.measure.as_str()).unwrap_or_default();
        let toll = if is_accumulating(self.config, measure) { self.toll(&shown) } else { None };
        let (mut held, mut projected, mut given_up) = (Vec::new(), Vec::new(), Vec::new());
        for (place, row) in shown.iter().enumerate() {
            let letter = toll.as_ref().and_then(|toll| toll.letter(place));
            let view = self.figure_row(row, letter, scale);
            match rank(row) {
                Rank::Held => held.push(view),
                Rank::Projected => projected.push(view),
                Rank::GivenUp => given_up.push(view),
            }
        }
        FigureGroupView {
            group: rows.first().map(|row| row.group.clone()).unwrap_or_default(),
            finding: comparison.map(Into::into),
            rose: comparison.filter(|found| **found == Comparison::Rising).and_then(|_| self.rise(rows)),
            gap,
            rows: held,
            projected,
            given_up,
            more: rows.len() - shown.len(),
            toll,
        }
    }

    fn figure_row(&self, row: &FigureRow, letter: Option<String>, scale: u64) -> FigureRowView {
        let current = row.current.as_ref().map(|current| {
            let x = thousandths(current.bounds.min, scale);
            let end = thousandths(reach(current.bounds), scale);
            CurrentFigureView {
                claim: self.cards.peer(current.claim),
                said: self.cards.said(current.claim),
                answers: self.method.answers(current.claim).map(answers_view),
                dir: figure_dir(&current.figure.to_string()),
                text: current.figure.to_string(),
                are: current.are,
                min: current.bounds.min,
                max: current.bounds.max,
                x: x.min(WIDTH - THINNEST),
                width: end.saturating_sub(x).max(THINNEST),
            }
        });
        FigureRowView {
            letter,
            by: self.cards.names.actors(&row.by),
            current,
            history: row.history.iter().take(MOST_BEFORE).map(|id| self.earlier(*id, row)).collect(),
            more_history: row.history.len().saturating_sub(MOST_BEFORE),
            newer: row
                .newer_in_root
                .map(|claim| NewerView { claim: self.cards.peer(claim), said: self.cards.said(claim) }),
        }
    }

    /// The lowest and the highest of the figures that count, those furthest from each other; and whether one of the
    /// claims that give them speaks against another.
    fn rise(&self, rows: &[FigureRow]) -> Option<RiseView> {
        let counting = rows.iter().filter(|row| rank(row) == Rank::Held && row.newer_in_root.is_none());
        let held: Vec<_> = counting.filter_map(|row| row.current.as_ref()).collect();
        let from = held.iter().min_by_key(|current| (current.bounds.max.is_none(), current.bounds.max))?;
        let to = held.iter().max_by_key(|current| current.bounds.min)?;
        let (from, to) = (from.figure.to_string(), to.figure.to_string());
        let claims: BTreeSet<Id<Claim>> = held.iter().map(|current| current.claim).collect();
        let against = [Relation::Denies, Relation::Questions].into_iter().find(|relation| {
            let mut targets = claims.iter().flat_map(|id| self.site.claims[*id].targets(*relation));
            targets.any(|target| claims.contains(&target))
        });
        Some(RiseView { from_dir: figure_dir(&from), to_dir: figure_dir(&to), from, to, against })
    }

    fn earlier(&self, id: Id<Claim>, row: &FigureRow) -> EarlierFigureView {
        let claim = &self.site.claims[id];
        let figure = claim.figure(&row.measure, &row.group);
        let text = figure.map(|figure| figure.figure.to_string()).unwrap_or_default();
        EarlierFigureView {
            claim: self.cards.peer(id),
            said: self.cards.said(id),
            dir: figure_dir(&text),
            text,
            are: figure.map_or(FiguresAre::Counted, |figure| figure.are),
            state: self.method.state(id),
            ended: self.cards.ends(id),
            fall: self.cards.fall(id),
            by_another: claim.by != row.by,
        }
    }
}

pub(super) fn is_projected(are: FiguresAre) -> bool {
    are == FiguresAre::Projected
}

/// What a row shows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Held,
    Projected,
    GivenUp,
}

fn rank(row: &FigureRow) -> Rank {
    match &row.current {
        Some(current) if is_projected(current.are) => Rank::Projected,
        Some(_) => Rank::Held,
        None => Rank::GivenUp,
    }
}

/// Thousandths of the scale: what is thinner cannot be seen.
const THINNEST: u64 = 8;

/// Where a bar ends on the scale.
pub(super) const fn reach(bounds: Bounds) -> u64 {
    match bounds.max {
        Some(max) => max,
        None => bounds.min + bounds.min / OPEN_PART + 1,
    }
}

/// A scale that ends on a round number at or above the highest one, with three to six round numbers on it.
pub(super) fn round_scale(highest: u64) -> (u64, Vec<TickView>) {
    let highest = highest.max(1);
    let mut step = 1;
    // 1, 2, 5, 10, 20, 50 ...: each is twice the one before, but two and a half times after a 2.
    for halves in [4, 5, 4].into_iter().cycle() {
        if highest.div_ceil(step) <= 5 {
            break;
        }
        step = step * halves / 2;
    }
    let steps = highest.div_ceil(step);
    let scale = steps * step;
    let tick = |place| TickView { number: place * step, x: thousandths(place * step, scale) };
    (scale, (0..=steps).map(tick).collect())
}

pub(super) fn thousandths(number: u64, scale: u64) -> u64 {
    // Numbers reach 2^53, so the product needs more than 64 bits.
    let part = u128::from(number) * u128::from(WIDTH) / u128::from(scale.max(1));
    u64::try_from(part).unwrap_or(WIDTH).min(WIDTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_end_on_round_numbers() {
        for (highest, scale, ticks) in [
            (0, 1, 2),
            (1, 1, 2),
            (5, 5, 6),
            (6, 6, 4),
            (51, 60, 4),
            (203, 250, 6),
            (626, 800, 5),
            (1_000, 1_000, 6),
            (1_001, 1_500, 4),
            (1 << 53, 10_000_000_000_000_000, 6),
        ] {
            let (found, on_it) = round_scale(highest);
            assert_eq!((found, on_it.len()), (scale, ticks), "{highest}");
            assert_eq!(on_it.last(), Some(&TickView { number: scale, x: WIDTH }));
        }
    }
}
