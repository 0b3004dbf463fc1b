//! When that of which claims tell began, and what was said before it (manual, method.md#reception).
//!
//! Days are compared as they are written. Only where both have a zone are the moments asked too: at half past midnight
//! in one place it is still the day before in another, and what was said there an hour later was said afterwards.

use crate::site::{Claim, Event, Id, Site};
use crate::value::date::{Day, Edtf};

/// The beginning of some events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// The earliest day of those that have one.
    day: Day,
    /// The earliest minute of those that have one with a zone.
    instant: Option<i64>,
}

impl Beginning {
    /// Of one event; `None`: no earliest day is known.
    #[must_use]
    pub fn of_event(event: &Event) -> Option<Self> {
        let date = event.date.as_ref()?;
        Some(Self { day: date.lower()?, instant: date.instant() })
    }

    /// Of all events of some claims; `None`: no earliest day is known.
    #[must_use]
    pub fn of_claims(site: &Site, claims: &[Id<Claim>]) -> Option<Self> {
        let events = claims.iter().flat_map(|claim| &site.claims[*claim].events);
        events.filter_map(|event| Self::of_event(&site.events[*event])).reduce(|one, other| Self {
            day: one.day.min(other.day),
            instant: one.instant.into_iter().chain(other.instant).min(),
        })
    }

    /// Its day.
    #[must_use]
    pub const fn day(&self) -> Day {
        self.day
    }

    /// Whether a date is wholly before it.
    #[must_use]
    pub fn is_after(&self, date: &Edtf) -> bool {
        let is_later = date.instant().zip(self.instant).is_some_and(|(said, began)| said >= began);
        date.upper().is_some_and(|said| said < self.day) && !is_later
    }
}
