//! Writes the disk: the built site replaces the old one whole, or not at all.
//!
//! Files go to a [`Staging`] folder beside the output; [`Staging::publish`] exchanges the two folders and takes
//! the old one away, file by file, by the old manifest. A file that no manifest of ours lists, or that was edited
//! by hand, is never deleted: the whole build is refused first. `cli` begins and publishes; `pipeline` writes, from
//! many threads.

use std::io;
use std::sync::{Mutex, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};
use tempfile::TempDir;

use crate::text::SitePath;

mod built;
mod create;
mod exchange;
mod manifest;
mod map;
mod place;
mod previous;
mod save;
mod shard;

pub use built::{Built, stands_apart};
pub use create::create;
pub use manifest::MANIFEST;
pub use map::{Clash, OutputMap};
pub use save::save;
pub use shard::{SHARD, Shard, Sources, merge, record};

use manifest::{Fingerprint, Manifest};
use previous::Previous;

/// A build under way: a folder beside the output, removed again unless it is published.
///
/// ```text
/// let staging = Staging::begin(target, root, &["content", "themes"])?;
/// pages.par_iter().try_for_each(|page| staging.write(&page.path, &render(page)))?;
/// let report = staging.publish()?;
/// ```
#[derive(Debug)]
pub struct Staging {
    target: Utf8PathBuf,
    folder: TempDir,
    previous: Option<Previous>,
    written: Mutex<OutputMap<Fingerprint>>,
    folders: place::NewFolders,
}

/// How the published site differs from the one before it; in order of paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that were not there.
    pub new: Vec<SitePath>,
    /// Files with other bytes.
    pub changed: Vec<SitePath>,
    /// Files with the same bytes.
    pub unchanged: Vec<SitePath>,
    /// Files that are gone.
    pub removed: Vec<SitePath>,
}

/// Why nothing was published.
#[derive(Debug)]
pub enum OutputError {
    /// A safety rule forbids it; nothing was touched.
    Refused(Refusal),
    /// Two files would get the same path.
    Clash(Clash),
    /// The machine failed.
    Machine(io::Error),
}

/// The safety rule that an output folder breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is a link, a file, or a path with `..` through folders that do not exist.
    NotAFolder(Utf8PathBuf),
    /// It is, holds, or lies inside the sources.
    Sources {
        /// The output folder.
        target: Utf8PathBuf,
        /// The source folder that it would replace or lie in.
        source: Utf8PathBuf,
    },
    /// It is not empty and was not made by this program.
    NotOurs(Utf8PathBuf),
    /// It has a manifest that cannot be understood.
    BadManifest(Utf8PathBuf),
    /// It holds what this program did not write.
    Touched {
        /// The output folder.
        target: Utf8PathBuf,
        /// Files, links and folders that the manifest does not list.
        foreign: Vec<String>,
        /// Files that were edited since.
        edited: Vec<String>,
    },
    /// New sources would overwrite these files.
    Exists(Vec<Utf8PathBuf>),
    /// Shares that are not one site: everything that keeps them from it.
    Shards(Vec<String>),
}

impl Staging {
    /// Makes a folder beside the output. `site` is the site's folder, `sources` are its folders that may not hold
    /// the output.
    ///
    /// # Errors
    /// [`OutputError::Refused`] when the output folder must not be replaced; else when the machine fails.
    pub fn begin(target: &Utf8Path, site: &Utf8Path, sources: &[&str]) -> Result<Self, OutputError> {
        let target = place::resolve(target)?;
        place::refuse_sources(&target, site, sources)?;
        let previous = Previous::read(&target)?;
        let (folder, folders) = place::stage_beside(&target)?;
        Ok(Self { target, folder, previous, written: Mutex::default(), folders })
    }

    /// Writes one file; any thread may call it at any time.
    ///
    /// # Errors
    /// When the path is taken, or the machine fails.
    pub fn write(&self, path: &SitePath, bytes: &[u8]) -> Result<(), OutputError> {
        if path.as_str() == MANIFEST {
            return Err(OutputError::Clash(Clash { first: path.clone(), second: path.clone() }));
        }
        let fingerprint = Fingerprint::of(bytes);
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let known_folder = written.insert(path.clone(), fingerprint)?;
        let file = self.folder().join(path.as_str());
        if known_folder == map::Folder::New {
            fs_err::create_dir_all(file.parent().unwrap_or(self.folder()))?;
        }
        drop(written);
        Ok(fs_err::write(file, bytes)?)
    }

    /// Puts the new site in the place of the old one and takes the old one away.
    ///
    /// # Errors
    /// When the old site was touched meanwhile, or the machine fails. The old site then stands as it was, unless
    /// the message names the folder that could not be taken away.
    pub fn publish(self) -> Result<Report, OutputError> {
        // Dropped in reverse order: the staging folder goes before the folders above it.
        let Self { target, previous, written, mut folders, folder } = self;
        let manifest = Manifest::new(written.into_inner().unwrap_or_else(PoisonError::into_inner));
        let stage = place::path_of(&folder).to_owned();
        fs_err::write(stage.join(MANIFEST), manifest.to_json()?)?;
        let Some(previous) = previous else {
            fs_err::rename(&stage, &target)?;
            folders.keep();
            let _moved = folder.keep();
            return Ok(manifest.report(&Manifest::default()));
        };
        previous.recheck(&target)?;
        let old = exchange::exchange(folder, &target)?;
        let report = manifest.report(previous.manifest());
        previous.remove(&old)?;
        Ok(report)
    }

    fn folder(&self) -> &Utf8Path {
        place::path_of(&self.folder)
    }
}

impl From<io::Error> for OutputError {
    fn from(error: io::Error) -> Self {
        Self::Machine(error)
    }
}

impl From<Refusal> for OutputError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Clash> for OutputError {
    fn from(clash: Clash) -> Self {
        Self::Clash(clash)
    }
}

impl std::fmt::Display for OutputError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(formatter),
            Self::Clash(clash) => clash.fmt(formatter),
            Self::Machine(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for OutputError {}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotAFolder(target) => write!(formatter, "the output folder `{target}` is not a folder"),
            Self::Sources { target, source } => {
                write!(formatter, "the output folder `{target}` would overlap the sources in `{source}`")
            }
            Self::NotOurs(target) => write!(
                formatter,
                "the output folder `{target}` is not empty and was not made by variorum (it has no `{MANIFEST}`)"
            ),
            Self::BadManifest(target) => {
                write!(formatter, "the manifest `{target}/{MANIFEST}` cannot be understood")
            }
            Self::Touched { target, foreign, edited } => {
                write!(formatter, "the output folder `{target}` holds what variorum did not write")?;
                list(formatter, "not ours", foreign)?;
                list(formatter, "edited by hand", edited)
            }
            Self::Exists(paths) => {
                formatter.write_str("nothing was written, for that would overwrite")?;
                paths.iter().try_for_each(|path| write!(formatter, "\n  `{path}`"))
            }
            Self::Shards(misfits) => {
                formatter.write_str("the shares do not make one site, so nothing was written")?;
                misfits.iter().try_for_each(|misfit| write!(formatter, "\n  {misfit}"))
            }
        }
    }
}

/// Names at most ten paths, then counts.
fn list(formatter: &mut std::fmt::Formatter<'_>, what: &str, paths: &[String]) -> std::fmt::Result {
    const SHOWN: usize = 10;
    for path in paths.iter().take(SHOWN) {
        write!(formatter, "\n  {what}: `{path}`")?;
    }
    match paths.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => write!(formatter, "\n  {what}: {more} more"),
    }
}

#[cfg(test)]
mod tests;
