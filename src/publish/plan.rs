//! What a run would do: the difference between what is to stand there and what does, every withdrawn file named.
//!
//! What the manifest there says is believed, save for files that a run which did not end may have written: of those,
//! and of files that are new, the target is asked.

use std::collections::BTreeMap;

use super::manifest::{Entry, Manifest};
use crate::text::SitePath;

/// What a run would do; lists are in order of paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The number of the state that comes about.
    pub generation: u64,
    /// Files that are not there.
    pub new: Vec<Change>,
    /// Files that stand there otherwise.
    pub changed: Vec<Change>,
    /// Files of ours that stand there and are no longer in the site.
    pub withdrawn: Vec<SitePath>,
    /// How many files stand there as they should.
    pub unchanged: usize,
    /// How many files of ours stand there before the run.
    pub there: usize,
    /// Files that are not ours in the place of new ones.
    pub foreign: Vec<SitePath>,
    /// Whether an earlier run began and is not known to have ended.
    pub resumes: bool,
}

/// A file that is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub path: SitePath,
    /// In bytes.
    pub size: u64,
    /// What is other than it should be.
    pub why: Why,
}

/// Why a file is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its bytes.
    Bytes,
    /// Only the headers that it is served with.
    Headers,
}

/// How a path is found at a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing is there.
    Absent,
    /// A file with these bytes and headers.
    Holds(Entry),
    /// Something whose bytes the target cannot tell.
    Unknown,
}

impl Plan {
    /// How many bytes are sent.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.sent().map(|change| change.size).sum()
    }

    /// The files that are sent.
    pub fn sent(&self) -> impl Iterator<Item = &Change> {
        self.new.iter().chain(&self.changed)
    }

    /// Whether all stands as it should.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.withdrawn.is_empty() && !self.resumes
    }
}

/// The paths that the target must be asked of: new ones, where something foreign may stand, and uncertain ones.
pub(super) fn doubtful<'plan>(
    files: &'plan BTreeMap<SitePath, Entry>,
    there: &'plan Manifest,
) -> Vec<&'plan SitePath> {
    let uncertain: Vec<&SitePath> = there.uncertain().filter(|path| files.contains_key(*path)).collect();
    let is_new =
        |path: &&SitePath| !there.files.contains_key(*path) && uncertain.binary_search(path).is_err();
    let mut paths: Vec<_> = files.keys().filter(is_new).collect();
    paths.extend(uncertain);
    paths.sort();
    paths
}

/// The difference. `asked` holds how the doubtful paths were found.
pub(super) fn plan(
    files: &BTreeMap<SitePath, Entry>,
    there: &Manifest,
    asked: &BTreeMap<&SitePath, Standing>,
) -> Plan {
    let ours = |path: &SitePath| {
        there.files.contains_key(path)
            || there.unfinished.as_ref().is_some_and(|unfinished| unfinished.files.contains_key(path))
    };
    let mut plan = Plan {
        generation: there.generation + 1,
        there: there.files.len(),
        resumes: there.unfinished.is_some(),
        ..Plan::default()
    };
    for (path, wanted) in files {
        let standing = match asked.get(path) {
            Some(standing) => standing.clone(),
            None => there.files.get(path).map_or(Standing::Absent, |entry| Standing::Holds(entry.clone())),
        };
        let change = |why| Change { path: path.clone(), size: wanted.size, why };
        match standing {
            Standing::Absent => plan.new.push(change(Why::Bytes)),
            Standing::Holds(entry) if entry == *wanted => plan.unchanged += 1,
            Standing::Holds(entry) if ours(path) => {
                let why = if entry.sha256 == wanted.sha256 { Why::Headers } else { Why::Bytes };
                plan.changed.push(change(why));
            }
            Standing::Unknown if ours(path) => plan.changed.push(change(Why::Bytes)),
            Standing::Holds(_) | Standing::Unknown => {
                plan.foreign.push(path.clone());
                plan.changed.push(change(Why::Bytes));
            }
        }
    }
    let mut withdrawn: Vec<SitePath> = there
        .files
        .keys()
        .chain(there.uncertain())
        .filter(|path| !files.contains_key(*path))
        .cloned()
        .collect();
    withdrawn.sort();
    withdrawn.dedup();
    Plan { withdrawn, ..plan }
}
