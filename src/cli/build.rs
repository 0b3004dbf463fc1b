//! `build`: the site is checked, rendered beside the old one, and published in one step; a share of it, or the union
//! of all shares, as well.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use camino::{Utf8Path, Utf8PathBuf};
use signal_hook::consts::{SIGINT, SIGTERM};

use super::exit::{Exit, Failure};
use super::open::{Opened, Opening, open_with, settings};
use super::terminal::Terminal;
use super::timings::Stopwatch;
use crate::diagnostic;
use crate::input::{CONTENT, THEMES};
use crate::output::{self, Report, Shard, Staging};
use crate::pipeline::{self, BuildError, Options, Run, Stage, Watch};
use crate::text::SitePath;

/// What is asked for on the command line. `output` starts at the working directory.
pub(super) struct Request {
    pub(super) output: Option<Utf8PathBuf>,
    pub(super) options: Options,
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
    let stop = stop_at_signals()?;
    let Opening::Site(site) = open_with(directory, |_| Ok(request.options), terminal, watch)? else {
        return Ok(Exit::Usage);
    };
    if site.exit() != Exit::Success {
        return Ok(site.exit());
    }
    let target = request.output.unwrap_or_else(|| site.inputs.root.join(&site.config.output));
    let order = Order { target: &target, stop: &stop, shard: request.shard, watch };
    let ending = build(&site, &order, terminal)?;
    if request.timings == Timings::Shown {
        terminal.say(&stopwatch.table());
    }
    Ok(match ending {
        Ending::Built => Exit::Success,
        Ending::Not(exit) => exit,
    })
}

/// Unites shares in the output folder. The site's own files are not read, but for its settings.
pub(super) fn unite(
    directory: &Utf8Path,
    shares: &[Utf8PathBuf],
    output: Option<Utf8PathBuf>,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let Some((root, config)) = settings(directory, terminal)? else { return Ok(Exit::Usage) };
    let target = output.unwrap_or_else(|| root.join(&config.output));
    let staging = Staging::begin(&target, &root, &[CONTENT, THEMES])?;
    output::merge(shares, &staging)?;
    tell(&staging.publish()?, &target, terminal);
    Ok(Exit::Success)
}

/// How a build ended; why it was not done has been shown.
pub(super) enum Ending {
    Built,
    Not(Exit),
}

/// Where a site is built, and how much of it.
pub(super) struct Order<'o> {
    pub(super) target: &'o Utf8Path,
    pub(super) stop: &'o AtomicUsize,
    /// `None`: all of it.
    pub(super) shard: Option<Shard>,
    pub(super) watch: Watch<'o>,
}

/// Builds a site without errors, and tells what is new.
pub(super) fn build(site: &Opened, order: &Order<'_>, terminal: &Terminal) -> Result<Ending, Failure> {
    match terminal.while_working("building", || publish(site, order)) {
        Ok(report) => {
            tell(&report, order.target, terminal);
            Ok(Ending::Built)
        }
        Err(BuildError::Theme(faults)) => {
            let faults = diagnostic::settle(faults, &site.config.checks, &site.inputs.files);
            terminal.diagnostics(&faults, &site.inputs.files)?;
            Ok(Ending::Not(Exit::Content))
        }
        Err(BuildError::Stopped) => Ok(Ending::Not(stopped(order.stop))),
        Err(BuildError::Input(error)) => Err(error.into()),
        Err(BuildError::Output(error)) => Err(error.into()),
    }
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

fn publish(site: &Opened, order: &Order<'_>) -> Result<Report, BuildError> {
    let staging = Staging::begin(order.target, &site.inputs.root, &[CONTENT, THEMES])?;
    let shard = match order.shard {
        Some(shard) => Some((shard, pipeline::sources(&site.inputs, &site.options)?)),
        None => None,
    };
    let run = Run { staging: &staging, stop: order.stop, shard, watch: order.watch };
    pipeline::build(&site.loaded, &site.inputs, &run)?;
    let report = staging.publish()?;
    (order.watch)(Stage::Publish, 0);
    Ok(report)
}

fn tell(report: &Report, target: &Utf8Path, terminal: &Terminal) {
    let lists = [("new", &report.new), ("changed", &report.changed), ("removed", &report.removed)];
    for (word, paths) in lists {
        terminal.say_more(|| paths.iter().map(|path: &SitePath| format!("{word} {path}\n")).collect());
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
