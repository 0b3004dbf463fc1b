//! Publishing to a folder by the real binary, and the safety rules that hold for every target.

#![cfg(feature = "publish")]
#![expect(clippy::unwrap_used, reason = "a test that cannot make its sites has failed")]

use std::os::unix::fs::symlink;
use std::path::PathBuf;

mod publishing;

use publishing::{Desk, Published, Tree, lifecycle, read_tree};

fn desk() -> Desk {
    Desk::new("to = \"dir:../www\"")
}

fn www(desk: &Desk) -> PathBuf {
    desk.folder.path().join("www")
}

fn live(desk: &Desk) -> Tree {
    let current = www(desk).join("current");
    if current.exists() { read_tree(&fs_err::canonicalize(current).unwrap()) } else { Tree::new() }
}

#[track_caller]
fn refused(published: &Published, words: &str) {
    assert_eq!(published.code, 5, "{}", published.stderr);
    assert!(published.stderr.contains(words), "no word of {words:?}: {}", published.stderr);
}

#[test]
fn what_a_host_put_there_is_taken_along() {
    let desk = desk();
    desk.published(&[]);
    // Something that a host puts there; each new release takes it along.
    let note = ".well-known/note.txt";
    let file = fs_err::canonicalize(www(&desk).join("current")).unwrap().join(note);
    fs_err::create_dir_all(file.parent().unwrap()).unwrap();
    fs_err::write(file, "theirs").unwrap();
    fs_err::write(www(&desk).join("access.log"), "theirs").unwrap();
    desk.brief("one", "newest");
    desk.published(&[]);
    assert_eq!(live(&desk)[note], b"theirs");
    desk.withdraw("three");
    let gone = desk.published(&["--max-deletes", "50"]);
    assert!(gone.paths("withdrawn").contains(&"briefs/three.html"));
    assert!(!live(&desk).contains_key("briefs/three.html"));
    assert_eq!(live(&desk)[note], b"theirs");
    assert_eq!(fs_err::read(www(&desk).join("access.log")).unwrap(), b"theirs");
}

#[test]
fn publish_again_change_and_withdraw() {
    let desk = desk();
    // The foreign file comes in with the first release, before the rest of the life.
    let foreign = ("robots-of-the-host.txt", b"theirs".as_slice());
    let there = || {
        let mut tree = live(&desk);
        if !tree.is_empty() && !tree.contains_key(foreign.0) {
            let current = fs_err::canonicalize(www(&desk).join("current")).unwrap();
            fs_err::write(current.join(foreign.0), foreign.1).unwrap();
            tree = live(&desk);
        }
        tree
    };
    lifecycle(&desk, foreign, &there);
}

#[test]
fn a_release_is_seen_whole_and_unchanged_files_are_the_same_file() {
    use std::os::unix::fs::MetadataExt as _;
    let desk = desk();
    desk.published(&[]);
    let inode = |path: &str| fs_err::metadata(www(&desk).join("current").join(path)).unwrap().ino();
    let (one, two) = (inode("briefs/one.html"), inode("briefs/two.html"));
    let old = fs_err::canonicalize(www(&desk).join("current")).unwrap();
    let before = read_tree(&old);
    desk.brief("two", "other");
    desk.published(&[]);
    assert_eq!(inode("briefs/one.html"), one, "not written again");
    assert_ne!(inode("briefs/two.html"), two, "written anew, not into the file of the release before");
    assert!(read_tree(&old) == before, "the old release is as it was");
}

#[test]
fn old_releases_go_and_a_rollback_brings_one_back() {
    let desk = Desk::new("to = \"dir:../www\"\nkeep = 3");
    for words in ["a", "b", "c", "d"] {
        desk.brief("one", words);
        desk.published(&[]);
    }
    let status = desk.run(&["publish", "status", "--json"]);
    let status: serde_json::Value = serde_json::from_str(&status.stdout).unwrap();
    assert_eq!(status["published"]["releases"], serde_json::json!([2, 3, 4]));
    assert_eq!(status["published"]["state"], 4);
    assert_eq!(status["published"]["site"], "https://desk.example");

    let back = desk.run(&["publish", "rollback", "--yes", "--json", "live"]);
    assert_eq!(back.code, 0, "{}", back.stderr);
    let page = String::from_utf8(live(&desk)["briefs/one.html"].clone()).unwrap();
    assert!(page.contains("The c account"), "the release before");
    // The sources are still the newer ones.
    let forward = desk.published(&[]);
    assert!(forward.paths("changed").contains(&"briefs/one.html"));
    let none = desk.run(&["publish", "rollback", "--yes", "--to", "1"]);
    assert_eq!(none.code, 2, "{}", none.stderr);
    assert!(none.stderr.contains("kept are: 4, 5, 6"), "{}", none.stderr);
}

#[test]
fn many_deletes_need_their_number() {
    let desk = desk();
    desk.published(&[]);
    let before = live(&desk);
    for name in ["one", "two"] {
        desk.withdraw(name);
    }
    let stopped = desk.publish(&[]);
    refused(&stopped, "would be deleted");
    let count = stopped.paths("withdrawn").len();
    assert!(stopped.stderr.contains(&format!("--max-deletes {count}")), "{}", stopped.stderr);
    refused(&desk.publish(&["--max-deletes", &(count - 1).to_string()]), "would be deleted");
    assert!(live(&desk) == before, "nothing was sent");
    desk.published(&["--max-deletes", &count.to_string()]);
    assert!(!live(&desk).contains_key("briefs/one.html"));
}

#[test]
fn a_place_of_another_site_or_another_maker_is_refused() {
    let desk = desk();
    desk.published(&[]);
    let settings = "title = \"Another\"\n[publish.live]\nto = \"dir:../www\"\n";
    desk.write("site.toml", settings);
    let before = live(&desk);
    refused(&desk.publish(&[]), "belongs to another site: `https://desk.example`, not `Another`");
    assert!(live(&desk) == before);
    desk.published(&["--adopt"]);
    desk.published(&[]);

    let other = Desk::new("to = \"dir:../theirs\"");
    let theirs = other.folder.path().join("theirs");
    fs_err::create_dir_all(&theirs).unwrap();
    fs_err::write(theirs.join("thesis.txt"), "years of work").unwrap();
    refused(&other.publish(&[]), "is not empty");
    fs_err::create_dir_all(theirs.join("current")).unwrap();
    refused(&other.publish(&[]), "is no link");
    for to in ["dir:content/x", "dir:public", "dir:public/x", "dir:.", "dir:.."] {
        other.place(&format!("to = \"{to}\""));
        refused(&other.publish(&[]), "would overlap");
    }
    assert_eq!(read_tree(&theirs).len(), 1);
}

#[test]
fn a_foreign_file_in_the_place_of_a_new_one_is_not_overwritten() {
    let desk = desk();
    desk.published(&[]);
    let page = fs_err::canonicalize(www(&desk).join("current")).unwrap().join("briefs/four.html");
    fs_err::write(&page, "theirs").unwrap();
    desk.brief("four", "fourth");
    let stopped = desk.publish(&[]);
    refused(&stopped, "briefs/four.html");
    assert_eq!(fs_err::read(&page).unwrap(), b"theirs");
    desk.published(&["--adopt"]);
    assert_ne!(live(&desk)["briefs/four.html"], b"theirs");
    assert_eq!(fs_err::read(&page).unwrap(), b"theirs", "the old release is as it was");
}

#[test]
fn a_newer_or_forged_manifest_is_refused() {
    let desk = desk();
    desk.published(&[]);
    let manifest = www(&desk).join("current/.variorum-publish.json");
    let text = fs_err::read_to_string(&manifest).unwrap();
    desk.brief("one", "newest");
    for (from, to, words) in [
        ("\"format\":1", "\"format\":2", "newer variorum"),
        ("\"program\":\"", "\"program\":\"9", "newer variorum"),
        ("briefs/one.html", "../../../one.html", "cannot be understood"),
    ] {
        fs_err::write(&manifest, text.replacen(from, to, 1)).unwrap();
        refused(&desk.publish(&[]), words);
    }
    fs_err::write(&manifest, text).unwrap();
    desk.published(&[]);
}

#[test]
fn a_site_with_errors_drafts_or_addresses_of_this_machine_is_not_published() {
    let desk = desk();
    desk.write("content/briefs/draft.md", "---\ntitle: Hidden\ndate: 2024-05-01\nstatus: draft\n---\n");
    assert_eq!(desk.run(&["build", "--drafts"]).code, 0);
    assert!(desk.built().contains_key("briefs/draft.html"));
    desk.published(&[]);
    assert!(!live(&desk).contains_key("briefs/draft.html"), "what was built before does not count");

    let before = live(&desk);
    desk.write("content/briefs/wrong.md", "---\ntitel: x\n---\n");
    assert_eq!(desk.publish(&[]).code, 1);
    desk.withdraw("wrong");
    desk.place("to = \"dir:../www\"\nbase_url = \"http://localhost:8000\"");
    desk.brief("one", "newest");
    refused(&desk.publish(&["--adopt"]), "lead to this machine");
    assert!(live(&desk) == before, "nothing was sent");
}

#[test]
fn a_file_that_is_edited_after_the_build_is_not_sent() {
    let desk = desk();
    desk.published(&[]);
    let page = desk.site().join("public/briefs/one.html");
    fs_err::write(&page, "edited").unwrap();
    desk.brief("one", "newest");
    refused(&desk.publish(&[]), "edited by hand");
}

#[test]
fn nobody_to_ask_is_no_yes() {
    let desk = desk();
    let run = desk.run(&["publish"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("add `--yes`") && !www(&desk).exists(), "{}", run.stderr);
    assert!(run.stdout.contains("  new       briefs/one.html\n"), "{}", run.stdout);
}

#[test]
fn which_place_is_meant_must_be_clear() {
    let desk = Desk::new("to = \"dir:../www\"\n[publish.other]\nto = \"dir:../other\"");
    assert_eq!(desk.run(&["publish", "--yes"]).code, 2);
    assert_eq!(desk.run(&["publish", "nowhere", "--yes"]).code, 2);
    assert_eq!(desk.run(&["publish", "other", "--yes"]).code, 0);
    assert!(!www(&desk).exists() && desk.folder.path().join("other/current/index.html").exists());
    desk.write("site.toml", "title = \"x\"\n");
    let none = desk.run(&["publish", "--yes"]);
    assert!(none.code == 2 && none.stderr.contains("no place to publish to"), "{}", none.stderr);
}

#[test]
fn what_a_broken_run_left_is_cleared_away() {
    let desk = desk();
    desk.published(&[]);
    let left = www(&desk).join("releases/.run-0123");
    fs_err::create_dir_all(left.join("briefs")).unwrap();
    symlink("/nowhere", left.join("briefs/x.html")).unwrap();
    desk.brief("one", "newest");
    desk.published(&[]);
    assert!(left.symlink_metadata().is_err());
}

#[test]
fn of_two_runs_at_once_one_wins() {
    let desk = desk();
    desk.published(&[]);
    desk.brief("one", "newest");
    // The other run has already made the release that comes next.
    let next = www(&desk).join("releases/00000002");
    fs_err::create_dir_all(&next).unwrap();
    fs_err::write(next.join("index.html"), "the winner's").unwrap();
    let before = live(&desk);
    let lost = desk.publish(&[]);
    assert_eq!((lost.code, lost.result()), (4, "failed"), "{}", lost.stderr);
    assert!(live(&desk) == before && fs_err::read(next.join("index.html")).unwrap() == b"the winner's");
}
