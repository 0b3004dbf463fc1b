//! Addresses: the only maker of URLs and of the paths behind them.
//!
//! Flat files with explicit names, so that a site opens from a disk, works under any path and on any host.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::site::{Claim, Id, Index, Site};
use crate::value::lang::Lang;

/// What is written as it is in a path of an address: the unreserved characters of RFC 3986, and `/`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// A path as it stands in an address.
#[must_use]
pub fn encode(path: &str) -> String {
    utf8_percent_encode(path, ENCODED).to_string()
}

/// The folder of open data.
pub const DATA: &str = "data/";

/// The first page of a list.
#[must_use]
pub fn index(index: Index) -> String {
    format!("{index}/index.html")
}

/// Page `part` (from 0) of a list.
#[must_use]
pub fn index_part(index: Index, part: usize) -> String {
    match part {
        0 => self::index(index),
        part => format!("{index}/page/{}.html", part + 1),
    }
}

/// The page of a thing in the folder of its kind.
#[must_use]
pub fn thing(folder: Index, id: &str) -> String {
    format!("{folder}/{id}.html")
}

/// Page `part` (from 0) of a thing with much to show.
#[must_use]
pub fn thing_part(folder: Index, id: &str, part: usize) -> String {
    match part {
        0 => thing(folder, id),
        part => format!("{folder}/{id}/{}.html", part + 1),
    }
}

/// Page `part` (from 0) of a list over the whole site.
#[must_use]
pub fn overview(name: &str, part: usize) -> String {
    match part {
        0 => format!("overview/{name}.html"),
        part => format!("overview/{name}/{}.html", part + 1),
    }
}

/// The page for what is not there, in a language other than the site's: where hosts look for one below this folder.
#[must_use]
pub fn not_found(lang: &Lang) -> String {
    format!("{lang}/404.html")
}

/// The search.
pub const SEARCH: &str = "search.html";

/// A claim's place: where it is at home.
#[must_use]
pub fn claim(site: &Site, id: Id<Claim>) -> String {
    let claim = &site.claims[id];
    let brief = &site.briefs[claim.brief];
    format!("{}#{}", thing(Index::Briefs, brief.slug.as_str()), claim_anchor(claim))
}

/// A claim's anchor on its page.
#[must_use]
pub fn claim_anchor(claim: &Claim) -> String {
    format!("claim-{}", claim.id)
}

/// A path with its fragment, as it stands in an address.
#[must_use]
pub fn encode_with_fragment(address: &str) -> String {
    match address.split_once('#') {
        Some((path, fragment)) => format!("{}#{}", encode(path), encode(fragment)),
        None => encode(address),
    }
}

/// From a page at this depth to the site's top: one `../` a folder.
#[must_use]
pub fn root(depth: usize) -> String {
    "../".repeat(depth)
}
