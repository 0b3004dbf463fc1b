//! What is fuzzed: each function takes any bytes and must come back. `fuzz_targets/` hands them what libFuzzer makes up,
//! `tests/fuzz_corpus.rs` what is kept in `corpus/`.

use std::cell::LazyCell;

use camino::{Utf8Path, Utf8PathBuf};
use variorum::brief::decode::decode;
use variorum::input::SiteFolder;
use variorum::pipeline::{self, Cache, Drafts, Options};
use variorum::text::{Files, SitePath};

/// Takes any bytes.
#[allow(dead_code, reason = "as for the list")]
pub(crate) type Target = fn(&[u8]);

/// All targets, by the names of their folders in `corpus/`.
#[allow(dead_code, reason = "the corpus asks for all, a fuzz target for its own")]
pub(crate) const TARGETS: [(&str, Target); 6] = [
    ("frontmatter", frontmatter),
    ("body", body),
    ("brief", brief),
    ("site_toml", site_toml),
    ("template", template),
    ("picture", picture),
];

const FRONT: &str = "---\ntitle: A brief\ndate: 2022-04-12\n---\n";
const SITE: &str = "title = \"A site\"\n";
const OWN_THEME: &str = "title = \"A site\"\ntheme = \"own\"\n";

/// Text as the scan of files lets it through: UTF-8 without control characters.
fn scanned(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    text.chars().all(|letter| letter == '\n' || letter == '\t' || !letter.is_control()).then_some(text)
}

fn decoded(text: &str) {
    let mut files = Files::default();
    let file = files.add("content/briefs/b.md", text);
    let _ = decode(file, Utf8Path::new("briefs/b.md"), text);
}

/// The frontmatter of a brief.
pub(crate) fn frontmatter(bytes: &[u8]) {
    if let Some(text) = scanned(bytes) {
        decoded(&format!("---\n{text}\n---\nText.\n"));
    }
}

/// The body of a brief.
pub(crate) fn body(bytes: &[u8]) {
    if let Some(text) = scanned(bytes) {
        decoded(&format!("{FRONT}{text}"));
    }
}

/// A whole brief, from the scan to the pages, and to every other file.
pub(crate) fn brief(bytes: &[u8]) {
    built(&[("site.toml", SITE.as_bytes()), ("content/briefs/b.md", bytes)], |_| true);
}

/// The settings, with a brief beside.
pub(crate) fn site_toml(bytes: &[u8]) {
    built(&[("site.toml", bytes), ("content/briefs/b.md", FRONT.as_bytes())], |_| false);
}

/// A template. It is rendered only where it cannot take long: loops and components may, and are the theme's own affair.
pub(crate) fn template(bytes: &[u8]) {
    let short = !["for", "component", "range", "include"]
        .iter()
        .any(|word| bytes.windows(word.len()).any(|window| window == word.as_bytes()));
    let files = [
        ("site.toml", OWN_THEME.as_bytes()),
        ("content/briefs/b.md", FRONT.as_bytes()),
        ("themes/own/templates/404.html", bytes),
    ];
    built(&files, |path| short && path == "404.html");
}

/// A picture, cleaned; what is clean stays as it is.
pub(crate) fn picture(bytes: &[u8]) {
    if let Ok(clean) = variorum::picture::clean(bytes) {
        assert_eq!(variorum::picture::clean(&clean).as_ref(), Ok(&clean), "cleaning once is enough");
    }
}

thread_local! {
    /// Made once: making folders costs more than most inputs.
    static FOLDER: LazyCell<tempfile::TempDir> =
        LazyCell::new(|| tempfile::tempdir().expect("a temporary folder"));
}

/// Builds a site of some files, and makes those of its output that are wanted.
fn built(site: &[(&str, &[u8])], wanted: impl Fn(&str) -> bool) {
    let root = FOLDER.with(|folder| folder.path().to_owned());
    let root = Utf8PathBuf::from_path_buf(root).expect("a temporary folder's name is text");
    for (path, bytes) in site {
        let path = root.join(path);
        fs_err::create_dir_all(path.parent().expect("it is in the folder")).expect("a folder");
        fs_err::write(path, bytes).expect("a file");
    }
    let folder = SiteFolder::open(&root).expect("a site");
    let Ok((config, _)) = pipeline::settings(&folder) else { return };
    let theme =
        SitePath::new(config.theme.as_str()).unwrap_or_else(|_| SitePath::new("default").expect("a path"));
    let Ok(inputs) = folder.read(&theme, None) else { return };
    let options = Options { drafts: Drafts::Hidden, now: jiff::Timestamp::UNIX_EPOCH, base_url: None };
    let loaded = pipeline::load(&inputs, &config, &options, &mut Cache::default());
    for (path, file) in pipeline::files(&loaded, &inputs) {
        if wanted(path.as_str()) {
            let _ = pipeline::bytes(&loaded, &file);
        }
    }
}
