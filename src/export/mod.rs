//! The same knowledge for machines: one file a format.
//!
//! Every export reads the immutable site, holds public things only and is the same, byte for byte, for the same
//! site. [`list`] says which files a site gets, a [`Maker`] writes them, in any order and from many threads, and piece
//! by piece: no file over the whole site need ever be in memory. `pipeline` asks for all of them, `cli` for one.

mod argdown;
mod bibtex;
mod cited;
pub mod claims;
mod csl;
pub mod csv;
mod feed;
mod geojson;
mod identity;
mod linked;
mod nanopub;
mod robots;
pub mod search;
mod sitemap;
mod stix;
mod xml;

use std::io::{self, BufWriter, Write};
use std::sync::OnceLock;

use strum::{Display, EnumIter, EnumString, IntoEnumIterator as _, IntoStaticStr, VariantNames};

use self::claims::Rows;
use self::feed::Feeds;
use crate::config::Config;
use crate::method::Method;
use crate::page::channel::{Channel, Syntax, channels};
use crate::plan::{Plan, Planned};
use crate::site::Site;
use crate::text::SitePath;
use crate::value::format::ExportFormat;

/// How many bytes are gathered before they are written.
const PIECE: usize = 1 << 16;

/// What an export is made from.
#[derive(Clone, Copy, Debug)]
pub struct Material<'s> {
    /// The site.
    pub site: &'s Site,
    /// What is computed from it.
    pub method: &'s Method,
    /// Its settings.
    pub config: &'s Config,
    /// Its pages.
    pub plan: &'s Plan,
    /// What feeds need of the interface's words.
    pub words: Words<'s>,
}

/// Words of the interface, in the site's language.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words<'s> {
    /// What corrections are called.
    pub corrections: &'s str,
    /// What changes are called.
    pub changes: &'s str,
    /// What stands before a state that was.
    pub before: &'s str,
    /// What became of a claim, by kind in their order.
    pub kinds: [&'s str; 4],
    /// The states, in their order.
    pub states: [&'s str; 5],
    /// What a backing is called, in their order.
    pub backings: [&'s str; 5],
    /// What a reception is called, in their order.
    pub receptions: [&'s str; 8],
}

/// The files over the whole site, by their names. `export` on the command line takes these.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[expect(missing_docs, reason = "each variant is the file named")]
pub enum File {
    #[strum(serialize = "claims.json")]
    Claims,
    #[strum(serialize = "claims.ndjson")]
    ClaimLines,
    #[strum(serialize = "claims.csv")]
    ClaimTable,
    #[strum(serialize = "figures.csv")]
    FigureTable,
    #[strum(serialize = "relations.csv")]
    RelationTable,
    #[strum(serialize = "briefs.csv")]
    BriefTable,
    #[strum(serialize = "actors.csv")]
    ActorTable,
    #[strum(serialize = "events.csv")]
    EventTable,
    #[strum(serialize = "sources.csv")]
    SourceTable,
    #[strum(serialize = "datapackage.json")]
    DataPackage,
    #[strum(serialize = "stix.json")]
    Stix,
    #[strum(serialize = "claims.argdown")]
    Argdown,
    #[strum(serialize = "claims.trig")]
    Nanopub,
    #[strum(serialize = "site.jsonld")]
    SiteJsonLd,
    #[strum(serialize = "sources.csl.json")]
    SourcesCsl,
    #[strum(serialize = "citations.csl.json")]
    CitationsCsl,
    #[strum(serialize = "citations.bib")]
    Bibtex,
    #[strum(serialize = "events.geojson")]
    Geojson,
    #[strum(serialize = "feed.xml")]
    Atom,
    #[strum(serialize = "feed.json")]
    JsonFeed,
    #[strum(serialize = "sitemap.xml")]
    Sitemap,
    #[strum(serialize = "robots.txt")]
    Robots,
}

impl File {
    /// The format that switches it; `None`: it is always made.
    #[must_use]
    pub const fn format(self) -> Option<ExportFormat> {
        match self {
            Self::Claims => None,
            Self::ClaimLines => Some(ExportFormat::Ndjson),
            Self::ClaimTable
            | Self::FigureTable
            | Self::RelationTable
            | Self::BriefTable
            | Self::ActorTable
            | Self::EventTable
            | Self::SourceTable
            | Self::DataPackage => Some(ExportFormat::Csv),
            Self::Stix => Some(ExportFormat::Stix),
            Self::Argdown => Some(ExportFormat::Argdown),
            Self::Nanopub => Some(ExportFormat::Nanopub),
            Self::SiteJsonLd => Some(ExportFormat::SiteJsonLd),
            Self::SourcesCsl | Self::CitationsCsl => Some(ExportFormat::Csl),
            Self::Bibtex => Some(ExportFormat::Bibtex),
            Self::Geojson => Some(ExportFormat::Geojson),
            Self::Atom | Self::JsonFeed => Some(ExportFormat::Feeds),
            Self::Sitemap => Some(ExportFormat::Sitemap),
            Self::Robots => Some(ExportFormat::Robots),
        }
    }

    /// Whether a build makes it.
    fn is_made(self, site: &Site, config: &Config) -> bool {
        let has_entries = !matches!(self, Self::Atom | Self::JsonFeed) || !site.briefs.is_empty();
        has_entries && self.format().is_none_or(|format| config.makes(format))
    }

    /// Its path in the output.
    #[must_use]
    #[expect(clippy::expect_used, reason = "constant paths, and a test makes every one")]
    pub fn path(self) -> SitePath {
        let path = match self {
            Self::Atom | Self::JsonFeed | Self::Sitemap | Self::Robots => self.to_string(),
            _ => format!("data/{self}"),
        };
        SitePath::new(path).expect("a path inside the output")
    }
}

/// One file to be made.
#[derive(Clone, Debug)]
pub struct Export {
    /// Where it goes.
    pub path: SitePath,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    File(File),
    /// Not that of the site, which is a file.
    Feed(Channel, Syntax),
    SitemapPart(usize),
}

/// The files that a site with these pages gets.
#[must_use]
pub fn list(site: &Site, config: &Config, pages: &[Planned]) -> Vec<Export> {
    let files = File::iter().filter(|file| file.is_made(site, config));
    let mut exports: Vec<Export> =
        files.map(|file| Export { path: file.path(), kind: Kind::File(file) }).collect();
    for channel in channels(site, config).into_iter().filter(|channel| *channel != Channel::Site) {
        for syntax in Syntax::ALL {
            exports.extend(export(&channel.path(site, syntax), Kind::Feed(channel.clone(), syntax)));
        }
    }
    if config.makes(ExportFormat::Sitemap) {
        let parts = sitemap_parts(site, pages);
        let parts = (0..parts).filter(|_| parts > 1);
        exports.extend(parts.filter_map(|part| export(&sitemap::part_path(part), Kind::SitemapPart(part))));
    }
    exports
}

/// Ids and language tags always make paths.
fn export(path: &str, kind: Kind) -> Option<Export> {
    Some(Export { path: SitePath::new(path).ok()?, kind })
}

fn sitemap_parts(site: &Site, pages: &[Planned]) -> usize {
    let listed = pages.iter().filter(|page| sitemap::is_listed(site, page)).count();
    listed.div_ceil(sitemap::MOST)
}

/// Makes the files of one site. What several of them hold is made once.
pub struct Maker<'s> {
    material: Material<'s>,
    rows: OnceLock<Rows<'s>>,
    feeds: Option<Feeds<'s>>,
}

impl<'s> Maker<'s> {
    /// Nothing is made yet.
    #[must_use]
    pub fn new(material: Material<'s>) -> Self {
        Self { material, rows: OnceLock::new(), feeds: Feeds::new(material) }
    }

    /// Writes a file, piece by piece: what tells of the whole site may be larger than the memory.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, export: &Export, out: &mut dyn Write) -> io::Result<()> {
        match &export.kind {
            Kind::File(file) => self.write_file(*file, out),
            Kind::Feed(channel, syntax) => out.write_all(&self.feed(channel, *syntax)),
            Kind::SitemapPart(part) => match &self.material.config.base_url {
                Some(base) => out.write_all(&sitemap::part(self.material, base, *part)),
                None => Ok(()),
            },
        }
    }

    /// Writes a file over the whole site, whether a build makes it or not. What needs `base_url` is empty without.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_file(&self, file: File, out: &mut dyn Write) -> io::Result<()> {
        // Most formats write a few bytes at a time.
        let mut out = BufWriter::with_capacity(PIECE, out);
        self.write_pieces(file, &mut out)?;
        out.flush()
    }

    fn write_pieces(&self, file: File, out: &mut impl Write) -> io::Result<()> {
        let Material { site, config, .. } = self.material;
        match file {
            File::Claims => claims::write(self.material, self.rows(), out),
            File::ClaimLines => claims::lines(self.rows().claims(), out),
            File::ClaimTable => csv::claims(self.rows(), site.claims.ids(), out),
            File::FigureTable => csv::figures(self.rows(), out),
            File::RelationTable => csv::relations(self.rows(), out),
            File::BriefTable => csv::briefs(site, out),
            File::ActorTable => csv::actors(site, out),
            File::EventTable => csv::events(site, out),
            File::SourceTable => csv::sources(site, out),
            File::DataPackage => out.write_all(&csv::package::bytes(config)),
            File::Stix => stix::write(self.material, out),
            File::Argdown => argdown::write(self.material, out),
            File::Nanopub => nanopub::write(self.material, out),
            File::SiteJsonLd => linked::write(self.material, out),
            File::SourcesCsl => csl::sources(self.material, out),
            File::CitationsCsl => csl::citations(self.material, out),
            File::Bibtex => bibtex::write(self.material, out),
            File::Geojson => geojson::write(self.material, out),
            File::Atom => out.write_all(&self.feed(&Channel::Site, Syntax::Atom)),
            File::JsonFeed => out.write_all(&self.feed(&Channel::Site, Syntax::Json)),
            File::Sitemap => out.write_all(&self.sitemap()),
            File::Robots => out.write_all(&robots::bytes(self.material)),
        }
    }

    /// A file's bytes, all at once.
    #[must_use]
    pub fn bytes(&self, export: &Export) -> Vec<u8> {
        in_memory(|out| self.write(export, out))
    }

    /// The bytes of a file over the whole site, as [`Maker::write_file`] writes them.
    #[must_use]
    pub fn file(&self, file: File) -> Vec<u8> {
        in_memory(|out| self.write_file(file, out))
    }

    fn rows(&self) -> &Rows<'s> {
        self.rows.get_or_init(|| Rows::new(self.material.site, self.material.method))
    }

    fn feed(&self, channel: &Channel, syntax: Syntax) -> Vec<u8> {
        self.feeds.as_ref().map(|feeds| feeds.bytes(channel, syntax)).unwrap_or_default()
    }

    fn sitemap(&self) -> Vec<u8> {
        let Some(base) = &self.material.config.base_url else { return Vec::new() };
        match sitemap_parts(self.material.site, &self.material.plan.pages) {
            0 | 1 => sitemap::part(self.material, base, 0),
            parts => sitemap::index(base, parts),
        }
    }
}

#[expect(clippy::expect_used, reason = "memory takes all that is written, and rows always serialise")]
fn in_memory(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("a file in memory");
    bytes
}

/// A JSON list, one item a line.
fn json_list(items: impl Iterator<Item: serde::Serialize>, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (place, item) in items.enumerate() {
        out.write_all(if place == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &item)?;
    }
    out.write_all(b"\n]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_a_path() {
        let paths: Vec<String> = File::iter().map(|file| file.path().to_string()).collect();
        assert_eq!(paths[0], "data/claims.json");
        assert!(paths.iter().all(|path| path.ends_with(File::VARIANTS[paths.iter().position(|p| p == path).unwrap_or(0)])));
    }
}
