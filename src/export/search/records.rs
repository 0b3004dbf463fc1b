//! What a result shows: a record a thing, as JSON.
//!
//! The fields stand in the order that the manual gives (`search.md`, "The index"). Claims are held together by
//! their brief, whose address they share.

use serde::Serialize;

use super::Material;
use super::order::Things;
use super::postings::count;
use crate::site::labels::Label;
use crate::site::{Actor, Claim, Content, Id, Site};
use crate::value::date::Edtf;
use crate::value::word::Act;

/// The records of one kind, in the order of numbers.
#[derive(Default)]
pub(super) struct Records {
    /// All of them, each followed by a comma.
    pub(super) json: Vec<u8>,
    pub(super) entries: Vec<Entry>,
}

/// One record.
pub(super) struct Entry {
    /// How many bytes it takes in [`Records::json`].
    pub(super) length: usize,
    /// How many things it is of.
    pub(super) things: u32,
}

impl Records {
    #[expect(clippy::expect_used, reason = "plain tuples always serialise into memory")]
    fn push(&mut self, record: impl Serialize, things: u32) {
        let start = self.json.len();
        serde_json::to_writer(&mut self.json, &record).expect("a record of plain tuples");
        self.json.push(b',');
        self.entries.push(Entry { length: self.json.len() - start, things });
    }
}

pub(super) fn actors(site: &Site, things: &Things) -> Records {
    let mut records = Records::default();
    for actor in things.actors.iter().map(|id| &site.actors[*id]) {
        records.push((&actor.id, &actor.name, actor.kind, actor.claims.len()), 1);
    }
    records
}

pub(super) fn events(site: &Site, things: &Things) -> Records {
    let mut records = Records::default();
    for event in things.events.iter().map(|id| &site.events[*id]) {
        records.push((&event.id, &event.name, &event.date, event.kind, event.claims.len()), 1);
    }
    records
}

pub(super) fn briefs(site: &Site, things: &Things) -> Records {
    let mut records = Records::default();
    for brief in things.briefs.iter().map(|id| &site.briefs[*id]) {
        let claims = brief.claims.len();
        records.push((&brief.slug, &brief.title, brief.date, brief.kind, &brief.lang, claims), 1);
    }
    records
}

pub(super) fn claims(material: Material<'_>, things: &Things) -> Records {
    let mut records = Records::default();
    let briefs = things.briefs.iter().map(|id| &material.site.briefs[*id]);
    for brief in briefs.filter(|brief| !brief.claims.is_empty()) {
        let claims: Vec<ClaimRecord<'_>> = brief.claims.iter().map(|id| claim(material, *id)).collect();
        records.push((&brief.slug, &brief.lang, &claims), count(claims.len()));
    }
    records
}

/// A claim: its id, date and label, who made it, what it says; an act says nothing, but is something, to somebody.
#[derive(Serialize)]
#[serde(untagged)]
enum ClaimRecord<'s> {
    Says(&'s str, &'s Edtf, Option<Label>, Names<'s>, &'s str),
    Does(&'s str, &'s Edtf, Option<Label>, Names<'s>, Option<&'s str>, Act, Names<'s>),
}

/// Names; null for a protected actor.
type Names<'s> = Vec<Option<&'s str>>;

fn claim(material: Material<'_>, id: Id<Claim>) -> ClaimRecord<'_> {
    let claim = &material.site.claims[id];
    let label = material.method.standing(id).map(|standing| standing.judgement.label);
    let (own, date, by) = (claim.id.as_str(), &claim.date, names(material.site, &claim.by));
    match &claim.content {
        Content::Says(says) => ClaimRecord::Says(own, date, label, by, says),
        Content::Does { act, to } => {
            ClaimRecord::Does(own, date, label, by, None, *act, names(material.site, to))
        }
    }
}

fn names<'s>(site: &'s Site, actors: &[Id<Actor>]) -> Names<'s> {
    actors.iter().map(|actor| site.actors[*actor].name.as_deref()).collect()
}

pub(super) fn sources(site: &Site, things: &Things) -> Records {
    let mut records = Records::default();
    for source in things.sources.iter().map(|id| &site.sources[*id]) {
        let publisher = source.publisher.and_then(|actor| site.actors[actor].name.as_deref());
        records.push((&source.id, &source.title, &source.date, source.kind, &source.lang, publisher), 1);
    }
    records
}

pub(super) fn pages(material: Material<'_>, things: &Things) -> Records {
    let mut records = Records::default();
    for page in things.pages.iter().map(|id| &material.site.pages[*id]) {
        let lang = page.prose.lang.as_ref().unwrap_or(&material.config.language);
        records.push((&page.path, &page.title, &page.summary, lang), 1);
    }
    records
}
