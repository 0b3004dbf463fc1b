//! What `check` and `build` have in common: the settings, the site, and what is wrong with them.

use camino::Utf8Path;

use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use crate::config::{self, Config};
use crate::diagnostic::{self, Diagnostic};
use crate::input::{Inputs, SiteFolder};
use crate::pipeline::{self, BuildError, Cache, Loaded, Options};

/// A site that was read and understood, and everything found in it, in order.
pub(super) struct Opened {
    pub(super) inputs: Inputs,
    pub(super) config: Config,
    pub(super) loaded: Loaded,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Whether a site could be opened; if not, that was shown.
pub(super) enum Opening {
    Site(Box<Opened>),
    BadSettings,
}

/// Finds and reads a site and shows all that is wrong with it.
pub(super) fn open(directory: &Utf8Path, options: &Options, terminal: &Terminal) -> Result<Opening, Failure> {
    open_with(directory, |_| Ok(options.clone()), terminal)
}

/// The same for a run whose options hang on the settings.
pub(super) fn open_with(
    directory: &Utf8Path,
    options: impl FnOnce(&Config) -> Result<Options, Failure>,
    terminal: &Terminal,
) -> Result<Opening, Failure> {
    open_and_look(directory, options, |_, _| Ok(Vec::new()), terminal)
}

/// The same, and the pictures and other files that would be published are looked at as well.
pub(super) fn open_with_assets(
    directory: &Utf8Path,
    options: &Options,
    terminal: &Terminal,
) -> Result<Opening, Failure> {
    let look = |loaded: &Loaded, inputs: &Inputs| match pipeline::check_assets(loaded, inputs) {
        Ok(found) => Ok(found),
        Err(BuildError::Input(error)) => Err(Failure::from(error)),
        Err(_) => Ok(Vec::new()),
    };
    open_and_look(directory, |_| Ok(options.clone()), look, terminal)
}

fn open_and_look(
    directory: &Utf8Path,
    options: impl FnOnce(&Config) -> Result<Options, Failure>,
    look: impl FnOnce(&Loaded, &Inputs) -> Result<Vec<Diagnostic>, Failure>,
    terminal: &Terminal,
) -> Result<Opening, Failure> {
    let folder = SiteFolder::open(&SiteFolder::find(directory)?)?;
    let mut settings = Vec::new();
    let config = config::decode(&folder.files, folder.site_toml, &mut settings);
    if diagnostic::has_errors(&settings) || diagnostic::has_errors(&folder.diagnostics) {
        settings.extend(folder.diagnostics);
        let diagnostics = diagnostic::settle(settings, &config.checks, &folder.files);
        terminal.diagnostics(&diagnostics, &folder.files)?;
        return Ok(Opening::BadSettings);
    }
    let options = options(&config)?;
    let (inputs, mut loaded) = terminal.while_working("reading", || {
        let inputs = folder.read(&config.theme)?;
        let mut loaded = pipeline::load(&inputs, &config, &options, &mut Cache::default());
        let found = look(&loaded, &inputs)?;
        loaded.diagnostics.extend(found);
        Ok::<_, Failure>((inputs, loaded))
    })?;
    let found = std::mem::take(&mut loaded.diagnostics).into_iter().chain(settings).collect();
    let diagnostics = diagnostic::settle(found, &config.checks, &inputs.files);
    terminal.diagnostics(&diagnostics, &inputs.files)?;
    Ok(Opening::Site(Box::new(Opened { inputs, config, loaded, diagnostics })))
}

impl Opened {
    /// How a command ends that did nothing but look.
    pub(super) fn exit(&self) -> Exit {
        if diagnostic::has_errors(&self.diagnostics) { Exit::Content } else { Exit::Success }
    }
}
