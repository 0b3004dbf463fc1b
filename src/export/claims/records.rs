//! `briefs`, `actors` and `sources` of `data/claims.json`.

use serde::Serialize;

use super::{Names, Rows, ends, sorted};
use crate::method::{Backing, Reception, Shift, State};
use crate::plan::urls;
use crate::site::{Actor, Brief, Declared, Id, Index, Source};
use crate::value::date::{Day, Edtf};
use crate::value::grade::Reliability;
use crate::value::web::WebUrl;
use crate::value::word::{ActorKind, BriefKind, Kind, SourceKind, SourceStatus};

#[derive(Serialize)]
pub(super) struct BriefRow<'s> {
    id: &'s str,
    title: &'s str,
    #[serde(rename = "type")]
    kind: BriefKind,
    summary: Option<&'s str>,
    authors: &'s [String],
    tags: &'s [String],
    date: Day,
    updated: Option<Day>,
    lang: &'s str,
    translation_of: Option<&'s str>,
    url: String,
    claims: Vec<&'s str>,
}

impl Rows<'_> {
    pub(super) fn brief(&self, id: Id<Brief>) -> BriefRow<'_> {
        let brief = &self.site.briefs[id];
        BriefRow {
            id: brief.slug.as_str(),
            title: &brief.title,
            kind: brief.kind,
            summary: brief.summary.as_deref(),
            authors: &brief.authors,
            tags: &brief.tags,
            date: brief.date,
            updated: brief.updated,
            lang: brief.lang.as_str(),
            translation_of: brief.translation_of.map(|id| self.site.briefs[id].slug.as_str()),
            url: urls::thing(Index::Briefs, brief.slug.as_str()),
            claims: brief.claims.iter().map(|claim| self.key(*claim)).collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct ActorRow<'s> {
    id: &'s str,
    name: Option<&'s str>,
    names: Names<'s>,
    kind: &'s Kind<ActorKind>,
    aliases: Vec<&'s str>,
    part_of: Option<&'s str>,
    root: &'s str,
    allied_with: Vec<&'s str>,
    declared: bool,
    url: String,
    claims: Vec<&'s str>,
    about: Vec<&'s str>,
}

impl Rows<'_> {
    pub(super) fn actor(&self, id: Id<Actor>) -> ActorRow<'_> {
        let site = self.site;
        let actor = &site.actors[id];
        ActorRow {
            id: actor.id.as_str(),
            name: actor.name.as_deref(),
            names: Names(&actor.names),
            kind: &actor.kind,
            aliases: sorted(actor.aliases.iter().map(String::as_str)),
            part_of: actor.part_of.map(|whole| site.actors[whole].id.as_str()),
            root: site.actors[actor.root].id.as_str(),
            allied_with: self.actors(&actor.allied_with),
            declared: actor.declared == Declared::Yes,
            url: urls::thing(Index::Actors, actor.id.as_str()),
            claims: self.keys(actor.claims.iter().copied()),
            about: self.keys(actor.about.iter().copied()),
        }
    }
}

#[derive(Serialize)]
pub(super) struct SourceRow<'s> {
    id: &'s str,
    title: &'s str,
    kind: &'s Kind<SourceKind>,
    publisher: Option<&'s str>,
    date: Option<&'s str>,
    url: String,
    href: Option<&'s str>,
    from: Vec<&'s str>,
    first_hand: bool,
    reliability: Reliability,
    status: SourceStatus,
    claims: Vec<&'s str>,
    if_it_falls: Option<Vec<ShiftRow<'s>>>,
}

/// What would change of a claim: what was, and what would be.
#[derive(Serialize)]
struct ShiftRow<'s> {
    claim: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<[State; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    backing: Option<[Backing; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reception: Option<[Reception; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origins: Option<[[u32; 2]; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    third_party: Option<[[u32; 2]; 2]>,
}

impl Rows<'_> {
    pub(super) fn source(&self, id: Id<Source>) -> SourceRow<'_> {
        let site = self.site;
        let source = &site.sources[id];
        let shifts = self.method.if_it_falls(id);
        SourceRow {
            id: source.id.as_str(),
            title: &source.title,
            kind: &source.kind,
            publisher: source.publisher.map(|publisher| site.actors[publisher].id.as_str()),
            date: source.date.as_ref().map(Edtf::as_str),
            url: urls::thing(Index::Sources, source.id.as_str()),
            href: source.url.as_ref().map(WebUrl::href),
            from: self.sources(&source.from),
            first_hand: source.first_hand,
            reliability: source.reliability,
            status: source.status,
            claims: self.keys(source.claims.iter().copied()),
            if_it_falls: shifts.map(|shifts| shifts.iter().map(|shift| self.shift(shift)).collect()),
        }
    }

    fn shift(&self, shift: &Shift) -> ShiftRow<'_> {
        let (from, to) = (shift.from, shift.to);
        ShiftRow {
            claim: self.key(shift.claim),
            state: differing(from.state, to.state),
            backing: differing(from.backing, to.backing),
            reception: differing(from.reception, to.reception),
            origins: differing(ends(from.origins), ends(to.origins)),
            third_party: differing(ends(from.third_party), ends(to.third_party)),
        }
    }
}

fn differing<T: PartialEq>(from: T, to: T) -> Option<[T; 2]> {
    (from != to).then_some([from, to])
}
