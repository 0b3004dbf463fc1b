//! How a site looks: the embedded theme, overridden file by file, turns a view into HTML.
//!
//! The invariant: a page is a pure function of the theme and its view. A template sees the view and `words`, the
//! interface's words in the page's language; no filter here reads anything but what it is given. Everything is
//! parsed, linked and merged once, in [`load`]; `pipeline` calls that, then renders the pages by
//! [`Fragments`], from many threads.

mod dates;
mod embedded;
mod fault;
mod filters;
pub mod fragments;
mod limits;
mod numbers;
mod speech;
mod tags;
mod unknown;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use tera::{Context, Tera};

use self::speech::Speeches;
use self::words::Words;
use crate::diagnostic::{Code, Diagnostic};
use crate::input::ThemeFolder;
use crate::page::View;
use crate::text::{FileId, Files, SitePath, Span};
use crate::value::lang::Lang;

pub use embedded::FILES;
pub use fragments::{Fragments, Part, Rendered};

/// The version of the contract between themes and the program: the views, `words` and the filters. A theme for
/// another one is refused.
pub const API: u32 = 2;

/// The file in which a theme says for which version it is written.
pub const MANIFEST: &str = "theme.toml";

/// Where a theme keeps its templates, what goes out as it is, and its words.
const TEMPLATES: &str = "templates/";
const STATIC: &str = "static/";
const WORDS: &str = "words/";

/// The name of a template that no file can have.
const NO_TEMPLATE: &str = "/";

/// A theme, ready to render.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    words: Words,
    speeches: Arc<Speeches>,
    statics: BTreeMap<SitePath, Text>,
    /// The site's own templates by name, so that an error while rendering has a place.
    own: BTreeMap<String, FileId>,
}

/// The text of a theme's file.
#[derive(Clone, Debug)]
struct Text {
    text: Arc<str>,
    /// Of the site's own file; `None`: it is an embedded one.
    file: Option<FileId>,
}

/// The theme's own `theme.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    api: u32,
}

/// Loads the embedded theme with the site's own files in the place of those with the same path. `language` is the
/// site's: its words stand in where the page's language has none. A site's file with a mistake is reported, and
/// the embedded file of that path is used in its stead.
#[must_use]
pub fn load(folder: &ThemeFolder, files: &Files, language: &Lang) -> (Theme, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let texts = texts(folder, files);
    check_manifest(&texts, &mut diagnostics);
    let words = Words::load(below(&texts, WORDS), language, &mut diagnostics);
    let templates: BTreeMap<&str, &Text> = below(&texts, TEMPLATES).collect();
    let own = templates.iter().filter_map(|(name, text)| Some(((*name).to_owned(), text.file?))).collect();
    let mut tera = Tera::default();
    let speeches = Arc::new(Speeches::new(&words));
    filters::register(&mut tera, &speeches);
    link(&mut tera, templates, &mut diagnostics);
    let statics = statics(folder, &texts, &mut diagnostics);
    (Theme { tera, words, speeches, statics, own }, diagnostics)
}

/// Where a file of a theme goes in the output, by its path in the theme's folder: `static/logo.png` becomes
/// `theme/logo.png`. `None`: it does not go out.
#[must_use]
pub fn static_path(relative: &str) -> Option<SitePath> {
    let path = relative.strip_prefix(STATIC)?;
    SitePath::new(format!("theme/{path}")).ok()
}

impl Theme {
    /// Renders a page with holes in the places of its claims.
    ///
    /// # Errors
    /// A `theme-error` that names the template.
    fn render_skeleton(&self, view: &View, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        let name = format!("{}.html", view.template);
        let rendered = self.tera.render_to(&name, &self.context(view), out);
        rendered.map_err(|error| fault::rendering(&error, &self.own))
    }

    /// A word of the interface in a language, by the keys that lead to it: `pages.corrections`. Empty where there is
    /// none.
    #[must_use]
    pub fn word(&self, lang: &Lang, keys: &'static str) -> &str {
        self.words.of(lang.as_str()).get_from_path(keys).and_then(tera::Value::as_str).unwrap_or_default()
    }

    /// The style sheet and other texts that go out as they are. The theme's binary files are the site's
    /// [`ThemeFolder::assets`]; [`static_path`] says where they go.
    pub fn statics(&self) -> impl Iterator<Item = (&SitePath, &Arc<str>)> {
        self.statics.iter().map(|(path, text)| (path, &text.text))
    }

    /// The site's own texts among them, with the files that they come from.
    pub fn own_statics(&self) -> impl Iterator<Item = (&SitePath, &str, FileId)> {
        self.statics.iter().filter_map(|(path, text)| Some((path, &*text.text, text.file?)))
    }

    /// Where the program's own scripts go: the embedded theme's, byte for byte. A site's theme brings none.
    pub fn scripts(&self) -> impl Iterator<Item = &SitePath> {
        self.statics.iter().filter(|(path, text)| is_own_script(path, &text.text)).map(|(path, _)| path)
    }

    /// What a template sees. The content's values and the words are shared, not copied.
    fn context(&self, view: &View) -> Context {
        let mut context = Context::new();
        let frame = &view.frame;
        context.insert("root", &frame.root);
        context.insert("site", &frame.site);
        context.insert("page", &frame.page);
        for (key, value) in view.content.as_map().into_iter().flatten() {
            if let Some(key) = key.as_str() {
                context.insert_value(key.to_owned(), value.clone());
            }
        }
        context.insert_value("words", self.words.of(&frame.page.lang).clone());
        context
    }
}

/// The embedded files and the site's own by path, the latter in the place of the former.
fn texts(folder: &ThemeFolder, files: &Files) -> BTreeMap<String, Text> {
    let embedded = FILES.iter().map(|(path, text)| ((*path).to_owned(), embedded_text(text)));
    let own = folder.texts.iter().map(|(path, file)| {
        let text = Text { text: files.shared_text(*file), file: Some(*file) };
        (path.clone(), text)
    });
    embedded.chain(own).collect()
}

fn embedded_text(text: &str) -> Text {
    Text { text: text.into(), file: None }
}

/// The files of one of a theme's folders, by their paths in it.
fn below<'t>(
    texts: &'t BTreeMap<String, Text>,
    folder: &'t str,
) -> impl Iterator<Item = (&'t str, &'t Text)> {
    texts.iter().filter_map(move |(path, text)| Some((path.strip_prefix(folder)?, text)))
}

/// What a theme for version 1 has to look for (manual, themes.md#api-2).
const MOVED_SINCE_1: &str = "of a brief, `claims` and `verdicts` are `checked`, `blocks[].notes` and `rest` now, each note \
    with its `card`; `cite` is one text; `{{ c.row }}` and `{{ n.card }}`, made by fragments/row.html and \
    fragments/card.html, are in the place of the filter `row` and of `claim_row`, `claim_card`, `claim_note`; ";

fn check_manifest(texts: &BTreeMap<String, Text>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(manifest) = texts.get(MANIFEST) else { return };
    match toml::from_str::<Manifest>(&manifest.text) {
        Ok(Manifest { api: API }) => {}
        Ok(Manifest { api }) => {
            let message = format!("this theme is written for version {api} of the views, not for {API}");
            let range = manifest.text.find("api").map_or(0..0, |at| at..at + "api".len());
            let moved = if api == 1 { MOVED_SINCE_1 } else { "" };
            let help = format!("{moved}adapt the theme, then write `api = {API}`");
            diagnostics.push(fault::at(manifest, range, message).help(help));
        }
        Err(error) => diagnostics.push(fault::toml(manifest, &error)),
    }
}

/// Parses and links all templates. Each of the site's own that does not parse gives way to the embedded one, so that
/// the others are looked at as well; if the templates do not fit together, or go too deep, all of them do.
fn link(tera: &mut Tera, templates: BTreeMap<&str, &Text>, diagnostics: &mut Vec<Diagnostic>) {
    let embedded: BTreeMap<String, Text> =
        FILES.iter().map(|(path, text)| ((*path).to_owned(), embedded_text(text))).collect();
    let embedded: BTreeMap<&str, &Text> = below(&embedded, TEMPLATES).collect();
    let mut linked = templates;
    // Escaping goes by the name's ending; this turns it on for all.
    tera.autoescape_on([""]);
    if let Some(deep) = limits::too_deep(linked.iter().map(|(name, text)| (*name, &*text.text))) {
        diagnostics.push(fault::too_deep(&deep, &linked));
        linked = embedded.clone();
    }
    let refused = refused(tera, &linked, diagnostics);
    give_way(&mut linked, &embedded, &refused);
    while let Err(error) = tera.add_raw_templates(linked.iter().map(|(name, text)| (*name, &*text.text))) {
        if linked.values().all(|text| text.file.is_none()) {
            diagnostics.extend(fault::loading(&error, &linked));
            return;
        }
        let broken = unparsable(tera, &linked, diagnostics);
        if broken.is_empty() {
            diagnostics.extend(fault::loading(&error, &linked));
            linked.clone_from(&embedded);
        }
        give_way(&mut linked, &embedded, &broken);
    }
}

/// Puts the embedded templates in the place of some.
fn give_way<'t>(
    linked: &mut BTreeMap<&'t str, &'t Text>,
    embedded: &BTreeMap<&'t str, &'t Text>,
    names: &[&'t str],
) {
    for name in names {
        linked.remove(name);
        linked.extend(embedded.get_key_value(name));
    }
}

/// The site's own templates that use more unknown names than the engine is given.
fn refused<'t>(
    tera: &Tera,
    linked: &BTreeMap<&'t str, &'t Text>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<&'t str> {
    let texts = linked.iter().map(|(name, text)| (*name, &*text.text));
    let mut theme = unknown::Theme::new(texts, tera.clone());
    let mut refused = Vec::new();
    for (name, text) in linked.iter().filter(|(_, text)| text.file.is_some()) {
        if let Some(unknown) = theme.too_many(name) {
            diagnostics.extend(fault::unknown(name, text, &unknown));
            refused.push(*name);
        }
    }
    refused
}

/// The site's own templates that do not parse. The engine stops at the first; so each is given to it alone, followed by
/// one that never parses, so that it does not go on to link them.
fn unparsable<'t>(
    tera: &mut Tera,
    linked: &BTreeMap<&'t str, &'t Text>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<&'t str> {
    let mut broken = Vec::new();
    for (name, text) in linked.iter().filter(|(_, text)| text.file.is_some()) {
        let Err(error) = tera.add_raw_templates([(*name, &*text.text), (NO_TEMPLATE, "{%")]) else {
            continue;
        };
        if fault::template(&error) == Some(name) {
            diagnostics.extend(fault::loading(&error, linked));
            broken.push(*name);
        }
    }
    broken
}

fn statics(
    folder: &ThemeFolder,
    texts: &BTreeMap<String, Text>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<SitePath, Text> {
    let out = texts.keys().chain(folder.assets.keys()).filter(|path| path.starts_with(STATIC));
    for path in out.filter(|path| static_path(path).is_none()) {
        let message = format!("the theme's file `{path}` cannot go out under that name");
        diagnostics.push(Diagnostic::of_site(Code::ThemeError, message).help("rename the file"));
    }
    texts.iter().filter_map(|(path, text)| Some((static_path(path)?, text.clone()))).collect()
}

fn is_own_script(path: &SitePath, text: &str) -> bool {
    let is_it =
        |(name, embedded): &(&str, &str)| static_path(name).as_ref() == Some(path) && *embedded == text;
    path.as_str().ends_with(".js") && FILES.iter().any(is_it)
}

impl Text {
    fn span(&self, range: std::ops::Range<usize>) -> Option<Span> {
        self.file.map(|file| Span::new(file, range))
    }
}

#[cfg(test)]
mod tests;
