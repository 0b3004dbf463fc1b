//! What one reading of a folder leaves to the next: which files it read, under which ids.
//!
//! A file is taken to be the same while its size, its times and its inode are, unless it is named as changed: two
//! saves within one tick of the file system's clock leave the same stamp. `input` alone uses it.

use std::collections::{BTreeSet, HashMap};
use std::fs::Metadata;
use std::time::SystemTime;

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::Diagnostic;
use crate::text::{FileId, Files};

/// What tells that a file was written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    modified: Option<SystemTime>,
    size: u64,
    /// Change time and inode where there are such: a file put in the place of another may bear its times.
    identity: [i64; 3],
}

impl Stamp {
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self { modified: metadata.modified().ok(), size: metadata.len(), identity: identity(metadata) }
    }
}

impl std::fmt::Display for Stamp {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { modified, size, identity } = self;
        write!(formatter, "{modified:?} {size} {identity:?}")
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> [i64; 3] {
    use std::os::unix::fs::MetadataExt as _;
    [metadata.ctime(), metadata.ctime_nsec(), metadata.ino().cast_signed()]
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> [i64; 3] {
    [0; 3]
}

/// What readings know of files.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// The ids of all paths that ever were: a file that comes back has its old one.
    pub(super) ids: HashMap<Utf8PathBuf, FileId>,
    /// What the reading before this one knew.
    pub(super) before: Known,
    /// What this one knows.
    pub(super) now: Known,
}

impl Memory {
    /// For a reading after this one, to which the changed files are unknown.
    pub(super) fn for_another(&self, changed: &BTreeSet<Utf8PathBuf>) -> Self {
        let mut before = self.now.clone();
        before.files.retain(|path, _| !changed.contains(path));
        Self { ids: self.ids.clone(), before, now: Known::default() }
    }

    /// Lets go of the texts that were not read or kept this time, and of what was known before.
    pub(super) fn forget(&mut self, files: &mut Files) {
        let gone = self.ids.iter().filter(|(path, _)| !self.now.files.contains_key(*path));
        gone.for_each(|(_, file)| files.replace(*file, ""));
        self.before = Known::default();
    }
}

/// Files and what is wrong with them.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    files: HashMap<Utf8PathBuf, (FileId, Stamp)>,
    findings: HashMap<FileId, Vec<Diagnostic>>,
}

impl Known {
    /// The file at a path and what is wrong with it, if it is still as it was.
    pub(super) fn unchanged(&self, path: &Utf8Path, stamp: Stamp) -> Option<(FileId, &[Diagnostic])> {
        let (file, _) = self.files.get(path).filter(|(_, known)| *known == stamp)?;
        Some((*file, self.findings.get(file).map_or(&[], Vec::as_slice)))
    }

    /// The file at a path, if it was read and nothing was wrong with it as a file.
    pub(super) fn sound(&self, path: &Utf8Path) -> Option<FileId> {
        let (file, _) = self.files.get(path)?;
        (!self.findings.contains_key(file)).then_some(*file)
    }

    pub(super) fn note(&mut self, path: Utf8PathBuf, file: FileId, stamp: Stamp, findings: &[Diagnostic]) {
        self.files.insert(path, (file, stamp));
        if !findings.is_empty() {
            self.findings.insert(file, findings.to_vec());
        }
    }
}
