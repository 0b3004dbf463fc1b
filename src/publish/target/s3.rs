//! A bucket of a store that speaks S3: Amazon's, R2, MinIO, Garage, and Google's with HMAC keys.
//!
//! An object is exchanged whole, so a reader sees the old file or the new one. The manifest is written on condition
//! that it is still the one that was found; a store that does not know conditions is asked before instead. Each
//! object bears its hash, by which the next run knows what a broken one has sent.

use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use rusty_s3::actions::{DeleteObject, GetObject, HeadObject, PutObject};
use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};

use super::super::headers::Headers;
use super::super::http::{Answer, Client, Request, rejected};
use super::super::local::Carries;
use super::super::manifest::Entry;
use super::super::parallel::{Done, each};
use super::super::plan::Standing;
use super::super::secret::Secrets;
use super::super::{Context, Fault, MANIFEST};
use super::{Batch, Commit, Start, Target};
use crate::config::publish;
use crate::output::media_type;
use crate::text::SitePath;

/// Requests are signed for so long, from the time of the run: longer than any upload takes.
const VALID: Duration = Duration::from_secs(24 * 60 * 60);

/// Where an object bears the hash of its bytes.
const HASH: &str = "x-amz-meta-sha256";

pub(super) struct S3 {
    client: Client,
    bucket: Bucket,
    credentials: Credentials,
    prefix: String,
    now: jiff::Timestamp,
    /// The state of the manifest that was found or that this run has written.
    etag: Option<String>,
}

/// The condition under which the manifest is written.
#[derive(Clone, Copy)]
enum Only {
    IfAsKnown,
    Anyhow,
}

impl S3 {
    pub(super) fn open(
        settings: &publish::S3,
        context: &Context<'_>,
        secrets: &mut Secrets,
    ) -> Result<Self, Fault> {
        let root = context.root;
        let key = secrets.read(&settings.key, root)?;
        let secret = secrets.read(&settings.secret, root)?;
        let token = secrets.read_if(settings.session_token.as_ref(), root)?;
        let credentials = match token {
            Some(token) => Credentials::new_with_token(key, secret, token),
            None => Credentials::new(key, secret),
        };
        let style = if settings.endpoint.host().ends_with(".amazonaws.com") && !settings.bucket.contains('.')
        {
            UrlStyle::VirtualHost
        } else {
            UrlStyle::Path
        };
        let unfit =
            |error: &dyn std::fmt::Display| Fault::Settings(format!("`endpoint` cannot be used: {error}"));
        let endpoint = settings.endpoint.href().parse().map_err(|error| unfit(&error))?;
        let bucket = Bucket::new(endpoint, style, settings.bucket.clone(), settings.region.clone())
            .map_err(|error| unfit(&error))?;
        let client = Client::new(&settings.wire, root)?;
        Ok(Self {
            client,
            bucket,
            credentials,
            prefix: settings.prefix.clone(),
            now: context.now,
            etag: None,
        })
    }

    fn key(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    fn get(&self, path: &str) -> Result<Option<Answer>, Fault> {
        let key = self.key(path);
        let url =
            GetObject::new(&self.bucket, Some(&self.credentials), &key).sign_with_time(VALID, &self.now);
        self.ask(&Request { method: "GET", url: url.as_str(), headers: Vec::new(), body: &[], about: path })
    }

    fn head(&self, path: &str) -> Result<Option<Answer>, Fault> {
        let key = self.key(path);
        let url =
            HeadObject::new(&self.bucket, Some(&self.credentials), &key).sign_with_time(VALID, &self.now);
        self.ask(&Request { method: "HEAD", url: url.as_str(), headers: Vec::new(), body: &[], about: path })
    }

    /// Nothing if there is no such object.
    fn ask(&self, request: &Request<'_>) -> Result<Option<Answer>, Fault> {
        let answer = self.client.send(request)?;
        match (answer.status, code(&answer).as_deref()) {
            (404, None | Some("NoSuchKey")) => Ok(None),
            _ if answer.is_good() => Ok(Some(answer)),
            (_, reason) => Err(rejected(request, &answer, reason)),
        }
    }

    fn standing(&self, path: &SitePath) -> Result<Standing, Fault> {
        let Some(answer) = self.head(path.as_str())? else { return Ok(Standing::Absent) };
        let Some(sha256) = answer.header(HASH) else { return Ok(Standing::Unknown) };
        let header = |name: &str| Some((name.to_owned(), answer.header(name)?));
        let headers: Headers = ["content-type", "cache-control"].into_iter().filter_map(header).collect();
        let size = answer.header("content-length").and_then(|size| size.parse().ok()).unwrap_or_default();
        Ok(Standing::Holds(Entry { sha256, size, headers }))
    }

    fn put(&self, path: &SitePath, bytes: &[u8], entry: &Entry) -> Result<(), Fault> {
        let key = self.key(path.as_str());
        let mut action = PutObject::new(&self.bucket, Some(&self.credentials), &key);
        action.headers_mut().insert(HASH, entry.sha256.as_str());
        let url = action.sign_with_time(VALID, &self.now);
        let mut headers = vec![(HASH, entry.sha256.clone())];
        for name in ["content-type", "cache-control"] {
            headers.extend(entry.headers.get(name).map(|value| (name, value.clone())));
        }
        let request =
            Request { method: "PUT", url: url.as_str(), headers, body: bytes, about: path.as_str() };
        let answer = self.client.send(&request)?;
        if answer.is_good() { Ok(()) } else { Err(rejected(&request, &answer, code(&answer).as_deref())) }
    }

    fn delete(&self, path: &str) -> Result<(), Fault> {
        let key = self.key(path);
        let url =
            DeleteObject::new(&self.bucket, Some(&self.credentials), &key).sign_with_time(VALID, &self.now);
        let request =
            Request { method: "DELETE", url: url.as_str(), headers: Vec::new(), body: &[], about: path };
        self.ask(&request).map(|_gone| ())
    }

    /// Writes the manifest, and remembers its new state.
    fn write_manifest(&mut self, bytes: &[u8], only: Only) -> Result<(), Fault> {
        let key = self.key(MANIFEST);
        let url =
            PutObject::new(&self.bucket, Some(&self.credentials), &key).sign_with_time(VALID, &self.now);
        let mut headers =
            vec![("content-type", media_type(MANIFEST).to_owned()), ("cache-control", "no-cache".to_owned())];
        match (only, &self.etag) {
            (Only::IfAsKnown, Some(etag)) => headers.push(("if-match", etag.clone())),
            (Only::IfAsKnown, None) => headers.push(("if-none-match", "*".to_owned())),
            (Only::Anyhow, _) => {}
        }
        let request = Request { method: "PUT", url: url.as_str(), headers, body: bytes, about: MANIFEST };
        let answer = self.client.send(&request)?;
        match answer.status {
            // Its first answer may have been lost: then what stands there is ours.
            409 | 412 => match self.get(MANIFEST)? {
                Some(found) if found.body == bytes => self.etag = found.header("etag"),
                _ => return Err(overtaken()),
            },
            // The store knows no conditions.
            501 if matches!(only, Only::IfAsKnown) => return self.write_manifest(bytes, Only::Anyhow),
            _ if answer.is_good() => {
                self.etag = match answer.header("etag") {
                    Some(etag) => Some(etag),
                    None => self.head(MANIFEST)?.and_then(|found| found.header("etag")),
                };
            }
            _ => return Err(rejected(&request, &answer, code(&answer).as_deref())),
        }
        Ok(())
    }

    /// Whether no other run has begun since.
    fn still_ours(&self) -> Result<(), Fault> {
        let there = self.head(MANIFEST)?.and_then(|found| found.header("etag"));
        if there == self.etag { Ok(()) } else { Err(overtaken()) }
    }
}

fn overtaken() -> Fault {
    Fault::Conflict("another run began to publish to this place meanwhile".to_owned())
}

/// The name that a store gives to a mistake, from the XML of its answer.
fn code(answer: &Answer) -> Option<String> {
    let text = String::from_utf8_lossy(&answer.body);
    let (_, rest) = text.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    code.chars().all(|one| one.is_ascii_alphanumeric()).then(|| code.to_owned())
}

impl Target for S3 {
    fn is_live(&self) -> bool {
        true
    }

    fn carries(&self) -> Carries {
        Carries::Headers
    }

    fn look(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        let found = self.get(MANIFEST)?;
        self.etag = found.as_ref().and_then(|answer| answer.header("etag"));
        Ok(found.map(|answer| answer.body))
    }

    fn probe(&self, paths: &[&SitePath], stop: &AtomicUsize) -> Result<Vec<Standing>, Fault> {
        super::ask_each(paths, stop, |path| self.standing(path))
    }

    fn begin(&mut self, start: &Start<'_>) -> Result<(), Fault> {
        self.still_ours()?;
        self.write_manifest(start.claim, Only::IfAsKnown)
    }

    fn send(&mut self, batch: &Batch<'_>) -> Done {
        if let Err(fault) = self.still_ours() {
            return Done { fault: Some(fault), ..Done::default() };
        }
        each(&batch.paths, batch.stop, |path| self.put(path, &batch.bytes(path)?, batch.entry(path)?))
    }

    fn withdraw(&mut self, paths: &[SitePath], stop: &AtomicUsize) -> Done {
        if let Err(fault) = self.still_ours() {
            return Done { fault: Some(fault), ..Done::default() };
        }
        each(paths, stop, |path| self.delete(path.as_str()))
    }

    fn commit(&mut self, end: &Commit<'_>) -> Result<(), Fault> {
        self.still_ours()?;
        self.write_manifest(end.manifest, Only::IfAsKnown)
    }
}
