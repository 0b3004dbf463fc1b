//! Writes the disk: the built site replaces the old one whole, or not at all.
//!
//! Files go to a [`Staging`] folder beside the output; [`Staging::seal`] completes and flushes it, and
//! [`Sealed::publish`] exchanges the two folders and takes the old one away, file by file, by the old manifest. A file
//! that no manifest of ours lists, or that was edited by hand, is never deleted: the whole build is refused first. A
//! build may die at any call: the next one takes up what it left. `cli` begins and publishes; `pipeline` writes, from
//! many threads.

use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};

use crate::text::SitePath;

mod built;
mod create;
mod exchange;
mod headers;
mod manifest;
mod map;
mod place;
mod recover;
mod save;
mod shard;
mod signature;
mod stage;
mod stream;
mod tree;
mod turn;
mod usage;
mod verify;

pub use built::{Built, stands_apart};
pub use create::{create, is_there};
pub use headers::{SAFETY, media_type};
pub use manifest::{CHECKSUMS, MANIFEST, SIGNATURE};
pub use map::{Clash, OutputMap};
pub use save::save;
pub use shard::{SHARD, Shard, Sources, merge, record};
pub use signature::{PublicKey, SignatureError, Signer, SigningKey};
pub use stage::flush;
pub use usage::{Usage, usage};
pub use verify::{Verified, VerifyError, verify};

use manifest::{Fingerprint, Manifest, Sum};
use map::{Folded, Folder};
use place::{NewFolders, Place};
use stage::{LOG, Linked, SPARE, Stage};
use stream::{Stream, Streamed};
use tree::Tree;
use turn::Turn;

/// A build under way: a folder beside the output, removed again unless it is published.
///
/// ```text
/// let staging = Staging::begin(target, root, &["content", "themes"])?;
/// pages.par_iter().try_for_each(|page| staging.write(&page.path, &render(page)))?;
/// let report = staging.seal(None)?.publish()?;
/// ```
// The fields are dropped in this order: the folder goes first, the lock last.
#[derive(Debug)]
pub struct Staging {
    stage: Stage,
    previous: Option<Tree>,
    written: Mutex<OutputMap<Fingerprint>>,
    folders: NewFolders,
    place: Place,
    turn: Turn,
}

/// A site that is complete beside the output and on the disk, but not shown yet; removed again unless it is published.
#[derive(Debug)]
pub struct Sealed {
    staging: Staging,
    manifest: Manifest,
}

/// A file of a build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Where it stands.
    pub path: SitePath,
    /// In bytes.
    pub size: u64,
    /// Of its bytes, lower-case hexadecimal.
    pub sha256: String,
}

impl Written {
    /// A file that would hold what is made; it is summed up and dropped.
    ///
    /// # Errors
    /// Those of the maker.
    pub fn of(
        path: SitePath,
        make: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Self, OutputError> {
        let mut sum = Sum::default();
        make(&mut sum)?;
        Ok(Self::new(path, &sum.fingerprint()))
    }

    fn new(path: SitePath, fingerprint: &Fingerprint) -> Self {
        let sha256 = fingerprint.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
        Self { path, size: fingerprint.size, sha256 }
    }
}

/// How the published site differs from the one before it; in order of paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that were not there.
    pub new: Vec<SitePath>,
    /// Files with other bytes.
    pub changed: Vec<SitePath>,
    /// Files with the same bytes.
    pub unchanged: Vec<SitePath>,
    /// Files that are gone.
    pub removed: Vec<SitePath>,
}

/// Why nothing was published.
#[derive(Debug)]
pub enum OutputError {
    /// A safety rule forbids it; nothing was touched.
    Refused(Refusal),
    /// Another build of this folder is under way.
    Busy(Utf8PathBuf),
    /// Two files would get the same path.
    Clash(Clash),
    /// The machine failed.
    Machine(io::Error),
}

/// The safety rule that an output folder breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is a link, a file, or a path with `..` through folders that do not exist.
    NotAFolder(Utf8PathBuf),
    /// It is, holds, or lies inside the sources.
    Sources {
        /// The output folder.
        target: Utf8PathBuf,
        /// The source folder that it would replace or lie in.
        source: Utf8PathBuf,
    },
    /// It is not empty and was not made by this program.
    NotOurs(Utf8PathBuf),
    /// It has a manifest that cannot be understood.
    BadManifest(Utf8PathBuf),
    /// It holds what this program did not write.
    Touched {
        /// The output folder, or one that an earlier build left beside it.
        folder: Utf8PathBuf,
        /// Files, links and folders that the manifest does not list.
        foreign: Vec<String>,
        /// Files that were edited since.
        edited: Vec<String>,
    },
    /// New sources would overwrite these files.
    Exists(Vec<Utf8PathBuf>),
    /// Shares that are not one site: everything that keeps them from it.
    Shards(Vec<String>),
}

/// The files in the output folder that are neither page nor asset, and that no page or asset may be.
pub fn own_paths() -> impl Iterator<Item = SitePath> {
    [MANIFEST, CHECKSUMS, SIGNATURE, LOG, SPARE].into_iter().map(own)
}

impl Staging {
    /// Makes a folder beside the output, and takes away what a killed build left there. `site` is the site's folder,
    /// `sources` are its folders that may not hold the output.
    ///
    /// # Errors
    /// [`OutputError::Refused`] when the output folder must not be replaced; [`OutputError::Busy`] while another build
    /// is at work; else when the machine fails.
    pub fn begin(target: &Utf8Path, site: &Utf8Path, sources: &[&str]) -> Result<Self, OutputError> {
        let place = Place::find(target, site, sources)?;
        let folders = NewFolders::make(&place.parent)?;
        let turn = Turn::take(&place)?;
        recover::recover(&place)?;
        place.refuse_mount_point()?;
        let previous = Tree::published(&place.target)?;
        let stage = Stage::make(place.stage.clone())?;
        let mut written = OutputMap::default();
        own_paths().for_each(|path| written.reserve(path));
        Ok(Self { stage, previous, written: Mutex::new(written), folders, place, turn })
    }

    /// The files written so far whose path begins so, in order of paths.
    #[must_use]
    pub fn written_in(&self, folder: &str) -> Vec<Written> {
        let written = self.written();
        let inside = written.iter().filter(|(path, _)| path.as_str().starts_with(folder));
        inside.map(|(path, fingerprint)| Written::new(path.clone(), fingerprint)).collect()
    }

    /// Writes one file; any thread may call it at any time.
    ///
    /// # Errors
    /// When the path is taken, or the machine fails.
    pub fn write(&self, path: &SitePath, bytes: &[u8]) -> Result<(), OutputError> {
        let fingerprint = Fingerprint::of(bytes);
        self.take(path, Some(fingerprint))?;
        Ok(self.put(path, bytes, &fingerprint)?)
    }

    /// Writes one file piece by piece, so that it is never whole in memory, and says how large it is; any thread may
    /// call it at any time.
    ///
    /// # Errors
    /// When the path is taken, before anything is made; when the machine fails, or the maker does. The build can then
    /// only be given up, for the path is taken by a file that may be half made.
    pub fn stream(
        &self,
        path: &SitePath,
        make: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<u64, OutputError> {
        self.take(path, None)?;
        let mut stream = Stream::new(&self.stage, path);
        make(&mut stream)?;
        let fingerprint = match stream.finish()? {
            Streamed::Held(bytes) => {
                let fingerprint = Fingerprint::of(&bytes);
                self.put(path, &bytes, &fingerprint)?;
                fingerprint
            }
            Streamed::Made(file, fingerprint) => {
                self.settle(path, &file, &fingerprint)?;
                fingerprint
            }
        };
        self.written().fill(path.clone(), fingerprint);
        Ok(fingerprint.size)
    }

    /// What threads wait for one another for.
    fn written(&self) -> MutexGuard<'_, OutputMap<Fingerprint>> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a path that nobody has taken, announces it, and makes its folder.
    fn take(&self, path: &SitePath, fingerprint: Option<Fingerprint>) -> Result<(), OutputError> {
        let folded = Folded::of(path);
        let mut written = self.written();
        let folder = written.take(path, folded)?;
        if let Some(fingerprint) = fingerprint {
            written.fill(path.clone(), fingerprint);
        }
        self.stage.announce(path)?;
        if folder == Folder::New {
            self.stage.make_folder_of(path)?;
        }
        Ok(())
    }

    /// Makes a file whose path was taken: a link, where the site before has the same bytes.
    fn put(&self, path: &SitePath, bytes: &[u8], fingerprint: &Fingerprint) -> io::Result<()> {
        if self.is_unchanged(path, fingerprint) {
            let linked = self.stage.link(path, &self.place.target.join(path.as_str()))?;
            if linked == Linked::Yes {
                return Ok(());
            }
        }
        self.stage.put(path, bytes, fingerprint)
    }

    /// Ends a file that was made before it was known whether the site before has the same bytes.
    fn settle(&self, path: &SitePath, file: &fs_err::File, fingerprint: &Fingerprint) -> io::Result<()> {
        if self.is_unchanged(path, fingerprint) {
            // The spare name is one for all threads.
            let _alone = self.written();
            self.stage.announce(&own(SPARE))?;
            let same = self.place.target.join(path.as_str());
            if self.stage.replace_by_link(path, &same)? == Linked::Yes {
                return Ok(());
            }
        }
        stage::date(file, fingerprint)
    }

    /// Completes the site with its lists, signs them if a signer is given, and flushes all to the disk.
    ///
    /// # Errors
    /// When the old site was touched meanwhile, or the machine fails.
    pub fn seal(mut self, signer: Option<&Signer>) -> Result<Sealed, OutputError> {
        let written = std::mem::take(&mut *self.written());
        let mut manifest = Manifest::new(written.into_files());
        let text = manifest.checksums();
        let checksums = self.write_own(CHECKSUMS, text.as_bytes())?;
        manifest.add(own(CHECKSUMS), checksums);
        if let Some(signer) = signer {
            let signature = self.signature(signer, &text)?;
            manifest.add(own(SIGNATURE), self.write_own(SIGNATURE, signature.as_bytes())?);
        }
        self.write_own(MANIFEST, &manifest.to_json(&checksums)?)?;
        self.stage.close()?;
        if let Some(previous) = &self.previous {
            previous.recheck(&self.place.target)?;
        }
        Ok(Sealed { staging: self, manifest })
    }

    /// The signature of the site before this one, if it holds for this one too; else a new one.
    fn signature(&self, signer: &Signer, text: &str) -> io::Result<String> {
        let known = self.previous.as_ref().and_then(|tree| tree.manifest().get(&own(SIGNATURE)));
        if known.is_some() {
            let signature = fs_err::read_to_string(self.place.target.join(SIGNATURE))?;
            if signer.has_signed(text, &signature) {
                return Ok(signature);
            }
        }
        signer.sign(text)
    }

    fn is_unchanged(&self, path: &SitePath, fingerprint: &Fingerprint) -> bool {
        self.previous.as_ref().is_some_and(|tree| tree.manifest().get(path) == Some(fingerprint))
    }

    fn write_own(&self, name: &str, bytes: &[u8]) -> io::Result<Fingerprint> {
        let (path, fingerprint) = (own(name), Fingerprint::of(bytes));
        self.stage.announce(&path)?;
        self.stage.put(&path, bytes, &fingerprint)?;
        Ok(fingerprint)
    }
}

impl Sealed {
    /// Puts the new site in the place of the old one and takes the old one away.
    ///
    /// # Errors
    /// When the machine fails. The old site then stands as it was, unless what could not be done is to take it away:
    /// the new one stands then, and the next build takes the rest away.
    pub fn publish(self) -> Result<Report, OutputError> {
        let Self { mut staging, manifest } = self;
        let Staging { stage, previous, folders, place, turn, .. } = &mut staging;
        let Some(previous) = previous else {
            fs_err::rename(&place.stage, &place.target)?;
            stage.keep();
            folders.keep();
            turn.flush(&place.parent)?;
            return Ok(manifest.report(&Manifest::default()));
        };
        let old = exchange::exchange(place)?;
        stage.keep();
        turn.flush(&place.parent)?;
        previous.remove(old)?;
        Ok(manifest.report(previous.manifest()))
    }
}

#[expect(clippy::expect_used, reason = "a constant that a test goes through")]
fn own(name: &str) -> SitePath {
    SitePath::new(name).expect("a path inside the output")
}

impl From<io::Error> for OutputError {
    fn from(error: io::Error) -> Self {
        Self::Machine(error)
    }
}

impl From<Refusal> for OutputError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Clash> for OutputError {
    fn from(clash: Clash) -> Self {
        Self::Clash(clash)
    }
}

impl std::fmt::Display for OutputError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(formatter),
            Self::Busy(target) => write!(formatter, "another build is at work on the folder `{target}`"),
            Self::Clash(clash) => clash.fmt(formatter),
            Self::Machine(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for OutputError {}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotAFolder(target) => {
                write!(formatter, "`{target}` is not a folder, and none can stand there")
            }
            Self::Sources { target, source } => {
                write!(formatter, "the output folder `{target}` would overlap the sources in `{source}`")
            }
            Self::NotOurs(target) => write!(
                formatter,
                "the folder `{target}` is not empty and was not made by variorum (it has no `{MANIFEST}`)"
            ),
            Self::BadManifest(target) => {
                write!(formatter, "the manifest `{target}/{MANIFEST}` cannot be understood")
            }
            Self::Touched { folder, foreign, edited } => {
                write!(formatter, "the folder `{folder}` holds what variorum did not write")?;
                list(formatter, "not ours", foreign)?;
                list(formatter, "edited by hand", edited)
            }
            Self::Exists(paths) => {
                formatter.write_str("nothing was written, for that would overwrite")?;
                paths.iter().try_for_each(|path| write!(formatter, "\n  `{path}`"))
            }
            Self::Shards(misfits) => {
                formatter.write_str("the shares do not make one site, so nothing was written")?;
                misfits.iter().try_for_each(|misfit| write!(formatter, "\n  {misfit}"))
            }
        }
    }
}

/// Names at most ten paths, then counts.
fn list(formatter: &mut std::fmt::Formatter<'_>, what: &str, paths: &[String]) -> std::fmt::Result {
    const SHOWN: usize = 10;
    for path in paths.iter().take(SHOWN) {
        write!(formatter, "\n  {what}: `{path}`")?;
    }
    match paths.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => write!(formatter, "\n  {what}: {more} more"),
    }
}

#[cfg(test)]
mod tests;
