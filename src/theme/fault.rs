//! What is wrong with a theme: the template engine's errors as diagnostics, with the place where it is known.
//!
//! The engine gives a syntax error as data, but mistakes between templates only as drawn text, a report each, which
//! is read back here. A mistake in an embedded file is a bug of this program; it has no place, and is told like any
//! other.

use std::collections::BTreeMap;
use std::ops::Range;

use tera::{Error, ErrorKind};

use super::Text;
use super::limits::TooDeep;
use super::unknown::{MAX_UNKNOWN, Unknown};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{FileId, Span};

/// A mistake at a place of a theme's file.
pub(super) fn at(text: &Text, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
    match text.span(range) {
        Some(span) => Diagnostic::new(Code::ThemeError, span, message),
        None => Diagnostic::of_site(Code::ThemeError, message),
    }
}

/// A TOML file that cannot be read.
pub(super) fn toml(text: &Text, error: &toml::de::Error) -> Diagnostic {
    at(text, error.span().unwrap_or(0..0), sentence(error.message()))
}

/// The template that cannot be parsed.
pub(super) fn template(error: &Error) -> Option<&str> {
    match error.kind() {
        ErrorKind::SyntaxError(report) => Some(report.filename()),
        _ => None,
    }
}

/// Everything that an error on loading tells.
pub(super) fn loading(error: &Error, templates: &BTreeMap<&str, &Text>) -> Vec<Diagnostic> {
    let ErrorKind::SyntaxError(report) = error.kind() else {
        return drawn(&error.to_string(), templates);
    };
    let name = report.filename();
    let message = format!("the template `{name}` cannot be read: {}", sentence(report.message()));
    vec![in_template(templates.get(name).copied(), report.span().range.clone(), message)]
}

/// A template that the engine is not given.
pub(super) fn too_deep(deep: &TooDeep<'_>, templates: &BTreeMap<&str, &Text>) -> Diagnostic {
    let message = format!("the template `{}` cannot be used: {}", deep.template, deep.message);
    in_template(templates.get(deep.template).copied(), deep.at..deep.at, message).help(deep.help)
}

/// A template that the engine is not given because it uses too many names that nothing has: each of them up to the
/// limit, and one report that there are more.
pub(super) fn unknown(name: &str, text: &Text, unknown: &[Unknown<'_>]) -> Vec<Diagnostic> {
    let each = unknown.iter().take(MAX_UNKNOWN).map(|one| {
        let message =
            format!("the template `{name}` cannot be used: unknown {} `{}`", one.kind.word(), one.name);
        at(text, one.at..one.at + one.name.len(), message)
    });
    let more = unknown.get(MAX_UNKNOWN).map(|one| {
        let message = format!(
            "the template `{name}` uses more than {MAX_UNKNOWN} unknown names; the rest is not looked at"
        );
        at(text, one.at..one.at + one.name.len(), message).help("mend those before, then look again")
    });
    each.chain(more).collect()
}

/// An error while a page was rendered. Which page it was, the caller adds: the same may happen on many.
pub(super) fn rendering(error: &Error, own: &BTreeMap<String, FileId>) -> Diagnostic {
    let ErrorKind::RenderingError(report) = error.kind() else {
        let message = format!("the page cannot be rendered: {}", sentence(&error.to_string()));
        return Diagnostic::of_site(Code::ThemeError, message);
    };
    let name = report.filename();
    let message = format!("the template `{name}` cannot be rendered: {}", sentence(report.message()));
    match own.get(name) {
        Some(file) => {
            Diagnostic::new(Code::ThemeError, Span::new(*file, report.span().range.clone()), message)
        }
        None => Diagnostic::of_site(Code::ThemeError, message),
    }
}

/// Reads back what the engine has drawn: reports with an empty line between them, each
/// `error: MESSAGE`, ` --> TEMPLATE:LINE:COLUMN`, and the source line.
fn drawn(text: &str, templates: &BTreeMap<&str, &Text>) -> Vec<Diagnostic> {
    text.split("\n\n")
        .filter(|report| !report.starts_with("note:"))
        .map(|report| one(report, templates))
        .collect()
}

fn one(report: &str, templates: &BTreeMap<&str, &Text>) -> Diagnostic {
    let mut lines = report.lines();
    let message = lines.next().unwrap_or_default();
    let message = sentence(message.strip_prefix("error: ").unwrap_or(message));
    let place = lines.next().and_then(|line| line.trim_start().strip_prefix("--> "));
    let Some((name, offset)) = place.and_then(|place| find(place, templates)) else {
        return Diagnostic::of_site(Code::ThemeError, format!("the theme cannot be loaded: {message}"));
    };
    let message = format!("the template `{name}` cannot be used: {message}");
    in_template(templates.get(name).copied(), offset..offset, message)
}

fn in_template(text: Option<&Text>, range: Range<usize>, message: String) -> Diagnostic {
    match text {
        Some(text) => at(text, range, message),
        None => Diagnostic::of_site(Code::ThemeError, message),
    }
}

/// `TEMPLATE:LINE:COLUMN`, both counted from 1, the column in characters: the template and a byte offset in it.
fn find<'p>(place: &'p str, templates: &BTreeMap<&str, &Text>) -> Option<(&'p str, usize)> {
    let (rest, column) = place.rsplit_once(':')?;
    let (name, line) = rest.rsplit_once(':')?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let text = &templates.get(name)?.text;
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let within = text[start..].char_indices().nth(column.checked_sub(1)?).map_or(0, |(at, _)| at);
    Some((name, start + within))
}

/// The house's way to write a message: lower case, no full stop, one line.
fn sentence(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default().trim_end_matches('.');
    let mut characters = line.chars();
    match characters.next() {
        Some(first) if !line.starts_with("I/O") => first.to_lowercase().chain(characters).collect(),
        _ => line.to_owned(),
    }
}
