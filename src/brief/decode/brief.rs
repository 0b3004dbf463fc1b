//! A brief's frontmatter, all keys but the claims' own.

use std::sync::Arc;

use super::allow::take_allow;
use super::fields::{self, Fields};
use super::findings::Findings;
use super::{Source, claim, language, record, stand_in, warn_of_device_name, written_id};
use crate::brief::{Brief, CorrectionEntry, Document, RecordKind, Records, Status, Text};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Span, Spanned};
use crate::value::date::Day;
use crate::value::slug::Slug;
use crate::yaml::{Key, Node};

/// The status of a brief, as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
enum StatusWord {
    Published,
    Draft,
    Withdrawn,
}

pub(super) fn decode(source: &Source<'_>, findings: &Findings) -> Document {
    let quiet = Findings::default();
    let stem = source.stem(&quiet);
    let Some((mut fields, body)) = source.open("the frontmatter of a brief", findings) else {
        return stem.map_or(Document::Unreadable, |(slug, _)| Document::UnreadableBrief(slug));
    };
    fields.ignore("private");
    let written = fields.text("slug");
    let slug = match &written {
        Some(text) => written_id(text, Code::InvalidSlug, findings),
        None => {
            findings.extend(quiet.into_inner().0);
            stem.as_ref().map(|(slug, _)| Spanned::new(slug.clone(), source.start()))
        }
    };
    let day = stem.and_then(|(_, day)| day);
    let brief = whole(source, &mut fields, slug, day);
    take_allow(&mut fields, source.whole());
    let body = source.body(body, findings);
    fields.finish("a brief");
    let Some(brief) = brief else { return Document::Unreadable };
    warn_of_device_name(&brief.slug, findings);
    Document::Brief(Box::new(Brief { body, ..brief }))
}

/// All keys of a brief. Without a slug there is no brief, but every key was read and judged by then.
fn whole(
    source: &Source<'_>,
    fields: &mut Fields<'_, '_>,
    slug: Option<Spanned<Slug>>,
    day: Option<Day>,
) -> Option<Brief> {
    let claims = claim::decode_all(fields);
    Some(Brief {
        file: source.file,
        title: fields.required_text("title", "a brief").unwrap_or_else(|| stand_in(source)),
        date: date(fields, day, source),
        updated: fields.parsed("updated", Code::InvalidDate),
        lang: language(fields),
        summary: fields.text("summary"),
        authors: fields.texts("authors"),
        tags: fields.few_names("tags"),
        kind: fields.word("type").map(|kind| kind.value).unwrap_or_default(),
        status: status(fields),
        embargo: embargo(fields),
        warnings: fields.texts("warning"),
        tlp: fields.word("tlp").map(|tlp| tlp.value).unwrap_or_default(),
        default_events: fields.few_names("event"),
        default_sources: fields.few_names("source"),
        corrections: corrections(fields),
        says: sentences(fields),
        translation_of: translation_of(fields, !claims.is_empty()),
        records: records(fields),
        claims,
        reviewed: reviewed(fields),
        body: Arc::default(),
        slug: slug?,
    })
}

/// The `date` key, else the day in the file's name; one of them must be there.
fn date(fields: &mut Fields<'_, '_>, of_name: Option<Day>, source: &Source<'_>) -> Spanned<Day> {
    let stated = fields.place_of("date").is_some();
    let written = fields.parsed("date", Code::InvalidDate);
    if !stated && of_name.is_none() {
        fields.missing("date", "a brief whose file name bears no date");
    }
    written.unwrap_or_else(|| Spanned::new(of_name.unwrap_or(Day::FIRST), source.start()))
}

/// A point in time, RFC 3339 with its zone: without one nobody could say when it has passed.
fn embargo(fields: &mut Fields<'_, '_>) -> Option<Spanned<jiff::Timestamp>> {
    let text = fields.text("embargo")?;
    match text.value.parse() {
        Ok(time) => Some(Spanned::new(time, text.span)),
        Err(_) => {
            let message = format!("`{}` is not valid for `embargo`", text.value);
            fields.findings.report(
                Diagnostic::new(Code::InvalidValue, text.span, message)
                    .label("expected a date and a time with its zone")
                    .help("write it as `2026-12-01T06:00:00Z` or `2026-12-01T06:00:00+01:00`"),
            );
            None
        }
    }
}

fn status(fields: &mut Fields<'_, '_>) -> Status {
    let place = fields.place_of("status");
    let word = fields.word::<StatusWord>("status").map_or(StatusWord::Published, |status| status.value);
    let reason_place = fields.place_of("reason");
    let reason = fields.text("reason");
    match (word, reason) {
        (StatusWord::Withdrawn, Some(reason)) => Status::Withdrawn { reason },
        (StatusWord::Withdrawn, None) => {
            let place = place.unwrap_or_else(|| fields.span());
            let message = "a withdrawn brief needs the key `reason`";
            let help = "add a line `reason: ...`: it stands on the page that stays at the address";
            fields.findings.report(Diagnostic::new(Code::MissingKey, place, message).help(help));
            Status::Withdrawn { reason: Spanned::new("".into(), place) }
        }
        (_, Some(_)) => {
            let place = reason_place.unwrap_or_else(|| fields.span());
            let message = "`reason` is given for a brief that is not withdrawn";
            let help = "set `status: withdrawn`, or take `reason` out";
            fields.findings.report(Diagnostic::new(Code::ConflictingKeys, place, message).help(help));
            Status::Published
        }
        (StatusWord::Draft, None) => Status::Draft,
        (StatusWord::Published, None) => Status::Published,
    }
}

fn corrections(fields: &mut Fields<'_, '_>) -> Vec<CorrectionEntry> {
    let findings = fields.findings;
    let nodes = fields.nodes("corrections");
    nodes.into_iter().filter_map(|node| correction(node, findings)).collect()
}

fn correction(node: Node<'_>, findings: &Findings) -> Option<CorrectionEntry> {
    let mut fields = Fields::open(node, "a correction", findings)?;
    if fields.place_of("date").is_none() {
        fields.missing("date", "a correction");
    }
    let date = fields.parsed("date", Code::InvalidDate);
    let text = fields.required_text("text", "a correction");
    let claim = fields.name("claim");
    fields.finish("a correction");
    Some(CorrectionEntry { date: date?, text: text?, claim })
}

fn translation_of(fields: &mut Fields<'_, '_>, has_claims: bool) -> Option<Text> {
    let place = fields.place_of("translation_of");
    let original = fields.name("translation_of");
    if let (Some(place), true) = (place, has_claims && original.is_some()) {
        let message = "a translation has no claims of its own";
        let help = "move the sentences to `says: {ID: sentence}`, or take `translation_of` out";
        fields.findings.report(Diagnostic::new(Code::ConflictingKeys, place, message).help(help));
    }
    original
}

/// A translation's `says`: from the original's claim ids to sentences.
fn sentences(fields: &mut Fields<'_, '_>) -> Vec<(Text, Text)> {
    if fields.place_of("translation_of").is_none() {
        // Not taken, so that it is reported as a key that is unknown here.
        return Vec::new();
    }
    let findings = fields.findings;
    let pair = |(key, node): (Key<'_>, Node<'_>)| {
        let (sentence, _) = fields::scalar(node, "says", findings)?;
        Some((fields::key_text(&key), sentence))
    };
    fields.mapping("says").into_iter().filter_map(pair).collect()
}

fn records(fields: &mut Fields<'_, '_>) -> Records {
    let findings = fields.findings;
    let mut records = Records::default();
    for (key, kind) in
        [("actors", RecordKind::Actor), ("events", RecordKind::Event), ("sources", RecordKind::Source)]
    {
        if let Some(node) = fields.node(key) {
            record::decode_all(node, kind, &mut records, findings);
        }
    }
    records
}

/// The assets that `metadata` lets through: the only word there is `reviewed`.
fn reviewed(fields: &mut Fields<'_, '_>) -> Vec<Text> {
    let findings = fields.findings;
    let mut paths = Vec::new();
    for (key, node) in fields.mapping("metadata") {
        let span = node.span;
        match fields::scalar(node, "metadata", findings) {
            Some((word, _)) if word.value == "reviewed" => paths.push(fields::key_text(&key)),
            Some((word, _)) => report_metadata_word(&word.value, span, findings),
            None => {}
        }
    }
    paths
}

fn report_metadata_word(word: &str, span: Span, findings: &Findings) {
    let message = format!("`metadata` of a file can only be `reviewed`, not `{word}`");
    let help = "write `reviewed` once somebody has looked for names, places and times inside the file";
    findings.report(Diagnostic::new(Code::InvalidValue, span, message).help(help));
}
