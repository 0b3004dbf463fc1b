//! What would change if a source fell (manual, method.md#falls).
//!
//! Source by source, all that its fall can reach is gathered; what has fallen then and where it all comes from then is
//! put in place of what is so now, the claims reached are judged by the same rules, and all is put back. Limits keep a
//! source on which everything hangs from being worked out for ever.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::answers::{Answers, Judge, Proposition};
use super::fallen::Fallen;
use super::graph::Graph;
use super::knowledge::Knowledge;
use super::origins::{Origins, Tracer, drawn_on_by};
use super::propositions::{Components, proposition};
use super::relation::meaning;
use super::sets::SetId;
use crate::site::{Claim, Id, Site, Source};
use crate::value::word::Relation;

/// Above so many sources that draw on a source its fall is not worked out.
const MOST_DOWNSTREAM: usize = 1_000;
/// Nor above so many claims that it could reach.
const MOST_AFFECTED: usize = 200;
/// Nor if these sources and claims name more than so many sources and claims all together.
const MOST_LINKS: usize = 5_000;

/// A claim that would have other answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The claim.
    pub claim: Id<Claim>,
    /// Its answers.
    pub from: Answers,
    /// What they would be.
    pub to: Answers,
}

/// What is known of a site as it is.
#[derive(Clone, Copy)]
pub(super) struct Present<'p> {
    pub(super) site: &'p Site,
    pub(super) knowledge: &'p Knowledge,
    pub(super) components: &'p Components,
    pub(super) tracer: &'p Tracer,
    /// For each claim, its answers.
    pub(super) answers: &'p [Option<Answers>],
    /// For each claim, the origins of all that backs its proposition.
    pub(super) support: &'p dyn Fn(Id<Claim>) -> SetId,
}

/// For each source the claims whose answers would change if it fell, by rank; `None` where too much hangs on it. A
/// source that has fallen already changes none.
pub(super) fn shifts(present: Present<'_>, fallen: &Fallen, origins: &Origins) -> Vec<Option<Vec<Shift>>> {
    let Present { site, tracer, .. } = present;
    let mut falls = Falls {
        present,
        fallen: fallen.clone(),
        origins: origins.clone(),
        drawn_on_by: drawn_on_by(site),
        links: site.claims.iter().map(count_links).collect(),
        source_turns: turns(&tracer.source_order),
        claim_turns: turns(&tracer.claim_order),
        too_many: vec![false; site.sources.len()],
    };
    let mut shifts = vec![Some(Vec::new()); site.sources.len()];
    // Those that draw on a source come before it: what is too much for one of them is too much for it.
    for source in tracer.source_order.iter().rev() {
        if !fallen.sources[source.index()] {
            let of_source = falls.shifts_of(*source);
            falls.too_many[source.index()] = of_source.is_none();
            shifts[source.index()] = of_source;
        }
    }
    shifts
}

struct Falls<'p> {
    present: Present<'p>,
    fallen: Fallen,
    origins: Origins,
    /// From each source to those that draw on it.
    drawn_on_by: Graph,
    /// How many sources and claims are named at each claim. Beside each other, since sources reach most claims of a
    /// site again and again.
    links: Vec<usize>,
    /// When each source and each claim is traced.
    source_turns: Vec<usize>,
    claim_turns: Vec<usize>,
    /// Sources whose fall reaches too much.
    too_many: Vec<bool>,
}

/// What the fall of a source can reach.
struct Reach {
    /// The source and those that draw on it, however far.
    sources: BTreeSet<Id<Source>>,
    /// Claims that name one of these, and all that repeat them, however far.
    retold: BTreeSet<Id<Claim>>,
    /// These, and all claims whose answers hang on them.
    affected: BTreeSet<Id<Claim>>,
}

/// What was so before a source was taken as fallen.
struct Before {
    sources: Vec<(Id<Source>, SetId)>,
    claims: Vec<(Id<Claim>, SetId)>,
    fallen_sources: Vec<Id<Source>>,
    fallen_claims: Vec<Id<Claim>>,
}

impl Falls<'_> {
    fn shifts_of(&mut self, source: Id<Source>) -> Option<Vec<Shift>> {
        let reach = self.reach(source)?;
        if reach.affected.is_empty() {
            return Some(Vec::new());
        }
        let mark = self.origins.sets.mark();
        let before = self.let_fall(source, &reach);
        let mut shifts = self.judge(&reach.affected);
        self.put_back(before);
        self.origins.sets.forget(&mark);
        shifts.sort_by_key(|shift| self.present.site.claim_rank(shift.claim));
        Some(shifts)
    }

    /// Gathers what a source's fall can reach; `None` if that is too much.
    fn reach(&self, source: Id<Source>) -> Option<Reach> {
        let site = self.present.site;
        let (sources, links) = self.downstream(source)?;
        let mut retold = Affected { falls: self, claims: BTreeSet::new(), links };
        for source in &sources {
            retold.add_all(site.sources[*source].claims.iter().copied())?;
        }
        retold.add_repeaters()?;
        let mut affected = retold.clone();
        for claim in &retold.claims {
            let answered =
                site.claims[*claim].relations.iter().filter(|link| bears_on_answers(link.relation));
            affected.add_all(answered.map(|link| link.claim))?;
        }
        affected.add_components()?;
        let denied: Vec<Id<Claim>> = affected.claims.iter().copied().collect();
        for claim in denied {
            affected.add_all(site.claims[claim].related_from(Relation::Denies))?;
        }
        affected.add_components()?;
        Some(Reach { sources, retold: retold.claims, affected: affected.claims })
    }

    /// The source and all that draw on it, however far, and how many sources all these name.
    fn downstream(&self, source: Id<Source>) -> Option<(BTreeSet<Id<Source>>, usize)> {
        let mut sources = BTreeSet::from([source]);
        let (mut open, mut links) = (vec![source], 0);
        while let Some(at) = open.pop() {
            links += self.present.site.sources[at].from.len();
            for drawer in self.drawn_on_by.successors(at.index()) {
                if sources.insert(Id::new(*drawer)) {
                    open.push(Id::new(*drawer));
                }
            }
            let too_many = self.too_many[at.index()] || sources.len() > MOST_DOWNSTREAM + 1;
            if too_many || links > MOST_LINKS {
                return None;
            }
        }
        Some((sources, links))
    }

    /// Puts what would be so in place of what is.
    fn let_fall(&mut self, source: Id<Source>, reach: &Reach) -> Before {
        let Present { site, tracer, knowledge, .. } = self.present;
        let fallen_sources = self.let_sources_fall(source);
        let fallen_claims = self.let_claims_fall(reach);
        let mut before = Before { sources: Vec::new(), claims: Vec::new(), fallen_sources, fallen_claims };
        let mut sources: Vec<Id<Source>> = reach.sources.iter().copied().collect();
        sources.sort_by_key(|id| self.source_turns[id.index()]);
        for id in sources {
            let set = tracer.trace_source(id, site, knowledge, &self.fallen, &mut self.origins);
            before.sources.push((id, std::mem::replace(&mut self.origins.of_source[id.index()], set)));
        }
        let mut claims: Vec<Id<Claim>> = reach.retold.iter().copied().collect();
        claims.sort_by_key(|id| self.claim_turns[id.index()]);
        for id in claims {
            let set = tracer.trace_claim(id, site, knowledge, &self.fallen, &mut self.origins);
            before.claims.push((id, std::mem::replace(&mut self.origins.of_claim[id.index()], set)));
        }
        before
    }

    /// Lets a source fall, and those all of whose `from` have fallen then.
    fn let_sources_fall(&mut self, source: Id<Source>) -> Vec<Id<Source>> {
        let site = self.present.site;
        let mut fell = Vec::new();
        let mut open = vec![source];
        while let Some(id) = open.pop() {
            if std::mem::replace(&mut self.fallen.sources[id.index()], true) {
                continue;
            }
            fell.push(id);
            let drawers =
                self.drawn_on_by.successors(id.index()).iter().map(|drawer| Id::<Source>::new(*drawer));
            open.extend(drawers.filter(|drawer| self.fallen.has_lost_its_grounds(&site.sources[*drawer])));
        }
        fell
    }

    /// Lets claims fall that have lost their sources, and those that repeat nothing that is left then.
    fn let_claims_fall(&mut self, reach: &Reach) -> Vec<Id<Claim>> {
        let site = self.present.site;
        let mut fell = Vec::new();
        let mut open: Vec<Id<Claim>> = reach.retold.iter().copied().collect();
        while let Some(id) = open.pop() {
            let claim = &site.claims[id];
            let falls = self.fallen.has_lost_its_sources(claim) || self.fallen.repeats_nothing_left(claim);
            if falls && !std::mem::replace(&mut self.fallen.claims[id.index()], true) {
                fell.push(id);
                open.extend(claim.related_from(Relation::Repeats));
            }
        }
        fell
    }

    fn put_back(&mut self, before: Before) {
        before.sources.into_iter().for_each(|(id, set)| self.origins.of_source[id.index()] = set);
        before.claims.into_iter().for_each(|(id, set)| self.origins.of_claim[id.index()] = set);
        before.fallen_sources.into_iter().for_each(|id| self.fallen.sources[id.index()] = false);
        before.fallen_claims.into_iter().for_each(|id| self.fallen.claims[id.index()] = false);
    }

    /// The answers that would change.
    fn judge(&mut self, affected: &BTreeSet<Id<Claim>>) -> Vec<Shift> {
        let Present { site, knowledge, components, answers, support, .. } = self.present;
        let fallen = &self.fallen;
        let (origins, live_origins) = (&mut self.origins, FxHashMap::default());
        let mut judge = Judge { site, knowledge, components, fallen, origins, live_origins };
        // By the first claim of the proposition, which is that claim's own.
        let mut supports: FxHashMap<Id<Claim>, SetId> = FxHashMap::default();
        let mut judged: FxHashMap<Id<Claim>, Proposition> = FxHashMap::default();
        for claim in affected {
            let claims = proposition(site, components, fallen, *claim);
            supports.entry(claims[0]).or_insert_with(|| judge.support(&claims));
        }
        let mut shifts = Vec::new();
        for claim in affected {
            let Some(from) = answers[claim.index()] else { continue };
            let claims = proposition(site, components, fallen, *claim);
            let first = claims[0];
            let proposition = judged.entry(first).or_insert_with(|| {
                let denied: Vec<Id<Claim>> = judge.denied(&claims).collect();
                let denied = denied.into_iter().map(|denied| {
                    if affected.contains(&denied) {
                        supports[&proposition(site, components, fallen, denied)[0]]
                    } else {
                        support(denied)
                    }
                });
                judge.judge(claims, supports[&first], &denied.collect::<Vec<_>>())
            });
            let to = Answers {
                state: fallen.state(*claim),
                backing: proposition.backing,
                origins: proposition.origins,
                third_party: judge.third_party(proposition.support, *claim),
                reception: proposition.reception,
            };
            if from != to {
                shifts.push(Shift { claim: *claim, from, to });
            }
        }
        shifts
    }
}

/// Whether a relation lets the answers to the other claim hang on the claim that states it. An agreement that counts
/// does so by the component.
const fn bears_on_answers(relation: Relation) -> bool {
    let meaning = meaning(relation);
    meaning.stance.is_some() && !meaning.is_symmetric
}

/// How many sources and claims are named at a claim.
fn count_links(claim: &Claim) -> usize {
    claim.sources.len() + claim.from_sources.len() + claim.relations.len() + claim.incoming.len()
}

/// Claims that a fall can reach, as far as they are not too many.
#[derive(Clone)]
struct Affected<'f> {
    falls: &'f Falls<'f>,
    claims: BTreeSet<Id<Claim>>,
    /// How many sources and claims are named at all of these.
    links: usize,
}

impl Affected<'_> {
    /// Adds claims; `None` if there are too many then, or will be with all that say the same, or too much is named at
    /// them.
    fn add_all(&mut self, claims: impl IntoIterator<Item = Id<Claim>>) -> Option<()> {
        let Falls { present, links, .. } = self.falls;
        claims.into_iter().try_for_each(|id| {
            if self.claims.insert(id) {
                self.links += links[id.index()];
            }
            let is_small = self.claims.len() <= MOST_AFFECTED
                && self.links <= MOST_LINKS
                && present.components.members(id).len() <= MOST_AFFECTED;
            is_small.then_some(())
        })
    }

    /// Adds the claims that repeat these, however far.
    fn add_repeaters(&mut self) -> Option<()> {
        let mut open: Vec<Id<Claim>> = self.claims.iter().copied().collect();
        while let Some(claim) = open.pop() {
            for repeater in self.falls.present.site.claims[claim].related_from(Relation::Repeats) {
                if !self.claims.contains(&repeater) {
                    self.add_all([repeater])?;
                    open.push(repeater);
                }
            }
        }
        Some(())
    }

    /// Adds the claims that say the same as these.
    fn add_components(&mut self) -> Option<()> {
        let claims: Vec<Id<Claim>> = self.claims.iter().copied().collect();
        let components = self.falls.present.components;
        claims.into_iter().try_for_each(|claim| self.add_all(components.members(claim).iter().copied()))
    }
}

/// When each was traced.
fn turns<T>(order: &[Id<T>]) -> Vec<usize> {
    let mut turns = vec![0; order.len()];
    order.iter().enumerate().for_each(|(turn, id)| turns[id.index()] = turn);
    turns
}
