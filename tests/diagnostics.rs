//! Runs the manuals of mistakes in `tests/diagnostics/`: for each case, `variorum check` must say exactly what stands
//! there. `VARIORUM_BLESS=1` writes what it says instead; read the change before you commit it.
//!
//! A case stands under a heading that names its code, and that code must be in its output; every code has a case.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its manuals has failed")]

use std::path::{Path, PathBuf};

use strum::VariantNames;
use variorum::diagnostic::Code;

mod literate;

use literate::{Case, bless, cases, run};

/// Manuals whose checks are not part of the program yet; they are read, but not run.
const LATER: &[&str] = &[];

fn manuals() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut paths: Vec<_> = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    paths
}

fn read(manual: &Path) -> (String, Vec<Case>) {
    let text = fs_err::read_to_string(manual).unwrap();
    let cases = cases(&text).unwrap_or_else(|error| panic!("{}: {error}", manual.display()));
    (text, cases)
}

fn check(case: &Case) -> String {
    let folder = tempfile::tempdir().unwrap();
    case.write(folder.path()).unwrap();
    run(case.command, folder.path()).unwrap()
}

/// The code that a case is about.
fn code(case: &Case) -> &str {
    case.heading.trim_matches('`')
}

#[test]
fn every_code_has_a_case_and_every_case_a_code() {
    let all: Vec<Case> = manuals().iter().flat_map(|manual| read(manual).1).collect();
    for case in &all {
        assert!(Code::VARIANTS.contains(&code(case)), "line {}: `{}` is no code", case.line, case.heading);
    }
    for code in Code::VARIANTS {
        assert!(all.iter().any(|case| self::code(case) == *code), "no manual shows `{code}`");
    }
}

#[test]
fn the_program_says_what_the_manuals_say() {
    let blessing = std::env::var_os("VARIORUM_BLESS").is_some();
    let mut wrong = String::new();
    for manual in manuals().into_iter().filter(|manual| !LATER.iter().any(|name| manual.ends_with(name))) {
        let (text, cases) = read(&manual);
        let outputs: Vec<String> = cases.iter().map(check).collect();
        if blessing {
            fs_err::write(&manual, bless(&text, &cases, &outputs)).unwrap();
        }
        for (case, output) in cases.iter().zip(&outputs) {
            let place = format!("{}:{}", manual.display(), case.line);
            if !output.contains(&format!("[{}]", code(case))) {
                wrong += &format!("{place}: `{}` is not in the output:\n{output}\n", code(case));
            } else if !blessing && case.output.as_ref() != Some(output) {
                wrong += &format!(
                    "{place}: expected\n{}\nbut got\n{output}\n",
                    case.output.as_deref().unwrap_or("")
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
