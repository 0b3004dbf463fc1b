//! `data/claims.json`, the reference export, format 2 (manual, open-data.md#claims-json), and the same claims one a
//! line.
//!
//! Lists of ids are sorted and hold nothing twice, but a brief's claims stand in the order written. Confidential
//! sources are counted, never named. Rows are made, written and dropped one by one. Other formats are made from the
//! same rows, `changes` reads them back.

mod claim;
mod event;
mod proposition;
mod records;

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

use super::Material;
use crate::method::{Interval, Method};
use crate::site::{Actor, Claim, Id, Site, Source};
use crate::value::lang::Lang;
use crate::value::web::WebUrl;

pub use self::claim::ClaimRow;
pub(super) use self::claim::FigureRow;
pub(super) use self::event::Degrees;
pub(super) use self::proposition::{PropositionRow, list_key};

/// Raised when a field changes its meaning or goes away.
const FORMAT: u32 = 2;

/// The export as JSON, ending in a newline.
pub(super) fn write(material: Material<'_>, rows: &Rows<'_>, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &whole(material, rows))?;
    out.write_all(b"\n")
}

/// Some of the claims as JSON, ending in a newline: the export's `format` and `claims` and nothing else.
#[must_use]
pub fn extract(rows: &[ClaimRow<'_>]) -> Vec<u8> {
    #[derive(Serialize)]
    struct Extract<'r> {
        format: u32,
        claims: &'r [ClaimRow<'r>],
    }
    line(&Extract { format: FORMAT, claims: rows })
}

/// Writes claims, one a line.
///
/// # Errors
/// Those of the writer.
pub fn lines<'r>(rows: impl IntoIterator<Item = ClaimRow<'r>>, out: &mut impl Write) -> io::Result<()> {
    rows.into_iter().try_for_each(|row| {
        row.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, OneLine))?;
        out.write_all(b"\n")
    })
}

/// JSON in which nothing ends a line but the line's end: some readers of lines take these three signs for one.
struct OneLine;

impl Formatter for OneLine {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, sign)) = rest.char_indices().find(|(_, sign)| LINE_ENDS.contains(sign)) {
            write!(out, "{}\\u{:04x}", &rest[..at], u32::from(sign))?;
            rest = &rest[at + sign.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }
}

const LINE_ENDS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

#[expect(clippy::expect_used, reason = "plain structs with text keys always serialise into memory")]
fn line(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).expect("an export of plain structs");
    bytes.push(b'\n');
    bytes
}

fn whole<'m>(material: Material<'m>, rows: &'m Rows<'m>) -> impl Serialize + 'm {
    let Material { site, config, .. } = material;
    Whole {
        format: FORMAT,
        site: SiteRow {
            title: &config.title,
            base_url: config.base_url.as_ref().map(WebUrl::href),
            language: config.language.as_str(),
        },
        briefs: Each(|| site.briefs.ids().map(|id| rows.brief(id))),
        actors: Each(|| site.actors.ids().map(|id| rows.actor(id))),
        events: Each(|| site.events.ids().map(|id| rows.event(id))),
        sources: Each(|| site.sources.ids().map(|id| rows.source(id))),
        claims: Each(|| rows.claims()),
        propositions: Each(|| rows.propositions()),
    }
}

#[derive(Serialize)]
struct Whole<'s, B: Serialize, A: Serialize, E: Serialize, S: Serialize, C: Serialize, P: Serialize> {
    format: u32,
    site: SiteRow<'s>,
    briefs: B,
    actors: A,
    events: E,
    sources: S,
    claims: C,
    propositions: P,
}

#[derive(Serialize)]
struct SiteRow<'s> {
    title: &'s str,
    base_url: Option<&'s str>,
    language: &'s str,
}

/// A list whose rows are made while it is written.
struct Each<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0())
    }
}

/// Makes rows. The claims' keys, which stand in many of them, are made once.
#[derive(Debug)]
pub struct Rows<'s> {
    pub(super) site: &'s Site,
    pub(super) method: &'s Method,
    keys: Vec<String>,
}

impl<'s> Rows<'s> {
    /// The rows of a site.
    #[must_use]
    pub fn new(site: &'s Site, method: &'s Method) -> Self {
        Self { site, method, keys: site.claims.ids().map(|id| site.claim_key(id)).collect() }
    }

    /// All claims, in their order.
    pub fn claims(&self) -> impl Iterator<Item = ClaimRow<'_>> {
        self.site.claims.ids().map(|id| self.claim(id))
    }

    /// All that `changes` reads of a state, as JSON: the export's `format`, `claims` and `propositions`.
    #[must_use]
    pub fn snapshot(&self) -> Vec<u8> {
        #[derive(Serialize)]
        struct Snapshot<C: Serialize, P: Serialize> {
            format: u32,
            claims: C,
            propositions: P,
        }
        let (claims, propositions) = (Each(|| self.claims()), Each(|| self.propositions()));
        line(&Snapshot { format: FORMAT, claims, propositions })
    }

    /// `BRIEF#ID`
    pub(super) fn key(&self, id: Id<Claim>) -> &str {
        &self.keys[id.index()]
    }

    fn keys(&self, ids: impl IntoIterator<Item = Id<Claim>>) -> Vec<&str> {
        sorted(ids.into_iter().map(|id| self.key(id)))
    }

    fn actors(&self, ids: &[Id<Actor>]) -> Vec<&'s str> {
        sorted(ids.iter().map(|id| self.site.actors[*id].id.as_str()))
    }

    fn sources(&self, ids: &[Id<Source>]) -> Vec<&'s str> {
        sorted(ids.iter().map(|id| self.site.sources[*id].id.as_str()))
    }
}

fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    items.dedup();
    items
}

const fn ends(interval: Interval) -> [u32; 2] {
    [interval.min, interval.max]
}

/// Lists under keys, in the order given, such as that of all relations.
pub(super) struct Keyed<T>(pub(super) Vec<(&'static str, T)>);

impl<T: Serialize> Serialize for Keyed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// Names by language.
struct Names<'s>(&'s [(Lang, String)]);

impl Serialize for Names<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(lang, name)| (lang.as_str(), name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_line_ends_it() {
        let mut out = Vec::new();
        let text = "a\nb\u{85}c\u{2028}\u{2029}d\"";
        text.serialize(&mut serde_json::Serializer::with_formatter(&mut out, OneLine)).expect("in memory");
        assert_eq!(String::from_utf8_lossy(&out), r#""a\nb\u0085c\u2028\u2029d\"""#);
    }
}
