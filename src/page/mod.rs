//! What each page shows.
//!
//! [`Pages::view`] makes the view of a page that `plan` lists: plain data that a template sees, and nothing else. A page is so a pure function of the theme and its view. Addresses are relative to the site's top
//! (`root` leads there from the page), so that one record's view serves on every page. `pipeline` calls it.

pub mod actor;
pub mod answers;
pub mod brief;
pub mod chain;
pub mod changes;
pub mod channel;
pub mod cite;
pub mod claim;
pub mod data;
pub mod date;
pub mod disputes;
pub mod event;
pub mod figures;
pub mod frame;
pub mod glance;
pub mod hole;
pub mod home;
pub mod incidents;
pub mod index;
pub mod linked;
pub mod map;
pub mod meta;
pub mod name;
pub mod notes;
pub mod others;
pub mod overview;
pub mod prose;
pub mod relation;
pub mod replies;
pub mod row;
pub mod shared;
pub mod short;
pub mod source;
pub mod stance;
pub mod stances;
pub mod timeline;
pub mod toll;
pub mod versions;

use serde::Serialize;

use self::claim::Cards;
use self::frame::Frame;
use self::notes::Note;
use self::replies::Replies;
use self::row::Row;
use crate::config::Config;
use crate::method::Method;
use crate::output::Written;
use crate::plan::lists::Lists;
use crate::plan::{PageKind, Plan, Planned};
use crate::site::Site;

/// What a template sees.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// The template's file, without folder and ending; not part of what it sees.
    #[serde(skip)]
    pub template: &'static str,
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// What this kind of page has: one of the view structs of this room, as a template value.
    #[serde(flatten)]
    pub content: tera::Value,
    /// What the cards on it tell, by the numbers of their holes; not part of what it sees.
    #[serde(skip)]
    pub cards: Vec<Note>,
}

/// Makes the views of one site's pages.
pub struct Pages<'s> {
    site: &'s Site,
    method: &'s Method,
    config: &'s Config,
    plan: &'s Plan,
    cards: Cards<'s>,
    lists: Lists<'s>,
    files: Vec<Written>,
}

impl<'s> Pages<'s> {
    /// Views of this site.
    #[must_use]
    pub fn new(site: &'s Site, method: &'s Method, config: &'s Config, plan: &'s Plan) -> Self {
        let (cards, lists) = (Cards::new(site, method), Lists::new(site, &plan.backlinks));
        Self { site, method, config, plan, cards, lists, files: Vec::new() }
    }

    /// Views that know of these files of open data.
    #[must_use]
    pub fn with_files(self, files: Vec<Written>) -> Self {
        Self { files, ..self }
    }

    /// What one page shows.
    #[must_use]
    pub fn view(&self, page: &Planned) -> View {
        let mut cards = Vec::new();
        let (template, content) = match page.kind {
            PageKind::Home => ("home", value(&self.home(&mut cards))),
            PageKind::Briefs(part) => ("briefs", value(&self.briefs(part))),
            PageKind::Brief(id) => ("brief", value(&self.brief(id, &mut cards))),
            PageKind::Tombstone(place) => ("tombstone", value(&self.tombstone(place))),
            PageKind::Actors(part) => ("actors", value(&self.actors(part))),
            PageKind::Actor(id, part) => ("actor", value(&self.actor(id, part, &mut cards))),
            PageKind::Events(part) => ("events", value(&self.events(part))),
            PageKind::Event(id, part) => ("event", value(&self.event(id, part, &mut cards))),
            PageKind::Sources(part) => ("sources", value(&self.sources(part))),
            PageKind::Source(id, part) => ("source", value(&self.source(id, part, &mut cards))),
            PageKind::Tags => ("tags", value(&self.tags())),
            PageKind::Tag(place, part) => ("tag", value(&self.tag(place, part))),
            PageKind::Disputes(part) => ("disputes", value(&self.disputes(part))),
            PageKind::Listed(list, part) => ("listed", value(&self.listed(list, part))),
            PageKind::Corrections(part) => ("corrections", value(&self.corrections(part))),
            PageKind::Changes(part) => ("changes", value(&self.changes(part))),
            PageKind::Method => ("method", value(&self.method())),
            PageKind::Data => ("data", value(&self.data())),
            PageKind::Search => ("search", value(&BareView {})),
            PageKind::Plain(id) => ("page", value(&self.plain(id, &mut cards))),
            PageKind::NotFound(_) => ("404", value(&BareView {})),
        };
        View { template, frame: self.frame(page), content, cards }
    }
}

impl Pages<'_> {
    /// What the row of a claim tells, by the claim's number; `None`: there is no such claim.
    #[must_use]
    pub fn row(&self, claim: usize) -> Option<Row> {
        self.site.claims.id(claim).map(|id| self.cards.row(id))
    }

    /// Whom a claim answers and who answers it, by the claim's number; `None`: there is no such claim.
    #[must_use]
    pub fn replies(&self, claim: usize) -> Option<Replies> {
        self.site.claims.id(claim).map(|id| self.cards.replies(id))
    }

    /// How many claims have a row.
    #[must_use]
    pub fn count_rows(&self) -> usize {
        self.site.claims.len()
    }
}

/// A page that shows the same for every site: the search, and what a host shows where there is no page.
#[derive(Clone, Copy, Debug, Serialize)]
struct BareView {}

fn value(view: &impl Serialize) -> tera::Value {
    tera::Value::from_serializable(view)
}
