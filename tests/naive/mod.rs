//! The method once more, as slowly and plainly as the rules read (manual, method.md): sets of names, recursion, everything asked anew.
//!
//! It takes from the site only what was written: not the roots, not the ends of relations. Each file holds some
//! sections of that page; `text` says all of it in lines, which are compared with those of the method under test.

#![allow(clippy::unwrap_used, reason = "a test that cannot make its inputs has failed")]
#![allow(dead_code, reason = "each test file uses a part of it")]

mod answers;
mod falls;
mod figures;
pub(crate) mod met;
mod origins;
mod points;
pub(crate) mod text;

use std::collections::{BTreeMap, BTreeSet};

use variorum::config::Config;
use variorum::site::{Actor, Claim, ConfidentialSource, Content, Id, Site, Source};
use variorum::value::word::{Basis, Relation, SourceStatus};

use origins::Origins;

/// A set of names: of roots, mostly.
pub(crate) type Names = BTreeSet<String>;
/// A set of claims.
pub(crate) type Claims = BTreeSet<Id<Claim>>;

/// A source, whether it may be named or not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AnySource {
    Public(Id<Source>),
    Confidential(Id<ConfidentialSource>),
}

/// The method on a site. What is kept is kept for speed alone.
pub(crate) struct Naive<'s> {
    site: &'s Site,
    config: &'s Config,
    /// One more source that has fallen: "if it falls".
    also: Option<Id<Source>>,
    /// Whether retractions count.
    retracts: bool,
    fallen_sources: BTreeSet<AnySource>,
    fallen_claims: Claims,
    incoming: BTreeMap<(Relation, Id<Claim>), Claims>,
    states: BTreeMap<Id<Claim>, &'static str>,
    origins: BTreeMap<Id<Claim>, Origins>,
    components: BTreeMap<Id<Claim>, Claims>,
    all_origins: BTreeMap<Id<Claim>, Origins>,
}

impl<'s> Naive<'s> {
    pub(crate) fn new(site: &'s Site, config: &'s Config) -> Self {
        Self::with_fallen(site, config, None)
    }

    /// As if no source had been retracted.
    fn without_retractions(&self) -> Naive<'s> {
        Self { retracts: false, ..Self::unread(self.site, self.config) }.computed()
    }

    /// Section 10: all of it with one more source fallen.
    fn with_fallen(site: &'s Site, config: &'s Config, also: Option<Id<Source>>) -> Self {
        Self { also, ..Self::unread(site, config) }.computed()
    }

    fn unread(site: &'s Site, config: &'s Config) -> Self {
        Self {
            site,
            config,
            also: None,
            retracts: true,
            fallen_sources: BTreeSet::new(),
            fallen_claims: BTreeSet::new(),
            incoming: BTreeMap::new(),
            states: BTreeMap::new(),
            origins: BTreeMap::new(),
            components: BTreeMap::new(),
            all_origins: BTreeMap::new(),
        }
    }

    fn computed(mut self) -> Self {
        for (id, claim) in self.site.claims.entries() {
            for link in &claim.relations {
                self.incoming.entry((link.relation, link.claim)).or_default().insert(id);
            }
        }
        self.fall();
        self.states = self.claims().map(|id| (id, self.state_of(id))).collect();
        self.origins = self.claims().map(|id| (id, self.of_claim(id).settled())).collect();
        self.components = self.claims().map(|id| (id, self.component(id))).collect();
        self.all_origins = self.claims().map(|id| (id, self.of_support(id))).collect();
        self
    }

    // What was written.

    fn claims(&self) -> impl Iterator<Item = Id<Claim>> + use<> {
        self.site.claims.ids()
    }

    fn key(&self, claim: Id<Claim>) -> String {
        let Claim { brief, id, .. } = &self.site.claims[claim];
        format!("{}#{id}", self.site.briefs[*brief].slug)
    }

    fn is_statement(&self, claim: Id<Claim>) -> bool {
        matches!(self.site.claims[claim].content, Content::Says(_))
    }

    fn relates(&self, relation: Relation, from: Id<Claim>, to: Id<Claim>) -> bool {
        self.site.claims[from].relations.iter().any(|link| link.relation == relation && link.claim == to)
    }

    /// What a claim relates to in one way.
    fn targets(&self, relation: Relation, claim: Id<Claim>) -> Claims {
        let links = self.site.claims[claim].relations.iter();
        links.filter(|link| link.relation == relation).map(|link| link.claim).collect()
    }

    /// What relates to a claim in one way.
    fn others(&self, relation: Relation, claim: Id<Claim>) -> Claims {
        self.incoming.get(&(relation, claim)).cloned().unwrap_or_default()
    }

    /// The sources where a claim was read, and those that its speaker has it from.
    fn read(&self, claim: Id<Claim>) -> Vec<AnySource> {
        let claim = &self.site.claims[claim];
        let confidential = claim.confidential.iter().flat_map(|both| &both.read);
        both_kinds(&claim.sources, confidential)
    }

    fn had_from(&self, claim: Id<Claim>) -> Vec<AnySource> {
        let claim = &self.site.claims[claim];
        let confidential = claim.confidential.iter().flat_map(|both| &both.from);
        both_kinds(&claim.from_sources, confidential)
    }

    /// What a source draws on. What a confidential one draws on counts nowhere.
    fn draws_on(&self, source: AnySource) -> Vec<AnySource> {
        let AnySource::Public(id) = source else { return Vec::new() };
        both_kinds(&self.site.sources[id].from, &self.site.sources[id].from_confidential)
    }

    fn is_retracted(&self, source: AnySource) -> bool {
        match source {
            AnySource::Public(id) => {
                let is_retracted = self.site.sources[id].status == SourceStatus::Retracted;
                self.also == Some(id) || (self.retracts && is_retracted)
            }
            AnySource::Confidential(id) => self.retracts && self.site.confidential_sources[id].is_retracted,
        }
    }

    // Section 1: who knows.

    fn root(&self, actor: Id<Actor>) -> Id<Actor> {
        let name = |id: &Id<Actor>| self.site.actors[*id].id.as_str();
        let mut way = vec![actor];
        while let Some(whole) = self.site.actors[way[way.len() - 1]].part_of {
            if let Some(start) = way.iter().position(|on_way| *on_way == whole) {
                return way[start..].iter().copied().min_by_key(name).unwrap();
            }
            way.push(whole);
        }
        way[way.len() - 1]
    }

    fn root_name(&self, actor: Id<Actor>) -> String {
        self.site.actors[self.root(actor)].id.to_string()
    }

    fn roots<'a>(&self, actors: impl IntoIterator<Item = &'a Id<Actor>>) -> Names {
        actors.into_iter().map(|actor| self.root_name(*actor)).collect()
    }

    fn is_relay(&self, actor: Id<Actor>) -> bool {
        self.config.relays.contains(&self.site.actors[self.root(actor)].kind.builtin())
    }

    /// The roots of a claim's speakers.
    fn speakers(&self, claim: Id<Claim>) -> Names {
        self.roots(&self.site.claims[claim].by)
    }

    fn sides(&self, claim: Id<Claim>) -> Names {
        let written = &self.site.claims[claim];
        let mut sides = self.roots(&written.about);
        for event in &written.events {
            sides.extend(self.roots(&self.site.events[*event].parties));
        }
        if written.basis == Basis::OwnAct {
            sides.extend(self.speakers(claim));
        }
        sides
    }

    fn is_told_or_inferred(&self, claim: Id<Claim>) -> bool {
        matches!(self.site.claims[claim].basis, Basis::Told | Basis::Inferred)
    }

    fn knows(&self, speaker: Id<Actor>, claim: Id<Claim>) -> bool {
        match self.site.claims[claim].basis {
            Basis::FirstHand | Basis::OwnInvestigation | Basis::OwnAct => true,
            Basis::Told | Basis::Inferred => false,
            Basis::NotStated => {
                !self.is_relay(speaker) || self.sides(claim).contains(&self.root_name(speaker))
            }
        }
    }

    // Section 4: what has fallen, found by asking again until nothing more falls.

    fn fall(&mut self) {
        let public = self.site.sources.ids().map(AnySource::Public);
        let sources: Vec<AnySource> =
            public.chain(self.site.confidential_sources.ids().map(AnySource::Confidential)).collect();
        loop {
            let before = self.fallen_sources.len() + self.fallen_claims.len();
            for source in &sources {
                if self.is_retracted(*source) || self.all_fallen(&self.draws_on(*source)) {
                    self.fallen_sources.insert(*source);
                }
            }
            for claim in self.claims() {
                if self.falls(claim) {
                    self.fallen_claims.insert(claim);
                }
            }
            if self.fallen_sources.len() + self.fallen_claims.len() == before {
                return;
            }
        }
    }

    /// Whether there are some, and all have fallen.
    fn all_fallen(&self, sources: &[AnySource]) -> bool {
        !sources.is_empty() && sources.iter().all(|source| self.fallen_sources.contains(source))
    }

    fn falls(&self, claim: Id<Claim>) -> bool {
        let repeated = self.targets(Relation::Repeats, claim);
        self.all_fallen(&self.read(claim))
            || (self.site.claims[claim].from_actors.is_empty() && self.all_fallen(&self.had_from(claim)))
            || (!repeated.is_empty() && repeated.iter().all(|claim| self.gives_nothing_on(*claim)))
    }

    /// Whether a claim that others repeat is fallen, withdrawn or disowned.
    fn gives_nothing_on(&self, claim: Id<Claim>) -> bool {
        self.fallen_claims.contains(&claim)
            || !self.others(Relation::Withdraws, claim).is_empty()
            || !self.others(Relation::Disowns, claim).is_empty()
    }
}

fn both_kinds<'a>(
    public: &[Id<Source>],
    confidential: impl IntoIterator<Item = &'a Id<ConfidentialSource>>,
) -> Vec<AnySource> {
    let confidential = confidential.into_iter().map(|id| AnySource::Confidential(*id));
    public.iter().map(|id| AnySource::Public(*id)).chain(confidential).collect()
}

/// All that is reached from here and reaches it again; `None` where that is nothing.
fn cycle<T: Copy + Ord>(start: T, next: &impl Fn(T) -> Vec<T>) -> Option<BTreeSet<T>> {
    let reached = |from: T| {
        let mut reached = BTreeSet::new();
        let mut open = next(from);
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                open.extend(next(id));
            }
        }
        reached
    };
    let all = reached(start);
    all.contains(&start).then(|| all.into_iter().filter(|id| reached(*id).contains(&start)).collect())
}
