//! From inputs to pages: [`load`] understands a site, [`build`] renders all of it.
//!
//! Three ordered loops run in parallel: parse, render, write; nothing else knows of threads. `cli` and `serve`
//! call it.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use camino::Utf8PathBuf;
use rayon::prelude::*;

use crate::brief::decode::{Decoded, decode};
use crate::brief::release::{Audience, release};
use crate::check::{Subject, check};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::export::{self, Material};
use crate::gate::{Gate, Inspected, Inspector};
use crate::input::{CONTENT, InputError, Inputs};
use crate::output::{OutputError, Staging};
use crate::page::Pages;
use crate::page::plan::{Plan, Planned, plan};
use crate::site::Site;
use crate::site::method::Method;
use crate::site::resolve::{Library, resolve};
use crate::text::{SitePath, Span};
use crate::theme::{self, Theme};
use crate::value::date::Day;
use crate::value::web::WebUrl;

pub use crate::brief::release::Drafts;

/// What a run is asked for beside the site's own settings.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether drafts are shown.
    pub drafts: Drafts,
    /// The time of the run.
    pub now: jiff::Timestamp,
    /// Where the site will be found, instead of what site.toml says.
    pub base_url: Option<WebUrl>,
}

/// A site that is understood.
#[derive(Debug)]
pub struct Loaded {
    /// The settings in force.
    pub config: Config,
    /// What the briefs mean.
    pub site: Site,
    /// What is computed from its claims.
    pub method: Method,
    /// The pages.
    pub plan: Plan,
    /// How they look.
    pub theme: Theme,
    /// All that was found, in no order yet.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the meaning out of a site's files.
#[must_use]
pub fn load(inputs: &Inputs, config: &Config, options: &Options) -> Loaded {
    let config = Config { base_url: options.base_url.clone().or(config.base_url.clone()), ..config.clone() };
    let mut diagnostics = inputs.diagnostics.clone();
    let decoded = parse(inputs);
    let documents = decoded.into_iter().map(|decoded| {
        diagnostics.extend(decoded.diagnostics);
        decoded.document
    });
    let audience = Audience { tlp: config.tlp, drafts: options.drafts, now: options.now };
    let manuscript = release(documents, &audience);
    let assets: BTreeSet<Utf8PathBuf> = inputs.assets.keys().cloned().collect();
    let resolved = resolve(manuscript, &config, Library { files: &inputs.files, assets: &assets });
    diagnostics.extend(resolved.diagnostics);
    let site = resolved.site;
    let method = Method::compute(&site, &config);
    let (theme, faults) = theme::load(&inputs.theme, &inputs.files, &config.language);
    diagnostics.extend(faults);
    let (plan, collisions) = plan(&site, &method, &config, &generated(&theme, inputs));
    diagnostics.extend(collisions);
    let findings =
        check(Subject { site: &site, method: &method, files: &inputs.files, today: today(options.now) });
    let findings = unspoilt(findings, &diagnostics);
    diagnostics.extend(findings);
    Loaded { config, site, method, plan, theme, diagnostics }
}

/// Findings about what holds no error: where a claim's source is misspelled, it is no news that it has none.
fn unspoilt(mut findings: Vec<Diagnostic>, errors: &[Diagnostic]) -> Vec<Diagnostic> {
    let errors = errors.iter().filter(|found| found.severity == Severity::Error);
    let places: BTreeSet<Span> = errors.filter_map(|error| error.place).collect();
    findings.retain(|finding| {
        finding.place.is_none_or(|place| {
            let first = Span { end: place.start, ..place };
            places
                .range(first..)
                .next()
                .is_none_or(|error| error.file != place.file || error.start >= place.end)
        })
    });
    findings
}

/// Decodes every document; in the order of their paths.
fn parse(inputs: &Inputs) -> Vec<Decoded> {
    let decode_one = |file: &crate::text::FileId| {
        let path = inputs.files.path(*file);
        decode(*file, path.strip_prefix(CONTENT).unwrap_or(path), inputs.files.text(*file))
    };
    inputs.documents.par_iter().map(decode_one).collect()
}

/// The files that are made besides pages and the site's own assets.
fn generated(theme: &Theme, inputs: &Inputs) -> Vec<SitePath> {
    let statics = theme.statics().map(|(path, _)| path.clone());
    let binaries = inputs.theme.assets.keys().filter_map(|name| theme::static_path(name));
    statics.chain(binaries).chain(export::FORMATS.map(export::Format::path)).collect()
}

/// The day of a run, in UTC.
fn today(now: jiff::Timestamp) -> Day {
    let date = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    u16::try_from(date.year())
        .ok()
        .and_then(|year| Day::new(year, part(date.month()), part(date.day())))
        .unwrap_or(Day::FIRST)
}

/// Why a site that is understood could not be written.
#[derive(Debug)]
pub enum BuildError {
    /// The theme's templates fail on pages, or make what no page may hold.
    Pages(Vec<Diagnostic>),
    /// A file could not be read.
    Input(InputError),
    /// A file could not be written.
    Output(OutputError),
    /// It was asked to stop.
    Stopped,
}

impl From<InputError> for BuildError {
    fn from(error: InputError) -> Self {
        Self::Input(error)
    }
}

impl From<OutputError> for BuildError {
    fn from(error: OutputError) -> Self {
        Self::Output(error)
    }
}

/// Renders every page and writes all files to the staging folder; nothing is published yet.
///
/// It stops, page by page, once `stop` is other than zero.
///
/// # Errors
/// The first failure of the machine, or the stop; else all pages on which the theme fails.
pub fn build(
    loaded: &Loaded,
    inputs: &Inputs,
    staging: &Staging,
    stop: &AtomicUsize,
) -> Result<(), BuildError> {
    render(loaded, inputs, staging, stop)?;
    for (path, bytes) in loaded.theme.statics() {
        staging.write(path, bytes)?;
    }
    for (name, asset) in &inputs.theme.assets {
        if let Some(path) = theme::static_path(name) {
            staging.write(&path, &asset.read()?)?;
        }
    }
    for (name, _) in &loaded.site.assets {
        // A path that is none was reported when the pages were planned.
        if let (Ok(path), Some(asset)) = (SitePath::new(name.as_str()), inputs.assets.get(name)) {
            staging.write(&path, &asset.read()?)?;
        }
    }
    let material = Material { site: &loaded.site, method: &loaded.method, config: &loaded.config };
    for format in export::FORMATS {
        staging.write(&format.path(), &format.bytes(material))?;
    }
    Ok(())
}

/// Renders the pages, each into a buffer that the next one uses again, and looks at each before it is written.
fn render(loaded: &Loaded, inputs: &Inputs, staging: &Staging, stop: &AtomicUsize) -> Result<(), BuildError> {
    let pages = Pages::new(&loaded.site, &loaded.method, &loaded.config, &loaded.plan);
    let files = other_files(loaded, inputs);
    let planned = &loaded.plan.pages;
    let gate = Gate::new(
        planned.iter().map(|page| &page.path),
        &files,
        loaded.theme.scripts(),
        loaded.config.base_url.as_ref(),
    );
    let one = |(buffer, inspector): &mut (Vec<u8>, Inspector<'_>), number: usize| {
        if stop.load(Ordering::Relaxed) != 0 {
            return Err(BuildError::Stopped);
        }
        let view = pages.view(&planned[number]);
        match loaded.theme.render(&view, buffer) {
            Ok(()) => {
                staging.write(&planned[number].path, buffer)?;
                Ok(Ok(inspector.inspect(number, view.template, buffer)))
            }
            Err(fault) => Ok(Err(fault)),
        }
    };
    let rendered: Vec<Result<Inspected, Diagnostic>> = (0..planned.len())
        .into_par_iter()
        .map_init(|| (Vec::new(), Inspector::new(&gate)), one)
        .collect::<Result<_, BuildError>>()?;
    let mut faults = Vec::new();
    let mut inspected: Vec<Inspected> = rendered
        .into_iter()
        .map(|page| {
            page.unwrap_or_else(|fault| {
                faults.push(fault);
                Inspected::default()
            })
        })
        .collect();
    if faults.is_empty() {
        locate(&gate, &mut inspected, |number, buffer| {
            loaded.theme.render(&pages.view(&planned[number]), buffer).is_ok()
        });
    }
    faults.extend(gate.settle(&inspected));
    if faults.is_empty() { Ok(()) } else { Err(BuildError::Pages(faults)) }
}

/// Where pages lead to places that are not there. That is known when all are rendered; to say where, they are rendered
/// again.
fn locate(gate: &Gate<'_>, inspected: &mut [Inspected], render: impl Fn(usize, &mut Vec<u8>) -> bool + Sync) {
    let missing = gate.missing(inspected);
    if missing.is_empty() {
        return;
    }
    inspected.par_iter_mut().enumerate().for_each_init(
        || (Vec::new(), Inspector::new(gate)),
        |(buffer, inspector), (number, page)| {
            if render(number, buffer) {
                inspector.locate(number, buffer, &missing, page);
            }
        },
    );
}

/// Every file of the output that is no page.
fn other_files(loaded: &Loaded, inputs: &Inputs) -> Vec<SitePath> {
    let assets = loaded.site.assets.iter().filter_map(|(name, _)| SitePath::new(name.as_str()).ok());
    generated(&loaded.theme, inputs).into_iter().chain(assets).collect()
}
