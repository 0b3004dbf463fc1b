//! The home page as a desk's front page: the newest briefs, what is in dispute with its sides, what was put right or
//! changed, and the latest events.

use serde::Serialize;
use strum::IntoEnumIterator as _;

use super::Pages;
use super::brief::BriefCard;
use super::glance::DisputeHereView;
use super::incidents::IncidentsView;
use super::name::Name;
use super::notes::Note;
use super::overview::BriefCorrectionView;
use super::prose::BlockView;
use super::shared::Shared;
use crate::plan::changes::ChangeKind;
use crate::plan::{HOME, PageKind};
use crate::site::{Brief, Id, Page};
use crate::value::lang::Lang;

/// Briefs, events, disputes with their sides, and corrections on the home page.
const MOST_BRIEFS: usize = 8;
const MOST_EVENTS: usize = 10;
const MOST_DISPUTES: usize = 6;
const MOST_SIDES: usize = 4;
const MOST_CORRECTIONS: usize = 4;

/// What the home page shows.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// The text of `content/index.md`.
    pub blocks: Vec<BlockView>,
    /// The newest brief in the page's language; where there is none, the newest of all.
    pub lead: Option<BriefCard>,
    /// The newest of the others.
    pub briefs: Vec<BriefCard>,
    /// Points in dispute with their sides, those of the latest event first.
    pub disputes: Vec<OpenDisputeView>,
    /// The last corrections.
    pub corrections: Vec<BriefCorrectionView>,
    /// What changed since an earlier state, by kind and how often; empty where none is given or nothing did.
    pub changes: Vec<(ChangeKind, usize)>,
    /// The latest events.
    pub events: IncidentsView,
    /// How much there is.
    pub counts: CountsView,
}

/// A point in dispute, and its event.
#[derive(Clone, Debug, Serialize)]
pub struct OpenDisputeView {
    /// The event.
    pub event: Shared<Name>,
    /// The point.
    #[serde(flatten)]
    pub dispute: DisputeHereView,
}

/// How much there is on a site.
#[derive(Clone, Copy, Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are the things of a site")]
pub struct CountsView {
    pub briefs: usize,
    pub claims: usize,
    pub actors: usize,
    pub events: usize,
    pub sources: usize,
    /// Points in dispute.
    pub disputes: usize,
}

impl Pages<'_> {
    pub(super) fn home(&self, cards: &mut Vec<Note>) -> HomeView {
        let (lang, newest) = (self.home_lang(), &self.plan.newest);
        let is_in_language = |id: &&Id<Brief>| self.site.briefs[**id].lang.language() == lang.language();
        let lead = newest.iter().find(is_in_language).or_else(|| newest.first()).copied();
        let others = newest.iter().copied().filter(|id| Some(*id) != lead);
        let latest = &self.plan.events[..self.plan.events.len().min(MOST_EVENTS)];
        HomeView {
            blocks: self
                .home_page()
                .map_or_else(Vec::new, |page| self.text_blocks(&page.prose, PageKind::Home, cards)),
            lead: lead.map(|id| self.brief_card(id)),
            briefs: others.take(MOST_BRIEFS - 1).map(|id| self.brief_card(id)).collect(),
            disputes: self.open_disputes(),
            corrections: self.corrections_of(&self.plan.corrections, MOST_CORRECTIONS),
            changes: self.changes_by_kind(),
            events: self.latest(latest, lang),
            counts: CountsView {
                briefs: self.site.briefs.len(),
                claims: self.site.claims.len(),
                actors: self.site.actors.len(),
                events: self.site.events.len(),
                sources: self.site.sources.len(),
                disputes: self.plan.disputes.points,
            },
        }
    }

    /// The page whose text stands on the home page.
    pub(super) fn home_page(&self) -> Option<&Page> {
        self.site.pages.iter().find(|page| page.path == HOME)
    }

    /// The language of the home page.
    pub(super) fn home_lang(&self) -> &Lang {
        let own = self.home_page().and_then(|page| page.prose.lang.as_ref());
        own.unwrap_or(&self.config.language)
    }

    fn open_disputes(&self) -> Vec<OpenDisputeView> {
        let of_points = self.plan.disputes.entries.chunk_by(|a, b| a.point == b.point);
        let points = of_points.filter_map(|entries| entries[0].point);
        let view = |(event, place)| {
            let points = &self.method.versions(event).points;
            OpenDisputeView {
                event: self.cards.names.event(event),
                dispute: self.dispute_of(event, points, place, &points[place].claims, MOST_SIDES),
            }
        };
        points.take(MOST_DISPUTES).map(view).collect()
    }

    fn changes_by_kind(&self) -> Vec<(ChangeKind, usize)> {
        let changes = self.plan.changes.as_deref().unwrap_or_default();
        let counts = ChangeKind::iter()
            .map(|kind| (kind, changes.iter().filter(|change| change.kind == kind).count()));
        counts.filter(|(_, count)| *count > 0).collect()
    }
}
