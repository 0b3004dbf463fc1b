//! What may be typed: commands, arguments and flags, as `clap` reads them.
//!
//! The doc comments are the program's help. The command line is a stable promise.

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// A static-site generator for annotated briefs: who says what, about whom, in which source.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, propagate_version = true)]
pub struct Arguments {
    /// What stands on both sides of the command.
    #[command(flatten)]
    pub(super) everywhere: Everywhere,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Flags that may stand before and after the command.
#[derive(Args, Debug)]
pub(super) struct Everywhere {
    /// Begin in this folder: the site is the nearest one here or above
    #[arg(short = 'C', long, global = true, value_name = "DIR")]
    pub(super) directory: Option<Utf8PathBuf>,
    /// Use colours
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub(super) color: Color,
    /// Say nothing but what is wrong
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR`, `CLICOLOR` or `TERM` say otherwise
    #[default]
    Auto,
    /// Also in files and pipes
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a new site with one brief to learn from
    Init {
        /// The site's folder; this one if left out
        #[arg(value_name = "DIR")]
        folder: Option<Utf8PathBuf>,
    },
    /// Make a new file in the site and print its path
    New {
        /// What to make
        #[arg(value_enum)]
        kind: Kind,
        /// The brief's or source's title, the actor's or event's name
        title: String,
    },
    /// Explain a diagnostic's code; without one, list them all
    Explain {
        /// For example `unknown-key`
        code: Option<String>,
    },
}

/// What `new` makes.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Kind {
    /// content/briefs/YYYY-MM-DD-TITLE.md, a draft
    Brief,
    /// content/actors/NAME.md
    Actor,
    /// content/events/NAME.md
    Event,
    /// content/sources/TITLE.md
    Source,
}
