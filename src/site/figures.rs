//! Figures of an event beside each other: which agree, which do not, and who was counted (METHOD, section 3).
//!
//! For each measure and group every origin has one figure, that of its latest live claim. Origins are told apart
//! by who they are, known or not: the press as a witness and the press as a relay are one. `method` calls it for
//! each event.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use super::origins::Origins;
use super::sets::Cover;
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

/// What is given for one measure and group.
#[derive(Default)]
struct Given<'s> {
    /// The claims that are the latest of some origin, latest first, and their figures.
    latest: Vec<(Id<Claim>, &'s ClaimFigure)>,
    /// All origins that give a figure.
    origins: Cover,
}

/// By measure and group.
type AllGiven<'s> = BTreeMap<(&'s str, &'s str), Given<'s>>;

/// The rows of an event, by measure, group and claim, and the findings, by measure and group, those on groups last.
pub(super) fn figures(
    site: &Site,
    config: &Config,
    origins: &Origins,
    event: &Event,
) -> (Vec<FigureRow>, Vec<FigureFinding>) {
    let all = given(site, origins, event);
    let rows = all.iter().flat_map(|((measure, group), given)| {
        let mut latest = given.latest.clone();
        latest.sort_by_key(|(claim, _)| site.claim_rank(*claim));
        latest.into_iter().filter_map(|(claim, figure)| {
            let (measure, group) = ((*measure).to_owned(), (*group).to_owned());
            Some(FigureRow { measure, group, claim, figure: figure.figure.clone(), bounds: figure.bounds? })
        })
    });
    (rows.collect(), findings(&all, config))
}

/// Goes through the claims from the latest: one that adds an origin to those met is that origin's latest.
fn given<'s>(site: &'s Site, origins: &Origins, event: &Event) -> AllGiven<'s> {
    let counts = event.claims.iter().copied().filter(|id| origins.counts[id.index()]);
    let mut claims: Vec<Id<Claim>> = counts.collect();
    claims.sort_by_key(|id| Reverse(age(site, *id)));
    let mut all = AllGiven::new();
    for id in claims {
        for figure in site.claims[id].figures.iter().filter(|figure| figure.bounds.is_some()) {
            let given = all.entry((&figure.measure, &figure.group)).or_default();
            let before = given.origins.count().all();
            given.origins.add(&origins.sets, origins.of_claim[id.index()]);
            if given.origins.count().all() > before {
                given.latest.push((id, figure));
            }
        }
    }
    all
}

/// What "latest" means: the date, then the brief's date, its id, the place in it.
fn age(site: &Site, id: Id<Claim>) -> (DateOrder, Day, Id<Brief>, Id<Claim>) {
    let claim = &site.claims[id];
    (claim.date.order(), site.briefs[claim.brief].date, claim.brief, id)
}

fn findings(all: &AllGiven<'_>, config: &Config) -> Vec<FigureFinding> {
    let measures: BTreeSet<&str> = all.keys().map(|(measure, _)| *measure).collect();
    let mut findings = Vec::new();
    for measure in measures {
        let groups: Vec<(&str, &Given<'_>)> = all
            .iter()
            .filter(|((of, _), _)| *of == measure)
            .map(|((_, group), given)| (*group, given))
            .collect();
        for (group, given) in groups.iter().filter(|(_, given)| given.origins.count().all() >= 2) {
            findings.push(FigureFinding {
                measure: measure.to_owned(),
                group: Some((*group).to_owned()),
                comparison: compare(given.latest.iter().filter_map(|(_, figure)| figure.bounds)),
            });
        }
        if let Some(groups) = group_conflict(&groups, config) {
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

/// The groups in conflict: those that an origin gives which gives none of the other side; `None` where only one
/// side has any.
fn group_conflict(groups: &[(&str, &Given<'_>)], config: &Config) -> Option<Vec<String>> {
    let on = |side: GroupSide| {
        groups.iter().filter(move |(group, _)| config.figures.groups.get(*group) == Some(&side))
    };
    let one_sided = |own: GroupSide, other: GroupSide| {
        let mut others = Cover::default();
        on(other).for_each(|(_, given)| others.join(&given.origins));
        let exceeding = on(own).filter(|(_, given)| given.origins.exceeds(&others));
        exceeding.map(|(group, _)| (*group).to_owned()).collect::<BTreeSet<String>>()
    };
    let combatant = one_sided(GroupSide::Combatant, GroupSide::Civilian);
    let civilian = one_sided(GroupSide::Civilian, GroupSide::Combatant);
    let conflict = !combatant.is_empty() && !civilian.is_empty();
    conflict.then(|| combatant.union(&civilian).cloned().collect())
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
