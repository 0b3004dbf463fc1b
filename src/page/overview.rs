//! Pages over the whole site: lists of claims by their answers, what was put right, and the method.

use serde::Serialize;
use strum::IntoEnumIterator;

use super::Pages;
use super::brief::CorrectionView;
use super::claim::{Group, groups, stretch};
use super::hole::Speakers;
use super::name::Name;
use super::shared::Shared;
use crate::config::Config;
use crate::method::{Answers, Backing, Reception, State};
use crate::plan::listed::Listed;
use crate::site::{Brief, Event, Id};
use crate::value::word::GroupSide;

/// Claims of one list, by event.
#[derive(Clone, Debug, Serialize)]
pub struct ListedView {
    /// `single-origin`, `conceded`, `superseded`
    pub list: Listed,
    /// How many claims it has.
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
    /// Measures that do not add up over time.
    pub momentary: Vec<String>,
    /// How many days after its event a count may still be one that grows.
    pub rising_days: u32,
    /// How many statements are in each state.
    pub states: Vec<(State, usize)>,
    /// How many live statements are backed in each way.
    pub backing: Vec<(Backing, usize)>,
    /// How many live statements are received in each way; of those that several things are true of, the first.
    pub reception: Vec<(Reception, usize)>,
}

impl Pages<'_> {
    pub(super) fn listed(&self, list: Listed, part: usize) -> ListedView {
        let claims = self.plan.listed(list);
        let shown = stretch(claims, part, self.config.per_page);
        let event = |event: &Option<Id<Event>>| event.map(|event| self.cards.names.event(event));
        ListedView { list, count: claims.len(), claims: groups(shown, (&self.cards, Speakers::Named), event) }
    }

    pub(super) fn corrections(&self, part: usize) -> CorrectionsView {
        let shown = stretch(&self.plan.corrections, part, self.config.per_page);
        CorrectionsView { corrections: self.corrections_of(shown, shown.len()) }
    }

    /// The first corrections of these: briefs and places in them.
    pub(super) fn corrections_of(
        &self,
        corrections: &[(Id<Brief>, usize)],
        most: usize,
    ) -> Vec<BriefCorrectionView> {
        let view = |(id, place): &(Id<Brief>, usize)| BriefCorrectionView {
            brief: self.cards.names.brief(*id),
            correction: self.correction(&self.site.briefs[*id].corrections[*place]),
        };
        corrections.iter().take(most).map(view).collect()
    }

    pub(super) fn method(&self) -> MethodView {
        let Config { relays, figures, .. } = self.config;
        let of_side = |side| {
            figures.groups.iter().filter(|(_, other)| **other == side).map(|(name, _)| name.clone()).collect()
        };
        let mut number_words: Vec<_> =
            figures.scale.words.iter().map(|(word, least)| (word.clone(), *least)).collect();
        number_words.sort_by_key(|(word, least)| (*least, word.clone()));
        let all: Vec<Answers> = self.site.claims.ids().filter_map(|id| self.method.answers(id)).collect();
        let live: Vec<Answers> = all.iter().copied().filter(|one| one.state == State::Live).collect();
        MethodView {
            relays: relays.iter().map(ToString::to_string).collect(),
            number_words,
            about: figures.scale.about.to_string(),
            combatant: of_side(GroupSide::Combatant),
            civilian: of_side(GroupSide::Civilian),
            neutral: of_side(GroupSide::Neutral),
            momentary: figures.momentary.iter().cloned().collect(),
            rising_days: figures.rising_days,
            states: count_each(all.iter().map(|one| one.state)),
            backing: count_each(live.iter().map(|one| one.backing)),
            reception: count_each(live.iter().map(|one| one.reception)),
        }
    }
}

/// How often each word occurs, in their order, be it never.
pub(super) fn count_each<T: IntoEnumIterator + PartialEq>(all: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let all: Vec<T> = all.collect();
    let counts = T::iter().map(|word| {
        let count = all.iter().filter(|other| **other == word).count();
        (word, count)
    });
    counts.collect()
}
