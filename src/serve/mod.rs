//! The development server: shows the site of a folder in a browser while it is written.
//!
//! `desk` reads the folder, and again when `watch` sees a change; each reading is an `edition`. `answer` makes the one
//! file that is asked for out of the newest edition, once `guard` let the request in; `hook` is what pages carry here
//! and nowhere else. Nothing is written, and nothing is served but the files that a build would write. The last site
//! without errors stays while the sources have some. `cli` calls [`start`] and prints the [`Report`]s.

mod answer;
mod desk;
mod edition;
mod guard;
mod hook;
mod listen;
mod watch;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::mpsc;

use camino::Utf8PathBuf;
use tokio::runtime::Runtime;

use crate::diagnostic::Diagnostic;
use crate::input::InputError;
use crate::pipeline::Drafts;
use crate::text::Files;

use answer::Server;
use desk::Desk;
use guard::Door;

pub use watch::Watching;

/// The port where none is asked for.
pub const USUAL_PORT: u16 = 8000;

/// What is served, to whom, and how.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The site's folder, as [`SiteFolder::find`](crate::input::SiteFolder::find) gives it.
    pub root: Utf8PathBuf,
    /// The address to listen on.
    pub bind: IpAddr,
    /// The port; `None`: [`USUAL_PORT`], or any free one where that is taken.
    pub port: Option<u16>,
    /// Whether drafts are shown.
    pub drafts: Drafts,
    /// How changes are noticed.
    pub watching: Watching,
    /// The clock: embargoes pass while the server runs.
    pub now: fn() -> jiff::Timestamp,
}

/// What happened.
#[derive(Debug)]
pub enum Report {
    /// The folder was read.
    Read(Reading),
    /// The folder cannot be read; what was served before is served still.
    Unreadable(InputError),
    /// The system does not tell of changes, so the folder is looked at again and again.
    Polling {
        /// Why.
        reason: String,
    },
}

/// What reading the folder brought.
#[derive(Debug)]
pub struct Reading {
    /// Everything that is wrong, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that the diagnostics speak of.
    pub files: Files,
}

/// Why the server could not be started.
#[derive(Debug)]
pub enum StartError {
    /// The address cannot be listened on.
    Address {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The machine failed.
    Machine(io::Error),
}

/// A server at work: it stops when this is dropped.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    reports: mpsc::Receiver<Report>,
    /// Holds the threads.
    _runtime: Runtime,
}

/// Begins to listen, then to read the folder. A request that comes before that is done waits for it.
///
/// # Errors
/// When the address or the port is not to be had, or the machine has no threads left.
pub fn start(settings: Settings) -> Result<Running, StartError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(listen::THREADS)
        .enable_all()
        .build()
        .map_err(StartError::Machine)?;
    let listener = runtime.block_on(listen::bind(settings.bind, settings.port))?;
    let address = listener.local_addr().map_err(StartError::Machine)?;
    let (reporter, reports) = mpsc::channel();
    let (publisher, editions) = tokio::sync::watch::channel(Arc::default());
    let server = Server::new(Door::new(settings.bind), settings.drafts, editions);
    runtime.spawn(listen::accept(listener, answer::router(server)));
    runtime.spawn(Desk::new(settings, publisher, reporter).work());
    Ok(Running { address, reports, _runtime: runtime })
}

impl Running {
    /// Waits for the next thing that happens; `None` once nothing can happen any more.
    #[must_use]
    pub fn next(&self) -> Option<Report> {
        self.reports.recv().ok()
    }
}

impl std::fmt::Display for StartError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Address { address, .. } => write!(formatter, "the server cannot listen on `{address}`"),
            Self::Machine(_) => formatter.write_str("the server cannot be started"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Address { source, .. } | Self::Machine(source) => Some(source),
        }
    }
}
