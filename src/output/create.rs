//! Makes new files among the sources: what `init`, `new` and `theme eject` write.
//!
//! Never overwrites: if one of the files exists, none is made. `cli` calls it.

use std::io::Write as _;

use camino::{Utf8Path, Utf8PathBuf};

use super::{OutputError, Refusal};

/// Writes files below a folder, which is made if it does not exist. Paths are relative to it.
///
/// # Errors
/// [`Refusal::Exists`] when one of them is there, in whatever form; else when the machine fails. Either way none of
/// the files stays.
pub fn create(root: &Utf8Path, files: &[(Utf8PathBuf, String)]) -> Result<(), OutputError> {
    let taken = |path: &Utf8Path| is_there(&root.join(path));
    let existing: Vec<_> = files.iter().map(|(path, _)| path).filter(|path| taken(path)).cloned().collect();
    if !existing.is_empty() {
        return Err(Refusal::Exists(existing).into());
    }
    let mut made = Vec::new();
    for (path, text) in files {
        if let Err(error) = create_one(&root.join(path), text, &mut made) {
            for path in made {
                // The first error is the one to tell; a file that cannot be removed changes nothing about it.
                let _ignored = fs_err::remove_file(path);
            }
            return Err(error.into());
        }
    }
    Ok(())
}

/// Whether there is anything at a path.
#[must_use]
pub fn is_there(path: &Utf8Path) -> bool {
    path.symlink_metadata().is_ok()
}

fn create_one(path: &Utf8Path, text: &str, made: &mut Vec<Utf8PathBuf>) -> std::io::Result<()> {
    fs_err::create_dir_all(path.parent().unwrap_or(path))?;
    let mut file = fs_err::OpenOptions::new().write(true).create_new(true).open(path)?;
    made.push(path.to_owned());
    file.write_all(text.as_bytes())
}
