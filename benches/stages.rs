//! What each stage of a build costs: `cargo bench --bench stages`, or some of them with `-- PART-OF-A-NAME`.
//!
//! On a corpus that is made here, of 100 and of 1,000 briefs, so that a stage which does not grow with the site is seen.
//! One thread does the work, as far as a stage is not of many files. Nothing is asserted: machines differ.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a benchmark")]

mod stage;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use divan::Bencher;
use divan::counter::ItemsCount;
use variorum::pipeline::Opened;

/// Briefs of the two corpora.
const SIZES: [usize; 2] = [100, 1_000];

/// The site of a corpus; each is made once.
fn site(briefs: usize) -> &'static Opened {
    static SITES: OnceLock<BTreeMap<usize, OnceLock<&'static Opened>>> = OnceLock::new();
    let sites = SITES.get_or_init(|| SIZES.map(|size| (size, OnceLock::new())).into());
    sites[&briefs].get_or_init(|| stage::site(briefs))
}

#[divan::bench(args = SIZES)]
fn frontmatter(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    bencher.counter(ItemsCount::new(briefs)).bench(|| stage::frontmatter(opened));
}

#[divan::bench(args = SIZES)]
fn body(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    bencher.counter(ItemsCount::new(briefs)).bench(|| stage::body(opened));
}

#[divan::bench(args = SIZES)]
fn decoding(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    bencher.counter(ItemsCount::new(briefs)).bench(|| stage::decoding(opened));
}

#[divan::bench(args = SIZES)]
fn resolving(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    let bencher = bencher.counter(ItemsCount::new(briefs)).with_inputs(|| stage::manuscript(opened));
    bencher.bench_values(|manuscript| stage::resolving(opened, manuscript));
}

#[divan::bench(args = SIZES)]
fn method(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    bencher.counter(ItemsCount::new(briefs)).bench(|| stage::method(opened));
}

#[divan::bench(args = SIZES)]
fn plan(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    bencher.counter(ItemsCount::new(briefs)).bench(|| stage::plan(opened));
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn views(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    let counted = bencher.counter(ItemsCount::new(opened.loaded.plan.pages.len()));
    counted.with_inputs(|| stage::pages(opened)).bench_values(|pages| stage::views(opened, pages));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn rendering(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    let views = stage::viewed(opened);
    let counted = bencher.counter(ItemsCount::new(views.len()));
    let pages = stage::pages(opened);
    counted
        .with_inputs(|| stage::fragments(opened, &pages))
        .bench_values(|fragments| stage::rendering(&views, fragments));
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn gate(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    let printed = stage::printed(opened);
    bencher.counter(ItemsCount::new(opened.loaded.plan.pages.len())).bench(|| stage::gate(&printed));
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn exports(bencher: Bencher, briefs: usize) {
    let opened = site(briefs);
    bencher.counter(ItemsCount::new(briefs)).bench(|| stage::exports(opened));
}

fn main() {
    divan::main();
}
