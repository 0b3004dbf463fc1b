//! An edit of wording that a site takes in place gives the site that a clean load of the edited folder gives: every
//! file of the output, byte for byte.

#![expect(clippy::unwrap_used, reason = "a test that cannot edit its sites has failed")]

use std::collections::BTreeSet;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use variorum::input::{InputError, SiteFolder};
use variorum::pipeline::{
    Cache, Drafts, Opened, Opening, Options, Reworded, UNWATCHED, bytes, files, index, open, reword,
};

mod sites;

use sites::{SOUND, Site, Tree};

/// Keys whose value is wording, in a claim or a brief; in a record it is not.
const WORDING: [&str; 9] =
    ["title", "summary", "says", "note", "quote", "quote_translation", "name", "why", "text"];

fn load(root: &Utf8Path, cache: &mut Cache) -> Opened {
    let options =
        Options { drafts: Drafts::Hidden, now: "2026-11-24T00:00:00Z".parse().unwrap(), base_url: None };
    let folder = SiteFolder::open(root).unwrap();
    match open::<InputError>(folder, |_| Ok(options), cache, UNWATCHED).unwrap() {
        Opening::Site(opened) => *opened,
        Opening::BadSettings(bad) => panic!("{:?}", bad.diagnostics),
    }
}

/// A document in other words, once for its body and once for each line of a brief that may be wording.
fn edits(path: &Utf8Path, text: &str) -> Vec<String> {
    let mut edits = Vec::new();
    if path.extension() == Some("md") {
        edits.push(format!("{text}\n\nAnother paragraph, with *stress*.\n"));
    }
    for line in text.lines().filter(|_| path.starts_with("content/briefs")) {
        let Some((key, value)) = line.split_once(": ") else { continue };
        let name = key.trim_start().trim_start_matches("- ");
        if WORDING.contains(&name) && !value.starts_with(['>', '|', '[', '{']) {
            edits.push(text.replacen(line, &format!("{key}: 'Other words & more: <b>“’'"), 1));
        }
    }
    edits
}

/// Every file of the output.
fn output(opened: &Opened) -> Vec<(String, Vec<u8>)> {
    let made = files(&opened.loaded, &opened.inputs).into_iter();
    let made = made.map(|(path, file)| (path.to_string(), bytes(&opened.loaded, &file).ok().unwrap()));
    let index = index(&opened.loaded).iter().map(|(path, bytes)| (path.to_string(), bytes.clone()));
    made.chain(index).collect()
}

fn same(reworded: &Opened, fresh: &Opened, what: &str) {
    let (reworded, fresh) = (output(reworded), output(fresh));
    assert_eq!(reworded.len(), fresh.len(), "{what}");
    for (reworded, fresh) in reworded.iter().zip(&fresh) {
        assert!(reworded == fresh, "{what}: {}", fresh.0);
    }
}

fn documents(opened: &Opened) -> Vec<Utf8PathBuf> {
    opened.inputs.documents.iter().map(|file| opened.inputs.files.path(*file).to_owned()).collect()
}

fn saved(path: &Utf8Path) -> BTreeSet<Utf8PathBuf> {
    BTreeSet::from([path.to_owned()])
}

#[test]
fn a_reworded_site_is_a_site_loaded_anew() {
    let (mut anew, mut otherwise) = (0, 0);
    for name in SOUND {
        let site = Site::of(name);
        let root = Utf8PathBuf::from_path_buf(site.path().canonicalize().unwrap()).unwrap();
        let mut cache = Cache::keeping();
        let mut opened = load(&root, &mut cache);
        output(&opened);
        for path in documents(&opened) {
            let text = fs_err::read_to_string(root.join(&path)).unwrap();
            for edit in edits(&path, &text) {
                fs_err::write(root.join(&path), &edit).unwrap();
                match reword(&mut opened.loaded, &opened.inputs, &saved(&path), &mut cache) {
                    Reworded::Anew => {
                        same(&opened, &load(&root, &mut Cache::default()), path.as_str());
                        anew += 1;
                    }
                    _ => otherwise += 1,
                }
            }
            fs_err::write(root.join(&path), text).unwrap();
            reword(&mut opened.loaded, &opened.inputs, &saved(&path), &mut cache);
        }
        same(&opened, &load(&root, &mut Cache::default()), name);
    }
    assert!(anew > 50 && otherwise > 2, "both kinds were seen: {anew} reworded, {otherwise} not");
}

#[test]
fn what_is_more_than_wording_is_left_to_a_whole_load() {
    let site = Site::of("moura");
    let root = Utf8PathBuf::from_path_buf(site.path().canonicalize().unwrap()).unwrap();
    let mut cache = Cache::keeping();
    let mut opened = load(&root, &mut cache);
    let mut told = |cache: &mut Cache, path: &str| {
        reword(&mut opened.loaded, &opened.inputs, &saved(Utf8Path::new(path)), cache)
    };
    assert_eq!(told(&mut cache, "content/about.md"), Reworded::Same, "nothing was edited");
    assert_eq!(told(&mut cache, "content/4913"), Reworded::Same, "an editor's file that came and went");
    assert_eq!(told(&mut cache, "content"), Reworded::Otherwise, "a folder");
    assert_eq!(told(&mut cache, "site.toml"), Reworded::Otherwise);
    assert_eq!(told(&mut cache, "content/files/table.csv"), Reworded::Otherwise, "an asset");
    let about = root.join("content/about.md");
    let text = fs_err::read_to_string(&about).unwrap();
    let as_before = |root: &Path| fs_err::write(root, &text).unwrap();
    for worse in [
        text.clone() + "\n[nowhere](nothing.md)\n",
        text.clone() + "\n## A heading\n",
        text.clone() + "\n<script>\n",
        text.clone() + "\u{7}",
        text.replacen("title:", "titel:", 1),
    ] {
        fs_err::write(&about, &worse).unwrap();
        assert_eq!(told(&mut cache, "content/about.md"), Reworded::Otherwise, "{worse}");
    }
    as_before(about.as_std_path());
    assert_eq!(told(&mut cache, "content/about.md"), Reworded::Same);
    fs_err::remove_file(&about).unwrap();
    assert_eq!(told(&mut cache, "content/about.md"), Reworded::Otherwise, "gone");
}

/// Words of what is held back must not come into a site by the back door.
#[test]
fn what_is_held_back_is_not_reworded() {
    let file = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    let held = [
        ("content/sources/inside.md", "---\ntitle: Inside\naccess: confidential\n---\nWho told us.\n"),
        ("content/briefs/draft.md", "---\ntitle: Draft\ndate: 2022-04-12\nstatus: draft\n---\nNot yet.\n"),
        (
            "content/briefs/gone.md",
            "---\ntitle: Gone\ndate: 2022-04-12\nstatus: withdrawn\nreason: Wrong.\n---\nIt was so.\n",
        ),
        ("content/briefs/red.md", "---\ntitle: Red\ndate: 2022-04-12\ntlp: red\n---\nFor few.\n"),
    ];
    let brief = "---\ntitle: One\ndate: 2022-04-12\nclaims:\n  - {by: A, says: It is so., source: inside}\n---\nText.\n";
    let mut tree: Tree = held.iter().map(|(path, text)| file(path, text)).collect();
    tree.extend([file("site.toml", "title = \"S\"\n"), file("content/briefs/one.md", brief)]);
    let site = Site::of_files(&tree);
    let root = Utf8PathBuf::from_path_buf(site.path().canonicalize().unwrap()).unwrap();
    let mut cache = Cache::keeping();
    let mut opened = load(&root, &mut cache);
    for (path, text) in held {
        site.write(path, format!("{text}\nqzsecret\n"));
        let reworded = reword(&mut opened.loaded, &opened.inputs, &saved(Utf8Path::new(path)), &mut cache);
        assert_eq!(reworded, Reworded::Otherwise, "{path}");
    }
    let told = |(_, bytes): &(String, Vec<u8>)| bytes.windows(8).any(|window| window == b"qzsecret");
    assert!(!output(&opened).iter().any(told));
}
