//! Whether what is asked for can be made.

use super::Subject;
use crate::diagnostic::{Code, Diagnostic};

/// Formats that hold whole addresses, asked for in so many words, on a site that does not say where it is.
pub(super) fn without_address(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let config = subject.config;
    let asked = config.exports.asked.iter().filter(|format| !config.makes(format.value));
    for format in asked {
        let message = format!("`{}` cannot be made, for the site's address is not known", format.value);
        let help = "add `base_url = \"https://...\"`";
        findings.push(Diagnostic::new(Code::BaseUrlMissing, format.span, message).help(help));
    }
}
