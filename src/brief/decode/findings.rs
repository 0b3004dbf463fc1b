//! What is gathered of one file while it is decoded: its diagnostics, and what the writer silences.
//!
//! Readers of nested mappings report side by side, so a shared reference is enough to report.

use std::cell::RefCell;

use crate::brief::Allow;
use crate::diagnostic::Diagnostic;

/// Gathers the diagnostics of one file.
#[derive(Default)]
pub(super) struct Findings {
    diagnostics: RefCell<Vec<Diagnostic>>,
    allows: RefCell<Vec<Allow>>,
}

impl Findings {
    pub(super) fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    pub(super) fn extend(&self, diagnostics: Vec<Diagnostic>) {
        self.diagnostics.borrow_mut().extend(diagnostics);
    }

    pub(super) fn allow(&self, allow: Allow) {
        self.allows.borrow_mut().push(allow);
    }

    pub(super) fn into_inner(self) -> (Vec<Diagnostic>, Vec<Allow>) {
        (self.diagnostics.into_inner(), self.allows.into_inner())
    }
}
