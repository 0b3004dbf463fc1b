//! The formats of open data that a site may switch on and off.
//!
//! `config` reads the words, `page` links to what is on, and `export` makes it.

use serde::Serialize;
use strum::{Display, EnumIter, EnumString, IntoEnumIterator as _, IntoStaticStr, VariantNames};

use super::word::{UnknownWord, unknown};

/// What `[exports]` switches. `data/claims.json` is not among them: it is always made, for the other things are
/// checked against it.
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
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<ExportFormat>)]
pub enum ExportFormat {
    /// `data/claims.ndjson`.
    Ndjson,
    /// The tables and their data package.
    Csv,
    /// What each page is about, in its head.
    JsonLd,
    /// `data/stix.json`.
    Stix,
    /// `data/claims.argdown`.
    Argdown,
    /// `data/claims.trig`.
    Nanopub,
    /// `data/site.jsonld`.
    SiteJsonLd,
    /// `data/sources.csl.json` and `data/citations.csl.json`.
    Csl,
    /// `data/citations.bib`.
    Bibtex,
    /// `data/events.geojson`.
    Geojson,
    /// Atom and JSON Feed.
    Feeds,
    /// `sitemap.xml`.
    Sitemap,
    /// `robots.txt`.
    Robots,
}

impl ExportFormat {
    /// Whether it can only be made where the site's address is known, since it must hold whole addresses.
    #[must_use]
    pub const fn needs_base_url(self) -> bool {
        matches!(self, Self::Nanopub | Self::Feeds | Self::Sitemap)
    }

    /// What a site makes unless it says otherwise: all but what few can use, or what another file tells as well.
    pub fn defaults() -> impl Iterator<Item = Self> {
        Self::iter().filter(|format| {
            !matches!(format, Self::Ndjson | Self::Stix | Self::Argdown | Self::Nanopub | Self::SiteJsonLd)
        })
    }
}
