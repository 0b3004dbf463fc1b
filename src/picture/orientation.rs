//! Which way up a picture is: the one thing of its EXIF data that is seen.
//!
//! EXIF is a TIFF file of tags; of these, only `Orientation` is read, and only it is written.

/// The tag `Orientation` (TIFF 6.0), a number from 1 to 8.
const TAG: u16 = 0x0112;

/// Reads the orientation; `None`: there is none, or the picture is upright.
pub(super) fn read(tiff: &[u8]) -> Option<u8> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let bytes = tiff.get(4..8)?.try_into().ok()?;
    let first = if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) } as usize;
    let entries = usize::from(short(first)?);
    let entry = (0..entries).map(|number| first + 2 + 12 * number).find(|at| short(*at) == Some(TAG))?;
    // Behind the tag stand its type (3: a short) and its count, then the value.
    let value = short(entry + 8).filter(|_| short(entry + 2) == Some(3))?;
    u8::try_from(value).ok().filter(|value| (2..=8).contains(value))
}

/// EXIF data that say the orientation and nothing else.
pub(super) fn write(orientation: u8) -> [u8; 26] {
    let mut tiff = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    tiff[19] = orientation;
    tiff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for orientation in 2..=8 {
            assert_eq!(read(&write(orientation)), Some(orientation));
        }
        assert_eq!(read(&write(1)), None);
        assert_eq!(read(&write(9)), None);
    }

    #[test]
    fn little_endian_and_nonsense() {
        let tiff =
            b"II*\0\x08\0\0\0\x02\0\x0f\x01\x02\0\x01\0\0\0AAAA\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        assert_eq!(read(tiff), Some(6));
        for end in 0..tiff.len() {
            let _never_fails = read(&tiff[..end]);
        }
        assert_eq!(read(b"II*\0\xff\xff\xff\xff"), None);
    }
}
