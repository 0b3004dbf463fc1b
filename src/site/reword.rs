//! Puts other words in the place of a site's, where nothing but wording changed (`brief::wording`).
//!
//! Places in files stay those of the words before: they serve diagnostics, which only a whole resolving gives.

use std::sync::Arc;

use super::{Claim, Content, Site};
use crate::brief::{self, ClaimEntry, Document};
use crate::markdown::Body;
use crate::text::FileId;

impl Site {
    /// Whether the file of a document has a text in the site: one that is held back has none.
    #[must_use]
    pub fn shows(&self, document: &Document) -> bool {
        body_of(document).is_some_and(|(file, _)| self.prose().any(|prose| prose.file == Some(file)))
    }

    /// Takes the words of a document that differs in wording alone from the one that its file held before.
    pub fn reword(&mut self, document: &Document) {
        let Some((file, body)) = body_of(document) else { return };
        for prose in self.prose_mut().filter(|prose| prose.file == Some(file)) {
            prose.body = Arc::clone(body);
        }
        if let Document::Brief(written) = document {
            self.reword_brief(written);
        }
    }

    fn reword_brief(&mut self, written: &brief::Brief) {
        let Some(row) = self.briefs.iter_mut().find(|brief| brief.file == written.file) else { return };
        row.title = written.title.value.to_string();
        row.summary = written.summary.as_ref().map(|text| text.value.to_string());
        row.warnings = written.warnings.iter().map(|text| text.value.to_string()).collect();
        for (correction, entry) in row.corrections.iter_mut().zip(&written.corrections) {
            correction.text = entry.text.value.to_string();
        }
        for (claim, entry) in row.claims.iter().zip(&written.claims) {
            reword_claim(&mut self.claims[*claim], entry);
        }
    }
}

fn body_of(document: &Document) -> Option<(FileId, &Arc<Body>)> {
    match document {
        Document::Brief(brief) => Some((brief.file, &brief.body)),
        Document::Record(record) => Some((record.file, &record.body)),
        Document::Page(page) => Some((page.file, &page.body)),
        Document::Registry(_) | Document::UnreadableBrief(_) | Document::Unreadable => None,
    }
}

fn reword_claim(claim: &mut Claim, entry: &ClaimEntry) {
    if let (Some(words), Some(sentence)) = (sentence_of(&mut claim.content), entry.content.sentence()) {
        *words = sentence.value.to_string();
    }
    if let (Some(quote), Some(words)) = (&mut claim.quote, &entry.quote) {
        quote.text = words.text.value.to_string();
        quote.translation = words.translation.as_ref().map(|text| text.value.to_string());
    }
    claim.verdict.clone_from(&entry.verdict);
    claim.note = entry.note.as_ref().map(|note| note.value.to_string());
}

fn sentence_of(content: &mut Content) -> Option<&mut String> {
    match content {
        Content::Says(sentence) => Some(sentence),
        Content::Does { says, .. } => says.as_mut(),
    }
}
