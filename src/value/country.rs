//! Countries: the officially assigned three-letter codes of ISO 3166-1, `MLI`, and where each country lies.
//!
//! The table is the package `isocountry`'s. Names of countries are not taken from it: they depend on the reader's
//! language, and some are disputed; a writer gives a place's name. `brief` reads them, `page` and `export` write them.
//! Where a country lies is known roughly, as boxes around its parts (`bounds.txt`): enough to see coordinates that were
//! exchanged or mistyped, which `check` looks for. Land that several states hold or claim is with each of them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use isocountry::CountryCode;
use serde::{Serialize, Serializer};

/// A country, by its three-letter code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(CountryCode);

impl Country {
    /// The three-letter code (ISO 3166-1 alpha-3): `MLI`.
    #[must_use]
    pub fn alpha3(self) -> &'static str {
        self.0.alpha3()
    }

    /// The two-letter code (ISO 3166-1 alpha-2), which some exports ask for: `ML`.
    #[must_use]
    pub fn alpha2(self) -> &'static str {
        self.0.alpha2()
    }

    /// The numeric code (ISO 3166-1 numeric): 466.
    #[must_use]
    pub fn numeric(self) -> u32 {
        self.0.numeric_id()
    }

    /// Whether a place may lie in it: in one of its boxes, or near one. `None`: it is not known where the country lies.
    #[must_use]
    pub fn may_hold(self, degrees_north: f64, degrees_east: f64) -> Option<bool> {
        let boxes = BOUNDS.get(self.alpha3())?;
        Some(boxes.iter().any(|bounds| bounds.hold(degrees_north, degrees_east)))
    }

    /// The country that a text probably means: its code in lower case, or its two-letter code.
    #[must_use]
    pub fn suggestion(written: &str) -> Option<Self> {
        let code = written.trim().to_ascii_uppercase();
        CountryCode::for_alpha3(&code).or_else(|_| CountryCode::for_alpha2(&code)).ok().map(Self)
    }
}

/// How far beyond its box, in degrees, a place may lie and still be of the country: boxes are rounded, coordinates are,
/// and ships sink off coasts.
const MARGIN: f64 = 0.5;

/// A part of the globe. One across the date line ends east of 180 degrees.
#[derive(Clone, Copy, Debug)]
struct GeoBox {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

impl GeoBox {
    fn read(text: &str) -> Option<Self> {
        let mut sides = text.split(' ').map_while(|side| side.parse().ok());
        Some(Self { west: sides.next()?, south: sides.next()?, east: sides.next()?, north: sides.next()? })
    }

    fn hold(self, degrees_north: f64, degrees_east: f64) -> bool {
        let (west, east) = (self.west - MARGIN, self.east + MARGIN);
        let turns = [degrees_east - 360.0, degrees_east, degrees_east + 360.0];
        (self.south - MARGIN..=self.north + MARGIN).contains(&degrees_north)
            && turns.iter().any(|degrees| (west..=east).contains(degrees))
    }
}

/// The boxes of each country, by its three-letter code.
static BOUNDS: LazyLock<BTreeMap<&str, Vec<GeoBox>>> = LazyLock::new(|| {
    let lines = include_str!("bounds.txt").lines().filter(|line| !line.starts_with('#'));
    let countries = lines.filter_map(|line| line.split_once(' '));
    countries.map(|(code, boxes)| (code, boxes.split("; ").filter_map(GeoBox::read).collect())).collect()
});

/// Not a country's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountryError;

impl fmt::Display for CountryError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected a country's three-letter code (ISO 3166-1 alpha-3) such as `MLI`")
    }
}

impl std::error::Error for CountryError {}

impl FromStr for Country {
    type Err = CountryError;

    fn from_str(text: &str) -> Result<Self, CountryError> {
        CountryCode::for_alpha3(text).map(Self).map_err(|_| CountryError)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.alpha3())
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_assigned_codes_in_capitals_are_read() {
        assert_eq!("MLI".parse::<Country>().map(Country::alpha2), Ok("ML"));
        assert_eq!("SSD".parse::<Country>().map(|country| country.to_string()).as_deref(), Ok("SSD"));
        for text in ["", "mli", "ML", "XXX", "Mali", "466"] {
            assert_eq!(text.parse::<Country>(), Err(CountryError), "{text}");
        }
        assert_eq!(Country::suggestion("ml").map(Country::alpha3), Some("MLI"));
        assert_eq!(Country::suggestion("zz"), None);
    }

    #[test]
    fn every_line_of_the_bounds_is_read() {
        let text = include_str!("bounds.txt");
        let boxes: usize = BOUNDS.values().map(Vec::len).sum();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(boxes, lines.map(|line| line.split("; ").count()).sum::<usize>());
        for (code, boxes) in BOUNDS.iter() {
            assert!(code.parse::<Country>().is_ok(), "{code}");
            for part in boxes {
                assert!(part.west <= part.east && part.south <= part.north, "{code}: {part:?}");
                assert!(part.west >= -180.0 && part.south >= -90.0 && part.north <= 90.0, "{code}: {part:?}");
            }
        }
    }

    #[test]
    fn places_lie_in_their_countries_on_both_sides_of_the_date_line() {
        for (code, north, east) in [
            ("MLI", 14.35, -3.5),
            ("RUS", 66.2, -169.8),
            ("RUS", 66.0, 179.99),
            ("RUS", 55.75, 37.6),
            ("FJI", -16.8, -179.99),
            ("FJI", -16.8, 179.99),
            ("USA", 21.3, -157.9),
            ("USA", 51.9, 178.0),
            ("NZL", -43.9, -176.5),
            ("KIR", 1.9, -157.4),
            ("FRA", -21.1, 55.5),
            ("FRA", 48.9, 2.35),
            ("UKR", 44.6, 33.5),
            ("SRB", 42.0, 20.9),
            ("ATA", -90.0, 0.0),
        ] {
            let country: Country = code.parse().expect("a code");
            assert_eq!(country.may_hold(north, east), Some(true), "{code} {north} {east}");
        }
        for (code, north, east) in [
            ("MLI", -3.5, 14.35),
            ("MLI", 14.35, 13.5),
            ("FJI", -16.8, 0.0),
            ("RUS", 55.75, -37.6),
            ("NZL", 43.9, 176.5),
        ] {
            let country: Country = code.parse().expect("a code");
            assert_eq!(country.may_hold(north, east), Some(false), "{code} {north} {east}");
        }
    }
}
