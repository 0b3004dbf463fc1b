//! Which claims fit what was asked for.
//!
//! Several values of one question are alternatives; a claim must fit every question. The order of claims is that of
//! `data/claims.json`: by brief, then as written.

use std::collections::{BTreeMap, BTreeSet};

use super::lookup::{Miss, Register, actors, events, sources};
use crate::site::labels::Label;
use crate::site::{Actor, Claim, Content, Event, Id, Method, Site, Source};
use crate::value::date::Edtf;
use crate::value::slug::fold_name;

/// What is asked for, as it was typed; an empty list asks nothing.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Speakers, or actors that they are part of.
    pub by: Vec<String>,
    /// Actors that the claim concerns.
    pub about: Vec<String>,
    /// Events that it is on.
    pub events: Vec<String>,
    /// Sources that it names in `source` or `from`.
    pub sources: Vec<String>,
    /// How it stands; acts have no label.
    pub labels: Vec<Label>,
    /// It may have been said then or later, by the bounds of both dates.
    pub since: Option<Edtf>,
    /// It may have been said then or earlier.
    pub until: Option<Edtf>,
    /// Words in its sentence, its quote or its note.
    pub texts: Vec<String>,
}

/// The claims that fit, in order.
///
/// # Errors
/// When a name is not known or names several things, a text is empty, or the days end before they begin.
pub fn select(site: &Site, method: &Method, wanted: &Wanted) -> Result<Vec<Id<Claim>>, Miss> {
    let filter = Filter::new(site, wanted)?;
    Ok(site.claims.ids().filter(|id| filter.admits(site, method, *id)).collect())
}

/// What is asked for, understood.
struct Filter<'w> {
    by: BTreeSet<Id<Actor>>,
    about: BTreeSet<Id<Actor>>,
    events: BTreeSet<Id<Event>>,
    sources: BTreeSet<Id<Source>>,
    labels: &'w [Label],
    since: Option<&'w Edtf>,
    until: Option<&'w Edtf>,
    /// Folded.
    texts: Vec<String>,
}

impl<'w> Filter<'w> {
    fn new(site: &Site, wanted: &'w Wanted) -> Result<Self, Miss> {
        let (since, until) = (wanted.since.as_ref(), wanted.until.as_ref());
        in_order(since, until)?;
        let actors = actors(site);
        Ok(Self {
            by: with_parts(site, all(&actors, &wanted.by)?),
            about: all(&actors, &wanted.about)?,
            events: all(&events(site), &wanted.events)?,
            sources: all(&sources(site), &wanted.sources)?,
            labels: &wanted.labels,
            since,
            until,
            texts: wanted.texts.iter().map(|text| folded(text)).collect::<Result<_, _>>()?,
        })
    }

    fn admits(&self, site: &Site, method: &Method, id: Id<Claim>) -> bool {
        let claim = &site.claims[id];
        any_of(&self.by, &claim.by)
            && any_of(&self.about, &claim.about)
            && any_of(&self.events, &claim.events)
            && any_of(&self.sources, claim.sources.iter().chain(&claim.from_sources))
            && self.admits_label(method, id)
            && self.admits_date(&claim.date)
            && self.admits_text(claim)
    }

    fn admits_label(&self, method: &Method, id: Id<Claim>) -> bool {
        let label = method.standing(id).map(|standing| standing.judgement.label);
        self.labels.is_empty() || label.is_some_and(|label| self.labels.contains(&label))
    }

    /// An open or unknown end may be any day.
    fn admits_date(&self, date: &Edtf) -> bool {
        let from = self.since.and_then(Edtf::lower);
        let to = self.until.and_then(Edtf::upper);
        let reaches = from.is_none_or(|from| date.upper().is_none_or(|upper| upper >= from));
        let begins = to.is_none_or(|to| date.lower().is_none_or(|lower| lower <= to));
        reaches && begins
    }

    fn admits_text(&self, claim: &Claim) -> bool {
        let says = match &claim.content {
            Content::Says(sentence) => Some(sentence),
            Content::Does { .. } => None,
        };
        let quote = claim.quote.as_ref().map(|quote| &quote.text);
        let holds = |text: &String| {
            let text = fold_name(text);
            self.texts.iter().any(|words| text.contains(words))
        };
        self.texts.is_empty() || [says, quote, claim.note.as_ref()].into_iter().flatten().any(holds)
    }
}

fn any_of<'c, T: 'c>(wanted: &BTreeSet<Id<T>>, given: impl IntoIterator<Item = &'c Id<T>>) -> bool {
    wanted.is_empty() || given.into_iter().any(|id| wanted.contains(id))
}

fn all<T>(register: &Register<'_, Id<T>>, names: &[String]) -> Result<BTreeSet<Id<T>>, Miss> {
    names.iter().map(|name| register.one(name)).collect()
}

/// The actors and all that are part of them, however far down.
fn with_parts(site: &Site, mut actors: BTreeSet<Id<Actor>>) -> BTreeSet<Id<Actor>> {
    let mut parts: BTreeMap<Id<Actor>, Vec<Id<Actor>>> = BTreeMap::new();
    for (id, actor) in site.actors.entries() {
        parts.entry(actor.part_of.unwrap_or(id)).or_default().push(id);
    }
    let mut open: Vec<Id<Actor>> = actors.iter().copied().collect();
    while let Some(whole) = open.pop() {
        let found = parts.get(&whole).into_iter().flatten();
        open.extend(found.filter(|part| actors.insert(**part)));
    }
    actors
}

fn folded(text: &str) -> Result<String, Miss> {
    match fold_name(text) {
        empty if empty.is_empty() => Err(Miss {
            message: "the text to look for is empty".to_owned(),
            help: "give `--text` a word or a part of one".to_owned(),
        }),
        folded => Ok(folded),
    }
}

fn in_order(since: Option<&Edtf>, until: Option<&Edtf>) -> Result<(), Miss> {
    let first = since.and_then(Edtf::lower);
    let last = until.and_then(Edtf::upper);
    match (since, until) {
        (Some(since), Some(until)) if first.zip(last).is_some_and(|(first, last)| first > last) => {
            Err(Miss {
                message: format!("`--since {since}` lies behind `--until {until}`"),
                help: "exchange the two".to_owned(),
            })
        }
        _ => Ok(()),
    }
}
