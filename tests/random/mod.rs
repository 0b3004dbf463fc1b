//! Random small sites as texts: everything that the method looks at, cycles and nonsense included. There are few ids
//! and few values, so that every rule is met often; `tests/method.rs` counts how often.

#![allow(clippy::unwrap_used, reason = "a test that cannot make its inputs has failed")]
#![allow(dead_code, reason = "each test file uses a part of it")]

mod write;

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use variorum::config::Config;
use variorum::value::word::{ActorKind, GroupSide, Relation};

/// A site before it is written down. Actors, sources, events and claims refer to each other by place.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) actors: Vec<DraftActor>,
    pub(crate) sources: Vec<DraftSource>,
    pub(crate) events: Vec<DraftEvent>,
    pub(crate) claims: Vec<DraftClaim>,
    /// Whether site.toml says something else than the defaults.
    pub(crate) own_settings: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct DraftActor {
    pub(crate) kind: &'static str,
    pub(crate) part_of: Option<usize>,
    pub(crate) allied_with: Vec<usize>,
    pub(crate) protected: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct DraftSource {
    pub(crate) publisher: Option<usize>,
    pub(crate) from: Vec<usize>,
    pub(crate) first_hand: bool,
    pub(crate) access: &'static str,
    pub(crate) status: &'static str,
    pub(crate) date: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub(crate) struct DraftEvent {
    pub(crate) parties: Vec<usize>,
    pub(crate) points: Vec<&'static str>,
    pub(crate) date: Option<&'static str>,
    pub(crate) part_of: Option<usize>,
}

#[derive(Clone, Debug)]
pub(crate) struct DraftClaim {
    pub(crate) id: String,
    /// One of [`BRIEFS`].
    pub(crate) brief: usize,
    pub(crate) by: Vec<String>,
    pub(crate) is_act: bool,
    pub(crate) about: Vec<usize>,
    pub(crate) date: Option<&'static str>,
    pub(crate) basis: &'static str,
    /// `None`: the brief's.
    pub(crate) events: Option<Vec<usize>>,
    pub(crate) sources: Option<Vec<String>>,
    /// All other keys but relations, each with its comma.
    pub(crate) keys: String,
    pub(crate) relations: Vec<(Relation, usize)>,
}

/// The briefs: their ids, dates, and what their claims take over.
pub(crate) const BRIEFS: [(&str, &str, &str); 3] = [
    ("first", "2022-05-02", "event: e0\nsource: s1\n"),
    ("second", "2022-05-01", "event: [e0, e1]\n"),
    ("third", "2022-05-01", "event: e0\nsource: [s0, s2]\n"),
];

const ACTORS: usize = 6;
const SOURCES: usize = 6;
const EVENTS: usize = 2;
const CLAIMS: usize = 10;

const EVENT_DAYS: [&str; 7] = [
    "2022-03-27",
    "2022-03-27",
    "2022-03-27/2022-03-31",
    "../2022-04",
    "2022-03~",
    "2022-03-27T12:00",
    "2022-03-20/..",
];
const DAYS: [&str; 20] = [
    "2022-03-20",
    "2022-03-26",
    "2022-03-26T23:30-02:00",
    "2022-03-26T23:50Z",
    "2022-03-27T11:00",
    "2022-03-27T12:30Z",
    "2022-03-27T12:00+02:00",
    "2022-03-27",
    "2022-03-28T00:30+02:00",
    "2022-03-28T00:10Z",
    "2022-03-28",
    "2022-03-30",
    "2022-03-27/2022-04-01",
    "2022-04-10",
    "2022-04",
    "../2022-04",
    "2022-04-01/..",
    "2022-05-30",
    "2022-07-15",
    "2022~",
];
const GROUPS: [&str; 9] =
    ["all", "all", "all", "civilians", "children", "fighters", "soldiers", "women", "militia"];
const VALUES: [&str; 13] = [
    "203", "133-164", "500+", "<=50", "~300", "none", "0", "unknown", "dozens", "several", "~50", "290-310",
    "140",
];
const KINDS: [&str; 12] = [
    "rebel-group",
    "state-forces",
    "government",
    "government",
    "court",
    "person",
    "company",
    "media",
    "ngo",
    "other",
    "unknown",
    "newsroom",
];

/// What the claims of one site choose from: a few of everything, so that they meet.
#[derive(Clone, Debug)]
struct Palette {
    relations: Vec<Relation>,
    days: Vec<&'static str>,
    groups: Vec<&'static str>,
    values: Vec<&'static str>,
}

fn palette() -> impl Strategy<Value = Palette> {
    let others = vec![
        Relation::Supports,
        Relation::Supports,
        Relation::Concedes,
        Relation::Concedes,
        Relation::ConcedesInPart,
        Relation::Questions,
        Relation::Repeats,
        Relation::Repeats,
        Relation::Replaces,
        Relation::Withdraws,
        Relation::Disowns,
    ];
    let few = others.len() / 2;
    let parts = (subsequence(others, 1..=few), subsequence(DAYS.to_vec(), 2..=6));
    (parts, subsequence(GROUPS.to_vec(), 1..=4), subsequence(VALUES.to_vec(), 2..=5)).prop_map(
        |((mut relations, days), groups, values)| {
            relations.extend([Relation::AgreesWith, Relation::AgreesWith, Relation::Denies]);
            Palette { relations, days, groups, values }
        },
    )
}

pub(crate) fn draft() -> impl Strategy<Value = Draft> {
    let parts = (vec(actor(), ACTORS), vec(source(), SOURCES), vec(event(), EVENTS));
    (parts, vec(claim(), 1..=CLAIMS), palette(), any::<bool>()).prop_map(
        |((actors, sources, events), claims, palette, own_settings)| {
            let acts: Vec<bool> = claims.iter().map(|(claim, _)| claim.is_act).collect();
            let claims = claims.into_iter().enumerate().map(|(place, (mut claim, choice))| {
                // Ids whose order is not that of the places.
                claim.id = format!("k{}", (place * 7 + 3) % CLAIMS);
                claim.date = choice.day.map(|day| *day.get(&palette.days));
                claim.keys += &figures(&choice, &palette);
                if choice.in_own_sources {
                    let own = (0..SOURCES).filter(|place| {
                        let publisher = sources[*place].publisher.map(|actor| format!("a{actor}"));
                        publisher.is_some_and(|publisher| claim.by.contains(&publisher))
                    });
                    claim.sources.get_or_insert_default().extend(own.map(|place| format!("s{place}")));
                }
                let relations = choice.relations.into_iter();
                let relations =
                    relations.map(|(relation, target)| (*relation.get(&palette.relations), target));
                claim.relations = relations
                    .filter(|(_, target)| {
                        *target != place && !claim.is_act && acts.get(*target) == Some(&false)
                    })
                    .collect();
                claim
            });
            let claims = claims.collect();
            Draft { actors, sources, events, claims, own_settings }
        },
    )
}

fn actor() -> impl Strategy<Value = DraftActor> {
    let allies = prop_oneof![3 => Just(Vec::new()), 1 => vec(0..ACTORS, 1..=2)];
    let part_of = option::weighted(0.35, 0..ACTORS);
    (select(KINDS.to_vec()), part_of, allies, prop::bool::weighted(0.1)).prop_map(
        |(kind, part_of, allied_with, protected)| DraftActor { kind, part_of, allied_with, protected },
    )
}

fn source() -> impl Strategy<Value = DraftSource> {
    let access = prop_oneof![6 => Just("public"), 1 => Just("confidential"), 1 => Just("restricted")];
    let status = prop_oneof![5 => Just("ok"), 1 => Just("gone"), 2 => Just("retracted")];
    let from = prop_oneof![2 => Just(Vec::new()), 1 => vec(0..SOURCES, 1..=2)];
    let date = option::weighted(0.4, select(DAYS.to_vec()));
    (option::weighted(0.7, 0..ACTORS), from, prop::bool::weighted(0.3), access, status, date).prop_map(
        |(publisher, from, first_hand, access, status, date)| DraftSource {
            publisher,
            from,
            first_hand,
            access,
            status,
            date,
        },
    )
}

fn event() -> impl Strategy<Value = DraftEvent> {
    let parties = subsequence((0..ACTORS).collect::<Vec<_>>(), 0..=2);
    let points = subsequence(vec!["p", "q"], 0..=2);
    let date = option::weighted(0.8, select(EVENT_DAYS.to_vec()));
    (parties, points, date, option::weighted(0.2, 0..EVENTS))
        .prop_map(|(parties, points, date, part_of)| DraftEvent { parties, points, date, part_of })
}

/// What a claim chooses from the site's palette.
#[derive(Clone, Debug)]
struct Choice {
    day: Option<Index>,
    /// Whether it was read in sources that its speakers publish, beside others.
    in_own_sources: bool,
    relations: Vec<(Index, usize)>,
    /// Whether of the first measure; group, value.
    figures: Vec<(bool, Index, Index)>,
    are: &'static str,
}

fn choice() -> impl Strategy<Value = Choice> {
    let day = option::weighted(0.7, any::<Index>());
    let figure = (prop::bool::weighted(0.75), any::<Index>(), any::<Index>());
    let figures = prop_oneof![1 => Just(Vec::new()), 2 => vec(figure, 1..=3)];
    let are = select(vec!["", "", "", "", "counted", "estimated", "projected"]);
    let relations = vec((any::<Index>(), 0..CLAIMS), 0..=5);
    (day, prop::bool::weighted(0.3), relations, figures, are).prop_map(
        |(day, in_own_sources, relations, figures, are)| Choice {
            day,
            in_own_sources,
            relations,
            figures,
            are,
        },
    )
}

fn claim() -> impl Strategy<Value = (DraftClaim, Choice)> {
    let by = prop_oneof![
        6 => actor_name().prop_map(|one| vec![one]),
        2 => vec(actor_name(), 2),
        1 => Just(vec!["Somebody".to_owned()]),
    ];
    let about = prop_oneof![1 => Just(vec![]), 2 => vec(0..ACTORS, 1..=2)];
    let who = (by, prop::bool::weighted(0.1), about, basis());
    let events =
        option::weighted(0.4, prop_oneof![2 => Just(vec![0]), 2 => Just(vec![0, 1]), 1 => Just(vec![])]);
    let source = (0..SOURCES).prop_map(|place| format!("s{place}"));
    let source = prop_oneof![8 => source, 1 => Just("Some paper".to_owned())];
    let places = (0..BRIEFS.len(), events, option::weighted(0.6, vec(source, 0..=2)));
    (who, places, other_keys(), choice()).prop_map(
        |((by, is_act, about, basis), (brief, events, sources), keys, choice)| {
            let (id, date, relations) = (String::new(), None, Vec::new());
            (
                DraftClaim { id, brief, by, is_act, about, date, basis, events, sources, keys, relations },
                choice,
            )
        },
    )
}

fn actor_name() -> impl Strategy<Value = String> {
    (0..ACTORS).prop_map(|place| format!("a{place}"))
}

fn basis() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        5 => Just(""),
        1 => Just("basis: first-hand, "),
        1 => Just("first_hand: true, "),
        1 => Just("first_hand: false, "),
        1 => Just("basis: own-investigation, "),
        1 => Just("basis: own-act, "),
        1 => Just("basis: told, "),
        1 => Just("basis: inferred, "),
    ]
}

/// What a speaker has a claim from, and its point.
fn other_keys() -> impl Strategy<Value = String> {
    let source = (0..SOURCES).prop_map(|place| format!("from: s{place}, "));
    let actor = (0..ACTORS).prop_map(|place| format!("from: a{place}, "));
    let from = prop_oneof![
        6 => Just(String::new()),
        1 => source,
        1 => actor,
        1 => Just("from: [s0, a1], ".to_owned()),
        1 => Just("from: [s0, s1], ".to_owned()),
    ];
    let point = option::weighted(0.3, select(vec!["point: p, ", "point: q, "]));
    (from, point).prop_map(|(from, point)| from + point.unwrap_or_default())
}

fn figures(choice: &Choice, palette: &Palette) -> String {
    let mut measures: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for (is_first, group, value) in &choice.figures {
        let measure = if *is_first { "killed" } else { "missing" };
        let (group, value) = (*group.get(&palette.groups), *value.get(&palette.values));
        measures.entry(measure).or_default().insert(group, value);
    }
    if measures.is_empty() {
        return String::new();
    }
    let inner = measures.into_iter().map(|(measure, groups)| {
        let groups = groups.into_iter().map(|(group, value)| format!("{group}: \"{value}\""));
        format!("{measure}: {{{}}}", groups.collect::<Vec<_>>().join(", "))
    });
    let figures = inner.collect::<Vec<_>>().join(", ");
    let are = if choice.are.is_empty() { String::new() } else { format!("figures_are: {}, ", choice.are) };
    format!("figures: {{{figures}}}, {are}")
}

impl Draft {
    /// The settings of the site: words of its own, and perhaps other relays and fewer days for a count to grow.
    pub(crate) fn config(&self) -> Config {
        let mut config = Config::default();
        config.vocabulary.actor_kinds.insert("newsroom".into(), ActorKind::Media);
        config.figures.groups.insert("militia".into(), GroupSide::Combatant);
        if self.own_settings {
            config.relays = [ActorKind::Media, ActorKind::Court, ActorKind::Unknown].into();
            config.figures.rising_days = 3;
        }
        config
    }

    /// Adds a claim `new` at the end of the second brief; `keys` end with a comma.
    pub(crate) fn add_claim(&mut self, by: &[&str], keys: &str, mut relations: Vec<(Relation, usize)>) {
        relations.retain(|(_, target)| !self.claims[*target].is_act);
        self.claims.push(DraftClaim {
            id: "new".into(),
            brief: 1,
            by: by.iter().map(|name| (*name).to_owned()).collect(),
            is_act: false,
            about: Vec::new(),
            date: None,
            basis: "",
            events: None,
            sources: Some(Vec::new()),
            keys: keys.into(),
            relations,
        });
    }

    /// Adds a claim that names a source and nothing else.
    pub(crate) fn name_source(&mut self, source: &str) {
        self.add_claim(&["Somebody"], "", Vec::new());
        let place = self.claims.len();
        if let Some(added) = self.claims.last_mut() {
            added.id = format!("new{place}");
            added.sources = Some(vec![source.to_owned()]);
        }
    }

    /// The key of the claim at a place.
    pub(crate) fn key(&self, place: usize) -> String {
        let DraftClaim { brief, id, .. } = &self.claims[place];
        format!("{}#{id}", BRIEFS[*brief].0)
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

    /// Writes some agreements at their other end.
    pub(crate) fn turn_agreements(&mut self, mut which: impl FnMut() -> bool) {
        let mut turned = Vec::new();
        for (place, claim) in self.claims.iter_mut().enumerate() {
            claim.relations.retain(|(relation, target)| {
                let turns = *relation == Relation::AgreesWith && which();
                if turns {
                    turned.push((*target, place));
                }
                !turns
            });
        }
        for (from, to) in turned {
            self.claims[from].relations.push((Relation::AgreesWith, to));
        }
    }
}
