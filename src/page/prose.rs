//! Bodies with their links filled in, and the claims' cards beside the blocks that mention them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::claim::ClaimView;
use super::shared::Shared;
use super::{Pages, urls};
use crate::markdown::{Filled, Heading, Html};
use crate::site::{Claim, Destination, Id, Index, Prose, Site};
use crate::value::lang::Lang;

/// One block of a text.
#[derive(Clone, Debug, Serialize)]
pub struct BlockView {
    /// Its markup: safe to put into the page as it stands.
    pub html: Html,
    /// The cards of the claims that it is the first to mention.
    pub notes: Vec<Shared<ClaimView>>,
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
    /// The claims that have their cards on the page.
    here: &'p [Id<Claim>],
    /// The notes of the claims that it mentions, counted from 1 in the order of mention: print shows the numbers.
    numbers: &'p BTreeMap<Id<Claim>, usize>,
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

impl Pages<'_> {
    /// A body, its links leading from a page with this `root`. `here` holds the claims that have their cards on
    /// this page, so that a link to one of them stays on it.
    pub(super) fn blocks(
        &self,
        Prose { body, destinations, lang, .. }: &Prose,
        root: &str,
        here: &[Id<Claim>],
        card: impl Fn(Id<Claim>) -> Shared<ClaimView>,
    ) -> Vec<BlockView> {
        let mut numbers: BTreeMap<Id<Claim>, usize> = BTreeMap::new();
        let mut notes: Vec<Vec<Shared<ClaimView>>> = vec![Vec::new(); body.blocks.len()];
        for (block, link) in body.annotations() {
            if let Some(Some(Destination::Claim(id))) = destinations.get(link)
                && !numbers.contains_key(id)
            {
                numbers.insert(*id, numbers.len() + 1);
                notes[block].push(card(*id));
            }
        }
        let lang = lang.as_ref().unwrap_or(&self.config.language);
        let place = Place { lang, root, here, numbers: &numbers };
        let filled: Vec<Filled> =
            destinations.iter().map(|destination| self.fill(destination.as_ref(), place)).collect();
        let blocks = body.fill(&filled).into_iter().zip(notes);
        blocks.map(|(html, notes)| BlockView { html, notes }).collect()
    }

    fn fill(&self, destination: Option<&Destination>, place: Place<'_>) -> Filled {
        let Place { lang, root, here, numbers } = place;
        let Some(destination) = destination else { return Filled::default() };
        let name = called_in(self.site, destination, lang).to_owned();
        let (href, attributes) = match destination {
            Destination::Claim(id) => {
                let mut key = vec![("data-claim", self.site.claim_key(*id))];
                key.extend(numbers.get(id).map(|number| ("data-note", number.to_string())));
                if here.contains(id) {
                    let anchor = urls::claim_anchor(&self.site.claims[*id]);
                    (format!("#{}", urls::encode(&anchor)), key)
                } else {
                    (format!("{root}{}", address(self.site, destination)), key)
                }
            }
            Destination::Heading(_) => (address(self.site, destination), Vec::new()),
            _ => (format!("{root}{}", address(self.site, destination)), Vec::new()),
        };
        Filled { href: Some(href), attributes, name }
    }
}
