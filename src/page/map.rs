//! Where an event took place: the land round it, drawn neutrally, with a ring as wide as what is not known. No tiles,
//! so no request to anyone, and no border, so none that somebody disputes.
//!
//! The invariant: the drawing and its link know only the rounded coordinates, so that a place is never told more
//! exactly than its record allows.

mod land;

use serde::Serialize;

use self::land::Frame;
use super::Pages;
use crate::site::{Event, Id};
use crate::value::word::PlacePrecision;

/// The size of the drawing.
const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 210.0;

/// Degrees of longitude from its one side to the other.
const SPAN: f64 = 44.0;

/// Near the poles so many degrees are a short way; no unit of the drawing is less than so many kilometres.
const LEAST_KILOMETRES: f64 = 6.0;

/// The cosine of the latitude by which the drawing is made narrow, at least: that of 87 degrees.
const NARROWEST: f64 = 0.05;

/// Kilometres in a degree of latitude.
const DEGREE: f64 = 111.2;

/// The length of the bar, in kilometres.
const BAR: f64 = 500.0;

/// Degrees from one line to the next.
const STEP: i32 = 10;

/// The radius of the least ring, within which there is room for a dot.
const LEAST_RING: u32 = 9;

/// A map of the land round an event, which lies in its middle.
#[derive(Clone, Debug, Serialize)]
pub struct MapView {
    /// How wide the drawing is.
    pub width: u32,
    /// How high it is.
    pub height: u32,
    /// The land: the `d` of an SVG path, to be filled by the rule `evenodd`.
    pub land: String,
    /// Meridians and parallels, ten degrees apart: the `d` of an SVG path.
    pub graticule: String,
    /// What is written beside these.
    pub degrees: Vec<DegreeView>,
    /// How far around its middle the event may have been, as its precision says; at least 9.
    pub ring: u32,
    /// Whether that is too little to be drawn, so that a dot can stand in the ring.
    pub is_spot: bool,
    /// How long 500 kilometres are.
    pub bar: u32,
    /// The coordinates as an address (RFC 5870), rounded to the precision, with what is not known in metres.
    pub geo: String,
}

/// The number of a meridian or a parallel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DegreeView {
    /// Degrees.
    pub number: u32,
    /// `north`, `south`, `east`, `west`; null at the equator and at Greenwich.
    pub side: Option<&'static str>,
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
}

impl Pages<'_> {
    /// `None` where the event has no coordinates.
    pub(super) fn map(&self, id: Id<Event>) -> Option<MapView> {
        let place = &self.site.events[id].place;
        let (lat, lon) = place.rounded()?;
        let [north, east]: [f64; 2] = [lat.parse().ok()?, lon.parse().ok()?];
        let reach = reach(place.told_precision());
        let narrow = north.to_radians().cos().max(NARROWEST);
        let kilometres = (DEGREE * narrow * SPAN / WIDTH).max(LEAST_KILOMETRES);
        let scale = [DEGREE * narrow / kilometres, DEGREE / kilometres];
        let frame = Frame { middle: [east, north], scale, size: [WIDTH, HEIGHT] };
        let ring = whole(reach / kilometres);
        let uncertainty = if reach > 0.0 { format!(";u={}", whole(reach * 1000.0)) } else { String::new() };
        let (graticule, degrees) = graticule(&frame);
        Some(MapView {
            width: whole(WIDTH),
            height: whole(HEIGHT),
            land: frame.land(),
            graticule,
            degrees,
            ring: ring.max(LEAST_RING),
            is_spot: ring < LEAST_RING,
            bar: whole(BAR / kilometres),
            geo: format!("geo:{lat},{lon}{uncertainty}"),
        })
    }
}

/// How far from its coordinates a place may lie, in kilometres: what their rounding leaves open, and what the word says.
const fn reach(precision: PlacePrecision) -> f64 {
    match precision {
        PlacePrecision::Exact => 0.0,
        PlacePrecision::Town => 5.0,
        PlacePrecision::Area => 25.0,
        PlacePrecision::District => 60.0,
        PlacePrecision::Region => 150.0,
        PlacePrecision::Country => 400.0,
    }
}

/// Lines of the globe in the frame, and their numbers where these do not run into its corners.
fn graticule(frame: &Frame) -> (String, Vec<DegreeView>) {
    let (mut path, mut numbers) = (String::new(), Vec::new());
    for east in lines(frame, 0) {
        let x = rounded(frame.place([f64::from(east), 0.0])[0]);
        path += &format!("M{x} 0V{HEIGHT}");
        if f64::from(x) < WIDTH - 30.0 {
            let side = side(turned(east), ["west", "east"]);
            numbers.push(degree(turned(east), side, [x + 3, rounded(HEIGHT) - 4]));
        }
    }
    for north in lines(frame, 1).filter(|north| north.abs() < 90) {
        let y = rounded(frame.place([0.0, f64::from(north)])[1]);
        path += &format!("M0 {y}H{WIDTH}");
        if (14.0..HEIGHT - 16.0).contains(&f64::from(y)) {
            numbers.push(degree(north, side(north, ["south", "north"]), [3, y - 3]));
        }
    }
    (path, numbers)
}

/// The tens of degrees that the frame shows along an axis.
fn lines(frame: &Frame, axis: usize) -> impl Iterator<Item = i32> {
    let (middle, reach) = (frame.middle[axis], frame.reach(axis));
    let first = rounded(((middle - reach) / f64::from(STEP)).ceil());
    let last = rounded(((middle + reach) / f64::from(STEP)).floor());
    (first..=last).map(|ten| ten * STEP)
}

/// Degrees east of Greenwich, those beyond the date line as west.
const fn turned(east: i32) -> i32 {
    (east + 540).rem_euclid(360) - 180
}

/// No side of the globe at its middle; nor at the date line, which has both.
fn side(degrees: i32, [below, above]: [&'static str; 2]) -> Option<&'static str> {
    (degrees % 180 != 0).then_some(if degrees < 0 { below } else { above })
}

fn degree(degrees: i32, side: Option<&'static str>, [x, y]: [i32; 2]) -> DegreeView {
    let [x, y] = [x, y].map(|part| u32::try_from(part).unwrap_or(0));
    DegreeView { number: degrees.unsigned_abs(), side, x, y }
}

#[expect(clippy::cast_possible_truncation, reason = "a place in the drawing is a few hundred units")]
fn rounded(part: f64) -> i32 {
    part.round() as i32
}

/// A length; none is negative.
fn whole(part: f64) -> u32 {
    u32::try_from(rounded(part)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(north: f64, east: f64) -> Frame {
        let narrow = north.to_radians().cos();
        let scale = WIDTH / SPAN;
        Frame { middle: [east, north], scale: [scale, scale / narrow], size: [WIDTH, HEIGHT] }
    }

    #[test]
    fn places_lie_where_they_should() {
        let frame = frame(14.3, -4.6);
        assert_eq!(frame.place([-4.6, 14.3]), [WIDTH / 2.0, HEIGHT / 2.0]);
        let ([east, south], [west, north]) = (frame.place([-3.0, 14.0]), frame.place([-8.0, 20.0]));
        assert!(east > west && south > north, "east is to the right, north above");
        assert!((frame.place([17.4, 14.3])[0] - WIDTH).abs() < 1e-9, "22 degrees are half of the width");
    }

    #[test]
    fn a_map_is_light_and_has_land_where_there_is_some() {
        for (north, east) in
            [(14.3, -4.6), (32.8, 22.6), (36.4, 43.1), (-17.7, 178.0), (64.7, 177.5), (-77.8, 166.7)]
        {
            let land = frame(north, east).land();
            assert!(land.starts_with('M') && land.ends_with('z'), "{north} {east}: {land}");
            assert!(land.len() < 2500, "{north} {east}: {}", land.len());
        }
        assert_eq!(frame(-40.0, -120.0).land(), "", "the South Pacific");
    }

    #[test]
    fn lines_are_numbered_from_the_equator_and_from_greenwich() {
        let told = |north, east| -> Vec<(u32, Option<&str>)> {
            graticule(&frame(north, east)).1.into_iter().map(|line| (line.number, line.side)).collect()
        };
        let west_and_east = [(10, Some("west")), (0, None), (10, Some("east"))];
        assert_eq!(told(5.0, 0.0)[1..4], west_and_east);
        assert!(told(5.0, 0.0).contains(&(0, None)) && told(5.0, 0.0).contains(&(10, Some("north"))));
        let date_line = told(-17.7, 178.0);
        assert!(
            date_line.contains(&(180, None)) && date_line.contains(&(170, Some("west"))),
            "{date_line:?}"
        );
    }
}
