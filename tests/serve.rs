//! The development server as its clients see it: the files of a build and nothing else, to this machine alone.
//!
//! The promises are the manual's (manual, serving.md#safety). With `VARIORUM_TEST_DATA` set, the paths of public lists
//! of traversals are asked for as well.

#![cfg(feature = "serve")]
#![expect(clippy::unwrap_used, reason = "a test that cannot speak with its server has failed")]

mod serving;
mod sites;

use serving::{Answer, Server, encoded, is_of_the_site, without_hook};
use sites::{SOUND, Site, read_tree, repository};

/// A file that lies in the site's folder and is no part of the site.
const CANARY: &str = "a word that must not be served";

#[test]
fn what_is_served_is_what_is_built() {
    for name in SOUND {
        same(&Site::of(name), &[]);
    }
}

#[test]
fn drafts_are_served_only_when_they_are_asked_for() {
    let site = Site::of("moura");
    same(&site, &["--drafts"]);
    let banner = "class=\"variorum-drafts\"";
    let shown = Server::of(&site.path(), &["--drafts"]);
    let hidden = Server::of(&site.path(), &[]);
    assert!(shown.get("/").text().contains(banner));
    assert!(!hidden.get("/").text().contains(banner));
    let drafts: Vec<String> = site.build(&["--drafts"]).into_keys().collect();
    let published = site.build(&[]);
    let only_in_drafts: Vec<_> = drafts.iter().filter(|path| !published.contains_key(*path)).collect();
    assert!(!only_in_drafts.is_empty());
    for path in only_in_drafts {
        assert_eq!(hidden.get(&format!("/{}", encoded(path))).status, 404, "{path}");
    }
    let tag = |server: &Server| server.get("/index.html").header("etag").map(str::to_owned);
    assert_ne!(tag(&shown), tag(&hidden), "a banner makes another page of it");
}

/// Every file, and nothing in its stead; pages but for the hook.
fn same(site: &Site, arguments: &[&str]) {
    let built = site.build(arguments);
    let server = Server::of(&site.path(), arguments);
    let mut connection = server.connect();
    for (path, bytes) in built.iter().filter(|(path, _)| is_of_the_site(path)) {
        let answer = connection.get(&format!("/{}", encoded(path)));
        assert_eq!(answer.status, 200, "{path}");
        let is_page = path.ends_with(".html");
        assert_eq!(without_hook(&answer.body).is_some(), is_page, "{path}");
        assert!(without_hook(&answer.body).unwrap_or(answer.body) == *bytes, "{path} differs");
    }
    assert_eq!(connection.get("/.variorum.json").status, 404);
    let missing = connection.get("/no/such/page.html");
    assert_eq!(missing.status, 404);
    assert!(without_hook(&missing.body).unwrap() == built["404.html"]);
    for (folder, index) in [("/", "index.html"), ("/briefs/", "briefs/index.html")] {
        assert!(without_hook(&connection.get(folder).body).unwrap() == built[index], "{folder}");
    }
}

/// A site and its server. The site is gone when it is dropped.
fn moura() -> (Site, Server) {
    let site = Site::of("moura");
    let server = Server::of(&site.path(), &[]);
    (site, server)
}

#[test]
fn every_answer_bears_the_policy_and_says_what_it_is() {
    let (_site, server) = moura();
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/theme/style.css", "text/css; charset=utf-8"),
        ("/data/claims.json", "application/json; charset=utf-8"),
        ("/files/table.csv", "text/csv; charset=utf-8"),
        ("/.variorum/hook.js", "text/javascript; charset=utf-8"),
        ("/.variorum/hook.css", "text/css; charset=utf-8"),
        ("/.variorum/edition", "application/json; charset=utf-8"),
        ("/missing", "text/html; charset=utf-8"),
        ("/%00", "text/plain; charset=utf-8"),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.header("content-type"), Some(kind), "{path}");
        has_policy(&answer, path);
    }
    has_policy(&server.ask("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"), "a refusal");
    has_policy(&server.ask("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n"), "a refusal");
}

#[track_caller]
fn has_policy(answer: &Answer, what: &str) {
    let policy = answer.header("content-security-policy").unwrap_or_default();
    for rule in ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'none'"] {
        assert!(policy.contains(rule), "{what}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{what}");
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{what}");
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{what}");
    assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "{what}");
}

/// The status of an answer to a `GET /` with these lines in its head.
fn status(server: &Server, lines: &str) -> u16 {
    server.ask(&format!("GET / HTTP/1.1\r\n{lines}\r\n")).status
}

#[test]
fn a_foreign_host_is_misdirected() {
    let (_site, server) = moura();
    let port = server.address.port();
    for own in ["localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "[::1]"] {
        assert_eq!(status(&server, &format!("Host: {own}:{port}\r\n")), 200, "{own}");
        assert_eq!(status(&server, &format!("Host: {own}\r\n")), 200, "{own}");
    }
    for foreign in [
        "evil.example",
        "localhost.evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "192.0.2.7",
        "localhost@evil.example",
        "evil@localhost",
        "[::2]",
        "0.0.0.0",
        "localhost.",
        "2130706433",
        "127.1",
        "",
        "localhost/evil",
        "[::1",
        "::1",
    ] {
        assert_eq!(status(&server, &format!("Host: {foreign}\r\n")), 421, "{foreign}");
    }
    assert_eq!(status(&server, ""), 400, "no host");
    assert_eq!(status(&server, "Host: localhost\r\nHost: localhost\r\n"), 400, "two hosts");
    let whole = |target: &str, host: &str| {
        server.ask(&format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n")).status
    };
    assert_eq!(whole("http://localhost/", "localhost"), 200);
    assert_eq!(whole("http://evil.example/", "localhost"), 421);
    assert_eq!(whole("http://localhost/", "evil.example"), 421);
}

#[test]
fn a_foreign_origin_is_forbidden() {
    let (_site, server) = moura();
    let own = format!("localhost:{}", server.address.port());
    let with = |lines: &str| status(&server, &format!("Host: {own}\r\n{lines}"));
    assert_eq!(with(&format!("Origin: http://{own}\r\n")), 200);
    assert_eq!(with("Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\n"), 200);
    assert_eq!(with("Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\n"), 200);
    assert_eq!(with("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n"), 200, "led here by a link");
    for lines in [
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: http://localhost\r\n",
        "Origin: http://localhost:1\r\n",
        &format!("Origin: https://{own}\r\n"),
        &format!("Origin: http://{own}\r\nOrigin: http://evil.example\r\n"),
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n",
        "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\n",
    ] {
        assert_eq!(with(lines), 403, "{lines}");
    }
    let events =
        format!("GET /.variorum/events HTTP/1.1\r\nHost: {own}\r\nOrigin: http://evil.example\r\n\r\n");
    assert_eq!(server.ask(&events).status, 403, "the reload stream is closed to others too");
}

#[test]
fn only_get_and_head_are_known_and_nothing_may_be_sent() {
    let (_site, server) = moura();
    for path in ["/", "/.variorum/events", "/.variorum/hook.js", "/missing"] {
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"] {
            let answer = server.ask(&format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")), "{method} {path}");
        }
    }
    assert_eq!(status(&server, "Host: localhost\r\nContent-Length: 4\r\n"), 413);
    assert_eq!(status(&server, "Host: localhost\r\nTransfer-Encoding: chunked\r\n"), 413);
    assert_eq!(status(&server, "Host: localhost\r\nContent-Length: 0\r\n"), 200);
    assert_eq!(status(&server, &format!("Host: localhost\r\nX: {}\r\n", "x".repeat(100_000))), 431);
    assert_eq!(status(&server, &format!("Host: localhost\r\n{}", "X: x\r\n".repeat(200))), 431);
    let long = server.ask(&format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "x".repeat(100_000)));
    assert!([414, 431].contains(&long.status), "{}", long.status);
}

#[test]
fn head_and_conditional_requests_save_the_bytes() {
    let (_site, server) = moura();
    for path in ["/", "/theme/style.css", "/data/claims.json", "/.variorum/hook.js"] {
        let whole = server.get(path);
        let mut connection = server.connect();
        connection.say(&format!("HEAD {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        let head = connection.head();
        assert_eq!(
            (head.status, head.header("content-length")),
            (200, whole.header("content-length")),
            "{path}"
        );
        assert_eq!(connection.get(path).body, whole.body, "nothing stood between the two answers");
        assert_eq!(whole.header("cache-control"), Some("no-cache"), "{path}");
        let tag = whole.header("etag").unwrap();
        let known = |tags: &str| {
            server.ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: {tags}\r\n\r\n"))
        };
        for tags in [tag.to_owned(), format!("W/{tag}"), format!("\"x\", {tag}")] {
            let answer = known(&tags);
            assert_eq!(
                (answer.status, answer.header("etag"), answer.body.len()),
                (304, Some(tag), 0),
                "{path}"
            );
        }
        assert_eq!(known("\"x\"").status, 200);
    }
}

#[test]
fn no_path_leads_to_the_disk() {
    let site = Site::of("moura");
    site.write("secret.txt", CANARY);
    site.write("content/files/unpublished.txt", CANARY);
    site.write("content/.hidden/secret.txt", CANARY);
    let server = Server::of(&site.path(), &[]);
    let mut paths: Vec<String> = [
        "/secret.txt",
        "/site.toml",
        "/content/files/unpublished.txt",
        "/files/unpublished.txt",
        "/.hidden/secret.txt",
        "/../secret.txt",
        "/files/../../secret.txt",
        "/files/..%2f..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "//secret.txt",
        "/./secret.txt",
        "/theme/../site.toml",
        "/%2fsecret.txt",
        "/files/%00secret.txt",
        "/files/%ff",
        "/.variorum/../secret.txt",
        "/.variorum/",
        "/briefs",
        "/content/",
    ]
    .map(str::to_owned)
    .into();
    let Some(folder) = std::env::var_os("VARIORUM_TEST_DATA") else {
        println!("skipped: VARIORUM_TEST_DATA is not set, so only these paths are tried");
        return nothing_at(&server, &paths);
    };
    let lists = read_tree(&std::path::Path::new(&folder).join("traversal"));
    for text in lists
        .iter()
        .filter(|(name, _)| name.ends_with(".txt"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes))
    {
        for line in text.lines() {
            for file in ["etc/passwd", "secret.txt", "site.toml"] {
                paths.push(format!("/{}", line.replace("{FILE}", file).trim_start_matches('/')));
            }
        }
    }
    assert!(paths.len() > 3_000, "the lists were read");
    nothing_at(&server, &paths);
}

/// Nothing of the disk is served for any of the paths, and none breaks an answer in two.
fn nothing_at(server: &Server, paths: &[String]) {
    for path in paths {
        // What stands in a request may be no control character, space or letter beyond ASCII: those go as they must.
        let sent: String = path
            .chars()
            .map(|one| if one.is_ascii_graphic() { one.to_string() } else { encoded(&one.to_string()) })
            .collect();
        let answer = server.get(&sent);
        assert!([400, 404].contains(&answer.status), "{} for {path}", answer.status);
        let text = answer.text();
        assert!(!text.contains(CANARY) && !text.contains("root:") && !text.contains("[[nav]]"), "{path}");
        assert_eq!(answer.header("set-cookie"), None, "{path}");
    }
}

#[test]
fn slow_clients_hold_up_nobody() {
    let (_site, server) = moura();
    let slow: Vec<_> = (0..200)
        .map(|number| {
            let mut connection = server.connect();
            // Some have not begun, some are in the midst of a head, some do not read what they asked for.
            match number % 3 {
                0 => {}
                1 => connection.say("GET / HTTP/1.1\r\nHost: local"),
                _ => connection.say("GET /data/claims.json HTTP/1.1\r\nHost: localhost\r\n\r\n"),
            }
            connection
        })
        .collect();
    for _ in 0..50 {
        assert_eq!(server.get("/").status, 200);
    }
    drop(slow);
}

#[test]
fn a_head_that_never_ends_is_cut_off() {
    let (_site, server) = moura();
    let mut connection = server.connect();
    connection.say("GET / HTTP/1.1\r\nHost: local");
    let said = connection.rest();
    assert!(!said.contains("200"), "{said}");
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn the_last_good_site_stays_while_the_sources_have_errors() {
    let site = Site::of("moura");
    let server = Server::of(&site.path(), &[]);
    let good = server.get("/about.html");
    let first = server.edition(None);
    assert_eq!((first.edition, first.problems), (1, None));
    let page = fs_err::read_to_string(site.path().join("content/about.md")).unwrap();
    site.write("content/about.md", page.replacen("title:", "titel:", 1));
    let broken = server.edition(Some(1));
    assert_eq!(broken.problems.unwrap().trim_end(), site.run(&["check"]).stderr.trim_end());
    assert_eq!(server.get("/about.html").body, good.body);
    site.write("content/about.md", page.replacen("title:", "title: New", 1));
    let mended = until(&server, |edition| edition.problems.is_none());
    assert!(mended > broken.edition);
    assert!(server.get("/about.html").text().contains("New "));
}

/// Waits for an edition of which this is true; gives its number.
fn until(server: &Server, is_so: impl Fn(&serving::Edition) -> bool) -> u64 {
    let mut edition = server.edition(None);
    while !is_so(&edition) {
        let next = server.edition(Some(edition.edition));
        assert!(next.edition > edition.edition, "nothing new came, and it is still not so: {edition:?}");
        edition = next;
    }
    edition.edition
}

#[test]
fn a_site_with_errors_from_the_start_is_shown_once_it_has_none() {
    let site = Site::of("minimal");
    let settings = fs_err::read_to_string(site.path().join("site.toml")).unwrap();
    site.write("site.toml", "titel = \"<b>\"\n");
    let server = Server::of(&site.path(), &[]);
    let answer = server.get("/briefs/moura.html");
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("&lt;b>") && !answer.text().contains("<b>"), "{}", answer.text());
    assert!(without_hook(&answer.body).is_some());
    site.write("site.toml", settings);
    until(&server, |edition| edition.problems.is_none());
    assert_eq!(server.get("/briefs/moura.html").status, 200);
}

#[test]
fn a_template_that_fails_on_a_page_is_shown_there_and_mended_there() {
    let site = Site::of("custom-theme");
    let server = Server::of(&site.path(), &[]);
    let path = "themes/own/templates/tags.html";
    let template = fs_err::read_to_string(site.path().join(path)).unwrap();
    server.edition(None);
    site.write(
        path,
        format!("{template}{{{{ no.such.value }}}}\n{{% block main %}}{{{{ no.such }}}}{{% endblock %}}"),
    );
    let broken = until(&server, |edition| edition.edition > 1);
    if server.edition(None).problems.is_none() {
        assert_eq!(server.get("/tags/index.html").status, 500);
    }
    assert_eq!(server.get("/index.html").status, 200);
    site.write(path, template);
    until(&server, |edition| edition.edition > broken && edition.problems.is_none());
    assert_eq!(server.get("/tags/index.html").status, 200);
}

#[test]
fn a_page_hears_of_editions_and_of_its_own_bytes() {
    let site = Site::of("moura");
    let server = Server::of(&site.path(), &[]);
    let mut about = Listener::of(&server, "about.html");
    let mut home = Listener::of(&server, "index.html");
    let mut table = Listener::of(&server, "manual/first.html");
    let first = (about.next(), home.next(), table.next());
    assert_eq!(first.0, Listener::of(&server, "about.html").next(), "who comes later hears of the newest");
    let page = fs_err::read_to_string(site.path().join("content/about.md")).unwrap();
    site.write("content/about.md", format!("{page}\nOne more line.\n"));
    let (about_digest, home_digest) = (about.next(), home.next());
    assert_ne!(about_digest, first.0);
    assert_eq!(home_digest, first.1, "a page that did not change need not be loaded again");
    assert_eq!(table.next(), first.2);
    site.write("content/files/table.csv", "a,b\n3,4\n");
    // The whole reading that follows an edit of wording may be an edition between.
    assert!((0..2).any(|_| table.next() != first.2), "what a page leads to is part of it");
    assert_eq!(home.next(), first.1);
}

/// A page that listens.
struct Listener(serving::Connection);

impl Listener {
    fn of(server: &Server, page: &str) -> Self {
        let mut connection = server.connect();
        connection.say(&format!("GET /.variorum/events?page={page} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        let head = connection.head();
        assert_eq!((head.status, head.header("content-type")), (200, Some("text/event-stream")));
        Self(connection)
    }

    /// The digest of the page in the next edition.
    fn next(&mut self) -> String {
        loop {
            let line = self.0.line();
            if let Some(data) = line.strip_prefix("data: ") {
                let event: serde_json::Value = serde_json::from_str(data).unwrap();
                return event["digest"].as_str().unwrap().to_owned();
            }
        }
    }
}

#[test]
fn a_save_that_changes_nothing_is_no_news_and_the_next_one_is() {
    let site = Site::of("minimal");
    let server = Server::of(&site.path(), &[]);
    server.edition(None);
    let brief = fs_err::read(site.path().join("content/briefs/moura.md")).unwrap();
    site.write("content/briefs/moura.md", &brief);
    site.write("content/briefs/.moura.md.swp", &brief);
    site.write("content/briefs/more.md", "---\ntitle: More\ndate: 2022-04-13\n---\n");
    assert_eq!(until(&server, |edition| edition.edition >= 2), 2);
    assert_eq!(server.get("/briefs/more.html").status, 200);
}

#[test]
fn folders_that_come_go_and_come_back_are_watched() {
    let site = Site::of("minimal");
    let content = site.path().join("content");
    let aside = site.path().join("aside");
    fs_err::rename(&content, &aside).unwrap();
    let server = Server::of(&site.path(), &[]);
    assert_eq!(server.get("/briefs/moura.html").status, 404);
    for _ in 0..3 {
        let before = server.edition(None).edition;
        fs_err::rename(&aside, &content).unwrap();
        until(&server, |edition| edition.edition > before);
        assert_eq!(server.get("/briefs/moura.html").status, 200);
        let before = server.edition(None).edition;
        site.write("content/deep/er/page.md", format!("---\ntitle: Deep {before}\n---\n"));
        until(&server, |edition| {
            edition.edition > before
                && server.get("/deep/er/page.html").text().contains(&format!("Deep {before}"))
        });
        let before = server.edition(None).edition;
        fs_err::rename(&content, &aside).unwrap();
        until(&server, |edition| edition.edition > before);
        assert_eq!(server.get("/briefs/moura.html").status, 404);
    }
}

#[test]
fn polling_sees_changes_too() {
    let site = Site::of("minimal");
    let server = Server::of(&site.path(), &["--poll"]);
    server.edition(None);
    site.write("content/briefs/more.md", "---\ntitle: More\ndate: 2022-04-13\n---\n");
    until(&server, |edition| edition.edition > 1);
    assert_eq!(server.get("/briefs/more.html").status, 200);
}

#[test]
fn a_port_that_is_taken_is_said_or_passed_over() {
    let site = Site::of("minimal");
    let first = Server::of(&site.path(), &[]);
    let port = first.address.port().to_string();
    let second = site.run(&["serve", "--port", &port]);
    assert_eq!(second.code, 3);
    assert!(second.stderr.contains("cannot listen") && second.stderr.contains("--port"), "{}", second.stderr);
    // Whoever has the usual port, here or outside this test: each of two servers finds one of its own.
    let (one, other) = (Server::start(&site.path(), &[]), Server::start(&site.path(), &[]));
    assert_ne!(one.address, other.address);
    for server in [one, other] {
        assert!(server.address.ip().is_loopback());
        assert_eq!(server.get("/").status, 200);
    }
}

#[test]
fn a_page_for_what_is_not_there_finds_its_style_where_the_site_will_lie() {
    let site = Site::of("minimal");
    site.write("site.toml", "title = \"A site\"\nbase_url = \"https://example.org/desk/\"\n");
    let server = Server::of(&site.path(), &[]);
    assert!(server.get("/missing").text().contains("href=\"/desk/theme/style.css\""));
    assert_eq!(server.get("/desk/theme/style.css").body, server.get("/theme/style.css").body);
    assert_eq!(server.get("/desk/").status, 200);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_at_once() {
    let site = Site::of("minimal");
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let mut server = Server::of(&site.path(), &[]);
        let _listens = Listener::of(&server, "index.html");
        let killed = std::process::Command::new("kill")
            .args([&format!("-{signal}"), &server.child.id().to_string()])
            .status()
            .unwrap();
        assert!(killed.success());
        assert_eq!(server.child.wait().unwrap().code(), Some(code));
    }
}

#[test]
fn the_repository_itself_is_served() {
    let server = Server::of(repository(), &[]);
    assert_eq!(server.get("/manual/getting-started.html").status, 200);
}
