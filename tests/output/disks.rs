//! Disks that are full, out of inodes, read-only, mounted in an odd place, or somebody else's.

use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::ground::{before_and_after, build, folder, is_root, lay_out, left_out, names, output, variorum};
use crate::sites::read_tree;

/// A file system in memory; unmounted when dropped.
struct Disk {
    place: PathBuf,
}

impl Disk {
    /// Nothing where this user may not mount.
    fn mount(place: &Path, options: &str, what: &str) -> Option<Self> {
        fs_err::create_dir_all(place).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(place).output();
        match mounted {
            Ok(output) if output.status.success() => Some(Self { place: place.to_owned() }),
            Ok(output) => {
                left_out(what, &format!("cannot mount: {}", String::from_utf8_lossy(&output.stderr).trim()));
                None
            }
            Err(error) => {
                left_out(what, &format!("cannot mount: {error}"));
                None
            }
        }
    }

    fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        let status = Command::new("mount").args(["-o", &options]).arg(&self.place).status().unwrap();
        assert!(status.success(), "mount -o {options}");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _unmounted = Command::new("umount").arg("-l").arg(&self.place).status();
    }
}

#[track_caller]
fn fails(run: &Output, named: &Path) {
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(3), "{said}");
    assert!(said.contains(named.to_str().unwrap()), "no file is named: {said}");
}

/// Adds a page of so many bytes.
fn page(site: &Path, name: &str, bytes: usize) {
    let text = format!("---\ntitle: Long\n---\n\n{}\n", "word ".repeat(bytes / 5));
    fs_err::write(site.join("content").join(name), text).unwrap();
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    let site = folder();
    let Some(_disk) = Disk::mount(site.path(), "size=1m", "a full disk") else { return };
    lay_out(&before_and_after().0, site.path());
    let old = build(site.path());
    let beside = names(site.path());
    page(site.path(), "long.md", 300_000);
    page(site.path(), "longer.md", 300_000);
    for _again in 0..2 {
        fails(&variorum(site.path()).output().unwrap(), &site.path().join(".public.variorum-new"));
        assert!(output(site.path()).unwrap() == old);
        assert_eq!(names(site.path()), beside);
    }
    fs_err::remove_file(site.path().join("content/long.md")).unwrap();
    fs_err::remove_file(site.path().join("content/longer.md")).unwrap();
    assert!(build(site.path()) == old);
}

#[test]
fn a_disk_without_inodes_leaves_the_old_site() {
    let site = folder();
    lay_out(&before_and_after().0, site.path());
    let public = site.path().join("disk/public");
    let Some(disk) = Disk::mount(&site.path().join("disk"), "nr_inodes=20", "a disk without inodes") else {
        return;
    };
    let run = || variorum(site.path()).args(["-o", "disk/public"]).output().unwrap();
    fails(&run(), &site.path().join("disk"));
    assert_eq!(names(&disk.place), [""; 0], "a first build that fails leaves nothing");
    disk.remount("nr_inodes=1000");
    assert!(run().status.success());
    let old = read_tree(&public);
    let used = walkdir::WalkDir::new(&disk.place).into_iter().count();
    disk.remount(&format!("nr_inodes={}", used + 5));
    page(site.path(), "another.md", 100);
    fails(&run(), &site.path().join("disk"));
    assert!(read_tree(&public) == old);
    assert_eq!(names(&disk.place), ["public"]);
}

#[test]
fn a_disk_that_takes_no_writes_leaves_the_old_site() {
    let site = folder();
    let Some(disk) = Disk::mount(site.path(), "size=8m", "a read-only disk") else { return };
    lay_out(&before_and_after().0, site.path());
    let old = build(site.path());
    page(site.path(), "another.md", 100);
    let all = read_tree(site.path());
    disk.remount("ro");
    fails(&variorum(site.path()).output().unwrap(), site.path());
    assert!(read_tree(site.path()) == all);
    disk.remount("rw");
    assert!(build(site.path()) != old);
}

#[test]
fn a_mount_point_is_named_and_left() {
    let site = folder();
    lay_out(&before_and_after().0, site.path());
    let public = site.path().join("public");
    let Some(_disk) = Disk::mount(&public, "size=1m", "an output folder that is a mount point") else {
        return;
    };
    let run = variorum(site.path()).output().unwrap();
    fails(&run, &public);
    assert!(String::from_utf8_lossy(&run.stderr).contains("mount point"));
    assert!(read_tree(&public).is_empty());
    assert_eq!(names(site.path()), ["content", "public", "site.toml", "themes"]);
    let below = variorum(site.path()).args(["-o", "public/site"]).output().unwrap();
    assert!(below.status.success(), "{}", String::from_utf8_lossy(&below.stderr));
}

/// Root may write everywhere, so another user builds.
#[test]
fn a_folder_that_one_may_not_write_is_named_and_left() {
    if !is_root() {
        left_out("a folder of another user", "only root can build as somebody else");
        return;
    }
    let site = folder();
    fs_err::set_permissions(site.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    lay_out(&before_and_after().0, site.path());
    build(site.path());
    page(site.path(), "another.md", 100);
    let all = read_tree(site.path());
    let program = site.path().join("variorum");
    fs_err::copy(env!("CARGO_BIN_EXE_variorum"), &program).unwrap();
    let run = Command::new(&program)
        .args(["build", "-q"])
        .current_dir(site.path())
        .uid(65534)
        .gid(65534)
        .output()
        .unwrap();
    fails(&run, site.path());
    fs_err::remove_file(program).unwrap();
    assert!(read_tree(site.path()) == all);
}
