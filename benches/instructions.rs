//! How many instructions each stage of a build takes: `benches/instructions.py`, which compares with the kept table.
//!
//! On 100 briefs of the corpus that `benches/stages.rs` has, by valgrind. One thread does the work, with the program's
//! allocator. What a stage needs beforehand is made outside of the count.

#![allow(missing_docs, clippy::unwrap_used, clippy::disallowed_methods, reason = "a benchmark")]

mod stage;

use gungraun::{LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main};
use mimalloc::MiMalloc;
use variorum::brief::Document;
use variorum::brief::release::Manuscript;
use variorum::gate::Inspected;
use variorum::method::Method;
use variorum::page::{Pages, View};
use variorum::pipeline::Opened;
use variorum::plan::{Paths, Plan};
use variorum::site::resolve::Resolved;
use variorum::theme::Fragments;

use stage::{Printed, site};

/// The same as the program's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const BRIEFS: usize = 100;

/// A site, and what a stage needs beside it.
type With<T> = (&'static Opened, T);

#[library_benchmark]
#[bench::briefs(args = (BRIEFS), setup = site)]
fn frontmatter(opened: &'static Opened) {
    stage::frontmatter(opened);
}

#[library_benchmark]
#[bench::briefs(args = (BRIEFS), setup = site)]
fn body(opened: &'static Opened) {
    stage::body(opened);
}

#[library_benchmark]
#[bench::briefs(args = (BRIEFS), setup = site)]
fn decoding(opened: &'static Opened) -> Vec<Document> {
    stage::decoding(opened)
}

fn with_manuscript(briefs: usize) -> With<Manuscript> {
    let opened = site(briefs);
    (opened, stage::manuscript(opened))
}

#[library_benchmark]
#[bench::briefs(args = (BRIEFS), setup = with_manuscript)]
fn resolving((opened, manuscript): With<Manuscript>) -> Resolved {
    stage::resolving(opened, manuscript)
}

#[library_benchmark]
#[bench::briefs(args = (BRIEFS), setup = site)]
fn method(opened: &'static Opened) -> Method {
    stage::method(opened)
}

#[library_benchmark]
#[bench::briefs(args = (BRIEFS), setup = site)]
fn plan(opened: &'static Opened) -> (Plan, Paths) {
    stage::plan(opened)
}

fn with_pages(briefs: usize) -> With<Pages<'static>> {
    let opened = site(briefs);
    (opened, stage::pages(opened))
}

#[library_benchmark]
#[bench::briefs(args = (BRIEFS), setup = with_pages)]
fn views((opened, pages): With<Pages<'static>>) -> Pages<'static> {
    stage::views(opened, pages)
}

fn with_fragments(briefs: usize) -> (Vec<View>, Fragments<'static>) {
    let opened = site(briefs);
    let pages = Box::leak(Box::new(stage::pages(opened)));
    (stage::viewed(opened), stage::fragments(opened, pages))
}

#[library_benchmark]
#[bench::briefs(args = (BRIEFS), setup = with_fragments)]
fn rendering((views, fragments): (Vec<View>, Fragments<'static>)) -> (Vec<View>, Fragments<'static>) {
    let fragments = stage::rendering(&views, fragments);
    (views, fragments) // the views, too, so that letting go of them is not counted
}

fn printed(briefs: usize) -> &'static Printed<'static> {
    Box::leak(Box::new(stage::printed(site(briefs))))
}

#[library_benchmark]
#[bench::briefs(args = (BRIEFS), setup = printed)]
fn gate(printed: &'static Printed<'static>) -> Vec<Inspected> {
    stage::gate(printed)
}

#[library_benchmark]
#[bench::briefs(args = (BRIEFS), setup = site)]
fn exports(opened: &'static Opened) -> usize {
    stage::exports(opened)
}

library_benchmark_group!(
    name = stages,
    benchmarks = [frontmatter, body, decoding, resolving, method, plan, views, rendering, gate, exports]
);

/// One thread. `cargo test` runs benchmarks as well where it is told to, without `--bench`: then there is nothing to do,
/// since valgrind and gungraun's runner are not to be asked for by tests.
fn configuration() -> LibraryBenchmarkConfig {
    if !std::env::args().any(|argument| argument == "--bench") {
        std::process::exit(0);
    }
    let mut configuration = LibraryBenchmarkConfig::default();
    configuration.env("RAYON_NUM_THREADS", "1");
    configuration
}

main!(config = configuration(), library_benchmark_groups = stages);
