//! The three answers to a claim: what became of it, what backs it, how it was received (manual, method.md#answers).
//!
//! All live claims of a proposition have the same backing and reception; state and third parties are of each claim.
//! `Judge` looks at one state of things: `method` asks it for the site as it is, `falls` for the site without one
//! source. Each proposition is judged from its own relations alone, so all are linear in claims and relations.

use rustc_hash::FxHashMap;
use serde::Serialize;
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use super::beginning::Beginning;
use super::fallen::Fallen;
use super::knowledge::Knowledge;
use super::origins::Origins;
use super::propositions::{Components, backs, is_full_concession};
use super::sets::SetId;
use crate::site::{Actor, Claim, Id, Ids, Site};
use crate::value::word::{Basis, Relation};

/// What became of a claim; the first that fits.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum State {
    /// Its speaker took it back.
    Withdrawn,
    /// Its speaker denies having said it.
    Disowned,
    /// Its speaker replaced it by a newer version.
    Superseded,
    /// What it rested on was retracted.
    Fallen,
    /// It stands.
    Live,
}

/// What backs a proposition.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Backing {
    /// At least two known origins that are not allied.
    Corroborated,
    /// Several known origins, all allied with each other.
    Allied,
    /// Perhaps several: independence is not shown.
    Unproven,
    /// One.
    SingleOrigin,
    /// Nothing is left.
    None,
}

/// How a proposition was received; the first that fits.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Reception {
    /// Denied by one who is in a position to know.
    Contested,
    /// It denies what others stand behind.
    Contradicted,
    /// Granted in full by one whom it is about.
    Admitted,
    /// Granted in full by another.
    Conceded,
    /// Granted in part.
    ConcededInPart,
    /// Denied in another way.
    Disputed,
    /// Doubted.
    Questioned,
    /// None of these.
    Unanswered,
}

/// From so many to so many, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// What is certain.
    pub min: u32,
    /// What is possible.
    pub max: u32,
}

/// The answers to one statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answers {
    /// What became of it.
    pub state: State,
    /// What backs it.
    pub backing: Backing,
    /// Independent origins.
    pub origins: Interval,
    /// Those of them that are third parties.
    pub third_party: Interval,
    /// How it was received.
    pub reception: Reception,
}

/// Who received a proposition in which way. The lists hold roots, ordered, the smallest [`LONGEST`] of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "a list for each reception but the last")]
pub struct Received {
    pub contested_by: Vec<Id<Actor>>,
    /// The known origins of the propositions that it denies.
    pub contradicted_by: Vec<Id<Actor>>,
    pub admitted_by: Vec<Id<Actor>>,
    pub conceded_by: Vec<Id<Actor>>,
    pub conceded_in_part_by: Vec<Id<Actor>>,
    pub disputed_by: Vec<Id<Actor>>,
    pub questioned_by: Vec<Id<Actor>>,
}

/// The longest list of roots or claims that is given for a proposition (manual, method.md#fine-print).
pub const LONGEST: usize = 1_000;

impl Received {
    /// The lists that are not empty, in order of what is told first.
    pub fn lists(&self) -> impl Iterator<Item = (Reception, &[Id<Actor>])> {
        [
            (Reception::Contested, self.contested_by.as_slice()),
            (Reception::Contradicted, &self.contradicted_by),
            (Reception::Admitted, &self.admitted_by),
            (Reception::Conceded, &self.conceded_by),
            (Reception::ConcededInPart, &self.conceded_in_part_by),
            (Reception::Disputed, &self.disputed_by),
            (Reception::Questioned, &self.questioned_by),
        ]
        .into_iter()
        .filter(|(_, roots)| !roots.is_empty())
    }

    fn all_mut(&mut self) -> [&mut Vec<Id<Actor>>; 7] {
        [
            &mut self.contested_by,
            &mut self.contradicted_by,
            &mut self.admitted_by,
            &mut self.conceded_by,
            &mut self.conceded_in_part_by,
            &mut self.disputed_by,
            &mut self.questioned_by,
        ]
    }

    /// Puts each list in order; who admits is not listed as conceding too, nor who contests as disputing.
    fn settle(&mut self) {
        for list in self.all_mut() {
            list.sort_unstable();
            list.dedup();
        }
        let Self { contested_by, admitted_by, conceded_by, disputed_by, .. } = self;
        conceded_by.retain(|root| admitted_by.binary_search(root).is_err());
        disputed_by.retain(|root| contested_by.binary_search(root).is_err());
    }

    /// Leaves the smallest of each list.
    fn shorten(&mut self) {
        self.all_mut().into_iter().for_each(|list| list.truncate(LONGEST));
    }
}

/// Claims that say the same, and what follows for all of them.
#[derive(Clone, Debug)]
pub struct Proposition {
    /// By rank; the first one names it. Of a claim that is not live, itself alone.
    pub claims: Ids<Claim>,
    /// What backs it.
    pub backing: Backing,
    /// Independent origins.
    pub origins: Interval,
    /// How it was received.
    pub reception: Reception,
    /// The origins of all that backs it.
    pub(super) support: SetId,
    /// The origins of all that it denies.
    pub(super) denied: SetId,
    /// Who received it, but for who contradicts it; `None`: nobody.
    pub(super) received: Option<Box<Received>>,
}

/// One state of things: what has fallen and what comes from where.
pub(super) struct Judge<'j> {
    pub(super) site: &'j Site,
    pub(super) knowledge: &'j Knowledge,
    pub(super) components: &'j Components,
    pub(super) fallen: &'j Fallen,
    pub(super) origins: &'j mut Origins,
    /// For components of which a claim is not live, the origins of the claims that are: one component may have very
    /// many of both.
    pub(super) live_origins: FxHashMap<u32, SetId>,
}

impl Judge<'_> {
    fn is_live(&self, claim: Id<Claim>) -> bool {
        self.fallen.state(claim) == State::Live
    }

    /// The origins of all that backs a proposition: its claims, live claims that give grounds for one of them, full
    /// concessions; for a claim that is not live also the live claims of its component.
    pub(super) fn support(&mut self, claims: &[Id<Claim>]) -> SetId {
        let mut parts = Vec::with_capacity(claims.len());
        for id in claims {
            if self.is_live(*id) {
                parts.push(self.origins.of_claim[id.index()]);
            } else {
                self.add_component(*id, &mut parts);
            }
            let claim = &self.site.claims[*id];
            let backing = claim.incoming.iter().filter(|link| backs(self.site, claim, link));
            let live = backing.filter(|link| self.is_live(link.claim));
            parts.extend(live.map(|link| self.origins.of_claim[link.claim.index()]));
        }
        self.origins.sets.union(&parts)
    }

    /// What a claim that is not live still has: the live claims that say the same, and itself, unless it has fallen
    /// or its speaker denies having said it.
    fn add_component(&mut self, id: Id<Claim>, parts: &mut Vec<SetId>) {
        let component = self.components.number(id);
        let live = match self.live_origins.get(&component) {
            Some(live) => *live,
            None => {
                let members = self.components.members(id).iter().filter(|member| self.is_live(**member));
                let of_members: Vec<SetId> = members.map(|m| self.origins.of_claim[m.index()]).collect();
                let live = self.origins.sets.union(&of_members);
                self.live_origins.insert(component, live);
                live
            }
        };
        parts.push(live);
        let disowned = self.site.claims[id].related_from(Relation::Disowns).next().is_some();
        if !self.fallen.claims[id.index()] && !disowned {
            parts.push(self.origins.of_claim[id.index()]);
        }
    }

    /// What follows from the origins of what backs a proposition.
    fn backing(&self, support: SetId) -> (Backing, Interval) {
        let (known, unknown) = self.origins.count(support);
        let origins = Interval { min: known.max(unknown.min(1)), max: known + unknown };
        let backing = match (known, known + unknown) {
            (2.., _) if self.knowledge.are_all_allied(self.origins, support) => Backing::Allied,
            (2.., _) => Backing::Corroborated,
            (_, 2..) => Backing::Unproven,
            (_, 1) => Backing::SingleOrigin,
            _ => Backing::None,
        };
        (backing, origins)
    }

    /// How many of the origins of a claim's proposition are third parties to the claim.
    pub(super) fn third_party(&self, support: SetId, claim: Id<Claim>) -> Interval {
        let (known, unknown) = self.knowledge.third_parties(self.site, self.origins, support, claim);
        Interval { min: known, max: known + unknown }
    }

    /// Who received a proposition in which way, but for who contradicts it.
    fn received(&self, claims: &[Id<Claim>], support: SetId) -> Received {
        let mut received = Received::default();
        let about = self.site.roots(claims.iter().flat_map(|claim| &self.site.claims[*claim].about));
        let beginning = Beginning::of_claims(self.site, claims);
        for id in claims {
            let claim = &self.site.claims[*id];
            for link in claim.incoming.iter().filter(|link| self.is_live(link.claim)) {
                let speakers = self.site.speaker_roots(link.claim);
                match link.relation {
                    Relation::Denies => self.add_denial(link.claim, *id, (support, beginning), &mut received),
                    Relation::Concedes if is_full_concession(&self.site.claims[link.claim], claim) => {
                        for root in speakers {
                            let admits = about.binary_search(root).is_ok();
                            let list =
                                if admits { &mut received.admitted_by } else { &mut received.conceded_by };
                            list.push(*root);
                        }
                    }
                    Relation::Concedes | Relation::ConcedesInPart => {
                        received.conceded_in_part_by.extend_from_slice(speakers);
                    }
                    Relation::Questions => received.questioned_by.extend_from_slice(speakers),
                    Relation::Supports
                    | Relation::AgreesWith
                    | Relation::Repeats
                    | Relation::Replaces
                    | Relation::Withdraws
                    | Relation::Disowns => {}
                }
            }
        }
        if !received.questioned_by.is_empty() {
            let own = self.site.roots(claims.iter().flat_map(|claim| &self.site.claims[*claim].by));
            received.questioned_by.retain(|root| own.binary_search(root).is_err());
        }
        received.settle();
        received
    }

    /// A denial counts for those of its speakers who are in a position to know and do not stand behind the claim
    /// themselves, unless it was made before what it denies had happened; its other speakers only dispute.
    fn add_denial(
        &self,
        denial: Id<Claim>,
        denied: Id<Claim>,
        (support, beginning): (SetId, Option<Beginning>),
        received: &mut Received,
    ) {
        let (site, claim) = (self.site, &self.site.claims[denial]);
        let in_advance = is_made_before(claim, beginning);
        let passes_on = matches!(claim.basis, Basis::Told | Basis::Inferred);
        for speaker in &claim.by {
            let root = site.actors[*speaker].root;
            let is_in_a_position_to_know = self.knowledge.knows(site, *speaker, denial)
                || self.origins.knows(self.origins.of_claim[denial.index()], root)
                || (!passes_on && self.knowledge.is_side(site, root, denied));
            let counts = is_in_a_position_to_know && !in_advance && !self.origins.knows(support, root);
            let list = if counts { &mut received.contested_by } else { &mut received.disputed_by };
            list.push(root);
        }
    }

    /// The live claims of other propositions that a proposition denies. What is not live denies nothing.
    pub(super) fn denied<'c>(&'c self, claims: &'c [Id<Claim>]) -> impl Iterator<Item = Id<Claim>> + 'c {
        let own = claims.first().map(|claim| self.components.number(*claim));
        let denying = claims.iter().filter(|claim| self.is_live(**claim));
        let denied = denying.flat_map(|claim| self.site.claims[*claim].targets(Relation::Denies));
        denied.filter(move |denied| self.is_live(*denied) && Some(self.components.number(*denied)) != own)
    }

    /// Judges a proposition, given the origins of what backs it and of what backs each claim that it denies.
    pub(super) fn judge(&mut self, claims: Ids<Claim>, support: SetId, denied: &[SetId]) -> Proposition {
        let (backing, origins) = self.backing(support);
        let denied = self.origins.sets.union(denied);
        let mut received = self.received(&claims, support);
        let reception = self.reception(&received, support, denied);
        received.shorten();
        let received = (received != Received::default()).then(|| Box::new(received));
        Proposition { claims, backing, origins, reception, support, denied, received }
    }

    /// The first reception that fits.
    fn reception(&self, received: &Received, support: SetId, denied: SetId) -> Reception {
        let first = received.lists().next().map_or(Reception::Unanswered, |(reception, _)| reception);
        if first > Reception::Contradicted && self.origins.known_beyond(denied, support).next().is_some() {
            return Reception::Contradicted;
        }
        first
    }
}

/// Whether a claim was made before something began.
fn is_made_before(claim: &Claim, beginning: Option<Beginning>) -> bool {
    claim.stated_date().zip(beginning).is_some_and(|(date, beginning)| beginning.is_after(date))
}

/// Whether a claim is a denial of something that had not happened yet.
pub(super) fn is_denied_in_advance(site: &Site, denial: Id<Claim>, denied: &[Id<Claim>]) -> bool {
    is_made_before(&site.claims[denial], Beginning::of_claims(site, denied))
}
