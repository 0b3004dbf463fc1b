//! From inputs to pages: [`load`] understands a site, [`build`] renders all of it, [`bytes`] one file of it.
//!
//! Three ordered loops run in parallel: parse, render, write; nothing else knows of threads. What `build` writes and
//! what [`bytes`] gives are the same list, [`files`]. `cli` and `serve` call it.

mod allow;
pub mod assets;
mod cache;
mod open;
mod render;
mod reword;
mod run;
mod since;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, OnceLock};

use camino::Utf8PathBuf;
use rayon::prelude::*;

use crate::brief::decode::Decoded;
use crate::brief::release::{Audience, release};
use crate::check::{Subject, check};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::export::{self, Export, Maker, Material, Words};
use crate::input::{InputError, Inputs};
use crate::method::Method;
use crate::output::{self, OutputError, SHARD, Written};
use crate::page::Pages;
use crate::plan::urls;
use crate::plan::{PageKind, Plan, plan};
use crate::site::resolve::{Library, resolve};
use crate::site::{Reviewed, Site};
use crate::text::{SitePath, Span};
use crate::theme::{self, Fragments, Rendered, Theme};
use crate::value::date::Day;
use crate::value::web::WebUrl;

use self::render::{gate, on_pages, render};
use self::write::{stream, write};

pub use self::cache::Cache;
pub use self::open::{BadSettings, Opened, Opening, open, settings};
pub use self::reword::{Reworded, reword};
pub use self::run::{Run, Stage, UNWATCHED, Watch, sources};
pub use crate::brief::release::Drafts;
pub use assets::Published;

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

/// Whether what templates are given is written beside the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants say it")]
pub enum Views {
    Written,
    Unwritten,
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
    /// The files for machines.
    pub exports: Vec<Export>,
    /// How they look.
    pub theme: Theme,
    /// All that was found, in no order yet.
    pub diagnostics: Vec<Diagnostic>,
    /// The search index, once somebody asked for it.
    index: OnceLock<BTreeMap<SitePath, Vec<u8>>>,
}

/// Reads the meaning out of a site's files. What the cache holds of an earlier load is not parsed again.
#[must_use]
pub fn load(inputs: &Inputs, config: &Config, options: &Options, cache: &mut Cache) -> Loaded {
    let decoded = cache.parse(inputs);
    understand(decoded, inputs, (config, options), cache, UNWATCHED)
}

/// Reads the meaning out of what was parsed; each stage is told when it ends.
fn understand(
    decoded: Vec<Decoded>,
    inputs: &Inputs,
    (config, options): (&Config, &Options),
    cache: &mut Cache,
    watch: Watch<'_>,
) -> Loaded {
    let config = Config { base_url: options.base_url.clone().or(config.base_url.clone()), ..config.clone() };
    let (mut diagnostics, mut allows) = (inputs.diagnostics.clone(), Vec::new());
    let documents = decoded.into_iter().map(|decoded| {
        diagnostics.extend(decoded.diagnostics);
        allows.extend(decoded.allows);
        decoded.document
    });
    let audience = Audience { tlp: config.tlp, drafts: options.drafts, now: options.now };
    let manuscript = release(documents, &audience);
    let held_files = manuscript.held_files.keys().copied().collect();
    let assets: BTreeSet<Utf8PathBuf> = inputs.assets.keys().cloned().collect();
    let resolved = resolve(manuscript, &config, Library { files: &inputs.files, assets: &assets });
    diagnostics.extend(resolved.diagnostics);
    let site = resolved.site;
    watch(Stage::Resolve, 0);
    let method = Method::compute(&site, &config);
    watch(Stage::Method, 0);
    let (theme, faults) = theme::load(&inputs.theme, &inputs.files, &config.language);
    diagnostics.extend(faults);
    watch(Stage::Theme, 0);
    let changes = since::changes(inputs, &config, (&site, &method), cache, &mut diagnostics);
    let (plan, paths) = plan(&site, &method, &config, changes.as_ref());
    let exports = export::list(&site, &config, &plan.pages);
    let exported = exports.iter().map(|export| export.path.clone());
    let generated = generated(&theme, inputs).chain(exported).chain(output::own_paths());
    diagnostics.extend(paths.with_files(&site, generated));
    watch(Stage::Plan, 0);
    let findings = check(Subject {
        site: &site,
        method: &method,
        config: &config,
        files: &inputs.files,
        today: today(options.now),
    });
    let findings = unspoilt(findings, &diagnostics);
    diagnostics.extend(findings);
    let mut loaded =
        Loaded { config, site, method, plan, exports, theme, diagnostics, index: OnceLock::new() };
    let of_theme = theme_files(&loaded, inputs);
    loaded.diagnostics.extend(of_theme);
    allow::silence(&mut loaded.diagnostics, allows, &loaded.config.checks, &held_files);
    watch(Stage::Check, 0);
    loaded
}

/// What is wrong with files that the site's own theme brings.
fn theme_files(loaded: &Loaded, inputs: &Inputs) -> Vec<Diagnostic> {
    let files = files(loaded, inputs);
    let gate = gate(loaded, &files);
    let texts = loaded.theme.own_statics().flat_map(|(path, text, file)| {
        let complaints = gate.theme_file(path.as_str(), text).into_iter();
        complaints.map(move |(at, what, help)| {
            let message = format!("the theme's file `{path}` {what}");
            Diagnostic::new(Code::ThemeFile, Span::new(file, at..at), message).help(help)
        })
    });
    let binaries = inputs.theme.assets.keys().filter_map(|name| theme::static_path(name)).flat_map(|path| {
        let complaints = gate.theme_file(path.as_str(), "").into_iter();
        complaints.map(move |(_, what, help)| {
            Diagnostic::of_site(Code::ThemeFile, format!("the theme's file `{path}` {what}")).help(help)
        })
    });
    texts.chain(binaries).collect()
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

/// The theme's files that go out as they are, and the search index's root.
fn generated<'t>(theme: &'t Theme, inputs: &'t Inputs) -> impl Iterator<Item = SitePath> + 't {
    let statics = theme.statics().map(|(path, _)| path.clone());
    let binaries = inputs.theme.assets.keys().filter_map(|name| theme::static_path(name));
    statics.chain(binaries).chain([export::search::root()])
}

impl Loaded {
    /// The views of its pages.
    fn pages(&self) -> Pages<'_> {
        Pages::new(&self.site, &self.method, &self.config, &self.plan)
    }

    /// Makes the files for machines.
    #[must_use]
    pub fn maker(&self) -> Maker<'_> {
        Maker::new(self.material())
    }

    fn material(&self) -> Material<'_> {
        Material {
            site: &self.site,
            method: &self.method,
            config: &self.config,
            plan: &self.plan,
            words: self.words(),
        }
    }

    fn words(&self) -> Words<'_> {
        let word = |keys| self.theme.word(&self.config.language, keys);
        Words {
            corrections: word("pages.corrections"),
            changes: word("pages.changes"),
            before: word("changes.before"),
            kinds: ["changes.added", "changes.changed", "changes.withdrawn", "changes.reassessed"].map(word),
            states: [
                "states.withdrawn",
                "states.disowned",
                "states.superseded",
                "states.fallen",
                "states.live",
            ]
            .map(word),
            backings: [
                "backing.corroborated",
                "backing.allied",
                "backing.unproven",
                "backing.single-origin",
                "backing.none",
            ]
            .map(word),
            receptions: [
                "reception.contested",
                "reception.contradicted",
                "reception.admitted",
                "reception.conceded",
                "reception.conceded-in-part",
                "reception.disputed",
                "reception.questioned",
                "reception.unanswered",
            ]
            .map(word),
        }
    }
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

/// Lets the calling thread take part in the parallel loops, instead of waiting for them: for a command that does
/// nothing else, and before it loads. `RAYON_NUM_THREADS=1` then means a single thread.
pub fn work_here() {
    // Fails only when the loops have begun without this thread, which is no harm.
    let _too_late = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
}

/// Renders every page and writes all files to the staging folder; nothing is published yet.
///
/// It stops, file by file, once it is asked to.
///
/// # Errors
/// The first failure of the machine, or the stop; else all pages on which the theme fails or that the gate refuses,
/// and all pictures that cannot be cleaned.
pub fn build(loaded: &Loaded, inputs: &Inputs, run: &Run<'_>) -> Result<(), BuildError> {
    let all = files(loaded, inputs);
    let gate = gate(loaded, &all);
    let held = |place: usize| run.shard.as_ref().is_none_or(|(shard, _)| shard.holds(place));
    let (mut pages, mut exports, mut texts, mut assets) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (path, file) in all.iter().enumerate().filter(|(place, _)| held(*place)).map(|(_, file)| file) {
        match file {
            File::Page(place) => pages.push(*place),
            File::Export(export) => exports.push(export),
            File::Text(text) => texts.push((path, text)),
            File::Asset(asset) => assets.push(asset),
            File::Index(_) => {}
        }
    }
    staged(Stage::Exports, run, |written| {
        let maker = loaded.maker();
        let make = |export: &&Export| stream(run, &export.path, |out| maker.write(export, out), written);
        // The large ones, those over the whole site, stand side by side: each is a piece of work of its own.
        exports.par_iter().with_max_len(1).try_for_each(make)
    })?;
    let views = loaded.pages().with_files(told(loaded, &pages, run)?);
    // The search index is one piece of work; a thread makes it while the others render.
    let mut faults = staged(Stage::Pages, run, |written| {
        rayon::join(|| render(&views, loaded, &gate, &pages, run, written), || index(loaded)).0
    })?;
    // Small values by the hundred thousand, of a program that builds once and soon ends: to free each takes time, and
    // nobody needs the room. Where `publish` goes on, they stay until it is done.
    std::mem::forget(views);
    staged(Stage::Files, run, |written| {
        texts.iter().try_for_each(|(path, text)| write(run, path, text.as_bytes(), written))?;
        let put = |file: &Published, bytes: &[u8]| write(run, &file.path, bytes, written);
        faults.extend(assets::publish(loaded, assets, &gate, put)?);
        if !faults.is_empty() {
            return Err(BuildError::Pages(faults));
        }
        let index = (all.len()..).zip(index(loaded)).filter(|(place, _)| held(*place));
        index.map(|(_, file)| file).try_for_each(|(path, bytes)| write(run, path, bytes, written))
    })?;
    if let Some((shard, sources)) = &run.shard
        && let Ok(path) = SitePath::new(SHARD)
    {
        let whole: BTreeSet<&SitePath> = all.keys().chain(index(loaded).keys()).collect();
        run.staging.write(&path, &output::record(*shard, sources.clone(), whole)?)?;
    }
    Ok(())
}

/// The files that the page of open data tells of: those that were just made; of a share, some were not.
fn told(loaded: &Loaded, pages: &[usize], run: &Run<'_>) -> Result<Vec<Written>, OutputError> {
    let tells = |place: &usize| loaded.plan.pages[*place].kind == PageKind::Data;
    match &run.shard {
        None => Ok(run.staging.written_in(urls::DATA)),
        Some(_) if pages.iter().any(tells) => data_files(loaded),
        Some(_) => Ok(Vec::new()),
    }
}

/// What is wrong with the pictures and other files that would go out; nothing is written.
///
/// # Errors
/// When one cannot be read.
pub fn check_assets(loaded: &Loaded, inputs: &Inputs) -> Result<Vec<Diagnostic>, BuildError> {
    let files = files(loaded, inputs);
    let published = files.values().filter_map(|file| match file {
        File::Asset(asset) => Some(asset),
        _ => None,
    });
    assets::publish(loaded, published, &gate(loaded, &files), |_, _| Ok(()))
}

/// One stage of a build, which is told when it ends; `work` adds up the bytes that it writes.
fn staged<T>(
    stage: Stage,
    run: &Run<'_>,
    work: impl FnOnce(&AtomicU64) -> Result<T, BuildError>,
) -> Result<T, BuildError> {
    let written = AtomicU64::new(0);
    let done = work(&written)?;
    (run.watch)(stage, written.into_inner());
    Ok(done)
}

/// What a file of the output is made from.
#[derive(Clone, Debug)]
pub enum File {
    /// A page, by its place in the plan.
    Page(usize),
    /// A text of the theme.
    Text(Arc<str>),
    /// A file of the content, or of the theme.
    Asset(Published),
    /// The same knowledge for machines.
    Export(Export),
    /// A file of the search index.
    Index(SitePath),
}

/// The files of the search index, which are made all at once, the first time that one is asked for.
pub fn index(loaded: &Loaded) -> &BTreeMap<SitePath, Vec<u8>> {
    loaded.index.get_or_init(|| export::search::files(loaded.material()))
}

/// A file of the search index by its path. Other paths do not make the index.
#[must_use]
pub fn indexed(loaded: &Loaded, path: &SitePath) -> Option<File> {
    let is_there = export::search::may_hold(path) && index(loaded).contains_key(path);
    is_there.then(|| File::Index(path.clone()))
}

/// Every file of the output but those of the search [`index`].
#[must_use]
pub fn files(loaded: &Loaded, inputs: &Inputs) -> BTreeMap<SitePath, File> {
    let pages =
        loaded.plan.pages.iter().enumerate().map(|(place, page)| (page.path.clone(), File::Page(place)));
    let texts = loaded.theme.statics().map(|(path, text)| (path.clone(), File::Text(Arc::clone(text))));
    let of_theme = inputs.theme.assets.iter();
    let of_theme =
        of_theme.filter_map(|(name, asset)| Some((theme::static_path(name)?, asset, Reviewed::No)));
    // A path that is none was reported when the pages were planned.
    let of_content = loaded.site.assets.iter().filter_map(|(name, reviewed)| {
        let path = SitePath::new(name.as_str()).ok()?;
        Some((path, inputs.assets.get(name)?, *reviewed))
    });
    let assets = of_theme.chain(of_content).map(|(path, asset, reviewed)| {
        let asset = Published { path: path.clone(), asset: asset.clone(), reviewed };
        (path, File::Asset(asset))
    });
    let exports = loaded.exports.iter().map(|export| (export.path.clone(), File::Export(export.clone())));
    pages.chain(texts).chain(assets).chain(exports).collect()
}

/// The bytes of one file of the output, made on their own.
///
/// # Errors
/// When the theme fails on the page, or an asset cannot be read.
pub fn bytes(loaded: &Loaded, file: &File) -> Result<Vec<u8>, BuildError> {
    match file {
        File::Page(place) => {
            let page = &loaded.plan.pages[*place];
            let files = if page.kind == PageKind::Data { data_files(loaded)? } else { Vec::new() };
            let pages = loaded.pages().with_files(files);
            let fragments = Fragments::of_one_page(&loaded.theme, &pages);
            let mut out = Rendered::default();
            let rendered = fragments.render(&pages.view(page), &mut out);
            rendered.map_err(|fault| BuildError::Pages(vec![on_pages(fault, page, 0)]))?;
            Ok(out.html)
        }
        File::Text(text) => Ok(text.as_bytes().to_vec()),
        File::Asset(asset) => asset.bytes(),
        File::Export(export) => Ok(loaded.maker().bytes(export)),
        File::Index(path) => Ok(index(loaded).get(path).cloned().unwrap_or_default()),
    }
}

/// The files of open data, made for their sizes and checksums.
fn data_files(loaded: &Loaded) -> Result<Vec<Written>, OutputError> {
    let maker = loaded.maker();
    let of_data = loaded.exports.iter().filter(|export| export.path.as_str().starts_with(urls::DATA));
    // In the order in which the staging folder tells of them.
    let of_data: BTreeMap<&SitePath, &Export> = of_data.map(|export| (&export.path, export)).collect();
    let sum = |export: &Export| Written::of(export.path.clone(), |out| maker.write(export, out));
    of_data.into_values().map(sum).collect()
}
