//! Builds the [`Site`] from all that may be published: names become ids, links find their ends.
//!
//! Never fails: what cannot be resolved is reported and left out. Briefs are taken in the order of their ids, so
//! that who came into being where does not depend on the order of files. `pipeline` calls it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use camino::{Utf8Path, Utf8PathBuf};

use super::claims::{self, Addresses, Defaults};
use super::links::{self, Home, Map, Place};
use super::names::{Names, Shown};
use super::reach::{Reach, Settled, Standings};
use super::records::{self, Declarations};
use super::references::{Roll, Rolls};
use super::rows::{self, Rows};
use super::table::{Id, Table};
use super::{
    Brief, Claim, Destination, NavEntry, NavTarget, Page, Prose, Reviewed, Site, Source, briefs, derive,
};
use crate::brief::release::{HeldRecord, Manuscript};
use crate::brief::{self, PlainPage, RecordKind, Text};
use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{self, Leads, Link};
use crate::text::{FileId, Files};
use crate::value::slug::Slug;
use crate::value::word::Access;

/// The files of a site, as far as resolving needs them.
#[derive(Clone, Copy, Debug)]
pub struct Library<'i> {
    /// Their paths; those of content begin with `content/`.
    pub files: &'i Files,
    /// The files of `content/` that are neither Markdown nor registries, relative to it.
    pub assets: &'i BTreeSet<Utf8PathBuf>,
}

/// A site and all that is wrong with it.
#[derive(Debug)]
pub struct Resolved {
    /// The site.
    pub site: Site,
    /// What could not be resolved.
    pub diagnostics: Vec<Diagnostic>,
}

/// Resolves a manuscript.
#[must_use]
pub fn resolve(mut manuscript: Manuscript, config: &Config, library: Library<'_>) -> Resolved {
    let mut diagnostics = Vec::new();
    order_briefs(&mut manuscript.briefs, &mut diagnostics);
    let declarations = records::declare(&mut manuscript, &mut diagnostics);
    let standings = Standings::of(&declarations);
    let mut rolls = rolls(&declarations, &manuscript.held_records);
    let addresses = addresses(&manuscript);
    let (mut claims, defaults) = unrelated_claims(&mut manuscript.briefs, &mut rolls, config);
    let mut rows = rows::rows(declarations, &mut rolls, &config.vocabulary);
    relate(&manuscript.briefs, &mut claims, &addresses, &mut diagnostics);
    settle_points(&manuscript.briefs, &mut claims, &rows, &addresses.slips, &mut diagnostics);
    let mut pages = pages(std::mem::take(&mut manuscript.pages), library.files);
    let mut briefs = briefs::briefs(&mut manuscript.briefs, &addresses, config, &mut diagnostics);
    // What the claims were made of makes room for what is still to come.
    manuscript.briefs.iter_mut().for_each(|brief| brief.claims = Vec::new());

    let map = Map {
        files: places(&manuscript, &briefs, &pages, &rows, library.files),
        assets: library.assets,
        addresses: &addresses,
        rolls: &rolls,
        confidential: confidential(&rows),
        brief_headings: briefs.iter().map(|brief| brief.prose.body.headings.clone()).collect(),
        page_headings: pages.iter().map(|page| page.prose.body.headings.clone()).collect(),
    };
    link(&mut briefs, &mut pages, &mut rows, &map, library.files, &mut diagnostics);
    let nav = config.nav.iter().filter_map(|entry| nav_entry(entry, &map, &mut diagnostics)).collect();
    diagnostics.append(&mut rolls.diagnostics);

    let mut site =
        publish(Site { briefs, claims, pages, nav, ..Site::default() }, rows, &standings, &defaults);
    site.assets = assets(&site, &manuscript.briefs, config, library, &mut diagnostics);
    site.tombstones = std::mem::take(&mut manuscript.tombstones);
    site.tombstones.sort_by(|a, b| a.slug.value.cmp(&b.slug.value));
    derive::derive(&mut site);
    Resolved { site, diagnostics }
}

/// Puts the briefs into the order of their ids; two of one id would share an address.
fn order_briefs(briefs: &mut Vec<brief::Brief>, diagnostics: &mut Vec<Diagnostic>) {
    briefs.sort_by(|a, b| a.slug.value.cmp(&b.slug.value));
    briefs.dedup_by(|second, first| {
        let same = second.slug.value == first.slug.value;
        if same {
            let message = format!("two briefs have the id `{}`", first.slug.value);
            diagnostics.push(
                Diagnostic::new(Code::OutputCollision, second.slug.span, message)
                    .label("this one")
                    .other(first.slug.span, "and this one")
                    .help("rename one of the files, or give it another `slug`"),
            );
        }
        same
    });
}

/// The tables in which names are looked up.
fn rolls(declarations: &Declarations, held: &[HeldRecord]) -> Rolls {
    let mut names: BTreeMap<RecordKind, Names> = BTreeMap::new();
    let actors = names.entry(RecordKind::Actor).or_default();
    for (row, (id, actor)) in declarations.actors.iter().enumerate() {
        let entry = &actor.entry;
        let shown = shown(entry.protected.as_ref().is_none_or(|protected| !protected.value));
        let aliases = entry.other_names().map(|alias| alias.value.as_str());
        actors.add(row, id.as_str(), text(entry.name.as_ref()), aliases, shown);
    }
    let events = names.entry(RecordKind::Event).or_default();
    for (row, (id, event)) in declarations.events.iter().enumerate() {
        let aliases = event.entry.other_names().map(|name| name.value.as_str());
        events.add(row, id.as_str(), text(event.entry.name.as_ref()), aliases, Shown::Yes);
    }
    let sources = names.entry(RecordKind::Source).or_default();
    for (row, (id, source)) in declarations.sources.iter().enumerate() {
        let access = source.entry.access.as_ref().map(|access| access.value);
        let shown = shown(access != Some(Access::Confidential));
        sources.add(row, id.as_str(), text(source.entry.title.as_ref()), [], shown);
    }
    for record in held {
        let all = std::iter::once(record.id.as_str()).chain(record.names.iter().map(String::as_str));
        names.entry(record.kind).or_default().hold(all);
    }
    let mut roll = |kind, ids: Vec<Slug>| Roll::new(kind, names.remove(&kind).unwrap_or_default(), ids);
    Rolls {
        actors: roll(RecordKind::Actor, declarations.actors.keys().cloned().collect()),
        events: roll(RecordKind::Event, declarations.events.keys().cloned().collect()),
        sources: roll(RecordKind::Source, declarations.sources.keys().cloned().collect()),
        slips: claims::Slips::default(),
        diagnostics: Vec::new(),
    }
}

fn text(text: Option<&Text>) -> Option<&str> {
    text.map(|text| text.value.as_str())
}

const fn shown(public: bool) -> Shown {
    if public { Shown::Yes } else { Shown::No }
}

fn addresses(manuscript: &Manuscript) -> Addresses {
    let translates = |(_, brief): &(usize, &brief::Brief)| brief.translation_of.is_some();
    let mut addresses = Addresses {
        translations: manuscript
            .briefs
            .iter()
            .enumerate()
            .filter(translates)
            .map(|(row, _)| Id::new(row))
            .collect(),
        held: manuscript.held_briefs.clone(),
        unreadable: manuscript.unreadable.clone(),
        ..Addresses::default()
    };
    for (row, brief) in manuscript.briefs.iter().enumerate() {
        addresses.briefs.insert(brief.slug.value.clone(), Id::new(row));
        addresses.claims.add_brief(&brief.claims);
    }
    addresses
}

/// All claims, their relations still to be found, and what each brief gives the claims that are silent.
fn unrelated_claims(
    briefs: &mut [brief::Brief],
    rolls: &mut Rolls,
    config: &Config,
) -> (Table<Claim>, Vec<Defaults>) {
    let mut claims = Table::with_capacity(briefs.iter().map(|brief| brief.claims.len()).sum());
    let mut all_defaults = Vec::with_capacity(briefs.len());
    for (row, brief) in briefs.iter_mut().enumerate() {
        let defaults = Defaults {
            brief: Id::new(row),
            events: brief.default_events.iter().filter_map(|name| rolls.event(name)).collect(),
            sources: brief.default_sources.iter().filter_map(|name| rolls.source(name)).collect(),
        };
        for entry in &mut brief.claims {
            claims.push(claims::claim(entry, &defaults, rolls, config));
        }
        all_defaults.push(defaults);
    }
    (claims, all_defaults)
}

/// Every claim as written, in the table's order.
fn entries(briefs: &[brief::Brief]) -> impl Iterator<Item = (Id<Claim>, &brief::ClaimEntry)> {
    briefs.iter().flat_map(|brief| &brief.claims).enumerate().map(|(row, entry)| (Id::new(row), entry))
}

fn relate(
    briefs: &[brief::Brief],
    claims: &mut Table<Claim>,
    addresses: &Addresses,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (id, entry) in entries(briefs) {
        if !entry.relations.is_empty() {
            claims[id].relations = claims::relations(id, entry, claims, addresses, diagnostics);
        }
    }
}

/// A `point` is one that an event of the claim declares.
fn settle_points(
    briefs: &[brief::Brief],
    claims: &mut Table<Claim>,
    rows: &Rows,
    slips: &claims::Slips,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (id, entry) in entries(briefs) {
        let Some(written) = &entry.point else { continue };
        let events = claims[id].events.iter().map(|event| &rows.events[event.index()]);
        let declared: Vec<&Slug> = events.flat_map(|event| &event.points).map(|(point, _)| point).collect();
        let point =
            declared.iter().find(|point| point.as_str() == written.value).map(|point| (*point).clone());
        if point.is_none() {
            let known = declared.iter().map(|point| point.as_str());
            let message = format!("no event of this claim has a point `{}`", written.value);
            let otherwise = "declare it under `points:` of the event, or leave `point` out";
            let help = slips.did_you_mean(&written.value, known, otherwise);
            diagnostics.push(Diagnostic::new(Code::UnknownPoint, written.span, message).help(help));
        }
        claims[id].point = point;
    }
}

fn pages(pages: Vec<PlainPage>, files: &Files) -> Table<Page> {
    let mut pages: Vec<Page> = pages
        .into_iter()
        .map(|written| Page {
            path: content_path(files, written.file).with_extension(""),
            title: written.title.value.into_string(),
            summary: written.summary.map(|summary| summary.value.into_string()),
            weight: written.weight,
            prose: Prose {
                file: Some(written.file),
                body: written.body,
                destinations: Vec::new(),
                lang: written.lang.map(|lang| lang.value),
            },
        })
        .collect();
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    pages.into_iter().collect()
}

/// A file's path relative to `content/`.
fn content_path(files: &Files, file: FileId) -> &Utf8Path {
    let path = files.path(file);
    path.strip_prefix("content").unwrap_or(path)
}

/// What each file of `content/` is, for links that name files.
fn places(
    manuscript: &Manuscript,
    briefs: &Table<Brief>,
    pages: &Table<Page>,
    rows: &Rows,
    files: &Files,
) -> HashMap<Utf8PathBuf, Place> {
    let mut places = HashMap::new();
    let mut add = |file: FileId, place: Place| {
        places.insert(content_path(files, file).to_owned(), place);
    };
    manuscript.held_files.iter().for_each(|(file, held)| add(*file, Place::Held(*held)));
    briefs.entries().for_each(|(id, brief)| add(brief.file, Place::Brief(id)));
    let prose_of = |prose: &Prose, place: Place| prose.file.map(|file| (file, place));
    let actors = rows.actors.iter().enumerate();
    let events = rows.events.iter().enumerate();
    let sources = rows.sources.iter().enumerate().filter_map(|(row, source)| Some((row, source.public()?)));
    let pages = pages.entries().filter_map(|(id, page)| prose_of(&page.prose, Place::Page(id)));
    let of_rows = (actors.filter_map(|(row, actor)| prose_of(&actor.prose, Place::Actor(Id::new(row)))))
        .chain(events.filter_map(|(row, event)| prose_of(&event.prose, Place::Event(Id::new(row)))))
        .chain(sources.filter_map(|(row, source)| prose_of(&source.prose, Place::Source(Id::new(row)))));
    of_rows.chain(pages).for_each(|(file, place)| add(file, place));
    places
}

/// Finds where the links of all bodies lead.
fn link(
    briefs: &mut Table<Brief>,
    pages: &mut Table<Page>,
    rows: &mut Rows,
    map: &Map<'_>,
    files: &Files,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (row, brief) in briefs.iter_mut().enumerate() {
        let home = Home {
            path: content_path(files, brief.file),
            brief: Some(brief.translation_of.unwrap_or(Id::new(row))),
        };
        brief.prose.destinations = map.destinations(&brief.prose.body, &home, diagnostics);
    }
    for prose in pages.iter_mut().map(|page| &mut page.prose).chain(rows.prose_mut()) {
        if let Some(file) = prose.file {
            let home = Home { path: content_path(files, file), brief: None };
            prose.destinations = map.destinations(&prose.body, &home, diagnostics);
        }
    }
}

/// The sources of which nothing but the count is shown, by their rows.
fn confidential(rows: &Rows) -> BTreeSet<Id<Source>> {
    let sources = rows.sources.iter().enumerate();
    sources.filter(|(_, source)| source.public().is_none()).map(|(row, _)| Id::new(row)).collect()
}

/// Leaves out the records that nothing published refers to and puts the rest into order.
fn publish(mut site: Site, rows: Rows, standings: &Standings, defaults: &[Defaults]) -> Site {
    let mut reach = Reach::new(&rows, standings);
    site.claims.iter().for_each(|claim| reach.claim(claim));
    defaults.iter().for_each(|defaults| reach.defaults(&defaults.events, &defaults.sources));
    let of_rows = rows.prose().flat_map(|prose| &prose.destinations).flatten();
    site.destinations().chain(of_rows).for_each(|to| reach.destination(to));
    reach.follow(&rows);
    let (settled, moves) = reach.settle(rows);
    let Settled { actors, events, sources, confidential } = settled;
    site = Site { actors, events, sources, confidential_sources: confidential, ..site };
    site.claims.iter_mut().for_each(|claim| moves.claim(claim));
    site.actors.iter_mut().for_each(|actor| moves.actor(actor));
    site.events.iter_mut().for_each(|event| moves.event(event));
    site.sources.iter_mut().for_each(|source| moves.source(source));
    site.prose_mut().flat_map(|prose| &mut prose.destinations).flatten().for_each(|to| moves.destination(to));
    for entry in &mut site.nav {
        if let NavTarget::Inside(to) = &mut entry.to {
            moves.destination(to);
        }
    }
    site
}

/// Finds where an entry of the navigation leads: as a link of a file in `content/` itself.
fn nav_entry(entry: &config::NavEntry, map: &Map<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<NavEntry> {
    let to = match markdown::leads(&entry.to, diagnostics)? {
        Leads::Out(address) => NavTarget::Out(address),
        Leads::Inside(target) => {
            let link = Link { span: entry.to.span, target, picture: false };
            let home = Home { path: Utf8Path::new(""), brief: None };
            NavTarget::Inside(map.destination(&link, &[], &home, diagnostics)?)
        }
    };
    Some(NavEntry { title: entry.title.clone(), to })
}

/// The assets that published texts refer to, each with whether somebody looked through its metadata.
fn assets(
    site: &Site,
    briefs: &[brief::Brief],
    config: &Config,
    library: Library<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Utf8PathBuf, Reviewed)> {
    let mut reviewed: BTreeSet<Utf8PathBuf> = BTreeSet::new();
    let of_briefs = briefs.iter().flat_map(|brief| {
        let from = content_path(library.files, brief.file);
        brief.reviewed.iter().map(move |path| (from, path.value.as_str(), path.span))
    });
    let of_site = config.reviewed.iter().map(|path| (Utf8Path::new(""), path.value.as_str(), path.span));
    for (from, written, span) in of_briefs.chain(of_site) {
        let beside = links::within_content(from, written);
        let path =
            beside.filter(|path| library.assets.contains(path)).unwrap_or_else(|| Utf8PathBuf::from(written));
        if library.assets.contains(&path) {
            reviewed.insert(path);
        } else {
            let message = format!("there is no file `{written}` in `content/`");
            diagnostics.push(
                Diagnostic::new(Code::BrokenLink, span, message)
                    .help("correct the path, or take the entry out of `metadata`"),
            );
        }
    }
    let used: BTreeSet<&Utf8PathBuf> = site
        .destinations()
        .filter_map(|destination| match destination {
            Destination::Asset(path) => Some(path),
            _ => None,
        })
        .collect();
    used.into_iter()
        .map(|path| (path.clone(), if reviewed.contains(path) { Reviewed::Yes } else { Reviewed::No }))
        .collect()
}
