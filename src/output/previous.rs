//! The site that stands in the output folder, and its removal: the only place that deletes what was published.
//!
//! At the beginning every file is held against the manifest, hash included; at the end only its size and time, which
//! is quick. What is removed is exactly what was found then, file by file.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use walkdir::WalkDir;

use super::manifest::{Fingerprint, MANIFEST, Manifest};
use super::place::named;
use super::{OutputError, Refusal};
use crate::text::SitePath;

/// A site of ours that was found whole and untouched.
#[derive(Debug)]
pub(super) struct Previous {
    manifest: Manifest,
    /// Every file and folder in it.
    found: BTreeMap<String, Stamp>,
}

/// By which a change is noticed without reading the file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stamp {
    File {
        size: u64,
        modified: Option<SystemTime>,
    },
    Folder,
    /// A link, pipe or device: never ours.
    Other,
}

impl Previous {
    /// What stands in the output folder: nothing if there is no such folder.
    pub(super) fn read(target: &Utf8Path) -> Result<Option<Self>, OutputError> {
        if target.symlink_metadata().is_err() {
            return Ok(None);
        }
        let found = list(target)?;
        let manifest = match found.get(MANIFEST) {
            None if found.is_empty() => Manifest::default(),
            None => return Err(Refusal::NotOurs(target.to_owned()).into()),
            Some(Stamp::File { .. }) => Manifest::parse(&fs_err::read(target.join(MANIFEST))?)
                .ok_or_else(|| Refusal::BadManifest(target.to_owned()))?,
            Some(_) => return Err(Refusal::BadManifest(target.to_owned()).into()),
        };
        let foreign = foreign(&manifest, &found);
        let edited = edited(target, &manifest, &found)?;
        refuse(target, foreign, edited)?;
        Ok(Some(Self { manifest, found }))
    }

    pub(super) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Makes sure that nobody touched the folder while the build ran.
    pub(super) fn recheck(&self, target: &Utf8Path) -> Result<(), OutputError> {
        let (mut foreign, mut edited) = (Vec::new(), Vec::new());
        for (path, stamp) in list(target)? {
            match self.found.get(&path) {
                None => foreign.push(path),
                Some(before) if *before != stamp => edited.push(path),
                Some(_) => {}
            }
        }
        refuse(target, foreign, edited)
    }

    /// Removes the old tree, which now stands at `old`. A file that came in at the last moment is left there.
    pub(super) fn remove(&self, old: &Utf8Path) -> Result<(), OutputError> {
        let is_file = |stamp: &Stamp| matches!(stamp, Stamp::File { .. });
        let (files, folders): (Vec<_>, Vec<_>) = self.found.iter().partition(|(_, stamp)| is_file(stamp));
        files.par_iter().try_for_each(|(path, _)| gone(fs_err::remove_file(old.join(path))))?;
        for (path, _) in folders.into_iter().rev() {
            gone(fs_err::remove_dir(old.join(path)))?;
        }
        Ok(fs_err::remove_dir(old)?)
    }
}

/// What is gone already need not be removed.
fn gone(result: std::io::Result<()>) -> std::io::Result<()> {
    result.or_else(|error| if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// Everything below a folder, by its path in it, a folder before what it holds.
fn list(target: &Utf8Path) -> Result<BTreeMap<String, Stamp>, OutputError> {
    let mut found = BTreeMap::new();
    for entry in WalkDir::new(target).min_depth(1).follow_links(false) {
        let entry = entry.map_err(|error| named(target, &error.into()))?;
        let metadata = entry.metadata().map_err(|error| named(entry.path(), &error.into()))?;
        let stamp = match metadata.file_type() {
            kind if kind.is_dir() => Stamp::Folder,
            kind if kind.is_file() => {
                Stamp::File { size: metadata.len(), modified: metadata.modified().ok() }
            }
            _ => Stamp::Other,
        };
        let below = entry.path().strip_prefix(target).unwrap_or(entry.path());
        // A name that is not UTF-8 is none of ours; whatever stands for it is foreign too.
        found.insert(below.to_string_lossy().into_owned(), stamp);
    }
    Ok(found)
}

fn foreign(manifest: &Manifest, found: &BTreeMap<String, Stamp>) -> Vec<String> {
    let files: BTreeSet<&str> = manifest.paths().map(SitePath::as_str).chain([MANIFEST]).collect();
    let folders: BTreeSet<&Utf8Path> =
        files.iter().flat_map(|path| Utf8Path::new(path).ancestors().skip(1)).collect();
    let ours = |path: &str, stamp: &Stamp| match stamp {
        Stamp::File { .. } => files.contains(path),
        Stamp::Folder => folders.contains(Utf8Path::new(path)),
        Stamp::Other => false,
    };
    found.iter().filter(|(path, stamp)| !ours(path, stamp)).map(|(path, _)| path.clone()).collect()
}

/// Listed files whose bytes are no longer those that were written.
fn edited(
    target: &Utf8Path,
    manifest: &Manifest,
    found: &BTreeMap<String, Stamp>,
) -> Result<Vec<String>, OutputError> {
    let present: Vec<&SitePath> = manifest.paths().filter(|path| found.contains_key(path.as_str())).collect();
    let judged: Vec<Option<String>> =
        present.par_iter().map(|path| edited_file(target, manifest, path)).collect::<Result<_, _>>()?;
    Ok(judged.into_iter().flatten().collect())
}

fn edited_file(
    target: &Utf8Path,
    manifest: &Manifest,
    path: &SitePath,
) -> Result<Option<String>, OutputError> {
    let file: Utf8PathBuf = target.join(path.as_str());
    if !file.symlink_metadata().is_ok_and(|metadata| metadata.is_file()) {
        return Ok(None);
    }
    let now = Fingerprint::of(&fs_err::read(file)?);
    Ok((manifest.get(path) != Some(&now)).then(|| path.as_str().to_owned()))
}

fn refuse(target: &Utf8Path, foreign: Vec<String>, edited: Vec<String>) -> Result<(), OutputError> {
    if foreign.is_empty() && edited.is_empty() {
        return Ok(());
    }
    Err(Refusal::Touched { target: target.to_owned(), foreign, edited }.into())
}
