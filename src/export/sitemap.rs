//! `sitemap.xml`, by the protocol of sitemaps.org: every page that may be found, when its content last changed, and
//! where it is told in other languages.
//!
//! A sitemap may list 50,000 addresses; a larger site's is an index of several. Pages of prose bear no day, so none
//! is told of them.

use super::Material;
use super::xml::Xml;
use crate::plan::urls;
use crate::plan::{PageKind, Planned};
use crate::site::{Brief, Claim, Id, Index, Site};
use crate::value::date::Day;
use crate::value::web::WebUrl;

/// Most addresses of one sitemap, by the protocol.
pub(super) const MOST: usize = 50_000;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const LINKS: &str = "http://www.w3.org/1999/xhtml";

/// Whether search engines are to find a page: all but drafts, what was withdrawn and what is not there.
pub(super) fn is_listed(site: &Site, page: &Planned) -> bool {
    match page.kind {
        PageKind::Tombstone(_) | PageKind::NotFound(_) => false,
        PageKind::Brief(id) => !site.briefs[id].draft,
        _ => true,
    }
}

/// The file of part `part` of a sitemap that has several.
pub(super) fn part_path(part: usize) -> String {
    format!("sitemap/{}.xml", part + 1)
}

/// The index of a sitemap of so many parts.
pub(super) fn index(base: &WebUrl, parts: usize) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("sitemapindex", &[("xmlns", NAMESPACE)]);
    xml.line_end();
    for part in 0..parts {
        xml.open("sitemap", &[]);
        xml.text("loc", &[], &base.join(&part_path(part)));
        xml.close("sitemap");
    }
    xml.close("sitemapindex");
    xml.finish()
}

/// Part `part` of the list.
pub(super) fn part(material: Material<'_>, base: &WebUrl, part: usize) -> Vec<u8> {
    let site = material.site;
    let modified = Modified::of(site);
    let mut xml = Xml::document();
    xml.open("urlset", &[("xmlns", NAMESPACE), ("xmlns:xhtml", LINKS)]);
    xml.line_end();
    let listed = material.plan.pages.iter().filter(|page| is_listed(site, page));
    for page in listed.skip(part * MOST).take(MOST) {
        xml.open("url", &[]);
        xml.text("loc", &[], &base.join(&urls::encode(page.path.as_str())));
        if let Some(day) = modified.page(material, page.kind) {
            xml.text("lastmod", &[], &day.to_string());
        }
        if let PageKind::Brief(id) = page.kind {
            translations(&mut xml, site, base, id);
        }
        xml.close("url");
    }
    xml.close("urlset");
    xml.finish()
}

/// A text in all its languages, itself among them, as the protocol's extension wants it.
fn translations(xml: &mut Xml, site: &Site, base: &WebUrl, id: Id<Brief>) {
    let original = site.briefs[id].translation_of.unwrap_or(id);
    let others = &site.briefs[original].translations;
    if others.is_empty() {
        return;
    }
    for member in std::iter::once(&original).chain(others) {
        let brief = &site.briefs[*member];
        let href = base.join(&urls::encode(&urls::thing(Index::Briefs, brief.slug.as_str())));
        let lang = brief.lang.as_str();
        xml.empty("xhtml:link", &[("rel", "alternate"), ("hreflang", lang), ("href", &href)]);
    }
}

/// When each brief last changed, and the newest of them.
struct Modified {
    briefs: Vec<Day>,
    newest: Option<Day>,
}

impl Modified {
    fn of(site: &Site) -> Self {
        let briefs: Vec<Day> = site.briefs.iter().map(Brief::modified).collect();
        Self { newest: briefs.iter().copied().max(), briefs }
    }

    fn page(&self, material: Material<'_>, kind: PageKind) -> Option<Day> {
        let Material { site, plan, .. } = material;
        match kind {
            PageKind::Brief(id) => Some(self.briefs[id.index()]),
            PageKind::Actor(id, _) => {
                let said = plan.backlinks.parts(id).iter().flat_map(|part| &site.actors[*part].claims);
                let actor = &site.actors[id];
                self.claims(site, actor.claims.iter().chain(&actor.about).chain(said))
            }
            PageKind::Event(id, _) => self.claims(site, &site.events[id].claims),
            PageKind::Source(id, _) => self.claims(site, &site.sources[id].claims),
            PageKind::Tag(place, _) => plan.tags[place].briefs.iter().map(|id| self.briefs[id.index()]).max(),
            PageKind::Plain(_)
            | PageKind::Method
            | PageKind::Search
            | PageKind::NotFound(_)
            | PageKind::Tombstone(_) => None,
            _ => self.newest,
        }
    }

    fn claims<'c>(&self, site: &Site, claims: impl IntoIterator<Item = &'c Id<Claim>>) -> Option<Day> {
        claims.into_iter().map(|id| self.briefs[site.claims[*id].brief.index()]).max()
    }
}
