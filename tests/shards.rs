//! Shares of a site on the real binary: united, they are what one build writes, byte for byte; what is not one site
//! is refused whole, with everything that is wrong with it.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its sites has failed")]

use std::path::PathBuf;

mod sites;

use sites::{SOUND, Site, Tree, read_tree};

/// The refusal's exit code.
const REFUSED: i32 = 5;

/// Builds one share and gives its folder's name.
fn share(site: &Site, shard: &str, more: &[&str]) -> String {
    let folder = format!("share-{}", shard.replace('/', "-of-"));
    let built = site.run(&[&["build", "-q", "--shard", shard, "-o", &folder], more].concat());
    assert_eq!((built.code, built.stdout.as_str()), (0, ""), "{}", built.stderr);
    folder
}

fn shares(site: &Site, of: usize) -> Vec<String> {
    (1..=of).map(|number| share(site, &format!("{number}/{of}"), &[])).collect()
}

/// What `--merge` makes of shares, in the order given.
fn united(site: &Site, shares: &[String]) -> Tree {
    let mut arguments = vec!["build", "-q", "-o", "united", "--merge"];
    arguments.extend(shares.iter().map(String::as_str));
    let run = site.run(&arguments);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    read_tree(&folder(site, "united"))
}

/// The refusal of a merge, which leaves nothing behind.
fn refusal(site: &Site, shares: &[&str]) -> String {
    let run = site.run(&[&["build", "-o", "united", "--merge"], shares].concat());
    assert_eq!((run.code, run.stdout.as_str()), (REFUSED, ""), "{}", run.stderr);
    assert!(!folder(site, "united").exists(), "nothing was written");
    run.stderr
}

fn folder(site: &Site, name: &str) -> PathBuf {
    site.path().join(name)
}

#[test]
fn shares_united_are_one_build() {
    for name in SOUND {
        let site = Site::of(name);
        let whole = site.build(&[]);
        for of in [1, 2, 5] {
            let mut shares = shares(&site, of);
            shares.reverse();
            let united = united(&site, &shares);
            assert_eq!(united.keys().collect::<Vec<_>>(), whole.keys().collect::<Vec<_>>(), "{name} in {of}");
            for (path, bytes) in &united {
                assert!(*bytes == whole[path], "{name} in {of}: {path}");
            }
        }
    }
}

#[test]
fn every_share_has_its_part() {
    let site = Site::of("moura");
    let whole = site.build(&[]);
    let sizes: Vec<usize> =
        shares(&site, 4).iter().map(|share| read_tree(&folder(&site, share)).len() - 3).collect();
    assert_eq!(sizes.iter().sum::<usize>(), whole.len() - 2, "all files but the two lists, each once");
    assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1, "{sizes:?}");
}

#[test]
fn what_is_missing_or_given_twice_is_told_at_once() {
    let site = Site::of("moura");
    let shares = shares(&site, 4);
    let told = refusal(&site, &[&shares[0], &shares[2], &shares[2]]);
    for line in ["share 2/4 is missing", "share 3/4 is given twice", "share 4/4 is missing"] {
        assert!(told.contains(line), "{line}: {told}");
    }
}

#[test]
fn shares_of_other_sources_settings_or_numbers_do_not_fit() {
    let site = Site::of("moura");
    let first = share(&site, "1/2", &[]);
    let whole = share(&site, "1/1", &[]);
    assert!(refusal(&site, &[&first, &whole]).contains("are of different numbers of shares"));
    let other = share(&site, "2/2", &["--base-url", "https://elsewhere.example/"]);
    assert!(refusal(&site, &[&first, &other]).contains("are not built from the same sources and settings"));
    let brief = "content/briefs/2022-04-12-moura.md";
    let text = String::from_utf8(fs_err::read(folder(&site, brief)).unwrap()).unwrap();
    site.write(brief, format!("{text}\nOne more word.\n"));
    let other = share(&site, "2/2", &[]);
    assert!(refusal(&site, &[&first, &other]).contains("are not built from the same sources and settings"));
}

#[test]
fn a_share_that_was_edited_or_is_none_is_refused() {
    let site = Site::of("moura");
    let shares = shares(&site, 2);
    site.write(
        &format!(
            "{}/index.html",
            shares[usize::from(!folder(&site, &shares[0]).join("index.html").exists())]
        ),
        b"x",
    );
    let told = refusal(&site, &[&shares[0], &shares[1]]);
    assert!(told.contains("edited by hand: `index.html`"), "{told}");
    let built = site.run(&["build", "-q", "-o", "whole"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert!(refusal(&site, &["whole"]).contains("`whole` is no share"));
    assert!(refusal(&site, &["content"]).contains("was not made by variorum"));
}

#[test]
fn a_share_is_named_by_its_number() {
    let site = Site::of("minimal");
    for wrong in ["0/2", "3/2", "1", "a/2", "1/0", "1/2/3"] {
        let run = site.run(&["build", "--shard", wrong]);
        assert_eq!(run.code, 2, "{wrong}: {}", run.stderr);
        assert!(run.stderr.contains("such as `2/4`"), "{wrong}: {}", run.stderr);
    }
}

#[test]
fn timings_name_each_stage_once_and_change_nothing() {
    let site = Site::of("moura");
    let whole = site.build(&[]);
    let run = site.run(&["build", "--timings", "-o", "timed"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    let table = &run.stderr[run.stderr.find("stage").unwrap()..];
    let names: Vec<&str> = table.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    let stages = [
        "read", "parse", "resolve", "method", "theme", "plan", "check", "draw", "exports", "pages", "files",
        "publish", "all",
    ];
    assert_eq!(names, stages, "{table}");
    assert_eq!(read_tree(&folder(&site, "timed")), whole);
}
