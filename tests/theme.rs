//! The default theme on whole sites: every kind of page renders, is well-formed, keeps the gate's rules on markup, and
//! links only to pages that exist. The list of embedded files is the folder on the disk.

#![expect(clippy::unwrap_used, reason = "a test that cannot build its site has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use html5gum::{StartTag, Token, Tokenizer};
use strum::{IntoEnumIterator, VariantNames as _};
use variorum::changes::{Changes, Snapshot};
use variorum::config::{Config, Vocabulary};
use variorum::export;
use variorum::export::claims::Rows;
use variorum::input::ThemeFolder;
use variorum::markdown::CODE_CLASSES;
use variorum::method::points::Reason;
use variorum::method::relation::Stance;
use variorum::method::{Backing, Reception, State};
use variorum::page::Pages;
use variorum::plan::plan;
use variorum::text::{Files, SitePath, Span, Spanned};
use variorum::theme::{self, FILES, Fragments};
use variorum::value::grade::{Confidence, Likelihood, Reliability};
use variorum::value::measure::{GROUPS, MEASURES};
use variorum::value::word::{
    Access, Act, ActorKind, Basis, BriefKind, EventKind, FiguresAre, PlacePrecision, Relation, SourceKind,
    SourceStatus,
};

mod support;

use support::{Built, build_with, own_content};

/// One of everything that the repository's own content does not have.
const ODD: &str = r#"---
title: One <b>&"
warning: [graphic, a word of our own]
corrections: [{date: 2022-05-01, text: A number was wrong., claim: c1}]
tags: [Odd, "<i>"]
updated: 2022-05-01
event: ev
actors: {src-1: {name: Secret, protected: true}, ar: {name: جيش, active: 2012/.., country: MLI, reliability: B, ids: {wikidata: Q1}, names: {fr: L’armée, en: The <army>}}}
sources:
  leak: {title: Leak, access: confidential}
  paper: {title: Un <journal>, lang: fr, url: "https://example.org/a?b=1&c=2", archive: "https://archive.example/x", accessed: 2022-04-01, status: retracted, access: paywalled, author: A & B, from: other}
  other: {title: Other, date: 2022-04}
events: {ev: {name: Event, date: 202X, place: {name: Somewhere, country: MLI, lat: 12.34567, lon: -3.2, precision: town}, part_of: whole, kind: raid}, whole: {name: Whole, names: {fr: L’ensemble}}}
claims:
  - {by: src-1, says: It is so., source: leak, quote: هكذا كان, quote_lang: ar, quote_translation: So it was, likelihood: likely, confidence: high, credibility: 3, verdict: {rating: 2, name: Doubtful, why: Because}}
  - {by: ar, says: It is <not> so., source: paper, denies: c1, from: src-1, first_hand: true, about: src-1, figures: {killed: {women: ~20}}}
  - {by: [ar, src-1], does: refuses-access, to: src-1, source: [paper, leak]}
  - {by: ar, says: It was otherwise., source: paper, replaces: c2, questions: c1, note: A note.}
  - {by: ar, does: leaks, to: src-1, says: The papers are out., source: other, date: 2022-04-02T20:10Z}
  - {by: other-one, says: Ten died., source: other, figures: {killed: 10}, figures_are: projected, basis: inferred, speaker_confidence: high, date: 2022-04-01}
  - {by: other-one, says: It never said so., source: other, disowns: c6, speaker_likelihood: likely}
  - {by: other-one, says: Twelve died., source: other, figures: {killed: 12}, agrees_with: c9, date: 2022-04-03}
  - {by: ar, says: A dozen died., source: other, concedes_in_part: c1, verdict: {rating: 4}}
---
# One

Words on [a claim](claim:c1) and [another](claim:c2).

```rust
fn main() {}
```
"#;

/// Pages by their paths: the template and the text.
type Rendered = BTreeMap<String, (&'static str, String)>;

/// A site: its pages, and the files for machines that it has besides.
struct Made {
    pages: Rendered,
    exports: BTreeSet<String>,
}

fn rendered(contents: &[(String, String)], config: &Config) -> Made {
    let built = build_with(contents, config);
    let (theme, faults) = theme::load(&ThemeFolder::default(), &built.files, &config.language);
    assert_eq!(faults, [], "the embedded theme is without fault");
    let changes = config.changes_since.as_ref().map(|_| changes(&built));
    let (plan, _) = plan(&built.site, &built.method, config, changes.as_ref());
    let pages = Pages::new(&built.site, &built.method, config, &plan);
    let (fragments, mut buffer) = (Fragments::new(&theme, &pages), theme::Rendered::default());
    let render = |page: &variorum::plan::Planned| {
        let view = pages.view(page);
        fragments
            .render(&view, &mut buffer)
            .unwrap_or_else(|error| panic!("{}: {}", page.path, error.message));
        (page.path.to_string(), (view.template, String::from_utf8(buffer.html.clone()).unwrap()))
    };
    let exports = export::list(&built.site, config, &plan.pages);
    Made {
        pages: plan.pages.iter().map(render).collect(),
        exports: exports.into_iter().map(|export| export.path.to_string()).collect(),
    }
}

/// What changed since the same site was answered otherwise, in every way.
fn changes(built: &Built) -> Changes {
    let now = Rows::new(&built.site, &built.method).snapshot();
    let before = String::from_utf8(now.clone()).unwrap();
    let before = before
        .replace("odd#c1", "gone#c1")
        .replace("odd#c3", "never#c3")
        .replace("otherwise", "so")
        .replace(
            "\"backing\":\"single-origin\",\"origins\":[1,1]",
            "\"backing\":\"allied\",\"origins\":[2,3]",
        )
        .replace("\"contested_by\":[]", "\"contested_by\":[\"nobody\"]")
        .replace("\"state\":\"superseded\"", "\"state\":\"live\"");
    Snapshot::parse(before.as_bytes()).unwrap().changes(&Snapshot::parse(&now).unwrap())
}

fn sites() -> Vec<Made> {
    let gone = "---\ntitle: Gone\ndate: 2022-04-13\nstatus: withdrawn\nreason: It was wrong.\n---\n";
    let odd: Vec<(String, String)> = [("briefs/2022-04-12-odd.md", ODD), ("briefs/gone.md", gone)]
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .into();
    let own = own_content();
    let site = |contents: &[(String, String)], language: &str, per_page| {
        let config = Config {
            title: "A <site> &".to_owned(),
            language: language.parse().unwrap(),
            per_page,
            vocabulary: Vocabulary {
                event_kinds: [("raid".to_owned(), EventKind::Battle)].into(),
                acts: [("leaks".to_owned(), Act::Other)].into(),
                ..Vocabulary::default()
            },
            base_url: Some("https://example.org/x/".parse().unwrap()),
            changes_since: (!contents.is_empty()).then(|| {
                Spanned::new(
                    SitePath::new("old.json").unwrap(),
                    Span::new(Files::default().add("site.toml", ""), 0..0),
                )
            }),
            ..Config::default()
        };
        rendered(contents, &config)
    };
    vec![
        site(&own, "en", 50),
        site(&own, "ar", 2),
        site(&odd, "en", 50),
        site(&odd, "fr", 1),
        site(&[], "de", 50),
        site(&[("briefs/2022-04-12-many.md".to_owned(), many())], "en", 50),
    ]
}

/// More claims on one event than one page lists, and more actors at odds than a table holds.
fn many() -> String {
    let claims: String = (1..=70)
        .map(|number| {
            let denies = if number > 1 { format!(", denies: c{}", number - 1) } else { String::new() };
            let day = number % 28 + 1;
            format!(
                "  - {{by: Actor {}, says: Number {number}., event: busy, date: 2022-05-{day:02}{denies}}}\n",
                number % 20
            )
        })
        .collect();
    format!("---\ntitle: Many\nevents: {{busy: {{name: Busy, date: 2022}}}}\nclaims:\n{claims}---\n")
}

#[test]
fn an_event_tells_each_of_its_claims_once_in_time() {
    let pages = &sites()[5].pages;
    let parts = ["events/busy.html", "events/busy/2.html"].map(|path| pages[path].1.as_str());
    for number in 1..=70 {
        let told = format!("data-claim=\"many#c{number}\" class=\"e ");
        let times: usize = parts.iter().map(|part| part.matches(&told).count()).sum();
        assert_eq!(times, 1, "{told}");
    }
    let events = parts.map(|part| part.matches("class=\"ev\"").count());
    assert_eq!(events, [1, 0], "the event itself is told where it belongs");
    assert!(!parts[1].contains("id=\"page-stances\"") && parts[1].contains("id=\"page-timeline\""));
}

#[test]
fn who_denies_whom_is_a_table_or_a_list() {
    let sites = sites();
    let (moura, busy) = (&sites[0].pages["events/moura-2022.html"].1, &sites[5].pages["events/busy.html"].1);
    assert!(moura.contains("<table class=\"mx\">") && moura.contains("<td data-to=\""));
    assert!(moura.contains("<a class=\"rel denies\"") && moura.contains("<span>denies</span>"));
    let list = &busy[busy.find("id=\"page-stances\"").unwrap()..];
    let list = &list[..list.find("</section>").unwrap()];
    assert!(!list.contains("<table") && list.matches("<dt>").count() == 20, "{list}");
}

#[test]
fn a_map_is_as_exact_as_its_place_may_be_told() {
    let sites = sites();
    let event = &sites[2].pages["events/ev.html"].1;
    assert!(event.contains("<figure class=\"loc\">") && event.contains("<a href=\"geo:12.35,-3.2;u=5000\">"));
    assert!(!event.contains("12.345"), "it is rounded to the town");
}

#[test]
fn every_template_is_rendered_and_every_page_is_sound() {
    let mut templates = BTreeSet::new();
    for site in sites() {
        for (path, (template, html)) in &site.pages {
            templates.insert(*template);
            let page = Markup::read(path, html);
            page.check_links(&site);
        }
    }
    let all: BTreeSet<&str> = FILES
        .iter()
        .filter_map(|(path, _)| path.strip_prefix("templates/")?.strip_suffix(".html"))
        .filter(|name| !name.contains('/') && *name != "base")
        .collect();
    assert_eq!(templates, all);
}

#[test]
fn a_claim_bears_its_id_at_home_and_its_key_everywhere() {
    let site = &sites()[0].pages;
    let home = &site["briefs/moura.html"].1;
    assert!(home.contains("id=\"claim-army-203\" data-claim=\"moura#army-203\""));
    let event = &site["events/moura-2022.html"].1;
    assert!(event.contains("data-claim=\"moura#army-203\"") && !event.contains("id=\"claim-"));
}

#[test]
fn the_seed_case_is_told_in_words() {
    let site = &sites()[0].pages;
    let home = &site["briefs/moura.html"].1;
    let of_claim = |id: &str| {
        let rest = &home[home.find(&format!("id=\"claim-{id}\"")).unwrap()..];
        rest[..rest.find("</article>").unwrap()].to_owned()
    };
    let killed = of_claim("civilians-killed");
    assert!(killed.contains("data-state=\"live\" data-backing=\"corroborated\""), "{killed}");
    assert!(killed.contains("\u{a0}origins, ") && killed.contains("\u{a0}third-party"), "{killed}");
    let army = of_claim("army-203");
    assert!(
        army.contains("single origin</b> ") && army.contains("conceded in part by</b> <a href"),
        "{army}"
    );
    let wagner = of_claim("wagner-at-moura");
    assert!(wagner.contains("contested by</b> <a href"), "{wagner}");
    let event = &site["events/moura-2022.html"].1;
    for words in [
        "2\u{a0}points in dispute: a denial, ",
        "access refused",
        "Who was hit is itself in dispute",
        "No statement found",
    ] {
        assert!(event.contains(words), "{words}");
    }
    assert!(
        event.contains("6.15 times") && event.contains("500 or more"),
        "gaps and open bounds are in words"
    );
    assert!(site["sources/jnim-pr.html"].1.contains("These claims would be answered otherwise."));
}

#[test]
fn events_are_listed_by_year_and_groups_make_no_range() {
    let index = &sites()[0].pages["events/index.html"].1;
    let year = &index[index.find("id=\"page-year-2022\"").unwrap()..];
    assert!(index.contains("href=\"../events/index.html#page-year-2022\""));
    let moura = &year[year.find("events/moura-2022.html").unwrap()..];
    let moura = &moura[..moura.find("</tr>").unwrap()];
    for words in
        ["500+</b> killed</p>", "203</b> fighters</p>", "hundreds</b> civilians</p>", "2\u{a0}in dispute"]
    {
        assert!(moura.contains(words), "{words}: {moura}");
    }
}

#[test]
fn a_whole_shows_what_its_parts_say_and_who_answers_it() {
    let page = &sites()[0].pages["actors/malian-authorities.html"].1;
    let claim = |key: &str| {
        let row = page.rsplit_once(&format!("<article class=\"r asserts\" data-claim=\"{key}\"")).unwrap().1;
        row[..row.find("<article").unwrap_or(row.len())].to_owned()
    };
    let army = claim("moura#army-203");
    assert!(army.contains("<span class=\"who\"><a href=\"../actors/fama.html\">"), "{army}");
    assert!(army.contains("Conceded in part by</b> <a href=\"../actors/jnim.html\">"), "{army}");
    assert_eq!(page.matches("data-claim=\"moura#no-wagner\"").count(), 1, "each claim once");
}

#[test]
fn nothing_of_a_protected_actor_or_a_confidential_source_is_shown() {
    for (path, (_, html)) in &sites()[2].pages {
        assert!(!html.contains("Secret") && !html.contains("Leak"), "{path}");
    }
    let brief = &sites()[2].pages["briefs/odd.html"].1;
    assert!(brief.contains("a protected source") && brief.contains("1\u{a0}confidential source"));
}

/// What is read off a page.
struct Markup {
    path: String,
    links: Vec<String>,
    ids: BTreeSet<String>,
    counts: BTreeMap<String, usize>,
}

/// Elements without an end tag.
const EMPTY: &[&str] = &["meta", "link", "br", "hr", "img", "input"];

impl Markup {
    fn read(path: &str, html: &str) -> Self {
        let mut page =
            Self { path: path.to_owned(), links: Vec::new(), ids: BTreeSet::new(), counts: BTreeMap::new() };
        let mut open: Vec<String> = Vec::new();
        for Ok(token) in Tokenizer::new(html) {
            match token {
                Token::StartTag(tag) => {
                    let name = page.tag(&tag);
                    assert!(name != "a" || !open.contains(&name), "{path}: a link in a link");
                    if !EMPTY.contains(&&*name) && !tag.self_closing {
                        open.push(name);
                    }
                }
                Token::EndTag(tag) => {
                    assert_eq!(open.pop().unwrap_or_default(), text(&tag.name), "{path}: {open:?}");
                }
                Token::Error(error) => panic!("{path}: {error:?}"),
                Token::String(_) | Token::Comment(_) | Token::Doctype(_) => {}
            }
        }
        assert_eq!(open, Vec::<String>::new(), "{path}: not closed");
        let scripts = if path == "search.html" { 2 } else { 1 };
        for (element, times) in [("h1", 1), ("main", 1), ("title", 1), ("style", 0), ("script", scripts)] {
            assert_eq!(page.counts.get(element).copied().unwrap_or(0), times, "{path}: <{element}>");
        }
        page
    }

    fn tag(&mut self, tag: &StartTag<()>) -> String {
        let name = text(&tag.name);
        *self.counts.entry(name.clone()).or_default() += 1;
        if name == "script" {
            let kind = tag.attributes.get(b"type".as_slice()).map(|kind| text(kind));
            let source = tag.attributes.get(b"src".as_slice()).map(|source| text(source));
            let is_search = self.path == "search.html" && source.as_deref() == Some("theme/search.js");
            let is_data = kind.as_deref() == Some("application/ld+json") && source.is_none();
            assert!(is_data || is_search, "{}: a script that runs", self.path);
        }
        for (attribute, value) in &tag.attributes {
            let (attribute, value) = (text(attribute), text(value));
            let path = &self.path;
            assert!(attribute != "style" && !attribute.starts_with("on"), "{path}: {attribute}");
            match &*attribute {
                "id" => {
                    let claim = name == "article" && tag.attributes.contains_key(b"data-claim".as_slice());
                    let is_of_a_claim = value.starts_with("claim-") || value.starts_with("page-see-");
                    assert_eq!(is_of_a_claim, claim, "{path}: id {value}");
                    assert!(self.ids.insert(value.clone()), "{path}: the id {value} twice");
                }
                "href" | "src" => {
                    let out = value.starts_with("https:") || value.starts_with("http:");
                    let safe = text(tag.attributes.get(b"rel".as_slice()).map_or(b"", |rel| rel));
                    assert!(!out || name == "link" || safe == "noreferrer noopener", "{path}: {value}");
                    self.links.push(value);
                }
                "lang" | "dir" | "class" => assert!(!value.is_empty(), "{path}: an empty {attribute}"),
                _ => {}
            }
        }
        name
    }

    /// Every address leads to a page of the site, the style sheet, the search's script, or out.
    fn check_links(&self, site: &Made) {
        let folder = url::Url::parse("https://here.example/x/").unwrap();
        let here = folder.join(&self.path).unwrap();
        for link in &self.links {
            let to = here.join(link).unwrap();
            if to.host_str() != Some("here.example") {
                continue;
            }
            let path = percent_encoding::percent_decode_str(to.path()).decode_utf8().unwrap();
            let path = path.strip_prefix("/x/").unwrap_or_else(|| panic!("{}: {link}", self.path));
            let theme = ["theme/style.css", "theme/icon.svg", "theme/search.js"].contains(&path);
            let known = theme || site.exports.contains(path) || site.pages.contains_key(path);
            assert!(known, "{}: {link} leads to {path}", self.path);
            if let Some(fragment) = to.fragment().filter(|_| path == self.path) {
                let fragment = percent_encoding::percent_decode_str(fragment).decode_utf8().unwrap();
                assert!(self.ids.contains(&*fragment), "{}: {link}", self.path);
            }
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_embedded_files_are_those_of_the_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    let mut on_disk = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for path in fs_err::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                on_disk.insert(relative(&root, &path), fs_err::read_to_string(&path).unwrap());
            }
        }
    }
    let embedded: BTreeMap<String, String> =
        FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    assert_eq!(embedded.keys().collect::<Vec<_>>(), on_disk.keys().collect::<Vec<_>>());
    assert!(embedded == on_disk);
}

fn relative(root: &Path, path: &Path) -> String {
    let parts: PathBuf = path.strip_prefix(root).unwrap().to_owned();
    parts.to_str().unwrap().replace('\\', "/")
}

#[test]
fn the_style_sheet_keeps_its_rules() {
    let (_, css) = FILES.iter().find(|(path, _)| *path == "static/style.css").unwrap();
    for class in CODE_CLASSES.iter().map(|(class, _)| class) {
        assert!(css.contains(&format!(".{class}")), "{class} has no colour");
    }
    for physical in
        ["left", "right", "margin-top", "margin-bottom", "padding-top", "padding-bottom", "url(", "@import"]
    {
        assert!(!css.contains(physical), "{physical}");
    }
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut gzip, css.as_bytes()).unwrap();
    let weight = gzip.finish().unwrap().len();
    assert!(weight <= 10 * 1024, "{weight} bytes in gzip; 10 KB is what the first view allows");
}

#[test]
fn every_language_has_all_words() {
    let words = |language: &str| {
        let path = format!("words/{language}.toml");
        let (_, text) = FILES.iter().find(|(known, _)| **known == path).unwrap();
        let mut keys = BTreeSet::new();
        gather(&text.parse().unwrap(), "", &mut keys);
        keys
    };
    let english = words("en");
    for language in ["fr", "ar"] {
        let own = words(language);
        let missing: Vec<_> = english.difference(&own).filter(|key| !inherits(key)).collect();
        assert!(missing.is_empty(), "{language} lacks {missing:?}");
        let unknown: Vec<_> = own.difference(&english).filter(|key| !key.starts_with("/n/")).collect();
        assert!(unknown.is_empty(), "{language} has {unknown:?}, which English has not");
    }
}

#[test]
fn every_word_of_the_format_can_be_shown() {
    let (_, text) = FILES.iter().find(|(path, _)| *path == "words/en.toml").unwrap();
    let words: toml::Table = text.parse().unwrap();
    let lists: [(&str, &[&str]); 29] = [
        ("brief_kinds", BriefKind::VARIANTS),
        ("actor_kinds", ActorKind::VARIANTS),
        ("event_kinds", EventKind::VARIANTS),
        ("source_kinds", SourceKind::VARIANTS),
        ("acts", Act::VARIANTS),
        ("acts_to", Act::VARIANTS),
        ("relations", Relation::VARIANTS),
        ("incoming", Relation::VARIANTS),
        ("relations", &["denies-in-advance"]),
        ("incoming", &["denies-in-advance"]),
        ("figure", &["denies", "questions"]),
        ("precision", PlacePrecision::VARIANTS),
        ("likelihood", Likelihood::VARIANTS),
        ("confidence", Confidence::VARIANTS),
        ("reliability", Reliability::VARIANTS),
        ("measures", &MEASURES),
        ("states", &all::<State>()),
        ("method_states", &all::<State>()),
        ("backing", &all::<Backing>()),
        ("method_backing", &all::<Backing>()),
        ("reception", &all::<Reception>()),
        ("method_reception", &all::<Reception>()),
        ("reasons", &all::<Reason>()),
        ("figures_are", FiguresAre::VARIANTS),
        ("speaker_likelihood", Likelihood::VARIANTS),
        ("speaker_confidence", Confidence::VARIANTS),
        ("taken_words", &all::<Stance>()),
        ("credibility", &["1", "2", "3", "4", "5", "6"]),
        ("stances", &["asserts", "supports", "denies", "concedes", "questions", "acts"]),
    ];
    for (table, variants) in lists {
        for word in variants {
            assert!(words[table].get(word).is_some_and(toml::Value::is_str), "{table}: {word}");
        }
    }
    let shown = |table: &str, all: &[&str], silent: &str| {
        for word in all.iter().filter(|word| **word != silent) {
            assert!(words[table].get(word).is_some(), "{table}: {word}");
        }
    };
    shown("access", Access::VARIANTS, "confidential");
    shown("status", SourceStatus::VARIANTS, "ok");
    shown("groups", &GROUPS.map(|(group, _)| group), "all");
    shown("received", &all::<Reception>(), "unanswered");
    shown("basis", Basis::VARIANTS, "not-stated");
}

/// The words of a list of answers.
fn all<T: IntoEnumIterator + Into<&'static str>>() -> Vec<&'static str> {
    T::iter().map(Into::into).collect()
}

/// Punctuation and patterns that are the same in English.
fn inherits(key: &str) -> bool {
    key.starts_with("/dates/") || key.starts_with("/numbers/") || ["/comma", "/colon"].contains(&key)
}

fn gather(table: &toml::Table, above: &str, keys: &mut BTreeSet<String>) {
    for (key, value) in table {
        let path = format!("{above}/{key}");
        match value {
            toml::Value::Table(inner) => gather(inner, &path, keys),
            _ => drop(keys.insert(path)),
        }
    }
}
