//! How exactly a place is known or may be told, and what that leaves of its coordinates.
//!
//! A coordinate that is published never has more decimals than its precision allows, whatever the writer typed: a
//! house may be in danger where a town is not. `brief` reads the word, `page` and `export` round with it.

use serde::Serialize;
use strum::{Display, EnumIter, EnumString, IntoStaticStr, VariantNames};

use super::word::{UnknownWord, unknown};

/// How exactly a place is known, or may be told.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<PlacePrecision>)]
pub enum PlacePrecision {
    /// The spot.
    Exact,
    /// The town or village.
    Town,
    /// Somewhere around.
    Area,
    /// The district.
    District,
    /// The region.
    Region,
    /// The country.
    Country,
}

impl PlacePrecision {
    /// How many decimals of a degree a coordinate keeps. The table is ours: a degree of latitude is 111 km, so
    /// 5 decimals are a metre, 2 a kilometre, 1 eleven kilometres.
    #[must_use]
    pub const fn decimals(self) -> usize {
        match self {
            Self::Exact => 5,
            Self::Town => 2,
            Self::Area | Self::District => 1,
            Self::Region | Self::Country => 0,
        }
    }

    /// A coordinate in degrees, rounded to [`Self::decimals`], half away from zero: `14.3`.
    ///
    /// What is rounded is the shortest decimal that reads back as the same number, which is what a writer typed
    /// (up to 15 digits); so 0.15 becomes 0.2 although the nearest binary number lies below it. Zeros at the end
    /// are left out, and there is no negative zero.
    #[must_use]
    pub fn round(self, degrees: f64) -> String {
        let written = degrees.abs().to_string();
        let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
        let kept: String = fraction.chars().chain(std::iter::repeat('0')).take(self.decimals()).collect();
        let Ok(mut scaled) = format!("{whole}{kept}").parse::<u128>() else {
            return degrees.to_string();
        };
        if fraction.as_bytes().get(self.decimals()).is_some_and(|digit| *digit >= b'5') {
            scaled += 1;
        }
        let sign = if degrees < 0.0 && scaled > 0 { "-" } else { "" };
        format!("{sign}{}", with_decimals(scaled, self.decimals()))
    }
}

/// `scaled` over ten to the power of `decimals`, without zeros at the end.
fn with_decimals(scaled: u128, decimals: usize) -> String {
    let digits = format!("{scaled:0width$}", width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    match fraction.trim_end_matches('0') {
        "" => whole.to_owned(),
        fraction => format!("{whole}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_rounded_half_away_from_zero() {
        assert_eq!(PlacePrecision::Area.round(14.25), "14.3");
        assert_eq!(PlacePrecision::Area.round(-14.25), "-14.3");
        assert_eq!(PlacePrecision::Area.round(0.15), "0.2");
        assert_eq!(PlacePrecision::Area.round(-0.04), "0");
        assert_eq!(PlacePrecision::Town.round(9.999), "10");
        assert_eq!(PlacePrecision::Exact.round(14.35), "14.35");
        assert_eq!(PlacePrecision::Exact.round(0.000_005), "0.00001");
        assert_eq!(PlacePrecision::Country.round(-179.5), "-180");
        assert_eq!(PlacePrecision::Country.round(5e-324), "0");
        assert_eq!(PlacePrecision::Town.round(f64::NAN), "NaN");
    }
}
