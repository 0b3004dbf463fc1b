//! Declared and undeclared records become rows of the site's tables.
//!
//! Here a protected actor loses its names and aliases, a confidential source all but its id and whether it was
//! retracted, and a restricted one its addresses and all of its saved copy: nothing downstream can show what is not
//! there.

use std::sync::Arc;

use super::records::{Declaration, Declarations};
use super::references::{Rolls, Undeclared};
use super::table::{Id, Ids};
use super::{Actor, ConfidentialSource, Declared, Event, Place, Prose, Source, kinds};
use crate::brief::{ActorEntry, EventEntry, SourceEntry, Text};
use crate::config::Vocabulary;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::Body;
use crate::text::{FileId, Spanned};
use crate::value::grade::Reliability;
use crate::value::lang::Lang;
use crate::value::slug::{Slug, fold_name, words_of_name};
use crate::value::word::{Access, Kind, SourceStatus};

/// The records of a site, each list with the declared ones first.
pub(super) struct Rows {
    pub(super) actors: Vec<Actor>,
    pub(super) events: Vec<Event>,
    pub(super) sources: Vec<SourceRow>,
}

/// A source, while all are found by one kind of row numbers.
#[expect(clippy::large_enum_variant, reason = "nearly all are public")]
pub(super) enum SourceRow {
    Public(Source),
    Confidential { id: Slug, source: ConfidentialSource },
}

impl SourceRow {
    pub(super) const fn id(&self) -> &Slug {
        match self {
            Self::Public(source) => &source.id,
            Self::Confidential { id, .. } => id,
        }
    }

    /// The source, if it may be named.
    pub(super) const fn public(&self) -> Option<&Source> {
        match self {
            Self::Public(source) => Some(source),
            Self::Confidential { .. } => None,
        }
    }

    fn prose_mut(&mut self) -> Option<&mut Prose> {
        match self {
            Self::Public(source) => Some(&mut source.prose),
            Self::Confidential { .. } => None,
        }
    }
}

impl Rows {
    /// The prose of all rows.
    pub(super) fn prose(&self) -> impl Iterator<Item = &Prose> {
        let actors = self.actors.iter().map(|actor| &actor.prose);
        let events = self.events.iter().map(|event| &event.prose);
        let sources = self.sources.iter().filter_map(SourceRow::public).map(|source| &source.prose);
        actors.chain(events).chain(sources)
    }

    /// The prose of all rows, to be linked.
    pub(super) fn prose_mut(&mut self) -> impl Iterator<Item = &mut Prose> {
        let actors = self.actors.iter_mut().map(|actor| &mut actor.prose);
        let events = self.events.iter_mut().map(|event| &mut event.prose);
        let sources = self.sources.iter_mut().filter_map(SourceRow::prose_mut);
        actors.chain(events).chain(sources)
    }
}

/// Makes the rows. References of declared records are resolved on the way and may bring others into being, which
/// is why the undeclared ones are made last.
pub(super) fn rows(declarations: Declarations, rolls: &mut Rolls, vocabulary: &Vocabulary) -> Rows {
    let Declarations { actors, events, sources } = declarations;
    let mut actors: Vec<Actor> =
        actors.into_values().enumerate().map(|(row, d)| actor(row, *d, rolls, vocabulary)).collect();
    let mut events: Vec<Event> = events.into_values().map(|d| event(*d, rolls, vocabulary)).collect();
    let mut sources: Vec<SourceRow> = sources.into_values().map(|d| source(*d, rolls, vocabulary)).collect();
    let first = actors.len();
    actors.extend(
        rolls.actors.undeclared.iter().enumerate().map(|(row, named)| undeclared_actor(first + row, named)),
    );
    events.extend(rolls.events.undeclared.iter().map(undeclared_event));
    sources.extend(rolls.sources.undeclared.iter().map(undeclared_source).map(SourceRow::Public));
    Rows { actors, events, sources }
}

fn actor(
    row: usize,
    declaration: Declaration<ActorEntry>,
    rolls: &mut Rolls,
    vocabulary: &Vocabulary,
) -> Actor {
    let entry = declaration.entry;
    let protected = entry.protected.as_ref().is_some_and(|protected| protected.value);
    if protected {
        refuse_telling_id(&entry, &mut rolls.diagnostics);
    }
    Actor {
        name: (!protected)
            .then(|| entry.name.map_or_else(|| entry.id.value.to_string(), |name| name.value.into_string())),
        names: if protected { Vec::new() } else { by_language(entry.names) },
        kind: kinds::actor_kinds(vocabulary).resolve_kind(
            entry.kind.as_ref(),
            &rolls.slips,
            &mut rolls.diagnostics,
        ),
        aliases: if protected { Vec::new() } else { plain(entry.aliases) },
        part_of: entry.part_of.and_then(|name| rolls.actor(&name)),
        allied_with: once(entry.allied_with.iter().filter_map(|name| rolls.actor(name))),
        country: entry.country.map(|country| country.value),
        active: entry.active.map(|active| active.value),
        reliability: entry.reliability.map(|reliability| reliability.value),
        ids: if protected { Vec::new() } else { pairs(entry.ids) },
        declared: Declared::Yes,
        prose: prose(declaration.prose),
        root: Id::new(row),
        claims: Vec::new(),
        about: Vec::new(),
        span: entry.id.span,
        id: entry.id.value,
    }
}

/// A protected actor's id tells nothing if it shares no word with the name and aliases.
fn refuse_telling_id(entry: &ActorEntry, diagnostics: &mut Vec<Diagnostic>) {
    let id_words: Vec<&str> = entry.id.value.as_str().split('-').collect();
    let telling = entry.name.iter().chain(entry.other_names()).find(|name| {
        words_of_name(&fold_name(&name.value)).iter().any(|word| id_words.contains(&word.as_str()))
    });
    if let Some(name) = telling {
        let message = format!("the id `{}` gives away the protected actor's name", entry.id.value);
        diagnostics.push(
            Diagnostic::new(Code::ProtectedId, entry.id.span, message)
                .other(name.span, "this name is protected")
                .help("choose an id that says nothing, such as `source-7`: it stands in addresses"),
        );
    }
}

fn event(declaration: Declaration<EventEntry>, rolls: &mut Rolls, vocabulary: &Vocabulary) -> Event {
    let entry = declaration.entry;
    let mut points: Vec<(Slug, String)> =
        entry.points.into_iter().map(|(id, question)| (id.value, question.value.into_string())).collect();
    points.sort();
    Event {
        name: entry.name.map_or_else(|| entry.id.value.to_string(), |name| name.value.into_string()),
        names: by_language(entry.names),
        date: entry.date.map(|date| date.value),
        kind: kinds::event_kinds(vocabulary).resolve_kind(
            entry.kind.as_ref(),
            &rolls.slips,
            &mut rolls.diagnostics,
        ),
        place: Place {
            name: entry.place.name.map(|name| name.value.into_string()),
            country: entry.place.country.map(|country| country.value),
            coordinates: entry.place.coordinates.map(|coordinates| coordinates.value),
            precision: entry.place.precision.map(|precision| precision.value),
        },
        parties: once(entry.parties.iter().filter_map(|name| rolls.actor(name))),
        part_of: entry.part_of.and_then(|name| rolls.event(&name)),
        points,
        ids: pairs(entry.ids),
        declared: Declared::Yes,
        prose: prose(declaration.prose),
        claims: Vec::new(),
        span: entry.id.span,
        id: entry.id.value,
    }
}

fn source(declaration: Declaration<SourceEntry>, rolls: &mut Rolls, vocabulary: &Vocabulary) -> SourceRow {
    let entry = declaration.entry;
    let kind = kinds::source_kinds(vocabulary).resolve_kind(
        entry.kind.as_ref(),
        &rolls.slips,
        &mut rolls.diagnostics,
    );
    let access = entry.access.as_ref().map_or_else(Access::default, |access| access.value);
    let status = entry.status.as_ref().map_or_else(SourceStatus::default, |status| status.value);
    if access == Access::Confidential {
        // What else it says is not looked at, and so brings nothing into being.
        let source = ConfidentialSource { is_retracted: status == SourceStatus::Retracted };
        return SourceRow::Confidential { id: entry.id.value, source };
    }
    let cited = access != Access::Restricted;
    SourceRow::Public(Source {
        title: entry.title.map_or_else(|| entry.id.value.to_string(), |title| title.value.into_string()),
        kind,
        publisher: entry.publisher.and_then(|name| rolls.actor(&name)),
        author: entry.author.map(|author| author.value.into_string()),
        date: entry.date.map(|date| date.value),
        url: entry.url.filter(|_| cited).map(|url| url.value),
        archive: entry.archive.filter(|_| cited).map(|url| url.value),
        accessed: entry.accessed.filter(|_| cited).map(|day| day.value),
        sha256: entry.sha256.filter(|_| cited).map(|digits| digits.value.into_string()),
        lang: entry.lang.map(|lang| lang.value),
        from: once(entry.from.iter().filter_map(|name| rolls.source(name))),
        from_confidential: Ids::new(),
        first_hand: entry.first_hand.is_some_and(|flag| flag.value),
        graded: entry.reliability.is_some(),
        reliability: entry.reliability.map_or(Reliability::F, |reliability| reliability.value),
        access,
        descriptor: entry.descriptor.map(|descriptor| descriptor.value.into_string()),
        status,
        declared: Declared::Yes,
        prose: prose(declaration.prose),
        claims: Vec::new(),
        span: entry.id.span,
        id: entry.id.value,
    })
}

fn undeclared_actor(row: usize, named: &Undeclared) -> Actor {
    Actor {
        id: named.id.clone(),
        name: Some(named.name.clone()),
        names: Vec::new(),
        kind: Kind::default(),
        aliases: Vec::new(),
        part_of: None,
        allied_with: Ids::new(),
        country: None,
        active: None,
        reliability: None,
        ids: Vec::new(),
        declared: Declared::No,
        prose: Prose::default(),
        root: Id::new(row),
        claims: Vec::new(),
        about: Vec::new(),
        span: named.span,
    }
}

fn undeclared_event(named: &Undeclared) -> Event {
    Event {
        id: named.id.clone(),
        name: named.name.clone(),
        names: Vec::new(),
        date: None,
        kind: Kind::default(),
        place: Place::default(),
        parties: Ids::new(),
        part_of: None,
        points: Vec::new(),
        ids: Vec::new(),
        declared: Declared::No,
        prose: Prose::default(),
        claims: Vec::new(),
        span: named.span,
    }
}

fn undeclared_source(named: &Undeclared) -> Source {
    Source {
        id: named.id.clone(),
        title: named.name.clone(),
        kind: Kind::default(),
        publisher: None,
        author: None,
        date: None,
        url: None,
        archive: None,
        accessed: None,
        sha256: None,
        lang: None,
        from: Ids::new(),
        from_confidential: Ids::new(),
        first_hand: false,
        reliability: Reliability::F,
        graded: false,
        access: Access::default(),
        descriptor: None,
        status: SourceStatus::default(),
        declared: Declared::No,
        prose: Prose::default(),
        claims: Vec::new(),
        span: named.span,
    }
}

fn prose(prose: Option<(FileId, Arc<Body>, Option<Lang>)>) -> Prose {
    prose
        .map(|(file, body, lang)| Prose { file: Some(file), body, destinations: Vec::new(), lang })
        .unwrap_or_default()
}

fn by_language(names: Vec<(Spanned<Lang>, Text)>) -> Vec<(Lang, String)> {
    let mut names: Vec<_> =
        names.into_iter().map(|(lang, name)| (lang.value, name.value.into_string())).collect();
    names.sort();
    names
}

fn plain(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.value.into_string()).collect()
}

fn pairs(pairs: Vec<(Text, Text)>) -> Vec<(String, String)> {
    let mut pairs: Vec<_> =
        pairs.into_iter().map(|(key, value)| (key.value.into_string(), value.value.into_string())).collect();
    pairs.sort();
    pairs
}

/// The ids in order, each once.
pub(super) fn once<T>(ids: impl Iterator<Item = Id<T>>) -> Ids<T> {
    let mut ids: Ids<T> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
