//! Feeds: which a site has, and where.
//!
//! All of them lie in one folder but the site's own two, so that a site with thousands of actors has no folder for
//! each. A thing has a feed if a brief says something of it. `export` writes what is listed here, pages link to it.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::plan::PageKind;
use crate::site::{Actor, Event, Id, Site};
use crate::value::format::ExportFormat;
use crate::value::lang::Lang;

/// What a feed is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Channel {
    /// All briefs.
    Site,
    /// The briefs in one language, where the site has several.
    Language(Lang),
    /// Corrections and withdrawals.
    Corrections,
    /// What changed since an earlier state, if one is given.
    Changes,
    /// The briefs with claims by or about an actor.
    Actor(Id<Actor>),
    /// The briefs with claims on an event.
    Event(Id<Event>),
}

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Syntax {
    /// RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl Syntax {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Atom, Self::Json];

    /// As a link to the feed says it.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::Atom => "xml",
            Self::Json => "json",
        }
    }
}

/// The feeds of a site; none where they are switched off, or without `base_url`, or without a brief.
#[must_use]
pub fn channels(site: &Site, config: &Config) -> Vec<Channel> {
    if !config.makes(ExportFormat::Feeds) || site.briefs.is_empty() {
        return Vec::new();
    }
    let languages: BTreeSet<&Lang> = site.briefs.iter().map(|brief| &brief.lang).collect();
    let languages = languages.iter().filter(|_| languages.len() > 1);
    let events = site.events.entries().filter(|(_, event)| !event.claims.is_empty());
    let mut channels = vec![Channel::Site, Channel::Corrections];
    channels.extend(config.changes_since.is_some().then_some(Channel::Changes));
    channels.extend(languages.map(|lang| Channel::Language((*lang).clone())));
    channels.extend(site.actors.ids().filter(|id| is_of_actor(site, *id)).map(Channel::Actor));
    channels.extend(events.map(|(id, _)| Channel::Event(id)));
    channels
}

fn is_of_actor(site: &Site, id: Id<Actor>) -> bool {
    let actor = &site.actors[id];
    !actor.claims.is_empty() || !actor.about.is_empty()
}

impl Channel {
    /// Its file.
    #[must_use]
    pub fn path(&self, site: &Site, syntax: Syntax) -> String {
        let ending = syntax.ending();
        match self {
            Self::Site => format!("feed.{ending}"),
            Self::Language(lang) => format!("feeds/languages/{lang}.{ending}"),
            Self::Corrections => format!("feeds/corrections.{ending}"),
            Self::Changes => format!("feeds/changes.{ending}"),
            Self::Actor(id) => format!("feeds/actors/{}.{ending}", site.actors[*id].id),
            Self::Event(id) => format!("feeds/events/{}.{ending}", site.events[*id].id),
        }
    }

    /// The feed of what a page shows, beside that of the site.
    #[must_use]
    pub fn of_page(site: &Site, kind: PageKind) -> Option<Self> {
        match kind {
            PageKind::Actor(id, _) if is_of_actor(site, id) => Some(Self::Actor(id)),
            PageKind::Event(id, _) if !site.events[id].claims.is_empty() => Some(Self::Event(id)),
            PageKind::Corrections(_) | PageKind::Tombstone(_) => Some(Self::Corrections),
            PageKind::Changes(_) => Some(Self::Changes),
            _ => None,
        }
    }
}
