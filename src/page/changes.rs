//! The page of changes: what came, changed, went, or is answered otherwise since an earlier state of the site.

use serde::Serialize;
use strum::IntoEnumIterator as _;

use super::Pages;
use super::claim::{PeerView, stretch};
use super::name::Name;
use super::shared::Shared;
use crate::changes::Answer;
use crate::plan::changes::{Answered, Change, ChangeKind, Ground};
use crate::plan::urls;

/// What changed since an earlier state.
#[derive(Clone, Debug, Serialize)]
pub struct ChangesView {
    /// How many changes there are.
    pub count: usize,
    /// The kinds of changes, each with its changes.
    pub kinds: Vec<ChangeKindView>,
}

/// Changes of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeKindView {
    /// `added`, `changed`, `withdrawn` or `reassessed`.
    pub kind: ChangeKind,
    /// How many there are in all.
    pub count: usize,
    /// The changes, by key; of this part of the list.
    pub changes: Vec<ChangeView>,
}

/// What became of a claim.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeView {
    /// `BRIEF#ID`
    pub key: String,
    /// The claim as it is; null where it is gone.
    pub claim: Option<Shared<PeerView>>,
    /// Where it stood, from the site's top, if it is gone; null where no page is left.
    pub href: Option<String>,
    /// Keys of what was written otherwise.
    pub fields: Vec<String>,
    /// The answers that differ: state, backing, reception.
    pub answers: Vec<AnswerChangeView>,
    /// What they are made from and that differs.
    pub grounds: Vec<GroundView>,
}

/// An answer that differs.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerChangeView {
    /// `state`, `backing` or `reception`.
    pub answer: Answer,
    /// What it was, a word of the format; null where the claim was an act.
    pub before: Option<&'static str>,
    /// What it is; null where the claim is an act.
    pub now: Option<&'static str>,
}

/// What answers are made from and that differs.
#[derive(Clone, Debug, Serialize)]
pub struct GroundView {
    /// Its key in `data/claims.json`.
    pub name: String,
    /// A count, as it was: at least, at most.
    pub before: Option<[u32; 2]>,
    /// The count as it is.
    pub now: Option<[u32; 2]>,
    /// Who came to a list.
    pub came: Vec<Shared<Name>>,
    /// How many went from it.
    pub went: usize,
}

impl Pages<'_> {
    pub(super) fn changes(&self, part: usize) -> ChangesView {
        let all = self.plan.changes.as_deref().unwrap_or_default();
        let shown = stretch(all, part, self.config.per_page);
        let kind = |kind: ChangeKind| ChangeKindView {
            kind,
            count: all.iter().filter(|change| change.kind == kind).count(),
            changes: shown.iter().filter(|change| change.kind == kind).map(|one| self.change(one)).collect(),
        };
        ChangesView { count: all.len(), kinds: ChangeKind::iter().map(kind).collect() }
    }

    fn change(&self, change: &Change) -> ChangeView {
        let answers = change.answers.iter().map(|turn| AnswerChangeView {
            answer: turn.answer,
            before: turn.before.map(Answered::word),
            now: turn.now.map(Answered::word),
        });
        ChangeView {
            key: change.key.clone(),
            claim: change.claim.map(|id| self.cards.peer(id)),
            href: match change.claim {
                Some(_) => None,
                None => change.page.as_deref().map(urls::encode),
            },
            fields: change.fields.clone(),
            answers: answers.collect(),
            grounds: change.grounds.iter().map(|ground| self.ground(ground)).collect(),
        }
    }

    fn ground(&self, ground: &Ground) -> GroundView {
        match ground {
            Ground::Count(name, before, now) => {
                GroundView { name: (*name).to_owned(), before: *before, now: *now, came: Vec::new(), went: 0 }
            }
            Ground::Actors(name, came, went) => GroundView {
                name: name.clone(),
                before: None,
                now: None,
                came: self.cards.names.actors(came),
                went: *went,
            },
        }
    }
}
