//! How the program ends: the exit codes of the promise, and failures that have one.
//!
//! The numbers are promised (manual, commands.md#exit-codes). A failure is what no file of the site can mend; the rest
//! are diagnostics.

use std::error::Error;
use std::process::ExitCode;

use crate::input::InputError;
use crate::output::OutputError;
#[cfg(feature = "publish")]
use crate::publish::Fault;
use crate::query::Miss;

/// The exit codes. They are a stable promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Fine.
    Success = 0,
    /// The content has errors.
    Content = 1,
    /// Wrong usage, or an error in `site.toml`.
    Usage = 2,
    /// The machine failed: a disk, a permission.
    Machine = 3,
    /// The remote failed.
    Remote = 4,
    /// Refused by a safety rule.
    Refused = 5,
    /// Interrupted (SIGINT).
    Interrupted = 130,
    /// Terminated (SIGTERM).
    Terminated = 143,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command could not be done.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) exit: Exit,
    /// One plain sentence.
    pub(super) message: String,
    /// What to do; starts with a verb.
    pub(super) help: Option<String>,
}

impl Failure {
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into(), help: None }
    }

    pub(super) fn help(self, text: impl Into<String>) -> Self {
        Self { help: Some(text.into()), ..self }
    }
}

impl From<InputError> for Failure {
    fn from(error: InputError) -> Self {
        let (exit, help) = match error {
            InputError::NoSite { .. } => (
                Exit::Usage,
                Some("run `variorum init` to make a site, or name its folder with `-C`".to_owned()),
            ),
            InputError::NoFolder(_) => (Exit::Usage, None),
            InputError::Unreadable { .. } => (Exit::Machine, None),
        };
        Self { exit, message: with_causes(&error), help }
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        let exit = match error {
            OutputError::Refused(_) | OutputError::Busy(_) => Exit::Refused,
            OutputError::Clash(_) => Exit::Content,
            OutputError::Machine(_) => Exit::Machine,
        };
        Self { exit, message: with_causes(&error), help: None }
    }
}

impl From<Miss> for Failure {
    fn from(miss: Miss) -> Self {
        Self::usage(miss.message).help(miss.help)
    }
}

#[cfg(feature = "publish")]
impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        let exit = match &fault {
            Fault::Refused(_) => Exit::Refused,
            Fault::Settings(_) => Exit::Usage,
            Fault::Remote(_) | Fault::Conflict(_) => Exit::Remote,
            Fault::Machine(_) => Exit::Machine,
            Fault::Stopped => Exit::Interrupted,
        };
        Self { exit, message: with_causes(&fault), help: fault.help() }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self { exit: Exit::Machine, message: with_causes(&error), help: None }
    }
}

/// The error and what lies behind it.
pub(super) fn with_causes(error: &dyn Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message = format!("{message}: {error}");
        cause = error.source();
    }
    message
}
