//! A claim's three answers as pages show them (manual, method.md#answers): what became of it and by whom, how its
//! proposition is backed, and how others receive it.
//!
//! Lists of who receives it are of the proposition, and made once for all of its claims.

use serde::Serialize;
use strum::{IntoEnumIterator as _, IntoStaticStr};

use super::claim::{Cards, PeerView};
use super::date::SaidView;
use super::name::Name;
use super::shared::Shared;
use crate::method::relation::meaning;
use crate::method::{Answers, Backing, Interval, Proposition, Reception, State};
use crate::site::{Actor, Claim, Id};
use crate::value::word::Relation;

/// Names in one list of who receives a claim; more are counted.
const MOST_NAMED: usize = 5;

/// Other claims of a proposition that a card names; more are counted.
const MOST_SAME: usize = 5;

/// Known origins that a card names; more are counted.
const MOST_ORIGINS: usize = 12;

/// Claims that a claim was ended by and that its row names; all of them are among its relations.
const MOST_ENDS: usize = 3;

/// The answers of a statement, as words and numbers.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AnswersView {
    /// What became of it: `live`, `superseded`, `withdrawn`, `disowned`, `fallen`.
    pub state: State,
    /// `corroborated`, `allied`, `unproven`, `single-origin`, `none`.
    pub backing: Backing,
    /// The first that fits of `contested`, `contradicted`, `admitted`, `conceded`, `conceded-in-part`, `disputed`,
    /// `questioned`; else `unanswered`.
    pub reception: Reception,
    /// Independent origins: at least, at most.
    pub origins: [u32; 2],
    /// Those of them that are third parties: at least, at most.
    pub third_party: [u32; 2],
}

/// The answers of a statement.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct StandingView {
    /// The answers.
    #[serde(flatten)]
    pub answers: AnswersView,
    /// Whether sources that were retracted change them.
    pub changed_by_retraction: bool,
}

/// Whose voices are behind the answers of a statement.
#[derive(Clone, Debug, Serialize)]
pub struct VoicesView {
    /// Who receives it, and how: all that apply, in the order of `reception`.
    pub received: Shared<Vec<ReceivedView>>,
    /// Who it comes from, as far as it is known, by root.
    pub origins: Shared<OriginsView>,
    /// Other claims that say the same; null where there is none.
    pub same: Option<SameView>,
}

/// Who receives a claim in one way.
#[derive(Clone, Debug, Serialize)]
pub struct ReceivedView {
    /// A reception.
    pub reception: Reception,
    /// The first who do, by root, at most five.
    pub by: Vec<Shared<Name>>,
    /// How many more do.
    pub more: usize,
}

/// The origins of a claim.
#[derive(Clone, Debug, Serialize)]
pub struct OriginsView {
    /// The first of those that are known, by root, at most twelve.
    pub known: Vec<Shared<Name>>,
    /// How many more are known.
    pub more: usize,
    /// How many are not known.
    pub unknown: usize,
}

/// Other claims that say the same.
#[derive(Clone, Debug, Serialize)]
pub struct SameView {
    /// The first of them, at most five.
    pub claims: Vec<Shared<PeerView>>,
    /// How many more there are.
    pub more: usize,
}

/// A claim by which another no longer counts.
#[derive(Clone, Debug, Serialize)]
pub struct EndView {
    /// What it does: `replaces`, `withdraws`, `disowns`.
    pub relation: Relation,
    /// The claim.
    pub claim: Shared<PeerView>,
    /// When it was made.
    #[serde(flatten)]
    pub said: SaidView,
}

/// Why a claim has fallen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Fall {
    /// Its sources were retracted.
    Source,
    /// What its sources draw on was retracted.
    Drawn,
    /// All that it repeats no longer counts.
    Repeated,
}

/// The answers as words and numbers.
#[must_use]
pub fn answers_view(answers: Answers) -> AnswersView {
    AnswersView {
        state: answers.state,
        backing: answers.backing,
        reception: answers.reception,
        origins: [answers.origins.min, answers.origins.max],
        third_party: [answers.third_party.min, answers.third_party.max],
    }
}

impl Cards<'_> {
    /// `None`: the claim is an act.
    pub(super) fn standing(&self, id: Id<Claim>) -> Option<StandingView> {
        let answers = answers_view(self.method.answers(id)?);
        Some(StandingView { answers, changed_by_retraction: self.method.is_changed_by_retraction(id) })
    }

    /// `None`: the claim is an act.
    pub(super) fn voices(&self, id: Id<Claim>) -> Option<VoicesView> {
        let proposition = self.method.proposition_of(id)?;
        Some(VoicesView {
            received: self.received_views(proposition),
            origins: self.origins.get(proposition, || self.origins(proposition)),
            same: self.same(proposition, id),
        })
    }

    /// Who receives a proposition, and how.
    pub(super) fn received_views(&self, proposition: Id<Proposition>) -> Shared<Vec<ReceivedView>> {
        self.received.get(proposition, || self.received(proposition))
    }

    fn received(&self, proposition: Id<Proposition>) -> Vec<ReceivedView> {
        let received = self.method.received(proposition);
        let views = received.lists().map(|(reception, by)| ReceivedView {
            reception,
            by: self.names.actors(&by[..by.len().min(MOST_NAMED)]),
            more: by.len().saturating_sub(MOST_NAMED),
        });
        views.collect()
    }

    fn origins(&self, proposition: Id<Proposition>) -> OriginsView {
        let named: Vec<Id<Actor>> = self.method.known(proposition).take(MOST_ORIGINS).collect();
        let Interval { min, max } = self.method.proposition(proposition).origins;
        // With any known one, the least number is that of the known.
        let known = if named.is_empty() { 0 } else { min as usize };
        OriginsView {
            more: known.saturating_sub(named.len()),
            known: self.names.actors(&named),
            unknown: (max as usize).saturating_sub(known),
        }
    }

    fn same(&self, proposition: Id<Proposition>, id: Id<Claim>) -> Option<SameView> {
        let all = &self.method.proposition(proposition).claims;
        let others = all.iter().copied().filter(|other| *other != id);
        let claims: Vec<_> = others.take(MOST_SAME).map(|other| self.peer(other)).collect();
        (!claims.is_empty()).then(|| SameView { more: all.len() - 1 - claims.len(), claims })
    }

    /// The claims that made a claim what its state says.
    pub(super) fn ends(&self, id: Id<Claim>) -> Vec<EndView> {
        let state = self.method.state(id);
        if matches!(state, State::Live | State::Fallen) {
            return Vec::new();
        }
        let Some(relation) = Relation::iter().find(|relation| meaning(*relation).ends == Some(state)) else {
            return Vec::new();
        };
        let ended_by = self.method.ended_by(self.site, id).into_iter();
        ended_by
            .filter(|other| self.site.claims[*other].targets(relation).any(|target| target == id))
            .take(MOST_ENDS)
            .map(|other| EndView { relation, claim: self.peer(other), said: self.said(other) })
            .collect()
    }

    /// `None`: it has not fallen.
    pub(super) fn fall(&self, id: Id<Claim>) -> Option<Fall> {
        use crate::value::word::SourceStatus::Retracted;
        if self.method.state(id) != State::Fallen {
            return None;
        }
        let claim = &self.site.claims[id];
        let mut repeated = claim.targets(Relation::Repeats).map(|other| self.method.state(other)).peekable();
        if repeated.peek().is_some()
            && repeated.all(|state| matches!(state, State::Fallen | State::Withdrawn | State::Disowned))
        {
            return Some(Fall::Repeated);
        }
        let public = claim.sources.iter().map(|source| self.site.sources[*source].status == Retracted);
        let read = claim.confidential.iter().flat_map(|confidential| &confidential.read);
        let secret = read.map(|source| self.site.confidential_sources[*source].is_retracted);
        let mut is_retracted = public.chain(secret).peekable();
        let all_are = is_retracted.peek().is_some() && is_retracted.all(|is_retracted| is_retracted);
        Some(if all_are { Fall::Source } else { Fall::Drawn })
    }
}
