//! Who a claim comes from in the end: the origins of sources and claims (manual, method.md#origins).
//!
//! An origin is known (a root) or not (somebody behind a root, a source, a circle). Sources are traced before the
//! sources and claims that draw on them, claims before those that repeat them, so each is traced once and nothing
//! recurses. `method` traces the site as it is, `falls` what hangs on one source once more.

use super::fallen::Fallen;
use super::graph::Graph;
use super::knowledge::Knowledge;
use super::sets::{SetId, Sets};
use crate::site::{Actor, Claim, ConfidentialSource, Id, Site, Source};
use crate::value::word::Relation;

/// Where information begins, as far as the site can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A root that speaks from knowledge of its own.
    Known(Id<Actor>),
    /// Somebody.
    Unknown(Unknown),
}

/// What is known of an unknown origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unknown {
    /// Somebody behind this root, which passes on what others know.
    Actor(Id<Actor>),
    /// Somebody behind this source, of which no publisher is named.
    Source(Id<Source>),
    /// A source that may not be named.
    Confidential(Id<ConfidentialSource>),
    /// Sources that draw on each other; this one has the smallest id.
    SourceCycle(Id<Source>),
    /// Claims that repeat each other; this one has the smallest id.
    ClaimCycle(Id<Claim>),
}

impl Unknown {
    /// What it is called in the exports: a root's id, `source:ID` or `cycle:ID`. A confidential source has no name.
    #[must_use]
    pub fn name(self, site: &Site) -> Option<String> {
        match self {
            Self::Actor(id) => Some(site.actors[id].id.to_string()),
            Self::Source(id) => Some(format!("source:{}", site.sources[id].id)),
            Self::Confidential(_) => None,
            Self::SourceCycle(id) => Some(format!("cycle:{}", site.sources[id].id)),
            Self::ClaimCycle(id) => Some(format!("cycle:{}", site.claim_key(id))),
        }
    }
}

/// The numbers under which origins stand in sets. Known and unknown of one root are an even number and the next,
/// since the unknown one counts only where the known one is not there; all others are unknown, so odd.
#[derive(Clone, Copy, Debug)]
struct Numbering {
    actors: u32,
    sources: u32,
    confidential: u32,
}

impl Numbering {
    fn of(site: &Site) -> Self {
        Self {
            actors: number(site.actors.len()),
            sources: number(site.sources.len()),
            confidential: number(site.confidential_sources.len()),
        }
    }

    fn number(self, origin: Origin) -> u32 {
        let Self { actors, sources, confidential } = self;
        let (before, row) = match origin {
            Origin::Known(actor) => return 2 * number(actor.index()),
            Origin::Unknown(Unknown::Actor(actor)) => (0, actor.index()),
            Origin::Unknown(Unknown::Source(source)) => (actors, source.index()),
            Origin::Unknown(Unknown::SourceCycle(source)) => (actors + sources, source.index()),
            Origin::Unknown(Unknown::Confidential(source)) => (actors + 2 * sources, source.index()),
            Origin::Unknown(Unknown::ClaimCycle(claim)) => {
                (actors + 2 * sources + confidential, claim.index())
            }
        };
        2 * (before + number(row)) + 1
    }

    fn origin(self, number: u32) -> Origin {
        if number.is_multiple_of(2) {
            return Origin::Known(Id::new(number as usize / 2));
        }
        let Self { actors, sources, confidential } = self;
        let carrier = number / 2;
        let row = |before: u32| (carrier - before) as usize;
        Origin::Unknown(if carrier < actors {
            Unknown::Actor(Id::new(row(0)))
        } else if carrier < actors + sources {
            Unknown::Source(Id::new(row(actors)))
        } else if carrier < actors + 2 * sources {
            Unknown::SourceCycle(Id::new(row(actors + sources)))
        } else if carrier < actors + 2 * sources + confidential {
            Unknown::Confidential(Id::new(row(actors + 2 * sources)))
        } else {
            Unknown::ClaimCycle(Id::new(row(actors + 2 * sources + confidential)))
        })
    }
}

/// Rows are numbered by `u32` themselves.
fn number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

/// The origins of each source and each claim.
#[derive(Clone, Debug)]
pub(super) struct Origins {
    pub(super) sets: Sets,
    numbering: Numbering,
    pub(super) of_source: Vec<SetId>,
    /// Of the claim itself, without what backs it.
    pub(super) of_claim: Vec<SetId>,
}

impl Origins {
    /// The set of one origin.
    pub(super) fn single(&mut self, origin: Origin) -> SetId {
        self.sets.single(self.numbering.number(origin))
    }

    /// The members of a set: known ones and, without those that are known as well, unknown ones; in no order that
    /// means anything.
    pub(super) fn members(&self, set: SetId) -> impl Iterator<Item = Origin> {
        let origins = self.sets.numbers(set).map(|number| self.numbering.origin(number));
        origins.filter(move |origin| match origin {
            Origin::Unknown(Unknown::Actor(root)) => !self.knows(set, *root),
            _ => true,
        })
    }

    /// The known ones of a set, ordered.
    pub(super) fn known(&self, set: SetId) -> impl Iterator<Item = Id<Actor>> {
        self.members(set).filter_map(known)
    }

    /// The unknown ones of a set.
    pub(super) fn unknown(&self, set: SetId) -> impl Iterator<Item = Unknown> {
        self.members(set).filter_map(|origin| match origin {
            Origin::Known(_) => None,
            Origin::Unknown(unknown) => Some(unknown),
        })
    }

    /// How many members are known, and how many unknown.
    pub(super) fn count(&self, set: SetId) -> (u32, u32) {
        let count = self.sets.count(set);
        (count.even, count.only_odd)
    }

    /// The known ones of a set that are not known in another, ordered.
    pub(super) fn known_beyond(&self, set: SetId, other: SetId) -> impl Iterator<Item = Id<Actor>> {
        self.sets.difference(set, other).map(|number| self.numbering.origin(number)).filter_map(known)
    }

    /// Whether a set adds an origin to another; somebody behind a root is nobody new where the root is known.
    pub(super) fn adds(&self, set: SetId, to: SetId) -> bool {
        let added = self.sets.difference(set, to).map(|number| self.numbering.origin(number));
        added.into_iter().any(|origin| match origin {
            Origin::Unknown(Unknown::Actor(root)) => !self.knows(to, root),
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

const fn known(origin: Origin) -> Option<Id<Actor>> {
    match origin {
        Origin::Known(root) => Some(root),
        Origin::Unknown(_) => None,
    }
}

/// In which order sources and claims are traced, and which of them run in a circle: as written, whatever has fallen
/// (manual, method.md#fine-print).
#[derive(Debug)]
pub(super) struct Tracer {
    /// All sources, each behind those it draws on.
    pub(super) source_order: Vec<Id<Source>>,
    /// All claims, each behind those it repeats.
    pub(super) claim_order: Vec<Id<Claim>>,
    source_cycle: Vec<Option<Id<Source>>>,
    claim_cycle: Vec<Option<Id<Claim>>>,
}

impl Tracer {
    pub(super) fn new(site: &Site) -> Self {
        let (source_order, source_cycle) = order(&draws_on(site), |id: &Id<Source>| *id);
        let repeats = related_by(site, Relation::Repeats);
        let (claim_order, claim_cycle) = order(&repeats, |id: &Id<Claim>| site.claim_rank(*id));
        Self { source_order, claim_order, source_cycle, claim_cycle }
    }

    /// Traces everything.
    pub(super) fn trace(&self, site: &Site, knowledge: &Knowledge, fallen: &Fallen) -> Origins {
        let mut origins = Origins {
            sets: Sets::new(),
            numbering: Numbering::of(site),
            of_source: vec![Sets::EMPTY; site.sources.len()],
            of_claim: vec![Sets::EMPTY; site.claims.len()],
        };
        for source in &self.source_order {
            origins.of_source[source.index()] =
                self.trace_source(*source, site, knowledge, fallen, &mut origins);
        }
        for claim in &self.claim_order {
            origins.of_claim[claim.index()] = self.trace_claim(*claim, site, knowledge, fallen, &mut origins);
        }
        origins
    }

    /// The origins of a source, given those of the sources that it draws on.
    pub(super) fn trace_source(
        &self,
        id: Id<Source>,
        site: &Site,
        knowledge: &Knowledge,
        fallen: &Fallen,
        origins: &mut Origins,
    ) -> SetId {
        let source = &site.sources[id];
        if let Some(smallest) = self.source_cycle[id.index()] {
            return origins.single(Origin::Unknown(Unknown::SourceCycle(smallest)));
        }
        if !source.from.is_empty() || !source.from_confidential.is_empty() {
            let mut parts = Vec::new();
            add_sources(&source.from, &source.from_confidential, fallen, origins, &mut parts);
            return origins.sets.union(&parts);
        }
        let origin = match source.publisher {
            Some(publisher) => {
                let root = site.actors[publisher].root;
                if source.first_hand || !knowledge.is_relay(publisher) {
                    Origin::Known(root)
                } else {
                    Origin::Unknown(Unknown::Actor(root))
                }
            }
            None => Origin::Unknown(Unknown::Source(id)),
        };
        origins.single(origin)
    }

    /// The origins of a claim, given those of its sources and of the claims that it repeats.
    pub(super) fn trace_claim(
        &self,
        id: Id<Claim>,
        site: &Site,
        knowledge: &Knowledge,
        fallen: &Fallen,
        origins: &mut Origins,
    ) -> SetId {
        let claim = &site.claims[id];
        if let Some(smallest) = self.claim_cycle[id.index()] {
            return origins.single(Origin::Unknown(Unknown::ClaimCycle(smallest)));
        }
        let mut parts = Vec::new();
        let mut repeated = claim.targets(Relation::Repeats).peekable();
        let from_confidential =
            claim.confidential.as_ref().map_or(&[][..], |sources| sources.from.as_slice());
        if repeated.peek().is_some() {
            let telling = repeated.filter(|repeated| !fallen.is_void(*repeated));
            parts.extend(telling.map(|repeated| origins.of_claim[repeated.index()]));
        } else if !claim.from_sources.is_empty()
            || !claim.from_actors.is_empty()
            || !from_confidential.is_empty()
        {
            add_sources(&claim.from_sources, from_confidential, fallen, origins, &mut parts);
            for actor in &claim.from_actors {
                let root = site.actors[*actor].root;
                let knows = !knowledge.is_relay(*actor) || knowledge.is_side(site, root, id);
                parts.push(origins.single(known_or_not(root, knows)));
            }
        } else {
            add_speakers(id, site, knowledge, fallen, origins, &mut parts);
        }
        origins.sets.union(&parts)
    }
}

const fn known_or_not(root: Id<Actor>, knows: bool) -> Origin {
    if knows { Origin::Known(root) } else { Origin::Unknown(Unknown::Actor(root)) }
}

/// The origins of the sources that have not fallen.
fn add_sources(
    sources: &[Id<Source>],
    confidential: &[Id<ConfidentialSource>],
    fallen: &Fallen,
    origins: &mut Origins,
    parts: &mut Vec<SetId>,
) {
    let standing = sources.iter().filter(|source| !fallen.sources[source.index()]);
    parts.extend(standing.map(|source| origins.of_source[source.index()]));
    for source in confidential.iter().filter(|source| !fallen.confidential[source.index()]) {
        parts.push(origins.single(Origin::Unknown(Unknown::Confidential(*source))));
    }
}

/// The origins of a claim that neither repeats another nor says where it is from: its speakers', or those of the
/// sources that they published themselves and that tell more. A source that somebody else published says where the
/// claim was read, never where the speaker has it from.
fn add_speakers(
    id: Id<Claim>,
    site: &Site,
    knowledge: &Knowledge,
    fallen: &Fallen,
    origins: &mut Origins,
    parts: &mut Vec<SetId>,
) {
    let claim = &site.claims[id];
    for speaker in &claim.by {
        let root = site.actors[*speaker].root;
        if knowledge.knows(site, *speaker, id) {
            parts.push(origins.single(Origin::Known(root)));
            continue;
        }
        let own_sources = claim.sources.iter().filter(|source| {
            let source = &site.sources[**source];
            let own = source.publisher.is_some_and(|publisher| site.actors[publisher].root == root);
            own && (source.first_hand || !source.from.is_empty() || !source.from_confidential.is_empty())
        });
        let mut own_sources = own_sources.peekable();
        if own_sources.peek().is_none() {
            parts.push(origins.single(Origin::Unknown(Unknown::Actor(root))));
        }
        let standing = own_sources.filter(|source| !fallen.sources[source.index()]);
        parts.extend(standing.map(|source| origins.of_source[source.index()]));
    }
}

/// Which source draws on which.
pub(super) fn draws_on(site: &Site) -> Graph {
    let edges = site
        .sources
        .entries()
        .flat_map(|(id, source)| source.from.iter().map(move |from| (id.index(), from.index())));
    Graph::new(site.sources.len(), edges)
}

/// By which each source is drawn on.
pub(super) fn drawn_on_by(site: &Site) -> Graph {
    let edges = site
        .sources
        .entries()
        .flat_map(|(id, source)| source.from.iter().map(move |from| (from.index(), id.index())));
    Graph::new(site.sources.len(), edges)
}

/// Which claim relates to which in one way.
pub(super) fn related_by(site: &Site, relation: Relation) -> Graph {
    let edges = site
        .claims
        .entries()
        .flat_map(move |(id, claim)| claim.targets(relation).map(move |target| (id.index(), target.index())));
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
