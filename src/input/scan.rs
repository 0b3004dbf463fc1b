//! The pre-scan: bytes of a file become text that every later room may rely on.
//!
//! After it a text is UTF-8, has `\n` line ends, no byte order mark, and its control characters are reported
//! (manual, safety.md#characters). Text that breaks a rule is still handed on, so that places can be shown. A scan
//! knows no file id: it runs in parallel, before ids are given. `input` calls it.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::text::{FileId, Span};

/// Largest text file that is read, in bytes: 16 MiB (manual, safety.md#limits).
pub(super) const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;

/// How many control characters of one file are shown; the rest are counted.
const MAX_CONTROLS_SHOWN: usize = 10;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A text and what is wrong with it.
#[derive(Default)]
pub(super) struct Scanned {
    pub(super) text: String,
    pub(super) findings: Vec<Finding>,
}

/// A diagnostic whose file has no id yet.
pub(super) struct Finding {
    code: Code,
    range: Range<usize>,
    message: String,
    help: &'static str,
}

impl Finding {
    pub(super) fn into_diagnostic(self, file: FileId) -> Diagnostic {
        Diagnostic::new(self.code, Span::new(file, self.range), self.message).help(self.help)
    }
}

impl Scanned {
    /// What stands for a file that is not read because of its size.
    pub(super) fn too_large(size: u64) -> Self {
        let finding = Finding {
            code: Code::FileTooLarge,
            range: 0..0,
            message: format!("the file has {size} bytes; at most {MAX_FILE_BYTES} are read"),
            help: "split the file",
        };
        Self { text: String::new(), findings: vec![finding] }
    }
}

/// Checks and normalises the bytes of a file.
pub(super) fn scan(bytes: Vec<u8>) -> Scanned {
    let (raw, invalid) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(at))
        }
    };
    let mut findings: Vec<Finding> = invalid.map(|at| not_utf8(&raw[..at], at)).into_iter().collect();
    let text = normalise(raw);
    findings.extend(control_characters(&text));
    Scanned { text, findings }
}

/// Drops the byte order mark and makes every line end one `\n`.
fn normalise(text: String) -> String {
    if !text.contains('\r') && !text.starts_with(BYTE_ORDER_MARK) {
        return text;
    }
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text).replace("\r\n", "\n")
}

/// The offset told is the one in the file; the place is the one in the normalised text.
fn not_utf8(before: &str, offset: usize) -> Finding {
    let place = normalise(before.to_owned()).len();
    Finding {
        code: Code::NotUtf8,
        range: place..place + char::REPLACEMENT_CHARACTER.len_utf8(),
        message: format!("the file is not valid UTF-8 at byte offset {offset}"),
        help: "save the file as UTF-8",
    }
}

fn control_characters(text: &str) -> Vec<Finding> {
    if !text.bytes().any(may_begin_forbidden) {
        return Vec::new();
    }
    let mut found = text.char_indices().filter(|(_, character)| is_forbidden(*character));
    let mut findings: Vec<Finding> =
        found.by_ref().take(MAX_CONTROLS_SHOWN).map(|(at, character)| control(at, character)).collect();
    if let Some((at, character)) = found.next() {
        let rest = 1 + found.count();
        let message = format!("the file has {rest} more control characters");
        findings.push(Finding { message, ..control(at, character) });
    }
    findings
}

fn control(at: usize, character: char) -> Finding {
    Finding {
        code: Code::ControlCharacter,
        range: at..at + character.len_utf8(),
        message: format!("the control character U+{:04X} is not allowed", u32::from(character)),
        help: "delete it",
    }
}

/// Whether a byte is, or is the first of, a character of [`is_forbidden`] (or of some that are not).
fn may_begin_forbidden(byte: u8) -> bool {
    matches!(byte, 0..=8 | 11..=31 | 0x7f | 0xc2 | 0xef)
}

/// Control characters but tab and newline, non-characters, and a byte order mark inside the text (manual,
/// safety.md#characters).
fn is_forbidden(character: char) -> bool {
    let allowed = matches!(character, '\t' | '\n');
    let odd = matches!(character, BYTE_ORDER_MARK | '\u{fffe}' | '\u{ffff}');
    odd || character.is_control() && !allowed
}
