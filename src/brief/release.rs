//! What may be published: the gate between what was written and everything downstream.
//!
//! Drafts, embargoed briefs and briefs above the site's `tlp` are dropped here; only their ids go on, so that a
//! reference to them can be reported. A withdrawn brief becomes a tombstone: its claims and records are dropped.
//! `pipeline` calls it; nothing past it can hold what it dropped.

use std::collections::{BTreeMap, BTreeSet};

use super::{Brief, Document, PlainPage, RecordFile, RecordKind, Records, Status, Text};
use crate::text::{FileId, Spanned};
use crate::value::date::Day;
use crate::value::lang::Lang;
use crate::value::slug::Slug;
use crate::value::word::Tlp;

/// For whom a build is made.
#[derive(Clone, Copy, Debug)]
pub struct Audience {
    /// Briefs above it are held back, whatever else is asked for.
    pub tlp: Tlp,
    /// Whether drafts and embargoed briefs are shown.
    pub drafts: Drafts,
    /// The time that embargoes are held against.
    pub now: jiff::Timestamp,
}

/// Whether drafts are part of a build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drafts {
    /// They are not.
    #[default]
    Hidden,
    /// They are: a writer looks at work in progress.
    Shown,
}

/// Why something is not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Withheld {
    /// It is a draft.
    Draft,
    /// Its embargo has not passed.
    Embargoed,
    /// Its `tlp` is above the site's.
    Tlp,
    /// It was withdrawn.
    Withdrawn,
}

/// What stays of a withdrawn brief.
#[derive(Clone, Debug)]
pub struct Tombstone {
    /// Its file.
    pub file: FileId,
    /// Its id, so its address.
    pub slug: Spanned<Slug>,
    /// Its title.
    pub title: Text,
    /// The day it bore.
    pub date: Day,
    /// The day it was last changed: here, withdrawn.
    pub updated: Option<Day>,
    /// Its language; else the site's.
    pub lang: Option<Lang>,
    /// Why it was withdrawn.
    pub reason: String,
}

/// A record file that is held back: what names it, so that a reference can be reported.
#[derive(Clone, Debug)]
pub struct HeldRecord {
    /// Actor, event or source.
    pub kind: RecordKind,
    /// Its id.
    pub id: Slug,
    /// Its name or title, and aliases.
    pub names: Vec<String>,
}

/// All that may be published, and the ids of what may not.
#[derive(Clone, Debug, Default)]
pub struct Manuscript {
    /// The briefs.
    pub briefs: Vec<Brief>,
    /// The withdrawn ones.
    pub tombstones: Vec<Tombstone>,
    /// Records with a file of their own.
    pub record_files: Vec<RecordFile>,
    /// The registries.
    pub registries: Vec<Records>,
    /// Pages of prose.
    pub pages: Vec<PlainPage>,
    /// Ids of briefs that are held back.
    pub held_briefs: BTreeMap<Slug, Withheld>,
    /// Record files that are held back.
    pub held_records: Vec<HeldRecord>,
    /// Briefs of which only the id could be read: a reference to one is not judged.
    pub unreadable: BTreeSet<Slug>,
    /// Files whose ids are held back.
    pub held_files: BTreeMap<FileId, Withheld>,
}

/// Sorts documents into what is published and what is not. The documents come in order of their paths.
#[must_use]
pub fn release(documents: impl IntoIterator<Item = Document>, audience: &Audience) -> Manuscript {
    let mut manuscript = Manuscript::default();
    for document in documents {
        match document {
            Document::Brief(brief) => release_brief(*brief, audience, &mut manuscript),
            Document::Record(record) => release_record(*record, audience, &mut manuscript),
            Document::Registry(records) => manuscript.registries.push(records),
            Document::Page(page) => manuscript.pages.push(*page),
            Document::UnreadableBrief(slug) => {
                manuscript.unreadable.insert(slug);
            }
            Document::Unreadable => {}
        }
    }
    manuscript
}

fn release_brief(brief: Brief, audience: &Audience, manuscript: &mut Manuscript) {
    let held = hold(&brief, audience);
    if let Some(held) = held {
        manuscript.held_files.insert(brief.file, held);
        manuscript.held_briefs.insert(brief.slug.value.clone(), held);
    }
    match (held, &brief.status) {
        (None, Status::Published) if is_embargoed(&brief, audience) => {
            manuscript.briefs.push(Brief { status: Status::Draft, ..brief });
        }
        (None, _) => manuscript.briefs.push(brief),
        (Some(Withheld::Withdrawn), Status::Withdrawn { reason }) => manuscript.tombstones.push(Tombstone {
            file: brief.file,
            reason: reason.value.to_string(),
            slug: brief.slug,
            title: brief.title,
            date: brief.date.value,
            updated: brief.updated.map(|day| day.value),
            lang: brief.lang.map(|lang| lang.value),
        }),
        (Some(_), _) => {}
    }
}

/// Why a brief is held back, if it is. `tlp` comes first: nothing of such a brief may show, no tombstone either.
fn hold(brief: &Brief, audience: &Audience) -> Option<Withheld> {
    if brief.tlp > audience.tlp {
        return Some(Withheld::Tlp);
    }
    if audience.drafts == Drafts::Hidden {
        if is_embargoed(brief, audience) {
            return Some(Withheld::Embargoed);
        }
        if brief.status == Status::Draft {
            return Some(Withheld::Draft);
        }
    }
    matches!(brief.status, Status::Withdrawn { .. }).then_some(Withheld::Withdrawn)
}

/// A brief is a draft until its embargo has passed.
fn is_embargoed(brief: &Brief, audience: &Audience) -> bool {
    brief.embargo.as_ref().is_some_and(|embargo| embargo.value > audience.now)
}

fn release_record(record: RecordFile, audience: &Audience, manuscript: &mut Manuscript) {
    if record.draft && audience.drafts == Drafts::Hidden {
        let names = names(&record.records);
        manuscript.held_files.insert(record.file, Withheld::Draft);
        manuscript.held_records.push(HeldRecord { kind: record.kind, id: record.id.value, names });
    } else {
        manuscript.record_files.push(record);
    }
}

fn names(records: &Records) -> Vec<String> {
    let actors = records.actors.iter().flat_map(|actor| actor.name.iter().chain(actor.other_names()));
    let events = records.events.iter().flat_map(|event| event.name.iter().chain(event.other_names()));
    let sources = records.sources.iter().filter_map(|source| source.title.as_ref());
    actors.chain(events).chain(sources).map(|name| name.value.to_string()).collect()
}
