//! Builds of one folder at the same time: each waits for its turn.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

use super::ground::{before_and_after, build, folder, lay_out, names, output};

/// A build that tells what it does.
fn start(site: &std::path::Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_variorum"));
    command.arg("build").current_dir(site).stderr(Stdio::piped()).spawn().unwrap()
}

/// Reads until the build says that it waits.
fn until_it_waits(child: &mut Child) -> BufReader<std::process::ChildStderr> {
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("waiting for another build") {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "it did not wait");
    }
    said
}

#[test]
fn many_builds_at_once_make_one_whole_site() {
    let site = folder();
    let (before, after) = before_and_after();
    lay_out(&before, site.path());
    build(site.path());
    lay_out(&after, site.path());
    let builds: Vec<Child> = (0..6).map(|_| start(site.path())).collect();
    for child in builds {
        let run = child.wait_with_output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }
    let found = output(site.path()).unwrap();
    assert!(found == build(site.path()), "another build finds nothing to change");
    assert_eq!(names(site.path()), ["content", "public", "site.toml", "themes"]);
}

#[test]
fn a_build_waits_for_its_turn_and_can_be_interrupted_meanwhile() {
    let site = folder();
    lay_out(&before_and_after().0, site.path());
    let lock = fs_err::File::open(site.path()).unwrap();
    lock.file().lock().unwrap();
    let (mut patient, mut hasty) = (start(site.path()), start(site.path()));
    let mut said = until_it_waits(&mut patient);
    let _said = until_it_waits(&mut hasty);
    let interrupted = Command::new("kill").args(["-INT", &hasty.id().to_string()]).status().unwrap();
    assert!(interrupted.success());
    assert_eq!(hasty.wait().unwrap().code(), Some(130));
    assert!(output(site.path()).is_none() && names(site.path()).len() == 3, "nothing was begun");
    drop(lock);
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    assert!(patient.wait().unwrap().success(), "{rest}");
    assert!(rest.contains("built"), "{rest}");
}
