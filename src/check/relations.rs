//! Relations that cannot be: ending what somebody else said, being on both sides, denying what nobody upholds any more,
//! running in a circle.
//!
//! What a relation means is asked of the method's table, so that a new one is judged here without being named. A claim
//! in relation to itself or to an act was reported and left out when the site was resolved.

use super::{Subject, name_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::method::cycles::Cycle;
use crate::method::propositions::is_full_concession;
use crate::method::relation::{Backs, Stance, meaning};
use crate::site::{Claim, Id, Link, Site};
use crate::text::Span;

/// Only claims of a speaker with the same root may be replaced, withdrawn or disowned (manual, method.md#state).
pub(super) fn ends_of_foreign_claims(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let site = subject.site;
    for (id, claim) in site.claims.entries() {
        let ending = claim.relations.iter().filter(|link| meaning(link.relation).ends.is_some());
        for link in ending.filter(|link| !share_a_root(site, id, link.claim)) {
            let (verb, other) = (meaning(link.relation).word, name_of(site, claim, link.claim));
            let message = format!("`{}` {verb} `{other}`, a claim of somebody else", claim.id);
            findings.push(
                Diagnostic::new(Code::NotOwnClaim, link.span, message)
                    .other(site.claims[link.claim].span, "the other's claim")
                    .help("write `denies`, or correct the speaker"),
            );
        }
    }
}

fn share_a_root(site: &Site, one: Id<Claim>, other: Id<Claim>) -> bool {
    let roots = site.speaker_roots(other);
    site.speaker_roots(one).iter().any(|root| roots.binary_search(root).is_ok())
}

/// A live denial of a claim that its own speaker no longer upholds.
pub(super) fn denials_of_what_ended(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let Subject { site, method, .. } = subject;
    for (id, claim) in site.claims.entries() {
        let state = method.state(id);
        let ended = claim.incoming.iter().find(|link| meaning(link.relation).ends == Some(state));
        let Some(ended) = ended else { continue };
        for denial in denials_of(claim).filter(|denial| method.is_live(denial.claim)) {
            let denying = &site.claims[denial.claim];
            let message =
                format!("`{}` denies `{}`, which is {state}", denying.id, name_of(site, denying, id));
            findings.push(
                Diagnostic::new(Code::DeniesWithdrawn, denial.span, message)
                    .other(ended.span, format!("{state} here"))
                    .help("consider whether the denial holds for a newer claim"),
            );
        }
    }
}

/// The relations of other claims that deny a claim.
fn denials_of(claim: &Claim) -> impl Iterator<Item = &Link> {
    claim.incoming.iter().filter(|link| is_denial(link))
}

/// Whether a relation denies the claim at its other end.
pub(super) fn is_denial(link: &Link) -> bool {
    meaning(link.relation).stance == Some(Stance::Denies)
}

/// A claim upholds what it denies.
pub(super) fn support_of_what_is_denied(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let site = subject.site;
    for claim in &site.claims {
        let mut upheld: Vec<&Link> = upheld_by(site, claim).collect();
        upheld.sort_by_key(|link| link.claim);
        for denial in claim.relations.iter().filter(|link| is_denial(link)) {
            let at = upheld.partition_point(|link| link.claim < denial.claim);
            let Some(support) = upheld.get(at).filter(|link| link.claim == denial.claim) else { continue };
            let (verb, denied) = (meaning(support.relation).word, name_of(site, claim, denial.claim));
            findings.push(
                Diagnostic::new(
                    Code::SupportsAndDenies,
                    denial.span,
                    format!("`{}` both denies and {verb} `{denied}`", claim.id),
                )
                .label("denied here")
                .other(support.span, format!("{verb} it here"))
                .help("decide for one of them; what is granted only in part is `concedes_in_part`"),
            );
        }
    }
}

/// What a claim supports, agrees with or concedes in full. It agrees also with what says that it agrees with it.
fn upheld_by<'s>(site: &'s Site, claim: &'s Claim) -> impl Iterator<Item = &'s Link> {
    let written_there = claim.incoming.iter().filter(|link| meaning(link.relation).is_symmetric);
    claim.relations.iter().chain(written_there).filter(|link| match meaning(link.relation).backs {
        Backs::Same | Backs::Grounds => true,
        Backs::Concession => is_full_concession(claim, &site.claims[link.claim]),
        Backs::Nothing => false,
    })
}

/// Chains that come back to where they began.
pub(super) fn circles(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    findings.extend(subject.method.cycles().iter().map(|cycle| report(subject.site, cycle)));
}

fn report(site: &Site, cycle: &Cycle) -> Diagnostic {
    match cycle {
        Cycle::Actors(actors) => {
            let step = |id: &Id<_>| (site.actors[*id].id.to_string(), site.actors[*id].span);
            circle(actors, step, "is part of", "take one `part_of` out")
        }
        Cycle::Events(events) => {
            let step = |id: &Id<_>| (site.events[*id].id.to_string(), site.events[*id].span);
            circle(events, step, "is part of", "take one `part_of` out")
        }
        Cycle::Sources(sources) => {
            let step = |id: &Id<_>| (site.sources[*id].id.to_string(), site.sources[*id].span);
            circle(sources, step, "is drawn from", "find out where the chain begins, and take one `from` out")
        }
        Cycle::Claims(relation, claims) => {
            let step = |id: &Id<_>| (site.claim_key(*id), site.claims[*id].span);
            let help = format!("take one `{}` out", relation.key());
            circle(claims, step, meaning(*relation).word, &help)
        }
    }
}

/// Steps of a cycle that are shown; the others are counted.
const SHOWN: usize = 5;

/// The report of a cycle, given each member's name and place, and what each does to the next.
fn circle<T>(members: &[T], step: impl Fn(&T) -> (String, Span), verb: &str, help: &str) -> Diagnostic {
    let steps: Vec<(String, Span)> = members.iter().take(SHOWN).map(&step).collect();
    let Some((first, place)) = steps.first() else {
        return Diagnostic::of_site(Code::Cycle, "something runs in a circle");
    };
    let by = match members.len() {
        0 | 1 => String::new(),
        2 => format!(", by way of `{}`", steps[1].0),
        len => format!(", by way of {} others", len - 1),
    };
    let next =
        |place: usize| steps.get((place + 1) % members.len()).map(|(name, _)| format!("{verb} `{name}`"));
    let message = format!("`{first}` {verb} itself{by}");
    let mut found =
        Diagnostic::new(Code::Cycle, *place, message).label(next(0).unwrap_or_default()).help(help);
    for (number, (_, span)) in steps.iter().enumerate().skip(1) {
        found = found.other(*span, next(number).unwrap_or_else(|| format!("{verb} yet another")));
    }
    found
}
