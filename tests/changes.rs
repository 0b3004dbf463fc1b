//! The page and the feed of changes, on the real binary: what they tell since an earlier build's `data/claims.json`,
//! and what they must not tell, for what was taken back may not be published again.

#![expect(clippy::unwrap_used, reason = "a test that cannot build its sites has failed")]

mod sites;

use sites::{Run, Site, Tree};

const SITE: &str = "title = \"A desk\"\nbase_url = \"https://example.org/desk\"\n";
const SINCE: &str = "[changes]\nsince = \"released/claims.json\"\n";
const FIRST: &str = "---\ntitle: First\ndate: 2022-04-12\nevent: Raid\nclaims:\n  \
    - {id: so, by: JNIM, says: It is so.}\n  - {id: many, by: JNIM, says: Many fell., figures: {killed: 12}}\n---\n";
const SECOND: &str = "---\ntitle: Second\ndate: 2022-04-13\nevent: Raid\nclaims:\n  \
    - {id: canary-claim, by: Canary Witness, says: A canary sang., source: Canary Paper, denies: first#many}\n---\n";
const PAGE: &str = "overview/changes.html";
const FEED: &str = "feeds/changes.json";

/// A site whose data was released once.
fn released() -> Site {
    let files = [
        ("site.toml", SITE.to_owned()),
        ("content/briefs/first.md", FIRST.to_owned()),
        ("content/briefs/second.md", SECOND.to_owned()),
    ];
    let site = Site::of_files(&files.map(|(path, text)| (path.to_owned(), text.into_bytes())).into());
    let tree = site.build(&[]);
    assert!(!tree.contains_key(PAGE) && !tree.contains_key(FEED), "nobody asked for them");
    site.write("released/claims.json", &tree["data/claims.json"]);
    site.write("site.toml", SITE.to_owned() + SINCE);
    site
}

/// The second brief goes without a word, the first is corrected, a third one comes and supports it.
fn changed() -> Site {
    let site = released();
    fs_err::remove_file(site.path().join("content/briefs/second.md")).unwrap();
    site.write("content/briefs/first.md", FIRST.replace("killed: 12", "killed: 15"));
    site.write(
        "content/briefs/third.md",
        "---\ntitle: Third\ndate: 2022-05-01\nevent: Raid\nclaims:\n  \
         - {id: seen, by: Survivors, says: We saw it., supports: first#so, first_hand: true}\n---\n",
    );
    site
}

fn text<'t>(tree: &'t Tree, path: &str) -> &'t str {
    std::str::from_utf8(&tree[path]).unwrap()
}

fn items(tree: &Tree) -> Vec<serde_json::Value> {
    let feed: serde_json::Value = serde_json::from_slice(&tree[FEED]).unwrap();
    feed["items"].as_array().unwrap().clone()
}

/// The entries as (kind, title, text).
fn told(tree: &Tree) -> Vec<(String, String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let item = |item: &serde_json::Value| {
        (text(&item["tags"][0]), text(&item["title"]), text(&item["content_text"]))
    };
    items(tree).iter().map(item).collect()
}

#[test]
fn the_page_and_the_feed_tell_what_changed() {
    let tree = changed().build(&[]);
    let page = text(&tree, PAGE);
    for part in [
        "id=\"page-added\"",
        "briefs/third.html#claim-seen",
        "id=\"page-changed\"",
        "the figures",
        "id=\"page-withdrawn\"",
        "<bdi>second#canary-claim</bdi>",
        "id=\"page-reassessed\"",
        "1–2\u{a0}origins (before: 1\u{a0}origin)",
        "known origins: <a href=\"../actors/survivors.html\">",
        "disputed by: 1\u{a0}no longer",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    assert!(text(&tree, "index.html").contains("href=\"overview/changes.html\""), "the foot leads to it");
    assert!(page.contains("href=\"../feeds/changes.xml\""), "the page names its feed");
    let told = told(&tree);
    let told: Vec<(&str, &str, &str)> =
        told.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
    assert_eq!(
        told,
        [
            ("added", "Added: Third", "We saw it."),
            ("withdrawn", "Withdrawn: second#canary-claim", "second#canary-claim"),
            (
                "reassessed",
                "Answered otherwise: First",
                "independence not shown (before: single origin)\nIt is so."
            ),
            ("changed", "Written otherwise: First", "Many fell."),
            ("reassessed", "Answered otherwise: First", "unanswered (before: disputed)\nMany fell."),
        ]
    );
}

/// Everything of the old state that is no more, but the key of the claim.
#[test]
fn what_was_taken_back_is_published_nowhere() {
    let site = changed();
    for brief in [None, Some(SECOND.replace("date:", "status: withdrawn\nreason: It was wrong.\ndate:"))] {
        if let Some(text) = &brief {
            site.write("content/briefs/second.md", text);
        }
        for (path, bytes) in site.build(&[]) {
            let text = String::from_utf8_lossy(&bytes).replace("second#canary-claim", "").to_lowercase();
            assert!(!text.contains("canary"), "{path}: {text}");
        }
    }
    let page = site.build(&[]);
    let link = "<a href=\"../briefs/second.html\"><bdi>second#canary-claim</bdi></a>";
    assert!(text(&page, PAGE).contains(link), "it leads to what tells of the withdrawal");
}

/// An edit may have taken back a name that was in danger.
#[test]
fn what_a_claim_said_before_is_not_told() {
    let site = released();
    let rewritten = SECOND.replace("Canary Witness", "Somebody").replace("A canary sang.", "It was heard.");
    let rewritten = rewritten.replace("Canary Paper", "A paper").replace(", denies: first#many", "");
    site.write("content/briefs/second.md", rewritten);
    for (path, bytes) in site.build(&[]) {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        let text = text.replace("second#canary-claim", "").replace("#claim-canary-claim", "");
        let text = text.replace("\"claim-canary-claim\"", "");
        assert!(!text.contains("canary witness") && !text.contains("canary-witness"), "{path}");
        assert!(!text.contains("sang") && !text.contains("canary paper"), "{path}");
    }
}

#[test]
fn the_three_languages_have_words_for_it() {
    let site = changed();
    let words = [
        ("en", "Answered otherwise", "Changes"),
        ("fr", "Autres réponses", "Changements"),
        ("ar", "إجابات أخرى", "التغييرات"),
    ];
    for (lang, reassessed, title) in words {
        site.write("site.toml", format!("language = \"{lang}\"\n{SITE}{SINCE}"));
        let tree = site.build(&[]);
        let page = text(&tree, PAGE);
        assert!(page.contains(reassessed) && page.contains(&format!("<h1>{title}</h1>")), "{lang}: {page}");
        assert!(told(&tree).iter().any(|(_, title, _)| title.starts_with(reassessed)), "{lang}");
    }
}

#[test]
fn an_entry_keeps_its_id_until_there_is_another_change() {
    let site = changed();
    let ids = |tree: &Tree| -> Vec<String> {
        items(tree).iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    };
    let before = ids(&site.build(&[]));
    assert_eq!(before.iter().collect::<std::collections::BTreeSet<_>>().len(), 5, "no two alike");
    let first = FIRST.replace("killed: 12", "killed: 15").replace("title: First", "title: Premier");
    site.write("content/briefs/first.md", &first);
    assert_eq!(ids(&site.build(&[])), before, "a new title is no new change");
    site.write("content/briefs/first.md", first.replace("killed: 15", "killed: 17"));
    let after = ids(&site.build(&[]));
    let differs: Vec<bool> = before.iter().zip(&after).map(|(one, other)| one != other).collect();
    assert_eq!(differs, [false, false, false, true, false], "the claim that was written otherwise again");
}

#[test]
fn where_nothing_changed_the_page_says_so() {
    let tree = released().build(&[]);
    assert!(text(&tree, PAGE).contains("Nothing yet."));
    assert_eq!(items(&tree), Vec::<serde_json::Value>::new());
    assert!(text(&tree, "feeds/changes.xml").contains("<updated>2022-04-12T00:00:00Z</updated>"));
}

#[test]
fn shares_of_the_site_tell_the_same() {
    let site = changed();
    let whole = site.build(&[]);
    assert!(whole == site.build(&[]), "each build is the same");
    let share = |number: usize, folder: &str| {
        site.run(&["build", "-q", "--shard", &format!("{number}/2"), "-o", folder])
    };
    assert_eq!((share(1, "one").code, share(2, "two").code), (0, 0));
    let merge = |with: &str| -> Run { site.run(&["build", "-q", "-o", "united", "--merge", "one", with]) };
    assert_eq!(merge("two").stderr, "");
    assert!(sites::read_tree(&site.path().join("united")) == whole);
    site.write("released/claims.json", "{\"format\": 2, \"claims\": []}");
    assert_eq!(share(2, "other").code, 0);
    let refused = merge("other");
    assert_eq!(refused.code, 5, "it was made from something else: {}", refused.stderr);
}

#[test]
fn a_file_that_is_no_earlier_data_is_an_error_where_it_is_named() {
    let site = released();
    let key = r#"{"format": 2, "claims": []}"#;
    for (content, why) in [
        ("[]", "it is no `data/claims.json`"),
        ("{\"format\": 2}", "it is no `data/claims.json`"),
        (r#"{"format": 1, "claims": []}"#, "it has format 1, and this program knows 2: build the state"),
        ("", "it is no `data/claims.json`"),
    ] {
        site.write("released/claims.json", content);
        let run = site.run(&["build"]);
        assert_eq!(run.code, 1);
        assert!(run.stderr.contains(why) && run.stderr.contains("site.toml:4:9"), "{}", run.stderr);
    }
    let data = text(&site.output(), "data/claims.json").replace("second#canary-claim", "<b>#c1");
    site.write("released/claims.json", data);
    assert!(site.run(&["build"]).stderr.contains("`id` is not `BRIEF#ID`"));
    site.write("released/claims.json", key);
    assert_eq!(told(&site.build(&[])).len(), 3, "all is new");
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_to_it() {
    let site = released();
    fs_err::rename(site.path().join("released"), site.path().join("../elsewhere")).unwrap();
    fs_err::os::unix::fs::symlink("../elsewhere", site.path().join("released")).unwrap();
    let run = site.run(&["build"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("links are not followed"), "{}", run.stderr);
}
