//! What each stage of a build costs: `cargo bench --bench stages`, or some of them with `-- PART-OF-A-NAME`.
//!
//! On a corpus that is made here, of 100 and of 1,000 briefs, so that a stage which does not grow with the site is seen.
//! One thread does the work, as far as a stage is not of many files. Nothing is asserted: machines differ.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

use camino::Utf8Path;
use divan::Bencher;
use divan::counter::ItemsCount;
use variorum::brief::Document;
use variorum::brief::decode::decode;
use variorum::brief::release::{Audience, Drafts, release};
use variorum::gate::{Gate, Inspector};
use variorum::input::{InputError, SiteFolder};
use variorum::page::Pages;
use variorum::page::plan::plan;
use variorum::pipeline::{Cache, Opened, Opening, Options, UNWATCHED, open};
use variorum::site::Method;
use variorum::site::resolve::{Library, resolve};
use variorum::text::{FileId, SitePath};
use variorum::theme::Press;
use variorum::{export, markdown, yaml};

/// Briefs of the two corpora.
const SIZES: [usize; 2] = [100, 1_000];

/// Claims of a brief, and of an event.
const CLAIMS: usize = 6;
const CLAIMS_OF_EVENT: usize = 60;

const WORDS: [&str; 24] = [
    "army",
    "attack",
    "bridge",
    "camp",
    "ceasefire",
    "chief",
    "clinic",
    "convoy",
    "district",
    "drone",
    "elder",
    "evidence",
    "families",
    "footage",
    "graves",
    "hostages",
    "imam",
    "inquiry",
    "market",
    "militia",
    "patrol",
    "residents",
    "satellite",
    "village",
];

/// A step of a linear congruence modulo 2^64 (Knuth's constants): the same numbers in every run.
fn next(state: &mut u64, below: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap() % below
}

fn words(state: &mut u64, count: usize) -> String {
    let words: Vec<&str> = (0..count).map(|_| WORDS[next(state, WORDS.len())]).collect();
    words.join(" ")
}

fn brief(number: usize, actors: usize, state: &mut u64) -> String {
    let event = number * CLAIMS / CLAIMS_OF_EVENT;
    let (title, summary) = (words(state, 6), words(state, 18));
    let mut text = format!("---\ntitle: {title}\nsummary: {summary}\ndate: 2022-04-12\nevent: e{event}\n");
    writeln!(text, "tags: [tag-{}, tag-{}]\nclaims:", number % 40, number % 7).unwrap();
    for claim in 1..=CLAIMS {
        let (by, about) = (next(state, actors), next(state, actors));
        let says = words(state, 18);
        let source = event * 3 + next(state, 3);
        write!(text, "  - id: c{claim}\n    by: a{by}\n    about: a{about}\n    says: {says}.\n").unwrap();
        writeln!(
            text,
            "    source: s{source}\n    date: 2022-04\n    figures: {{killed: {claim}0-{claim}5}}"
        )
        .unwrap();
        if claim > 1 {
            let relation = ["supports", "denies", "questions"][claim % 3];
            writeln!(text, "    {relation}: c{}", claim - 1).unwrap();
        }
    }
    text += "---\n";
    for paragraph in 1..=CLAIMS {
        let (before, link, behind) = (words(state, 40), words(state, 3), words(state, 40));
        let (bold, item) = (words(state, 3), words(state, 9));
        writeln!(text, "## {link}\n\n{before} [{link}](claim:c{paragraph}) {behind}, **{bold}**.").unwrap();
        writeln!(text, "\n- {item}\n- [{bold}](actor:a{})\n", next(state, actors)).unwrap();
    }
    text
}

/// Writes a corpus into a folder that lies in memory as long as the program runs.
fn folder(briefs: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let actors = briefs / 50 + 4;
    let events = (briefs * CLAIMS).div_ceil(CLAIMS_OF_EVENT);
    let mut state = 20_220_327;
    let line = |id: char, rest: &str, number: usize| format!("{id}{number}: {{{rest} {number}}}\n");
    let mut files: Vec<(String, String)> = (0..briefs)
        .map(|number| (format!("content/briefs/b{number}.md"), brief(number, actors, &mut state)))
        .collect();
    files.extend([
        (
            "site.toml".to_owned(),
            "title = \"Briefs\"\nbase_url = \"https://briefs.example.org/\"\n".to_owned(),
        ),
        (
            "content/actors.yaml".to_owned(),
            (0..actors).map(|it| line('a', "kind: media, name: Actor", it)).collect(),
        ),
        (
            "content/events.yaml".to_owned(),
            (0..events).map(|it| line('e', "date: 2022-04, name: Event", it)).collect(),
        ),
        (
            "content/sources.yaml".to_owned(),
            (0..events * 3).map(|it| line('s', "title: Source", it)).collect(),
        ),
    ]);
    std::fs::create_dir_all(folder.path().join("content/briefs")).unwrap();
    for (path, text) in files {
        std::fs::write(folder.path().join(path), text).unwrap();
    }
    folder
}

/// The site of a corpus; each is made once.
fn site(briefs: usize) -> &'static Opened {
    static SITES: OnceLock<BTreeMap<usize, OnceLock<Box<Opened>>>> = OnceLock::new();
    let sites = SITES.get_or_init(|| SIZES.map(|size| (size, OnceLock::new())).into());
    sites[&briefs].get_or_init(|| {
        let folder = folder(briefs);
        let site = SiteFolder::open(Utf8Path::from_path(folder.path()).unwrap()).unwrap();
        let options = Options { drafts: Drafts::Hidden, now: jiff::Timestamp::UNIX_EPOCH, base_url: None };
        match open::<InputError>(site, |_| Ok(options), &mut Cache::default(), UNWATCHED).unwrap() {
            Opening::Site(opened) => {
                assert_eq!(opened.loaded.site.claims.len(), briefs * CLAIMS, "every claim is there");
                opened
            }
            Opening::BadSettings(bad) => panic!("{:?}", bad.diagnostics),
        }
    })
}

/// The briefs' files and texts.
fn texts(opened: &Opened) -> impl Iterator<Item = (FileId, &Utf8Path, &str)> {
    let files = &opened.inputs.files;
    opened.inputs.documents.iter().map(move |file| {
        let path = files.path(*file);
        (*file, path.strip_prefix("content").unwrap_or(path), files.text(*file))
    })
}

fn documents(opened: &Opened) -> Vec<Document> {
    texts(opened).map(|(file, path, text)| decode(file, path, text).document).collect()
}

#[divan::bench(args = SIZES)]
fn frontmatter(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    bencher.counter(ItemsCount::new(briefs)).bench(|| {
        for (file, _, text) in texts(opened) {
            if let yaml::Fence::Found { yaml, .. } = yaml::split_frontmatter(text) {
                divan::black_box(yaml::parse(file, text, yaml, &mut Vec::new()));
            }
        }
    });
}

#[divan::bench(args = SIZES)]
fn body(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    bencher.counter(ItemsCount::new(briefs)).bench(|| {
        for (file, _, text) in texts(opened) {
            if let yaml::Fence::Found { body, .. } = yaml::split_frontmatter(text) {
                divan::black_box(markdown::render(file, text, body, &mut Vec::new()));
            }
        }
    });
}

#[divan::bench(args = SIZES)]
fn decoded(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    bencher.counter(ItemsCount::new(briefs)).bench(|| documents(opened));
}

#[divan::bench(args = SIZES)]
fn resolved(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    let (config, assets) = (&opened.config, std::collections::BTreeSet::new());
    let audience = Audience { tlp: config.tlp, drafts: Drafts::Hidden, now: jiff::Timestamp::UNIX_EPOCH };
    let bencher =
        bencher.counter(ItemsCount::new(briefs)).with_inputs(|| release(documents(opened), &audience));
    bencher.bench_values(|manuscript| {
        resolve(manuscript, config, Library { files: &opened.inputs.files, assets: &assets })
    });
}

#[divan::bench(args = SIZES)]
fn method(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    let counted = bencher.counter(ItemsCount::new(briefs));
    counted.bench(|| Method::compute(&opened.loaded.site, &opened.config));
}

#[divan::bench(args = SIZES)]
fn planned(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    let (site, method) = (&opened.loaded.site, &opened.loaded.method);
    bencher
        .counter(ItemsCount::new(briefs))
        .bench(|| plan(site, method, &opened.config, None, |_| Vec::new()));
}

/// Pages of a site, whose shelves are empty.
fn pages(opened: &Opened) -> Pages<'_> {
    let loaded = &opened.loaded;
    Pages::new(&loaded.site, &loaded.method, &opened.config, &loaded.plan)
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn views(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    let plan = &opened.loaded.plan.pages;
    bencher.counter(ItemsCount::new(plan.len())).with_inputs(|| pages(opened)).bench_values(|pages| {
        plan.iter().for_each(|page| drop(divan::black_box(pages.view(page))));
        pages
    });
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn rendered(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    let pages = pages(opened);
    let views: Vec<_> = opened.loaded.plan.pages.iter().map(|page| pages.view(page)).collect();
    bencher
        .counter(ItemsCount::new(views.len()))
        .with_inputs(|| Press::new(&opened.loaded.theme))
        .bench_values(|press| {
            let mut html = Vec::new();
            views.iter().for_each(|view| press.render(view, &mut html).unwrap());
            press
        });
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn inspected(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    let (loaded, pages) = (&opened.loaded, pages(opened));
    let press = Press::new(&loaded.theme);
    let render = |page| {
        let (view, mut html) = (pages.view(page), Vec::new());
        press.render(&view, &mut html).unwrap();
        (view.template, html)
    };
    let rendered: Vec<_> = loaded.plan.pages.iter().map(render).collect();
    let paths: Vec<&SitePath> = loaded.plan.pages.iter().map(|page| &page.path).collect();
    let others: Vec<SitePath> = ["theme/style.css", "theme/icon.svg", "theme/search.js"]
        .map(|path| SitePath::new(path).unwrap())
        .into_iter()
        .chain(loaded.exports.iter().map(|export| export.path.clone()))
        .collect();
    let gate = Gate::new(paths, &others, loaded.theme.scripts(), opened.config.base_url.as_ref());
    bencher.counter(ItemsCount::new(rendered.len())).bench(|| {
        let mut inspector = Inspector::new(&gate);
        let pages = rendered.iter().enumerate();
        pages.map(|(number, (template, html))| inspector.inspect(number, template, html)).collect::<Vec<_>>()
    });
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn exported(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    let exports: &[export::Export] = &opened.loaded.exports;
    bencher.counter(ItemsCount::new(briefs)).bench(|| {
        let maker = opened.loaded.maker();
        exports.iter().map(|export| maker.bytes(export).len()).sum::<usize>()
    });
}

fn main() {
    divan::main();
}
