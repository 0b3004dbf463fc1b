//! Figures of an event beside each other: whose they are, how they moved, which agree (manual, method.md#figures).
//!
//! For each measure and group every speaker has one row with its latest figure and its earlier ones below. Findings
//! are over the rows, by origin: known and unknown of one root are one. `method` asks for each event, and `points`
//! for the claims of one point.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use super::answers::State;
use super::cover::Cover;
use super::fallen::Fallen;
use super::origins::Origins;
use crate::config::Config;
use crate::site::{Actor, Brief, Claim, ClaimFigure, Event, Id, Ids, Site};
use crate::value::date::{DateOrder, Day, Edtf};
use crate::value::figure::{Bounds, Figure};
use crate::value::measure::GroupSide;
use crate::value::word::FiguresAre;

/// What one speaker gives for a measure and group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureRow {
    /// `killed`, `injured` ...
    pub measure: String,
    /// `all`, `civilians` ...
    pub group: String,
    /// The speaker, or those who speak together.
    pub by: Ids<Actor>,
    /// The figure by which the speaker stands; `None`: by none.
    pub current: Option<CurrentFigure>,
    /// The claims that give the speaker's other figures, newest first; also those of speakers of its root who stand by
    /// none.
    pub history: Vec<Id<Claim>>,
    /// The claim that gives the newest figure of the root, if that is newer than this one.
    pub newer_in_root: Option<Id<Claim>>,
}

/// A figure by which a speaker stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrentFigure {
    /// The claim that gives it.
    pub claim: Id<Claim>,
    /// In the writer's words.
    pub figure: Figure,
    /// What these mean.
    pub bounds: Bounds,
    /// What kind of number it is.
    pub are: FiguresAre,
}

/// What figures of one measure say beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureFinding {
    /// `killed`, `injured` ...
    pub measure: String,
    /// The group; `None`: the finding is about groups themselves.
    pub group: Option<String>,
    /// What was found.
    pub comparison: Comparison,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Display, IntoStaticStr, EnumIter, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Comparison {
    /// Some number lies within the bounds of all.
    Agree,
    /// None does, but each that is higher was given later: a count that grew.
    Rising,
    /// None does; the gap is `None` where the lowest upper bound is zero.
    Disagree {
        /// The highest lower bound over the lowest upper bound.
        gap: Option<Gap>,
    },
    /// One origin counts combatants and no civilians, another civilians and no combatants.
    GroupConflict {
        /// The combatant groups of the former and the civilian groups of the latter, ordered.
        groups: Vec<String>,
    },
}

/// How many times one number is another, in hundredths, rounded half up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gap {
    hundredths: u64,
}

impl Gap {
    /// How many times `low` goes into `high`; `None` if `low` is zero.
    fn between(high: u64, low: u64) -> Option<Self> {
        let (high, low) = (u128::from(high), u128::from(low));
        let hundredths = (200 * high + low).checked_div(2 * low)?;
        u64::try_from(hundredths).ok().map(|hundredths| Self { hundredths })
    }

    /// The number in hundredths.
    #[must_use]
    pub const fn hundredths(self) -> u64 {
        self.hundredths
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{:02}", self.hundredths / 100, self.hundredths % 100)
    }
}

/// What figures are looked at with.
#[derive(Clone, Copy)]
pub(super) struct Figures<'f> {
    pub(super) site: &'f Site,
    pub(super) config: &'f Config,
    pub(super) fallen: &'f Fallen,
    pub(super) origins: &'f Origins,
}

/// A figure that a claim gives.
type Given<'s> = (Id<Claim>, &'s ClaimFigure);

/// What "later" means: the date, an undated claim before all others; then the brief's date, its id, the place in it.
type Age = (Option<DateOrder>, Day, Id<Brief>, Id<Claim>);

impl<'f> Figures<'f> {
    /// The rows that claims on an event give, by measure, group and claim, those without a figure last; and the
    /// findings over them, by measure and group, those on groups last.
    pub(super) fn compare(self, event: &Event, claims: &[Id<Claim>]) -> (Vec<FigureRow>, Vec<FigureFinding>) {
        let mut given: BTreeMap<(&str, &str), Vec<Given<'f>>> = BTreeMap::new();
        for claim in claims {
            for figure in self.site.claims[*claim].figures.iter().filter(|figure| figure.bounds.is_some()) {
                given.entry((&figure.measure, &figure.group)).or_default().push((*claim, figure));
            }
        }
        let rows: Vec<FigureRow> = given
            .into_iter()
            .flat_map(|((measure, group), given)| self.rows(measure, group, given))
            .collect();
        let findings = self.findings(&rows, event);
        (rows, findings)
    }

    fn age(self, id: Id<Claim>) -> Age {
        let claim = &self.site.claims[id];
        (claim.stated_date().map(Edtf::order), self.site.briefs[claim.brief].date, claim.brief, id)
    }

    fn is_live(self, claim: Id<Claim>) -> bool {
        self.fallen.state(claim) == State::Live
    }

    /// The rows of one measure and group.
    fn rows(self, measure: &str, group: &str, mut given: Vec<Given<'f>>) -> Vec<FigureRow> {
        given.sort_by_cached_key(|(claim, _)| Reverse(self.age(*claim)));
        let mut by_speaker: BTreeMap<&Ids<Actor>, Vec<Given<'f>>> = BTreeMap::new();
        for one in given {
            by_speaker.entry(&self.site.claims[one.0].by).or_default().push(one);
        }
        let (mut rows, mut silent) = (Vec::new(), Vec::new());
        for (by, given) in by_speaker {
            let current = self.current(&given);
            let list = if current.is_some() { &mut rows } else { &mut silent };
            let others = given.iter().map(|(claim, _)| *claim);
            list.push(FigureRow {
                measure: measure.to_owned(),
                group: group.to_owned(),
                by: by.clone(),
                history: others.filter(|claim| current.as_ref().is_none_or(|c| c.claim != *claim)).collect(),
                current,
                newer_in_root: None,
            });
        }
        self.name_newest(&mut rows);
        silent.retain(|row| !self.joined_to_newest(row, &mut rows));
        rows.sort_by_key(|row| row.current.as_ref().map(|current| self.site.claim_rank(current.claim)));
        silent.sort_by(|one, other| one.by.cmp(&other.by));
        rows.extend(silent);
        rows
    }

    /// The figure by which a speaker stands: the latest live one that is no projection, else the latest live one.
    fn current(self, newest_first: &[Given<'f>]) -> Option<CurrentFigure> {
        let live: Vec<&Given<'f>> = newest_first.iter().filter(|(claim, _)| self.is_live(*claim)).collect();
        let (claim, figure) =
            live.iter().find(|(_, figure)| figure.are != FiguresAre::Projected).or_else(|| live.first())?;
        let bounds = figure.bounds?;
        Some(CurrentFigure { claim: *claim, figure: figure.figure.clone(), bounds, are: figure.are })
    }

    /// Names in each row the newest row of its root that is no projection and comes later.
    fn name_newest(self, rows: &mut [FigureRow]) {
        let mut newest: BTreeMap<Vec<Id<Actor>>, (Age, Id<Claim>)> = BTreeMap::new();
        for row in rows.iter() {
            let Some(current) = row.current.as_ref().filter(|c| c.are != FiguresAre::Projected) else {
                continue;
            };
            let own = (self.age(current.claim), current.claim);
            newest
                .entry(self.site.roots(&row.by))
                .and_modify(|newest| *newest = own.max(*newest))
                .or_insert(own);
        }
        for row in rows {
            let newest = newest.get(&self.site.roots(&row.by));
            let age = row.current.as_ref().map(|current| self.age(current.claim));
            row.newer_in_root =
                newest.filter(|(newest, _)| age.is_some_and(|age| *newest > age)).map(|(_, claim)| *claim);
        }
    }

    /// Whether the figures of a speaker who stands by none were put below the newest row of its root that has one.
    fn joined_to_newest(self, silent: &FigureRow, rows: &mut [FigureRow]) -> bool {
        let root = self.site.roots(&silent.by);
        let of_root = rows.iter_mut().filter(|row| self.site.roots(&row.by) == root);
        let newest = of_root.max_by_key(|row| row.current.as_ref().map(|current| self.age(current.claim)));
        let Some(newest) = newest else { return false };
        newest.history.extend_from_slice(&silent.history);
        newest.history.sort_by_cached_key(|claim| Reverse(self.age(*claim)));
        true
    }

    fn findings(self, rows: &[FigureRow], event: &Event) -> Vec<FigureFinding> {
        let mut findings = Vec::new();
        for of_measure in rows.chunk_by(|one, other| one.measure == other.measure) {
            let measure = &of_measure[0].measure;
            let mut groups: Vec<(&str, Cover)> = Vec::new();
            for of_group in of_measure.chunk_by(|one, other| one.group == other.group) {
                let latest = self.latest_of_each_origin(of_group);
                if latest.origins >= 2 {
                    findings.push(FigureFinding {
                        measure: measure.clone(),
                        group: Some(of_group[0].group.clone()),
                        comparison: self.compare_bounds(&latest.figures, event),
                    });
                }
                groups.push((&of_group[0].group, latest.giving));
            }
            if let Some(groups) = group_conflict(&groups, self.config) {
                let comparison = Comparison::GroupConflict { groups };
                findings.push(FigureFinding { measure: measure.clone(), group: None, comparison });
            }
        }
        findings
    }

    /// Goes through the rows of one measure and group from the latest: one that adds an origin to those met is that
    /// origin's latest. A projection takes no part.
    fn latest_of_each_origin(self, rows: &[FigureRow]) -> Latest {
        let mut current: Vec<CurrentFigure> = rows.iter().filter_map(|row| row.current.clone()).collect();
        current.retain(|current| current.are != FiguresAre::Projected);
        current.sort_by_cached_key(|current| Reverse(self.age(current.claim)));
        let mut all = Cover::default();
        let mut latest = Latest::default();
        for current in current {
            let set = self.origins.of_claim[current.claim.index()];
            let gives_a_group = current.bounds.max != Some(0);
            let new = gives_a_group.then_some(&mut latest.giving);
            if all.add_pairs(&self.origins.sets, set, new) {
                latest.figures.push((current.bounds, self.site.claims[current.claim].stated_date().cloned()));
            }
        }
        latest.origins = all.count_pairs();
        latest
    }

    fn compare_bounds(self, figures: &[(Bounds, Option<Edtf>)], event: &Event) -> Comparison {
        let highest_min = figures.iter().map(|(bounds, _)| bounds.min).max().unwrap_or_default();
        let lowest_max = figures.iter().filter_map(|(bounds, _)| bounds.max).min();
        match lowest_max {
            Some(low) if low < highest_min => {
                if rises(figures, event, self.config.figures.rising_days) {
                    Comparison::Rising
                } else {
                    Comparison::Disagree { gap: Gap::between(highest_min, low) }
                }
            }
            _ => Comparison::Agree,
        }
    }
}

/// The latest figures of all origins that give one.
#[derive(Default)]
struct Latest {
    /// Each with the date on which it was given.
    figures: Vec<(Bounds, Option<Edtf>)>,
    /// How many origins give one.
    origins: u32,
    /// The origins whose latest figure is not none.
    giving: Cover,
}

/// Whether figures without a common point are a count that grew: all are dated, none is later than so many days after
/// the event, and of any two that share no point the higher is dated wholly after the lower.
fn rises(figures: &[(Bounds, Option<Edtf>)], event: &Event, days: u32) -> bool {
    let last = event.date.as_ref().and_then(Edtf::upper).map(|day| day.number() + i64::from(days));
    let dated: Option<Vec<(Bounds, &Edtf)>> =
        figures.iter().map(|(bounds, date)| Some((*bounds, date.as_ref()?))).collect();
    let Some(mut by_min) = dated else { return false };
    let too_late =
        |(_, date): &(Bounds, &Edtf)| date.upper().zip(last).is_some_and(|(day, last)| day.number() > last);
    if by_min.iter().any(too_late) {
        return false;
    }
    let mut by_max: Vec<(u64, &Edtf)> =
        by_min.iter().filter_map(|(bounds, date)| Some((bounds.max?, *date))).collect();
    by_max.sort_by_key(|(max, _)| *max);
    by_min.sort_by_key(|(bounds, _)| bounds.min);
    let mut lower = by_max.into_iter().peekable();
    // The latest moment of all that are lower than the one at hand; an open one is never over.
    let (mut latest, mut is_open) = (None, false);
    by_min.into_iter().all(|(bounds, date)| {
        while let Some((_, lower)) = lower.next_if(|(max, _)| *max < bounds.min) {
            is_open |= lower.latest().is_none();
            latest = latest.max(lower.latest());
        }
        !is_open && (latest.is_none() || date.earliest() > latest)
    })
}

/// The groups in conflict: those that an origin gives which gives none of the other side; `None` where only one
/// side has any.
fn group_conflict(groups: &[(&str, Cover)], config: &Config) -> Option<Vec<String>> {
    let combatant = one_sided_groups(groups, GroupSide::Combatant, GroupSide::Civilian, config);
    let civilian = one_sided_groups(groups, GroupSide::Civilian, GroupSide::Combatant, config);
    let conflict = !combatant.is_empty() && !civilian.is_empty();
    conflict.then(|| combatant.union(&civilian).cloned().collect())
}

/// The groups of one side that an origin gives which gives none of the other.
fn one_sided_groups(
    groups: &[(&str, Cover)],
    own: GroupSide,
    other: GroupSide,
    config: &Config,
) -> BTreeSet<String> {
    let side = |group: &str| config.figures.groups.get(group).copied();
    let mut others = Cover::default();
    for (_, giving) in groups.iter().filter(|(group, _)| side(group) == Some(other)) {
        others.join(giving);
    }
    let exceeding =
        groups.iter().filter(|(group, giving)| side(group) == Some(own) && giving.exceeds(&others));
    exceeding.map(|(group, _)| (*group).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_rounded_half_up_exactly() {
        let gap = |high, low| Gap::between(high, low).map(|gap| gap.to_string());
        assert_eq!(gap(203, 33).as_deref(), Some("6.15"));
        assert_eq!(gap(201, 200).as_deref(), Some("1.01"), "1.005");
        assert_eq!(gap(1, 8).as_deref(), Some("0.13"), "0.125");
        assert_eq!(gap(2, 3).as_deref(), Some("0.67"));
        assert_eq!(gap(1 << 53, 1).as_deref(), Some("9007199254740992.00"));
        assert_eq!(gap(5, 0), None);
    }
}
