//! Finding what somebody named on the command line: by id, then name or title, then alias, after folding.
//!
//! The rules are the format's (manual, format.md#ids), but every record that is published is known here, the undeclared
//! ones too. A name in another language is an alias. Protected actors are known by their id alone.

use crate::brief::decode::nearest;
use crate::site::names::{Found, Names, Shown};
use crate::site::{Actor, Brief, Claim, Event, Id, Site, Source};
use crate::value::slug::fold_name;

/// What can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants are the things of a site")]
pub enum Thing {
    Claim(Id<Claim>),
    Actor(Id<Actor>),
    Event(Id<Event>),
    Source(Id<Source>),
    Brief(Id<Brief>),
}

impl Thing {
    /// What it is and its id, as links in bodies write them: `actor:jnim`.
    #[must_use]
    pub fn address(self, site: &Site) -> String {
        match self {
            Self::Claim(id) => format!("claim:{}", site.claim_key(id)),
            Self::Actor(id) => format!("actor:{}", site.actors[id].id),
            Self::Event(id) => format!("event:{}", site.events[id].id),
            Self::Source(id) => format!("source:{}", site.sources[id].id),
            Self::Brief(id) => format!("brief:{}", site.briefs[id].slug),
        }
    }
}

/// Why nothing was selected or found: what was asked for cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// One plain sentence.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Finds the one thing that a text names: `BRIEF#ID`, an id, a name or an alias; what kind it is may stand before
/// it, as in `event:Moura`.
///
/// # Errors
/// When nothing or more than one thing has that name.
pub fn find(site: &Site, written: &str) -> Result<Thing, Miss> {
    match written.split_once(':') {
        Some(("claim", key)) => return claim(site, key).map(Thing::Claim),
        Some(("actor", name)) => return actors(site).one(name).map(Thing::Actor),
        Some(("event", name)) => return events(site).one(name).map(Thing::Event),
        Some(("source", name)) => return sources(site).one(name).map(Thing::Source),
        Some(("brief", name)) => return briefs(site).one(name).map(Thing::Brief),
        _ => {}
    }
    if written.contains('#') {
        // A title may hold the sign too.
        return claim(site, written)
            .map(Thing::Claim)
            .or_else(|miss| things(site).one(written).map_err(|_| miss));
    }
    things(site).one(written).map_err(|miss| with_claims(site, written, miss))
}

/// How many claims of one id a help names.
const MOST_NAMED: usize = 5;

/// A claim's id without its brief is no name, but tells what was meant.
fn with_claims(site: &Site, written: &str, miss: Miss) -> Miss {
    let of_id = site.claims.entries().filter(|(_, claim)| claim.id.as_str() == written);
    let keys: Vec<String> =
        of_id.take(MOST_NAMED).map(|(id, _)| format!("`{}`", site.claim_key(id))).collect();
    if keys.is_empty() { miss } else { Miss { help: format!("write {}", keys.join(" or ")), ..miss } }
}

/// Finds a claim by `BRIEF#ID`.
fn claim(site: &Site, key: &str) -> Result<Id<Claim>, Miss> {
    let (brief, id) = key.split_once('#').unwrap_or((key, ""));
    let same = |slug: &str, written: &str| fold_name(slug) == fold_name(written);
    let Some(row) = site.briefs.iter().find(|row| same(row.slug.as_str(), brief)) else {
        let slugs: Vec<&str> = site.briefs.iter().map(|brief| brief.slug.as_str()).collect();
        let help = nearest(brief, &slugs)
            .map_or_else(|| "write `BRIEF#ID`".to_owned(), |near| format!("did you mean `{near}#{id}`?"));
        return Err(Miss { message: format!("there is no brief `{brief}`"), help });
    };
    let ids: Vec<&str> = row.claims.iter().map(|claim| site.claims[*claim].id.as_str()).collect();
    let place = ids.iter().position(|known| same(known, id));
    place.map(|place| row.claims[place]).ok_or_else(|| {
        let help = match nearest(id, &ids) {
            Some(near) => format!("did you mean `{}#{near}`?", row.slug),
            None => format!("run `variorum show brief:{}` for the list of its claims", row.slug),
        };
        Miss { message: format!("the brief `{}` has no claim `{id}`", row.slug), help }
    })
}

/// The names of a site's things, of one kind or of all.
pub(super) struct Register<'s, R> {
    site: &'s Site,
    what: &'static str,
    names: Names<R>,
    ids: Vec<&'s str>,
    /// How a thing is written so that nothing else is meant.
    address: fn(&Site, R) -> String,
}

impl<'s, R: Copy + PartialEq> Register<'s, R> {
    fn new(site: &'s Site, what: &'static str, address: fn(&Site, R) -> String) -> Self {
        Self { site, what, names: Names::default(), ids: Vec::new(), address }
    }

    fn add<'n>(
        &mut self,
        thing: R,
        id: &'s str,
        name: Option<&str>,
        aliases: impl IntoIterator<Item = &'n String>,
    ) {
        self.names.add(thing, id, name, aliases.into_iter().map(String::as_str), Shown::Yes);
        self.ids.push(id);
    }

    /// The one thing of that name.
    pub(super) fn one(&self, written: &str) -> Result<R, Miss> {
        match self.names.find(written) {
            Found::One(thing) => Ok(thing),
            Found::Several(things) => {
                let all: Vec<String> = things
                    .into_iter()
                    .map(|thing| format!("`{}`", (self.address)(self.site, thing)))
                    .collect();
                let message = format!("`{written}` names more than one {}", self.what);
                Err(Miss { message, help: format!("write one of {}", all.join(", ")) })
            }
            Found::Near(near) | Found::Alike(near) => Err(self.unknown(written, Some(&near))),
            Found::Held | Found::Nothing => Err(self.unknown(written, nearest(written, &self.ids))),
        }
    }

    fn unknown(&self, written: &str, near: Option<&str>) -> Miss {
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write an id, a name or an alias that the site has".to_owned(),
        };
        Miss { message: format!("the site has no {} `{written}`", self.what), help }
    }
}

pub(super) fn actors(site: &Site) -> Register<'_, Id<Actor>> {
    let mut register = Register::new(site, "actor", |site, id| site.actors[id].id.to_string());
    add_actors(site, &mut register, |id| id);
    register
}

pub(super) fn events(site: &Site) -> Register<'_, Id<Event>> {
    let mut register = Register::new(site, "event", |site, id| site.events[id].id.to_string());
    add_events(site, &mut register, |id| id);
    register
}

pub(super) fn sources(site: &Site) -> Register<'_, Id<Source>> {
    let mut register = Register::new(site, "source", |site, id| site.sources[id].id.to_string());
    add_sources(site, &mut register, |id| id);
    register
}

pub(super) fn briefs(site: &Site) -> Register<'_, Id<Brief>> {
    let mut register = Register::new(site, "brief", |site, id| site.briefs[id].slug.to_string());
    add_briefs(site, &mut register, |id| id);
    register
}

/// Everything but claims.
fn things(site: &Site) -> Register<'_, Thing> {
    let mut register =
        Register::new(site, "actor, event, source or brief", |site, thing: Thing| thing.address(site));
    add_actors(site, &mut register, Thing::Actor);
    add_events(site, &mut register, Thing::Event);
    add_sources(site, &mut register, Thing::Source);
    add_briefs(site, &mut register, Thing::Brief);
    register
}

fn add_actors<'s, R: Copy + PartialEq>(
    site: &'s Site,
    register: &mut Register<'s, R>,
    thing: impl Fn(Id<Actor>) -> R,
) {
    for (id, actor) in site.actors.entries() {
        let aliases = actor.aliases.iter().chain(actor.names.iter().map(|(_, name)| name));
        register.add(thing(id), actor.id.as_str(), actor.name.as_deref(), aliases);
    }
}

fn add_events<'s, R: Copy + PartialEq>(
    site: &'s Site,
    register: &mut Register<'s, R>,
    thing: impl Fn(Id<Event>) -> R,
) {
    for (id, event) in site.events.entries() {
        let aliases = event.names.iter().map(|(_, name)| name);
        register.add(thing(id), event.id.as_str(), Some(&event.name), aliases);
    }
}

fn add_sources<'s, R: Copy + PartialEq>(
    site: &'s Site,
    register: &mut Register<'s, R>,
    thing: impl Fn(Id<Source>) -> R,
) {
    for (id, source) in site.sources.entries() {
        register.add(thing(id), source.id.as_str(), Some(&source.title), []);
    }
}

fn add_briefs<'s, R: Copy + PartialEq>(
    site: &'s Site,
    register: &mut Register<'s, R>,
    thing: impl Fn(Id<Brief>) -> R,
) {
    for (id, brief) in site.briefs.entries() {
        register.add(thing(id), brief.slug.as_str(), Some(&brief.title), []);
    }
}
