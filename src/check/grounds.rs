//! What claims and sources rest on: sources that quote the future, support that adds nobody, confidence that the
//! origins do not bear out.

use super::{Subject, name_of};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::method::Backing;
use crate::method::relation::meaning;
use crate::site::{Claim, Id, Source};
use crate::value::grade::Credibility;

/// A source is dated wholly before one that it draws on. Dates that overlap are given the benefit of the doubt.
pub(super) fn sources_before_their_sources(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let sources = &subject.site.sources;
    for source in sources {
        let drawn_on = source.from.iter().map(|from| &sources[*from]);
        findings.extend(drawn_on.filter_map(|earlier| before_its_source(source, earlier)));
    }
}

fn before_its_source(source: &Source, earlier: &Source) -> Option<Diagnostic> {
    let (date, other) = (source.date.as_ref()?, earlier.date.as_ref()?);
    (date.latest()? < other.earliest()?).then(|| {
        let message = format!("`{}` is dated before `{}`, which it draws on", source.id, earlier.id);
        Diagnostic::new(Code::SourceBeforeItsSource, source.span, message)
            .label(format!("dated {date}"))
            .other(earlier.span, format!("dated {other}"))
            .help("correct a date, or the chain")
    })
}

/// Credibility 1 is "confirmed by other, independent sources" (Admiralty scale).
pub(super) fn overrated_credibility(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let claims = subject.site.claims.entries();
    let confirmed = claims.filter(|(_, claim)| claim.credibility == Some(Credibility::Confirmed));
    findings.extend(confirmed.filter_map(|(id, claim)| overrated(subject, id, claim)));
}

fn overrated(subject: Subject<'_>, id: Id<Claim>, claim: &Claim) -> Option<Diagnostic> {
    let method = subject.method;
    let (answers, proposition) = (method.answers(id)?, method.proposition_of(id)?);
    if answers.backing == Backing::Allied {
        let message = format!("`{}` has credibility 1, but all its known origins are allied", claim.id);
        let found = Diagnostic::new(Code::OverratedCredibility, claim.span, message)
            .label("one side")
            .help("give it 2, or add a claim of a third party");
        return Some(Diagnostic { severity: Severity::Warning, ..found });
    }
    let is_confirmed = method.known(proposition).nth(1).is_some();
    let label = match answers.origins.max {
        0 => "no origin is left",
        1 => "one origin",
        _ => "perhaps one origin",
    };
    (!is_confirmed).then(|| {
        let message = format!("`{}` has credibility 1, but no two independent origins are shown", claim.id);
        Diagnostic::new(Code::OverratedCredibility, claim.span, message)
            .label(label)
            .help("give it 2 or a higher number (less sure), or add the claims and sources that confirm it")
    })
}

/// A supporter, or a claim that says the same, whose origins are known without it.
pub(super) fn dependent_support(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let Subject { site, method, .. } = subject;
    for (id, claim) in site.claims.entries() {
        for link in method.added_nothing(site, id) {
            let supporter = &site.claims[link.claim];
            let (verb, claimed) = (meaning(link.relation).word, name_of(site, supporter, id));
            let message = format!("`{}` {verb} `{claimed}` but adds no origin", supporter.id);
            findings.push(
                Diagnostic::new(Code::DependentSupport, link.span, message)
                    .label("the same origin again")
                    .other(claim.span, "this claim has it already")
                    .help("write `repeats` if it only passes on, or say where the speaker has it from"),
            );
        }
    }
}
