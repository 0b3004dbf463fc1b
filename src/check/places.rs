//! Places that lie elsewhere: outside of the country that they are said to be in, as when `lat` and `lon` were exchanged.

use super::Subject;
use crate::diagnostic::{Code, Diagnostic};
use crate::site::Event;

/// Coordinates that lie outside of the country, as far as it is known where that lies.
pub(super) fn places_outside_their_countries(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    findings.extend(subject.site.events.iter().filter_map(outside_its_country));
}

fn outside_its_country(event: &Event) -> Option<Diagnostic> {
    let (country, at) = (event.place.country?, event.place.coordinates?);
    if country.may_hold(at.lat, at.lon)? {
        return None;
    }
    // Even here no coordinate is told more exactly than it may be: reports of a check are kept, and passed on.
    let (lat, lon) = event.place.rounded()?;
    let message = format!("the place of `{}` lies outside of `{country}`", event.id);
    let found = Diagnostic::new(Code::PlaceOutsideCountry, event.span, message);
    Some(if country.may_hold(at.lon, at.lat)? {
        found
            .label(format!("`lat` is {lat} and `lon` {lon}; exchanged, they would lie in it"))
            .help("exchange `lat`, degrees north, and `lon`, degrees east")
    } else {
        found
            .label(format!("`lat` is {lat} and `lon` {lon}"))
            .help("correct `lat`, `lon` or `country`; south and west are negative")
    })
}
