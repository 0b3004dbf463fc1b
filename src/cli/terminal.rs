//! What is printed and how: data to stdout, talk to stderr, colours where they are wanted.
//!
//! A reader that hangs up (`variorum explain | head`) is no error. Whether a stream takes colours is decided by
//! `anstream`, which knows `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE` and `TERM`.

use std::io::{self, ErrorKind, Write as _};

use anstream::ColorChoice;
use clap::builder::styling::{AnsiColor, Style};

use super::arguments::{Color, Everywhere};
use super::exit::{Exit, Failure};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HELP: Style = AnsiColor::Cyan.on_default().bold();

/// The two streams, and how much is said.
#[derive(Debug)]
pub(super) struct Terminal {
    talk: Talk,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Talk {
    Usual,
    Quiet,
}

impl Terminal {
    pub(super) fn new(flags: &Everywhere) -> Self {
        let choice = match flags.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        choice.write_global();
        Self { talk: if flags.quiet { Talk::Quiet } else { Talk::Usual } }
    }

    /// Prints data; ends well if nobody reads it any more.
    #[expect(
        clippy::unused_self,
        reason = "what is printed goes through the terminal, so that all is found here"
    )]
    pub(super) fn data(&self, text: &str) -> io::Result<()> {
        let mut stdout = anstream::stdout().lock();
        still_read(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
    }

    /// Says what was done, unless silence was asked for.
    pub(super) fn say(&self, text: &str) {
        if self.talk == Talk::Usual {
            complain(text);
        }
    }

    /// Says why nothing was done.
    #[expect(
        clippy::unused_self,
        reason = "what is printed goes through the terminal, so that all is found here"
    )]
    pub(super) fn failure(&self, failure: &Failure) -> Exit {
        complain(&format!("{ERROR}error{ERROR:#}: {}", visible(&failure.message)));
        if let Some(help) = &failure.help {
            complain(&format!("  {HELP}help{HELP:#}: {}", visible(help)));
        }
        failure.exit
    }
}

/// Prints help, the version, or what is wrong with the arguments.
pub(super) fn usage(error: &clap::Error) -> Exit {
    match still_read(error.print()) {
        Err(_) => Exit::Machine,
        Ok(()) if error.use_stderr() => Exit::Usage,
        Ok(()) => Exit::Success,
    }
}

/// A line on stderr. Where even that fails there is nobody left to tell.
fn complain(line: &str) {
    let _nobody_listens = writeln!(anstream::stderr().lock(), "{line}");
}

fn still_read(result: io::Result<()>) -> io::Result<()> {
    result.or_else(|error| if error.kind() == ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}

/// Names of files may hold control characters, which must not reach a terminal.
fn visible(text: &str) -> String {
    let show = |one: char| if one.is_control() && one != '\n' { char::REPLACEMENT_CHARACTER } else { one };
    text.chars().map(show).collect()
}
