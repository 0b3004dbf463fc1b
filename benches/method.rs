//! What resolving and the method cost: `cargo bench --bench method`, or one shape of them with `-- SHAPE`.
//!
//! The shapes that the method must bear: chain, cycle and star of supports, of agreements and of repetitions, each
//! claim with a source of its own; one proposition of all claims, which give different figures; relations of all kinds
//! at random, and of those kinds that end no claim (of the others nearly all claims are dead). Each at half the size and at the whole, so that what counts is the ratio of the two. Nothing is asserted:
//! machines differ.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::Command;
use std::time::Instant;

use camino::Utf8Path;
use mimalloc::MiMalloc;
use strum::IntoEnumIterator as _;
use variorum::brief::Document;
use variorum::brief::decode::decode;
use variorum::brief::release::{Audience, Drafts, release};
use variorum::config::Config;
use variorum::method::Method;
use variorum::site::resolve::{Library, resolve};
use variorum::text::Files;
use variorum::value::word::Relation;

/// The same as the program's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Asks this program for one measurement.
const ONE: &str = "one";

/// Claims of one brief.
const PER_BRIEF: usize = 10;

/// A step of a linear congruence modulo 2^64 (Knuth's constants): the same numbers in every run.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// The relations of claim `index` of `claims`: a key and the claims it names.
fn relations(
    shape: &str,
    index: usize,
    claims: usize,
    relations: usize,
    state: &mut u64,
) -> Vec<(String, usize)> {
    let (key, form) = shape.rsplit_once('-').unwrap_or((shape, ""));
    let to = |target: usize| vec![(key.replace('-', "_"), target)];
    match form {
        "chain" => index.checked_sub(1).map(to).unwrap_or_default(),
        "cycle" => to((index + 1) % claims),
        "star" if index > 0 => to(0),
        "star" => Vec::new(),
        _ if shape == "proposition" => {
            if index > 0 {
                vec![("agrees_with".to_owned(), index - 1)]
            } else {
                Vec::new()
            }
        }
        _ => {
            let ends = [Relation::Replaces, Relation::Withdraws, Relation::Disowns];
            let is_wanted = |kind: &Relation| form != "live" || !ends.contains(kind);
            let kinds: Vec<Relation> = Relation::iter().filter(is_wanted).collect();
            let random = (0..relations / claims).map(|_| {
                let kind = kinds[usize::try_from(next(state)).unwrap() % kinds.len()];
                (kind.key().to_owned(), usize::try_from(next(state)).unwrap() % claims)
            });
            random.filter(|(_, target)| *target != index).collect()
        }
    }
}

fn brief(shape: &str, number: usize, claims: usize, links: usize, state: &mut u64) -> String {
    let mut text = "---\ntitle: A brief\ndate: 2022-04-12\nevent: e\nclaims:\n".to_owned();
    for index in (number * PER_BRIEF..(number + 1) * PER_BRIEF).take_while(|index| *index < claims) {
        let mut by_key: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (key, target) in relations(shape, index, claims, links, state) {
            by_key.entry(key).or_default().push(format!("b{}#k{target}", target / PER_BRIEF));
        }
        let keys = by_key.into_iter().map(|(key, to)| format!(", {key}: [\"{}\"]", to.join("\", \"")));
        let figures =
            if shape == "proposition" { format!(", figures: {{killed: {index}+}}") } else { String::new() };
        let keys = keys.collect::<String>() + &figures;
        writeln!(
            text,
            "  - {{id: k{index}, by: a{}, says: A sentence., source: s{index}{keys}}}",
            index % 50
        )
        .unwrap();
    }
    text + "---\n"
}

fn registries(sources: usize) -> [(String, String); 3] {
    let kinds = ["rebel-group", "media", "state-forces", "civilians", "ngo"];
    let actor = |i: usize| format!("a{i}: {{name: Actor {i}, kind: {}}}\n", kinds[i % kinds.len()]);
    let source = |i: usize| format!("s{i}: {{title: Source {i}, publisher: a{}}}\n", i % 50);
    [
        ("actors.yaml".to_owned(), (0..50).map(actor).collect()),
        ("events.yaml".to_owned(), "e: {name: The event, date: 2022-03}\n".to_owned()),
        ("sources.yaml".to_owned(), (0..sources).map(source).collect()),
    ]
}

/// Seconds of resolving and of computing.
fn measure(shape: &str, claims: usize, relations: usize) -> (f64, f64) {
    let mut state = 20_220_327;
    let briefs = (0..claims.div_ceil(PER_BRIEF))
        .map(|number| (format!("briefs/b{number}.md"), brief(shape, number, claims, relations, &mut state)));
    let mut files = Files::default();
    let mut documents: Vec<Document> = Vec::new();
    for (path, text) in registries(claims).into_iter().chain(briefs) {
        let file = files.add(format!("content/{path}"), text.as_str());
        documents.push(decode(file, Utf8Path::new(&path), &text).document);
    }
    let config = Config::default();
    let audience = Audience { tlp: config.tlp, drafts: Drafts::Hidden, now: jiff::Timestamp::UNIX_EPOCH };
    let manuscript = release(documents, &audience);
    let assets = BTreeSet::new();
    let start = Instant::now();
    let resolved = resolve(manuscript, &config, Library { files: &files, assets: &assets });
    let resolving = start.elapsed().as_secs_f64();
    assert_eq!(resolved.site.claims.len(), claims, "every claim is there");
    let start = Instant::now();
    let method = Method::compute(&resolved.site, &config);
    let computing = start.elapsed().as_secs_f64();
    drop(method);
    (resolving, computing)
}

/// The best of seven measurements of each size, taken in turn, so that a machine that is slower for a while is so for both.
/// Each has a process of its own: as a build has it, with no memory that an earlier one has left at hand.
fn best(shape: &str, sizes: [(usize, usize); 2]) -> [(f64, f64); 2] {
    let program = std::env::current_exe().unwrap();
    let one = |(claims, relations): (usize, usize)| {
        let sizes = [claims.to_string(), relations.to_string()];
        let output = Command::new(&program).arg(ONE).arg(shape).args(sizes).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let (resolving, computing) = text.trim().split_once(' ').unwrap();
        (resolving.parse::<f64>().unwrap(), computing.parse::<f64>().unwrap())
    };
    let rounds: Vec<[(f64, f64); 2]> = std::iter::repeat_with(|| sizes.map(one)).take(7).collect();
    [0, 1].map(|size| {
        let runs = rounds.iter().map(|round| round[size]);
        runs.min_by(|a, b| (a.0 + a.1).total_cmp(&(b.0 + b.1))).unwrap()
    })
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [one, shape, claims, relations] = arguments.as_slice()
        && one == ONE
    {
        let (resolving, computing) = measure(shape, claims.parse().unwrap(), relations.parse().unwrap());
        println!("{resolving} {computing}");
        return;
    }
    println!(
        "{:<18} {:>9} {:>10} {:>10} {:>10} {:>8}",
        "shape", "claims", "resolve s", "method s", "both s", "ratio"
    );
    let wanted: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    let forms = ["chain", "cycle", "star"];
    let keys = ["supports", "agrees-with", "repeats"];
    let shapes = keys.iter().flat_map(|key| forms.map(|form| (format!("{key}-{form}"), 0)));
    let others = [("proposition", 0), ("random", 1_000_000), ("random-live", 1_000_000)];
    for (shape, relations) in shapes.chain(others.map(|(shape, relations)| (shape.to_owned(), relations))) {
        if !wanted.is_empty() && !wanted.contains(&&shape) {
            continue;
        }
        let sizes = [2, 1].map(|part| (100_000 / part, relations / part));
        let [half, whole] = best(&shape, sizes);
        for ((claims, _), (resolving, computing)) in sizes.into_iter().zip([half, whole]) {
            let both = resolving + computing;
            let ratio = both / (half.0 + half.1);
            println!("{shape:<18} {claims:>9} {resolving:>10.3} {computing:>10.3} {both:>10.3} {ratio:>8.2}");
        }
    }
}
