//! Lists: the indexes of briefs, actors and sources, tags; and pages of prose.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Pages;
use super::actor::ActorCard;
use super::brief::BriefCard;
use super::claim::stretch;
use super::name::Name;
use super::notes::{Note, Notes, Subject};
use super::prose::{self, BlockView, HeadingView};
use super::shared::Shared;
use super::source::SourceView;
use crate::plan::urls;
use crate::plan::{HOME, PageKind, newest_first};
use crate::site::{Brief, Id, Index, Page, Prose};
use crate::value::slug::Slug;

/// Backlinks that a page names.
const MOST_MENTIONS: usize = 20;

/// What the list of briefs shows.
#[derive(Clone, Debug, Serialize)]
pub struct BriefsView {
    /// Newest first; of this part of the list.
    pub briefs: Vec<BriefCard>,
}

/// What the list of actors shows.
#[derive(Clone, Debug, Serialize)]
pub struct ActorsView {
    /// In the order of the site's language; of this part of the list.
    pub actors: Vec<ActorCard>,
}

/// What the list of sources shows.
#[derive(Clone, Debug, Serialize)]
pub struct SourcesView {
    /// In the order of the site's language; of this part of the list.
    pub sources: Vec<SourceView>,
}

/// What the list of tags shows.
#[derive(Clone, Debug, Serialize)]
pub struct TagsView {
    /// In the order of their ids.
    pub tags: Vec<TagView>,
}

/// A tag in the list of tags.
#[derive(Clone, Debug, Serialize)]
pub struct TagView {
    /// The tag.
    pub tag: Name,
    /// How many briefs bear it.
    pub briefs: usize,
}

/// What a tag's page shows.
#[derive(Clone, Debug, Serialize)]
pub struct TagPageView {
    /// The tag.
    pub tag: Name,
    /// Newest first; of this part of the list.
    pub briefs: Vec<BriefCard>,
}

/// What a page of prose shows.
#[derive(Clone, Debug, Serialize)]
pub struct PlainView {
    /// Its text.
    pub blocks: Vec<BlockView>,
    /// Its headings.
    pub headings: Vec<HeadingView>,
    /// The pages of its folder, by weight, then path; empty where it is alone.
    pub siblings: Vec<SiblingView>,
}

/// A page beside another.
#[derive(Clone, Debug, Serialize)]
pub struct SiblingView {
    /// Its title.
    pub title: String,
    /// Its address, from the site's top.
    pub href: String,
    /// Whether it is the page itself.
    pub current: bool,
}

impl Pages<'_> {
    pub(super) fn briefs(&self, part: usize) -> BriefsView {
        BriefsView { briefs: self.brief_cards(stretch(&self.plan.newest, part, self.config.per_page)) }
    }

    fn brief_cards(&self, ids: &[Id<Brief>]) -> Vec<BriefCard> {
        ids.iter().map(|id| self.brief_card(*id)).collect()
    }

    pub(super) fn actors(&self, part: usize) -> ActorsView {
        let shown = stretch(&self.plan.actors, part, self.config.per_page);
        ActorsView { actors: shown.iter().map(|id| self.actor_card(*id)).collect() }
    }

    pub(super) fn sources(&self, part: usize) -> SourcesView {
        let shown = stretch(&self.plan.sources, part, self.config.per_page);
        SourcesView { sources: shown.iter().map(|id| self.source_view(*id)).collect() }
    }

    pub(super) fn tags(&self) -> TagsView {
        let view = |tag: &crate::plan::Tag| TagView { tag: tag_name(tag), briefs: tag.briefs.len() };
        TagsView { tags: self.plan.tags.iter().map(view).collect() }
    }

    pub(super) fn tag(&self, place: usize, part: usize) -> TagPageView {
        let tag = &self.plan.tags[place];
        let briefs = self.brief_cards(stretch(&tag.briefs, part, self.config.per_page));
        TagPageView { tag: tag_name(tag), briefs }
    }

    /// A tag as a brief spells it, under the address of all its spellings.
    pub(super) fn tag_name(&self, written: &str) -> Option<Name> {
        let id = Slug::from_name(written).ok()?;
        let href = urls::encode(&urls::thing(Index::Tags, id.as_str()));
        Some(Name { id: id.to_string(), name: Some(written.to_owned()), names: BTreeMap::new(), href })
    }

    pub(super) fn plain(&self, id: Id<Page>, cards: &mut Vec<Note>) -> PlainView {
        let page = &self.site.pages[id];
        PlainView {
            blocks: self.text_blocks(&page.prose, PageKind::Plain(id), cards),
            headings: prose::headings(&page.prose.body.headings),
            siblings: self.siblings(page),
        }
    }

    fn siblings(&self, page: &Page) -> Vec<SiblingView> {
        let folder = page.path.parent();
        let mut beside: Vec<&Page> = self
            .site
            .pages
            .iter()
            .filter(|other| other.path.parent() == folder && other.path != HOME)
            .collect();
        if beside.len() < 2 || folder.is_none_or(|folder| folder.as_str().is_empty()) {
            return Vec::new();
        }
        beside.sort_by(|a, b| (a.weight, &a.path).cmp(&(b.weight, &b.path)));
        let view = |other: &Page| SiblingView {
            title: other.title.clone(),
            href: urls::encode(&format!("{}.html", other.path)),
            current: other.path == page.path,
        };
        beside.into_iter().map(view).collect()
    }

    /// A text other than a brief's.
    pub(super) fn text_blocks(&self, prose: &Prose, kind: PageKind, cards: &mut Vec<Note>) -> Vec<BlockView> {
        let card = |id| self.cards.card(id);
        let mut notes = Notes::new(self.site, Subject::default(), &card, cards);
        let blocks = self.blocks(prose, &self.root_of(kind), &mut notes);
        notes.tell_mentions();
        blocks
    }

    /// The first briefs of those that link to something, newest first.
    pub(super) fn mentions(&self, briefs: &[Id<Brief>]) -> Vec<Shared<Name>> {
        let newest = newest_first(self.site, briefs.iter().copied());
        newest.into_iter().take(MOST_MENTIONS).map(|id| self.cards.names.brief(id)).collect()
    }

    /// From the page of this kind to the site's top.
    pub(super) fn root_of(&self, kind: PageKind) -> String {
        let depth = match kind {
            PageKind::Home | PageKind::NotFound(_) => 0,
            PageKind::Plain(id) => self.site.pages[id].path.as_str().matches('/').count(),
            _ => 1,
        };
        urls::root(depth)
    }
}

fn tag_name(tag: &crate::plan::Tag) -> Name {
    let href = urls::encode(&urls::thing(Index::Tags, tag.id.as_str()));
    Name { id: tag.id.to_string(), name: Some(tag.name.clone()), names: BTreeMap::new(), href }
}
