//! Publishing over ssh to a real sshd on loopback, run by the user who tests, with keys made for the test.

#![cfg(feature = "publish")]
#![expect(clippy::unwrap_used, reason = "a test that cannot make its sites has failed")]

use std::path::{Path, PathBuf};
use std::process::Command;

mod publishing;

use publishing::servers::{Server, free_port, start, tool};
use publishing::{Desk, Tree, lifecycle, read_tree};

/// A site whose place is behind sshd.
struct Far {
    desk: Desk,
    _server: Server,
}

impl Far {
    /// Nothing if a program is missing.
    fn new(more: &str) -> Option<Self> {
        let (sshd, keygen) = (tool("sshd")?, tool("ssh-keygen")?);
        tool("ssh")?;
        tool("rsync")?;
        let desk = Desk::new("to = \"dir:unused\"");
        let folder = desk.folder.path().join("ssh of the test");
        fs_err::create_dir_all(&folder).unwrap();
        for name in ["host", "user"] {
            let key = folder.join(name);
            let made = Command::new(&keygen).args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(key).status();
            assert!(made.unwrap().success());
        }
        let server = serve(&sshd, &folder);
        let config = client(&folder, server.port);
        desk.place(&place(&desk, &config, more));
        Some(Self { desk, _server: server })
    }

    fn www(&self) -> PathBuf {
        www(&self.desk)
    }

    fn live(&self) -> Tree {
        let current = self.www().join("current");
        if current.exists() { read_tree(&fs_err::canonicalize(current).unwrap()) } else { Tree::new() }
    }
}

/// A folder whose name a shell would take apart.
fn www(desk: &Desk) -> PathBuf {
    desk.folder.path().join("it's a $HOME; of www")
}

fn place(desk: &Desk, config: &Path, more: &str) -> String {
    let to = format!("ssh:far:{}", www(desk).display());
    format!("to = {to:?}\nssh_config = {config:?}\n{more}")
}

fn serve(sshd: &Path, folder: &Path) -> Server {
    // sshd wants this folder if it is started by root.
    let _exists = fs_err::create_dir_all("/run/sshd");
    let port = free_port();
    let folder = folder.display();
    let config = format!(
        "Port {port}\nListenAddress 127.0.0.1\nHostKey \"{folder}/host\"\nAuthorizedKeysFile \"{folder}/user.pub\"\n\
         PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
    );
    let path = format!("{folder}/sshd_config");
    fs_err::write(&path, config).unwrap();
    start(Command::new(sshd).args(["-D", "-e", "-f", &path]), port)
}

fn client(folder: &Path, port: u16) -> PathBuf {
    let known = folder.join("known_hosts");
    let key = fs_err::read_to_string(folder.join("host.pub")).unwrap();
    fs_err::write(&known, format!("[127.0.0.1]:{port} {key}")).unwrap();
    let config = folder.join("ssh_config");
    let text = format!(
        "Host far\n  HostName 127.0.0.1\n  Port {port}\n  IdentityFile \"{}\"\n  IdentitiesOnly yes\n  \
         UserKnownHostsFile \"{}\"\n",
        folder.join("user").display(),
        known.display()
    );
    fs_err::write(&config, text).unwrap();
    config
}

#[test]
fn ssh_has_the_life_of_every_target() {
    let Some(far) = Far::new("") else { return };
    let foreign = (".well-known/theirs.txt", b"theirs".as_slice());
    let there = || {
        let mut tree = far.live();
        if !tree.is_empty() && !tree.contains_key(foreign.0) {
            let file = far.www().join("current").join(foreign.0);
            fs_err::create_dir_all(file.parent().unwrap()).unwrap();
            fs_err::write(file, foreign.1).unwrap();
            tree = far.live();
        }
        tree
    };
    lifecycle(&far.desk, foreign, &there);
}

#[test]
fn releases_are_kept_and_one_comes_back() {
    use std::os::unix::fs::MetadataExt as _;
    let Some(far) = Far::new("keep = 2") else { return };
    let inode = |path: &str| fs_err::metadata(far.www().join("current").join(path)).unwrap().ino();
    far.desk.published(&[]);
    let (one, two) = (inode("briefs/one.html"), inode("briefs/two.html"));
    far.desk.brief("two", "other");
    far.desk.published(&[]);
    assert_eq!(inode("briefs/one.html"), one, "a link to the file of the release before");
    assert_ne!(inode("briefs/two.html"), two, "not written into the file of the release before");
    let back = far.desk.run(&["publish", "rollback", "--yes", "-q"]);
    assert_eq!(back.code, 0, "{}", back.stderr);
    let page = String::from_utf8(far.live()["briefs/two.html"].clone()).unwrap();
    assert!(page.contains("The second account"));
    let status = far.desk.run(&["publish", "status", "--json"]);
    let status: serde_json::Value = serde_json::from_str(&status.stdout).unwrap();
    assert_eq!(status["published"]["releases"], serde_json::json!([2, 3]));
}

#[test]
fn a_run_that_was_cut_short_shows_nothing_and_the_next_one_sends_what_is_missing() {
    let Some(far) = Far::new("") else { return };
    far.desk.published(&[]);
    let before = far.live();
    far.desk.brief("two", "other");
    // What a run leaves whose line was cut: some files of the next release, one of them in part.
    let left = far.www().join("releases/.run-cut");
    fs_err::create_dir_all(left.join("briefs")).unwrap();
    assert_eq!(far.desk.run(&["build", "-q"]).code, 0);
    let page = far.desk.built()["briefs/two.html"].clone();
    fs_err::write(left.join("briefs/two.html"), &page).unwrap();
    fs_err::write(left.join("index.html"), b"<!doctype").unwrap();
    assert!(far.live() == before, "readers see the old site");
    far.desk.published(&[]);
    let own = |path: &String| !path.starts_with(".variorum");
    let live: Tree = far.live().into_iter().filter(|(path, _)| own(path)).collect();
    assert!(live == far.desk.built() && !left.exists());
}

#[test]
fn of_two_runs_at_once_one_wins() {
    let Some(far) = Far::new("") else { return };
    far.desk.published(&[]);
    let before = far.live();
    far.desk.brief("one", "newest");
    fs_err::create_dir_all(far.www().join("releases/00000002")).unwrap();
    fs_err::write(far.www().join("releases/00000002/index.html"), "the winner's").unwrap();
    let lost = far.desk.publish(&[]);
    assert_eq!((lost.code, lost.result()), (4, "failed"), "{}", lost.stderr);
    assert!(lost.stderr.contains("another run"), "{}", lost.stderr);
    assert!(far.live() == before);
}

#[test]
fn what_is_not_ours_is_refused_and_a_host_that_is_not_there_is_said() {
    let Some(far) = Far::new("") else { return };
    fs_err::create_dir_all(far.www()).unwrap();
    fs_err::write(far.www().join("thesis.txt"), "years of work").unwrap();
    let run = far.desk.publish(&[]);
    assert!(run.code == 5 && run.stderr.contains("is not empty"), "{}", run.stderr);
    fs_err::create_dir_all(far.www().join("current")).unwrap();
    let run = far.desk.publish(&[]);
    assert!(run.code == 5 && run.stderr.contains("is no link"), "{}", run.stderr);
    assert_eq!(read_tree(&far.www()).len(), 1);
    let port = free_port();
    let config = far.desk.folder.path().join("ssh of the test/ssh_config");
    far.desk.place(&place(&far.desk, &config, &format!("port = {port}")));
    let run = far.desk.publish(&[]);
    assert_eq!(run.code, 4, "{}", run.stderr);
}
