//! The same knowledge for machines: one file a format.
//!
//! Every export reads the immutable site, holds public things only and is the same, byte for byte, for the same
//! site. `pipeline` writes what [`FORMATS`] lists.

pub mod claims;
pub mod csv;
pub mod search;

use serde::Serialize;

use crate::config::Config;
use crate::site::Site;
use crate::site::method::Method;
use crate::text::SitePath;

/// What an export is made from.
#[derive(Clone, Copy, Debug)]
pub struct Material<'s> {
    /// The site.
    pub site: &'s Site,
    /// What is computed from it.
    pub method: &'s Method,
    /// Its settings.
    pub config: &'s Config,
}

/// A format and where its file goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `data/claims.json`, the reference export.
    Claims,
}

/// All formats.
pub const FORMATS: [Format; 1] = [Format::Claims];

impl Format {
    /// The file's path in the output.
    #[must_use]
    #[expect(clippy::expect_used, reason = "constant paths, and a test makes every one")]
    pub fn path(self) -> SitePath {
        let path = match self {
            Self::Claims => "data/claims.json",
        };
        SitePath::new(path).expect("a path inside the output")
    }

    /// The file's bytes.
    #[must_use]
    pub fn bytes(self, material: Material<'_>) -> Vec<u8> {
        match self {
            Self::Claims => claims::bytes(material),
        }
    }
}

/// A value as JSON, ending in a newline.
#[expect(clippy::expect_used, reason = "plain structs with text keys always serialise into memory")]
fn json_line(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).expect("an export of plain structs");
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_a_path() {
        assert_eq!(FORMATS.map(|format| format.path().to_string()), ["data/claims.json"]);
    }
}
