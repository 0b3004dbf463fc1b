//! Who a claim comes from in the end: the origins of sources and claims (METHOD, section 1).
//!
//! An origin is known (a root) or not (somebody behind a relay, a source, a circle, a fallen claim). Sources are
//! traced before the sources and claims that draw on them, claims before those that repeat them, so each is traced
//! once and nothing recurses. `method` calls it for the site as it is, `impact` for a site without one source.

use std::collections::BTreeSet;

use super::graph::Graph;
use super::sets::{SetId, Sets};
use super::table::Id;
use super::{Actor, Claim, Content, Site, Source};
use crate::config::Config;
use crate::value::word::{ActorKind, Relation, SourceStatus};

/// Where information begins, as far as the site can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A root that speaks for itself, or saw it.
    Known(Id<Actor>),
    /// Somebody.
    Unknown(Unknown),
}

/// What is known of an unknown origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unknown {
    /// Somebody behind this root, which passes on what others know.
    Actor(Id<Actor>),
    /// Somebody behind this source: nobody is said to have published it, it is gone, or it is confidential.
    Source(Id<Source>),
    /// Sources that draw on each other; this one has the smallest id.
    SourceCycle(Id<Source>),
    /// Claims that repeat each other; this one has the smallest id.
    ClaimCycle(Id<Claim>),
    /// A claim all of whose sources are gone (METHOD, section 7).
    Fallen(Id<Claim>),
}

impl Unknown {
    /// What it is called in the exports: a root's id, `source:ID`, `cycle:ID` or `fallen:CLAIM`. A confidential
    /// source has no name (METHOD, fine print 8).
    #[must_use]
    pub fn name(self, site: &Site) -> Option<String> {
        match self {
            Self::Actor(id) => Some(site.actors[id].id.to_string()),
            Self::Source(id) if site.sources[id].is_confidential() => None,
            Self::Source(id) => Some(format!("source:{}", site.sources[id].id)),
            Self::SourceCycle(id) => Some(format!("cycle:{}", site.sources[id].id)),
            Self::ClaimCycle(id) => Some(format!("cycle:{}", site.claim_key(id))),
            Self::Fallen(id) => Some(format!("fallen:{}", site.claim_key(id))),
        }
    }
}

/// The numbers under which origins stand in sets. Known and unknown of one root are an even number and the next,
/// since the unknown one counts only where the known one is not there; all others are unknown, so odd.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbering {
    actors: u32,
    sources: u32,
    claims: u32,
}

impl Numbering {
    fn of(site: &Site) -> Self {
        let len = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        Self {
            actors: len(site.actors.len()),
            sources: len(site.sources.len()),
            claims: len(site.claims.len()),
        }
    }

    /// The number of an origin.
    pub(super) fn number(self, origin: Origin) -> u32 {
        let row = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let carrier = match origin {
            Origin::Known(actor) => return 2 * row(actor.index()),
            Origin::Unknown(Unknown::Actor(actor)) => row(actor.index()),
            Origin::Unknown(Unknown::Source(source)) => self.actors + row(source.index()),
            Origin::Unknown(Unknown::SourceCycle(source)) => self.actors + self.sources + row(source.index()),
            Origin::Unknown(Unknown::ClaimCycle(claim)) => {
                self.actors + 2 * self.sources + row(claim.index())
            }
            Origin::Unknown(Unknown::Fallen(claim)) => {
                self.actors + 2 * self.sources + self.claims + row(claim.index())
            }
        };
        2 * carrier + 1
    }

    /// The origin of a number.
    pub(super) fn origin(self, number: u32) -> Origin {
        let carrier = number / 2;
        if number.is_multiple_of(2) {
            return Origin::Known(Id::new(carrier as usize));
        }
        let mut row = carrier;
        for (rows, kind) in [(self.actors, 0), (self.sources, 1), (self.sources, 2), (self.claims, 3)] {
            if row < rows {
                let row = row as usize;
                return Origin::Unknown(match kind {
                    0 => Unknown::Actor(Id::new(row)),
                    1 => Unknown::Source(Id::new(row)),
                    2 => Unknown::SourceCycle(Id::new(row)),
                    _ => Unknown::ClaimCycle(Id::new(row)),
                });
            }
            row -= rows;
        }
        Origin::Unknown(Unknown::Fallen(Id::new(row as usize)))
    }
}

/// The origins of each source and each claim.
#[derive(Clone, Debug)]
pub(super) struct Origins {
    pub(super) sets: Sets,
    pub(super) numbering: Numbering,
    pub(super) of_source: Vec<SetId>,
    /// Of the claim itself, without its supporters.
    pub(super) of_claim: Vec<SetId>,
    /// Whether all sources of the claim are gone.
    pub(super) fallen: Vec<bool>,
    /// Whether the claim supports, denies, concedes and counts: it is live and has not fallen.
    pub(super) counts: Vec<bool>,
}

impl Origins {
    /// The set of one origin.
    pub(super) fn single(&mut self, origin: Origin) -> SetId {
        self.sets.single(self.numbering.number(origin))
    }

    /// The members of a set: known ones and, without those that are known as well, unknown ones; in no order that
    /// means anything.
    pub(super) fn members(&self, set: SetId) -> impl Iterator<Item = Origin> {
        self.sets.numbers(set).map(|number| self.numbering.origin(number)).filter(
            move |origin| match origin {
                Origin::Unknown(Unknown::Actor(root)) => !self.knows(set, *root),
                _ => true,
            },
        )
    }

    /// The members of a set that another has not; somebody behind a root is nobody new where the root is known.
    pub(super) fn added(&self, set: SetId, to: SetId) -> impl Iterator<Item = Origin> {
        let numbers = self.sets.difference(set, to).map(|number| self.numbering.origin(number));
        numbers.filter(move |origin| match origin {
            Origin::Unknown(Unknown::Actor(root)) => !self.knows(set, *root) && !self.knows(to, *root),
            _ => true,
        })
    }

    /// Whether a root is among the known origins of a set.
    pub(super) fn knows(&self, set: SetId, root: Id<Actor>) -> bool {
        self.sets.contains(set, self.numbering.number(Origin::Known(root)))
    }

    /// Whether somebody behind a root is among the origins of a set.
    pub(super) fn suspects(&self, set: SetId, root: Id<Actor>) -> bool {
        self.sets.contains(set, self.numbering.number(Origin::Unknown(Unknown::Actor(root))))
    }
}

/// What tracing needs to know of a site; the same whichever sources are gone (METHOD, fine print 1).
#[derive(Debug)]
pub(super) struct Tracer<'s> {
    pub(super) site: &'s Site,
    relays: &'s BTreeSet<ActorKind>,
    /// All sources, each behind those it draws on.
    source_order: Vec<Id<Source>>,
    /// All claims, each behind those it repeats.
    claim_order: Vec<Id<Claim>>,
    source_cycle: Vec<Option<Id<Source>>>,
    claim_cycle: Vec<Option<Id<Claim>>>,
}

impl<'s> Tracer<'s> {
    pub(super) fn new(site: &'s Site, config: &'s Config) -> Self {
        let (source_order, source_cycle) = order(&drawing(site), |id: &Id<Source>| *id);
        let (claim_order, claim_cycle) =
            order(&relating(site, Relation::Repeats), |id: &Id<Claim>| site.claim_rank(*id));
        Self { site, relays: &config.relays, source_order, claim_order, source_cycle, claim_cycle }
    }

    /// All sources, each behind those it draws on.
    pub(super) fn source_order(&self) -> &[Id<Source>] {
        &self.source_order
    }

    /// All claims, each behind those it repeats.
    pub(super) fn claim_order(&self) -> &[Id<Claim>] {
        &self.claim_order
    }

    /// Traces everything, these sources being gone.
    pub(super) fn trace(&self, gone: &BTreeSet<Id<Source>>) -> Origins {
        let fallen: Vec<bool> =
            self.site.claims.iter().map(|claim| has_fallen(claim, |source| gone.contains(&source))).collect();
        let live = self.site.claims.iter().map(|claim| claim.live);
        let mut origins = Origins {
            counts: live.zip(&fallen).map(|(live, fallen)| live && !fallen).collect(),
            fallen,
            sets: Sets::new(),
            numbering: Numbering::of(self.site),
            of_source: vec![Sets::EMPTY; self.site.sources.len()],
            of_claim: vec![Sets::EMPTY; self.site.claims.len()],
        };
        for source in &self.source_order {
            origins.of_source[source.index()] = self.source(*source, gone.contains(source), &mut origins);
        }
        for claim in &self.claim_order {
            origins.of_claim[claim.index()] = self.claim(*claim, &mut origins);
        }
        origins
    }

    /// The origins of a source, given those of the sources it draws on.
    pub(super) fn source(&self, id: Id<Source>, is_gone: bool, origins: &mut Origins) -> SetId {
        let source = &self.site.sources[id];
        let unknown = if source.is_confidential() || is_gone {
            Unknown::Source(id)
        } else if let Some(smallest) = self.source_cycle[id.index()] {
            Unknown::SourceCycle(smallest)
        } else if !source.from.is_empty() {
            let drawn_on: Vec<SetId> =
                source.from.iter().map(|from| origins.of_source[from.index()]).collect();
            return origins.sets.union(&drawn_on);
        } else if let Some(publisher) = source.publisher {
            let root = self.site.actors[publisher].root;
            if source.first_hand || !self.is_relay(publisher) {
                return origins.single(Origin::Known(root));
            }
            Unknown::Actor(root)
        } else {
            Unknown::Source(id)
        };
        origins.single(Origin::Unknown(unknown))
    }

    /// The origins of a claim, given those of its sources and of the claims that it repeats.
    pub(super) fn claim(&self, id: Id<Claim>, origins: &mut Origins) -> SetId {
        let claim = &self.site.claims[id];
        if origins.fallen[id.index()] {
            return origins.single(Origin::Unknown(Unknown::Fallen(id)));
        }
        if let Some(smallest) = self.claim_cycle[id.index()] {
            return origins.single(Origin::Unknown(Unknown::ClaimCycle(smallest)));
        }
        let mut parts: Vec<SetId> =
            targets(claim, Relation::Repeats).map(|repeated| origins.of_claim[repeated.index()]).collect();
        if parts.is_empty() {
            parts.extend(claim.from_sources.iter().map(|source| origins.of_source[source.index()]));
            for actor in &claim.from_actors {
                parts.push(origins.single(Origin::Known(self.site.actors[*actor].root)));
            }
        }
        if parts.is_empty() {
            self.of_speakers(claim, origins, &mut parts);
        }
        origins.sets.union(&parts)
    }

    /// The origins of a claim that neither repeats another nor says where it is from: its speakers', or those of
    /// its sources where a speaker is a relay (METHOD, section 1, rule 3).
    fn of_speakers(&self, claim: &Claim, origins: &mut Origins, parts: &mut Vec<SetId>) {
        let mut passed_on = false;
        for speaker in &claim.by {
            let root = self.site.actors[*speaker].root;
            if claim.first_hand || !self.is_relay(*speaker) {
                parts.push(origins.single(Origin::Known(root)));
            } else if claim.sources.is_empty() {
                parts.push(origins.single(Origin::Unknown(Unknown::Actor(root))));
            } else {
                passed_on = true;
            }
        }
        if passed_on {
            parts.extend(claim.sources.iter().map(|source| origins.of_source[source.index()]));
        }
    }

    /// Whether an actor normally passes on what others know.
    pub(super) fn is_relay(&self, actor: Id<Actor>) -> bool {
        self.relays.contains(&self.site.actors[actor].kind)
    }
}

/// Whether a claim has sources and all of them are gone (METHOD, section 7 and fine print 2).
pub(super) fn has_fallen(claim: &Claim, is_gone: impl Fn(Id<Source>) -> bool) -> bool {
    !claim.sources.is_empty() && claim.sources.iter().all(|source| is_gone(*source))
}

/// The sources that were retracted: treated as fallen in all computing (METHOD, section 7).
pub(super) fn retracted(site: &Site) -> BTreeSet<Id<Source>> {
    site.sources
        .entries()
        .filter(|(_, source)| source.status == SourceStatus::Retracted)
        .map(|(id, _)| id)
        .collect()
}

/// The claims that a claim relates to in one way.
pub(super) fn targets(claim: &Claim, relation: Relation) -> impl Iterator<Item = Id<Claim>> {
    claim.relations.iter().filter(move |link| link.relation == relation).map(|link| link.claim)
}

/// Which source draws on which.
pub(super) fn drawing(site: &Site) -> Graph {
    let edges = site
        .sources
        .entries()
        .flat_map(|(id, source)| source.from.iter().map(move |from| (id.index(), from.index())));
    Graph::new(site.sources.len(), edges)
}

/// By which each source is drawn on.
pub(super) fn drawers(site: &Site) -> Graph {
    let edges = site
        .sources
        .entries()
        .flat_map(|(id, source)| source.from.iter().map(move |from| (from.index(), id.index())));
    Graph::new(site.sources.len(), edges)
}

/// Which claim relates to which in one way.
pub(super) fn relating(site: &Site, relation: Relation) -> Graph {
    let edges = site.claims.entries().flat_map(move |(id, claim)| {
        targets(claim, relation).map(move |target| (id.index(), target.index()))
    });
    Graph::new(site.claims.len(), edges)
}

/// All nodes, each behind those its edges lead to, and for each node on a cycle the cycle's smallest.
fn order<T, K: Ord>(graph: &Graph, rank: impl Fn(&Id<T>) -> K) -> (Vec<Id<T>>, Vec<Option<Id<T>>>) {
    let components = graph.components();
    let mut order = Vec::new();
    let mut cycles = Vec::new();
    for component in components.iter() {
        let ids = component.iter().map(|node| Id::new(*node));
        order.extend(ids.clone());
        if graph.is_cyclic(component) {
            cycles.push((component, ids.min_by_key(&rank)));
        }
    }
    let mut smallest = vec![None; order.len()];
    for (component, id) in cycles {
        component.iter().for_each(|node| smallest[*node] = id);
    }
    (order, smallest)
}

impl Site {
    /// What claims are ordered by: their brief's id, then their own.
    pub(super) fn claim_rank(&self, id: Id<Claim>) -> u32 {
        self.ranks[id.index()]
    }

    /// The roots of a claim's speakers, ordered, each once.
    pub(super) fn speakers(&self, id: Id<Claim>) -> &[Id<Actor>] {
        self.speakers.roots(id)
    }

    /// Whether a claim is a statement, not an act.
    pub(super) fn is_statement(&self, id: Id<Claim>) -> bool {
        matches!(self.claims[id].content, Content::Says(_))
    }
}
