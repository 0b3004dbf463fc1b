//! Figures of an event beside each other: which agree, which do not, and who was counted (METHOD, section 3).
//!
//! For each measure and group every origin has one figure, that of its latest live claim. Origins are told apart
//! by who they are, known or not: the press as a witness and the press as a relay are one. `method` calls it for
//! each event.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use super::origins::Origins;
use super::table::Id;
use super::{Brief, Claim, ClaimFigure, Event, Site};
use crate::config::Config;
use crate::value::date::{DateOrder, Day};
use crate::value::figure::{Bounds, Figure};
use crate::value::measure::GroupSide;

/// A figure that is the latest of at least one origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureRow {
    /// `killed`, `injured` ...
    pub measure: String,
    /// `all`, `civilians` ...
    pub group: String,
    /// The claim that gives it; it is given by the claim's speakers.
    pub claim: Id<Claim>,
    /// In the writer's words.
    pub figure: Figure,
    /// What these mean.
    pub bounds: Bounds,
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

/// For each measure and group, each origin's latest claim that gives a figure, and the figure.
type Latest<'s> = BTreeMap<(&'s str, &'s str), BTreeMap<u32, (Id<Claim>, &'s ClaimFigure)>>;

/// The rows of an event, by measure, group and claim, and the findings, by measure and group, those on groups last.
pub(super) fn figures(
    site: &Site,
    config: &Config,
    origins: &Origins,
    event: &Event,
) -> (Vec<FigureRow>, Vec<FigureFinding>) {
    let latest = latest(site, origins, event);
    let rows = latest.iter().flat_map(|((measure, group), by_origin)| {
        let mut given: Vec<_> = by_origin.values().copied().collect();
        given.sort_by_key(|(claim, _)| site.claim_rank(*claim));
        given.dedup_by_key(|(claim, _)| *claim);
        given.into_iter().filter_map(|(claim, figure)| {
            let (measure, group) = ((*measure).to_owned(), (*group).to_owned());
            Some(FigureRow { measure, group, claim, figure: figure.figure.clone(), bounds: figure.bounds? })
        })
    });
    (rows.collect(), findings(&latest, config))
}

fn latest<'s>(site: &'s Site, origins: &Origins, event: &Event) -> Latest<'s> {
    let mut latest = Latest::new();
    for id in &event.claims {
        let claim = &site.claims[*id];
        if !claim.live || origins.fallen[id.index()] {
            continue;
        }
        for figure in claim.figures.iter().filter(|figure| figure.bounds.is_some()) {
            let by_origin = latest.entry((&figure.measure, &figure.group)).or_default();
            for number in origins.sets.numbers(origins.of_claim[id.index()]) {
                let own = by_origin.entry(number / 2).or_insert((*id, figure));
                if age(site, own.0) < age(site, *id) {
                    *own = (*id, figure);
                }
            }
        }
    }
    latest
}

/// What "latest" means: the date, then the brief's date, its id, the place in it.
fn age(site: &Site, id: Id<Claim>) -> (DateOrder, Day, Id<Brief>, Id<Claim>) {
    let claim = &site.claims[id];
    (claim.date.order(), site.briefs[claim.brief].date, claim.brief, id)
}

fn findings(latest: &Latest<'_>, config: &Config) -> Vec<FigureFinding> {
    let measures: BTreeSet<&str> = latest.keys().map(|(measure, _)| *measure).collect();
    let mut findings = Vec::new();
    for measure in measures {
        let groups: Vec<_> = latest.iter().filter(|((of, _), _)| *of == measure).collect();
        for ((_, group), by_origin) in &groups {
            if by_origin.len() >= 2 {
                findings.push(FigureFinding {
                    measure: measure.to_owned(),
                    group: Some((*group).to_owned()),
                    comparison: compare(by_origin.values().filter_map(|(_, figure)| figure.bounds)),
                });
            }
        }
        let given = groups.iter().map(|((_, group), by_origin)| (*group, by_origin.keys().copied()));
        if let Some(groups) = group_conflict(given, config) {
            let comparison = Comparison::GroupConflict { groups };
            findings.push(FigureFinding { measure: measure.to_owned(), group: None, comparison });
        }
    }
    findings
}

fn compare(bounds: impl Iterator<Item = Bounds>) -> Comparison {
    let (mut highest_min, mut lowest_max) = (0, None::<u64>);
    for bounds in bounds {
        highest_min = highest_min.max(bounds.min);
        lowest_max = match (lowest_max, bounds.max) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
    match lowest_max {
        Some(low) if low < highest_min => Comparison::Disagree { gap: Gap::between(highest_min, low) },
        _ => Comparison::Agree,
    }
}

/// The groups in conflict, given who counts which; `None` where they are not.
fn group_conflict<'s, O: Iterator<Item = u32>>(
    given: impl Iterator<Item = (&'s str, O)>,
    config: &Config,
) -> Option<Vec<String>> {
    let mut sides: BTreeMap<u32, [BTreeSet<&str>; 2]> = BTreeMap::new();
    for (group, origins) in given {
        let side = match config.figures.groups.get(group) {
            Some(GroupSide::Combatant) => 0,
            Some(GroupSide::Civilian) => 1,
            Some(GroupSide::Neutral) | None => continue,
        };
        origins.for_each(|origin| {
            sides.entry(origin).or_default()[side].insert(group);
        });
    }
    let only = |own: usize| {
        let one_sided = sides.values().filter(move |groups| groups[1 - own].is_empty());
        one_sided.flat_map(move |groups| &groups[own]).copied().collect::<BTreeSet<&str>>()
    };
    let (combatant, civilian) = (only(0), only(1));
    let conflict = !combatant.is_empty() && !civilian.is_empty();
    conflict.then(|| combatant.union(&civilian).map(|group| (*group).to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(list: &[(u64, Option<u64>)]) -> Comparison {
        compare(list.iter().map(|(min, max)| Bounds { min: *min, max: *max }))
    }

    #[test]
    fn figures_agree_if_all_share_a_point() {
        assert_eq!(bounds(&[(203, Some(203)), (100, None)]), Comparison::Agree);
        assert_eq!(bounds(&[(1, Some(5)), (5, Some(9)), (3, Some(7))]), Comparison::Agree);
        assert_eq!(bounds(&[(100, None), (500, None)]), Comparison::Agree);
        let gap = |list| {
            let Comparison::Disagree { gap: Some(gap) } = bounds(list) else { panic!("expected a gap") };
            gap.to_string()
        };
        assert_eq!(gap(&[(203, Some(203)), (27, Some(33))]), "6.15");
        assert_eq!(gap(&[(201, None), (0, Some(200))]), "1.01", "1.005");
        assert_eq!(gap(&[(9, Some(9)), (2, Some(3)), (1, Some(4))]), "3.00");
        assert_eq!(bounds(&[(0, Some(0)), (1, None)]), Comparison::Disagree { gap: None });
    }

    #[test]
    fn gaps_are_rounded_half_up_exactly() {
        let gap = |high, low| Gap::between(high, low).map(|gap| gap.to_string());
        assert_eq!(gap(1, 8).as_deref(), Some("0.13"), "0.125");
        assert_eq!(gap(2, 3).as_deref(), Some("0.67"));
        assert_eq!(gap(1 << 53, 1).as_deref(), Some("9007199254740992.00"));
        assert_eq!(gap(5, 0), None);
    }
}
