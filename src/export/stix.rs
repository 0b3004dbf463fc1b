//! `data/stix.json`: a bundle of STIX 2.1 for threat-intelligence tools.
//!
//! A brief is a report, an actor an identity, an event an incident, a claim a note on them, and a claim's stance to
//! another an opinion of its note. STIX wants to know when each object was made and changed: these are the days of its
//! brief, never when a claim was said; of what stands in no brief, the site's first and last.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;
use uuid::Uuid;

use super::Material;
use super::identity::Identity;
use crate::method::propositions::is_full_concession;
use crate::plan::urls;
use crate::site::{Actor, Brief, Claim, Content, Event, Id, Index, Link, Site};
use crate::value::date::Day;
use crate::value::web::WebUrl;
use crate::value::word::{ActorKind, Relation};

/// What every object has.
#[derive(Serialize)]
struct Object<'o, T> {
    #[serde(rename = "type")]
    kind: &'static str,
    spec_version: &'static str,
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by_ref: Option<&'o str>,
    created: String,
    modified: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'o str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    external_references: Vec<Reference<'o>>,
    #[serde(flatten)]
    own: T,
}

#[derive(Serialize)]
struct Reference<'o> {
    source_name: &'o str,
    url: String,
}

#[derive(Serialize)]
struct Identified<'o> {
    name: &'o str,
    identity_class: &'static str,
}

#[derive(Serialize)]
struct Incident<'o> {
    name: &'o str,
}

#[derive(Serialize)]
struct Note<'o> {
    content: &'o str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<&'o str>,
    object_refs: Vec<String>,
}

#[derive(Serialize)]
struct Opinion<'o> {
    opinion: &'static str,
    explanation: &'o str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<&'o str>,
    object_refs: [String; 1],
}

#[derive(Serialize)]
struct Report<'o> {
    name: &'o str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'o str>,
    published: String,
    object_refs: Vec<String>,
}

/// The ids of all things, made once, for most stand in several objects.
struct Bundle<'s> {
    material: Material<'s>,
    identity: Identity,
    desk: String,
    actors: Vec<Uuid>,
    events: Vec<Uuid>,
    claims: Vec<Uuid>,
    first: Day,
    last: Day,
}

/// The bundle, an object a line.
pub(super) fn write(material: Material<'_>, out: &mut impl Write) -> io::Result<()> {
    let bundle = Bundle::of(material);
    let id = bundle.identity.uuid("data/stix.json");
    writeln!(out, "{{\"type\":\"bundle\",\"id\":\"bundle--{id}\",\"objects\":[")?;
    bundle.write(out)?;
    out.write_all(b"\n]}\n")
}

impl<'s> Bundle<'s> {
    fn of(material: Material<'s>) -> Self {
        let site = material.site;
        let identity = Identity::of(material.config);
        let thing = |index, id: &str| identity.uuid(&urls::thing(index, id));
        Self {
            desk: format!("identity--{}", identity.uuid("")),
            actors: site.actors.iter().map(|actor| thing(Index::Actors, actor.id.as_str())).collect(),
            events: site.events.iter().map(|event| thing(Index::Events, event.id.as_str())).collect(),
            claims: site.claims.ids().map(|id| identity.uuid(&urls::claim(site, id))).collect(),
            first: site.briefs.iter().map(|brief| brief.date).min().unwrap_or(Day::FIRST),
            last: site.briefs.iter().map(Brief::modified).max().unwrap_or(Day::FIRST),
            identity,
            material,
        }
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let site = self.material.site;
        let mut list = List { out, empty: true };
        list.push(&self.own_identity())?;
        site.actors.ids().try_for_each(|id| list.push(&self.actor(id)))?;
        site.events.ids().try_for_each(|id| list.push(&self.incident(id)))?;
        for (id, brief) in site.briefs.entries() {
            for claim in &brief.claims {
                list.push(&self.note(*claim))?;
                self.opinions(*claim).try_for_each(|(_, opinion)| list.push(&opinion))?;
            }
            list.push(&self.report(id))?;
        }
        Ok(())
    }

    fn object<T>(&self, kind: &'static str, id: Uuid, own: T) -> Object<'_, T> {
        Object {
            kind,
            spec_version: "2.1",
            id: named(kind, id),
            created_by_ref: Some(&self.desk),
            created: moment(self.first),
            modified: moment(self.last),
            lang: None,
            external_references: Vec::new(),
            own,
        }
    }

    /// Who makes the site.
    fn own_identity(&self) -> Object<'_, Identified<'_>> {
        let config = self.material.config;
        let own = Identified { name: &config.title, identity_class: "organization" };
        let url = config.base_url.as_ref().map(WebUrl::href);
        let external_references = url
            .map(|url| Reference { source_name: &config.title, url: url.to_owned() })
            .into_iter()
            .collect();
        let object = self.object("identity", self.identity.uuid(""), own);
        Object { created_by_ref: None, external_references, ..object }
    }

    fn actor(&self, id: Id<Actor>) -> Object<'_, Identified<'_>> {
        let actor = &self.material.site.actors[id];
        let name = actor.name.as_deref().unwrap_or(actor.id.as_str());
        let own = Identified { name, identity_class: class(actor.kind.builtin()) };
        self.object("identity", self.actors[id.index()], own)
    }

    fn incident(&self, id: Id<Event>) -> Object<'_, Incident<'_>> {
        let event = &self.material.site.events[id];
        self.object("incident", self.events[id.index()], Incident { name: &event.name })
    }

    /// On what the claim is about; where that is nothing, on the site's own identity, since a note is on something.
    fn note(&self, id: Id<Claim>) -> Object<'_, Note<'_>> {
        let claim = &self.material.site.claims[id];
        let mut object_refs: Vec<String> =
            claim.events.iter().map(|id| named("incident", self.events[id.index()])).collect();
        let to = match &claim.content {
            Content::Does { to, .. } => to.as_slice(),
            Content::Says(_) => &[],
        };
        let actors = claim.by.iter().chain(&claim.about).chain(to);
        object_refs.extend(actors.map(|id| named("identity", self.actors[id.index()])));
        object_refs.sort_unstable();
        object_refs.dedup();
        if object_refs.is_empty() {
            object_refs.push(self.desk.clone());
        }
        let own = Note { content: content(claim), authors: self.speakers(claim), object_refs };
        let object = self.object("note", self.claims[id.index()], own);
        Object { external_references: self.references(id), ..self.dated(object, claim) }
    }

    /// The claim's own place, where the site's address is known, and its sources.
    fn references(&self, id: Id<Claim>) -> Vec<Reference<'_>> {
        let Material { site, config, .. } = self.material;
        let permalink = config.base_url.as_ref().map(|base| Reference {
            source_name: &config.title,
            url: base.join(&urls::encode_with_fragment(&urls::claim(site, id))),
        });
        let sources = site.claims[id].sources.iter().map(|id| &site.sources[*id]);
        let sources = sources.filter_map(|source| {
            let url = source.url.as_ref()?.href().to_owned();
            Some(Reference { source_name: &source.title, url })
        });
        permalink.into_iter().chain(sources).collect()
    }

    /// What a claim thinks of others, with its id.
    fn opinions(&self, id: Id<Claim>) -> impl Iterator<Item = (Uuid, Object<'_, Opinion<'_>>)> {
        let claim = &self.material.site.claims[id];
        claim.relations.iter().filter_map(move |link| {
            let opinion = self.stance(claim, link)?;
            let own = Opinion {
                opinion,
                explanation: content(claim),
                authors: self.speakers(claim),
                object_refs: [named("note", self.claims[link.claim.index()])],
            };
            let uuid = self.opinion_id(id, link);
            Some((uuid, self.dated(self.object("opinion", uuid, own), claim)))
        })
    }

    /// The opinion that a relation is, if it is one: to grant a part is not to agree.
    fn stance(&self, claim: &Claim, link: &Link) -> Option<&'static str> {
        match link.relation {
            Relation::AgreesWith => Some("strongly-agree"),
            Relation::Supports => Some("agree"),
            Relation::Concedes => {
                is_full_concession(claim, &self.material.site.claims[link.claim]).then_some("agree")
            }
            Relation::Questions => Some("disagree"),
            Relation::Denies => Some("strongly-disagree"),
            Relation::ConcedesInPart
            | Relation::Repeats
            | Relation::Replaces
            | Relation::Withdraws
            | Relation::Disowns => None,
        }
    }

    fn opinion_id(&self, id: Id<Claim>, link: &Link) -> Uuid {
        let site = self.material.site;
        self.identity.uuid(&format!(
            "{}/{}/{}",
            urls::claim(site, id),
            link.relation.key(),
            site.claim_key(link.claim)
        ))
    }

    fn report(&self, id: Id<Brief>) -> Object<'_, Report<'_>> {
        let Material { site, config, .. } = self.material;
        let brief = &site.briefs[id];
        let mut object_refs = Vec::with_capacity(brief.claims.len());
        for claim in &brief.claims {
            object_refs.push(named("note", self.claims[claim.index()]));
            object_refs.extend(self.opinions(*claim).map(|(id, _)| named("opinion", id)));
        }
        if object_refs.is_empty() {
            object_refs.push(self.desk.clone());
        }
        let path = urls::thing(Index::Briefs, brief.slug.as_str());
        let own = Report {
            name: &brief.title,
            description: brief.summary.as_deref(),
            published: moment(brief.date),
            object_refs,
        };
        let permalink = config.base_url.as_ref().map(|base| base.join(&urls::encode(&path)));
        let external_references =
            permalink.map(|url| Reference { source_name: &config.title, url }).into_iter().collect();
        Object {
            created: moment(brief.date),
            modified: moment(brief.modified()),
            lang: Some(brief.lang.as_str()),
            external_references,
            ..self.object("report", self.identity.uuid(&path), own)
        }
    }

    /// With the days and the language of the claim's brief.
    fn dated<'o, T>(&'o self, object: Object<'o, T>, claim: &Claim) -> Object<'o, T> {
        let brief = &self.material.site.briefs[claim.brief];
        Object {
            created: moment(brief.date),
            modified: moment(brief.modified()),
            lang: Some(brief.lang.as_str()),
            ..object
        }
    }

    fn speakers(&self, claim: &Claim) -> Vec<&str> {
        let site: &Site = self.material.site;
        let name = |id: &Id<Actor>| {
            let actor = &site.actors[*id];
            actor.name.as_deref().unwrap_or(actor.id.as_str())
        };
        claim.by.iter().map(name).collect()
    }
}

/// A JSON list under way.
struct List<'o, W> {
    out: &'o mut W,
    empty: bool,
}

impl<W: Write> List<'_, W> {
    fn push(&mut self, object: &impl Serialize) -> io::Result<()> {
        if !std::mem::replace(&mut self.empty, false) {
            self.out.write_all(b",\n")?;
        }
        Ok(serde_json::to_writer(&mut *self.out, object)?)
    }
}

/// What is said, else the act.
fn content(claim: &Claim) -> &str {
    match &claim.content {
        Content::Says(says) | Content::Does { says: Some(says), .. } => says,
        Content::Does { act, says: None, .. } => act.name(),
    }
}

/// A word of STIX's list of identity classes.
const fn class(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "individual",
        ActorKind::Protesters | ActorKind::Rioters | ActorKind::Civilians => "class",
        ActorKind::RebelGroup | ActorKind::PoliticalMilitia | ActorKind::IdentityMilitia => "group",
        ActorKind::Unknown => "unknown",
        _ => "organization",
    }
}

fn named(kind: &str, id: Uuid) -> String {
    let mut name = String::with_capacity(kind.len() + 38);
    let _always_written = write!(name, "{kind}--{id}");
    name
}

/// A day as STIX has a time, with milliseconds.
fn moment(day: Day) -> String {
    format!("{day}T00:00:00.000Z")
}
