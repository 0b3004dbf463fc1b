//! `data/sources.csl.json`: the sources as CSL-JSON, for reference managers.

use std::io::{self, Write};

use super::Material;
use crate::page::cite;

/// The sources, the confidential ones left out; one a line.
pub(super) fn write(material: Material<'_>, out: &mut impl Write) -> io::Result<()> {
    let site = material.site;
    super::json_list(site.sources.ids().map(|id| cite::source(site, id)), out)?;
    out.write_all(b"\n")
}
