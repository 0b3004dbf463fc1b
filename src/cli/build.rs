//! `build`: the site is checked, rendered beside the old one, and published in one step.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use camino::{Utf8Path, Utf8PathBuf};
use signal_hook::consts::{SIGINT, SIGTERM};

use super::exit::{Exit, Failure};
use super::open::{Opened, Opening, open};
use super::terminal::Terminal;
use crate::diagnostic;
use crate::input::{CONTENT, THEMES};
use crate::output::{Report, Staging};
use crate::pipeline::{self, BuildError, Options, Views};
use crate::text::SitePath;

/// `output` is the one asked for on the command line: it starts at the working directory.
pub(super) fn run(
    directory: &Utf8Path,
    output: Option<Utf8PathBuf>,
    options: &Options,
    views: Views,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let stop = stop_at_signals()?;
    let Opening::Site(site) = open(directory, options, terminal)? else { return Ok(Exit::Usage) };
    if site.exit() != Exit::Success {
        return Ok(site.exit());
    }
    let target = output.unwrap_or_else(|| site.inputs.root.join(&site.config.output));
    Ok(match build(&site, &target, views, &stop, terminal)? {
        Ending::Built => Exit::Success,
        Ending::Not(exit) => exit,
    })
}

/// How a build ended; why it was not done has been shown.
pub(super) enum Ending {
    Built,
    Not(Exit),
}

/// Builds a site without errors, and tells what is new.
pub(super) fn build(
    site: &Opened,
    target: &Utf8Path,
    views: Views,
    stop: &AtomicUsize,
    terminal: &Terminal,
) -> Result<Ending, Failure> {
    match terminal.while_working("building", || publish(site, target, views, stop)) {
        Ok(report) => {
            tell(&report, target, terminal);
            Ok(Ending::Built)
        }
        Err(BuildError::Theme(faults)) => {
            let faults = diagnostic::settle(faults, &site.config.checks, &site.inputs.files);
            terminal.diagnostics(&faults, &site.inputs.files)?;
            Ok(Ending::Not(Exit::Content))
        }
        Err(BuildError::Stopped) => Ok(Ending::Not(stopped(stop))),
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

fn publish(site: &Opened, target: &Utf8Path, views: Views, stop: &AtomicUsize) -> Result<Report, BuildError> {
    let staging = Staging::begin(target, &site.inputs.root, &[CONTENT, THEMES])?;
    pipeline::build(&site.loaded, &site.inputs, &staging, views, stop)?;
    Ok(staging.publish()?)
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
