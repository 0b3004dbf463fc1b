//! Publishing to a WebDAV server: wsgidav, which shows a file while it is being written.

#![cfg(feature = "publish")]
#![expect(clippy::unwrap_used, reason = "a test that cannot make its sites has failed")]

use std::path::{Path, PathBuf};
use std::process::Command;

mod publishing;

use publishing::proxy::{Behaviour, Proxy};
use publishing::servers::{Server, free_port, start, tool};
use publishing::{CANARY, Cuts, Desk, Tree, lifecycle, read_tree};

/// wsgidav with one user, a proxy before it, and a site.
fn desk() -> Option<(Desk, Proxy, Server, PathBuf)> {
    let program = tool("wsgidav")?;
    let mut desk = Desk::new("to = \"dir:unused\"");
    let store = desk.folder.path().join("store");
    fs_err::create_dir_all(&store).unwrap();
    let port = free_port();
    let config = desk.folder.path().join("wsgidav.json");
    let users = serde_json::json!({ "desk": { "password": CANARY } });
    let settings = serde_json::json!({
        "host": "127.0.0.1", "port": port, "provider_mapping": { "/": store }, "verbose": 0,
        "http_authenticator": { "domain_controller": null, "accept_basic": true, "accept_digest": false, "default_to_digest": false },
        "simple_dc": { "user_mapping": { "*": users } },
    });
    fs_err::write(&config, settings.to_string()).unwrap();
    let server = start(Command::new(program).arg("--config").arg(&config), port);
    let proxy = Proxy::to(server.port);
    desk.variables.insert("DAV_USER".to_owned(), "desk".to_owned());
    desk.variables.insert("DAV_PASSWORD".to_owned(), CANARY.to_owned());
    desk.place(&place(proxy.port, ""));
    Some((desk, proxy, server, store))
}

fn place(port: u16, more: &str) -> String {
    format!(
        "to = \"webdav:http://127.0.0.1:{port}/web\"\nuser_env = \"DAV_USER\"\npassword_env = \"DAV_PASSWORD\"\n{more}"
    )
}

fn there(store: &Path) -> Tree {
    let web = store.join("web");
    if web.exists() { read_tree(&web) } else { Tree::new() }
}

#[test]
fn webdav_has_the_life_of_every_target() {
    let Some((desk, _proxy, _server, store)) = desk() else { return };
    fs_err::create_dir_all(store.join("web")).unwrap();
    fs_err::write(store.join("web/theirs.txt"), "theirs").unwrap();
    lifecycle(&desk, ("theirs.txt", b"theirs"), &|| there(&store));
}

#[test]
fn a_wrong_password_is_said_and_one_request_tells_that_all_is_there() {
    let Some((mut desk, proxy, _server, _store)) = desk() else { return };
    desk.published(&[]);
    proxy.behave(Behaviour::default());
    assert_eq!(desk.published(&[]).sent(), 0);
    assert_eq!(proxy.log(), ["GET /web/.variorum-publish.json"]);
    desk.variables.insert("DAV_PASSWORD".to_owned(), format!("{CANARY}-wrong"));
    let run = desk.publish(&[]);
    assert!(run.code == 4 && run.stderr.contains("answered 401"), "{}", run.stderr);
}

#[test]
fn after_every_cut_pages_are_old_or_new_and_the_next_run_completes_it() {
    let Some((desk, proxy, _server, store)) = desk() else { return };
    desk.place(&place(proxy.port, "tries = 1\ntimeout = 10"));
    let there = || there(&store);
    let mut cuts = Cuts::new(&desk, &proxy, &there);
    let (requests, whole) = cuts.every_request(3);
    cuts.some_answers(requests, 9);
    cuts.parts_of_bytes(whole, 8);
}

#[test]
fn of_two_runs_at_once_one_wins() {
    let Some((desk, proxy, _server, store)) = desk() else { return };
    desk.published(&[]);
    desk.brief("one", "newest");
    let manifest = store.join("web/.variorum-publish.json");
    let json = fs_err::read_to_string(&manifest).unwrap();
    let other = json.replacen("\"site\":", "\"unfinished\":{\"run\":\"x\",\"files\":[]},\"site\":", 1);
    // Before the last look. wsgidav does not heed the condition on the move that follows it.
    let file = manifest.clone();
    proxy.on("HEAD /web/.variorum-publish.json", move || fs_err::write(&file, &other).unwrap());
    let lost = desk.publish(&[]);
    assert_eq!((lost.code, lost.result()), (4, "failed"), "{}", lost.stderr);
    assert!(lost.stderr.contains("another run"), "{}", lost.stderr);
    proxy.behave(Behaviour::default());
    assert_eq!(desk.published(&[]).document["resumes"], true);
}
