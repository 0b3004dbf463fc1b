//! Where the output stands, whether it may stand there, and the names beside it that are ours.
//!
//! A path is made real (links in its parents resolved) before it is judged, so that no link can smuggle the output
//! into the sources. Folders that had to be made above the output are taken away again if nothing is published.

use std::io;
use std::path::PathBuf;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

use super::{OutputError, Refusal};

/// The output folder and the two names beside it. They are fixed, so that the next build finds what a killed one
/// left.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The output folder, which need not exist.
    pub(super) target: Utf8PathBuf,
    /// The folder that it lies in.
    pub(super) parent: Utf8PathBuf,
    /// Where the new site is built; after the exchange, where the old one is taken away.
    pub(super) stage: Utf8PathBuf,
    /// Where the old site goes on a file system that cannot exchange two folders.
    pub(super) aside: Utf8PathBuf,
}

impl Place {
    /// Judges an output folder. `site` is the site's folder, `sources` are its folders that may not hold the output.
    pub(super) fn find(target: &Utf8Path, site: &Utf8Path, sources: &[&str]) -> Result<Self, OutputError> {
        let target = resolve(target)?;
        refuse_sources(&target, site, sources)?;
        let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else {
            return Err(Refusal::NotAFolder(target).into());
        };
        let beside = |word| parent.join(format!(".{name}.variorum-{word}"));
        Ok(Self { parent: parent.to_owned(), stage: beside("new"), aside: beside("old"), target })
    }

    /// A folder on another file system, or one that others have mounted, cannot be exchanged.
    pub(super) fn refuse_mount_point(&self) -> io::Result<()> {
        #[cfg(unix)]
        if exists(&self.target)? {
            use std::os::unix::fs::MetadataExt as _;
            let device = |path: &Utf8Path| Ok::<_, io::Error>(fs_err::symlink_metadata(path)?.dev());
            if device(&self.target)? != device(&self.parent)? {
                let words = "is a mount point, and cannot be replaced in one step; build into a folder in it";
                return Err(io::Error::new(
                    io::ErrorKind::CrossesDevices,
                    format!("`{}` {words}", self.target),
                ));
            }
        }
        Ok(())
    }
}

/// Whether there is anything of this name, be it a link that leads nowhere.
pub(super) fn exists(path: &Utf8Path) -> io::Result<bool> {
    match fs_err::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Folders made above the output; removed when dropped, unless kept.
#[derive(Debug, Default)]
pub(super) struct NewFolders(Vec<Utf8PathBuf>);

impl NewFolders {
    /// Makes the missing ones of a path.
    pub(super) fn make(path: &Utf8Path) -> io::Result<Self> {
        let mut folders = Self::default();
        let missing: Vec<_> = path.ancestors().take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev() {
            match fs_err::create_dir(folder) {
                Ok(()) => folders.0.push(folder.to_owned()),
                // Another build came first: the folder is there, and is not ours to take away.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Ok(folders)
    }

    /// The output was published: the folders stay.
    pub(super) fn keep(&mut self) {
        self.0.clear();
    }
}

impl Drop for NewFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // Only an empty folder can be removed this way; whatever somebody put into it meanwhile stays.
            let _still_used = fs_err::remove_dir(folder);
        }
    }
}

/// The real, absolute path of the output folder, which need not exist.
pub(super) fn resolve(target: &Utf8Path) -> Result<Utf8PathBuf, OutputError> {
    let absolute = camino::absolute_utf8(target)?;
    let not_a_folder = || Refusal::NotAFolder(absolute.clone());
    match absolute.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => return Ok(absolute.canonicalize_utf8()?),
        Ok(_) => return Err(not_a_folder().into()),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
        Err(error) => return Err(named(&absolute, &error).into()),
    }
    let base = absolute.ancestors().find(|folder| folder.exists()).ok_or_else(not_a_folder)?;
    let rest = absolute.strip_prefix(base).map_err(|_| not_a_folder())?;
    let plain = rest.components().all(|part| matches!(part, Utf8Component::Normal(_)));
    if !plain || !base.is_dir() {
        return Err(not_a_folder().into());
    }
    Ok(base.canonicalize_utf8()?.join(rest))
}

/// The output may lie in the site's folder, but may not be it, hold it, or overlap one of the sources.
pub(super) fn refuse_sources(
    target: &Utf8Path,
    site: &Utf8Path,
    sources: &[&str],
) -> Result<(), OutputError> {
    let site = site.canonicalize_utf8().map_err(|error| named(site, &error))?;
    let folders = sources.iter().flat_map(|source| {
        let folder = site.join(source);
        let real = folder.canonicalize_utf8().ok();
        [Some(folder), real].into_iter().flatten()
    });
    let overlapped = folders.filter(|folder| target.starts_with(folder) || folder.starts_with(target));
    let held = site.starts_with(target).then(|| site.clone());
    match held.into_iter().chain(overlapped).next() {
        Some(source) => Err(Refusal::Sources { target: target.to_owned(), source }.into()),
        None => Ok(()),
    }
}

/// The same error with the path in its words.
pub(super) fn named(path: impl Into<PathBuf>, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{}`: {error}", path.into().display()))
}
