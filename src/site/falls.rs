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

/// What hangs on sources.
pub(super) struct Falls<'t, 's> {
    tracer: &'t Tracer<'s>,
    gone: &'t BTreeSet<Id<Source>>,
    /// From each source to those that draw on it.
    drawers: Graph,
    /// Sources whose fall reaches too much.
    too_many: Vec<bool>,
    /// Claims that too many repeat, however far.
    repeated: Vec<bool>,
    /// When each source and claim was traced.
    source_turn: Vec<usize>,
    claim_turn: Vec<usize>,
    /// In which walk each source and claim was last met.
    source_met: Vec<usize>,
    claim_met: Vec<usize>,
    walks: usize,
}

impl<'t, 's> Falls<'t, 's> {
    pub(super) fn new(tracer: &'t Tracer<'s>, gone: &'t BTreeSet<Id<Source>>) -> Self {
        let (sources, claims) = (tracer.site.sources.len(), tracer.site.claims.len());
        let mut falls = Self {
            tracer,
            gone,
            drawers: drawers(tracer.site),
            too_many: vec![false; sources],
            repeated: vec![false; claims],
            source_turn: turns(tracer.source_order()),
            claim_turn: turns(tracer.claim_order()),
            source_met: vec![0; sources],
            claim_met: vec![0; claims],
            walks: 0,
        };
        for claim in tracer.claim_order().iter().rev() {
            falls.walks += 1;
            falls.repeated[claim.index()] = falls.repeaters(vec![*claim]).is_none();
        }
        falls
    }

    /// The claims that move if a source falls by itself; `None`: too much hangs on it. A source that is gone or
    /// confidential moves none. New sets are added to the origins; nothing else of them is changed in the end.
    ///
    /// Sources come in an order in which those that draw on one come before it.
    pub(super) fn fall(&mut self, source: Id<Source>, origins: &mut Origins) -> Option<Vec<Moved>> {
        if self.gone.contains(&source) || self.tracer.site.sources[source].is_confidential() {
            return Some(Vec::new());
        }
        let Some(claims) = self.claims(source) else {
            self.too_many[source.index()] = true;
            return None;
        };
        let sources_before = self.retrace_sources(origins, source);
        let moved = self.retrace_claims(origins, source, claims);
        for (source, set) in sources_before {
            origins.of_source[source.index()] = set;
        }
        for (one, before) in &moved {
            origins.of_claim[one.claim.index()] = *before;
            origins.fallen[one.claim.index()] = false;
        }
        Some(moved.into_iter().map(|(one, _)| one).collect())
    }

    /// The claims that name a source, or one that draws on it however far (METHOD, fine print 3); `None` if these
    /// sources or claims, with those that repeat them however far, are too many.
    fn claims(&mut self, source: Id<Source>) -> Option<Vec<Id<Claim>>> {
        self.walks += 1;
        let mut reached = vec![source];
        let mut claims = Vec::new();
        self.source_met[source.index()] = self.walks;
        let mut next = 0;
        while let Some(at) = reached.get(next).copied() {
            next += 1;
            for claim in &self.tracer.site.sources[at].claims {
                if meet(&mut self.claim_met, *claim, self.walks) {
                    claims.push(*claim);
                }
            }
            for drawer in self.drawers.successors(at.index()) {
                if meet(&mut self.source_met, Id::<Source>::new(*drawer), self.walks) {
                    reached.push(Id::new(*drawer));
                }
            }
            let too_many = self.too_many[at.index()] || reached.len() > MOST_REACHED + 1;
            if too_many || claims.len() > MOST_REACHED {
                return None;
            }
        }
        let naming = claims.len();
        let mut claims = self.repeaters(claims)?;
        claims.truncate(naming);
        Some(claims)
    }

    /// Claims and behind them all that repeat them, however far; `None` if these are too many.
    fn repeaters(&mut self, mut claims: Vec<Id<Claim>>) -> Option<Vec<Id<Claim>>> {
        let mut next = 0;
        while let Some(at) = claims.get(next).copied() {
            next += 1;
            for repeater in repeaters(&self.tracer.site.claims[at]) {
                if meet(&mut self.claim_met, repeater, self.walks) {
                    claims.push(repeater);
                }
            }
            if self.repeated[at.index()] || claims.len() > MOST_REACHED {
                return None;
            }
        }
        Some(claims)
    }

    /// Traces a fallen source and those that draw on it; returns what the origins of the changed ones were.
    fn retrace_sources(&self, origins: &mut Origins, fallen: Id<Source>) -> Vec<(Id<Source>, SetId)> {
        let mut changed = Vec::new();
        let turn = |id: Id<Source>| (self.source_turn[id.index()], id);
        let mut open = BTreeSet::from([turn(fallen)]);
        while let Some((_, id)) = open.pop_first() {
            let new = if id == fallen {
                origins.single(Origin::Unknown(Unknown::Source(id)))
            } else {
                self.tracer.source(id, self.gone.contains(&id), origins)
            };
            let old = origins.of_source[id.index()];
            if !origins.sets.same(old, new) {
                changed.push((id, old));
                origins.of_source[id.index()] = new;
                let drawers = self.drawers.successors(id.index()).iter().map(|drawer| Id::new(*drawer));
                open.extend(drawers.filter(|drawer| *drawer != fallen).map(turn));
            }
        }
        changed
    }

    /// Traces claims and those that repeat them; returns the changed ones, each with what its origins were.
    fn retrace_claims(
        &self,
        origins: &mut Origins,
        source: Id<Source>,
        claims: Vec<Id<Claim>>,
    ) -> Vec<(Moved, SetId)> {
        let mut moved = Vec::new();
        let turn = |id: Id<Claim>| (self.claim_turn[id.index()], id);
        let mut open: BTreeSet<(usize, Id<Claim>)> = claims.into_iter().map(turn).collect();
        while let Some((_, id)) = open.pop_first() {
            let claim = &self.tracer.site.claims[id];
            if origins.fallen[id.index()] {
                continue;
            }
            let falls = has_fallen(claim, |named| named == source || self.gone.contains(&named));
            origins.fallen[id.index()] = falls;
            let old = origins.of_claim[id.index()];
            let new = self.tracer.claim(id, origins);
            if falls || !origins.sets.same(old, new) {
                origins.of_claim[id.index()] = new;
                moved.push((Moved { source, claim: id, origins: new, falls }, old));
                open.extend(repeaters(claim).map(turn));
            }
        }
        moved
    }
}

/// When each was traced.
fn turns<T>(order: &[Id<T>]) -> Vec<usize> {
    let mut turns = vec![0; order.len()];
    order.iter().enumerate().for_each(|(turn, id)| turns[id.index()] = turn);
    turns
}

/// Whether a walk meets something for the first time.
fn meet<T>(met: &mut [usize], id: Id<T>, walk: usize) -> bool {
    std::mem::replace(&mut met[id.index()], walk) != walk
}

/// The claims that repeat a claim.
fn repeaters(claim: &Claim) -> impl Iterator<Item = Id<Claim>> {
    claim.incoming.iter().filter(|link| link.relation == Relation::Repeats).map(|link| link.claim)
}
