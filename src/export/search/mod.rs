//! The index of the search: files that a browser fetches piece by piece, a few for each question.
//!
//! `search/index.json` says which file holds which terms and which records; the others are named by their content.
//! The format, the folding and the ranking are one specification, in the manual (`search.md`); the script that
//! reads it is the theme's `search.js`. Only what a [`Site`](crate::site::Site) holds can get in here.

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

use super::{Material, json_line};
use crate::text::SitePath;
use kinds::Kind;
use order::Things;
use records::{Entry, Records};
use shards::{cut, pack};

pub use shards::MOST_FILES;

/// The folder of the index in the output.
const FOLDER: &str = "search";

/// Raised when what is written here cannot be read by the script of before.
const FORMAT: u32 = 1;

/// The most files for terms and for the records of each kind; together with the root they are [`MOST_FILES`] at most.
const TERM_FILES: usize = 120;
const ACTOR_FILES: usize = 8;
const EVENT_FILES: usize = 16;
const BRIEF_FILES: usize = 75;
const CLAIM_FILES: usize = 140;
const SOURCE_FILES: usize = 32;
const PAGE_FILES: usize = 8;

/// The file that names the others.
#[derive(Serialize)]
struct Root {
    format: u32,
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
    SitePath::new(format!("{FOLDER}/index.json")).expect("a path inside the output")
}

/// All files of the index.
#[must_use]
pub fn files(material: Material<'_>) -> BTreeMap<SitePath, Vec<u8>> {
    let things = Things::of(material.site);
    let mut files = BTreeMap::new();
    let terms = terms(material, &things, &mut files);
    let kinds = Kind::iter().map(|kind| kind_root(kind, material, &things, &mut files)).collect();
    files.insert(root(), json_line(&Root { format: FORMAT, terms, kinds }));
    files
}

fn terms(
    material: Material<'_>,
    things: &Things,
    files: &mut BTreeMap<SitePath, Vec<u8>>,
) -> Vec<(String, String)> {
    let mut terms = gather::postings(material, things).into_terms();
    let mut bytes = Vec::new();
    let mut lengths = Vec::with_capacity(terms.len());
    for term in &mut terms {
        let start = bytes.len();
        term.write(&mut bytes);
        lengths.push(bytes.len() - start);
    }
    let mut root = Vec::new();
    let (mut first, mut start) = (0, 0);
    for entries in cut(&lengths, TERM_FILES) {
        let end = start + lengths[first..first + entries].iter().sum::<usize>();
        root.push((terms[first].text.clone(), keep(&bytes[start..end], files)));
        (first, start) = (first + entries, end);
    }
    root
}

fn kind_root(
    kind: Kind,
    material: Material<'_>,
    things: &Things,
    files: &mut BTreeMap<SitePath, Vec<u8>>,
) -> KindRoot {
    let (records, most) = match kind {
        Kind::Actor => (records::actors(material.site, things), ACTOR_FILES),
        Kind::Event => (records::events(material.site, things), EVENT_FILES),
        Kind::Brief => (records::briefs(material.site, things), BRIEF_FILES),
        Kind::Claim => (records::claims(material, things), CLAIM_FILES),
        Kind::Source => (records::sources(material.site, things), SOURCE_FILES),
        Kind::Page => (records::pages(material, things), PAGE_FILES),
    };
    let Records { json, entries } = records;
    let lengths: Vec<usize> = entries.iter().map(|entry| entry.length).collect();
    let mut root = KindRoot { kind: kind.into(), count: 0, files: Vec::new() };
    let (mut first, mut start) = (0, 0);
    for number in cut(&lengths, most) {
        let shard = &entries[first..first + number];
        let end = start + shard.iter().map(|entry| entry.length).sum::<usize>();
        // The last record's comma gives way to the bracket.
        let list = [b"[", &json[start..end - 1], b"]"].concat();
        root.files.push((root.count, keep(&list, files)));
        root.count += shard.iter().map(|Entry { things, .. }| things).sum::<u32>();
        (first, start) = (first + number, end);
    }
    root
}

/// Packs a file and puts it among the others.
fn keep(bytes: &[u8], files: &mut BTreeMap<SitePath, Vec<u8>>) -> String {
    let shard = pack(bytes);
    files.insert(shard.path(), shard.bytes);
    shard.name
}
