//! Takes out of pictures what nobody sees: where they were taken, when, with which device and by whom.
//!
//! JPEG, PNG, WebP and GIF are rewritten part by part (manual, safety.md#pictures): what makes the pixels, the colours,
//! the movement and the orientation is copied byte for byte, everything else is left out. A list names what stays, so
//! that a kind of part nobody has heard of yet goes. `pipeline` calls [`clean`] for every picture that it publishes.

mod gif;
mod jpeg;
mod orientation;
mod png;
mod webp;

use std::fmt;

use camino::Utf8Path;

/// Why a picture cannot be cleaned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It is of no kind that is known here.
    Unknown,
    /// It ends in the middle.
    CutOff,
    /// A checksum does not fit.
    Checksum,
    /// Its parts do not make a picture.
    Nonsense,
}

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Unknown => "it is no JPEG, PNG, WebP or GIF",
            Self::CutOff => "it ends too early",
            Self::Checksum => "a checksum in it is wrong",
            Self::Nonsense => "its parts do not make a picture",
        })
    }
}

impl std::error::Error for Broken {}

impl From<img_parts::Error> for Broken {
    fn from(error: img_parts::Error) -> Self {
        match error {
            img_parts::Error::Truncated => Self::CutOff,
            img_parts::Error::BadCRC => Self::Checksum,
            _ => Self::Nonsense,
        }
    }
}

/// Whether a file's name says that it is a picture which [`clean`] can read.
#[must_use]
pub fn is_picture(path: &Utf8Path) -> bool {
    let kind = path.extension().map(str::to_ascii_lowercase);
    matches!(kind.as_deref(), Some("jpg" | "jpeg" | "png" | "webp" | "gif"))
}

/// The picture without what nobody sees. What kind it is, its first bytes say, as they do to browsers.
///
/// # Errors
/// When it cannot be read to its end.
pub fn clean(bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    match bytes {
        [0xff, 0xd8, ..] => jpeg::clean(bytes),
        [0x89, b'P', b'N', b'G', ..] => png::clean(bytes),
        [b'R', b'I', b'F', b'F', ..] => webp::clean(bytes),
        [b'G', b'I', b'F', b'8', ..] => gif::clean(bytes),
        _ => Err(Broken::Unknown),
    }
}

#[cfg(test)]
mod tests;
