//! One file of `content/` becomes a [`Document`], with all of its errors.
//!
//! What a file is follows from its path alone. Decoding never fails: what is missing or wrong is reported and has
//! a stand-in, so that the next stage can go on and find the mistakes that other files make. `pipeline` calls it.

mod allow;
mod brief;
mod claim;
mod fields;
mod findings;
mod record;
mod script;

use std::ops::Range;
use std::sync::Arc;

use camino::Utf8Path;

use self::fields::Fields;
use self::findings::Findings;
use super::{Allow, Document, PlainPage, RecordKind, Records, Text};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{self, Body};
use crate::text::{FileId, Span, Spanned, is_device_name};
use crate::value::date::Day;
use crate::value::lang::Lang;
use crate::value::slug::Slug;
use crate::yaml;

pub(crate) use self::fields::{enumerate, nearest};

/// A decoded file and its diagnostics.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// What the file holds.
    pub document: Document,
    /// All that is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// What the writer silences, and where.
    pub allows: Vec<Allow>,
}

/// What a path inside `content/` makes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Brief,
    Record(RecordKind),
    Registry(RecordKind),
    Page,
}

impl Role {
    fn of(path: &Utf8Path) -> Self {
        let parts: Vec<&str> = path.components().map(|part| part.as_str()).collect();
        match parts.as_slice() {
            ["briefs", _, ..] => Self::Brief,
            ["actors", _] => Self::Record(RecordKind::Actor),
            ["events", _] => Self::Record(RecordKind::Event),
            ["sources", _] => Self::Record(RecordKind::Source),
            ["actors.yaml"] => Self::Registry(RecordKind::Actor),
            ["events.yaml"] => Self::Registry(RecordKind::Event),
            ["sources.yaml"] => Self::Registry(RecordKind::Source),
            _ => Self::Page,
        }
    }
}

/// Decodes one file. `path` is relative to `content/`.
#[must_use]
pub fn decode(file: FileId, path: &Utf8Path, text: &str) -> Decoded {
    let findings = Findings::default();
    let source = Source { file, path, text };
    let document = match Role::of(path) {
        Role::Brief => brief::decode(&source, &findings),
        Role::Record(kind) => record::decode_file(&source, kind, &findings),
        Role::Registry(kind) => registry(&source, kind, &findings),
        Role::Page => page(&source, &findings),
    };
    let (diagnostics, allows) = findings.into_inner();
    Decoded { document, diagnostics, allows }
}

/// The file in hand.
struct Source<'text> {
    file: FileId,
    path: &'text Utf8Path,
    text: &'text str,
}

impl<'text> Source<'text> {
    /// The file's beginning: stands for what has no place of its own.
    fn start(&self) -> Span {
        Span::new(self.file, 0..0)
    }

    fn whole(&self) -> Span {
        Span::new(self.file, 0..self.text.len())
    }

    /// The id and the day that the file's name gives; `None` (reported) where it gives no id.
    fn stem(&self, findings: &Findings) -> Option<(Slug, Option<Day>)> {
        let stem = self.path.file_stem().unwrap_or_default();
        Slug::from_file_stem(stem)
            .inspect_err(|error| {
                let message = format!("no id can be made from the file name `{stem}`");
                findings.report(
                    Diagnostic::new(Code::FileName, self.start(), message)
                        .label(error.to_string())
                        .help("rename the file"),
                );
            })
            .ok()
    }

    /// The frontmatter's mapping and the range of the body; `None` (reported) where there is none to read.
    fn open<'f>(&self, what: &str, findings: &'f Findings) -> Option<(Fields<'text, 'f>, Range<usize>)> {
        let mut diagnostics = Vec::new();
        let parts = yaml::frontmatter(self.file, self.text, &mut diagnostics);
        let opened = parts.and_then(|(frontmatter, body)| {
            let node = yaml::parse(self.file, self.text, frontmatter, &mut diagnostics)?;
            Some((node, body))
        });
        findings.extend(diagnostics);
        let (node, body) = opened?;
        Some((Fields::open(node, what, findings)?, body))
    }

    fn body(&self, range: Range<usize>, findings: &Findings) -> Arc<Body> {
        let mut diagnostics = Vec::new();
        let body = markdown::render(self.file, self.text, range, &mut diagnostics);
        findings.extend(diagnostics);
        Arc::new(body)
    }
}

fn registry(source: &Source<'_>, kind: RecordKind, findings: &Findings) -> Document {
    let mut diagnostics = Vec::new();
    let node = yaml::parse(source.file, source.text, 0..source.text.len(), &mut diagnostics);
    findings.extend(diagnostics);
    let Some(node) = node else { return Document::Unreadable };
    let mut records = Records::default();
    record::decode_all(node, kind, &mut records, findings);
    Document::Registry(records)
}

fn page(source: &Source<'_>, findings: &Findings) -> Document {
    let Some((mut fields, body)) = source.open("the frontmatter of a page", findings) else {
        return Document::Unreadable;
    };
    fields.ignore("private");
    let title = fields.required_text("title", "a page");
    let page = PlainPage {
        file: source.file,
        title: title.unwrap_or_else(|| stand_in(source)),
        summary: fields.text("summary"),
        lang: language(&mut fields),
        weight: fields.parsed::<i64>("weight", Code::InvalidValue).map_or(0, |weight| weight.value),
        body: source.body(body, findings),
    };
    fields.finish("a page");
    Document::Page(Box::new(page))
}

/// The file's name where a title is missing.
fn stand_in(source: &Source<'_>) -> Text {
    Spanned::new(source.path.file_stem().unwrap_or_default().into(), source.start())
}

fn language(fields: &mut Fields<'_, '_>) -> Option<Spanned<Lang>> {
    fields.parsed("lang", Code::InvalidValue)
}

/// Reads an id that a writer typed.
fn written_id(text: &Text, code: Code, findings: &Findings) -> Option<Spanned<Slug>> {
    match text.value.parse::<Slug>() {
        Ok(id) => Some(Spanned::new(id, text.span)),
        Err(error) => {
            let message = format!("`{}` cannot be an id", text.value);
            let help = Slug::from_name(&text.value).ok().map(|id| format!("write `{id}`"));
            findings
                .report(Diagnostic::new(code, text.span, message).label(error.to_string()).maybe_help(help));
            None
        }
    }
}

/// Warns of names that Windows keeps for devices.
fn warn_of_device_name(id: &Spanned<Slug>, findings: &Findings) {
    if is_device_name(id.value.as_ref()) {
        let message = format!("`{}` is the name of a device on Windows", id.value);
        findings.report(
            Diagnostic::new(Code::DeviceName, id.span, message).help("choose another name for the page"),
        );
    }
}

#[cfg(test)]
mod tests;
