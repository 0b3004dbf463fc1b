//! The command line: arguments, one file a command, and all that is printed.
//!
//! stdout is data (an explanation, a path, a document), stderr is talk. [`run`] is called by `main` alone; it reads
//! the clock once and hands it on as data. Every way to end has its [`Exit`].

use camino::Utf8PathBuf;
use clap::Parser as _;

mod arguments;
mod build;
mod check;
mod diff;
mod exit;
mod explain;
mod export;
mod import;
mod init;
mod new;
mod open;
#[cfg(feature = "publish")]
mod publish;
mod query;
#[cfg(feature = "serve")]
mod serve;
mod show;
mod terminal;
mod theme;
mod timings;
mod verify;

pub use arguments::Arguments;
pub use exit::Exit;

use arguments::{Command, ThemeCommand};
use build::{Request, Timings};
use exit::Failure;
use terminal::Terminal;

use crate::pipeline::{Drafts, Options, Views};
use crate::value::web::WebUrl;

/// Reads the arguments, does what they say, and tells how it ended.
#[must_use]
pub fn run() -> Exit {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return terminal::usage(&error),
    };
    let terminal = Terminal::new(&arguments.everywhere);
    perform(arguments, &terminal).unwrap_or_else(|failure| terminal.failure(&failure))
}

fn perform(arguments: Arguments, terminal: &Terminal) -> Result<Exit, Failure> {
    let directory = arguments.everywhere.directory.unwrap_or_else(|| Utf8PathBuf::from("."));
    match arguments.command {
        Command::Build { output, merge, sign, .. } if !merge.is_empty() => {
            build::unite(&directory, &merge, output, sign, terminal)
        }
        Command::Build { output, drafts, base_url, sign, views, shard, timings, merge: _ } => {
            let drafts = if drafts { Drafts::Shown } else { Drafts::Hidden };
            let views = if views { Views::Written } else { Views::Unwritten };
            let timings = if timings { Timings::Shown } else { Timings::Hidden };
            let options = options(drafts, base_url);
            build::run(&directory, Request { output, key: sign, options, views, shard, timings }, terminal)
        }
        Command::Check => check::run(&directory, &options(Drafts::Hidden, None), terminal),
        #[cfg(feature = "serve")]
        Command::Serve(serving) => serve::run(&directory, serving, now, terminal),
        Command::Query(question) => {
            query::run(&directory, *question, &options(Drafts::Hidden, None), &terminal.beside_data())
        }
        Command::Show { name } => {
            show::run(&directory, &name, &options(Drafts::Hidden, None), &terminal.beside_data())
        }
        Command::Export { file, output, base_url } => export::run(
            &directory,
            file,
            &output,
            &options(Drafts::Hidden, base_url),
            &terminal.beside_data(),
        ),
        Command::Verify { folder, public_key } => verify::run(&folder, public_key.as_ref(), terminal),
        Command::Diff { old, new, form } => diff::run(&old, &new, form, terminal),
        Command::Import { files, map } => import::run(&directory, &files, &map, terminal),
        Command::Init { folder, ci } => init::run(&directory, folder.as_deref(), ci, terminal),
        Command::New { kind, title } => new::run(&directory, kind, &title, now(), terminal),
        #[cfg(feature = "publish")]
        Command::Publish(arguments) => publish::run(&directory, arguments, now(), terminal),
        Command::Theme { command: ThemeCommand::Eject { file } } => {
            theme::eject(&directory, file.as_deref(), terminal)
        }
        Command::Explain { code } => explain::run(code.as_deref(), terminal),
    }
}

fn options(drafts: Drafts, base_url: Option<WebUrl>) -> Options {
    Options { drafts, now: now(), base_url }
}

/// The only look at the clock.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}
