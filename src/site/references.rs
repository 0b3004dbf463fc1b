//! References to records become row numbers; who is named nowhere else comes into being.
//!
//! Rows are numbered in the order declared ones first, then undeclared ones as they are met; `resolve` puts the
//! published ones into the order of their ids afterwards.

use std::collections::HashMap;

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::claims::Slips;
use super::names::{Found, Names};
use super::table::Id;
use super::{Actor, Event, Source};
use crate::brief::{RecordKind, Text};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::text::Span;
use crate::value::slug::{Slug, fold_name};

/// The records of one kind while references are resolved.
#[derive(Debug)]
pub(super) struct Roll {
    kind: RecordKind,
    names: Names,
    /// The declared records' ids, by row.
    declared: Vec<Slug>,
    /// Records that came into being, rows behind the declared ones.
    pub(super) undeclared: Vec<Undeclared>,
    /// By folded id: two ids that differ in case alone are one address on some systems.
    rows: HashMap<String, usize>,
    /// What references were found to mean, as they were spelled: most names are written many times.
    met: FxHashMap<CompactString, usize>,
}

/// A record that came into being where it was named.
#[derive(Clone, Debug)]
pub(super) struct Undeclared {
    pub(super) id: Slug,
    /// As first spelled.
    pub(super) name: String,
    pub(super) span: Span,
}

/// The three kinds together.
#[derive(Debug)]
pub(super) struct Rolls {
    pub(super) actors: Roll,
    pub(super) events: Roll,
    pub(super) sources: Roll,
    pub(super) slips: Slips,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// How many of the records that bear one name are told.
const MOST_NAMED: usize = 5;

impl Roll {
    pub(super) fn new(kind: RecordKind, names: Names, declared: Vec<Slug>) -> Self {
        let rows = declared.iter().enumerate().map(|(row, id)| (fold_name(id.as_str()), row)).collect();
        Self { kind, names, declared, undeclared: Vec::new(), rows, met: FxHashMap::default() }
    }

    /// The row that a reference means; reports and returns `None` where it means none.
    fn row(&mut self, written: &Text, diagnostics: &mut Vec<Diagnostic>) -> Option<usize> {
        if let Some(row) = self.met.get(&written.value) {
            return Some(*row);
        }
        let row = match self.find(&written.value) {
            Found::One(row) => row,
            Found::Nothing => self.come_into_being(written, None, diagnostics)?,
            alike @ Found::Alike(_) => {
                self.come_into_being(written, Some(self.mistake(&alike, written)), diagnostics)?
            }
            other => {
                diagnostics.push(self.mistake(&other, written));
                return None;
            }
        };
        self.met.insert(written.value.clone(), row);
        Some(row)
    }

    /// A look-up that makes nothing. Undeclared records are found by the id their name gives; only a name that
    /// is new is compared with all others.
    pub(super) fn find(&self, written: &str) -> Found {
        self.find_exactly(written).unwrap_or_else(|| self.names.find_nearly(written))
    }

    fn find_exactly(&self, written: &str) -> Option<Found> {
        self.names.find_exactly(written).or_else(|| {
            let id = Slug::of_undeclared(written).ok()?;
            self.rows.get(&fold_name(id.as_str())).copied().map(Found::One)
        })
    }

    /// The row of a record that nobody declared; where it is new, that is told of, or else the `doubt` about it.
    fn come_into_being(
        &mut self,
        written: &Text,
        doubt: Option<Diagnostic>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let id = match Slug::of_undeclared(&written.value) {
            Ok(id) => id,
            Err(error) => {
                let message = format!("no id can be made from the name `{}`", written.value);
                let help = format!("declare the {} under an id and refer to that", self.kind);
                diagnostics.push(
                    Diagnostic::new(Code::InvalidId, written.span, message)
                        .label(error.to_string())
                        .help(help),
                );
                return None;
            }
        };
        let folded = fold_name(id.as_str());
        if let Some(row) = self.rows.get(&folded) {
            return Some(*row);
        }
        diagnostics.push(doubt.unwrap_or_else(|| self.tell_undeclared(written, &id)));
        let row = self.declared.len() + self.undeclared.len();
        self.rows.insert(folded, row);
        self.undeclared.push(Undeclared { id, name: written.value.to_string(), span: written.span });
        Some(row)
    }

    fn tell_undeclared(&self, written: &Text, id: &Slug) -> Diagnostic {
        let (code, plural) = match self.kind {
            RecordKind::Actor => (Code::UnknownActor, "actors"),
            RecordKind::Event => (Code::UnknownEvent, "events"),
            RecordKind::Source => (Code::UnknownSource, "sources"),
        };
        let message = format!("no {} named `{}` is declared", self.kind, written.value);
        let help = format!("add `{id}` to content/{plural}.yaml, or check the spelling");
        Diagnostic::new(code, written.span, message).help(help)
    }

    /// The diagnostic for a look-up that did not find one record.
    fn mistake(&self, found: &Found, written: &Text) -> Diagnostic {
        let (kind, name) = (self.kind, &written.value);
        match found {
            Found::Several(rows) => {
                let named = rows.iter().take(MOST_NAMED).map(|row| format!("`{}`", self.declared[*row]));
                let named = named.collect::<Vec<_>>().join(", ");
                let more = if rows.len() > MOST_NAMED { ", ..." } else { "" };
                let message = format!("`{name}` names more than one {kind}");
                Diagnostic::new(Code::AmbiguousName, written.span, message)
                    .help(format!("refer to one of them by its id: {named}{more}"))
            }
            Found::Held => {
                let message = format!("the {kind} `{name}` is a draft");
                Diagnostic::new(Code::WithheldReference, written.span, message)
                    .help(format!("publish the {kind}'s file, or do not refer to it yet"))
            }
            Found::Near(near) | Found::Alike(near) => {
                let severity =
                    if matches!(found, Found::Near(_)) { Severity::Error } else { Severity::Warning };
                let message = format!("no {kind} is named `{name}`");
                let misspelled = Diagnostic::new(Code::MisspelledName, written.span, message)
                    .label(format!("did you mean `{near}`?"))
                    .help(format!("if it is another {kind}, declare `{name}` in a registry"));
                Diagnostic { severity, ..misspelled }
            }
            Found::One(_) | Found::Nothing => {
                Diagnostic::new(Code::BrokenLink, written.span, format!("there is no {kind} `{name}`"))
            }
        }
    }
}

impl Rolls {
    /// The actor that a reference means.
    pub(super) fn actor(&mut self, written: &Text) -> Option<Id<Actor>> {
        self.actors.row(written, &mut self.diagnostics).map(Id::new)
    }

    /// The event that a reference means.
    pub(super) fn event(&mut self, written: &Text) -> Option<Id<Event>> {
        self.events.row(written, &mut self.diagnostics).map(Id::new)
    }

    /// The source that a reference means.
    pub(super) fn source(&mut self, written: &Text) -> Option<Id<Source>> {
        self.sources.row(written, &mut self.diagnostics).map(Id::new)
    }

    /// What an entry of a claim's `from` means: a source or an actor; found as neither, a source comes into being.
    pub(super) fn origin(&mut self, written: &Text) -> Option<Origin> {
        let source = self.sources.names.find_exactly(&written.value);
        let actor = self.actors.names.find_exactly(&written.value);
        match (source, actor) {
            (Some(Found::One(_)), Some(Found::One(_))) => {
                let message = format!("`{}` is both a source and an actor", written.value);
                self.diagnostics.push(
                    Diagnostic::new(Code::AmbiguousName, written.span, message)
                        .help("refer to the one that is meant by its id, or rename the other"),
                );
                None
            }
            (Some(Found::One(row)), _) => Some(Origin::Source(Id::new(row))),
            (_, Some(Found::One(row))) => Some(Origin::Actor(Id::new(row))),
            (Some(other), _) => {
                self.diagnostics.push(self.sources.mistake(&other, written));
                None
            }
            (None, Some(other)) => {
                self.diagnostics.push(self.actors.mistake(&other, written));
                None
            }
            (None, None) => self.new_origin(written),
        }
    }
}

impl Rolls {
    /// A source that no record is named like; near misses are looked for among sources and actors.
    fn new_origin(&mut self, written: &Text) -> Option<Origin> {
        if self.sources.find_exactly(&written.value).is_some() {
            return self.source(written).map(Origin::Source);
        }
        let of_sources = self.sources.names.find_nearly(&written.value);
        let of_actors = self.actors.names.find_nearly(&written.value);
        let doubt = match (&of_sources, &of_actors) {
            (Found::Near(_), _) => Some(self.sources.mistake(&of_sources, written)),
            (_, Found::Near(_)) => Some(self.actors.mistake(&of_actors, written)),
            (Found::Alike(_), _) => Some(self.sources.mistake(&of_sources, written)),
            (_, Found::Alike(_)) => Some(self.actors.mistake(&of_actors, written)),
            _ => None,
        };
        if let Some(error) = doubt.as_ref().filter(|doubt| doubt.severity == Severity::Error) {
            self.diagnostics.push(error.clone());
            return None;
        }
        let row = self.sources.come_into_being(written, doubt, &mut self.diagnostics)?;
        Some(Origin::Source(Id::new(row)))
    }
}

/// Where a speaker has a claim from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Source(Id<Source>),
    Actor(Id<Actor>),
}
