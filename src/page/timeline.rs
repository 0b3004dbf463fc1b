//! Statements and acts in time, an uncertain date drawn as the span in which it may lie; and who let whom look.

use serde::Serialize;

use super::Pages;
use super::claim::PeerView;
use super::name::Name;
use super::shared::Shared;
use crate::site::labels::Label;
use crate::site::{Claim, Content, Event, Id};
use crate::value::date::{Day, Edtf};
use crate::value::word::Act;

/// Entries of a timeline.
const MOST_ENTRIES: usize = 60;

/// The width of the drawing.
const WIDTH: i64 = 1000;

/// Thousandths of the width: what is thinner cannot be seen.
const THINNEST: i64 = 8;

/// An event in time.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineView {
    /// The first day drawn, ISO 8601.
    pub first: String,
    /// The last day drawn, ISO 8601.
    pub last: String,
    /// The event itself; null where it has no date.
    pub event: Option<SpanView>,
    /// Statements and acts, earliest first.
    pub entries: Vec<EntryView>,
    /// How many more there are.
    pub more: usize,
}

/// A statement or an act in time.
#[derive(Clone, Debug, Serialize)]
pub struct EntryView {
    /// The claim.
    pub claim: Shared<PeerView>,
    /// EDTF.
    pub date: String,
    /// The act, a word of the format; null for a statement.
    pub does: Option<Act>,
    /// To whom it was done.
    pub to: Vec<Shared<Name>>,
    /// Of a statement.
    pub label: Option<Label>,
    /// Where it is drawn.
    pub span: SpanView,
}

/// A stretch of the drawing, in thousandths of its width.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SpanView {
    /// Where it begins.
    pub x: i64,
    /// How wide it is.
    pub width: i64,
    /// Whether it has no beginning or no end.
    pub open: bool,
}

/// Inquiries and access: the acts of an event, earliest first.
#[derive(Clone, Debug, Serialize)]
pub struct AccessView {
    /// `refused` or `granted` by the last act on it that is dated; null: nothing is known of it.
    pub state: Option<&'static str>,
    /// The acts.
    pub acts: Vec<EntryView>,
}

impl Pages<'_> {
    /// `None` where there is nothing to put in order.
    pub(super) fn timeline(&self, id: Id<Event>) -> Option<TimelineView> {
        let event = &self.site.events[id];
        let claims = self.earliest_first(&event.claims);
        let shown = &claims[..claims.len().min(MOST_ENTRIES)];
        let dates = || shown.iter().map(|id| &self.site.claims[*id].date).chain(&event.date);
        let first = dates().flat_map(|date| [date.lower(), date.upper()]).flatten().min()?;
        let last = dates().flat_map(|date| [date.lower(), date.upper()]).flatten().max()?;
        let scale = Scale { first, last };
        Some(TimelineView {
            first: first.to_string(),
            last: last.to_string(),
            event: event.date.as_ref().map(|date| scale.span(date)),
            entries: shown.iter().map(|id| self.entry(*id, scale)).collect(),
            more: claims.len() - shown.len(),
        })
    }

    /// `None` where no act is known.
    pub(super) fn access(&self, id: Id<Event>) -> Option<AccessView> {
        let mut acts = self.earliest_first(&self.site.events[id].claims);
        acts.retain(|id| matches!(self.site.claims[*id].content, Content::Does { .. }));
        let scale = Scale { first: Day::FIRST, last: Day::FIRST };
        let state = acts.iter().rev().find_map(|id| match self.site.claims[*id].content {
            Content::Does { act: Act::RefusesAccess, .. } => Some("refused"),
            Content::Does { act: Act::GrantsAccess, .. } => Some("granted"),
            _ => None,
        });
        acts.truncate(MOST_ENTRIES);
        (!acts.is_empty())
            .then(|| AccessView { state, acts: acts.iter().map(|id| self.entry(*id, scale)).collect() })
    }

    fn earliest_first(&self, claims: &[Id<Claim>]) -> Vec<Id<Claim>> {
        let mut claims = claims.to_vec();
        claims.sort_by_key(|id| (self.site.claims[*id].date.order(), *id));
        claims
    }

    fn entry(&self, id: Id<Claim>, scale: Scale) -> EntryView {
        let claim = &self.site.claims[id];
        let (does, to) = match &claim.content {
            Content::Says(_) => (None, Vec::new()),
            Content::Does { act, to } => (Some(*act), self.cards.names.actors(to)),
        };
        EntryView {
            claim: self.cards.peer(id),
            date: claim.date.to_string(),
            does,
            to,
            label: self.method.standing(id).map(|standing| standing.judgement.label),
            span: scale.span(&claim.date),
        }
    }
}

/// The days that a drawing covers.
#[derive(Clone, Copy)]
struct Scale {
    first: Day,
    last: Day,
}

impl Scale {
    fn span(self, date: &Edtf) -> SpanView {
        let (lower, upper) = (date.lower(), date.upper());
        let x = self.place(lower.unwrap_or(self.first), 0).min(WIDTH - THINNEST);
        // A day ends where the next one begins.
        let end = self.place(upper.unwrap_or(self.last), 1);
        SpanView { x, width: (end - x).max(THINNEST), open: lower.is_none() || upper.is_none() }
    }

    fn place(self, day: Day, later: i64) -> i64 {
        let days = |day: Day| day.number() - self.first.number();
        let whole = (days(self.last) + 1).max(1);
        ((days(day) + later).clamp(0, whole)) * WIDTH / whole
    }
}
