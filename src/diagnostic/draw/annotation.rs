//! Workflow commands of GitHub's CI: `::error file=...,line=...::message`.
//!
//! One line a diagnostic. A raw newline would end the command and a raw comma or colon a property, so both are
//! escaped as the runner expects (`toolkit/packages/core/src/command.ts`).

use super::places::Places;
use super::visible::visible;
use crate::diagnostic::{Diagnostic, Severity};

/// All diagnostics, a command a line.
pub(super) fn draw(diagnostics: &[Diagnostic], places: &Places<'_>) -> String {
    diagnostics.iter().map(|diagnostic| command(diagnostic, places) + "\n").collect()
}

fn command(diagnostic: &Diagnostic, places: &Places<'_>) -> String {
    let name = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    format!("::{name} {}::{}", properties(diagnostic, places).join(","), escape(&message(diagnostic)))
}

fn properties(diagnostic: &Diagnostic, places: &Places<'_>) -> Vec<String> {
    let mut properties = Vec::new();
    if let Some(span) = diagnostic.place {
        let (start, end) = (places.start(span), places.end(span));
        properties.push(format!("file={}", escape_property(places.path(span).as_str())));
        properties.push(format!("line={},endLine={}", start.line, end.line));
        // GitHub refuses columns on an annotation of several lines.
        if start.line == end.line {
            properties.push(format!("col={},endColumn={}", start.column, end.column));
        }
    }
    properties.push(format!("title={}", diagnostic.code));
    properties
}

/// The sentence, what is wrong at the place, and what to do: a line each.
fn message(diagnostic: &Diagnostic) -> String {
    let label = (!diagnostic.label.is_empty()).then_some(&diagnostic.label);
    let parts = [Some(&diagnostic.message), label].into_iter().flatten().cloned();
    parts.chain(diagnostic.help.iter().map(|help| format!("help: {help}"))).collect::<Vec<_>>().join("\n")
}

fn escape(text: &str) -> String {
    text.split('\n').map(|line| visible(line).replace('%', "%25")).collect::<Vec<_>>().join("%0A")
}

fn escape_property(text: &str) -> String {
    escape(text).replace(':', "%3A").replace(',', "%2C")
}
