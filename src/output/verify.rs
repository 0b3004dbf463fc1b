//! A published tree held against its own list: what is missing, changed, or in no list.
//!
//! For readers, archivists and the desk itself: any copy of a site that has its `manifest.sha256` will do, wherever
//! it was built. Nothing is written. `cli` calls it.

use std::collections::BTreeMap;
use std::io;

use camino::Utf8Path;
use rayon::prelude::*;

use super::manifest::{CHECKSUMS, Fingerprint, MANIFEST, SIGNATURE, from_hex};
use super::signature::{PublicKey, SignatureError};
use super::tree::{Stamp, list};
use crate::text::SitePath;

/// The list that `publish` keeps where it brings a site.
const PUBLISHED: &str = ".variorum-publish.json";

/// Files that `publish` adds for hosts beside the site: they say how it is served, and no list names them.
const HOSTS: [&str; 3] = [".nojekyll", "CNAME", "_headers"];

/// What was found in a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many files the list names.
    pub listed: usize,
    /// Files of the list that are not there.
    pub missing: Vec<String>,
    /// Files with other bytes than the list says.
    pub changed: Vec<String>,
    /// What the list does not name: files, links, and folders without a listed file.
    pub foreign: Vec<String>,
    /// Files for hosts, which the list does not name either; whoever verifies is told that they are there.
    pub hosts: Vec<String>,
    /// SHA-256 of the list, which stands for the whole site.
    pub site: String,
}

/// Why a tree could not be held against its list.
#[derive(Debug)]
pub enum VerifyError {
    /// It has no list.
    NoList,
    /// A line of its list, counted from 1, is not one of `sha256sum`.
    BadLine(usize),
    /// The signature is missing, or is not of this list by this key.
    Signature(SignatureError),
    /// The machine failed.
    Machine(io::Error),
}

impl Verified {
    /// Whether the tree is just what its list says.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty() && self.changed.is_empty() && self.foreign.is_empty()
    }
}

/// Verifies a tree; with a key, first that its list was signed by it.
///
/// # Errors
/// When there is no sound list, or no sound signature of it, or the machine fails.
pub fn verify(folder: &Utf8Path, key: Option<&PublicKey>) -> Result<Verified, VerifyError> {
    let found = list(folder)?;
    let text = match found.get(CHECKSUMS) {
        Some(Stamp::File { .. }) => fs_err::read(folder.join(CHECKSUMS))?,
        _ => return Err(VerifyError::NoList),
    };
    if let Some(key) = key {
        check_signature(folder, &found, &text, key)?;
    }
    let listed = parse(&text)?;
    let mut verified =
        Verified { listed: listed.len(), site: Fingerprint::of(&text).hex(), ..Verified::default() };
    let is_file = |path: &str| matches!(found.get(path), Some(Stamp::File { .. }));
    let (present, missing): (Vec<_>, Vec<_>) = listed.iter().partition(|(path, _)| is_file(path.as_str()));
    verified.missing = missing.into_iter().map(|(path, _)| path.to_string()).collect();
    let change = |(path, sha256): &(&SitePath, &[u8; 32])| {
        let is_changed = Fingerprint::of_file(&folder.join(path.as_str()))?.sha256 != **sha256;
        Ok(is_changed.then(|| path.to_string()))
    };
    let changed: Vec<Option<String>> = present.par_iter().map(change).collect::<io::Result<_>>()?;
    verified.changed = changed.into_iter().flatten().collect();
    let lists = [CHECKSUMS, SIGNATURE, MANIFEST, PUBLISHED];
    let names = listed.keys().map(SitePath::as_str).chain(lists).collect();
    let foreign = super::tree::foreign(&names, &found);
    (verified.hosts, verified.foreign) =
        foreign.into_iter().partition(|path| HOSTS.contains(&path.as_str()) && is_file(path));
    Ok(verified)
}

fn check_signature(
    folder: &Utf8Path,
    found: &BTreeMap<String, Stamp>,
    text: &[u8],
    key: &PublicKey,
) -> Result<(), VerifyError> {
    if !matches!(found.get(SIGNATURE), Some(Stamp::File { .. })) {
        return Err(VerifyError::Signature(SignatureError::new(format!("there is no `{SIGNATURE}`"))));
    }
    let signature = fs_err::read(folder.join(SIGNATURE))?;
    key.check(text, &String::from_utf8_lossy(&signature)).map_err(VerifyError::Signature)
}

/// Reads the lines of `sha256sum`: 64 digits, a blank, a blank or an asterisk, the path.
fn parse(text: &[u8]) -> Result<BTreeMap<SitePath, [u8; 32]>, VerifyError> {
    let line = |(number, line): (usize, &[u8])| {
        let line = std::str::from_utf8(line).ok();
        let parts = line.and_then(|line| line.split_once("  ").or_else(|| line.split_once(" *")));
        let entry = parts.and_then(|(hex, path)| Some((SitePath::new(path).ok()?, from_hex(hex)?)));
        entry.ok_or(VerifyError::BadLine(number + 1))
    };
    let lines = text.strip_suffix(b"\n").unwrap_or(text);
    if lines.is_empty() {
        return Ok(BTreeMap::new());
    }
    lines.split(|byte| *byte == b'\n').enumerate().map(line).collect()
}

impl From<io::Error> for VerifyError {
    fn from(error: io::Error) -> Self {
        Self::Machine(error)
    }
}

impl std::fmt::Display for VerifyError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoList => write!(formatter, "there is no `{CHECKSUMS}`"),
            Self::BadLine(line) => write!(formatter, "line {line} of `{CHECKSUMS}` is not one of sha256sum"),
            Self::Signature(error) => write!(formatter, "the signature does not hold: {error}"),
            Self::Machine(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for VerifyError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_sha256sum_are_read_and_others_refused() {
        let digits = "0".repeat(64);
        let read = |text: String| parse(text.as_bytes()).map(|list| list.len());
        assert!(matches!(read(format!("{digits}  a b\n{digits} *c\n")), Ok(2)));
        assert!(matches!(read(String::new()), Ok(0)));
        for bad in
            ["x", "\n", &format!("{digits}  ../a"), &format!("{}  a", "A".repeat(64)), &format!("{digits} a")]
        {
            let found = read(format!("{digits}  a\n{bad}\n"));
            assert!(matches!(found, Err(VerifyError::BadLine(2))), "{bad}: {found:?}");
        }
    }
}
