//! How a claim stands: its label and the numbers shown with it (METHOD, sections 1 and 2).
//!
//! A claim's support is itself and every live claim that supports it or bindingly concedes it, one step and no
//! further; each claim is judged from its own relations alone, so all are in time linear in claims and relations.
//! `method` calls it; `impact` asks the same questions for a site without one source.

use serde::Serialize;
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use super::origins::Origins;
use super::sets::{Count, Cover, SetId};
use super::sides::Sides;
use super::table::Id;
use super::{Actor, Claim, Link, Site};
use crate::value::word::Relation;

/// How a claim stands (METHOD, section 2).
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
pub enum Label {
    /// Replaced or withdrawn.
    Withdrawn,
    /// Bindingly conceded by one whom it is about.
    Admitted,
    /// Denied by a root that is not among its known origins.
    Contested,
    /// At least two independent origins.
    Corroborated,
    /// Perhaps two: independence is not shown.
    Unproven,
    /// One.
    SingleOrigin,
}

/// From so many to so many, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// What is certain.
    pub min: u32,
    /// What is possible.
    pub max: u32,
}

/// A claim's label and the two counts that are shown with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The label.
    pub label: Label,
    /// Independent origins.
    pub origins: Interval,
    /// Those of them that are third parties.
    pub third_party: Interval,
}

/// How a statement stands, and by whom. The lists hold roots, ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Label and counts.
    pub judgement: Judgement,
    /// The roots of all live denials.
    pub denied_by: Vec<Id<Actor>>,
    /// The roots of live concessions that bind.
    pub conceded_by: Vec<Id<Actor>>,
    /// The roots of live concessions that do not.
    pub conceded_in_part_by: Vec<Id<Actor>>,
}

/// What a relation to a claim does to its standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effect {
    /// Its origins count for the claim.
    Supports,
    /// The same, and it is conceded.
    Concedes,
    /// It is conceded in part: nothing is counted.
    ConcedesInPart,
    /// It is denied.
    Denies,
}

/// What a relation does to a claim; `None`: nothing. The other claim must be one that counts.
pub(super) fn effect(site: &Site, claim: &Claim, link: &Link) -> Option<Effect> {
    match link.relation {
        Relation::Supports => Some(Effect::Supports),
        Relation::Denies => Some(Effect::Denies),
        Relation::Concedes if binds(&site.claims[link.claim], claim) => Some(Effect::Concedes),
        Relation::Concedes => Some(Effect::ConcedesInPart),
        Relation::Questions | Relation::Repeats | Relation::Replaces | Relation::Withdraws => None,
    }
}

/// Whether a concession binds: the conceded claim has no figures, or both give the same measure and group.
fn binds(concession: &Claim, conceded: &Claim) -> bool {
    let mut given = conceded.figures.iter().filter(|figure| figure.bounds.is_some()).peekable();
    given.peek().is_none()
        || given.any(|figure| {
            let same =
                |own: &super::ClaimFigure| (&own.measure, &own.group) == (&figure.measure, &figure.group);
            concession.figures.iter().any(|own| own.bounds.is_some() && same(own))
        })
}

/// What other claims that count do to a claim.
pub(super) fn effects<'a>(
    site: &'a Site,
    counts: &'a [bool],
    claim: &'a Claim,
) -> impl Iterator<Item = (Id<Claim>, Effect)> + 'a {
    claim
        .incoming
        .iter()
        .filter(|link| counts[link.claim.index()])
        .filter_map(|link| Some((link.claim, effect(site, claim, link)?)))
}

/// The supporters of a claim that add no origin: the claim and the supporters before them have theirs already, and
/// somebody behind a root is nobody new where the root itself is known (METHOD, section 8).
pub(super) fn dependent_supporters<'s>(
    site: &'s Site,
    origins: &'s Origins,
    id: Id<Claim>,
) -> impl Iterator<Item = &'s Link> {
    let own = origins.of_claim[id.index()];
    let mut known: Option<Cover> = None;
    supporters(&origins.counts, &site.claims[id]).filter(move |link| {
        let known = known.get_or_insert_with(|| Cover::of(&origins.sets, own));
        let before = known.count();
        known.add(&origins.sets, origins.of_claim[link.claim.index()]);
        known.count() == before
    })
}

/// The supporters of a claim that count, in order of place.
pub(super) fn supporters<'s>(counts: &'s [bool], claim: &'s Claim) -> impl Iterator<Item = &'s Link> {
    let supports = |link: &&Link| link.relation == Relation::Supports;
    claim.incoming.iter().filter(supports).filter(|link| counts[link.claim.index()])
}

/// The origins of each claim together with its support, `K` and `U` of METHOD, section 1.
pub(super) fn support(site: &Site, origins: &mut Origins) -> Vec<SetId> {
    let mut support = Vec::with_capacity(site.claims.len());
    let mut parts = Vec::new();
    for (id, claim) in site.claims.entries() {
        parts.clear();
        parts.push(origins.of_claim[id.index()]);
        for (supporter, effect) in effects(site, &origins.counts, claim) {
            if matches!(effect, Effect::Supports | Effect::Concedes) {
                parts.push(origins.of_claim[supporter.index()]);
            }
        }
        support.push(origins.sets.union(&parts));
    }
    support
}

/// How each statement stands; `None` for acts, which have no label.
pub(super) fn standings(
    site: &Site,
    sides: &Sides,
    origins: &Origins,
    support: &[SetId],
) -> Vec<Option<Standing>> {
    let judge = |id: Id<Claim>| standing(site, sides, origins, support[id.index()], id);
    site.claims.ids().map(|id| site.is_statement(id).then(|| judge(id))).collect()
}

fn standing(site: &Site, sides: &Sides, origins: &Origins, support: SetId, id: Id<Claim>) -> Standing {
    let claim = &site.claims[id];
    let (mut denied_by, mut conceded_by, mut conceded_in_part_by) = (Vec::new(), Vec::new(), Vec::new());
    for (other, effect) in effects(site, &origins.counts, claim) {
        let roots = match effect {
            Effect::Supports => continue,
            Effect::Denies => &mut denied_by,
            Effect::Concedes => &mut conceded_by,
            Effect::ConcedesInPart => &mut conceded_in_part_by,
        };
        roots.extend_from_slice(site.speakers(other));
    }
    for roots in [&mut denied_by, &mut conceded_by, &mut conceded_in_part_by] {
        roots.sort_unstable();
        roots.dedup();
    }
    let about = site.roots(&claim.about);
    let Count { even, only_odd } = origins.sets.count(support);
    let third_party = sides.third_parties(origins, support, claim, id);
    let grounds = Grounds {
        live: claim.live,
        admitted: conceded_by.iter().any(|root| about.binary_search(root).is_ok()),
        contested: denied_by.iter().any(|root| !origins.knows(support, *root)),
        origins: (even, only_odd),
        third_party,
    };
    Standing { judgement: grounds.judge(), denied_by, conceded_by, conceded_in_part_by }
}

/// What a judgement rests on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grounds {
    pub(super) live: bool,
    /// Whether one whom the claim is about bindingly concedes it.
    pub(super) admitted: bool,
    /// Whether a root that is not among the known origins denies it.
    pub(super) contested: bool,
    /// Known origins, and unknown ones that are not known as well.
    pub(super) origins: (u32, u32),
    /// The same of third parties.
    pub(super) third_party: (u32, u32),
}

impl Grounds {
    /// The first label that fits, with its numbers. An unknown origin is somebody, so at least one; whether that
    /// is a third party is not known.
    pub(super) fn judge(self) -> Judgement {
        let (known, unknown) = self.origins;
        let origins = Interval { min: known.max(unknown.min(1)), max: known + unknown };
        let (known, unknown) = self.third_party;
        let third_party = Interval { min: known, max: known + unknown };
        let label = match origins {
            _ if !self.live => Label::Withdrawn,
            _ if self.admitted => Label::Admitted,
            _ if self.contested => Label::Contested,
            Interval { min: 2.., .. } => Label::Corroborated,
            Interval { max: 2.., .. } => Label::Unproven,
            _ => Label::SingleOrigin,
        };
        Judgement { label, origins, third_party }
    }
}
