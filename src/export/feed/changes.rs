//! Entries of the feed of changes: one a change.
//!
//! As on the page of changes, nothing of the earlier state is told but keys and answers. An id is made from what
//! became of which claim, and for a claim that was written otherwise also from what it is now: the next build tells
//! of the same change under the same id, and of the next change under another. Days are those of the briefs.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

use super::Feeds;
use super::entry::Entry;
use crate::method::Proposition;
use crate::plan::changes::{AnswerChange, Answered, Change, ChangeKind};
use crate::plan::urls;
use crate::site::{Brief, Claim, Id};
use crate::value::date::Day;

/// The days of briefs, by their slugs: claims that are gone have nothing else.
pub(super) struct Days<'s> {
    of_brief: HashMap<&'s str, Day>,
    /// Once somebody asks for one of them.
    of_proposition: OnceCell<HashMap<Id<Proposition>, Day>>,
    newest: Day,
}

impl<'s> Days<'s> {
    pub(super) fn of(feeds: &Feeds<'s>) -> Self {
        let site = feeds.material.site;
        let there =
            site.briefs.entries().map(|(id, brief)| (brief.slug.as_str(), feeds.modified[id.index()]));
        let gone = site
            .tombstones
            .iter()
            .map(|tombstone| (tombstone.slug.value.as_str(), tombstone.updated.unwrap_or(tombstone.date)));
        let of_brief: HashMap<&str, Day> = there.chain(gone).collect();
        let newest = of_brief.values().copied().max().unwrap_or(Day::FIRST);
        Self { of_brief, of_proposition: OnceCell::new(), newest }
    }

    /// The day of a change. An answer changes with the claims that say the same and with those that any of them speaks
    /// of or that speak of it; a claim whose brief has gone without a word goes on the site's newest day.
    pub(super) fn day(&self, feeds: &Feeds<'_>, change: &Change) -> Day {
        let Some(id) = change.claim else {
            let slug = change.key.split_once('#').map_or("", |(slug, _)| slug);
            return self.of_brief.get(slug).copied().unwrap_or(self.newest);
        };
        match (change.kind, feeds.material.method.proposition_of(id)) {
            (ChangeKind::Reassessed, Some(proposition)) => {
                let days = self.of_proposition.get_or_init(|| proposition_days(feeds));
                days.get(&proposition).copied().unwrap_or(self.newest)
            }
            _ => brief_day(feeds, id),
        }
    }
}

/// When the brief of a claim last changed.
fn brief_day(feeds: &Feeds<'_>, claim: Id<Claim>) -> Day {
    feeds.modified[feeds.material.site.claims[claim].brief.index()]
}

/// For each proposition the newest day of its claims and of those next to them.
fn proposition_days(feeds: &Feeds<'_>) -> HashMap<Id<Proposition>, Day> {
    let claims = &feeds.material.site.claims;
    let propositions = feeds.material.method.propositions();
    let days = propositions.map(|(id, proposition)| {
        let with_next_to = proposition.claims.iter().flat_map(|claim| {
            let next_to = claims[*claim].relations.iter().chain(&claims[*claim].incoming);
            std::iter::once(*claim).chain(next_to.map(|link| link.claim))
        });
        (id, with_next_to.map(|claim| brief_day(feeds, claim)).fold(Day::FIRST, Day::max))
    });
    days.collect()
}

impl<'s> Entry<'s> {
    /// What became of a claim.
    pub(super) fn of_change(feeds: &Feeds<'s>, change: &'s Change, day: Day) -> Self {
        let site = feeds.material.site;
        let kind = feeds.material.words.kinds[change.kind as usize];
        let brief: Option<&'s Brief> = change.claim.map(|id| &site.briefs[site.claims[id].brief]);
        let name = brief.map_or(change.key.as_str(), |brief| &brief.title);
        let page = change.page.clone().unwrap_or_else(|| urls::overview("changes", 0));
        let url = change.claim.map_or(page, |id| urls::claim(site, id));
        Self {
            id: feeds.identity.urn(&format!("overview/changes.html#{}-{}", change.key, mark(change))),
            url: feeds.address(&url),
            title: Cow::Owned(format!("{kind}: {name}")),
            summary: summary(feeds, change),
            html: None,
            language: brief
                .map_or_else(|| feeds.material.config.language.as_str(), |brief| brief.lang.as_str()),
            published: day,
            updated: day,
            authors: brief.map_or(&[], |brief| &brief.authors),
            tags: vec![change.kind.into()],
        }
    }
}

/// What tells a change from another one of the same claim.
fn mark(change: &Change) -> String {
    match change.kind {
        ChangeKind::Added | ChangeKind::Withdrawn => change.kind.to_string(),
        ChangeKind::Changed => format!("{}-{}", change.kind, change.written),
        ChangeKind::Reassessed => {
            let turns = change.answers.iter().map(|AnswerChange { before, now, .. }| {
                let [before, now] = [before, now].map(|answered| answered.map_or("none", Answered::word));
                format!("-{before}-{now}")
            });
            change.kind.to_string() + &turns.collect::<String>()
        }
    }
}

/// The claim as it is; before it, how it is and was answered.
fn summary(feeds: &Feeds<'_>, change: &Change) -> String {
    let Some(id) = change.claim else { return change.key.clone() };
    let says = feeds.material.site.claims[id].content.sentence().unwrap_or(&change.key);
    let turns: Vec<String> = change.answers.iter().filter_map(|turn| told(feeds, turn)).collect();
    if turns.is_empty() { says.to_owned() } else { format!("{}\n{says}", turns.join("; ")) }
}

/// `contested (before: unanswered)`
fn told(feeds: &Feeds<'_>, turn: &AnswerChange) -> Option<String> {
    let words = &feeds.material.words;
    let [now, before] = [turn.now?, turn.before?].map(|answered| match answered {
        Answered::State(state) => words.states[state as usize],
        Answered::Backing(backing) => words.backings[backing as usize],
        Answered::Reception(reception) => words.receptions[reception as usize],
    });
    Some(format!("{now} ({}: {before})", words.before))
}
