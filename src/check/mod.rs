//! Questions put to a site: what is not wrong in itself but cannot stand, or is worth a look.
//!
//! One file per family, each a function from the site and what is computed from it to diagnostics; all are listed
//! in [`check`], so a new question is a line here, a code in `diagnostic` and a case in `tests/diagnostics`.
//! Severities are the codes' own: `pipeline` applies the site's.

mod grounds;
mod relations;

use crate::diagnostic::Diagnostic;
use crate::site::{Method, Site};

/// Everything that the checks find, in no particular order.
#[must_use]
pub fn check(site: &Site, method: &Method) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    relations::check(site, method, &mut diagnostics);
    grounds::check(site, method, &mut diagnostics);
    diagnostics
}
