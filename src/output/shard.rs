//! A share of a site, built on its own machine, and the union of all shares.
//!
//! Every share says of which sources it is made, which part it is and of what whole ([`SHARD`]); [`merge`] takes
//! shares that prove to be one site, and only such. The union is what one build would have written, byte for byte.
//! `pipeline` writes shares, `cli` merges them.

use std::str::FromStr;

use camino::Utf8PathBuf;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Built, OutputError, Refusal, Staging, own_paths};
use crate::text::SitePath;

/// The record's name in a share's folder; no part of the site.
pub const SHARD: &str = ".variorum-shard.json";

/// Of the record's own shape; a merge refuses any other.
const FORMAT: u32 = 1;

/// Which part of how many; written `2/4`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Shard {
    number: usize,
    of: usize,
}

/// A sum over everything that an output is made from.
#[derive(Clone, Debug, Default)]
pub struct Sources(Sha256);

/// What a share says of itself.
#[derive(Debug, PartialEq, Eq, Deserialize, Serialize)]
struct Record {
    format: u32,
    version: String,
    /// The sum of [`Sources`].
    sources: String,
    #[serde(flatten)]
    shard: Shard,
    /// How many files the whole site has, and a sum over their paths.
    files: usize,
    paths: String,
}

impl Shard {
    /// Whether the file at this place of the site's list, from 0, is in the share. Neighbours go to different
    /// shares, so that each gets its part of the long pages.
    #[must_use]
    pub const fn holds(self, place: usize) -> bool {
        place % self.of == self.number - 1
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let count = |text: &str| text.parse().ok().filter(|count: &usize| *count > 0);
        let parts = text.split_once('/').and_then(|(number, of)| Some((count(number)?, count(of)?)));
        match parts {
            Some((number, of)) if number <= of => Ok(Self { number, of }),
            _ => Err("write the part and the number of parts, such as `2/4`".to_owned()),
        }
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}", self.number, self.of)
    }
}

impl Sources {
    /// Adds something by its name; the order counts.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        for part in [name.as_bytes(), bytes] {
            self.0.update((part.len() as u64).to_le_bytes());
            self.0.update(part);
        }
    }

    fn sum(self) -> String {
        hexadecimal(self.0)
    }
}

fn hexadecimal(sum: Sha256) -> String {
    sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The record of a share of a site that has these files.
///
/// # Errors
/// Never in practice: numbers and texts are always written.
pub fn record<'p>(
    shard: Shard,
    sources: Sources,
    paths: impl IntoIterator<Item = &'p SitePath>,
) -> Result<Vec<u8>, OutputError> {
    let (files, paths) = sum_of(paths);
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let record = Record { format: FORMAT, version, sources: sources.sum(), shard, files, paths };
    let mut json = serde_json::to_vec_pretty(&record).map_err(std::io::Error::from)?;
    json.push(b'\n');
    Ok(json)
}

/// How many paths there are, and a sum over them.
fn sum_of<'p>(paths: impl IntoIterator<Item = &'p SitePath>) -> (usize, String) {
    let (mut count, mut sum) = (0, Sha256::default());
    for path in paths {
        count += 1;
        sum.update(path.as_str());
        sum.update(b"\n");
    }
    (count, hexadecimal(sum))
}

/// A share as it stands on the disk.
struct Share {
    built: Built,
    record: Record,
}

/// Writes the union of the shares in these folders.
///
/// # Errors
/// [`Refusal::Shards`] with everything that keeps them from being one site, before anything is written;
/// [`Refusal::Touched`] for a file that was edited since; else when the machine fails.
pub fn merge(folders: &[Utf8PathBuf], staging: &Staging) -> Result<(), OutputError> {
    let shares: Vec<Share> = folders.iter().map(open).collect::<Result<_, _>>()?;
    let misfits = misfits(&shares);
    if !misfits.is_empty() {
        return Err(Refusal::Shards(misfits).into());
    }
    let files: Vec<(&Built, &SitePath)> =
        shares.iter().flat_map(|share| share.paths().map(|path| (&share.built, path))).collect();
    files.par_iter().try_for_each(|(built, path)| staging.write(path, &built.read(path)?))
}

fn open(folder: &Utf8PathBuf) -> Result<Share, OutputError> {
    let built = Built::open(folder)?;
    let no_share = || Refusal::Shards(vec![format!("`{folder}` is no share: it has no `{SHARD}`")]);
    let path = built.files().map(|(path, ..)| path).find(|path| path.as_str() == SHARD);
    let json = built.read(path.ok_or_else(no_share)?)?;
    let record: Option<Record> = serde_json::from_slice(&json).ok();
    let record = record.filter(|record| record.format == FORMAT).ok_or_else(|| {
        Refusal::Shards(vec![format!("`{folder}/{SHARD}` cannot be understood; build the share anew")])
    })?;
    Ok(Share { built, record })
}

impl Share {
    /// Of the site's files in it: all but the lists that every output has.
    fn paths(&self) -> impl Iterator<Item = &SitePath> {
        let own: Vec<SitePath> = own_paths().collect();
        let is_of_site = move |path: &&SitePath| path.as_str() != SHARD && !own.contains(path);
        self.built.files().map(|(path, ..)| path).filter(is_of_site)
    }
}

/// Everything that keeps shares from being one site.
fn misfits(shares: &[Share]) -> Vec<String> {
    let Some(first) = shares.first() else { return vec!["no share was given".to_owned()] };
    let mut found = Vec::new();
    for share in &shares[1..] {
        found.extend(difference(first, share));
    }
    if !found.is_empty() {
        return found;
    }
    for number in 1..=first.record.shard.of {
        let shard = Shard { number, ..first.record.shard };
        match shares.iter().filter(|share| share.record.shard == shard).count() {
            0 => found.push(format!("share {shard} is missing")),
            1 => {}
            _ => found.push(format!("share {shard} is given twice")),
        }
    }
    let mut paths: Vec<&SitePath> = shares.iter().flat_map(Share::paths).collect();
    paths.sort_unstable();
    let twice = paths.windows(2).filter(|pair| pair[0] == pair[1]);
    found.extend(twice.map(|pair| format!("`{}` is in two shares", pair[0])));
    if found.is_empty() && sum_of(paths) != (first.record.files, first.record.paths.clone()) {
        found.push("the shares do not hold the files of the whole site; build them anew".to_owned());
    }
    found
}

/// What two shares do not have in common.
fn difference(first: &Share, other: &Share) -> Option<String> {
    let (one, two) = (&first.record, &other.record);
    let what = if one.version != two.version {
        "were built by different versions of variorum"
    } else if one.shard.of != two.shard.of {
        "are of different numbers of shares"
    } else if one.sources != two.sources {
        "are not built from the same sources and settings"
    } else if (one.files, &one.paths) != (two.files, &two.paths) {
        "are of sites with different files; if an embargo ended between them, build them anew"
    } else {
        return None;
    };
    Some(format!("`{}` and `{}` {what}", first.built.root(), other.built.root()))
}
