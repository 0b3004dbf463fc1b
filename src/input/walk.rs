//! Lists the regular files of a folder, in order, without following anything.
//!
//! Names that begin with `.` or `#` or end with `~` are passed over: editors and version control leave them (manual,
//! format.md#folder). Links, pipes, sockets and devices are refused by name, as are names that no web server or other
//! system could carry. Nothing is opened here. `input` calls it.

use std::ffi::OsStr;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use walkdir::{DirEntry, WalkDir};

use super::memory::Stamp;
use super::{InputError, unreadable};
use crate::diagnostic::Code;
use crate::text::SitePath;

/// A regular file.
pub(super) struct Found {
    /// Relative to the site's folder.
    pub(super) path: Utf8PathBuf,
    /// In bytes.
    pub(super) size: u64,
    pub(super) stamp: Stamp,
}

/// Something that is not read, and why.
pub(super) struct Refusal {
    /// Relative to the site's folder; what is not UTF-8 in it has been replaced.
    pub(super) path: Utf8PathBuf,
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// What a walk brought home.
#[derive(Default)]
pub(super) struct Walked {
    pub(super) found: Vec<Found>,
    pub(super) refused: Vec<Refusal>,
}

impl Refusal {
    /// A link, pipe, socket or device.
    pub(super) fn not_regular(path: Utf8PathBuf) -> Self {
        Self {
            message: format!("`{path}` is neither a regular file nor a folder"),
            path,
            code: Code::NotARegularFile,
            help: "put a copy of the file in its place, or move it out of the site",
        }
    }

    fn bad_name(path: &Path, reason: &str) -> Self {
        let shown: String = path.to_string_lossy().chars().map(visible).collect();
        Self {
            message: format!("the name of `{shown}` cannot be used: {reason}"),
            path: shown.into(),
            code: Code::FileName,
            help: "rename the file",
        }
    }
}

/// Whether the path itself, followed nowhere, is a link.
pub(super) fn is_link(path: &Utf8Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink())
}

/// Everything below `root/folder`, by name; nothing when there is no such folder.
pub(super) fn walk(root: &Utf8Path, folder: &Utf8Path) -> Result<Walked, InputError> {
    let mut walked = Walked::default();
    let top = root.join(folder);
    if top.symlink_metadata().is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound) {
        return Ok(walked);
    }
    let mut entries =
        WalkDir::new(&top).follow_links(false).follow_root_links(false).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = entry.map_err(|error| walk_error(&top, error))?;
        match judge(root, &entry)? {
            Judgment::Folder => {}
            Judgment::PassedOver => skip(&mut entries, &entry),
            Judgment::Found(found) => walked.found.push(found),
            Judgment::Refused(refusal) => {
                walked.refused.push(refusal);
                skip(&mut entries, &entry);
            }
        }
    }
    walked.found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(walked)
}

/// What is to be done with one name.
enum Judgment {
    Folder,
    PassedOver,
    Found(Found),
    Refused(Refusal),
}

fn judge(root: &Utf8Path, entry: &DirEntry) -> Result<Judgment, InputError> {
    if is_passed_over(entry.file_name()) {
        return Ok(Judgment::PassedOver);
    }
    let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
    let path = match usable(below) {
        Ok(path) => path,
        Err(reason) => return Ok(Judgment::Refused(Refusal::bad_name(below, &reason))),
    };
    let kind = entry.file_type();
    if kind.is_dir() {
        return Ok(Judgment::Folder);
    }
    if !kind.is_file() || entry.depth() == 0 {
        return Ok(Judgment::Refused(Refusal::not_regular(path)));
    }
    let metadata = entry.metadata().map_err(|error| walk_error(&path, error))?;
    Ok(Judgment::Found(Found { path, size: metadata.len(), stamp: Stamp::of(&metadata) }))
}

/// The path as text, if every part of it can stand in an output path.
fn usable(path: &Path) -> Result<Utf8PathBuf, String> {
    let text = path.to_str().ok_or("it is not valid UTF-8")?;
    SitePath::new(text).map_err(|error| error.to_string())?;
    Ok(text.into())
}

fn is_passed_over(name: &OsStr) -> bool {
    // What is replaced in a name that is not UTF-8 is none of the characters that count.
    super::is_passed_over(&name.to_string_lossy())
}

fn skip(entries: &mut walkdir::IntoIter, entry: &DirEntry) {
    if entry.file_type().is_dir() {
        entries.skip_current_dir();
    }
}

fn visible(character: char) -> char {
    if character.is_control() { char::REPLACEMENT_CHARACTER } else { character }
}

fn walk_error(fallback: &Utf8Path, error: walkdir::Error) -> InputError {
    let path = error.path().and_then(Utf8Path::from_path).unwrap_or(fallback).to_owned();
    unreadable(&path, error.into())
}
