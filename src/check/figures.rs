//! Figures that cannot both be so, on claims that say the same or back each other (manual, method.md#propositions).

use std::collections::{BTreeMap, VecDeque};

use super::{Subject, name_of};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::method::propositions::{NoCommonFigure, figures_fit};
use crate::method::relation::{Backs, meaning};
use crate::site::{Claim, ClaimFigure, Id, Link, Site};
use crate::value::measure::ALL;

/// A relation that counts only between fitting figures, between claims whose figures do not fit.
pub(super) fn figures_apart(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let site = subject.site;
    for (id, claim) in site.claims.entries() {
        let needing = claim.relations.iter().filter(|link| meaning(link.relation).needs_fitting_figures);
        for link in needing.filter(|link| !is_said_before(id, claim, link)) {
            let clash = clash(claim, &site.claims[link.claim]);
            findings.extend(clash.map(|figures| apart(site, claim, link, figures)));
        }
    }
}

/// Whether a symmetric relation is written at its other end too, and that end comes first.
fn is_said_before(id: Id<Claim>, claim: &Claim, link: &Link) -> bool {
    let before = claim.incoming.partition_point(|other| other.claim < link.claim);
    let mut from_there = claim.incoming[before..].iter().take_while(|other| other.claim == link.claim);
    meaning(link.relation).is_symmetric
        && link.claim < id
        && from_there.any(|other| other.relation == link.relation)
}

/// The first figures of two claims, for one measure and group, that have no number in common.
fn clash<'c>(claim: &'c Claim, other: &'c Claim) -> Option<(&'c ClaimFigure, &'c ClaimFigure)> {
    let both = claim.figures.iter().filter_map(|own| Some((own, other.figure(&own.measure, &own.group)?)));
    let mut apart = both.filter(|(own, theirs)| {
        own.bounds.zip(theirs.bounds).is_some_and(|(own, theirs)| !own.intersects(theirs))
    });
    apart.next()
}

fn apart(site: &Site, claim: &Claim, link: &Link, (own, theirs): (&ClaimFigure, &ClaimFigure)) -> Diagnostic {
    let (verb, other) = (meaning(link.relation).word, name_of(site, claim, link.claim));
    let measured = measured(&own.measure, &own.group);
    let message = format!(
        "`{}` {verb} `{other}`, but their figures for {measured} do not fit: {} and {}",
        claim.id, own.figure, theirs.figure
    );
    let found = Diagnostic::new(Code::FiguresDiffer, link.span, message)
        .other(site.claims[link.claim].span, format!("{} here", theirs.figure));
    if meaning(link.relation).backs == Backs::Concession {
        let found = found
            .label(format!("{} here, so it counts as in part", own.figure))
            .help("write `concedes_in_part` if that is meant, or correct a figure");
        return Diagnostic { severity: Severity::Note, ..found };
    }
    found
        .label(format!("{} here, so it does not count", own.figure))
        .help("correct a figure, or state another relation, such as `denies`")
}

/// What figures count: a measure, and a group where one is named.
fn measured(measure: &str, group: &str) -> String {
    if group == ALL { format!("`{measure}`") } else { format!("`{measure}`, `{group}`") }
}

/// Claims that are one proposition by way of others, though their own figures contradict each other.
pub(super) fn propositions_apart(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let apart = subject.method.without_common_figure().iter();
    findings.extend(apart.filter_map(|apart| no_common_figure(subject.site, apart)));
}

fn no_common_figure(site: &Site, apart: &NoCommonFigure) -> Option<Diagnostic> {
    let (one, other) = apart.claims;
    let higher = &site.claims[one].figure(&apart.measure, &apart.group)?.figure;
    let lower = &site.claims[other].figure(&apart.measure, &apart.group)?.figure;
    let between = agreements_between(site, one, other);
    let by = match between.as_slice() {
        [] => String::new(),
        [only] => format!(", by way of `{}`", name_of(site, &site.claims[one], *only)),
        several => format!(", by way of {} others", several.len()),
    };
    let (name, measured) = (name_of(site, &site.claims[one], other), measured(&apart.measure, &apart.group));
    let message = format!(
        "`{}` and `{name}` say the same{by}, but their figures for {measured} do not fit: {higher} and {lower}",
        site.claims[one].id
    );
    let found = Diagnostic::new(Code::NoCommonFigure, site.claims[one].span, message)
        .label(format!("{higher} here"))
        .other(site.claims[other].span, format!("{lower} here"))
        .help("take one `agrees_with` out, or give the claims between them the figure that they stand for");
    let shown = between.iter().take(SHOWN);
    Some(shown.fold(found, |found, id| found.other(site.claims[*id].span, "says the same")))
}

/// Claims between two that are shown; the others are counted.
const SHOWN: usize = 3;

/// The claims on a shortest way of agreements that count, without the two at its ends.
fn agreements_between(site: &Site, start: Id<Claim>, end: Id<Claim>) -> Vec<Id<Claim>> {
    let mut came_from = BTreeMap::from([(start, start)]);
    let mut open = VecDeque::from([start]);
    while let Some(id) = open.pop_front().filter(|id| *id != end) {
        for next in agreeing(site, id) {
            came_from.entry(next).or_insert_with(|| {
                open.push_back(next);
                id
            });
        }
    }
    let back = std::iter::successors(came_from.get(&end), |id| came_from.get(*id));
    let mut way: Vec<Id<Claim>> = back.take_while(|id| **id != start).copied().collect();
    way.reverse();
    way
}

/// The claims that an agreement which counts joins to a claim, at whichever end it is written.
fn agreeing(site: &Site, id: Id<Claim>) -> impl Iterator<Item = Id<Claim>> {
    let claim = &site.claims[id];
    let links = claim.relations.iter().chain(&claim.incoming);
    let same = links.filter(|link| meaning(link.relation).backs == Backs::Same).map(|link| link.claim);
    same.filter(|other| figures_fit(claim, &site.claims[*other]))
}
