//! One file where the user wants it, whole or not at all: what `export -o` writes.

use std::io::{self, Write as _};

use camino::Utf8Path;
use tempfile::NamedTempFile;

/// Writes a file in one step: what stood there is replaced when the new one is complete.
///
/// # Errors
/// When the machine fails, or the folder does not exist; what stood there then stays.
pub fn save(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    let named = |error: io::Error| io::Error::new(error.kind(), format!("cannot write `{path}`: {error}"));
    let mut file = NamedTempFile::new_in(folder).map_err(named)?;
    file.write_all(bytes).map_err(named)?;
    file.persist(path).map_err(|error| named(error.error))?;
    Ok(())
}
