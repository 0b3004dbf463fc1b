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
