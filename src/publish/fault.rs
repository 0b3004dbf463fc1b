//! Why a site was not brought to its place, in words that hold no secret.

use std::fmt;
use std::io;

use crate::output::OutputError;
use crate::text::SitePath;

/// What went wrong.
#[derive(Debug)]
pub enum Fault {
    /// A safety rule forbids it; nothing was sent.
    Refused(Refusal),
    /// Something that the settings name is not there: a variable, a file, a program.
    Settings(String),
    /// The remote did not do what it was asked.
    Remote(String),
    /// Somebody else published meanwhile.
    Conflict(String),
    /// This machine failed.
    Machine(io::Error),
    /// It was asked to stop.
    Stopped,
}

/// The safety rule that stands against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// What stands there bears another site's name.
    OtherSite {
        /// The name there.
        there: String,
        /// The name here.
        here: String,
    },
    /// What stands there was written by a newer program, whose version is given if it can be read.
    Newer(Option<String>),
    /// The manifest there cannot be understood.
    BadManifest,
    /// Files stand there that this program did not write, in the place of some that it would.
    Foreign(Vec<SitePath>),
    /// The target is something else than a place that this program made.
    NotOurs(String),
    /// More would be deleted than goes without saying.
    Withdrawn {
        /// So many.
        count: usize,
        /// Of so many that stand there.
        of: usize,
    },
    /// Pages lead to this machine instead of the site.
    Localhost(Vec<SitePath>),
    /// The built site is not as it was built, or the target overlaps it.
    Output(crate::output::Refusal),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Machine(error)
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<OutputError> for Fault {
    fn from(error: OutputError) -> Self {
        match error {
            OutputError::Refused(refusal) => Self::Refused(Refusal::Output(refusal)),
            OutputError::Machine(error) => Self::Machine(error),
            error @ (OutputError::Clash(_) | OutputError::Busy(_)) => {
                Self::Machine(io::Error::other(error.to_string()))
            }
        }
    }
}

impl Fault {
    /// What to do about it; starts with a verb.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let Self::Refused(refusal) = self else {
            return match self {
                Self::Remote(_) | Self::Conflict(_) => {
                    Some("run the command again; it sends only what is missing".to_owned())
                }
                _ => None,
            };
        };
        Some(match refusal {
            Refusal::OtherSite { .. } | Refusal::Foreign(_) => {
                "look at what stands there; add `--adopt` to take it over".to_owned()
            }
            Refusal::Newer(_) => "install the version that wrote it, or a newer one".to_owned(),
            Refusal::BadManifest => "look at the file there, and restore it from a copy".to_owned(),
            Refusal::NotOurs(_) => "choose a folder that does not exist or is empty".to_owned(),
            Refusal::Withdrawn { count, .. } => {
                format!("look at the list; add `--max-deletes {count}` if that is what you mean")
            }
            Refusal::Localhost(_) => "set `base_url` to where the site will be found".to_owned(),
            Refusal::Output(_) => return None,
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(formatter),
            Self::Settings(text) | Self::Remote(text) | Self::Conflict(text) => formatter.write_str(text),
            Self::Machine(error) => error.fmt(formatter),
            Self::Stopped => formatter.write_str("it was asked to stop"),
        }
    }
}

impl std::error::Error for Fault {}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherSite { there, here } => {
                write!(formatter, "the place belongs to another site: `{there}`, not `{here}`")
            }
            Self::Newer(Some(version)) => {
                write!(formatter, "the place was last published to by a newer variorum, {version}")
            }
            Self::Newer(None) => formatter.write_str("the place was last published to by a newer variorum"),
            Self::BadManifest => {
                write!(formatter, "the manifest `{}` there cannot be understood", super::MANIFEST)
            }
            Self::Foreign(paths) => {
                formatter.write_str("files stand there that variorum did not write, where it would write")?;
                list(formatter, paths)
            }
            Self::NotOurs(text) => formatter.write_str(text),
            Self::Withdrawn { count, of } => {
                write!(formatter, "{count} of the {of} files that stand there would be deleted")
            }
            Self::Localhost(paths) => {
                formatter.write_str("the site has addresses that lead to this machine")?;
                list(formatter, paths)
            }
            Self::Output(refusal) => refusal.fmt(formatter),
        }
    }
}

/// Names at most ten paths, then counts.
fn list(formatter: &mut fmt::Formatter<'_>, paths: &[SitePath]) -> fmt::Result {
    const SHOWN: usize = 10;
    for path in paths.iter().take(SHOWN) {
        write!(formatter, "\n  `{path}`")?;
    }
    match paths.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => write!(formatter, "\n  {more} more"),
    }
}
