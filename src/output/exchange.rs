//! Two folders change places.
//!
//! In one step where the system can (`renameat2` with `RENAME_EXCHANGE`, Linux 3.15; `renamex_np` on macOS), so that
//! readers see the whole old site or the whole new one; else in two, with a way back between them.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use tempfile::TempDir;

use super::place::path_of;

/// Puts the staged folder in the target's place. Returns where the old one is now: it is no longer a temporary
/// folder that would be removed whole.
pub(super) fn exchange(stage: TempDir, target: &Utf8Path) -> io::Result<Utf8PathBuf> {
    let path = path_of(&stage).to_owned();
    match at_once(&path, target) {
        Ok(()) => {
            let _old = stage.keep();
            Ok(path)
        }
        Err(error) if is_unsupported(&error) => in_two_steps(stage, target),
        Err(error) => Err(super::place::named(target, &error)),
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
fn in_two_steps(stage: TempDir, target: &Utf8Path) -> io::Result<Utf8PathBuf> {
    let path = path_of(&stage).to_owned();
    let aside = Utf8PathBuf::from(format!("{path}-old"));
    fs_err::rename(target, &aside)?;
    if let Err(error) = fs_err::rename(&path, target) {
        fs_err::rename(&aside, target)?;
        return Err(error);
    }
    let _moved = stage.keep();
    Ok(aside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_give_the_same() {
        let ways: [fn(TempDir, &Utf8Path) -> io::Result<Utf8PathBuf>; 2] = [exchange, in_two_steps];
        for way in ways {
            let parent = tempfile::tempdir().expect("a temporary folder");
            let target = Utf8Path::from_path(parent.path()).expect("a UTF-8 path").join("public");
            fs_err::create_dir(&target).expect("a folder");
            fs_err::write(target.join("old"), "").expect("a file");
            let stage = tempfile::tempdir_in(&parent).expect("a temporary folder");
            fs_err::write(stage.path().join("new"), "").expect("a file");
            let old = way(stage, &target).expect("exchanged");
            assert!(old.join("old").exists() && target.join("new").exists() && !target.join("old").exists());
        }
    }
}
