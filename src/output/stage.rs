//! The folder beside the output in which a site is made, and the log of what was put there.
//!
//! A path stands in the log before its file is made. So a folder that a killed build left can be emptied without
//! touching a file that somebody else put there. The log goes when the manifest is complete, which then says the same.

use std::fs::FileTimes;
use std::io::{self, Write as _};

use camino::{Utf8Path, Utf8PathBuf};

use super::manifest::Fingerprint;
use super::place::named;
use super::tree::Tree;
use crate::text::SitePath;

/// The log's name in the staging folder.
pub(super) const LOG: &str = ".variorum.log";

/// The name that a link bears in the staging folder before it takes the place of a file.
pub(super) const SPARE: &str = ".variorum.same";

/// The folder; taken away when dropped, unless [`Stage::keep`] was called.
#[derive(Debug)]
pub(super) struct Stage {
    path: Utf8PathBuf,
    log: Option<fs_err::File>,
    end: End,
}

/// What becomes of the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    TakenAway,
    Kept,
}

impl Stage {
    /// Makes the folder, which must not exist.
    pub(super) fn make(path: Utf8PathBuf) -> io::Result<Self> {
        fs_err::create_dir(&path)?;
        let mut stage = Self { path, log: None, end: End::TakenAway };
        let options = fs_err::OpenOptions::new().append(true).create_new(true).open(stage.path.join(LOG));
        stage.log = Some(options?);
        Ok(stage)
    }

    /// Says that a file will be made. Each entry begins and ends with a line break: one that a full disk cut short
    /// does not spoil the next.
    pub(super) fn announce(&self, path: &SitePath) -> io::Result<()> {
        let Some(log) = &self.log else { return Ok(()) };
        let mut log = log;
        log.write_all(format!("\n{path}\n").as_bytes())
    }

    /// Makes the folder of a path.
    pub(super) fn make_folder_of(&self, path: &SitePath) -> io::Result<()> {
        let file = self.path.join(path.as_str());
        fs_err::create_dir_all(file.parent().unwrap_or(&self.path))
    }

    /// Makes a file that was announced. Its time follows from its bytes.
    pub(super) fn put(&self, path: &SitePath, bytes: &[u8], fingerprint: &Fingerprint) -> io::Result<()> {
        let mut file = self.open(path)?;
        file.write_all(bytes)?;
        date(&file, fingerprint)
    }

    /// Makes a file that was announced, with nothing in it yet; [`date`] ends it.
    pub(super) fn open(&self, path: &SitePath) -> io::Result<fs_err::File> {
        fs_err::OpenOptions::new().write(true).create_new(true).open(self.path.join(path.as_str()))
    }

    /// Makes a file that was announced by a hard link to one with the same bytes. Says whether that was possible.
    pub(super) fn link(&self, path: &SitePath, same: &Utf8Path) -> io::Result<Linked> {
        let path = self.path.join(path.as_str());
        link(same, &path).map_err(|error| named(&path, &error))
    }

    /// Puts a hard link to a file with the same bytes in the place of one that was made; where that is not possible,
    /// it stays. Goes by way of [`SPARE`], which was announced, so one thread at a time may do it.
    pub(super) fn replace_by_link(&self, path: &SitePath, same: &Utf8Path) -> io::Result<Linked> {
        let spare = self.path.join(SPARE);
        let linked = link(same, &spare).map_err(|error| named(&spare, &error))?;
        if linked == Linked::Yes {
            fs_err::rename(&spare, self.path.join(path.as_str()))?;
        }
        Ok(linked)
    }

    /// The manifest is complete and lists every file: the log goes, and everything is flushed to the disk at once.
    /// An `fsync` a file was measured to cost more than the whole build.
    pub(super) fn close(&mut self) -> io::Result<()> {
        self.log = None;
        fs_err::remove_file(self.path.join(LOG))?;
        flush(&self.path)
    }

    /// The folder has become the output.
    pub(super) fn keep(&mut self) {
        self.end = End::Kept;
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if self.end == End::TakenAway {
            self.log = None;
            // A failure is being told already; what cannot be taken away now, the next build takes away.
            let _left = Tree::left(&self.path).map(|tree| tree.map(|tree| tree.remove(&self.path)));
        }
    }
}

/// Gives a file the time that follows from its bytes.
pub(super) fn date(file: &fs_err::File, fingerprint: &Fingerprint) -> io::Result<()> {
    let times = FileTimes::new().set_modified(fingerprint.time());
    file.file().set_times(times).map_err(|error| named(file.path(), &error))
}

/// Whether a file was made by a hard link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Linked {
    Yes,
    /// The file system has no links, or not between these two.
    Impossible,
}

#[cfg(unix)]
fn link(same: &Utf8Path, path: &Utf8Path) -> io::Result<Linked> {
    use rustix::io::Errno;
    match rustix::fs::link(same.as_std_path(), path.as_std_path()) {
        Ok(()) => Ok(Linked::Yes),
        // The last is for a file that somebody deleted meanwhile.
        Err(Errno::PERM | Errno::MLINK | Errno::XDEV | Errno::OPNOTSUPP | Errno::NOSYS | Errno::NOENT) => {
            Ok(Linked::Impossible)
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(unix))]
fn link(_: &Utf8Path, _: &Utf8Path) -> io::Result<Linked> {
    Ok(Linked::Impossible)
}

/// Waits until what was written to a folder's file system is on the disk, as far as the system can tell.
///
/// # Errors
/// When the machine fails.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub fn flush(folder: &Utf8Path) -> io::Result<()> {
    let opened = fs_err::File::open(folder)?;
    rustix::fs::syncfs(opened.file()).map_err(|error| named(folder, &error.into()))
}

/// Waits until what was written is on the disk, as far as the system can tell.
///
/// # Errors
/// Never.
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
pub fn flush(_: &Utf8Path) -> io::Result<()> {
    rustix::fs::sync();
    Ok(())
}

/// There is no such wait here.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
pub fn flush(_: &Utf8Path) -> io::Result<()> {
    Ok(())
}
