//! What a page's head tells programs: the feeds of what it shows, and what it is, for those that show links to it
//! (Open Graph) or cite it (the `citation_` names, which reference managers read).

use serde::Serialize;

use super::Pages;
use super::channel::{Channel, Syntax};
use crate::plan::PageKind;
use crate::plan::urls;
use crate::site::Brief;
use crate::value::format::ExportFormat;

/// A feed.
#[derive(Clone, Debug, Serialize)]
pub struct FeedView {
    /// `site`, `corrections`, `changes`, or what kind of thing it is of: `actor`, `event`.
    pub of: &'static str,
    /// Its media type.
    pub kind: &'static str,
    /// Its address, from the site's top.
    pub href: String,
}

/// A name and a value about the page.
#[derive(Clone, Debug, Serialize)]
pub struct MetaView {
    /// The attribute that bears the name: `property` for Open Graph, else `name`.
    pub attribute: &'static str,
    /// The name.
    pub name: &'static str,
    /// The value.
    pub content: String,
}

/// What of a page the names tell.
pub(super) struct Described<'p> {
    pub(super) kind: PageKind,
    pub(super) title: Option<&'p str>,
    pub(super) summary: Option<&'p str>,
    pub(super) lang: &'p str,
    pub(super) canonical: Option<&'p str>,
}

impl Pages<'_> {
    pub(super) fn feeds(&self, kind: PageKind) -> Vec<FeedView> {
        if !self.config.makes(ExportFormat::Feeds) || self.site.briefs.is_empty() {
            return Vec::new();
        }
        let channels = Channel::of_page(self.site, kind).into_iter().chain([Channel::Site]);
        channels
            .flat_map(|channel| {
                Syntax::ALL.map(|syntax| FeedView {
                    of: word(&channel),
                    kind: syntax.media_type(),
                    href: urls::encode(&channel.path(self.site, syntax)),
                })
            })
            .collect()
    }

    pub(super) fn meta(&self, page: &Described<'_>) -> Vec<MetaView> {
        let brief = match page.kind {
            PageKind::Brief(id) => Some(&self.site.briefs[id]),
            _ => None,
        };
        let mut meta = Vec::new();
        let mut add = |attribute, name, content: Option<&str>| {
            if let Some(content) = content {
                meta.push(MetaView { attribute, name, content: content.to_owned() });
            }
        };
        add("property", "og:site_name", Some(&self.config.title));
        add("property", "og:type", Some(if brief.is_some() { "article" } else { "website" }));
        add("property", "og:title", Some(page.title.unwrap_or(&self.config.title)));
        add("property", "og:description", page.summary);
        add("property", "og:url", page.canonical);
        add("property", "og:locale", Some(&page.lang.replace('-', "_")));
        if let Some(brief) = brief {
            add("property", "article:published_time", Some(&brief.date.to_string()));
            add("property", "article:modified_time", Some(&brief.modified().to_string()));
            self.citation(brief, page, &mut add);
        }
        meta
    }

    /// Dates with slashes, as the programs that made these names up want them.
    fn citation(
        &self,
        brief: &Brief,
        page: &Described<'_>,
        add: &mut impl FnMut(&'static str, &'static str, Option<&str>),
    ) {
        add("name", "citation_title", Some(&brief.title));
        for author in &brief.authors {
            add("name", "citation_author", Some(author));
        }
        add("name", "citation_publication_date", Some(&brief.date.to_string().replace('-', "/")));
        add("name", "citation_publisher", Some(&self.config.title));
        add("name", "citation_language", Some(page.lang));
        add("name", "citation_public_url", page.canonical);
    }
}

const fn word(channel: &Channel) -> &'static str {
    match channel {
        Channel::Site | Channel::Language(_) => "site",
        Channel::Corrections => "corrections",
        Channel::Changes => "changes",
        Channel::Actor(_) => "actor",
        Channel::Event(_) => "event",
    }
}
