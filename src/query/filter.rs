//! Which claims fit what was asked for.
//!
//! Several values of one question are alternatives; a claim must fit every question. A text that names nothing and has
//! commas in it is a list. The order of claims is that of `data/claims.json`: by brief, then as written.

use std::collections::{BTreeMap, BTreeSet};

use super::lookup::{Miss, Register, actors, briefs, events, sources};
use super::vocabulary::{Vocabulary, fold_tag, measures, points, tags, verdicts};
use crate::config::Config;
use crate::method::{Answers, Backing, Method, Reception, State};
use crate::site::{Actor, Brief, Claim, Event, Id, Site, Source};
use crate::value::date::Edtf;
use crate::value::slug::{Slug, fold_name};
use crate::value::word::Relation;

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
    /// Briefs that it stands in.
    pub briefs: Vec<String>,
    /// Tags of its brief.
    pub tags: Vec<String>,
    /// Points of its events that it is in.
    pub points: Vec<String>,
    /// What its figures count.
    pub measures: Vec<String>,
    /// The rating of its verdict, or the verdict's name.
    pub verdicts: Vec<String>,
    /// What became of it; acts have no answers.
    pub states: Vec<State>,
    /// What backs it.
    pub backings: Vec<Backing>,
    /// How it was received: the first that fits.
    pub receptions: Vec<Reception>,
    /// What it states of another claim.
    pub relations: Vec<Relation>,
    /// It may have been said then or later, by the bounds of both dates. What is undated fits no day.
    pub since: Option<Edtf>,
    /// It may have been said then or earlier.
    pub until: Option<Edtf>,
    /// Words in its sentence, its quote or its note.
    pub texts: Vec<String>,
}

/// The claims that fit, in order.
///
/// # Errors
/// When a name or word is not known or names several things, a text is empty, or the days end before they begin.
pub fn select(
    site: &Site,
    method: &Method,
    config: &Config,
    wanted: &Wanted,
) -> Result<Vec<Id<Claim>>, Miss> {
    let filter = Filter::new(site, method, config, wanted)?;
    Ok(site.claims.ids().filter(|id| filter.admits(site, method, *id)).collect())
}

/// How many more claims would fit if no day were asked for, because nobody states when they were made.
///
/// # Errors
/// As [`select`].
pub fn count_undated(site: &Site, method: &Method, config: &Config, wanted: &Wanted) -> Result<usize, Miss> {
    if wanted.since.is_none() && wanted.until.is_none() {
        return Ok(0);
    }
    let at_any_time = Wanted { since: None, until: None, ..wanted.clone() };
    let ids = select(site, method, config, &at_any_time)?;
    Ok(ids.into_iter().filter(|id| site.claims[*id].date.is_none()).count())
}

/// What is asked for, understood.
struct Filter<'w> {
    wanted: &'w Wanted,
    by: BTreeSet<Id<Actor>>,
    about: BTreeSet<Id<Actor>>,
    events: BTreeSet<Id<Event>>,
    sources: BTreeSet<Id<Source>>,
    briefs: BTreeSet<Id<Brief>>,
    /// Folded, as all words and texts below.
    tags: BTreeSet<String>,
    /// The claims in a point that is asked for; `None`: none is.
    in_points: Option<BTreeSet<Id<Claim>>>,
    measures: BTreeSet<String>,
    verdicts: BTreeSet<String>,
    texts: Vec<String>,
}

impl<'w> Filter<'w> {
    fn new(site: &Site, method: &Method, config: &Config, wanted: &'w Wanted) -> Result<Self, Miss> {
        in_order(wanted.since.as_ref(), wanted.until.as_ref())?;
        let points = words(|| points(site), &wanted.points)?;
        Ok(Self {
            by: with_parts(site, all(|| actors(site), &wanted.by)?),
            about: all(|| actors(site), &wanted.about)?,
            events: all(|| events(site), &wanted.events)?,
            sources: all(|| sources(site), &wanted.sources)?,
            briefs: all(|| briefs(site), &wanted.briefs)?,
            tags: words(|| tags(site), &wanted.tags)?,
            in_points: (!points.is_empty()).then(|| in_points(site, method, &points)),
            measures: words(|| measures(config), &wanted.measures)?,
            verdicts: words(|| verdicts(site), &wanted.verdicts)?,
            texts: wanted.texts.iter().map(|text| folded(text)).collect::<Result<_, _>>()?,
            wanted,
        })
    }

    fn admits(&self, site: &Site, method: &Method, id: Id<Claim>) -> bool {
        let claim = &site.claims[id];
        any_of(&self.by, claim.by.iter().copied())
            && any_of(&self.about, claim.about.iter().copied())
            && any_of(&self.events, claim.events.iter().copied())
            && any_of(&self.sources, claim.sources.iter().chain(&claim.from_sources).copied())
            && any_of(&self.briefs, [claim.brief])
            && any_of(&self.tags, site.briefs[claim.brief].tags.iter().map(|tag| fold_tag(tag)))
            && self.in_points.as_ref().is_none_or(|claims| claims.contains(&id))
            && any_of(&self.measures, claim.figures.iter().map(|figure| fold_name(&figure.measure)))
            && any_of(&self.verdicts, verdict_words(claim))
            && self.admits_answers(method.answers(id))
            && self.admits_relations(claim)
            && self.admits_date(claim.stated_date())
            && self.admits_text(claim)
    }

    fn admits_answers(&self, answers: Option<Answers>) -> bool {
        let Wanted { states, backings, receptions, .. } = self.wanted;
        match answers {
            None => states.is_empty() && backings.is_empty() && receptions.is_empty(),
            Some(Answers { state, backing, reception, .. }) => {
                (states.is_empty() || states.contains(&state))
                    && (backings.is_empty() || backings.contains(&backing))
                    && (receptions.is_empty() || receptions.contains(&reception))
            }
        }
    }

    fn admits_relations(&self, claim: &Claim) -> bool {
        let wanted = &self.wanted.relations;
        wanted.is_empty() || claim.relations.iter().any(|link| wanted.contains(&link.relation))
    }

    /// An open or unknown end may be any day. What is undated is of none.
    fn admits_date(&self, date: Option<&Edtf>) -> bool {
        let Wanted { since, until, .. } = self.wanted;
        let Some(date) = date else { return since.is_none() && until.is_none() };
        let from = since.as_ref().and_then(Edtf::lower);
        let to = until.as_ref().and_then(Edtf::upper);
        let reaches = from.is_none_or(|from| date.upper().is_none_or(|upper| upper >= from));
        let begins = to.is_none_or(|to| date.lower().is_none_or(|lower| lower <= to));
        reaches && begins
    }

    fn admits_text(&self, claim: &Claim) -> bool {
        let quote = claim.quote.as_ref().map(|quote| quote.text.as_str());
        let texts = [claim.content.sentence(), quote, claim.note.as_deref()];
        let mut texts = texts.into_iter().flatten().map(fold_name);
        self.texts.is_empty() || texts.any(|text| self.texts.iter().any(|words| text.contains(words)))
    }
}

fn any_of<T: Ord>(wanted: &BTreeSet<T>, given: impl IntoIterator<Item = T>) -> bool {
    wanted.is_empty() || given.into_iter().any(|one| wanted.contains(&one))
}

/// The things of these names. All names of a site are gathered only if somebody asks for one.
fn all<'s, T: 's>(
    register: impl FnOnce() -> Register<'s, Id<T>>,
    names: &[String],
) -> Result<BTreeSet<Id<T>>, Miss> {
    if names.is_empty() {
        return Ok(BTreeSet::new());
    }
    let register = register();
    each(names, |name| register.one(name))
}

fn words(vocabulary: impl FnOnce() -> Vocabulary, written: &[String]) -> Result<BTreeSet<String>, Miss> {
    if written.is_empty() {
        return Ok(BTreeSet::new());
    }
    let vocabulary = vocabulary();
    each(written, |word| vocabulary.one(word))
}

/// What each text names. Names may have commas in them, so only a text that names nothing is taken for a list.
fn each<T: Ord>(written: &[String], one: impl Fn(&str) -> Result<T, Miss>) -> Result<BTreeSet<T>, Miss> {
    let mut found = BTreeSet::new();
    for text in written {
        match one(text) {
            Ok(named) => {
                found.insert(named);
            }
            Err(miss) if !text.contains(',') => return Err(miss),
            Err(_) => {
                for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
                    found.insert(one(part)?);
                }
            }
        }
    }
    Ok(found)
}

/// The rating and the name of a claim's verdict.
fn verdict_words(claim: &Claim) -> impl Iterator<Item = String> {
    let verdict = claim.verdict.as_deref();
    let rating = verdict.map(|verdict| verdict.rating.value.number().to_string());
    let name = verdict.and_then(|verdict| verdict.name.as_ref()).map(|name| fold_name(&name.value));
    rating.into_iter().chain(name)
}

/// The claims in points of these ids: those that name one, and those that an event's points hold.
fn in_points(site: &Site, method: &Method, wanted: &BTreeSet<String>) -> BTreeSet<Id<Claim>> {
    let is_wanted_point = |id: &Slug| wanted.contains(&fold_name(id.as_str()));
    let naming = site.claims.entries().filter(|(_, claim)| claim.point.as_ref().is_some_and(is_wanted_point));
    let points = site.events.ids().flat_map(|event| &method.versions(event).points);
    let held =
        points.filter(|point| point.id.as_ref().is_some_and(is_wanted_point)).flat_map(|point| &point.claims);
    naming.map(|(id, _)| id).chain(held.copied()).collect()
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
