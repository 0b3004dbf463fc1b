//! Section 5: figures. The rows and findings of any claims on an event.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use variorum::site::{Claim, ClaimFigure, Event, Id};
use variorum::value::date::{Day, Edtf};
use variorum::value::measure::GroupSide;
use variorum::value::word::FiguresAre;

use super::{Claims, Naive, Names};

/// A day as written and a minute of it.
type Moment = (Day, i32);

/// One line of the table of figures: a speaker's latest, and its others, newest first.
pub(crate) struct Row {
    pub(crate) measure: String,
    pub(crate) group: String,
    pub(crate) by: Names,
    pub(crate) current: Option<Id<Claim>>,
    pub(crate) history: Vec<Id<Claim>>,
    pub(crate) newer_in_root: Option<Id<Claim>>,
}

/// What the figures for one measure come to: the group, `None` for all of them, and the words for it.
pub(crate) type Finding = (String, Option<String>, String);

/// The earliest moment a date can mean. Without a time a day is all of its minutes, those of other zones too.
fn earliest(date: &Edtf) -> Option<Moment> {
    Some((date.lower()?, date.time().map_or(i32::MIN, |time| time.minute().into())))
}

/// The latest.
fn latest(date: &Edtf) -> Option<Moment> {
    Some((date.upper()?, date.time().map_or(i32::MAX, |time| time.minute().into())))
}

impl Naive<'_> {
    /// What claims are put in order by where what is earliest comes first: the undated are last.
    pub(super) fn age(&self, claim: Id<Claim>) -> impl Ord + use<> {
        let date = self.site.claims[claim].stated_date();
        let upper = date.and_then(latest);
        (date.is_none(), date.and_then(earliest), upper.is_none(), upper)
    }

    /// What makes a figure later than another: an undated one is earlier than all that are dated.
    fn recency(&self, claim: Id<Claim>) -> impl Ord + use<> {
        let written = &self.site.claims[claim];
        let brief = &self.site.briefs[written.brief];
        let place = brief.claims.iter().position(|other| *other == claim).unwrap();
        (written.date.is_some(), self.age(claim), brief.date, brief.slug.to_string(), place)
    }

    fn figure(&self, claim: Id<Claim>, measure: &str, group: &str) -> Option<&ClaimFigure> {
        let mut figures = self.site.claims[claim].figures.iter().filter(|figure| figure.bounds.is_some());
        figures.find(|figure| figure.measure == measure && figure.group == group)
    }

    pub(super) fn is_projection(&self, claim: Id<Claim>, measure: &str, group: &str) -> bool {
        self.figure(claim, measure, group).is_some_and(|figure| figure.are == FiguresAre::Projected)
    }

    /// The measures and groups of which some claims give figures with bounds.
    fn given(&self, claims: &Claims) -> BTreeSet<(&str, &str)> {
        let figures = claims.iter().flat_map(|claim| &self.site.claims[*claim].figures);
        let given = figures.filter(|figure| figure.bounds.is_some());
        given.map(|figure| (figure.measure.as_str(), figure.group.as_str())).collect()
    }

    pub(crate) fn rows(&self, claims: &Claims) -> Vec<Row> {
        let given = self.given(claims).into_iter();
        let mut rows: Vec<Row> =
            given.flat_map(|(measure, group)| self.rows_of(claims, measure, group)).collect();
        rows.sort_by_key(|row| {
            let claim = row.current.map(|claim| self.key(claim));
            (row.measure.clone(), row.group.clone(), claim.is_none(), claim, row.by.clone())
        });
        rows
    }

    fn rows_of(&self, claims: &Claims, measure: &str, group: &str) -> Vec<Row> {
        let is_projection = |claim: Id<Claim>| self.is_projection(claim, measure, group);
        // Each speaker's figures, newest first.
        let mut by_speaker: BTreeMap<Names, Vec<Id<Claim>>> = BTreeMap::new();
        for claim in claims.iter().filter(|claim| self.figure(**claim, measure, group).is_some()) {
            let by = self.site.claims[*claim].by.iter().map(|actor| self.site.actors[*actor].id.to_string());
            by_speaker.entry(by.collect()).or_default().push(*claim);
        }
        let mut rows = Vec::new();
        for (by, mut figures) in by_speaker {
            figures.sort_by_key(|claim| Reverse(self.recency(*claim)));
            let mut live = figures.iter().copied().filter(|claim| self.is_live(*claim));
            let count = live.clone().find(|claim| !is_projection(*claim));
            let current = count.or_else(|| live.next());
            figures.retain(|claim| Some(*claim) != current);
            let (measure, group) = (measure.to_owned(), group.to_owned());
            rows.push(Row { measure, group, by, current, history: figures, newer_in_root: None });
        }
        let (mut shown, dead): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.current.is_some());
        let root = |row: &Row| self.speakers(row.current.unwrap_or_else(|| row.history[0]));
        let mut without = Vec::new();
        for row in dead {
            let of_root = shown.iter_mut().filter(|other| root(other) == root(&row));
            match of_root.max_by_key(|other| other.current.map(|claim| self.recency(claim))) {
                Some(newest) => newest.history.extend(row.history),
                None => without.push(row),
            }
        }
        let all: Vec<(Names, Id<Claim>)> =
            shown.iter().map(|row| (root(row), row.current.unwrap())).collect();
        for row in &mut shown {
            row.history.sort_by_key(|claim| Reverse(self.recency(*claim)));
            let (root, current) = (root(row), row.current.unwrap());
            let newer = all.iter().filter(|(other, claim)| {
                *other == root && !is_projection(*claim) && self.recency(*claim) > self.recency(current)
            });
            row.newer_in_root = newer.map(|(_, claim)| *claim).max_by_key(|claim| self.recency(*claim));
        }
        shown.into_iter().chain(without).collect()
    }

    /// For each measure and group, the claim of the latest row of each origin that is no projection.
    fn latest_of_origins(&self, claims: &Claims) -> BTreeMap<(String, String), BTreeMap<String, Id<Claim>>> {
        let mut latest: BTreeMap<(String, String), BTreeMap<String, Id<Claim>>> = BTreeMap::new();
        let mut rows = self.rows(claims);
        rows.sort_by_key(|row| row.current.map(|claim| self.recency(claim)));
        for Row { measure, group, current, .. } in rows {
            let Some(claim) = current.filter(|claim| !self.is_projection(*claim, &measure, &group)) else {
                continue;
            };
            let of_group = latest.entry((measure, group)).or_default();
            for origin in self.origins[&claim].names() {
                of_group.insert(origin, claim);
            }
        }
        latest
    }

    pub(crate) fn findings(&self, event: &Event, claims: &Claims) -> Vec<Finding> {
        let latest = self.latest_of_origins(claims);
        let mut findings = Vec::new();
        let measures: BTreeSet<&String> = latest.keys().map(|(measure, _)| measure).collect();
        for measure in measures {
            let groups: BTreeMap<&str, &BTreeMap<String, Id<Claim>>> = (latest.iter())
                .filter(|((of, _), _)| of == measure)
                .map(|((_, group), by_origin)| (group.as_str(), by_origin))
                .collect();
            for (group, by_origin) in &groups {
                if by_origin.len() >= 2 {
                    let claims: Claims = by_origin.values().copied().collect();
                    let words = self.compare(event, &claims, measure, group);
                    findings.push((measure.clone(), Some((*group).to_owned()), words));
                }
            }
            if let Some(conflict) = self.group_conflict(measure, &groups) {
                findings.push((measure.clone(), None, conflict));
            }
        }
        findings
    }

    fn compare(&self, event: &Event, claims: &Claims, measure: &str, group: &str) -> String {
        let figures: Vec<(Id<Claim>, u64, Option<u64>)> = claims
            .iter()
            .map(|claim| {
                let bounds = self.figure(*claim, measure, group).and_then(|figure| figure.bounds).unwrap();
                (*claim, bounds.min, bounds.max)
            })
            .collect();
        let highest = figures.iter().map(|(_, min, _)| *min).max().unwrap();
        let lowest = figures.iter().filter_map(|(.., max)| *max).min();
        match lowest {
            None => "agree".to_owned(),
            Some(lowest) if highest <= lowest => "agree".to_owned(),
            Some(_) if self.is_rising(event, &figures) => "rising".to_owned(),
            Some(0) => "disagree".to_owned(),
            Some(lowest) => {
                // Half of a hundredth is rounded up.
                let (highest, lowest) = (u128::from(highest), u128::from(lowest));
                let hundredths = (highest * 200 + lowest) / (2 * lowest);
                format!("disagree by {}.{:02}", hundredths / 100, hundredths % 100)
            }
        }
    }

    fn is_rising(&self, event: &Event, figures: &[(Id<Claim>, u64, Option<u64>)]) -> bool {
        let date = |claim: Id<Claim>| self.site.claims[claim].stated_date();
        let all_dated = figures.iter().all(|(claim, ..)| date(*claim).is_some());
        let last = event.date.as_ref().and_then(Edtf::upper);
        let is_late = |claim: Id<Claim>| match (date(claim).and_then(Edtf::upper), last) {
            (Some(day), Some(last)) => day.number() - last.number() > self.config.figures.rising_days.into(),
            _ => false,
        };
        let is_wholly_after = |one: Id<Claim>, other: Id<Claim>| match (
            date(one).and_then(earliest),
            date(other).and_then(latest),
        ) {
            (Some(from), Some(until)) => from > until,
            _ => false,
        };
        all_dated
            && !figures.iter().any(|(claim, ..)| is_late(*claim))
            && figures.iter().all(|(higher, min, _)| {
                // All that lie wholly below it are wholly before it.
                let below = figures.iter().filter(|(.., max)| max.is_some_and(|max| max < *min));
                below.into_iter().all(|(lower, ..)| is_wholly_after(*higher, *lower))
            })
    }

    /// The groups of a group conflict, if there is one.
    fn group_conflict(
        &self,
        measure: &str,
        groups: &BTreeMap<&str, &BTreeMap<String, Id<Claim>>>,
    ) -> Option<String> {
        // What each origin gives of one side.
        let given = |origin: &String, side: GroupSide| -> Names {
            let of_side = groups.iter().filter(|(group, _)| self.config.figures.groups[**group] == side);
            let given = of_side.filter(|(group, by_origin)| {
                let figure = by_origin.get(origin).and_then(|claim| self.figure(*claim, measure, group));
                figure.is_some_and(|figure| figure.bounds.unwrap().max != Some(0))
            });
            given.map(|(group, _)| (*group).to_owned()).collect()
        };
        let origins: BTreeSet<&String> = groups.values().flat_map(|by_origin| by_origin.keys()).collect();
        let only = |side, other| -> Names {
            let one_sided = origins.iter().filter(|origin| given(origin, other).is_empty());
            one_sided.flat_map(|origin| given(origin, side)).collect()
        };
        let combatant = only(GroupSide::Combatant, GroupSide::Civilian);
        let civilian = only(GroupSide::Civilian, GroupSide::Combatant);
        let both: Vec<String> = combatant.union(&civilian).cloned().collect();
        (!combatant.is_empty() && !civilian.is_empty()).then(|| format!("group-conflict {}", both.join(" ")))
    }
}
