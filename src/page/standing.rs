//! How a claim stands, as pages show it: the label with its numbers (METHOD, sections 1, 2 and 7).

use serde::Serialize;

use super::name::{Name, Names};
use super::shared::Shared;
use crate::site::labels::{Interval, Judgement, Label};
use crate::site::{Claim, Id, Method};

/// How a statement stands.
#[derive(Clone, Debug, Serialize)]
pub struct StandingView {
    /// The label.
    pub label: Label,
    /// Independent origins: at least, at most.
    pub origins: [u32; 2],
    /// Those of them that are third parties: at least, at most.
    pub third_party: [u32; 2],
    /// The known origins.
    pub known: Vec<Shared<Name>>,
    /// How many origins are not known.
    pub unknown: usize,
    /// Who denies it, by root.
    pub denied_by: Vec<Shared<Name>>,
    /// Who concedes it, by root.
    pub conceded_by: Vec<Shared<Name>>,
    /// Who concedes it in part, by root.
    pub conceded_in_part_by: Vec<Shared<Name>>,
    /// Whether sources that were retracted change how it stands.
    pub changed_by_retraction: bool,
}

/// How a claim would stand otherwise.
#[derive(Clone, Debug, Serialize)]
pub struct JudgementView {
    /// The label.
    pub label: Label,
    /// Independent origins: at least, at most.
    pub origins: [u32; 2],
    /// Those of them that are third parties: at least, at most.
    pub third_party: [u32; 2],
}

/// `None`: the claim is an act.
#[must_use]
pub fn standing(names: &Names<'_>, method: &Method, id: Id<Claim>) -> Option<StandingView> {
    let standing = method.standing(id)?;
    let JudgementView { label, origins, third_party } = judgement(standing.judgement);
    Some(StandingView {
        label,
        origins,
        third_party,
        known: names.actors(&method.known(id)),
        unknown: method.unknown(id).len(),
        denied_by: names.actors(&standing.denied_by),
        conceded_by: names.actors(&standing.conceded_by),
        conceded_in_part_by: names.actors(&standing.conceded_in_part_by),
        changed_by_retraction: method.is_changed_by_retraction(id),
    })
}

/// A label and its numbers.
#[must_use]
pub fn judgement(judgement: Judgement) -> JudgementView {
    let both = |interval: Interval| [interval.min, interval.max];
    JudgementView {
        label: judgement.label,
        origins: both(judgement.origins),
        third_party: both(judgement.third_party),
    }
}
