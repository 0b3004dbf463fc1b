//! A brief: its text with its claims beside it, each once, and its sources.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Pages;
use super::cite::CiteView;
use super::claim::{Card, PeerView};
use super::glance::GlanceView;
use super::name::Name;
use super::notes::{Apart, Note, NoteView, Notes, Subject};
use super::prose::{self, BlockView, HeadingView};
use super::shared::Shared;
use super::source::SourceView;
use crate::plan::PageKind;
use crate::plan::urls;
use crate::site::{Brief, Claim, ConfidentialSource, Id, Index, Source};
use crate::value::word::BriefKind;

/// What a brief's page shows.
#[derive(Clone, Debug, Serialize)]
pub struct BriefView {
    /// The brief.
    pub brief: BriefCard,
    /// Content warnings: words of the format, or the writer's own.
    pub warnings: Vec<String>,
    /// The brief that it translates.
    pub translation_of: Option<Shared<Name>>,
    /// What it says and disputes, in short.
    pub glance: GlanceView,
    /// Those of its claims that it checks, with their verdicts, which stand at its head. Its claims stand each once: here,
    /// beside the text, or in `rest`; a translation's are the original's, in its own words.
    pub checked: Vec<NoteView>,
    /// Its text, and beside it the claims that it mentions.
    pub blocks: Vec<BlockView>,
    /// Its headings.
    pub headings: Vec<HeadingView>,
    /// Those of its claims that stand nowhere else.
    pub rest: Vec<NoteView>,
    /// The sources that its claims name.
    pub sources: Vec<SourceView>,
    /// How many distinct confidential sources its claims name.
    pub confidential: usize,
    /// What was put right, newest first.
    pub corrections: Vec<CorrectionView>,
    /// How it is cited.
    pub cite: CiteView,
    /// Other briefs that link to it or to its claims.
    pub mentioned_in: Vec<Shared<Name>>,
}

/// A brief in a list.
#[derive(Clone, Debug, Serialize)]
pub struct BriefCard {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page, from the site's top.
    pub href: String,
    /// The day it bears, ISO 8601.
    pub date: String,
    /// The day it was last changed, ISO 8601.
    pub updated: Option<String>,
    /// Its language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// What kind of work it is, a word of the format.
    pub kind: BriefKind,
    /// One or two sentences.
    pub summary: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its tags.
    pub tags: Vec<Name>,
    /// How many claims it has.
    pub claims: usize,
    /// The first claim that it judges, and its verdict; null where it judges none.
    pub judged: Option<JudgedView>,
    /// Whether it is shown only because drafts are.
    pub draft: bool,
}

/// A claim and the verdict on it, in short.
#[derive(Clone, Debug, Serialize)]
pub struct JudgedView {
    /// The claim.
    pub claim: Shared<PeerView>,
    /// 1 to 5.
    pub rating: u8,
    /// The verdict in a word.
    pub name: Option<String>,
    /// The language of that word.
    pub lang: String,
    /// How many more claims the brief judges.
    pub more: usize,
}

/// What was put right.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionView {
    /// When, ISO 8601.
    pub date: String,
    /// What.
    pub text: String,
    /// The claim it concerns, from the site's top.
    pub claim: Option<String>,
}

/// The page that stays where a brief was withdrawn.
#[derive(Clone, Debug, Serialize)]
pub struct TombstoneView {
    /// The day that the brief bore, ISO 8601.
    pub date: String,
    /// Why it was withdrawn.
    pub reason: String,
}

impl Pages<'_> {
    pub(super) fn brief(&self, id: Id<Brief>, cards: &mut Vec<Note>) -> BriefView {
        let brief = &self.site.briefs[id];
        let original = brief.translation_of.unwrap_or(id);
        let claims = &self.site.briefs[original].claims;
        let card = |claim: Id<Claim>| self.card_in(brief, claim);
        let root = self.root_of(PageKind::Brief(id));
        let mut corrections: Vec<CorrectionView> =
            brief.corrections.iter().map(|correction| self.correction(correction)).collect();
        corrections.sort_by(|a, b| b.date.cmp(&a.date));
        let sources = self.sources_of(claims);
        let event = claims.iter().find_map(|claim| self.site.claims[*claim].events.first().copied());
        let subject = Subject { home: Some(original), event };
        let mut notes = Notes::new(self.site, subject, &card, cards);
        let judged = claims.iter().copied().filter(|claim| self.site.claims[*claim].verdict.is_some());
        let checked = notes.apart(judged, Apart::Checked);
        let blocks = self.blocks(&brief.prose, &root, &mut notes);
        let rest = notes.apart(claims.iter().copied(), Apart::Rest);
        notes.tell_mentions();
        BriefView {
            brief: self.brief_card(id),
            warnings: brief.warnings.clone(),
            translation_of: brief.translation_of.map(|id| self.cards.names.brief(id)),
            glance: self.glance(claims),
            checked,
            blocks,
            headings: prose::headings(&brief.prose.body.headings),
            rest,
            confidential: self.count_confidential(claims),
            sources: sources.iter().map(|id| self.source_view(*id)).collect(),
            corrections,
            cite: self.cite_brief(id),
            mentioned_in: self
                .plan
                .backlinks
                .briefs(id)
                .iter()
                .map(|id| self.cards.names.brief(*id))
                .collect(),
        }
    }

    /// A claim's card on a brief's page: a translation has words of its own for the original's claims.
    fn card_in(&self, brief: &Brief, id: Id<Claim>) -> Card {
        let mut card = self.cards.card(id);
        if let Ok(place) = brief.says.binary_search_by_key(&id, |(claim, _)| *claim) {
            card.row.says = Some(brief.says[place].1.clone());
            card.row.lang = brief.lang.to_string();
            card.row.dir = brief.lang.direction().into();
        }
        card
    }

    pub(super) fn correction(&self, correction: &crate::site::Correction) -> CorrectionView {
        CorrectionView {
            date: correction.date.to_string(),
            text: correction.text.clone(),
            claim: correction.claim.map(|id| urls::encode_with_fragment(&urls::claim(self.site, id))),
        }
    }

    /// How many distinct sources claims name that may not be named.
    pub(super) fn count_confidential(&self, claims: &[Id<Claim>]) -> usize {
        let named = claims.iter().filter_map(|id| self.site.claims[*id].confidential.as_deref());
        let all: BTreeSet<Id<ConfidentialSource>> =
            named.flat_map(|sources| sources.read.iter().chain(&sources.from)).copied().collect();
        all.len()
    }

    /// The sources that claims name, in the order of the claims, each once.
    pub(super) fn sources_of(&self, claims: &[Id<Claim>]) -> Vec<Id<Source>> {
        let mut seen = BTreeSet::new();
        claims
            .iter()
            .flat_map(|id| {
                let claim = &self.site.claims[*id];
                claim.sources.iter().chain(&claim.from_sources).copied()
            })
            .filter(|id| seen.insert(*id))
            .collect()
    }

    pub(super) fn brief_card(&self, id: Id<Brief>) -> BriefCard {
        let brief = &self.site.briefs[id];
        let original = brief.translation_of.unwrap_or(id);
        BriefCard {
            id: brief.slug.to_string(),
            title: brief.title.clone(),
            href: urls::encode(&urls::thing(Index::Briefs, brief.slug.as_str())),
            date: brief.date.to_string(),
            updated: brief.updated.map(|day| day.to_string()),
            lang: brief.lang.to_string(),
            dir: brief.lang.direction().to_string(),
            kind: brief.kind,
            summary: brief.summary.clone(),
            authors: brief.authors.clone(),
            tags: brief.tags.iter().filter_map(|tag| self.tag_name(tag)).collect(),
            claims: self.site.briefs[original].claims.len(),
            judged: self.judged(original),
            draft: brief.draft,
        }
    }

    fn judged(&self, id: Id<Brief>) -> Option<JudgedView> {
        let brief = &self.site.briefs[id];
        let verdict = |id: &Id<Claim>| self.site.claims[*id].verdict.as_deref();
        let mut judged = brief.claims.iter().filter_map(|id| Some((*id, verdict(id)?)));
        let (first, verdict) = judged.next()?;
        Some(JudgedView {
            claim: self.cards.peer(first),
            rating: verdict.rating.value.number(),
            name: verdict.name.as_ref().map(|name| name.value.to_string()),
            lang: brief.lang.to_string(),
            more: judged.count(),
        })
    }

    pub(super) fn tombstone(&self, place: usize) -> TombstoneView {
        let tombstone = &self.site.tombstones[place];
        TombstoneView { date: tombstone.date.to_string(), reason: tombstone.reason.clone() }
    }
}
