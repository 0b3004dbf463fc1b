//! In which order files go up, so that no reader follows a link to what is not there yet.
//!
//! First what pages need, then the pages that lists lead to, then the lists, then what machines read, and last the
//! two pages by which people come in.

use std::collections::BTreeMap;

use crate::text::SitePath;

/// One step of a run; each ends before the next begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// Style, scripts, fonts, pictures and the author's files.
    Assets,
    /// Pages of one thing.
    Leaves,
    /// Pages that list others.
    Indexes,
    /// Feeds, the map of the site, search, data and what hosts read.
    Data,
    /// The home page and the page for what is not found.
    Doors,
}

/// Ends of names of files that machines read by themselves, not for a page.
const DATA: [&str; 13] = [
    "xml", "json", "jsonld", "ndjson", "csv", "bib", "txt", "geojson", "ttl", "atom", "nt", "sha256",
    "minisig",
];

/// The step in which a file goes up.
pub(super) fn phase(path: &SitePath) -> Phase {
    let path = path.as_str();
    let name = path.rsplit('/').next().unwrap_or(path);
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    match (path, end) {
        ("index.html", _) => Phase::Doors,
        _ if name == "404.html" => Phase::Doors,
        (_, "html") if is_list(path, name) => Phase::Indexes,
        (_, "html") => Phase::Leaves,
        ("_headers" | "_redirects", _) => Phase::Data,
        _ if DATA.contains(&end) => Phase::Data,
        _ => Phase::Assets,
    }
}

fn is_list(path: &str, name: &str) -> bool {
    let folder = path.split('/').next().unwrap_or_default();
    name == "index.html" || path.contains("/page/") || matches!(folder, "tags" | "overview")
}

/// Files by their step, in order.
pub(super) fn by_phase<'plan>(
    paths: impl IntoIterator<Item = &'plan SitePath>,
) -> BTreeMap<Phase, Vec<&'plan SitePath>> {
    let mut steps: BTreeMap<Phase, Vec<&SitePath>> = BTreeMap::new();
    for path in paths {
        steps.entry(phase(path)).or_default().push(path);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_somewhere_comes_after_where_it_leads() {
        let paths = [
            "theme/style.css",
            "files/map.png",
            "briefs/moura.html",
            "actors/jnim/2.html",
            "about.html",
            "briefs/index.html",
            "briefs/page/2.html",
            "tags/mali.html",
            "overview/method.html",
            "data/claims.json",
            "feed.xml",
            "_headers",
            "manifest.sha256",
            "404.html",
            "index.html",
        ];
        let phases: Vec<Phase> =
            paths.iter().map(|path| phase(&SitePath::new(*path).expect("a path"))).collect();
        assert!(phases.is_sorted(), "{phases:?}");
        assert_eq!(phases.iter().filter(|one| **one == Phase::Leaves).count(), 3);
    }
}
