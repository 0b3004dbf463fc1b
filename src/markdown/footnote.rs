//! Footnotes: numbered in the order of their first reference, written as the body's last block.
//!
//! [`Notes`] looks at all definitions before the body is written, since a reference may stand above its
//! definition. The invariant: every reference leads to a note, every note's back links to its references. A note
//! that nothing refers to, or whose label was taken, is not lost: it stands behind the others.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::render::Sink;

/// The footnotes of a body.
#[derive(Default)]
pub(super) struct Notes {
    /// In the order defined.
    notes: Vec<Note>,
    /// Label, case-folded, to place in `notes`: of the first definition.
    labels: HashMap<String, usize>,
    /// Places in `notes` in the order of their numbers.
    numbered: Vec<usize>,
    /// How many definitions have been written.
    written: usize,
}

#[derive(Default)]
struct Note {
    /// From 1.
    number: Option<usize>,
    references: usize,
    content: Sink,
}

/// One reference to a note.
pub(super) struct Reference {
    /// The note's number, from 1.
    pub(super) number: usize,
    /// Which reference to that note it is, from 1.
    pub(super) nth: usize,
}

impl Notes {
    /// Looks through all definitions.
    pub(super) fn survey(events: &[(Event<'_>, Range<usize>)]) -> Self {
        let mut notes = Self::default();
        for (event, _) in events {
            if let Event::Start(Tag::FootnoteDefinition(label)) = event {
                notes.labels.entry(fold(label)).or_insert(notes.notes.len());
                notes.notes.push(Note::default());
            }
        }
        notes
    }

    /// Counts a reference; `None` if nothing defines the label.
    pub(super) fn refer(&mut self, label: &str) -> Option<Reference> {
        let at = *self.labels.get(&fold(label))?;
        let note = self.notes.get_mut(at)?;
        let number = *note.number.get_or_insert_with(|| {
            self.numbered.push(at);
            self.numbered.len()
        });
        note.references += 1;
        Some(Reference { number, nth: note.references })
    }

    /// The place of the definition that begins now; definitions begin in the order of [`Notes::survey`].
    pub(super) fn begin(&mut self) -> usize {
        self.written += 1;
        self.written - 1
    }

    /// Keeps the content of a definition.
    pub(super) fn end(&mut self, at: usize, content: Sink) {
        if let Some(note) = self.notes.get_mut(at) {
            note.content = content;
        }
    }

    /// Writes them all.
    pub(super) fn write(mut self, sink: &mut Sink) {
        if self.notes.is_empty() {
            return;
        }
        let unreferenced = (0..self.notes.len()).filter(|at| self.notes[*at].number.is_none());
        let order: Vec<usize> = self.numbered.iter().copied().chain(unreferenced).collect();
        sink.html.push_str("<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        for (before, at) in order.into_iter().enumerate() {
            let note = std::mem::take(&mut self.notes[at]);
            let _never_fails = writeln!(sink.html, "<li id=\"footnote-{}\">", before + 1);
            note.write(sink);
        }
        sink.html.push_str("</ol>\n</section>\n");
    }
}

impl Note {
    /// The back links stand at the end of the last paragraph, if the note ends with one.
    fn write(mut self, sink: &mut Sink) {
        let paragraph = self.content.html.ends_with(PARAGRAPH_END);
        if paragraph {
            self.content.html.truncate(self.content.html.len() - PARAGRAPH_END.len());
        }
        for nth in 1..=self.references {
            self.push_back_link(nth);
        }
        self.content.html.push_str(if paragraph { PARAGRAPH_END } else { "" });
        sink.append(self.content);
        sink.html.push_str("</li>\n");
    }

    fn push_back_link(&mut self, nth: usize) {
        let id = Reference { number: self.number.unwrap_or_default(), nth }.id();
        let mark = if nth == 1 { String::new() } else { format!("<sup>{nth}</sup>") };
        let _never_fails = write!(
            self.content.html,
            " <span class=\"footnote-back\"><a href=\"#{id}\" role=\"doc-backlink\">\u{21A9}\u{FE0E}{mark}</a></span>"
        );
    }
}

const PARAGRAPH_END: &str = "</p>\n";

impl Reference {
    /// The id of the place that refers.
    pub(super) fn id(&self) -> String {
        match self.nth {
            1 => format!("footnote-reference-{}", self.number),
            nth => format!("footnote-reference-{}-{nth}", self.number),
        }
    }
}

/// Labels are matched without regard to case, as CommonMark matches those of links.
fn fold(label: &str) -> String {
    label.to_lowercase()
}
