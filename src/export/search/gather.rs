//! What each thing is found by: its fields, and what it can be filtered by.
//!
//! Each kind's things are read in the order of their numbers. Names, titles and sentences keep the places of their
//! words, so that phrases are found in them; long texts only say that a word is in them.

use std::collections::HashMap;

use super::Material;
use super::fold;
use super::kinds::{Kind, Weight};
use super::order::Things;
use super::postings::{Postings, TermId, count};
use crate::method::Answers;
use crate::page::prose::called;
use crate::site::{Actor, Brief, Claim, Content, Event, Id, Page, Prose, Source};
use crate::value::date::{Day, Edtf};
use crate::value::lang::Lang;

/// The postings of a whole site.
pub(super) fn postings(material: Material<'_>, things: &Things) -> Postings {
    let mut gatherer = Gatherer::new(material);
    for (number, id) in (0..).zip(&things.actors) {
        gatherer.actor(number, *id);
    }
    for (number, id) in (0..).zip(&things.events) {
        gatherer.event(number, *id);
    }
    let mut claims = 0;
    for (number, id) in (0..).zip(&things.briefs) {
        claims = gatherer.brief(number, *id, claims);
    }
    for (number, id) in (0..).zip(&things.sources) {
        gatherer.source(number, *id);
    }
    for (number, id) in (0..).zip(&things.pages) {
        gatherer.page(number, *id);
    }
    gatherer.postings
}

struct Gatherer<'s> {
    material: Material<'s>,
    postings: Postings,
    names: Names,
    tally: Tally,
    text: String,
    /// The terms of the field that is being read.
    field: Vec<TermId>,
}

/// The terms of names that other things are connected with, and the filters by them.
struct Names {
    actors: Vec<Vec<TermId>>,
    events: Vec<Vec<TermId>>,
    by_actor: Vec<TermId>,
    by_event: Vec<TermId>,
    /// A year as a word, and the filter by it.
    years: HashMap<u16, [TermId; 2]>,
    /// The filters by answers: which one, and its word.
    answers: HashMap<(&'static str, &'static str), TermId>,
    languages: HashMap<Lang, TermId>,
}

/// How often the long text of one thing says each term.
#[derive(Default)]
struct Tally {
    times: Vec<u32>,
    met: Vec<TermId>,
    words: usize,
}

/// A thing whose fields are being read.
#[derive(Clone, Copy)]
struct Thing {
    kind: Kind,
    number: u32,
    /// The place of its next word.
    next: u32,
}

impl Thing {
    const fn new(kind: Kind, number: u32) -> Self {
        Self { kind, number, next: 0 }
    }
}

impl<'s> Gatherer<'s> {
    fn new(material: Material<'s>) -> Self {
        let mut postings = Postings::default();
        let site = material.site;
        let names = Names {
            actors: site.actors.iter().map(|actor| terms(names_of_actor(actor), &mut postings)).collect(),
            events: site.events.iter().map(|event| terms(names_of_event(event), &mut postings)).collect(),
            by_actor: site.actors.iter().map(|a| postings.term(&format!("actor:{}", a.id))).collect(),
            by_event: site.events.iter().map(|e| postings.term(&format!("event:{}", e.id))).collect(),
            years: HashMap::new(),
            answers: HashMap::new(),
            languages: HashMap::new(),
        };
        let tally = Tally::default();
        Self { material, postings, names, tally, text: String::new(), field: Vec::new() }
    }

    fn actor(&mut self, number: u32, id: Id<Actor>) {
        let actor = &self.material.site.actors[id];
        let mut thing = Thing::new(Kind::Actor, number);
        for name in names_of_actor(actor) {
            self.field(&mut thing, name, Weight::name);
        }
        self.prose(&mut thing, &actor.prose);
        self.by_actors(thing, &[id]);
    }

    fn event(&mut self, number: u32, id: Id<Event>) {
        let event = &self.material.site.events[id];
        let mut thing = Thing::new(Kind::Event, number);
        for name in names_of_event(event) {
            self.field(&mut thing, name, Weight::name);
        }
        for text in event.place.name.iter().chain(event.points.iter().map(|(_, question)| question)) {
            self.field(&mut thing, text, Weight::about);
        }
        self.prose(&mut thing, &event.prose);
        self.dated(thing, event.date.as_ref());
        self.with_actors(thing, &event.parties);
        self.by_events(thing, &[id]);
    }

    /// A brief and its claims, whose words are also words of the brief. `claims` is the first claim's number; the
    /// next brief's is returned.
    fn brief(&mut self, number: u32, id: Id<Brief>, claims: u32) -> u32 {
        let brief = &self.material.site.briefs[id];
        for (number, claim) in (claims..).zip(&brief.claims) {
            self.claim(number, *claim, brief);
        }
        let mut thing = Thing::new(Kind::Brief, number);
        self.field(&mut thing, &brief.title, Weight::name);
        for text in brief.summary.iter().chain(&brief.tags).chain(brief.says.iter().map(|(_, says)| says)) {
            self.field(&mut thing, text, Weight::about);
        }
        for claim in &brief.claims {
            self.connected(thing, &self.material.site.claims[*claim]);
        }
        for author in &brief.authors {
            self.field(&mut thing, author, Weight::about);
        }
        self.prose(&mut thing, &brief.prose);
        self.on(thing, Some(brief.date));
        self.written_in(thing, &brief.lang);
        claims + count(brief.claims.len())
    }

    fn claim(&mut self, number: u32, id: Id<Claim>, brief: &Brief) {
        let claim = &self.material.site.claims[id];
        let mut thing = Thing::new(Kind::Claim, number);
        for text in texts(claim) {
            self.field(&mut thing, text, Weight::said);
            // They are words of the brief as well, which comes next.
            self.tally.count(&self.field);
        }
        self.connected(thing, claim);
        self.dated(thing, claim.stated_date());
        self.written_in(thing, &brief.lang);
        if let Some(answers) = self.material.method.answers(id) {
            self.answered(thing, answers);
        }
    }

    fn source(&mut self, number: u32, id: Id<Source>) {
        let source = &self.material.site.sources[id];
        let mut thing = Thing::new(Kind::Source, number);
        self.field(&mut thing, &source.title, Weight::name);
        for text in source.author.iter().chain(&source.descriptor) {
            self.field(&mut thing, text, Weight::about);
        }
        self.prose(&mut thing, &source.prose);
        self.dated(thing, source.date.as_ref());
        self.with_actors(thing, source.publisher.as_slice());
        if let Some(lang) = &source.lang {
            self.written_in(thing, lang);
        }
    }

    fn page(&mut self, number: u32, id: Id<Page>) {
        let page = &self.material.site.pages[id];
        let mut thing = Thing::new(Kind::Page, number);
        self.field(&mut thing, &page.title, Weight::name);
        if let Some(summary) = &page.summary {
            self.field(&mut thing, summary, Weight::about);
        }
        self.prose(&mut thing, &page.prose);
        let lang = page.prose.lang.as_ref().unwrap_or(&self.material.config.language);
        self.written_in(thing, lang);
    }

    /// A short text. Where its words keep their places, one stays free between two texts, so that no phrase runs
    /// from one into the next.
    fn field(&mut self, thing: &mut Thing, text: &str, weight: fn(usize) -> Weight) {
        self.field.clear();
        for word in fold::words(text) {
            self.field.extend_from_slice(self.postings.shown_word(word));
        }
        let weight = weight(self.field.len());
        for term in &self.field {
            if weight.has_place() {
                self.postings.add_at(*term, thing.kind, weight, thing.number, thing.next);
                thing.next += 1;
            } else {
                self.postings.add(*term, thing.kind, weight, thing.number);
            }
        }
        thing.next += 1;
    }

    /// A body: its headings, and its words as a long text.
    fn prose(&mut self, thing: &mut Thing, prose: &Prose) {
        for heading in &prose.body.headings {
            self.field(thing, &heading.text, Weight::about);
        }
        let site = self.material.site;
        let name = |link: usize| called(site, prose.destinations.get(link)?.as_ref()?);
        self.text.clear();
        prose.body.read_words(name, &mut self.text);
        self.tally.read(&self.text, &mut self.postings);
        self.tally.enter(*thing, &mut self.postings);
    }

    /// Who made a claim, whom and what it is about.
    fn connected(&mut self, thing: Thing, claim: &Claim) {
        self.with_actors(thing, &claim.by);
        self.with_actors(thing, &claim.about);
        if let Content::Does { to, .. } = &claim.content {
            self.with_actors(thing, to);
        }
        for event in &claim.events {
            enter(&self.names.events[event.index()], thing, &mut self.postings);
        }
        self.by_events(thing, &claim.events);
    }

    fn with_actors(&mut self, thing: Thing, actors: &[Id<Actor>]) {
        for actor in actors {
            enter(&self.names.actors[actor.index()], thing, &mut self.postings);
        }
        self.by_actors(thing, actors);
    }

    fn by_actors(&mut self, thing: Thing, actors: &[Id<Actor>]) {
        for actor in actors {
            let term = self.names.by_actor[actor.index()];
            self.postings.add(term, thing.kind, Weight::FILTER, thing.number);
        }
    }

    fn by_events(&mut self, thing: Thing, events: &[Id<Event>]) {
        for event in events {
            let term = self.names.by_event[event.index()];
            self.postings.add(term, thing.kind, Weight::FILTER, thing.number);
        }
    }

    fn dated(&mut self, thing: Thing, date: Option<&Edtf>) {
        self.on(thing, date.and_then(|date| date.lower().or(date.upper())));
    }

    /// The year, as a word and as a filter.
    fn on(&mut self, thing: Thing, day: Option<Day>) {
        let Some(year) = day.map(Day::year) else { return };
        let postings = &mut self.postings;
        let terms = || [postings.term(&format!("{year:04}")), postings.term(&format!("year:{year:04}"))];
        let [word, filter] = *self.names.years.entry(year).or_insert_with(terms);
        self.postings.add(word, thing.kind, Weight::CONTEXT, thing.number);
        self.postings.add(filter, thing.kind, Weight::FILTER, thing.number);
    }

    fn answered(&mut self, thing: Thing, answers: Answers) {
        let Answers { state, backing, reception, .. } = answers;
        for (answer, word) in
            [("state", state.into()), ("backing", backing.into()), ("reception", reception.into())]
        {
            let entry = self.names.answers.entry((answer, word));
            let term = *entry.or_insert_with(|| self.postings.term(&format!("{answer}:{word}")));
            self.postings.add(term, thing.kind, Weight::FILTER, thing.number);
        }
    }

    fn written_in(&mut self, thing: Thing, lang: &Lang) {
        let term = if let Some(term) = self.names.languages.get(lang) {
            *term
        } else {
            let term = self.postings.term(&format!("lang:{}", lang.as_str().to_lowercase()));
            self.names.languages.insert(lang.clone(), term);
            term
        };
        self.postings.add(term, thing.kind, Weight::FILTER, thing.number);
    }
}

/// The sentences of a claim.
fn texts(claim: &Claim) -> impl Iterator<Item = &str> {
    let quote = claim.quote.iter().flat_map(|quote| std::iter::once(&quote.text).chain(&quote.translation));
    claim.content.sentence().into_iter().chain(quote.chain(&claim.note).map(String::as_str))
}

/// All names of an actor; a protected one has none.
fn names_of_actor(actor: &Actor) -> impl Iterator<Item = &String> {
    actor.name.iter().chain(&actor.aliases).chain(actor.names.iter().map(|(_, name)| name))
}

fn names_of_event(event: &Event) -> impl Iterator<Item = &String> {
    std::iter::once(&event.name).chain(event.names.iter().map(|(_, name)| name))
}

/// The terms of texts, each once.
fn terms<'t>(texts: impl IntoIterator<Item = &'t String>, postings: &mut Postings) -> Vec<TermId> {
    let mut terms = Vec::new();
    for text in texts {
        for word in fold::words(text) {
            terms.extend_from_slice(postings.word(word));
        }
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn enter(terms: &[TermId], thing: Thing, postings: &mut Postings) {
    for term in terms {
        postings.add(*term, thing.kind, Weight::CONTEXT, thing.number);
    }
}

impl Tally {
    fn read(&mut self, text: &str, postings: &mut Postings) {
        for word in fold::words(text) {
            self.count(postings.word(word));
        }
    }

    fn count(&mut self, terms: &[TermId]) {
        self.words += terms.len();
        for term in terms {
            let at = *term as usize;
            if at >= self.times.len() {
                self.times.resize(at + 1, 0);
            }
            if self.times[at] == 0 {
                self.met.push(*term);
            }
            self.times[at] += 1;
        }
    }

    /// Notes the terms as a thing's, and forgets them.
    fn enter(&mut self, thing: Thing, postings: &mut Postings) {
        let often = count(self.words.div_ceil(ONCE_IN)).max(OFTEN);
        for term in self.met.drain(..) {
            let times = std::mem::take(&mut self.times[term as usize]);
            let weight = if times >= often { Weight::TEXT_OFTEN } else { Weight::TEXT };
            postings.add(term, thing.kind, weight, thing.number);
        }
        self.words = 0;
    }
}

/// A text says a word often if it does so at least four times, and once in each hundred words.
const OFTEN: u32 = 4;
const ONCE_IN: usize = 100;
