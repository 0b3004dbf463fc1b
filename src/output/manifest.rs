//! The list of what we wrote, kept in the output as `.variorum.json`.
//!
//! It is what later builds may delete, and nothing else. It holds paths, hashes and sizes in order of paths: no
//! time, no host, no user, so that the same site has the same manifest everywhere. Paths are read back as
//! [`SitePath`]: a forged manifest cannot name anything outside the output.

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{OutputMap, Report};
use crate::text::SitePath;

/// The manifest's name in the output folder.
pub const MANIFEST: &str = ".variorum.json";

/// Of the manifest's own shape; a build refuses an output folder of any other.
const FORMAT: u32 = 1;

/// A file's bytes in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint {
    /// Lower-case hexadecimal.
    sha256: String,
    /// In bytes.
    size: u64,
}

/// Every file that a build wrote, but the manifest itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Manifest {
    files: BTreeMap<SitePath, Fingerprint>,
}

#[derive(Deserialize, Serialize)]
struct Written {
    format: u32,
    files: Vec<WrittenFile>,
}

#[derive(Deserialize, Serialize)]
struct WrittenFile {
    path: String,
    sha256: String,
    size: u64,
}

impl Fingerprint {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { sha256: hexadecimal(&Sha256::digest(bytes)), size: bytes.len() as u64 }
    }

    pub(super) fn sha256(&self) -> &str {
        &self.sha256
    }

    pub(super) const fn size(&self) -> u64 {
        self.size
    }
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

impl Manifest {
    pub(super) fn new(files: OutputMap<Fingerprint>) -> Self {
        Self { files: files.into_files() }
    }

    /// Reads a manifest back; nothing if it is not one of ours.
    pub(super) fn parse(json: &[u8]) -> Option<Self> {
        let written: Written = serde_json::from_slice(json).ok()?;
        if written.format != FORMAT {
            return None;
        }
        let file = |WrittenFile { path, sha256, size }| {
            Some((SitePath::new(path).ok()?, Fingerprint { sha256, size }))
        };
        Some(Self { files: written.files.into_iter().map(file).collect::<Option<_>>()? })
    }

    pub(super) fn to_json(&self) -> io::Result<Vec<u8>> {
        let file = |(path, fingerprint): (&SitePath, &Fingerprint)| WrittenFile {
            path: path.as_str().to_owned(),
            sha256: fingerprint.sha256.clone(),
            size: fingerprint.size,
        };
        let written = Written { format: FORMAT, files: self.files.iter().map(file).collect() };
        let mut json = serde_json::to_vec_pretty(&written)?;
        json.push(b'\n');
        Ok(json)
    }

    pub(super) fn get(&self, path: &SitePath) -> Option<&Fingerprint> {
        self.files.get(path)
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &SitePath> {
        self.files.keys()
    }

    /// How this site differs from the one before it.
    pub(super) fn report(&self, before: &Self) -> Report {
        let mut report = Report::default();
        for (path, fingerprint) in &self.files {
            let list = match before.get(path) {
                None => &mut report.new,
                Some(old) if old == fingerprint => &mut report.unchanged,
                Some(_) => &mut report.changed,
            };
            list.push(path.clone());
        }
        report.removed = before.paths().filter(|path| self.get(path).is_none()).cloned().collect();
        report
    }
}
