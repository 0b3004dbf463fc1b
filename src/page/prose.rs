//! Bodies with their links filled in, and the claims beside the blocks that mention them.

use serde::Serialize;

use super::Pages;
use super::notes::{Mention, NoteView, Notes};
use crate::markdown::{Filled, Heading, Html};
use crate::plan::urls;
use crate::site::{Destination, Index, Prose, Site};
use crate::value::lang::Lang;

/// One block of a text.
#[derive(Clone, Debug, Serialize)]
pub struct BlockView {
    /// Its markup: safe to put into the page as it stands.
    pub html: Html,
    /// The claims that it is the first to mention.
    pub notes: Vec<NoteView>,
    /// Whether its notes need more room than its text: where notes cannot follow one another, they stand under it.
    pub dense: bool,
}

/// A heading of a text.
#[derive(Clone, Debug, Serialize)]
pub struct HeadingView {
    /// 2 to 6.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// Its words.
    pub text: String,
}

/// Where a destination is, from the site's top.
#[must_use]
pub fn address(site: &Site, destination: &Destination) -> String {
    let thing = |index: Index, id: &str| urls::encode(&urls::thing(index, id));
    match destination {
        Destination::Brief(id, fragment) => {
            with_fragment(thing(Index::Briefs, site.briefs[*id].slug.as_str()), fragment.as_deref())
        }
        Destination::Claim(id) => urls::encode_with_fragment(&urls::claim(site, *id)),
        Destination::Actor(id) => thing(Index::Actors, site.actors[*id].id.as_str()),
        Destination::Event(id) => thing(Index::Events, site.events[*id].id.as_str()),
        Destination::Source(id) => thing(Index::Sources, site.sources[*id].id.as_str()),
        Destination::Page(id, fragment) => {
            let path = urls::encode(&format!("{}.html", site.pages[*id].path));
            with_fragment(path, fragment.as_deref())
        }
        Destination::Heading(id) => format!("#{}", urls::encode(id)),
        Destination::Asset(path) => urls::encode(path.as_str()),
        Destination::Index(index) => urls::index(*index),
    }
}

fn with_fragment(path: String, fragment: Option<&str>) -> String {
    match fragment {
        Some(fragment) => format!("{path}#{}", urls::encode(fragment)),
        None => path,
    }
}

/// What a destination is called by its own name, where the writer gave no words.
#[must_use]
pub fn called<'s>(site: &'s Site, destination: &Destination) -> Option<&'s str> {
    match destination {
        Destination::Brief(id, _) => Some(&site.briefs[*id].title),
        // A protected actor's id says nothing, and must stand for what the writer typed: that may be its name.
        Destination::Actor(id) => {
            let actor = &site.actors[*id];
            Some(actor.name.as_deref().unwrap_or(actor.id.as_str()))
        }
        Destination::Event(id) => Some(&site.events[*id].name),
        Destination::Source(id) => Some(&site.sources[*id].title),
        Destination::Page(id, _) => Some(&site.pages[*id].title),
        Destination::Claim(_) | Destination::Heading(_) | Destination::Asset(_) | Destination::Index(_) => {
            None
        }
    }
}

/// What a destination is called in a text in this language.
fn called_in<'s>(site: &'s Site, destination: &Destination, lang: &Lang) -> &'s str {
    let named = match destination {
        Destination::Actor(id) => site.actors[*id].called_in(lang),
        Destination::Event(id) => Some(site.events[*id].called_in(lang)),
        _ => None,
    };
    named.or_else(|| called(site, destination)).unwrap_or_default()
}

/// The headings of a body.
#[must_use]
pub fn headings(headings: &[Heading]) -> Vec<HeadingView> {
    let view = |heading: &Heading| HeadingView {
        level: heading.level,
        id: heading.id.clone(),
        text: heading.text.clone(),
    };
    headings.iter().map(view).collect()
}

/// Where a body is shown.
#[derive(Clone, Copy)]
struct Place<'p> {
    /// The text's language.
    lang: &'p Lang,
    /// From its page to the site's top.
    root: &'p str,
}

/// A text as it may stand anywhere: without cards, its links beginning with `top`, the whole address of the site's
/// top. `page` is the text's own page, from there.
#[must_use]
pub fn alone(site: &Site, prose: &Prose, top: &str, page: &str) -> String {
    let fill = |destination: &Option<Destination>| {
        let Some(destination) = destination else { return Filled::default() };
        let address = address(site, destination);
        let href = if address.starts_with('#') {
            format!("{top}{page}{address}")
        } else {
            format!("{top}{address}")
        };
        Filled {
            href: Some(href),
            attributes: Vec::new(),
            name: match &prose.lang {
                Some(lang) => called_in(site, destination, lang).to_owned(),
                None => called(site, destination).unwrap_or_default().to_owned(),
            },
        }
    };
    let filled: Vec<Filled> = prose.destinations.iter().map(fill).collect();
    prose.body.fill(&filled).iter().map(Html::as_str).collect()
}

/// About so many letters stand in a line beside the notes, and so many lines of text are as high as one of a note.
const LETTERS_OF_A_LINE: usize = 62;

/// Whether notes are higher than their text: a closed note takes 1.95 rem, a line of text 1.55, what lies between
/// blocks 1.
fn is_dense(notes: usize, letters: usize) -> bool {
    notes > 1 && notes * 195 > letters.div_ceil(LETTERS_OF_A_LINE) * 155 + 100
}

impl Pages<'_> {
    /// A body, its links leading from a page with this `root`, and beside its blocks the claims that they mention.
    pub(super) fn blocks(
        &self,
        Prose { body, destinations, lang, .. }: &Prose,
        root: &str,
        notes: &mut Notes<'_>,
    ) -> Vec<BlockView> {
        let mut mentions: Vec<Option<Mention>> = vec![None; destinations.len()];
        let mut beside: Vec<Vec<NoteView>> = vec![Vec::new(); body.blocks.len()];
        for (block, link) in body.annotations() {
            if let Some(Some(Destination::Claim(id))) = destinations.get(link) {
                let place = beside[block].len() + 1;
                let (mention, note) = notes.mention(*id, place);
                mentions[link] = Some(mention);
                beside[block].extend(note);
            }
        }
        let place = Place { lang: lang.as_ref().unwrap_or(&self.config.language), root };
        let filled: Vec<Filled> = destinations
            .iter()
            .zip(mentions)
            .map(|(destination, mention)| self.fill(destination.as_ref(), mention, place))
            .collect();
        let blocks = body.fill(&filled).into_iter().zip(beside);
        blocks
            .map(|(html, notes)| {
                let dense = is_dense(notes.len(), html.as_str().len());
                BlockView { html, notes, dense }
            })
            .collect()
    }

    fn fill(&self, destination: Option<&Destination>, mention: Option<Mention>, place: Place<'_>) -> Filled {
        let Place { lang, root } = place;
        let Some(destination) = destination else { return Filled::default() };
        let name = called_in(self.site, destination, lang).to_owned();
        match (mention, destination) {
            (Some(mention), Destination::Claim(id)) => {
                let mut attributes = vec![
                    ("class", mention.class),
                    ("data-claim", self.site.claim_key(*id)),
                    ("data-note", mention.number.to_string()),
                ];
                attributes.extend(mention.id.map(|id| ("id", id)));
                Filled { href: Some(format!("#{}", urls::encode(&mention.anchor))), attributes, name }
            }
            (_, Destination::Heading(_)) => {
                Filled { href: Some(address(self.site, destination)), attributes: Vec::new(), name }
            }
            _ => {
                let href = format!("{root}{}", address(self.site, destination));
                Filled { href: Some(href), attributes: Vec::new(), name }
            }
        }
    }
}
