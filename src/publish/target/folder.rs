//! A folder of this machine: numbered releases, and a link `current` that is exchanged in one step.
//!
//! ```text
//! PATH/current -> releases/00000012
//! PATH/releases/00000012/.variorum-publish.json
//! ```
//! Unchanged files are hard links to those of the release before, foreign ones are taken along. A release is taken
//! away whole once it is older than those to keep.

use std::sync::atomic::AtomicUsize;

use camino::{Utf8Path, Utf8PathBuf};

use super::super::local::sha256;
use super::super::manifest::Entry;
use super::super::parallel::{Done, each};
use super::super::plan::Standing;
use super::super::{Context, Fault, MANIFEST, Refusal};
use super::{Batch, Commit, Start, Target};
use crate::config::publish;
use crate::input::{CONTENT, THEMES};
use crate::output::{flush, stands_apart};
use crate::text::SitePath;

pub(super) const CURRENT: &str = "current";
pub(super) const RELEASES: &str = "releases";

pub(super) struct Folder {
    path: Utf8PathBuf,
    keep: usize,
    /// The name of the release that `current` leads to.
    current: Option<String>,
    stage: Option<Stage>,
}

/// A release that nobody sees yet; taken away unless it is kept.
struct Stage {
    path: Utf8PathBuf,
    name: String,
    kept: bool,
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be removed is removed by the next run.
            let _left = fs_err::remove_dir_all(&self.path);
        }
    }
}

/// The name of a release's folder: digits enough that names sort as numbers do.
pub(super) fn release_name(generation: u64) -> String {
    format!("{generation:08}")
}

impl Folder {
    pub(super) fn open(settings: &publish::Folder, context: &Context<'_>) -> Result<Self, Fault> {
        let path = context.root.join(&settings.path);
        let folders = [CONTENT, THEMES, context.output.as_str()];
        let path = stands_apart(&path, context.root, &folders)?;
        Ok(Self { path, keep: settings.keep, current: None, stage: None })
    }

    fn releases_folder(&self) -> Utf8PathBuf {
        self.path.join(RELEASES)
    }

    fn not_ours(&self, what: &str) -> Fault {
        Refusal::NotOurs(format!("`{}` {what}", self.path)).into()
    }

    /// The release that `current` leads to.
    fn find_current(&self) -> Result<Option<String>, Fault> {
        let link = self.path.join(CURRENT);
        if link.symlink_metadata().is_err() {
            return Ok(None);
        }
        let strange = || self.not_ours("has a `current` that is no link to one of its releases");
        let leads_to = link.read_link_utf8().map_err(|_| strange())?;
        let name = leads_to.strip_prefix(RELEASES).map_err(|_| strange())?;
        let is_number = name.as_str().parse::<u64>().is_ok();
        if is_number { Ok(Some(name.to_string())) } else { Err(strange()) }
    }

    fn stage(&mut self) -> Result<&mut Stage, Fault> {
        self.stage.as_mut().ok_or_else(|| Fault::Machine(std::io::Error::other("no run has begun")))
    }

    fn numbers(&self) -> Result<Vec<u64>, Fault> {
        let folder = self.releases_folder();
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let mut numbers = Vec::new();
        for entry in folder.read_dir_utf8()? {
            numbers.extend(entry?.file_name().parse::<u64>());
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// Takes away old releases, and what runs left that did not end.
    fn tidy(&self) -> Result<(), Fault> {
        let folder = self.releases_folder();
        for entry in folder.read_dir_utf8()? {
            let entry = entry?;
            if entry.file_name().starts_with(".run-") {
                fs_err::remove_dir_all(entry.path())?;
            }
        }
        let numbers = self.numbers()?;
        for number in &numbers[..numbers.len().saturating_sub(self.keep)] {
            fs_err::remove_dir_all(folder.join(release_name(*number)))?;
        }
        Ok(())
    }
}

impl Target for Folder {
    fn is_live(&self) -> bool {
        false
    }

    fn look(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        self.current = self.find_current()?;
        let Some(name) = &self.current else {
            let is_empty = !self.path.is_dir() || self.path.read_dir_utf8()?.next().is_none();
            let begun = self.releases_folder().is_dir() && self.numbers()?.is_empty();
            return if is_empty || begun {
                Ok(None)
            } else {
                Err(self.not_ours("is not empty and has no `current`"))
            };
        };
        Ok(Some(fs_err::read(self.releases_folder().join(name).join(MANIFEST))?))
    }

    fn probe(&self, paths: &[&SitePath], _: &AtomicUsize) -> Result<Vec<Standing>, Fault> {
        let Some(name) = &self.current else { return Ok(vec![Standing::Absent; paths.len()]) };
        let release = self.releases_folder().join(name);
        let standing = |path: &&SitePath| {
            let file = release.join(path.as_str());
            match file.symlink_metadata() {
                Err(_) => Ok(Standing::Absent),
                Ok(metadata) if metadata.is_file() => {
                    let bytes = fs_err::read(file)?;
                    let (sha256, size) = (sha256(&bytes), bytes.len() as u64);
                    Ok(Standing::Holds(Entry { sha256, size, headers: Default::default() }))
                }
                Ok(_) => Ok(Standing::Unknown),
            }
        };
        paths.iter().map(standing).collect()
    }

    fn begin(&mut self, start: &Start<'_>) -> Result<(), Fault> {
        let releases = self.releases_folder();
        fs_err::create_dir_all(&releases)?;
        let path = releases.join(format!(".run-{}", start.run));
        fs_err::create_dir(&path)?;
        let stage = Stage { path, name: release_name(start.generation), kept: false };
        let replaced: std::collections::HashSet<&str> =
            start.replaced.iter().map(|path| path.as_str()).chain([MANIFEST]).collect();
        if let Some(current) = &self.current {
            link_tree(&releases.join(current), &stage.path, &|path| !replaced.contains(path))?;
        }
        if let Some(generation) = start.restore {
            link_tree(&releases.join(release_name(generation)), &stage.path, &|path| path != MANIFEST)?;
        }
        self.stage = Some(stage);
        Ok(())
    }

    fn send(&mut self, batch: &Batch<'_>) -> Done {
        let stage = match self.stage() {
            Ok(stage) => stage.path.clone(),
            Err(fault) => return Done { fault: Some(fault), ..Done::default() },
        };
        each(&batch.paths, batch.stop, |path| {
            let file = stage.join(path.as_str());
            fs_err::create_dir_all(file.parent().unwrap_or(&stage))?;
            // Something foreign that is taken over may be a hard link to an older release: it is not written into.
            if file.symlink_metadata().is_ok() {
                fs_err::remove_file(&file)?;
            }
            Ok(fs_err::write(file, batch.bytes(path)?)?)
        })
    }

    fn withdraw(&mut self, _: &[SitePath], _: &AtomicUsize) -> Done {
        Done::default()
    }

    fn commit(&mut self, end: &Commit<'_>) -> Result<(), Fault> {
        let (root, releases) = (self.path.clone(), self.releases_folder());
        let stage = self.stage()?;
        fs_err::write(stage.path.join(MANIFEST), end.manifest)?;
        flush(&stage.path)?;
        // Fails if another run has made a release of this number: that one has won.
        let release = releases.join(&stage.name);
        if release.exists() || fs_err::rename(&stage.path, &release).is_err() {
            return Err(Fault::Conflict(format!("`{release}` was made by another run meanwhile")));
        }
        stage.kept = true;
        let link = root.join(format!(".{CURRENT}-{}", stage.name));
        if link.symlink_metadata().is_ok() {
            fs_err::remove_file(&link)?;
        }
        symlink(&Utf8Path::new(RELEASES).join(&stage.name), &link)?;
        fs_err::rename(&link, root.join(CURRENT))?;
        self.tidy()
    }

    fn releases(&mut self) -> Result<Vec<u64>, Fault> {
        self.numbers()
    }

    fn release(&mut self, generation: u64) -> Result<Vec<u8>, Fault> {
        Ok(fs_err::read(self.releases_folder().join(release_name(generation)).join(MANIFEST))?)
    }
}

/// Makes a tree of hard links to the files of another that are wanted; of links, copies.
fn link_tree(from: &Utf8Path, to: &Utf8Path, wanted: &dyn Fn(&str) -> bool) -> Result<(), Fault> {
    let mut open = vec![Utf8PathBuf::new()];
    while let Some(folder) = open.pop() {
        for entry in from.join(&folder).read_dir_utf8()? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            let kind = entry.file_type()?;
            if kind.is_dir() {
                open.push(path);
                continue;
            }
            if !wanted(path.as_str()) {
                continue;
            }
            let target = to.join(&path);
            fs_err::create_dir_all(target.parent().unwrap_or(to))?;
            if target.symlink_metadata().is_ok() {
                fs_err::remove_file(&target)?;
            }
            if kind.is_symlink() {
                symlink(&entry.path().read_link_utf8()?, &target)?;
            } else if fs_err::hard_link(entry.path(), &target).is_err() {
                // Some file systems know no hard links.
                fs_err::copy(entry.path(), &target)?;
            }
        }
    }
    Ok(())
}

#[cfg(unix)]
fn symlink(to: &Utf8Path, at: &Utf8Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

#[cfg(not(unix))]
fn symlink(_: &Utf8Path, at: &Utf8Path) -> std::io::Result<()> {
    let reason = format!("`{at}` would be a link, which this system does not give to everybody");
    Err(std::io::Error::new(std::io::ErrorKind::Unsupported, reason))
}
