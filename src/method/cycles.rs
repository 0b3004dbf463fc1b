//! Chains that come back to where they began, where they must not (manual, method.md#findings).
//!
//! One cycle is named for everything that runs in one circle: the shortest through its smallest id. `check` reports
//! them; cycles of `supports` and of the other relations are allowed.

use strum::IntoEnumIterator;

use super::graph::Graph;
use super::origins::{draws_on, related_by};
use super::relation::meaning;
use crate::site::{Actor, Claim, Event, Id, Site, Source, Table};
use crate::value::word::Relation;

/// A cycle: each member names the next, the last one the first, which has the smallest id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cycle {
    /// `part_of` of actors.
    Actors(Vec<Id<Actor>>),
    /// `part_of` of events.
    Events(Vec<Id<Event>>),
    /// `from` of sources.
    Sources(Vec<Id<Source>>),
    /// `repeats`, or what ends a claim.
    Claims(Relation, Vec<Id<Claim>>),
}

/// All cycles of a site that are errors.
pub(super) fn cycles(site: &Site) -> Vec<Cycle> {
    let actors = part_of(&site.actors, |actor| actor.part_of);
    let events = part_of(&site.events, |event| event.part_of);
    let mut cycles: Vec<Cycle> = loops(&actors, |id| *id).map(Cycle::Actors).collect();
    cycles.extend(loops(&events, |id| *id).map(Cycle::Events));
    cycles.extend(loops(&draws_on(site), |id| *id).map(Cycle::Sources));
    for relation in Relation::iter().filter(|relation| !meaning(*relation).may_run_in_a_circle) {
        let graph = related_by(site, relation);
        cycles.extend(loops(&graph, |id| site.claim_rank(*id)).map(|claims| Cycle::Claims(relation, claims)));
    }
    cycles
}

fn part_of<T>(rows: &Table<T>, whole: impl Fn(&T) -> Option<Id<T>> + Copy) -> Graph {
    let edges = rows.entries().filter_map(move |(id, row)| Some((id.index(), whole(row)?.index())));
    Graph::new(rows.len(), edges)
}

/// A loop for each circle of a graph, in order of where they begin.
fn loops<T, K: Ord>(graph: &Graph, rank: impl Fn(&Id<T>) -> K) -> impl Iterator<Item = Vec<Id<T>>> {
    let components = graph.components();
    let circles = components.iter().filter(|component| graph.is_cyclic(component));
    let mut starts: Vec<Id<T>> =
        circles.filter_map(|circle| circle.iter().map(|node| Id::new(*node)).min_by_key(&rank)).collect();
    starts.sort_by_key(&rank);
    starts
        .into_iter()
        .map(move |start| graph.shortest_loop(start.index(), &components).into_iter().map(Id::new).collect())
}
