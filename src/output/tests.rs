//! Building into real folders: whole, exact, and never a foreign file lost.

use std::collections::BTreeMap;

use tempfile::TempDir;

use super::*;

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().expect("a temporary folder"));
        fs_err::create_dir(desk.path("content")).expect("a folder");
        desk
    }

    fn path(&self, path: &str) -> Utf8PathBuf {
        let root =
            Utf8Path::from_path(self.0.path()).expect("text").canonicalize_utf8().expect("a real path");
        if path.is_empty() { root } else { root.join(path) }
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs_err::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs_err::write(path, text).expect("a file");
    }

    fn begin(&self, target: &str) -> Result<Staging, OutputError> {
        Staging::begin(&self.path(target), &self.path(""), &["content", "themes"])
    }

    fn build(&self, files: &[(&str, &str)]) -> Result<Report, OutputError> {
        let staging = self.begin("public")?;
        for (path, text) in files {
            staging.write(&site_path(path), text.as_bytes())?;
        }
        staging.seal(None).and_then(Sealed::publish)
    }

    /// Every file of the desk with its text.
    fn tree(&self) -> BTreeMap<String, String> {
        let files = walkdir::WalkDir::new(self.path("")).into_iter().map(|entry| entry.expect("an entry"));
        files
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let path = entry.path().strip_prefix(self.path("")).expect("below").to_string_lossy();
                (path.into_owned(), fs_err::read_to_string(entry.path()).expect("text"))
            })
            .collect()
    }

    /// What stands directly in the desk's folder.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = self
            .path("")
            .read_dir_utf8()
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_owned())
            .collect();
        names.sort();
        names
    }
}

fn site_path(path: &str) -> SitePath {
    SitePath::new(path).expect("a path")
}

fn refusal(result: Result<impl std::fmt::Debug, OutputError>) -> Refusal {
    match result {
        Err(OutputError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_build_replaces_the_one_before_exactly() {
    let desk = Desk::new();
    let first = desk.build(&[("index.html", "1"), ("a/b.html", "b"), ("a/c.html", "c")]).expect("built");
    assert_eq!(first.new.len(), 3);
    let second = desk.build(&[("index.html", "2"), ("a/b.html", "b"), ("d/e.html", "e")]).expect("built");
    let one = |path| vec![site_path(path)];
    let expected = Report {
        new: one("d/e.html"),
        changed: one("index.html"),
        unchanged: one("a/b.html"),
        removed: one("a/c.html"),
    };
    assert_eq!(second, expected);
    let tree = desk.tree();
    let paths: Vec<_> = tree.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "public/.variorum.json",
            "public/a/b.html",
            "public/d/e.html",
            "public/index.html",
            "public/manifest.sha256"
        ]
    );
    assert_eq!(tree["public/index.html"], "2");
    assert_eq!(desk.names(), ["content", "public"], "nothing stays beside it");
}

#[test]
fn the_same_bytes_give_the_same_tree() {
    let (one, other) = (Desk::new(), Desk::new());
    one.build(&[("a.html", "a"), ("b.html", "b")]).expect("built");
    other.build(&[("x.html", "x")]).expect("built");
    other.build(&[("b.html", "b"), ("a.html", "a")]).expect("built");
    assert_eq!(one.tree(), other.tree());
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    insta::assert_snapshot!(one.tree()["public/.variorum.json"].replace(&version, "\"version\": \"...\""), @r#"
    {
      "format": 1,
      "version": "...",
      "site": "994431436c18ac478de2f5cad73dbece938cd503e51a9af09fd7cb9ce9c5679f",
      "files": [
        {
          "path": "a.html",
          "sha256": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
          "size": 1
        },
        {
          "path": "b.html",
          "sha256": "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d",
          "size": 1
        },
        {
          "path": "manifest.sha256",
          "sha256": "994431436c18ac478de2f5cad73dbece938cd503e51a9af09fd7cb9ce9c5679f",
          "size": 146
        }
      ]
    }
    "#);
    insta::assert_snapshot!(one.tree()["public/manifest.sha256"], @r"
    ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a.html
    3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  b.html
    ");
}

#[test]
fn many_threads_write_one_site() {
    use rayon::prelude::*;
    let desk = Desk::new();
    let staging = desk.begin("public").expect("begun");
    let write = |number: u32| staging.write(&site_path(&format!("{}/{number}.html", number % 7)), b"x");
    (0..500).into_par_iter().try_for_each(write).expect("written");
    assert_eq!(staging.seal(None).and_then(Sealed::publish).expect("published").new.len(), 500);
    assert_eq!(desk.tree().len(), 502);
}

#[test]
fn an_empty_folder_and_one_that_does_not_exist_are_fine() {
    let desk = Desk::new();
    fs_err::create_dir(desk.path("public")).expect("a folder");
    desk.build(&[("index.html", "1")]).expect("built");
    let staging = desk.begin("out/of/the/way").expect("begun");
    staging.write(&site_path("index.html"), b"1").expect("written");
    staging.seal(None).and_then(Sealed::publish).expect("published");
    assert!(desk.path("out/of/the/way/index.html").exists());
}

#[test]
fn a_build_that_is_given_up_leaves_nothing() {
    let desk = Desk::new();
    desk.build(&[("index.html", "1")]).expect("built");
    let before = desk.tree();
    for target in ["public", "new/folder"] {
        let staging = desk.begin(target).expect("begun");
        staging.write(&site_path("other.html"), b"2").expect("written");
        drop(staging);
    }
    assert_eq!(desk.tree(), before);
    assert_eq!(desk.names(), ["content", "public"]);
}

#[test]
fn two_files_of_one_name_and_the_manifests_name_are_refused() {
    let desk = Desk::new();
    assert!(matches!(desk.build(&[("a.html", "1"), ("A.html", "2")]), Err(OutputError::Clash(_))));
    assert!(matches!(desk.build(&[(MANIFEST, "1")]), Err(OutputError::Clash(_))));
    assert_eq!(desk.names(), ["content"]);
}

#[test]
fn sources_are_never_the_output() {
    let desk = Desk::new();
    desk.write("content/a.md", "a");
    for target in
        ["", "..", "content", "content/public", "themes", "themes/mine/public", "content/../content"]
    {
        assert!(matches!(refusal(desk.begin(target)), Refusal::Sources { .. }), "{target}");
    }
    assert!(matches!(refusal(desk.begin("none/../content")), Refusal::NotAFolder(_)));
    assert!(matches!(refusal(desk.begin("content/a.md")), Refusal::NotAFolder(_)));
    assert!(matches!(refusal(desk.begin("content/a.md/x")), Refusal::NotAFolder(_)));
}

#[cfg(unix)]
#[test]
fn a_link_is_no_way_into_the_sources() {
    let desk = Desk::new();
    std::os::unix::fs::symlink(desk.path("content"), desk.path("link")).expect("a link");
    assert!(matches!(refusal(desk.begin("link")), Refusal::NotAFolder(_)));
    assert!(matches!(refusal(desk.begin("link/public")), Refusal::Sources { .. }));
    std::os::unix::fs::symlink(desk.path("nowhere"), desk.path("dangling")).expect("a link");
    assert!(matches!(refusal(desk.begin("dangling")), Refusal::NotAFolder(_)));
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let desk = Desk::new();
    desk.write("public/thesis.txt", "years of work");
    assert!(matches!(refusal(desk.build(&[])), Refusal::NotOurs(_)));
    for forged in ["", "{}", r#"{"format":2,"files":[]}"#, FORGED] {
        desk.write("public/.variorum.json", forged);
        assert!(matches!(refusal(desk.build(&[])), Refusal::BadManifest(_)), "{forged}");
    }
    assert_eq!(desk.tree()["public/thesis.txt"], "years of work");
}

const FORGED: &str = r#"{"format":1,"files":[{"path":"../content/a.md","sha256":"","size":0}]}"#;

#[test]
fn foreign_and_edited_files_are_named_and_kept() {
    let desk = Desk::new();
    desk.build(&[("index.html", "1"), ("a/b.html", "b")]).expect("built");
    desk.write("public/a/b.html", "mended by hand");
    desk.write("public/notes/x.txt", "x");
    let before = desk.tree();
    let expected = Refusal::Touched {
        folder: desk.path("public"),
        foreign: vec!["notes".into(), "notes/x.txt".into()],
        edited: vec!["a/b.html".into()],
    };
    assert_eq!(refusal(desk.build(&[("index.html", "2")])), expected);
    assert_eq!(desk.tree(), before);
}

#[test]
fn a_file_that_comes_in_while_building_stops_the_build() {
    let desk = Desk::new();
    desk.build(&[("index.html", "1")]).expect("built");
    let staging = desk.begin("public").expect("begun");
    desk.write("public/thesis.txt", "years of work");
    assert!(matches!(refusal(staging.seal(None).and_then(Sealed::publish)), Refusal::Touched { .. }));
    assert_eq!(desk.tree()["public/thesis.txt"], "years of work");
    assert_eq!(desk.names(), ["content", "public"]);
}

#[test]
fn a_file_that_somebody_deleted_is_no_hindrance() {
    let desk = Desk::new();
    desk.build(&[("index.html", "1"), ("a/b.html", "b")]).expect("built");
    fs_err::remove_file(desk.path("public/a/b.html")).expect("removed");
    desk.build(&[("index.html", "1")]).expect("built");
    assert_eq!(desk.names(), ["content", "public"]);
}

/// More than a stream holds in memory.
const LARGE: usize = 3 << 20;

/// Pieces of uneven length that make up so many bytes.
fn pieces(seed: u8, size: usize) -> impl FnOnce(&mut dyn Write) -> io::Result<()> {
    move |out| {
        let bytes: Vec<u8> = (seed..=u8::MAX).cycle().take(size).collect();
        bytes.chunks(70_001).try_for_each(|piece| out.write_all(piece))
    }
}

impl Desk {
    fn build_streamed(&self, files: &[(&str, u8, usize)]) -> Report {
        let staging = self.begin("public").expect("begun");
        for (path, seed, size) in files {
            let written = staging.stream(&site_path(path), pieces(*seed, *size)).expect("written");
            assert_eq!(written, *size as u64);
        }
        staging.seal(None).and_then(Sealed::publish).expect("published")
    }
}

#[test]
fn what_is_streamed_is_as_if_it_were_written() {
    const FILES: [(&str, u8, usize); 5] = [
        ("empty", 0, 0),
        ("data/small", 1, 1000),
        ("data/held", 2, 1 << 20),
        ("data/over", 2, (1 << 20) + 1),
        ("large", 3, LARGE),
    ];
    let (one, other) = (Desk::new(), Desk::new());
    one.build_streamed(&FILES);
    let staging = other.begin("public").expect("begun");
    for (path, seed, size) in FILES {
        let mut bytes = Vec::new();
        pieces(seed, size)(&mut bytes).expect("in memory");
        staging.write(&site_path(path), &bytes).expect("written");
        let summed = Written::of(site_path(path), pieces(seed, size)).expect("summed up");
        assert_eq!(staging.written_in(path), [summed]);
    }
    staging.seal(None).and_then(Sealed::publish).expect("published");
    for path in one.public() {
        let [here, there] = [&one, &other].map(|desk| desk.path("public").join(&path));
        assert!(fs_err::read(&here).expect("bytes") == fs_err::read(&there).expect("bytes"), "{path}");
        let time = |path| fs_err::metadata(path).and_then(|metadata| metadata.modified()).expect("a time");
        if !path.starts_with('.') && path != CHECKSUMS {
            assert_eq!(time(here), time(there), "{path}");
        }
    }
    assert_eq!(one.public(), other.public());
}

impl Desk {
    /// The files of the output.
    fn public(&self) -> Vec<String> {
        let inside = |path: &str| path.strip_prefix("public/").map(str::to_owned);
        let public = walkdir::WalkDir::new(self.path("public")).sort_by_file_name().into_iter();
        let files = public.map(|entry| entry.expect("an entry")).filter(|entry| entry.file_type().is_file());
        let below = |entry: &walkdir::DirEntry| {
            entry.path().strip_prefix(self.path("")).expect("below").to_string_lossy().into_owned()
        };
        files.filter_map(|entry| inside(&below(&entry))).collect()
    }
}

#[cfg(unix)]
#[test]
fn what_is_streamed_is_linked_where_it_is_unchanged() {
    use std::os::unix::fs::MetadataExt as _;
    let desk = Desk::new();
    let files = [("data/same", 1, LARGE), ("data/other", 1, LARGE), ("data/small", 1, 10)];
    let inode = |path: &str| fs_err::metadata(desk.path("public").join(path)).expect("a file").ino();
    desk.build_streamed(&files);
    let first = files.map(|(path, ..)| inode(path));
    desk.build_streamed(&[files[0], ("data/other", 2, LARGE), files[2]]);
    let second = files.map(|(path, ..)| inode(path));
    assert_eq!((first[0], first[2]), (second[0], second[2]), "links to the files before");
    assert_ne!(first[1], second[1]);
    let names = [MANIFEST, "data/other", "data/same", "data/small", CHECKSUMS];
    assert_eq!(desk.public(), names, "the spare name is not left");
}

#[test]
fn many_threads_stream_one_site() {
    use rayon::prelude::*;
    let desk = Desk::new();
    for _again in 0..2 {
        let staging = desk.begin("public").expect("begun");
        let stream = |number: u8| staging.stream(&site_path(&format!("{number}")), pieces(number, LARGE / 2));
        (0..12).into_par_iter().try_for_each(|number| stream(number).map(drop)).expect("written");
        staging.seal(None).and_then(Sealed::publish).expect("published");
        assert_eq!(desk.public().len(), 14);
    }
}

#[test]
fn a_path_that_is_taken_is_not_streamed_to() {
    let desk = Desk::new();
    let staging = desk.begin("public").expect("begun");
    staging.write(&site_path("a.html"), b"1").expect("written");
    staging.stream(&site_path("b.html"), pieces(1, LARGE)).expect("written");
    for taken in ["A.html", "B.html", MANIFEST, LOG, SPARE] {
        let unasked = |_: &mut dyn Write| panic!("something was made");
        let clash = staging.stream(&site_path(taken), unasked);
        assert!(matches!(clash, Err(OutputError::Clash(_))), "{taken}");
    }
    // A file under way has its path already.
    let inner = |out: &mut dyn Write| {
        let clash = staging.stream(&site_path("C.html"), pieces(1, 1));
        assert!(matches!(clash, Err(OutputError::Clash(_))));
        assert!(matches!(staging.write(&site_path("c.html"), b"1"), Err(OutputError::Clash(_))));
        out.write_all(b"1")
    };
    staging.stream(&site_path("c.html"), inner).expect("written");
}

#[test]
fn a_stream_that_ends_with_an_error_leaves_nothing() {
    let desk = Desk::new();
    desk.build(&[("index.html", "1"), ("data/large", "1")]).expect("built");
    let before = desk.tree();
    for size in [10, LARGE] {
        let staging = desk.begin("public").expect("begun");
        staging.stream(&site_path("index.html"), pieces(1, LARGE)).expect("written");
        let fails = |out: &mut dyn Write| {
            pieces(2, size)(out)?;
            Err(io::Error::other("enough"))
        };
        let error = staging.stream(&site_path("data/large"), fails).expect_err("the maker's error");
        assert!(matches!(&error, OutputError::Machine(error) if error.to_string() == "enough"), "{error}");
        assert_eq!(staging.written_in("data"), [], "no file of the site");
        drop(staging);
        assert_eq!(desk.tree(), before);
        assert_eq!(desk.names(), ["content", "public"]);
    }
}

/// As a build that is killed leaves it: in the midst of a file, and of its replacement by a link.
#[test]
fn what_a_killed_stream_left_is_taken_away() {
    let desk = Desk::new();
    desk.build_streamed(&[("data/large", 1, LARGE)]);
    let staging = desk.begin("public").expect("begun");
    let killed = |out: &mut dyn Write| {
        pieces(1, LARGE)(out)?;
        let left = desk.path(".public.variorum-new");
        assert!(fs_err::metadata(left.join("data/large"))?.len() > 0, "it goes to the disk as it comes");
        fs_err::create_dir_all(desk.path("copy/data"))?;
        for name in [LOG, "data/large"] {
            fs_err::copy(left.join(name), desk.path("copy").join(name))?;
        }
        Ok(())
    };
    staging.stream(&site_path("data/large"), killed).expect("written");
    let log = fs_err::read_to_string(desk.path(".public.variorum-new").join(LOG)).expect("a log");
    assert!(log.contains(&format!("\n{SPARE}\n")), "the spare name is announced: {log}");
    drop(staging);
    fs_err::rename(desk.path("copy"), desk.path(".public.variorum-new")).expect("left");
    desk.build_streamed(&[("data/large", 1, LARGE)]);
    assert_eq!(desk.names(), ["content", "public"]);
}
