//! Where a claim was read and where its speaker has it from, step by step (manual, method.md#chain).
//!
//! The way is walked as it is asked for, so a caller may stop; each source is followed once, and a step that comes
//! back to one is marked. Of a confidential source only that there is one is told.

use std::collections::HashMap;

use crate::site::{Actor, Claim, Id, Site, Source};

/// One step of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// How many steps it is away from the speaker, from 0.
    pub depth: usize,
    /// Who or what stands there.
    pub at: Place,
    /// Whether it was there before.
    pub visit: Visit,
}

/// What a chain leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A source: where the claim was read, or what that source draws on.
    Source(Id<Source>),
    /// A source that the speaker has the claim from.
    FromSource(Id<Source>),
    /// An actor that the speaker has the claim from.
    FromActor(Id<Actor>),
    /// A source of which nothing is told.
    Confidential,
}

/// Whether a step was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visit {
    /// It was not.
    First,
    /// It was followed elsewhere in the chain.
    Again,
    /// It stands on the way to itself.
    Loop,
}

/// The way of a claim, depth first.
#[derive(Debug)]
pub struct Chain<'s> {
    site: &'s Site,
    open: Vec<(usize, Place)>,
    /// The sources on the way to the last step.
    way: Vec<Id<Source>>,
    /// At which depth each source was followed.
    followed: HashMap<Id<Source>, usize>,
}

impl<'s> Chain<'s> {
    pub(super) fn of(site: &'s Site, claim: &Claim) -> Self {
        let read = claim.sources.iter().map(|source| Place::Source(*source));
        let had_from = claim.from_sources.iter().map(|source| Place::FromSource(*source));
        let told_by = claim.from_actors.iter().map(|actor| Place::FromActor(*actor));
        let unnamed = std::iter::repeat_n(Place::Confidential, claim.count_confidential());
        let mut open: Vec<(usize, Place)> =
            read.chain(had_from).chain(told_by).chain(unnamed).map(|place| (0, place)).collect();
        open.reverse();
        Self { site, open, way: Vec::new(), followed: HashMap::new() }
    }

    /// Goes on to a source and says whether it was there before.
    fn visit(&mut self, depth: usize, id: Id<Source>) -> Visit {
        self.way.truncate(depth);
        match self.followed.get(&id) {
            Some(earlier) if self.way.get(*earlier) == Some(&id) => return Visit::Loop,
            Some(_) => return Visit::Again,
            None => {}
        }
        self.followed.insert(id, depth);
        self.way.push(id);
        let source = &self.site.sources[id];
        let unnamed = std::iter::repeat_n(Place::Confidential, source.from_confidential.len());
        let drawn_on = source.from.iter().rev().map(|from| Place::Source(*from));
        self.open.extend(unnamed.chain(drawn_on).map(|place| (depth + 1, place)));
        Visit::First
    }
}

impl Iterator for Chain<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let (depth, at) = self.open.pop()?;
        let step = match at {
            Place::Source(id) | Place::FromSource(id) => Step { depth, at, visit: self.visit(depth, id) },
            Place::FromActor(_) | Place::Confidential => Step { depth, at, visit: Visit::First },
        };
        Some(step)
    }
}
