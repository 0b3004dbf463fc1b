//! Where an event took place: the country's outline and the places of the event, of what it is part of and of its
//! parts, drawn once and small. No tiles, so no request to anyone.
//!
//! `outlines.txt` is Natural Earth's (public domain), made small by `outlines.mjs`: borders as they are held, not as
//! they are claimed, and no more exact than a tenth of a degree. Places are drawn as exactly as they may be told.

use serde::Serialize;

use super::Pages;
use super::event::PlaceView;
use super::name::Name;
use super::shared::Shared;
use crate::site::{Event, Id};
use crate::value::country::Country;
use crate::value::word::PlacePrecision;

/// One line a country: its ISO 3166-1 numeric code, then rings of whole twentieths of a degree, east and north.
const OUTLINES: &str = include_str!("map/outlines.txt");

/// Twentieths of a degree.
const UNITS: f64 = 20.0;

/// The width of the drawing.
const WIDTH: f64 = 400.0;

/// The widest country that is drawn as one: half of the globe. Wider ones lie on both sides of the date line.
const WIDEST: f64 = 180.0;

/// Kilometres in a degree of latitude.
const DEGREE: f64 = 111.2;

/// Places of one map.
const MOST_PLACES: usize = 50;

/// A map.
#[derive(Clone, Debug, Serialize)]
pub struct MapView {
    /// How high it is, if it is 400 wide.
    pub height: u32,
    /// The country's outline: the `d` of an SVG path.
    pub outline: String,
    /// The places, the event's own first.
    pub places: Vec<MapPlaceView>,
}

/// A place on a map.
#[derive(Clone, Debug, Serialize)]
pub struct MapPlaceView {
    /// The event.
    pub event: Shared<Name>,
    /// Where it took place.
    pub place: PlaceView,
    /// How many claims are on it.
    pub claims: usize,
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// How far around it the event may have been, as its precision says; at least 4.
    pub radius: u32,
}

impl Pages<'_> {
    /// `None` where the event has no coordinates more exact than a country, or no country that can be drawn.
    pub(super) fn map(&self, id: Id<Event>) -> Option<MapView> {
        let event = &self.site.events[id];
        let rings = rings(event.place.country?)?;
        let frame = Frame::around(&rings);
        let own = self.map_place(id, frame)?;
        let others = event.part_of.into_iter().chain(self.plan.backlinks.event_parts(id).iter().copied());
        let others = others.filter_map(|other| self.map_place(other, frame));
        Some(MapView {
            height: whole(frame.height()),
            outline: rings.iter().map(|ring| frame.path(ring)).collect(),
            places: std::iter::once(own).chain(others).take(MOST_PLACES).collect(),
        })
    }

    /// `None` for what lies outside of the frame as well.
    fn map_place(&self, id: Id<Event>, frame: Frame) -> Option<MapPlaceView> {
        let card = self.event_card(id, &self.config.language);
        let place = card.place?;
        let reach = reach(place.precision?)?;
        let at = [place.lon.as_ref()?.parse().ok()?, place.lat.as_ref()?.parse().ok()?];
        let [x, y] = frame
            .place(at)
            .filter(|[x, y]| (0.0..=WIDTH).contains(x) && (0.0..=frame.height()).contains(y))?;
        Some(MapPlaceView {
            event: self.cards.names.event(id),
            place,
            claims: card.claims,
            x: whole(x),
            y: whole(y),
            radius: whole(reach / DEGREE * frame.scale).max(4),
        })
    }
}

/// How far from its coordinates a place may lie, in kilometres: what their rounding leaves open, and what the word
/// says. `None`: anywhere in the country.
const fn reach(precision: PlacePrecision) -> Option<f64> {
    match precision {
        PlacePrecision::Exact => Some(0.0),
        PlacePrecision::Town => Some(2.0),
        PlacePrecision::Area => Some(10.0),
        PlacePrecision::District => Some(30.0),
        PlacePrecision::Region => Some(100.0),
        PlacePrecision::Country => None,
    }
}

/// A place: degrees east, degrees north.
type Degrees = [f64; 2];

/// The rings of a country's outline.
fn rings(country: Country) -> Option<Vec<Vec<Degrees>>> {
    let code = format!("{:03}:", country.numeric());
    let line = OUTLINES.lines().find_map(|line| line.strip_prefix(&code))?;
    let ring = |text: &str| {
        let mut steps = text.split(' ').filter_map(|number| number.parse::<i32>().ok());
        let (mut east, mut north) = (0, 0);
        let mut ring = Vec::new();
        while let (Some(dx), Some(dy)) = (steps.next(), steps.next()) {
            (east, north) = (east + dx, north + dy);
            ring.push([f64::from(east) / UNITS, f64::from(north) / UNITS]);
        }
        ring
    };
    Some(line.split(';').map(ring).collect())
}

/// What part of the globe is drawn, and how.
#[derive(Clone, Copy)]
struct Frame {
    west: f64,
    south: f64,
    north: f64,
    /// Units of the drawing to a degree of latitude.
    scale: f64,
    /// How much narrower a degree of longitude is: the cosine of the middle latitude.
    narrow: f64,
    /// Whether places west of Greenwich count as east of the date line.
    round: bool,
}

impl Frame {
    fn around(rings: &[Vec<Degrees>]) -> Self {
        let points = || rings.iter().flatten().copied();
        let extent = |of: &dyn Fn(Degrees) -> f64| {
            points().map(of).fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| {
                [low.min(value), high.max(value)]
            })
        };
        let [west, east] = extent(&|[lon, _]| lon);
        let round = east - west > WIDEST;
        let [west, east] = extent(&|[lon, _]| turned(lon, round));
        let [south, north] = extent(&|[_, lat]| lat);
        let narrow = ((south + north) / 2.0).to_radians().cos();
        Self { west, south, north, scale: WIDTH / ((east - west) * narrow), narrow, round }
    }

    fn height(self) -> f64 {
        (self.north - self.south) * self.scale
    }

    fn place(self, [lon, lat]: Degrees) -> Option<[f64; 2]> {
        let place = [
            (turned(lon, self.round) - self.west) * self.narrow * self.scale,
            (self.north - lat) * self.scale,
        ];
        place.iter().all(|part| part.is_finite()).then_some(place)
    }

    /// A ring in whole steps, each from the place before.
    fn path(self, ring: &[Degrees]) -> String {
        let mut path = String::new();
        let mut before = [0, 0];
        for [x, y] in ring.iter().filter_map(|degrees| self.place(*degrees)) {
            let at = [rounded(x), rounded(y)];
            let step = [at[0] - before[0], at[1] - before[1]];
            match path.as_str() {
                "" => path = format!("M{} {}l", at[0], at[1]),
                _ if step == [0, 0] => {}
                _ => path += &format!("{} {} ", step[0], step[1]),
            }
            before = at;
        }
        path.truncate(path.trim_end().len());
        path + "z"
    }
}

fn turned(lon: f64, round: bool) -> f64 {
    if round && lon < 0.0 { lon + 360.0 } else { lon }
}

#[expect(clippy::cast_possible_truncation, reason = "a place in the drawing is a few hundred units")]
fn rounded(part: f64) -> i32 {
    part.round() as i32
}

/// A length of the drawing; none is negative.
fn whole(part: f64) -> u32 {
    u32::try_from(rounded(part)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> Country {
        code.parse().expect("a code")
    }

    #[test]
    fn places_lie_where_they_should() {
        let frame = Frame::around(&rings(country("MLI")).expect("an outline"));
        let place = |lon, lat| frame.place([lon, lat]).expect("a place");
        let ([east, south], [west, north]) = (place(-3.0, 14.0), place(-8.0, 20.0));
        assert!(east > west && south > north, "east is to the right, north above");
        assert!((0.0..WIDTH).contains(&west) && (0.0..frame.height()).contains(&north));
    }

    #[test]
    fn countries_on_the_date_line_are_in_one_piece() {
        let rings = rings(country("RUS")).expect("an outline");
        let frame = Frame::around(&rings);
        assert!(frame.round && frame.height() < WIDTH);
        assert!(frame.path(&rings[0]).starts_with('M'));
    }

    #[test]
    fn every_outline_can_be_drawn() {
        for line in OUTLINES.lines() {
            let (code, _) = line.split_once(':').expect("a code");
            assert!(code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
        }
        for code in ["MLI", "RUS", "USA", "FRA", "LBN", "COD"] {
            let rings = rings(country(code)).expect("an outline");
            let frame = Frame::around(&rings);
            assert!(frame.height() > 50.0 && frame.height() < 1500.0, "{code}: {}", frame.height());
            assert!(rings.iter().all(|ring| ring.len() > 2), "{code}");
        }
    }
}
