//! Answers requests: from the map of the site's files, and from the server's own folder.
//!
//! A path that the map does not have is not there, whatever lies on the disk. Files are made on threads of their own,
//! so that one that takes long holds up nobody.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use futures_util::Stream;
use futures_util::stream::unfold;
use percent_encoding::percent_decode_str;
use serde_json::json;
use tokio::sync::watch::Receiver;
use tokio::time::timeout;

use super::edition::{self, Edition, GoodSite, Made};
use super::guard::{self, ALLOWED, Door};
use super::hook;
use crate::output::media_type;
use crate::pipeline::Drafts;
use crate::text::SitePath;

/// How long an answer is held back that waits for the next edition.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// Everything that answers are made from.
#[derive(Clone, Debug)]
pub(super) struct Server {
    door: Door,
    drafts: Drafts,
    editions: Receiver<Arc<Edition>>,
}

impl Server {
    pub(super) const fn new(door: Door, drafts: Drafts, editions: Receiver<Arc<Edition>>) -> Self {
        Self { door, drafts, editions }
    }

    /// The newest edition; waits for the first.
    async fn newest(&self) -> Arc<Edition> {
        self.newer_than(0).await
    }

    /// An edition after the given one; if there is none before the server ends, the newest.
    async fn newer_than(&self, number: u64) -> Arc<Edition> {
        let mut editions = self.editions.clone();
        let newer =
            editions.wait_for(|edition| edition.number > number).await.map(|edition| Arc::clone(&edition));
        newer.unwrap_or_else(|_| Arc::clone(&self.editions.borrow()))
    }
}

/// All that is known here.
pub(super) fn router(server: Server) -> Router {
    let own = |name: &str| format!("{}/{name}", hook::FOLDER);
    Router::new()
        .route(&own("hook.js"), get(|headers: HeaderMap| own_file("hook.js", hook::SCRIPT, headers)))
        .route(&own("hook.css"), get(|headers: HeaderMap| own_file("hook.css", hook::STYLE, headers)))
        .route(&own("edition"), get(number))
        .route(&own("events"), get(events))
        .fallback(file)
        .layer(middleware::from_fn_with_state(server.clone(), guarded))
        .with_state(server)
}

/// Lets requests in or turns them away; every answer bears the policy.
async fn guarded(State(server): State<Server>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let mut response = match server.door.check(&parts) {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(refusal) => {
            let mut response = plain(refusal.status, refusal.reason);
            response
                .headers_mut()
                .extend((refusal.status == StatusCode::METHOD_NOT_ALLOWED).then_some(ALLOWED));
            response
        }
    };
    response.headers_mut().extend(guard::policy());
    response
}

/// A file of the site.
async fn file(State(server): State<Server>, request: Request) -> Response {
    let edition = server.newest().await;
    let wanted = request.uri().path().to_owned();
    let made = tokio::task::spawn_blocking(move || answer(&edition, &wanted, server.drafts)).await;
    match made {
        Ok(answer) => answer.respond(request.headers()),
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "making this file failed: please report it"),
    }
}

/// What a request comes to.
struct Answer {
    status: StatusCode,
    media: &'static str,
    /// Of the body; without its quotes.
    tag: String,
    body: Bytes,
}

impl Answer {
    /// What a client has already is not sent again.
    fn respond(self, asked: &HeaderMap) -> Response {
        let tag = format!("\"{}\"", self.tag);
        let known = asked.get_all(IF_NONE_MATCH).iter().filter_map(|tags| tags.to_str().ok());
        let is_known = self.status == StatusCode::OK
            && known
                .flat_map(|tags| tags.split(','))
                .any(|known| known.trim().trim_start_matches("W/") == tag);
        // `no-cache`: it may be kept, and must be asked for.
        let headers = [(ETAG, tag), (CACHE_CONTROL, "no-cache".to_owned())];
        if is_known {
            (StatusCode::NOT_MODIFIED, headers).into_response()
        } else {
            (self.status, headers, [(CONTENT_TYPE, self.media)], Body::from(self.body)).into_response()
        }
    }
}

/// Looks a path up and makes its file.
fn answer(edition: &Edition, wanted: &str, drafts: Drafts) -> Answer {
    let Some(site) = &edition.site else {
        return fault(
            wanted,
            edition.problems.as_deref().unwrap_or_default(),
            StatusCode::SERVICE_UNAVAILABLE,
        );
    };
    match look_up(site, wanted) {
        Found::File(path, Ok(made)) => serve(StatusCode::OK, &path, made, drafts),
        Found::Nothing(path, Ok(made)) => serve(StatusCode::NOT_FOUND, &path, made, drafts),
        Found::File(_, Err(problems)) | Found::Nothing(_, Err(problems)) => {
            fault(wanted, &problems, StatusCode::INTERNAL_SERVER_ERROR)
        }
        Found::NoPath => Answer {
            status: StatusCode::NOT_FOUND,
            media: media_type(".txt"),
            tag: String::new(),
            body: Bytes::from_static(b"there is no such page\n"),
        },
    }
}

/// What the site has at a path.
enum Found {
    /// This file.
    File(SitePath, Result<Made, String>),
    /// Nothing: the page that says so. The path is the one that was asked for.
    Nothing(SitePath, Result<Made, String>),
    /// Nothing, and it is no path that a site could have.
    NoPath,
}

fn look_up(site: &GoodSite, wanted: &str) -> Found {
    let Some(path) = site_path(wanted) else { return Found::NoPath };
    // A page for what is not there leads to where the site will lie on its host, so that is known here as well.
    let folder = site.folder();
    let below = wanted.strip_prefix(&folder).filter(|_| folder != "/").and_then(site_path);
    for path in [Some(path.clone()), below].into_iter().flatten() {
        if let Some(made) = site.get(&path) {
            return Found::File(path, made);
        }
    }
    match site.not_found().and_then(|page| site.get(&page)) {
        Some(made) => Found::Nothing(path, made),
        None => Found::NoPath,
    }
}

/// The file that an address means: that of a folder is its index.
fn site_path(wanted: &str) -> Option<SitePath> {
    let decoded = percent_decode_str(wanted.trim_start_matches('/')).decode_utf8().ok()?;
    let index = if decoded.is_empty() || decoded.ends_with('/') { "index.html" } else { "" };
    SitePath::new(format!("{decoded}{index}")).ok()
}

fn serve(status: StatusCode, path: &SitePath, made: Made, drafts: Drafts) -> Answer {
    let Made { bytes, media, digest, page } = made;
    if !page {
        return Answer { status, media, tag: digest, body: bytes };
    }
    let body = hook::inject(&bytes, path, &digest, drafts).into();
    // A server with drafts has a banner, so its pages are others.
    let tag = if drafts == Drafts::Shown { format!("{digest}-drafts") } else { digest };
    Answer { status, media, tag, body }
}

fn fault(wanted: &str, problems: &str, status: StatusCode) -> Answer {
    let tag = edition::digest(problems.as_bytes());
    let path = percent_decode_str(wanted.trim_start_matches('/')).decode_utf8_lossy();
    let page = hook::fault_page(&path, problems, &tag);
    Answer { status, media: media_type(".html"), tag, body: page.into() }
}

async fn own_file(name: &'static str, text: &'static str, headers: HeaderMap) -> Response {
    let tag = edition::digest(text.as_bytes());
    let body = Bytes::from_static(text.as_bytes());
    Answer { status: StatusCode::OK, media: media_type(name), tag, body }.respond(&headers)
}

/// Tells the newest edition's number and problems; with `?after=N`, once there is one after the N-th.
async fn number(State(server): State<Server>, uri: Uri) -> Response {
    let after = parameter(&uri, "after").and_then(|number| number.parse().ok()).unwrap_or(0);
    let edition = match timeout(LONGEST_WAIT, server.newer_than(after)).await {
        Ok(edition) => edition,
        Err(_) => server.newest().await,
    };
    let text = json!({ "edition": edition.number, "problems": edition.problems }).to_string();
    ([(CONTENT_TYPE, media_type(".json")), (CACHE_CONTROL, "no-store")], text).into_response()
}

/// Tells of every edition, the newest first of all: its problems, and the digest of the page that listens.
async fn events(
    State(server): State<Server>,
    uri: Uri,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let page = parameter(&uri, "page").unwrap_or_default();
    let next = |(server, page, last): (Server, String, u64)| async move {
        let edition = server.newer_than(last).await;
        let number = edition.number;
        // The editions have ended: so does the stream.
        if number <= last {
            return None;
        }
        let told = page.clone();
        let event = tokio::task::spawn_blocking(move || event(&edition, &told)).await.ok()?;
        Some((Ok(event), (server, page, number)))
    };
    Sse::new(unfold((server, page, 0), next)).keep_alive(KeepAlive::default())
}

fn event(edition: &Edition, page: &str) -> Event {
    let digest = match edition.site.as_ref().map(|site| look_up(site, page)) {
        Some(Found::File(_, Ok(made)) | Found::Nothing(_, Ok(made))) => made.digest,
        Some(Found::File(_, Err(problems)) | Found::Nothing(_, Err(problems))) => {
            edition::digest(problems.as_bytes())
        }
        Some(Found::NoPath) => String::new(),
        None => edition::digest(edition.problems.as_deref().unwrap_or_default().as_bytes()),
    };
    let told = json!({ "edition": edition.number, "digest": digest, "problems": edition.problems });
    Event::default().event("edition").data(told.to_string())
}

/// A value of the query.
fn parameter(uri: &Uri, name: &str) -> Option<String> {
    let pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

fn plain(status: StatusCode, text: &str) -> Response {
    (status, [(CONTENT_TYPE, media_type(".txt"))], format!("{text}\n")).into_response()
}
