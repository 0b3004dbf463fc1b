//! The stages of a build, each as one function, and what it needs beforehand: `benches/stages.rs` takes the time of
//! them, `benches/instructions.rs` counts their instructions.
//!
//! A stage is one thread's work, and what it returns is let go of by the caller, so that this is not measured.

mod corpus;

use std::collections::BTreeSet;
use std::hint::black_box;
use std::sync::LazyLock;

use camino::Utf8Path;
use variorum::brief::Document;
use variorum::brief::decode::decode;
use variorum::brief::release::{Audience, Drafts, Manuscript, release};
use variorum::gate::{Gate, Inspected, Inspector};
use variorum::input::{InputError, SiteFolder};
use variorum::method::Method;
use variorum::page::{Pages, View};
use variorum::pipeline::{Cache, Opened, Opening, Options, UNWATCHED, open};
use variorum::plan::{Paths, Plan};
use variorum::site::resolve::{Library, Resolved, resolve};
use variorum::text::{FileId, SitePath};
use variorum::theme::{Fragments, Rendered};
use variorum::{markdown, yaml};

/// The site of a corpus of so many briefs. It stays as long as the program runs, since what stages need borrows from it.
/// Its texts are kept, as for another load: stages read them again.
pub(crate) fn site(briefs: usize) -> &'static Opened {
    let folder = corpus::folder(briefs);
    let site = SiteFolder::open(Utf8Path::from_path(folder.path()).unwrap()).unwrap();
    let options = Options { drafts: Drafts::Hidden, now: jiff::Timestamp::UNIX_EPOCH, base_url: None };
    match open::<InputError>(site, |_| Ok(options), &mut Cache::keeping(), UNWATCHED).unwrap() {
        Opening::Site(opened) => {
            assert_eq!(opened.loaded.site.claims.len(), briefs * corpus::CLAIMS, "every claim is there");
            Box::leak(opened)
        }
        Opening::BadSettings(bad) => panic!("{:?}", bad.diagnostics),
    }
}

/// The briefs' files and texts.
fn texts(opened: &Opened) -> impl Iterator<Item = (FileId, &Utf8Path, &str)> {
    let files = &opened.inputs.files;
    opened.inputs.documents.iter().map(move |file| {
        let path = files.path(*file);
        (*file, path.strip_prefix("content").unwrap_or(path), files.text(*file))
    })
}

pub(crate) fn frontmatter(opened: &Opened) {
    for (file, _, text) in texts(opened) {
        if let yaml::Fence::Found { yaml, .. } = yaml::split_frontmatter(text) {
            black_box(yaml::parse(file, text, yaml, &mut Vec::new()));
        }
    }
}

pub(crate) fn body(opened: &Opened) {
    for (file, _, text) in texts(opened) {
        if let yaml::Fence::Found { body, .. } = yaml::split_frontmatter(text) {
            black_box(markdown::render(file, text, body, &mut Vec::new()));
        }
    }
}

pub(crate) fn decoding(opened: &Opened) -> Vec<Document> {
    texts(opened).map(|(file, path, text)| decode(file, path, text).document).collect()
}

/// What there is to resolve.
pub(crate) fn manuscript(opened: &Opened) -> Manuscript {
    let audience =
        Audience { tlp: opened.config.tlp, drafts: Drafts::Hidden, now: jiff::Timestamp::UNIX_EPOCH };
    release(decoding(opened), &audience)
}

pub(crate) fn resolving(opened: &Opened, manuscript: Manuscript) -> Resolved {
    let assets = BTreeSet::new();
    resolve(manuscript, &opened.config, Library { files: &opened.inputs.files, assets: &assets })
}

pub(crate) fn method(opened: &Opened) -> Method {
    Method::compute(&opened.loaded.site, &opened.config)
}

pub(crate) fn plan(opened: &Opened) -> (Plan, Paths) {
    let loaded = &opened.loaded;
    variorum::plan::plan(&loaded.site, &loaded.method, &opened.config, None)
}

/// Pages of a site, whose shelves are empty.
pub(crate) fn pages(opened: &Opened) -> Pages<'_> {
    let loaded = &opened.loaded;
    Pages::new(&loaded.site, &loaded.method, &opened.config, &loaded.plan)
}

pub(crate) fn views<'s>(opened: &Opened, pages: Pages<'s>) -> Pages<'s> {
    opened.loaded.plan.pages.iter().for_each(|page| drop(black_box(pages.view(page))));
    pages
}

/// The views of all pages.
pub(crate) fn viewed(opened: &Opened) -> Vec<View> {
    let pages = pages(opened);
    opened.loaded.plan.pages.iter().map(|page| pages.view(page)).collect()
}

/// Fragments of which none is made yet.
pub(crate) fn fragments<'s>(opened: &'s Opened, pages: &'s Pages<'s>) -> Fragments<'s> {
    Fragments::new(&opened.loaded.theme, pages)
}

pub(crate) fn rendering<'f>(views: &[View], fragments: Fragments<'f>) -> Fragments<'f> {
    {
        let mut page = Rendered::default();
        views.iter().for_each(|view| fragments.render(view, &mut page).unwrap());
    }
    fragments
}

/// All pages as they are written, each with its template, and the gate that they go through.
pub(crate) struct Printed<'s> {
    pages: Vec<(&'static str, Vec<u8>)>,
    gate: Gate<'s>,
}

/// Renders all pages.
pub(crate) fn printed(opened: &Opened) -> Printed<'_> {
    /// Those of the theme's files that its pages lead to.
    static FILES: LazyLock<[SitePath; 3]> = LazyLock::new(|| {
        ["theme/style.css", "theme/icon.svg", "theme/search.js"].map(|path| SitePath::new(path).unwrap())
    });
    let (loaded, pages) = (&opened.loaded, pages(opened));
    let fragments = fragments(opened, &pages);
    let render = |view: View| {
        let mut page = Rendered::default();
        fragments.render(&view, &mut page).unwrap();
        (view.template, page.html)
    };
    let paths = loaded.plan.pages.iter().map(|page| &page.path);
    let others = FILES.iter().chain(loaded.exports.iter().map(|export| &export.path));
    let gate = Gate::new(paths, others, loaded.theme.scripts(), opened.config.base_url.as_ref());
    Printed { pages: viewed(opened).into_iter().map(render).collect(), gate }
}

pub(crate) fn gate(printed: &Printed<'_>) -> Vec<Inspected> {
    let mut inspector = Inspector::new(&printed.gate);
    let pages = printed.pages.iter().enumerate();
    pages.map(|(number, (template, html))| inspector.inspect(number, template, html, &[])).collect()
}

/// The bytes of all exports.
pub(crate) fn exports(opened: &Opened) -> usize {
    let maker = opened.loaded.maker();
    opened.loaded.exports.iter().map(|export| maker.bytes(export).len()).sum()
}
