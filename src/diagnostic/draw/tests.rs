//! What drawings look like, and that no text and no span breaks them.
//!
//! The drawings stand here as they are printed, so that a change of layout is read before it is committed.

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::diagnostic::{Code, Severity};
use crate::text::Span;

thread_local! {
    /// Two files, to have ids of files at all.
    static FILES: Files = files();
}

const BRIEF: &str = "---
title: Moura, a third account
date: 2022-04-12
claims:
  - id: killed
    by: JNIM
    says: Hundreds of civilians were killed.
    sorce: jnim-pr
---

مورا \u{202e}日本\tx [b](claim:kiled) \u{1b}[2J
";

fn files() -> Files {
    let mut files = Files::default();
    files.add("content/briefs/moura, 1.md", BRIEF);
    files.add("content/actors.yaml", "jnim:\n  name: Jama'at\n");
    files
}

/// The first place of some words.
fn find(files: &Files, words: &str) -> Span {
    files
        .ids()
        .find_map(|id| files.text(id).find(words).map(|at| Span::new(id, at..at + words.len())))
        .unwrap()
}

fn plain(diagnostics: &[Diagnostic], files: &Files) -> String {
    draw(diagnostics, files, Format::Human, Style::Plain, 100)
}

fn misspelled_key(files: &Files) -> Diagnostic {
    Diagnostic::new(Code::UnknownKey, find(files, "sorce"), "unknown key `sorce`")
        .label("not a key of a claim")
        .help("write `source`")
}

fn disagreement(files: &Files) -> Diagnostic {
    Diagnostic::new(Code::ConflictingRecord, find(files, "JNIM"), "two places disagree on the name of `jnim`")
        .label("named so here")
        .other(find(files, "Jama'at"), "and so in the registry")
        .other(find(files, "says"), "in this claim")
}

#[test]
fn title_place_line_underline_help_and_summary() {
    let files = files();
    insta::assert_snapshot!(plain(&[misspelled_key(&files)], &files), @r"
    error[unknown-key]: unknown key `sorce`
     --> content/briefs/moura, 1.md:8:5
      |
    8 |     sorce: jnim-pr
      |     ^^^^^ not a key of a claim
      |
      = help: write `source`

    1 error
    ");
}

#[test]
fn other_places_are_labelled_beside_and_in_other_files() {
    let files = files();
    insta::assert_snapshot!(plain(&[disagreement(&files)], &files), @r"
    error[conflicting-record]: two places disagree on the name of `jnim`
     --> content/briefs/moura, 1.md:6:9
      |
    6 |     by: JNIM
      |         ^^^^ named so here
    7 |     says: Hundreds of civilians were killed.
      |     ---- in this claim
      |
     ::: content/actors.yaml:2:9
      |
    2 |   name: Jama'at
      |         ------- and so in the registry

    1 error
    ");
}

#[test]
fn underlines_meet_words_behind_arabic_wide_characters_and_tabs() {
    let files = files();
    let finding =
        Diagnostic::new(Code::UnknownClaim, find(&files, "claim:kiled"), "no claim is called `kiled`");
    insta::assert_snapshot!(plain(&[finding], &files), @r"
    error[unknown-claim]: no claim is called `kiled`
      --> content/briefs/moura, 1.md:11:16
       |
    11 | مورا �日本    x [b](claim:kiled) ␛[2J
       |                     ^^^^^^^^^^^

    1 error
    ");
}

#[test]
fn a_finding_about_the_whole_site_has_no_place() {
    let finding =
        Diagnostic::of_site(Code::MissingKey, "the site has no title").help("add `title` to site.toml");
    insta::assert_snapshot!(plain(&[finding], &Files::default()), @r"
    error[missing-key]: the site has no title
     |
     = help: add `title` to site.toml

    1 error
    ");
}

#[test]
fn nothing_found_draws_nothing() {
    assert_eq!(plain(&[], &files()), "");
}

#[test]
fn colours_are_escapes_around_the_same_words() {
    let files = files();
    let coloured = draw(&[misspelled_key(&files)], &files, Format::Human, Style::Coloured, 100);
    assert!(coloured.contains("\u{1b}["));
    let stripped = anstream::adapter::strip_str(&coloured).to_string();
    assert_eq!(stripped, plain(&[misspelled_key(&files)], &files));
}

#[test]
fn a_line_of_megabytes_is_drawn_around_its_place() {
    let mut files = Files::default();
    files.add("long.md", "日 ".repeat(1_500_000) + "[here](x:y)" + &" a".repeat(1_500_000));
    let finding = Diagnostic::new(Code::ForbiddenLink, find(&files, "x:y"), "a link may not lead there")
        .other(Span::new(find(&files, "x:y").file, 0..3), "begins here");
    let drawing = plain(&[finding], &files);
    assert!(drawing.contains("--> long.md:1:3000008\n"), "{drawing}");
    assert!(drawing.contains("::: long.md:1:1\n"), "the other place is shown apart: {drawing}");
    assert!(drawing.contains("[here](x:y)"), "{drawing}");
    assert!(drawing.lines().all(|line| line.chars().count() < 120), "{drawing}");
}

#[test]
fn a_message_of_megabytes_is_cut() {
    let finding = Diagnostic::of_site(Code::InvalidId, "x".repeat(5_000_000)).help("y".repeat(5_000_000));
    assert!(plain(&[finding], &Files::default()).len() < 2_000);
}

#[test]
fn of_thousands_of_places_a_few_are_drawn() {
    let files = files();
    let place = find(&files, "Jama'at");
    let others = (0..100_000).map(|n| (place, format!("step {n}"))).collect();
    let drawing = plain(&[Diagnostic { others, ..misspelled_key(&files) }], &files);
    assert!(drawing.contains("step 7\n") && !drawing.contains("step 8\n"), "{drawing}");
    assert!(drawing.contains("= note: other places that take part and are not shown: 99992\n"), "{drawing}");
}

#[test]
fn a_span_of_several_lines_is_marked_on_its_first() {
    let files = files();
    let drawing = plain(
        &[Diagnostic::new(Code::UnsourcedClaim, find(&files, "id: killed\n    by: JNIM"), "m")],
        &files,
    );
    assert!(drawing.contains("|     ^^^^^^^^^^\n\n"), "{drawing}");
}

#[test]
fn beyond_fifty_errors_come_first_and_the_rest_is_counted() {
    let many =
        |code: Code, number: usize| (0..number).map(move |n| Diagnostic::of_site(code, format!("m{n}")));
    let mixed: Vec<_> = many(Code::UnusedSource, 30)
        .chain(many(Code::FutureDate, 3))
        .chain(many(Code::UnknownKey, 49))
        .collect();
    let drawing = plain(&mixed, &Files::default());
    assert!(drawing.starts_with("error[unknown-key]: m0\n"), "{drawing}");
    assert!(drawing.contains("error[unknown-key]: m48\n\nwarning[future-date]: m0\n"), "{drawing}");
    assert!(!drawing.contains("note[unused-source]"), "{drawing}");
    assert!(
        drawing.ends_with("\n\nand 2 more warnings, 30 more notes\n49 errors, 3 warnings, 30 notes\n"),
        "{drawing}"
    );
}

#[test]
fn up_to_fifty_keep_the_order_of_files() {
    let files = files();
    let note = Diagnostic { severity: Severity::Note, ..misspelled_key(&files) };
    let drawing = plain(&[note, disagreement(&files)], &files);
    assert!(drawing.starts_with("note[unknown-key]"), "{drawing}");
    assert!(drawing.ends_with("1 error, 1 note\n"), "{drawing}");
}

#[test]
fn json_gives_lines_columns_and_bytes() {
    let files = files();
    let whole = Diagnostic::of_site(Code::Cycle, "m");
    let drawing = draw(&[disagreement(&files), whole], &files, Format::Json, Style::Plain, 100);
    let document: Value = serde_json::from_str(&drawing).unwrap();
    let start = BRIEF.find("JNIM").unwrap();
    assert_eq!(document[0]["code"], "conflicting-record");
    assert_eq!(document[0]["severity"], "error");
    assert_eq!(document[0]["file"], "content/briefs/moura, 1.md");
    assert_eq!(document[0]["line"], 6);
    assert_eq!(document[0]["column"], 9);
    assert_eq!(document[0]["end_line"], 6);
    assert_eq!(document[0]["end_column"], 13);
    assert_eq!(document[0]["byte_start"], start);
    assert_eq!(document[0]["byte_end"], start + 4);
    assert_eq!(document[0]["others"][0]["file"], "content/actors.yaml");
    assert_eq!(document[0]["others"][0]["label"], "and so in the registry");
    assert_eq!(document[0]["help"], Value::Null);
    assert_eq!(document[1].get("file"), None);
}

#[test]
fn sarif_names_rule_place_and_related_places() {
    let files = files();
    let drawing = draw(&[disagreement(&files)], &files, Format::Sarif, Style::Plain, 100);
    let log: Value = serde_json::from_str(&drawing).unwrap();
    let run = &log["runs"][0];
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let result = &run["results"][0];
    let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], result["ruleId"]);
    assert_eq!(result["ruleId"], "conflicting-record");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/briefs/moura%2C%201.md");
    assert_eq!(place["artifactLocation"]["uriBaseId"], "SITE");
    assert_eq!(
        place["region"],
        serde_json::json!({"startLine": 6, "startColumn": 9, "endLine": 6, "endColumn": 13})
    );
    assert_eq!(result["relatedLocations"][0]["message"]["text"], "and so in the registry");
}

#[test]
fn github_commands_escape_what_would_end_them() {
    let mut files = files();
    let file = files.add("a,b:c%.md", "x\ny\n");
    let odd = Diagnostic::new(Code::Cycle, Span::new(file, 0..3), "100%\n::error::forged").help("mend it");
    let drawing = draw(&[misspelled_key(&files), odd], &files, Format::Github, Style::Plain, 100);
    insta::assert_snapshot!(drawing, @r"
    ::error file=content/briefs/moura%2C 1.md,line=8,endLine=8,col=5,endColumn=10,title=unknown-key::unknown key `sorce`%0Anot a key of a claim%0Ahelp: write `source`
    ::error file=a%2Cb%3Ac%25.md,line=1,endLine=2,title=cycle::100%25%0A::error::forged%0Ahelp: mend it
    ");
}

/// A diagnostic with places anywhere, also behind the end and inside characters.
fn any_diagnostic() -> impl Strategy<Value = Diagnostic> {
    let span = |(file, start, length): (usize, usize, usize)| {
        let id = FILES.with(|files| files.ids().nth(file % 2).unwrap());
        Span::new(id, start..start + length)
    };
    let place = (0_usize..2, 0_usize..900, 0_usize..300).prop_map(span);
    (proptest::option::of(place.clone()), proptest::collection::vec((place, ".{0,20}"), 0..4), ".{0,60}")
        .prop_map(|(place, others, message)| Diagnostic {
            place,
            others,
            ..Diagnostic::of_site(Code::UnknownKey, message)
        })
}

fn any_text() -> impl Strategy<Value = String> {
    let pieces = [
        "a", "b ", "مو", "日", "\u{202e}", "\u{200d}", "\u{301}", "\u{feff}", "\u{ffff}", "\u{1b}", "\t",
        "\r", "\n",
    ];
    let piece = proptest::sample::select(pieces.to_vec());
    proptest::collection::vec(piece, 0..300).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_and_no_place_breaks_a_drawing(
        texts in [any_text(), any_text()],
        diagnostics in proptest::collection::vec(any_diagnostic(), 1..4),
        width in 0_usize..150,
    ) {
        let mut files = Files::default();
        for (number, text) in texts.iter().enumerate() {
            files.add(format!("{number}.md"), text.as_str());
        }
        let drawing = draw(&diagnostics, &files, Format::Human, Style::Plain, width);
        let bare = drawing.replace(['\n', '\t'], "");
        prop_assert!(!bare.contains(char::is_control), "{drawing:?}");
        prop_assert!(!bare.contains(['\u{202e}', '\u{feff}', '\u{ffff}']), "{drawing:?}");
        for place in diagnostics.iter().filter_map(|diagnostic| diagnostic.place) {
            let expected = format!("{}:{}", files.path(place.file), files.place(place));
            prop_assert!(drawing.contains(&expected), "{expected} in {drawing}");
        }
        let document = draw(&diagnostics, &files, Format::Json, Style::Plain, width);
        prop_assert!(serde_json::from_str::<Value>(&document).is_ok());
        let commands = draw(&diagnostics, &files, Format::Github, Style::Plain, width);
        prop_assert_eq!(commands.lines().count(), diagnostics.len());
    }
}
