//! Everything that is computed from a site's claims (METHOD), side by side with the site and immutable like it.
//!
//! [`Method::compute`] runs the rules once, in time linear in claims and relations; the look-ups below give what
//! pages, exports and checks show. What would be long to write out for every claim (names of origins, chains,
//! stances) is worked out when it is asked for.

use super::chain::Chain;
use super::cycles::{Cycle, cycles};
use super::figures::{FigureFinding, FigureRow, figures};
use super::impact::{Shift, impacts};
use super::labels::{Standing, dependent_supporters, standings, support, supporters};
use super::origins::{Origin, Origins, Tracer, Unknown, retracted};
use super::points::{Places, Point, columns, points};
use super::sets::SetId;
use super::sides::Sides;
use super::stances::Stances;
use super::table::Id;
use super::{Actor, Claim, Event, Link, Site, Source};
use crate::config::Config;

/// What is computed from the claims of a site.
#[derive(Debug)]
pub struct Method {
    origins: Origins,
    sides: Sides,
    /// For each claim the origins of itself and its support.
    support: Vec<SetId>,
    standings: Vec<Option<Standing>>,
    changed_by_retraction: Vec<bool>,
    events: Vec<Versions>,
    shifts: Vec<Option<Vec<Shift>>>,
    cycles: Vec<Cycle>,
}

/// The versions of an event beside each other (METHOD, sections 3 and 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// The rows, in order.
    pub points: Vec<Point>,
    /// The columns, roots in order of their first statement.
    pub columns: Vec<Id<Actor>>,
    /// Figures that are the latest of some origin, by measure, group and claim.
    pub figures: Vec<FigureRow>,
    /// What they say beside each other, by measure and group, those on groups last.
    pub findings: Vec<FigureFinding>,
}

impl Method {
    /// Computes everything. The site must be the one that is asked about later.
    #[must_use]
    pub fn compute(site: &Site, config: &Config) -> Self {
        let tracer = Tracer::new(site, config);
        let sides = Sides::of(&tracer);
        let gone = retracted(site);
        let mut origins = tracer.trace(&gone);
        let support = support(site, &mut origins);
        let standings = standings(site, &sides, &origins, &support);
        let changed_by_retraction = if gone.is_empty() {
            vec![false; site.claims.len()]
        } else {
            changed_by_retraction(&tracer, &sides, &origins, &standings)
        };
        let mut places = Places::of(site);
        let versions = |event| {
            let (figures, findings) = figures(site, config, &origins, event);
            let points = points(site, &standings, event, &mut places);
            Versions { points, columns: columns(site, event), figures, findings }
        };
        Self {
            events: site.events.iter().map(versions).collect(),
            shifts: impacts(&tracer, &sides, origins.clone(), &standings, &gone),
            cycles: cycles(site),
            changed_by_retraction,
            support,
            standings,
            sides,
            origins,
        }
    }

    /// How a statement stands; `None`: the claim is an act, and has no label (METHOD, section 2).
    #[must_use]
    pub fn standing(&self, claim: Id<Claim>) -> Option<&Standing> {
        self.standings[claim.index()].as_ref()
    }

    /// The origins of a claim and its support: known ones, and unknown ones that are not known as well, confidential
    /// sources included (METHOD, section 1).
    pub fn origins(&self, claim: Id<Claim>) -> impl Iterator<Item = Origin> {
        self.origins.members(self.support[claim.index()])
    }

    /// The known ones: roots, ordered.
    #[must_use]
    pub fn known(&self, claim: Id<Claim>) -> Vec<Id<Actor>> {
        let known = |origin| match origin {
            Origin::Known(root) => Some(root),
            Origin::Unknown(_) => None,
        };
        self.origins(claim).filter_map(known).collect()
    }

    /// The unknown ones. [`Unknown::name`] gives confidential sources no name.
    #[must_use]
    pub fn unknown(&self, claim: Id<Claim>) -> Vec<Unknown> {
        let unknown = |origin| match origin {
            Origin::Known(_) => None,
            Origin::Unknown(unknown) => Some(unknown),
        };
        self.origins(claim).filter_map(unknown).collect()
    }

    /// The names of the unknown origins, ordered; confidential sources are not among them, so they may be fewer
    /// than are counted (METHOD, fine print 8).
    #[must_use]
    pub fn unknown_names(&self, site: &Site, claim: Id<Claim>) -> Vec<String> {
        let mut names: Vec<String> =
            self.unknown(claim).into_iter().filter_map(|unknown| unknown.name(site)).collect();
        names.sort();
        names
    }

    /// The origins of the claim by itself, without its supporters.
    pub fn own_origins(&self, claim: Id<Claim>) -> impl Iterator<Item = Origin> {
        self.origins.members(self.origins.of_claim[claim.index()])
    }

    /// What supporters and binding concessions add to a claim's own origins.
    pub fn added_origins(&self, claim: Id<Claim>) -> impl Iterator<Item = Origin> {
        self.origins.added(self.support[claim.index()], self.origins.of_claim[claim.index()])
    }

    /// The live supporters of a claim, in order of place; fallen ones support nothing.
    pub fn supporters<'s>(&'s self, site: &'s Site, claim: Id<Claim>) -> impl Iterator<Item = &'s Link> {
        supporters(&self.origins.counts, &site.claims[claim])
    }

    /// Those of them that add no origin to the claim and the supporters before them (METHOD, section 8).
    pub fn dependent_supporters<'s>(
        &'s self,
        site: &'s Site,
        claim: Id<Claim>,
    ) -> impl Iterator<Item = &'s Link> {
        dependent_supporters(site, &self.origins, claim)
    }

    /// Whether all sources of a claim were retracted (METHOD, section 7).
    #[must_use]
    pub fn is_fallen(&self, claim: Id<Claim>) -> bool {
        self.origins.fallen[claim.index()]
    }

    /// Whether a claim fell, or stands otherwise, because sources were retracted (METHOD, section 7).
    #[must_use]
    pub fn is_changed_by_retraction(&self, claim: Id<Claim>) -> bool {
        self.changed_by_retraction[claim.index()]
    }

    /// The versions of an event (METHOD, sections 3 and 4).
    #[must_use]
    pub fn versions(&self, event: Id<Event>) -> &Versions {
        &self.events[event.index()]
    }

    /// Who denies whom on an event (METHOD, section 5).
    #[must_use]
    pub fn stances(&self, site: &Site, event: Id<Event>) -> Stances {
        Stances::of(site, &self.origins.fallen, &site.events[event])
    }

    /// Where a claim was read and where its speaker has it from (METHOD, section 6).
    #[must_use]
    pub fn chain<'s>(&self, site: &'s Site, claim: Id<Claim>) -> Chain<'s> {
        Chain::of(site, &site.claims[claim])
    }

    /// The claims whose label, origins or third-party count would change if a source fell, ordered by id; `None`:
    /// too much hangs on it (METHOD, section 7).
    #[must_use]
    pub fn if_it_falls(&self, source: Id<Source>) -> Option<&[Shift]> {
        self.shifts[source.index()].as_deref()
    }

    /// Chains that come back to where they began, where they must not (METHOD, section 8).
    #[must_use]
    pub fn cycles(&self) -> &[Cycle] {
        &self.cycles
    }

    /// Whether two actors, each by its root, are allied (METHOD, section 1).
    #[must_use]
    pub fn are_allied(&self, site: &Site, one: Id<Actor>, other: Id<Actor>) -> bool {
        self.sides.are_allied(site.actors[one].root, site.actors[other].root)
    }
}

/// Which claims would stand otherwise if no source had been retracted.
fn changed_by_retraction(
    tracer: &Tracer<'_>,
    sides: &Sides,
    origins: &Origins,
    standings_now: &[Option<Standing>],
) -> Vec<bool> {
    let site = tracer.site;
    let mut before = tracer.trace(&[].into());
    let support = support(site, &mut before);
    let standings_before = standings(site, sides, &before, &support);
    let pairs = standings_before.iter().zip(standings_now).zip(&origins.fallen);
    pairs.map(|((before, now), fallen)| *fallen || before != now).collect()
}
