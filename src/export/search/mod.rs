//! The index of the search: files that a browser fetches piece by piece, a few for each question.
//!
//! `search/index.bin` says which file holds which terms and which records; the others are named by their content.
//! The format, the folding and the ranking are one specification, in the manual (`search.md`); the script that
//! reads it is the theme's `search.js`. Only what a [`Site`](crate::site::Site) holds can get in here.

mod bits;
pub mod fold;
mod gather;
mod kinds;
mod order;
mod postings;
mod records;
mod shards;

use std::collections::BTreeMap;

use serde::Serialize;
use strum::IntoEnumIterator as _;

use super::Material;
use crate::text::SitePath;
use kinds::Kind;
use order::Things;
use postings::Term;
use records::{Entry, FrequentWords, Records};
use shards::{cut, deflated, hash, path};

pub use shards::MOST_FILES;

/// The folder of the index in the output.
const FOLDER: &str = "search";

/// Raised when what is written here cannot be read by the script of before.
const FORMAT: u32 = 2;

/// How long a file of terms becomes, and one of records before it is packed, where there would not be too many, in
/// bytes: on a slow line of 30 KB a second, half a second each.
const USUAL_TERMS: usize = 14 * 1024;
const USUAL_RECORDS: usize = 28 * 1024;

/// The most files for terms and for the records of each kind; together with the root they are [`MOST_FILES`] at most.
const TERM_FILES: usize = 190;
const ACTOR_FILES: usize = 4;
const EVENT_FILES: usize = 8;
const BRIEF_FILES: usize = 31;
const CLAIM_FILES: usize = 150;
const SOURCE_FILES: usize = 12;
const PAGE_FILES: usize = 4;

/// The file that names the others.
#[derive(Serialize)]
struct Root {
    format: u32,
    /// The words that records write as two characters, in the order of these.
    words: String,
    /// The first term of each file, and its name.
    terms: Vec<(String, String)>,
    /// In the order of [`Kind`].
    kinds: Vec<KindRoot>,
}

/// Where the records of one kind are.
#[derive(Serialize)]
struct KindRoot {
    kind: &'static str,
    /// How many things of the kind there are.
    count: u32,
    /// The first thing of each file, and its name.
    files: Vec<(u32, String)>,
}

/// Where the root is.
#[must_use]
#[expect(clippy::expect_used, reason = "a constant path, and a test makes it")]
pub fn root() -> SitePath {
    SitePath::new(format!("{FOLDER}/index.bin")).expect("a path inside the output")
}

/// Whether a path is one that a file of an index can have.
#[must_use]
pub fn may_hold(path: &SitePath) -> bool {
    let name = path.as_str().strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/'));
    name.is_some_and(|name| name.ends_with(".bin"))
}

/// All files of the index.
#[must_use]
#[expect(clippy::expect_used, reason = "plain structs with text keys always serialise into memory")]
pub fn files(material: Material<'_>) -> BTreeMap<SitePath, Vec<u8>> {
    let things = Things::of(material.site);
    let mut files = BTreeMap::new();
    let postings = gather::postings(material, &things);
    let words = postings.frequent_words(FrequentWords::MOST, FREQUENT);
    let terms = terms(postings.into_terms(), &mut files);
    let frequent = FrequentWords::new(&words);
    let kinds = Kind::iter().map(|kind| {
        let (records, most) = records(kind, material, &things, &frequent);
        kind_root(kind, &records, most, &mut files)
    });
    let kinds = kinds.collect();
    let root = Root { format: FORMAT, words: words.join(" "), terms, kinds };
    files.insert(self::root(), deflated(&serde_json::to_vec(&root).expect("a root of plain structs")));
    files
}

/// A word that is met less often costs more in the list than it saves.
const FREQUENT: u32 = 16;

fn terms(mut terms: Vec<Term>, files: &mut BTreeMap<SitePath, Vec<u8>>) -> Vec<(String, String)> {
    let mut bytes = Vec::new();
    let mut lengths = Vec::with_capacity(terms.len());
    for term in &mut terms {
        let start = bytes.len();
        term.write(&mut bytes);
        lengths.push(bytes.len() - start);
    }
    let mut root = Vec::new();
    let (mut first, mut start) = (0, 0);
    for entries in cut(&lengths, USUAL_TERMS, TERM_FILES) {
        let end = start + lengths[first..first + entries].iter().sum::<usize>();
        root.push((terms[first].text.clone(), keep(bytes[start..end].to_vec(), files)));
        (first, start) = (first + entries, end);
    }
    root
}

fn records<'w>(
    kind: Kind,
    material: Material<'_>,
    things: &Things,
    words: &'w FrequentWords,
) -> (Records<'w>, usize) {
    match kind {
        Kind::Actor => (Records::actors(material, things, words), ACTOR_FILES),
        Kind::Event => (Records::events(material, things, words), EVENT_FILES),
        Kind::Brief => (Records::briefs(material, things, words), BRIEF_FILES),
        Kind::Claim => (Records::claims(material, things, words), CLAIM_FILES),
        Kind::Source => (Records::sources(material, things, words), SOURCE_FILES),
        Kind::Page => (Records::pages(material, things, words), PAGE_FILES),
    }
}

fn kind_root(
    kind: Kind,
    records: &Records<'_>,
    most: usize,
    files: &mut BTreeMap<SitePath, Vec<u8>>,
) -> KindRoot {
    let Records { text, entries, .. } = records;
    let lengths: Vec<usize> = entries.iter().map(|entry| entry.length).collect();
    let mut root = KindRoot { kind: kind.into(), count: 0, files: Vec::new() };
    let (mut first, mut start) = (0, 0);
    for number in cut(&lengths, USUAL_RECORDS, most) {
        let shard = &entries[first..first + number];
        let end = start + shard.iter().map(|entry| entry.length).sum::<usize>();
        root.files.push((root.count, keep(deflated(&text.as_bytes()[start..end]), files)));
        root.count += shard.iter().map(|Entry { things, .. }| things).sum::<u32>();
        (first, start) = (first + number, end);
    }
    root
}

/// Puts a file among the others and gives its name, which is longer where another file bears the short one.
fn keep(bytes: Vec<u8>, files: &mut BTreeMap<SitePath, Vec<u8>>) -> String {
    let hash = hash(&bytes);
    let is_free = |name: &&str| files.get(&path(name)).is_none_or(|other| *other == bytes);
    let name =
        [SHORT, hash.len()].iter().map(|length| &hash[..*length]).find(is_free).unwrap_or(&hash).to_owned();
    files.insert(path(&name), bytes);
    name
}

/// The letters of a usual name: 40 bits.
const SHORT: usize = 10;
