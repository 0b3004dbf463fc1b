//! `data/site.jsonld`: what the pages tell of themselves as JSON-LD, all in one document, and the claims with it.

use std::io::{self, Write};

use super::Material;
use crate::page::linked::Linker;

/// Things one a line. Ids of a site without an address begin at the file, which lies one folder down.
pub(super) fn write(material: Material<'_>, out: &mut impl Write) -> io::Result<()> {
    let linker = Linker { site: material.site, config: material.config, root: "../" };
    out.write_all(b"{\"@context\":")?;
    serde_json::to_writer(&mut *out, &Linker::context())?;
    out.write_all(b",\"@graph\":")?;
    super::json_list(linker.things(), out)?;
    out.write_all(b"}\n")
}
