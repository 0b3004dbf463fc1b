//! What a writer *wrote*: briefs, records and plain pages, each value with its place.
//!
//! [`decode`] turns the tree of a file's frontmatter into these types and gathers all errors of the file; a parse
//! depends on that one file alone. [`release`] then drops what must not be published, so that nothing downstream
//! can hold a draft, a private key, or a brief above the site's `tlp`. Names are still text here: what they mean
//! is said in `site`.

pub mod decode;
pub mod release;
pub mod wording;

use std::sync::Arc;

use compact_str::CompactString;

use crate::diagnostic::Code;
use crate::markdown::Body;
use crate::text::{FileId, Span, Spanned};
use crate::value::country::Country;
use crate::value::date::{Day, Edtf};
use crate::value::figure::Figure;
use crate::value::grade::{Confidence, Credibility, Likelihood, Rating, Reliability};
use crate::value::lang::Lang;
use crate::value::slug::Slug;
use crate::value::web::WebUrl;
use crate::value::word::{
    Access, Act, ActorKind, Basis, BriefKind, EventKind, FiguresAre, PlacePrecision, Relation, SourceKind,
    SourceStatus, Tlp,
};

/// A text that a writer typed.
pub type Text = Spanned<CompactString>;

/// A brief as it was written. A required value that is missing was reported and has a stand-in here.
#[derive(Clone, Debug)]
pub struct Brief {
    /// Its file.
    pub file: FileId,
    /// Its id; the place is that of the `slug` key, else the file's beginning.
    pub slug: Spanned<Slug>,
    /// Its title.
    pub title: Text,
    /// The day it bears.
    pub date: Spanned<Day>,
    /// The day it was last changed.
    pub updated: Option<Spanned<Day>>,
    /// Its language; else the site's.
    pub lang: Option<Spanned<Lang>>,
    /// One or two sentences.
    pub summary: Option<Text>,
    /// Who wrote it.
    pub authors: Vec<Text>,
    /// Its tags.
    pub tags: Vec<Text>,
    /// What kind of work it is (`type`).
    pub kind: BriefKind,
    /// Whether it is published.
    pub status: Status,
    /// Until when it is a draft.
    pub embargo: Option<Spanned<jiff::Timestamp>>,
    /// Content warnings.
    pub warnings: Vec<Text>,
    /// How far it may be shared.
    pub tlp: Tlp,
    /// Events of the claims that name none.
    pub default_events: Vec<Text>,
    /// Sources of the claims that name none.
    pub default_sources: Vec<Text>,
    /// What was put right.
    pub corrections: Vec<CorrectionEntry>,
    /// The brief that this one translates.
    pub translation_of: Option<Text>,
    /// A translation's sentences: the original's claim id, and the sentence in this language.
    pub says: Vec<(Text, Text)>,
    /// Records declared here.
    pub records: Records,
    /// The claims, in the order written.
    pub claims: Vec<ClaimEntry>,
    /// Assets whose metadata the writer has looked through: paths relative to the file, or from `content/`.
    pub reviewed: Vec<Text>,
    /// The text; shared with the cache of parses, for it is most of a brief.
    pub body: Arc<Body>,
}

/// Whether a brief or record is published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Yes.
    #[default]
    Published,
    /// Not yet.
    Draft,
    /// No longer; a page that gives the reason stays at the address.
    Withdrawn {
        /// Why.
        reason: Text,
    },
}

/// A correction of a brief.
#[derive(Clone, Debug)]
pub struct CorrectionEntry {
    /// When it was made.
    pub date: Spanned<Day>,
    /// What was put right.
    pub text: Text,
    /// The claim it concerns.
    pub claim: Option<Text>,
}

/// A claim as it was written.
#[derive(Clone, Debug)]
pub struct ClaimEntry {
    /// Its id: written, or `c` and its place; the place is that of the `id` key, else the entry's beginning.
    pub id: Spanned<Slug>,
    /// Whether nobody wrote the id, so that it changes with the claim's place.
    pub id_is_automatic: bool,
    /// The whole entry.
    pub span: Span,
    /// Who makes it.
    pub by: Vec<Text>,
    /// What is said or done.
    pub content: Content,
    /// Whom it concerns or accuses.
    pub about: Vec<Text>,
    /// Its events; `None`: the brief's.
    pub events: Option<Vec<Text>>,
    /// Where it was read or heard; `None`: the brief's.
    pub sources: Option<Vec<Text>>,
    /// Where the speaker has it from.
    pub from: Vec<Text>,
    /// What the speaker's knowledge rests on; `first_hand: true` is short for one.
    pub basis: Basis,
    /// When it was said.
    pub date: Option<Spanned<Edtf>>,
    /// Relations to other claims.
    pub relations: Vec<(Relation, Text)>,
    /// Which of the event's points it answers.
    pub point: Option<Text>,
    /// Its figures.
    pub figures: Vec<FigureEntry>,
    /// What kind of numbers they are.
    pub figures_are: FiguresAre,
    /// Verbatim words. Like a verdict, few claims have them: they stand elsewhere, so that claims stay small.
    pub quote: Option<Box<Quote>>,
    /// Of the information.
    pub credibility: Option<Spanned<Credibility>>,
    /// The analyst's own judgment.
    pub likelihood: Option<Spanned<Likelihood>>,
    /// In that judgment.
    pub confidence: Option<Spanned<Confidence>>,
    /// The speaker's own word of how likely it is.
    pub speaker_likelihood: Option<Spanned<Likelihood>>,
    /// The speaker's own word of how sure it is.
    pub speaker_confidence: Option<Spanned<Confidence>>,
    /// Of a fact-check.
    pub verdict: Option<Box<Verdict>>,
    /// A remark.
    pub note: Option<Text>,
}

/// What a claim is: a statement or an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// One sentence, in the analyst's words.
    Says(Text),
    /// Something done, and to whom.
    Does {
        /// What.
        act: Spanned<WrittenKind<Act>>,
        /// To whom: actors.
        to: Vec<Text>,
        /// A sentence that tells of it.
        says: Option<Text>,
    },
}

impl Content {
    /// The sentence, if there is one.
    #[must_use]
    pub const fn sentence(&self) -> Option<&Text> {
        match self {
            Self::Says(sentence) => Some(sentence),
            Self::Does { says, .. } => says.as_ref(),
        }
    }
}

/// A word of a list that a site may lengthen: which other words there are is known only with site.toml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrittenKind<K> {
    /// A built-in word.
    Builtin(K),
    /// Any other.
    Other(CompactString),
}

/// One figure of a claim.
#[derive(Clone, Debug)]
pub struct FigureEntry {
    /// `killed`, `injured` ...
    pub measure: Text,
    /// `all`, `civilians` ...; `None`: not written, so `all`.
    pub group: Option<Text>,
    /// The number, in the writer's words.
    pub value: Spanned<Figure>,
}

/// Verbatim words.
#[derive(Clone, Debug)]
pub struct Quote {
    /// The words.
    pub text: Text,
    /// Their language.
    pub lang: Option<Spanned<Lang>>,
    /// In the brief's language.
    pub translation: Option<Text>,
}

/// The verdict of a fact-check.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// 1 to 5.
    pub rating: Spanned<Rating>,
    /// In a word.
    pub name: Option<Text>,
    /// Why.
    pub why: Option<Text>,
}

/// Records declared in one place.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// Actors.
    pub actors: Vec<ActorEntry>,
    /// Events.
    pub events: Vec<EventEntry>,
    /// Sources.
    pub sources: Vec<SourceEntry>,
}

impl Records {
    /// Gives back what the lists have room for beyond what they hold. The briefs of a site are all in memory at once,
    /// and most declare a record or two, which a list as it grows keeps room for four of.
    fn shrink_to_fit(&mut self) {
        self.actors.shrink_to_fit();
        self.events.shrink_to_fit();
        self.sources.shrink_to_fit();
    }
}

/// An actor as one place declares it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "one field a key, under the key's name (manual, format.md#records)")]
pub struct ActorEntry {
    pub id: Spanned<Slug>,
    pub name: Option<Text>,
    /// In other languages.
    pub names: Vec<(Spanned<Lang>, Text)>,
    pub kind: Option<Spanned<WrittenKind<ActorKind>>>,
    pub aliases: Vec<Text>,
    pub part_of: Option<Text>,
    pub allied_with: Vec<Text>,
    pub country: Option<Spanned<Country>>,
    pub active: Option<Spanned<Edtf>>,
    pub reliability: Option<Spanned<Reliability>>,
    pub protected: Option<Spanned<bool>>,
    pub ids: Vec<(Text, Text)>,
}

impl ActorEntry {
    /// What else it is called: aliases and names in other languages.
    pub fn other_names(&self) -> impl Iterator<Item = &Text> {
        self.aliases.iter().chain(self.names.iter().map(|(_, name)| name))
    }
}

/// An event as one place declares it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "one field a key, under the key's name (manual, format.md#records)")]
pub struct EventEntry {
    pub id: Spanned<Slug>,
    pub name: Option<Text>,
    /// In other languages.
    pub names: Vec<(Spanned<Lang>, Text)>,
    pub date: Option<Spanned<Edtf>>,
    pub kind: Option<Spanned<WrittenKind<EventKind>>>,
    pub place: PlaceEntry,
    pub parties: Vec<Text>,
    pub part_of: Option<Text>,
    pub points: Vec<(Spanned<Slug>, Text)>,
    pub ids: Vec<(Text, Text)>,
}

impl EventEntry {
    /// What else it is called: names in other languages.
    pub fn other_names(&self) -> impl Iterator<Item = &Text> {
        self.names.iter().map(|(_, name)| name)
    }
}

/// Where an event took place. Coordinates come in pairs, in range.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "one field a key, under the key's name (manual, format.md#records)")]
pub struct PlaceEntry {
    pub name: Option<Text>,
    pub country: Option<Spanned<Country>>,
    pub coordinates: Option<Spanned<Coordinates>>,
    pub precision: Option<Spanned<PlacePrecision>>,
}

/// Degrees, WGS 84, as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coordinates {
    /// Degrees north, -90 to 90.
    pub lat: f64,
    /// Degrees east, -180 to 180.
    pub lon: f64,
}

/// A source as one place declares it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "one field a key, under the key's name (manual, format.md#records)")]
pub struct SourceEntry {
    pub id: Spanned<Slug>,
    pub title: Option<Text>,
    pub kind: Option<Spanned<WrittenKind<SourceKind>>>,
    pub publisher: Option<Text>,
    pub author: Option<Text>,
    pub date: Option<Spanned<Edtf>>,
    pub url: Option<Spanned<WebUrl>>,
    pub archive: Option<Spanned<WebUrl>>,
    pub accessed: Option<Spanned<Day>>,
    pub sha256: Option<Text>,
    pub lang: Option<Spanned<Lang>>,
    pub from: Vec<Text>,
    pub first_hand: Option<Spanned<bool>>,
    pub reliability: Option<Spanned<Reliability>>,
    pub access: Option<Spanned<Access>>,
    pub descriptor: Option<Text>,
    pub status: Option<Spanned<SourceStatus>>,
}

/// A file that is a record with prose of its own. `records` holds one record, unless its frontmatter is unreadable.
#[derive(Clone, Debug)]
pub struct RecordFile {
    /// Its file.
    pub file: FileId,
    /// The record's id.
    pub id: Spanned<Slug>,
    /// Actor, event or source.
    pub kind: RecordKind,
    /// The record.
    pub records: Records,
    /// `status: draft`.
    pub draft: bool,
    /// The prose's language; else the site's.
    pub lang: Option<Spanned<Lang>>,
    /// The prose.
    pub body: Arc<Body>,
}

/// The three kinds of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::Display, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum RecordKind {
    /// Who.
    Actor,
    /// What happened.
    Event,
    /// Where it was read or heard.
    Source,
}

/// A page of prose.
#[derive(Clone, Debug)]
pub struct PlainPage {
    /// Its file.
    pub file: FileId,
    /// Its title.
    pub title: Text,
    /// One or two sentences.
    pub summary: Option<Text>,
    /// Its language; else the site's.
    pub lang: Option<Spanned<Lang>>,
    /// Its place among pages of one folder; small first.
    pub weight: i64,
    /// The text.
    pub body: Arc<Body>,
}

/// A code that a writer silences at a claim, a record or a brief (`allow`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The code, and where it is named.
    pub code: Spanned<Code>,
    /// Where findings of the code are silenced: the claim, the record, or the whole file of the brief.
    pub within: Span,
}

/// One file of `content/`, decoded.
#[derive(Clone, Debug)]
pub enum Document {
    /// `content/briefs/**/*.md`
    Brief(Box<Brief>),
    /// `content/actors/*.md` and its like.
    Record(Box<RecordFile>),
    /// `content/actors.yaml` and its like.
    Registry(Records),
    /// Any other Markdown file.
    Page(Box<PlainPage>),
    /// A brief whose frontmatter cannot be read: its slug is known, nothing else. References to it are not judged.
    UnreadableBrief(Slug),
    /// Anything else that cannot be read.
    Unreadable,
}
