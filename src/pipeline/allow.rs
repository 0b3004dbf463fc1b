//! What writers silence with `allow`: warnings and notes of a code within a claim, a record or a brief.
//!
//! Errors are never silenced, whatever made an error of them. An `allow` that silences nothing is told of, but not
//! where nothing was looked for: in a file that is held back, and beside a mistake that has to be mended first.
//! `pipeline` asks once all findings are gathered.

use std::collections::{BTreeMap, BTreeSet};

use crate::brief::Allow;
use crate::diagnostic::{Code, Diagnostic, Severities, Severity, severity_on_site};
use crate::text::{FileId, Span};

/// Takes out the findings that writers allow, and tells of what is allowed and not there. Notes of the latter kind can
/// be allowed themselves, so their turn comes last.
pub(super) fn silence(
    diagnostics: &mut Vec<Diagnostic>,
    allows: Vec<Allow>,
    severities: &Severities,
    held_files: &BTreeSet<FileId>,
) {
    let (of_notes, of_findings): (Vec<Allow>, Vec<Allow>) =
        allows.into_iter().partition(|allow| allow.code.value == Code::UnusedAllow);
    let mistakes: BTreeSet<Span> = diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .filter_map(|found| found.place)
        .collect();
    for allows in [of_findings, of_notes] {
        let mut silences = Silences::new(allows);
        diagnostics.retain(|found| {
            let severity = severity_on_site(found, severities);
            !matches!(severity, Some(Severity::Warning | Severity::Note)) || !silences.cover(found)
        });
        diagnostics.extend(silences.unused(severities, held_files, &mistakes));
    }
}

/// What is allowed, by code and place. Of one code, at most one entry of a file covers all of it, and others stand
/// beside each other, so that two look-ups find all that cover a place.
struct Silences(BTreeMap<(Code, Span), Silence>);

/// The places that allow one code within one span, and whether they silence anything.
#[derive(Default)]
struct Silence {
    written: Vec<Span>,
    is_used: bool,
}

impl Silences {
    fn new(allows: Vec<Allow>) -> Self {
        let mut silences: BTreeMap<(Code, Span), Silence> = BTreeMap::new();
        for allow in allows {
            silences.entry((allow.code.value, allow.within)).or_default().written.push(allow.code.span);
        }
        Self(silences)
    }

    /// Whether a finding stands within one of them, which is used then.
    fn cover(&mut self, found: &Diagnostic) -> bool {
        let Some(place) = found.place else { return false };
        let first = (found.code, Span { start: 0, end: 0, ..place });
        let last = (found.code, Span { end: u32::MAX, ..place });
        let mut begun = self.0.range_mut(first..=last);
        let (widest, nearest) = (begun.next(), begun.next_back());
        let mut is_covered = false;
        for ((_, within), silence) in widest.into_iter().chain(nearest) {
            if place.end <= within.end {
                (silence.is_used, is_covered) = (true, true);
            }
        }
        is_covered
    }

    /// Those that silence nothing, where it would have been found.
    fn unused(
        &self,
        severities: &Severities,
        held_files: &BTreeSet<FileId>,
        mistakes: &BTreeSet<Span>,
    ) -> Vec<Diagnostic> {
        self.0
            .iter()
            .filter(|((code, within), silence)| {
                !silence.is_used
                    && severities.get(code) != Some(&None)
                    && !held_files.contains(&within.file)
                    && !holds_one_of(*within, mistakes)
            })
            .flat_map(|((code, _), silence)| silence.written.iter().map(|place| unused_allow(*code, *place)))
            .collect()
    }
}

/// Whether one of the places begins within a span.
fn holds_one_of(within: Span, places: &BTreeSet<Span>) -> bool {
    let first = Span { end: within.start, ..within };
    places.range(first..).next().is_some_and(|place| place.file == within.file && place.start < within.end)
}

fn unused_allow(code: Code, place: Span) -> Diagnostic {
    let message = format!("there is no warning or note `{code}` here to allow");
    Diagnostic::new(Code::UnusedAllow, place, message).help("take it out")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Files, Spanned};

    /// What is left after two findings at 12..14 and 52..54 of a file, with allows of a code within a range.
    fn left(allows: &[(Code, std::ops::Range<usize>)], severities: &Severities) -> Vec<(Code, u32)> {
        let file = Files::default().add("content/briefs/one.md", "");
        let findings =
            [12, 52].map(|at| Diagnostic::new(Code::UnsourcedClaim, Span::new(file, at..at + 2), ""));
        let mut diagnostics = Vec::from(findings);
        let allows = allows.iter().zip(100..).map(|((code, within), at)| Allow {
            code: Spanned::new(*code, Span::new(file, at..at + 1)),
            within: Span::new(file, within.clone()),
        });
        silence(&mut diagnostics, allows.collect(), severities, &BTreeSet::new());
        let left = diagnostics.iter().filter_map(|found| Some((found.code, found.place?.start)));
        left.collect()
    }

    #[test]
    fn what_is_allowed_is_not_told_and_what_is_allowed_in_vain_is() {
        use Code::{UnsourcedClaim, UnusedAllow, UnusedSource};
        let usual = Severities::new();
        assert_eq!(left(&[(UnsourcedClaim, 0..200)], &usual), []);
        assert_eq!(left(&[(UnsourcedClaim, 10..20)], &usual), [(UnsourcedClaim, 52)]);
        assert_eq!(left(&[(UnsourcedClaim, 10..20), (UnsourcedClaim, 50..60)], &usual), []);
        assert_eq!(left(&[(UnsourcedClaim, 0..200), (UnsourcedClaim, 50..60)], &usual), [], "both are used");
        assert_eq!(
            left(&[(UnsourcedClaim, 0..200), (UnsourcedClaim, 30..40)], &usual),
            [(UnusedAllow, 101)],
            "nothing is there"
        );
        assert_eq!(
            left(&[(UnsourcedClaim, 0..200), (UnusedSource, 0..200), (UnusedAllow, 0..200)], &usual),
            []
        );
        assert_eq!(left(&[(UnsourcedClaim, 0..200), (UnusedAllow, 0..200)], &usual), [(UnusedAllow, 101)]);
    }

    #[test]
    fn nothing_is_said_where_nothing_was_looked_for() {
        let file = Files::default().add("content/briefs/one.md", "");
        for (within, held_files, unused, why) in [
            (10..25, BTreeSet::new(), 1, "the mistake is elsewhere"),
            (10..25, BTreeSet::from([file]), 0, "the file is held back"),
            (10..40, BTreeSet::new(), 0, "the mistake is to be mended first"),
        ] {
            let code = Spanned::new(Code::UnsourcedClaim, Span::new(file, 20..22));
            let allow = Allow { code, within: Span::new(file, within) };
            let mut diagnostics = vec![Diagnostic::new(Code::MisspelledName, Span::new(file, 30..35), "")];
            silence(&mut diagnostics, vec![allow], &Severities::new(), &held_files);
            let told = diagnostics.iter().filter(|found| found.code == Code::UnusedAllow);
            assert_eq!(told.count(), unused, "{why}");
        }
    }

    #[test]
    fn the_site_decides_what_is_an_error_and_what_is_asked() {
        use Code::{UnsourcedClaim, UnusedAllow, UnusedSource};
        let strict = Severities::from([(UnsourcedClaim, Some(Severity::Error))]);
        let all = [(UnsourcedClaim, 12), (UnsourcedClaim, 52)];
        assert_eq!(
            left(&[(UnsourcedClaim, 0..200)], &strict),
            [all.as_slice(), &[(UnusedAllow, 100)]].concat()
        );
        let off = Severities::from([(UnusedSource, None)]);
        assert_eq!(left(&[(UnusedSource, 0..200)], &off), all);
    }
}
