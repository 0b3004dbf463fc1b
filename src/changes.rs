//! What changed between two states of a site's data: claims that came, changed or went, and claims that are answered
//! otherwise, with what made them so.
//!
//! A state is read from `data/claims.json` (manual, open-data.md#claims-json), be it of an older build or of this one, so
//! that both are read in one way. `page` shows the changes, `export` makes a feed of them, `cli` tells of them.

mod snapshot;

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;
use strum::{Display, EnumIter, IntoEnumIterator as _, IntoStaticStr};

pub use self::snapshot::{Claim, Figure, Relations, Snapshot, SnapshotError, Verdict};
use crate::value::word::Relation;

/// How a state differs from an earlier one; each list is in order of ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Claims that were not there.
    pub added: Vec<Claim>,
    /// Claims that say or rest on something else.
    pub changed: Vec<Changed>,
    /// Claims that are gone, and those that are no longer live.
    pub withdrawn: Vec<Claim>,
    /// Claims that are answered otherwise.
    pub reassessed: Vec<Reassessed>,
}

/// A claim that was written otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// As it is now.
    pub claim: Claim,
    /// What differs, in the order of the format's keys.
    pub fields: Vec<Field>,
}

/// A value that differs; lists have commas between their items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its key in `data/claims.json`.
    pub name: String,
    /// What it was.
    pub before: String,
    /// What it is.
    pub now: String,
}

/// A claim that is answered otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reassessed {
    /// As it is now.
    pub claim: Claim,
    /// The answers that differ, in their order; never none.
    pub answers: Vec<AnswerChange>,
    /// What they are made from and that differs: what was written is among the changes.
    pub why: Vec<Field>,
    /// The same without a word of what was and is no more: for pages, which may not publish it again.
    #[serde(skip)]
    pub grounds: Vec<Ground>,
}

/// An answer that differs, in the words of the format; null for an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnswerChange {
    /// Which one.
    pub answer: Answer,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub now: Option<String>,
}

/// One of the three answers to a claim (manual, method.md#answers).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Display, EnumIter, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Answer {
    /// What became of it.
    State,
    /// What backs it.
    Backing,
    /// How it was received.
    Reception,
}

impl Answer {
    fn to(self, claim: &Claim) -> Option<&str> {
        match self {
            Self::State => claim.state.as_deref(),
            Self::Backing => claim.backing.as_deref(),
            Self::Reception => claim.reception.as_deref(),
        }
    }
}

/// What answers are made from and that differs, of which nothing is told that stands in the earlier state alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// A count: its key, what it was, what it is.
    Count(&'static str, Option<[u32; 2]>, Option<[u32; 2]>),
    /// A list of actors: its key, who came, and how many went.
    Actors(String, Vec<String>, usize),
}

/// The state of what counts.
const LIVE: &str = "live";

/// Written at one end, told at both.
const MUTUAL: Relation = Relation::AgreesWith;

impl Snapshot {
    /// What became of this state.
    #[must_use]
    pub fn changes(&self, now: &Self) -> Changes {
        let mut changes = Changes::default();
        let both = Both { before: self, now };
        for (id, claim) in &now.claims {
            match self.claims.get(id) {
                None => changes.added.push(claim.clone()),
                Some(before) => both.compare(before, claim, &mut changes),
            }
        }
        let gone = self.claims.iter().filter(|(id, _)| !now.claims.contains_key(*id));
        changes.withdrawn.extend(gone.map(|(_, claim)| claim.clone()));
        changes.withdrawn.sort_by(|one, other| one.id.cmp(&other.id));
        changes
    }
}

/// Two states of one site.
#[derive(Clone, Copy)]
struct Both<'s> {
    before: &'s Snapshot,
    now: &'s Snapshot,
}

impl Both<'_> {
    fn compare(self, before: &Claim, now: &Claim, changes: &mut Changes) {
        let fields = self.differing_fields(before, now);
        if !fields.is_empty() {
            changes.changed.push(Changed { claim: now.clone(), fields });
        }
        if before.state.as_deref() == Some(LIVE) && now.state.as_deref().is_some_and(|state| state != LIVE) {
            changes.withdrawn.push(now.clone());
        }
        let answers: Vec<AnswerChange> = Answer::iter()
            .filter(|answer| answer.to(before) != answer.to(now))
            .map(|answer| AnswerChange {
                answer,
                before: answer.to(before).map(str::to_owned),
                now: answer.to(now).map(str::to_owned),
            })
            .collect();
        if !answers.is_empty() {
            let (why, grounds) = (self.why(before, now), self.grounds(before, now));
            changes.reassessed.push(Reassessed { claim: now.clone(), answers, why, grounds });
        }
    }

    /// What was written otherwise.
    fn differing_fields(self, before: &Claim, now: &Claim) -> Vec<Field> {
        let mut fields = Vec::new();
        fields.extend(STATED.iter().filter_map(|(name, value)| field(name, value(before), value(now))));
        for relation in Relation::iter() {
            let (was, is) = (self.related(before, relation), self.related(now, relation));
            if was != is {
                fields.extend(field(relation.key(), was.join(", "), is.join(", ")));
            }
        }
        fields.extend(ADDED.iter().filter_map(|(name, value)| field(name, value(before), value(now))));
        fields
    }

    /// The claims at the other ends of a relation. Of a mutual one with a claim that is in one state only, nobody knows
    /// that it was written here: most often it came or went with that claim.
    fn related(self, claim: &Claim, relation: Relation) -> Vec<&str> {
        let states = [self.before, self.now];
        let others = claim.relations.of(relation).iter().map(String::as_str);
        others
            .filter(|id| relation != MUTUAL || states.iter().all(|state| state.claims.contains_key(*id)))
            .collect()
    }

    fn why(self, before: &Claim, now: &Claim) -> Vec<Field> {
        let [was, is] = self.lists(before, now);
        let counts = [
            field("state_by", before.state_by.join(", "), now.state_by.join(", ")),
            field("origins", interval(before.origins), interval(now.origins)),
            field("third_party", interval(before.third_party), interval(now.third_party)),
        ];
        let lists = was.iter().zip(&is);
        let lists = lists.filter_map(|((key, was), (_, is))| field(key, was.join(", "), is.join(", ")));
        counts.into_iter().flatten().chain(lists).collect()
    }

    /// Names that are not known are not told: how many they are is in the counts.
    fn grounds(self, before: &Claim, now: &Claim) -> Vec<Ground> {
        let [was, is] = self.lists(before, now);
        let counts =
            [("origins", before.origins, now.origins), ("third_party", before.third_party, now.third_party)];
        let counts = counts.into_iter().filter(|(_, was, is)| was != is);
        let counts = counts.map(|(name, was, is)| Ground::Count(name, was, is));
        let lists = was.iter().zip(&is).filter(|((key, _), _)| key != UNKNOWN);
        let lists = lists.filter_map(|((key, was), (_, is))| {
            let (came, went) = (missing(was, is), missing(is, was).len());
            (!came.is_empty() || went > 0).then(|| Ground::Actors(key.clone(), came, went))
        });
        counts.chain(lists).collect()
    }

    /// The lists of a claim's proposition by their keys, in both states: the same keys in the same order.
    fn lists<'s>(&'s self, before: &Claim, now: &Claim) -> [Vec<(String, &'s [String])>; 2] {
        let propositions = [self.before.proposition(before), self.now.proposition(now)];
        let received = propositions.into_iter().flatten().flat_map(|one| one.received.0.keys());
        let keys: BTreeSet<&String> = received.collect();
        propositions.map(|proposition| {
            let known = proposition.map(|one| one.known.as_slice()).unwrap_or_default();
            let unknown = proposition.map(|one| one.unknown.as_slice()).unwrap_or_default();
            let mut lists = vec![(KNOWN.to_owned(), known), (UNKNOWN.to_owned(), unknown)];
            lists.extend(keys.iter().map(|key| {
                let list = proposition.and_then(|one| one.received.0.get(*key)).map(Vec::as_slice);
                ((*key).clone(), list.unwrap_or_default())
            }));
            lists
        })
    }
}

const KNOWN: &str = "known";
const UNKNOWN: &str = "unknown";

/// What is in a list and not in another.
fn missing(from: &[String], list: &[String]) -> Vec<String> {
    let from: BTreeSet<&String> = from.iter().collect();
    list.iter().filter(|one| !from.contains(one)).cloned().collect()
}

/// A value that differs.
fn field(name: &str, before: String, now: String) -> Option<Field> {
    (before != now).then(|| Field { name: name.to_owned(), before, now })
}

/// A field's name and its value as text.
type Named = (&'static str, fn(&Claim) -> String);

/// What a writer types of a claim, before its relations.
const STATED: &[Named] = &[
    ("by", |claim| claim.by.join(", ")),
    ("says", |claim| told(claim.says.as_ref())),
    ("does", |claim| told(claim.does.as_ref())),
    ("to", |claim| claim.to.join(", ")),
    ("about", |claim| claim.about.join(", ")),
    ("events", |claim| claim.events.join(", ")),
    ("point", |claim| told(claim.point.as_ref())),
    ("sources", |claim| claim.sources.join(", ")),
    ("from", |claim| claim.from.join(", ")),
    ("basis", |claim| claim.basis.clone()),
    ("date", |claim| told(claim.date.as_ref())),
];

/// What a writer types behind them.
const ADDED: &[Named] = &[
    ("figures", |claim| {
        let figures = claim.figures.iter().map(|figure| match figure.are.as_str() {
            "counted" => format!("{} {} {}", figure.measure, figure.group, figure.text),
            are => format!("{} {} {} {are}", figure.measure, figure.group, figure.text),
        });
        figures.collect::<Vec<_>>().join(", ")
    }),
    ("quote", |claim| told(claim.quote.as_ref())),
    ("quote_translation", |claim| told(claim.quote_translation.as_ref())),
    ("note", |claim| told(claim.note.as_ref())),
    ("verdict", |claim| {
        let Some(verdict) = &claim.verdict else { return String::new() };
        let parts = [Some(format!("{} of 5", verdict.rating)), verdict.name.clone(), verdict.why.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }),
    ("credibility", |claim| told(claim.credibility.as_ref())),
    ("likelihood", |claim| told(claim.likelihood.as_ref())),
    ("confidence", |claim| told(claim.confidence.as_ref())),
    ("speaker_likelihood", |claim| told(claim.speaker_likelihood.as_ref())),
    ("speaker_confidence", |claim| told(claim.speaker_confidence.as_ref())),
];

fn told(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn interval(ends: Option<[u32; 2]>) -> String {
    match ends {
        None => String::new(),
        Some([least, greatest]) if least == greatest => least.to_string(),
        Some([least, greatest]) => format!("{least}-{greatest}"),
    }
}

impl Claim {
    /// The sentence or the act.
    #[must_use]
    pub fn words(&self) -> &str {
        self.says.as_deref().or(self.does.as_deref()).unwrap_or_default()
    }

    /// All that is written, in one text: another one when something is written otherwise.
    #[must_use]
    pub fn written(&self) -> String {
        let fields = STATED.iter().chain(ADDED).map(|(name, value)| (*name, value(self)));
        let relations = Relation::iter().map(|of| (of.key(), self.relations.of(of).join(", ")));
        fields.chain(relations).map(|(name, value)| format!("{name}: {value:?}\n")).collect()
    }
}

impl fmt::Display for Changes {
    /// For people: a heading a kind of change, claims below it, what differs below these.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: [(&str, Vec<Told<'_>>); 4] = [
            ("added", self.added.iter().map(|claim| (claim, Vec::new())).collect()),
            ("changed", self.changed.iter().map(|one| (&one.claim, lines(&one.fields))).collect()),
            ("withdrawn", self.withdrawn.iter().map(|claim| (claim, Vec::new())).collect()),
            ("answered otherwise", self.reassessed.iter().map(|one| (&one.claim, one.lines())).collect()),
        ];
        let mut first = true;
        for (heading, claims) in parts.iter().filter(|(_, claims)| !claims.is_empty()) {
            let gap = if std::mem::replace(&mut first, false) { "" } else { "\n" };
            writeln!(formatter, "{gap}{heading}: {}", claims.len())?;
            for (claim, lines) in claims {
                writeln!(formatter, "  {} {}: {}", claim.id, claim.by.join(", "), one_line(claim.words()))?;
                lines.iter().try_for_each(|line| writeln!(formatter, "    {line}"))?;
            }
        }
        Ok(())
    }
}

impl Changes {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A claim, and lines on what differs.
type Told<'c> = (&'c Claim, Vec<String>);

impl Reassessed {
    fn lines(&self) -> Vec<String> {
        let answers = self.answers.iter().map(|AnswerChange { answer, before, now }| {
            let [before, now] = [before, now].map(|word| word.as_deref().unwrap_or("no answer"));
            format!("{answer}: {before} -> {now}")
        });
        answers.chain(lines(&self.why)).collect()
    }
}

fn lines(fields: &[Field]) -> Vec<String> {
    let shown = |text: &str| if text.is_empty() { "nothing".to_owned() } else { one_line(text) };
    fields
        .iter()
        .map(|field| format!("{}: {} -> {}", field.name, shown(&field.before), shown(&field.now)))
        .collect()
}

/// A text in one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
