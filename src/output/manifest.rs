//! The two lists that a build leaves in the output.
//!
//! `.variorum.json` is what later builds may delete, and nothing else. `manifest.sha256` is for readers: the format
//! of `sha256sum`, which checks a copy of the site anywhere. They hold paths, hashes and sizes in order of paths: no
//! time, no host, no user, nothing of what was not published, so that the same site has the same lists everywhere.
//! Paths are read back as [`SitePath`]: a forged list cannot name anything outside the output.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Read as _, Write as _};
use std::time::{Duration, SystemTime};

use camino::Utf8Path;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Report;
use crate::text::SitePath;

/// The name of the list that builds read.
pub const MANIFEST: &str = ".variorum.json";
/// The name of the list that `sha256sum -c` reads.
pub const CHECKSUMS: &str = "manifest.sha256";
/// The name of the signature of [`CHECKSUMS`], as `minisign` has it.
pub const SIGNATURE: &str = "manifest.sha256.minisig";

/// Of the manifest's own shape; a build refuses an output folder of any other.
const FORMAT: u32 = 1;

/// The time of the oldest file there may be: 2001-01-01T00:00:00Z, in seconds since 1970. FAT knows no times before
/// 1980, and the offset of a zone must not lead there.
const FIRST_TIME: u64 = 978_307_200;
/// How many times there are, two seconds apart as on FAT: 17 years of them, so that none lies in the future.
const TIMES: u32 = 1 << 28;

/// A file's bytes in short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint {
    pub(super) sha256: [u8; 32],
    /// In bytes.
    pub(super) size: u64,
}

/// The fingerprint of bytes that come piece by piece.
#[derive(Debug, Default)]
pub(super) struct Sum {
    hasher: Sha256,
    size: u64,
}

/// Every file that a build wrote, but the manifest itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Manifest {
    files: BTreeMap<SitePath, Fingerprint>,
}

#[derive(Serialize)]
struct Written<'a> {
    format: u32,
    version: &'static str,
    /// Of [`CHECKSUMS`], which makes it a fingerprint of the whole site.
    site: String,
    files: Vec<WrittenFile<'a>>,
}

#[derive(Serialize)]
struct WrittenFile<'a> {
    path: &'a str,
    sha256: String,
    size: u64,
}

impl<'a> WrittenFile<'a> {
    fn new((path, fingerprint): (&'a SitePath, &Fingerprint)) -> Self {
        Self { path: path.as_str(), sha256: fingerprint.hex(), size: fingerprint.size }
    }
}

/// As much of a manifest as builds rely on; later versions may say more.
#[derive(Deserialize)]
struct Known {
    format: u32,
    files: Vec<KnownFile>,
}

#[derive(Deserialize)]
struct KnownFile {
    path: String,
    sha256: String,
    size: u64,
}

impl Fingerprint {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { sha256: Sha256::digest(bytes).into(), size: bytes.len() as u64 }
    }

    /// Of a file, read piece by piece.
    pub(super) fn of_file(path: &Utf8Path) -> io::Result<Self> {
        let mut file = fs_err::File::open(path)?;
        let mut sum = Sum::default();
        let mut piece = vec![0; 1 << 16];
        loop {
            let length = file.read(&mut piece)?;
            if length == 0 {
                return Ok(sum.fingerprint());
            }
            sum.write_all(&piece[..length])?;
        }
    }

    /// Lower-case hexadecimal.
    pub(super) fn hex(&self) -> String {
        let mut hex = String::with_capacity(2 * self.sha256.len());
        for byte in self.sha256 {
            // Writing to a text cannot fail.
            let _infallible = write!(hex, "{byte:02x}");
        }
        hex
    }

    /// The time that a file of these bytes bears: the same wherever and whenever the site is built, and another when
    /// its bytes change. One time for all files would make web servers and `rsync`, which compare time and size, take
    /// a changed page for the old one.
    pub(super) fn time(&self) -> SystemTime {
        let [a, b, c, d, ..] = self.sha256;
        let steps = u32::from_be_bytes([a, b, c, d]) % TIMES;
        SystemTime::UNIX_EPOCH + Duration::from_secs(FIRST_TIME + 2 * u64::from(steps))
    }
}

impl Sum {
    pub(super) fn fingerprint(self) -> Fingerprint {
        Fingerprint { sha256: self.hasher.finalize().into(), size: self.size }
    }
}

impl io::Write for Sum {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hasher.update(bytes);
        self.size += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The 32 bytes that 64 hexadecimal digits of lower case stand for.
pub(super) fn from_hex(hex: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let pairs: Vec<u8> = hex
        .as_bytes()
        .chunks(2)
        .map(|pair| match *pair {
            [high, low] => Some(digit(high)? << 4 | digit(low)?),
            _ => None,
        })
        .collect::<Option<_>>()?;
    pairs.try_into().ok()
}

impl Manifest {
    pub(super) fn new(files: BTreeMap<SitePath, Fingerprint>) -> Self {
        Self { files }
    }

    /// Reads a manifest back; nothing if it is not one of ours.
    pub(super) fn parse(json: &[u8]) -> Option<Self> {
        let known: Known = serde_json::from_slice(json).ok()?;
        if known.format != FORMAT {
            return None;
        }
        let file = |KnownFile { path, sha256, size }| {
            Some((SitePath::new(path).ok()?, Fingerprint { sha256: from_hex(&sha256)?, size }))
        };
        Some(Self { files: known.files.into_iter().map(file).collect::<Option<_>>()? })
    }

    /// The text of [`MANIFEST`]; `checksums` is that of [`CHECKSUMS`].
    pub(super) fn to_json(&self, checksums: &Fingerprint) -> io::Result<Vec<u8>> {
        let written = Written {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION"),
            site: checksums.hex(),
            files: self.files.iter().map(WrittenFile::new).collect(),
        };
        let mut json = serde_json::to_vec_pretty(&written)?;
        json.push(b'\n');
        Ok(json)
    }

    /// The text of [`CHECKSUMS`]. No path needs the escapes of `sha256sum`: a [`SitePath`] has neither backslash nor
    /// line break.
    pub(super) fn checksums(&self) -> String {
        self.files.iter().map(|(path, fingerprint)| format!("{}  {path}\n", fingerprint.hex())).collect()
    }

    pub(super) fn get(&self, path: &SitePath) -> Option<&Fingerprint> {
        self.files.get(path)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&SitePath, &Fingerprint)> {
        self.files.iter()
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &SitePath> {
        self.files.keys()
    }

    /// Adds a list that the build makes of the site.
    pub(super) fn add(&mut self, path: SitePath, fingerprint: Fingerprint) {
        self.files.insert(path, fingerprint);
    }

    /// How this site differs from the one before it; the lists themselves are not spoken of.
    pub(super) fn report(&self, before: &Self) -> Report {
        let is_page = |path: &&SitePath| ![CHECKSUMS, SIGNATURE].contains(&path.as_str());
        let mut report = Report::default();
        for path in self.paths().filter(is_page) {
            let list = match before.get(path) {
                None => &mut report.new,
                old if old == self.get(path) => &mut report.unchanged,
                Some(_) => &mut report.changed,
            };
            list.push(path.clone());
        }
        let is_gone = |path: &&SitePath| self.get(path).is_none();
        report.removed = before.paths().filter(is_page).filter(is_gone).cloned().collect();
        report
    }
}
