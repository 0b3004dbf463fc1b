//! Reading real folders, good and hostile.

use super::*;
use crate::diagnostic::Code;
use crate::text::Place;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a temporary folder"));
        files.iter().for_each(|(path, bytes)| folder.write(path, bytes));
        folder
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs_err::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs_err::write(path, bytes).expect("a file");
    }

    fn root(&self) -> &Utf8Path {
        Utf8Path::from_path(self.0.path()).expect("a UTF-8 path")
    }

    fn read(&self) -> Inputs {
        let theme = SitePath::new("mine").expect("a name");
        SiteFolder::open(self.root()).expect("site.toml").read(&theme, None).expect("a readable site")
    }
}

fn shown(inputs: &Inputs) -> Vec<String> {
    let show = |diagnostic: &Diagnostic| {
        let span = diagnostic.place.expect("a place");
        let Place { line, column } = inputs.files.place(span);
        format!(
            "{}:{line}:{column} {}: {}",
            inputs.files.path(span.file),
            diagnostic.code,
            diagnostic.message
        )
    };
    inputs.diagnostics.iter().map(show).collect()
}

#[test]
fn a_site_is_sorted_into_documents_assets_and_theme() {
    let folder = Folder::new(&[
        ("site.toml", b"title = 'x'"),
        ("README.md", b"not part of it"),
        ("content/actors.yaml", b""),
        ("content/briefs/actors.yaml", b"not a registry"),
        ("content/briefs/b.md", b"b"),
        ("content/briefs/a.md", b"a"),
        ("content/.git/x.md", b""),
        ("content/#x.md", b""),
        ("content/x.md~", b""),
        ("content/map.png", b"1234"),
        ("themes/mine/templates/event.html", b"<p>"),
        ("themes/mine/logo.png", b"\xff"),
        ("themes/other/x.html", b""),
    ]);
    let inputs = folder.read();
    let documents: Vec<_> = inputs.documents.iter().map(|id| inputs.files.path(*id).as_str()).collect();
    assert_eq!(documents, ["content/actors.yaml", "content/briefs/a.md", "content/briefs/b.md"]);
    let assets: Vec<_> = inputs.assets.keys().map(|path| path.as_str()).collect();
    assert_eq!(assets, ["briefs/actors.yaml", "map.png"]);
    let map = &inputs.assets[Utf8Path::new("map.png")];
    assert_eq!((map.size, map.read().expect("bytes")), (4, b"1234".to_vec()));
    assert_eq!(inputs.theme.texts.keys().collect::<Vec<_>>(), ["templates/event.html"]);
    assert_eq!(inputs.theme.assets.keys().collect::<Vec<_>>(), ["logo.png"]);
    assert_eq!(shown(&inputs), [""; 0]);
}

#[test]
fn a_site_without_content_or_theme_is_empty() {
    let inputs = Folder::new(&[("site.toml", b"")]).read();
    assert!(inputs.documents.is_empty() && inputs.assets.is_empty() && inputs.theme.texts.is_empty());
}

#[test]
fn the_nearest_site_above_is_found() {
    let folder = Folder::new(&[("site.toml", b""), ("content/briefs/a.md", b"")]);
    let root = folder.root().canonicalize_utf8().expect("a real path");
    let start = folder.root().join("content/../content/briefs");
    assert_eq!(SiteFolder::find(&start).expect("found"), root);
    let outside = tempfile::tempdir().expect("a temporary folder");
    let outside = Utf8Path::from_path(outside.path()).expect("a UTF-8 path");
    assert!(matches!(SiteFolder::find(outside), Err(InputError::NoSite { .. })));
    assert!(matches!(SiteFolder::find(&outside.join("none")), Err(InputError::NoFolder(_))));
}

#[cfg(unix)]
#[test]
fn links_pipes_and_odd_names_are_refused_by_name() {
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;
    let folder = Folder::new(&[
        ("site.toml", b""),
        ("secret.md", b"secret"),
        ("content/a.md", b"a"),
        ("content/es\x1bc.md", b""),
        ("themes/mine/x.html", b""),
    ]);
    let content = folder.root().join("content");
    symlink(folder.root().join("secret.md"), content.join("link.md")).expect("a link");
    symlink(folder.root(), content.join("loop")).expect("a link");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        content.join("pipe.md").as_std_path(),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .expect("a pipe");
    let odd = content.as_std_path().join(std::ffi::OsStr::from_bytes(b"odd\xff"));
    fs_err::create_dir(&odd).expect("a folder");
    fs_err::write(odd.join("inside.md"), "x").expect("a file");
    let inputs = folder.read();
    assert_eq!(inputs.documents.len(), 1);
    let mut shown = shown(&inputs);
    shown.sort();
    assert_eq!(
        shown,
        [
            "content/es\u{fffd}c.md:1:1 file-name: the name of `content/es\u{fffd}c.md` cannot be used: \
             '\\u{1b}' is not allowed in a path",
            "content/link.md:1:1 not-a-regular-file: `content/link.md` is neither a regular file nor a folder",
            "content/loop:1:1 not-a-regular-file: `content/loop` is neither a regular file nor a folder",
            "content/odd\u{fffd}:1:1 file-name: the name of `content/odd\u{fffd}` cannot be used: \
             it is not valid UTF-8",
            "content/pipe.md:1:1 not-a-regular-file: `content/pipe.md` is neither a regular file nor a folder",
        ]
    );
}

#[cfg(unix)]
#[test]
fn linked_folders_at_the_top_are_refused() {
    use std::os::unix::fs::symlink;
    let elsewhere = Folder::new(&[("a.md", b"a"), ("mine/x.html", b"x")]);
    let folder = Folder::new(&[]);
    symlink(elsewhere.root().join("a.md"), folder.root().join("site.toml")).expect("a link");
    symlink(elsewhere.root(), folder.root().join("content")).expect("a link");
    symlink(elsewhere.root(), folder.root().join("themes")).expect("a link");
    let inputs = folder.read();
    let codes: Vec<_> = inputs.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [Code::NotARegularFile; 3]);
    assert!(inputs.documents.is_empty() && inputs.theme.texts.is_empty());
    assert_eq!(inputs.files.text(inputs.site_toml), "");
}

#[test]
fn text_is_normalised_and_its_faults_have_places() {
    let folder = Folder::new(&[
        ("site.toml", b"\xef\xbb\xbfa\r\nb"),
        ("content/a.md", b"\xef\xbb\xbfa\r\nb\xffc"),
        ("content/b.md", "a\rb\u{85}\u{feff}é\tx\n".as_bytes()),
        ("content/c.md", &[0; 25]),
    ]);
    let inputs = folder.read();
    assert_eq!(inputs.files.text(inputs.site_toml), "a\nb");
    assert_eq!(inputs.files.text(inputs.documents[0]), "a\nb\u{fffd}c");
    let shown = shown(&inputs);
    assert_eq!(
        shown[..5],
        [
            "content/a.md:2:2 not-utf8: the file is not valid UTF-8 at byte offset 7",
            "content/b.md:1:2 control-character: the control character U+000D is not allowed",
            "content/b.md:1:4 control-character: the control character U+0085 is not allowed",
            "content/b.md:1:5 control-character: the control character U+FEFF is not allowed",
            "content/c.md:1:1 control-character: the control character U+0000 is not allowed",
        ]
    );
    assert_eq!(shown.len(), 4 + 10 + 1);
    assert_eq!(
        shown.last().map(String::as_str),
        Some("content/c.md:1:11 control-character: the file has 15 more control characters")
    );
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let folder = Folder::new(&[("site.toml", b"")]);
    let path = folder.root().join("content/large.md");
    fs_err::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    let file = fs_err::File::create(&path).expect("a file");
    file.file().set_len(scan::MAX_FILE_BYTES + 1).expect("a length");
    let inputs = folder.read();
    assert_eq!(
        shown(&inputs),
        ["content/large.md:1:1 file-too-large: the file has 16777217 bytes; at most 16777216 are read"]
    );
    file.file().set_len(scan::MAX_FILE_BYTES).expect("a length");
    assert!(folder.read().diagnostics.iter().all(|diagnostic| diagnostic.code != Code::FileTooLarge));
}

/// Everything that a reading says, without ids.
fn told(inputs: &Inputs) -> Vec<String> {
    let text = |file: &FileId| format!("{} {:?}", inputs.files.path(*file), inputs.files.text(*file));
    let mut told: Vec<String> = inputs.documents.iter().map(text).collect();
    told.push(text(&inputs.site_toml));
    told.extend(inputs.theme.texts.values().map(text));
    told.extend(inputs.assets.iter().map(|(path, asset)| format!("{path} {}", asset.size)));
    told.extend(inputs.theme.assets.keys().cloned());
    let mut diagnostics = shown(inputs);
    diagnostics.sort();
    told.extend(diagnostics);
    told
}

fn reread(inputs: &Inputs, changed: &[&str]) -> Inputs {
    let changed = changed.iter().map(|path| (*path).into()).collect();
    let theme = SitePath::new("mine").expect("a name");
    inputs.reopen(&changed).expect("site.toml").read(&theme, None).expect("a readable site")
}

#[test]
fn a_file_that_stays_keeps_its_id_and_one_that_comes_back_has_its_old_one() {
    let folder = Folder::new(&[("site.toml", b""), ("content/b.md", b"b"), ("content/c.md", b"c\0")]);
    let first = folder.read();
    let id = |inputs: &Inputs, name: &str| {
        let named = |file: &&FileId| inputs.files.path(**file) == name;
        *inputs.documents.iter().find(named).expect("a document")
    };
    folder.write("content/a.md", "a");
    fs_err::remove_file(folder.root().join("content/b.md")).expect("a file to remove");
    let second = reread(&first, &[]);
    assert_eq!(second.files.text(id(&first, "content/b.md")), "", "the text is let go");
    folder.write("content/b.md", "again");
    let third = reread(&second, &[]);
    for name in ["content/b.md", "content/c.md"] {
        assert_eq!(id(&third, name), id(&first, name), "{name}");
    }
    assert_eq!(told(&third), told(&folder.read()));
    let kept = |inputs: &Inputs| inputs.files.shared_text(id(inputs, "content/c.md"));
    assert!(std::sync::Arc::ptr_eq(&kept(&first), &kept(&third)), "what did not change is not read again");
}

#[test]
fn a_save_that_leaves_no_trace_is_seen_if_it_is_named() {
    let folder = Folder::new(&[("site.toml", b""), ("content/a.md", b"one")]);
    let mut inputs = folder.read();
    for text in ["two", "six", "ten"].repeat(20) {
        folder.write("content/a.md", text);
        inputs = reread(&inputs, &["content/a.md"]);
        assert_eq!(inputs.files.text(inputs.documents[0]), text);
    }
}

#[test]
fn a_text_that_was_let_go_of_comes_back_unless_the_file_was_written_to() {
    let folder = Folder::new(&[("site.toml", b""), ("content/a.md", b"one\r\n"), ("content/b.md", b"two")]);
    let mut inputs = folder.read();
    let documents = inputs.documents.clone();
    inputs.release(&documents);
    let texts = |inputs: &Inputs| {
        documents.iter().map(|file| inputs.files.text(*file).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(texts(&inputs), ["", ""]);
    folder.write("content/b.md", "another");
    let found = |file: FileId| Diagnostic::new(Code::BrokenLink, Span::new(file, 0..1), "x");
    inputs.recall(&documents.iter().map(|file| found(*file)).collect::<Vec<_>>()).expect("readable files");
    assert_eq!(texts(&inputs), ["one\n", ""], "a place in another text would be another place");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(40))]
    #[test]
    fn reading_again_tells_what_reading_anew_does(
        edits in proptest::collection::vec((0_usize..8, 0_usize..6), 1..30),
    ) {
        const PATHS: [&str; 8] = [
            "content/a.md", "content/b/c.md", "content/actors.yaml", "content/map.png", "site.toml",
            "themes/mine/static/x.css", "themes/mine/logo.png", "content/\u{e9}.md",
        ];
        const TEXTS: [&str; 6] = ["", "x", "y\r\n", "\0", "\u{feff}z", ""];
        let folder = Folder::new(&[("site.toml", b"")]);
        let mut inputs = folder.read();
        for (path, text) in edits {
            if text + 1 == TEXTS.len() && PATHS[path] != "site.toml" {
                let _absent = fs_err::remove_file(folder.root().join(PATHS[path]));
            } else {
                folder.write(PATHS[path], TEXTS[text]);
            }
            inputs = reread(&inputs, &[PATHS[path]]);
            proptest::prop_assert_eq!(told(&inputs), told(&folder.read()));
        }
    }
}
