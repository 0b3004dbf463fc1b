//! What `site.toml` may say, and what is said when it is wrong.

use super::*;
use crate::diagnostic::Diagnostic;
use crate::text::Files;

fn read(text: &str) -> (Config, Vec<Diagnostic>, Files) {
    let mut files = Files::default();
    let file = files.add("site.toml", text);
    let mut diagnostics = Vec::new();
    let config = decode(&files, file, &mut diagnostics);
    (config, diagnostics, files)
}

/// `line:column code: message; help`, a line a finding.
fn findings(text: &str) -> String {
    let (_, diagnostics, files) = read(text);
    let show = |diagnostic: &Diagnostic| {
        let place = diagnostic.place.map_or("-".to_owned(), |span| files.place(span).to_string());
        let help = diagnostic.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        format!("{place} {}: {}{help}\n", diagnostic.code, diagnostic.message)
    };
    diagnostics.iter().map(show).collect()
}

#[test]
fn every_key_is_read() {
    let (config, diagnostics, files) = read(
        r#"
title = "مورا"
base_url = "https://example.org/site"
language = "ar"
description = "d"
authors = "One Author"
theme = "mine"
tlp = "amber+strict"
build.output = "out"
checks = { cycle = "warning", unsourced-claim = "off", yaml-syntax = "error" }
method.relays = ["media", "court"]
vocabulary.event_kinds.mine-strike = "explosion-remote-violence"
vocabulary.actor_kinds.militia = "political-militia"
vocabulary.source_kinds.leaflet = "press-release"
vocabulary.acts.extradites = "other"
license = "CC-BY-4.0"
exports = { csv = false, feeds = true, ids_from = "https://first.example" }
feeds = { limit = 5, content = "full" }
robots.ai_crawlers = "refuse"
pages.per_page = 1000
nav = [{ title = "About", to = "about.md" }]
assets.metadata = { "files/token.pdf" = "reviewed" }
[figures]
measures = ["kidnapped"]
groups = { rangers = "combatant", women = "civilian" }
words = { scores = 40, tens = 20 }
about = 0.25
momentary = "kidnapped"
rising_days = 30
[publish.live]
to = "netlify:a-site"
token_env = "NAME"
"#,
    );
    assert_eq!(diagnostics, []);
    assert_eq!(
        (config.title.as_str(), config.language.as_str(), config.tlp),
        ("مورا", "ar", Tlp::AmberStrict)
    );
    assert_eq!(config.base_url.map(|url| url.to_string()).as_deref(), Some("https://example.org/site"));
    assert_eq!((config.description.as_deref(), config.authors), (Some("d"), vec!["One Author".to_owned()]));
    assert_eq!((config.theme.as_str(), config.output.as_str()), ("mine", "out"));
    let checks = [
        (Code::YamlSyntax, Some(Severity::Error)),
        (Code::Cycle, Some(Severity::Warning)),
        (Code::UnsourcedClaim, None),
    ];
    assert_eq!(config.checks, checks.into());
    let vocabulary = &config.vocabulary;
    assert_eq!(vocabulary.event_kinds["mine-strike"], EventKind::ExplosionRemoteViolence);
    assert_eq!(vocabulary.actor_kinds["militia"], ActorKind::PoliticalMilitia);
    assert_eq!(vocabulary.source_kinds["leaflet"], SourceKind::PressRelease);
    assert_eq!(vocabulary.acts["extradites"], Act::Other);
    assert_eq!(config.relays, [ActorKind::Media, ActorKind::Court].into());
    assert_eq!((config.feeds.limit, config.feeds.content, config.per_page), (5, FeedContent::Full, 1000));
    assert_eq!((config.license.as_deref(), config.ai_crawlers), (Some("CC-BY-4.0"), AiCrawlers::Refuse));
    assert!(!config.exports.formats.contains(&ExportFormat::Csv));
    assert_eq!(files.slice(config.exports.asked[0].span), "feeds");
    assert_eq!(config.exports.ids_from.map(|url| url.to_string()).as_deref(), Some("https://first.example"));
    assert_eq!((config.nav[0].title.as_str(), config.nav[0].to.value.as_str()), ("About", "about.md"));
    assert_eq!(files.slice(config.reviewed[0].span), "\"files/token.pdf\"");
    assert_eq!(config.figures.measures.len(), MEASURES.len() + 1);
    assert_eq!(config.figures.rising_days, 30);
    let momentary = ["missing", "detained", "displaced", "kidnapped"].map(str::to_owned);
    assert_eq!(config.figures.momentary, momentary.into());
    assert_eq!(config.figures.groups["rangers"], GroupSide::Combatant);
    assert_eq!(config.figures.groups["women"], GroupSide::Civilian);
    let words = &config.figures.scale.words;
    assert_eq!((words["scores"], words["tens"], words["several"]), (40, 20, 3));
    assert_eq!(config.figures.scale.about.to_string(), "0.25");
    let publish::Target::Netlify(netlify) = &config.publish["live"].target else { panic!("not Netlify") };
    assert_eq!(netlify.token, publish::Secret::Variable("NAME".to_owned()));
    assert_eq!(config.publish["live"].to.value, "netlify:a-site");
}

#[test]
fn a_title_is_enough() {
    let (config, diagnostics, _) = read("title = 'x'");
    assert_eq!(diagnostics, []);
    assert_eq!((config.feeds.limit, config.per_page, config.output.as_str()), (20, 50, "public"));
    assert_eq!(findings(""), "1:1 missing-key: the site has no `title`; add `title = \"...\"`\n");
}

#[test]
fn all_errors_are_found_in_one_run() {
    let text = r#"
titel = "x"
title = " "
base_url = "example.org"
language = 3
theme = "../x"
tlp = "Amber"
nonsense-of-some-kind = 1
nav = [{ title = "About" }]
[checks]
unsorced-claim = "off"
yaml-syntax = "off"
cycle = "fatal"
[vocabulary]
actor_kind = { militia = "political-militia" }
acts = { resigns = "other", "Steps Down" = "resigns", strikes = "battle" }
[method]
relays = ["medai"]
[figures]
momentary = ["killed", "arested"]
rising_days = 100000
measures = ["Big One"]
groups = { "x y" = "combatant", z = "both" }
words = { none = 3, many = -1 }
about = 2.0
[pages]
per_page = 0
[assets]
metadata = { "a.pdf" = "yes" }
[publish]
live = 1
"#;
    insta::assert_snapshot!(findings(text));
}

#[test]
fn every_syntax_error_is_shown_where_it_is() {
    insta::assert_snapshot!(findings("title = \"x\"\ntitle = \"y\"\nlanguage = \n"));
}

#[test]
fn a_secret_is_refused_without_showing_its_line() {
    let text = "title = 'x'\n[publish.live]\nAPI_Token = 'hunter2'\ntoken_env = 'X'\nhosts = [[{ password = 1 }]]\n\
                [secret-stuff]\na = 1\n";
    let found = findings(text);
    assert!(!found.contains("hunter2"), "{found}");
    insta::assert_snapshot!(found);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "([a-z_.]{1,9} ?= ?[\\[{\"'0-9a-z,=\\]}. -]{0,12}\n|\\[[a-z.]{1,9}\\]\n|.){0,12}") {
        let (config, diagnostics, _) = read(&text);
        proptest::prop_assert!(!diagnostics.is_empty() || !config.title.is_empty());
    }
}
