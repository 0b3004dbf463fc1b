//! One reading of the folder, as it is served.
//!
//! An [`Edition`] holds the last site without errors, which may be older than itself, and what is wrong since. The
//! site takes new words where nothing but wording changed, and is otherwise what it was. Each file is made when it is
//! first asked for; some are kept, since a browser that is told of a change asks for the same page at once.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use axum::body::Bytes;
use sha2::{Digest as _, Sha256};

use crate::config::Config;
use crate::diagnostic::draw::{Format, Style, draw};
use crate::diagnostic::{Diagnostic, settle};
use crate::input::Asset;
use crate::output::media_type;
use crate::pipeline::{self, BuildError, File, Loaded, Opened, Reworded};
use crate::plan::PageKind;
use crate::text::{Files, SitePath};

/// How wide diagnostics are drawn on a page, in columns.
const WIDTH: usize = 100;

/// Most bytes of made files that are kept of one edition.
const KEPT_BYTES: usize = 32 * 1024 * 1024;

/// Most bytes of one file that is kept.
const KEPT_FILE_BYTES: usize = KEPT_BYTES / 8;

/// A reading of the folder.
#[derive(Debug, Default)]
pub(super) struct Edition {
    /// Counts the readings that brought something new, from 1; 0: there was none as yet.
    pub(super) number: u64,
    /// The last site without errors.
    pub(super) site: Option<Arc<GoodSite>>,
    /// What is wrong with the sources as they are now, drawn as in a terminal; `None`: nothing that stops a build.
    pub(super) problems: Option<String>,
}

/// A site without errors.
#[derive(Debug)]
pub(super) struct GoodSite {
    config: Config,
    sources: Files,
    files: BTreeMap<SitePath, File>,
    /// Of what all pages are drawn with: changes when the theme's files do.
    theme: String,
    shown: RwLock<Shown>,
}

/// What a site says, and what was made of it.
#[derive(Debug)]
struct Shown {
    loaded: Loaded,
    kept: Mutex<Kept>,
}

/// Files that were made.
#[derive(Debug, Default)]
struct Kept {
    files: BTreeMap<SitePath, Made>,
    bytes: usize,
}

/// A file of the site with its bytes.
#[derive(Clone, Debug)]
pub(super) struct Made {
    /// The bytes that a build would write.
    pub(super) bytes: Bytes,
    /// The media type.
    pub(super) media: &'static str,
    /// Changes when the bytes do; for a page also when the files do that it is shown with.
    pub(super) digest: String,
    /// Whether it is a page, which bears the hook.
    pub(super) page: bool,
}

impl GoodSite {
    pub(super) fn new(opened: Opened) -> (Self, crate::input::Inputs) {
        let Opened { inputs, config, loaded, .. } = opened;
        let files = pipeline::files(&loaded, &inputs);
        let mut theme = Sha256::new();
        for (path, file) in &files {
            match file {
                File::Text(text) => theme.update([path.as_str().as_bytes(), b"\n", text.as_bytes()].concat()),
                File::Asset(asset) if path.as_str().starts_with("theme/") => {
                    theme.update(version(path, &asset.asset));
                }
                _ => {}
            }
        }
        let theme = hexadecimal(theme);
        let sources = inputs.files.clone();
        let shown = RwLock::new(Shown { loaded, kept: Mutex::default() });
        (Self { config, sources, files, theme, shown }, inputs)
    }

    /// Lets the site take other words; what was made of the old ones is let go.
    pub(super) fn reword(&self, reword: impl FnOnce(&mut Loaded) -> Reworded) -> Reworded {
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        let reworded = reword(&mut shown.loaded);
        if reworded == Reworded::Anew {
            shown.kept = Mutex::default();
        }
        reworded
    }

    /// A file of the site; `None`: there is none of that path.
    ///
    /// # Errors
    /// Why it cannot be made, drawn as in a terminal.
    pub(super) fn get(&self, path: &SitePath) -> Option<Result<Made, String>> {
        let shown = self.shown();
        if let Some(made) = shown.kept().files.get(path) {
            return Some(Ok(made.clone()));
        }
        let file = self.files.get(path).cloned().or_else(|| pipeline::indexed(&shown.loaded, path))?;
        Some(self.make(&shown.loaded, path, &file).inspect(|made| shown.kept().keep(path, made)))
    }

    /// The path of the page for what is not there.
    pub(super) fn not_found(&self) -> Option<SitePath> {
        let pages = &self.shown().loaded.plan.pages;
        pages.iter().find(|page| page.kind == PageKind::NotFound(None)).map(|page| page.path.clone())
    }

    /// Where the site lies on its host, as far as its settings tell: `/` or a folder.
    pub(super) fn folder(&self) -> String {
        self.shown()
            .loaded
            .config
            .base_url
            .as_ref()
            .map_or_else(|| "/".to_owned(), crate::value::web::WebUrl::folder)
    }

    fn make(&self, loaded: &Loaded, path: &SitePath, file: &File) -> Result<Made, String> {
        let bytes = match pipeline::bytes(loaded, file) {
            Ok(bytes) => bytes,
            Err(BuildError::Pages(faults)) => {
                return Err(drawn(&settle(faults, &self.config.checks, &self.sources), &self.sources));
            }
            Err(BuildError::Input(error)) => return Err(failure(&error)),
            Err(BuildError::Output(error)) => return Err(failure(&error)),
            Err(BuildError::Stopped) => return Err("error: it was asked to stop\n".to_owned()),
        };
        let page = matches!(file, File::Page(_));
        let mut digest = Sha256::new_with_prefix(&bytes);
        if page {
            digest.update(&self.theme);
            self.pictures(&bytes).for_each(|version| digest.update(version));
        }
        let (media, digest) = (media_type(path.as_str()), hexadecimal(digest));
        Ok(Made { bytes: bytes.into(), media, digest, page })
    }

    /// The versions of the content's assets that a page names.
    fn pictures(&self, page: &[u8]) -> impl Iterator<Item = String> {
        let page = str::from_utf8(page).unwrap_or_default();
        self.files.iter().filter_map(move |(path, file)| match file {
            File::Asset(asset) => {
                let name = path.as_str().rsplit('/').next().unwrap_or_default();
                page.contains(&crate::plan::urls::encode(name)).then(|| version(path, &asset.asset))
            }
            _ => None,
        })
    }

    fn shown(&self) -> RwLockReadGuard<'_, Shown> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shown {
    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// When there is no room left, all give way: what is looked at now is soon there again.
    fn keep(&mut self, path: &SitePath, made: &Made) {
        let bytes = made.bytes.len();
        if bytes > KEPT_FILE_BYTES {
            return;
        }
        if self.bytes + bytes > KEPT_BYTES {
            *self = Self::default();
        }
        self.bytes += bytes;
        self.files.insert(path.clone(), made.clone());
    }
}

/// Diagnostics as a terminal without colours shows them.
pub(super) fn drawn(diagnostics: &[Diagnostic], files: &Files) -> String {
    draw(diagnostics, files, Format::Human, Style::Plain, WIDTH)
}

/// An error and what lies behind it, as a terminal shows it.
pub(super) fn failure(error: &dyn Error) -> String {
    let mut told = format!("error: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        told = format!("{told}: {error}");
        cause = error.source();
    }
    told + "\n"
}

/// Of a text that is served but is no file of the site.
pub(super) fn digest(text: &[u8]) -> String {
    hexadecimal(Sha256::new_with_prefix(text))
}

fn version(path: &SitePath, asset: &Asset) -> String {
    format!("{path} {}\n", asset.version())
}

/// Half of the digest: enough to tell versions of one file apart.
fn hexadecimal(digest: Sha256) -> String {
    digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
