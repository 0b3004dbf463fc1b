//! What is in dispute over the whole site: the points, why each is in dispute, and their contested claims.

use serde::Serialize;

use super::Pages;
use super::claim::{PeerView, stretch};
use super::hole::Speakers;
use super::name::Name;
use super::row::RowView;
use super::shared::Shared;
use super::versions::{anchor_on_page, earliest};
use crate::method::points::{Point, Reason};
use crate::plan::listed::Dispute;
use crate::plan::urls;
use crate::site::{Event, Id, Index};

/// What the page of open disputes shows.
#[derive(Clone, Debug, Serialize)]
pub struct DisputesView {
    /// How many points are in dispute.
    pub points: usize,
    /// How many claims are contested that are on no event.
    pub alone: usize,
    /// The events; of this part of the list.
    pub events: Vec<EventDisputesView>,
}

/// What is in dispute on one event.
#[derive(Clone, Debug, Serialize)]
pub struct EventDisputesView {
    /// The event; null for contested claims on none.
    pub event: Option<Shared<Name>>,
    /// Its disputed points; for claims on no event, one.
    pub points: Vec<DisputeView>,
}

/// A point in dispute.
#[derive(Clone, Debug, Serialize)]
pub struct DisputeView {
    /// Where its versions stand beside each other, from the site's top; null for claims on no event.
    pub href: Option<String>,
    /// The question; null where nobody declared it.
    pub question: Option<String>,
    /// What was said on it first; null where a question is declared.
    pub first: Option<Shared<PeerView>>,
    /// Why it is in dispute: `denial`, `figures`, `groups`.
    pub reasons: Vec<Reason>,
    /// Its contested claims; of this part of the list.
    pub claims: Vec<RowView>,
}

impl Pages<'_> {
    pub(super) fn disputes(&self, part: usize) -> DisputesView {
        let all = &self.plan.disputes;
        let shown = stretch(&all.entries, part, self.config.per_page);
        DisputesView {
            points: all.points,
            alone: all.entries.iter().rev().take_while(|dispute| dispute.point.is_none()).count(),
            events: shown
                .chunk_by(|a, b| a.event() == b.event())
                .map(|disputes| EventDisputesView {
                    event: disputes[0].event().map(|event| self.cards.names.event(event)),
                    points: disputes
                        .chunk_by(|a, b| a.point == b.point)
                        .map(|one| self.dispute(one))
                        .collect(),
                })
                .collect(),
        }
    }

    /// The entries of one point.
    fn dispute(&self, entries: &[Dispute]) -> DisputeView {
        let claims = entries.iter().filter_map(|dispute| dispute.claim);
        let claims = self.cards.rows(claims, Speakers::Named);
        let Some((event, place)) = entries.first().and_then(|dispute| dispute.point) else {
            return DisputeView { href: None, question: None, first: None, reasons: Vec::new(), claims };
        };
        let points = &self.method.versions(event).points;
        let point = &points[place];
        let question = self.question(event, point);
        DisputeView {
            href: Some(self.point_href(event, points, place)),
            first: earliest(self.site, point).filter(|_| question.is_none()).map(|id| self.cards.peer(id)),
            question: question.map(str::to_owned),
            reasons: point.reasons.clone(),
            claims,
        }
    }

    /// What is asked on a declared point.
    pub(super) fn question(&self, event: Id<Event>, point: &Point) -> Option<&str> {
        let id = point.id.as_ref()?;
        let declared = self.site.events[event].points.iter().find(|(known, _)| known == id);
        declared.map(|(_, question)| question.as_str())
    }

    /// Where the versions of an event's point stand beside each other.
    pub(super) fn point_href(&self, event: Id<Event>, points: &[Point], place: usize) -> String {
        let page = urls::encode(&urls::thing(Index::Events, self.site.events[event].id.as_str()));
        match anchor_on_page(self.site, points, place) {
            Some(anchor) => format!("{page}#{}", urls::encode(&anchor)),
            None => page,
        }
    }
}
