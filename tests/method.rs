//! The method against a second implementation, short, naive and obvious, on thousands of random sites.
//!
//! Random sites are texts, built on the public path. The second implementation (`naive`) knows the rules and nothing
//! of how the first one is fast. `VARIORUM_CASES` raises the number of sites. What the manual promises of any site is
//! tested in `method_properties.rs`.

#[path = "support/lines.rs"]
mod lines;
mod naive;
mod random;
mod support;

use std::collections::BTreeMap;

use naive::Naive;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config as Settings, TestRunner};
use random::{Draft, draft};
use support::{build, build_with};

/// How many sites.
fn cases(default: u32) -> u32 {
    std::env::var("VARIORUM_CASES")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(default)
        .max(default)
}

fn files(draft: &Draft) -> String {
    draft.contents().iter().map(|(path, text)| format!("--- content/{path}\n{text}")).collect()
}

/// The lines in which the two differ, and some around them.
fn differences(what: &str, naive: &[String], product: &[String]) -> Option<String> {
    let mut told = String::new();
    for line in naive.iter().filter(|line| !product.contains(line)) {
        told += &format!("  naive:   {line}\n");
    }
    for line in product.iter().filter(|line| !naive.contains(line)) {
        told += &format!("  product: {line}\n");
    }
    if told.is_empty() && naive != product {
        told = format!("  naive:   {naive:#?}\n  product: {product:#?}\n");
    }
    (!told.is_empty()).then(|| format!("{what}\n{told}"))
}

/// All in which the two differ on a site.
fn disagreements(draft: &Draft) -> String {
    let config = draft.config();
    let built = build_with(&draft.contents(), &config);
    let naive = Naive::new(&built.site, &config);
    let mut found = vec![
        differences("claims", &naive.claims_as_text(), &lines::claims(&built)),
        differences("propositions", &naive.propositions_as_text(), &lines::propositions(&built)),
        differences("if a source falls", &naive.falls_as_text(), &lines::falls(&built)),
        differences("remarks", &naive.remarks_as_text(), &lines::remarks(&built)),
        differences("cycles", &naive.cycles_as_text(), &lines::cycles(&built)),
    ];
    for (id, event) in built.site.events.entries() {
        let what = |part: &str| format!("{part} of {}", event.id);
        found.push(differences(&what("points"), &naive.points_as_text(event), &lines::points(&built, id)));
        found.push(differences(&what("figures"), &naive.figures_as_text(event), &lines::figures(&built, id)));
        found.push(differences(&what("stances"), &naive.stances_as_text(event), &lines::stances(&built, id)));
    }
    found.into_iter().flatten().collect()
}

#[test]
fn the_method_agrees_with_the_naive_one() {
    let settings = Settings { cases: cases(3_000), failure_persistence: None, ..Settings::default() };
    let outcome = TestRunner::new(settings).run(&draft(), |draft| {
        let found = disagreements(&draft);
        if found.is_empty() {
            return Ok(());
        }
        Err(TestCaseError::fail(format!("{found}\nown settings: {}\n{}", draft.own_settings, files(&draft))))
    });
    if let Err(proptest::test_runner::TestError::Fail(reason, _)) = outcome {
        panic!("the two differ on the smallest site found:\n{reason}");
    }
    outcome.unwrap();
}

/// The list "if it falls" has limits. What they count is met exactly: beside the affected claims of a random site stand
/// so many others that name the source, and nothing else, that the list is just computed; then one more.
#[test]
fn the_list_of_what_falls_ends_above_200_affected_claims() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..cases(60).min(1_000) {
        let mut draft = draft().new_tree(&mut runner).unwrap().current();
        let Some(place) = draft.sources.iter().rposition(|source| source.access == "public") else {
            continue;
        };
        let (name, config) = (format!("s{place}"), draft.config());
        let is_computed = |draft: &Draft| {
            let built = build_with(&draft.contents(), &config);
            built.method.if_it_falls(built.source(&name)).is_some()
        };
        draft.name_source(&name);
        let built = build_with(&draft.contents(), &config);
        let (naive, source) = (Naive::new(&built.site, &config), built.source(&name));
        if naive.has_fallen(source) {
            // Nothing changes any more, which is known without a list.
            assert_eq!(built.method.if_it_falls(source), Some(&[][..]));
            continue;
        }
        let affected: Vec<_> = naive.affected(source).into_iter().collect();
        let told = format!("{name}: {:?}\n{}", built.keys(&affected), files(&draft));
        (affected.len()..200).for_each(|_| draft.name_source(&name));
        assert!(is_computed(&draft), "200 claims together, of these by {told}");
        draft.name_source(&name);
        assert!(!is_computed(&draft), "201 claims together, of these by {told}");
    }
}

#[test]
fn the_list_of_what_falls_ends_above_1000_sources_downstream() {
    let is_computed = |downstream: usize| {
        let drawing = (1..=downstream)
            .map(|place| format!("s{place}: {{title: Source {place}, from: s{}}}\n", place / 2));
        let sources = format!("s0: {{title: Source 0}}\n{}", drawing.collect::<String>());
        let names: Vec<String> = (0..=downstream).map(|place| format!("s{place}")).collect();
        // As many as one claim may name.
        let claims = names.chunks(100).enumerate().map(|(place, names)| {
            format!("  - {{id: k{place}, by: Somebody, says: It is so., source: [{}]}}\n", names.join(", "))
        });
        let claims = claims.collect::<String>();
        let brief = format!("---\ntitle: A brief\ndate: 2022-05-01\nclaims:\n{claims}---\nText.\n");
        let built = build(&[("sources.yaml", sources), ("briefs/first.md", brief)]);
        assert_eq!(built.site.sources.len(), downstream + 1, "{:?}", built.diagnostics);
        built.method.if_it_falls(built.source("s0")).is_some()
    };
    assert!(is_computed(1_000));
    assert!(!is_computed(1_001));
}

/// Whatever the two agree on must occur: a rule that no random site meets is not tested by them.
#[test]
fn the_random_sites_meet_every_rule() {
    let mut runner = TestRunner::deterministic();
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..1_000 {
        let draft = draft().new_tree(&mut runner).unwrap().current();
        let config = draft.config();
        let site = build_with(&draft.contents(), &config).site;
        for rule in Naive::new(&site, &config).rules_met() {
            *met.entry(rule).or_default() += 1;
        }
    }
    let words = naive::met::RULES.split_whitespace();
    let rare: Vec<String> = words
        .map(|rule| (rule, met.get(rule).copied().unwrap_or_default()))
        .filter(|(_, times)| *times < 3)
        .map(|(rule, times)| format!("{rule} ({times})"))
        .collect();
    assert!(rare.is_empty(), "on hardly a site: {}\nmet: {met:#?}", rare.join(", "));
}
