//! Diagnostics: what a writer can mend by editing a file of the site, as data.
//!
//! A [`Diagnostic`] is made where a mistake is seen and travels as a value; only `cli` shows it. [`Code`] lists
//! every kind of mistake with its explanation; [`draw`] turns diagnostics into text, JSON, SARIF or CI annotations.
//! What a writer cannot mend by editing (a full disk) is no diagnostic but an error.

mod code;
pub mod draw;

use std::collections::BTreeMap;

pub use code::{Code, Severity, explain, nearest};

use crate::text::{Files, Span};

/// One finding: the primary label's text is the one thing to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of mistake it is.
    pub code: Code,
    /// How bad; the code's own unless the site says otherwise.
    pub severity: Severity,
    /// One plain sentence, lower case, no full stop, names in backticks.
    pub message: String,
    /// Where the mistake stands; without a place it concerns the whole site.
    pub place: Option<Span>,
    /// What is wrong there, in a few words; may be empty.
    pub label: String,
    /// Other places that take part, each with its words.
    pub others: Vec<(Span, String)>,
    /// What to do; starts with a verb.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding at a place.
    #[must_use]
    pub fn new(code: Code, place: Span, message: impl Into<String>) -> Self {
        Self { place: Some(place), ..Self::of_site(code, message) }
    }

    /// A finding that has no place in a file.
    #[must_use]
    pub fn of_site(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            place: None,
            label: String::new(),
            others: Vec::new(),
            help: None,
        }
    }

    /// Says what is wrong at the place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = text.into();
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn other(mut self, place: Span, text: impl Into<String>) -> Self {
        self.others.push((place, text.into()));
        self
    }

    /// Every place that it points at.
    pub fn places(&self) -> impl Iterator<Item = Span> {
        self.place.into_iter().chain(self.others.iter().map(|(place, _)| *place))
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Says what to do, where something is known.
    #[must_use]
    pub fn maybe_help(mut self, text: Option<impl Into<String>>) -> Self {
        self.help = text.map(Into::into);
        self
    }
}

/// A site's own severities (`[checks]`); `None` is off.
pub type Severities = BTreeMap<Code, Option<Severity>>;

/// How bad a finding is on a site; `None`: its code is off.
#[must_use]
pub fn severity_on_site(diagnostic: &Diagnostic, severities: &Severities) -> Option<Severity> {
    severities.get(&diagnostic.code).copied().unwrap_or(Some(diagnostic.severity))
}

/// Applies a site's own severities, drops what is off, and puts the rest in order of path and place.
#[must_use]
pub fn settle(mut diagnostics: Vec<Diagnostic>, severities: &Severities, files: &Files) -> Vec<Diagnostic> {
    diagnostics.retain_mut(|diagnostic| {
        let severity = severity_on_site(diagnostic, severities);
        diagnostic.severity = severity.unwrap_or(diagnostic.severity);
        severity.is_some()
    });
    diagnostics.sort_by_cached_key(|diagnostic| {
        let place = diagnostic.place.map(|span| (files.path(span.file).to_owned(), span.start, span.end));
        (place, diagnostic.code, diagnostic.message.clone())
    });
    // The look through the bytes and the readers of texts both find these characters.
    let twice = |one: &Diagnostic, other: &Diagnostic| {
        one.code == Code::ControlCharacter
            && one.place.is_some()
            && (one.code, one.place) == (other.code, other.place)
    };
    diagnostics.dedup_by(|one, other| one == other || twice(one, other));
    diagnostics
}

/// Whether any of them is an error.
#[must_use]
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}
