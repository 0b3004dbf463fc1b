//! What may be typed: commands, arguments and flags, as `clap` reads them.
//!
//! The doc comments are the program's help. The command line is a stable promise.

use camino::Utf8PathBuf;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use strum::{IntoEnumIterator, VariantNames as _};

use crate::config;
use crate::diagnostic::draw::Format;
use crate::export;
use crate::import::Field;
use crate::method::{Backing, Reception, State};
use crate::output::{PublicKey, Shard};
use crate::value::date::Edtf;
use crate::value::web::WebUrl;
use crate::value::word::Relation;

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
    /// How diagnostics are shown; all but `human` go to stdout, if that is not taken by data
    #[arg(long, global = true, value_name = "FORMAT", default_value_t, value_parser = formats())]
    pub(super) format: Format,
    /// Say nothing but what is wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say which files were written
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
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
    /// Check the site and build it
    Build {
        /// The output folder, from the working directory; else the one that site.toml sets
        #[arg(short, long, value_name = "DIR")]
        output: Option<Utf8PathBuf>,
        /// Show drafts and embargoed briefs
        #[arg(long)]
        drafts: bool,
        /// Where the site will be found, instead of what site.toml says
        #[arg(long, value_name = "URL", value_parser = config::base_url)]
        base_url: Option<WebUrl>,
        /// Build one share of several, such as `2/4`, to be united by `--merge`
        #[arg(long, value_name = "I/N")]
        shard: Option<Shard>,
        /// Unite the shares in these folders instead of building
        #[arg(long, value_name = "DIR", num_args = 1.., conflicts_with_all = ["drafts", "base_url", "shard", "timings", "views"])]
        merge: Vec<Utf8PathBuf>,
        /// Tell how long each stage took, and what it needed
        #[arg(long)]
        timings: bool,
        /// Sign the checksums with this secret key of minisign; else with the one in `VARIORUM_SIGN_KEY`, if any
        #[arg(long, value_name = "FILE")]
        sign: Option<Utf8PathBuf>,
        /// Write beside each page, as PAGE.html.json, what its template is given
        #[arg(long)]
        views: bool,
    },
    /// Check the site and write nothing
    Check,
    /// Show the site in a browser while it is written
    #[cfg(feature = "serve")]
    Serve(Serving),
    /// List the claims that fit
    Query(Box<Question>),
    /// Show all that is known of one thing
    Show {
        /// `BRIEF#ID` for a claim; the id, name or alias of an actor, event, source or brief
        #[arg(value_name = "ID")]
        name: String,
    },
    /// Make one of the files for machines
    Export {
        /// The file, by its name
        #[arg(value_name = "FILE", value_parser = exports())]
        file: export::File,
        /// Where to write it; `-` is the standard output
        #[arg(short, long, value_name = "PATH", default_value = "-")]
        output: Utf8PathBuf,
        /// Where the site will be found, instead of what site.toml says
        #[arg(long, value_name = "URL", value_parser = config::base_url)]
        base_url: Option<WebUrl>,
    },
    /// Hold a built site, or a copy of one, against its manifest.sha256
    Verify {
        /// The folder that holds it
        #[arg(value_name = "DIR")]
        folder: Utf8PathBuf,
        /// Also check that the list was signed with this key of minisign: the key, or a file that holds it
        #[arg(long, value_name = "KEY", value_parser = PublicKey::find)]
        public_key: Option<PublicKey>,
    },
    /// Tell what changed between two states of a site's data
    Diff {
        /// A claims.json, or a built site
        #[arg(value_name = "OLD")]
        old: Utf8PathBuf,
        /// The same of later
        #[arg(value_name = "NEW")]
        new: Utf8PathBuf,
        /// How the changes are given
        #[arg(long = "as", value_enum, value_name = "FORM", default_value_t)]
        form: ChangesForm,
    },
    /// Make draft briefs and records from files of others
    Import {
        /// Tables (.csv), fact-checks (.json, .jsonld), maps of arguments (.argdown)
        #[arg(value_name = "FILE", required = true)]
        files: Vec<Utf8PathBuf>,
        /// What a column of a table tells: `date=Day`
        #[arg(long, value_name = "FIELD=COLUMN", value_parser = mapped)]
        map: Vec<(Field, String)>,
    },
    /// Make a new site with one brief to learn from
    Init {
        /// The site's folder; this one if left out
        #[arg(value_name = "DIR")]
        folder: Option<Utf8PathBuf>,
        /// Also a file by which this host checks and publishes each change; in a site, only that
        #[arg(long, value_enum, value_name = "HOST")]
        ci: Option<CiHost>,
    },
    /// Make a new file in the site and print its path
    New {
        /// What to make
        #[arg(value_enum)]
        kind: Kind,
        /// The brief's or source's title, the actor's or event's name
        title: String,
    },
    /// Build the site and bring it to where its readers are
    #[cfg(feature = "publish")]
    Publish(Publishing),
    /// Change how the site looks
    Theme {
        #[command(subcommand)]
        command: ThemeCommand,
    },
    /// Explain a diagnostic's code; without one, list them all
    Explain {
        /// For example `unknown-key`
        code: Option<String>,
    },
}

/// How the site is shown in a browser.
#[cfg(feature = "serve")]
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Serving {
    /// The port; without it 8000, or any free one where that is taken
    #[arg(short, long, value_name = "PORT")]
    pub(super) port: Option<u16>,
    /// The address to listen on: who can reach it can read the site
    #[arg(long, value_name = "ADDRESS", default_value_t = std::net::Ipv4Addr::LOCALHOST.into())]
    pub(super) bind: std::net::IpAddr,
    /// Open the site in the browser
    #[arg(long)]
    pub(super) open: bool,
    /// Show drafts and embargoed briefs
    #[arg(long)]
    pub(super) drafts: bool,
    /// Look at the folder every second: for folders of other machines, whose changes the system does not tell
    #[arg(long)]
    pub(super) poll: bool,
}

/// What is done with a theme.
#[derive(Debug, Subcommand)]
pub(super) enum ThemeCommand {
    /// Write a file of the built-in theme into the site's theme, to be changed; without one, list them all
    Eject {
        /// The file's path in a theme's folder, such as `templates/brief.html`
        file: Option<String>,
    },
}

/// Which claims are asked for, and how they are given. Values of one flag are alternatives, given by commas or by the
/// flag again; a claim must fit all flags.
#[derive(Args, Debug)]
pub(super) struct Question {
    /// Made by this actor, or by one that is part of it
    #[arg(long, value_name = "ACTOR")]
    pub(super) by: Vec<String>,
    /// About this actor
    #[arg(long, value_name = "ACTOR")]
    pub(super) about: Vec<String>,
    /// On this event
    #[arg(long, value_name = "EVENT")]
    pub(super) event: Vec<String>,
    /// Naming this source, in `source` or `from`
    #[arg(long, value_name = "SOURCE")]
    pub(super) source: Vec<String>,
    /// In this brief
    #[arg(long, value_name = "BRIEF")]
    pub(super) brief: Vec<String>,
    /// In a brief with this tag
    #[arg(long, value_name = "TAG")]
    pub(super) tag: Vec<String>,
    /// In this point of an event
    #[arg(long, value_name = "POINT")]
    pub(super) point: Vec<String>,
    /// With a figure of this measure
    #[arg(long, value_name = "MEASURE")]
    pub(super) measure: Vec<String>,
    /// Of which this became; acts have no answers
    #[arg(long, value_name = "STATE", value_delimiter = ',', value_parser = words::<State>())]
    pub(super) state: Vec<State>,
    /// That are backed so
    #[arg(long, value_name = "BACKING", value_delimiter = ',', value_parser = words::<Backing>())]
    pub(super) backing: Vec<Backing>,
    /// That were received so, by the first reception that fits
    #[arg(long, value_name = "RECEPTION", value_delimiter = ',', value_parser = words::<Reception>())]
    pub(super) reception: Vec<Reception>,
    /// With a verdict of this rating, 1 to 5, or of this name
    #[arg(long, value_name = "VERDICT")]
    pub(super) verdict: Vec<String>,
    /// That state this of another claim
    #[arg(long, value_name = "RELATION", value_delimiter = ',', value_parser = relations())]
    pub(super) relation: Vec<Relation>,
    /// What it was called when one word stood for the three answers
    #[arg(long, hide = true, value_name = "LABEL", value_parser = no_label)]
    pub(super) label: Option<std::convert::Infallible>,
    /// That may date from then or later, an EDTF date such as `2022-04`
    #[arg(long, value_name = "DATE")]
    pub(super) since: Option<Edtf>,
    /// That may date from then or earlier
    #[arg(long, value_name = "DATE")]
    pub(super) until: Option<Edtf>,
    /// With these words in the sentence, the quote or the note, in any case
    #[arg(long, value_name = "TEXT")]
    pub(super) text: Vec<String>,
    /// How the claims are given
    #[arg(long = "as", value_enum, value_name = "FORM", default_value_t)]
    pub(super) form: ClaimsForm,
}

/// How claims are given.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum ClaimsForm {
    /// For people
    #[default]
    Table,
    /// An object with `format` and `claims`, as in data/claims.json
    Json,
    /// The same claims, one a line
    Ndjson,
    /// The same claims as a table for programs
    Csv,
}

/// Where to, and what is confirmed.
#[cfg(feature = "publish")]
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Publishing {
    #[command(flatten)]
    pub(super) run: PublishRun,
    #[command(subcommand)]
    pub(super) action: Option<PublishAction>,
}

/// Looks at a place, or goes back.
#[cfg(feature = "publish")]
#[derive(Debug, Subcommand)]
pub(super) enum PublishAction {
    /// Say what stands there
    Status {
        /// A `[publish.NAME]` of site.toml; may be left out if there is one alone
        name: Option<String>,
        /// As a JSON document
        #[arg(long)]
        json: bool,
    },
    /// Bring back an earlier release, where releases are kept
    Rollback {
        #[command(flatten)]
        run: PublishRun,
        /// The release's number; the one before the present one if left out
        #[arg(long, value_name = "NUMBER")]
        to: Option<u64>,
    },
}

/// What every run that changes something is given.
#[cfg(feature = "publish")]
#[derive(Args, Debug)]
pub(super) struct PublishRun {
    /// A `[publish.NAME]` of site.toml; may be left out if there is one alone
    pub(super) name: Option<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Do not ask
    #[arg(short, long)]
    pub(super) yes: bool,
    /// Let so many files be deleted; needed for more than 100, or more than a fifth of what stands there
    #[arg(long, value_name = "N")]
    pub(super) max_deletes: Option<usize>,
    /// Take over a place that belongs to another site, or holds other files where the site's would be
    #[arg(long)]
    pub(super) adopt: bool,
    /// Give the plan and what came of it as a JSON document
    #[arg(long)]
    pub(super) json: bool,
}

/// A host that builds what is pushed to it.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum CiHost {
    /// GitHub Actions: .github/workflows/site.yml
    Github,
    /// GitLab CI: .gitlab-ci.yml
    Gitlab,
}

/// How changes are given.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum ChangesForm {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
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

/// The names of the formats are known to `diagnostic` alone.
fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::VARIANTS).try_map(|name| name.parse::<Format>())
}

/// The files are known to `export` alone.
fn exports() -> impl TypedValueParser<Value = export::File> {
    PossibleValuesParser::new(export::File::VARIANTS).try_map(|name| name.parse::<export::File>())
}

/// `FIELD=COLUMN`; the fields are known to `import` alone.
fn mapped(text: &str) -> Result<(Field, String), String> {
    let known = || format!("expected FIELD=COLUMN, with one of {}", Field::VARIANTS.join(", "));
    let (field, column) = text.split_once('=').ok_or_else(known)?;
    Ok((field.parse().map_err(|_| known())?, column.to_owned()))
}

/// The answers are known to `method` alone.
fn words<T>() -> impl TypedValueParser<Value = T>
where
    T: IntoEnumIterator + std::str::FromStr<Err = strum::ParseError> + Clone + Send + Sync + 'static,
    &'static str: From<T>,
{
    PossibleValuesParser::new(T::iter().map(<&str>::from)).try_map(|name| name.parse::<T>())
}

/// By their keys.
fn relations() -> impl TypedValueParser<Value = Relation> {
    PossibleValuesParser::new(Relation::iter().map(Relation::key))
        .try_map(|key| Relation::iter().find(|relation| relation.key() == key).ok_or("it is no relation"))
}

fn no_label(_: &str) -> Result<std::convert::Infallible, &'static str> {
    Err("there are three answers in its place: ask by `--state`, `--backing` or `--reception`")
}
