//! Questions put to the site and to the method's answers: one file a family, each question a code.
//!
//! Nothing here changes the site; an answer is a diagnostic. `pipeline` calls [`check`]; a new question is a
//! function in its family, a code, its explanation and a literate case.

mod assets;
mod dates;
mod exports;
mod figures;
mod grounds;
mod places;
mod practice;
mod relations;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::method::Method;
use crate::site::{Claim, Id, Site};
use crate::text::{Files, Span};
use crate::value::date::Day;

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'s> {
    /// The site.
    pub site: &'s Site,
    /// What is computed from it.
    pub method: &'s Method,
    /// Its settings.
    pub config: &'s Config,
    /// The files that it was read from.
    pub files: &'s Files,
    /// The day of the build.
    pub today: Day,
}

/// Where a published file is referred to first, by its path in `content/`.
#[must_use]
pub fn place_of_asset(site: &Site, path: &str) -> Option<Span> {
    assets::place_of(site, path)
}

/// Whether the text of a brief is looked at, beside what is known of the site. Others need not be kept.
#[must_use]
pub fn reads(text: &str) -> bool {
    practice::reads(text)
}

/// All findings about a site.
#[must_use]
pub fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    assets::files(subject, &mut findings);
    dates::future_briefs(subject, &mut findings);
    dates::events_without_date(subject, &mut findings);
    dates::claims_before_events(subject, &mut findings);
    dates::denials_in_advance(subject, &mut findings);
    dates::mixed_zones(subject, &mut findings);
    exports::without_address(subject, &mut findings);
    figures::figures_apart(subject, &mut findings);
    figures::propositions_apart(subject, &mut findings);
    grounds::sources_before_their_sources(subject, &mut findings);
    grounds::overrated_credibility(subject, &mut findings);
    grounds::dependent_support(subject, &mut findings);
    places::places_outside_their_countries(subject, &mut findings);
    practice::unsourced_claims(subject, &mut findings);
    practice::unmentioned_claims(subject, &mut findings);
    practice::unused_sources(subject, &mut findings);
    practice::mixed_judgments(subject, &mut findings);
    relations::ends_of_foreign_claims(subject, &mut findings);
    relations::denials_of_what_ended(subject, &mut findings);
    relations::support_of_what_is_denied(subject, &mut findings);
    relations::circles(subject, &mut findings);
    findings
}

/// How a claim's writer would refer to another claim.
fn name_of(site: &Site, claim: &Claim, other: Id<Claim>) -> String {
    let referred = &site.claims[other];
    if referred.brief == claim.brief { referred.id.to_string() } else { site.claim_key(other) }
}
