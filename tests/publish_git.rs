//! Publishing to a branch of a bare repository, by the system's git.

#![cfg(feature = "publish")]
#![expect(clippy::unwrap_used, reason = "a test that cannot make its sites has failed")]

use std::path::PathBuf;
use std::process::Command;

mod publishing;

use publishing::servers::tool;
use publishing::{Desk, Tree, lifecycle};

/// A site and a bare repository beside it; nothing if there is no git.
fn desk(more: &str) -> Option<Desk> {
    tool("git")?;
    let desk = Desk::new(&format!("to = \"git:../host.git#gh-pages\"\n{more}"));
    git(&desk, &["init", "-q", "--bare", "-b", "main", "."]);
    Some(desk)
}

fn repository(desk: &Desk) -> PathBuf {
    let path = desk.folder.path().join("host.git");
    fs_err::create_dir_all(&path).unwrap();
    path
}

/// Runs git in the bare repository; gives what it prints.
#[track_caller]
fn git(desk: &Desk, arguments: &[&str]) -> String {
    String::from_utf8(bytes(desk, arguments, b"")).unwrap()
}

#[track_caller]
fn bytes(desk: &Desk, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let person = [("NAME", "Somebody"), ("EMAIL", "somebody@desk.example")];
    let mut command = Command::new("git");
    command.args(arguments).current_dir(repository(desk));
    for (what, value) in person {
        command.env(format!("GIT_AUTHOR_{what}"), value).env(format!("GIT_COMMITTER_{what}"), value);
    }
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{arguments:?}");
    output.stdout
}

/// Puts a file on the branch, as its host or another person would.
fn put(desk: &Desk, path: &str, text: &[u8]) {
    let object = String::from_utf8(bytes(desk, &["hash-object", "-w", "--stdin"], text)).unwrap();
    let listed = if has_branch(desk) { git(desk, &["ls-tree", "gh-pages"]) } else { String::new() };
    let tree = format!("{listed}100644 blob {}\t{path}\n", object.trim());
    let tree = String::from_utf8(bytes(desk, &["mktree"], tree.as_bytes())).unwrap();
    let commit = git(desk, &["commit-tree", tree.trim(), "-m", "by somebody"]);
    git(desk, &["update-ref", "refs/heads/gh-pages", commit.trim()]);
}

fn has_branch(desk: &Desk) -> bool {
    !git(desk, &["for-each-ref", "refs/heads/gh-pages"]).is_empty()
}

fn there(desk: &Desk) -> Tree {
    if !has_branch(desk) {
        return Tree::new();
    }
    let list = git(desk, &["ls-tree", "-r", "-z", "--name-only", "gh-pages"]);
    let blob = |path: &str| bytes(desk, &["cat-file", "blob", &format!("gh-pages:{path}")], b"");
    list.split_terminator('\0').map(|path| (path.to_owned(), blob(path))).collect()
}

#[test]
fn a_branch_has_the_life_of_every_target() {
    let Some(desk) = desk("") else { return };
    put(&desk, "theirs.txt", b"theirs");
    lifecycle(&desk, ("theirs.txt", b"theirs"), &|| there(&desk));
}

#[test]
fn a_host_that_sends_trees_only_is_enough() {
    let Some(desk) = desk("") else { return };
    git(&desk, &["config", "uploadpack.allowFilter", "true"]);
    git(&desk, &["config", "uploadpack.allowAnySHA1InWant", "true"]);
    desk.place(&format!("to = \"git:file://{}#gh-pages\"", repository(&desk).display()));
    put(&desk, "CNAME", b"desk.example\n");
    lifecycle(&desk, ("CNAME", b"desk.example\n"), &|| there(&desk));
}

#[test]
fn a_state_is_one_commit_by_nobody_and_files_for_hosts_are_in_it() {
    let Some(desk) = desk("cname = \"desk.example\"") else { return };
    desk.published(&[]);
    desk.brief("one", "newest");
    desk.published(&[]);
    assert_eq!(
        git(&desk, &["rev-list", "--count", "gh-pages"]).trim(),
        "1",
        "what was withdrawn is not in a history"
    );
    let who = git(&desk, &["log", "-1", "--format=%an %ae %cn %ce", "gh-pages"]);
    assert_eq!(who.trim(), "variorum variorum@localhost variorum variorum@localhost");
    let tree = there(&desk);
    assert_eq!(tree["CNAME"], b"desk.example\n");
    assert_eq!(tree[".nojekyll"], b"");
    let headers = String::from_utf8(tree["_headers"].clone()).unwrap();
    assert!(headers.starts_with("/*\n  Content-Security-Policy: default-src 'none';"), "{headers}");
    assert!(tree.contains_key("404.html"));
    let copy = desk.folder.path().join("copy");
    git(&desk, &["worktree", "add", "-q", copy.to_str().unwrap(), "gh-pages"]);
    fs_err::remove_file(copy.join(".git")).unwrap();
    let verified = desk.run(&["verify", copy.to_str().unwrap()]);
    let hosts = "host .nojekyll\nhost CNAME\nhost _headers\n";
    assert_eq!((verified.code, verified.stdout.as_str()), (0, hosts), "{}", verified.stderr);
    fs_err::write(copy.join("_redirects"), "/* https://elsewhere.example").unwrap();
    let verified = desk.run(&["verify", copy.to_str().unwrap()]);
    assert_eq!((verified.code, verified.stdout), (1, format!("foreign _redirects\n{hosts}")));
}

#[test]
fn a_push_that_comes_between_is_not_lost() {
    let Some(desk) = desk("") else { return };
    desk.published(&[]);
    desk.brief("one", "newest");
    // The host refuses what is not as it was found: a hook moves the branch between the look and the push.
    let hook = repository(&desk).join("hooks/pre-receive");
    let script = "#!/bin/sh\nunset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES\nc=$(git -c user.name=x -c user.email=x@x commit-tree \
                  gh-pages^{tree} -m between)\ngit update-ref refs/heads/gh-pages $c\n";
    fs_err::write(&hook, script).unwrap();
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs_err::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let lost = desk.publish(&[]);
    assert_eq!((lost.code, lost.result()), (4, "failed"), "{}", lost.stderr);
    assert_eq!(git(&desk, &["log", "-1", "--format=%s", "gh-pages"]).trim(), "between");
    fs_err::remove_file(&hook).unwrap();
    desk.published(&[]);
}

#[test]
fn a_token_is_given_to_git_alone() {
    let Some(mut desk) = desk("") else { return };
    desk.variables.insert("HOST_TOKEN".to_owned(), publishing::CANARY.to_owned());
    let port = publishing::servers::free_port();
    let to = format!("to = \"git:https://127.0.0.1:{port}/x.git#gh-pages\"\ntoken_env = \"HOST_TOKEN\"");
    desk.place(&to);
    let run = desk.publish(&[]);
    assert!(run.code == 4 && run.stderr.contains("git:"), "{}", run.stderr);
    desk.place(&to.replace("127.0.0.1", &format!("{}@127.0.0.1", publishing::CANARY)));
    let run = desk.publish(&[]);
    assert!(run.code == 2 && run.stderr.contains("secret-in-config"), "{}", run.stderr);
}
