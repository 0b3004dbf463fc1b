//! Who may ask, and for what: the development server serves only the site (manual, serving.md#safety).
//!
//! A page of a foreign site, open in the same browser, can make that browser ask this server. Three rules keep it from
//! reading drafts: the `Host` must be a name of this machine (else 421: a foreign name may be made to lead here), the
//! `Origin` must be the server's own, and where browsers say that another site asks for more than to be led here,
//! nothing is given (403). Only `GET` and `HEAD` are known (405), and no request has a body (413).

use std::net::IpAddr;

use axum::http::header::{ALLOW, CONTENT_LENGTH, HOST, ORIGIN, TRANSFER_ENCODING};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use crate::output::SAFETY;

/// What a refused method is told that it may be.
pub(super) const ALLOWED: (HeaderName, HeaderValue) = (ALLOW, HeaderValue::from_static("GET, HEAD"));

/// What every answer carries: the policy of a published site, and that no other origin may use what is here.
pub(super) fn policy() -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    let of_site = SAFETY.into_iter().filter_map(|(name, value)| {
        Some((HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_static(value)))
    });
    of_site.chain([(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin"))])
}

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// Which names the server answers to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Door {
    bind: IpAddr,
}

/// Why a request is turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    /// One plain sentence.
    pub(super) reason: &'static str,
}

const MISDIRECTED: &str = "this server answers only to the address that it was started with";

impl Door {
    /// For a server that listens on this address.
    pub(super) const fn new(bind: IpAddr) -> Self {
        Self { bind }
    }

    /// Lets a request in or says why not.
    pub(super) fn check(self, request: &Parts) -> Result<(), Refusal> {
        let host = self.host(request)?;
        if !matches!(request.method, Method::GET | Method::HEAD) {
            return Err(refusal(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are known here"));
        }
        if is_foreign(&request.headers, &host) {
            return Err(refusal(StatusCode::FORBIDDEN, "another site asked for this"));
        }
        if has_body(&request.headers) {
            return Err(refusal(StatusCode::PAYLOAD_TOO_LARGE, "a request has no body here"));
        }
        Ok(())
    }

    /// The name that the client asked for, if it is one of this server's.
    fn host(self, request: &Parts) -> Result<Authority, Refusal> {
        let mut named = request.headers.get_all(HOST).iter();
        let (Some(host), None) = (named.next(), named.next()) else {
            return Err(refusal(StatusCode::BAD_REQUEST, "a request needs one Host"));
        };
        let host = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
        let host = host.filter(|host| self.is_own(host));
        let host = host.ok_or(refusal(StatusCode::MISDIRECTED_REQUEST, MISDIRECTED))?;
        match request.uri.authority() {
            Some(other) if *other != host => Err(refusal(StatusCode::MISDIRECTED_REQUEST, MISDIRECTED)),
            _ => Ok(host),
        }
    }

    /// An address in figures cannot be made to lead elsewhere, a name can: of names only `localhost` is known.
    fn is_own(self, host: &Authority) -> bool {
        if host.as_str().contains('@') {
            return false;
        }
        let name = host.host();
        let everywhere = self.bind.is_unspecified();
        if name.eq_ignore_ascii_case("localhost") {
            return everywhere || self.bind.is_loopback();
        }
        let figures = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        let address = figures.parse::<IpAddr>();
        address.is_ok_and(|address| {
            everywhere || address == self.bind || self.bind.is_loopback() && address.is_loopback()
        })
    }
}

const fn refusal(status: StatusCode, reason: &'static str) -> Refusal {
    Refusal { status, reason }
}

/// Whether a page of another origin asks. Being led here by a link is no asking.
fn is_foreign(headers: &HeaderMap, host: &Authority) -> bool {
    let own = format!("http://{host}");
    let origin = headers.get_all(ORIGIN).iter().any(|origin| origin.as_bytes() != own.as_bytes());
    let site = headers.get(FETCH_SITE).is_some_and(|site| site != "same-origin" && site != "none");
    let led = headers.get(FETCH_MODE).is_some_and(|mode| mode == "navigate");
    origin || site && !led
}

fn has_body(headers: &HeaderMap) -> bool {
    headers.contains_key(TRANSFER_ENCODING)
        || headers.get_all(CONTENT_LENGTH).iter().any(|length| length != "0")
}
