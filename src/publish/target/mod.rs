//! The places that a site can be brought to, each in a file of its own, all by one narrow interface.
//!
//! Two kinds: a *live* target shows each file once it is sent, so that order matters and a run is announced first
//! (S3, WebDAV). The others gather a whole release and show it in one step (folder, ssh, git, Netlify).

use std::sync::atomic::AtomicUsize;
use std::sync::{Mutex, PoisonError};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::local::{Carries, Local};
use super::manifest::Entry;
use super::parallel::{Done, each};
use super::plan::Standing;
use super::secret::Secrets;
use super::{Context, Fault};
use crate::config::publish;
use crate::text::SitePath;

mod folder;
mod git;
mod netlify;
mod program;
mod s3;
mod ssh;
mod webdav;

/// What a target does, in the order in which the engine asks for it.
pub(super) trait Target {
    /// Whether each file is seen as soon as it is sent.
    fn is_live(&self) -> bool;

    /// Whether it keeps headers with a file.
    fn carries(&self) -> Carries {
        Carries::BytesAlone
    }

    /// The manifest that stands there, if one does. The target remembers in which state it found it.
    fn look(&mut self) -> Result<Option<Vec<u8>>, Fault>;

    /// How paths stand there, in the order asked.
    fn probe(&self, paths: &[&SitePath], stop: &AtomicUsize) -> Result<Vec<Standing>, Fault>;

    /// Begins a run. A live target puts the claim in the manifest's place, if that is still as it was found; another
    /// makes room for a release that holds all of the present one but the files that are to be replaced.
    fn begin(&mut self, start: &Start<'_>) -> Result<(), Fault>;

    /// Brings files there.
    fn send(&mut self, batch: &Batch<'_>) -> Done;

    /// Deletes files of ours there. Only live targets are asked: in a release they are left out from the beginning.
    fn withdraw(&mut self, paths: &[SitePath], stop: &AtomicUsize) -> Done;

    /// Writes the manifest, if nobody else has written it since; a release is shown.
    fn commit(&mut self, end: &Commit<'_>) -> Result<(), Fault>;

    /// The releases that are kept, by number; oldest first.
    fn releases(&mut self) -> Result<Vec<u64>, Fault> {
        Err(Fault::Settings("this target keeps no releases to go back to".to_owned()))
    }

    /// The manifest of a release that is kept.
    fn release(&mut self, _generation: u64) -> Result<Vec<u8>, Fault> {
        Err(Fault::Settings("this target keeps no releases to go back to".to_owned()))
    }
}

/// What a run is about to do.
pub(super) struct Start<'run> {
    /// The number of the state that comes about.
    pub(super) generation: u64,
    /// A name that no other run has.
    pub(super) run: &'run str,
    /// The manifest that announces the run.
    pub(super) claim: &'run [u8],
    /// Files of ours that stand there and will be sent anew or are withdrawn.
    pub(super) replaced: Vec<&'run SitePath>,
    /// An earlier release whose files take the place of those.
    pub(super) restore: Option<u64>,
}

/// What ends a run.
pub(super) struct Commit<'run> {
    /// The manifest of the state that comes about.
    pub(super) manifest: &'run [u8],
    /// The site, unless an earlier release is restored.
    pub(super) local: Option<&'run Local>,
    pub(super) stop: &'run AtomicUsize,
}

/// Files to send.
pub(super) struct Batch<'run> {
    pub(super) paths: Vec<&'run SitePath>,
    pub(super) local: &'run Local,
    pub(super) stop: &'run AtomicUsize,
}

impl Batch<'_> {
    /// A file's bytes.
    pub(super) fn bytes(&self, path: &SitePath) -> Result<Vec<u8>, Fault> {
        self.local.read(path)
    }

    /// What is known of a file.
    pub(super) fn entry(&self, path: &SitePath) -> Result<&Entry, Fault> {
        let missing = || Fault::Machine(std::io::Error::other(format!("`{path}` is not in the site")));
        self.local.files().get(path).ok_or_else(missing)
    }
}

/// The target that the settings name. Secrets are read now.
pub(super) fn open(
    host: &publish::Host,
    context: &Context<'_>,
    secrets: &mut Secrets,
) -> Result<Box<dyn Target>, Fault> {
    match &host.target {
        publish::Target::Folder(settings) => Ok(Box::new(folder::Folder::open(settings, context)?)),
        publish::Target::S3(settings) => Ok(Box::new(s3::S3::open(settings, context, secrets)?)),
        publish::Target::Git(settings) => Ok(Box::new(git::Git::open(settings, context, secrets)?)),
        publish::Target::Ssh(settings) => Ok(Box::new(ssh::Ssh::open(settings, context))),
        publish::Target::WebDav(settings) => Ok(Box::new(webdav::WebDav::open(settings, context, secrets)?)),
        publish::Target::Netlify(settings) => {
            Ok(Box::new(netlify::Netlify::open(settings, context, secrets)?))
        }
    }
}

/// Asks of each path in parallel.
fn ask_each(
    paths: &[&SitePath],
    stop: &AtomicUsize,
    ask: impl Fn(&SitePath) -> Result<Standing, Fault> + Sync,
) -> Result<Vec<Standing>, Fault> {
    let found: Vec<Mutex<Standing>> = paths.iter().map(|_| Mutex::new(Standing::Unknown)).collect();
    let pairs: Vec<_> = paths.iter().zip(&found).collect();
    let done = each(&pairs, stop, |(path, slot)| {
        *slot.lock().unwrap_or_else(PoisonError::into_inner) = ask(path)?;
        Ok(())
    });
    match done.fault {
        Some(fault) => Err(fault),
        None => Ok(found
            .into_iter()
            .map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner))
            .collect()),
    }
}

/// A path as it stands in an address.
fn percent_encoded(path: &str) -> String {
    /// What is written as it is: the unreserved characters of RFC 3986, and `/`.
    const ENCODED: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');
    utf8_percent_encode(path, ENCODED).to_string()
}
