//! A folder that a build of ours filled, and its removal: the only place that deletes what was written.
//!
//! It is found once, every file held against the list that the build left in it; what that list does not name, or
//! what was edited since, refuses the whole build. What is removed is exactly what was found then, file by file.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::time::SystemTime;

use camino::Utf8Path;
use rayon::prelude::*;
use walkdir::WalkDir;

use super::manifest::{Fingerprint, MANIFEST, Manifest};
use super::place::{exists, named};
use super::stage::LOG;
use super::{OutputError, Refusal};
use crate::text::SitePath;

/// A folder in which nothing but what we wrote was found.
#[derive(Debug)]
pub(super) struct Tree {
    /// What a finished build listed; nothing in the folder of one that was not finished.
    manifest: Manifest,
    /// Every file and folder in it.
    found: BTreeMap<String, Stamp>,
}

/// By which a change is noticed without reading the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stamp {
    File {
        size: u64,
        modified: Option<SystemTime>,
    },
    Folder,
    /// A link, pipe or device: never ours.
    Other,
}

impl Tree {
    /// The site in a folder: nothing if there is no such folder.
    pub(super) fn published(folder: &Utf8Path) -> Result<Option<Self>, OutputError> {
        match look(folder)? {
            None => Ok(None),
            Some(found) => Self::of_manifest(folder, found).map(Some),
        }
    }

    /// What a build left that was not finished: by its log, if it still has one.
    pub(super) fn left(folder: &Utf8Path) -> Result<Option<Self>, OutputError> {
        match look(folder)? {
            None => Ok(None),
            Some(found) if found.contains_key(LOG) => Self::of_log(folder, found).map(Some),
            Some(found) => Self::of_manifest(folder, found).map(Some),
        }
    }

    fn of_manifest(folder: &Utf8Path, found: BTreeMap<String, Stamp>) -> Result<Self, OutputError> {
        let manifest = match found.get(MANIFEST) {
            None if found.is_empty() => Manifest::default(),
            None => return Err(Refusal::NotOurs(folder.to_owned()).into()),
            Some(Stamp::File { .. }) => Manifest::parse(&fs_err::read(folder.join(MANIFEST))?)
                .ok_or_else(|| Refusal::BadManifest(folder.to_owned()))?,
            Some(_) => return Err(Refusal::BadManifest(folder.to_owned()).into()),
        };
        let listed = manifest.paths().map(SitePath::as_str).chain([MANIFEST]).collect();
        let foreign = foreign(&listed, &found);
        let edited = edited(folder, &manifest, &found)?;
        refuse(folder, foreign, edited)?;
        Ok(Self { manifest, found })
    }

    /// Files that were half written have no hash to be held against; that they are named must do.
    fn of_log(folder: &Utf8Path, found: BTreeMap<String, Stamp>) -> Result<Self, OutputError> {
        let log = fs_err::read(folder.join(LOG))?;
        let log = String::from_utf8_lossy(&log);
        let listed = log.lines().filter(|line| SitePath::new(*line).is_ok()).chain([LOG]).collect();
        refuse(folder, foreign(&listed, &found), Vec::new())?;
        Ok(Self { manifest: Manifest::default(), found })
    }

    pub(super) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Whether every file is there that the manifest lists: nobody has begun to remove it.
    pub(super) fn is_whole(&self) -> bool {
        self.found.contains_key(MANIFEST)
            && self.manifest.paths().all(|path| self.found.contains_key(path.as_str()))
    }

    /// Makes sure that nobody touched the folder while the build ran.
    pub(super) fn recheck(&self, folder: &Utf8Path) -> Result<(), OutputError> {
        let (mut foreign, mut edited) = (Vec::new(), Vec::new());
        for (path, stamp) in list(folder)? {
            match self.found.get(&path) {
                None => foreign.push(path),
                Some(before) if *before != stamp => edited.push(path),
                Some(_) => {}
            }
        }
        refuse(folder, foreign, edited)
    }

    /// Removes the tree, which now stands at `folder`; its list goes last, so that a build that is killed meanwhile
    /// leaves what the next one knows how to remove. A file that came in at the last moment is left there.
    pub(super) fn remove(&self, folder: &Utf8Path) -> io::Result<()> {
        let is_file = |stamp: &Stamp| matches!(stamp, Stamp::File { .. });
        let (files, folders): (Vec<_>, Vec<_>) = self.found.iter().partition(|(_, stamp)| is_file(stamp));
        let is_list = |path: &str| [LOG, MANIFEST].contains(&path);
        let (lists, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| is_list(path));
        files.par_iter().try_for_each(|(path, _)| gone(fs_err::remove_file(folder.join(path))))?;
        for (path, _) in folders.into_iter().rev() {
            gone(fs_err::remove_dir(folder.join(path)))?;
        }
        // In this order: the manifest of an unfinished build may be half written, so its log goes last.
        for (path, _) in lists {
            gone(fs_err::remove_file(folder.join(path)))?;
        }
        fs_err::remove_dir(folder)
    }
}

/// Everything in a folder; nothing if there is no such folder.
fn look(folder: &Utf8Path) -> Result<Option<BTreeMap<String, Stamp>>, OutputError> {
    if !exists(folder)? {
        return Ok(None);
    }
    if !fs_err::symlink_metadata(folder)?.is_dir() {
        return Err(Refusal::NotAFolder(folder.to_owned()).into());
    }
    Ok(Some(list(folder)?))
}

/// What is gone already need not be removed.
fn gone(result: std::io::Result<()>) -> std::io::Result<()> {
    result.or_else(|error| if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// Everything below a folder, by its path in it, a folder before what it holds.
pub(super) fn list(folder: &Utf8Path) -> io::Result<BTreeMap<String, Stamp>> {
    let mut found = BTreeMap::new();
    for entry in WalkDir::new(folder).min_depth(1).follow_links(false) {
        let entry = entry.map_err(|error| named(folder, &error.into()))?;
        let metadata = entry.metadata().map_err(|error| named(entry.path(), &error.into()))?;
        let stamp = match metadata.file_type() {
            kind if kind.is_dir() => Stamp::Folder,
            kind if kind.is_file() => {
                Stamp::File { size: metadata.len(), modified: metadata.modified().ok() }
            }
            _ => Stamp::Other,
        };
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        // A name that is not UTF-8 is none of ours; whatever stands for it is foreign too.
        found.insert(below.to_string_lossy().into_owned(), stamp);
    }
    Ok(found)
}

pub(super) fn foreign(listed: &BTreeSet<&str>, found: &BTreeMap<String, Stamp>) -> Vec<String> {
    let folders: BTreeSet<&Utf8Path> =
        listed.iter().flat_map(|path| Utf8Path::new(path).ancestors().skip(1)).collect();
    let ours = |path: &str, stamp: &Stamp| match stamp {
        Stamp::File { .. } => listed.contains(path),
        Stamp::Folder => folders.contains(Utf8Path::new(path)),
        Stamp::Other => false,
    };
    found.iter().filter(|(path, stamp)| !ours(path, stamp)).map(|(path, _)| path.clone()).collect()
}

/// Listed files whose bytes are no longer those that were written.
fn edited(
    folder: &Utf8Path,
    manifest: &Manifest,
    found: &BTreeMap<String, Stamp>,
) -> Result<Vec<String>, OutputError> {
    let present = manifest.iter().filter_map(|(path, written)| match found.get(path.as_str())? {
        Stamp::File { size, .. } => Some((path, *size, written)),
        _ => None,
    });
    let present: Vec<_> = present.collect();
    let judge = |(path, size, written): &(&SitePath, u64, &Fingerprint)| {
        let is_edited = is_edited(&folder.join(path.as_str()), *size, written)?;
        Ok(is_edited.then(|| path.as_str().to_owned()))
    };
    let edited: Vec<Option<String>> = present.par_iter().map(judge).collect::<io::Result<_>>()?;
    Ok(edited.into_iter().flatten().collect())
}

fn is_edited(file: &Utf8Path, size: u64, written: &Fingerprint) -> io::Result<bool> {
    Ok(size != written.size || Fingerprint::of_file(file)? != *written)
}

fn refuse(folder: &Utf8Path, foreign: Vec<String>, edited: Vec<String>) -> Result<(), OutputError> {
    if foreign.is_empty() && edited.is_empty() {
        return Ok(());
    }
    Err(Refusal::Touched { folder: folder.to_owned(), foreign, edited }.into())
}
