//! Nothing that a file can hold makes the program panic: mutated and truncated inputs go through the whole pipeline.
//!
//! The texts are those of the bundled site, so that most mutations still reach the deep parts.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its inputs has failed")]

use std::collections::BTreeSet;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use proptest::prelude::*;
use proptest::sample::Index;
use variorum::brief::decode::decode;
use variorum::brief::release::{Audience, Drafts, release};
use variorum::check::{Subject, check};
use variorum::config::Config;
use variorum::diagnostic::draw::{Format, Style, draw};
use variorum::diagnostic::settle;
use variorum::page::Pages;
use variorum::page::plan::plan;
use variorum::site::resolve::{Library, resolve};
use variorum::text::Files;
use variorum::value::date::Day;

/// The documents of the bundled site: their paths relative to `content/`, and their texts.
fn bundled() -> Vec<(Utf8PathBuf, String)> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut documents = Vec::new();
    let mut folders = vec![content.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs_err::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let relative = path.strip_prefix(&content).unwrap().to_str().unwrap().into();
                documents.push((relative, fs_err::read_to_string(&path).unwrap()));
            }
        }
    }
    documents.sort();
    documents
}

/// Everything short of the theme: decode, release, resolve, check, plan, views, drawing.
fn run(documents: &[(Utf8PathBuf, String)]) {
    let mut files = Files::default();
    let mut diagnostics = Vec::new();
    let mut decoded = Vec::new();
    for (path, text) in documents {
        let file = files.add(Utf8Path::new("content").join(path), text.as_str());
        let one = decode(file, path, text);
        diagnostics.extend(one.diagnostics);
        decoded.push(one.document);
    }
    let audience = Audience {
        tlp: variorum::value::word::Tlp::Clear,
        drafts: Drafts::Hidden,
        now: jiff::Timestamp::UNIX_EPOCH,
    };
    let config = Config::default();
    let assets = BTreeSet::new();
    let resolved = resolve(release(decoded, &audience), &config, Library { files: &files, assets: &assets });
    diagnostics.extend(resolved.diagnostics);
    let site = resolved.site;
    diagnostics.extend(check(Subject { site: &site, files: &files, today: Day::FIRST }));
    let (plan, collisions) = plan(&site, &config, &[]);
    diagnostics.extend(collisions);
    let pages = Pages::new(&site, &config, &plan);
    for page in &plan.pages {
        let _ = pages.view(page);
    }
    let diagnostics = settle(diagnostics, &config.checks, &files);
    let _ = draw(&diagnostics, &files, Format::Human, Style::Plain, 100);
    let _ = draw(&diagnostics, &files, Format::Json, Style::Plain, 100);
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
        let mut documents = bundled();
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
    let documents = bundled();
    let (path, text) = documents.iter().find(|(path, _)| path.as_str().contains("un-findings")).unwrap();
    for end in (0..text.len()).step_by(7).map(|end| text.floor_char_boundary(end)) {
        run(&[(path.clone(), text[..end].to_owned())]);
    }
}
