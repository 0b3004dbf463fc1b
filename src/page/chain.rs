//! Where claims come from, step by step (manual, method.md#chain).

use serde::Serialize;

use super::Pages;
use super::claim::PeerView;
use super::name::Name;
use super::shared::Shared;
use crate::method::chain::{Place, Step, Visit};
use crate::site::{Claim, Id};

/// Chains of one page.
const MOST_CHAINS: usize = 20;

/// Steps of one chain.
const MOST_STEPS: usize = 12;

/// The way of one claim.
#[derive(Clone, Debug, Serialize)]
pub struct ChainView {
    /// The claim.
    pub claim: Shared<PeerView>,
    /// The way, depth first.
    pub steps: Vec<StepView>,
    /// Whether it goes on.
    pub cut: bool,
}

/// One step.
#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    /// How many steps it is away from the speaker, from 0.
    pub depth: usize,
    /// A source or an actor; null: a confidential source.
    pub at: Option<Shared<Name>>,
    /// Whether it stands on the way to itself.
    pub is_loop: bool,
}

impl Pages<'_> {
    /// The ways of claims that are longer than one source, and how many more such claims there are.
    pub(super) fn chains(&self, claims: &[Id<Claim>]) -> (Vec<ChainView>, usize) {
        let long: Vec<Id<Claim>> = claims.iter().copied().filter(|id| self.has_way(*id)).collect();
        let shown = long.iter().take(MOST_CHAINS).map(|id| self.chain(*id)).collect();
        (shown, long.len().saturating_sub(MOST_CHAINS))
    }

    /// Whether a claim was not simply read in one place.
    fn has_way(&self, id: Id<Claim>) -> bool {
        let claim = &self.site.claims[id];
        let mut sources = claim.sources.iter().map(|id| &self.site.sources[*id]);
        let told_in_secret = claim.confidential.as_ref().is_some_and(|sources| !sources.from.is_empty());
        told_in_secret
            || !claim.from_sources.is_empty()
            || !claim.from_actors.is_empty()
            || sources.any(|source| !source.from.is_empty() || !source.from_confidential.is_empty())
    }

    fn chain(&self, id: Id<Claim>) -> ChainView {
        let mut way = self.method.chain(self.site, id);
        let steps = way.by_ref().take(MOST_STEPS).map(|step| self.step(step)).collect();
        ChainView { claim: self.cards.peer(id), steps, cut: way.next().is_some() }
    }

    fn step(&self, step: Step) -> StepView {
        let at = match step.at {
            Place::Source(id) | Place::FromSource(id) => Some(self.cards.names.source(id)),
            Place::FromActor(id) => Some(self.cards.names.actor(id)),
            Place::Confidential => None,
        };
        StepView { depth: step.depth, at, is_loop: step.visit == Visit::Loop }
    }
}
