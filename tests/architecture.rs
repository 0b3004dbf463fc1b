//! Holds `src/` to the floor table and to the house style: imports go down, only some rooms touch the machine, files
//! and functions stay short. Every complaint names file and line.
//!
//! The sources are read as tokens, so comments and texts never count and lists in braces do. The scanner itself is
//! tested below on small sources that must fail.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the sources has failed")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

mod scan;

use scan::{Source, scan};

/// Rooms and their floors: a room imports from lower floors alone. `lib` declares the rooms and is none itself.
const FLOORS: &[(&str, u8)] = &[
    ("text", 0),
    ("value", 0),
    ("picture", 0),
    ("diagnostic", 1),
    ("gate", 2),
    ("input", 2),
    ("output", 2),
    ("yaml", 2),
    ("markdown", 2),
    ("changes", 3),
    ("config", 3),
    ("brief", 3),
    ("site", 4),
    ("method", 5),
    ("plan", 6),
    ("check", 7),
    ("page", 7),
    ("theme", 8),
    ("export", 8),
    ("pipeline", 9),
    ("query", 9),
    ("import", 10),
    ("serve", 10),
    ("publish", 10),
    ("lsp", 10),
    ("cli", 11),
    ("main", 12),
    ("lib", 12),
];

/// What only some rooms may name: a path that begins so, or ends so after `*`, and the rooms.
const RESERVED: &[(&str, &[&str], &str)] = &[
    ("std::fs", MACHINE, "touches the disk"),
    ("fs_err", MACHINE, "touches the disk"),
    ("*File::open", MACHINE, "touches the disk"),
    ("*File::create", MACHINE, "touches the disk"),
    ("*OpenOptions::new", MACHINE, "touches the disk"),
    ("std::env", &["input", "output", "serve", "publish", "cli"], "reads the environment"),
    ("*SystemTime::now", &["cli"], "reads the clock"),
    ("*Timestamp::now", &["cli"], "reads the clock"),
    ("*Zoned::now", &["cli"], "reads the clock"),
    ("*Instant::now", &["cli"], "reads the clock"),
    ("*print!", PRINTING, "prints"),
    ("*println!", PRINTING, "prints"),
    ("*eprint!", PRINTING, "prints"),
    ("*eprintln!", PRINTING, "prints"),
    ("*dbg!", PRINTING, "prints"),
    ("*io::stdout", PRINTING, "prints"),
    ("*io::stderr", PRINTING, "prints"),
    ("anstream", PRINTING, "prints"),
    ("clap", &["cli"], "is the command line's"),
    ("indicatif", &["cli"], "is the command line's"),
    ("pulldown_cmark", &["markdown"], "is the package of one room"),
    ("syntect", &["markdown"], "is the package of one room"),
    ("tera", &["page", "theme"], "is the package of two rooms"),
    ("serde_yaml", &["yaml"], "is the package of one room"),
    ("toml", &["config", "theme"], "is the package of two rooms"),
    ("edtf_core", &["value"], "is the package of one room"),
    ("annotate_snippets", &["diagnostic"], "is the package of one room"),
    ("img_parts", &["picture"], "is the package of one room"),
    ("html5gum", &["gate"], "is the package of one room"),
    ("memchr", &["gate", "picture", "theme"], "is the package of three rooms"),
    ("icu_collator", &["site"], "is the package of one room"),
    ("rayon", &["pipeline", "input", "output"], "is the package of three rooms"),
    ("walkdir", &["input", "output"], "is the package of two rooms"),
    ("axum", &["serve"], "is the package of one room"),
    ("futures_util", &["serve"], "is the package of one room"),
    ("hyper", &["serve"], "is the package of one room"),
    ("hyper_util", &["serve"], "is the package of one room"),
    ("notify", &["serve"], "is the package of one room"),
    ("tokio", &["serve"], "is the package of one room"),
    ("tokio_io_timeout", &["serve"], "is the package of one room"),
    ("base64", &["publish"], "is the package of one room"),
    ("rusty_s3", &["publish"], "is the package of one room"),
    ("ureq", &["publish"], "is the package of one room"),
    ("std::process::Command", &["publish"], "starts programs"),
    ("signal_hook", &["cli"], "is the package of one room"),
    ("csv", &["export", "import"], "is the package of two rooms"),
    ("quick_xml", &["export"], "is the package of one room"),
    ("uuid", &["export"], "is the package of one room"),
    ("textwrap", &["query"], "is the package of one room"),
    ("flate2", &["export"], "is the package of one room"),
    ("tempfile", &["output", "publish"], "is the package of two rooms"),
    ("sha1", &["publish"], "is the package of one room"),
    ("rustix", &["output"], "is the package of one room"),
    ("sha2", &["export", "output", "publish", "serve", "value"], "is the package of five rooms"),
    ("minisign", &["output"], "is the package of one room"),
    ("rpassword", &["cli"], "is the command line's"),
];

const MACHINE: &[&str] = &["input", "output", "serve", "publish"];
const PRINTING: &[&str] = &["cli", "main"];

/// Lines of a file, and of a function between its braces.
const FILE_LINES: usize = 500;
const FUNCTION_LINES: usize = 80;

#[test]
fn the_sources_keep_to_the_house() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    assert!(files.len() > 10, "the sources were found");
    let mut complaints = String::new();
    for file in files {
        let path = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        for complaint in judge(&path, &fs_err::read_to_string(&file).unwrap()) {
            writeln!(complaints, "src/{complaint}").unwrap();
        }
    }
    assert!(complaints.is_empty(), "\n{complaints}");
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Everything that is wrong with one file of `src/`: `path:line: what`.
fn judge(path: &str, text: &str) -> Vec<String> {
    let source = match scan(path, text) {
        Ok(source) => source,
        Err(error) => return vec![format!("{path}:1: cannot be read as Rust: {error}")],
    };
    let room = path.split(['/', '.']).next().unwrap();
    let Some(floor) = floor(room) else {
        return vec![format!("{path}:1: room `{room}` is not in the floor table")];
    };
    let mut found = lengths(text, &source);
    found.extend(climbing(room, floor, &source));
    found.extend(trespassing(room, &source));
    found.sort();
    found.dedup();
    found.into_iter().map(|(line, what)| format!("{path}:{line}: {what}")).collect()
}

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == room).map(|(_, floor)| *floor)
}

fn lengths(text: &str, source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    if !text.starts_with("//!") {
        found.push((1, "the file has no module doc".to_owned()));
    }
    let lines = text.lines().count();
    if lines > FILE_LINES {
        found.push((FILE_LINES, format!("the file has {lines} lines, more than {FILE_LINES}")));
    }
    for function in source.functions.iter().filter(|function| function.lines > FUNCTION_LINES) {
        let what = format!("`{}` has {} lines, more than {FUNCTION_LINES}", function.name, function.lines);
        found.push((function.line, what));
    }
    found
}

/// Imports from a room that is not on a lower floor; tests are held to it too.
fn climbing(room: &str, own: u8, source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for path in &source.paths {
        let Some(other) = path.room().filter(|other| *other != room) else { continue };
        match floor(other) {
            Some(floor) if floor < own => {}
            Some(floor) => {
                found.push((path.line, format!("`{room}` (floor {own}) names `{other}` (floor {floor})")));
            }
            None => found.push((path.line, format!("room `{other}` is not in the floor table"))),
        }
    }
    found
}

/// Names that are reserved for other rooms.
fn trespassing(room: &str, source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for path in source.paths.iter().filter(|path| !path.in_test) {
        for (pattern, rooms, why) in RESERVED {
            if path.matches(pattern) && !rooms.contains(&room) {
                found.push((path.line, format!("`{pattern}` {why}; only {rooms:?} may")));
            }
        }
    }
    found
}

#[track_caller]
fn fails(path: &str, text: &str, line: usize, words: &str) {
    let found = judge(path, &format!("//! Doc.\n{text}"));
    let place = format!("{path}:{line}: ");
    assert!(
        found.len() == 1 && found[0].starts_with(&place) && found[0].contains(words),
        "expected one complaint {place}...{words}..., got {found:#?}"
    );
}

#[track_caller]
fn passes(path: &str, text: &str) {
    assert_eq!(judge(path, &format!("//! Doc.\n{text}")), [""; 0]);
}

#[test]
fn an_import_from_above_is_found_however_it_is_written() {
    fails("diagnostic/code.rs", "use crate::site::Site;", 2, "names `site` (floor 4)");
    fails("diagnostic/code.rs", "fn f() -> crate::page::Page {}", 2, "names `page`");
    fails("diagnostic/code.rs", "use crate::{text::Span, diagnostic, page::{a, b}};", 2, "names `page`");
    fails("diagnostic/code.rs", "use super::super::site;", 2, "names `site`");
    fails("diagnostic/mod.rs", "use super::site;", 2, "names `site`");
    fails("site/mod.rs", "use crate::method::Method;", 2, "names `method` (floor 5)");
    fails("method/mod.rs", "use crate::check::Subject;", 2, "names `check` (floor 7)");
    fails("text.rs", "\nuse super::{value, text};", 3, "names `value`");
    fails(
        "diagnostic/code.rs",
        "mod m { mod n { use super::super::super::super::site::X; } }",
        2,
        "names `site`",
    );
    fails("diagnostic/code.rs", "fn f() { vec![crate::site::X] }", 2, "names `site`");
    fails("diagnostic/code.rs", "#[cfg(test)]\nmod tests { use crate::site::X; }", 3, "names `site`");
    fails("diagnostic/code.rs", "use crate as me;\nuse crate::{self, cli::run};", 3, "names `cli`");
}

#[test]
fn rooms_of_one_floor_do_not_import_each_other() {
    fails("yaml/mod.rs", "use crate::markdown::Body;", 2, "names `markdown` (floor 2)");
    fails("value/date.rs", "use crate::text::Span;", 2, "names `text` (floor 0)");
}

#[test]
fn imports_from_below_and_from_the_own_folder_pass() {
    passes("brief/decode.rs", "use crate::{markdown::Body, text::{Files, Span}, yaml};\nuse super::Brief;");
    passes("check/mod.rs", "use crate::{method::Method, site::Site};");
    passes("diagnostic/draw/human.rs", "use super::super::Code;\nuse crate::diagnostic::Severity;");
    passes(
        "diagnostic/code.rs",
        "mod tests { use super::*; }\n// use crate::site\nconst A: &str = \"crate::site::X\";",
    );
    passes(
        "diagnostic/code.rs",
        "pub(crate) struct A;\npub(in crate::diagnostic) struct B;\npub(super) struct C;",
    );
}

#[test]
fn an_unknown_room_is_named() {
    fails("extra/mod.rs", "", 1, "room `extra` is not in the floor table");
    fails("cli/mod.rs", "use crate::extra::X;", 2, "room `extra`");
}

#[test]
fn disk_clock_and_printing_stay_in_their_rooms() {
    fails("page/plan.rs", "use std::{fmt, fs};", 2, "`std::fs` touches the disk");
    fails("page/plan.rs", "fn f() { fs_err::read(x) }", 2, "touches the disk");
    fails("page/plan.rs", "fn f() { another::fs::File::open(x) }", 2, "touches the disk");
    fails("cli/mod.rs", "use std::fs;", 2, "touches the disk");
    fails("page/plan.rs", "fn f() { std::env::var(x) }", 2, "reads the environment");
    fails("page/plan.rs", "fn f() { jiff::Timestamp::now() }", 2, "reads the clock");
    fails("serve/mod.rs", "fn f() { Instant::now() }", 2, "reads the clock");
    fails("serve/mod.rs", "fn f() { if x { std::eprintln!(\"{x}\") } }", 2, "prints");
    fails("serve/mod.rs", "use std::io::{Write, stdout};", 2, "prints");
    fails("diagnostic/code.rs", "use anstream::AutoStream;", 2, "prints");
    passes("cli/mod.rs", "use std::env;\nfn f() { println!(\"x\"); Instant::now(); anstream::println!(); }");
    passes("output/mod.rs", "use fs_err as fs;\nuse std::fs::Metadata;");
    passes("page/plan.rs", "const V: &str = env!(\"CARGO_PKG_VERSION\");");
}

#[test]
fn packages_stay_in_their_rooms() {
    fails("brief/decode.rs", "use serde_yaml::Value;", 2, "`serde_yaml` is the package of one room");
    fails("brief/decode.rs", "use toml;", 2, "`toml`");
    fails("cli/mod.rs", "use walkdir::WalkDir;", 2, "`walkdir`");
    passes("config.rs", "use toml::Spanned;");
    passes("brief/decode.rs", "fn f(toml: u8) -> u8 { toml }\nuse strsim::levenshtein;");
}

#[test]
fn tests_may_print_and_read_but_only_they() {
    passes("text.rs", "#[cfg(test)]\nmod tests { fn f() { println!(\"x\"); std::fs::read(x); } }");
    passes("text/tests.rs", "fn f() { println!(\"x\"); }");
    fails("text.rs", "#[cfg(test)]\nmod tests {}\nfn f() { println!(\"x\"); }", 4, "prints");
    fails("text.rs", "#[cfg(test)]\nuse a::b;\nfn f() { println!(\"x\"); }", 4, "prints");
}

#[test]
fn long_files_long_functions_and_missing_docs_are_found() {
    let body = "    x();\n".repeat(FUNCTION_LINES);
    passes("text.rs", &format!("fn f() {{\n{body}}}"));
    fails(
        "text.rs",
        &format!("\nfn f<T>(x: fn(u8)) -> [u8; 3]\nwhere T: X {{\n    x();\n{body}}}"),
        3,
        "`f` has 81 lines",
    );
    fails("text.rs", &format!("impl X {{\nfn f() {{\n    x();\n{body}}}\n}}"), 3, "`f` has 81 lines");
    fails("text.rs", &"\n".repeat(FILE_LINES), 500, "501 lines");
    assert_eq!(judge("text.rs", "use a::b;\n"), ["text.rs:1: the file has no module doc"]);
    assert!(judge("text.rs", "//! Doc.\nfn f( {")[0].contains("cannot be read as Rust"));
}
