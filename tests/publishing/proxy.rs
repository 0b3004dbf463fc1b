//! A proxy between the program and a server that speaks HTTP/1.1: it counts, it fails, it cuts.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// How it behaves from now on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Behaviour {
    /// After so many requests every connection is cut before the request gets through.
    pub(crate) requests: Option<usize>,
    /// After so many requests their answers are lost: the server has done what it was asked.
    pub(crate) answers: Option<usize>,
    /// After so many bytes to the server every connection is cut, in the midst of a request.
    pub(crate) bytes: Option<usize>,
    /// Answers given in the server's place, by the number of the request from 0: status and headers.
    pub(crate) instead: BTreeMap<usize, (u16, &'static str)>,
    /// Before the request of this number somebody else puts something at a path.
    pub(crate) hook: Option<(usize, &'static str, Vec<u8>)>,
    /// Nothing is answered.
    pub(crate) silent: bool,
}

/// Something that is done before a request of this method and path gets through.
type Hook = (&'static str, Box<dyn Fn() + Send + Sync>);

#[derive(Default)]
struct State {
    behaviour: Behaviour,
    hook: Option<Arc<Hook>>,
    log: Vec<String>,
    bytes: usize,
}

/// Runs until the test ends.
pub(crate) struct Proxy {
    pub(crate) port: u16,
    state: Arc<Mutex<State>>,
}

impl Proxy {
    /// A proxy to a port of this machine.
    pub(crate) fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || {
                    let Ok(client) = client else { return };
                    // An error is what a cut looks like from here.
                    let _cut = serve(&client, server, &shared);
                    let _gone = client.shutdown(Shutdown::Both);
                });
            }
        });
        Self { port, state }
    }

    /// Forgets what was, and behaves anew.
    pub(crate) fn behave(&self, behaviour: Behaviour) {
        *self.state.lock().unwrap() = State { behaviour, ..State::default() };
    }

    /// Does something before each request `METHOD /path` gets through, until it behaves anew.
    pub(crate) fn on(&self, request: &'static str, act: impl Fn() + Send + Sync + 'static) {
        self.state.lock().unwrap().hook = Some(Arc::new((request, Box::new(act))));
    }

    /// `METHOD /path` of each request since.
    pub(crate) fn log(&self) -> Vec<String> {
        self.state.lock().unwrap().log.clone()
    }

    /// Bytes that went to the server since.
    pub(crate) fn bytes(&self) -> usize {
        self.state.lock().unwrap().bytes
    }
}

fn cut() -> std::io::Error {
    std::io::ErrorKind::ConnectionReset.into()
}

/// Requests of one connection, one after the other; each goes to the server on a connection of its own.
fn serve(mut client: &TcpStream, server: u16, state: &Mutex<State>) -> std::io::Result<()> {
    while let Some(request) = message(client, None)? {
        let line = String::from_utf8_lossy(&request).lines().next().unwrap_or_default().to_owned();
        let mut words = line.split(' ');
        let method = words.next().unwrap_or_default().to_owned();
        let path = words.next().unwrap_or_default().split('?').next().unwrap_or_default().to_owned();
        let (behaviour, number, allowed) = {
            let mut state = state.lock().unwrap();
            state.log.push(format!("{method} {path}"));
            let allowed = state
                .behaviour
                .bytes
                .map_or(request.len(), |most| most.saturating_sub(state.bytes).min(request.len()));
            state.bytes += allowed;
            (state.behaviour.clone(), state.log.len() - 1, allowed)
        };
        let hook = state.lock().unwrap().hook.clone();
        if let Some(hook) = hook.filter(|hook| hook.0 == format!("{method} {path}")) {
            (hook.1)();
        }
        if behaviour.silent {
            // Until the client gives up.
            let _gone = client.read(&mut [0]);
            return Ok(());
        }
        if behaviour.requests.is_some_and(|most| number >= most) {
            return Err(cut());
        }
        if let Some((status, headers)) = behaviour.instead.get(&number) {
            let answer = format!("HTTP/1.1 {status} No\r\n{headers}content-length: 0\r\n\r\n");
            client.write_all(answer.as_bytes())?;
            continue;
        }
        if let Some((_, path, body)) = behaviour.hook.filter(|(at, ..)| *at == number) {
            put(server, path, &body)?;
        }
        let mut upstream = TcpStream::connect(("127.0.0.1", server))?;
        upstream.write_all(&request[..allowed])?;
        if allowed < request.len() {
            return Err(cut());
        }
        let Some(answer) = message(&upstream, Some(&method))? else { return Err(cut()) };
        if behaviour.answers.is_some_and(|most| number >= most) {
            return Err(cut());
        }
        client.write_all(&answer)?;
    }
    Ok(())
}

/// What moto takes for a signature: it wants one, and does not look at it.
pub(crate) const ANYBODY: &str = "authorization: AWS4-HMAC-SHA256 Credential=x/20240101/us-east-1/s3/aws4_request, \
                                  SignedHeaders=host, Signature=x\r\n";

/// Puts something at a path by hand.
pub(crate) fn put(port: u16, path: &str, body: &[u8]) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    let head =
        format!("PUT {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{ANYBODY}content-length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    let answer = message(&stream, Some("PUT"))?.ok_or_else(cut)?;
    assert!(answer.starts_with(b"HTTP/1.1 2"), "{}", String::from_utf8_lossy(&answer));
    Ok(())
}

/// A whole message, or nothing if the other side has ended. `answers` is the method that an answer belongs to.
pub(crate) fn message(mut stream: &TcpStream, answers: Option<&str>) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 65536];
    let head = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..at]).to_lowercase();
            // `100 Continue` is no answer yet.
            if answers.is_some() && head.starts_with("http/1.1 100") {
                bytes.drain(..at + 4);
                continue;
            }
            if answers.is_none() && head.contains("\r\nexpect: 100-continue") {
                stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
            }
            break (at + 4, head);
        }
        match stream.read(&mut buffer)? {
            0 => return Ok(None),
            count => bytes.extend_from_slice(&buffer[..count]),
        }
    };
    let (start, head) = head;
    let header = |name: &str| {
        head.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(|value| value.trim().to_owned()))
    };
    let bodiless =
        answers == Some("HEAD") || head.starts_with("http/1.1 204") || head.starts_with("http/1.1 304");
    if bodiless {
        return Ok(Some(bytes));
    }
    if header("transfer-encoding").is_some_and(|value| value.contains("chunked")) {
        while !bytes.ends_with(b"\r\n0\r\n\r\n") && !bytes[start..].starts_with(b"0\r\n\r\n") {
            match stream.read(&mut buffer)? {
                0 => return Ok(None),
                count => bytes.extend_from_slice(&buffer[..count]),
            }
        }
        return Ok(Some(bytes));
    }
    let length = header("content-length").and_then(|length| length.parse::<usize>().ok());
    loop {
        match length {
            Some(length) if bytes.len() >= start + length => return Ok(Some(bytes)),
            None if answers.is_none() => return Ok(Some(bytes)),
            _ => {}
        }
        match stream.read(&mut buffer)? {
            0 if length.is_none() => return Ok(Some(bytes)),
            0 => return Ok(None),
            count => bytes.extend_from_slice(&buffer[..count]),
        }
    }
}
