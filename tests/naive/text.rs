//! All that is computed, in lines, to be compared with the same lines of the method under test.

use std::collections::{BTreeMap, BTreeSet};

use variorum::site::{Claim, Event, Id};
use variorum::value::word::Relation;

use super::answers::RECEPTIONS;
use super::points::Point;
use super::{AnySource, Claims, Naive, Names, cycle};

impl Naive<'_> {
    fn keys(&self, claims: impl IntoIterator<Item = Id<Claim>>) -> String {
        // Sorted by brief and id, as their names are.
        words(&claims.into_iter().map(|claim| self.key(claim)).collect::<Names>())
    }

    pub(crate) fn claims_as_text(&self) -> Vec<String> {
        self.claims().map(|claim| self.claim_as_text(claim)).collect()
    }

    fn claim_as_text(&self, claim: Id<Claim>) -> String {
        let key = self.key(claim);
        let Some(answers) = self.answers(claim) else { return format!("{key}: act {}", self.state(claim)) };
        let proposition = self.proposition_id(claim);
        format!("{key}: {answers} of {proposition} by [{}]", self.keys(self.state_by(claim)))
    }

    fn proposition_id(&self, claim: Id<Claim>) -> String {
        self.proposition(claim).into_iter().map(|member| self.key(member)).min().unwrap()
    }

    pub(crate) fn propositions_as_text(&self) -> Vec<String> {
        let statements = self.claims().filter(|claim| self.is_statement(*claim));
        let by_id: BTreeMap<String, Id<Claim>> =
            statements.map(|claim| (self.proposition_id(claim), claim)).collect();
        by_id.values().map(|claim| self.proposition_as_text(*claim)).collect()
    }

    fn proposition_as_text(&self, claim: Id<Claim>) -> String {
        let answers = self.answers(claim).unwrap();
        let origins = self.all_origins(claim);
        let named: Names = origins.unknown.iter().filter(|name| !name.starts_with('?')).cloned().collect();
        let mut line = format!(
            "[{}] {} {}-{} {} known [{}] unknown [{}]",
            self.keys(self.proposition(claim)),
            answers.backing,
            answers.origins.0,
            answers.origins.1,
            answers.reception,
            words(&origins.known),
            words(&named)
        );
        for (word, list) in RECEPTIONS.iter().zip(self.received(claim)) {
            if !list.is_empty() {
                line += &format!(" {word} [{}]", words(&list));
            }
        }
        line
    }

    pub(crate) fn falls_as_text(&self) -> Vec<String> {
        let line = |source| {
            let shifts = self.if_it_falls(source).into_iter();
            let changes: Vec<String> =
                shifts.map(|(key, from, to)| format!(" {key}: {from} > {to};")).collect();
            format!("{}:{}", self.site.sources[source].id, changes.concat())
        };
        self.site.sources.ids().map(line).collect()
    }

    pub(crate) fn points_as_text(&self, event: &Event) -> Vec<String> {
        let line = |Point { id, claims, contested, reasons }: Point| {
            let id = id.unwrap_or_else(|| "-".to_owned());
            format!("{id} {contested} [{}]: {}", reasons.join(" "), self.keys(claims))
        };
        self.points(event).into_iter().map(line).chain([self.columns(event).join(" ")]).collect()
    }

    pub(crate) fn figures_as_text(&self, event: &Event) -> Vec<String> {
        let claims: Claims = event.claims.iter().copied().collect();
        let rows = self.rows(&claims).into_iter().map(|row| {
            let history: Vec<String> = row.history.iter().map(|claim| self.key(*claim)).collect();
            let newer = row.newer_in_root.map_or_else(|| "-".to_owned(), |claim| self.key(claim));
            let current = row.current.map_or_else(
                || "-".to_owned(),
                |claim| {
                    let figure = self.site.claims[claim].figure(&row.measure, &row.group).unwrap();
                    format!("{} {} {}", self.key(claim), figure.figure, figure.are)
                },
            );
            let (measure, group, by) = (row.measure, row.group, words(&row.by));
            format!("{measure} {group} [{by}] {current} history [{}] newer {newer}", history.join(" "))
        });
        let findings = self.findings(event, &claims).into_iter().map(|(measure, group, words)| {
            format!("{measure} {} {words}", group.unwrap_or_else(|| "-".to_owned()))
        });
        rows.chain(findings).collect()
    }

    pub(crate) fn stances_as_text(&self, event: &Event) -> Vec<String> {
        let line = |((from, to, stance), claims): (_, BTreeSet<(Id<Claim>, Id<Claim>)>)| {
            let pairs: BTreeSet<String> = claims
                .iter()
                .map(|(one, other)| format!("{}>{}", self.key(*one), self.key(*other)))
                .collect();
            let (from, to): (String, String) = (from, to);
            let stance: &str = stance;
            format!("{from} {stance} {to}: {}", words(&pairs))
        };
        let mut lines: Vec<String> = self.stances(event).into_iter().map(line).collect();
        lines.sort();
        lines
    }

    /// What the manual has told of single claims and propositions in sections 3, 4 and 10: denials in advance,
    /// propositions without a common figure, and what retraction has changed already.
    pub(crate) fn remarks_as_text(&self) -> Vec<String> {
        let mut lines = BTreeSet::new();
        let unretracted = self.without_retractions();
        for claim in self.claims() {
            let has_fallen = self.state(claim) != unretracted.state(claim);
            if has_fallen || self.answers(claim) != unretracted.answers(claim) {
                lines.insert(format!("{} was changed by retraction", self.key(claim)));
            }
            for denied in self.targets(Relation::Denies, claim) {
                if self.is_in_advance(claim, denied) {
                    lines.insert(format!("{} denies {} in advance", self.key(claim), self.key(denied)));
                }
            }
            let proposition = self.proposition(claim);
            let mut bounds: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
            for (of, (min, max)) in proposition.iter().flat_map(|member| self.bounds(*member)) {
                let common = bounds.entry(of).or_insert((0, u64::MAX));
                *common = (common.0.max(min), common.1.min(max));
            }
            for ((measure, group), _) in bounds.iter().filter(|(_, (min, max))| min > max) {
                let id = self.proposition_id(claim);
                lines.insert(format!("{id} has no common figure for {measure} {group}"));
            }
        }
        lines.into_iter().collect()
    }

    /// All cycles as written, each once.
    pub(crate) fn cycles_as_text(&self) -> Vec<String> {
        let mut lines: BTreeSet<String> = BTreeSet::new();
        for actor in self.site.actors.ids() {
            let on_it = cycle(actor, &|actor| self.site.actors[actor].part_of.into_iter().collect());
            let names =
                |ids: BTreeSet<_>| ids.iter().map(|id| self.site.actors[*id].id.to_string()).collect();
            lines.extend(on_it.map(|ids| format!("actors {}", words(&names(ids)))));
        }
        for event in self.site.events.ids() {
            let on_it = cycle(event, &|event| self.site.events[event].part_of.into_iter().collect());
            let names =
                |ids: BTreeSet<_>| ids.iter().map(|id| self.site.events[*id].id.to_string()).collect();
            lines.extend(on_it.map(|ids| format!("events {}", words(&names(ids)))));
        }
        for source in self.site.sources.ids() {
            let on_it = cycle(AnySource::Public(source), &|source| self.draws_on(source));
            let name = |source: &AnySource| match source {
                AnySource::Public(id) => self.site.sources[*id].id.to_string(),
                AnySource::Confidential(_) => panic!("no cycle leads through what may not be named"),
            };
            lines.extend(on_it.map(|ids| format!("sources {}", words(&ids.iter().map(name).collect()))));
        }
        for relation in [Relation::Repeats, Relation::Replaces, Relation::Withdraws, Relation::Disowns] {
            for claim in self.claims() {
                let on_it = cycle(claim, &|claim| self.targets(relation, claim).into_iter().collect());
                lines.extend(on_it.map(|ids| format!("{} {}", relation.key(), self.keys(ids))));
            }
        }
        lines.iter().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
    }
}

fn words(list: &Names) -> String {
    list.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}
