//! Ids that never change: a UUID of version 5 (RFC 9562) of a thing's first permalink.
//!
//! The permalink's beginning is `[exports] ids_from`, else `base_url`; so a new title changes no id, and a site that
//! moves keeps its ids if it says where it was. Without either the site's title stands in its place.

use uuid::Uuid;

use crate::config::Config;
use crate::plan::urls;
use crate::value::web::WebUrl;

/// What ids of one site begin with.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    base: String,
}

impl Identity {
    pub(super) fn of(config: &Config) -> Self {
        let address = config.exports.ids_from.as_ref().or(config.base_url.as_ref()).map(WebUrl::href);
        Self { base: address.unwrap_or(&config.title).trim_end_matches('/').to_owned() }
    }

    /// The id of what is found at this place: a path from the site's top, with a fragment or without.
    pub(super) fn uuid(&self, address: &str) -> Uuid {
        let permalink = format!("{}/{}", self.base, urls::encode_with_fragment(address));
        Uuid::new_v5(&Uuid::NAMESPACE_URL, permalink.as_bytes())
    }

    /// The same as an address: `urn:uuid:...`.
    pub(super) fn urn(&self, address: &str) -> String {
        self.uuid(address).urn().to_string()
    }
}
