//! The key `allow` of a claim, a record or a brief: which warnings and notes the writer silences there.
//!
//! A code that nobody knows, and one that is an error, are refused. What is allowed is kept with the place within
//! which it holds; `pipeline` silences the findings once there are any.

use super::fields::Fields;
use crate::brief::{Allow, Text};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::text::{Span, Spanned};

/// Takes the key, which holds `within` a claim, a record, or the whole file of a brief.
pub(super) fn take_allow(fields: &mut Fields<'_, '_>, within: Span) {
    for written in fields.texts("allow") {
        match allowed_code(&written) {
            Ok(code) => fields.findings.allow(Allow { code: Spanned::new(code, written.span), within }),
            Err(refusal) => fields.findings.report(refusal),
        }
    }
}

/// The code that is written, if it is one of which some findings are warnings or notes.
fn allowed_code(written: &Text) -> Result<Code, Diagnostic> {
    let name = written.value.as_str();
    let code: Code = name.parse().map_err(|_| unknown_code(written))?;
    if code.can_be_allowed() {
        return Ok(code);
    }
    let message = format!("`{code}` is an error, and an error cannot be allowed");
    let help = "take it out and mend what is wrong: only warnings and notes can be allowed";
    Err(Diagnostic::new(Code::InvalidValue, written.span, message).help(help))
}

fn unknown_code(written: &Text) -> Diagnostic {
    let message = format!("`allow` cannot be `{}`: there is no such code", written.value);
    let help = match nearest(&written.value) {
        Some(code) => format!("did you mean `{code}`?"),
        None => "write the code that stands in brackets in the warning or note".to_owned(),
    };
    Diagnostic::new(Code::InvalidValue, written.span, message).help(help)
}
