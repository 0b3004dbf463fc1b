//! Which pages a site has: one entry a file, in the order of their paths.
//!
//! Two pages of one path (after NFKC and case folding) are an error that names what both come from.

use std::collections::BTreeMap;

use super::urls;
use crate::brief::release::Tombstone;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::site::{Actor, Brief, Event, Id, Index, Page, Site, Source};
use crate::text::{SitePath, Span};
use crate::value::slug::{Slug, fold_path};

/// What a page is of. Numbers of parts are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants are the things of a site")]
pub enum PageKind {
    Home,
    Briefs(usize),
    Brief(Id<Brief>),
    Tombstone(usize),
    Actors(usize),
    Actor(Id<Actor>, usize),
    Events(usize),
    Event(Id<Event>, usize),
    Sources(usize),
    Source(Id<Source>, usize),
    Tags,
    Tag(usize, usize),
    Plain(Id<Page>),
    NotFound,
}

/// A page and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Its file in the output.
    pub path: SitePath,
    /// What it is of.
    pub kind: PageKind,
}

/// A tag and the briefs that bear it.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Its id in addresses.
    pub id: Slug,
    /// As it was first spelled, by brief id.
    pub name: String,
    /// Newest first.
    pub briefs: Vec<Id<Brief>>,
}

/// All pages of a site.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// In the order of their paths.
    pub pages: Vec<Planned>,
    /// Ordered by id.
    pub tags: Vec<Tag>,
    /// The briefs, newest first.
    pub newest: Vec<Id<Brief>>,
}

/// Lists the pages of a site.
#[must_use]
pub fn plan(site: &Site, config: &Config) -> (Plan, Vec<Diagnostic>) {
    let mut planner = Planner { paths: BTreeMap::new(), pages: Vec::new(), diagnostics: Vec::new() };
    let tags = tags(site, &mut planner.diagnostics);
    let newest = newest_first(site, site.briefs.ids());
    planner.lists(site, config, newest.len(), &tags);
    planner.things(site, config);
    planner.prose(site);
    let mut pages = planner.pages;
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    (Plan { pages, tags, newest }, planner.diagnostics)
}

/// How many pages a list of so many entries takes; an empty one takes one.
#[must_use]
pub fn parts(entries: usize, per_page: usize) -> usize {
    entries.div_ceil(per_page).max(1)
}

/// Briefs by date, newest first; of one day, by id.
#[must_use]
pub fn newest_first(site: &Site, briefs: impl IntoIterator<Item = Id<Brief>>) -> Vec<Id<Brief>> {
    let mut briefs: Vec<_> = briefs.into_iter().collect();
    briefs.sort_by_key(|id| (std::cmp::Reverse(site.briefs[*id].date), *id));
    briefs
}

fn tags(site: &Site, diagnostics: &mut Vec<Diagnostic>) -> Vec<Tag> {
    let mut tags: BTreeMap<Slug, Tag> = BTreeMap::new();
    for (id, brief) in site.briefs.entries() {
        for name in &brief.tags {
            match Slug::from_name(name) {
                Ok(slug) => {
                    let tag = tags.entry(slug.clone()).or_insert_with(|| Tag {
                        id: slug,
                        name: name.clone(),
                        briefs: Vec::new(),
                    });
                    if tag.briefs.last() != Some(&id) {
                        tag.briefs.push(id);
                    }
                }
                Err(error) => {
                    let message = format!("no page can be made for the tag `{name}`: {error}");
                    let place = Span::new(brief.file, 0..0);
                    let help = "choose a tag with a letter or digit in it";
                    diagnostics.push(Diagnostic::new(Code::InvalidId, place, message).help(help));
                }
            }
        }
    }
    let mut tags: Vec<Tag> = tags.into_values().collect();
    for tag in &mut tags {
        tag.briefs = newest_first(site, std::mem::take(&mut tag.briefs));
    }
    tags
}

/// Gathers pages and sees to it that no two share a path.
struct Planner {
    /// By folded path: the path as written and where it comes from.
    paths: BTreeMap<String, (SitePath, Option<Span>)>,
    pages: Vec<Planned>,
    diagnostics: Vec<Diagnostic>,
}

impl Planner {
    fn lists(&mut self, site: &Site, config: &Config, briefs: usize, tags: &[Tag]) {
        let per_page = config.per_page;
        self.add("404.html".to_owned(), PageKind::NotFound, None);
        self.add("index.html".to_owned(), PageKind::Home, None);
        self.add(urls::index(Index::Tags), PageKind::Tags, None);
        let public_sources = site.sources.iter().filter(|source| !source.is_confidential()).count();
        for part in 0..parts(briefs, per_page) {
            self.add(urls::index_part(Index::Briefs, part), PageKind::Briefs(part), None);
        }
        for part in 0..parts(site.actors.len(), per_page) {
            self.add(urls::index_part(Index::Actors, part), PageKind::Actors(part), None);
        }
        for part in 0..parts(site.events.len(), per_page) {
            self.add(urls::index_part(Index::Events, part), PageKind::Events(part), None);
        }
        for part in 0..parts(public_sources, per_page) {
            self.add(urls::index_part(Index::Sources, part), PageKind::Sources(part), None);
        }
        for (place, tag) in tags.iter().enumerate() {
            for part in 0..parts(tag.briefs.len(), per_page) {
                let path = urls::thing_part(Index::Tags, tag.id.as_str(), part);
                self.add(path, PageKind::Tag(place, part), None);
            }
        }
    }

    fn things(&mut self, site: &Site, config: &Config) {
        let per_page = config.per_page;
        for (id, actor) in site.actors.entries() {
            for part in 0..parts(actor.claims.len() + actor.about.len(), per_page) {
                let path = urls::thing_part(Index::Actors, actor.id.as_str(), part);
                self.add(path, PageKind::Actor(id, part), None);
            }
        }
        for (id, event) in site.events.entries() {
            for part in 0..parts(event.claims.len(), per_page) {
                let path = urls::thing_part(Index::Events, event.id.as_str(), part);
                self.add(path, PageKind::Event(id, part), Some(event.span));
            }
        }
        for (id, source) in site.sources.entries().filter(|(_, source)| !source.is_confidential()) {
            for part in 0..parts(source.claims.len(), per_page) {
                let path = urls::thing_part(Index::Sources, source.id.as_str(), part);
                self.add(path, PageKind::Source(id, part), Some(source.span));
            }
        }
    }

    fn prose(&mut self, site: &Site) {
        for (id, brief) in site.briefs.entries() {
            let path = urls::thing(Index::Briefs, brief.slug.as_str());
            self.add(path, PageKind::Brief(id), Some(Span::new(brief.file, 0..0)));
        }
        for (place, Tombstone { slug, file, .. }) in site.tombstones.iter().enumerate() {
            let path = urls::thing(Index::Briefs, slug.value.as_str());
            self.add(path, PageKind::Tombstone(place), Some(Span::new(*file, 0..0)));
        }
        for (id, page) in site.pages.entries().filter(|(_, page)| page.path != HOME) {
            let path = format!("{}.html", page.path);
            self.add(path, PageKind::Plain(id), Some(Span::new(page.written.file, 0..0)));
        }
    }

    fn add(&mut self, path: String, kind: PageKind, origin: Option<Span>) {
        let path = match SitePath::new(path) {
            Ok(path) => path,
            Err(error) => {
                let message = format!("no page can be made at this path: {error}");
                self.diagnostics.push(Diagnostic {
                    place: origin,
                    ..Diagnostic::of_site(Code::FileName, message).help("rename the file")
                });
                return;
            }
        };
        let folded = fold_path(path.as_str());
        if let Some((taken, first)) = self.paths.get(&folded) {
            self.diagnostics.push(collision(&path, origin, taken, *first));
            return;
        }
        self.paths.insert(folded, (path.clone(), origin));
        self.pages.push(Planned { path, kind });
    }
}

/// The plain page whose text stands on the home page.
pub const HOME: &str = "index";

fn collision(path: &SitePath, origin: Option<Span>, taken: &SitePath, first: Option<Span>) -> Diagnostic {
    let message = if path == taken {
        format!("two pages would be written to `{path}`")
    } else {
        format!("`{path}` and `{taken}` are one file on some systems")
    };
    let mut diagnostic = Diagnostic {
        place: origin.or(first),
        ..Diagnostic::of_site(Code::OutputCollision, message).help("rename one of the files")
    };
    if let (Some(_), Some(first)) = (origin, first) {
        diagnostic = diagnostic.other(first, "the other page comes from here");
    }
    diagnostic
}
