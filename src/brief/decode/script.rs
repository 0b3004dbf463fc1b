//! Bidirectional controls in what a writer typed: characters that make a text read otherwise than it is stored.
//!
//! In a name or id they are an error, since two names could then look alike; in other texts they are a warning,
//! and the text is isolated so that they cannot reach beyond it.

use super::findings::Findings;
use crate::brief::Text;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Spanned;

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

fn is_control(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Reports bidirectional controls in a name.
pub(super) fn refuse_bidi(name: &Text, findings: &Findings) {
    if name.value.contains(is_control) {
        let message = "a bidirectional control character stands in a name";
        findings.report(
            Diagnostic::new(Code::BidiInName, name.span, message)
                .help("type the name anew without the invisible character"),
        );
    }
}

/// Warns of bidirectional controls in a text and shuts them in.
pub(super) fn isolated(text: Text, findings: &Findings) -> Text {
    if !text.value.contains(is_control) {
        return text;
    }
    let message = "a bidirectional control character stands in this text";
    findings.report(
        Diagnostic::new(Code::BidiInText, text.span, message)
            .help("take it out unless the text reads wrongly without it"),
    );
    Spanned::new(isolate(&text.value), text.span)
}

/// The text between an isolate and its end. Ends that nothing inside opened are dropped, what is left open is
/// closed; the end of an isolate also ends embeddings and overrides inside it (UAX 9, rule X6a).
fn isolate(text: &str) -> String {
    let mut isolated = String::from(FIRST_STRONG_ISOLATE);
    let mut open = 0_usize;
    for character in text.chars() {
        match character {
            '\u{2066}'..='\u{2068}' => open += 1,
            POP_ISOLATE if open == 0 => continue,
            POP_ISOLATE => open -= 1,
            _ => {}
        }
        isolated.push(character);
    }
    isolated.extend(std::iter::repeat_n(POP_ISOLATE, open + 1));
    isolated
}

#[cfg(test)]
mod tests {
    use super::isolate;

    #[test]
    fn nothing_reaches_beyond_the_isolate() {
        assert_eq!(isolate("a\u{202E}b"), "\u{2068}a\u{202E}b\u{2069}");
        assert_eq!(isolate("\u{2069}a\u{2067}b"), "\u{2068}a\u{2067}b\u{2069}\u{2069}");
    }
}
