//! The open data of the bundled site and of a hostile one, judged by validators from elsewhere; and what is promised
//! of feeds when a site changes.
//!
//! `tests/tools/30-validators` installs the validators; without them their tests say so and pass.

#![expect(clippy::unwrap_used, reason = "a test that cannot build its sites has failed")]
#![expect(clippy::print_stderr, reason = "what is left out is said")]

use std::path::{Path, PathBuf};
use std::process::Command;

mod sites;

use sites::{Site, read_tree, repository};

/// What `tests/validators/validate.py` looks at, each a function of it.
const CHECKS: [&str; 10] =
    ["csv", "ndjson", "feeds", "sitemap", "linked", "csl", "bibtex", "geojson", "stix", "nanopub"];

const BASE: &str = "https://example.org/a'desk";

fn python() -> Option<PathBuf> {
    let python = repository().join("target/tools/validators/python/bin/python");
    if !python.is_file() {
        eprintln!("left out: the validators are not installed (tests/tools/30-validators does it)");
        return None;
    }
    Some(python)
}

/// What the validators complain of in a built site.
fn complaints(python: &Path, output: &Path, checks: &[&str]) -> String {
    let script = repository().join("tests/validators/validate.py");
    let run = Command::new(python).arg("-B").arg(script).arg(output).args(checks).output().unwrap();
    let found = String::from_utf8(run.stdout).unwrap();
    assert_eq!(run.status.success(), found.is_empty(), "{found}{}", String::from_utf8_lossy(&run.stderr));
    found
}

/// What Argdown's own parser complains of.
fn argdown(output: &Path) -> String {
    let modules = repository().join("target/tools/validators/package.json");
    let script = repository().join("tests/validators/argdown.mjs");
    let run =
        Command::new("node").arg(script).arg(output).env("VARIORUM_VALIDATORS", modules).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

/// The bundled site and the hostile one, built, with all that can be made.
fn built() -> [Site; 2] {
    let settings = fs_err::read_to_string(repository().join("site.toml")).unwrap();
    let settings = settings
        + "\n[exports]\nndjson = true\nsite-json-ld = true\nstix = true\nargdown = true\nnanopub = true\n";
    let bundled: sites::Tree = read_tree(&repository().join("content"))
        .into_iter()
        .map(|(path, bytes)| (format!("content/{path}"), bytes))
        .chain([("site.toml".to_owned(), settings.into_bytes())])
        .collect();
    let hostile = read_tree(&repository().join("tests/sites/hostile"));
    [bundled, hostile].map(|files| {
        let site = Site::of_files(&files);
        site.build(&["--base-url", BASE]);
        site
    })
}

#[test]
fn validators_find_no_fault() {
    let Some(python) = python() else { return };
    for site in built() {
        let output = site.path().join("public");
        assert_eq!(complaints(&python, &output, &CHECKS), "");
        assert_eq!(argdown(&output), "");
    }
}

/// A validator that is not asked, or not heard, finds no fault either: here each has one to find.
#[test]
fn validators_find_faults_that_are_there() {
    let Some(python) = python() else { return };
    let [site, _] = built();
    let output = site.path().join("public");
    for (path, text, wrong, _) in FAULTS {
        let path = output.join(path);
        let sound = fs_err::read_to_string(&path).unwrap();
        let spoilt = sound.replacen(text, wrong, 2);
        assert_ne!(spoilt, sound, "{}", path.display());
        fs_err::write(&path, spoilt).unwrap();
    }
    let found = complaints(&python, &output, &CHECKS);
    let found = found + &argdown(&output);
    for (path, _, wrong, words) in FAULTS {
        assert!(found.contains(words), "{path}: {wrong}: nothing says {words}\n{found}");
    }
}

/// A file, what is replaced in it, by what, and what a validator then says.
const FAULTS: [(&str, &str, &str, &str); 20] = [
    ("data/briefs.csv", "\r\n", ",\r\n", "csv: briefs: "),
    ("data/relations.csv", "denies,", "denies,nobody#", "csv: relations: "),
    ("data/actors.csv", "jnim,JNIM", "jnim,=JNIM", "takes '=JNIM' for a formula"),
    ("data/claims.ndjson", "\"state\":\"live\"", "\"state\":\"fallen\"", "ndjson: "),
    ("feeds/corrections.xml", "<updated>", "<updated>x", "feeds: feeds/corrections.xml: "),
    ("feed.xml", "<id>urn", "<id>urm", "feeds: feed.xml: ids"),
    ("feed.json", "\"url\":\"https:", "\"url\":\"ftp:", "feeds: feed.json: $.items[0].url"),
    ("index.html", "\"@type\":\"WebSite\",", "\"@type\":\"WebSites\",", "linked: Validation Report"),
    ("data/site.jsonld", "\"cito:disagreesWith\"", "\"cito:agreesWith\"", "linked: "),
    (
        "404.html",
        "\"@vocab\":\"https://schema.org/\"",
        "\"@import\":\"https://schema.org/\"",
        "linked: 404.html: jsonld.",
    ),
    ("data/sources.csl.json", "[\n", "[\n{},\n", "csl: "),
    ("data/citations.csl.json", "\"id\":\"moura:", "\"id\":\"moura#", "citations.csl.json: all briefs"),
    ("data/citations.bib", "  title = {{", "  title = {", "bibtex: "),
    ("briefs/moura.html", "\"@type\":\"", "\"hasPart\":{\"@type\":\"Claim\"},\"@type\":\"", "a claim in it"),
    (
        "data/events.geojson",
        "\"geometry\":",
        "\"geometry\":{\"type\":\"Point\",\"coordinates\":[1]},\"other\":",
        "geojson: ",
    ),
    ("data/stix.json", "\"identity_class\":\"organization\"", "\"identity_class\":7", "stix: "),
    ("data/claims.trig", "prov:wasDerivedFrom", "prov:wasderived_from;", "nanopub: "),
    ("data/claims.argdown", "->", "+>", "argdown: "),
    ("data/claims.argdown", "]: ", "]: other ", "is not"),
    ("sitemap.xml", "<lastmod>", "<lastmod>x", "sitemap: "),
];
