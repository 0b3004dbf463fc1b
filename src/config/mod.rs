//! The settings: `site.toml` becomes [`Config`].
//!
//! All defaults stand here, in [`Config::default`]; what each key means is told to writers (manual,
//! format.md#site-toml). [`decode()`] never fails: it gathers all errors of the file in one run and puts the default in
//! the place of what is wrong. Secrets never stand in the file. `cli` and `serve` call it; all rooms above read the
//! value.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8PathBuf;
use indexmap::IndexSet;

use crate::diagnostic::{Code, Severity};
use crate::text::{SitePath, Spanned};
use crate::value::figure::FigureScale;
use crate::value::format::ExportFormat;
use crate::value::lang::Lang;
use crate::value::measure::{GROUPS, MEASURES, MOMENTARY};
use crate::value::web::WebUrl;
use crate::value::word::{Act, ActorKind, EventKind, GroupSide, RELAYS, SourceKind, Tlp};

mod decode;
pub mod publish;
mod reader;
mod secret;
mod vocabulary;

pub use decode::{base_url, decode};

/// Everything that a site sets.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's name; required, so the default is empty.
    pub title: String,
    /// Where the site will be found: needed by feeds and other absolute addresses only.
    pub base_url: Option<WebUrl>,
    /// The same site as an onion service.
    pub onion: Option<WebUrl>,
    /// The language of what names none.
    pub language: Lang,
    /// One or two sentences.
    pub description: Option<String>,
    /// Who writes the site.
    pub authors: Vec<String>,
    /// Under which licence its data may be used: an address, or a name such as `CC-BY-4.0`.
    pub license: Option<String>,
    /// A folder under `themes/`: a path of one part.
    pub theme: SitePath,
    /// What bears a stricter mark is kept out of the build.
    pub tlp: Tlp,
    /// `[build] output`, relative to the site's folder.
    pub output: Utf8PathBuf,
    /// `[checks]`: severities other than the codes' own; `None` is off.
    pub checks: BTreeMap<Code, Option<Severity>>,
    /// `[vocabulary]`: the site's own words.
    pub vocabulary: Vocabulary,
    /// `[method] relays`: kinds of actors that pass on what others know.
    pub relays: BTreeSet<ActorKind>,
    /// `[figures]`
    pub figures: Figures,
    /// `[exports]`
    pub exports: Exports,
    /// `[feeds]`
    pub feeds: Feeds,
    /// `[changes] since`: an earlier `data/claims.json`, relative to the site's folder.
    pub changes_since: Option<Spanned<SitePath>>,
    /// `[robots] ai_crawlers`
    pub ai_crawlers: AiCrawlers,
    /// `[pages] per_page`: entries of one page of a long list.
    pub per_page: usize,
    /// `[[nav]]`, in the order written.
    pub nav: Vec<NavEntry>,
    /// `[assets] metadata`: files, relative to `content/`, whose metadata the author has looked through.
    pub reviewed: Vec<Spanned<String>>,
    /// `[publish.NAME]`: where the site may go.
    pub publish: BTreeMap<String, publish::Host>,
}

/// What is made for machines.
#[derive(Clone, Debug)]
pub struct Exports {
    /// The formats that are made, if they can be: see [`Config::makes`].
    pub formats: BTreeSet<ExportFormat>,
    /// Those that site.toml switches on in so many words, and where.
    pub asked: Vec<Spanned<ExportFormat>>,
    /// `ids_from`: the address that ids are made from, where the site has moved since; else `base_url`.
    pub ids_from: Option<WebUrl>,
}

/// What feeds hold.
#[derive(Clone, Copy, Debug)]
pub struct Feeds {
    /// Entries of a feed.
    pub limit: usize,
    /// How much of each brief.
    pub content: FeedContent,
}

/// How much of a brief a feed of the whole site holds. Feeds of one thing hold summaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumString, strum::VariantNames)]
#[strum(serialize_all = "kebab-case", parse_err_ty = crate::value::word::UnknownWord, parse_err_fn = crate::value::word::unknown::<FeedContent>)]
pub enum FeedContent {
    /// The summary; where there is none, its first claims.
    #[default]
    Summary,
    /// The text as well.
    Full,
}

/// What `robots.txt` says to programs that gather texts to train models with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumString, strum::VariantNames)]
#[strum(serialize_all = "kebab-case", parse_err_ty = crate::value::word::UnknownWord, parse_err_fn = crate::value::word::unknown::<AiCrawlers>)]
pub enum AiCrawlers {
    /// The same as to everybody.
    #[default]
    Allow,
    /// To stay away.
    Refuse,
}

/// What figures may be given, and what their words mean.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The standard measures, then the site's own.
    pub measures: IndexSet<String>,
    /// The standard groups and the site's own, each with its side.
    pub groups: BTreeMap<String, GroupSide>,
    /// Measures that do not add up over time: who is missing today need not be tomorrow.
    pub momentary: BTreeSet<String>,
    /// The numbers of words and of `~`.
    pub scale: FigureScale,
    /// How many days after an event a count may still be one that grows.
    pub rising_days: u32,
}

/// The words that a site adds to the lists of the format, each a kind of a built-in word.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// `event_kinds`
    pub event_kinds: BTreeMap<String, EventKind>,
    /// `actor_kinds`
    pub actor_kinds: BTreeMap<String, ActorKind>,
    /// `source_kinds`
    pub source_kinds: BTreeMap<String, SourceKind>,
    /// `acts`
    pub acts: BTreeMap<String, Act>,
}

/// One entry of the navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavEntry {
    /// What it says.
    pub title: String,
    /// A link as in bodies.
    pub to: Spanned<String>,
}

impl Default for Config {
    #[expect(clippy::expect_used, reason = "`en` is a language tag and `default` a path, whatever is read")]
    fn default() -> Self {
        Self {
            title: String::new(),
            base_url: None,
            onion: None,
            language: "en".parse().expect("a language tag"),
            description: None,
            authors: Vec::new(),
            license: None,
            theme: SitePath::new("default").expect("a path"),
            tlp: Tlp::default(),
            output: "public".into(),
            checks: BTreeMap::new(),
            vocabulary: Vocabulary::default(),
            relays: BTreeSet::from(RELAYS),
            figures: Figures::default(),
            exports: Exports {
                formats: ExportFormat::defaults().collect(),
                asked: Vec::new(),
                ids_from: None,
            },
            feeds: Feeds { limit: 20, content: FeedContent::default() },
            changes_since: None,
            ai_crawlers: AiCrawlers::default(),
            per_page: 50,
            nav: Vec::new(),
            reviewed: Vec::new(),
            publish: BTreeMap::new(),
        }
    }
}

impl Default for Figures {
    fn default() -> Self {
        Self {
            measures: MEASURES.map(str::to_owned).into(),
            groups: GROUPS.map(|(name, side)| (name.to_owned(), side)).into(),
            momentary: MOMENTARY.map(str::to_owned).into(),
            scale: FigureScale::default(),
            rising_days: 60,
        }
    }
}

impl Config {
    /// Whether a format is made: it is switched on, and what it needs is known.
    #[must_use]
    pub fn makes(&self, format: ExportFormat) -> bool {
        self.exports.formats.contains(&format) && (self.base_url.is_some() || !format.needs_base_url())
    }
}

#[cfg(test)]
mod tests;
