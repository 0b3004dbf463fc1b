//! No family of hostile sites makes the program crash, panic or hang: each is built by the program itself, at a modest
//! size. How time grows with size is measured by `cargo bench --bench hostile`.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its site has failed")]

use std::path::Path;
use std::process::Command;

#[path = "hostile/families.rs"]
mod families;

use families::{Family, families};

/// Bytes of the file that is hostile. A quadratic step shows in the benchmark; here a deep one shows.
const BYTES: usize = 6_000;

/// Ends of the program that say what is wrong with the content or with `site.toml`.
const ENDS: [i32; 3] = [0, 1, 2];

/// What is wrong with a family, in words.
fn fault(family: &Family, folder: &Path) -> Option<String> {
    for (path, text) in (family.files)(BYTES) {
        let path = folder.join(path);
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        fs_err::write(path, text).unwrap();
    }
    let run =
        Command::new(env!("CARGO_BIN_EXE_variorum")).arg("-C").arg(folder).arg("build").output().unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    let fine = run.status.code().is_some_and(|code| ENDS.contains(&code)) && !said.contains("panicked at");
    let first: String = said.chars().take(300).collect();
    (!fine).then(|| format!("{}: {}: {first}", family.name, run.status))
}

/// The families in parts, so that the test runner may share them out.
fn part(number: usize, of: usize) {
    let all = families();
    let mine = all.iter().skip(number).step_by(of);
    let faults: Vec<String> = mine
        .filter_map(|family| {
            let folder = tempfile::tempdir().unwrap();
            fault(family, folder.path())
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn families_have_names_of_their_own() {
    let mut names: Vec<&str> = families().iter().map(|family| family.name).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
}

#[test]
fn no_family_crashes_the_program_1() {
    part(0, 4);
}

#[test]
fn no_family_crashes_the_program_2() {
    part(1, 4);
}

#[test]
fn no_family_crashes_the_program_3() {
    part(2, 4);
}

#[test]
fn no_family_crashes_the_program_4() {
    part(3, 4);
}
