//! The manifest of what stands at a target: `.variorum-publish.json`, the last thing that is written there.
//!
//! It says which files there are ours, which bytes and headers each has, and of which site. While a run is under way
//! it also names the files that the run may have written, so that the next one looks at those again. Paths are read
//! back as [`SitePath`]: a forged manifest cannot name anything else. It holds no time, host, user or secret.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::headers::Headers;
use super::{Fault, Refusal};
use crate::text::SitePath;

/// Its name at the target.
pub const MANIFEST: &str = ".variorum-publish.json";

/// Of its own shape; one with a higher number is refused.
const FORMAT: u32 = 1;

/// The version that is written into it.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// One file as it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Lower-case hexadecimal.
    pub(super) sha256: String,
    /// In bytes.
    pub(super) size: u64,
    /// Those that it is served with, as far as the target knows of them.
    pub(super) headers: Headers,
}

/// All of our files at a target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// Which site it is.
    pub(super) site: String,
    /// Counts the runs that changed something.
    pub(super) generation: u64,
    pub(super) files: BTreeMap<SitePath, Entry>,
    /// A run that has begun and is not known to have ended.
    pub(super) unfinished: Option<Unfinished>,
}

/// What a run may have written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unfinished {
    /// A name that no other run has.
    pub(super) run: String,
    pub(super) files: BTreeMap<SitePath, Entry>,
}

#[derive(Deserialize)]
struct Head {
    format: u32,
    #[serde(default)]
    program: Option<String>,
}

#[derive(Deserialize, Serialize)]
struct Written {
    format: u32,
    program: String,
    site: String,
    generation: u64,
    headers: Vec<Headers>,
    files: Vec<WrittenFile>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unfinished: Option<WrittenRun>,
}

#[derive(Deserialize, Serialize)]
struct WrittenRun {
    run: String,
    files: Vec<WrittenFile>,
}

#[derive(Deserialize, Serialize)]
struct WrittenFile {
    path: String,
    sha256: String,
    size: u64,
    /// A place in the list of headers.
    headers: usize,
}

impl Manifest {
    /// Reads a manifest that stands somewhere.
    pub(super) fn parse(json: &[u8]) -> Result<Self, Refusal> {
        let head: Head = serde_json::from_slice(json).map_err(|_| Refusal::BadManifest)?;
        if head.format > FORMAT {
            return Err(Refusal::Newer(head.program));
        }
        let written: Written = serde_json::from_slice(json).map_err(|_| Refusal::BadManifest)?;
        if version(&written.program) > version(PROGRAM) {
            return Err(Refusal::Newer(Some(written.program)));
        }
        let Written { site, generation, headers, files, unfinished, .. } = written;
        let unfinished = unfinished.map(|run| {
            Ok::<_, Refusal>(Unfinished { run: run.run, files: read_files(run.files, &headers)? })
        });
        Ok(Self {
            site,
            generation,
            files: read_files(files, &headers)?,
            unfinished: unfinished.transpose()?,
        })
    }

    pub(super) fn to_json(&self) -> Result<Vec<u8>, Fault> {
        let mut headers = Vec::new();
        let files = written_files(&self.files, &mut headers);
        let unfinished = self.unfinished.as_ref().map(|unfinished| WrittenRun {
            run: unfinished.run.clone(),
            files: written_files(&unfinished.files, &mut headers),
        });
        let written = Written {
            format: FORMAT,
            program: PROGRAM.to_owned(),
            site: self.site.clone(),
            generation: self.generation,
            headers,
            files,
            unfinished,
        };
        let mut json = serde_json::to_vec(&written).map_err(std::io::Error::from)?;
        json.push(b'\n');
        Ok(json)
    }

    /// The files that an unfinished run may have written.
    pub(super) fn uncertain(&self) -> impl Iterator<Item = &SitePath> {
        self.unfinished.iter().flat_map(|unfinished| unfinished.files.keys())
    }
}

fn read_files(files: Vec<WrittenFile>, headers: &[Headers]) -> Result<BTreeMap<SitePath, Entry>, Refusal> {
    let file = |WrittenFile { path, sha256, size, headers: place }| {
        let headers = headers.get(place)?.clone();
        Some((SitePath::new(path).ok()?, Entry { sha256, size, headers }))
    };
    files.into_iter().map(file).collect::<Option<_>>().ok_or(Refusal::BadManifest)
}

fn written_files(files: &BTreeMap<SitePath, Entry>, headers: &mut Vec<Headers>) -> Vec<WrittenFile> {
    let mut place = |entry: &Entry| {
        headers.iter().position(|one| *one == entry.headers).unwrap_or_else(|| {
            headers.push(entry.headers.clone());
            headers.len() - 1
        })
    };
    let file = |(path, entry): (&SitePath, &Entry)| WrittenFile {
        path: path.as_str().to_owned(),
        sha256: entry.sha256.clone(),
        size: entry.size,
        headers: place(entry),
    };
    files.iter().map(file).collect()
}

/// The numbers of a version, for comparison; what is none counts as 0.
fn version(text: &str) -> Vec<u64> {
    text.split(['.', '-', '+']).take(3).map(|part| part.parse().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let entry = |value: &str| Entry {
            sha256: "ab".repeat(32),
            size: 3,
            headers: [("content-type".to_owned(), value.to_owned())].into(),
        };
        let path = |text: &str| SitePath::new(text).expect("a path");
        let files =
            BTreeMap::from([(path("a.html"), entry("text/html")), (path("b.css"), entry("text/css"))]);
        let unfinished = Unfinished { run: "x".into(), files: [(path("c.html"), entry("text/html"))].into() };
        Manifest { site: "s".into(), generation: 3, files, unfinished: Some(unfinished) }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let json = manifest().to_json().expect("JSON");
        assert_eq!(Manifest::parse(&json), Ok(manifest()));
    }

    #[test]
    fn what_is_forged_or_newer_is_refused() {
        let json = String::from_utf8(manifest().to_json().expect("JSON")).expect("text");
        let parse = |from: &str, to: &str| Manifest::parse(json.replacen(from, to, 1).as_bytes());
        assert_eq!(parse("a.html", "../a.html"), Err(Refusal::BadManifest));
        assert_eq!(parse("a.html", "/etc/passwd"), Err(Refusal::BadManifest));
        assert_eq!(parse("\"headers\":0", "\"headers\":9"), Err(Refusal::BadManifest));
        assert_eq!(parse("\"format\":1", "\"format\":2"), Err(Refusal::Newer(Some(PROGRAM.to_owned()))));
        let newer = parse(&format!("\"program\":\"{PROGRAM}\""), "\"program\":\"999.0.0\"");
        assert_eq!(newer, Err(Refusal::Newer(Some("999.0.0".to_owned()))));
        assert_eq!(Manifest::parse(b"<html>"), Err(Refusal::BadManifest));
    }
}
