//! One build at a time: a lock on the folder that the output lies in.
//!
//! It is the folder itself that is locked (`flock`), so that no lock file stays beside the output, and the kernel
//! frees it however the program ends. The output folder could not bear it: it changes with every build.

use std::fs::{File, TryLockError};
use std::io;

use camino::Utf8Path;

use super::OutputError;
use super::place::{Place, named};

/// The lock, held until it is dropped.
#[derive(Debug)]
pub(super) struct Turn(Option<File>);

impl Turn {
    /// Takes the lock.
    ///
    /// # Errors
    /// [`OutputError::Busy`] while another build has it.
    pub(super) fn take(place: &Place) -> Result<Self, OutputError> {
        if cfg!(not(unix)) {
            // Elsewhere a folder cannot be opened, and a build that is under way keeps the next from making its own.
            return Ok(Self(None));
        }
        let folder = fs_err::File::open(&place.parent)?.into_parts().0;
        match folder.try_lock() {
            Ok(()) => Ok(Self(Some(folder))),
            Err(TryLockError::WouldBlock) => Err(OutputError::Busy(place.target.clone())),
            Err(TryLockError::Error(error)) => Err(named(&place.parent, &error).into()),
        }
    }

    /// Makes sure that the exchange of the folders outlives a power cut before anything of the old site is deleted.
    pub(super) fn flush(&self, parent: &Utf8Path) -> io::Result<()> {
        self.0.as_ref().map_or(Ok(()), File::sync_all).map_err(|error| named(parent, &error))
    }
}
