//! One entry of a feed: a brief, a correction, a withdrawal.

use std::borrow::Cow;

use super::Feeds;
use crate::brief::release::Tombstone;
use crate::page::prose;
use crate::plan::urls;
use crate::site::{Brief, Id, Index};
use crate::value::date::Day;

/// So many claims stand for a brief that has no summary.
const CLAIMS_SHOWN: usize = 3;

/// An entry.
pub(super) struct Entry<'s> {
    pub(super) id: String,
    pub(super) url: String,
    pub(super) title: Cow<'s, str>,
    pub(super) summary: String,
    /// The text; `None`: the summary is all.
    pub(super) html: Option<String>,
    pub(super) language: &'s str,
    pub(super) published: Day,
    pub(super) updated: Day,
    pub(super) authors: &'s [String],
    pub(super) tags: Vec<&'s str>,
}

impl<'s> Entry<'s> {
    /// A brief.
    pub(super) fn of(feeds: &Feeds<'s>, id: Id<Brief>) -> Self {
        let brief = &feeds.material.site.briefs[id];
        let path = urls::thing(Index::Briefs, brief.slug.as_str());
        Self {
            id: feeds.identity.urn(&path),
            url: feeds.address(&path),
            title: Cow::Borrowed(&brief.title),
            summary: brief.summary.clone().unwrap_or_else(|| first_claims(feeds, brief)),
            html: None,
            language: brief.lang.as_str(),
            published: brief.date,
            updated: feeds.modified[id.index()],
            authors: &brief.authors,
            tags: brief.tags.iter().map(String::as_str).collect(),
        }
    }

    /// The same with the brief's whole text, its links made whole addresses.
    pub(super) fn with_text(self, feeds: &Feeds<'s>, id: Id<Brief>) -> Self {
        let brief = &feeds.material.site.briefs[id];
        let path = urls::encode(&urls::thing(Index::Briefs, brief.slug.as_str()));
        let html = prose::alone(feeds.material.site, &brief.prose, &feeds.base.join(""), &path);
        Self { html: Some(html).filter(|html| !html.is_empty()), ..self }
    }

    /// A correction. Its id is made of the brief, the day, and its place among those of that day, so that its words
    /// may change.
    pub(super) fn of_correction(feeds: &Feeds<'s>, id: Id<Brief>, place: usize) -> Self {
        let site = feeds.material.site;
        let brief = &site.briefs[id];
        let correction = &brief.corrections[place];
        let before = brief.corrections[..place].iter().filter(|other| other.date == correction.date).count();
        let path = urls::thing(Index::Briefs, brief.slug.as_str());
        let of_claim = correction.claim.map(|claim| urls::claim(site, claim));
        Self {
            id: feeds.identity.urn(&format!("{path}#correction-{}-{before}", correction.date)),
            url: feeds.address(of_claim.as_deref().unwrap_or(&path)),
            title: Cow::Borrowed(&brief.title),
            summary: correction.text.clone(),
            html: None,
            language: brief.lang.as_str(),
            published: correction.date,
            updated: correction.date,
            authors: &brief.authors,
            tags: vec!["correction"],
        }
    }

    /// A withdrawal, dated by the brief's `updated`.
    pub(super) fn of_withdrawal(feeds: &Feeds<'s>, tombstone: &'s Tombstone) -> Self {
        let path = urls::thing(Index::Briefs, tombstone.slug.value.as_str());
        let day = tombstone.updated.unwrap_or(tombstone.date);
        Self {
            id: feeds.identity.urn(&format!("{path}#withdrawn")),
            url: feeds.address(&path),
            title: Cow::Borrowed(&tombstone.title.value),
            summary: tombstone.reason.clone(),
            html: None,
            language: tombstone.lang.as_ref().unwrap_or(&feeds.material.config.language).as_str(),
            published: day,
            updated: day,
            authors: &[],
            tags: vec!["withdrawal"],
        }
    }
}

/// The sentences of a brief's first claims; its title where it has none.
fn first_claims(feeds: &Feeds<'_>, brief: &Brief) -> String {
    let site = feeds.material.site;
    let original = brief.translation_of.map_or(brief, |id| &site.briefs[id]);
    let sentences = original.claims.iter().filter_map(|id| {
        let own = brief.says.iter().find(|(claim, _)| claim == id).map(|(_, says)| says.as_str());
        own.or(site.claims[*id].content.sentence())
    });
    let sentences: Vec<&str> = sentences.take(CLAIMS_SHOWN).collect();
    if sentences.is_empty() { brief.title.clone() } else { sentences.join("\n") }
}
