//! Publishing to stores that speak S3: rclone, which checks signatures, and moto, which knows conditions.

#![cfg(feature = "publish")]
#![expect(clippy::unwrap_used, reason = "a test that cannot make its sites has failed")]

use std::path::Path;

mod publishing;

use publishing::proxy::{ANYBODY, Behaviour, Proxy, put};
use publishing::servers::{Server, moto, rclone, start, tool};
use publishing::{CANARY, Cuts, Desk, Tree, lifecycle, read_tree};

const KEY: &str = "AKIDTEST";

/// A site whose place is a bucket behind a port.
fn desk(port: u16, more: &str) -> Desk {
    let mut desk = Desk::new(&place(port, more));
    desk.variables.insert("STORE_KEY".to_owned(), KEY.to_owned());
    desk.variables.insert("STORE_SECRET".to_owned(), CANARY.to_owned());
    desk
}

fn place(port: u16, more: &str) -> String {
    format!(
        "to = \"s3://site/web\"\nendpoint = \"http://127.0.0.1:{port}\"\nregion = \"us-east-1\"\n\
         key_env = \"STORE_KEY\"\nsecret_env = \"STORE_SECRET\"\n{more}"
    )
}

/// What stands in rclone's folder.
fn there(folder: &Path) -> Tree {
    let web = folder.join("site/web");
    if web.exists() { read_tree(&web) } else { Tree::new() }
}

/// rclone with a proxy before it, and a site.
fn rclone_desk() -> Option<(Desk, Proxy, Server, tempfile::TempDir)> {
    let store = tempfile::tempdir().unwrap();
    let server = rclone(store.path(), KEY, CANARY)?;
    let proxy = Proxy::to(server.port);
    Some((desk(proxy.port, ""), proxy, server, store))
}

/// moto with an empty bucket.
fn moto_desk(more: &str) -> Option<(Desk, Proxy, Server)> {
    let server = moto(&[])?;
    let proxy = Proxy::to(server.port);
    request(proxy.port, "PUT", "/site");
    Some((desk(proxy.port, more), proxy, server))
}

/// A request by hand; status, headers and body as one text.
fn request(port: u16, method: &str, path: &str) -> String {
    String::from_utf8_lossy(&answer(port, method, path)).into_owned()
}

/// The same as it came: not every file is a text.
fn answer(port: u16, method: &str, path: &str) -> Vec<u8> {
    use std::io::{Read as _, Write as _};
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    let text = format!(
        "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{ANYBODY}content-length: 0\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(text.as_bytes()).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    answer
}

#[test]
fn a_store_that_checks_signatures_has_the_life_of_every_target() {
    let Some((desk, _, _server, store)) = rclone_desk() else { return };
    let foreign = ("theirs.txt", b"theirs".as_slice());
    fs_err::create_dir_all(store.path().join("site/web")).unwrap();
    fs_err::write(store.path().join("site/web/theirs.txt"), foreign.1).unwrap();
    fs_err::write(store.path().join("site/beside.txt"), foreign.1).unwrap();
    lifecycle(&desk, foreign, &|| there(store.path()));
    assert_eq!(fs_err::read(store.path().join("site/beside.txt")).unwrap(), foreign.1);
    for (path, bytes) in read_tree(store.path()) {
        assert!(!String::from_utf8_lossy(&bytes).contains(CANARY), "{path} holds the secret");
    }
}

#[test]
fn a_wrong_key_is_refused_and_said() {
    let Some((mut desk, _, _server, store)) = rclone_desk() else { return };
    desk.variables.insert("STORE_SECRET".to_owned(), format!("{CANARY}-wrong"));
    let run = desk.publish(&[]);
    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(run.stderr.contains("answered 403"), "{}", run.stderr);
    assert!(there(store.path()).is_empty());
    desk.variables.remove("STORE_SECRET");
    let run = desk.publish(&[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`STORE_SECRET` is not set"), "{}", run.stderr);
}

#[test]
fn files_go_up_in_a_safe_order_and_nothing_goes_up_twice() {
    let Some((desk, proxy, _server, _store)) = rclone_desk() else { return };
    desk.published(&[]);
    let puts: Vec<String> = proxy
        .log()
        .iter()
        .filter_map(|line| line.strip_prefix("PUT /site/web/").map(str::to_owned))
        .collect();
    let place =
        |path: &str| puts.iter().position(|one| one == path).unwrap_or_else(|| panic!("{path}: {puts:?}"));
    let order = ["theme/style.css", "briefs/one.html", "briefs/index.html", "data/claims.json", "index.html"];
    assert!(order.map(place).is_sorted(), "{puts:?}");
    let manifest = ".variorum-publish.json";
    assert!(puts.first().unwrap() == manifest && puts.last().unwrap() == manifest, "announced, and last");

    proxy.behave(Behaviour::default());
    assert_eq!(desk.published(&[]).sent(), 0);
    assert_eq!(proxy.log(), ["GET /site/web/.variorum-publish.json"], "one request tells that all is there");

    desk.withdraw("three");
    proxy.behave(Behaviour::default());
    desk.published(&["--max-deletes", "50"]);
    let log = proxy.log();
    let last_upload =
        log.iter().rposition(|line| line.starts_with("PUT") && !line.ends_with(manifest)).unwrap();
    let first_delete = log.iter().position(|line| line.starts_with("DELETE")).unwrap();
    assert!(last_upload < first_delete, "deletes come after all that is new: {log:?}");
}

#[test]
fn objects_bear_their_headers_and_a_changed_header_is_a_change() {
    let Some((desk, proxy, _server)) = moto_desk("") else { return };
    desk.published(&[]);
    let page = request(proxy.port, "HEAD", "/site/web/briefs/one.html").to_lowercase();
    assert!(page.contains("content-type: text/html; charset=utf-8"), "{page}");
    assert!(page.contains("cache-control: no-cache"), "{page}");
    let style = request(proxy.port, "HEAD", "/site/web/theme/style.css").to_lowercase();
    assert!(style.contains("content-type: text/css; charset=utf-8"), "{style}");

    // As if an older program had sent the pages with other headers.
    let manifest = request(proxy.port, "GET", "/site/web/.variorum-publish.json");
    let (_, json) = manifest.split_once("\r\n\r\n").unwrap();
    let older = json.replacen("text/html; charset=utf-8", "text/html", 1);
    put(proxy.port, "/site/web/.variorum-publish.json", older.as_bytes()).unwrap();
    let again = desk.published(&[]);
    assert!(again.paths("new").is_empty() && again.paths("changed").contains(&"briefs/one.html"));
    assert_eq!(again.document["changed"][0]["why"], "headers");
    assert_eq!(desk.published(&[]).sent(), 0);
}

#[test]
fn moto_has_the_life_of_every_target() {
    let Some((desk, proxy, _server)) = moto_desk("") else { return };
    put(proxy.port, "/site/web/theirs.txt", b"theirs").unwrap();
    let port = proxy.port;
    let there = || {
        let list = request(port, "GET", "/site?list-type=2&prefix=web/&max-keys=1000");
        let keys = list.split("<Key>web/").skip(1).filter_map(|rest| rest.split_once("</Key>"));
        let body = |key: &str| {
            let answer = answer(port, "GET", &format!("/site/web/{key}"));
            let head = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
            answer[head + 4..].to_vec()
        };
        keys.map(|(key, _)| (key.to_owned(), body(key))).collect()
    };
    lifecycle(&desk, ("theirs.txt", b"theirs"), &there);
}

#[test]
fn of_two_runs_at_once_one_wins() {
    let Some((desk, proxy, _server)) = moto_desk("") else { return };
    desk.published(&[]);
    // Another run announces itself after this one has looked: its manifest is in the place of the one that was found.
    // Once before this run looks again, once between its last look and its own announcement, once at the very end.
    let manifest = "/site/web/.variorum-publish.json";
    for (number, words) in [(1, "newest"), (2, "later"), (12, "latest")] {
        desk.brief("one", words);
        let found = request(proxy.port, "GET", manifest);
        let (_, json) = found.split_once("\r\n\r\n").unwrap();
        let other = json.replacen("\"site\":", "\"unfinished\":{\"run\":\"x\",\"files\":[]},\"site\":", 1);
        proxy
            .behave(Behaviour { hook: Some((number, manifest, other.into_bytes())), ..Behaviour::default() });
        let lost = desk.publish(&[]);
        assert!(proxy.log().len() > number, "the other run came too late: {:?}", proxy.log());
        assert_eq!((lost.code, lost.result()), (4, "failed"), "{number}: {}", lost.stderr);
        assert!(lost.stderr.contains("another run"), "{}", lost.stderr);
        assert_eq!(lost.paths("live").is_empty(), number < 3, "what is live is said");
        proxy.behave(Behaviour::default());
        let won = desk.published(&[]);
        assert_eq!(won.document["resumes"], true);
    }
}

#[test]
fn after_every_cut_pages_are_old_or_new_and_the_next_run_completes_it() {
    let Some((desk, proxy, _server, store)) = rclone_desk() else { return };
    // rclone fails a request now and then while folders come into being under it: that is asked again, once.
    desk.published(&[]);
    desk.place(&place(proxy.port, "tries = 1\ntimeout = 10"));
    let there = || there(store.path());
    let mut cuts = Cuts::new(&desk, &proxy, &there);
    let (requests, whole) = cuts.every_request(1);
    cuts.some_answers(requests, 5);
    cuts.parts_of_bytes(whole, 12);
}

#[test]
fn a_busy_server_is_asked_again_and_a_broken_one_is_not_for_ever() {
    let Some((desk, proxy, _server, store)) = rclone_desk() else { return };
    let busy =
        [(0, (503, "retry-after: 0\r\n")), (2, (500, "")), (5, (429, "retry-after: 0\r\n")), (7, (502, ""))];
    proxy.behave(Behaviour { instead: busy.into(), ..Behaviour::default() });
    desk.published(&[]);
    assert!(there(store.path()).contains_key("index.html"));

    desk.brief("one", "newest");
    desk.place(&place(proxy.port, "tries = 2"));
    let always = (0..1000).map(|number| (number, (503, "retry-after: 0\r\n"))).collect();
    proxy.behave(Behaviour { instead: always, ..Behaviour::default() });
    let run = desk.publish(&[]);
    assert_eq!(run.code, 4);
    assert!(run.stderr.contains("answered 503"), "{}", run.stderr);
    assert_eq!(proxy.log().len(), 2);
}

#[test]
fn a_server_that_does_not_answer_is_given_up() {
    let Some((desk, proxy, _server, _store)) = rclone_desk() else { return };
    desk.place(&place(proxy.port, "tries = 1\ntimeout = 1"));
    proxy.behave(Behaviour { silent: true, ..Behaviour::default() });
    let run = desk.publish(&[]);
    assert_eq!(run.code, 4);
    assert!(run.stderr.contains("no answer from"), "{}", run.stderr);
}

#[test]
fn only_a_certificate_that_is_trusted_will_do() {
    let (Some(openssl), Some(moto)) = (tool("openssl"), tool("moto_server")) else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let made = std::process::Command::new(openssl)
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE", "-days", "2"])
        .args(["-keyout", &file("key.pem"), "-out", &file("cert.pem")])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let port = publishing::servers::free_port();
    let mut command = std::process::Command::new(moto);
    command.args([
        "-H",
        "127.0.0.1",
        "-p",
        &port.to_string(),
        "-c",
        &file("cert.pem"),
        "-k",
        &file("key.pem"),
    ]);
    let _server = start(&mut command, port);
    let secure =
        |host: &str, more: &str| place(port, more).replace("http://127.0.0.1", &format!("https://{host}"));
    let desk = desk(port, "");
    for (host, more) in [("localhost", ""), ("127.0.0.1", &*format!("ca_file = \"{}\"", file("cert.pem")))] {
        desk.place(&secure(host, more));
        let run = desk.publish(&[]);
        assert_eq!(run.code, 4, "{}", run.stderr);
        assert!(run.stderr.contains("certificate"), "{}", run.stderr);
    }
    // Trusted, and of the right name: the answer is the store's.
    desk.place(&secure("localhost", &format!("ca_file = \"{}\"", file("cert.pem"))));
    let run = desk.publish(&[]);
    assert!(run.stderr.contains("NoSuchBucket"), "{}", run.stderr);
}
