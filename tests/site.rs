//! Built sites as a reader, a browser and a crawler meet them: links, fragments, ids, what is loaded from where, and
//! nothing of what is private.
//!
//! The bundled site and every sound site of `tests/sites/`, these on the default theme as well.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its sites has failed")]

use std::collections::{BTreeMap, BTreeSet};

use html5gum::{Token, Tokenizer};
use percent_encoding::percent_decode_str;
use serde_json::Value;

mod sites;

use sites::{SOUND, Site, Tree, read_tree, repository};

/// The manual and the sample desk, on the embedded theme.
fn bundled() -> Site {
    let content = read_tree(&repository().join("content"));
    let mut files: Tree =
        content.into_iter().map(|(path, bytes)| (format!("content/{path}"), bytes)).collect();
    files.insert("site.toml".to_owned(), fs_err::read(repository().join("site.toml")).unwrap());
    Site::of_files(&files)
}

/// A golden site on the default theme.
fn dressed(name: &str) -> Site {
    let mut files = read_tree(&repository().join("tests/sites").join(name));
    let settings = String::from_utf8(files["site.toml"].clone()).unwrap();
    files.insert("site.toml".to_owned(), settings.replace("theme = \"bare\"\n", "").into_bytes());
    Site::of_files(&files)
}

/// Every site, built, with its name.
fn all() -> Vec<(String, Built)> {
    let bare = SOUND.iter().map(|name| ((*name).to_owned(), Site::of(name)));
    let dressed = SOUND.iter().map(|name| (format!("{name}, default theme"), dressed(name)));
    let bundled = std::iter::once(("the bundled site".to_owned(), bundled()));
    bare.chain(dressed).chain(bundled).map(|(name, site)| (name, Built::new(&site))).collect()
}

/// A built site, its pages read.
struct Built {
    tree: Tree,
    pages: BTreeMap<String, Vec<Element>>,
    claims: Value,
}

/// An element's start: its name and attributes.
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
}

impl Element {
    fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }
}

impl Built {
    fn new(site: &Site) -> Self {
        let tree = site.build(&[]);
        let pages = tree
            .iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, bytes)| (path.clone(), elements(std::str::from_utf8(bytes).unwrap())))
            .collect();
        let claims = serde_json::from_slice(&tree["data/claims.json"]).unwrap();
        Self { tree, pages, claims }
    }

    fn ids(&self, page: &str) -> Vec<&str> {
        self.pages.get(page).into_iter().flatten().filter_map(|element| element.get("id")).collect()
    }

    /// Why an address on a page leads nowhere; `None`: it leads to a file, and to a place in it.
    fn broken(&self, page: &str, address: &str, top: &str) -> Option<String> {
        let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
        if path.contains(['?', '\\', ' ']) || !path.is_ascii() {
            return Some("is not a plain encoded path".to_owned());
        }
        let target = match (path, path.strip_prefix(top)) {
            ("", _) => Some(page.to_owned()),
            (_, Some(from_top)) if page == "404.html" || page.ends_with("/404.html") => {
                Some(decoded(from_top))
            }
            (rooted, _) if rooted.starts_with('/') => return Some("depends on the host".to_owned()),
            (relative, _) => join(page, &decoded(relative)),
        };
        let Some(target) = target else { return Some("leads out of the site".to_owned()) };
        if !self.tree.contains_key(&target) {
            return Some(format!("there is no `{target}`"));
        }
        let fragment = decoded(fragment);
        let found = fragment.is_empty() || self.ids(&target).contains(&fragment.as_str());
        (!found).then(|| format!("`{target}` has no id `{fragment}`"))
    }

    /// The folder of the site's address: what the page for what is not there begins its links with.
    fn top(&self) -> String {
        let base = self.claims["site"]["base_url"].as_str().unwrap_or("https://host/");
        let path = base.splitn(4, '/').nth(3).unwrap_or_default();
        format!("/{path}")
    }
}

fn elements(html: &str) -> Vec<Element> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let mut elements = Vec::new();
    for Ok(token) in Tokenizer::new(html) {
        if let Token::StartTag(tag) = token {
            let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
            elements.push(Element { name: text(&tag.name), attributes });
        }
    }
    elements
}

/// A relative path from a page; `None` where it leads out.
fn join(page: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn is_external(address: &str) -> bool {
    ["http:", "https:", "mailto:", "geo:", "//"].iter().any(|start| address.starts_with(start))
}

#[test]
fn every_link_and_fragment_resolves() {
    let (mut wrong, mut links) = (Vec::new(), 0);
    for (name, built) in all() {
        let top = built.top();
        for (page, elements) in &built.pages {
            let attributes = ["href", "src", "poster", "data", "cite", "action", "formaction"];
            let addresses = elements.iter().flat_map(|e| attributes.iter().filter_map(|name| e.get(name)));
            for address in addresses.filter(|address| !is_external(address)) {
                links += 1;
                wrong.extend(
                    built.broken(page, address, &top).map(|why| format!("{name}: {page}: {address} {why}")),
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(links > 2000, "only {links} links were looked at");
}

#[test]
fn pages_load_nothing_from_elsewhere_and_run_nothing() {
    const LOADS: [&str; 12] = [
        "img", "script", "link", "iframe", "source", "video", "audio", "track", "embed", "object", "input",
        "image",
    ];
    let mut wrong = Vec::new();
    for (name, built) in all() {
        for (page, elements) in &built.pages {
            for element in elements {
                let tag = element.name.as_str();
                let mut complain = |what: &str| wrong.push(format!("{name}: {page}: <{tag}> {what}"));
                if ["iframe", "embed", "object", "base", "style", "form"].contains(&tag) {
                    complain("does not belong on a page");
                }
                // A block of data is no script: no browser runs it.
                let is_data = element.get("type") == Some("application/ld+json");
                if tag == "script" && element.get("src").is_none() && !is_data {
                    complain("stands in the page");
                }
                if element.attributes.keys().any(|name| name == "style" || name.starts_with("on")) {
                    complain("has a style or a handler of its own");
                }
                let only_names = matches!(element.get("rel"), Some("canonical" | "alternate"));
                let addresses = ["src", "href", "srcset", "poster", "data"].map(|name| element.get(name));
                if LOADS.contains(&tag) && !only_names && addresses.iter().flatten().any(|it| is_external(it))
                {
                    complain("loads from another host");
                }
                let leaves = element.get("href").is_some_and(|href| href.starts_with("http"));
                let words: BTreeSet<&str> = element.get("rel").unwrap_or_default().split(' ').collect();
                if tag == "a" && leaves && !(words.contains("noreferrer") && words.contains("noopener")) {
                    complain("leaves the site without `rel`");
                }
                if element.get("href").is_some_and(|href| href.to_ascii_lowercase().contains("script:")) {
                    complain("runs a script");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_have_a_language_a_direction_one_heading_and_ids_that_differ() {
    let mut wrong = Vec::new();
    for (name, built) in all() {
        for (page, elements) in &built.pages {
            let html = elements.iter().find(|element| element.name == "html").unwrap();
            let lang = html.get("lang").unwrap_or_default();
            let dir = if ["ar", "he", "fa", "ur"].contains(&lang) { "rtl" } else { "ltr" };
            if lang.is_empty() || html.get("dir") != Some(dir) {
                wrong.push(format!("{name}: {page}: lang {lang:?}, dir {:?}", html.get("dir")));
            }
            let headings = elements.iter().filter(|element| element.name == "h1").count();
            if headings != 1 {
                wrong.push(format!("{name}: {page}: {headings} h1"));
            }
            let mut ids = built.ids(page);
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            if ids.len() != all {
                wrong.push(format!("{name}: {page}: an id stands twice"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Tor Browser offers the onion service to readers of the same page on the web.
#[test]
fn each_page_names_its_own_place_on_the_onion_service() {
    let site = dressed("minimal");
    let settings = fs_err::read_to_string(site.path().join("site.toml")).unwrap();
    let onion = format!("http://{}.onion/desk", "a".repeat(56));
    site.write("site.toml", format!("onion = \"{onion}\"\n{settings}"));
    let tree = site.build(&["--base-url", "https://example.org"]);
    let pages = tree.iter().filter(|(path, _)| path.ends_with(".html"));
    for (path, bytes) in pages {
        let text = String::from_utf8_lossy(bytes);
        let meta = format!("<meta http-equiv=\"onion-location\" content=\"{onion}/{path}\">");
        assert_eq!(text.contains(&meta), path != "404.html", "{path}: {text}");
    }
    site.write("site.toml", format!("onion = \"https://example.org\"\n{settings}"));
    assert!(site.run(&["build"]).stderr.contains("ends in `.onion`"));
    site.write("site.toml", settings);
    assert!(site.build(&[]).values().all(|bytes| !String::from_utf8_lossy(bytes).contains("onion-location")));
}

/// Hosts show these pages at any depth, so their links begin at the host.
#[test]
fn what_is_not_there_is_told_in_every_language_of_the_site() {
    let site = dressed("multilingual");
    let tree = site.build(&["--base-url", "https://example.org/desk"]);
    let page = |path: &str| String::from_utf8(tree[path].clone()).unwrap();
    for (path, lang, words) in [
        ("404.html", "ar", "الصفحة غير موجودة"),
        ("en/404.html", "en", "Not found"),
        ("fr/404.html", "fr", "Page introuvable"),
        // The theme has no words in Spanish; those of the site's language stand in.
        ("es/404.html", "es", "الصفحة غير موجودة"),
    ] {
        let text = page(path);
        assert!(text.contains(&format!("<html lang=\"{lang}\"")) && text.contains(words), "{path}: {text}");
        assert!(text.contains("href=\"/desk/theme/style.css\""), "{path}");
        for (other, _) in tree.iter().filter(|(other, _)| other.ends_with("404.html") && *other != path) {
            assert!(text.contains(&format!("<a href=\"/desk/{other}\"")), "{path} leads to {other}");
        }
    }
    assert!(!page("sitemap.xml").contains("404"));
}

#[test]
fn canonical_addresses_are_the_pages_own() {
    let built = Built::new(&Site::of("awkward-names"));
    let base = built.claims["site"]["base_url"].as_str().unwrap().to_owned();
    let mut seen = 0;
    for (page, elements) in &built.pages {
        let canonical = elements.iter().filter(|element| element.get("rel") == Some("canonical"));
        for address in canonical.filter_map(|element| element.get("href")) {
            seen += 1;
            let path = address.strip_prefix(&base).unwrap_or_else(|| panic!("{address} not below {base}"));
            assert_eq!(percent_decode_str(path).decode_utf8().unwrap(), page.as_str());
        }
    }
    let stand_ins = built.pages.keys().filter(|page| page.ends_with("404.html")).count();
    assert_eq!(seen + stand_ins, built.pages.len(), "every page but 404.html, in each language");
}

/// The claims that a page and its further parts list, in order: its articles, or the entries of an event's timeline
/// (class `e` in the default theme). A claim beside the text that speaks of it (class `n`) is no entry of a list.
fn listed(built: &Built, page: &str) -> Vec<String> {
    let folder = page.replace(".html", "/");
    let of_thing = built.pages.iter().filter(|(path, _)| *path == page || path.starts_with(&folder));
    let entries = of_thing.flat_map(|(_, elements)| elements).filter(|element| match &*element.name {
        "article" => !element.get("id").unwrap_or_default().starts_with("page-see-"),
        _ => element.get("class").unwrap_or_default().split(' ').any(|class| class == "e"),
    });
    let mut keys: Vec<String> =
        entries.filter_map(|element| element.get("data-claim")).map(str::to_owned).collect();
    keys.sort();
    keys
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn pages_list_exactly_the_claims_of_the_export() {
    let mut in_parts = 0;
    for (name, built) in all() {
        for (kind, lists) in [
            ("actors", &["claims", "about"][..]),
            ("events", &["claims"]),
            ("sources", &["claims"]),
            ("briefs", &["claims"]),
        ] {
            for record in built.claims[kind].as_array().unwrap() {
                let page = record["url"].as_str().unwrap();
                let mut expected: Vec<String> = lists.iter().flat_map(|list| texts(&record[*list])).collect();
                if kind == "actors" {
                    let all = built.claims["actors"].as_array().unwrap().iter();
                    let parts = all.filter(|other| other["part_of"] == record["id"]);
                    expected.extend(parts.flat_map(|part| texts(&part["claims"])));
                }
                expected.sort();
                expected.dedup();
                let listed = listed(&built, page);
                // A translation shows its original's claims and has none of its own.
                if kind != "briefs" || !expected.is_empty() {
                    assert_eq!(listed, expected, "{name}: {page}");
                }
                in_parts += usize::from(built.tree.contains_key(&page.replace(".html", "/2.html")));
            }
        }
    }
    assert!(in_parts > 5, "pages of several parts were seen: {in_parts}");
}

#[test]
fn the_pages_of_the_seed_case_list_their_claims() {
    let built = Built::new(&bundled());
    for (kind, id, least) in [("actors", "jnim", 4), ("events", "moura-2022", 15)] {
        let records = built.claims[kind].as_array().unwrap();
        let record = records.iter().find(|record| record["id"] == id).unwrap();
        let mut expected = texts(&record["claims"]);
        expected.extend(texts(&record["about"]));
        expected.sort();
        assert_eq!(listed(&built, &format!("{kind}/{id}.html")), expected);
        assert!(expected.len() >= least, "{kind}/{id}: {expected:?}");
    }
}

#[test]
fn every_claim_is_where_the_export_says() {
    for (name, built) in all() {
        for claim in built.claims["claims"].as_array().unwrap() {
            let (page, anchor) = claim["url"].as_str().unwrap().split_once('#').unwrap();
            assert!(built.ids(page).contains(&anchor), "{name}: {page}#{anchor}");
        }
    }
}

/// Words that stand in private places alone. Of letters only, so that no encoding of addresses or markup hides them.
const SECRETS: &str = "qzsecret";

/// A site with a secret in every private place: public files, and what is taken out for the site without them.
fn secretive() -> Tree {
    let files = [
        ("site.toml", "title = \"Open\" # qzsecretcomment\nauthors = [\"Desk\"]\n"),
        (
            "content/actors.yaml",
            "# qzsecretyamlcomment
jnim: {name: JNIM, _note: qzsecretactornote, private: qzsecretactorprivate}
witness-7: {name: Qzsecretname Person, aliases: [Qzsecretalias], protected: true, ids: {wikidata: Qqzsecretid}, kind: person}
witness-8: {name: Qzsecretsecond, protected: true, part_of: jnim}
qzsecretunreferred: {name: Qzsecretunreferredname, part_of: jnim}
",
        ),
        (
            "content/sources.yaml",
            "qzsecretsource-1: {title: Qzsecrettitle, access: confidential, url: \"https://qzsecreturl.example/\", archive: \"https://qzsecretarchive.example/\", descriptor: qzsecretdescriptor, author: qzsecretauthor, publisher: qzsecretunreferred, sha256: \"0000000000000000000000000000000000000000000000000000000000000000\"}
court-file: {title: The file, access: restricted, url: \"https://qzsecretrestricted.example/\", archive: \"https://qzsecretrestrictedcopy.example/\", descriptor: shown}
open-report: {title: The report, private: {a: [qzsecretsourceprivate]}, from: [qzsecretsource-1, court-file], url: \"https://example.org/\"}
qzsecretspare: {title: Qzsecretsparetitle}
",
        ),
        ("content/events.yaml", "qzsecretevent: {name: Qzsecreteventname, date: 2022}\nmoura: {name: Moura, date: 2022, private: [qzsecreteventprivate]}\n"),
        (
            "content/actors/jnim.md",
            "---\nname: JNIM\nprivate: qzsecretinrecord\n_more: {a: [qzsecretdeep]}\n---\n\nProse. <!-- qzsecrethtmlcomment -->\n",
        ),
        ("content/actors/held.md", "---\nname: Qzsecretheldname\nstatus: draft\n---\n\nqzsecretheldprose\n"),
        ("content/sources/secret.md", "---\ntitle: Qzsecretfiletitle\naccess: confidential\n---\n\nqzsecretfileprose\n"),
        (
            "content/briefs/2022-04-12-open.md",
            "---
title: An open brief
event: moura
private: {who: qzsecretprivate, when: [qzsecretprivatelist]}
_todo: qzsecrettodo
actors: {jnim: {kind: rebel-group, private: qzsecretinlineprivate}}
claims:
  - {id: seen, by: Qzsecretname Person, says: It was seen., source: qzsecretsource-1, _who: qzsecretclaimkey, private: qzsecretclaimprivate}
  - {id: told, by: witness-8, about: Qzsecretalias, says: It was told., source: [open-report, secret], from: [Qzsecretsecond, Qzsecrettitle]}
  - {id: said, by: jnim, says: It was said., source: court-file, supports: seen}
---

[Seen](claim:seen), [told](claim:told), [said](claim:said) by [[witness-7]] and [someone](actor:witness-8),
also [[Qzsecretname Person]], [him](<actor:Qzsecretalias>), [her](actor:Qzsecretsecond) and [[actor:Qzsecretsecond]].
",
        ),
        (
            "content/briefs/2022-05-01-draft.md",
            "---
title: Qzsecretdrafttitle
status: draft
tags: [qzsecretdrafttag, shared]
actors: {qzsecretdraftactor: {name: Qzsecretdraftname}}
claims:
  - {id: a, by: [qzsecretdraftactor, jnim], says: qzsecretdraftsays, denies: open#said, event: qzsecretevent, source: qzsecretspare, figures: {killed: 12345}}
---

qzsecretdraftbody [file](../files/qzsecretfile.csv) [open](brief:open) [earlier](actor:jnim)
",
        ),
        (
            "content/briefs/2022-05-02-embargo.md",
            "---\ntitle: Qzsecretembargotitle\nembargo: 2999-01-01T00:00:00Z\nclaims:\n  - {by: Qzsecretembargoactor, says: qzsecretembargosays, supports: open#said}\n---\n\nqzsecretembargobody\n",
        ),
        (
            "content/briefs/2022-05-03-red.md",
            "---\ntitle: Qzsecretredtitle\ntlp: red\nstatus: withdrawn\nreason: qzsecretredreason\nclaims:\n  - {by: jnim, says: qzsecretredsays, replaces: open#said}\n---\n\nqzsecretredbody\n",
        ),
        ("content/briefs/2022-05-04-amber.md", "---\ntitle: Qzsecretambertitle\ntlp: amber+strict\nstatus: draft\n---\n\nqzsecretamberbody\n"),
        (
            "content/briefs/2022-05-05-withdrawn.md",
            "---\ntitle: Withdrawn\nstatus: withdrawn\nreason: It was wrong.\nsummary: qzsecretwithdrawnsummary\ntags: qzsecretwithdrawntag\nclaims:\n  - {by: Qzsecretwithdrawnactor, says: qzsecretwithdrawnsays, denies: open#said}\n---\n\nqzsecretwithdrawnbody\n",
        ),
        ("content/files/qzsecretfile.csv", "qzsecretcell\n"),
        ("content/.qzsecrethidden.md", "qzsecrethidden"),
        ("content/#qzsecretlock.md", "qzsecretlock"),
        ("content/about.md~", "qzsecretbackup"),
        ("content/about.md", "---\ntitle: About\nprivate: qzsecretpageprivate\n---\n\nAbout.\n"),
    ];
    files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect()
}

/// The files that stand in the site for its keepers alone.
const HELD_FILES: [&str; 10] = [
    "content/actors/held.md",
    "content/briefs/2022-05-01-draft.md",
    "content/briefs/2022-05-02-embargo.md",
    "content/briefs/2022-05-03-red.md",
    "content/briefs/2022-05-04-amber.md",
    "content/files/qzsecretfile.csv",
    "content/.qzsecrethidden.md",
    "content/#qzsecretlock.md",
    "content/about.md~",
    "content/events.yaml",
];

/// The forms in which a word could stand in a file: as it is in any case, in UTF-16 of both orders, in hexadecimal, as
/// percent escapes and as entities of each letter, and in base64 at each of the three places within a group.
fn tells(bytes: &[u8], word: &str) -> bool {
    let lower = bytes.to_ascii_lowercase();
    let each = |form: &dyn Fn(u8) -> String| word.bytes().map(form).collect::<String>().into_bytes();
    let forms = [
        word.as_bytes().to_vec(),
        word.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        word.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        each(&|letter| format!("{letter:02x}")),
        each(&|letter| format!("%{letter:02x}")),
        each(&|letter| format!("&#{letter};")),
        each(&|letter| format!("&#x{letter:x};")),
    ];
    let holds = |bytes: &[u8], needle: &[u8]| memchr::memmem::find(bytes, needle).is_some();
    forms.iter().any(|form| holds(&lower, form))
        || (0..3).any(|shift| holds(bytes, base64_middle(word, shift).as_bytes()))
}

/// The part of a word's base64 that does not depend on what stands before and behind it.
fn base64_middle(word: &str, shift: usize) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let skipped = (3 - shift) % 3;
    let whole = word.as_bytes()[skipped..].chunks_exact(3);
    let sextets = whole.flat_map(|group| {
        let bits = (u32::from(group[0]) << 16) | (u32::from(group[1]) << 8) | u32::from(group[2]);
        [18, 12, 6, 0].map(|by| ALPHABET[usize::try_from((bits >> by) & 63).unwrap()])
    });
    sextets.map(char::from).collect()
}

#[test]
fn nothing_private_leaves() {
    assert_eq!(base64_middle("qzsecret", 0), "cXpzZWNy");
    assert!(
        tells(b"..Qzsecret..", SECRETS) && tells(b"eGNYcXpzZWNyZXQ=", "qzsecret") && !tells(b"open", SECRETS)
    );
    for form in
        ["%71%7A%73%65%63%72%65%74", "717a736563726574", "&#113;&#122;&#115;&#101;&#99;&#114;&#101;&#116;"]
    {
        assert!(tells(form.as_bytes(), SECRETS), "{form}");
    }
    let site = Site::of_files(&secretive());
    let output = site.build(&[]);
    let mut leaks = Vec::new();
    for (path, bytes) in &output {
        if tells(path.as_bytes(), SECRETS) || tells(bytes, SECRETS) {
            let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
            let words: BTreeSet<String> = text
                .match_indices(SECRETS)
                .map(|(at, _)| text[at..].chars().take_while(char::is_ascii_alphanumeric).collect())
                .collect();
            leaks.push(format!("{path}: {words:?}"));
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    assert!(output.contains_key("actors/witness-7.html") && output.contains_key("sources/court-file.html"));
    assert!(output.contains_key("briefs/withdrawn.html"), "a tombstone stays");
}

#[test]
fn a_site_without_its_private_things_is_the_same_site() {
    let whole = Site::of_files(&secretive()).build(&[]);
    let mut public = secretive();
    for path in HELD_FILES {
        assert!(public.remove(path).is_some(), "{path}");
    }
    public.insert("content/events.yaml".to_owned(), b"moura: {name: Moura, date: 2022}\n".to_vec());
    let texts = public.iter_mut().filter(|(path, _)| path.ends_with(".md") || path.ends_with(".yaml"));
    for (_, bytes) in texts {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let kept = text.lines().filter(|line| {
            let private = ["private:", "_", "qzsecretunreferred:", "qzsecretspare:", "#"];
            !private.iter().any(|start| line.starts_with(start))
        });
        let kept = kept.collect::<Vec<_>>().join("\n") + "\n";
        let within = [
            ", _note: qzsecretactornote, private: qzsecretactorprivate",
            ", private: {a: [qzsecretsourceprivate]}",
            ", private: qzsecretinlineprivate",
            ", _who: qzsecretclaimkey, private: qzsecretclaimprivate",
            "publisher: qzsecretunreferred, ",
        ];
        *bytes = within.iter().fold(kept, |kept, secret| kept.replace(secret, "")).into_bytes();
    }
    assert_same(&Site::of_files(&public).build(&[]), &whole);
}

/// What is secret of a published record has no influence either: other names and titles, the same bytes.
#[test]
fn another_secret_makes_the_same_site() {
    let whole = Site::of_files(&secretive()).build(&[]);
    let renamed: Tree = secretive()
        .into_iter()
        .map(|(path, bytes)| {
            let text = String::from_utf8(bytes).unwrap();
            let other = text.replace("Qzsecret", "Aalternative").replace("qzsecret", "zalternative");
            (path.replace("qzsecret", "zalternative"), other.into_bytes())
        })
        .collect();
    assert_same(&Site::of_files(&renamed).build(&[]), &whole);
}

/// The digits and the day of the copy that a desk was given would betray which of several handed-out copies it holds.
#[test]
fn the_copy_of_a_restricted_source_is_told_nowhere() {
    let built = |copy: &str, kept: &str| {
        let mut files = secretive();
        let sources = String::from_utf8(files["content/sources.yaml"].clone()).unwrap();
        assert!(sources.contains("title: The file, access: restricted"));
        let told = sources
            .replace("title: The file,", &format!("title: The file,{copy}"))
            .replace("title: The report,", &format!("title: The report,{kept}"));
        files.insert("content/sources.yaml".to_owned(), told.into_bytes());
        Site::of_files(&files).build(&[])
    };
    let copy = format!(" sha256: \"{}\", accessed: 1987-06-05,", "717a736563726574".repeat(4));
    assert_same(&built(&copy, ""), &built("", ""));
    let public = built("", &copy);
    let page = String::from_utf8_lossy(&public["sources/open-report.html"]).into_owned();
    assert!(page.contains("717a736563726574") && page.contains("1987"), "a public source tells of its copy");
}

#[track_caller]
fn assert_same(one: &Tree, other: &Tree) {
    let paths: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differing: Vec<_> = paths.into_iter().filter(|path| one.get(*path) != other.get(*path)).collect();
    assert!(differing.is_empty(), "these files differ: {differing:?}");
}

#[test]
fn drafts_are_shown_when_asked_for_but_never_what_tlp_holds() {
    let site = Site::of_files(&secretive());
    let output = site.build(&["--drafts"]);
    let shown: Vec<&str> = output
        .keys()
        .filter_map(|path| path.strip_prefix("briefs/"))
        .filter(|path| !path.contains("index"))
        .collect();
    assert_eq!(shown, ["draft.html", "embargo.html", "open.html", "withdrawn.html"]);
    let all: Vec<u8> = output.values().flatten().copied().collect();
    for word in ["qzsecretdraftsays", "qzsecretembargosays", "qzsecretheldprose", "qzsecretcell"] {
        assert!(tells(&all, word), "{word} is not shown");
    }
    for word in [
        "qzsecretred",
        "qzsecretamber",
        "qzsecretwithdrawn",
        "qzsecretname",
        "qzsecrettitle",
        "qzsecretprivate",
    ] {
        assert!(!tells(&all, word), "{word} is shown");
    }
    let marked = |page: &str| {
        let text = String::from_utf8_lossy(&output[page]).into_owned();
        text.contains("Draft. This page is not published.")
    };
    assert!(marked("briefs/draft.html") && marked("briefs/embargo.html") && !marked("briefs/open.html"));
}
