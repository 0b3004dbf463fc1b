//! What is printed and how: data to stdout, talk to stderr, colours where they are wanted.
//!
//! A reader that hangs up (`variorum explain | head`) is no error. Whether a stream takes colours is decided by
//! `anstream`, which knows `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE` and `TERM`.

use std::io::{self, ErrorKind, IsTerminal as _, Write as _};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use clap::builder::styling::{AnsiColor, Style};

use super::arguments::{Color, Everywhere};
use super::exit::{Exit, Failure};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::draw::{Format, Style as DrawingStyle, draw};
use crate::query::{Line, Sheet, Weight};
use crate::text::Files;

/// Work that is done sooner needs no sign of life.
const PATIENCE: Duration = Duration::from_millis(300);

/// What is assumed where the terminal does not tell, in columns.
const USUAL_WIDTH: usize = 100;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const HELP: Style = AnsiColor::Cyan.on_default().bold();
const HEADING: Style = Style::new().bold();

/// The two streams, and how much is said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    talk: Talk,
    format: Format,
    documents: Stream,
}

/// Where diagnostics go that programs read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stream {
    Stdout,
    Stderr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Talk {
    Quiet,
    Usual,
    Verbose,
}

impl Terminal {
    pub(super) fn new(flags: &Everywhere) -> Self {
        let choice = match flags.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        choice.write_global();
        let talk = match (flags.quiet, flags.verbose) {
            (true, _) => Talk::Quiet,
            (false, false) => Talk::Usual,
            (false, true) => Talk::Verbose,
        };
        Self { talk, format: flags.format, documents: Stream::Stdout }
    }

    /// For commands whose data is not the diagnostics: these then go to stderr in every format.
    pub(super) const fn beside_data(self) -> Self {
        Self { documents: Stream::Stderr, ..self }
    }

    /// Prints data; ends well if nobody reads it any more.
    pub(super) fn data(&self, text: &str) -> io::Result<()> {
        self.bytes(text.as_bytes())
    }

    /// The same for a file's bytes, which are UTF-8.
    #[expect(
        clippy::unused_self,
        reason = "what is printed goes through the terminal, so that all is found here"
    )]
    pub(super) fn bytes(&self, bytes: &[u8]) -> io::Result<()> {
        let mut stdout = anstream::stdout().lock();
        still_read(stdout.write_all(bytes).and_then(|()| stdout.flush()))
    }

    /// Prints a sheet, its headings bold where colours are wanted.
    pub(super) fn sheet(&self, sheet: &Sheet) -> io::Result<()> {
        let line = |line: &Line| match line.weight {
            Weight::Heading => format!("{HEADING}{}{HEADING:#}\n", line.text),
            Weight::Text => format!("{}\n", line.text),
        };
        self.data(&sheet.lines().iter().map(line).collect::<String>())
    }

    /// How wide the terminal is that data goes to, in columns.
    #[expect(
        clippy::unused_self,
        reason = "what is printed goes through the terminal, so that all is found here"
    )]
    pub(super) fn width(&self) -> usize {
        width(terminal_size::terminal_size_of(io::stdout()))
    }

    /// Says what was done, unless silence was asked for.
    pub(super) fn say(&self, text: &str) {
        if self.talk >= Talk::Usual {
            complain(text);
        }
    }

    /// Says what may harm. Silence does not hide it.
    #[expect(
        clippy::unused_self,
        reason = "what is printed goes through the terminal, so that all is found here"
    )]
    pub(super) fn warn(&self, text: &str) {
        complain(&format!("{WARNING}warning{WARNING:#}: {}", visible(text)));
    }

    /// Says what only some want to know; lines that end themselves.
    pub(super) fn say_more(&self, text: impl FnOnce() -> String) {
        if self.talk == Talk::Verbose {
            complain(text().trim_end_matches('\n'));
        }
    }

    /// Shows diagnostics: to people on stderr; in any other format, which programs read, on stdout, unless that is
    /// taken by data.
    pub(super) fn diagnostics(&self, diagnostics: &[Diagnostic], files: &Files) -> io::Result<()> {
        if self.format != Format::Human && self.documents == Stream::Stdout {
            return self.data(&draw(diagnostics, files, self.format, DrawingStyle::Plain, USUAL_WIDTH));
        }
        let style = match AutoStream::choice(&io::stderr()) {
            ColorChoice::Never => DrawingStyle::Plain,
            _ => DrawingStyle::Coloured,
        };
        let width = width(terminal_size::terminal_size_of(io::stderr()));
        let drawing = draw(diagnostics, files, self.format, style, width);
        if !drawing.is_empty() {
            complain(drawing.trim_end_matches('\n'));
        }
        Ok(())
    }

    /// Asks a question that is answered by yes or no; nothing if nobody is there to answer.
    #[cfg(feature = "publish")]
    #[expect(
        clippy::unused_self,
        reason = "what is printed goes through the terminal, so that all is found here"
    )]
    pub(super) fn ask(&self, question: &str) -> io::Result<Option<bool>> {
        if !io::stdin().is_terminal() {
            return Ok(None);
        }
        write!(anstream::stderr().lock(), "{question} [y/N] ")?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        Ok(Some(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")))
    }

    /// Shows that something is being done, if it takes long and somebody looks.
    pub(super) fn while_working<T>(&self, what: &'static str, work: impl FnOnce() -> T) -> T {
        if self.talk == Talk::Quiet || !io::stderr().is_terminal() {
            return work();
        }
        std::thread::scope(|scope| {
            // Dropped when the work is done or panics; the other thread then ends.
            let (_done, until_done) = channel::<()>();
            scope.spawn(move || {
                if until_done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                    let spinner = indicatif::ProgressBar::new_spinner().with_message(what);
                    spinner.enable_steady_tick(Duration::from_millis(100));
                    let _done = until_done.recv();
                    spinner.finish_and_clear();
                }
            });
            work()
        })
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

fn width(size: Option<(terminal_size::Width, terminal_size::Height)>) -> usize {
    size.map_or(USUAL_WIDTH, |(width, _)| width.0.into())
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
