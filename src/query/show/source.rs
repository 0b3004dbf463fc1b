//! A source: what it is, what it draws on and what draws on it, the claims that name it, and what would change
//! without it.

use super::super::sheet::Sheet;
use super::super::words;
use super::{claims, optional, undeclared};
use crate::method::{Method, Shift};
use crate::plan::urls;
use crate::site::{Id, Index, Site, Source};

pub(super) fn show(site: &Site, method: &Method, id: Id<Source>, sheet: &mut Sheet) {
    let source = &site.sources[id];
    sheet.title(&format!("source:{}", source.id));
    sheet.field("title", &source.title);
    sheet.field("kind", source.kind.name());
    sheet.field("publisher", &words::actors(site, source.publisher));
    sheet.field("author", source.author.as_deref().unwrap_or_default());
    sheet.field("date", &optional(source.date.as_ref()));
    sheet.field("lang", &optional(source.lang.as_ref()));
    sheet.field("reliability", &source.reliability.to_string());
    sheet.field("first-hand", if source.first_hand { "yes" } else { "" });
    sheet.field("access", &source.access.to_string());
    sheet.field("status", &source.status.to_string());
    sheet.field("descriptor", source.descriptor.as_deref().unwrap_or_default());
    copies(source, sheet);
    sheet.field("declared", undeclared(source.declared));
    sheet.field("address", &urls::thing(Index::Sources, source.id.as_str()));
    let unnamed = std::iter::repeat_n(words::CONFIDENTIAL.to_owned(), source.from_confidential.len());
    sheet.list("draws on", source.from.iter().map(|from| words::source(site, *from)).chain(unnamed));
    let drawing = site.sources.entries().filter(|(_, other)| other.from.contains(&id));
    sheet.list("drawn on by", drawing.map(|(other, _)| words::source(site, other)));
    claims(site, method, "claims", source.claims.iter().copied(), sheet);
    fall(site, method.if_it_falls(id), sheet);
}

/// Where it can be read. A restricted source's addresses are not in the site.
fn copies(source: &Source, sheet: &mut Sheet) {
    sheet.field("url", source.url.as_ref().map_or("", |url| url.as_str()));
    sheet.field("archive", source.archive.as_ref().map_or("", |url| url.as_str()));
    sheet.field("accessed", &optional(source.accessed.as_ref()));
    sheet.field("sha256", source.sha256.as_deref().unwrap_or_default());
}

fn fall(site: &Site, shifts: Option<&[Shift]>, sheet: &mut Sheet) {
    match shifts {
        Some(shifts) => sheet.list("if it falls", shifts.iter().map(|shift| change(site, shift))),
        None => sheet.list("if it falls", ["so much hangs on it that this was not worked out".to_owned()]),
    }
}

/// The answers of a claim that would change: `backing corroborated -> unproven`.
fn change(site: &Site, shift: &Shift) -> String {
    let Shift { claim, from, to } = shift;
    let answers = [
        ("state", from.state.to_string(), to.state.to_string()),
        ("backing", from.backing.to_string(), to.backing.to_string()),
        ("reception", from.reception.to_string(), to.reception.to_string()),
        ("origins", words::interval(from.origins), words::interval(to.origins)),
        ("third-party", words::interval(from.third_party), words::interval(to.third_party)),
    ];
    let changed = answers.into_iter().filter(|(_, from, to)| from != to);
    let changed = words::join(changed.map(|(answer, from, to)| format!("{answer} {from} -> {to}")));
    format!("{}: {changed}", site.claim_key(*claim))
}
