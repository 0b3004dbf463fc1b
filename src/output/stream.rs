//! A file that is written piece by piece, so that it is never whole in memory.
//!
//! What is small is gathered and becomes a file like any other. What is larger goes to the disk as it comes and is
//! summed up on the way: only at its end is it known what time it bears, and whether the site before had the same.
//! [`super::Staging`] announces the path first.

use std::io::{self, Write};

use super::manifest::{Fingerprint, Sum};
use super::stage::Stage;
use crate::text::SitePath;

/// How many bytes are gathered before they go to the disk.
const HELD: usize = 1 << 20;

/// A file under way.
pub(super) struct Stream<'s> {
    stage: &'s Stage,
    path: &'s SitePath,
    held: Vec<u8>,
    /// Once there is more than can be held; the sum is of what went there.
    file: Option<(fs_err::File, Sum)>,
}

/// A file to its end.
pub(super) enum Streamed {
    /// It was small; nothing was made.
    Held(Vec<u8>),
    /// It stands in the folder.
    Made(fs_err::File, Fingerprint),
}

impl<'s> Stream<'s> {
    /// Nothing is made yet.
    pub(super) const fn new(stage: &'s Stage, path: &'s SitePath) -> Self {
        Self { stage, path, held: Vec::new(), file: None }
    }

    pub(super) fn finish(mut self) -> io::Result<Streamed> {
        if self.file.is_some() {
            self.pour()?;
        }
        Ok(match self.file {
            None => Streamed::Held(self.held),
            Some((file, sum)) => Streamed::Made(file, sum.fingerprint()),
        })
    }

    /// Brings to the disk what is held.
    fn pour(&mut self) -> io::Result<()> {
        let (file, sum) = match &mut self.file {
            Some(begun) => begun,
            none => none.insert((self.stage.open(self.path)?, Sum::default())),
        };
        sum.write_all(&self.held)?;
        file.write_all(&self.held)?;
        self.held.clear();
        Ok(())
    }
}

impl Write for Stream<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.held.len() == HELD {
            self.pour()?;
        }
        let length = bytes.len().min(HELD - self.held.len());
        self.held.extend_from_slice(&bytes[..length]);
        Ok(length)
    }

    /// What is held stays so to the end: nobody reads the file before.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
