//! `data/sources.csl.json`: the sources as CSL-JSON, for reference managers.

use super::Material;
use crate::page::cite;

/// The sources, the confidential ones left out; one a line.
pub(super) fn bytes(material: Material<'_>) -> Vec<u8> {
    let site = material.site;
    super::json_list(site.sources.ids().filter_map(|id| cite::source(site, id)))
}
