//! A state of a site's claims, read from `data/claims.json`.
//!
//! What is not told of changes is not kept, and lists that are empty take no room: a site may have hundreds of
//! thousands of claims, and two states of it are in memory at once.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use strum::IntoEnumIterator as _;

use crate::value::slug::Slug;
use crate::value::word::Relation;

/// The only format there is.
const FORMAT: u32 = 2;

/// The claims of a site at one time, by id, and what says the same.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    pub(super) claims: BTreeMap<String, Claim>,
    pub(super) propositions: BTreeMap<String, Proposition>,
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
    pub point: Option<String>,
    pub sources: Vec<String>,
    pub from: Vec<String>,
    pub basis: String,
    pub date: Option<String>,
    #[serde(flatten)]
    pub relations: Relations,
    pub figures: Vec<Figure>,
    pub quote: Option<String>,
    pub quote_translation: Option<String>,
    pub note: Option<String>,
    pub verdict: Option<Box<Verdict>>,
    pub credibility: Option<u8>,
    pub likelihood: Option<String>,
    pub confidence: Option<String>,
    pub speaker_likelihood: Option<String>,
    pub speaker_confidence: Option<String>,
    pub state: Option<String>,
    pub state_by: Vec<String>,
    pub proposition: Option<String>,
    pub backing: Option<String>,
    pub origins: Option<[u32; 2]>,
    pub third_party: Option<[u32; 2]>,
    pub reception: Option<String>,
    pub url: String,
}

/// A figure of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "the fields are those of data/claims.json")]
pub struct Figure {
    pub measure: String,
    pub group: String,
    pub text: String,
    pub are: String,
}

/// The verdict of a fact-check.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "the fields are those of data/claims.json")]
pub struct Verdict {
    pub rating: u8,
    pub name: Option<String>,
    pub why: Option<String>,
}

/// The claims at the other ends of each relation; those of which there are none are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relations(Vec<(Relation, Vec<String>)>);

/// What says the same, from whom it comes, and who answers it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Proposition {
    id: String,
    pub(super) known: Vec<String>,
    pub(super) unknown: Vec<String>,
    #[serde(flatten)]
    pub(super) received: Received,
}

/// By whom it is received in which way, by the lists' keys (`contested_by`); those that are empty are left out.
#[derive(Clone, Debug, Default)]
pub(super) struct Received(pub(super) BTreeMap<String, Vec<String>>);

/// How the keys of these lists end.
const RECEIVED: &str = "_by";

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
            Self::Format(format) if *format < FORMAT => write!(
                formatter,
                "it has format {format}, and this program knows {FORMAT}: build the state that it is of again with \
                 this version of the program"
            ),
            Self::Format(format) => write!(
                formatter,
                "it has format {format}, and this program knows {FORMAT}: compare it with a newer version of the program"
            ),
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
        #[derive(Deserialize)]
        struct Document {
            claims: Vec<Claim>,
            #[serde(default)]
            propositions: Vec<Proposition>,
        }
        let Head { format } = serde_json::from_slice(bytes).map_err(SnapshotError::Unreadable)?;
        if format != FORMAT {
            return Err(SnapshotError::Format(format));
        }
        let document: Document = serde_json::from_slice(bytes).map_err(SnapshotError::Unreadable)?;
        if !document.claims.iter().all(|claim| is_key(&claim.id)) {
            return Err(SnapshotError::Key);
        }
        let propositions = document.propositions.into_iter();
        Ok(Self {
            claims: document.claims.into_iter().map(|claim| (claim.id.clone(), claim)).collect(),
            propositions: propositions.map(|one| (one.id.clone(), one)).collect(),
        })
    }

    /// The proposition of a claim, if it is told.
    pub(super) fn proposition(&self, claim: &Claim) -> Option<&Proposition> {
        self.propositions.get(claim.proposition.as_deref()?)
    }
}

fn is_key(id: &str) -> bool {
    id.split_once('#')
        .is_some_and(|(brief, claim)| brief.parse::<Slug>().is_ok() && claim.parse::<Slug>().is_ok())
}

impl Relations {
    /// The claims at the other ends of one relation.
    #[must_use]
    pub fn of(&self, relation: Relation) -> &[String] {
        let found = self.0.iter().find(|(own, _)| *own == relation);
        found.map(|(_, others)| others.as_slice()).unwrap_or_default()
    }
}

impl Serialize for Relations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Relation::iter().map(|relation| (relation.key(), self.of(relation))))
    }
}

impl<'de> Deserialize<'de> for Relations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut lists = lists(deserializer, |key| Relation::iter().find(|relation| relation.key() == key))?;
        lists.sort_unstable_by_key(|(relation, _)| *relation);
        Ok(Self(lists))
    }
}

impl<'de> Deserialize<'de> for Received {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let lists = lists(deserializer, |key| key.ends_with(RECEIVED).then(|| key.to_owned()))?;
        Ok(Self(lists.into_iter().collect()))
    }
}

/// The lists of a map whose keys are known, but for the empty ones.
fn lists<'de, D: Deserializer<'de>, K>(
    deserializer: D,
    known: impl Fn(&str) -> Option<K>,
) -> Result<Vec<(K, Vec<String>)>, D::Error> {
    deserializer.deserialize_map(Lists(known))
}

struct Lists<F>(F);

impl<'de, K, F: Fn(&str) -> Option<K>> Visitor<'de> for Lists<F> {
    type Value = Vec<(K, Vec<String>)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object with lists")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let Some(key) = (self.0)(&key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let list: Vec<String> = map.next_value()?;
            if !list.is_empty() {
                found.push((key, list));
            }
        }
        Ok(found)
    }
}
