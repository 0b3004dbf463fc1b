//! Entries of the feed of changes: one a change.
//!
//! As on the page of changes, nothing of the earlier state is told but keys and labels. An id is made from what
//! became of which claim, and for a claim that was written otherwise also from what it is now: the next build tells
//! of the same change under the same id, and of the next change under another. Days are those of the briefs.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Feeds;
use super::entry::Entry;
use crate::page::changes::{Change, ChangeKind};
use crate::page::urls;
use crate::site::labels::Label;
use crate::site::{Brief, Claim, Content, Id};
use crate::value::date::Day;

/// The days of briefs, by their slugs: claims that are gone have nothing else.
pub(super) struct Days<'s> {
    of_brief: HashMap<&'s str, Day>,
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
        Self { of_brief, newest }
    }

    /// The day of a change. A label changes with the claims that speak of its own; a claim whose brief has gone
    /// without a word goes on the site's newest day.
    pub(super) fn day(&self, feeds: &Feeds<'_>, change: &Change) -> Day {
        let Some(id) = change.claim else {
            let slug = change.key.split_once('#').map_or("", |(slug, _)| slug);
            return self.of_brief.get(slug).copied().unwrap_or(self.newest);
        };
        let claims = &feeds.material.site.claims;
        let own = feeds.modified[claims[id].brief.index()];
        match change.kind {
            ChangeKind::Relabelled => {
                let others = claims[id].incoming.iter().map(|link| claims[link.claim].brief);
                others.map(|brief| feeds.modified[brief.index()]).fold(own, Day::max)
            }
            ChangeKind::Added | ChangeKind::Changed | ChangeKind::Withdrawn => own,
        }
    }
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
            id: feeds.identity.urn(&format!("overview/changes.html#{}-{}", change.key, mark(feeds, change))),
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
fn mark(feeds: &Feeds<'_>, change: &Change) -> String {
    match change.kind {
        ChangeKind::Added | ChangeKind::Withdrawn => change.kind.to_string(),
        ChangeKind::Changed => format!("{}-{}", change.kind, change.written),
        ChangeKind::Relabelled => {
            let label =
                |label: Option<Label>| label.map_or_else(|| "none".to_owned(), |label| label.to_string());
            format!("{}-{}-{}", change.kind, label(change.before), label(now(feeds, change.claim)))
        }
    }
}

fn now(feeds: &Feeds<'_>, claim: Option<Id<Claim>>) -> Option<Label> {
    Some(feeds.material.method.standing(claim?)?.judgement.label)
}

/// The claim as it is; before it, which label it bore and bears.
fn summary(feeds: &Feeds<'_>, change: &Change) -> String {
    let Some(id) = change.claim else { return change.key.clone() };
    let claim = &feeds.material.site.claims[id];
    let says = match &claim.content {
        Content::Says(sentence) => sentence.as_str(),
        Content::Does { .. } => change.key.as_str(),
    };
    let word = |label: Label| feeds.material.words.labels[label as usize];
    match (change.kind, change.before, now(feeds, change.claim)) {
        (ChangeKind::Relabelled, Some(before), Some(now)) => {
            format!("{} ({}: {})\n{says}", word(now), feeds.material.words.before, word(before))
        }
        _ => says.to_owned(),
    }
}
