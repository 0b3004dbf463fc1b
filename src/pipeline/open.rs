//! From a folder to a site that is understood: the settings first, then all that they govern.

use super::{Cache, Loaded, Options, Stage, Watch, understand};
use crate::config::{self, Config};
use crate::diagnostic::{self, Diagnostic};
use crate::input::{InputError, Inputs, SiteFolder};
use crate::text::Files;

/// A site that was read and understood, and everything found in it, in order.
#[derive(Debug)]
pub struct Opened {
    /// Its files. Of the texts that were let go of, those that diagnostics point into are there.
    pub inputs: Inputs,
    /// Its settings.
    pub config: Config,
    /// What its files mean. The diagnostics in it were taken out.
    pub loaded: Loaded,
    /// What it was read for.
    pub options: Options,
    /// Everything that is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// What is wrong with the settings, in order: nothing else of the site was looked at.
#[derive(Debug)]
pub struct BadSettings {
    /// The files that the diagnostics speak of.
    pub files: Files,
    /// Errors and more.
    pub diagnostics: Vec<Diagnostic>,
}

/// What opening a folder comes to.
#[derive(Debug)]
pub enum Opening {
    /// A site, with or without errors.
    Site(Box<Opened>),
    /// No site as yet.
    BadSettings(BadSettings),
}

/// Reads a site's folder and the meaning of what is in it. What the run is asked for may hang on the settings.
///
/// # Errors
/// When the system refuses to read something, or with the settings there are no options.
pub fn open<E: From<InputError>>(
    folder: SiteFolder,
    options: impl FnOnce(&Config) -> Result<Options, E>,
    cache: &mut Cache,
    watch: Watch<'_>,
) -> Result<Opening, E> {
    let (config, settings) = match settings(&folder) {
        Ok(settings) => settings,
        Err(bad) => return Ok(Opening::BadSettings(bad)),
    };
    let options = options(&config)?;
    let mut inputs = folder.read(&config.theme, config.changes_since.as_ref().map(|since| &since.value))?;
    let read = inputs.files.ids().map(|file| inputs.files.text(file).len() as u64).sum();
    watch(Stage::Read, read);
    let parsed = inputs.documents.iter().map(|file| inputs.files.text(*file).len() as u64).sum();
    let decoded = cache.parse_and_release(&mut inputs);
    watch(Stage::Parse, parsed);
    let mut loaded = understand(decoded, &inputs, (&config, &options), cache, watch);
    let found = std::mem::take(&mut loaded.diagnostics).into_iter().chain(settings).collect();
    let diagnostics = diagnostic::settle(found, &config.checks, &inputs.files);
    inputs.recall(&diagnostics)?;
    Ok(Opening::Site(Box::new(Opened { inputs, config, loaded, options, diagnostics })))
}

/// The settings of a site's folder, and what is worth telling of them.
///
/// # Errors
/// Everything that is wrong, if any of it is an error.
pub fn settings(folder: &SiteFolder) -> Result<(Config, Vec<Diagnostic>), BadSettings> {
    let mut found = Vec::new();
    let config = config::decode(&folder.files, folder.site_toml, &mut found);
    if !diagnostic::has_errors(&found) && !diagnostic::has_errors(&folder.diagnostics) {
        return Ok((config, found));
    }
    found.extend(folder.diagnostics.iter().cloned());
    let diagnostics = diagnostic::settle(found, &config.checks, &folder.files);
    Err(BadSettings { files: folder.files.clone(), diagnostics })
}
