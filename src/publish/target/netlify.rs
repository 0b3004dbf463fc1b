//! A site of Netlify, by the digests of its programming interface.
//!
//! A deploy lists the SHA-1 of every file; Netlify asks for those that it does not have, and shows the deploy once
//! it has all. The manifest is one of the files. Written to the public description of the interface
//! (<https://open-api.netlify.com>).

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};

use super::super::http::{Client, Request, rejected};
use super::super::local::{Local, hex};
use super::super::parallel::{Done, each};
use super::super::plan::Standing;
use super::super::secret::Secrets;
use super::super::{Context, Fault, MANIFEST};
use super::{Batch, Commit, Start, Target, percent_encoded};
use crate::config::publish;
use crate::text::SitePath;

/// Makes the interface give a file's bytes instead of what it knows of it.
const RAW: &str = "application/vnd.bitballoon.v1.raw";
/// Between two looks at a deploy that Netlify is working on, and how often is looked.
const LOOK_AGAIN: Duration = Duration::from_millis(500);
const LOOKS: usize = 600;

pub(super) struct Netlify {
    client: Client,
    api: String,
    site: String,
    token: String,
    /// The deploy that readers see.
    shown: Option<String>,
}

impl Netlify {
    pub(super) fn open(
        settings: &publish::Netlify,
        context: &Context<'_>,
        secrets: &mut Secrets,
    ) -> Result<Self, Fault> {
        Ok(Self {
            client: Client::new(&settings.wire, context.root)?,
            api: settings.api.href().trim_end_matches('/').to_owned(),
            site: settings.site.clone(),
            token: secrets.read(&settings.token, context.root)?,
            shown: None,
        })
    }

    /// A request to the interface; nothing if there is no such thing.
    fn ask(
        &self,
        method: &'static str,
        path: &str,
        kind: &str,
        body: &[u8],
    ) -> Result<Option<Vec<u8>>, Fault> {
        let url = format!("{}/{path}", self.api);
        let headers =
            vec![("authorization", format!("Bearer {}", self.token)), ("content-type", kind.to_owned())];
        let request = Request { method, url: &url, headers, body, about: path };
        let answer = self.client.send(&request)?;
        match answer.status {
            404 => Ok(None),
            _ if answer.is_good() => Ok(Some(answer.body)),
            _ => Err(rejected(&request, &answer, None)),
        }
    }

    fn json(&self, method: &'static str, path: &str, body: &[u8]) -> Result<Value, Fault> {
        let missing = || Fault::Remote(format!("{path}: Netlify knows nothing of it"));
        let answer = self.ask(method, path, "application/json", body)?.ok_or_else(missing)?;
        serde_json::from_slice(&answer).map_err(|_| Fault::Remote(format!("{path}: the answer is no JSON")))
    }

    /// The deploy that readers see now.
    fn now_shown(&self) -> Result<Option<String>, Fault> {
        let site = self.json("GET", &format!("sites/{}", self.site), &[])?;
        Ok(site["published_deploy"]["id"].as_str().map(str::to_owned))
    }

    fn bring(&self, deploy: &str, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        let path = format!("deploys/{deploy}/files/{}", percent_encoded(path));
        let brought = self.ask("PUT", &path, "application/octet-stream", bytes)?;
        brought.map(|_| ()).ok_or_else(|| Fault::Remote(format!("{path}: Netlify knows no such deploy")))
    }

    /// Waits until Netlify shows the deploy.
    fn await_deploy(&self, deploy: &str) -> Result<(), Fault> {
        for _ in 0..LOOKS {
            let found = self.json("GET", &format!("deploys/{deploy}"), &[])?;
            match found["state"].as_str() {
                Some("ready") => return Ok(()),
                Some("error") => return Err(Fault::Remote("Netlify could not make the deploy".to_owned())),
                _ => std::thread::sleep(LOOK_AGAIN),
            }
        }
        Err(Fault::Remote("Netlify is not done with the deploy yet".to_owned()))
    }
}

impl Target for Netlify {
    fn is_live(&self) -> bool {
        false
    }

    fn look(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        self.shown = self.now_shown()?;
        if self.shown.is_none() {
            return Ok(None);
        }
        self.ask("GET", &format!("sites/{}/files/{MANIFEST}", self.site), RAW, &[])
    }

    /// A deploy is a whole: nothing of another's is in it.
    fn probe(&self, paths: &[&SitePath], _: &AtomicUsize) -> Result<Vec<Standing>, Fault> {
        Ok(vec![Standing::Absent; paths.len()])
    }

    fn begin(&mut self, _: &Start<'_>) -> Result<(), Fault> {
        Ok(())
    }

    /// Which files are sent is for Netlify to say, once the whole deploy is listed.
    fn send(&mut self, batch: &Batch<'_>) -> Done {
        Done { places: (0..batch.paths.len()).collect(), fault: None }
    }

    fn withdraw(&mut self, _: &[SitePath], _: &AtomicUsize) -> Done {
        Done::default()
    }

    fn commit(&mut self, end: &Commit<'_>) -> Result<(), Fault> {
        let Some(local) = end.local else { return Ok(()) };
        let digests = digests(local, end.manifest)?;
        let files: BTreeMap<String, &String> =
            digests.iter().map(|(path, digest)| (format!("/{path}"), digest)).collect();
        if self.now_shown()? != self.shown {
            return Err(Fault::Conflict("another run published to this place meanwhile".to_owned()));
        }
        let body = json!({ "files": files }).to_string();
        let made = self.json("POST", &format!("sites/{}/deploys", self.site), body.as_bytes())?;
        let deploy = made["id"].as_str().ok_or_else(|| Fault::Remote("the deploy has no id".to_owned()))?;
        let wanted: HashSet<&str> =
            made["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let sent: Vec<&String> = digests
            .iter()
            .filter(|(_, digest)| wanted.contains(digest.as_str()))
            .map(|(path, _)| path)
            .collect();
        let done = each(&sent, end.stop, |path| match SitePath::new(path.as_str()) {
            Ok(own) if path.as_str() != MANIFEST => self.bring(deploy, path, &local.read(&own)?),
            _ => self.bring(deploy, path, end.manifest),
        });
        done.fault.map_or(Ok(()), Err)?;
        self.await_deploy(deploy)
    }
}

/// The SHA-1 of every file, by path.
fn digests(local: &Local, manifest: &[u8]) -> Result<BTreeMap<String, String>, Fault> {
    let mut digests = BTreeMap::new();
    for path in local.files().keys() {
        digests.insert(path.as_str().to_owned(), hex(&Sha1::digest(local.read(path)?)));
    }
    digests.insert(MANIFEST.to_owned(), hex(&Sha1::digest(manifest)));
    Ok(digests)
}
