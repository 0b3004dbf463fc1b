//! A source: what it is, and every claim that hangs on it.

use serde::Serialize;

use super::Pages;
use super::answers::{AnswersView, answers_view};
use super::claim::{PeerView, stretch};
use super::hole::Speakers;
use super::name::Name;
use super::notes::Note;
use super::prose::BlockView;
use super::row::RowView;
use super::shared::Shared;
use crate::method::{Answers, Shift};
use crate::plan::PageKind;
use crate::plan::urls;
use crate::site::{Id, Index, Source};
use crate::value::word::{Access, Kind, SourceKind, SourceStatus};

/// What a source's page shows.
#[derive(Clone, Debug, Serialize)]
pub struct SourcePageView {
    /// The source.
    pub source: SourceView,
    /// The sources that it draws on.
    pub from: Vec<Shared<Name>>,
    /// How many confidential sources it draws on.
    pub confidential: usize,
    /// The sources that draw on it.
    pub drawn_on_by: Vec<Shared<Name>>,
    /// What would change if it fell; null but on the first part.
    pub fall: Option<FallView>,
    /// Its own text.
    pub blocks: Vec<BlockView>,
    /// The claims that name it; of this part of the list.
    pub claims: Vec<RowView>,
    /// The first briefs, newest first, that link to it.
    pub mentioned_in: Vec<Shared<Name>>,
}

/// What would change if a source fell.
#[derive(Clone, Debug, Serialize)]
pub struct FallView {
    /// Whether it was worked out: not where too much hangs on the source.
    pub known: bool,
    /// The claims of which an answer would change.
    pub shifts: Vec<ShiftView>,
    /// How many more there are.
    pub more: usize,
}

/// A claim of which an answer would change.
#[derive(Clone, Debug, Serialize)]
pub struct ShiftView {
    /// The claim.
    pub claim: Shared<PeerView>,
    /// Its answers.
    pub from: AnswersView,
    /// Its answers without the source.
    pub to: AnswersView,
    /// Which of them differ: `state`, `backing`, `origins`, `third_party`, `reception`.
    pub changed: Vec<&'static str>,
}

/// Claims that a source's page names as changed by its fall.
const MOST_SHIFTS: usize = 100;

/// A source in a list.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub name: String,
    /// Its page, from the site's top.
    pub href: String,
    /// A word of the format or the site's own.
    pub kind: Kind<SourceKind>,
    /// Who published it.
    pub publisher: Option<Shared<Name>>,
    /// Who made it.
    pub author: Option<String>,
    /// EDTF.
    pub date: Option<String>,
    /// Where it is found; null where access is restricted.
    pub url: Option<String>,
    /// Where a copy is kept; null where access is restricted.
    pub archive: Option<String>,
    /// When it was looked at, ISO 8601.
    pub accessed: Option<String>,
    /// Of the saved copy, hexadecimal.
    pub sha256: Option<String>,
    /// The language of the source.
    pub lang: Option<String>,
    /// A to F.
    pub reliability: String,
    /// A word of the format.
    pub access: Access,
    /// What kind of witness it is, in words.
    pub descriptor: Option<String>,
    /// A word of the format.
    pub status: SourceStatus,
    /// How many claims name it.
    pub claims: usize,
}

impl Pages<'_> {
    pub(super) fn source(&self, id: Id<Source>, part: usize, cards: &mut Vec<Note>) -> SourcePageView {
        let source = &self.site.sources[id];
        let shown = stretch(&source.claims, part, self.config.per_page);
        SourcePageView {
            source: self.source_view(id),
            from: self.cards.names.sources(&source.from),
            confidential: source.from_confidential.len(),
            drawn_on_by: self.cards.names.sources(self.plan.backlinks.drawn_on_by(id)),
            fall: (part == 0).then(|| self.fall(id)),
            blocks: if part == 0 {
                self.text_blocks(&source.prose, PageKind::Source(id, part), cards)
            } else {
                Vec::new()
            },
            claims: self.cards.rows(shown.iter().copied(), Speakers::Named),
            mentioned_in: self.mentions(self.plan.backlinks.source(id)),
        }
    }

    fn fall(&self, id: Id<Source>) -> FallView {
        let shifts = self.method.if_it_falls(id);
        let all = shifts.unwrap_or_default();
        let view = |shift: &Shift| ShiftView {
            claim: self.cards.peer(shift.claim),
            from: answers_view(shift.from),
            to: answers_view(shift.to),
            changed: changed(&shift.from, &shift.to),
        };
        FallView {
            known: shifts.is_some(),
            shifts: all.iter().take(MOST_SHIFTS).map(view).collect(),
            more: all.len().saturating_sub(MOST_SHIFTS),
        }
    }

    pub(super) fn source_view(&self, id: Id<Source>) -> SourceView {
        let source = &self.site.sources[id];
        SourceView {
            id: source.id.to_string(),
            name: source.title.clone(),
            href: urls::encode(&urls::thing(Index::Sources, source.id.as_str())),
            kind: source.kind.clone(),
            publisher: source.publisher.map(|publisher| self.cards.names.actor(publisher)),
            author: source.author.clone(),
            date: source.date.as_ref().map(ToString::to_string),
            url: source.url.as_ref().map(|url| url.href().to_owned()),
            archive: source.archive.as_ref().map(|url| url.href().to_owned()),
            accessed: source.accessed.map(|day| day.to_string()),
            sha256: source.sha256.clone(),
            lang: source.lang.as_ref().map(ToString::to_string),
            reliability: source.reliability.to_string(),
            access: source.access,
            descriptor: source.descriptor.clone(),
            status: source.status,
            claims: source.claims.len(),
        }
    }
}

/// The answers that differ, in the order in which they are told.
fn changed(from: &Answers, to: &Answers) -> Vec<&'static str> {
    let differ = [
        ("state", from.state != to.state),
        ("backing", from.backing != to.backing),
        ("origins", from.origins != to.origins),
        ("third_party", from.third_party != to.third_party),
        ("reception", from.reception != to.reception),
    ];
    differ.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}
