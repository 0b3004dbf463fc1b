//! All that is known of one thing, as lines for a terminal: its own values, then what stands in relation to it, in
//! both directions. What is empty is left out; lists of claims stand in the order of the site.

mod actor;
mod brief;
mod claim;
mod event;
mod source;

use super::lookup::Thing;
use super::sheet::Sheet;
use super::words;
use crate::method::Method;
use crate::site::{Claim, Declared, Id, Site};
use crate::value::lang::Lang;

/// Lays out a thing. `width` is the terminal's, in columns.
#[must_use]
pub fn show(site: &Site, method: &Method, thing: Thing, width: usize) -> Sheet {
    let mut sheet = Sheet::new(width);
    match thing {
        Thing::Claim(id) => claim::show(site, method, id, &mut sheet),
        Thing::Actor(id) => actor::show(site, method, id, &mut sheet),
        Thing::Event(id) => event::show(site, method, id, &mut sheet),
        Thing::Source(id) => source::show(site, method, id, &mut sheet),
        Thing::Brief(id) => brief::show(site, method, id, &mut sheet),
    }
    sheet
}

/// A list of claims under a heading.
fn claims(
    site: &Site,
    method: &Method,
    heading: &str,
    ids: impl IntoIterator<Item = Id<Claim>>,
    sheet: &mut Sheet,
) {
    sheet.list(heading, ids.into_iter().map(|id| words::entry(site, method, id)));
}

/// The claims that something is true of.
fn claims_where<'s>(
    site: &'s Site,
    fits: impl Fn(&Claim) -> bool + 's,
) -> impl Iterator<Item = Id<Claim>> + 's {
    site.claims.entries().filter(move |(_, claim)| fits(claim)).map(|(id, _)| id)
}

/// A remark where a record came into being by being named.
const fn undeclared(declared: Declared) -> &'static str {
    match declared {
        Declared::Yes => "",
        Declared::No => "nowhere; it is only named",
    }
}

/// Identifiers elsewhere: `wikidata Q1`.
fn identifiers(ids: &[(String, String)]) -> String {
    words::join(ids.iter().map(|(scheme, id)| format!("{scheme} {id}")))
}

/// Names in other languages: `الزلاقة (ar)`.
fn named(names: &[(Lang, String)]) -> String {
    words::join(names.iter().map(|(lang, name)| format!("{name} ({lang})")))
}

/// A value that may be missing.
fn optional(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}
