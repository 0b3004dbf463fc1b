//! Pages over the whole site: what is in dispute, what has one origin, what was put right, and the method.

use serde::Serialize;

use super::Pages;
use super::brief::CorrectionView;
use super::claim::{Group, groups, stretch};
use super::name::Name;
use super::shared::Shared;
use crate::config::Config;
use crate::site::labels::Label;
use crate::site::{Claim, Event, Id};

/// Claims of one label, by event.
#[derive(Clone, Debug, Serialize)]
pub struct LabelledView {
    /// The label.
    pub label: Label,
    /// How many claims bear it.
    pub count: usize,
    /// The claims; of this part of the list.
    pub claims: Vec<Group>,
}

/// All corrections, newest first.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionsView {
    /// Of this part of the list.
    pub corrections: Vec<BriefCorrectionView>,
}

/// A correction and the brief that it was made in.
#[derive(Clone, Debug, Serialize)]
pub struct BriefCorrectionView {
    /// The brief.
    pub brief: Shared<Name>,
    /// What was put right.
    #[serde(flatten)]
    pub correction: CorrectionView,
}

/// This site's settings of the method.
#[derive(Clone, Debug, Serialize)]
pub struct MethodView {
    /// Kinds of actors that pass on what others know.
    pub relays: Vec<String>,
    /// What number words mean: each with its lower bound. Not `words`: so a template calls the interface's.
    pub number_words: Vec<(String, u64)>,
    /// How far `~` reaches, as a part of the number: `0.1`.
    pub about: String,
    /// Groups that count as fighting.
    pub combatant: Vec<String>,
    /// Groups that count as civilian.
    pub civilian: Vec<String>,
    /// Groups that count as neither.
    pub neutral: Vec<String>,
    /// How many claims bear each label.
    pub labels: Vec<(Label, usize)>,
}

impl Pages<'_> {
    pub(super) fn labelled(&self, label: Label, part: usize) -> LabelledView {
        let claims = self.plan.labelled(label);
        let shown = stretch(claims, part, self.config.per_page);
        let event = |event: &Option<Id<Event>>| event.map(|event| self.cards.names.event(event));
        LabelledView { label, count: claims.len(), claims: groups(shown, &self.cards, event) }
    }

    pub(super) fn corrections(&self, part: usize) -> CorrectionsView {
        let shown = stretch(&self.plan.corrections, part, self.config.per_page);
        let view = |(id, place): &(_, usize)| BriefCorrectionView {
            brief: self.cards.names.brief(*id),
            correction: self.correction(&self.site.briefs[*id].corrections[*place]),
        };
        CorrectionsView { corrections: shown.iter().map(view).collect() }
    }

    pub(super) fn method(&self) -> MethodView {
        use crate::value::measure::GroupSide;
        use strum::IntoEnumIterator as _;
        let Config { relays, figures, .. } = self.config;
        let of_side = |side| {
            figures.groups.iter().filter(|(_, other)| **other == side).map(|(name, _)| name.clone()).collect()
        };
        let mut number_words: Vec<_> =
            figures.scale.words.iter().map(|(word, least)| (word.clone(), *least)).collect();
        number_words.sort_by_key(|(word, least)| (*least, word.clone()));
        let count = |label| {
            let bears = |id: &Id<Claim>| {
                self.method.standing(*id).is_some_and(|standing| standing.judgement.label == label)
            };
            (label, self.site.claims.ids().filter(bears).count())
        };
        MethodView {
            relays: relays.iter().map(ToString::to_string).collect(),
            number_words,
            about: figures.scale.about.to_string(),
            combatant: of_side(GroupSide::Combatant),
            civilian: of_side(GroupSide::Civilian),
            neutral: of_side(GroupSide::Neutral),
            labels: Label::iter().map(count).collect(),
        }
    }
}
