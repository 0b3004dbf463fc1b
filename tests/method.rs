//! The method against a second implementation, short, naive and obvious, on thousands of random sites.
//!
//! Random sites are texts, built on the public path. The second implementation (`naive`) knows the rules and nothing
//! of how the first one is fast. `VARIORUM_CASES` raises the number of sites. What METHOD promises of any site is
//! tested in `method_properties.rs`.

#![expect(clippy::unwrap_used, reason = "a test that cannot build its site has failed")]

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
use support::build_with;

/// How many sites.
fn cases(default: u32) -> u32 {
    std::env::var("VARIORUM_CASES").ok().and_then(|number| number.parse().ok()).unwrap_or(default).max(default)
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
        let files: String =
            draft.contents().iter().map(|(path, text)| format!("--- content/{path}\n{text}")).collect();
        Err(TestCaseError::fail(format!("{found}\nown settings: {}\n{files}", draft.own_settings)))
    });
    if let Err(proptest::test_runner::TestError::Fail(reason, _)) = outcome {
        panic!("the two differ on the smallest site found:\n{reason}");
    }
    outcome.unwrap();
}

/// Whatever the two agree on must occur: a rule that no random site meets is not tested by them.
#[test]
fn the_random_sites_meet_every_rule() {
    let mut runner = TestRunner::deterministic();
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..600 {
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
        .filter(|(_, times)| *times < 5)
        .map(|(rule, times)| format!("{rule} ({times})"))
        .collect();
    assert!(rare.is_empty(), "on hardly a site: {}\nmet: {met:#?}", rare.join(", "));
}
