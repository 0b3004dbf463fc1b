//! What `import` makes builds and says the same again; what `diff` tells is what was changed.

#![expect(clippy::unwrap_used, reason = "a test that cannot build its sites has failed")]

use serde_json::{Value, json};

mod sites;

use sites::{Site, Tree, read_tree, repository};

const SITE: &str = "title = \"A desk\"\n";

fn site(files: &[(&str, &str)]) -> Site {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    Site::of_files(&files.chain([("site.toml".to_owned(), SITE.as_bytes().to_vec())]).collect())
}

fn claims(tree: &Tree) -> Vec<Value> {
    let export: Value = serde_json::from_slice(&tree["data/claims.json"]).unwrap();
    export["claims"].as_array().unwrap().clone()
}

fn propositions(tree: &Tree) -> Value {
    let export: Value = serde_json::from_slice(&tree["data/claims.json"]).unwrap();
    export["propositions"].clone()
}

/// The bundled site, and the hostile one without its confidential source, of which no table tells.
fn originals() -> [Site; 2] {
    let content = |folder: &str| {
        let files = read_tree(&repository().join(folder)).into_iter();
        files.map(|(path, bytes)| (format!("content/{path}"), bytes))
    };
    let mut hostile: Tree = content("tests/sites/hostile/content").collect();
    let brief = hostile.get_mut("content/briefs/2022-04-12-one.md").unwrap();
    *brief = String::from_utf8(brief.clone()).unwrap().replace("[press, secret]", "press").into_bytes();
    let bundled: Tree = content("content").collect();
    [bundled, hostile].map(|mut files| {
        files.insert("site.toml".to_owned(), SITE.as_bytes().to_vec());
        Site::of_files(&files)
    })
}

#[test]
fn our_own_tables_come_back_whole() {
    for original in originals() {
        let before = claims(&original.build(&[]));
        let data = original.path().join("public/data");
        let table = |name: &str| data.join(name).to_str().unwrap().to_owned();
        let tables = ["briefs", "claims", "actors", "events", "sources", "figures", "relations"];
        let tables = tables.map(|name| table(&format!("{name}.csv")));
        let copy = site(&[]);
        let arguments: Vec<&str> =
            std::iter::once("import").chain(tables.iter().map(String::as_str)).collect();
        let imported = copy.run(&arguments);
        assert_eq!(imported.code, 0, "{}", imported.stderr);
        let after = claims(&copy.build(&["--drafts"]));
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before, after);
        }
        assert_eq!(before.len(), after.len());
        assert_eq!(propositions(&original.build(&[])), propositions(&copy.build(&["--drafts"])));
        let again = copy.run(&arguments);
        assert_eq!((again.code, again.stdout.as_str()), (5, ""), "nothing is overwritten");
        assert_eq!(claims(&copy.build(&["--drafts"])).len(), after.len());
    }
}

#[test]
fn our_own_argdown_comes_back() {
    let [original, _] = originals();
    let before = claims(&original.build(&[]));
    let map = original.path().join("map.argdown");
    assert_eq!(original.run(&["export", "claims.argdown", "-o", map.to_str().unwrap()]).code, 0);
    let copy = site(&[]);
    let imported = copy.run(&["import", map.to_str().unwrap()]);
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    let after = claims(&copy.build(&["--drafts"]));
    let seen = |claims: &[Value]| -> Vec<Value> {
        let statements = claims.iter().filter(|claim| claim["does"].is_null());
        let mut seen: Vec<Value> =
            statements.map(|claim| json!([claim["id"], claim["says"], claim["denies"]])).collect();
        seen.sort_by_key(Value::to_string);
        seen
    };
    assert_eq!(seen(&after), seen(&before));
}

const ACLED: &str = "\
event_id_cnty,event_date,event_type,actor1,actor2,country,location,latitude,longitude,source,notes,fatalities,iso
MLI1,12 April 2022,Violence against civilians,Army,Civilians,Mali,Moura,14.49,-4.19,Radio A; Paper B,\"Some 20 were killed, it says.\",20,466
MLI2,2022-04-13,Something else,Army,,Nowhere,Moura,,,,,many,466
";

const UCDP: &str = "\
id,date_start,date_end,side_a,side_b,where_description,country,low,best,high,source_article,deaths_a
7,2022-03-27 00:00:00.000,2022-03-31 00:00:00.000,Government of Mali,JNIM,Moura village,Mali,100,203,500,\"Agence X, 2022-04-05\",9
";

#[test]
fn tables_of_events_become_drafts_and_nothing_is_lost() {
    let site = site(&[]);
    for (name, text) in [("acled.csv", ACLED), ("ucdp.csv", UCDP)] {
        site.write(name, text);
        let imported = site.run(&["import", name]);
        assert_eq!(imported.code, 0, "{}", imported.stderr);
        for left in ["column `iso`", "row 3: `many` is no number of dead", "row 3: the kind `Something else`"]
        {
            assert_eq!(name == "acled.csv", imported.stderr.contains(left), "{left}: {}", imported.stderr);
        }
    }
    let published = site.build(&[]);
    assert_eq!(claims(&published), [json!(null); 0], "drafts are not published");
    let tree = site.build(&["--drafts"]);
    let claims = claims(&tree);
    assert_eq!(claims[0]["says"], "Some 20 were killed, it says.");
    assert_eq!(claims[0]["figures"][0]["min"], 20);
    assert_eq!(
        (&claims[2]["figures"][0]["text"], &claims[2]["figures"][0]["max"]),
        (&json!("100-500"), &json!(500))
    );
    let events: Value = serde_json::from_slice(&tree["data/events.geojson"]).unwrap();
    let moura = &events["features"].as_array().unwrap().iter().find(|event| event["id"] == "mli1").unwrap()["properties"];
    assert_eq!(
        (&moura["date"], &moura["kind"]),
        (&json!("2022-04-12"), &json!("violence-against-civilians"))
    );
    let draft = fs_err::read_to_string(site.path().join("content/briefs/acled.md")).unwrap();
    assert!(draft.contains("\"iso\": \"466\""), "{draft}");
    let copied = tree.values().any(|bytes| bytes.windows(5).any(|window| window == b"\"iso\""));
    assert!(!copied, "what is private stays at home");
}

#[test]
fn a_header_map_names_columns() {
    let site = site(&[]);
    site.write("own.csv", "Tag,Was,Wer\n2022-05-01,Es brannte.,Zeitung\n");
    let unmapped = site.run(&["import", "own.csv"]);
    assert_eq!(unmapped.code, 2);
    assert!(unmapped.stderr.contains("--map date=COLUMN"), "{}", unmapped.stderr);
    let wrong = site.run(&["import", "own.csv", "--map", "date=Day"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("no column `Day`"), "{}", wrong.stderr);
    let mapped = ["import", "own.csv", "--map", "date=Tag", "--map", "notes=Was", "--map", "source=Wer"];
    assert_eq!(site.run(&mapped).code, 0);
    let claims = claims(&site.build(&["--drafts"]));
    assert_eq!((&claims[0]["says"], &claims[0]["by"]), (&json!("Es brannte."), &json!(["zeitung"])));
}

const REVIEW: &str = r#"{"@context": "https://schema.org", "@graph": [{"@type": "ClaimReview",
  "url": "https://example.org/check", "datePublished": "2022-06-01T10:00:00Z",
  "claimReviewed": "The moon is \"made\" of cheese.", "author": {"@type": "Organization", "name": "The checkers"},
  "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "A mouse"}, "datePublished": "2022-05-30",
    "appearance": [{"@type": "CreativeWork", "url": "https://example.org/cheese", "headline": "On cheese"}]},
  "reviewRating": {"@type": "Rating", "ratingValue": "1", "bestRating": "7", "worstRating": "1", "alternateName": "False"},
  "reviewBody": "It is rock."},
  {"@type": "ClaimReview", "claimReviewed": "Only a number.", "datePublished": "2022-06-02", "author": "The checkers",
    "itemReviewed": {"author": "A mouse"}, "reviewRating": {"ratingValue": 4}},
  {"@type": ["Thing", "schema:ClaimReview"], "claimReviewed": "No rating."}]}"#;

#[test]
fn fact_checks_become_drafts_with_a_verdict() {
    let site = site(&[]);
    site.write("check.jsonld", REVIEW);
    let imported = site.run(&["import", "check.jsonld"]);
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    for left in ["review 1: `url` has no place", "review 3: it has no verdict", "review 3: it has no date"] {
        assert!(imported.stderr.contains(left), "{left}: {}", imported.stderr);
    }
    let tree = site.build(&["--drafts"]);
    let all = claims(&tree);
    let of = |says: &str| all.iter().find(|claim| claim["says"] == says).unwrap();
    assert_eq!(
        of("Only a number.")["verdict"],
        json!({"rating": 4, "name": null, "why": null}),
        "no more is made up"
    );
    let claim = of("The moon is \"made\" of cheese.");
    assert_eq!(claim["verdict"], json!({"rating": 1, "name": "False", "why": "It is rock."}));
    assert_eq!((&claim["by"], &claim["date"]), (&json!(["a-mouse"]), &json!("2022-05-30")));
    let page = String::from_utf8(tree["briefs/the-moon-is-made-of-cheese.html"].clone()).unwrap();
    assert!(page.contains("It is rock."));
    site.write("empty.json", "{}");
    assert_eq!(site.run(&["import", "empty.json"]).code, 2);
}

#[test]
fn a_diff_tells_what_changed_and_why() {
    let brief = "---\ntitle: One\ndate: 2022-04-12\nclaims:\n  - {id: a, by: Army, says: It is so., source: x}\n  \
                 - {id: b, by: Army, says: It will go., source: x}\nactors:\n  army: {name: Army, kind: state-forces}\n  \
                 rebels: {name: Rebels, kind: rebel-group}\n---\n";
    let first = site(&[("content/briefs/one.md", brief)]);
    first.build(&[]);
    let second = site(&[
        (
            "content/briefs/one.md",
            &brief
                .replace("It is so.", "It was so.")
                .replace("  - {id: b, by: Army, says: It will go., source: x}\n", ""),
        ),
        (
            "content/briefs/two.md",
            "---\ntitle: Two\ndate: 2022-04-13\nclaims: [{id: c, by: Rebels, says: It is not so., denies: one#a, source: y}]\n---\n",
        ),
    ]);
    second.build(&[]);
    let [old, new] = [&first, &second].map(|site| site.path().join("public").to_str().unwrap().to_owned());
    let told = first.run(&["diff", &old, &new]);
    assert_eq!(told.code, 0, "{}", told.stderr);
    let expected = "added: 1\n  two#c rebels: It is not so.\n\nchanged: 1\n  one#a army: It was so.\n    says: It is so. -> It \
                    was so.\n\nwithdrawn: 1\n  one#b army: It will go.\n\nanswered otherwise: 1\n  one#a army: It was so.\n    \
                    reception: unanswered -> contested\n    contested_by: nothing -> rebels\n";
    assert_eq!(told.stdout, expected);
    let json: Value = serde_json::from_str(
        &first.run(&["diff", "--as", "json", &old, &format!("{new}/data/claims.json")]).stdout,
    )
    .unwrap();
    assert_eq!(
        (&json["added"][0]["id"], &json["reassessed"][0]["answers"]),
        (&json!("two#c"), &json!([{"answer": "reception", "before": "unanswered", "now": "contested"}]))
    );
    assert_eq!(json["added"][0]["denies"], json!(["one#a"]), "relations are told under their keys");
    let same = first.run(&["diff", &old, &old]);
    assert_eq!((same.code, same.stdout.as_str(), same.stderr.trim()), (0, "", "nothing changed"));
    for (format, help) in [(1, "again with this version"), (3, "with a newer version")] {
        first.write("other.json", format!("{{\"format\": {format}}}"));
        let unknown = first.run(&["diff", "other.json", &new]);
        assert!(
            unknown.code == 2 && unknown.stderr.contains(&format!("format {format}")),
            "{}",
            unknown.stderr
        );
        assert!(unknown.stderr.contains(help), "{}", unknown.stderr);
    }
}

/// What says the same is told at both ends: a claim is not written otherwise because another one agrees with it.
#[test]
fn a_new_agreement_changes_no_words_but_answers() {
    let brief = "---\ntitle: One\ndate: 2022-04-12\nactors:\n  army: {name: Army, kind: state-forces}\n  \
                 rebels: {name: Rebels, kind: rebel-group}\nclaims:\n  - {id: a, by: Army, says: It is so., source: x}\n---\n";
    let first = site(&[("content/briefs/one.md", brief)]);
    first.build(&[]);
    let other = "---\ntitle: Two\ndate: 2022-04-13\nclaims: [{id: b, by: Rebels, says: So it is., agrees_with: one#a, source: y}]\n---\n";
    let second = site(&[("content/briefs/one.md", brief), ("content/briefs/two.md", other)]);
    second.build(&[]);
    let [old, new] = [&first, &second].map(|site| site.path().join("public").to_str().unwrap().to_owned());
    let told = first.run(&["diff", &old, &new]).stdout;
    let expected = "added: 1\n  two#b rebels: So it is.\n\nanswered otherwise: 1\n  one#a army: It is so.\n    backing: \
                    single-origin -> corroborated\n    origins: 1 -> 2\n    third_party: 1 -> 2\n    known: army -> army, rebels\n";
    assert_eq!(told, expected);
}
