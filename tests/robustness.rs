//! Nothing that a file can hold makes the program panic: mutated and truncated inputs go through the whole pipeline.
//!
//! The texts are those of the bundled site, so that most mutations still reach the deep parts.

use proptest::prelude::*;
use proptest::sample::Index;
use variorum::check::{Subject, check};
use variorum::config::Config;
use variorum::diagnostic::draw::{Format, Style, draw};
use variorum::diagnostic::settle;
use variorum::page::Pages;
use variorum::plan::plan;
use variorum::value::date::Day;

mod support;

use support::{build, own_content};

/// Everything short of the theme: decode, release, resolve, compute, check, plan, views, drawing.
fn run(documents: &[(String, String)]) {
    let built = build(documents);
    let config = Config::default();
    let mut diagnostics = built.diagnostics;
    let subject = Subject {
        site: &built.site,
        method: &built.method,
        config: &config,
        files: &built.files,
        today: Day::FIRST,
    };
    diagnostics.extend(check(subject));
    let (plan, paths) = plan(&built.site, &built.method, &config, None);
    let collisions = paths.with_files(&built.site, []);
    diagnostics.extend(collisions);
    let pages = Pages::new(&built.site, &built.method, &config, &plan);
    for page in &plan.pages {
        let _ = pages.view(page);
    }
    let diagnostics = settle(diagnostics, &config.checks, &built.files);
    let _ = draw(&diagnostics, &built.files, Format::Human, Style::Plain, 100);
    let _ = draw(&diagnostics, &built.files, Format::Json, Style::Plain, 100);
}

#[derive(Clone, Debug)]
enum Mutation {
    Cut(Index),
    Delete(Index, usize),
    Insert(Index, String),
    Double(Index, usize),
}

fn mutations() -> impl Strategy<Value = Mutation> {
    let pieces = prop_oneof![
        Just("  - ".to_owned()),
        Just("\n---\n".to_owned()),
        Just(": ".to_owned()),
        Just("[[".to_owned()),
        Just("](claim:".to_owned()),
        Just("\u{202e}".to_owned()),
        Just("#".to_owned()),
        Just("{".to_owned()),
        Just("9999999999999999999999".to_owned()),
        "\\PC{1,4}",
    ];
    prop_oneof![
        any::<Index>().prop_map(Mutation::Cut),
        (any::<Index>(), 1_usize..40).prop_map(|(at, length)| Mutation::Delete(at, length)),
        (any::<Index>(), pieces).prop_map(|(at, text)| Mutation::Insert(at, text)),
        (any::<Index>(), 1_usize..200).prop_map(|(at, length)| Mutation::Double(at, length)),
    ]
}

fn mutate(text: &mut String, mutation: &Mutation) {
    let place = |text: &str, at: &Index| text.floor_char_boundary(at.index(text.len() + 1));
    let end =
        |text: &str, from: usize, length: usize| text.ceil_char_boundary((from + length).min(text.len()));
    match mutation {
        Mutation::Cut(at) => {
            let at = place(text, at);
            text.truncate(at);
        }
        Mutation::Delete(at, length) => {
            let from = place(text, at);
            text.replace_range(from..end(text, from, *length), "");
        }
        Mutation::Insert(at, piece) => {
            let at = place(text, at);
            text.insert_str(at, piece);
        }
        Mutation::Double(at, length) => {
            let from = place(text, at);
            let piece = text[from..end(text, from, *length)].to_owned();
            text.insert_str(from, &piece);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_sites_never_panic(
        changes in proptest::collection::vec((any::<Index>(), mutations()), 1..12),
    ) {
        let mut documents = own_content();
        // The manual is large and every page of it alike: two of them are enough.
        documents.retain(|(path, _)| !path.starts_with("manual") || path.ends_with("format.md"));
        for (which, mutation) in &changes {
            let at = which.index(documents.len());
            mutate(&mut documents[at].1, mutation);
        }
        run(&documents);
    }
}

/// A brief cut off at every place in turn, as a writer's editor may save it.
#[test]
fn truncated_briefs_never_panic() {
    let documents = own_content();
    let (path, text) = documents.iter().find(|(path, _)| path.contains("un-findings")).unwrap();
    for end in (0..text.len()).step_by(7).map(|end| text.floor_char_boundary(end)) {
        run(&[(path.clone(), text[..end].to_owned())]);
    }
}
