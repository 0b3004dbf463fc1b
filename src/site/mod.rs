//! What the briefs *mean*: id-indexed immutable tables of briefs, actors, events, sources and claims.
//!
//! [`resolve`] builds a [`Site`] once from all that may be published; afterwards there are only ids. An unknown
//! name has become an undeclared record plus a diagnostic; no draft, protected name or confidential title is in
//! here. Who wants more, derives it.

mod briefs;
mod claim;
mod claim_ids;
mod claims;
mod derive;
mod kinds;
mod links;
pub mod names;
pub mod order;
mod reach;
mod records;
mod references;
pub mod resolve;
mod reword;
mod rows;
mod speakers;
pub mod table;

use std::sync::Arc;

use camino::Utf8PathBuf;

use crate::brief::Coordinates;
use crate::brief::release::Tombstone;
use crate::markdown::Body;
use crate::text::{FileId, Span};
use crate::value::country::Country;
use crate::value::date::{Day, Edtf};
use crate::value::grade::Reliability;
use crate::value::lang::Lang;
use crate::value::slug::Slug;
use crate::value::web::WebUrl;
use crate::value::word::{
    Access, ActorKind, BriefKind, EventKind, Kind, PlacePrecision, SourceKind, SourceStatus,
};

pub use self::claim::{Claim, ClaimDate, ClaimFigure, ConfidentialSources, Content, DateFrom, Link, Quote};
pub use self::table::{Id, Ids, Table};

/// Everything that is published, resolved.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Ordered by id.
    pub briefs: Table<Brief>,
    /// Ordered by brief, then as written.
    pub claims: Table<Claim>,
    /// Ordered by id.
    pub actors: Table<Actor>,
    /// Ordered by id.
    pub events: Table<Event>,
    /// Ordered by id. A confidential one is not among them: whoever asks for sources cannot come upon one.
    pub sources: Table<Source>,
    /// Ordered by their ids, which are not told.
    pub confidential_sources: Table<ConfidentialSource>,
    /// Withdrawn briefs, ordered by id.
    pub tombstones: Vec<Tombstone>,
    /// Pages of prose, ordered by path.
    pub pages: Table<Page>,
    /// The navigation, in the order written.
    pub nav: Vec<NavEntry>,
    /// Assets that published pages refer to, relative to `content/`, ordered; each with whether its metadata was
    /// declared as reviewed.
    pub assets: Vec<(Utf8PathBuf, Reviewed)>,
    /// The roots of each claim's speakers.
    speakers: speakers::Speakers,
    /// The place of each claim in the order of briefs and ids.
    ranks: Vec<u32>,
}

/// Whether a person looked through an asset's metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reviewed {
    /// Not said so.
    No,
    /// Said so in `metadata` or in site.toml.
    Yes,
}

/// A published brief.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "a field without its own sentence is the key of that name (manual, format.md)"
)]
pub struct Brief {
    pub file: FileId,
    pub slug: Slug,
    pub title: String,
    pub date: Day,
    /// Where the date was written.
    pub date_span: Span,
    pub updated: Option<Day>,
    /// Its own, else the site's.
    pub lang: Lang,
    pub summary: Option<String>,
    pub authors: Vec<String>,
    pub tags: Vec<String>,
    pub kind: BriefKind,
    pub warnings: Vec<String>,
    pub corrections: Vec<Correction>,
    /// The original that this brief translates.
    pub translation_of: Option<Id<Brief>>,
    /// The translations of this brief, ordered by id.
    pub translations: Vec<Id<Brief>>,
    /// A translation's sentences for the original's claims, ordered by claim.
    pub says: Vec<(Id<Claim>, String)>,
    /// Its claims, in the order written.
    pub claims: Vec<Id<Claim>>,
    pub prose: Prose,
    /// Whether it is shown only because drafts are.
    pub draft: bool,
}

impl Brief {
    /// The day on which its content last changed, as far as it says so: `updated`, the newest correction, or the
    /// day that it bears.
    #[must_use]
    pub fn modified(&self) -> Day {
        let corrected = self.corrections.iter().map(|correction| correction.date);
        corrected.chain(self.updated).fold(self.date, Day::max)
    }
}

/// An entry of the navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavEntry {
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub to: NavTarget,
}

/// Where an entry of the navigation leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NavTarget {
    /// Out of the site; percent-encoded, not escaped for an attribute.
    Out(String),
    /// Within it.
    Inside(Destination),
}

/// A body and where its links lead.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    /// Its file; `None`: there is no prose.
    pub file: Option<FileId>,
    /// The text.
    pub body: Arc<Body>,
    /// For each link of the body, in the body's order, where it leads; `None` where that was an error.
    pub destinations: Vec<Option<Destination>>,
    /// Its language; `None`: the site's.
    pub lang: Option<Lang>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are the things of a site")]
pub enum Destination {
    Brief(Id<Brief>, Option<String>),
    Claim(Id<Claim>),
    Actor(Id<Actor>),
    Event(Id<Event>),
    Source(Id<Source>),
    Page(Id<Page>, Option<String>),
    /// A heading of the page that links.
    Heading(String),
    /// A file, relative to `content/`.
    Asset(Utf8PathBuf),
    /// The page of all things of a kind.
    Index(Index),
}

/// The pages that list all things of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::Display, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the variants are the things of a site")]
pub enum Index {
    Briefs,
    Actors,
    Events,
    Sources,
    Tags,
}

/// What was put right in a brief.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the keys of that name (manual, format.md)")]
pub struct Correction {
    pub date: Day,
    pub text: String,
    pub claim: Option<Id<Claim>>,
}

/// Whether a record was declared or came into being where it was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    /// In a registry, in a brief or in a file of its own.
    Yes,
    /// Nowhere.
    No,
}

/// An actor.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "a field without its own sentence is the key of that name (manual, format.md#records)"
)]
pub struct Actor {
    pub id: Slug,
    /// `None`: protected; neither name nor aliases are known here.
    pub name: Option<String>,
    /// In other languages, by language; none where it is protected.
    pub names: Vec<(Lang, String)>,
    pub kind: Kind<ActorKind>,
    pub aliases: Vec<String>,
    pub part_of: Option<Id<Actor>>,
    pub allied_with: Ids<Actor>,
    pub country: Option<Country>,
    pub active: Option<Edtf>,
    pub reliability: Option<Reliability>,
    pub ids: Vec<(String, String)>,
    pub declared: Declared,
    /// Of its own file.
    pub prose: Prose,
    /// The end of its `part_of` chain; of a cycle, the smallest id in it.
    pub root: Id<Actor>,
    /// Claims that it makes, ordered.
    pub claims: Vec<Id<Claim>>,
    /// Claims about it, ordered.
    pub about: Vec<Id<Claim>>,
    /// Where it was first declared or named.
    pub span: Span,
}

/// An event.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "a field without its own sentence is the key of that name (manual, format.md#records)"
)]
pub struct Event {
    pub id: Slug,
    pub name: String,
    /// In other languages, by language.
    pub names: Vec<(Lang, String)>,
    pub date: Option<Edtf>,
    pub kind: Kind<EventKind>,
    pub place: Place,
    pub parties: Ids<Actor>,
    pub part_of: Option<Id<Event>>,
    /// Ordered by id.
    pub points: Vec<(Slug, String)>,
    pub ids: Vec<(String, String)>,
    pub declared: Declared,
    pub prose: Prose,
    /// Claims on it, ordered.
    pub claims: Vec<Id<Claim>>,
    /// Where it was first declared or named.
    pub span: Span,
}

/// Where an event took place.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the keys of that name (manual, format.md#records)")]
pub struct Place {
    pub name: Option<String>,
    pub country: Option<Country>,
    pub coordinates: Option<Coordinates>,
    pub precision: Option<PlacePrecision>,
}

impl Place {
    /// How exactly it is told: coordinates without a precision are taken as a town's.
    #[must_use]
    pub fn told_precision(&self) -> PlacePrecision {
        self.precision.unwrap_or(PlacePrecision::Town)
    }

    /// Degrees north and east as they may be told: rounded to the precision.
    #[must_use]
    pub fn rounded(&self) -> Option<(String, String)> {
        let precision = self.told_precision();
        self.coordinates.map(|at| (precision.round(at.lat), precision.round(at.lon)))
    }
}

/// A source that may be named.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "a field without its own sentence is the key of that name (manual, format.md#records)"
)]
pub struct Source {
    pub id: Slug,
    pub title: String,
    pub kind: Kind<SourceKind>,
    pub publisher: Option<Id<Actor>>,
    pub author: Option<String>,
    pub date: Option<Edtf>,
    /// `None` also where access is restricted.
    pub url: Option<WebUrl>,
    /// `None` also where access is restricted.
    pub archive: Option<WebUrl>,
    /// `None` also where access is restricted: it tells when somebody could reach it.
    pub accessed: Option<Day>,
    /// `None` also where access is restricted: it would betray which of several handed-out copies was leaked.
    pub sha256: Option<String>,
    pub lang: Option<Lang>,
    pub from: Ids<Source>,
    /// Those that it draws on and that may not be named.
    pub from_confidential: Ids<ConfidentialSource>,
    pub first_hand: bool,
    /// Its own, else its publisher's, else F.
    pub reliability: Reliability,
    /// Whether the grade is its own.
    pub graded: bool,
    pub access: Access,
    pub descriptor: Option<String>,
    pub status: SourceStatus,
    pub declared: Declared,
    pub prose: Prose,
    /// Claims that name it in `source` or `from`, ordered.
    pub claims: Vec<Id<Claim>>,
    /// Where it was first declared or named.
    pub span: Span,
}

/// A source of which nothing is told but that there is one. What else was written of it never gets here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfidentialSource {
    /// Whether it was retracted, by which claims can fall.
    pub is_retracted: bool,
}

/// A page of prose.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its path relative to `content/`, without `.md`.
    pub path: Utf8PathBuf,
    /// Its title.
    pub title: String,
    /// One or two sentences.
    pub summary: Option<String>,
    /// Its place among the pages of its folder; small first.
    pub weight: i64,
    /// Its text.
    pub prose: Prose,
}

impl Site {
    /// All texts, in the order of the tables.
    pub fn prose(&self) -> impl Iterator<Item = &Prose> {
        let briefs = self.briefs.iter().map(|brief| &brief.prose);
        let pages = self.pages.iter().map(|page| &page.prose);
        let actors = self.actors.iter().map(|actor| &actor.prose);
        let events = self.events.iter().map(|event| &event.prose);
        let sources = self.sources.iter().map(|source| &source.prose);
        briefs.chain(pages).chain(actors).chain(events).chain(sources)
    }

    fn prose_mut(&mut self) -> impl Iterator<Item = &mut Prose> {
        let briefs = self.briefs.iter_mut().map(|brief| &mut brief.prose);
        let pages = self.pages.iter_mut().map(|page| &mut page.prose);
        let actors = self.actors.iter_mut().map(|actor| &mut actor.prose);
        let events = self.events.iter_mut().map(|event| &mut event.prose);
        let sources = self.sources.iter_mut().map(|source| &mut source.prose);
        briefs.chain(pages).chain(actors).chain(events).chain(sources)
    }

    /// Where the links of all texts and of the navigation lead.
    pub fn destinations(&self) -> impl Iterator<Item = &Destination> {
        let of_nav = self.nav.iter().filter_map(|entry| match &entry.to {
            NavTarget::Inside(destination) => Some(destination),
            NavTarget::Out(_) => None,
        });
        self.prose().flat_map(|prose| &prose.destinations).flatten().chain(of_nav)
    }

    /// What claims are ordered by: their brief's id, then their own.
    #[must_use]
    pub fn claim_rank(&self, id: Id<Claim>) -> u32 {
        self.ranks[id.index()]
    }

    /// The roots of a claim's speakers, ordered, each once.
    #[must_use]
    pub fn speaker_roots(&self, id: Id<Claim>) -> &[Id<Actor>] {
        self.speakers.roots(id)
    }

    /// Whether a claim is a statement, not an act.
    #[must_use]
    pub fn is_statement(&self, id: Id<Claim>) -> bool {
        matches!(self.claims[id].content, Content::Says(_))
    }

    /// The roots of actors, ordered, each once.
    pub fn roots<'a>(&self, actors: impl IntoIterator<Item = &'a Id<Actor>>) -> Vec<Id<Actor>> {
        let mut roots: Vec<Id<Actor>> = actors.into_iter().map(|actor| self.actors[*actor].root).collect();
        roots.sort_unstable();
        roots.dedup();
        roots
    }

    /// A claim's id among all of the site: `BRIEF#ID`.
    #[must_use]
    pub fn claim_key(&self, id: Id<Claim>) -> String {
        let claim = &self.claims[id];
        format!("{}#{}", self.briefs[claim.brief].slug, claim.id)
    }
}

#[cfg(test)]
mod tests;
