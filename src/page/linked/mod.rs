//! What a page is about, as JSON-LD in its head: in schema.org's terms, and without its claims. The same of the whole
//! site is a file that `export` makes, with the claims, and with the terms of CiTO and PROV for how they stand to each
//! other.
//!
//! The context stands in the page, so that no program has to ask a server what the words mean. Things bear the
//! addresses of their pages as ids; on a site that knows no address of its own, these are relative.

mod claim;
mod node;
mod record;

pub use self::claim::term;
pub use self::node::Node;

use super::Pages;
use crate::config::Config;
use crate::output::Written;
use crate::plan::PageKind;
use crate::plan::urls;
use crate::site::{Actor, Brief, Event, Id, Index, Site, Source};
use crate::value::date::Edtf;
use crate::value::format::ExportFormat;
use crate::value::web::WebUrl;
use crate::value::word::BriefKind;

/// Words without a prefix are schema.org's.
const VOCABULARY: (&str, &str) = ("@vocab", "https://schema.org/");

/// What a page tells of itself.
pub(super) struct Shown<'p> {
    pub(super) kind: PageKind,
    pub(super) title: Option<&'p str>,
    pub(super) summary: Option<&'p str>,
    pub(super) lang: &'p str,
    /// Its whole address, where that is known.
    pub(super) canonical: Option<&'p str>,
    /// From the page to the site's top.
    pub(super) root: &'p str,
}

/// Makes the nodes of one document.
#[derive(Clone, Copy, Debug)]
pub struct Linker<'p, 's> {
    /// The site.
    pub site: &'s Site,
    /// Its settings.
    pub config: &'s Config,
    /// From the document to the site's top.
    pub root: &'p str,
}

impl Pages<'_> {
    /// The page's JSON-LD, safe to stand in a `script` element; `None` where it is switched off.
    pub(super) fn linked(&self, page: &Shown<'_>) -> Option<String> {
        if !self.config.makes(ExportFormat::JsonLd) {
            return None;
        }
        let linker = Linker { site: self.site, config: self.config, root: page.root };
        let node = match page.kind {
            PageKind::Home => linker.website(page.lang),
            PageKind::Brief(id) => linker.brief(id),
            PageKind::Actor(id, _) => linker.actor(id),
            PageKind::Event(id, _) => linker.event(id),
            PageKind::Source(id, _) => linker.source(id),
            PageKind::Data => linker.dataset(page, &self.files),
            PageKind::Plain(_) | PageKind::Method | PageKind::NotFound(_) | PageKind::Tombstone(_) => {
                linker.page("WebPage", page)
            }
            _ => linker.page("CollectionPage", page),
        };
        Some(script(&node.under(Node::default().set(VOCABULARY.0, VOCABULARY.1))))
    }
}

/// JSON in a `script` element: no `<` in it, so that no text can end the element or open a comment. In JSON that
/// character stands in texts only.
#[expect(clippy::expect_used, reason = "plain nodes with text keys always serialise into memory")]
fn script(node: &Node<'_>) -> String {
    serde_json::to_string(node).expect("plain nodes").replace('<', "\\u003c")
}

impl<'s> Linker<'_, 's> {
    /// What the words of the whole site's document mean.
    #[must_use]
    pub fn context() -> Node<'s> {
        Node::default()
            .set(VOCABULARY.0, VOCABULARY.1)
            .set("cito", "http://purl.org/spar/cito/")
            .set("prov", "http://www.w3.org/ns/prov#")
    }

    /// All that the site knows: itself, its actors, events and sources, and its briefs with their claims as parts.
    pub fn things(self) -> impl Iterator<Item = Node<'s>> {
        let Site { actors, events, sources, briefs, .. } = self.site;
        let things = actors.ids().map(move |id| self.actor(id));
        let things = things.chain(events.ids().map(move |id| self.event(id)));
        let things = things.chain(sources.ids().map(move |id| self.source(id)));
        let briefs = briefs.entries().map(move |(id, brief)| {
            self.brief(id).all("hasPart", brief.claims.iter().map(|id| self.claim(*id)))
        });
        std::iter::once(self.website(self.config.language.as_str())).chain(things).chain(briefs)
    }

    /// The id of what is found at this place: a path from the site's top, with a fragment or without.
    fn iri(&self, place: &str) -> String {
        let place = urls::encode_with_fragment(place);
        match &self.config.base_url {
            Some(base) => base.join(&place),
            None => format!("{}{place}", self.root),
        }
    }

    fn actor_id(&self, id: Id<Actor>) -> Node<'s> {
        Node::reference(self.iri(&urls::thing(Index::Actors, self.site.actors[id].id.as_str())))
    }

    fn event_id(&self, id: Id<Event>) -> Node<'s> {
        Node::reference(self.iri(&urls::thing(Index::Events, self.site.events[id].id.as_str())))
    }

    fn source_id(&self, id: Id<Source>) -> Node<'s> {
        Node::reference(self.iri(&urls::thing(Index::Sources, self.site.sources[id].id.as_str())))
    }

    fn brief_id(&self, id: Id<Brief>) -> Node<'s> {
        Node::reference(self.iri(&urls::thing(Index::Briefs, self.site.briefs[id].slug.as_str())))
    }

    fn website_id(&self) -> Node<'s> {
        Node::reference(self.iri("index.html"))
    }

    fn website(&self, lang: &str) -> Node<'s> {
        let config = self.config;
        let author = |name: &'s String| Node::default().set("name", name);
        Node::of("WebSite")
            .set("@id", self.iri("index.html"))
            .set("name", &config.title)
            .maybe("description", config.description.as_ref())
            .set("inLanguage", lang.to_owned())
            .maybe("url", config.base_url.as_ref().map(WebUrl::href))
            .all("author", config.authors.iter().map(author))
            .maybe("license", config.license.as_ref())
    }

    fn page(&self, kind: &'static str, page: &Shown<'_>) -> Node<'s> {
        Node::of(kind)
            .maybe("@id", page.canonical.map(str::to_owned))
            .maybe("name", page.title.map(str::to_owned))
            .maybe("description", page.summary.map(str::to_owned))
            .set("inLanguage", page.lang.to_owned())
            .set("isPartOf", self.website_id())
    }

    /// The data of the whole site, and its files.
    fn dataset(&self, page: &Shown<'_>, files: &[Written]) -> Node<'s> {
        let config = self.config;
        let file = |file: &Written| {
            Node::of("DataDownload")
                .set("contentUrl", self.iri(file.path.as_str()))
                .set("sha256", file.sha256.clone())
                .set("contentSize", format!("{} B", file.size))
        };
        Node::of("Dataset")
            .set("@id", self.iri(&urls::overview("data", 0)))
            .set("name", &config.title)
            .set("description", config.description.as_ref().unwrap_or(&config.title))
            .set("inLanguage", page.lang.to_owned())
            .maybe("license", config.license.as_ref())
            .set("isPartOf", self.website_id())
            .all("distribution", files.iter().map(file))
    }

    /// A brief without its claims, but with the verdicts on them: programs that collect these read pages.
    fn brief(&self, id: Id<Brief>) -> Node<'s> {
        let site = self.site;
        let config = self.config;
        let brief = &site.briefs[id];
        let author = |name: &'s String| Node::default().set("name", name);
        let correction = |correction: &'s crate::site::Correction| {
            Node::of("CorrectionComment")
                .set("text", &correction.text)
                .set("datePublished", correction.date.to_string())
        };
        let mut events: Vec<Id<Event>> =
            brief.claims.iter().flat_map(|id| site.claims[*id].events.iter().copied()).collect();
        events.sort_unstable();
        events.dedup();
        Node::of(kind(brief.kind))
            .set("@id", self.iri(&urls::thing(Index::Briefs, brief.slug.as_str())))
            .set("headline", &brief.title)
            .maybe("description", brief.summary.as_ref())
            .set("datePublished", brief.date.to_string())
            .set("dateModified", brief.modified().to_string())
            .set("inLanguage", brief.lang.as_str())
            .all("author", brief.authors.iter().map(author))
            .set("publisher", Node::of("Organization").set("name", &config.title))
            .set("isPartOf", self.website_id())
            .maybe("license", config.license.as_ref())
            .all("keywords", &brief.tags)
            .maybe("translationOfWork", brief.translation_of.map(|id| self.brief_id(id)))
            .all("workTranslation", brief.translations.iter().map(|id| self.brief_id(*id)))
            .all("correction", brief.corrections.iter().map(correction))
            .all("about", events.into_iter().map(|id| self.event_id(id)))
            .all("review", brief.claims.iter().filter_map(|id| self.review(*id)))
    }
}

/// The kind of article (schema.org, after the Trust Project).
const fn kind(kind: BriefKind) -> &'static str {
    match kind {
        BriefKind::Analysis => "AnalysisNewsArticle",
        BriefKind::Report => "ReportageNewsArticle",
        BriefKind::Opinion => "OpinionNewsArticle",
        BriefKind::Background => "BackgroundNewsArticle",
        BriefKind::FactCheck => "NewsArticle",
    }
}

/// A date, or a date and time, as schema.org takes it.
fn plain(date: &Edtf) -> Option<&str> {
    Some(date.as_str()).filter(|text| is_plain(text))
}

/// Whether a date is a day, month or year of ISO 8601, with nothing doubtful about it; a day may have a time. A month
/// above 12 is a season.
fn is_plain(text: &str) -> bool {
    // What stands behind the `T` was read as a time.
    let text = text.split_once('T').map_or(text, |(day, _)| day);
    let digits = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let month = text.get(5..7).is_none_or(|month| month <= "12");
    digits && month && matches!(text.len(), 4 | 7 | 10)
}
