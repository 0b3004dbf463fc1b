//! An actor: whom it belongs to and stands with, what it says and does, and what is said of it.

use super::super::sheet::Sheet;
use super::super::words;
use super::{claims, claims_where, identifiers, named, optional, undeclared};
use crate::method::Method;
use crate::plan::urls;
use crate::site::{Actor, Content, Id, Index, Site};

pub(super) fn show(site: &Site, method: &Method, id: Id<Actor>, sheet: &mut Sheet) {
    let actor = &site.actors[id];
    sheet.title(&format!("actor:{}", actor.id));
    sheet.field("name", &words::actor(site, id));
    sheet.field("names", &named(&actor.names));
    sheet.field("aliases", &words::join(actor.aliases.iter().cloned()));
    sheet.field("kind", actor.kind.name());
    belonging(site, id, sheet);
    sheet.field("country", actor.country.map_or("", |country| country.alpha3()));
    sheet.field("active", &optional(actor.active.as_ref()));
    sheet.field("reliability", &optional(actor.reliability.as_ref()));
    sheet.field("ids", &identifiers(&actor.ids));
    sheet.field("declared", undeclared(actor.declared));
    sheet.field("address", &urls::thing(Index::Actors, actor.id.as_str()));
    said(site, method, id, sheet);
    let published = site.sources.entries().filter(|(_, source)| source.publisher == Some(id));
    sheet.list("publishes", published.map(|(source, _)| words::source(site, source)));
    let events = site.events.entries().filter(|(_, event)| event.parties.contains(&id));
    sheet.list("party to", events.map(|(event, _)| words::events(site, &[event])));
}

fn belonging(site: &Site, id: Id<Actor>, sheet: &mut Sheet) {
    let actor = &site.actors[id];
    let others = |fits: &dyn Fn(&Actor) -> bool| {
        let found = site.actors.entries().filter(|(_, other)| fits(other));
        words::actors(site, found.map(|(other, _)| other))
    };
    sheet.field("part of", &words::actors(site, actor.part_of));
    if Some(actor.root) != actor.part_of && actor.root != id {
        sheet.field("root", &words::actors(site, [actor.root]));
    }
    sheet.field("parts", &others(&|other| other.part_of == Some(id)));
    sheet.field("allied with", &words::actors(site, actor.allied_with.iter().copied()));
    sheet.field("ally of", &others(&|other| other.allied_with.contains(&id)));
}

fn said(site: &Site, method: &Method, id: Id<Actor>, sheet: &mut Sheet) {
    let actor = &site.actors[id];
    claims(site, method, "claims", actor.claims.iter().copied(), sheet);
    claims(site, method, "about it", actor.about.iter().copied(), sheet);
    let towards =
        claims_where(site, |claim| matches!(&claim.content, Content::Does { to, .. } if to.contains(&id)));
    claims(site, method, "done to it", towards, sheet);
    let told = claims_where(site, |claim| claim.from_actors.contains(&id));
    claims(site, method, "others have it from this actor", told, sheet);
}
