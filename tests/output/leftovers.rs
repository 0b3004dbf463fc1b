//! What is not ours is never deleted, even where it bears our names; and what goes is named.

use std::os::unix::fs::{MetadataExt as _, symlink};
use std::path::Path;
use std::process::Command;

use super::ground::{before_and_after, build, folder, lay_out, names, variorum};
use crate::sites::read_tree;

/// A build that is refused, and touches nothing.
#[track_caller]
fn refuses(site: &Path, named: &str) {
    let before = read_tree(site);
    let run = variorum(site).output().unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(5), "{said}");
    assert!(said.contains(named), "{said}");
    assert!(read_tree(site) == before, "something was touched");
}

#[test]
fn a_folder_that_only_bears_our_name_is_kept() {
    let site = folder();
    lay_out(&before_and_after().0, site.path());
    build(site.path());
    for name in [".public.variorum-new", ".public.variorum-old"] {
        let folder = site.path().join(name);
        fs_err::create_dir(&folder).unwrap();
        fs_err::write(folder.join("thesis.txt"), "years of work").unwrap();
        refuses(site.path(), name);
        // A list that does not name the file does not help.
        fs_err::write(folder.join(".variorum.log"), "\nindex.html\n").unwrap();
        if name.ends_with("new") {
            refuses(site.path(), "`thesis.txt`");
        }
        fs_err::remove_dir_all(&folder).unwrap();
        symlink("content", &folder).unwrap();
        refuses(site.path(), name);
        fs_err::remove_file(&folder).unwrap();
        fs_err::write(&folder, "a file").unwrap();
        refuses(site.path(), name);
        fs_err::remove_file(&folder).unwrap();
        // An empty folder is no loss.
        fs_err::create_dir(&folder).unwrap();
        build(site.path());
        assert_eq!(names(site.path()), ["content", "public", "site.toml", "themes"]);
    }
}

/// What a killed build leaves may be looked into, and worked on, before the next one.
#[test]
fn what_somebody_did_in_the_folder_of_a_killed_build_is_kept() {
    let site = folder();
    lay_out(&before_and_after().0, site.path());
    build(site.path());
    let left = site.path().join(".public.variorum-new");
    fs_err::rename(site.path().join("public"), &left).unwrap();
    fs_err::write(left.join("about.html"), "edited by hand").unwrap();
    refuses(site.path(), "`about.html`");
    fs_err::remove_file(left.join("about.html")).unwrap();
    build(site.path());
    assert_eq!(names(site.path()), ["content", "public", "site.toml", "themes"]);
}

#[test]
fn unchanged_files_are_linked_and_the_times_follow_from_the_bytes() {
    let site = folder();
    let (before, after) = before_and_after();
    lay_out(&before, site.path());
    build(site.path());
    let file = |name: &str| {
        let metadata = fs_err::metadata(site.path().join("public").join(name)).unwrap();
        (metadata.ino(), metadata.mtime())
    };
    let names = ["about.html", "briefs/moura.html", ".variorum.json", "manifest.sha256"];
    let old = names.map(file);
    lay_out(&after, site.path());
    let built =
        Command::new(env!("CARGO_BIN_EXE_variorum")).arg("build").current_dir(site.path()).output().unwrap();
    assert!(built.status.success());
    let new = names.map(file);
    assert_ne!(new[0].1, old[0].1, "other bytes, another time");
    assert_eq!(new[1], old[1], "the same file with its time");
    assert!(new.iter().all(|(_, time)| (978_307_200..978_307_200 + (1 << 29)).contains(time)));

    fs_err::remove_file(site.path().join("content/gone.md")).unwrap();
    let built =
        Command::new(env!("CARGO_BIN_EXE_variorum")).arg("build").current_dir(site.path()).output().unwrap();
    let said = String::from_utf8(built.stderr).unwrap();
    assert!(said.contains("\nremoved gone.html\n"), "a page that is gone is named: {said}");
}
