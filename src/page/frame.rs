//! What every page has: the site, its navigation, and the head of the page.

use serde::Serialize;

use super::Pages;
use super::linked::Shown;
use super::meta::{Described, FeedView, MetaView};
use super::prose;
use crate::plan::listed::Listed;
use crate::plan::urls;
use crate::plan::{PageKind, Planned};
use crate::site::{Index, NavTarget};
use crate::value::lang::Lang;
use crate::value::web::WebUrl;

/// What every page has.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// From the page to the site's top: empty, or `../` once or more. Stands before every address of a view.
    pub root: String,
    /// The site.
    pub site: SiteView,
    /// The page.
    pub page: PageView,
}

/// The site, as every page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// Its name.
    pub title: String,
    /// One or two sentences.
    pub description: Option<String>,
    /// The language of what names none.
    pub language: String,
    /// The navigation.
    pub nav: Vec<NavView>,
    /// Pages over the whole site, from its top.
    pub overview: OverviewView,
}

/// Pages over the whole site, from its top.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OverviewView {
    /// The points in dispute and the claims that are contested.
    pub disputes: String,
    /// The claims that have a single origin.
    pub single_origin: String,
    /// The claims that were admitted or conceded.
    pub conceded: String,
    /// The claims that no longer count.
    pub superseded: String,
    /// What was put right.
    pub corrections: String,
    /// What changed since an earlier state; null where none is given.
    pub changes: Option<String>,
    /// The rules by which answers and counts are made.
    pub method: String,
    /// The files for machines.
    pub data: String,
    /// The search.
    pub search: String,
}

/// An entry of the navigation.
#[derive(Clone, Debug, Serialize)]
pub struct NavView {
    /// What it says.
    pub title: String,
    /// Where it leads: from the site's top, or an address of the web.
    pub href: String,
    /// Whether it leads out of the site.
    pub external: bool,
    /// Whether it leads to this page.
    pub current: bool,
}

/// The head of a page.
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// What kind of page it is; the template's name.
    pub kind: &'static str,
    /// Its title; null where the kind alone says it (an index), so that the theme words it.
    pub title: Option<String>,
    /// One or two sentences.
    pub summary: Option<String>,
    /// Its language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// Its own address, from the site's top.
    pub href: String,
    /// Its whole address, where the site's is known.
    pub canonical: Option<String>,
    /// Where the page is as an onion service, if the site has one.
    pub onion: Option<String>,
    /// The same text in other languages.
    pub alternates: Vec<AlternateView>,
    /// The feeds of what it shows, then those of the site.
    pub feeds: Vec<FeedView>,
    /// What it is, for programs that cite or show links to it.
    pub meta: Vec<MetaView>,
    /// What it is about, as JSON-LD: safe to put into a `script` element as it stands.
    pub linked: Option<String>,
    /// Whether it is shown only because drafts are.
    pub draft: bool,
    /// Where it is one part of a list, which one.
    pub part: Option<PartView>,
}

/// The same text in another language.
#[derive(Clone, Debug, Serialize)]
pub struct AlternateView {
    /// The language.
    pub lang: String,
    /// The text's title there.
    pub title: String,
    /// Its page, from the site's top.
    pub href: String,
}

/// One part of a list that runs over several pages.
#[derive(Clone, Debug, Serialize)]
pub struct PartView {
    /// This part, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// The one before, from the site's top.
    pub previous: Option<String>,
    /// The one behind, from the site's top.
    pub next: Option<String>,
    /// The first, from the site's top.
    pub first: String,
}

impl Pages<'_> {
    pub(super) fn frame(&self, page: &Planned) -> Frame {
        let href = urls::encode(page.path.as_str());
        let nav = self.site.nav.iter().map(|entry| self.nav(entry, &href)).collect();
        Frame {
            root: self.root(page),
            site: SiteView {
                title: self.config.title.clone(),
                description: self.config.description.clone(),
                language: self.config.language.to_string(),
                nav,
                overview: OverviewView {
                    disputes: urls::overview("disputes", 0),
                    single_origin: urls::overview(Listed::SingleOrigin.into(), 0),
                    conceded: urls::overview(Listed::Conceded.into(), 0),
                    superseded: urls::overview(Listed::Superseded.into(), 0),
                    corrections: urls::overview("corrections", 0),
                    changes: self.plan.changes.is_some().then(|| urls::overview("changes", 0)),
                    method: urls::overview("method", 0),
                    data: urls::overview("data", 0),
                    search: urls::SEARCH.to_owned(),
                },
            },
            page: self.head(page, href),
        }
    }

    /// The page for what is not there is shown at any depth, so its links begin at the host.
    fn root(&self, page: &Planned) -> String {
        match (page.kind, &self.config.base_url) {
            (PageKind::NotFound(_), Some(base)) => base.folder(),
            (PageKind::NotFound(_), None) => "/".to_owned(),
            _ => urls::root(page.path.depth()),
        }
    }

    fn nav(&self, entry: &crate::site::NavEntry, current: &str) -> NavView {
        let (href, external) = match &entry.to {
            NavTarget::Out(address) => (address.clone(), true),
            NavTarget::Inside(destination) => (prose::address(self.site, destination), false),
        };
        NavView { title: entry.title.clone(), current: href == current, href, external }
    }

    fn head(&self, page: &Planned, href: String) -> PageView {
        let (site, language) = (self.site, &self.config.language);
        let (kind, title, summary, lang) = match page.kind {
            PageKind::Home => ("home", None, self.config.description.clone(), Some(self.home_lang())),
            PageKind::Briefs(_) => ("briefs", None, None, None),
            PageKind::Brief(id) => {
                let brief = &site.briefs[id];
                ("brief", Some(brief.title.clone()), brief.summary.clone(), Some(&brief.lang))
            }
            PageKind::Tombstone(place) => {
                let tombstone = &site.tombstones[place];
                ("tombstone", Some(tombstone.title.value.to_string()), None, tombstone.lang.as_ref())
            }
            PageKind::Actors(_) => ("actors", None, None, None),
            PageKind::Actor(id, _) => {
                ("actor", site.actors[id].called_in(language).map(str::to_owned), None, None)
            }
            PageKind::Events(_) => ("events", None, None, None),
            PageKind::Event(id, _) => {
                ("event", Some(site.events[id].called_in(language).to_owned()), None, None)
            }
            PageKind::Sources(_) => ("sources", None, None, None),
            PageKind::Source(id, _) => ("source", Some(site.sources[id].title.clone()), None, None),
            PageKind::Tags => ("tags", None, None, None),
            PageKind::Tag(place, _) => ("tag", Some(self.plan.tags[place].name.clone()), None, None),
            PageKind::Disputes(_) => ("disputes", None, None, None),
            PageKind::Listed(list, _) => (list.into(), None, None, None),
            PageKind::Corrections(_) => ("corrections", None, None, None),
            PageKind::Changes(_) => ("changes", None, None, None),
            PageKind::Method => ("method", None, None, None),
            PageKind::Data => ("data", None, None, None),
            PageKind::Search => ("search", None, None, None),
            PageKind::Plain(id) => {
                let page = &site.pages[id];
                ("page", Some(page.title.clone()), page.summary.clone(), page.prose.lang.as_ref())
            }
            PageKind::NotFound(place) => ("404", None, None, place.map(|place| &self.plan.languages[place])),
        };
        let lang = lang.unwrap_or(&self.config.language);
        let address =
            |base: Option<&WebUrl>| base.filter(|_| !page.kind.is_stand_in()).map(|base| base.join(&href));
        let canonical = address(self.config.base_url.as_ref());
        let onion = address(self.config.onion.as_ref());
        let root = self.root(page);
        let linked = self.linked(&Shown {
            kind: page.kind,
            title: title.as_deref(),
            summary: summary.as_deref(),
            lang: lang.as_str(),
            canonical: canonical.as_deref(),
            root: &root,
        });
        let meta = self.meta(&Described {
            kind: page.kind,
            title: title.as_deref(),
            summary: summary.as_deref(),
            lang: lang.as_str(),
            canonical: canonical.as_deref(),
        });
        PageView {
            kind,
            title,
            summary,
            lang: lang.to_string(),
            dir: lang.direction().to_string(),
            canonical,
            onion,
            href,
            alternates: self.alternates(page.kind),
            feeds: self.feeds(page.kind),
            meta,
            linked,
            draft: matches!(page.kind, PageKind::Brief(id) if site.briefs[id].draft),
            part: self.part(page.kind),
        }
    }

    /// The page for what is not there in the site's other languages, which go by their tags.
    fn stand_ins(&self, but: Option<usize>) -> Vec<AlternateView> {
        let own = (None, &self.config.language, "404.html".to_owned());
        let others = self.plan.languages.iter().enumerate();
        let others = others.map(|(place, lang)| (Some(place), lang, urls::not_found(lang)));
        let view = |(_, lang, path): (Option<usize>, &Lang, String)| AlternateView {
            lang: lang.to_string(),
            title: lang.to_string(),
            href: urls::encode(&path),
        };
        std::iter::once(own).chain(others).filter(|(place, ..)| *place != but).map(view).collect()
    }

    /// A translated brief and its translations, all but the page itself.
    fn alternates(&self, kind: PageKind) -> Vec<AlternateView> {
        let id = match kind {
            PageKind::Brief(id) => id,
            PageKind::NotFound(place) => return self.stand_ins(place),
            _ => return Vec::new(),
        };
        let original = self.site.briefs[id].translation_of.unwrap_or(id);
        let family = std::iter::once(original).chain(self.site.briefs[original].translations.iter().copied());
        family
            .filter(|member| *member != id)
            .map(|member| {
                let brief = &self.site.briefs[member];
                let href = urls::encode(&urls::thing(Index::Briefs, brief.slug.as_str()));
                AlternateView { lang: brief.lang.to_string(), title: brief.title.clone(), href }
            })
            .collect()
    }

    fn part(&self, kind: PageKind) -> Option<PartView> {
        let per_page = self.config.per_page;
        let list = |index: Index, entries: usize, part: usize| {
            self::part(part, crate::plan::parts(entries, per_page), |part| urls::index_part(index, part))
        };
        let thing = |index: Index, id: &str, entries: usize, part: usize| {
            self::part(part, crate::plan::parts(entries, per_page), |part| urls::thing_part(index, id, part))
        };
        let site = self.site;
        match kind {
            PageKind::Briefs(part) => list(Index::Briefs, self.plan.newest.len(), part),
            PageKind::Actors(part) => list(Index::Actors, site.actors.len(), part),
            PageKind::Events(part) => list(Index::Events, site.events.len(), part),
            PageKind::Sources(part) => list(Index::Sources, site.sources.len(), part),
            PageKind::Actor(id, part) => {
                let actor = &site.actors[id];
                thing(Index::Actors, actor.id.as_str(), self.lists.of_actor(id).len(), part)
            }
            PageKind::Event(id, part) => {
                let event = &site.events[id];
                thing(Index::Events, event.id.as_str(), event.claims.len(), part)
            }
            PageKind::Source(id, part) => {
                let source = &site.sources[id];
                thing(Index::Sources, source.id.as_str(), source.claims.len(), part)
            }
            PageKind::Tag(place, part) => {
                let tag = &self.plan.tags[place];
                thing(Index::Tags, tag.id.as_str(), tag.briefs.len(), part)
            }
            PageKind::Disputes(part) => {
                let entries = self.plan.disputes.entries.len();
                self::part(part, crate::plan::parts(entries, per_page), |part| {
                    urls::overview("disputes", part)
                })
            }
            PageKind::Listed(list, part) => {
                let entries = self.plan.listed(list).len();
                self::part(part, crate::plan::parts(entries, per_page), |part| {
                    urls::overview(list.into(), part)
                })
            }
            PageKind::Corrections(part) => {
                let entries = self.plan.corrections.len();
                self::part(part, crate::plan::parts(entries, per_page), |part| {
                    urls::overview("corrections", part)
                })
            }
            PageKind::Changes(part) => {
                let entries = self.plan.changes.as_ref().map_or(0, Vec::len);
                self::part(part, crate::plan::parts(entries, per_page), |part| {
                    urls::overview("changes", part)
                })
            }
            _ => None,
        }
    }
}

/// `None` where the list has one part only.
fn part(part: usize, of: usize, path: impl Fn(usize) -> String) -> Option<PartView> {
    let href = |part: usize| urls::encode(&path(part));
    (of > 1).then(|| PartView {
        number: part + 1,
        of,
        previous: part.checked_sub(1).map(href),
        next: (part + 1 < of).then(|| href(part + 1)),
        first: href(0),
    })
}
