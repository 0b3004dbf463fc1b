//! Which claims would have other origins, or fall themselves, if a source fell (METHOD, section 7).
//!
//! Only what hangs on the source is traced again, in the order in which it was traced at first, and only as far as
//! something changes; then all is put back. Limits keep a source on which everything hangs from being worked out
//! for ever. `impact` calls it.

use std::collections::BTreeSet;

use super::graph::Graph;
use super::origins::{Origin, Origins, Tracer, Unknown, drawers, has_fallen};
use super::sets::SetId;
use super::table::Id;
use super::{Claim, Source};
use crate::value::word::Relation;

/// Above so many sources that draw on a source, and above so many claims that hang on it, its fall is not worked
/// out (METHOD, section 7).
const MOST_REACHED: usize = 1_000;

/// A claim that would have other origins without a source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moved {
    pub(super) source: Id<Source>,
    pub(super) claim: Id<Claim>,
    /// Its origins then.
    pub(super) origins: SetId,
    /// Whether it falls, all of its sources being gone then.
    pub(super) falls: bool,
}

/// What the falls of all sources do, each by itself.
pub(super) struct Falls {
    /// By source.
    pub(super) moved: Vec<Moved>,
    /// For each source whether its fall was worked out.
    pub(super) worked_out: Vec<bool>,
}

impl Falls {
    /// Works out the fall of each source that is neither gone nor confidential. New sets are added to the origins;
    /// nothing else of them is changed in the end.
    pub(super) fn of_all(tracer: &Tracer<'_>, origins: &mut Origins, gone: &BTreeSet<Id<Source>>) -> Self {
        let mut hanging = Hanging::of(tracer);
        let mut worked_out = vec![true; tracer.site.sources.len()];
        let mut moved = Vec::new();
        // Those that draw on a source come before it: what is too much for one of them is too much for it.
        for source in tracer.source_order().iter().rev() {
            if gone.contains(source) || tracer.site.sources[*source].is_confidential() {
                continue;
            }
            let drawers = hanging.drawers.successors(source.index());
            let fall = if drawers.iter().all(|drawer| worked_out[*drawer]) {
                hanging
                    .claims(*source)
                    .and_then(|claims| fall(tracer, &hanging, origins, gone, *source, claims))
            } else {
                None
            };
            worked_out[source.index()] = fall.is_some();
            moved.extend(fall.into_iter().flatten());
        }
        Self { moved, worked_out }
    }
}

/// What hangs on sources.
struct Hanging<'t, 's> {
    tracer: &'t Tracer<'s>,
    /// From each source to those that draw on it.
    drawers: Graph,
    /// When each source and claim was traced.
    source_turn: Vec<usize>,
    claim_turn: Vec<usize>,
    /// For which source each source and claim was last reached.
    source_seen: Vec<Option<Id<Source>>>,
    claim_seen: Vec<Option<Id<Source>>>,
}

impl<'t, 's> Hanging<'t, 's> {
    fn of(tracer: &'t Tracer<'s>) -> Self {
        let site = tracer.site;
        Self {
            tracer,
            drawers: drawers(site),
            source_turn: turns(tracer.source_order()),
            claim_turn: turns(tracer.claim_order()),
            source_seen: vec![None; site.sources.len()],
            claim_seen: vec![None; site.claims.len()],
        }
    }

    /// The claims that name a source, or one that draws on it however far (METHOD, fine print 3); `None` if these
    /// sources or claims are too many.
    fn claims(&mut self, source: Id<Source>) -> Option<Vec<Id<Claim>>> {
        let mut reached = vec![source];
        let mut claims = Vec::new();
        self.source_seen[source.index()] = Some(source);
        let mut next = 0;
        while let Some(at) = reached.get(next).copied() {
            next += 1;
            for claim in &self.tracer.site.sources[at].claims {
                if self.claim_seen[claim.index()].replace(source) != Some(source) {
                    claims.push(*claim);
                }
            }
            for drawer in self.drawers.successors(at.index()) {
                if self.source_seen[*drawer].replace(source) != Some(source) {
                    reached.push(Id::new(*drawer));
                }
            }
            if claims.len() > MOST_REACHED || reached.len() > MOST_REACHED + 1 {
                return None;
            }
        }
        Some(claims)
    }
}

/// When each was traced.
fn turns<T>(order: &[Id<T>]) -> Vec<usize> {
    let mut turns = vec![0; order.len()];
    order.iter().enumerate().for_each(|(turn, id)| turns[id.index()] = turn);
    turns
}

/// The claims that move if a source falls, given those that hang on it; `None` if claims that repeat these are too
/// many as well.
fn fall(
    tracer: &Tracer<'_>,
    hanging: &Hanging<'_, '_>,
    origins: &mut Origins,
    gone: &BTreeSet<Id<Source>>,
    source: Id<Source>,
    claims: Vec<Id<Claim>>,
) -> Option<Vec<Moved>> {
    let sources_before = retrace_sources(tracer, hanging, origins, gone, source);
    let moved = retrace_claims(tracer, hanging, origins, gone, source, claims);
    for (source, set) in sources_before {
        origins.of_source[source.index()] = set;
    }
    for (one, before) in &moved {
        origins.of_claim[one.claim.index()] = *before;
        if one.falls {
            origins.fallen[one.claim.index()] = false;
        }
    }
    (moved.len() <= MOST_REACHED).then(|| moved.into_iter().map(|(one, _)| one).collect())
}

/// Traces a fallen source and those that draw on it; returns what the origins of the changed ones were.
fn retrace_sources(
    tracer: &Tracer<'_>,
    hanging: &Hanging<'_, '_>,
    origins: &mut Origins,
    gone: &BTreeSet<Id<Source>>,
    fallen: Id<Source>,
) -> Vec<(Id<Source>, SetId)> {
    let mut changed = Vec::new();
    let turn = |id: Id<Source>| (hanging.source_turn[id.index()], id);
    let mut open = BTreeSet::from([turn(fallen)]);
    while let Some((_, id)) = open.pop_first() {
        let new = if id == fallen {
            origins.single(Origin::Unknown(Unknown::Source(id)))
        } else {
            tracer.source(id, gone.contains(&id), origins)
        };
        let old = origins.of_source[id.index()];
        if !origins.sets.same(old, new) {
            changed.push((id, old));
            origins.of_source[id.index()] = new;
            let drawers = hanging.drawers.successors(id.index()).iter().map(|drawer| Id::new(*drawer));
            open.extend(drawers.filter(|drawer| *drawer != fallen).map(turn));
        }
    }
    changed
}

/// Traces claims and those that repeat them; returns the changed ones, each with what its origins were. Stops when
/// these are too many.
fn retrace_claims(
    tracer: &Tracer<'_>,
    hanging: &Hanging<'_, '_>,
    origins: &mut Origins,
    gone: &BTreeSet<Id<Source>>,
    source: Id<Source>,
    claims: Vec<Id<Claim>>,
) -> Vec<(Moved, SetId)> {
    let mut moved = Vec::new();
    let turn = |id: Id<Claim>| (hanging.claim_turn[id.index()], id);
    let mut open: BTreeSet<(usize, Id<Claim>)> = claims.into_iter().map(turn).collect();
    while let Some((_, id)) = open.pop_first() {
        let claim = &tracer.site.claims[id];
        if origins.fallen[id.index()] {
            continue;
        }
        let falls = has_fallen(claim, |named| named == source || gone.contains(&named));
        origins.fallen[id.index()] = falls;
        let old = origins.of_claim[id.index()];
        let new = tracer.claim(id, origins);
        if falls || !origins.sets.same(old, new) {
            origins.of_claim[id.index()] = new;
            moved.push((Moved { source, claim: id, origins: new, falls }, old));
            let repeating = claim.incoming.iter().filter(|link| link.relation == Relation::Repeats);
            open.extend(repeating.map(|link| turn(link.claim)));
        }
        if moved.len() > MOST_REACHED {
            break;
        }
    }
    moved
}
