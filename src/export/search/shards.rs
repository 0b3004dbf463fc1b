//! Cuts the index into files of a size that suits a slow line, and packs them.
//!
//! A file bears the hash of its bytes as its name, so a browser may keep it for ever and never mistakes an old one
//! for a new one. However large a site is, the index has at most [`MOST_FILES`].

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use sha2::{Digest as _, Sha256};

use super::FOLDER;
use crate::text::SitePath;

/// The most files of an index, its root included.
pub const MOST_FILES: usize = 400;

/// How long a file becomes before it is packed, unless there would be too many of them, in bytes.
const USUAL: usize = 24 * 1024;

/// Cuts one part of the index, whose entries have these lengths, into at most `most` files: for each file, how many
/// entries it holds.
pub(super) fn cut(lengths: &[usize], most: usize) -> Vec<usize> {
    let all: usize = lengths.iter().sum();
    // A file is closed by the entry that fills it, so that none but the last is shorter than this.
    let full = USUAL.max(all.div_ceil(most));
    let mut files = Vec::new();
    let (mut entries, mut length) = (0, 0);
    for entry in lengths {
        entries += 1;
        length += entry;
        if length >= full {
            files.push(entries);
            (entries, length) = (0, 0);
        }
    }
    if entries > 0 {
        files.push(entries);
    }
    files
}

/// The name of a file without folder and ending: the first 40 bits of its bytes' SHA-256.
pub(super) fn name(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(5).map(|byte| format!("{byte:02x}")).collect()
}

/// The path of a file of that name in the output.
#[expect(clippy::expect_used, reason = "hexadecimal digits")]
pub(super) fn path(name: &str) -> SitePath {
    SitePath::new(format!("{FOLDER}/{name}.bin")).expect("a path inside the output")
}

/// Packed by zlib (RFC 1950), which browsers can unpack.
#[expect(clippy::expect_used, reason = "memory takes all that is written")]
pub(super) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    encoder.write_all(bytes).expect("bytes in memory");
    encoder.finish().expect("bytes in memory")
}

/// Deflate's level.
const LEVEL: u32 = 4;
