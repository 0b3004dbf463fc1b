//! PNG, moving ones (APNG) too: chunks up to `IEND`.

use img_parts::Bytes;
use img_parts::png::{Png, PngChunk};

use super::{Broken, orientation};

/// What makes the pixels, their colours, their size in print and their movement.
const KEPT: [&[u8; 4]; 17] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs",
    b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT",
];

/// What a colour profile is called in place of its own name, which may be anything.
const PROFILE_NAME: &[u8] = b"ICC";

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    let mut picture = Png::from_bytes(Bytes::copy_from_slice(bytes))?;
    let kinds: Vec<[u8; 4]> = picture.chunks().iter().map(PngChunk::kind).collect();
    if kinds.first() != Some(b"IHDR") || kinds.last() != Some(b"IEND") || !kinds.contains(b"IDAT") {
        return Err(Broken::CutOff);
    }
    let chunks = picture.chunks_mut().drain(..).filter_map(kept).collect();
    *picture.chunks_mut() = chunks;
    Ok(picture.encoder().bytes().to_vec())
}

fn kept(chunk: PngChunk) -> Option<PngChunk> {
    match &chunk.kind() {
        b"iCCP" => {
            let name = memchr::memchr(0, chunk.contents())?;
            let contents = [PROFILE_NAME, &chunk.contents()[name..]].concat();
            Some(PngChunk::new(*b"iCCP", Bytes::from(contents)))
        }
        b"eXIf" => {
            let exif = orientation::write(orientation::read(chunk.contents())?);
            Some(PngChunk::new(*b"eXIf", Bytes::from(exif.to_vec())))
        }
        kind => KEPT.contains(&kind).then_some(chunk),
    }
}
