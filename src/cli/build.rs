//! `build`: the site is checked, rendered beside the old one, and published in one step; or a share of it, or the union
//! of all shares.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use signal_hook::consts::{SIGINT, SIGTERM};

use super::exit::{Exit, Failure};
use super::open::{Opened, Opening, open_with, settings};
use super::terminal::Terminal;
use super::timings::Stopwatch;
use crate::diagnostic;
use crate::input::{CONTENT, THEMES};
use crate::output::{self, OutputError, Report, Shard, SignatureError, Signer, SigningKey, Staging};
use crate::pipeline::{self, BuildError, Options, Run, Stage, Views, Watch};
use crate::text::SitePath;

/// Between two looks whether another build has ended.
const WAIT: Duration = Duration::from_millis(50);

/// What is asked for on the command line. `output` starts at the working directory.
pub(super) struct Request {
    pub(super) output: Option<Utf8PathBuf>,
    /// The file of a secret key.
    pub(super) key: Option<Utf8PathBuf>,
    pub(super) options: Options,
    pub(super) views: Views,
    pub(super) shard: Option<Shard>,
    pub(super) timings: Timings,
}

/// Whether it is told where the time went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timings {
    Shown,
    Hidden,
}

pub(super) fn run(directory: &Utf8Path, request: Request, terminal: &Terminal) -> Result<Exit, Failure> {
    let stopwatch = Stopwatch::start();
    let watch: Watch<'_> = &|stage, bytes| stopwatch.lap(stage, bytes);
    let signer = signer(request.key)?;
    pipeline::work_here();
    let Opening::Site(mut site) = open_with(directory, |_| Ok(request.options), terminal, watch)? else {
        return Ok(Exit::Usage);
    };
    if site.exit() != Exit::Success {
        return Ok(site.exit());
    }
    // Before, nothing is staged, so the signals do what they do by themselves: they end the program at once.
    let stop = stop_at_signals()?;
    let target = request.output.unwrap_or_else(|| site.inputs.root.join(&site.config.output));
    let manner = Manner { views: request.views, signer: signer.as_ref(), shard: request.shard, watch };
    let ending = build(&mut site, &target, manner, &stop, terminal)?;
    if request.timings == Timings::Shown {
        terminal.say(&stopwatch.table());
    }
    // The program ends, and the system takes all of it back at once.
    std::mem::forget(site);
    Ok(match ending {
        Ending::Built => Exit::Success,
        Ending::Not(exit) => exit,
    })
}

/// Unites shares in the output folder. Of the site's own files only the settings are read.
pub(super) fn unite(
    directory: &Utf8Path,
    shares: &[Utf8PathBuf],
    output: Option<Utf8PathBuf>,
    key: Option<Utf8PathBuf>,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let signer = signer(key)?;
    let Some((root, config)) = settings(directory, terminal)? else { return Ok(Exit::Usage) };
    let target = output.unwrap_or_else(|| root.join(&config.output));
    let staging = Staging::begin(&target, &root, &[CONTENT, THEMES])?;
    output::merge(shares, &staging)?;
    tell(&staging.seal(signer.as_ref())?.publish()?, &target, terminal);
    Ok(Exit::Success)
}

/// How a site is written.
#[derive(Clone, Copy)]
pub(super) struct Manner<'build> {
    pub(super) views: Views,
    pub(super) signer: Option<&'build Signer>,
    /// `None`: all of the site.
    pub(super) shard: Option<Shard>,
    pub(super) watch: Watch<'build>,
}

/// How a build ended; why it was not done has been shown.
pub(super) enum Ending {
    Built,
    Not(Exit),
}

/// Builds a site without errors, and tells what is new.
pub(super) fn build(
    site: &mut Opened,
    target: &Utf8Path,
    manner: Manner<'_>,
    stop: &AtomicUsize,
    terminal: &Terminal,
) -> Result<Ending, Failure> {
    match publish(site, target, manner, stop, terminal) {
        Ok(report) => {
            tell(&report, target, terminal);
            Ok(Ending::Built)
        }
        Err(BuildError::Pages(faults)) => {
            let faults = diagnostic::settle(faults, &site.config.checks, &site.inputs.files);
            site.inputs.recall(&faults)?;
            terminal.diagnostics(&faults, &site.inputs.files)?;
            Ok(Ending::Not(Exit::Content))
        }
        Err(BuildError::Stopped) => Ok(Ending::Not(stopped(stop))),
        Err(BuildError::Input(error)) => Err(error.into()),
        Err(BuildError::Output(error)) => Err(error.into()),
    }
}

/// The secret key as a text, for machines that keep such things in the environment.
const KEY: &str = "VARIORUM_SIGN_KEY";
/// Its password, if it has one.
const PASSWORD: &str = "VARIORUM_SIGN_PASSWORD";

/// Opens the key that signs the site: that of the command line, else that of the environment.
pub(super) fn signer(file: Option<Utf8PathBuf>) -> Result<Option<Signer>, Failure> {
    let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let key = match file {
        Some(file) => SigningKey::read(&file)?,
        None => match variable(KEY) {
            Some(text) => SigningKey::of(text),
            None => return Ok(None),
        },
    };
    let password = || variable(PASSWORD).map_or_else(ask, Ok);
    key.open(password).map(Some).map_err(|error| Failure::usage(error.to_string()))
}

fn ask() -> Result<String, SignatureError> {
    rpassword::prompt_password("password of the secret key: ").map_err(|_| {
        SignatureError::new(format!(
            "the secret key has a password: put it into `{PASSWORD}`, or use a terminal"
        ))
    })
}

/// How a run ends that was asked to stop.
pub(super) fn stopped(stop: &AtomicUsize) -> Exit {
    match signal(stop) {
        SIGTERM => Exit::Terminated,
        _ => Exit::Interrupted,
    }
}

/// The first of the signals that ask for an end; zero as long as there was none. The build sees it between two
/// pages, so that the staging folder is taken away before the program ends.
pub(super) fn stop_at_signals() -> Result<Arc<AtomicUsize>, Failure> {
    let stop = Arc::new(AtomicUsize::new(0));
    for number in [SIGINT, SIGTERM] {
        let value = usize::try_from(number).unwrap_or(1);
        signal_hook::flag::register_usize(number, Arc::clone(&stop), value)?;
    }
    Ok(stop)
}

fn signal(stop: &AtomicUsize) -> i32 {
    i32::try_from(stop.load(Ordering::Relaxed)).unwrap_or(SIGINT)
}

fn publish(
    site: &Opened,
    target: &Utf8Path,
    manner: Manner<'_>,
    stop: &AtomicUsize,
    terminal: &Terminal,
) -> Result<Report, BuildError> {
    let staging = begin(site, target, stop, terminal)?;
    terminal.while_working("building", || {
        let shard = match manner.shard {
            Some(shard) => Some((shard, pipeline::sources(&site.inputs, &site.options)?)),
            None => None,
        };
        let run = Run { staging: &staging, views: manner.views, stop, shard, watch: manner.watch };
        pipeline::build(&site.loaded, &site.inputs, &run)?;
        let sealed = staging.seal(manner.signer)?;
        heed(stop)?;
        let report = sealed.publish()?;
        (manner.watch)(Stage::Publish, 0);
        Ok(report)
    })
}

/// Waits until no other build is at work on the folder.
fn begin(
    site: &Opened,
    target: &Utf8Path,
    stop: &AtomicUsize,
    terminal: &Terminal,
) -> Result<Staging, BuildError> {
    let try_once = || match Staging::begin(target, &site.inputs.root, &[CONTENT, THEMES]) {
        Err(OutputError::Busy(_)) => Ok(None),
        staging => staging.map(Some).map_err(BuildError::from),
    };
    heed(stop)?;
    if let Some(staging) = try_once()? {
        return Ok(staging);
    }
    terminal.say(&format!("waiting for another build beside `{target}` to end"));
    loop {
        std::thread::sleep(WAIT);
        heed(stop)?;
        if let Some(staging) = try_once()? {
            return Ok(staging);
        }
    }
}

fn heed(stop: &AtomicUsize) -> Result<(), BuildError> {
    if stop.load(Ordering::Relaxed) == 0 { Ok(()) } else { Err(BuildError::Stopped) }
}

fn tell(report: &Report, target: &Utf8Path, terminal: &Terminal) {
    for (word, paths) in [("new", &report.new), ("changed", &report.changed)] {
        terminal.say_more(|| lines(word, paths));
    }
    // What readers may have linked to is always named.
    if !report.removed.is_empty() {
        terminal.say(lines("removed", &report.removed).trim_end());
    }
    let Report { new, changed, unchanged, removed } = report;
    terminal.say(&format!(
        "built `{target}`: {} new, {} changed, {} unchanged, {} removed",
        new.len(),
        changed.len(),
        unchanged.len(),
        removed.len()
    ));
}

fn lines(word: &str, paths: &[SitePath]) -> String {
    paths.iter().map(|path| format!("{word} {path}\n")).collect()
}
