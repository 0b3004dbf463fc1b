//! `serve`: the site in a browser while it is written. What the server reports is printed here.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use camino::Utf8Path;
use signal_hook::consts::{SIGINT, SIGTERM};

use super::arguments::Serving;
use super::exit::{Exit, Failure, with_causes};
use super::terminal::Terminal;
use crate::diagnostic::{self, Code, Diagnostic, Severity};
use crate::input::SiteFolder;
use crate::pipeline::Drafts;
use crate::serve::{self, Reading, Report, Settings, StartError, Watching};

pub(super) fn run(
    directory: &Utf8Path,
    serving: Serving,
    now: fn() -> jiff::Timestamp,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    end_at_signals()?;
    let Serving { port, bind, open, drafts, poll } = serving;
    let settings = Settings {
        root: SiteFolder::find(directory)?,
        bind,
        port,
        drafts: if drafts { Drafts::Shown } else { Drafts::Hidden },
        watching: if poll { Watching::Polling } else { Watching::Events },
        now,
    };
    if !bind.is_loopback() {
        let what = if drafts { "everything, drafts included" } else { "the site" };
        terminal.warn(&format!("whoever can reach `{bind}` can read {what}"));
    }
    let server = serve::start(settings)?;
    let address = address(server.address);
    terminal.data(&format!("{address}\n"))?;
    if open && let Err(error) = ::open::that_detached(&address) {
        terminal.warn(&format!("no browser could be opened: {error}"));
    }
    let mut told = Told::default();
    while let Some(report) = server.next() {
        told.tell(report, terminal)?;
    }
    Ok(Exit::Machine)
}

/// The program ends in the midst of whatever it does: it has nothing on the disk to put in order.
fn end_at_signals() -> Result<(), Failure> {
    let at_once = Arc::new(AtomicBool::new(true));
    for (signal, exit) in [(SIGINT, Exit::Interrupted), (SIGTERM, Exit::Terminated)] {
        signal_hook::flag::register_conditional_shutdown(signal, exit as i32, Arc::clone(&at_once))?;
    }
    Ok(())
}

/// What to type into a browser.
fn address(listening: SocketAddr) -> String {
    let ip = match listening.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    format!("http://{}/", SocketAddr::new(ip, listening.port()))
}

/// What was told so far, so that nothing but news is.
#[derive(Default)]
struct Told {
    readings: usize,
    warnings: BTreeSet<(Option<String>, Code, String)>,
}

impl Told {
    fn tell(&mut self, report: Report, terminal: &Terminal) -> Result<(), Failure> {
        match report {
            Report::Read(reading) => self.reading(reading, terminal),
            Report::Unreadable(error) => {
                terminal.failure(&error.into());
                Ok(())
            }
            Report::Polling { reason } => {
                terminal.warn(&format!(
                    "the folder is looked at every second, for it cannot be watched: {reason}"
                ));
                Ok(())
            }
        }
    }

    /// All errors, and the warnings that the reading before did not have.
    fn reading(&mut self, reading: Reading, terminal: &Terminal) -> Result<(), Failure> {
        let Reading { diagnostics, files } = reading;
        let key = |found: &Diagnostic| {
            let path = found.place.map(|place| files.path(place.file).to_string());
            (path, found.code, found.message.clone())
        };
        let warnings =
            diagnostics.iter().filter(|found| found.severity != Severity::Error).map(key).collect();
        let before = std::mem::replace(&mut self.warnings, warnings);
        let has_errors = diagnostic::has_errors(&diagnostics);
        let is_news = |found: &Diagnostic| found.severity == Severity::Error || !before.contains(&key(found));
        let news: Vec<Diagnostic> = diagnostics.into_iter().filter(is_news).collect();
        terminal.diagnostics(&news, &files)?;
        self.readings += 1;
        match (self.readings, has_errors) {
            (1, false) => terminal.say("the site is served; Ctrl-C ends it"),
            (1, true) => terminal.say("the site is served once it has no errors"),
            (_, false) => terminal.say("read again"),
            (_, true) => terminal.say("read again; the last site without errors is served"),
        }
        Ok(())
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        let help = match &error {
            StartError::Address { .. } => {
                Some("choose another address with `--bind` and `--port`".to_owned())
            }
            StartError::Machine(_) => None,
        };
        Self { exit: Exit::Machine, message: with_causes(&error), help }
    }
}
