//! The years of a site's events, for the list of them.

use crate::method::Method;
use crate::method::points::Point;
use crate::site::{Event, Id, Site};
use crate::value::date::{Day, Edtf};

/// The events of one year among all of a site, which are listed latest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Year {
    /// `None`: it is not known.
    pub year: Option<u16>,
    /// The place of its first event in the list.
    pub first: usize,
    /// How many events it has.
    pub events: usize,
    /// In how many of them something is in dispute.
    pub disputed: usize,
}

/// The years of events that are listed latest first.
#[must_use]
pub fn years(site: &Site, method: &Method, events: &[Id<Event>]) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    for (place, id) in events.iter().enumerate() {
        let date = site.events[*id].date.as_ref();
        let year = date.and_then(Edtf::lower).map(Day::year);
        if years.last().is_none_or(|last| last.year != year) {
            years.push(Year { year, first: place, events: 0, disputed: 0 });
        }
        let is_disputed = method.versions(*id).points.iter().any(Point::is_disputed);
        if let Some(last) = years.last_mut() {
            last.events += 1;
            last.disputed += usize::from(is_disputed);
        }
    }
    years
}
