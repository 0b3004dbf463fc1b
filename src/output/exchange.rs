//! Two folders change places.
//!
//! In one step where the system can (`renameat2` with `RENAME_EXCHANGE`, Linux 3.15; `renamex_np` on macOS), so that
//! readers see the whole old site or the whole new one; else in two, with a way back between them. The names of the
//! folders are the journal of the two steps: [`super::recover`] reads from them where a killed build stood.

use std::io;

use camino::Utf8Path;

use super::place::{Place, named};

/// Puts the staged folder in the target's place. Returns where the old one is now.
pub(super) fn exchange(place: &Place) -> io::Result<&Utf8Path> {
    match at_once(&place.stage, &place.target) {
        Ok(()) => Ok(&place.stage),
        Err(error) if is_unsupported(&error) => in_two_steps(place),
        Err(error) => Err(named(&place.target, &error)),
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn at_once(stage: &Utf8Path, target: &Utf8Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    let (stage, target) = (stage.as_std_path(), target.as_std_path());
    Ok(renameat_with(CWD, stage, CWD, target, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn at_once(_: &Utf8Path, _: &Utf8Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Old kernels do not know the call, some file systems (9p, NFS) not the flag.
fn is_unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

/// The old folder goes aside, the new one takes its place; if that fails, the old one comes back.
fn in_two_steps(place: &Place) -> io::Result<&Utf8Path> {
    let Place { target, stage, aside, .. } = place;
    fs_err::rename(target, aside)?;
    if let Err(error) = fs_err::rename(stage, target) {
        fs_err::rename(aside, target)?;
        return Err(error);
    }
    Ok(aside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_give_the_same() {
        let ways: [fn(&Place) -> io::Result<&Utf8Path>; 2] = [exchange, in_two_steps];
        for way in ways {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let parent = Utf8Path::from_path(folder.path()).expect("a UTF-8 path");
            let place = Place::find(&parent.join("public"), parent, &[]).expect("a place");
            for (folder, file) in [(&place.target, "old"), (&place.stage, "new")] {
                fs_err::create_dir(folder).expect("a folder");
                fs_err::write(folder.join(file), "").expect("a file");
            }
            let old = way(&place).expect("exchanged");
            assert!(old.join("old").exists() && place.target.join("new").exists());
            assert!(!place.target.join("old").exists());
        }
    }
}
