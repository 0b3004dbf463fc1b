//! Where the output stands, whether it may stand there, and the staging folder beside it.
//!
//! A path is made real (links in its parents resolved) before it is judged, so that no link can smuggle the output
//! into the sources. Folders that had to be made above the output are taken away again if nothing is published.

use std::io;
use std::path::PathBuf;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use tempfile::TempDir;

use super::{OutputError, Refusal};

/// Folders made above the output; removed when dropped, unless kept.
#[derive(Debug, Default)]
pub(super) struct NewFolders(Vec<Utf8PathBuf>);

impl NewFolders {
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

/// Makes the staging folder, on the output's own file system, and the folders above it that are missing.
pub(super) fn stage_beside(target: &Utf8Path) -> Result<(TempDir, NewFolders), OutputError> {
    let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else {
        return Err(Refusal::NotAFolder(target.to_owned()).into());
    };
    let mut folders = NewFolders::default();
    let missing: Vec<_> = parent.ancestors().take_while(|folder| !folder.exists()).collect();
    for folder in missing.into_iter().rev() {
        fs_err::create_dir(folder)?;
        folders.0.push(folder.to_owned());
    }
    let prefix = format!(".{name}.variorum-");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix);
    world_readable(&mut builder);
    let folder = builder.tempdir_in(parent).map_err(|error| named(parent, &error))?;
    if Utf8Path::from_path(folder.path()).is_none() {
        return Err(Refusal::NotAFolder(target.to_owned()).into());
    }
    Ok((folder, folders))
}

/// The path of a staging folder: UTF-8, for so are its parent and our own prefix.
pub(super) fn path_of(folder: &TempDir) -> &Utf8Path {
    Utf8Path::from_path(folder.path()).unwrap_or(Utf8Path::new(""))
}

/// A web server must be able to read what becomes the output; the user's umask still holds.
fn world_readable(builder: &mut tempfile::Builder<'_, '_>) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o777));
    }
}

/// The same error with the path in its words.
pub(super) fn named(path: impl Into<PathBuf>, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{}`: {error}", path.into().display()))
}
