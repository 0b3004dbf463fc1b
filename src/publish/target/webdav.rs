//! A folder of a WebDAV server.
//!
//! A server may show a file while it is still being written, so each one is brought to a folder of parts first and
//! moved to its place when it is whole. The manifest is moved on condition that the one that was found is still
//! there. The server keeps no headers and no hashes: what a broken run left is read and compared.

use std::sync::atomic::AtomicUsize;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;

use super::super::http::{Answer, Client, Request, rejected};
use super::super::local::sha256;
use super::super::manifest::Entry;
use super::super::parallel::{Done, each};
use super::super::plan::Standing;
use super::super::secret::Secrets;
use super::super::{Context, Fault, MANIFEST};
use super::{Batch, Commit, Start, Target, percent_encoded};
use crate::config::publish;
use crate::text::SitePath;

/// Where files stand until they are whole.
const PARTS: &str = ".variorum-parts";

pub(super) struct WebDav {
    client: Client,
    /// Ends in `/`.
    base: String,
    authorization: Option<String>,
    /// The manifest that was found or that this run has written, and its state by the server's word.
    known: Option<Vec<u8>>,
    etag: Option<String>,
    /// Held while a folder is made: some servers fail where two requests make the same one at once.
    making: Mutex<()>,
}

impl WebDav {
    pub(super) fn open(
        settings: &publish::WebDav,
        context: &Context<'_>,
        secrets: &mut Secrets,
    ) -> Result<Self, Fault> {
        let user = secrets.read_if(settings.user.as_ref(), context.root)?.unwrap_or_default();
        let password = secrets.read_if(settings.password.as_ref(), context.root)?;
        let authorization = password.map(|password| {
            let login = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
            secrets.keep(login.clone());
            format!("Basic {login}")
        });
        let client = Client::new(&settings.wire, context.root)?;
        let base = format!("{}/", settings.url.href().trim_end_matches('/'));
        Ok(Self { client, base, authorization, known: None, etag: None, making: Mutex::default() })
    }

    fn url(&self, path: &str) -> String {
        format!("{}{}", self.base, percent_encoded(path))
    }

    fn ask(
        &self,
        method: &'static str,
        path: &str,
        mut headers: Vec<(&'static str, String)>,
        body: &[u8],
        fine: &[u16],
    ) -> Result<Answer, Fault> {
        headers.extend(self.authorization.iter().map(|value| ("authorization", value.clone())));
        let url = self.url(path);
        let about = if path.is_empty() { "the folder" } else { path };
        let request = Request { method, url: &url, headers, body, about };
        let answer = self.client.send(&request)?;
        if answer.is_good() || fine.contains(&answer.status) {
            return Ok(answer);
        }
        Err(rejected(&request, &answer, None))
    }

    /// Nothing if there is no such file.
    fn get(&self, path: &str) -> Result<Option<Answer>, Fault> {
        let answer = self.ask("GET", path, Vec::new(), &[], &[404])?;
        Ok(answer.is_good().then_some(answer))
    }

    /// Makes a folder if it is not there.
    fn make_folder(&self, path: &str) -> Result<(), Fault> {
        let _alone = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        self.ask("MKCOL", path, Vec::new(), &[], &[405, 301]).map(|_| ())
    }

    fn standing(&self, path: &SitePath) -> Result<Standing, Fault> {
        let Some(answer) = self.get(path.as_str())? else { return Ok(Standing::Absent) };
        let size = answer.body.len() as u64;
        Ok(Standing::Holds(Entry { sha256: sha256(&answer.body), size, headers: Default::default() }))
    }

    fn put(&self, path: &SitePath, bytes: &[u8]) -> Result<(), Fault> {
        let path = path.as_str();
        let part = format!("{PARTS}/{}", sha256(path.as_bytes()));
        self.ask("PUT", &part, Vec::new(), bytes, &[])?;
        let over = || vec![("destination", self.url(path)), ("overwrite", "T".to_owned())];
        let moved = self.ask("MOVE", &part, over(), &[], &[404, 409])?;
        match moved.status {
            // A folder above it is missing.
            409 => {
                for (at, _) in path.match_indices('/') {
                    self.make_folder(&path[..at])?;
                }
                self.ask("MOVE", &part, over(), &[], &[]).map(|_| ())
            }
            // The part is gone: an earlier try has moved it, and its answer was lost.
            404 if self.get(path)?.is_some_and(|found| found.body == bytes) => Ok(()),
            404 => Err(Fault::Remote(format!("{path}: could not be moved to its place"))),
            _ => Ok(()),
        }
    }

    /// Writes the manifest if the one that is known is still there.
    fn write_manifest(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.still_ours()?;
        let part = format!("{PARTS}/manifest");
        self.ask("PUT", &part, Vec::new(), bytes, &[])?;
        let mut headers = vec![("destination", self.url(MANIFEST))];
        match (&self.known, &self.etag) {
            (None, _) => headers.push(("overwrite", "F".to_owned())),
            (Some(_), None) => headers.push(("overwrite", "T".to_owned())),
            (Some(_), Some(etag)) => {
                headers.push(("overwrite", "T".to_owned()));
                headers.push(("if", format!("<{}> ([{etag}])", self.url(MANIFEST))));
            }
        }
        self.ask("MOVE", &part, headers, &[], &[404, 412])?;
        // Whatever the answer was, and if none came: what stands there now tells.
        match self.get(MANIFEST)? {
            Some(found) if found.body == bytes => {
                self.etag = found.header("etag");
                self.known = Some(found.body);
                Ok(())
            }
            _ => Err(overtaken()),
        }
    }

    /// Whether no other run has begun since.
    fn still_ours(&self) -> Result<(), Fault> {
        let same = match &self.etag {
            Some(etag) => {
                let answer = self.ask("HEAD", MANIFEST, Vec::new(), &[], &[404])?;
                answer.header("etag").as_ref() == Some(etag)
            }
            None => self.get(MANIFEST)?.map(|found| found.body) == self.known,
        };
        if same { Ok(()) } else { Err(overtaken()) }
    }
}

fn overtaken() -> Fault {
    Fault::Conflict("another run began to publish to this place meanwhile".to_owned())
}

impl Target for WebDav {
    fn is_live(&self) -> bool {
        true
    }

    fn look(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        let found = self.get(MANIFEST)?;
        self.etag = found.as_ref().and_then(|answer| answer.header("etag"));
        self.known = found.map(|answer| answer.body);
        Ok(self.known.clone())
    }

    fn probe(&self, paths: &[&SitePath], stop: &AtomicUsize) -> Result<Vec<Standing>, Fault> {
        super::ask_each(paths, stop, |path| self.standing(path))
    }

    fn begin(&mut self, start: &Start<'_>) -> Result<(), Fault> {
        self.make_folder("")?;
        self.make_folder(PARTS)?;
        self.write_manifest(start.claim)
    }

    fn send(&mut self, batch: &Batch<'_>) -> Done {
        if let Err(fault) = self.still_ours() {
            return Done { fault: Some(fault), ..Done::default() };
        }
        each(&batch.paths, batch.stop, |path| self.put(path, &batch.bytes(path)?))
    }

    fn withdraw(&mut self, paths: &[SitePath], stop: &AtomicUsize) -> Done {
        if let Err(fault) = self.still_ours() {
            return Done { fault: Some(fault), ..Done::default() };
        }
        each(paths, stop, |path| self.ask("DELETE", path.as_str(), Vec::new(), &[], &[404]).map(|_| ()))
    }

    fn commit(&mut self, end: &Commit<'_>) -> Result<(), Fault> {
        self.write_manifest(end.manifest)?;
        self.ask("DELETE", &format!("{PARTS}/"), Vec::new(), &[], &[404]).map(|_| ())
    }
}
