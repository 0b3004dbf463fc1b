//! Dates that do not fit: in the future, missing, or before what they are about.

use super::Subject;
use crate::diagnostic::{Code, Diagnostic};
use crate::site::Declared;

/// A brief's date lies ahead. It is published all the same: only an embargo holds a brief back.
pub(super) fn future_briefs(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for brief in subject.site.briefs.iter().filter(|brief| brief.date > subject.today) {
        let message = format!("the date of this brief, {}, lies in the future", brief.date);
        findings.push(
            Diagnostic::new(Code::FutureDate, brief.date_span, message)
                .help("correct the date; to hold the brief back until then, add an `embargo`"),
        );
    }
}

/// A declared event without a date has no place in a timeline.
pub(super) fn events_without_date(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let undated = subject.site.events.iter().filter(|event| event.date.is_none());
    for event in undated.filter(|event| event.declared == Declared::Yes) {
        let message = format!("the event `{}` has no date", event.id);
        findings.push(
            Diagnostic::new(Code::EventWithoutDate, event.span, message)
                .help("add `date:`; an approximate one will do: `2022-03~`"),
        );
    }
}

/// A claim was made before the first day of what it is about.
pub(super) fn claims_before_events(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let site = subject.site;
    for claim in &site.claims {
        for event in claim.events.iter().map(|id| &site.events[*id]) {
            let earliest = event.date.as_ref().and_then(crate::value::date::Edtf::lower);
            let (Some(said), Some(earliest)) = (claim.date.upper(), earliest) else { continue };
            if said < earliest {
                let message = format!("a claim of {} is about an event that began on {earliest}", claim.date);
                findings.push(
                    Diagnostic::new(Code::ClaimBeforeEvent, claim.span, message)
                        .other(event.span, "the event")
                        .help("correct the date of the claim, of its source or of the event"),
                );
            }
        }
    }
}
