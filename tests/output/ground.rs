//! Where the tests build: folders in memory where there is such a place, so that flushing them costs nothing.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sites::{Site, Tree, read_tree};

/// A program on the path.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Says what a test could not do.
pub(crate) fn left_out(what: &str, why: &str) {
    eprintln!("left out: {what}: {why}");
}

pub(crate) fn is_root() -> bool {
    let own = tempfile::tempfile().unwrap();
    own.metadata().unwrap().uid() == 0
}

/// A temporary folder, in memory if possible.
pub(crate) fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let in_memory = memory.is_dir().then(|| tempfile::tempdir_in(memory).ok()).flatten();
    in_memory.unwrap_or_else(|| tempfile::tempdir().unwrap())
}

/// The files of two states of one small site: a page changes, one goes, one comes, the others stay.
pub(crate) fn before_and_after() -> (Tree, Tree) {
    let site = Site::of("minimal");
    let mut before = read_tree(&site.path());
    before.insert("content/about.md".to_owned(), b"---\ntitle: About\n---\n\nThe desk.\n".to_vec());
    let mut after = before.clone();
    before.insert("content/gone.md".to_owned(), b"---\ntitle: Gone\n---\n\nFor a while.\n".to_vec());
    after.insert("content/about.md".to_owned(), b"---\ntitle: About\n---\n\nThe new desk.\n".to_vec());
    after.insert("content/new/page.md".to_owned(), b"---\ntitle: New\n---\n\nNews.\n".to_vec());
    (before, after)
}

/// The same of a site with two files that are too large to be held in memory: one changes, one does not.
pub(crate) fn large_before_and_after() -> (Tree, Tree) {
    let mut before = read_tree(&Site::of("minimal").path());
    let words = "word ".repeat(230_000);
    let brief = format!(
        "---\ntitle: Long\ndate: 2022-04-12\nclaims:\n  - {{by: JNIM, says: {}.}}\n---\n",
        words.trim_end()
    );
    before.insert("content/briefs/long.md".to_owned(), brief.into_bytes());
    let mut after = before.clone();
    let others = ["csv", "csl", "bibtex", "geojson", "feeds", "sitemap", "robots"];
    let exports: String = others.iter().map(|name| format!("{name} = false\n")).collect();
    let exports = exports + "ndjson = true\n";
    for (tree, title) in [(&mut before, "Before"), (&mut after, "After")] {
        let settings = format!("title = \"{title}\"\ntheme = \"bare\"\n\n[exports]\n{exports}");
        tree.insert("site.toml".to_owned(), settings.into_bytes());
    }
    (before, after)
}

/// Writes files below a folder.
pub(crate) fn lay_out(files: &Tree, folder: &Path) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        fs_err::write(path, bytes).unwrap();
    }
}

/// The program, to build a site on one thread and quietly.
pub(crate) fn variorum(site: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_variorum"));
    build_there(&mut command, site);
    command
}

/// The same under `strace`, which is given these arguments first.
pub(crate) fn traced(site: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("strace");
    command.args(["-f", "-qq"]).args(arguments).arg(env!("CARGO_BIN_EXE_variorum"));
    build_there(&mut command, site);
    command
}

fn build_there(command: &mut Command, site: &Path) {
    command.args(["build", "-q"]).current_dir(site);
    command.env("RAYON_NUM_THREADS", "1").env_remove("CLICOLOR_FORCE").env_remove("RUST_BACKTRACE");
    // Cargo's own, which makes the loader look into more folders.
    command.env_remove("LD_LIBRARY_PATH");
}

/// Whether `strace` can do here what the tests ask of it.
pub(crate) fn can_trace(what: &str) -> bool {
    let tried = Command::new("strace")
        .args([
            "-f",
            "--seccomp-bpf",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "inject=?rmdir:error=EIO:when=1",
            "true",
        ])
        .output();
    match tried {
        Err(_) => left_out(what, "there is no strace; tests/tools/20-faults installs it"),
        Ok(tried) if !tried.status.success() => {
            left_out(what, &format!("strace cannot work here: {}", String::from_utf8_lossy(&tried.stderr)));
        }
        Ok(_) => return true,
    }
    false
}

/// The output of a site, if there is one.
pub(crate) fn output(site: &Path) -> Option<Tree> {
    let public = site.join("public");
    public.symlink_metadata().is_ok().then(|| read_tree(&public))
}

/// The names in a folder, in order.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs_err::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Builds, which must succeed.
#[track_caller]
pub(crate) fn build(site: &Path) -> Tree {
    let built = variorum(site).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    output(site).unwrap()
}
