//! Figures by claimant as bars on one scale, and what they say beside each other (METHOD, section 3).
//!
//! A bar is an interval in thousandths of the scale's width, worked out here so that a template only draws. A bound
//! is never shown as if counted: the writer's own words stand beside each bar.

use serde::Serialize;

use super::Pages;
use super::claim::PeerView;
use super::shared::Shared;
use crate::site::figures::{Comparison, FigureFinding, FigureRow};
use crate::site::labels::Label;
use crate::site::{Event, Id};
use crate::value::figure::Bounds;

/// Bars of one group of one measure.
const MOST_BARS: usize = 40;

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
    /// `agree`, `disagree`; null with fewer than two origins.
    pub finding: Option<&'static str>,
    /// How many times the lowest upper bound the highest lower bound is: `6.15`.
    pub gap: Option<String>,
    /// One a claim.
    pub bars: Vec<BarView>,
    /// How many more there are.
    pub more: usize,
}

/// One figure.
#[derive(Clone, Debug, Serialize)]
pub struct BarView {
    /// The claim that gives it.
    pub claim: Shared<PeerView>,
    /// The claim's label.
    pub label: Option<Label>,
    /// In the writer's words.
    pub text: String,
    /// The lower bound.
    pub min: u64,
    /// The upper bound; null: open.
    pub max: Option<u64>,
    /// Where the bar begins, in thousandths of the scale.
    pub x: u64,
    /// How wide it is, in thousandths of the scale, at least 8.
    pub width: u64,
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
        let highest = rows.iter().map(|row| reach(row.bounds)).max().unwrap_or_default();
        let (scale, ticks) = round_scale(highest);
        let of_measure = || findings.iter().filter(|finding| finding.measure == measure);
        let conflict = of_measure().find_map(|finding| match &finding.comparison {
            Comparison::GroupConflict { groups } => Some(groups.clone()),
            Comparison::Agree | Comparison::Disagree { .. } => None,
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
        let gap = match finding.map(|finding| &finding.comparison) {
            Some(Comparison::Disagree { gap }) => gap.map(|gap| gap.to_string()),
            _ => None,
        };
        FigureGroupView {
            group: rows.first().map(|row| row.group.clone()).unwrap_or_default(),
            finding: finding.map(|finding| (&finding.comparison).into()),
            gap,
            bars: rows.iter().take(MOST_BARS).map(|row| self.bar(row, scale)).collect(),
            more: rows.len().saturating_sub(MOST_BARS),
        }
    }

    fn bar(&self, row: &FigureRow, scale: u64) -> BarView {
        let x = thousandths(row.bounds.min, scale);
        let end = thousandths(reach(row.bounds), scale);
        BarView {
            claim: self.cards.peer(row.claim),
            label: self.method.standing(row.claim).map(|standing| standing.judgement.label),
            text: row.figure.to_string(),
            min: row.bounds.min,
            max: row.bounds.max,
            x: x.min(WIDTH - THINNEST),
            width: end.saturating_sub(x).max(THINNEST),
        }
    }
}

/// Thousandths of the scale: what is thinner cannot be seen.
const THINNEST: u64 = 8;

/// Where a bar ends on the scale.
const fn reach(bounds: Bounds) -> u64 {
    match bounds.max {
        Some(max) => max,
        None => bounds.min + bounds.min / OPEN_PART + 1,
    }
}

/// A scale that ends on a round number at or above the highest one, with three to six round numbers on it.
fn round_scale(highest: u64) -> (u64, Vec<TickView>) {
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

fn thousandths(number: u64, scale: u64) -> u64 {
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
