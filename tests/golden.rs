//! Golden sites: what the real binary makes of the sites in `tests/sites/`, whole, against `tests/golden/NAME.txt`.
//!
//! `VARIORUM_BLESS=1` writes the expected files anew; read the change before you commit it. A file lists what `check`
//! finds, then every file of the output with its text, a binary one by its hash. Of the default theme only the paths
//! are expected, so that it can change its looks.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its sites has failed")]

use std::fmt::Write as _;
use std::process::Command;

mod sites;

use sha2::{Digest as _, Sha256};
use sites::{SOUND, Site, Tree, read_tree, repository, run};

/// The lists of its files that a build leaves in the output.
const MANIFEST: &str = ".variorum.json";
const CHECKSUMS: &str = "manifest.sha256";

/// How `broken` shows where each mistake is: round the characters that a finding must point at.
const MARKS: [&str; 2] = ["⟦", "⟧"];

/// A finding of `check --format json`, as far as a place and a kind go; one about the whole site is at line 0.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
struct Finding {
    #[serde(default)]
    file: String,
    #[serde(default)]
    line: usize,
    #[serde(default)]
    column: usize,
    severity: String,
    code: String,
}

/// What `check` finds, in the order in which it tells it.
fn findings(site: &Site) -> Vec<Finding> {
    let checked = site.run(&["check", "-q", "--format", "json"]);
    assert_eq!(checked.stderr, "");
    serde_json::from_str(&checked.stdout).unwrap()
}

/// SHA-256 in lower-case hexadecimal.
fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn sites_are_built_as_expected() {
    let wrong: Vec<String> = SOUND.iter().filter_map(|name| compare(name)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn compare(name: &str) -> Option<String> {
    let site = Site::of(name);
    let tree = site.build(&[]);
    let shown = show(&findings(&site), &tree, &ours(name));
    let path = repository().join("tests/golden").join(format!("{name}.txt"));
    if std::env::var_os("VARIORUM_BLESS").is_some() {
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        fs_err::write(&path, &shown).unwrap();
    }
    let expected = fs_err::read_to_string(&path).unwrap_or_default();
    (shown != expected).then(|| difference(name, &expected, &shown))
}

/// Whether a file's text is expected: all files of a bare site, but of `custom-theme` only what its theme makes.
fn ours(name: &str) -> impl Fn(&str) -> bool {
    let bare = name != "custom-theme";
    let of_own_theme = ["tags/index.html", "theme/mark.svg", "theme/style.css", "data/claims.json"];
    move |path| (bare && (!path.starts_with("theme/"))) || of_own_theme.contains(&path)
}

fn show(findings: &[Finding], tree: &Tree, ours: &impl Fn(&str) -> bool) -> String {
    let mut shown = String::from("==== check\n");
    for Finding { file, line, column, severity, code } in findings {
        writeln!(shown, "{file}:{line}:{column} {severity} {code}").unwrap();
    }
    for (path, bytes) in tree.iter().filter(|(path, _)| ![MANIFEST, CHECKSUMS].contains(&path.as_str())) {
        match std::str::from_utf8(bytes) {
            Ok(_) if ours(path) && is_derived(path) => {
                writeln!(shown, "\n==== {path}: {} bytes, sha256 {}", bytes.len(), sha256(bytes)).unwrap();
            }
            Ok(text) if ours(path) => writeln!(shown, "\n==== {path}\n{}", lines(path, text)).unwrap(),
            Err(_) if ours(path) => {
                writeln!(shown, "\n==== {path}: {} bytes, sha256 {}", bytes.len(), sha256(bytes)).unwrap();
            }
            _ if !path.starts_with("theme/") => {
                writeln!(shown, "\n==== {path}, by the default theme").unwrap();
            }
            // The default theme may bring more files than these sites put in their place.
            _ => {}
        }
    }
    shown
}

/// Whether a file says again what others say that are expected in full, so that its hash is enough: validators read
/// it elsewhere.
fn is_derived(path: &str) -> bool {
    (path.starts_with("data/") && path != "data/claims.json")
        || path.starts_with("feeds/")
        || path.ends_with("feed.json")
}

/// JSON is written in one line; here a record has one.
fn lines(path: &str, text: &str) -> String {
    if path.ends_with(".json") { text.replace("},{", "},\n{") } else { text.to_owned() }
}

/// The first lines that differ.
fn difference(name: &str, expected: &str, shown: &str) -> String {
    let same = expected.lines().zip(shown.lines()).take_while(|(one, other)| one == other).count();
    let heading = shown.lines().take(same + 1).filter(|line| line.starts_with("==== ")).last();
    let from = |text: &str| text.lines().skip(same).take(4).collect::<Vec<_>>().join("\n");
    format!(
        "{name}, line {}, in {}: expected\n{}\nbut got\n{}\n(VARIORUM_BLESS=1 accepts it)",
        same + 1,
        heading.unwrap_or_default(),
        from(expected),
        from(shown)
    )
}

#[test]
fn the_manifest_lists_what_was_written() {
    for name in SOUND {
        let mut tree = Site::of(name).build(&[]);
        let manifest = tree.remove(MANIFEST).unwrap();
        let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
        let listed: Vec<(&str, &str, u64)> =
            manifest["files"].as_array().unwrap().iter().map(entry).collect();
        let hashes: Vec<String> = tree.values().map(|bytes| sha256(bytes)).collect();
        let written: Vec<(&str, &str, u64)> = tree
            .iter()
            .zip(&hashes)
            .map(|((path, bytes), hash)| (path.as_str(), hash.as_str(), bytes.len() as u64))
            .collect();
        assert_eq!(listed, written, "{name}");
        let checksums = String::from_utf8(tree.remove(CHECKSUMS).unwrap()).unwrap();
        let lines: String = tree.iter().map(|(path, bytes)| format!("{}  {path}\n", sha256(bytes))).collect();
        assert_eq!(checksums, lines, "{name}");
    }
}

fn entry(file: &serde_json::Value) -> (&str, &str, u64) {
    (file["path"].as_str().unwrap(), file["sha256"].as_str().unwrap(), file["size"].as_u64().unwrap())
}

#[test]
fn the_same_site_gives_the_same_bytes_elsewhere() {
    for name in SOUND {
        let (one, other) = (Site::of(name), Site::of(name));
        let first = one.build(&[]);
        let output = Command::new(env!("CARGO_BIN_EXE_variorum"))
            .current_dir("/")
            .args(["build", "-q", "-C"])
            .arg(other.path())
            .arg("-o")
            .arg(other.path().join("../a/b/c"))
            .env("TZ", "Pacific/Kiritimati")
            .env("LC_ALL", "tr_TR.UTF-8")
            .env("RAYON_NUM_THREADS", "1")
            .output()
            .unwrap();
        assert!(output.status.success(), "{name}");
        assert!(first == read_tree(&other.path().join("../a/b/c")), "{name}: other bytes in another folder");
        assert!(first == one.build(&[]), "{name}: other bytes the second time");
    }
}

#[test]
fn nothing_tells_of_drafts_and_private_keys() {
    let whole = Site::of("moura");
    let mut files = read_tree(&whole.path());
    let draft = files.remove("content/briefs/2022-05-02-draft.md");
    assert!(draft.is_some_and(|text| text.windows(13).any(|words| words == b"status: draft")));
    let first = files.get_mut("content/briefs/2022-04-12-moura.md").unwrap();
    let text = String::from_utf8(first.clone()).unwrap();
    let public: Vec<&str> =
        text.lines().filter(|line| !line.starts_with("private: ") && !line.starts_with("_note: ")).collect();
    assert_eq!(public.len(), text.lines().count() - 2);
    *first = (public.join("\n") + "\n").into_bytes();
    assert!(Site::of_files(&files).build(&[]) == whole.build(&[]));
}

/// The site `broken` without its marks, and where they stood: the mistakes, in order.
fn broken() -> (Tree, Vec<Finding>) {
    let mut mistakes = Vec::new();
    let mut files = read_tree(&repository().join("tests/sites/broken"));
    for (path, bytes) in &mut files {
        let Some(name) = path.strip_prefix("content/briefs/").and_then(|name| name.strip_suffix(".md"))
        else {
            continue;
        };
        let Some(at) = find(bytes, MARKS[0]) else { continue };
        let before = String::from_utf8(bytes[..at].to_vec()).unwrap();
        for mark in MARKS {
            let at = find(bytes, mark).unwrap_or_else(|| panic!("{path}: no {mark}"));
            bytes.drain(at..at + mark.len());
        }
        let last = before.rsplit('\n').next().unwrap();
        mistakes.push(Finding {
            file: path.clone(),
            line: before.matches('\n').count() + 1,
            column: last.chars().count() + 1,
            severity: "error".to_owned(),
            code: name.split_once('-').unwrap().1.to_owned(),
        });
    }
    (files, mistakes)
}

fn find(bytes: &[u8], words: &str) -> Option<usize> {
    bytes.windows(words.len()).position(|window| window == words.as_bytes())
}

#[test]
fn fifty_broken_briefs_are_told_in_order_with_their_places() {
    let (files, mistakes) = broken();
    assert_eq!(mistakes.len(), 50);
    let site = Site::of_files(&files);
    let found = findings(&site);
    for (found, expected) in found.iter().zip(&mistakes) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), mistakes.len(), "{:#?}", found.last());
    let drawn = site.run(&["check"]);
    assert_eq!((drawn.code, drawn.stdout.as_str()), (1, ""));
    let places: Vec<&str> =
        drawn.stderr.lines().filter_map(|line| line.trim_start().strip_prefix("--> ")).collect();
    let expected: Vec<String> = mistakes
        .iter()
        .map(|mistake| format!("{}:{}:{}", mistake.file, mistake.line, mistake.column))
        .collect();
    assert_eq!(places, expected);
    assert!(drawn.stderr.trim_end().ends_with("50 errors"), "{}", drawn.stderr);
}

#[test]
fn a_build_with_errors_leaves_the_old_output_as_it_was() {
    let (files, _) = broken();
    let sound: Tree = files
        .iter()
        .filter(|(path, _)| !path.starts_with("content/briefs/") || path.ends_with("/00-sound.md"))
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect();
    let site = Site::of_files(&sound);
    let before = site.build(&[]);
    let times = modified(&site);
    files.iter().for_each(|(path, bytes)| site.write(path, bytes));
    let failed = site.run(&["build"]);
    assert_eq!((failed.code, failed.stdout.as_str()), (1, ""), "{}", failed.stderr);
    assert!(site.output() == before && modified(&site) == times);
    let beside: Vec<_> =
        fs_err::read_dir(site.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside.len(), 4, "content, public, site.toml and themes: {beside:?}");
    let elsewhere = site.path().join("../new");
    assert_eq!(run(&site.path(), &["build", "-q", "-o", elsewhere.to_str().unwrap()]).code, 1);
    assert!(!elsewhere.exists());
}

fn modified(site: &Site) -> Vec<std::time::SystemTime> {
    let files = site.output().into_keys();
    files
        .map(|path| fs_err::metadata(site.path().join("public").join(path)).unwrap().modified().unwrap())
        .collect()
}

/// A theme that overrides a template, a word and the style sheet changes these and nothing else.
#[test]
fn what_a_theme_does_not_override_stays_the_default() {
    let own = Site::of("custom-theme");
    let plain: Tree =
        read_tree(&own.path()).into_iter().filter(|(path, _)| !path.starts_with("themes/")).collect();
    let (plain, own) = (Site::of_files(&plain).build(&[]), own.build(&[]));
    let added: Vec<&String> = own.keys().filter(|path| !plain.contains_key(*path)).collect();
    assert_eq!(added, ["theme/mark.svg"]);
    let (mut pages, mut reworded) = (0, 0);
    for (path, default) in plain.iter().filter(|(path, _)| ![MANIFEST, CHECKSUMS].contains(&path.as_str())) {
        let overridden = ["tags/index.html", "theme/style.css"].contains(&path.as_str());
        let Ok(default) = String::from_utf8(default.clone()) else {
            assert_eq!(&own[path], default, "{path}");
            continue;
        };
        let with_word = default.replace("rebel group", "armed group (own word)");
        let shown = String::from_utf8(own[path].clone()).unwrap();
        assert_eq!(shown == with_word, !overridden, "{path}");
        pages += usize::from(path.ends_with(".html"));
        reworded += usize::from(!overridden && default != with_word);
    }
    assert!(pages > 10 && reworded >= 2, "{pages} pages, {reworded} with the word");
}
