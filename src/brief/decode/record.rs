//! Records: actors, events, sources; in a registry, in a brief, or in a file of their own.

use super::allow::take_allow;
use super::fields::{self, Fields, key_text};
use super::findings::Findings;
use super::{Source, language, warn_of_device_name, written_id};
use crate::brief::{
    ActorEntry, Coordinates, Document, EventEntry, PlaceEntry, RecordFile, RecordKind, Records, SourceEntry,
    Text,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Span, Spanned};
use crate::value::lang::Lang;
use crate::value::slug::Slug;
use crate::yaml::{Node, Value};

/// Decodes a map from id to record.
pub(super) fn decode_all(node: Node<'_>, kind: RecordKind, records: &mut Records, findings: &Findings) {
    let Some(fields) = Fields::open(node, &format!("the list of {kind}s"), findings) else { return };
    for (key, node) in fields.into_entries() {
        let Some(id) = written_id(&key_text(&key), Code::InvalidId, findings) else { continue };
        warn_of_device_name(&id, findings);
        let node = Node { value: or_empty_mapping(node.value), span: node.span };
        let what = format!("the {kind} `{}`", id.value);
        let whole = id.span.to(node.span);
        if let Some(mut fields) = Fields::open(node, &what, findings) {
            decode(&mut fields, kind, id, records);
            take_allow(&mut fields, whole);
            fields.finish(article(kind));
        }
    }
    records.shrink_to_fit();
}

/// An id without anything behind it declares a record without keys.
fn or_empty_mapping(value: Value<'_>) -> Value<'_> {
    match value {
        Value::Scalar { text, plain: true } if text.is_empty() => Value::Mapping(Vec::new()),
        value => value,
    }
}

const fn article(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Actor => "an actor",
        RecordKind::Event => "an event",
        RecordKind::Source => "a source",
    }
}

/// Decodes a file that is a record with prose of its own.
pub(super) fn decode_file(source: &Source<'_>, kind: RecordKind, findings: &Findings) -> Document {
    let what = format!("the frontmatter of {}", article(kind));
    let stem = source.stem(findings);
    let Some((mut fields, body)) = source.open(&what, findings) else { return Document::Unreadable };
    let draft = draft(&mut fields, kind);
    let lang = if kind == RecordKind::Source { None } else { language(&mut fields) };
    let mut records = Records::default();
    let id = stem.map(|(id, _)| Spanned::new(id, source.start()));
    if let Some(id) = id.clone().or_else(|| stand_in(source.start())) {
        warn_of_device_name(&id, findings);
        decode(&mut fields, kind, id, &mut records);
    }
    take_allow(&mut fields, source.whole());
    let body = source.body(body, findings);
    fields.finish(article(kind));
    let Some(id) = id else { return Document::Unreadable };
    Document::Record(Box::new(RecordFile { file: source.file, id, kind, records, draft, lang, body }))
}

/// An id for a record whose file name gives none, so that its keys are read and judged all the same.
fn stand_in(place: Span) -> Option<Spanned<Slug>> {
    Slug::from_name("unnamed").ok().map(|id| Spanned::new(id, place))
}

/// `status: draft` keeps a record's file back. A source's `status` has other words besides, which stay.
fn draft(fields: &mut Fields<'_, '_>, kind: RecordKind) -> bool {
    if fields.peek_text("status") == Some("draft") {
        fields.ignore("status");
        return true;
    }
    if kind == RecordKind::Source {
        return false;
    }
    fields.word::<PageStatus>("status");
    false
}

/// The status of a record's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
enum PageStatus {
    Published,
    Draft,
}

fn decode(fields: &mut Fields<'_, '_>, kind: RecordKind, id: Spanned<Slug>, records: &mut Records) {
    match kind {
        RecordKind::Actor => records.actors.push(actor(fields, id)),
        RecordKind::Event => records.events.push(event(fields, id)),
        RecordKind::Source => records.sources.push(source(fields, id)),
    }
    fields.ignore("private");
}

fn actor(fields: &mut Fields<'_, '_>, id: Spanned<Slug>) -> ActorEntry {
    ActorEntry {
        id,
        name: stated_name(fields, "name", "an actor"),
        names: translated_names(fields),
        kind: fields.kind("kind"),
        aliases: fields.names("aliases"),
        part_of: fields.name("part_of"),
        allied_with: fields.few_names("allied_with"),
        country: fields.parsed("country", Code::InvalidValue),
        active: fields.date_without_time("active"),
        reliability: fields.word("reliability"),
        protected: fields.flag("protected"),
        ids: identifiers(fields, &["wikidata", "acled", "ucdp", "misp"]),
    }
}

fn event(fields: &mut Fields<'_, '_>, id: Spanned<Slug>) -> EventEntry {
    EventEntry {
        id,
        name: stated_name(fields, "name", "an event"),
        names: translated_names(fields),
        date: fields.date("date"),
        kind: fields.kind("kind"),
        place: place(fields),
        parties: fields.few_names("parties"),
        part_of: fields.name("part_of"),
        points: points(fields),
        ids: identifiers(fields, &["wikidata", "acled", "ucdp", "misp"]),
    }
}

fn source(fields: &mut Fields<'_, '_>, id: Spanned<Slug>) -> SourceEntry {
    SourceEntry {
        id,
        title: stated_name(fields, "title", "a source"),
        kind: fields.kind("kind"),
        publisher: fields.name("publisher"),
        author: fields.text("author"),
        date: fields.date("date"),
        url: fields.parsed("url", Code::InvalidUrl),
        archive: fields.parsed("archive", Code::InvalidUrl),
        accessed: fields.parsed("accessed", Code::InvalidDate),
        sha256: checksum(fields),
        lang: language(fields),
        from: fields.few_names("from"),
        first_hand: fields.flag("first_hand"),
        reliability: fields.word("reliability"),
        access: fields.word("access"),
        descriptor: fields.text("descriptor"),
        status: fields.word("status"),
    }
}

/// A record's name: it may stand in another declaration of the same record, but where it stands it is not empty.
fn stated_name(fields: &mut Fields<'_, '_>, key: &'static str, owner: &str) -> Option<Text> {
    fields.place_of(key)?;
    fields.required_name(key, owner)
}

/// Names in other languages, each language once.
fn translated_names(fields: &mut Fields<'_, '_>) -> Vec<(Spanned<Lang>, Text)> {
    let findings = fields.findings;
    let mut names: Vec<(Spanned<Lang>, Text)> = Vec::new();
    for (key, node) in fields.mapping("names") {
        let lang = fields::parse::<Lang>(&key_text(&key), "names", Code::InvalidValue, findings);
        let name = fields::name(node, "names", findings);
        let (Some(lang), Some(name)) = (lang, name) else { continue };
        if name.value.is_empty() {
            let message = format!("the name in `{}` is empty", key.text);
            let help = "write the name behind the language, or take the language out";
            findings.report(Diagnostic::new(Code::EmptyText, key.span, message).help(help));
        } else if let Some((first, _)) = names.iter().find(|(known, _)| known.value == lang.value) {
            let message = format!("the language `{}` has two names", lang.value);
            findings.report(
                Diagnostic::new(Code::DuplicateKey, lang.span, message)
                    .label("this one again")
                    .other(first.span, "first here")
                    .help("keep one, and list the other under `aliases`"),
            );
        } else {
            names.push((lang, name));
        }
    }
    names
}

fn place(event: &mut Fields<'_, '_>) -> PlaceEntry {
    let Some(node) = event.node("place") else { return PlaceEntry::default() };
    if let Value::Scalar { .. } = node.value {
        let name = fields::name(node, "place", event.findings);
        return PlaceEntry { name, ..PlaceEntry::default() };
    }
    let Some(mut fields) = Fields::open(node, "`place`", event.findings) else {
        return PlaceEntry::default();
    };
    let place = PlaceEntry {
        name: fields.name("name"),
        country: fields.parsed("country", Code::InvalidValue),
        coordinates: coordinates(&mut fields),
        precision: fields.word("precision"),
    };
    fields.finish("a place");
    place
}

/// Both coordinates or none.
fn coordinates(fields: &mut Fields<'_, '_>) -> Option<Spanned<Coordinates>> {
    let places = (fields.place_of("lat"), fields.place_of("lon"));
    let lat = degrees(fields, "lat", 90.0);
    let lon = degrees(fields, "lon", 180.0);
    if let (Some(place), None) | (None, Some(place)) = places {
        let message = "a place has both `lat` and `lon`, or neither";
        let help = "add the other coordinate, or take this one out";
        fields.findings.report(Diagnostic::new(Code::ConflictingKeys, place, message).help(help));
    }
    let (lat, lon) = (lat?, lon?);
    Some(Spanned::new(Coordinates { lat: lat.value, lon: lon.value }, lat.span))
}

fn degrees(fields: &mut Fields<'_, '_>, key: &'static str, limit: f64) -> Option<Spanned<f64>> {
    let degrees = fields.parsed::<f64>(key, Code::InvalidValue)?;
    if degrees.value.is_finite() && degrees.value.abs() <= limit {
        return Some(degrees);
    }
    let message = format!("`{key}` lies outside -{limit} to {limit} degrees");
    fields.findings.report(
        Diagnostic::new(Code::InvalidValue, degrees.span, message)
            .help("write decimal degrees such as `14.3`; check that `lat` and `lon` are not exchanged"),
    );
    None
}

fn points(fields: &mut Fields<'_, '_>) -> Vec<(Spanned<Slug>, Text)> {
    let findings = fields.findings;
    let mut points = Vec::new();
    for (key, node) in fields.mapping("points") {
        let id = written_id(&key_text(&key), Code::InvalidId, findings);
        let question = fields::scalar(node, "points", findings);
        match (id, question) {
            (Some(_), Some((question, _))) if question.value.is_empty() => {
                let message = format!("the point `{}` has no question", key.text);
                let help = "write the question in one sentence";
                findings.report(Diagnostic::new(Code::EmptyText, key.span, message).help(help));
            }
            (Some(id), Some((question, _))) => points.push((id, question)),
            _ => {}
        }
    }
    points
}

/// Identifiers in other registries.
fn identifiers(fields: &mut Fields<'_, '_>, registries: &[&'static str]) -> Vec<(Text, Text)> {
    let Some(node) = fields.node("ids") else { return Vec::new() };
    let Some(mut ids) = Fields::open(node, "`ids`", fields.findings) else { return Vec::new() };
    let mut found = Vec::new();
    for key in registries {
        let place = ids.place_of(key);
        if let (Some(value), Some(place)) = (ids.text(key), place) {
            found.push((Spanned::new((*key).into(), place), value));
        }
    }
    ids.finish("`ids`");
    found
}

/// 64 hexadecimal digits.
fn checksum(fields: &mut Fields<'_, '_>) -> Option<Text> {
    let text = fields.text("sha256")?;
    if text.value.len() == 64 && text.value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(text.map(|digits| digits.to_ascii_lowercase()));
    }
    let message = "`sha256` is not 64 hexadecimal digits";
    let help = "copy the first column of what `sha256sum FILE` prints";
    fields.findings.report(Diagnostic::new(Code::InvalidValue, text.span, message).help(help));
    None
}
