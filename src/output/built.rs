//! The site that stands in the output folder, for those who bring it elsewhere.
//!
//! What is read is what the manifest lists, byte for byte: a file that was edited since is refused. `publish` calls
//! it.

use camino::{Utf8Path, Utf8PathBuf};

use super::manifest::{Fingerprint, MANIFEST, Manifest};
use super::{OutputError, Refusal};
use crate::text::SitePath;

/// A site that was built.
#[derive(Debug)]
pub struct Built {
    root: Utf8PathBuf,
    manifest: Manifest,
}

impl Built {
    /// Looks at an output folder.
    ///
    /// # Errors
    /// [`OutputError::Refused`] when it is not one of ours; else when the machine fails.
    pub fn open(root: &Utf8Path) -> Result<Self, OutputError> {
        let path = root.join(MANIFEST);
        if path.symlink_metadata().is_err() {
            return Err(Refusal::NotOurs(root.to_owned()).into());
        }
        let manifest =
            Manifest::parse(&fs_err::read(path)?).ok_or_else(|| Refusal::BadManifest(root.to_owned()))?;
        Ok(Self { root: root.to_owned(), manifest })
    }

    /// The folder.
    #[must_use]
    pub fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// Every file but the manifest, with its SHA-256 in lower-case hexadecimal and its size in bytes; in order of
    /// paths.
    pub fn files(&self) -> impl Iterator<Item = (&SitePath, String, u64)> {
        self.manifest.iter().map(|(path, fingerprint)| (path, fingerprint.hex(), fingerprint.size))
    }

    /// A file's bytes, which are those that were built.
    ///
    /// # Errors
    /// [`Refusal::Touched`] when they are others by now; else when the machine fails.
    pub fn read(&self, path: &SitePath) -> Result<Vec<u8>, OutputError> {
        let bytes = fs_err::read(self.root.join(path.as_str()))?;
        if self.manifest.get(path) == Some(&Fingerprint::of(&bytes)) {
            return Ok(bytes);
        }
        let edited = vec![path.as_str().to_owned()];
        Err(Refusal::Touched { folder: self.root.clone(), foreign: Vec::new(), edited }.into())
    }
}

/// The real path of a folder that a site may be brought to: one that neither holds nor lies in the site's sources
/// or its output.
///
/// # Errors
/// [`OutputError::Refused`] when it overlaps them, or is no folder; else when the machine fails.
pub fn stands_apart(
    target: &Utf8Path,
    site: &Utf8Path,
    folders: &[&str],
) -> Result<Utf8PathBuf, OutputError> {
    let target = super::place::resolve(target)?;
    super::place::refuse_sources(&target, site, folders)?;
    Ok(target)
}
