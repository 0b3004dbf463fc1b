//! Diagnostics drawn for people, as compilers do.
//!
//! Title, place, source line, underline, what to do. A tired writer reads from the top and mends as they go, so
//! the order is that of the files; only when there are more than [`DRAWN`] do errors come first, so that none is
//! crowded out by notes. What is not drawn is counted.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::Style;
use super::excerpt::{self, Excerpt};
use super::places::Places;
use super::visible::visible;
use crate::diagnostic::{Diagnostic, Severity};

/// At most so many are drawn (manual, safety.md#limits): more would scroll the first ones away.
const DRAWN: usize = 50;

/// Characters of a message or label that are drawn: a name may be megabytes long.
const SENTENCE: usize = 400;

/// Characters of a help that are drawn: it may list all keys of a claim.
const HELP: usize = 1_000;

/// All of them, and a last line that counts them; without any, nothing.
pub(super) fn draw(diagnostics: &[Diagnostic], places: &Places<'_>, style: Style, width: usize) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    }
    .term_width(width);
    let mut order: Vec<&Diagnostic> = diagnostics.iter().collect();
    if order.len() > DRAWN {
        order.sort_by_key(|diagnostic| diagnostic.severity);
    }
    let (drawn, rest) = order.split_at(order.len().min(DRAWN));
    let mut text: String =
        drawn.iter().map(|diagnostic| draw_one(diagnostic, places, &renderer) + "\n\n").collect();
    if !rest.is_empty() {
        text += &format!("and {}\n", count(rest, "more "));
    }
    text + &count(&order, "") + "\n"
}

fn draw_one(diagnostic: &Diagnostic, places: &Places<'_>, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(cut(&diagnostic.message, SENTENCE)).id(diagnostic.code.to_string());
    let mut group = Group::with_title(title);
    let excerpts = excerpt::excerpts(diagnostic, places);
    let origins: Vec<_> = excerpts.iter().map(origin).collect();
    for (number, excerpt) in excerpts.into_iter().enumerate() {
        group = group.element(snippet(excerpt, number));
    }
    if let Some(more @ 1..) = diagnostic.others.len().checked_sub(excerpt::OTHERS) {
        group = group
            .element(Level::NOTE.message(format!("other places that take part and are not shown: {more}")));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(cut(help, HELP)));
    }
    put_origins(renderer.render(&[group]), &origins)
}

/// `file:line:column`
fn origin(excerpt: &Excerpt<'_>) -> String {
    format!("{}:{}", visible(excerpt.path), excerpt.place)
}

fn snippet(excerpt: Excerpt<'_>, number: usize) -> Snippet<'_, Annotation<'_>> {
    let annotations = excerpt.marks.into_iter().map(|mark| {
        let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(mark.range).label(cut(mark.label, SENTENCE))
    });
    Snippet::source(excerpt.source)
        .path(stand_in(number))
        .line_start(excerpt.first_line)
        .annotations(annotations)
}

/// What the drawing package is told as an excerpt's path. It counts columns in the stretch that it is shown, not
/// in the line, so the true place is put here afterwards. The noncharacter occurs nowhere else: see [`visible`].
fn stand_in(number: usize) -> String {
    format!("\u{ffff}{number}\u{ffff}")
}

/// Replaces each stand-in, and the line and column behind it, by the true place.
fn put_origins(mut drawing: String, origins: &[String]) -> String {
    for (number, origin) in origins.iter().enumerate() {
        let name = stand_in(number);
        if let Some(start) = drawing.find(&name) {
            let counted = &drawing[start + name.len()..];
            let rest =
                counted.trim_start_matches(|character: char| character == ':' || character.is_ascii_digit());
            drawing.replace_range(start..drawing.len() - rest.len(), origin);
        }
    }
    drawing
}

/// A text as it may be drawn: harmless, on one line, and not endless.
fn cut(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => visible(&text[..end]).into_owned() + "…",
        None => visible(text).into_owned(),
    }
}

/// `2 errors, 1 warning`; with a word before the name: `2 more errors, 1 more warning`.
fn count(diagnostics: &[&Diagnostic], word: &str) -> String {
    let part = |severity: Severity| {
        let number = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        let plural = if number == 1 { "" } else { "s" };
        (number > 0).then(|| format!("{number} {word}{severity}{plural}"))
    };
    [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(part)
        .collect::<Vec<_>>()
        .join(", ")
}
