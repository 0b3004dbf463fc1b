//! Sites for tests, built from text on the public path: decode, release, resolve.

#![allow(clippy::unwrap_used, reason = "a test that cannot make its inputs has failed")]
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeSet;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use variorum::brief::decode::decode;
use variorum::brief::release::{Audience, Drafts, release};
use variorum::config::Config;
use variorum::diagnostic::Diagnostic;
use variorum::method::{Answers, Method};
use variorum::site::resolve::{Library, resolve};
use variorum::site::{Actor, Claim, Event, Id, Site, Source};
use variorum::text::Files;

/// A site, what is computed from it, and all that was said on the way.
pub(crate) struct Built {
    pub(crate) files: Files,
    pub(crate) site: Site,
    pub(crate) method: Method,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Builds a site with the default settings from files: paths relative to `content/`, and texts.
pub(crate) fn build<P: AsRef<str>, T: AsRef<str>>(contents: &[(P, T)]) -> Built {
    build_with(contents, &Config::default())
}

/// Builds a site from files: paths relative to `content/`, and texts.
pub(crate) fn build_with<P: AsRef<str>, T: AsRef<str>>(contents: &[(P, T)], config: &Config) -> Built {
    let mut files = Files::default();
    let mut diagnostics = Vec::new();
    let mut documents = Vec::new();
    for (path, text) in contents {
        let (path, text) = (Utf8Path::new(path.as_ref()), text.as_ref());
        let file = files.add(Utf8Path::new("content").join(path), text);
        let mut decoded = decode(file, path, text);
        diagnostics.append(&mut decoded.diagnostics);
        documents.push(decoded.document);
    }
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let manuscript = release(documents, &Audience { tlp: config.tlp, drafts: Drafts::Hidden, now });
    let resolved = resolve(manuscript, config, Library { files: &files, assets: &BTreeSet::new() });
    diagnostics.extend(resolved.diagnostics);
    let method = Method::compute(&resolved.site, config);
    Built { files, site: resolved.site, method, diagnostics }
}

/// The repository's own content: paths relative to `content/`, and texts.
pub(crate) fn own_content() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut contents = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs_err::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let relative = Utf8PathBuf::from_path_buf(path.strip_prefix(&root).unwrap().to_owned()).unwrap();
            if path.is_dir() {
                folders.push(path);
            } else if matches!(relative.extension(), Some("md" | "yaml")) {
                contents.push((relative.into_string(), fs_err::read_to_string(&path).unwrap()));
            }
        }
    }
    contents.sort();
    contents
}

impl Built {
    /// The claim of a key `BRIEF#ID`.
    pub(crate) fn claim(&self, key: &str) -> Id<Claim> {
        let found = self.site.claims.ids().find(|id| self.site.claim_key(*id) == key);
        found.unwrap_or_else(|| panic!("no claim {key}"))
    }

    /// The event of an id.
    pub(crate) fn event(&self, id: &str) -> Id<Event> {
        let found = self.site.events.entries().find(|(_, event)| event.id.as_str() == id);
        found.unwrap_or_else(|| panic!("no event {id}")).0
    }

    /// The source of an id.
    pub(crate) fn source(&self, id: &str) -> Id<Source> {
        let found = self.site.sources.entries().find(|(_, source)| source.id.as_str() == id);
        found.unwrap_or_else(|| panic!("no source {id}")).0
    }

    /// The ids of actors.
    pub(crate) fn names(&self, actors: &[Id<Actor>]) -> Vec<&str> {
        actors.iter().map(|actor| self.site.actors[*actor].id.as_str()).collect()
    }

    /// The keys of claims.
    pub(crate) fn keys(&self, claims: &[Id<Claim>]) -> Vec<String> {
        claims.iter().map(|claim| self.site.claim_key(*claim)).collect()
    }

    /// A claim's answers in words: `live corroborated 2-3 1-2 unanswered`, or `act`.
    pub(crate) fn judgement(&self, key: &str) -> String {
        self.method.answers(self.claim(key)).map_or_else(|| "act".to_owned(), |answers| in_words(&answers))
    }
}

/// Answers in words: state, backing, origins, third-party origins, reception.
pub(crate) fn in_words(answers: &Answers) -> String {
    let Answers { state, backing, origins, third_party, reception } = answers;
    let (origins, third) = (interval(origins.min, origins.max), interval(third_party.min, third_party.max));
    format!("{state} {backing} {origins} {third} {reception}")
}

fn interval(min: u32, max: u32) -> String {
    format!("{min}-{max}")
}
