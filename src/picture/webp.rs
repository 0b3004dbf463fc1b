//! WebP, moving ones too: chunks of a RIFF list, and chunks within each frame.

use img_parts::Bytes;
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;

use super::{Broken, orientation};

/// What makes the pixels, their colours and their movement, in the file and in a frame.
const KEPT: [&[u8; 4]; 7] = [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP", b"ANIM", b"ANMF"];
const KEPT_IN_FRAME: [&[u8; 4]; 3] = [b"VP8 ", b"VP8L", b"ALPH"];

/// Bytes of a frame's place, size and duration, before its chunks.
const FRAME_HEAD: usize = 16;

/// Flags of `VP8X`: whether there is EXIF, XMP.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

/// How EXIF begins in files of some programs, which the format does not ask for.
const PREFIX: &[u8] = b"Exif\0\0";

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    let mut picture = WebP::from_bytes(Bytes::copy_from_slice(bytes))?;
    let is_image = |chunk: &RiffChunk| matches!(&chunk.id(), b"VP8 " | b"VP8L" | b"ANMF");
    if !picture.chunks().iter().any(is_image) {
        return Err(Broken::Nonsense);
    }
    let orientation = picture.chunks().iter().find(|chunk| chunk.id() == *b"EXIF").and_then(|chunk| {
        let exif = chunk.content().data()?;
        orientation::read(exif.strip_prefix(PREFIX).unwrap_or(exif))
    });
    let mut chunks = Vec::new();
    for chunk in picture.chunks().iter().filter(|chunk| KEPT.contains(&&chunk.id())) {
        let data = chunk.content().data().ok_or(Broken::Nonsense)?;
        let data = match &chunk.id() {
            b"VP8X" => flagged(data, orientation.is_some())?,
            b"ANMF" => frame(data)?,
            _ => data.clone(),
        };
        chunks.push(RiffChunk::new(chunk.id(), RiffContent::Data(data)));
    }
    let is_extended = chunks.iter().any(|chunk| chunk.id() == *b"VP8X");
    if let Some(orientation) = orientation.filter(|_| is_extended) {
        let exif = Bytes::from(orientation::write(orientation).to_vec());
        chunks.push(RiffChunk::new(*b"EXIF", RiffContent::Data(exif)));
    }
    *picture.chunks_mut() = chunks;
    Ok(picture.encoder().bytes().to_vec())
}

/// The flags, put right.
fn flagged(data: &Bytes, has_orientation: bool) -> Result<Bytes, Broken> {
    let mut data = data.to_vec();
    let flags = data.first_mut().ok_or(Broken::Nonsense)?;
    *flags &= !(HAS_EXIF | HAS_XMP);
    *flags |= if has_orientation { HAS_EXIF } else { 0 };
    Ok(Bytes::from(data))
}

/// A frame without chunks that make no picture.
fn frame(data: &Bytes) -> Result<Bytes, Broken> {
    let (head, mut rest) = data.split_at_checked(FRAME_HEAD).ok_or(Broken::CutOff)?;
    let mut frame = head.to_vec();
    while !rest.is_empty() {
        let length: [u8; 4] = rest.get(4..8).and_then(|it| it.try_into().ok()).ok_or(Broken::CutOff)?;
        let length = u32::from_le_bytes(length) as usize;
        // Chunks are padded to an even length.
        let whole = 8 + length + length % 2;
        let chunk = rest.get(..whole).ok_or(Broken::CutOff)?;
        if KEPT_IN_FRAME.iter().any(|kept| chunk.starts_with(*kept)) {
            frame.extend_from_slice(chunk);
        }
        rest = &rest[whole..];
    }
    Ok(Bytes::from(frame))
}
