//! `data/claims.json`, format 2, field by field, and the same claims one a line: on a small site with one of each.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its site has failed")]

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Value, json};
use variorum::config::Config;
use variorum::export::{File, Maker, Material, Words};
use variorum::plan::plan;

mod support;

use support::{Built, build};

const SITE: &str = "\
---
title: One
date: 2022-04-12
type: report
authors: [Zoe, Ann]
tags: [b, a]
actors:
  army: {name: The Army, names: {ar: الجيش}, kind: state-forces, aliases: [Forces, Corps]}
  rebels: {name: The Rebels, kind: rebel-group}
  paper: {name: The Paper, kind: media}
  q7: {name: Ousmane, names: {fr: Ousmane}, aliases: [O], protected: true}
events:
  fire:
    name: The Fire
    names: {fr: Le Feu}
    date: 2022-03
    place: {country: MLI, lat: 14.345678, lon: -4, precision: area}
    points: {who: Who did it?}
  flood: {name: The Flood}
sources:
  note: {title: A note, publisher: army, date: 2022-04-01, first_hand: true}
  leak: {title: Secret, access: confidential}
claims:
  - {id: ten, by: army, says: \"Ten\u{2028}fell.\", event: fire, point: who, source: [note, leak], figures: {killed: 10}}
  - {id: twelve, by: army, says: Twelve fell., event: fire, source: note, figures: {killed: 12}, withdraws: ten, date: 2022-04-02}
  - {id: none, by: rebels, says: None fell., event: fire, denies: twelve, basis: inferred, quote: no, quote_lang: fr, note: n}
  - {id: few, by: q7, says: Few fell., event: fire, supports: twelve, speaker_likelihood: likely, verdict: {rating: 2}}
  - {id: same, by: rebels, says: So it is., event: flood, agrees_with: [many], source: note}
  - {id: many, by: paper, says: It is so., event: flood, figures: {missing: 20+}, figures_are: projected}
  - {id: gone, by: paper, says: Thirty., event: fire, figures: {injured: 30}}
  - {id: back, by: paper, says: I never said so., event: fire, disowns: gone}
  - {id: act, by: army, does: arrests, to: rebels, says: Some were taken., event: fire}
---
";

fn site() -> Built {
    build(&[("briefs/one.md", SITE)])
}

fn file(built: &Built, file: File) -> String {
    file_of(built, &Config::default(), file)
}

fn file_of(built: &Built, config: &Config, file: File) -> String {
    let (site, method) = (&built.site, &built.method);
    let (plan, _) = plan(site, method, config, None);
    let material = Material { site, method, config, plan: &plan, words: Words::default() };
    String::from_utf8(Maker::new(material).file(file)).unwrap()
}

/// Fields in the order in which they are written.
type Row = IndexMap<String, Value>;

#[derive(Deserialize)]
struct Export {
    format: u32,
    briefs: Vec<Row>,
    actors: Vec<Row>,
    events: Vec<Row>,
    sources: Vec<Row>,
    claims: Vec<Row>,
    propositions: Vec<Row>,
}

fn export() -> Export {
    serde_json::from_str(&file(&site(), File::Claims)).unwrap()
}

fn row<'r>(rows: &'r [Row], id: &str) -> &'r Row {
    rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no {id}"))
}

fn keys(row: &Row) -> String {
    row.keys().map(String::as_str).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_part_has_its_fields_in_their_order() {
    let export = export();
    assert_eq!(export.format, 2);
    let whole: Row = serde_json::from_str(&file(&site(), File::Claims)).unwrap();
    assert_eq!(keys(&whole), "format site briefs actors events sources claims propositions");
    for (rows, fields) in [
        (&export.briefs, "id title type summary authors tags date updated lang translation_of url claims"),
        (&export.actors, "id name names kind aliases part_of root allied_with declared url claims about"),
        (
            &export.events,
            "id name names date kind parties part_of place url claims points figures figure_findings",
        ),
        (
            &export.sources,
            "id title kind publisher date url href from first_hand reliability status claims if_it_falls",
        ),
        (
            &export.claims,
            "id brief by says does to about events point sources confidential_sources from basis date date_from \
             not_after supports agrees_with denies concedes concedes_in_part questions repeats replaces withdraws \
             disowns figures quote quote_lang quote_translation note verdict credibility likelihood confidence \
             speaker_likelihood speaker_confidence state state_by proposition backing origins third_party reception url",
        ),
        (
            &export.propositions,
            "id claims backing origins known unknown reception contested_by contradicted_by admitted_by conceded_by \
             conceded_in_part_by disputed_by questioned_by",
        ),
    ] {
        assert!(!rows.is_empty());
        rows.iter().for_each(|row| assert_eq!(keys(row), fields));
    }
}

#[test]
fn records_are_told_with_all_their_names_and_the_protected_with_none() {
    let export = export();
    let brief = &export.briefs[0];
    assert_eq!(
        [&brief["type"], &brief["authors"], &brief["tags"]],
        [&json!("report"), &json!(["Zoe", "Ann"]), &json!(["b", "a"])],
        "as written"
    );
    let army = row(&export.actors, "army");
    assert_eq!([&army["names"], &army["aliases"]], [&json!({"ar": "الجيش"}), &json!(["Corps", "Forces"])]);
    let protected = row(&export.actors, "q7");
    assert_eq!(
        [&protected["name"], &protected["names"], &protected["aliases"]],
        [&Value::Null, &json!({}), &json!([])]
    );
    let fire = row(&export.events, "fire");
    let place = json!({"name": null, "country": "MLI", "lat": 14.3, "lon": -4, "precision": "area"});
    assert_eq!((&fire["place"], &fire["names"]), (&place, &json!({"fr": "Le Feu"})));
    assert_eq!(row(&export.events, "flood")["place"], Value::Null);
    assert_eq!(export.sources.len(), 1, "the confidential one is counted and not told");
}

#[test]
fn claims_bear_their_answers_and_acts_none() {
    let export = export();
    let claim = |id: &str| row(&export.claims, &format!("one#{id}"));
    let ten = claim("ten");
    assert_eq!(
        [&ten["state"], &ten["state_by"], &ten["proposition"]],
        [&json!("withdrawn"), &json!(["one#twelve"]), &json!("one#ten")]
    );
    assert_eq!([&ten["date"], &ten["date_from"]], [&json!("2022-04-01"), &json!("source")]);
    assert_eq!([&ten["confidential_sources"], &ten["not_after"]], [&json!(1), &Value::Null]);
    let none = claim("none");
    assert_eq!(
        [&none["date"], &none["date_from"], &none["not_after"], &none["basis"]],
        [&Value::Null, &Value::Null, &json!("2022-04-12"), &json!("inferred")]
    );
    assert_eq!(
        [&none["quote"], &none["quote_lang"], &none["quote_translation"], &none["note"]],
        [&json!("no"), &json!("fr"), &Value::Null, &json!("n")]
    );
    assert_eq!(claim("few")["verdict"], json!({"rating": 2, "name": null, "why": null}));
    assert_eq!(claim("few")["speaker_likelihood"], "likely");
    assert_eq!(claim("gone")["state"], "disowned");
    for (one, other) in [("same", "many"), ("many", "same")] {
        assert_eq!(claim(one)["agrees_with"], json!([format!("one#{other}")]), "at both ends");
        assert_eq!(claim(one)["proposition"], "one#many", "the smallest id");
    }
    let figure = json!({"measure": "missing", "group": "all", "min": 20, "max": null, "text": "20+", "are": "projected"});
    assert_eq!(claim("many")["figures"], json!([figure]));
    let act = claim("act");
    assert_eq!([&act["does"], &act["says"]], [&json!("arrests"), &json!("Some were taken.")]);
    for answer in ["state", "proposition", "backing", "origins", "third_party", "reception"] {
        assert_eq!(act[answer], Value::Null, "{answer}");
    }
}

#[test]
fn propositions_hold_who_answers_them() {
    let export = export();
    let ids: Vec<&str> = export.propositions.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert!(ids.is_sorted() && ids.contains(&"one#ten") && !ids.contains(&"one#act"), "{ids:?}");
    let many = row(&export.propositions, "one#many");
    assert_eq!(many["claims"], json!(["one#many", "one#same"]));
    let twelve = row(&export.propositions, "one#twelve");
    assert_eq!(
        [&twelve["known"], &twelve["unknown"], &twelve["disputed_by"]],
        [&json!(["army"]), &json!(["q7"]), &json!(["rebels"])]
    );
    assert_eq!([&twelve["reception"], &twelve["contested_by"]], [&json!("disputed"), &json!([])]);
    let gone = row(&export.propositions, "one#gone");
    assert_eq!([&gone["claims"], &gone["backing"]], [&json!(["one#gone"]), &json!("none")]);
}

#[test]
fn events_hold_points_and_rows_of_figures_with_what_was_before() {
    let export = export();
    let fire = row(&export.events, "fire");
    let points = fire["points"].as_array().unwrap();
    let who = points.iter().find(|point| point["id"] == "who").unwrap();
    assert_eq!(
        *who,
        json!({"id": "who", "question": "Who did it?", "claims": [], "disputed": false, "reasons": []}),
        "declared, and nothing live in it"
    );
    let killed = json!({"measure": "killed", "group": "all", "by": ["army"], "claim": "one#twelve", "min": 12, "max": 12,
                        "text": "12", "are": "counted", "date": "2022-04-02", "history": ["one#ten"],
                        "newer_in_root": null});
    let injured = json!({"measure": "injured", "group": "all", "by": ["paper"], "claim": null, "min": null, "max": null,
                         "text": null, "are": null, "date": null, "history": ["one#gone"], "newer_in_root": null});
    assert_eq!(fire["figures"], json!([injured, killed]));
}

/// Only what would change is told, as it is and as it would be.
#[test]
fn a_fall_is_told_by_the_answers_that_change() {
    let brief = SITE.replace("source: [note, leak]", "source: note");
    let built = build(&[("briefs/one.md", brief)]);
    let export: Export = serde_json::from_str(&file(&built, File::Claims)).unwrap();
    let falls = export.sources[0]["if_it_falls"].as_array().unwrap();
    let twelve = falls.iter().find(|row| row["claim"] == "one#twelve").unwrap();
    assert_eq!(
        *twelve,
        json!({"claim": "one#twelve", "state": ["live", "fallen"], "backing": ["unproven", "single-origin"],
               "origins": [[1, 2], [1, 1]], "third_party": [[1, 2], [0, 1]]}),
        "one supporter is left"
    );
    for row in falls {
        assert!(row.as_object().unwrap().len() > 1, "{row}");
        for (key, change) in row.as_object().unwrap().iter().filter(|(key, _)| *key != "claim") {
            assert_ne!(change[0], change[1], "{key} of {row}");
        }
    }
    let places: Vec<&str> = falls.iter().map(|row| row["claim"].as_str().unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn one_claim_is_one_line_whatever_a_reader_takes_for_an_end() {
    let built = site();
    let lines = file(&built, File::ClaimLines);
    for sign in ['\u{2028}', '\u{2029}', '\u{85}'] {
        assert!(!lines.contains(sign));
    }
    let rows: Vec<Row> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows[0]["says"], "Ten\u{2028}fell.");
    assert_eq!(rows, export().claims);
}

#[test]
fn briefs_and_claims_are_cited_under_ids_that_stay() {
    let base_url = Some("https://desk.example/".parse().unwrap());
    let brief = SITE
        .replace("title: One", "title: \"50% {off\"")
        .replace("title: A note,", "title: A note, archive: \"https://a.example/x_1\",");
    let built = build(&[("briefs/one.md", brief.as_str())]);
    let config = Config { title: "A desk".to_owned(), base_url, ..Config::default() };
    let items: Vec<Row> = serde_json::from_str(&file_of(&built, &config, File::CitationsCsl)).unwrap();
    let ids: Vec<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids[..4], ["one", "one:ten", "one:twelve", "one:none"]);
    assert_eq!(ids.len(), 10);
    assert_eq!(
        serde_json::to_value(row(&items, "one:twelve")).unwrap(),
        json!({ "id": "one:twelve", "type": "webpage", "title": "The Army: Twelve fell.",
                "author": [{ "literal": "Zoe" }, { "literal": "Ann" }], "issued": { "date-parts": [[2022, 4, 12]] },
                "container-title": "50% {off", "publisher": "A desk", "language": "en",
                "URL": "https://desk.example/briefs/one.html#claim-twelve", "archive_location": "https://a.example/x_1" }),
    );
    assert_eq!(row(&items, "one:act")["title"], "The Army: Some were taken.");
    assert_eq!(row(&items, "one:few")["title"], "a protected source: Few fell.");
    let bib = file_of(&built, &config, File::Bibtex);
    let twelve = "@misc{one:twelve,\n  author = {{Zoe} and {Ann}},\n  title = {{The Army: Twelve fell.}},\n  \
                  howpublished = {50\\% \\textbraceleft{}off},\n  publisher = {A desk},\n  date = {2022-04-12},\n  \
                  year = {2022},\n  url = {https://desk.example/briefs/one.html#claim-twelve},\n  \
                  note = {Archived: https://a.example/x\\_1},\n}\n";
    assert!(bib.contains(twelve), "{bib}");
    assert_eq!(bib.matches("@misc{").count(), ids.len());
    assert!(!bib.contains("Ousmane") && bib.contains("title = {{a protected source: Few fell.}}"), "{bib}");
    let without = [File::CitationsCsl, File::Bibtex].map(|cited| file(&built, cited));
    assert!(!without.concat().contains("one.html"), "no address is known");
}

#[test]
fn the_whole_site_is_told_as_linked_data() {
    let document: Value = serde_json::from_str(&file(&site(), File::SiteJsonLd)).unwrap();
    assert_eq!(document["@context"]["cito"], "http://purl.org/spar/cito/");
    let things = document["@graph"].as_array().unwrap();
    let kinds: Vec<&str> = things.iter().map(|thing| thing["@type"].as_str().unwrap()).collect();
    assert_eq!(kinds[0], "WebSite");
    assert_eq!(kinds.iter().filter(|kind| **kind == "Event").count(), 2);
    let brief = things.iter().find(|thing| thing["@id"] == "../briefs/one.html").unwrap();
    let claims = brief["hasPart"].as_array().unwrap();
    assert_eq!(claims.len(), 9);
    let claim = |id: &str| {
        let id = format!("../briefs/one.html#claim-{id}");
        claims.iter().find(|claim| claim["@id"] == *id).unwrap()
    };
    assert_eq!(claim("none")["cito:disagreesWith"]["@id"], "../briefs/one.html#claim-twelve");
    assert_eq!((&claim("act")["@type"], &claim("act")["name"]), (&json!("Action"), &json!("arrests")));
    assert_eq!(brief["review"]["itemReviewed"]["@id"], claim("few")["@id"]);
    assert!(!document.to_string().contains("Ousmane"));
}
