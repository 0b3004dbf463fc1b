//! The sites of this folder, built by the real binary in temporary copies.
//!
//! A site is a folder; what it says in `site.toml` is all there is to it, save that a site with `theme = "bare"` is
//! given `bare-theme`: plain templates that show the facts of a view, so that what is expected does not change with
//! the default theme's looks. `golden.rs` and `site.rs` use it.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The golden sites that build.
pub(crate) const SOUND: [&str; 5] = ["minimal", "moura", "multilingual", "custom-theme", "awkward-names"];

/// Files by their path, with `/` between the parts.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// The repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// How a run of the program ended.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the program in a folder.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_variorum"));
    command.current_dir(folder).args(arguments).env_remove("CLICOLOR_FORCE").env_remove("RUST_BACKTRACE");
    let output = command.output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A site in a temporary folder of its own, under `site/`.
pub(crate) struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    /// A copy of one of the sites of this folder.
    pub(crate) fn of(name: &str) -> Self {
        Self::of_files(&read_tree(&repository().join("tests/sites").join(name)))
    }

    /// A site of these files, with the bare theme if it asks for it.
    pub(crate) fn of_files(files: &Tree) -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        files.iter().for_each(|(path, bytes)| site.write(path, bytes));
        let settings = String::from_utf8_lossy(&files["site.toml"]).into_owned();
        if settings.contains("theme = \"bare\"") {
            for (path, bytes) in read_tree(&repository().join("tests/sites/bare-theme")) {
                site.write(&format!("themes/bare/{path}"), bytes);
            }
        }
        site
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        fs_err::write(path, bytes).unwrap();
    }

    /// Runs the program in the site's folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run(&self.path(), arguments)
    }

    /// The output of a build that must succeed.
    #[track_caller]
    pub(crate) fn build(&self, arguments: &[&str]) -> Tree {
        let built = self.run(&[&["build", "-q"], arguments].concat());
        assert_eq!((built.code, built.stdout.as_str()), (0, ""), "{}", built.stderr);
        self.output()
    }

    /// What stands in the output folder.
    pub(crate) fn output(&self) -> Tree {
        read_tree(&self.path().join("public"))
    }
}

/// Every file below a folder.
pub(crate) fn read_tree(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            tree.insert(path, fs_err::read(entry.path()).unwrap());
        }
    }
    tree
}
