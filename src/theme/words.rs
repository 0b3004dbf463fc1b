//! The interface's words, by language: `words/LANG.toml`, tables in tables, at the leaves texts and lists of texts.
//!
//! What a language's file does not say is said by its primary language's, then the site's language's, then by the
//! English one, key by key. All of that is merged when the theme is loaded, so that a page takes a ready value.

use std::collections::BTreeMap;

use tera::Value;
use toml::Table;

use super::dates::DateWords;
use super::numbers::NumberWords;
use super::{FILES, Text, WORDS, embedded_text, fault};
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
    pub(super) value: Value,
    /// Those for dates.
    pub(super) dates: DateWords,
    /// Those for numbers.
    pub(super) numbers: NumberWords,
}

impl Words {
    /// Reads and merges the files; each is named by its language's tag.
    pub(super) fn load<'t>(
        files: impl Iterator<Item = (&'t str, &'t Text)>,
        language: &Lang,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let written: Vec<Written> = files.flat_map(|(name, text)| read(name, text, diagnostics)).collect();
        let mut languages = BTreeMap::new();
        let last: BTreeMap<&str, &Written> =
            written.iter().map(|words| (words.lang.as_str(), words)).collect();
        for words in last.into_values() {
            let merged = merge_chain(&chain(&words.lang, language), &written, diagnostics);
            let read = || Ok::<_, String>((DateWords::read(&merged)?, NumberWords::read(&merged)?));
            match read() {
                Ok((dates, numbers)) => {
                    let value = Value::from_serializable(&merged);
                    let language = Language { lang: words.lang.clone(), value, dates, numbers };
                    languages.insert(words.lang.to_string(), language);
                }
                Err(message) => report(diagnostics, fault::at(&words.text, 0..0, message)),
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

/// A language's file; before a site's own, the embedded one of the same language.
fn read(name: &str, text: &Text, diagnostics: &mut Vec<Diagnostic>) -> Vec<Written> {
    let Some(lang) = name.strip_suffix(".toml").and_then(|tag| tag.parse::<Lang>().ok()) else {
        let message = format!("the file of words `{name}` is not named by a language");
        let help = "name it by a language tag, such as `de.toml` or `pt-BR.toml`";
        diagnostics.push(fault::at(text, 0..0, message).help(help));
        return Vec::new();
    };
    let embedded = text.file.and_then(|_| embedded(name));
    let texts = embedded.into_iter().chain([text.clone()]);
    let read = |text: Text| {
        let table = toml::from_str::<Table>(&text.text)
            .inspect_err(|error| diagnostics.push(fault::toml(&text, error)))
            .unwrap_or_default();
        Written { lang: lang.clone(), text, table }
    };
    texts.map(read).collect()
}

fn embedded(name: &str) -> Option<Text> {
    let path = format!("{WORDS}{name}");
    FILES.iter().find(|(known, _)| *known == path).map(|(_, text)| embedded_text(text))
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

fn merge_chain(chain: &[String], written: &[Written], diagnostics: &mut Vec<Diagnostic>) -> Table {
    let mut merged = Table::new();
    let layers = chain.iter().flat_map(|tag| written.iter().filter(move |words| words.lang.as_str() == tag));
    for words in layers {
        merge(&mut merged, &words.table, &mut |key| {
            let message = format!("`{key}` is of another form in this language than in English");
            let help = "write a text, a list or a table as `en.toml` has it";
            report(diagnostics, fault::at(&words.text, 0..0, message).help(help));
        });
    }
    if let Some(tag) = chain.last() {
        merged.insert("lang".to_owned(), toml::Value::String(tag.clone()));
    }
    merged
}

/// A language's mistakes are met again in each chain that it is part of.
fn report(diagnostics: &mut Vec<Diagnostic>, diagnostic: Diagnostic) {
    if !diagnostics.contains(&diagnostic) {
        diagnostics.push(diagnostic);
    }
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
