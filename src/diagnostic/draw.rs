//! Diagnostics as text for a terminal, as JSON, as SARIF and as CI annotations.
//!
//! [`draw`] is pure: it returns a text and prints nothing. Whatever a file holds, no control character and no
//! bidirectional control reaches the terminal, and a drawing stays small: a line of 10 MB is shown as the stretch
//! around the mistake. `cli` prints what it returns, the tests of diagnostics compare it.

mod annotation;
mod excerpt;
mod human;
mod json;
mod places;
mod sarif;
mod visible;

use serde::Serialize;
use strum::{Display, EnumString, VariantNames};

use self::places::Places;
pub use self::visible::visible;
use super::Diagnostic;
use crate::text::Files;

/// What the diagnostics are drawn as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Display, EnumString, VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Format {
    /// For people: the source line, an underline, what to do.
    #[default]
    Human,
    /// One array of objects.
    Json,
    /// SARIF 2.1.0, which code hosts and editors read.
    Sarif,
    /// Workflow commands of GitHub's CI, which it shows beside the lines of a change.
    Github,
}

/// Whether the drawing for people bears colours. The other formats have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Characters only.
    Plain,
    /// With ANSI escapes.
    Coloured,
}

/// Draws diagnostics in the order given (that of [`settle`](super::settle)). `width` is the terminal's, in
/// columns; only the drawing for people uses it. Without diagnostics that drawing is empty.
#[must_use]
pub fn draw(diagnostics: &[Diagnostic], files: &Files, format: Format, style: Style, width: usize) -> String {
    let places = Places::of(diagnostics, files);
    match format {
        Format::Human => human::draw(diagnostics, &places, style, width),
        Format::Json => pretty(&json::document(diagnostics, &places)),
        Format::Sarif => pretty(&sarif::log(diagnostics, &places)),
        Format::Github => annotation::draw(diagnostics, &places),
    }
}

/// A JSON document that people can read too, with a newline at its end.
#[expect(clippy::expect_used, reason = "texts, numbers and lists of them always have a JSON form")]
fn pretty(document: &impl Serialize) -> String {
    serde_json::to_string_pretty(document).expect("a JSON form") + "\n"
}

#[cfg(test)]
mod tests;
