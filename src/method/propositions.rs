//! What says the same: claims whose `agrees_with` links count are one proposition (manual, method.md#propositions).
//!
//! A link counts if the figures of its ends fit, whatever becomes of either end, so components are known before
//! anything falls. The live claims of a component are its proposition; a claim that is not live has one of its own.
//! `answers` judges them.

use std::collections::BTreeMap;

use super::answers::State;
use super::fallen::Fallen;
use super::relation::{Backs, meaning};
use crate::site::{Claim, Id, Ids, Link, Site};
use crate::value::figure::Bounds;

/// Claims that are joined by agreements that count.
#[derive(Debug)]
pub(super) struct Components {
    /// The component of each claim.
    of: Vec<u32>,
    /// Where the members of each component begin in `members`; one more entry closes the last.
    starts: Vec<u32>,
    /// Ordered within each component.
    members: Vec<Id<Claim>>,
}

/// Two figures of one proposition for one measure and group that cannot both be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoCommonFigure {
    /// The claim with the highest lower bound, and the one with the lowest upper bound.
    pub claims: (Id<Claim>, Id<Claim>),
    /// `killed`, `injured` ...
    pub measure: String,
    /// `all`, `civilians` ...
    pub group: String,
}

impl Components {
    pub(super) fn of(site: &Site) -> Self {
        let mut first: Vec<u32> = (0..).take(site.claims.len()).collect();
        for (id, claim) in site.claims.entries() {
            let agreements =
                claim.relations.iter().filter(|link| meaning(link.relation).backs == Backs::Same);
            for link in agreements.filter(|link| figures_fit(claim, &site.claims[link.claim])) {
                join(&mut first, id.index(), link.claim.index());
            }
        }
        let mut numbers = vec![u32::MAX; first.len()];
        let mut of = Vec::with_capacity(first.len());
        let mut sizes: Vec<u32> = Vec::new();
        for node in 0..first.len() {
            let root = find(&mut first, node);
            if numbers[root] == u32::MAX {
                numbers[root] = u32::try_from(sizes.len()).unwrap_or(u32::MAX);
                sizes.push(0);
            }
            sizes[numbers[root] as usize] += 1;
            of.push(numbers[root]);
        }
        let mut starts = vec![0];
        starts.extend(sizes.iter().scan(0, |end, size| {
            *end += size;
            Some(*end)
        }));
        let mut next = starts.clone();
        let mut members = vec![Id::new(0); of.len()];
        for (id, component) in site.claims.ids().zip(&of) {
            let place = &mut next[*component as usize];
            members[*place as usize] = id;
            *place += 1;
        }
        Self { of, starts, members }
    }

    /// The claims of a claim's component, itself among them.
    pub(super) fn members(&self, claim: Id<Claim>) -> &[Id<Claim>] {
        let component = self.of[claim.index()] as usize;
        &self.members[self.starts[component] as usize..self.starts[component + 1] as usize]
    }

    /// The claims of each component.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[Id<Claim>]> {
        self.starts.windows(2).map(|ends| &self.members[ends[0] as usize..ends[1] as usize])
    }

    /// The number of a claim's component.
    pub(super) fn number(&self, claim: Id<Claim>) -> u32 {
        self.of[claim.index()]
    }
}

/// The first node of a tree of joined nodes; the ways to it are shortened.
fn find(first: &mut [u32], mut node: usize) -> usize {
    while first[node] as usize != node {
        first[node] = first[first[node] as usize];
        node = first[node] as usize;
    }
    node
}

/// Joins the trees of two nodes; the smaller first node is that of both.
fn join(first: &mut [u32], one: usize, other: usize) {
    let (one, other) = (find(first, one), find(first, other));
    let (low, high) = (one.min(other), one.max(other));
    first[high] = first[low];
}

/// The claims of a claim's proposition, by rank: the live ones of its component, or itself, if it is not live.
pub(super) fn proposition(
    site: &Site,
    components: &Components,
    fallen: &Fallen,
    claim: Id<Claim>,
) -> Ids<Claim> {
    if fallen.state(claim) != State::Live {
        return std::iter::once(claim).collect();
    }
    let members = components.members(claim).iter().copied();
    let mut live: Ids<Claim> = members.filter(|member| fallen.state(*member) == State::Live).collect();
    live.sort_by_key(|member| site.claim_rank(*member));
    live
}

/// Whether no measure and group for which both claims give bounds has bounds without a common point.
#[must_use]
pub fn figures_fit(one: &Claim, other: &Claim) -> bool {
    one.figures.iter().all(|own| {
        let theirs = other.figure(&own.measure, &own.group).and_then(|figure| figure.bounds);
        own.bounds.zip(theirs).is_none_or(|(own, theirs)| own.intersects(theirs))
    })
}

/// Whether a concession grants the whole claim: it gives bounds for each measure and group of which the claim gives
/// bounds, and they fit.
#[must_use]
pub fn is_full_concession(concession: &Claim, claim: &Claim) -> bool {
    let mut given = claim.figures.iter().filter(|figure| figure.bounds.is_some());
    let grants_all = given.all(|figure| {
        concession.figure(&figure.measure, &figure.group).is_some_and(|own| own.bounds.is_some())
    });
    grants_all && figures_fit(concession, claim)
}

/// Whether the claim at the other end of an incoming link backs a claim, if it is live: it gives grounds and fits, or
/// it is a full concession.
pub(super) fn backs(site: &Site, claim: &Claim, link: &Link) -> bool {
    let other = &site.claims[link.claim];
    match meaning(link.relation).backs {
        Backs::Grounds => figures_fit(other, claim),
        Backs::Concession => is_full_concession(other, claim),
        Backs::Nothing | Backs::Same => false,
    }
}

/// The figures of propositions that have no common point, in the order of the propositions' first claims.
pub(super) fn without_common_figure(
    site: &Site,
    components: &Components,
    fallen: &Fallen,
) -> Vec<NoCommonFigure> {
    let several = components.iter().filter(|members| members.len() > 1);
    let propositions = several.filter_map(|members| {
        let live = members.iter().find(|member| fallen.state(**member) == State::Live)?;
        Some(proposition(site, components, fallen, *live))
    });
    let mut found: Vec<NoCommonFigure> =
        propositions.flat_map(|claims| figures_apart(site, &claims)).collect();
    found.sort_by_key(|found| site.claim_rank(found.claims.0));
    found
}

/// What is highest and lowest among the figures for one measure and group.
struct Extremes {
    highest_min: (u64, Id<Claim>),
    lowest_max: Option<(u64, Id<Claim>)>,
}

impl Extremes {
    fn add(&mut self, bounds: Bounds, claim: Id<Claim>) {
        if bounds.min > self.highest_min.0 {
            self.highest_min = (bounds.min, claim);
        }
        if let Some(max) = bounds.max
            && self.lowest_max.is_none_or(|(lowest, _)| max < lowest)
        {
            self.lowest_max = Some((max, claim));
        }
    }
}

fn figures_apart(site: &Site, claims: &[Id<Claim>]) -> Vec<NoCommonFigure> {
    let mut extremes: BTreeMap<(&str, &str), Extremes> = BTreeMap::new();
    for claim in claims {
        for figure in &site.claims[*claim].figures {
            let Some(bounds) = figure.bounds else { continue };
            extremes
                .entry((&figure.measure, &figure.group))
                .or_insert(Extremes { highest_min: (bounds.min, *claim), lowest_max: None })
                .add(bounds, *claim);
        }
    }
    let apart =
        extremes.into_iter().filter_map(|((measure, group), Extremes { highest_min, lowest_max })| {
            let (_, lower) = lowest_max.filter(|(max, _)| *max < highest_min.0)?;
            Some(NoCommonFigure {
                claims: (highest_min.1, lower),
                measure: measure.to_owned(),
                group: group.to_owned(),
            })
        });
    apart.collect()
}
