//! What the method says of a site, in lines: of claims, propositions, events, and of what falls.

#![allow(clippy::unwrap_used, reason = "a test that cannot make its inputs has failed")]
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeSet;

use variorum::method::cycles::Cycle;
use variorum::method::figures::Comparison;
use variorum::site::{Claim, Event, Id};
use variorum::value::word::Relation;

use crate::support::{Built, in_words};

pub(crate) fn claims(built: &Built) -> Vec<String> {
    let (site, method) = (&built.site, &built.method);
    let line = |id| {
        let key = site.claim_key(id);
        let (Some(answers), Some(proposition)) = (method.answers(id), method.proposition_of(id)) else {
            return format!("{key}: act {}", method.state(id));
        };
        assert_eq!(method.is_live(id), answers.state.to_string() == "live");
        assert_eq!(method.state(id), answers.state);
        let proposition = site.claim_key(method.proposition(proposition).claims[0]);
        let by = built.keys(&method.ended_by(site, id)).join(" ");
        format!("{key}: {} of {proposition} by [{by}]", in_words(&answers))
    };
    site.claims.ids().map(line).collect()
}

pub(crate) fn propositions(built: &Built) -> Vec<String> {
    let (site, method) = (&built.site, &built.method);
    let line = |(id, proposition): (_, &variorum::method::Proposition)| {
        let claims = built.keys(&proposition.claims).join(" ");
        let known: Vec<_> = method.known(id).collect();
        let (known, unknown) = (built.names(&known).join(" "), method.unknown_names(site, id).join(" "));
        let (backing, origins) = (proposition.backing, proposition.origins);
        let (min, max, reception) = (origins.min, origins.max, proposition.reception);
        let mut line =
            format!("[{claims}] {backing} {min}-{max} {reception} known [{known}] unknown [{unknown}]");
        for (reception, roots) in method.received(id).lists() {
            line += &format!(" {reception} [{}]", built.names(roots).join(" "));
        }
        line
    };
    method.propositions().map(line).collect()
}

pub(crate) fn falls(built: &Built) -> Vec<String> {
    let line = |id| {
        let shifts = built.method.if_it_falls(id).unwrap();
        let words = shifts.iter().map(|shift| {
            let (from, to) = (in_words(&shift.from), in_words(&shift.to));
            format!(" {}: {from} > {to};", built.site.claim_key(shift.claim))
        });
        format!("{}:{}", built.site.sources[id].id, words.collect::<String>())
    };
    built.site.sources.ids().map(line).collect()
}

pub(crate) fn points(built: &Built, event: Id<Event>) -> Vec<String> {
    let versions = built.method.versions(event);
    let points = versions.points.iter().map(|point| {
        let id = point.id.as_ref().map_or("-", |id| id.as_str());
        let reasons: Vec<String> = point.reasons.iter().map(ToString::to_string).collect();
        assert_eq!(point.is_disputed(), !reasons.is_empty());
        let claims: BTreeSet<String> = built.keys(&point.claims).into_iter().collect();
        assert_eq!(claims.len(), point.claims.len());
        let claims = claims.into_iter().collect::<Vec<_>>().join(" ");
        format!("{id} {} [{}]: {claims}", point.contested, reasons.join(" "))
    });
    points.chain([built.names(&versions.columns).join(" ")]).collect()
}

pub(crate) fn figures(built: &Built, event: Id<Event>) -> Vec<String> {
    let versions = built.method.versions(event);
    let rows = versions.figures.iter().map(|row| {
        let history = built.keys(&row.history).join(" ");
        let newer = row.newer_in_root.map_or_else(|| "-".to_owned(), |id| built.site.claim_key(id));
        let current = row.current.as_ref().map_or_else(
            || "-".to_owned(),
            |current| format!("{} {} {}", built.site.claim_key(current.claim), current.figure, current.are),
        );
        let (measure, group, by) = (&row.measure, &row.group, built.names(&row.by).join(" "));
        format!("{measure} {group} [{by}] {current} history [{history}] newer {newer}")
    });
    let findings = versions.findings.iter().map(|finding| {
        let words = match &finding.comparison {
            Comparison::Agree => "agree".to_owned(),
            Comparison::Rising => "rising".to_owned(),
            Comparison::Disagree { gap: None } => "disagree".to_owned(),
            Comparison::Disagree { gap: Some(gap) } => format!("disagree by {gap}"),
            Comparison::GroupConflict { groups } => format!("group-conflict {}", groups.join(" ")),
        };
        format!("{} {} {words}", finding.measure, finding.group.as_deref().unwrap_or("-"))
    });
    rows.chain(findings).collect()
}

pub(crate) fn stances(built: &Built, event: Id<Event>) -> Vec<String> {
    let stances = built.method.stances(&built.site, event);
    let key = |id: Id<Claim>| built.site.claim_key(id);
    let cells = stances.iter().map(|cell| {
        let pairs: BTreeSet<String> =
            cell.claims.iter().map(|(one, other)| format!("{}>{}", key(*one), key(*other))).collect();
        assert_eq!(pairs.len(), cell.claims.len(), "each pair once");
        assert_eq!(stances.cell(cell.from, cell.to, cell.stance), cell.claims);
        let names = built.names(&[cell.from, cell.to]);
        let pairs: Vec<String> = pairs.into_iter().collect();
        format!("{} {} {}: {}", names[0], cell.stance, names[1], pairs.join(" "))
    });
    let mut lines: Vec<String> = cells.collect();
    lines.sort();
    lines
}

pub(crate) fn remarks(built: &Built) -> Vec<String> {
    let (site, method) = (&built.site, &built.method);
    let mut lines = BTreeSet::new();
    for id in site.claims.ids() {
        if method.is_changed_by_retraction(id) {
            lines.insert(format!("{} was changed by retraction", site.claim_key(id)));
        }
        for denied in site.claims[id].targets(Relation::Denies) {
            if method.is_denied_in_advance(site, id, denied) {
                lines.insert(format!("{} denies {} in advance", site.claim_key(id), site.claim_key(denied)));
            }
        }
    }
    for conflict in method.without_common_figure() {
        let (one, other) = conflict.claims;
        let bounds = |id: Id<Claim>| {
            let figure = site.claims[id].figure(&conflict.measure, &conflict.group);
            figure.unwrap().bounds.unwrap()
        };
        assert!(!bounds(one).intersects(bounds(other)));
        let proposition = method.proposition_of(one).unwrap();
        assert_eq!(Some(proposition), method.proposition_of(other));
        let id = site.claim_key(method.proposition(proposition).claims[0]);
        lines.insert(format!("{id} has no common figure for {} {}", conflict.measure, conflict.group));
    }
    lines.into_iter().collect()
}

pub(crate) fn cycles(built: &Built) -> Vec<String> {
    let site = &built.site;
    let mut lines: Vec<String> = (built.method.cycles().iter())
        .map(|cycle| {
            let (what, mut names): (&str, Vec<String>) = match cycle {
                Cycle::Actors(ids) => {
                    ("actors", ids.iter().map(|id| site.actors[*id].id.to_string()).collect())
                }
                Cycle::Events(ids) => {
                    ("events", ids.iter().map(|id| site.events[*id].id.to_string()).collect())
                }
                Cycle::Sources(ids) => {
                    ("sources", ids.iter().map(|id| site.sources[*id].id.to_string()).collect())
                }
                Cycle::Claims(relation, ids) => (relation.key(), built.keys(ids)),
            };
            // A cycle is told as the shortest way through its smallest id; who else is on it is not told.
            names.sort();
            names.truncate(1);
            format!("{what} {}", names.join(" "))
        })
        .collect();
    lines.sort();
    lines
}

/// All of it.
pub(crate) fn all(built: &Built) -> Vec<String> {
    let mut lines =
        [claims(built), propositions(built), falls(built), remarks(built), cycles(built)].concat();
    for event in built.site.events.ids() {
        lines.extend([points(built, event), figures(built, event), stances(built, event)].concat());
    }
    lines
}
