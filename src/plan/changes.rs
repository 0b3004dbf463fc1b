//! What changed since an earlier state of the site, as its page and its feed tell it.
//!
//! Of the earlier state nothing is shown but claims' keys, answers and counts: a sentence or a name that somebody took
//! back, be it for safety, must not be published again by what tells of it. [`resolve`] keeps to that.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use strum::{Display, EnumIter, IntoStaticStr};

use super::urls;
use crate::changes::{self, Answer, Changes, Reassessed};
use crate::method::{Backing, Reception, State};
use crate::site::{Actor, Claim, Id, Index, Site};

/// What became of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Display, EnumIter, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ChangeKind {
    /// It was not there.
    Added,
    /// It was written otherwise.
    Changed,
    /// It is gone, or no longer live.
    Withdrawn,
    /// It is answered otherwise.
    Reassessed,
}

/// One change of one claim.
#[derive(Clone, Debug)]
pub struct Change {
    /// What became of it.
    pub kind: ChangeKind,
    /// `BRIEF#ID`
    pub key: String,
    /// The claim, if it is still there.
    pub claim: Option<Id<Claim>>,
    /// The page on which it stands or stood, if there is still one: its brief's, or what tells that this was withdrawn.
    pub page: Option<String>,
    /// Keys of what was written otherwise.
    pub fields: Vec<String>,
    /// Where something was: all that is written now, in one text.
    pub written: String,
    /// The answers that differ.
    pub answers: Vec<AnswerChange>,
    /// What they are made from and that differs.
    pub grounds: Vec<Ground>,
}

/// An answer that differs. Where it was none or is none, the claim was or is an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerChange {
    /// Which one.
    pub answer: Answer,
    /// What it was.
    pub before: Option<Answered>,
    /// What it is.
    pub now: Option<Answered>,
}

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants are the three answers")]
pub enum Answered {
    State(State),
    Backing(Backing),
    Reception(Reception),
}

impl Answered {
    /// Reads a word of the format. What is none of its words is no answer: an earlier file may hold anything.
    fn read(answer: Answer, word: &str) -> Option<Self> {
        match answer {
            Answer::State => word.parse().ok().map(Self::State),
            Answer::Backing => word.parse().ok().map(Self::Backing),
            Answer::Reception => word.parse().ok().map(Self::Reception),
        }
    }

    /// Its word of the format.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::State(state) => state.into(),
            Self::Backing(backing) => backing.into(),
            Self::Reception(reception) => reception.into(),
        }
    }
}

/// What answers are made from and that differs.
#[derive(Clone, Debug)]
pub enum Ground {
    /// A count: its key, what it was, what it is.
    Count(&'static str, Option<[u32; 2]>, Option<[u32; 2]>),
    /// A list of actors: its key, who came, and how many went.
    Actors(String, Vec<Id<Actor>>, usize),
}

/// All changes in the order in which they are shown: by kind, then by key.
#[must_use]
pub fn resolve(site: &Site, changes: &Changes) -> Vec<Change> {
    let claims: HashMap<String, Id<Claim>> = site.claims.ids().map(|id| (site.claim_key(id), id)).collect();
    let actors: HashMap<&str, Id<Actor>> =
        site.actors.entries().map(|(id, actor)| (actor.id.as_str(), id)).collect();
    let withdrawn = site.tombstones.iter().map(|tombstone| tombstone.slug.value.as_str());
    let slugs: HashSet<&str> = site.briefs.iter().map(|brief| brief.slug.as_str()).chain(withdrawn).collect();
    let change = |kind, claim: &changes::Claim| Change {
        kind,
        key: claim.id.clone(),
        claim: claims.get(&claim.id).copied(),
        page: claim
            .id
            .split_once('#')
            .filter(|(slug, _)| slugs.contains(slug))
            .map(|(slug, _)| urls::thing(Index::Briefs, slug)),
        fields: Vec::new(),
        written: String::new(),
        answers: Vec::new(),
        grounds: Vec::new(),
    };
    let added = changes.added.iter().map(|claim| change(ChangeKind::Added, claim));
    let changed = changes.changed.iter().map(|one| Change {
        fields: one.fields.iter().map(|field| field.name.clone()).collect(),
        written: one.claim.written(),
        ..change(ChangeKind::Changed, &one.claim)
    });
    let withdrawn = changes.withdrawn.iter().map(|claim| change(ChangeKind::Withdrawn, claim));
    let reassessed = changes.reassessed.iter().map(|one| Change {
        answers: one.answers.iter().map(answer_change).collect(),
        grounds: grounds(one, &actors),
        ..change(ChangeKind::Reassessed, &one.claim)
    });
    added.chain(changed).chain(withdrawn).chain(reassessed).collect()
}

fn answer_change(change: &changes::AnswerChange) -> AnswerChange {
    let answer = change.answer;
    let [before, now] = [&change.before, &change.now].map(|word| Answered::read(answer, word.as_deref()?));
    AnswerChange { answer, before, now }
}

fn grounds(one: &Reassessed, actors: &HashMap<&str, Id<Actor>>) -> Vec<Ground> {
    let ground = |ground: &changes::Ground| match ground {
        changes::Ground::Count(name, before, now) => Ground::Count(name, *before, *now),
        changes::Ground::Actors(name, came, went) => {
            let came = came.iter().filter_map(|id| actors.get(id.as_str()).copied()).collect();
            Ground::Actors(name.clone(), came, *went)
        }
    };
    one.grounds.iter().map(ground).collect()
}
