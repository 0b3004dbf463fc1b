//! A development server of the real binary, and a client that says to it whatever a test wants, byte for byte.
//!
//! `serve.rs` and `serve_edits.rs` use it. Every server has a port of its own and ends with the test.

#![allow(clippy::unwrap_used, reason = "a test that cannot speak with its server has failed")]
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How long a client waits before it calls a server dead. Nothing is measured by it.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server at work.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) address: SocketAddr,
}

/// An answer, its header names in lower case.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// What the server tells of its newest edition.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Edition {
    pub(crate) edition: u64,
    pub(crate) problems: Option<String>,
}

impl Server {
    /// Serves a folder on a free port.
    pub(crate) fn of(site: &Path, arguments: &[&str]) -> Self {
        Self::start(site, &[&["--port", "0"], arguments].concat())
    }

    /// Serves a folder with these arguments; the address is read from what the server prints.
    pub(crate) fn start(site: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_variorum"));
        command.arg("serve").args(arguments).current_dir(site).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").and_then(|address| address.strip_suffix('/'));
        let address = address.unwrap_or_else(|| panic!("no address: {line:?}")).parse().unwrap();
        Self { child, address }
    }

    /// A connection.
    pub(crate) fn connect(&self) -> Connection {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        Connection { reader: BufReader::new(stream.try_clone().unwrap()), stream }
    }

    /// Gets a path, as it is given.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.connect().get(path)
    }

    /// Sends a whole request and reads the answer.
    pub(crate) fn ask(&self, request: &str) -> Answer {
        let mut connection = self.connect();
        connection.say(request);
        connection.answer()
    }

    /// The newest edition; with a number, the next one after it.
    pub(crate) fn edition(&self, after: Option<u64>) -> Edition {
        let after = after.map(|number| format!("?after={number}")).unwrap_or_default();
        let answer = self.get(&format!("/.variorum/edition{after}"));
        assert_eq!(answer.status, 200);
        serde_json::from_slice(&answer.body).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _has_ended_by_itself = self.child.kill();
        let _has_ended_by_itself = self.child.wait();
    }
}

/// A connection that stays open from request to request.
pub(crate) struct Connection {
    stream: TcpStream,
    reader: BufReader<TcpStream>,
}

impl Connection {
    pub(crate) fn say(&mut self, text: &str) {
        self.stream.write_all(text.as_bytes()).unwrap();
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.say(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        self.answer()
    }

    /// Reads one answer to a request that is not `HEAD`.
    pub(crate) fn answer(&mut self) -> Answer {
        let mut answer = self.head();
        let length = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
        answer.body.resize(length, 0);
        self.reader.read_exact(&mut answer.body).unwrap();
        answer
    }

    /// Reads an answer up to its body.
    pub(crate) fn head(&mut self) -> Answer {
        let status = self.line();
        let status =
            status.split(' ').nth(1).unwrap_or_else(|| panic!("no status: {status:?}")).parse().unwrap();
        let mut headers = Vec::new();
        loop {
            let line = self.line();
            let Some((name, value)) = line.split_once(": ") else { break };
            headers.push((name.to_lowercase(), value.to_owned()));
        }
        Answer { status, headers, body: Vec::new() }
    }

    /// One line, without its end; empty when the server has hung up.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.reader.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Everything until the server hangs up.
    pub(crate) fn rest(&mut self) -> String {
        let mut rest = Vec::new();
        // A server that hangs up in the midst of what it is told resets the connection: that is an end too.
        let _end = self.reader.read_to_end(&mut rest);
        String::from_utf8_lossy(&rest).into_owned()
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Whether a file of a build is one of the site, and not the build's own list of them.
pub(crate) fn is_of_the_site(path: &str) -> bool {
    ![".variorum.json", "manifest.sha256"].contains(&path)
}

/// A page's bytes without the hook; `None`: there is none.
pub(crate) fn without_hook(page: &[u8]) -> Option<Vec<u8>> {
    let page = String::from_utf8_lossy(page);
    let (before, rest) = page.split_once("<link rel=\"stylesheet\" href=\"/.variorum/hook.css\">")?;
    let (_, after) = rest.split_once("</script>")?;
    Some(format!("{before}{after}").into_bytes())
}

/// A path as it stands in a request.
pub(crate) fn encoded(path: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~/".contains(byte);
    path.bytes()
        .map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
