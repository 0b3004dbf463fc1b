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

/// Cuts one part of the index, whose entries have these lengths, into at most `most` files, as short as can be but of
/// about `usual` bytes: for each file, how many entries it holds.
pub(super) fn cut(lengths: &[usize], usual: usize, most: usize) -> Vec<usize> {
    let (mut low, mut high) = (usual, usual.max(lengths.iter().sum()));
    while low < high {
        let middle = low.midpoint(high);
        if filled(lengths, middle).len() > most {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    filled(lengths, low)
}

/// Files that no entry makes longer than `limit`, unless it is longer itself.
fn filled(lengths: &[usize], limit: usize) -> Vec<usize> {
    let mut files: Vec<usize> = Vec::new();
    let mut length = 0;
    for entry in lengths {
        length += entry;
        match files.last_mut() {
            Some(entries) if length <= limit => *entries += 1,
            _ => {
                files.push(1);
                length = *entry;
            }
        }
    }
    files
}

/// The SHA-256 of a file in hexadecimal; its name is how that begins.
pub(super) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
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

/// Deflate's level. Level 1 was measured to make the records a sixth longer, level 6 hardly shorter.
const LEVEL: u32 = 4;
