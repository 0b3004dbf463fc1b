//! The data of an earlier build, which the settings name: bytes that no other file of the folder is like.
//!
//! It may be far larger than a text that somebody wrote, so it is no part of [`Files`](crate::text::Files). It is read
//! once, and again only when it was written to. `pipeline` makes the changes since of it.

use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::memory::Stamp;
use super::{InputError, unreadable, walk};
use crate::text::SitePath;

/// Largest file that is read. The data of 100,000 briefs is less than half of it.
const MOST_BYTES: u64 = 1 << 30;

/// The file that the settings name, as it was read.
#[derive(Clone, Debug)]
pub struct Earlier {
    path: SitePath,
    stamp: Option<Stamp>,
    read: Read,
}

/// What reading came to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Read {
    Bytes(Arc<[u8]>),
    Nothing(&'static str),
}

impl Earlier {
    /// Reads the file; `before` is what is known of it, if anything.
    pub(super) fn read(root: &Utf8Path, path: &SitePath, before: Option<&Self>) -> Result<Self, InputError> {
        let (whole, stamp) = match look(root, path)? {
            Ok(found) => found,
            Err(why) => return Ok(Self { path: path.clone(), stamp: None, read: Read::Nothing(why) }),
        };
        match before.filter(|before| before.path == *path && before.stamp == Some(stamp)) {
            Some(before) => Ok(before.clone()),
            None => {
                let bytes = fs_err::read(&whole).map_err(|source| unreadable(&whole, source))?;
                Ok(Self { path: path.clone(), stamp: Some(stamp), read: Read::Bytes(bytes.into()) })
            }
        }
    }

    /// Its path, relative to the site's folder.
    #[must_use]
    pub const fn path(&self) -> &SitePath {
        &self.path
    }

    /// Its bytes.
    ///
    /// # Errors
    /// In words, why there are none: what the author can mend.
    pub const fn bytes(&self) -> Result<&Arc<[u8]>, &'static str> {
        match &self.read {
            Read::Bytes(bytes) => Ok(bytes),
            Read::Nothing(why) => Err(why),
        }
    }

    /// Whether it is the same file with the same bytes.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.path == other.path && self.read == other.read
    }
}

/// Where the file is; else what the author has to mend.
type Looked = Result<(Utf8PathBuf, Stamp), &'static str>;

/// No link on the way is followed, for it could lead out of the folder.
fn look(root: &Utf8Path, path: &SitePath) -> Result<Looked, InputError> {
    let mut whole = root.to_owned();
    for part in path.as_str().split('/') {
        whole.push(part);
        if walk::is_link(&whole) {
            return Ok(Err("a link leads to it, and links are not followed"));
        }
    }
    match whole.symlink_metadata() {
        Ok(metadata) if !metadata.is_file() => Ok(Err("it is not a regular file")),
        Ok(metadata) if metadata.len() > MOST_BYTES => Ok(Err("it is larger than 1 GiB")),
        Ok(metadata) => Ok(Ok((whole, Stamp::of(&metadata)))),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(Err("there is no such file"))
        }
        Err(error) => Err(unreadable(&whole, error)),
    }
}
