//! Lines and columns of many places at once.
//!
//! Counting from the top of the file for each place would be quadratic on a large file full of mistakes, so each
//! file that has one is walked once and a milestone is kept every kilobyte. The invariant: the answer is
//! [`Place::of`]'s. All formats ask here.

use std::collections::BTreeMap;

use camino::Utf8Path;

use crate::diagnostic::Diagnostic;
use crate::text::{FileId, Files, Place, Span};

/// Bytes between two milestones: a look-up walks at most this far.
const STRIDE: usize = 1024;

/// The places of diagnostics in their files.
pub(super) struct Places<'files> {
    files: &'files Files,
    milestones: BTreeMap<FileId, Vec<(usize, Place)>>,
}

impl<'files> Places<'files> {
    /// Prepares every file that a diagnostic points into.
    pub(super) fn of(diagnostics: &[Diagnostic], files: &'files Files) -> Self {
        let mut milestones = BTreeMap::new();
        for span in diagnostics.iter().flat_map(Diagnostic::places) {
            milestones.entry(span.file).or_insert_with(|| walk(files.text(span.file)));
        }
        Self { files, milestones }
    }

    /// Where a span begins.
    pub(super) fn start(&self, span: Span) -> Place {
        self.at(span.file, span.start as usize)
    }

    /// Where a span ends: the place behind its last character.
    pub(super) fn end(&self, span: Span) -> Place {
        self.at(span.file, span.end as usize)
    }

    /// The path of a span's file.
    pub(super) fn path(&self, span: Span) -> &'files Utf8Path {
        self.files.path(span.file)
    }

    /// The text of a span's file.
    pub(super) fn text(&self, span: Span) -> &'files str {
        self.files.text(span.file)
    }

    fn at(&self, file: FileId, offset: usize) -> Place {
        let text = self.files.text(file);
        let offset = text.floor_char_boundary(offset);
        let milestones = self.milestones.get(&file).map_or(&[][..], Vec::as_slice);
        let passed = milestones.partition_point(|(milestone, _)| *milestone <= offset);
        let (from, place) = passed.checked_sub(1).map_or((0, BEGINNING), |last| milestones[last]);
        text[from..offset].chars().fold(place, step)
    }
}

const BEGINNING: Place = Place { line: 1, column: 1 };

/// Milestones of a text, in order: a byte offset and its place.
fn walk(text: &str) -> Vec<(usize, Place)> {
    let mut milestones = Vec::with_capacity(text.len() / STRIDE + 1);
    let mut place = BEGINNING;
    let mut next = 0;
    for (offset, character) in text.char_indices() {
        if offset >= next {
            milestones.push((offset, place));
            next = offset + STRIDE;
        }
        place = step(place, character);
    }
    milestones
}

/// The place behind a character.
const fn step(place: Place, character: char) -> Place {
    match character {
        '\n' => Place { line: place.line + 1, column: 1 },
        _ => Place { line: place.line, column: place.column + 1 },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::Code;

    proptest! {
        #[test]
        fn milestones_change_no_answer(text in "([a-zم日\n]|\r\n){0,60}", offset in 0_usize..9000) {
            let text = text.repeat(100);
            let mut files = Files::default();
            let file = files.add("a.md", text.as_str());
            let span = Span::new(file, offset..offset);
            let places = Places::of(&[Diagnostic::new(Code::Cycle, span, "")], &files);
            prop_assert_eq!(places.start(span), Place::of(&text, offset));
        }
    }
}
