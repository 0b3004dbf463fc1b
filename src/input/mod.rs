//! Reads the disk: a site's folder becomes [`Inputs`].
//!
//! Two steps, for the theme's name stands in `site.toml`: [`SiteFolder::open`] reads that file, then
//! [`SiteFolder::read`] all others. [`Inputs::reopen`] is the first of the same two steps for a folder that was read
//! before: then only what changed is read, and a file that stays keeps its [`FileId`]. What the author can mend (a
//! link, bad UTF-8) is a diagnostic; what the machine refuses is an [`InputError`]. Nothing is followed, and nothing
//! but regular files is ever opened. `cli` and `serve` call it.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::text::{FileId, Files, SitePath, Span};

mod earlier;
mod given;
mod memory;
mod scan;
mod walk;

pub use earlier::Earlier;
pub use given::{is_folder, read_text};
use memory::{Memory, Stamp};

use scan::Scanned;
use walk::{Found, Refusal};

/// The file that makes a folder a site.
pub const SITE_TOML: &str = "site.toml";
/// The folder of what is written: briefs, records, pages, assets.
pub const CONTENT: &str = "content";
/// The folder of themes, one folder each.
pub const THEMES: &str = "themes";

/// Files of a theme that are read as text; all others are assets.
const TEXT_EXTENSIONS: [&str; 9] = ["css", "html", "js", "json", "md", "svg", "toml", "txt", "xml"];

/// A site's folder of which only `site.toml` has been read.
#[derive(Debug)]
pub struct SiteFolder {
    /// The folder.
    pub root: Utf8PathBuf,
    /// The texts read so far.
    pub files: Files,
    /// The text of `site.toml`.
    pub site_toml: FileId,
    /// What is wrong with the file as a file.
    pub diagnostics: Vec<Diagnostic>,
    memory: Memory,
    /// What a reading before this one knew.
    earlier: Option<Earlier>,
}

/// Everything that a build reads.
#[derive(Debug)]
pub struct Inputs {
    /// The site's folder.
    pub root: Utf8PathBuf,
    /// All texts, each under its path relative to the site's folder.
    pub files: Files,
    /// The text of `site.toml`.
    pub site_toml: FileId,
    /// The Markdown files of `content/` and the three registries, in order of their paths.
    pub documents: Vec<FileId>,
    /// Every other file of `content/`, by its path relative to `content/`.
    pub assets: BTreeMap<Utf8PathBuf, Asset>,
    /// The site's own theme files; empty when the site has none.
    pub theme: ThemeFolder,
    /// The data of an earlier build, if the settings name it.
    pub earlier: Option<Earlier>,
    /// What is wrong with files as files.
    pub diagnostics: Vec<Diagnostic>,
    memory: Memory,
}

/// The files under `themes/NAME/`, by their paths relative to it.
#[derive(Debug, Default)]
pub struct ThemeFolder {
    /// Templates, style sheets and other text.
    pub texts: BTreeMap<String, FileId>,
    /// Pictures, fonts and other bytes.
    pub assets: BTreeMap<String, Asset>,
}

/// A file whose bytes are read when they are needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// In bytes, when the folder was read.
    pub size: u64,
    path: Utf8PathBuf,
    stamp: Stamp,
}

/// What the machine, not the author, has to mend.
#[derive(Debug)]
pub enum InputError {
    /// The folder to begin in does not exist.
    NoFolder(Utf8PathBuf),
    /// Neither the folder nor one above it holds a `site.toml`.
    NoSite {
        /// Where the search began.
        start: Utf8PathBuf,
    },
    /// The system refused to read something.
    Unreadable {
        /// What.
        path: Utf8PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl SiteFolder {
    /// The nearest folder with a `site.toml`: the given one or one above it.
    ///
    /// # Errors
    /// When there is none, or the given folder does not exist or cannot be read.
    pub fn find(start: &Utf8Path) -> Result<Utf8PathBuf, InputError> {
        let real = start.canonicalize_utf8().map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => InputError::NoFolder(start.to_owned()),
            _ => unreadable(start, source),
        })?;
        let root = real.ancestors().find(|folder| folder.join(SITE_TOML).symlink_metadata().is_ok());
        root.map(Utf8Path::to_owned).ok_or(InputError::NoSite { start: real.clone() })
    }

    /// Reads the `site.toml` of a folder.
    ///
    /// # Errors
    /// When the file is missing or the system refuses to read it.
    pub fn open(root: &Utf8Path) -> Result<Self, InputError> {
        Self::open_with(root, Reading::default(), None)
    }

    fn open_with(
        root: &Utf8Path,
        mut reading: Reading,
        earlier: Option<Earlier>,
    ) -> Result<Self, InputError> {
        let path = root.join(SITE_TOML);
        let metadata = path.symlink_metadata().map_err(|source| unreadable(&path, source))?;
        let found = Found { path: SITE_TOML.into(), size: metadata.len(), stamp: Stamp::of(&metadata) };
        let site_toml = if metadata.is_file() {
            reading.read_one(root, found)?
        } else {
            reading.refuse(Refusal::not_regular(SITE_TOML.into()))
        };
        let Reading { files, diagnostics, memory } = reading;
        Ok(Self { root: root.to_owned(), files, site_toml, diagnostics, memory, earlier })
    }

    /// Reads the content and the theme's own files. The theme is the name of a folder under `themes/`; `earlier` is
    /// the file with the data of an earlier build, if there is one.
    ///
    /// # Errors
    /// When the system refuses to read a folder or a file.
    pub fn read(self, theme: &SitePath, earlier: Option<&SitePath>) -> Result<Inputs, InputError> {
        let before = self.earlier;
        let earlier = earlier.map(|path| Earlier::read(&self.root, path, before.as_ref())).transpose()?;
        let Self { root, files, site_toml, diagnostics, memory, .. } = self;
        let mut reading = Reading { files, diagnostics, memory };
        let (documents, assets) = reading.content(&root)?;
        let theme = reading.theme(&root, theme)?;
        let Reading { mut files, diagnostics, mut memory } = reading;
        memory.forget(&mut files);
        Ok(Inputs { root, files, site_toml, documents, assets, theme, earlier, diagnostics, memory })
    }
}

impl Inputs {
    /// Reads the `site.toml` of the same folder again. `changed` are files, relative to the folder, that are read
    /// again even if nothing tells that they were written to.
    ///
    /// # Errors
    /// When the file is missing or the system refuses to read it.
    pub fn reopen(&self, changed: &BTreeSet<Utf8PathBuf>) -> Result<SiteFolder, InputError> {
        let memory = self.memory.for_another(changed);
        let reading = Reading { files: self.files.clone(), diagnostics: Vec::new(), memory };
        let earlier =
            self.earlier.clone().filter(|earlier| !changed.contains(Utf8Path::new(earlier.path().as_str())));
        SiteFolder::open_with(&self.root, reading, earlier)
    }

    /// The texts of changed files as they are now, if they are documents that this reading read, and nothing was or is
    /// wrong with them as files. What was not there and is not there now is passed over: editors write such files and
    /// take them away. `None` where anything else changed.
    #[must_use]
    pub fn documents_again(&self, changed: &BTreeSet<Utf8PathBuf>) -> Option<Vec<(FileId, String)>> {
        let mut texts = Vec::new();
        for path in changed {
            let metadata = self.root.join(path).symlink_metadata();
            match (self.memory.now.sound(path), metadata) {
                (None, Err(error)) if error.kind() == io::ErrorKind::NotFound && !self.may_know(path) => {}
                (Some(file), Ok(metadata)) if metadata.is_file() && self.documents.contains(&file) => {
                    let stamp = Stamp::of(&metadata);
                    let found = Found { path: path.clone(), size: metadata.len(), stamp };
                    let scanned =
                        scan_file(&self.root, &found).ok().filter(|file| file.findings.is_empty())?;
                    texts.push((file, scanned.text));
                }
                _ => return None,
            }
        }
        Some(texts)
    }

    /// Lets go of texts that only a diagnostic may still point into.
    pub fn release(&mut self, files: &[FileId]) {
        let nothing: Arc<str> = Arc::default();
        files.iter().for_each(|file| self.files.replace(*file, Arc::clone(&nothing)));
    }

    /// Brings back the texts that diagnostics point into. One that was written to since stays empty, for a place in it
    /// would be another now.
    ///
    /// # Errors
    /// When the system refuses to read one.
    pub fn recall(&mut self, diagnostics: &[Diagnostic]) -> Result<(), InputError> {
        let named = diagnostics.iter().flat_map(Diagnostic::places).map(|place| place.file);
        for file in named.collect::<BTreeSet<_>>() {
            if let Some(text) = self.text_again(file)? {
                self.files.replace(file, text);
            }
        }
        Ok(())
    }

    /// A text that was let go of, if the file is still as it was.
    ///
    /// # Errors
    /// When the system refuses to read it.
    pub fn text_again(&self, file: FileId) -> Result<Option<String>, InputError> {
        if !self.files.text(file).is_empty() {
            return Ok(None);
        }
        let path = self.files.path(file);
        let metadata = match self.root.join(path).symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            metadata => metadata.map_err(|source| unreadable(path, source))?,
        };
        let found = Found { path: path.to_owned(), size: metadata.len(), stamp: Stamp::of(&metadata) };
        match self.memory.now.unchanged(path, found.stamp) {
            Some(_) => scan_file(&self.root, &found).map(|scanned| Some(scanned.text)),
            None => Ok(None),
        }
    }

    /// Whether a path, or one below it, may have been read; only of content is it known that it was not.
    fn may_know(&self, path: &Utf8Path) -> bool {
        let Ok(of_content) = path.strip_prefix(CONTENT) else { return true };
        self.memory.ids.keys().any(|known| known.as_str().starts_with(path.as_str()))
            || self.assets.keys().any(|known| known.as_str().starts_with(of_content.as_str()))
    }

    /// Whether a later reading of the same folder brought nothing new.
    #[must_use]
    pub fn holds_the_same_as(&self, later: &Self) -> bool {
        let same_text = |one: &FileId, other: &FileId| {
            one == other && self.files.shared_text(*one) == later.files.shared_text(*other)
        };
        let texts = |inputs: &Self| -> Vec<FileId> {
            let theme = inputs.theme.texts.values().copied();
            std::iter::once(inputs.site_toml).chain(inputs.documents.iter().copied()).chain(theme).collect()
        };
        let (before, after) = (texts(self), texts(later));
        let same_earlier = match (&self.earlier, &later.earlier) {
            (Some(one), Some(other)) => one.is_same(other),
            (one, other) => one.is_none() && other.is_none(),
        };
        same_earlier
            && before.len() == after.len()
            && before.iter().zip(&after).all(|(one, other)| same_text(one, other))
            && self.theme.texts.keys().eq(later.theme.texts.keys())
            && (&self.assets, &self.theme.assets) == (&later.assets, &later.theme.assets)
            && self.diagnostics == later.diagnostics
    }
}

impl Asset {
    /// A text that changes when the file is written to.
    #[must_use]
    pub fn version(&self) -> String {
        self.stamp.to_string()
    }

    /// The bytes, as they are now.
    ///
    /// # Errors
    /// When the system refuses to read the file.
    pub fn read(&self) -> Result<Vec<u8>, InputError> {
        fs_err::read(&self.path).map_err(|source| unreadable(&self.path, source))
    }
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    files: Files,
    diagnostics: Vec<Diagnostic>,
    memory: Memory,
}

impl Reading {
    fn content(
        &mut self,
        root: &Utf8Path,
    ) -> Result<(Vec<FileId>, BTreeMap<Utf8PathBuf, Asset>), InputError> {
        let found = self.walk(root, Utf8Path::new(CONTENT))?;
        let (documents, assets): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|file| is_document(&file.path));
        let documents = self.read_all(root, documents)?;
        let assets =
            assets.into_iter().map(|file| (below(&file.path, CONTENT).to_owned(), asset(root, file)));
        Ok((documents, assets.collect()))
    }

    fn theme(&mut self, root: &Utf8Path, name: &SitePath) -> Result<ThemeFolder, InputError> {
        let folder = Utf8Path::new(THEMES).join(name.as_str());
        if walk::is_link(&root.join(THEMES)) {
            self.refuse(Refusal::not_regular(THEMES.into()));
            return Ok(ThemeFolder::default());
        }
        let found = self.walk(root, &folder)?;
        let relative = |path: &Utf8Path| below(path, folder.as_str()).as_str().to_owned();
        let (texts, assets): (Vec<_>, Vec<_>) = found.into_iter().partition(|file| is_text(&file.path));
        let names: Vec<String> = texts.iter().map(|file| relative(&file.path)).collect();
        let texts = names.into_iter().zip(self.read_all(root, texts)?).collect();
        let assets = assets.into_iter().map(|file| (relative(&file.path), asset(root, file))).collect();
        Ok(ThemeFolder { texts, assets })
    }

    fn walk(&mut self, root: &Utf8Path, folder: &Utf8Path) -> Result<Vec<Found>, InputError> {
        let walked = walk::walk(root, folder)?;
        for refusal in walked.refused {
            self.refuse(refusal);
        }
        Ok(walked.found)
    }

    /// Reads in parallel, keeps in the order given.
    fn read_all(&mut self, root: &Utf8Path, found: Vec<Found>) -> Result<Vec<FileId>, InputError> {
        let before = &self.memory.before;
        let read_one = |file: &Found| match before.unchanged(&file.path, file.stamp) {
            Some(_) => Ok(None),
            None => scan_file(root, file).map(Some),
        };
        let scanned: Vec<Option<Scanned>> = found.par_iter().map(read_one).collect::<Result<_, _>>()?;
        Ok(found.into_iter().zip(scanned).map(|(file, scanned)| self.keep(file, scanned)).collect())
    }

    fn read_one(&mut self, root: &Utf8Path, found: Found) -> Result<FileId, InputError> {
        let unchanged = self.memory.before.unchanged(&found.path, found.stamp).is_some();
        let scanned = if unchanged { None } else { Some(scan_file(root, &found)?) };
        Ok(self.keep(found, scanned))
    }

    /// Keeps what was scanned; without a scan, what is known of the file.
    fn keep(&mut self, found: Found, scanned: Option<Scanned>) -> FileId {
        let Found { path, stamp, .. } = found;
        let (file, findings) = match (scanned, self.memory.before.unchanged(&path, stamp)) {
            (None, Some((file, findings))) => (file, findings.to_vec()),
            (scanned, _) => {
                let Scanned { text, findings } = scanned.unwrap_or_default();
                let file = self.add(&path, text);
                (file, findings.into_iter().map(|finding| finding.into_diagnostic(file)).collect())
            }
        };
        self.memory.now.note(path, file, stamp, &findings);
        self.diagnostics.extend(findings);
        file
    }

    /// A refused file stands in [`Files`] as an empty text, so that the diagnostic has a place.
    fn refuse(&mut self, refusal: Refusal) -> FileId {
        let file = self.add(&refusal.path, String::new());
        let place = Span::new(file, 0..0);
        self.diagnostics.push(Diagnostic::new(refusal.code, place, refusal.message).help(refusal.help));
        file
    }

    /// The path's id: the one that it had before, if it had one.
    fn add(&mut self, path: &Utf8Path, text: String) -> FileId {
        match self.memory.ids.get(path) {
            Some(file) => {
                self.files.replace(*file, text);
                *file
            }
            None => {
                let file = self.files.add(path, text);
                self.memory.ids.insert(path.to_owned(), file);
                file
            }
        }
    }
}

/// Whether files and folders of this name are never read: those that editors and version control leave.
#[must_use]
pub fn is_passed_over(name: &str) -> bool {
    name.starts_with(['.', '#']) || name.ends_with('~')
}

fn scan_file(root: &Utf8Path, file: &Found) -> Result<Scanned, InputError> {
    if file.size > scan::MAX_FILE_BYTES {
        return Ok(Scanned::too_large(file.size));
    }
    let path = root.join(&file.path);
    fs_err::read(&path).map(scan::scan).map_err(|source| unreadable(&path, source))
}

/// Whether a file of `content/` is Markdown or one of the three registries.
fn is_document(path: &Utf8Path) -> bool {
    const REGISTRIES: [&str; 3] = ["actors.yaml", "events.yaml", "sources.yaml"];
    path.extension() == Some("md") || REGISTRIES.contains(&below(path, CONTENT).as_str())
}

fn is_text(path: &Utf8Path) -> bool {
    path.extension().is_some_and(|extension| TEXT_EXTENSIONS.contains(&extension))
}

fn asset(root: &Utf8Path, file: Found) -> Asset {
    Asset { size: file.size, path: root.join(file.path), stamp: file.stamp }
}

/// A path relative to one of its folders.
fn below<'path>(path: &'path Utf8Path, folder: &str) -> &'path Utf8Path {
    path.strip_prefix(folder).unwrap_or(path)
}

fn unreadable(path: &Utf8Path, source: io::Error) -> InputError {
    InputError::Unreadable { path: path.to_owned(), source }
}

impl std::fmt::Display for InputError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoFolder(path) => write!(formatter, "there is no folder `{path}`"),
            Self::NoSite { start } => {
                write!(formatter, "there is no `{SITE_TOML}` in `{start}` or a folder above it")
            }
            Self::Unreadable { path, .. } => write!(formatter, "`{path}` cannot be read"),
        }
    }
}

impl std::error::Error for InputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NoFolder(_) | Self::NoSite { .. } => None,
            Self::Unreadable { source, .. } => Some(source),
        }
    }
}

#[cfg(test)]
mod tests;
