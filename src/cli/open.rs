//! What `check` and `build` have in common: the settings, the site, and what is wrong with them.

use camino::{Utf8Path, Utf8PathBuf};

use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use crate::config::{self, Config};
use crate::diagnostic::{self, Diagnostic};
use crate::input::{Inputs, SiteFolder};
use crate::pipeline::{self, Cache, Loaded, Options, Stage, UNWATCHED, Watch};

/// A site that was read and understood, and everything found in it, in order.
pub(super) struct Opened {
    pub(super) inputs: Inputs,
    pub(super) config: Config,
    pub(super) loaded: Loaded,
    pub(super) options: Options,
    pub(super) diagnostics: Vec<Diagnostic>,
}

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
    let Some(Site { folder, config, settings }) = site(directory, terminal)? else {
        return Ok(Opening::BadSettings);
    };
    let options = options(&config)?;
    let (inputs, mut loaded) = terminal.while_working("reading", || {
        let inputs = folder.read(&config.theme)?;
        watch(Stage::Read, inputs.files.ids().map(|file| inputs.files.text(file).len() as u64).sum());
        let loaded = pipeline::load_watched(&inputs, &config, &options, &mut Cache::default(), watch);
        Ok::<_, Failure>((inputs, loaded))
    })?;
    let found = std::mem::take(&mut loaded.diagnostics).into_iter().chain(settings).collect();
    let diagnostics = diagnostic::settle(found, &config.checks, &inputs.files);
    terminal.diagnostics(&diagnostics, &inputs.files)?;
    watch(Stage::Draw, 0);
    Ok(Opening::Site(Box::new(Opened { inputs, config, loaded, options, diagnostics })))
}

/// A site's folder whose settings hold, and what is worth telling of these.
struct Site {
    folder: SiteFolder,
    config: Config,
    settings: Vec<Diagnostic>,
}

/// `None`: the settings do not hold; that was shown.
fn site(directory: &Utf8Path, terminal: &Terminal) -> Result<Option<Site>, Failure> {
    let folder = SiteFolder::open(&SiteFolder::find(directory)?)?;
    let mut settings = Vec::new();
    let config = config::decode(&folder.files, folder.site_toml, &mut settings);
    if diagnostic::has_errors(&settings) || diagnostic::has_errors(&folder.diagnostics) {
        settings.extend(folder.diagnostics);
        let diagnostics = diagnostic::settle(settings, &config.checks, &folder.files);
        terminal.diagnostics(&diagnostics, &folder.files)?;
        return Ok(None);
    }
    Ok(Some(Site { folder, config, settings }))
}

/// The folder and the settings of a site whose files are not needed. `None`: they do not hold; that was shown.
pub(super) fn settings(
    directory: &Utf8Path,
    terminal: &Terminal,
) -> Result<Option<(Utf8PathBuf, Config)>, Failure> {
    Ok(site(directory, terminal)?.map(|site| (site.folder.root, site.config)))
}

impl Opened {
    /// How a command ends that did nothing but look.
    pub(super) fn exit(&self) -> Exit {
        if diagnostic::has_errors(&self.diagnostics) { Exit::Content } else { Exit::Success }
    }
}
