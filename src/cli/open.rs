//! What `check` and `build` have in common: the settings, the site, and what is wrong with them.

use camino::{Utf8Path, Utf8PathBuf};

use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic};
use crate::input::SiteFolder;
use crate::pipeline::{self, BuildError, Cache, Options, Stage, UNWATCHED, Watch};

pub(super) use crate::pipeline::Opened;

/// Whether a site could be opened; if not, that was shown.
pub(super) enum Opening {
    Site(Box<Opened>),
    BadSettings,
}

/// Finds and reads a site and shows all that is wrong with it.
pub(super) fn open(directory: &Utf8Path, options: &Options, terminal: &Terminal) -> Result<Opening, Failure> {
    open_with(directory, |_| Ok(options.clone()), terminal, UNWATCHED)
}

/// The same for a run whose options hang on the settings.
pub(super) fn open_with(
    directory: &Utf8Path,
    options: impl FnOnce(&Config) -> Result<Options, Failure>,
    terminal: &Terminal,
    watch: Watch<'_>,
) -> Result<Opening, Failure> {
    open_and_look(directory, options, |_| Ok(Vec::new()), terminal, watch)
}

/// The same, and the pictures and other files that would be published are looked at as well.
pub(super) fn open_with_assets(
    directory: &Utf8Path,
    options: &Options,
    terminal: &Terminal,
) -> Result<Opening, Failure> {
    let look = |site: &Opened| match pipeline::check_assets(&site.loaded, &site.inputs) {
        Ok(found) => Ok(found),
        Err(BuildError::Input(error)) => Err(Failure::from(error)),
        Err(_) => Ok(Vec::new()),
    };
    open_and_look(directory, |_| Ok(options.clone()), look, terminal, UNWATCHED)
}

fn open_and_look(
    directory: &Utf8Path,
    options: impl FnOnce(&Config) -> Result<Options, Failure>,
    look: impl FnOnce(&Opened) -> Result<Vec<Diagnostic>, Failure>,
    terminal: &Terminal,
    watch: Watch<'_>,
) -> Result<Opening, Failure> {
    let folder = SiteFolder::open(&SiteFolder::find(directory)?)?;
    let opening = terminal
        .while_working("reading", || pipeline::open(folder, options, &mut Cache::default(), watch))?;
    match opening {
        pipeline::Opening::Site(mut opened) => {
            let mut found = look(&opened)?;
            if !found.is_empty() {
                found.append(&mut opened.diagnostics);
                opened.diagnostics = diagnostic::settle(found, &opened.config.checks, &opened.inputs.files);
                opened.inputs.recall(&opened.diagnostics)?;
            }
            terminal.diagnostics(&opened.diagnostics, &opened.inputs.files)?;
            watch(Stage::Draw, 0);
            Ok(Opening::Site(opened))
        }
        pipeline::Opening::BadSettings(bad) => {
            terminal.diagnostics(&bad.diagnostics, &bad.files)?;
            Ok(Opening::BadSettings)
        }
    }
}

/// The folder and the settings of a site whose files are not needed. `None`: they do not hold; that was shown.
pub(super) fn settings(
    directory: &Utf8Path,
    terminal: &Terminal,
) -> Result<Option<(Utf8PathBuf, Config)>, Failure> {
    let folder = SiteFolder::open(&SiteFolder::find(directory)?)?;
    match pipeline::settings(&folder) {
        Ok((config, _)) => Ok(Some((folder.root, config))),
        Err(bad) => {
            terminal.diagnostics(&bad.diagnostics, &bad.files)?;
            Ok(None)
        }
    }
}

impl Opened {
    /// How a command ends that did nothing but look.
    pub(super) fn exit(&self) -> Exit {
        if diagnostic::has_errors(&self.diagnostics) { Exit::Content } else { Exit::Success }
    }
}
