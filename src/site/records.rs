//! Records declared in several places become one each: lists are united, maps merged, other values must agree.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::brief::release::Manuscript;
use crate::brief::{ActorEntry, EventEntry, RecordKind, Records, SourceEntry, Text};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::Body;
use crate::text::{FileId, Span, Spanned};
use crate::value::lang::Lang;
use crate::value::slug::{Slug, fold_name};

/// All declarations of one record, as one.
#[derive(Clone, Debug)]
pub(super) struct Declaration<E> {
    pub(super) entry: E,
    pub(super) standing: Standing,
    /// Of its own file.
    pub(super) prose: Option<(FileId, Arc<Body>, Option<Lang>)>,
}

/// Whether a record is published in any case, or only where something published refers to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It stands in a published brief or has a file of its own.
    Published,
    /// It stands in registries alone.
    Registry,
}

/// The declared records, ordered by id. They are large, and move seldom where they lie apart.
#[derive(Debug, Default)]
pub(super) struct Declarations {
    pub(super) actors: BTreeMap<Slug, Box<Declaration<ActorEntry>>>,
    pub(super) events: BTreeMap<Slug, Box<Declaration<EventEntry>>>,
    pub(super) sources: BTreeMap<Slug, Box<Declaration<SourceEntry>>>,
}

/// Takes the records out of the manuscript and merges them. Files with prose come first, then briefs, then
/// registries, so that a conflict is shown where the less particular declaration stands.
pub(super) fn declare(manuscript: &mut Manuscript, diagnostics: &mut Vec<Diagnostic>) -> Declarations {
    let mut declarations = Declarations::default();
    for file in &mut manuscript.record_files {
        let records = std::mem::take(&mut file.records);
        declarations.add(records, Standing::Published, diagnostics);
        let prose =
            (file.file, std::mem::take(&mut file.body), file.lang.as_ref().map(|lang| lang.value.clone()));
        declarations.attach(file.kind, &file.id, prose, diagnostics);
    }
    for brief in &mut manuscript.briefs {
        let records = std::mem::take(&mut brief.records);
        declarations.add(records, Standing::Published, diagnostics);
    }
    for registry in std::mem::take(&mut manuscript.registries) {
        declarations.add(registry, Standing::Registry, diagnostics);
    }
    declarations.demand_names(diagnostics);
    declarations
}

impl Declarations {
    fn add(&mut self, records: Records, standing: Standing, diagnostics: &mut Vec<Diagnostic>) {
        for entry in records.actors {
            add(&mut self.actors, entry.id.value.clone(), entry, standing, |own, other| {
                merge_actor(own, other, diagnostics);
            });
        }
        for entry in records.events {
            add(&mut self.events, entry.id.value.clone(), entry, standing, |own, other| {
                merge_event(own, other, diagnostics);
            });
        }
        for entry in records.sources {
            add(&mut self.sources, entry.id.value.clone(), entry, standing, |own, other| {
                merge_source(own, other, diagnostics);
            });
        }
    }

    /// Gives a record the prose of its own file; two files for one record would share an address.
    fn attach(
        &mut self,
        kind: RecordKind,
        id: &Spanned<Slug>,
        prose: (FileId, Arc<Body>, Option<Lang>),
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let slot = match kind {
            RecordKind::Actor => self.actors.get_mut(&id.value).map(|declaration| &mut declaration.prose),
            RecordKind::Event => self.events.get_mut(&id.value).map(|declaration| &mut declaration.prose),
            RecordKind::Source => self.sources.get_mut(&id.value).map(|declaration| &mut declaration.prose),
        };
        let Some(slot) = slot else { return };
        if let Some((first, ..)) = slot {
            let message = format!("two files are the {kind} `{}`", id.value);
            diagnostics.push(
                Diagnostic::new(Code::OutputCollision, id.span, message)
                    .label("this file")
                    .other(Span::new(*first, 0..0), "and this one")
                    .help("join them, or rename one"),
            );
        } else {
            *slot = Some(prose);
        }
    }

    /// A record has a name in at least one of its declarations.
    fn demand_names(&self, diagnostics: &mut Vec<Diagnostic>) {
        let actors = self.actors.values().map(|d| (&d.entry.id, d.entry.name.is_some(), "actor", "name"));
        let events = self.events.values().map(|d| (&d.entry.id, d.entry.name.is_some(), "event", "name"));
        let sources =
            self.sources.values().map(|d| (&d.entry.id, d.entry.title.is_some(), "source", "title"));
        for (id, _, kind, key) in actors.chain(events).chain(sources).filter(|(_, named, ..)| !named) {
            let message = format!("the {kind} `{}` needs the key `{key}`", id.value);
            diagnostics.push(
                Diagnostic::new(Code::MissingKey, id.span, message).help(format!("add a line `{key}: ...`")),
            );
        }
    }
}

fn add<E>(
    records: &mut BTreeMap<Slug, Box<Declaration<E>>>,
    id: Slug,
    entry: E,
    standing: Standing,
    merge: impl FnOnce(&mut E, E),
) {
    match records.get_mut(&id) {
        Some(own) => {
            merge(&mut own.entry, entry);
            if standing == Standing::Published {
                own.standing = Standing::Published;
            }
        }
        None => {
            records.insert(id, Box::new(Declaration { entry, standing, prose: None }));
        }
    }
}

fn merge_actor(own: &mut ActorEntry, other: ActorEntry, diagnostics: &mut Vec<Diagnostic>) {
    let mut merge = Merge { id: own.id.value.clone(), kind: RecordKind::Actor, diagnostics };
    merge.value("name", &mut own.name, other.name);
    merge.value("kind", &mut own.kind, other.kind);
    merge.value("country", &mut own.country, other.country);
    merge.value("active", &mut own.active, other.active);
    merge.value("reliability", &mut own.reliability, other.reliability);
    merge.value("protected", &mut own.protected, other.protected);
    merge.reference("part_of", &mut own.part_of, other.part_of);
    merge.map("names", &mut own.names, other.names);
    merge.map("ids", &mut own.ids, other.ids);
    unite(&mut own.aliases, other.aliases);
    unite(&mut own.allied_with, other.allied_with);
}

fn merge_event(own: &mut EventEntry, other: EventEntry, diagnostics: &mut Vec<Diagnostic>) {
    let mut merge = Merge { id: own.id.value.clone(), kind: RecordKind::Event, diagnostics };
    merge.value("name", &mut own.name, other.name);
    merge.value("date", &mut own.date, other.date);
    merge.value("kind", &mut own.kind, other.kind);
    merge.value("place.name", &mut own.place.name, other.place.name);
    merge.value("place.country", &mut own.place.country, other.place.country);
    merge.value("place.lat", &mut own.place.coordinates, other.place.coordinates);
    merge.value("place.precision", &mut own.place.precision, other.place.precision);
    merge.reference("part_of", &mut own.part_of, other.part_of);
    merge.map("names", &mut own.names, other.names);
    merge.map("points", &mut own.points, other.points);
    merge.map("ids", &mut own.ids, other.ids);
    unite(&mut own.parties, other.parties);
}

fn merge_source(own: &mut SourceEntry, other: SourceEntry, diagnostics: &mut Vec<Diagnostic>) {
    let mut merge = Merge { id: own.id.value.clone(), kind: RecordKind::Source, diagnostics };
    merge.value("title", &mut own.title, other.title);
    merge.value("kind", &mut own.kind, other.kind);
    merge.value("author", &mut own.author, other.author);
    merge.value("date", &mut own.date, other.date);
    merge.value("url", &mut own.url, other.url);
    merge.value("archive", &mut own.archive, other.archive);
    merge.value("accessed", &mut own.accessed, other.accessed);
    merge.value("sha256", &mut own.sha256, other.sha256);
    merge.value("lang", &mut own.lang, other.lang);
    merge.value("first_hand", &mut own.first_hand, other.first_hand);
    merge.value("reliability", &mut own.reliability, other.reliability);
    merge.value("access", &mut own.access, other.access);
    merge.value("descriptor", &mut own.descriptor, other.descriptor);
    merge.value("status", &mut own.status, other.status);
    merge.reference("publisher", &mut own.publisher, other.publisher);
    unite(&mut own.from, other.from);
}

fn unite(own: &mut Vec<Text>, other: Vec<Text>) {
    for text in other {
        if !own.iter().any(|known| known.value == text.value) {
            own.push(text);
        }
    }
}

/// Merges the keys of one record.
struct Merge<'d> {
    id: Slug,
    kind: RecordKind,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Merge<'_> {
    fn value<T: PartialEq>(&mut self, key: &str, own: &mut Option<Spanned<T>>, other: Option<Spanned<T>>) {
        self.same(key, own, other, |own, other| own == other);
    }

    /// Two spellings of one name agree.
    fn reference(&mut self, key: &str, own: &mut Option<Text>, other: Option<Text>) {
        self.same(key, own, other, |own, other| fold_name(own) == fold_name(other));
    }

    fn same<T>(
        &mut self,
        key: &str,
        own: &mut Option<Spanned<T>>,
        other: Option<Spanned<T>>,
        equal: impl FnOnce(&T, &T) -> bool,
    ) {
        match (own.as_ref(), other) {
            (Some(first), Some(second)) if !equal(&first.value, &second.value) => {
                self.conflict(key, first.span, second.span);
            }
            (None, Some(second)) => *own = Some(second),
            _ => {}
        }
    }

    fn map<K: PartialEq>(
        &mut self,
        key: &str,
        own: &mut Vec<(Spanned<K>, Text)>,
        other: Vec<(Spanned<K>, Text)>,
    ) {
        for (name, value) in other {
            match own.iter().find(|(known, _)| known.value == name.value) {
                Some((_, first)) if first.value != value.value => {
                    self.conflict(key, first.span, value.span);
                }
                Some(_) => {}
                None => own.push((name, value)),
            }
        }
    }

    fn conflict(&mut self, key: &str, first: Span, second: Span) {
        let message = format!("the {} `{}` is declared twice with different `{key}`", self.kind, self.id);
        self.diagnostics.push(
            Diagnostic::new(Code::ConflictingRecord, second, message)
                .label("this one differs")
                .other(first, "declared here too")
                .help("make the two agree, or take one out"),
        );
    }
}
