//! The manual's settings for nginx, Caddy and Apache, each loaded as it stands there (but for the port, the folder and
//! the certificate) into the server itself, over a site that was published to a folder.
//!
//! `tests/tools/40-servers` installs the servers; without one its test says so and passes.

#![cfg(all(feature = "publish", unix))]
#![expect(clippy::unwrap_used, reason = "a test that cannot make its site has failed")]

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

mod publishing;

use publishing::Desk;
use publishing::servers::{Server, free_port, start, tool};

/// The folder of the manual's examples.
const ROOT: &str = "/srv/www/desk/current";

/// A site published to a folder that servers may read under any user.
fn desk() -> Desk {
    let desk = Desk::new("to = \"dir:../www\"\n[exports]\nndjson = true");
    fs_err::set_permissions(desk.folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    desk.published(&[]);
    desk
}

fn root(desk: &Desk) -> String {
    desk.folder.path().join("www/current").to_str().unwrap().to_owned()
}

/// The block of settings below a heading of the manual.
fn snippet(heading: &str) -> String {
    let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/manual/publish-server.md");
    let manual = fs_err::read_to_string(manual).unwrap();
    let below = manual.split_once(&format!("\n## {heading}\n")).unwrap().1;
    let block = below.split_once("```").unwrap().1.split_once('\n').unwrap().1;
    block.split_once("```").unwrap().0.to_owned()
}

/// The block with other words in the places where it speaks of the manual's server; each must be there.
fn adapted(heading: &str, places: &[(&str, String)]) -> String {
    let mut text = snippet(heading);
    for (words, other) in places {
        assert!(text.contains(words), "{heading}: no {words}");
        text = text.replace(words, other);
    }
    text
}

fn config(desk: &Desk, name: &str, text: &str) -> PathBuf {
    let path = desk.folder.path().join(name);
    fs_err::write(&path, text).unwrap();
    path
}

/// An answer: its status, its headers by names in lower case, its body.
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

fn get(server: &Server, path: &str) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    let request = format!("GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{}\r\n\r\n", server.port);
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let header =
        |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    Answer { status, headers: lines.filter_map(header).collect(), body: bytes[end + 4..].to_vec() }
}

/// What the manual promises of each server.
fn promised(desk: &Desk, server: &Server) {
    let built = desk.built();
    let types = [
        ("/", "index.html", "text/html; charset=utf-8"),
        ("/briefs/", "briefs/index.html", "text/html; charset=utf-8"),
        ("/briefs/one.html", "briefs/one.html", "text/html; charset=utf-8"),
        ("/theme/style.css", "theme/style.css", "text/css; charset=utf-8"),
        ("/data/claims.json", "data/claims.json", "application/json"),
        ("/data/claims.csv", "data/claims.csv", "text/csv; charset=utf-8"),
        ("/data/events.geojson", "data/events.geojson", "application/geo+json"),
        ("/data/claims.ndjson", "data/claims.ndjson", "application/x-ndjson"),
        ("/theme/search.js", "theme/search.js", "text/javascript; charset=utf-8"),
    ];
    for (path, file, media) in types {
        let answer = get(server, path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body == built[file], "{path}: other bytes");
        let kind = answer.headers.get("content-type").map(String::as_str).unwrap_or_default();
        // `application/javascript` is the older name of the same; JSON is UTF-8 whether it is said or not.
        let kind = kind.to_lowercase().replace("application/javascript", "text/javascript");
        let kind = kind.strip_suffix("; charset=utf-8").filter(|_| media.ends_with("json")).unwrap_or(&kind);
        assert_eq!(kind, media, "{path}");
        guarded(path, &answer);
    }
    for path in ["/none.html", "/briefs/none/none.html"] {
        let answer = get(server, path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body == built["404.html"], "{path}: {}", String::from_utf8_lossy(&answer.body));
        guarded(path, &answer);
    }
    let manifest = get(server, "/.variorum-publish.json");
    assert!(matches!(manifest.status, 403 | 404), "{}", manifest.status);
    assert!(!String::from_utf8_lossy(&manifest.body).contains("generation"));
    desk.brief("one", "newest");
    desk.published(&[]);
    let newer = get(server, "/briefs/one.html");
    assert!(newer.body == desk.built()["briefs/one.html"], "the next release is served at once");
}

fn guarded(path: &str, answer: &Answer) {
    let policy = answer.headers.get("content-security-policy").map(String::as_str).unwrap_or_default();
    assert!(policy.starts_with("default-src 'none'; img-src 'self'"), "{path}: {policy}");
    assert!(policy.ends_with("frame-ancestors 'none'"), "{path}: {policy}");
    for (name, value) in [
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-cache"),
    ] {
        assert_eq!(answer.headers.get(name).map(String::as_str), Some(value), "{path}: {name}");
    }
}

#[test]
fn nginx_serves_a_site_as_the_manual_sets_it_up() {
    let Some(nginx) = tool("nginx") else { return };
    let desk = desk();
    let port = free_port();
    let server = adapted("nginx", &[("443 ssl", format!("127.0.0.1:{port}")), (ROOT, root(&desk))]);
    let folder = desk.folder.path().to_str().unwrap().to_owned();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {folder}/{name};\n"))
        .concat();
    let path = config(
        &desk,
        "nginx.conf",
        &format!(
            "daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nevents {{}}\n\
             http {{\ninclude /etc/nginx/mime.types;\ndefault_type application/octet-stream;\naccess_log off;\n\
             {temporary}{server}}}\n"
        ),
    );
    let server =
        start(Command::new(nginx).arg("-c").arg(path).arg("-e").arg(format!("{folder}/error.log")), port);
    promised(&desk, &server);
}

#[test]
fn caddy_serves_a_site_as_the_manual_sets_it_up() {
    let Some(caddy) = tool("caddy") else { return };
    let desk = desk();
    let port = free_port();
    let site = adapted("Caddy", &[("desk.example", format!("http://127.0.0.1:{port}")), (ROOT, root(&desk))]);
    let path = config(&desk, "Caddyfile", &format!("{{\n    admin off\n}}\n{site}"));
    let mut command = Command::new(caddy);
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(path);
    let server = start(command.env("HOME", desk.folder.path()).env_remove("XDG_DATA_HOME"), port);
    promised(&desk, &server);
}

#[test]
fn apache_serves_a_site_as_the_manual_sets_it_up() {
    let Some(apache) = tool("apache2") else { return };
    let desk = desk();
    let port = free_port();
    let host = adapted("Apache", &[("*:443", format!("127.0.0.1:{port}")), (ROOT, root(&desk))]);
    let folder = desk.folder.path().to_str().unwrap();
    let modules: String = ["mpm_event", "authz_core", "dir", "headers", "mime"]
        .map(|name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"))
        .concat();
    config(&desk, "mime.types", "text/html html\ntext/css css\ntext/javascript js\napplication/json json\n");
    let path = config(
        &desk,
        "apache.conf",
        &format!(
            "ServerRoot {folder}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/apache.pid\n\
             Mutex pthread\nErrorLog {folder}/error.log\n{modules}TypesConfig {folder}/mime.types\n{host}"
        ),
    );
    // One process, which ends with the test; of several the children would stay.
    let server = start(Command::new(apache).args(["-X", "-f"]).arg(path), port);
    promised(&desk, &server);
}
