//! What is promised of feeds when a site changes: ids stay, `updated` follows the content, and what is withdrawn
//! leaves the feeds for that of withdrawals.

#![expect(clippy::unwrap_used, reason = "a test that cannot build its sites has failed")]

mod sites;

use sites::{Site, Tree};

const SITE: &str = "title = \"A desk\"\nbase_url = \"https://example.org/desk\"\n";
const FIRST: &str =
    "---\ntitle: First\ndate: 2022-04-12\nclaims:\n  - {by: JNIM, says: It is so., event: Raid}\n---\n";
const SECOND: &str =
    "---\ntitle: Second\ndate: 2022-04-13\nclaims:\n  - {by: Army, says: It is not so.}\n---\n";

fn site() -> Site {
    let files =
        [("site.toml", SITE), ("content/briefs/first.md", FIRST), ("content/briefs/second.md", SECOND)];
    Site::of_files(&files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into())
}

/// A feed's items as (id, title, date_modified).
fn items(tree: &Tree, path: &str) -> Vec<(String, String, String)> {
    let feed: serde_json::Value = serde_json::from_slice(&tree[path]).unwrap();
    let text = |item: &serde_json::Value, key: &str| item[key].as_str().unwrap().to_owned();
    let items = feed["items"].as_array().unwrap().iter();
    items.map(|item| (text(item, "id"), text(item, "title"), text(item, "date_modified"))).collect()
}

fn ids(tree: &Tree, path: &str) -> Vec<String> {
    items(tree, path).into_iter().map(|(id, ..)| id).collect()
}

#[test]
fn a_new_title_changes_no_id_and_updated_follows_the_content() {
    let site = site();
    let before = site.build(&[]);
    let feed = items(&before, "feed.json");
    assert_eq!(feed.iter().map(|(_, title, _)| title.as_str()).collect::<Vec<_>>(), ["Second", "First"]);
    let renamed = FIRST.replace("title: First", "title: Premier");
    site.write(
        "content/briefs/first.md",
        renamed.replace("date: 2022-04-12", "date: 2022-04-12\nupdated: 2022-05-01"),
    );
    let after = site.build(&[]);
    let changed = items(&after, "feed.json");
    assert_eq!(changed[0], (feed[1].0.clone(), "Premier".to_owned(), "2022-05-01T00:00:00Z".to_owned()));
    assert_eq!(changed[1], feed[0]);
    for path in ["feeds/actors/jnim.json", "feeds/events/raid.json"] {
        assert_eq!(ids(&after, path), ids(&before, path), "{path}");
        assert_eq!(ids(&after, path), [feed[1].0.clone()], "{path}: the same id as in the site's feed");
    }
    assert_eq!(after["feeds/actors/army.xml"], before["feeds/actors/army.xml"], "of nothing that changed");
    site.write("site.toml", SITE.replace("A desk", "Another name"));
    assert_eq!(ids(&site.build(&[]), "feed.json"), ids(&after, "feed.json"));
}

#[test]
fn a_site_that_moves_keeps_its_ids_if_it_says_where_it_was() {
    let site = site();
    let before = ids(&site.build(&[]), "feed.json");
    let moved = SITE.replace("example.org/desk", "desk.example");
    site.write("site.toml", &moved);
    assert_ne!(ids(&site.build(&[]), "feed.json"), before);
    site.write("site.toml", moved + "exports.ids_from = \"https://example.org/desk\"\n");
    assert_eq!(ids(&site.build(&[]), "feed.json"), before);
}

#[test]
fn a_withdrawn_brief_leaves_the_feed_and_enters_that_of_withdrawals() {
    let site = site();
    let before = site.build(&[]);
    assert_eq!(items(&before, "feeds/corrections.json"), []);
    let withdrawn = "date: 2022-04-12\nupdated: 2022-06-01\nstatus: withdrawn\nreason: It was wrong.";
    site.write("content/briefs/first.md", FIRST.replace("date: 2022-04-12", withdrawn));
    let after = site.build(&[]);
    assert_eq!(ids(&after, "feed.json"), ids(&before, "feed.json")[..1]);
    let [(_, title, updated)] = &items(&after, "feeds/corrections.json")[..] else { panic!("one entry") };
    assert_eq!((title.as_str(), updated.as_str()), ("First", "2022-06-01T00:00:00Z"));
    assert!(String::from_utf8_lossy(&after["feeds/corrections.xml"]).contains("It was wrong."));
    assert!(!after.contains_key("feeds/actors/jnim.json"), "nobody says anything of it any more");
    assert!(!String::from_utf8_lossy(&after["sitemap.xml"]).contains("briefs/first.html"));
}

#[test]
fn full_text_has_whole_addresses() {
    let site = site();
    site.write(
        "content/briefs/second.md",
        SECOND.to_owned() + "See [that](claim:first#c1), [here](#there).\n\n## There\n",
    );
    site.write("site.toml", SITE.to_owned() + "feeds.content = \"full\"\n");
    let tree = site.build(&[]);
    let feed: serde_json::Value = serde_json::from_slice(&tree["feed.json"]).unwrap();
    let html = feed["items"][0]["content_html"].as_str().unwrap();
    assert!(html.contains("href=\"https://example.org/desk/briefs/first.html#claim-c1\""), "{html}");
    assert!(html.contains("href=\"https://example.org/desk/briefs/second.html#there\""), "{html}");
    assert!(String::from_utf8_lossy(&tree["feed.xml"]).contains("<content type=\"html\">"));
    assert!(!String::from_utf8_lossy(&tree["feeds/actors/army.json"]).contains("content_html"), "a summary");
}

#[test]
fn without_an_address_there_are_no_feeds_and_no_sitemap() {
    let site = site();
    site.write("site.toml", "title = \"A desk\"\n");
    let tree = site.build(&[]);
    let absolute = |path: &&String| path.contains("feed") || path.contains("sitemap");
    assert_eq!(tree.keys().find(absolute), None);
    assert!(!String::from_utf8_lossy(&tree["index.html"]).contains("rel=\"alternate\""));
    let asked = site.run(&["export", "feed.xml"]);
    assert_eq!((asked.code, asked.stdout.as_str()), (2, ""));
    assert!(asked.stderr.contains("--base-url"), "{}", asked.stderr);
}

#[test]
fn formats_are_switched_off_and_crawlers_refused() {
    let site = site();
    let robots = |tree: &Tree| String::from_utf8(tree["robots.txt"].clone()).unwrap();
    let data = |tree: &Tree| -> Vec<String> {
        tree.keys().filter(|path| path.starts_with("data/")).cloned().collect()
    };
    let tree = site.build(&[]);
    assert!(!robots(&tree).contains("Disallow"));
    let files = "actors.csv briefs.csv citations.bib citations.csl.json claims.csv claims.json datapackage.json \
                 events.csv events.geojson figures.csv relations.csv sources.csl.json sources.csv";
    assert_eq!(data(&tree), files.split(' ').map(|file| format!("data/{file}")).collect::<Vec<_>>());
    site.write(
        "site.toml",
        SITE.to_owned()
            + "robots.ai_crawlers = \"refuse\"\n[exports]\ncsv = false\nfeeds = false\n\
               geojson = false\ncsl = false\nbibtex = false\njson-ld = false\n",
    );
    let tree = site.build(&[]);
    assert_eq!(data(&tree), ["data/claims.json"]);
    assert!(!tree.contains_key("feed.xml"));
    assert!(!String::from_utf8_lossy(&tree["index.html"]).contains("application/ld+json"));
    let robots = robots(&tree);
    assert!(
        robots.contains("User-agent: GPTBot\n")
            && robots.contains("Disallow: /\n\nUser-agent: *\nAllow: /\n")
    );
}

#[test]
fn one_file_is_exported_as_the_build_writes_it() {
    let site = site();
    let tree = site.build(&[]);
    for file in ["claims.json", "claims.csv", "datapackage.json", "citations.bib", "citations.csl.json"] {
        let written = site.run(&["export", file, "-o", "out"]);
        assert_eq!((written.code, written.stdout.as_str()), (0, ""), "{}", written.stderr);
        assert_eq!(fs_err::read(site.path().join("out")).unwrap(), tree[&format!("data/{file}")], "{file}");
        assert_eq!(site.run(&["export", file]).stdout.as_bytes(), tree[&format!("data/{file}")], "{file}");
    }
    assert_eq!(site.run(&["export", "sitemap.xml"]).stdout.as_bytes(), tree["sitemap.xml"]);
}
