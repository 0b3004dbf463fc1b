//! Files that texts refer to: which kinds may be published, and whether they can give away a person or a place.

use camino::Utf8Path;
use std::collections::BTreeMap;

use super::Subject;
use crate::diagnostic::{Code, Diagnostic};
use crate::picture;
use crate::site::{Destination, Reviewed, Site};
use crate::text::Span;

/// What may be done with a kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// It holds what one sees and nothing else: it is published as it is.
    Plain,
    /// It holds what nobody sees as well, which is taken out when it is published.
    Picture,
    /// It can hold names, places and times that nobody sees: only what a person looked through is published.
    Telling,
    /// It is run, or nobody knows what it is: never published.
    Forbidden,
}

fn kind(path: &Utf8Path) -> Kind {
    if picture::is_picture(path) {
        return Kind::Picture;
    }
    match path.extension().map(str::to_ascii_lowercase).as_deref() {
        Some("csv" | "tsv" | "txt") => Kind::Plain,
        Some(
            "avif" | "svg" | "pdf" | "doc" | "docx" | "odt" | "xls" | "xlsx" | "ods" | "ppt" | "pptx" | "odp"
            | "epub" | "mp3" | "ogg" | "oga" | "opus" | "flac" | "wav" | "m4a" | "mp4" | "webm" | "ogv"
            | "mov" | "zip" | "json" | "geojson" | "xml",
        ) => Kind::Telling,
        _ => Kind::Forbidden,
    }
}

/// Judges every file that a published text refers to, where it is first referred to.
pub(super) fn files(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let places = first_references(subject.site);
    for (path, reviewed) in &subject.site.assets {
        let finding = match (kind(path), reviewed) {
            (Kind::Plain | Kind::Picture, _) | (Kind::Telling, Reviewed::Yes) => continue,
            (Kind::Telling, Reviewed::No) => Diagnostic::of_site(
                Code::UncleanedAsset,
                format!("`{path}` may hold names, places and times that nobody sees"),
            )
            .help(format!(
                "take them out, then say so under `metadata`: `{{\"{path}\": reviewed}}`, here or in site.toml"
            )),
            (Kind::Forbidden, _) => Diagnostic::of_site(
                Code::AssetKind,
                format!("`{path}` is not of a kind that is published"),
            )
            .help("publish a picture, a PDF, a CSV or a plain text instead"),
        };
        findings.push(Diagnostic { place: places.get(path.as_path()).copied(), ..finding });
    }
}

/// Where a file is referred to first.
pub(super) fn place_of(site: &Site, path: &str) -> Option<Span> {
    first_references(site).get(Utf8Path::new(path)).copied()
}

/// Where each file is referred to first.
fn first_references(site: &Site) -> BTreeMap<&Utf8Path, Span> {
    let mut places = BTreeMap::new();
    for prose in site.prose() {
        for (link, destination) in prose.body.links.iter().zip(&prose.destinations) {
            if let Some(Destination::Asset(path)) = destination {
                places.entry(path.as_path()).or_insert(link.span);
            }
        }
    }
    places
}
