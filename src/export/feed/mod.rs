//! Feeds: the briefs that changed last, of the site, a language, an actor or an event; and what was put right.
//!
//! An entry is one brief, with the same id and words in every feed. It is written once for each syntax, for it stands
//! in the feed of each actor and event that it speaks of. Days are the writer's: the clock is not asked, so a feed
//! changes when the content does.

mod atom;
mod changes;
mod entry;
mod json;

use std::cmp::Reverse;
use std::sync::OnceLock;

use self::changes::Days;
use self::entry::Entry;
use super::Material;
use super::identity::Identity;
use crate::config::FeedContent;
use crate::page::channel::{Channel, Syntax};
use crate::plan::urls;
use crate::site::{Brief, Id, Index, Site};
use crate::value::date::Day;
use crate::value::web::WebUrl;

/// The feeds of a site under way.
pub(super) struct Feeds<'s> {
    material: Material<'s>,
    base: &'s WebUrl,
    identity: Identity,
    /// When each brief last changed.
    modified: Vec<Day>,
    /// Each brief as an entry of a feed, in both syntaxes, once a feed asks for it.
    atom: Vec<OnceLock<Vec<u8>>>,
    json: Vec<OnceLock<Vec<u8>>>,
}

/// What stands above the entries.
struct Head<'s> {
    id: String,
    title: String,
    subtitle: Option<&'s str>,
    language: &'s str,
    /// The address of the page that shows the same.
    page: String,
    /// Its own address.
    own: String,
    updated: Day,
    /// Who writes the site; its title where nobody is named.
    authors: Vec<&'s str>,
    license: Option<&'s str>,
}

impl<'s> Feeds<'s> {
    /// `None` where the site's address is not known.
    pub(super) fn new(material: Material<'s>) -> Option<Self> {
        let briefs = &material.site.briefs;
        Some(Self {
            material,
            base: material.config.base_url.as_ref()?,
            identity: Identity::of(material.config),
            modified: briefs.iter().map(Brief::modified).collect(),
            atom: vec![OnceLock::new(); briefs.len()],
            json: vec![OnceLock::new(); briefs.len()],
        })
    }

    /// A feed, whole.
    pub(super) fn bytes(&self, channel: &Channel, syntax: Syntax) -> Vec<u8> {
        let site = self.material.site;
        let briefs: Vec<Id<Brief>> = match channel {
            Channel::Corrections => return self.corrections(channel, syntax),
            Channel::Changes => return self.changes(channel, syntax),
            Channel::Site => site.briefs.ids().collect(),
            Channel::Language(lang) => {
                site.briefs.entries().filter(|(_, brief)| brief.lang == *lang).map(|(id, _)| id).collect()
            }
            Channel::Actor(id) => {
                let actor = &site.actors[*id];
                briefs_of(site, actor.claims.iter().chain(&actor.about))
            }
            Channel::Event(id) => briefs_of(site, &site.events[*id].claims),
        };
        let newest = self.newest(briefs);
        let updated = newest.first().map_or(Day::FIRST, |id| self.modified[id.index()]);
        let head = self.head(channel, syntax, updated);
        let full = matches!(channel, Channel::Site | Channel::Language(_))
            && self.material.config.feeds.content == FeedContent::Full;
        let entries: Vec<&[u8]>;
        let whole: Vec<Vec<u8>>;
        if full {
            whole =
                newest.iter().map(|id| write(syntax, &Entry::of(self, *id).with_text(self, *id))).collect();
            entries = whole.iter().map(Vec::as_slice).collect();
        } else {
            entries = newest.iter().map(|id| self.entry(*id, syntax)).collect();
        }
        join(syntax, &head, &entries)
    }

    /// The briefs that changed last, the last first.
    fn newest(&self, mut briefs: Vec<Id<Brief>>) -> Vec<Id<Brief>> {
        briefs.sort_unstable_by_key(|id| (Reverse(self.modified[id.index()]), *id));
        briefs.truncate(self.material.config.feeds.limit);
        briefs
    }

    fn entry(&self, id: Id<Brief>, syntax: Syntax) -> &[u8] {
        let slot = match syntax {
            Syntax::Atom => &self.atom[id.index()],
            Syntax::Json => &self.json[id.index()],
        };
        slot.get_or_init(|| write(syntax, &Entry::of(self, id)))
    }

    /// The newest corrections and withdrawals.
    fn corrections(&self, channel: &Channel, syntax: Syntax) -> Vec<u8> {
        let site = self.material.site;
        let corrected = site.briefs.entries().flat_map(|(id, brief)| {
            (0..brief.corrections.len()).map(move |place| Entry::of_correction(self, id, place))
        });
        let withdrawn = site.tombstones.iter().map(|tombstone| Entry::of_withdrawal(self, tombstone));
        let mut entries: Vec<Entry<'_>> = corrected.chain(withdrawn).collect();
        entries.sort_by(|one, other| {
            (other.updated, &one.url, &one.id).cmp(&(one.updated, &other.url, &other.id))
        });
        entries.truncate(self.material.config.feeds.limit);
        self.told(channel, syntax, &entries)
    }

    /// The newest changes.
    fn changes(&self, channel: &Channel, syntax: Syntax) -> Vec<u8> {
        let days = Days::of(self);
        let changes = self.material.plan.changes.iter().flatten();
        let mut newest: Vec<_> = changes.map(|change| (Reverse(days.day(self, change)), change)).collect();
        newest.sort_by_key(|(day, _)| *day);
        newest.truncate(self.material.config.feeds.limit);
        let entries: Vec<Entry<'_>> =
            newest.into_iter().map(|(Reverse(day), change)| Entry::of_change(self, change, day)).collect();
        self.told(channel, syntax, &entries)
    }

    /// A feed that may have no entry yet, for one must be able to subscribe to it before anything happens. It is then
    /// as old as the first brief.
    fn told(&self, channel: &Channel, syntax: Syntax, entries: &[Entry<'_>]) -> Vec<u8> {
        let site = self.material.site;
        let first = site.briefs.iter().map(|brief| brief.date).min().unwrap_or(Day::FIRST);
        let updated = entries.first().map_or(first, |entry| entry.updated);
        let written: Vec<Vec<u8>> = entries.iter().map(|entry| write(syntax, entry)).collect();
        let written: Vec<&[u8]> = written.iter().map(Vec::as_slice).collect();
        join(syntax, &self.head(channel, syntax, updated), &written)
    }

    fn head<'h>(&'h self, channel: &'h Channel, syntax: Syntax, updated: Day) -> Head<'h> {
        let Material { site, config, words, .. } = self.material;
        let title = config.title.as_str();
        let of = |name: &str| format!("{name} · {title}");
        let (title, page, language) = match channel {
            Channel::Site => (title.to_owned(), "index.html".to_owned(), config.language.as_str()),
            Channel::Language(lang) => (of(lang.as_str()), urls::index(Index::Briefs), lang.as_str()),
            Channel::Corrections => {
                (of(words.corrections), urls::overview("corrections", 0), config.language.as_str())
            }
            Channel::Changes => (of(words.changes), urls::overview("changes", 0), config.language.as_str()),
            Channel::Actor(id) => {
                let actor = &site.actors[*id];
                let name = actor.name.as_deref().unwrap_or(actor.id.as_str());
                (of(name), urls::thing(Index::Actors, actor.id.as_str()), config.language.as_str())
            }
            Channel::Event(id) => {
                let event = &site.events[*id];
                (of(&event.name), urls::thing(Index::Events, event.id.as_str()), config.language.as_str())
            }
        };
        Head {
            id: self.identity.urn(&channel.path(site, Syntax::Atom)),
            title,
            subtitle: config.description.as_deref().filter(|_| *channel == Channel::Site),
            language,
            page: self.address(&page),
            own: self.address(&channel.path(site, syntax)),
            updated,
            authors: match config.authors.as_slice() {
                [] => vec![&config.title],
                authors => authors.iter().map(String::as_str).collect(),
            },
            license: config.license.as_deref(),
        }
    }

    /// The whole address of a path.
    fn address(&self, path: &str) -> String {
        self.base.join(&urls::encode_with_fragment(path))
    }
}

/// The briefs in which claims stand, each once.
fn briefs_of<'c>(
    site: &Site,
    claims: impl IntoIterator<Item = &'c Id<crate::site::Claim>>,
) -> Vec<Id<Brief>> {
    let mut briefs: Vec<Id<Brief>> = claims.into_iter().map(|id| site.claims[*id].brief).collect();
    briefs.dedup();
    briefs.sort_unstable();
    briefs.dedup();
    briefs
}

fn write(syntax: Syntax, entry: &Entry<'_>) -> Vec<u8> {
    match syntax {
        Syntax::Atom => atom::entry(entry),
        Syntax::Json => json::entry(entry),
    }
}

fn join(syntax: Syntax, head: &Head<'_>, entries: &[&[u8]]) -> Vec<u8> {
    match syntax {
        Syntax::Atom => atom::feed(head, entries),
        Syntax::Json => json::feed(head, entries),
    }
}

/// A day as RFC 3339 has a time: its first moment in UTC, since writers give days.
fn moment(day: Day) -> String {
    format!("{day}T00:00:00Z")
}
