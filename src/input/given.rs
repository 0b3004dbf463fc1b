//! Files that a command is given by name; they may lie anywhere.

use camino::Utf8Path;

use super::{InputError, unreadable};

/// The text of a file.
///
/// # Errors
/// When the system refuses to read it, or it is not UTF-8.
pub fn read_text(path: &Utf8Path) -> Result<String, InputError> {
    fs_err::read_to_string(path).map_err(|source| unreadable(path, source))
}

/// Whether a path is a folder.
#[must_use]
pub fn is_folder(path: &Utf8Path) -> bool {
    path.is_dir()
}
