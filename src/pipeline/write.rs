//! How a build's files reach the staging folder: each obeys the stop, and its bytes are counted.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::{BuildError, Run};
use crate::text::SitePath;

/// Writes a file that is in memory.
pub(super) fn write(
    run: &Run<'_>,
    path: &SitePath,
    bytes: &[u8],
    written: &AtomicU64,
) -> Result<(), BuildError> {
    if is_asked(run.stop) {
        return Err(BuildError::Stopped);
    }
    written.fetch_add(bytes.len() as u64, Ordering::Relaxed);
    Ok(run.staging.write(path, bytes)?)
}

/// Writes a file while it is made, for it may be too large for memory; a stop is obeyed in its midst too.
pub(super) fn stream(
    run: &Run<'_>,
    path: &SitePath,
    make: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    written: &AtomicU64,
) -> Result<(), BuildError> {
    if is_asked(run.stop) {
        return Err(BuildError::Stopped);
    }
    match run.staging.stream(path, |out| make(&mut Stoppable { out, stop: run.stop })) {
        Ok(size) => {
            written.fetch_add(size, Ordering::Relaxed);
            Ok(())
        }
        Err(_) if is_asked(run.stop) => Err(BuildError::Stopped),
        Err(error) => Err(error.into()),
    }
}

fn is_asked(stop: &AtomicUsize) -> bool {
    stop.load(Ordering::Relaxed) != 0
}

/// A writer that takes nothing more once the build is asked to stop.
struct Stoppable<'w> {
    out: &'w mut dyn Write,
    stop: &'w AtomicUsize,
}

impl Write for Stoppable<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if is_asked(self.stop) {
            // Not of the kind `Interrupted`, upon which writers try again.
            return Err(io::Error::other("the build was asked to stop"));
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use camino::Utf8Path;

    use super::*;
    use crate::output::Staging;
    use crate::pipeline::{UNWATCHED, Views};

    #[test]
    fn a_stop_is_obeyed_in_the_midst_of_a_file() {
        let desk = tempfile::tempdir().expect("a temporary folder");
        let root = Utf8Path::from_path(desk.path()).expect("text");
        let staging = Staging::begin(&root.join("public"), root, &[]).expect("begun");
        let stop = AtomicUsize::new(0);
        let run =
            Run { staging: &staging, views: Views::Unwritten, stop: &stop, shard: None, watch: UNWATCHED };
        let written = AtomicU64::new(0);
        let path = |text: &str| SitePath::new(text).expect("a path");
        let piece = vec![0; 1 << 20];
        let make = |out: &mut dyn Write| (0..3).try_for_each(|_| out.write_all(&piece));
        stream(&run, &path("whole"), make, &written).expect("written");
        let mut begun = 0;
        let ask = |out: &mut dyn Write| {
            begun += 1;
            out.write_all(&piece)?;
            out.write_all(&piece)?;
            stop.store(1, Ordering::Relaxed);
            out.write_all(&piece)?;
            panic!("something was written after the stop");
        };
        assert!(matches!(stream(&run, &path("cut"), ask, &written), Err(BuildError::Stopped)));
        assert!(matches!(stream(&run, &path("late"), make, &written), Err(BuildError::Stopped)));
        assert_eq!((begun, written.into_inner()), (1, 3 << 20));
        drop(staging);
        assert_eq!(desk.path().read_dir().expect("a folder").count(), 0, "nothing stays");
    }
}
