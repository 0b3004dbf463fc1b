//! Which pages a site has, in what order their lists run, and every address: one entry a file, in the order of their paths.
//!
//! The invariant: [`urls`] is the only maker of addresses, and two pages of one path (after NFKC and case folding) are an
//! error that names what both come from. `page` makes the views of the pages, `export` files for machines; neither is known
//! here. `pipeline` calls it.

pub mod backlinks;
pub mod changes;
pub mod listed;
pub mod lists;
pub mod urls;
pub mod years;

use std::collections::{BTreeMap, BTreeSet};

use strum::IntoEnumIterator as _;

use self::backlinks::Backlinks;
use self::changes::{Change, resolve};
use self::listed::{ByEvent, Disputes, Listed, disputes, lists_by_answers};
use self::lists::claims_of_actor;
use self::years::{Year, years};
use crate::brief::release::Tombstone;
use crate::changes::Changes;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::method::Method;
use crate::output::{Clash, OutputMap};
use crate::site::{Actor, Brief, Event, Id, Index, Page, Site, Source, order};
use crate::text::{SitePath, Span};
use crate::value::date::Edtf;
use crate::value::lang::Lang;
use crate::value::slug::Slug;

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
    Disputes(usize),
    Listed(Listed, usize),
    Corrections(usize),
    Changes(usize),
    Method,
    Data,
    Search,
    Plain(Id<Page>),
    /// In the site's language; with a place, in that one of the site's other languages.
    NotFound(Option<usize>),
}

impl PageKind {
    /// Whether hosts show the page in the place of others, so that it cannot know where it is shown.
    #[must_use]
    pub const fn is_stand_in(self) -> bool {
        matches!(self, Self::NotFound(_))
    }
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
    /// The languages of its briefs, but for the site's own.
    pub languages: Vec<Lang>,
    /// The briefs, newest first.
    pub newest: Vec<Id<Brief>>,
    /// The actors by name, as the site's language sorts; protected ones last.
    pub actors: Vec<Id<Actor>>,
    /// The events, latest first, those without a date last.
    pub events: Vec<Id<Event>>,
    /// The years of these events.
    pub years: Vec<Year>,
    /// What is in dispute, by event.
    pub disputes: Disputes,
    /// The claims of each [`Listed`], in its order, by event.
    pub listed: [ByEvent; 3],
    /// Briefs and the places of their corrections, newest first.
    pub corrections: Vec<(Id<Brief>, usize)>,
    /// What changed since an earlier state, if one is given.
    pub changes: Option<Vec<Change>>,
    /// The sources that have a page, by title, as the site's language sorts.
    pub sources: Vec<Id<Source>>,
    /// Who links to what.
    pub backlinks: Backlinks,
}

/// Lists the pages of a site, and the paths that they take. `changes` is what differs from an earlier state, if one is
/// given.
#[must_use]
pub fn plan(site: &Site, method: &Method, config: &Config, changes: Option<&Changes>) -> (Plan, Paths) {
    let mut planner = Planner::default();
    let tags = tags(site, &mut planner.diagnostics);
    let newest = newest_first(site, site.briefs.ids());
    let events = latest_first(site);
    let disputes = disputes(site, method, &events);
    let listed = lists_by_answers(site, method);
    let corrections = corrections(site);
    let changes = changes.map(|changes| resolve(site, changes));
    let languages = other_languages(site, config);
    let backlinks = Backlinks::of(site);
    planner.lists(site, config, newest.len(), &tags, &languages);
    planner.overviews(config, disputes.entries.len(), &listed, corrections.len());
    planner.changes(config, changes.as_deref());
    planner.things(site, config, &backlinks);
    planner.prose(site);
    let mut pages = std::mem::take(&mut planner.pages);
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    let plan = Plan {
        pages,
        tags,
        languages,
        newest,
        disputes,
        listed,
        corrections,
        changes,
        actors: order::by_name(
            site.actors.entries().map(|(id, actor)| (id, actor.called_in(&config.language))),
            &config.language,
        ),
        years: years(site, method, &events),
        events,
        sources: order::by_name(
            site.sources.entries().map(|(id, source)| (id, Some(source.title.as_str()))),
            &config.language,
        ),
        backlinks,
    };
    (plan, Paths(planner))
}

impl Plan {
    /// The claims of a list.
    #[must_use]
    pub fn listed(&self, list: Listed) -> &ByEvent {
        &self.listed[list as usize]
    }
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

fn corrections(site: &Site) -> Vec<(Id<Brief>, usize)> {
    let of_brief =
        |(id, brief): (Id<Brief>, &Brief)| (0..brief.corrections.len()).map(move |place| (id, place));
    let mut corrections: Vec<_> = site.briefs.entries().flat_map(of_brief).collect();
    corrections.sort_by_key(|(id, place)| {
        (std::cmp::Reverse(site.briefs[*id].corrections[*place].date), *id, *place)
    });
    corrections
}

fn other_languages(site: &Site, config: &Config) -> Vec<Lang> {
    let all: BTreeSet<&Lang> = site.briefs.iter().map(|brief| &brief.lang).collect();
    all.into_iter().filter(|lang| **lang != config.language).cloned().collect()
}

fn latest_first(site: &Site) -> Vec<Id<Event>> {
    let mut events: Vec<_> = site.events.ids().collect();
    events.sort_by_key(|id| {
        let date = site.events[*id].date.as_ref();
        (date.is_none(), std::cmp::Reverse(date.map(Edtf::order)), *id)
    });
    events
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

/// The paths that a site's pages take.
pub struct Paths(Planner);

impl Paths {
    /// What is wrong with the paths of pages, of the site's own files, and of the other files that the program makes for
    /// the pages: no two may share one.
    #[must_use]
    pub fn with_files(self, site: &Site, generated: impl IntoIterator<Item = SitePath>) -> Vec<Diagnostic> {
        let Self(mut planner) = self;
        for path in generated {
            planner.take(path, None);
        }
        for (path, _) in &site.assets {
            if let Some(path) = planner.path(path.as_str(), None) {
                planner.warn_of_device_name(&path, None);
                planner.take(path, None);
            }
        }
        planner.diagnostics
    }
}

/// Gathers pages and sees to it that no two files share a path.
#[derive(Default)]
struct Planner {
    /// Where each comes from.
    files: OutputMap<Option<Span>>,
    pages: Vec<Planned>,
    diagnostics: Vec<Diagnostic>,
}

impl Planner {
    fn lists(&mut self, site: &Site, config: &Config, briefs: usize, tags: &[Tag], languages: &[Lang]) {
        let per_page = config.per_page;
        self.add("404.html", PageKind::NotFound(None), None);
        for (place, lang) in languages.iter().enumerate() {
            self.add(&urls::not_found(lang), PageKind::NotFound(Some(place)), None);
        }
        self.add("index.html", PageKind::Home, None);
        self.add(&urls::index(Index::Tags), PageKind::Tags, None);
        for part in 0..parts(briefs, per_page) {
            self.add(&urls::index_part(Index::Briefs, part), PageKind::Briefs(part), None);
        }
        for part in 0..parts(site.actors.len(), per_page) {
            self.add(&urls::index_part(Index::Actors, part), PageKind::Actors(part), None);
        }
        for part in 0..parts(site.events.len(), per_page) {
            self.add(&urls::index_part(Index::Events, part), PageKind::Events(part), None);
        }
        for part in 0..parts(site.sources.len(), per_page) {
            self.add(&urls::index_part(Index::Sources, part), PageKind::Sources(part), None);
        }
        for (place, tag) in tags.iter().enumerate() {
            for part in 0..parts(tag.briefs.len(), per_page) {
                let path = urls::thing_part(Index::Tags, tag.id.as_str(), part);
                self.add(&path, PageKind::Tag(place, part), None);
            }
        }
    }

    fn overviews(&mut self, config: &Config, disputes: usize, listed: &[ByEvent; 3], corrections: usize) {
        let per_page = config.per_page;
        for part in 0..parts(disputes, per_page) {
            self.add(&urls::overview("disputes", part), PageKind::Disputes(part), None);
        }
        for (list, claims) in Listed::iter().zip(listed) {
            for part in 0..parts(claims.len(), per_page) {
                self.add(&urls::overview(list.into(), part), PageKind::Listed(list, part), None);
            }
        }
        for part in 0..parts(corrections, per_page) {
            self.add(&urls::overview("corrections", part), PageKind::Corrections(part), None);
        }
        self.add(&urls::overview("method", 0), PageKind::Method, None);
        self.add(&urls::overview("data", 0), PageKind::Data, None);
        self.add(urls::SEARCH, PageKind::Search, None);
    }

    fn changes(&mut self, config: &Config, changes: Option<&[Change]>) {
        let parts = changes.map_or(0, |changes| parts(changes.len(), config.per_page));
        for part in 0..parts {
            self.add(&urls::overview("changes", part), PageKind::Changes(part), None);
        }
    }

    fn things(&mut self, site: &Site, config: &Config, backlinks: &Backlinks) {
        let per_page = config.per_page;
        for (id, actor) in site.actors.entries() {
            let claims: usize = claims_of_actor(site, backlinks, id).iter().map(Vec::len).sum();
            for part in 0..parts(claims, per_page) {
                let path = urls::thing_part(Index::Actors, actor.id.as_str(), part);
                self.add(&path, PageKind::Actor(id, part), Some(actor.span));
            }
        }
        for (id, event) in site.events.entries() {
            for part in 0..parts(event.claims.len(), per_page) {
                let path = urls::thing_part(Index::Events, event.id.as_str(), part);
                self.add(&path, PageKind::Event(id, part), Some(event.span));
            }
        }
        for (id, source) in site.sources.entries() {
            for part in 0..parts(source.claims.len(), per_page) {
                let path = urls::thing_part(Index::Sources, source.id.as_str(), part);
                self.add(&path, PageKind::Source(id, part), Some(source.span));
            }
        }
    }

    fn prose(&mut self, site: &Site) {
        for (id, brief) in site.briefs.entries() {
            let path = urls::thing(Index::Briefs, brief.slug.as_str());
            self.add(&path, PageKind::Brief(id), Some(Span::new(brief.file, 0..0)));
        }
        for (place, Tombstone { slug, file, .. }) in site.tombstones.iter().enumerate() {
            let path = urls::thing(Index::Briefs, slug.value.as_str());
            self.add(&path, PageKind::Tombstone(place), Some(Span::new(*file, 0..0)));
        }
        for (id, page) in site.pages.entries().filter(|(_, page)| page.path != HOME) {
            let path = format!("{}.html", page.path);
            self.add(&path, PageKind::Plain(id), page.prose.file.map(|file| Span::new(file, 0..0)));
        }
    }

    fn add(&mut self, path: &str, kind: PageKind, origin: Option<Span>) {
        if let Some(path) = self.path(path, origin)
            && self.take(path.clone(), origin)
        {
            if let PageKind::Plain(_) | PageKind::Tag(_, 0) = kind {
                self.warn_of_device_name(&path, origin);
            }
            self.pages.push(Planned { path, kind });
        }
    }

    fn path(&mut self, path: &str, origin: Option<Span>) -> Option<SitePath> {
        SitePath::new(path)
            .inspect_err(|error| {
                let message = format!("no file can be made at `{path}`: {error}");
                self.diagnostics.push(Diagnostic {
                    place: origin,
                    ..Diagnostic::of_site(Code::FileName, message).help("rename the file")
                });
            })
            .ok()
    }

    /// Where a path follows from an id, the id was warned of.
    fn warn_of_device_name(&mut self, path: &SitePath, origin: Option<Span>) {
        if let Some(name) = path.device_name() {
            let message = format!("`{name}` in `{path}` is the name of a device on Windows");
            self.diagnostics.push(Diagnostic {
                place: origin,
                ..Diagnostic::of_site(Code::DeviceName, message).help("choose another name")
            });
        }
    }

    /// Whether the path was free.
    fn take(&mut self, path: SitePath, origin: Option<Span>) -> bool {
        let Err(clash) = self.files.insert(path, origin) else { return true };
        let first = self.files.get(&clash.first).copied().flatten();
        self.diagnostics.push(collision(&clash, origin, first));
        false
    }
}

/// The plain page whose text stands on the home page.
pub const HOME: &str = "index";

fn collision(clash: &Clash, origin: Option<Span>, first: Option<Span>) -> Diagnostic {
    let message = if clash.first == clash.second {
        format!("two files would be written to `{}`", clash.first)
    } else {
        format!(
            "`{}` and `{}` are one file, or a file and its folder, on some systems",
            clash.first, clash.second
        )
    };
    let mut diagnostic = Diagnostic {
        place: origin.or(first),
        ..Diagnostic::of_site(Code::OutputCollision, message).help("rename one of them")
    };
    if let (Some(_), Some(first)) = (origin, first) {
        diagnostic = diagnostic.other(first, "the other comes from here");
    }
    diagnostic
}
