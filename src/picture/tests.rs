//! What cleaning leaves of small pictures made here, part by part. That the pixels stay is proved with real pictures and
//! a decoder in `tests/pictures.rs`.

use super::*;

const SECRET: &[u8] = b"qzsecret";

fn holds_secret(bytes: &[u8]) -> bool {
    bytes.windows(SECRET.len()).any(|window| window == SECRET)
}

fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len() + 2).expect("short").to_be_bytes();
    [&[0xff, marker], length.as_slice(), contents].concat()
}

fn jpeg(before: &[Vec<u8>], between: &[Vec<u8>]) -> Vec<u8> {
    let frame = segment(0xc2, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]);
    let scan = [segment(0xda, &[1, 1, 0, 0, 0, 0]), vec![1, 0xff, 0, 2, 0xff, 0xd0, 3]].concat();
    [
        &[0xff, 0xd8],
        before.concat().as_slice(),
        &frame,
        &scan,
        between.concat().as_slice(),
        &scan,
        &[0xff, 0xd9],
    ]
    .concat()
}

#[test]
fn a_jpeg_keeps_frames_scans_profile_and_orientation() {
    let plain = jpeg(&[], &[]);
    assert_eq!(clean(&plain), Ok(plain.clone()));
    let telling = [
        segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x02\x01qzsecret"),
        segment(0xe0, b"JFXX\0\x10qzsecret"),
        segment(0xe1, b"Exif\0\0II*\0qzsecret"),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0qzsecret"),
        segment(0xe2, b"MPF\0qzsecret"),
        segment(0xe2, b"FPXR\0qzsecret"),
        segment(0xed, b"Photoshop 3.0\0qzsecret"),
        segment(0xfe, b"qzsecret"),
        segment(0xf7, b"qzsecret"),
    ];
    let hidden = [[plain.as_slice(), SECRET].concat(), jpeg(&telling, &[])];
    for picture in hidden.into_iter().chain([jpeg(&[], &telling)]) {
        assert!(holds_secret(&picture));
        let cleaned = clean(&picture).expect("whole");
        assert!(!holds_secret(&cleaned));
        assert_eq!(clean(&cleaned), Ok(cleaned), "a second time changes nothing");
    }
    let profile = segment(0xe2, b"ICC_PROFILE\0\x01\x01profile");
    let adobe = segment(0xee, b"Adobe\0\x64\0\0\0\0\x01");
    let kept = jpeg(&[profile, adobe], &[]);
    assert_eq!(clean(&kept), Ok(kept));
    let turned = [b"Exif\0\0".as_slice(), &orientation::write(6)].concat();
    let turned = jpeg(&[segment(0xe1, &turned)], &[]);
    assert_eq!(clean(&turned), Ok(turned));
}

fn chunk(kind: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    use img_parts::{Bytes, png::PngChunk};
    PngChunk::new(*kind, Bytes::from(contents.to_vec())).encoder().bytes().to_vec()
}

fn png(inside: &[Vec<u8>]) -> Vec<u8> {
    let head = chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    let data = chunk(b"IDAT", b"data");
    [b"\x89PNG\r\n\x1a\n".as_slice(), &head, &inside.concat(), &data, &chunk(b"IEND", &[])].concat()
}

#[test]
fn a_png_keeps_pixels_colours_movement_and_orientation() {
    let kept: Vec<Vec<u8>> = [b"PLTE", b"tRNS", b"gAMA", b"pHYs", b"acTL", b"fcTL", b"fdAT"]
        .map(|kind| chunk(kind, b"kept"))
        .into_iter()
        .chain([chunk(b"iCCP", b"ICC\0\0profile"), chunk(b"eXIf", &orientation::write(3))])
        .collect();
    assert_eq!(clean(&png(&kept)), Ok(png(&kept)));
    for kind in [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"dSIG", b"caBX", b"prVt", b"vpAg"] {
        assert_eq!(clean(&png(&[chunk(kind, b"qzsecret")])), Ok(png(&[])));
    }
    assert_eq!(clean(&[png(&[]).as_slice(), SECRET].concat()), Ok(png(&[])));
    let named = png(&[chunk(b"iCCP", b"qzsecret\0\0profile")]);
    assert_eq!(clean(&named), Ok(png(&[chunk(b"iCCP", b"ICC\0\0profile")])));
}

fn part(kind: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    let length = u32::try_from(contents.len()).expect("short").to_le_bytes();
    let pad = if contents.len().is_multiple_of(2) { &[][..] } else { &[0] };
    [kind, length.as_slice(), contents, pad].concat()
}

fn webp(flags: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    let inside =
        [b"WEBP".as_slice(), &part(b"VP8X", &[flags, 0, 0, 0, 0, 0, 0, 0, 0, 0]), &parts.concat()].concat();
    part(b"RIFF", &inside)
}

#[test]
fn a_webp_keeps_frames_and_its_flags_are_put_right() {
    let image = part(b"VP8L", b"image");
    let frame = |extra: &[u8]| part(b"ANMF", &[&[0; 16], image.as_slice(), extra].concat());
    let telling = [part(b"EXIF", b"qzsecret"), part(b"XMP ", b"qzsecret"), part(b"abcd", b"qzsecret")];
    let full =
        webp(0x3e, &[part(b"ICCP", b"icc"), part(b"ANIM", b"loop42"), frame(&telling[2]), telling.concat()]);
    let bare = webp(0x32, &[part(b"ICCP", b"icc"), part(b"ANIM", b"loop42"), frame(&[])]);
    assert_eq!(clean(&[full.as_slice(), SECRET].concat()), Ok(bare.clone()));
    assert_eq!(clean(&bare), Ok(bare));
    let turned = webp(0x08, &[image.clone(), part(b"EXIF", &orientation::write(8))]);
    assert_eq!(clean(&turned), Ok(turned));
    let small = part(b"RIFF", &[b"WEBP".as_slice(), &image].concat());
    assert_eq!(clean(&small), Ok(small));
}

fn gif(inside: &[&[u8]]) -> Vec<u8> {
    let head = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff";
    let frame = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
    [head.as_slice(), &inside.concat(), frame, b"\x3b"].concat()
}

#[test]
fn a_gif_keeps_frames_their_control_and_the_rounds() {
    let kept: &[&[u8]] = &[b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x05\0\0", b"\x21\xf9\x04\0\x0a\0\0\0"];
    assert_eq!(clean(&gif(kept)), Ok(gif(kept)));
    let telling: &[&[u8]] = &[
        b"\x21\xfe\x08qzsecret\0",
        b"\x21\xff\x0bXMP DataXMP\x08qzsecret\0",
        b"\x21\xff\x0bNETSCAPE2.0\x08qzsecret\0",
        b"\x21\x01\x0c\0\0\0\0\0\0\0\0\0\0\0\0\x08qzsecret\0",
        b"\x21\x77\x08qzsecret\0",
    ];
    assert_eq!(clean(&[gif(telling).as_slice(), SECRET].concat()), Ok(gif(&[])));
    let more = gif(&[b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x05\0\x08qzsecret\0"]);
    assert_eq!(clean(&more), Ok(gif(&[kept[0]])));
}

/// Cut off anywhere, a picture is refused; with one byte changed it may be, and nothing panics.
#[test]
fn broken_pictures_are_refused() {
    let pictures = [
        jpeg(&[segment(0xe1, &[b"Exif\0\0".as_slice(), &orientation::write(6)].concat())], &[]),
        png(&[chunk(b"eXIf", &orientation::write(3))]),
        webp(
            0x08,
            &[
                part(b"ANMF", &[&[0; 16], part(b"VP8L", b"i").as_slice()].concat()),
                part(b"EXIF", &orientation::write(8)),
            ],
        ),
        gif(&[b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x05\0\0"]),
    ];
    for picture in pictures {
        assert!(clean(&picture).is_ok());
        for end in 0..picture.len() {
            assert!(clean(&picture[..end]).is_err(), "{end} of {picture:x?}");
        }
        for at in 0..picture.len() {
            for byte in [0, 1, 0x3b, 0x7f, 0x80, 0xff] {
                let mut changed = picture.clone();
                changed[at] = byte;
                let _may_fail = clean(&changed);
            }
        }
    }
    assert_eq!(clean(b"<svg/>"), Err(Broken::Unknown));
    assert_eq!(clean(&[]), Err(Broken::Unknown));
}
