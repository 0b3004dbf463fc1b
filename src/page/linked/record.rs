//! Actors, events and sources in JSON-LD.

use super::node::Node;
use super::{Linker, is_plain, plain};
use crate::plan::urls;
use crate::site::{Actor, Event, Id, Index, Place, Source};
use crate::value::date::Edtf;
use crate::value::lang::Lang;
use crate::value::web::WebUrl;
use crate::value::word::{ActorKind, SourceKind, SourceStatus};

impl<'s> Linker<'_, 's> {
    pub(super) fn actor(&self, id: Id<Actor>) -> Node<'s> {
        let actor = &self.site.actors[id];
        let kind = actor.kind.builtin();
        let whole = if kind == ActorKind::Person { "affiliation" } else { "parentOrganization" };
        Node::of(actor_kind(kind))
            .set("@id", self.iri(&urls::thing(Index::Actors, actor.id.as_str())))
            .maybe("name", actor.name.as_ref())
            .all("alternateName", actor.names.iter().map(|(_, name)| name).chain(&actor.aliases))
            .maybe(whole, actor.part_of.map(|id| self.actor_id(id)))
            .maybe("sameAs", wikidata(&actor.ids))
    }

    pub(super) fn event(&self, id: Id<Event>) -> Node<'s> {
        let event = &self.site.events[id];
        let (start, end) = event.date.as_ref().map(ends).unwrap_or_default();
        Node::of("Event")
            .set("@id", self.iri(&urls::thing(Index::Events, event.id.as_str())))
            .set("name", &event.name)
            .all("alternateName", event.names.iter().map(|(_, name)| name))
            .maybe("startDate", start)
            .maybe("endDate", end)
            .maybe("location", place(&event.place))
            .all("about", event.parties.iter().map(|id| self.actor_id(*id)))
            .maybe("superEvent", event.part_of.map(|id| self.event_id(id)))
            .maybe("sameAs", wikidata(&event.ids))
    }

    pub(super) fn source(&self, id: Id<Source>) -> Node<'s> {
        let source = &self.site.sources[id];
        let status = (source.status == SourceStatus::Retracted).then_some("Retracted");
        Node::of(source_kind(source.kind.builtin()))
            .set("@id", self.iri(&urls::thing(Index::Sources, source.id.as_str())))
            .set("name", &source.title)
            .maybe("author", source.author.as_ref().map(|name| Node::default().set("name", name)))
            .maybe("publisher", source.publisher.map(|id| self.actor_id(id)))
            .maybe("datePublished", source.date.as_ref().and_then(plain))
            .maybe("inLanguage", source.lang.as_ref().map(Lang::as_str))
            .maybe("url", source.url.as_ref().map(WebUrl::href))
            .maybe("archivedAt", source.archive.as_ref().map(WebUrl::href))
            .maybe("creativeWorkStatus", status)
            .all("isBasedOn", source.from.iter().map(|id| self.source_id(*id)))
    }
}

fn actor_kind(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "Person",
        ActorKind::Government => "GovernmentOrganization",
        ActorKind::Media => "NewsMediaOrganization",
        ActorKind::Ngo => "NGO",
        ActorKind::Company => "Corporation",
        ActorKind::Union => "WorkersUnion",
        ActorKind::Party => "PoliticalParty",
        ActorKind::University => "CollegeOrUniversity",
        _ => "Organization",
    }
}

fn source_kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Article => "Article",
        SourceKind::Report => "Report",
        SourceKind::SocialPost => "SocialMediaPosting",
        SourceKind::Dataset => "Dataset",
        SourceKind::Web => "WebPage",
        _ => "CreativeWork",
    }
}

/// What a date says of beginning and end, as far as nothing about it is doubtful.
fn ends(date: &Edtf) -> (Option<&str>, Option<&str>) {
    let Some((start, end)) = date.as_str().split_once('/') else { return (plain(date), None) };
    (is_plain(start).then_some(start), is_plain(end).then_some(end))
}

fn place(place: &Place) -> Option<Node<'_>> {
    let country = place.country.map(crate::value::country::Country::alpha2);
    let at = place.rounded();
    if place.name.is_none() && country.is_none() && at.is_none() {
        return None;
    }
    let geo = at.map(|(lat, lon)| Node::of("GeoCoordinates").set("latitude", lat).set("longitude", lon));
    let address = country.map(|country| Node::of("PostalAddress").set("addressCountry", country));
    Some(Node::of("Place").maybe("name", place.name.as_ref()).maybe("address", address).maybe("geo", geo))
}

/// The address of the same thing at Wikidata.
fn wikidata(ids: &[(String, String)]) -> Option<String> {
    let (_, id) = ids.iter().find(|(whose, _)| whose == "wikidata")?;
    let is_item = id.strip_prefix('Q').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    is_item.then(|| format!("http://www.wikidata.org/entity/{id}"))
}
