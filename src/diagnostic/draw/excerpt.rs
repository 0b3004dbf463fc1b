//! The few lines of a file that a diagnostic is drawn on.
//!
//! Whole files are never handed to the drawing package: it walks all it is given, and a line may be 10 MB long.
//! An [`Excerpt`] is the lines of one or several marks that stand close together, each line cut to a window
//! around its marks and made harmless. A span of several lines is marked on its first: where to look is enough.

use std::ops::Range;

use super::places::Places;
use super::visible::visible;
use crate::diagnostic::Diagnostic;
use crate::text::{Place, Span};

/// Marks at most this many lines apart are shown in one excerpt.
const LINES_APART: usize = 3;

/// Other places of a diagnostic that are shown: a cycle may have thousands.
pub(super) const OTHERS: usize = 8;

/// Characters of a line that are kept before the first mark of it and behind the beginning of the last: wider than
/// common terminals, where the drawing package cuts further by itself.
const BEFORE: usize = 100;
const BEHIND: usize = 200;

/// Lines of a file and what is marked in them.
pub(super) struct Excerpt<'a> {
    /// The file's path.
    pub(super) path: &'a str,
    /// Where the first mark stands, or the primary one.
    pub(super) place: Place,
    /// Number of the first line.
    pub(super) first_line: usize,
    /// The lines.
    pub(super) source: String,
    /// Marks in `source`.
    pub(super) marks: Vec<Mark<'a>>,
}

/// A stretch with its words.
pub(super) struct Mark<'a> {
    /// Bytes of the excerpt's source.
    pub(super) range: Range<usize>,
    /// What is said about it.
    pub(super) label: &'a str,
    /// Whether the mistake itself stands here.
    pub(super) primary: bool,
}

/// A stretch of a file's text, within one line.
struct Spot<'a> {
    span: Span,
    place: Place,
    /// Bytes of its line, without the line's end.
    line: Range<usize>,
    /// Bytes of the stretch.
    range: Range<usize>,
    label: &'a str,
    primary: bool,
}

/// What to show of a diagnostic: first where the mistake is, then at most [`OTHERS`] other places by file and line.
pub(super) fn excerpts<'a>(diagnostic: &'a Diagnostic, places: &Places<'a>) -> Vec<Excerpt<'a>> {
    let primary =
        diagnostic.place.map(|span| Spot { primary: true, ..spot(span, &diagnostic.label, places) });
    let others = diagnostic.others.iter().take(OTHERS).map(|(span, label)| spot(*span, label, places));
    let mut spots: Vec<Spot<'a>> = primary.into_iter().chain(others).collect();
    spots.sort_by_key(|spot| (spot.span.file, spot.range.start, spot.range.end));
    let mut clusters: Vec<&[Spot<'a>]> = spots.chunk_by(|one, next| near(one, next, places)).collect();
    clusters.sort_by_key(|cluster| !cluster.iter().any(|spot| spot.primary));
    clusters.into_iter().map(|cluster| excerpt(cluster, places)).collect()
}

fn spot<'a>(span: Span, label: &'a str, places: &Places<'a>) -> Spot<'a> {
    let text = places.text(span);
    let start = text.floor_char_boundary(span.start as usize);
    let end = text.floor_char_boundary(span.end as usize).max(start);
    let line = line_around(text, start);
    let range = start.min(line.end)..end.clamp(start.min(line.end), line.end);
    Spot { span, place: places.start(span), line, range, label, primary: false }
}

/// The bytes of the line that an offset lies in, without its end.
fn line_around(text: &str, offset: usize) -> Range<usize> {
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = text[offset..].find('\n').map_or(text.len(), |at| offset + at);
    start..start + text[start..end].trim_end_matches('\r').len()
}

/// Whether two spots, in order, belong into one excerpt.
fn near(one: &Spot<'_>, next: &Spot<'_>, places: &Places<'_>) -> bool {
    if one.span.file != next.span.file || next.place.line - one.place.line > LINES_APART {
        return false;
    }
    one.line != next.line
        || places.text(one.span)[one.range.start..next.range.start].chars().nth(BEFORE).is_none()
}

fn excerpt<'a>(spots: &[Spot<'a>], places: &Places<'a>) -> Excerpt<'a> {
    let first = &spots[0];
    let text = places.text(first.span);
    let mut excerpt = Excerpt {
        path: places.path(first.span).as_str(),
        place: spots.iter().find(|spot| spot.primary).unwrap_or(first).place,
        first_line: first.place.line,
        source: String::new(),
        marks: Vec::new(),
    };
    let mut line = first.line.clone();
    let mut rest = spots;
    loop {
        let (here, below) = rest.split_at(rest.partition_point(|spot| spot.line.start <= line.start));
        add_line(&mut excerpt, text, &line, here);
        rest = below;
        if rest.is_empty() {
            return excerpt;
        }
        excerpt.source.push('\n');
        line = line_around(text, text[line.end..].find('\n').map_or(text.len(), |at| line.end + at + 1));
    }
}

/// Adds a line, cut to a window around the spots on it, and their marks.
fn add_line<'a>(excerpt: &mut Excerpt<'a>, text: &str, line: &Range<usize>, spots: &[Spot<'a>]) {
    let window = window(text, line, spots);
    excerpt.source.push_str(if window.start > line.start { "…" } else { "" });
    let base = excerpt.source.len();
    let shown = |to: usize| base + visible(&text[window.start..to.clamp(window.start, window.end)]).len();
    for Spot { range, label, primary, .. } in spots {
        excerpt.marks.push(Mark { range: shown(range.start)..shown(range.end), label, primary: *primary });
    }
    excerpt.source.push_str(&visible(&text[window.clone()]));
    excerpt.source.push_str(if window.end < line.end { "…" } else { "" });
}

fn window(text: &str, line: &Range<usize>, spots: &[Spot<'_>]) -> Range<usize> {
    let first = spots.first().map_or(line.start, |spot| spot.range.start);
    let last = spots.last().map_or(line.start, |spot| spot.range.start);
    let before = text[line.start..first].char_indices().rev().nth(BEFORE - 1);
    let behind = text[last..line.end].char_indices().nth(BEHIND);
    before.map_or(line.start, |(at, _)| line.start + at)..behind.map_or(line.end, |(at, _)| last + at)
}
