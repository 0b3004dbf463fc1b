//! How many other actors have a version of what a claim speaks to, and where these stand beside each other.
//!
//! Worked out once for all claims, in time linear in the claims of all points, since every card asks for it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::versions::{MOST_POINTS, anchor, is_joint};
use crate::method::Method;
use crate::plan::urls;
use crate::site::{Claim, Event, Id, Index, Site};

/// Other versions of what a claim speaks to.
#[derive(Clone, Debug, Serialize)]
pub struct OtherVersionsView {
    /// How many other actors, by root, speak to the same point.
    pub count: usize,
    /// Where they stand beside each other, from the site's top.
    pub href: String,
}

/// For each claim the point that it speaks to, where others do as well.
pub(super) struct Others {
    of_claim: Vec<Option<Place>>,
}

#[derive(Clone, Copy)]
struct Place {
    event: Id<Event>,
    /// The point's place among the event's, and among those that its page shows.
    point: usize,
    row: usize,
    others: usize,
}

impl Others {
    /// Counts the versions of all points. A claim on several events is placed on the first that it names.
    pub(super) fn of(site: &Site, method: &Method) -> Self {
        let mut of_claim: Vec<Option<Place>> = vec![None; site.claims.len()];
        for event in site.events.ids() {
            let joint =
                method.versions(event).points.iter().enumerate().filter(|(_, point)| is_joint(site, point));
            for (row, (point, of_point)) in joint.enumerate() {
                let roots = |claim: &Id<Claim>| site.roots(&site.claims[*claim].by);
                let all: BTreeSet<_> = of_point.claims.iter().flat_map(roots).collect();
                for claim in &of_point.claims {
                    let others = all.len() - roots(claim).len();
                    let place = &mut of_claim[claim.index()];
                    if place.is_none() || site.claims[*claim].events.first() == Some(&event) {
                        *place = Some(Place { event, point, row, others });
                    }
                }
            }
        }
        Self { of_claim }
    }

    /// `None` where nobody else speaks to it.
    pub(super) fn view(&self, site: &Site, method: &Method, claim: Id<Claim>) -> Option<OtherVersionsView> {
        let place = self.of_claim[claim.index()].filter(|place| place.others > 0)?;
        let page = urls::encode(&urls::thing(Index::Events, site.events[place.event].id.as_str()));
        let point = &method.versions(place.event).points[place.point];
        let href = match place.row {
            0..MOST_POINTS => format!("{page}#{}", urls::encode(&anchor(point, place.row))),
            _ => page,
        };
        Some(OtherVersionsView { count: place.others, href })
    }
}
