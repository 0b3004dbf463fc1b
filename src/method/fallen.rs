//! What no longer stands: sources that were retracted, and all that rested on nothing else (manual, method.md#state).
//!
//! The sets are the smallest ones for which the rule holds, so they are found by going on from what was retracted;
//! each link is looked at once. `answers` asks for states, `origins` for what still tells of where it is from.

use super::answers::State;
use super::origins::drawn_on_by;
use super::relation::meaning;
use crate::site::{Claim, ConfidentialSource, Id, Site, Source};
use crate::value::word::{Relation, SourceStatus};

/// What has fallen, and what was ended by its own speaker.
#[derive(Clone, Debug)]
pub(super) struct Fallen {
    pub(super) sources: Vec<bool>,
    pub(super) confidential: Vec<bool>,
    pub(super) claims: Vec<bool>,
    /// What a claim of the same root made of each claim, whatever the dates; the first state that fits.
    ended: Vec<Option<State>>,
}

/// Which sources are taken as fallen by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Retractions {
    /// Those that were retracted.
    Counted,
    /// None, as if nothing had been retracted.
    Ignored,
}

impl Fallen {
    pub(super) fn of(site: &Site, retractions: Retractions) -> Self {
        let counted = retractions == Retractions::Counted;
        let mut fallen = Self {
            sources: vec![false; site.sources.len()],
            confidential: site.confidential_sources.iter().map(|s| counted && s.is_retracted).collect(),
            claims: vec![false; site.claims.len()],
            ended: site.claims.iter().map(ended).collect(),
        };
        if counted {
            let retracted = site.sources.entries().filter(|(_, s)| s.status == SourceStatus::Retracted);
            fallen.spread_over_sources(site, retracted.map(|(id, _)| id).collect());
        }
        fallen.spread_over_claims(site);
        fallen
    }

    /// Lets sources fall, and those all of whose `from` have fallen.
    fn spread_over_sources(&mut self, site: &Site, retracted: Vec<Id<Source>>) {
        if retracted.is_empty() && !self.confidential.contains(&true) {
            return;
        }
        let mut left: Vec<usize> = Vec::with_capacity(site.sources.len());
        for source in &site.sources {
            let standing = source.from_confidential.iter().filter(|from| !self.confidential[from.index()]);
            left.push(source.from.len() + standing.count());
        }
        let drawn_on_by = drawn_on_by(site);
        let groundless = site.sources.entries().filter(|(_, source)| self.has_lost_its_grounds(source));
        let mut open: Vec<Id<Source>> = groundless.map(|(id, _)| id).chain(retracted).collect();
        while let Some(id) = open.pop() {
            if std::mem::replace(&mut self.sources[id.index()], true) {
                continue;
            }
            for drawer in drawn_on_by.successors(id.index()) {
                left[*drawer] -= 1;
                if left[*drawer] == 0 {
                    open.push(Id::new(*drawer));
                }
            }
        }
    }

    /// Lets claims fall: those whose sources have, and those that repeat nothing that is left.
    fn spread_over_claims(&mut self, site: &Site) {
        let mut open: Vec<Id<Claim>> = site
            .claims
            .entries()
            .filter(|(id, claim)| self.ended[id.index()].is_some() || self.has_lost_its_sources(claim))
            .map(|(id, _)| id)
            .collect();
        for id in &open {
            self.claims[id.index()] = self.has_lost_its_sources(&site.claims[*id]);
        }
        open.retain(|id| self.is_void(*id));
        if open.is_empty() {
            return;
        }
        let mut left: Vec<usize> =
            site.claims.iter().map(|claim| claim.targets(Relation::Repeats).count()).collect();
        while let Some(id) = open.pop() {
            for repeater in site.claims[id].related_from(Relation::Repeats) {
                left[repeater.index()] -= 1;
                if left[repeater.index()] == 0 {
                    let was_void = self.is_void(repeater);
                    self.claims[repeater.index()] = true;
                    if !was_void {
                        open.push(repeater);
                    }
                }
            }
        }
    }

    /// Whether all that a source draws on has fallen.
    pub(super) fn has_lost_its_grounds(&self, source: &Source) -> bool {
        self.all_have_fallen(&source.from, &source.from_confidential)
    }

    /// Whether these are some sources, and all of them have fallen.
    fn all_have_fallen(&self, sources: &[Id<Source>], confidential: &[Id<ConfidentialSource>]) -> bool {
        let some = !sources.is_empty() || !confidential.is_empty();
        some && sources.iter().all(|source| self.sources[source.index()])
            && confidential.iter().all(|source| self.confidential[source.index()])
    }

    /// Whether all sources of a claim, or all that its speaker has it from, have fallen.
    pub(super) fn has_lost_its_sources(&self, claim: &Claim) -> bool {
        let (read, from) = match &claim.confidential {
            Some(sources) => (sources.read.as_slice(), sources.from.as_slice()),
            None => (&[][..], &[][..]),
        };
        self.all_have_fallen(&claim.sources, read)
            || (claim.from_actors.is_empty() && self.all_have_fallen(&claim.from_sources, from))
    }

    /// Whether a claim repeats others and nothing of them is left.
    pub(super) fn repeats_nothing_left(&self, claim: &Claim) -> bool {
        let mut repeated = claim.targets(Relation::Repeats).peekable();
        repeated.peek().is_some() && repeated.all(|repeated| self.is_void(repeated))
    }

    /// Whether nothing is left of what a claim told: it has fallen, or its speaker took it back or disowns it.
    pub(super) fn is_void(&self, claim: Id<Claim>) -> bool {
        self.claims[claim.index()]
            || matches!(self.ended[claim.index()], Some(State::Withdrawn | State::Disowned))
    }

    /// The state of a claim.
    pub(super) fn state(&self, claim: Id<Claim>) -> State {
        match self.ended[claim.index()] {
            Some(state) => state,
            None if self.claims[claim.index()] => State::Fallen,
            None => State::Live,
        }
    }
}

/// What other claims make of a claim; the first state that fits.
fn ended(claim: &Claim) -> Option<State> {
    claim.incoming.iter().filter_map(|link| meaning(link.relation).ends).min()
}
