//! The interface's words, by language: `words/LANG.toml`, tables in tables, at the leaves texts and lists of texts.
//!
//! What a language's file does not say is said by its primary language's, then the site's language's, then by the
//! English one, key by key. All of that is merged when the theme is loaded, so that a page takes a ready value.

use std::collections::BTreeMap;

use tera::Value;
use toml::Table;

use super::dates::DateWords;
use super::{Text, fault};
use crate::diagnostic::Diagnostic;
use crate::value::lang::Lang;

/// The language that has all words.
const LAST_RESORT: &str = "en";

/// The words of a theme, merged.
#[derive(Debug)]
pub(super) struct Words {
    languages: BTreeMap<String, Language>,
    /// The tag that serves where a page's language has no words.
    site: String,
    none: Value,
}

/// One language's words.
#[derive(Debug)]
pub(super) struct Language {
    /// The language.
    pub(super) lang: Lang,
    /// As a template sees them.
    value: Value,
    /// Those for dates.
    pub(super) dates: DateWords,
}

impl Words {
    /// Reads and merges the files; each is named by its language's tag.
    pub(super) fn load<'t>(
        files: impl Iterator<Item = (&'t str, &'t Text)>,
        language: &Lang,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let written: BTreeMap<String, Written> =
            files.filter_map(|(name, text)| read(name, text, diagnostics)).collect();
        let mut languages = BTreeMap::new();
        for (tag, words) in &written {
            let merged = merge_chain(&chain(&words.lang, language), &written, diagnostics);
            match DateWords::read(&merged) {
                Ok(dates) => {
                    let value = Value::from_serializable(&merged);
                    languages.insert(tag.clone(), Language { lang: words.lang.clone(), value, dates });
                }
                Err(message) => diagnostics.push(fault::at(&words.text, 0..0, message)),
            }
        }
        let known = |tag: &str| languages.contains_key(tag).then(|| tag.to_owned());
        let site = known(language.as_str()).or_else(|| known(language.language()));
        Self { languages, site: site.unwrap_or_else(|| LAST_RESORT.to_owned()), none: Value::none() }
    }

    /// The words for a page in this language.
    pub(super) fn of(&self, tag: &str) -> &Value {
        let primary = tag.split('-').next().unwrap_or(tag);
        let found = [tag, primary, &self.site].into_iter().find_map(|tag| self.languages.get(tag));
        found.map_or(&self.none, |language| &language.value)
    }

    /// Every language that has words, by its tag.
    pub(super) fn languages(&self) -> impl Iterator<Item = (&String, &Language)> {
        self.languages.iter()
    }
}

/// One file.
struct Written {
    lang: Lang,
    text: Text,
    table: Table,
}

fn read(name: &str, text: &Text, diagnostics: &mut Vec<Diagnostic>) -> Option<(String, Written)> {
    let Some(lang) = name.strip_suffix(".toml").and_then(|tag| tag.parse::<Lang>().ok()) else {
        let message = format!("the file of words `{name}` is not named by a language");
        let help = "name it by a language tag, such as `de.toml` or `pt-BR.toml`";
        diagnostics.push(fault::at(text, 0..0, message).help(help));
        return None;
    };
    let table = toml::from_str::<Table>(&text.text)
        .inspect_err(|error| diagnostics.push(fault::toml(text, error)))
        .unwrap_or_default();
    // A site's own file stands before the embedded one of the same path; its other words stay the embedded ones.
    let table = embedded(name, text).into_iter().fold(table, |own, embedded| {
        let mut merged = embedded;
        merge(&mut merged, &own, &mut |_| {});
        merged
    });
    Some((lang.to_string(), Written { lang, text: text.clone(), table }))
}

/// The embedded file of this name, if this is a site's own.
fn embedded(name: &str, text: &Text) -> Option<Table> {
    text.file?;
    let path = format!("words/{name}");
    let (_, embedded) = super::FILES.iter().find(|(known, _)| *known == path)?;
    toml::from_str(embedded).ok()
}

/// Whose words serve for a language, the last resort first.
fn chain(lang: &Lang, site: &Lang) -> Vec<String> {
    let tags = [LAST_RESORT, site.language(), site.as_str(), lang.language(), lang.as_str()];
    let mut chain: Vec<String> = Vec::new();
    for tag in tags {
        chain.retain(|earlier| earlier != tag);
        chain.push(tag.to_owned());
    }
    chain
}

fn merge_chain(
    chain: &[String],
    written: &BTreeMap<String, Written>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Table {
    let mut merged = Table::new();
    for words in chain.iter().filter_map(|tag| written.get(tag)) {
        merge(&mut merged, &words.table, &mut |key| {
            let message = format!("`{key}` is a text in one language and a table in another");
            let diagnostic = fault::at(&words.text, 0..0, message);
            if !diagnostics.contains(&diagnostic) {
                diagnostics.push(diagnostic.help("give it the form that it has in `en.toml`"));
            }
        });
    }
    if let Some(tag) = chain.last() {
        merged.insert("lang".to_owned(), toml::Value::String(tag.clone()));
    }
    merged
}

/// Puts words over others. What has another form than below is told and left out.
fn merge(below: &mut Table, above: &Table, report: &mut impl FnMut(&str)) {
    for (key, value) in above {
        match (below.get_mut(key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(above)) => merge(below, above, report),
            (Some(known), value) if !known.same_type(value) => report(key),
            _ => {
                below.insert(key.clone(), value.clone());
            }
        }
    }
}
