//! The site in a real browser: each file `tests/browser/NAME.test.mjs` is run by Node on the built program.
//!
//! `tests/tools/10-browser` installs what they need. Where it is missing, the test says so and passes.

#![expect(clippy::unwrap_used, reason = "a test that cannot start its tools has failed")]
#![expect(clippy::print_stderr, reason = "what is left out is said")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// Where `tests/tools/10-browser` puts the packages.
fn modules() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    Path::new(env!("CARGO_MANIFEST_DIR")).join(target).join("tools/browser")
}

/// A program on the path.
fn program(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// What is missing, in words; empty if all is there.
fn missing(programs: &[&str]) -> Vec<String> {
    let absent = programs.iter().filter(|name| program(name).is_none());
    let mut missing: Vec<String> = absent.map(|name| format!("`{name}` on the path")).collect();
    if !modules().join("node_modules/playwright-core").is_dir() {
        missing.push("the packages of tests/browser/package.json".to_owned());
    }
    missing
}

/// Runs one file of tests; `programs` are what it needs besides Node and Chromium.
#[track_caller]
fn run(name: &str, programs: &[&str]) {
    let missing = missing(&[&["node", "chromium"], programs].concat());
    if !missing.is_empty() {
        eprintln!("left out: {name} needs {}; tests/tools/10-browser installs it", missing.join(" and "));
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new("node")
        .arg("--test")
        .arg(root.join(format!("tests/browser/{name}.test.mjs")))
        .env("VARIORUM", env!("CARGO_BIN_EXE_variorum"))
        .env("VARIORUM_BROWSER_MODULES", modules())
        .env("VARIORUM_CHROMIUM", program("chromium").unwrap())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}:\n{said}");
}

#[test]
fn access() {
    run("access", &[]);
}

#[test]
fn notes() {
    run("notes", &[]);
}

#[test]
fn foreign() {
    run("foreign", &[]);
}

#[test]
fn keyboard() {
    run("keyboard", &[]);
}

#[test]
fn nu() {
    run("nu", &["java"]);
}

#[test]
fn paper() {
    run("paper", &["pdftotext"]);
}

#[test]
fn payloads() {
    if std::env::var_os("VARIORUM_TEST_DATA").is_none() {
        eprintln!("left out: payloads needs the public lists, a folder that VARIORUM_TEST_DATA names");
        return;
    }
    run("payloads", &[]);
}

#[test]
fn reflow() {
    run("reflow", &[]);
}

#[test]
fn weight() {
    run("weight", &[]);
}

#[test]
fn search() {
    run("search", &[]);
}

#[test]
fn serve() {
    run("serve", &[]);
}

#[test]
fn every_file_is_run() {
    let source = include_str!("browser.rs");
    for entry in fs_err::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        if let Some(name) = file.strip_suffix(".test.mjs") {
            assert!(source.contains(&format!("run(\"{name}\"")), "{file} is not run");
        }
    }
}
