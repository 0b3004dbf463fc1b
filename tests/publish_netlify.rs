//! Publishing to Netlify, against a double: a small server that was written to the public description of Netlify's
//! interface (its OpenAPI document). It is not Netlify, and shows only that the program keeps to that description.

#![cfg(feature = "publish")]
#![expect(clippy::unwrap_used, reason = "a test that cannot make its sites has failed")]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};

mod publishing;

use publishing::proxy::message;
use publishing::{CANARY, Desk, Tree, lifecycle};

const SITE: &str = "desk.netlify.app";

/// What the double holds.
#[derive(Default)]
struct Held {
    /// Every file that was ever brought, by its digest.
    blobs: BTreeMap<String, Vec<u8>>,
    /// Paths and digests of each deploy.
    deploys: Vec<BTreeMap<String, String>>,
    /// The number of the one that is shown.
    shown: Option<usize>,
    log: Vec<String>,
}

struct Double {
    port: u16,
    held: Arc<Mutex<Held>>,
}

impl Double {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let held = Arc::new(Mutex::new(Held::default()));
        let shared = Arc::clone(&held);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || {
                    let client = client.unwrap();
                    while let Ok(Some(request)) = message(&client, None) {
                        let answer = shared.lock().unwrap().answer(&request);
                        if send(&client, answer).is_err() {
                            return;
                        }
                    }
                });
            }
        });
        Self { port, held }
    }

    fn log(&self) -> Vec<String> {
        std::mem::take(&mut self.held.lock().unwrap().log)
    }

    fn there(&self) -> Tree {
        let held = self.held.lock().unwrap();
        let Some(shown) = held.shown else { return Tree::new() };
        let file = |(path, digest): (&String, &String)| {
            (path.trim_start_matches('/').to_owned(), held.blobs[digest].clone())
        };
        held.deploys[shown].iter().map(file).collect()
    }
}

fn send(mut client: &TcpStream, answer: Result<Vec<u8>, u16>) -> std::io::Result<()> {
    let (status, body) = match answer {
        Ok(body) => (200, body),
        Err(status) => (status, Vec::new()),
    };
    write!(client, "HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n", body.len())?;
    client.write_all(&body)
}

impl Held {
    fn answer(&mut self, request: &[u8]) -> Result<Vec<u8>, u16> {
        let end = request.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&request[..end]).into_owned();
        let body = &request[end + 4..];
        let mut words = head.lines().next().unwrap().split(' ');
        let (method, path) = (words.next().unwrap(), words.next().unwrap());
        self.log.push(format!("{method} {path}"));
        let header = |line: &str| head.lines().any(|one| one.eq_ignore_ascii_case(line));
        if !header(&format!("authorization: Bearer {CANARY}")) {
            return Err(401);
        }
        let parts: Vec<&str> = path.trim_start_matches("/api/v1/").split('/').collect();
        match (method, parts.as_slice()) {
            ("GET", ["sites", SITE]) => {
                let shown = self.shown.map(|number| json!({ "id": number.to_string(), "state": "ready" }));
                Ok(json!({ "id": "1", "published_deploy": shown }).to_string().into_bytes())
            }
            ("GET", ["sites", SITE, "files", rest @ ..]) => {
                assert!(header("content-type: application/vnd.bitballoon.v1.raw"), "else it gives no bytes");
                let shown = self.shown.ok_or(404_u16)?;
                let digest = self.deploys[shown].get(&format!("/{}", rest.join("/"))).ok_or(404_u16)?;
                Ok(self.blobs[digest].clone())
            }
            ("POST", ["sites", SITE, "deploys"]) => {
                let files: Value = serde_json::from_slice(body).unwrap();
                let files: BTreeMap<String, String> = serde_json::from_value(files["files"].clone()).unwrap();
                let required: Vec<&String> =
                    files.values().filter(|digest| !self.blobs.contains_key(*digest)).collect();
                let answer = json!({ "id": self.deploys.len().to_string(), "state": "uploading", "required": required });
                let answer = answer.to_string().into_bytes();
                self.deploys.push(files);
                Ok(answer)
            }
            ("PUT", ["deploys", number, "files", rest @ ..]) => {
                let path =
                    percent_encoding::percent_decode_str(&rest.join("/")).decode_utf8().unwrap().into_owned();
                let digest: String = Sha1::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
                let deploy = &self.deploys[number.parse::<usize>().unwrap()];
                assert_eq!(deploy[&format!("/{path}")], digest, "the bytes are those that were listed");
                self.blobs.insert(digest, body.to_vec());
                Ok(b"{}".to_vec())
            }
            ("GET", ["deploys", number]) => {
                let number = number.parse::<usize>().unwrap();
                let whole = self.deploys[number].values().all(|digest| self.blobs.contains_key(digest));
                if whole {
                    self.shown = Some(number);
                }
                Ok(json!({ "state": if whole { "ready" } else { "uploading" } }).to_string().into_bytes())
            }
            _ => Err(404),
        }
    }
}

fn desk(double: &Double) -> Desk {
    let mut desk = Desk::new(&format!(
        "to = \"netlify:{SITE}\"\napi = \"http://127.0.0.1:{}/api/v1\"\ntoken_env = \"TOKEN\"",
        double.port
    ));
    desk.variables.insert("TOKEN".to_owned(), CANARY.to_owned());
    desk
}

#[test]
fn a_double_of_netlify_has_the_life_of_every_target() {
    let double = Double::start();
    let desk = desk(&double);
    let foreign = ("theirs.txt", b"theirs".as_slice());
    // A deploy is a whole, so nothing foreign can stand in it: the double shows one to keep to the common test.
    let there = || {
        let mut tree = double.there();
        tree.insert(foreign.0.to_owned(), foreign.1.to_vec());
        tree
    };
    lifecycle(&desk, foreign, &there);
    let headers = String::from_utf8(double.there()["_headers"].clone()).unwrap();
    assert!(headers.contains("Content-Security-Policy: default-src 'none'"), "{headers}");
    for (path, bytes) in double.there() {
        assert!(!String::from_utf8_lossy(&bytes).contains(CANARY), "{path} holds the token");
    }
}

#[test]
fn two_requests_tell_that_all_is_there_and_only_what_is_missing_is_sent() {
    let double = Double::start();
    let desk = desk(&double);
    desk.published(&[]);
    double.log();
    desk.published(&[]);
    assert_eq!(double.log().len(), 2);
    desk.brief("two", "other");
    let changed = desk.published(&[]);
    let puts = double.log().iter().filter(|line| line.starts_with("PUT")).count();
    assert_eq!(puts, changed.sent() + 1, "what changed, and the manifest");
}

#[test]
fn what_is_not_there_is_told_in_the_readers_language() {
    let double = Double::start();
    let desk = desk(&double);
    desk.published(&[]);
    assert!(!double.there().contains_key("_redirects"), "there is one language");
    desk.write("content/briefs/quatre.md", "---\ntitle: Quatre\nlang: fr\ndate: 2024-05-02\n---\n");
    desk.published(&[]);
    let there = double.there();
    assert_eq!(there["_redirects"], b"/* /fr/404.html 404 Language=fr\n");
    let page = String::from_utf8(there["fr/404.html"].clone()).unwrap();
    assert!(page.contains("<h1>Page introuvable</h1>"), "{page}");
}

#[test]
fn a_wrong_token_is_said() {
    let double = Double::start();
    let mut desk = desk(&double);
    desk.published(&[]);
    desk.variables.insert("TOKEN".to_owned(), format!("{CANARY}-wrong"));
    let run = desk.publish(&[]);
    assert!(run.code == 4 && run.stderr.contains("answered 401"), "{}", run.stderr);
}
