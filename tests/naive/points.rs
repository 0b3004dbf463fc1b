//! Sections 6 and 8: points in dispute, columns, and who denies whom.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use variorum::site::{Claim, Event, Id};
use variorum::value::word::Relation;

use super::{Claims, Naive, Names};

/// A point of an event, with the live statements on it.
pub(crate) struct Point {
    pub(crate) id: Option<String>,
    pub(crate) claims: Claims,
    pub(crate) contested: usize,
    pub(crate) reasons: Vec<&'static str>,
}

/// A point's id, or for a computed one its first claim.
type PointKey = (Option<String>, Option<Id<Claim>>);

/// How stances are counted: who takes one, towards whom, and which; then each claim that takes it, and its target.
pub(crate) type Stances = BTreeMap<(String, String, &'static str), BTreeSet<(Id<Claim>, Id<Claim>)>>;

impl Naive<'_> {
    pub(crate) fn points(&self, event: &Event) -> Vec<Point> {
        let statements = self.live_statements(event);
        let explicit = |claim: Id<Claim>| -> Option<String> {
            let point = self.site.claims[claim].point.as_ref()?;
            event.points.iter().any(|(declared, _)| declared == point).then(|| point.to_string())
        };
        let mut points: BTreeMap<PointKey, Claims> = BTreeMap::new();
        for (id, _) in &event.points {
            points.insert((Some(id.to_string()), None), Claims::new());
        }
        for start in &statements {
            let steps = self.steps(*start, &statements);
            let nearest = steps.iter().filter_map(|(claim, steps)| Some((*steps, explicit(*claim)?))).min();
            let point = match nearest {
                Some((_, point)) => (Some(point), None),
                None => (None, steps.keys().min().copied()),
            };
            points.entry(point).or_default().insert(*start);
        }
        let mut points: Vec<Point> =
            points.into_iter().map(|((id, _), claims)| self.point(event, id, claims)).collect();
        points.sort_by_key(|point| {
            let earliest = point.claims.iter().map(|claim| self.age(*claim)).min();
            let key = point.claims.iter().map(|claim| self.key(*claim)).min();
            let is_undisputed = point.reasons.is_empty();
            (
                point.claims.is_empty(),
                is_undisputed,
                Reverse(point.contested),
                earliest,
                key,
                point.id.clone(),
            )
        });
        points
    }

    fn live_statements(&self, event: &Event) -> Claims {
        event
            .claims
            .iter()
            .copied()
            .filter(|claim| self.is_live(*claim) && self.is_statement(*claim))
            .collect()
    }

    fn point(&self, event: &Event, id: Option<String>, claims: Claims) -> Point {
        let contested = claims.iter().filter(|claim| !self.received(**claim)[0].is_empty()).count();
        let findings = self.findings(event, &claims);
        let found = |word: &str| findings.iter().any(|(_, _, words)| words.starts_with(word));
        let reasons =
            [("denial", contested > 0), ("figures", found("disagree")), ("groups", found("group-conflict"))];
        let reasons = reasons.into_iter().filter(|(_, given)| *given).map(|(reason, _)| reason).collect();
        Point { id, claims, contested, reasons }
    }

    /// How many steps each statement is away from one, in its component.
    fn steps(&self, start: Id<Claim>, statements: &Claims) -> BTreeMap<Id<Claim>, usize> {
        let joins = |from: Id<Claim>, to: Id<Claim>| {
            let links = self.site.claims[from].relations.iter().filter(|link| link.claim == to);
            links.into_iter().any(|link| {
                !matches!(link.relation, Relation::Replaces | Relation::Withdraws | Relation::Disowns)
            })
        };
        let mut steps = BTreeMap::from([(start, 0)]);
        for step in 1..=statements.len() {
            let reached: Vec<Id<Claim>> = steps.keys().copied().collect();
            let is_next =
                |claim: &Id<Claim>| reached.iter().any(|near| joins(*near, *claim) || joins(*claim, *near));
            for claim in statements.iter().filter(|claim| is_next(claim)) {
                steps.entry(*claim).or_insert(step);
            }
        }
        steps
    }

    /// Roots in the order of their first statements.
    pub(crate) fn columns(&self, event: &Event) -> Vec<String> {
        let mut statements: Vec<Id<Claim>> = self.live_statements(event).into_iter().collect();
        statements.sort_by_key(|claim| (self.age(*claim), *claim));
        let mut columns: Vec<String> = Vec::new();
        for root in statements.iter().flat_map(|claim| self.speakers(*claim)) {
            if !columns.contains(&root) {
                columns.push(root);
            }
        }
        columns
    }

    /// Section 8, on one event: between its live statements.
    pub(crate) fn stances(&self, event: &Event) -> Stances {
        let statements = self.live_statements(event);
        let mut stances = Stances::new();
        for one in &statements {
            for other in &statements {
                for stance in self.stances_of(*one, *other) {
                    for (from, to) in pairs(&self.speakers(*one), &self.speakers(*other)) {
                        stances.entry((from, to, stance)).or_default().insert((*one, *other));
                    }
                }
            }
        }
        stances
    }

    fn stances_of(&self, one: Id<Claim>, other: Id<Claim>) -> BTreeSet<&'static str> {
        let relates = |relation| self.relates(relation, one, other);
        let is_related = |relation| self.relates(relation, other, one);
        // An agreement whose figures do not fit does not count.
        let agrees =
            (relates(Relation::AgreesWith) || is_related(Relation::AgreesWith)) && self.fits(one, other);
        let stances = [
            ("supports", relates(Relation::Supports) || agrees),
            ("denies", relates(Relation::Denies)),
            ("concedes", relates(Relation::Concedes) || relates(Relation::ConcedesInPart)),
            ("questions", relates(Relation::Questions)),
        ];
        stances.into_iter().filter(|(_, taken)| *taken).map(|(stance, _)| stance).collect()
    }
}

fn pairs(from: &Names, to: &Names) -> Vec<(String, String)> {
    from.iter().flat_map(|one| to.iter().map(move |other| (one.clone(), other.clone()))).collect()
}
