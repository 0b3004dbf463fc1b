//! Real pictures through the real program: what nobody sees is gone, and every pixel of every frame is as it was.
//!
//! ImageMagick makes the pictures and decodes them; `tests/tools/50-pictures` installs it. Where it is missing, the test
//! says so and passes.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its pictures has failed")]

use std::path::Path;
use std::process::Command;

mod sites;

use sites::{Site, Tree};

const SECRET: &str = "qzsecret";

/// What ImageMagick makes each picture from, besides the metadata that are put into all.
const PICTURES: &[(&str, &[&str])] = &[
    ("baseline.jpg", &["-size", "37x23", "plasma:red-blue", "-quality", "80"]),
    ("progressive.jpg", &["-size", "64x48", "plasma:green-blue", "-interlace", "JPEG"]),
    ("restarts.jpg", &["-size", "64x48", "plasma:green-red", "-define", "jpeg:restart-interval=2"]),
    ("grey.jpg", &["-size", "16x16", "gradient:", "-colorspace", "Gray"]),
    ("four-colours.jpg", &["-size", "16x16", "plasma:red-blue", "-colorspace", "CMYK"]),
    ("turned.jpg", &["-size", "20x10", "plasma:red-blue", "-orient", "RightTop"]),
    ("true.png", &["-size", "37x23", "plasma:red-blue"]),
    ("palette.png", &["-size", "37x23", "plasma:red-blue", "-colors", "7", "-type", "Palette"]),
    ("clear.png", &["-size", "16x16", "xc:#ff000080", "-interlace", "PNG"]),
    ("deep.png", &["-size", "16x16", "plasma:red-blue", "-depth", "16"]),
    ("lossy.webp", &["-size", "37x23", "plasma:red-blue", "-quality", "70"]),
    ("exact.webp", &["-size", "37x23", "plasma:red-blue", "-define", "webp:lossless=true"]),
    ("clear.webp", &["-size", "16x16", "xc:#ff000080"]),
    ("moving.webp", &["-delay", "10", "-loop", "3", "-size", "16x16", "xc:red", "xc:blue", "xc:#00ff0080"]),
    ("still.gif", &["-size", "16x16", "plasma:red-blue"]),
    ("moving.gif", &["-delay", "10", "-loop", "3", "-size", "16x16", "xc:red", "xc:blue", "xc:lime"]),
];

fn magick(program: &str, folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).current_dir(folder).args(arguments).output().ok()?;
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

/// A hash of the pixels of each frame, their size, and how long and how often they are shown.
fn seen(folder: &Path, name: &str) -> String {
    // Without a word on it, a picture is upright.
    let told = magick("identify", folder, &["-format", "%# %wx%h %T %[orientation]\n", name]).unwrap();
    told.replace("TopLeft", "Undefined")
}

/// EXIF data of a camera: an orientation, and a description that must go.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff =
        b"MM\0*\0\0\0\x08\0\x02\x01\x0e\0\x02\0\0\0\x09\0\0\0\x26\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0"
            .to_vec();
    tiff[31] = orientation;
    tiff.extend_from_slice(b"qzsecret\0");
    tiff
}

/// Puts a camera's metadata into a picture, by hand, so that it is known what is there.
fn with_metadata(name: &str, bytes: &[u8], orientation: u8) -> Vec<u8> {
    let exif = exif(orientation);
    let short = |length: usize| u16::try_from(length).unwrap().to_be_bytes();
    let segment = |marker: u8, contents: &[u8]| {
        [&[0xff, marker], short(contents.len() + 2).as_slice(), contents].concat()
    };
    let mut out = match name.rsplit('.').next().unwrap() {
        "jpg" => {
            let exif = segment(0xe1, &[b"Exif\0\0".as_slice(), &exif].concat());
            let xmp = segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x>qzsecret</x>");
            let iptc = segment(0xed, b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x08qzsecret");
            [&bytes[..2], &exif, &xmp, &iptc, &segment(0xfe, SECRET.as_bytes()), &bytes[2..]].concat()
        }
        "png" => {
            let text = chunk(b"tEXt", b"Comment\0qzsecret");
            [
                &bytes[..33],
                &text,
                &chunk(b"eXIf", &exif),
                &chunk(b"tIME", &[7, 230, 4, 12, 1, 2, 3]),
                &bytes[33..],
            ]
            .concat()
        }
        "gif" => {
            let table = if bytes[10] & 0x80 == 0 { 0 } else { 3 << ((bytes[10] & 7) + 1) };
            let (head, rest) = bytes.split_at(13 + table);
            [head, b"\x21\xfe\x08qzsecret\0", rest].concat()
        }
        _ => {
            let part = |kind: &[u8; 4], contents: &[u8]| {
                let length = u32::try_from(contents.len()).unwrap().to_le_bytes();
                [kind, length.as_slice(), contents, &vec![0; contents.len() % 2]].concat()
            };
            let mut out = [bytes, &part(b"EXIF", &exif), &part(b"XMP ", b"<x>qzsecret</x>")].concat();
            let length = u32::try_from(out.len() - 8).unwrap().to_le_bytes();
            out[4..8].copy_from_slice(&length);
            out
        }
    };
    out.extend_from_slice(b"behind the end: qzsecret");
    out
}

fn chunk(kind: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    let mut sum = u32::MAX;
    for byte in kind.iter().chain(contents) {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 0 { sum >> 1 } else { (sum >> 1) ^ 0xedb8_8320 };
        }
    }
    let length = u32::try_from(contents.len()).unwrap().to_be_bytes();
    [length.as_slice(), kind, contents, &(!sum).to_be_bytes()].concat()
}

#[test]
fn pixels_stay_and_metadata_go() {
    let folder = tempfile::tempdir().unwrap();
    if magick("convert", folder.path(), &["-version"]).is_none() {
        eprintln!("left out: pictures need ImageMagick; tests/tools/50-pictures installs it");
        return;
    }
    let mut files = Tree::new();
    let mut links = String::from("---\ntitle: Pictures\ndate: 2022-04-12\n---\n\n");
    for (name, made_from) in PICTURES {
        let set = ["-strip", "-set", "comment", SECRET, name];
        let made_from: Vec<&str> = if name.starts_with("turned") {
            made_from.iter().copied().chain([*name]).collect()
        } else {
            made_from.iter().copied().chain(set).collect()
        };
        magick("convert", folder.path(), &made_from).unwrap();
        let bytes = fs_err::read(folder.path().join(name)).unwrap();
        let told = with_metadata(name, &bytes, if name.starts_with("turned") { 6 } else { 1 });
        fs_err::write(folder.path().join(name), &told).unwrap();
        files.insert(format!("content/briefs/{name}"), told);
        links += &format!("![{name}]({name})\n\n");
    }
    files.insert("site.toml".to_owned(), b"title = \"S\"\n".to_vec());
    files.insert("content/briefs/b.md".to_owned(), links.into_bytes());
    let output = Site::of_files(&files).build(&[]);
    let cleaned = tempfile::tempdir().unwrap();
    for (name, _) in PICTURES {
        let bytes = &output[&format!("briefs/{name}")];
        fs_err::write(cleaned.path().join(name), bytes).unwrap();
        assert!(!bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes()), "{name} tells");
        assert_eq!(seen(cleaned.path(), name), seen(folder.path(), name), "{name} looks otherwise");
    }
    for (path, bytes) in &output {
        assert!(!bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes()), "{path} tells");
    }
    assert!(seen(cleaned.path(), "turned.jpg").contains("RightTop"));
    assert_eq!(seen(cleaned.path(), "moving.gif").lines().count(), 3);
    assert_eq!(seen(cleaned.path(), "moving.webp").lines().count(), 3);
}

#[test]
fn broken_pictures_are_told_in_the_same_order_each_time() {
    let names: Vec<String> = (0..40).map(|at| format!("p{at:02}.png")).collect();
    // In the text they stand the other way round.
    let links: String = names.iter().rev().map(|name| format!("![{name}]({name})\n\n")).collect();
    let front = "---\ntitle: Pictures\ndate: 2022-04-12\n---\n\n";
    let mut files = Tree::from([
        ("site.toml".to_owned(), b"title = \"S\"\n".to_vec()),
        ("content/briefs/b.md".to_owned(), format!("{front}{links}").into_bytes()),
    ]);
    files.extend(names.iter().map(|name| (format!("content/briefs/{name}"), b"no picture".to_vec())));
    let site = Site::of_files(&files);
    let first = site.run(&["check", "--format", "json"]);
    assert_eq!(first.code, 1);
    let found: serde_json::Value = serde_json::from_str(&first.stdout).unwrap();
    let broken = found.as_array().unwrap().iter().filter(|one| one["code"] == "uncleaned-asset");
    assert_eq!(broken.count(), names.len());
    for _ in 0..5 {
        assert!(
            site.run(&["check", "--format", "json"]).stdout == first.stdout,
            "the same in the same order"
        );
    }
}
