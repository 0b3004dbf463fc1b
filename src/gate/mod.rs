//! Reads every rendered page again before it is written, whatever the theme did.
//!
//! Let through is (manual, safety.md#pages): no script but ours, no request to anyone, a policy at each page's
//! beginning, and links that lead somewhere. [`Gate`] knows the files of the site; one [`Inspector`] a thread looks at
//! pages; [`Gate::settle`] puts together what they saw, for a link may lead to a place on a page that was rendered
//! later. `pipeline` calls it.

mod address;
mod file;
mod inspector;
mod page;
mod plain;
mod rules;
mod style;
mod tag;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use rustc_hash::FxBuildHasher;
use url::Url;

use crate::diagnostic::Diagnostic;
use crate::text::SitePath;
use crate::value::web::WebUrl;

pub use file::Complaint;
pub use inspector::{Inspector, Judged, Part};

/// What every page tells the browser: run and load the site's own files, and nothing else. A page cannot say
/// `frame-ancestors` itself.
pub const POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'";

/// In the place of a folder's name: of pages that hosts show in the place of others.
const AT_THE_HOST: &str = "/";

/// What pages are held to.
#[derive(Debug)]
pub struct Gate<'g> {
    /// The pages' paths, by their numbers.
    pages: Vec<&'g str>,
    /// Those of them that hosts show in the place of pages that are not there: their links begin at the host.
    stand_ins: HashSet<&'g str>,
    /// Every file that there will be.
    files: HashMap<&'g str, Target, FxBuildHasher>,
    /// The program's own scripts.
    scripts: HashSet<&'g str>,
    site: Option<Url>,
    /// The top of the same site as an onion service: Tor Browser may be sent there, and nowhere else.
    onion: Option<String>,
    /// The path of the site's top at its host.
    top: String,
}

/// What an address of the site names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    /// The page of this number.
    Page(u32),
    /// Another file.
    File,
}

/// What an inspector saw of a page.
#[derive(Clone, Debug, Default)]
pub struct Inspected {
    /// What it was made by.
    template: &'static str,
    /// Its ids, as hashes, in order.
    ids: Box<[u32]>,
    /// Places on other pages that are led to, in order: page and hash of the id. What the inspector saw before is left
    /// out. These are kept of all pages at once, so they take no more room than they must.
    there: Box<[(u32, u32)]>,
    faults: Vec<Fault>,
    /// What is wrong with a fragment on it, and the fragment's template.
    of_fragment: Option<(&'static str, Fault)>,
}

/// Something wrong at a place of a page.
#[derive(Clone, Debug)]
struct Fault {
    wrong: rules::Wrong,
    line: usize,
    column: usize,
}

/// Places on pages that are led to and not there.
#[derive(Clone, Debug, Default)]
pub struct Missing(BTreeSet<(u32, u32)>);

impl Missing {
    /// Whether all are there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'g> Gate<'g> {
    /// A gate for these pages, in the order of their numbers. `files` are all others that will be written, `scripts`
    /// those of them that are the program's own scripts.
    #[must_use]
    pub fn new(
        pages: impl IntoIterator<Item = &'g SitePath>,
        files: impl IntoIterator<Item = &'g SitePath>,
        scripts: impl IntoIterator<Item = &'g SitePath>,
        base_url: Option<&WebUrl>,
    ) -> Self {
        let pages: Vec<&str> = pages.into_iter().map(SitePath::as_str).collect();
        let others = files.into_iter().map(|path| (path.as_str(), Target::File));
        let numbered = (0_u32..).zip(&pages).map(|(number, path)| (*path, Target::Page(number)));
        Self {
            files: others.chain(numbered).collect(),
            pages,
            stand_ins: HashSet::new(),
            scripts: scripts.into_iter().map(SitePath::as_str).collect(),
            site: base_url.and_then(|url| Url::parse(url.href()).ok()),
            onion: None,
            top: base_url.map_or_else(|| "/".to_owned(), WebUrl::folder),
        }
    }

    /// The same gate, which knows the pages that hosts show in the place of others.
    #[must_use]
    pub fn with_stand_ins(self, paths: impl IntoIterator<Item = &'g SitePath>) -> Self {
        Self { stand_ins: paths.into_iter().map(SitePath::as_str).collect(), ..self }
    }

    /// The same gate, through which pages may name the site's onion service.
    #[must_use]
    pub fn with_onion(self, onion: Option<&WebUrl>) -> Self {
        Self { onion: onion.map(|onion| onion.join("")), ..self }
    }

    /// Places that a page leads to and that are not there. `inspected` are all pages, by number.
    #[must_use]
    pub fn missing(&self, inspected: &[Inspected]) -> Missing {
        let there = inspected.iter().flat_map(|page| &page.there);
        let is_missing = |(page, id): &&(u32, u32)| {
            let ids = inspected.get(*page as usize).map(|page| &page.ids);
            ids.is_none_or(|ids| ids.binary_search(id).is_err())
        };
        Missing(there.filter(is_missing).copied().collect())
    }

    /// All that is wrong, one finding for what is the same wrong on pages of one template.
    #[must_use]
    pub fn settle(&self, inspected: &[Inspected]) -> Vec<Diagnostic> {
        let mut groups: BTreeMap<(&str, &rules::Wrong), (usize, &Fault, BTreeSet<usize>)> = BTreeMap::new();
        for (number, page) in inspected.iter().enumerate() {
            let faults = page.faults.iter().map(|fault| (page.template, fault));
            let of_fragment = page.of_fragment.iter().map(|(template, fault)| (*template, fault));
            for (template, fault) in faults.chain(of_fragment) {
                let group = groups.entry((template, &fault.wrong));
                group.or_insert_with(|| (number, fault, BTreeSet::new())).2.insert(number);
            }
        }
        groups
            .into_iter()
            .map(|((template, wrong), (first, fault, pages))| {
                let more = match pages.len() - 1 {
                    0 => String::new(),
                    1 => ", and one more page".to_owned(),
                    more => format!(", and {more} more pages"),
                };
                let Fault { line, column, .. } = fault;
                let page = self.pages[first];
                let message = format!(
                    "the template `{template}.html` makes a page that {} (`{page}`, line {line}, column {column}{more})",
                    wrong.what
                );
                Diagnostic::of_site(wrong.code, message).help(wrong.help)
            })
            .collect()
    }
}

/// An id as it is kept. It is compared with those of one page alone, so two with one hash are not to be expected; where
/// a page seems to have an id twice, the ids themselves are looked at.
#[expect(clippy::cast_possible_truncation, reason = "a part of a hash is one, too")]
fn hashed(id: &str) -> u32 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish() as u32
}

#[cfg(test)]
mod tests;
