//! JPEG: segments up to the first scan, then scans with segments between them, up to the end of the image.
//!
//! What follows the end (the other images of a multi-picture file, a film, whatever a program hid there) is left out.

use img_parts::Bytes;
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use memchr::memchr;

use super::{Broken, orientation};

/// How EXIF and colour profiles begin in their segments.
const EXIF: &[u8] = b"Exif\0\0";
const PROFILE: &[u8] = b"ICC_PROFILE\0";

/// JFIF without a thumbnail: name, version, density, and no width and height of one.
const JFIF_BYTES: usize = 14;

/// Adobe's segment, which says how colours are coded.
const ADOBE_BYTES: usize = 12;

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    let picture = Jpeg::from_bytes(Bytes::copy_from_slice(bytes))?;
    let mut out = vec![markers::P, markers::SOI];
    let orientation = picture.segments().iter().find_map(exif).and_then(orientation::read);
    let mut is_whole = false;
    // JFIF, where there is one, comes first.
    let (jfif, others): (Vec<_>, Vec<_>) =
        picture.segments().iter().partition(|segment| segment.marker() == markers::APP0);
    jfif.into_iter().take(1).for_each(|segment| push(&mut out, segment.marker(), segment.contents()));
    if let Some(orientation) = orientation {
        write(&mut out, markers::APP1, &[EXIF, &orientation::write(orientation)].concat());
    }
    for segment in others {
        push(&mut out, segment.marker(), segment.contents());
        if segment.marker() == markers::SOS {
            scans(&entropy(segment), &mut out)?;
            is_whole = true;
        }
    }
    if is_whole { Ok(out) } else { Err(Broken::Nonsense) }
}

fn exif(segment: &JpegSegment) -> Option<&[u8]> {
    (segment.marker() == markers::APP1).then(|| segment.contents().strip_prefix(EXIF))?
}

/// What follows the head of a segment: the package gives it only as part of the whole.
fn entropy(segment: &JpegSegment) -> Bytes {
    segment.clone().encoder().bytes().slice(segment.len()..)
}

/// Copies a segment if it makes the picture.
fn push(out: &mut Vec<u8>, marker: u8, contents: &[u8]) {
    match marker {
        markers::APP0 if contents.starts_with(b"JFIF\0") && contents.len() >= JFIF_BYTES => {
            write(out, marker, &[&contents[..JFIF_BYTES - 2], &[0, 0]].concat());
        }
        markers::APP2 if contents.starts_with(PROFILE) => write(out, marker, contents),
        markers::APP14 if contents.starts_with(b"Adobe") && contents.len() >= ADOBE_BYTES => {
            write(out, marker, &contents[..ADOBE_BYTES]);
        }
        markers::APP0..=markers::APP15 | markers::COM => {}
        // Frames, tables, scans, intervals: 0xC0 to 0xDF. What lies above is reserved and makes no picture.
        0xc0..=0xdf => write(out, marker, contents),
        _ => {}
    }
}

fn write(out: &mut Vec<u8>, marker: u8, contents: &[u8]) {
    // A segment that was read has at most 65,533 bytes, and none is made longer here.
    let length = u16::try_from(contents.len() + 2).unwrap_or(u16::MAX);
    out.extend_from_slice(&[markers::P, marker]);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(contents);
}

/// Copies scans and the segments between them up to the end of the image.
fn scans(mut rest: &[u8], out: &mut Vec<u8>) -> Result<(), Broken> {
    loop {
        let at = memchr(markers::P, rest).ok_or(Broken::CutOff)?;
        let marker = *rest.get(at + 1).ok_or(Broken::CutOff)?;
        match marker {
            // A stuffed byte of the scan, or a restart within it.
            0 | markers::RST0..=markers::RST7 => {
                out.extend_from_slice(&rest[..at + 2]);
                rest = &rest[at + 2..];
            }
            // A fill byte: the marker follows.
            markers::P => {
                out.extend_from_slice(&rest[..at]);
                rest = &rest[at + 1..];
            }
            markers::EOI => {
                out.extend_from_slice(&rest[..at + 2]);
                return Ok(());
            }
            marker => {
                out.extend_from_slice(&rest[..at]);
                let head = rest.get(at + 2..at + 4).ok_or(Broken::CutOff)?;
                let length = usize::from(u16::from_be_bytes([head[0], head[1]]));
                let contents = rest.get(at + 4..at + 2 + length).ok_or(Broken::CutOff)?;
                push(out, marker, contents);
                rest = &rest[at + 2 + length..];
            }
        }
    }
}
