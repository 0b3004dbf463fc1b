//! What is wrong in a body, put beside its place in the file.
//!
//! [`Report`] knows where the body begins in its file; the rest of the room speaks of byte ranges in the body.
//! It also says which characters must not reach a page, and takes them out.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::text::{FileId, Span, is_directional, shut_in};

/// Collects the findings of one body.
pub(super) struct Report<'a> {
    /// The body.
    pub(super) source: &'a str,
    file: FileId,
    /// The body's first byte in its file.
    start: usize,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Report<'a> {
    pub(super) const fn new(
        file: FileId,
        source: &'a str,
        start: usize,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self { source, file, start, diagnostics }
    }

    /// The place in the file of a range of the body.
    pub(super) fn place(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, self.start + range.start..self.start + range.end)
    }

    /// Keeps a finding.
    pub(super) fn add(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// A run of text without what must not reach a page, its bidirectional controls kept from the text around it;
    /// says so, once a text for each kind.
    pub(super) fn isolate<'t>(&mut self, text: &'t str, range: &Range<usize>) -> Cow<'t, str> {
        if is_clean(text) {
            return Cow::Borrowed(text);
        }
        self.add_faults(text, range);
        let kept: String =
            text.chars().filter(|character| fault(*character) != Some(Code::ControlCharacter)).collect();
        Cow::Owned(if kept.contains(is_directional) { shut_in(&kept) } else { kept })
    }

    /// The text of code, a title or an address, without what must not reach a page; says so, once a text for each
    /// kind.
    ///
    /// Bidirectional controls are taken out here, not shut in: code must read as it is stored.
    pub(super) fn clean<'t>(&mut self, text: &'t str, range: &Range<usize>) -> Cow<'t, str> {
        let clean = strip(text);
        if matches!(clean, Cow::Owned(_)) {
            self.add_faults(text, range);
        }
        clean
    }

    fn add_faults(&mut self, text: &str, range: &Range<usize>) {
        for code in [Code::BidiInText, Code::ControlCharacter] {
            if let Some(character) = text.chars().find(|character| fault(*character) == Some(code)) {
                self.add_character(code, character, range);
            }
        }
    }

    fn add_character(&mut self, code: Code, character: char, range: &Range<usize>) {
        let number = u32::from(character);
        let place = self.find(character, range);
        let diagnostic = if code == Code::BidiInText {
            Diagnostic::new(code, place, format!("`U+{number:04X}` changes the direction of the text unseen"))
                .label("kept from the text around it")
                .help("remove it; the direction of letters is known without it")
        } else {
            Diagnostic::new(code, place, format!("`U+{number:04X}` is not a character of text"))
                .help("remove it")
        };
        self.add(diagnostic);
    }

    /// The character itself if it stands there as such, else (an entity) the whole range.
    fn find(&self, character: char, range: &Range<usize>) -> Span {
        let offset = self.source.get(range.clone()).and_then(|slice| slice.find(character));
        offset.map_or_else(
            || self.place(range),
            |at| self.place(&(range.start + at..range.start + at + character.len_utf8())),
        )
    }
}

/// The text without characters that must not reach a page.
pub(super) fn strip(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|character| fault(*character).is_none()).collect())
}

/// Whether all characters may reach a page.
pub(super) fn is_clean(text: &str) -> bool {
    !text.bytes().any(|byte| SUSPECT[usize::from(byte)])
        || text.chars().all(|character| fault(character).is_none())
}

/// What is wrong with a character: a control character (manual, safety.md#characters), after escapes (`&#8;`) too; or a
/// noncharacter, which the HTML standard forbids.
fn fault(character: char) -> Option<Code> {
    match character {
        '\t' | '\n' | '\r' => None,
        _ if is_directional(character) => Some(Code::BidiInText),
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FEFF}' | '\u{FDD0}'..='\u{FDEF}' => {
            Some(Code::ControlCharacter)
        }
        other if u32::from(other) & 0xFFFE == 0xFFFE => Some(Code::ControlCharacter),
        _ => None,
    }
}

/// Bytes with which a faulty character may begin: nearly every text is seen to be clean by this table alone.
static SUSPECT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 0x7F | 0xC2 | 0xE2 | 0xEF | 0xF0..=0xF4);
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_faulty_character_begins_with_a_suspect_byte() {
        for character in '\0'..=char::MAX {
            let mut bytes = [0; 4];
            let first = character.encode_utf8(&mut bytes).as_bytes()[0];
            assert!(fault(character).is_none() || SUSPECT[usize::from(first)], "{character:?}");
        }
    }
}
