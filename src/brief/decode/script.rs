//! Bidirectional controls in what a writer typed: characters that make a text read otherwise than it is stored.
//!
//! In a name or id they are an error, since two names could then look alike; in other texts they are a warning,
//! and the text is isolated so that they cannot reach beyond it.

use super::findings::Findings;
use crate::brief::Text;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Spanned, is_directional, shut_in};

/// Reports bidirectional controls in a name.
pub(super) fn refuse_bidi(name: &Text, findings: &Findings) {
    if name.value.contains(is_directional) {
        let message = "a bidirectional control character stands in a name";
        findings.report(
            Diagnostic::new(Code::BidiInName, name.span, message)
                .help("type the name anew without the invisible character"),
        );
    }
}

/// Warns of bidirectional controls in a text and shuts them in.
pub(super) fn isolated(text: Text, findings: &Findings) -> Text {
    if !text.value.contains(is_directional) {
        return text;
    }
    let message = "a bidirectional control character stands in this text";
    findings.report(
        Diagnostic::new(Code::BidiInText, text.span, message)
            .help("take it out unless the text reads wrongly without it"),
    );
    Spanned::new(shut_in(&text.value).into(), text.span)
}
