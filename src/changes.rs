//! What changed between two states of a site's data: claims that came, changed or went, and labels that stand
//! otherwise, with what made them so.
//!
//! A state is read from `data/claims.json` (format 1), be it of an older build or of this one, so that both are read
//! in one way. `page` shows the changes, `export` makes a feed of them, `cli` tells of them.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::value::slug::Slug;

/// The only format there is.
const FORMAT: u32 = 1;

/// The claims of a site at one time, by id.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    claims: BTreeMap<String, Claim>,
}

#[derive(Deserialize)]
struct Document {
    format: u32,
    claims: Vec<Claim>,
}

/// A claim, as far as changes are told.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "the fields are those of data/claims.json")]
pub struct Claim {
    pub id: String,
    pub by: Vec<String>,
    pub says: Option<String>,
    pub does: Option<String>,
    pub to: Vec<String>,
    pub about: Vec<String>,
    pub events: Vec<String>,
    pub sources: Vec<String>,
    pub from: Vec<String>,
    pub first_hand: bool,
    pub date: String,
    pub live: bool,
    pub supports: Vec<String>,
    pub denies: Vec<String>,
    pub concedes: Vec<String>,
    pub questions: Vec<String>,
    pub repeats: Vec<String>,
    pub replaces: Vec<String>,
    pub withdraws: Vec<String>,
    pub figures: Vec<Figure>,
    pub label: Option<String>,
    pub origins: Option<[u32; 2]>,
    pub third_party: Option<[u32; 2]>,
    pub known: Vec<String>,
    pub unknown: Vec<String>,
    pub denied_by: Vec<String>,
    pub conceded_by: Vec<String>,
    pub conceded_in_part_by: Vec<String>,
    pub url: String,
}

/// A figure of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "the fields are those of data/claims.json")]
pub struct Figure {
    pub measure: String,
    pub group: String,
    pub text: String,
}

/// Why a text is no state of a site.
#[derive(Debug)]
pub enum SnapshotError {
    /// It is not JSON, or not this JSON.
    Unreadable(serde_json::Error),
    /// It has another format than the one that this program knows.
    Format(u32),
    /// What stands for a claim's key is none. Keys are all that is told of claims that are gone.
    Key,
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(formatter, "it is no `data/claims.json`: {error}"),
            Self::Format(format) => {
                write!(formatter, "it has format {format}, and this program knows {FORMAT}")
            }
            Self::Key => write!(formatter, "it is no `data/claims.json`: a claim's `id` is not `BRIEF#ID`"),
        }
    }
}

impl std::error::Error for SnapshotError {}

impl Snapshot {
    /// Reads a `data/claims.json`.
    ///
    /// # Errors
    /// When it is none, or one of another format.
    pub fn parse(bytes: &[u8]) -> Result<Self, SnapshotError> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        let Head { format } = serde_json::from_slice(bytes).map_err(SnapshotError::Unreadable)?;
        if format != FORMAT {
            return Err(SnapshotError::Format(format));
        }
        let document: Document = serde_json::from_slice(bytes).map_err(SnapshotError::Unreadable)?;
        debug_assert_eq!(document.format, FORMAT);
        if !document.claims.iter().all(|claim| is_key(&claim.id)) {
            return Err(SnapshotError::Key);
        }
        Ok(Self { claims: document.claims.into_iter().map(|claim| (claim.id.clone(), claim)).collect() })
    }

    /// What became of this state.
    #[must_use]
    pub fn changes(&self, now: &Self) -> Changes {
        let mut changes = Changes::default();
        for (id, claim) in &now.claims {
            match self.claims.get(id) {
                None => changes.added.push(claim.clone()),
                Some(before) => changes.compare(before, claim),
            }
        }
        let gone = self.claims.iter().filter(|(id, _)| !now.claims.contains_key(*id));
        changes.withdrawn.extend(gone.map(|(_, claim)| claim.clone()));
        changes.withdrawn.sort_by(|one, other| one.id.cmp(&other.id));
        changes
    }
}

fn is_key(id: &str) -> bool {
    let is_slug = |text: &str| text.parse::<Slug>().is_ok();
    id.split_once('#').is_some_and(|(brief, claim)| is_slug(brief) && is_slug(claim))
}

/// How a state differs from an earlier one; each list is in order of ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Claims that were not there.
    pub added: Vec<Claim>,
    /// Claims that say or rest on something else.
    pub changed: Vec<Changed>,
    /// Claims that are gone, and those that are no longer live.
    pub withdrawn: Vec<Claim>,
    /// Claims that bear another label.
    pub relabelled: Vec<Relabelled>,
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
    pub name: &'static str,
    /// What it was.
    pub before: String,
    /// What it is.
    pub now: String,
}

/// A claim that bears another label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Relabelled {
    /// As it is now.
    pub claim: Claim,
    /// The label that it bore.
    pub before: Option<String>,
    /// What the label is made from and that differs: what was written is among the changes.
    pub why: Vec<Field>,
    /// The same without a word of what was and is no more: for pages, which may not publish it again.
    #[serde(skip)]
    pub grounds: Vec<Ground>,
}

/// What a label is made from and that differs, of which nothing is told that stands in the earlier state alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// A count: its key, what it was, what it is.
    Count(&'static str, Option<[u32; 2]>, Option<[u32; 2]>),
    /// A list of actors: its key, who came, and how many went.
    Actors(&'static str, Vec<String>, usize),
}

impl Changes {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn compare(&mut self, before: &Claim, now: &Claim) {
        let fields = differing(WRITTEN, before, now);
        if !fields.is_empty() {
            self.changed.push(Changed { claim: now.clone(), fields });
        }
        if before.live && !now.live {
            self.withdrawn.push(now.clone());
        }
        if before.label != now.label {
            let why = differing(GROUNDS, before, now);
            let grounds = grounds(before, now);
            self.relabelled.push(Relabelled {
                claim: now.clone(),
                before: before.label.clone(),
                why,
                grounds,
            });
        }
    }
}

/// A field's name and its value as text.
type Named = (&'static str, fn(&Claim) -> String);

/// What a writer types.
const WRITTEN: &[Named] = &[
    ("by", |claim| claim.by.join(", ")),
    ("says", |claim| claim.says.clone().unwrap_or_default()),
    ("does", |claim| claim.does.clone().unwrap_or_default()),
    ("to", |claim| claim.to.join(", ")),
    ("about", |claim| claim.about.join(", ")),
    ("events", |claim| claim.events.join(", ")),
    ("sources", |claim| claim.sources.join(", ")),
    ("from", |claim| claim.from.join(", ")),
    ("first_hand", |claim| claim.first_hand.to_string()),
    ("date", |claim| claim.date.clone()),
    ("supports", |claim| claim.supports.join(", ")),
    ("denies", |claim| claim.denies.join(", ")),
    ("concedes", |claim| claim.concedes.join(", ")),
    ("questions", |claim| claim.questions.join(", ")),
    ("repeats", |claim| claim.repeats.join(", ")),
    ("replaces", |claim| claim.replaces.join(", ")),
    ("withdraws", |claim| claim.withdraws.join(", ")),
    ("figures", |claim| {
        let one = |figure: &Figure| format!("{} {} {}", figure.measure, figure.group, figure.text);
        claim.figures.iter().map(one).collect::<Vec<_>>().join(", ")
    }),
];

/// What a label is made from (METHOD, section 2).
const GROUNDS: &[Named] = &[
    ("live", |claim| claim.live.to_string()),
    ("origins", |claim| interval(claim.origins)),
    ("third_party", |claim| interval(claim.third_party)),
    ("known", |claim| claim.known.join(", ")),
    ("unknown", |claim| claim.unknown.join(", ")),
    ("denied_by", |claim| claim.denied_by.join(", ")),
    ("conceded_by", |claim| claim.conceded_by.join(", ")),
    ("conceded_in_part_by", |claim| claim.conceded_in_part_by.join(", ")),
];

fn differing(fields: &[Named], before: &Claim, now: &Claim) -> Vec<Field> {
    let field = |(name, value): &Named| {
        let (before, now) = (value(before), value(now));
        (before != now).then_some(Field { name, before, now })
    };
    fields.iter().filter_map(field).collect()
}

/// Names that are not known are in no list: how many they are is in the counts.
fn grounds(before: &Claim, now: &Claim) -> Vec<Ground> {
    let count = |name, of: fn(&Claim) -> Option<[u32; 2]>| {
        (of(before) != of(now)).then(|| Ground::Count(name, of(before), of(now)))
    };
    let actors = |name, of: fn(&Claim) -> &[String]| {
        let missing = |from: &[String], other: &[String]| -> Vec<String> {
            other.iter().filter(|one| !from.contains(one)).cloned().collect()
        };
        let (came, went) = (missing(of(before), of(now)), missing(of(now), of(before)).len());
        (!came.is_empty() || went > 0).then_some(Ground::Actors(name, came, went))
    };
    let all = [
        count("origins", |claim| claim.origins),
        count("third_party", |claim| claim.third_party),
        actors("known", |claim| &claim.known),
        actors("denied_by", |claim| &claim.denied_by),
        actors("conceded_by", |claim| &claim.conceded_by),
        actors("conceded_in_part_by", |claim| &claim.conceded_in_part_by),
    ];
    all.into_iter().flatten().collect()
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
        WRITTEN.iter().map(|(name, value)| format!("{name}: {:?}\n", value(self))).collect()
    }
}

impl fmt::Display for Changes {
    /// For people: a heading a kind of change, claims below it, what differs below these.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: [(&str, Vec<Told<'_>>); 4] = [
            ("added", self.added.iter().map(|claim| (claim, Vec::new())).collect()),
            ("changed", self.changed.iter().map(|one| (&one.claim, told(&one.fields))).collect()),
            ("withdrawn", self.withdrawn.iter().map(|claim| (claim, Vec::new())).collect()),
            ("other label", self.relabelled.iter().map(|one| (&one.claim, one.told())).collect()),
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

/// A claim, and lines on what differs.
type Told<'c> = (&'c Claim, Vec<String>);

impl Relabelled {
    fn told(&self) -> Vec<String> {
        let label = |label: &Option<String>| label.clone().unwrap_or_else(|| "none".to_owned());
        let mut lines = vec![format!("label: {} -> {}", label(&self.before), label(&self.claim.label))];
        lines.extend(told(&self.why));
        lines
    }
}

fn told(fields: &[Field]) -> Vec<String> {
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
