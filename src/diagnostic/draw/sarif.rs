//! Diagnostics as a SARIF 2.1.0 log, which code hosts and editors read.
//!
//! The format is OASIS's *Static Analysis Results Interchange Format Version 2.1.0*; the section that a property
//! comes from stands beside it where it is not plain. Paths are relative to the site's folder (`SITE`), so a log
//! says nothing of the machine that wrote it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use strum::IntoEnumIterator;

use super::places::Places;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;

/// What a path keeps in a URI: RFC 3986's unreserved characters and the slash.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The whole log: one run.
pub(super) fn log(diagnostics: &[Diagnostic], places: &Places<'_>) -> Value {
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "variorum",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": Code::iter().map(rule).collect::<Vec<_>>(),
            }},
            // section 3.14.17: our columns are characters, not UTF-16 units
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {"SITE": {"description": {"text": "the folder of the site"}}},
            "results": diagnostics.iter().map(|diagnostic| result(diagnostic, places)).collect::<Vec<_>>(),
        }],
    })
}

/// A code. Its place in the list is its place in [`Code`], which results refer to.
fn rule(code: Code) -> Value {
    let explanation = code.explanation();
    json!({
        "id": code.to_string(),
        "shortDescription": {"text": code.summary()},
        "fullDescription": {"text": explanation},
        "help": {"text": explanation, "markdown": explanation},
        "defaultConfiguration": {"level": code.severity().to_string()},
    })
}

fn result(diagnostic: &Diagnostic, places: &Places<'_>) -> Value {
    let locations: Vec<_> =
        diagnostic.place.map(|span| location(span, &diagnostic.label, places)).into_iter().collect();
    let related: Vec<_> =
        diagnostic.others.iter().map(|(span, label)| location(*span, label, places)).collect();
    json!({
        "ruleId": diagnostic.code.to_string(),
        "ruleIndex": diagnostic.code as usize,
        "level": diagnostic.severity.to_string(),
        "message": {"text": message(diagnostic)},
        "locations": locations,
        "relatedLocations": related,
    })
}

/// The sentence, and what to do.
fn message(diagnostic: &Diagnostic) -> String {
    match &diagnostic.help {
        Some(help) => format!("{}\nhelp: {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    }
}

fn location(span: Span, label: &str, places: &Places<'_>) -> Value {
    let (start, end) = (places.start(span), places.end(span));
    let uri = utf8_percent_encode(places.path(span).as_str(), ENCODED).to_string();
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": {"uri": uri, "uriBaseId": "SITE"},
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
        },
    });
    if !label.is_empty() {
        location["message"] = json!({"text": label});
    }
    location
}
