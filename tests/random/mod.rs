//! Random small sites as texts: everything that the method looks at, cycles and nonsense included.

use std::fmt::Write as _;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use variorum::value::word::Relation;

/// A site before it is written down. Actors, sources, events and claims refer to each other by place.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) actors: Vec<DraftActor>,
    pub(crate) sources: Vec<DraftSource>,
    /// Parties of each event, and its points.
    pub(crate) events: Vec<(Vec<usize>, Vec<&'static str>)>,
    pub(crate) claims: Vec<DraftClaim>,
    /// How many claims stand in the first brief.
    pub(crate) first: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct DraftActor {
    pub(crate) kind: &'static str,
    pub(crate) part_of: Option<usize>,
    pub(crate) allied_with: Vec<usize>,
}

#[derive(Clone, Debug)]
pub(crate) struct DraftSource {
    pub(crate) publisher: Option<usize>,
    pub(crate) from: Vec<usize>,
    pub(crate) first_hand: bool,
    /// `access` or `status`.
    pub(crate) keys: &'static str,
}

#[derive(Clone, Debug)]
pub(crate) struct DraftClaim {
    pub(crate) id: String,
    pub(crate) by: Vec<String>,
    pub(crate) act: bool,
    /// All keys but `id`, `by`, `says`, `does` and relations.
    pub(crate) keys: String,
    pub(crate) relations: Vec<(Relation, usize)>,
}

const ACTORS: usize = 5;
const SOURCES: usize = 5;
const EVENTS: usize = 2;
const CLAIMS: usize = 8;
const DAYS: [&str; 6] =
    ["2022-03", "2022-03-27", "2022-03-27/2022-04-01", "../2022-04", "2022-04-10", "2022~"];

pub(crate) fn draft() -> impl Strategy<Value = Draft> {
    let actors = vec(actor(), ACTORS);
    let sources = vec(source(), SOURCES);
    let points = subsequence(vec!["p", "q"], 0..=2);
    let events = vec((subsequence((0..ACTORS).collect::<Vec<_>>(), 0..=2), points), EVENTS);
    let claims = vec(claim(), 1..=CLAIMS);
    (actors, sources, events, claims, 0..=CLAIMS).prop_map(|(actors, sources, events, mut claims, first)| {
        let len = claims.len();
        for (place, claim) in claims.iter_mut().enumerate() {
            // Ids whose order is not that of the places.
            claim.id = format!("c{}", (place * 5 + 3) % 8);
            claim.relations.retain(|(_, target)| *target < len && *target != place);
        }
        let acts: Vec<bool> = claims.iter().map(|claim| claim.act).collect();
        for claim in &mut claims {
            claim.relations.retain(|(_, target)| !acts[*target] && !claim.act);
        }
        Draft { actors, sources, events, first: first.min(len), claims }
    })
}

fn actor() -> impl Strategy<Value = DraftActor> {
    let kinds = select(vec!["rebel-group", "state-forces", "civilians", "media", "ngo", "unknown"]);
    let allies = prop_oneof![3 => Just(Vec::new()), 1 => vec(0..ACTORS, 1..=2)];
    (kinds, option::weighted(0.3, 0..ACTORS), allies).prop_map(|(kind, part_of, allied_with)| DraftActor {
        kind,
        part_of,
        allied_with,
    })
}

fn source() -> impl Strategy<Value = DraftSource> {
    let keys = select(vec![
        "",
        "",
        "",
        "access: confidential, ",
        "access: restricted, ",
        "status: gone, ",
        "status: retracted, ",
    ]);
    let from = prop_oneof![2 => Just(Vec::new()), 1 => vec(0..SOURCES, 1..=2)];
    (option::weighted(0.7, 0..ACTORS), from, prop::bool::weighted(0.2), keys)
        .prop_map(|(publisher, from, first_hand, keys)| DraftSource { publisher, from, first_hand, keys })
}

fn claim() -> impl Strategy<Value = DraftClaim> {
    let relations = vec((relation(), 0..CLAIMS), 0..=3);
    let who =
        (vec(0..ACTORS, 1..=2), prop::bool::weighted(0.1), prop::bool::weighted(0.2), vec(0..ACTORS, 0..=1));
    let places = (option::of(vec(0..EVENTS, 0..=2)), option::of(vec(0..SOURCES, 0..=2)), from());
    let rest = (option::of(select(DAYS.to_vec())), option::weighted(0.3, select(vec!["p", "q"])), figures());
    (who, places, rest, relations).prop_map(|(who, (events, sources, from), rest, relations)| {
        let (by, act, first_hand, about) = who;
        let (date, point, figures) = rest;
        let mut keys = format!("about: {}, from: [{from}], first_hand: {first_hand}, ", list('a', &about));
        let mut add = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                write!(keys, "{key}: {value}, ").unwrap();
            }
        };
        add("event", events.map(|events| list('e', &events)));
        add("source", sources.map(|sources| list('s', &sources)));
        add("date", date.map(|date| format!("\"{date}\"")));
        add("point", point.map(str::to_owned));
        add("figures", figures);
        let by = by.iter().map(|actor| format!("a{actor}")).collect();
        DraftClaim { id: String::new(), by, act, keys, relations }
    })
}

fn relation() -> impl Strategy<Value = Relation> {
    prop_oneof![
        3 => Just(Relation::Supports),
        2 => Just(Relation::Denies),
        2 => Just(Relation::Concedes),
        1 => Just(Relation::Questions),
        2 => Just(Relation::Repeats),
        1 => Just(Relation::Replaces),
        1 => Just(Relation::Withdraws),
    ]
}

/// What a speaker has a claim from, mostly nothing.
fn from() -> impl Strategy<Value = String> {
    let source = (0..SOURCES).prop_map(|source| format!("s{source}"));
    let actor = (0..ACTORS).prop_map(|actor| format!("a{actor}"));
    prop_oneof![4 => Just(String::new()), 1 => source, 1 => actor, 1 => Just("s0, a1".to_owned())]
}

fn figures() -> impl Strategy<Value = Option<String>> {
    let groups = select(vec!["all", "civilians", "children", "fighters", "soldiers", "women"]);
    let values =
        select(vec!["203", "133-164", "500+", "<=50", "~300", "none", "unknown", "dozens", "several"]);
    let figure = (select(vec!["killed", "killed", "injured"]), groups, values);
    option::weighted(0.7, vec(figure, 1..=3)).prop_map(|figures| {
        let figures = figures?;
        let mut measures: std::collections::BTreeMap<_, std::collections::BTreeMap<_, _>> = [].into();
        for (measure, group, value) in figures {
            measures.entry(measure).or_default().insert(group, value);
        }
        let inner = measures.into_iter().map(|(measure, groups)| {
            let groups = groups.into_iter().map(|(group, value)| format!("{group}: \"{value}\""));
            format!("{measure}: {{{}}}", groups.collect::<Vec<_>>().join(", "))
        });
        Some(format!("{{{}}}", inner.collect::<Vec<_>>().join(", ")))
    })
}

fn list(letter: char, places: &[usize]) -> String {
    let ids: Vec<String> = places.iter().map(|place| format!("{letter}{place}")).collect();
    format!("[{}]", ids.join(", "))
}

impl Draft {
    /// The files of the site.
    pub(crate) fn contents(&self) -> Vec<(&'static str, String)> {
        let (first, second) = self.claims.split_at(self.first);
        vec![
            ("actors.yaml", self.actors()),
            ("sources.yaml", self.sources()),
            ("events.yaml", self.events()),
            ("briefs/first.md", self.brief("2022-05-02", "event: e0, source: s1", first)),
            ("briefs/second.md", self.brief("2022-05-01", "event: e1", second)),
        ]
    }

    /// Adds a claim `new` at the end of the second brief; `keys` end with a comma.
    pub(crate) fn add_claim(&mut self, by: &[&str], keys: &str, mut relations: Vec<(Relation, usize)>) {
        relations.retain(|(_, target)| !self.claims[*target].act);
        let by = by.iter().map(|name| (*name).to_owned()).collect();
        self.claims.push(DraftClaim { id: "new".into(), by, act: false, keys: keys.into(), relations });
    }

    /// The key of the claim at a place.
    pub(crate) fn key(&self, place: usize) -> String {
        format!("{}#{}", if place < self.first { "first" } else { "second" }, self.claims[place].id)
    }

    /// The end of an actor's `part_of` chain; `None` on a cycle.
    pub(crate) fn root(&self, mut actor: usize) -> Option<usize> {
        for _ in 0..=self.actors.len() {
            match self.actors[actor].part_of {
                Some(whole) => actor = whole,
                None => return Some(actor),
            }
        }
        None
    }

    fn actors(&self) -> String {
        let mut text = String::new();
        for (place, DraftActor { kind, part_of, allied_with }) in self.actors.iter().enumerate() {
            let part_of = part_of.map_or_else(String::new, |whole| format!(", part_of: a{whole}"));
            let allies = list('a', allied_with);
            writeln!(text, "a{place}: {{name: Actor {place}, kind: {kind}, allied_with: {allies}{part_of}}}")
                .unwrap();
        }
        text
    }

    fn sources(&self) -> String {
        let mut text = String::new();
        for (place, DraftSource { publisher, from, first_hand, keys }) in self.sources.iter().enumerate() {
            let publisher = publisher.map_or_else(String::new, |actor| format!("publisher: a{actor}, "));
            let from = list('s', from);
            writeln!(
                text,
                "s{place}: {{title: Source {place}, {publisher}{keys}first_hand: {first_hand}, from: {from}}}"
            )
            .unwrap();
        }
        text
    }

    fn events(&self) -> String {
        let mut text = String::new();
        for (place, (parties, points)) in self.events.iter().enumerate() {
            let parties = list('a', parties);
            let points: Vec<String> = points.iter().map(|point| format!("{point}: A question?")).collect();
            let points = points.join(", ");
            writeln!(text, "e{place}: {{name: Event {place}, parties: {parties}, points: {{{points}}}}}")
                .unwrap();
        }
        text
    }

    fn brief(&self, date: &str, defaults: &str, claims: &[DraftClaim]) -> String {
        let mut text =
            format!("---\ntitle: A brief\ndate: {date}\n{}\nclaims:\n", defaults.replace(", ", "\n"));
        for claim in claims {
            let content = if claim.act { "does: no-comment" } else { "says: It is so." };
            let by = claim.by.join(", ");
            write!(text, "  - {{id: {}, by: [{by}], {}{content}", claim.id, claim.keys).unwrap();
            for relation in [
                Relation::Supports,
                Relation::Denies,
                Relation::Concedes,
                Relation::Questions,
                Relation::Repeats,
                Relation::Replaces,
                Relation::Withdraws,
            ] {
                let targets = claim.relations.iter().filter(|(stated, _)| *stated == relation);
                let keys: Vec<String> = targets.map(|(_, target)| self.key(*target)).collect();
                if !keys.is_empty() {
                    write!(text, ", {relation}: [{}]", keys.join(", ")).unwrap();
                }
            }
            text.push_str("}\n");
        }
        if claims.is_empty() {
            text = text.replace("claims:\n", "");
        }
        text + "---\nText.\n"
    }
}
