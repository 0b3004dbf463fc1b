//! Countries: the officially assigned three-letter codes of ISO 3166-1, `MLI`.
//!
//! The table is the package `isocountry`'s. Names of countries are not taken from it: they depend on the reader's
//! language, and some are disputed; a writer gives a place's name. `brief` reads them, `page` and `export` write them.

use std::fmt;
use std::str::FromStr;

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

    /// The country that a text probably means: its code in lower case, or its two-letter code.
    #[must_use]
    pub fn suggestion(written: &str) -> Option<Self> {
        let code = written.trim().to_ascii_uppercase();
        CountryCode::for_alpha3(&code).or_else(|_| CountryCode::for_alpha2(&code)).ok().map(Self)
    }
}

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
}
