//! Diagnostics as one JSON array, for scripts.
//!
//! The keys are a promise to users. Lines and columns count from 1, columns in characters; byte offsets count from
//! 0 in the text of the file; ends lie behind the last character. A finding about the whole site has no place,
//! and so none of the place's keys.

use serde::Serialize;

use super::places::Places;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Span;

/// One diagnostic.
#[derive(Serialize)]
pub(super) struct Entry<'a> {
    code: String,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    location: Option<Location<'a>>,
    label: &'a str,
    others: Vec<Other<'a>>,
    help: Option<&'a str>,
}

/// Another place that takes part.
#[derive(Serialize)]
struct Other<'a> {
    #[serde(flatten)]
    location: Location<'a>,
    label: &'a str,
}

#[derive(Serialize)]
struct Location<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    byte_start: u32,
    byte_end: u32,
}

/// All diagnostics.
pub(super) fn document<'a>(diagnostics: &'a [Diagnostic], places: &Places<'a>) -> Vec<Entry<'a>> {
    diagnostics.iter().map(|diagnostic| entry(diagnostic, places)).collect()
}

fn entry<'a>(diagnostic: &'a Diagnostic, places: &Places<'a>) -> Entry<'a> {
    let other = |(span, label): &'a (Span, String)| Other { location: location(*span, places), label };
    Entry {
        code: diagnostic.code.to_string(),
        severity: diagnostic.severity,
        message: &diagnostic.message,
        location: diagnostic.place.map(|span| location(span, places)),
        label: &diagnostic.label,
        others: diagnostic.others.iter().map(other).collect(),
        help: diagnostic.help.as_deref(),
    }
}

fn location<'a>(span: Span, places: &Places<'a>) -> Location<'a> {
    let (start, end) = (places.start(span), places.end(span));
    Location {
        file: places.path(span).as_str(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        byte_start: span.start,
        byte_end: span.end,
    }
}
