//! What is to stand at the target: the built site, and the few files that its host wants besides.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::headers::{self, Headers};
use super::manifest::Entry;
use super::{Fault, MANIFEST};
use crate::output::Built;
use crate::text::SitePath;

/// Whether a target keeps headers with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carries {
    Headers,
    BytesAlone,
}

/// Files by path, each as it should stand there.
pub(super) struct Local {
    built: Built,
    files: BTreeMap<SitePath, Entry>,
    /// Those that no build made.
    extra: BTreeMap<SitePath, Vec<u8>>,
}

impl Local {
    /// The built site and files for its host, which give way to files of the site.
    pub(super) fn new(built: Built, extra: Vec<(SitePath, Vec<u8>)>, carries: Carries) -> Self {
        let headers = |path: &SitePath, sha256: &str| match carries {
            Carries::Headers => headers::of(path.as_str(), sha256),
            Carries::BytesAlone => Headers::new(),
        };
        let mut files: BTreeMap<SitePath, Entry> = built
            .files()
            .filter(|(path, ..)| path.as_str() != MANIFEST)
            .map(|(path, sha256, size)| {
                let headers = headers(path, &sha256);
                let entry = Entry { sha256, size, headers };
                (path.clone(), entry)
            })
            .collect();
        let extra: BTreeMap<_, _> = extra.into_iter().filter(|(path, _)| !files.contains_key(path)).collect();
        for (path, bytes) in &extra {
            let sha256 = sha256(bytes);
            let headers = headers(path, &sha256);
            files.insert(path.clone(), Entry { sha256, size: bytes.len() as u64, headers });
        }
        Self { built, files, extra }
    }

    pub(super) const fn files(&self) -> &BTreeMap<SitePath, Entry> {
        &self.files
    }

    /// Whether no build made the file.
    pub(super) fn is_extra(&self, path: &SitePath) -> bool {
        self.extra.contains_key(path)
    }

    /// A file's bytes, which are those of its entry.
    pub(super) fn read(&self, path: &SitePath) -> Result<Vec<u8>, Fault> {
        match self.extra.get(path) {
            Some(bytes) => Ok(bytes.clone()),
            None => Ok(self.built.read(path)?),
        }
    }
}

/// In lower-case hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Two lower-case digits a byte.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
