//! The diagnostics of one file, gathered while it is decoded.
//!
//! Readers of nested mappings report side by side, so a shared reference is enough to report.

use std::cell::RefCell;

use crate::diagnostic::Diagnostic;

/// Gathers the diagnostics of one file.
#[derive(Default)]
pub(super) struct Findings(RefCell<Vec<Diagnostic>>);

impl Findings {
    pub(super) fn report(&self, diagnostic: Diagnostic) {
        self.0.borrow_mut().push(diagnostic);
    }

    pub(super) fn extend(&self, diagnostics: Vec<Diagnostic>) {
        self.0.borrow_mut().extend(diagnostics);
    }

    pub(super) fn into_inner(self) -> Vec<Diagnostic> {
        self.0.into_inner()
    }
}
