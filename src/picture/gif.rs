//! GIF, moving ones too: blocks up to the trailer.
//!
//! Of the extensions, the one that controls a frame stays, and the one that says how often the frames are shown.

use super::Broken;

/// Introduces a frame, an extension, the end.
const FRAME: u8 = 0x2c;
const EXTENSION: u8 = 0x21;
const TRAILER: u8 = 0x3b;

/// Kinds of extensions.
const CONTROL: u8 = 0xf9;
const APPLICATION: u8 = 0xff;

/// Applications whose extension holds the number of rounds.
const LOOPS: [&[u8]; 2] = [b"NETSCAPE2.0", b"ANIMEXTS1.0"];

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    let mut rest = Rest(bytes);
    let mut out = Vec::with_capacity(bytes.len());
    let head = rest.take(13)?;
    out.extend_from_slice(head);
    out.extend_from_slice(rest.take(colours(head[10]))?);
    // A control belongs to the frame behind it: what stands between the two goes.
    let mut control = None;
    loop {
        match rest.take(1)?[0] {
            FRAME => {
                out.extend(control.take().into_iter().flatten());
                let head = rest.take(9)?;
                out.push(FRAME);
                out.extend_from_slice(head);
                out.extend_from_slice(rest.take(colours(head[8]))?);
                out.extend_from_slice(rest.take(1)?);
                out.extend_from_slice(rest.blocks()?);
            }
            EXTENSION => {
                let kind = rest.take(1)?[0];
                let blocks = rest.blocks()?;
                match kind {
                    CONTROL => control = Some([&[EXTENSION, CONTROL], blocks].concat()),
                    APPLICATION => out.extend(rounds(blocks)),
                    _ => {}
                }
            }
            TRAILER => break,
            _ => return Err(Broken::Nonsense),
        }
    }
    out.push(TRAILER);
    Ok(out)
}

/// How many bytes a table of colours takes, by the byte that tells of it.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// The extension that says how often frames are shown, if these are its blocks.
fn rounds(blocks: &[u8]) -> Vec<u8> {
    let (Some(name), Some([3, 1, low, high])) = (blocks.get(1..12), blocks.get(12..16)) else {
        return Vec::new();
    };
    if blocks[0] != 11 || !LOOPS.contains(&name) {
        return Vec::new();
    }
    [&[EXTENSION, APPLICATION, 11], name, &[3, 1, *low, *high, 0]].concat()
}

/// What is still to be read.
struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], Broken> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Broken::CutOff)?;
        self.0 = rest;
        Ok(taken)
    }

    /// Blocks, each with its length before it, up to the empty one.
    fn blocks(&mut self) -> Result<&'b [u8], Broken> {
        let whole = self.0;
        loop {
            let length = usize::from(self.take(1)?[0]);
            self.take(length)?;
            if length == 0 {
                return Ok(&whole[..whole.len() - self.0.len()]);
            }
        }
    }
}
