//! A second search over the same site: short, slow and obvious. It reads the site's texts anew for every question.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use variorum::export::search::fold::{terms, words};
use variorum::site::{Actor, Claim, Content, Id, Prose};
use variorum::value::date::{Day, Edtf};

use super::support::Built;

/// A thing that can be found, by the manual's page on search.
pub(crate) struct Thing {
    /// The kind, and what its record begins with.
    pub(crate) name: Vec<String>,
    rank: usize,
    names: Vec<String>,
    said: Vec<String>,
    about: Vec<String>,
    context: Vec<String>,
    long: String,
    filters: Vec<String>,
    terms: Terms,
}

/// The terms of a thing's texts.
#[derive(Default)]
struct Terms {
    names: Vec<Vec<String>>,
    said: Vec<Vec<String>>,
    about: Vec<Vec<String>>,
    context: Vec<Vec<String>>,
    long: Vec<String>,
}

/// A question in parts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Question {
    /// Words that must be there; the last of them may be a beginning.
    pub(crate) words: Vec<String>,
    pub(crate) last: Option<String>,
    pub(crate) phrase: Option<String>,
    pub(crate) filters: Vec<String>,
}

impl Question {
    /// As a reader types it.
    pub(crate) fn typed(&self) -> String {
        let phrase = self.phrase.iter().map(|phrase| format!("\"{phrase}\""));
        let last = self.last.iter().cloned();
        let end = if self.last.is_some() { "" } else { " " };
        let parts: Vec<String> = phrase.chain(self.words.iter().cloned()).chain(last).collect();
        let filters: Vec<String> = self.filters.clone();
        filters.into_iter().chain(parts).collect::<Vec<_>>().join(" ") + end
    }
}

fn folded(text: &str) -> Vec<String> {
    words(text).flat_map(terms).collect()
}

/// Everything of a site that can be found, the first among equals first.
pub(crate) fn things(built: &Built) -> Vec<Thing> {
    let mut things = Vec::new();
    records(built, &mut things);
    briefs(built, &mut things);
    sources_and_pages(built, &mut things);
    for thing in &mut things {
        thing.finish();
    }
    things
}

fn records(built: &Built, things: &mut Vec<Thing>) {
    let site = &built.site;
    for actor in site.actors.iter().filter(|actor| actor.name.is_some()) {
        let mut thing = Thing::new("actor", 0, &[actor.id.as_str()]);
        thing.names = names(actor);
        thing.prose(&actor.prose);
        thing.filters.push(format!("actor:{}", actor.id));
        things.push(thing);
    }
    let mut events: Vec<_> = site.events.ids().collect();
    events.sort_by_key(|id| (Reverse(site.events[*id].date.as_ref().map(Edtf::order)), *id));
    for event in events.into_iter().map(|id| &site.events[id]) {
        let mut thing = Thing::new("event", 1, &[event.id.as_str()]);
        thing.names.push(event.name.clone());
        thing.names.extend(event.names.iter().map(|(_, name)| name.clone()));
        thing.about.extend(event.place.name.clone());
        thing.about.extend(event.points.iter().map(|(_, question)| question.clone()));
        thing.prose(&event.prose);
        thing.on(event.date.as_ref().and_then(|date| date.lower().or(date.upper())));
        thing.actors(built, &event.parties);
        thing.filters.push(format!("event:{}", event.id));
        things.push(thing);
    }
}

fn briefs(built: &Built, things: &mut Vec<Thing>) {
    let site = &built.site;
    let mut briefs: Vec<_> = site.briefs.ids().collect();
    briefs.sort_by_key(|id| (Reverse(site.briefs[*id].date), *id));
    for brief in briefs.iter().map(|id| &site.briefs[*id]) {
        let mut thing = Thing::new("brief", 2, &[brief.slug.as_str()]);
        thing.names.push(brief.title.clone());
        thing.about.extend(brief.summary.iter().chain(&brief.tags).chain(&brief.authors).cloned());
        thing.about.extend(brief.says.iter().map(|(_, says)| says.clone()));
        thing.prose(&brief.prose);
        for id in &brief.claims {
            let claim = &site.claims[*id];
            thing.long.push_str(&format!("\n{}", sentences(claim).join("\n")));
            thing.claim(built, claim);
        }
        thing.on(Some(brief.date));
        thing.filters.push(format!("lang:{}", brief.lang));
        things.push(thing);
    }
    for brief in briefs.iter().map(|id| &site.briefs[*id]) {
        for id in brief.claims.iter().rev() {
            let claim = &site.claims[*id];
            let mut thing =
                Thing::new("claim", 3, &[brief.slug.as_str(), brief.lang.as_str(), claim.id.as_str()]);
            thing.said = sentences(claim);
            thing.claim(built, claim);
            thing.on(claim.stated_date().and_then(|date| date.lower().or(date.upper())));
            thing.filters.push(format!("lang:{}", brief.lang));
            if let Some(answers) = built.method.answers(*id) {
                thing.filters.push(format!("state:{}", answers.state));
                thing.filters.push(format!("backing:{}", answers.backing));
                thing.filters.push(format!("reception:{}", answers.reception));
            }
            things.push(thing);
        }
    }
}

fn sources_and_pages(built: &Built, things: &mut Vec<Thing>) {
    let site = &built.site;
    let mut sources: Vec<_> = site.sources.ids().collect();
    sources.sort_by_key(|id| (Reverse(site.sources[*id].date.as_ref().map(Edtf::order)), *id));
    for source in sources.into_iter().map(|id| &site.sources[id]) {
        let mut thing = Thing::new("source", 4, &[source.id.as_str()]);
        thing.names.push(source.title.clone());
        thing.about.extend(source.author.iter().chain(&source.descriptor).cloned());
        thing.prose(&source.prose);
        thing.on(source.date.as_ref().and_then(|date| date.lower().or(date.upper())));
        thing.actors(built, source.publisher.as_slice());
        thing.filters.extend(source.lang.as_ref().map(|lang| format!("lang:{lang}")));
        things.push(thing);
    }
    for page in &site.pages {
        let mut thing = Thing::new("page", 5, &[page.path.as_str()]);
        thing.names.push(page.title.clone());
        thing.about.extend(page.summary.clone());
        thing.prose(&page.prose);
        thing.filters.push(format!("lang:{}", page.prose.lang.as_ref().map_or("en", |lang| lang.as_str())));
        things.push(thing);
    }
}

fn names(actor: &Actor) -> Vec<String> {
    let others = actor.names.iter().map(|(_, name)| name);
    actor.name.iter().chain(&actor.aliases).chain(others).cloned().collect()
}

fn sentences(claim: &Claim) -> Vec<String> {
    let mut sentences: Vec<String> = claim.content.sentence().map(str::to_owned).into_iter().collect();
    if let Some(quote) = &claim.quote {
        sentences.push(quote.text.clone());
        sentences.extend(quote.translation.clone());
    }
    sentences.extend(claim.note.clone());
    sentences
}

impl Thing {
    fn new(kind: &str, rank: usize, id: &[&str]) -> Self {
        Self {
            name: std::iter::once(kind).chain(id.iter().copied()).map(str::to_owned).collect(),
            rank,
            names: Vec::new(),
            said: Vec::new(),
            about: Vec::new(),
            context: Vec::new(),
            long: String::new(),
            filters: Vec::new(),
            terms: Terms::default(),
        }
    }

    /// Folds the texts, once for all questions.
    fn finish(&mut self) {
        let terms = |texts: &[String]| texts.iter().map(|text| folded(text)).collect();
        self.terms = Terms {
            names: terms(&self.names),
            said: terms(&self.said),
            about: terms(&self.about),
            context: terms(&self.context),
            long: folded(&self.long),
        };
        self.filters.push(format!("kind:{}", self.name[0]));
        self.filters.sort();
        self.filters.dedup();
    }

    fn prose(&mut self, prose: &Prose) {
        self.about.extend(prose.body.headings.iter().map(|heading| heading.text.clone()));
        self.long.push_str(&prose.body.plain_text());
    }

    fn on(&mut self, day: Option<Day>) {
        if let Some(day) = day {
            self.context.push(format!("{:04}", day.year()));
            self.filters.push(format!("year:{:04}", day.year()));
        }
    }

    fn actors(&mut self, built: &Built, actors: &[Id<Actor>]) {
        for actor in actors.iter().map(|id| &built.site.actors[*id]) {
            self.context.extend(names(actor));
            self.filters.push(format!("actor:{}", actor.id));
        }
    }

    fn claim(&mut self, built: &Built, claim: &Claim) {
        self.actors(built, &claim.by);
        self.actors(built, &claim.about);
        if let Content::Does { to, .. } = &claim.content {
            self.actors(built, to);
        }
        for event in claim.events.iter().map(|id| &built.site.events[*id]) {
            self.context.push(event.name.clone());
            self.context.extend(event.names.iter().map(|(_, name)| name.clone()));
            self.filters.push(format!("event:{}", event.id));
        }
    }

    /// Twice the most that a term weighs here; a longer one that begins so, one less.
    fn value(&self, term: &str, may_go_on: bool) -> u32 {
        let Terms { names, said, about, context, long } = &self.terms;
        let often = long.len().div_ceil(100).max(4);
        let weight = |texts: &[Vec<String>], most: u32, term: &str| {
            let shorter = |count: usize| [3, 8, 24].iter().filter(|limit| count > **limit).count();
            let texts = texts.iter().filter(|text| text.iter().any(|t| t == term));
            texts.map(|text| most - u32::try_from(shorter(text.len())).unwrap()).max().unwrap_or(0)
        };
        let of = |term: &str| {
            let times = long.iter().filter(|t| *t == term).count();
            let text = if times >= often { 2 } else { u32::from(times > 0) };
            let connected = u32::from(context.iter().flatten().any(|t| t == term)) * 3;
            let short = weight(names, 15, term).max(weight(said, 11, term)).max(weight(about, 7, term));
            text.max(connected).max(short)
        };
        let all = [names, said, about, context].into_iter().flatten().flatten().chain(long);
        let longer = all.filter(|t| may_go_on && *t != term && t.starts_with(term));
        let longer = longer.map(|t| (2 * of(t)).saturating_sub(1)).max().unwrap_or(0);
        longer.max(2 * of(term))
    }

    fn says_together(&self, phrase: &[String]) -> bool {
        let texts = self.terms.names.iter().chain(&self.terms.said);
        texts.into_iter().any(|text| text.windows(phrase.len()).any(|window| window == phrase))
    }
}

/// What a question finds, the best first, and how many of it each filter would leave.
pub(crate) fn search<'t>(
    things: &'t [Thing],
    question: &Question,
) -> (Vec<&'t Thing>, BTreeMap<String, usize>) {
    let phrase = question.phrase.as_deref().map(folded).unwrap_or_default();
    let whole = question.words.iter().flat_map(|word| folded(word)).map(|term| (term, false));
    let last = question.last.iter().flat_map(|word| folded(word)).map(|term| (term, true));
    let asked: Vec<(String, bool)> = whole.chain(last).collect();
    let all: Vec<(String, bool)> =
        asked.iter().cloned().chain(phrase.iter().map(|term| (term.clone(), false))).collect();
    let rarities = all.iter().map(|(term, may_go_on)| {
        let holders = things.iter().filter(|thing| thing.value(term, *may_go_on) > 0).count();
        32 - u32::try_from(things.len() / holders.max(1)).unwrap().leading_zeros()
    });
    let rarities: Vec<u32> = rarities.collect();
    let meets = |thing: &&Thing| {
        asked.iter().all(|(term, may_go_on)| thing.value(term, *may_go_on) > 0)
            && (phrase.is_empty() || thing.says_together(&phrase))
            && question.filters.iter().all(|filter| thing.filters.contains(filter))
    };
    let mut hits: Vec<&Thing> = things.iter().filter(meets).collect();
    let score = |thing: &Thing| {
        let values = all.iter().zip(&rarities);
        values.map(|((term, may_go_on), rarity)| thing.value(term, *may_go_on) * rarity).sum::<u32>()
    };
    hits.sort_by_key(|thing| (Reverse(score(thing)), thing.rank));
    let mut facets = BTreeMap::new();
    for filter in hits.iter().flat_map(|thing| &thing.filters) {
        *facets.entry(filter.clone()).or_default() += 1;
    }
    (hits, facets)
}
