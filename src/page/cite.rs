//! How a brief, an event or the site's data is cited, in plain text. What reference managers read are the files that
//! `export` makes: `data/citations.bib` and `data/citations.csl.json`.
//!
//! A page cites itself alone: who cites a claim adds the claim's own address, which its card links to.

use serde::Serialize;

use super::Pages;
use crate::config::Config;
use crate::plan::urls;
use crate::site::{Brief, Event, Id, Index};
use crate::value::date::Day;

/// How a page is cited.
#[derive(Clone, Debug, Serialize)]
pub struct CiteView {
    /// In plain text: `Authors (2022-04-12): Title. Site. Address.`
    pub plain: String,
    /// Whether claims are at home on it; who cites one adds its address.
    pub claims: bool,
}

/// Who is cited for a brief: those who wrote it, else the site's authors.
#[must_use]
pub fn authors<'s>(brief: &'s Brief, config: &'s Config) -> &'s [String] {
    if brief.authors.is_empty() { &config.authors } else { &brief.authors }
}

/// The whole address of what is found at this place, where the site's is known: a path from its top, with a fragment
/// or without.
#[must_use]
pub fn permalink(config: &Config, place: &str) -> Option<String> {
    config.base_url.as_ref().map(|base| base.join(&urls::encode_with_fragment(place)))
}

impl Pages<'_> {
    /// A translation's claims are cited from the original.
    pub(super) fn cite_brief(&self, id: Id<Brief>) -> CiteView {
        let brief = &self.site.briefs[id];
        let path = urls::thing(Index::Briefs, brief.slug.as_str());
        let plain = self.cited(authors(brief, self.config), Some(brief.date), &brief.title, &path);
        CiteView { plain, claims: !brief.claims.is_empty() }
    }

    pub(super) fn cite_event(&self, id: Id<Event>) -> CiteView {
        let event = &self.site.events[id];
        let path = urls::thing(Index::Events, event.id.as_str());
        let plain = self.cited(&self.config.authors, None, event.called_in(&self.config.language), &path);
        CiteView { plain, claims: false }
    }

    /// The data of the whole site.
    pub(super) fn cite_data(&self) -> CiteView {
        let newest = self.site.briefs.iter().map(Brief::modified).max();
        let path = urls::overview("data", 0);
        CiteView { plain: self.cited(&self.config.authors, newest, &self.config.title, &path), claims: false }
    }

    fn cited(&self, authors: &[String], day: Option<Day>, title: &str, path: &str) -> String {
        let site = &self.config.title;
        let who = if authors.is_empty() { site.clone() } else { authors.join(", ") };
        let day = day.map(|day| format!(" ({day})")).unwrap_or_default();
        let end = if title.ends_with(['.', '?', '!', '؟', '。']) { "" } else { "." };
        let address = permalink(self.config, path).map(|url| format!(". {url}")).unwrap_or_default();
        format!("{who}{day}: {title}{end} {site}{address}")
    }
}
