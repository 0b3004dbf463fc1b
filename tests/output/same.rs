//! The same site gives the same tree, whatever the machine is like; and a build talks to nobody.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest as _, Sha256};

use super::ground::{can_trace, folder, is_root, lay_out, left_out, program, traced};
use crate::sites::{Site, Tree, read_tree};

/// One number for paths, times and bytes.
fn tree_hash(folder: &Path) -> String {
    let mut hasher = Sha256::new();
    let tree = read_tree(folder);
    assert!(tree.len() > 10, "{} files", tree.len());
    for (path, bytes) in tree {
        let time = fs_err::metadata(folder.join(&path)).unwrap().mtime();
        hasher.update(format!("{path}\0{time}\0{}\0", bytes.len()));
        hasher.update(bytes);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A place to build a site in.
struct Place {
    site: PathBuf,
    output: PathBuf,
    _folder: tempfile::TempDir,
}

impl Place {
    fn new(files: &Tree, below: &str) -> Self {
        let folder = folder();
        let site = folder.path().join(below).join("site");
        lay_out(files, &site);
        Self { site, output: folder.path().join("output"), _folder: folder }
    }

    /// The arguments of a build, after the program's name.
    fn arguments(&self, command: &mut Command) {
        command.args(["build", "-q", "-C"]).arg(&self.site).arg("-o").arg(&self.output);
        command.env_remove("RAYON_NUM_THREADS");
    }

    #[track_caller]
    fn build(&self, mut command: Command) -> String {
        self.arguments(&mut command);
        let run = command.output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        tree_hash(&self.output)
    }
}

fn variorum() -> Command {
    Command::new(env!("CARGO_BIN_EXE_variorum"))
}

fn with(variables: &[(&str, &str)]) -> Command {
    let mut command = variorum();
    command.envs(variables.iter().copied());
    command
}

/// The files of some golden sites, with the bare theme where they ask for it.
fn sites() -> BTreeMap<&'static str, Tree> {
    ["moura", "multilingual", "awkward-names"]
        .into_iter()
        .map(|name| (name, read_tree(&Site::of(name).path())))
        .collect()
}

#[test]
fn one_tree_hash_in_every_environment() {
    for (name, files) in sites() {
        let place = Place::new(&files, "");
        let expected = place.build(variorum());
        let environments: [&[(&str, &str)]; 8] = [
            &[("TZ", "Pacific/Kiritimati")],
            &[("TZ", "America/St_Johns"), ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")],
            &[("LANG", "ar_EG.UTF-8"), ("LANGUAGE", "ar")],
            &[("LC_ALL", "C"), ("HOME", "/nonexistent"), ("USER", "somebody"), ("HOSTNAME", "elsewhere")],
            &[("RAYON_NUM_THREADS", "1")],
            &[("RAYON_NUM_THREADS", "2")],
            &[("RAYON_NUM_THREADS", "16")],
            &[("SOURCE_DATE_EPOCH", "1"), ("TERM", "dumb"), ("NO_COLOR", "1")],
        ];
        for environment in environments {
            let elsewhere = Place::new(&files, "a path/of its own/مورا");
            assert_eq!(elsewhere.build(with(environment)), expected, "{name}, {environment:?}");
            assert_eq!(
                elsewhere.build(with(environment)),
                expected,
                "{name}, {environment:?}, over the first"
            );
        }
        for umask in ["000", "077"] {
            let elsewhere = Place::new(&files, "");
            let mut shell = Command::new("sh");
            shell.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")]).arg(variorum().get_program());
            assert_eq!(elsewhere.build(shell), expected, "{name}, umask {umask}");
        }
    }
}

#[test]
fn one_tree_hash_for_another_user() {
    if !is_root() {
        left_out("builds by another user", "only root can build as somebody else");
        return;
    }
    for (name, files) in sites() {
        let expected = Place::new(&files, "").build(variorum());
        let place = Place::new(&files, "");
        let own = place.site.parent().unwrap();
        let copy = own.join("variorum");
        fs_err::copy(variorum().get_program(), &copy).unwrap();
        let given = Command::new("chown").args(["-R", "65534:65534"]).arg(own).status().unwrap();
        assert!(given.success());
        let mut command = Command::new(copy);
        command.uid(65534).gid(65534);
        assert_eq!(place.build(command), expected, "{name}");
    }
}

/// A folder whose names come in another order; unmounted when dropped.
struct Disordered(PathBuf);

impl Drop for Disordered {
    fn drop(&mut self) {
        let _unmounted = Command::new("fusermount").arg("-uz").arg(&self.0).status();
    }
}

#[test]
fn one_tree_hash_however_folders_are_ordered() {
    let what = "folders in another order";
    if program("disorderfs").is_none() {
        left_out(what, "there is no disorderfs; tests/tools/20-faults installs it");
        return;
    }
    for (name, files) in sites() {
        let expected = Place::new(&files, "").build(variorum());
        for order in ["--shuffle-dirents=yes", "--reverse-dirents=yes"] {
            let mut place = Place::new(&files, "");
            let mount = place.site.with_file_name("disordered");
            fs_err::create_dir(&mount).unwrap();
            let mounted =
                Command::new("disorderfs").args(["-q", order]).arg(&place.site).arg(&mount).output().unwrap();
            if !mounted.status.success() {
                left_out(what, String::from_utf8_lossy(&mounted.stderr).trim());
                return;
            }
            let _disordered = Disordered(mount.clone());
            assert!(mount.join("site.toml").exists());
            place.site = mount.clone();
            assert_eq!(place.build(variorum()), expected, "{name}, {order}");
            // That file system cannot exchange two folders either.
            place.output = mount.join("public");
            assert_eq!(place.build(variorum()), expected, "{name}, {order}, built into it");
            assert_eq!(place.build(variorum()), expected, "{name}, {order}, built into it again");
        }
    }
}

#[test]
fn a_build_opens_no_connection_and_starts_no_program() {
    if !can_trace("what a build asks of the system") {
        return;
    }
    for (name, files) in sites() {
        let place = Place::new(&files, "");
        let trace = place.site.with_file_name("trace");
        let mut command = traced(
            &place.site,
            &["-o", trace.to_str().unwrap(), "-e", "trace=network,execve,?execveat,openat"],
        );
        command.env_remove("RAYON_NUM_THREADS");
        assert!(command.output().unwrap().status.success());
        let text = fs_err::read_to_string(trace).unwrap();
        let calls = |word: &str| text.lines().filter(|line| line.contains(word)).count();
        let asked: Vec<&str> =
            text.lines().filter(|line| !line.contains("openat") && !line.contains("+++")).collect();
        assert!(calls("openat(") > 10, "the trace is whole");
        assert_eq!(asked.len(), 1, "{name}: {asked:#?}");
        assert!(asked[0].contains("execve(") && asked[0].contains("variorum"), "{asked:?}");
    }
}
