//! Requests by HTTP, and when they are made again.
//!
//! A message names the file, the host and the status: never an address with its query, which may hold a signature,
//! nor a header. Redirects are not followed, for a key must not travel to where it was not meant for.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::Arc;
use std::time::Duration;

use camino::Utf8Path;
use ureq::http;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

use super::Fault;
use crate::config::publish::Wire;

/// The wait before the second try; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(200);
/// The longest wait that a server may ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// The largest answer that is read: a manifest of a million files.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Makes requests to one host.
pub(super) struct Client {
    agent: ureq::Agent,
    tries: u32,
}

/// One request.
pub(super) struct Request<'run> {
    pub(super) method: &'static str,
    pub(super) url: &'run str,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: &'run [u8],
    /// What it is about, for messages.
    pub(super) about: &'run str,
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: u16,
    headers: http::HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    }

    pub(super) const fn is_good(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// Whether the same request may go well a little later.
    const fn may_pass(&self) -> bool {
        matches!(self.status, 408 | 425 | 429 | 500 | 502 | 503 | 504)
    }

    /// How long the server asks to wait.
    fn asks_to_wait(&self) -> Option<Duration> {
        self.header("retry-after")?.parse().ok().map(Duration::from_secs)
    }
}

impl Client {
    pub(super) fn new(wire: &Wire, site: &Utf8Path) -> Result<Self, Fault> {
        let certificates = wire.authority.as_ref().map(|path| authority(&site.join(path))).transpose()?;
        let tls = TlsConfig::builder().root_certs(certificates.unwrap_or(RootCerts::WebPki)).build();
        let timeout = Some(wire.timeout);
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("variorum/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls)
            .timeout_connect(timeout)
            .timeout_recv_response(timeout)
            .timeout_per_read(timeout)
            .timeout_per_write(timeout)
            .build();
        Ok(Self { agent: config.new_agent(), tries: wire.tries })
    }

    /// Makes a request, again if it failed for a reason that may pass. Any other answer is the caller's to judge.
    pub(super) fn send(&self, request: &Request<'_>) -> Result<Answer, Fault> {
        let mut wait = FIRST_WAIT;
        for _ in 1..self.tries {
            let asked = match self.once(request) {
                Ok(answer) if !answer.may_pass() => return Ok(answer),
                Ok(answer) => answer.asks_to_wait(),
                Err(error) if is_final(&error) => return Err(unanswered(request, &error)),
                Err(_) => None,
            };
            std::thread::sleep(asked.unwrap_or(wait + jitter(wait)).min(LONGEST_WAIT));
            wait *= 2;
        }
        self.once(request).map_err(|error| unanswered(request, &error))
    }

    fn once(&self, request: &Request<'_>) -> Result<Answer, ureq::Error> {
        let mut builder = http::Request::builder().method(request.method).uri(request.url);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        let response = if request.body.is_empty() && !matches!(request.method, "PUT" | "POST") {
            self.agent.run(builder.body(()).map_err(ureq::Error::Http)?)?
        } else {
            self.agent.run(builder.body(request.body).map_err(ureq::Error::Http)?)?
        };
        let (parts, mut body) = response.into_parts();
        let body = body.with_config().limit(MOST_BYTES).read_to_vec()?;
        Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body })
    }
}

/// The certificates of a PEM file.
fn authority(path: &Utf8Path) -> Result<RootCerts, Fault> {
    let pem = fs_err::read(path).map_err(|error| Fault::Settings(error.to_string()))?;
    let mut certificates: Vec<Certificate<'static>> = Vec::new();
    for item in parse_pem(&pem) {
        match item {
            Ok(PemItem::Certificate(certificate)) => certificates.push(certificate),
            Ok(_) => {}
            Err(_) => return Err(Fault::Settings(format!("`{path}` is no PEM file"))),
        }
    }
    if certificates.is_empty() {
        return Err(Fault::Settings(format!("`{path}` holds no certificate")));
    }
    Ok(RootCerts::Specific(Arc::new(certificates)))
}

/// Whether another try would end the same way: a certificate that is not trusted, a request that cannot be made.
fn is_final(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::Io(error) => error.kind() == std::io::ErrorKind::InvalidData,
        ureq::Error::Rustls(_)
        | ureq::Error::Tls(_)
        | ureq::Error::Http(_)
        | ureq::Error::BadUri(_)
        | ureq::Error::InvalidProxyUrl => true,
        _ => false,
    }
}

fn unanswered(request: &Request<'_>, error: &ureq::Error) -> Fault {
    let why = match error {
        // These two may hold the address.
        ureq::Error::BadUri(_) | ureq::Error::RequireHttpsOnly(_) => "the address cannot be used".to_owned(),
        error => error.to_string(),
    };
    Fault::Remote(format!("{}: no answer from `{}`: {why}", request.about, host(request.url)))
}

/// An answer that means that it was not done.
pub(super) fn rejected(request: &Request<'_>, answer: &Answer, reason: Option<&str>) -> Fault {
    let reason = reason.map(|reason| format!(", {reason}")).unwrap_or_default();
    let host = host(request.url);
    Fault::Remote(format!("{}: `{host}` answered {}{reason}", request.about, answer.status))
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or_default()
}

/// Up to as long again, so that many who failed together do not come back together.
fn jitter(wait: Duration) -> Duration {
    let random = RandomState::new().build_hasher().finish();
    wait.mul_f64((random % 1024) as f64 / 1024.0)
}
