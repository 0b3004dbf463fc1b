//! From the tree of `site.toml` to [`Config`], one function a table.
//!
//! Each walks over what is written, not over what could be, so that an unknown key cannot be passed over. A wrong
//! value is reported and the default stays.

use std::str::FromStr as _;

use camino::Utf8Path;
use strum::VariantNames as _;
use toml::de::{DeTable, DeValue};
use unicode_normalization::UnicodeNormalization as _;

use super::reader::{Key, Reader, Value};
use super::{Config, NavEntry, publish, secret, vocabulary};
use crate::diagnostic::{Code, Diagnostic, Severity, nearest};
use crate::text::{FileId, Files, SitePath, Span, Spanned};
use crate::value::figure::Figure;
use crate::value::format::ExportFormat;
use crate::value::slug::Slug;
use crate::value::web::WebUrl;

/// Most entries of a feed or of one page of a list: more would be a heavy page for a slow line.
const MAX_ENTRIES: u64 = 1000;

/// Most days after an event on which a count may still be one that grows: a hundred years.
const MOST_DAYS: u64 = 36_500;

/// The largest number of a figure: what JSON readers still read exactly (manual, format.md#figures).
const MAX_FIGURE: u64 = 1 << 53;

/// Reads the settings. Every error of the file is reported; what is wrong has its default in the result.
#[must_use]
pub fn decode(files: &Files, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> Config {
    let mut config = Config::default();
    let text = files.text(file);
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        diagnostics.extend(errors.iter().map(|error| syntax(file, error)));
        return config;
    }
    let table = table.get_ref();
    diagnostics.extend(secret::find(files, file, table));
    root(&mut config, table, &mut Reader { file, diagnostics });
    diagnostics.extend(own_output(&config));
    if !table.contains_key("title") {
        let place = Span::new(file, 0..0);
        let missing = Diagnostic::new(Code::MissingKey, place, "the site has no `title`");
        diagnostics.push(missing.help("add `title = \"...\"`"));
    }
    config
}

/// Reads the address at which a site will be found.
///
/// # Errors
/// A plain sentence, when the text is no absolute address or has a query or fragment, to which no path can be added.
pub fn base_url(text: &str) -> Result<WebUrl, String> {
    let url: WebUrl = text.parse().map_err(|error| format!("`{text}` is not valid: {error}"))?;
    if text.contains(['?', '#']) {
        return Err("expected an address without `?` and `#`".to_owned());
    }
    Ok(url)
}

fn syntax(file: FileId, error: &toml::de::Error) -> Diagnostic {
    let message = error.message().lines().next().unwrap_or_default();
    let code = if message.starts_with("duplicate key") { Code::DuplicateKey } else { Code::TomlSyntax };
    Diagnostic::new(
        code,
        Span::new(file, error.span().unwrap_or(0..0)),
        format!("this is not TOML: {message}"),
    )
}

fn root(config: &mut Config, table: &DeTable<'_>, reader: &mut Reader<'_>) {
    const KEYS: [&str; 22] = [
        "title",
        "base_url",
        "onion",
        "language",
        "description",
        "authors",
        "license",
        "theme",
        "tlp",
        "build",
        "checks",
        "vocabulary",
        "method",
        "figures",
        "exports",
        "feeds",
        "changes",
        "robots",
        "pages",
        "nav",
        "assets",
        "publish",
    ];
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "title" => set(&mut config.title, reader.text(value)),
            "base_url" => set(&mut config.base_url, read_base_url(value, reader).map(Some)),
            "onion" => set(&mut config.onion, onion(value, reader).map(Some)),
            "language" => set(&mut config.language, reader.parse(value)),
            "description" => set(&mut config.description, reader.text(value).map(Some)),
            "authors" => config.authors = texts(value, reader),
            "license" => set(&mut config.license, reader.text(value).map(Some)),
            "theme" => set(&mut config.theme, theme(value, reader)),
            "tlp" => set(&mut config.tlp, reader.word(value)),
            "build" => build(config, value, reader),
            "checks" => checks(config, value, reader),
            "vocabulary" => vocabulary::decode(&mut config.vocabulary, value, reader),
            "method" => method(config, value, reader),
            "figures" => figures(config, value, reader),
            "exports" => exports(config, value, reader),
            "feeds" => feeds(config, value, reader),
            "changes" => changes(config, value, reader),
            "robots" => robots(config, value, reader),
            "pages" => pages(config, value, reader),
            "nav" => config.nav = nav(value, reader),
            "assets" => assets(config, value, reader),
            "publish" => config.publish = publish::decode(value, reader).into_iter().collect(),
            _ => reader.unknown_key(key, &KEYS),
        }
    }
}

/// Keeps the default where nothing could be read.
fn set<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}

fn texts(value: &Value<'_>, reader: &mut Reader<'_>) -> Vec<String> {
    reader.list(value).into_iter().filter_map(|one| reader.text(one)).collect()
}

fn read_base_url(value: &Value<'_>, reader: &mut Reader<'_>) -> Option<WebUrl> {
    let text = reader.text(value)?;
    let url = base_url(&text);
    url.map_err(|error| reader.report(Code::InvalidUrl, value, error)).ok()
}

/// The address of an onion service: `http` is enough, for Tor protects what passes through it.
fn onion(value: &Value<'_>, reader: &mut Reader<'_>) -> Option<WebUrl> {
    let url = read_base_url(value, reader)?;
    if !url.host().ends_with(".onion") {
        reader.report(Code::InvalidUrl, value, "expected an address whose host ends in `.onion`");
        return None;
    }
    Some(url)
}

/// A folder's name: one part, and not one that is never read.
fn theme(value: &Value<'_>, reader: &mut Reader<'_>) -> Option<SitePath> {
    let text = reader.text(value)?;
    let is_read = !text.starts_with(['.', '#']) && !text.ends_with('~');
    let name = SitePath::new(text).ok().filter(|name| name.depth() == 0 && is_read);
    if name.is_none() {
        reader.report(Code::InvalidValue, value, "expected the name of a folder under `themes/`");
    }
    name
}

fn build(config: &mut Config, value: &Value<'_>, reader: &mut Reader<'_>) {
    let Some(table) = reader.table(value) else { return };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "output" => set(&mut config.output, reader.text(value).map(Into::into)),
            _ => reader.unknown_key(key, &["output"]),
        }
    }
}

fn checks(config: &mut Config, value: &Value<'_>, reader: &mut Reader<'_>) {
    let Some(table) = reader.table(value) else { return };
    for (key, value) in table {
        let severity = severity(value, reader);
        let Some(code) = code(key, reader) else { continue };
        let Some(severity) = severity else { continue };
        if code.adjustable() || severity == Some(code.severity()) {
            config.checks.insert(code, severity);
        } else {
            let message = format!(
                "`{code}` is always an error: without it nothing sound could be built, or somebody could be harmed"
            );
            reader.report(Code::InvalidValue, value, message);
        }
    }
}

fn code(key: &Key<'_>, reader: &mut Reader<'_>) -> Option<Code> {
    let code = Code::from_str(key.get_ref()).ok();
    if code.is_none() {
        let help = nearest(key.get_ref()).map(|code| format!("write `{code}`"));
        let place = reader.span(key.span());
        let finding = Diagnostic::new(Code::UnknownKey, place, "there is no check of this name");
        reader.diagnostics.push(match help {
            Some(help) => finding.help(help),
            None => finding.help("run `variorum explain` for the list"),
        });
    }
    code
}

/// The outer nothing is an error, the inner one `off`.
#[expect(
    clippy::option_option,
    reason = "the map of checks holds an optional severity, and reading may fail"
)]
fn severity(value: &Value<'_>, reader: &mut Reader<'_>) -> Option<Option<Severity>> {
    match reader.text(value)?.as_str() {
        "off" => Some(None),
        word => {
            let severity = Severity::from_str(word).ok();
            if severity.is_none() {
                let message = format!("`{word}` is not known: expected `error`, `warning`, `note` or `off`");
                reader.report(Code::InvalidValue, value, message);
            }
            severity.map(Some)
        }
    }
}

fn method(config: &mut Config, value: &Value<'_>, reader: &mut Reader<'_>) {
    let Some(table) = reader.table(value) else { return };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "relays" => {
                config.relays = reader.list(value).into_iter().filter_map(|one| reader.word(one)).collect();
            }
            _ => reader.unknown_key(key, &["relays"]),
        }
    }
}

fn figures(config: &mut Config, value: &Value<'_>, reader: &mut Reader<'_>) {
    const KEYS: [&str; 6] = ["measures", "groups", "words", "about", "momentary", "rising_days"];
    let Some(table) = reader.table(value) else { return };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "measures" => measures(config, value, reader),
            "groups" => groups(config, value, reader),
            "words" => words(config, value, reader),
            "about" => about(config, value, reader),
            "momentary" => {}
            "rising_days" => set(&mut config.figures.rising_days, days(value, reader)),
            _ => reader.unknown_key(key, &KEYS),
        }
    }
    // Last, since it names measures that stand in any order beside it.
    if let Some(value) = table.get("momentary") {
        momentary(config, value, reader);
    }
}

fn measures(config: &mut Config, value: &Value<'_>, reader: &mut Reader<'_>) {
    for one in reader.list(value) {
        if let Some(name) = reader.parse::<Slug>(one) {
            config.figures.measures.insert(name.as_str().to_owned());
        }
    }
}

/// Measures that do not add up over time, beside the built-in ones.
fn momentary(config: &mut Config, value: &Value<'_>, reader: &mut Reader<'_>) {
    for one in reader.list(value) {
        let Some(name) = reader.text(one) else { continue };
        if config.figures.measures.contains(&name) {
            config.figures.momentary.insert(name);
        } else {
            let message = format!("`{name}` is not a measure of this site: add it to `measures` first");
            reader.report(Code::InvalidValue, one, message);
        }
    }
}

fn days(value: &Value<'_>, reader: &mut Reader<'_>) -> Option<u32> {
    reader.number(value, 0..=MOST_DAYS).and_then(|days| u32::try_from(days).ok())
}

fn groups(config: &mut Config, value: &Value<'_>, reader: &mut Reader<'_>) {
    let Some(table) = reader.table(value) else { return };
    for (key, value) in table {
        let side = reader.word(value);
        match Slug::from_str(key.get_ref()) {
            Ok(name) => {
                if let Some(side) = side {
                    config.figures.groups.insert(name.as_str().to_owned(), side);
                }
            }
            Err(error) => bad_key(key, &format!("the group's name is not valid: {error}"), reader),
        }
    }
}

fn words(config: &mut Config, value: &Value<'_>, reader: &mut Reader<'_>) {
    let Some(table) = reader.table(value) else { return };
    for (key, value) in table {
        let bound = reader.number(value, 0..=MAX_FIGURE);
        let word: String = key.get_ref().nfc().collect();
        if !Figure::from_str(&word).is_ok_and(|figure| figure.word().is_some()) {
            bad_key(key, "expected a word in lower case that is not `none` or `unknown`", reader);
        } else if let Some(bound) = bound {
            config.figures.scale.words.insert(word, bound);
        }
    }
}

pub(super) fn bad_key(key: &Key<'_>, message: &str, reader: &mut Reader<'_>) {
    let place = reader.span(key.span());
    reader.diagnostics.push(Diagnostic::new(Code::InvalidValue, place, message));
}

/// The digits are read as they are written, for `0.1` has no exact binary number.
fn about(config: &mut Config, value: &Value<'_>, reader: &mut Reader<'_>) {
    let digits = match value.get_ref() {
        DeValue::Float(number) => number.as_str(),
        DeValue::Integer(number) => number.as_str(),
        _ => "",
    };
    match digits.parse() {
        Ok(fraction) => config.figures.scale.about = fraction,
        Err(error) => reader.report(Code::InvalidValue, value, error.to_string()),
    }
}

/// One key a format, true or false, and `ids_from`.
fn exports(config: &mut Config, value: &Value<'_>, reader: &mut Reader<'_>) {
    let Some(table) = reader.table(value) else { return };
    for (key, value) in table {
        match (key.get_ref().as_ref(), ExportFormat::from_str(key.get_ref())) {
            ("ids_from", _) => set(&mut config.exports.ids_from, read_base_url(value, reader).map(Some)),
            (_, Ok(format)) => match reader.switch(value) {
                Some(true) => {
                    config.exports.formats.insert(format);
                    config.exports.asked.push(Spanned::new(format, reader.span(key.span())));
                }
                Some(false) => {
                    config.exports.formats.remove(&format);
                }
                None => {}
            },
            (_, Err(_)) => reader.unknown_key(key, &[ExportFormat::VARIANTS, &["ids_from"]].concat()),
        }
    }
}

fn feeds(config: &mut Config, value: &Value<'_>, reader: &mut Reader<'_>) {
    let Some(table) = reader.table(value) else { return };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "limit" => set(&mut config.feeds.limit, entries(value, reader)),
            "content" => set(&mut config.feeds.content, reader.word(value)),
            _ => reader.unknown_key(key, &["limit", "content"]),
        }
    }
}

fn changes(config: &mut Config, value: &Value<'_>, reader: &mut Reader<'_>) {
    let Some(table) = reader.table(value) else { return };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "since" => set(&mut config.changes_since, since(value, reader).map(Some)),
            _ => reader.unknown_key(key, &["since"]),
        }
    }
}

fn since(value: &Value<'_>, reader: &mut Reader<'_>) -> Option<Spanned<SitePath>> {
    let Spanned { value: text, span } = reader.spanned_text(value)?;
    match SitePath::new(text) {
        Ok(path) => Some(Spanned::new(path, span)),
        Err(error) => {
            reader.report(
                Code::InvalidValue,
                value,
                format!("expected the path of a file below the site's folder: {error}"),
            );
            None
        }
    }
}

/// A build that compared itself with what it replaces would come out differently the next time.
fn own_output(config: &Config) -> Option<Diagnostic> {
    let since = config.changes_since.as_ref()?;
    let inside = Utf8Path::new(since.value.as_str()).starts_with(&config.output);
    inside.then(|| {
        let message =
            format!("`{}` is in the folder that is built, so each build would change it", since.value);
        let help = "copy it to a place outside, and name the copy";
        Diagnostic::new(Code::InvalidValue, since.span, message).help(help)
    })
}

fn robots(config: &mut Config, value: &Value<'_>, reader: &mut Reader<'_>) {
    let Some(table) = reader.table(value) else { return };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "ai_crawlers" => set(&mut config.ai_crawlers, reader.word(value)),
            _ => reader.unknown_key(key, &["ai_crawlers"]),
        }
    }
}

fn pages(config: &mut Config, value: &Value<'_>, reader: &mut Reader<'_>) {
    let Some(table) = reader.table(value) else { return };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "per_page" => set(&mut config.per_page, entries(value, reader)),
            _ => reader.unknown_key(key, &["per_page"]),
        }
    }
}

/// A number of entries.
fn entries(value: &Value<'_>, reader: &mut Reader<'_>) -> Option<usize> {
    reader.number(value, 1..=MAX_ENTRIES).and_then(|number| usize::try_from(number).ok())
}

fn nav(value: &Value<'_>, reader: &mut Reader<'_>) -> Vec<NavEntry> {
    reader.list(value).into_iter().filter_map(|entry| nav_entry(entry, reader)).collect()
}

fn nav_entry(entry: &Value<'_>, reader: &mut Reader<'_>) -> Option<NavEntry> {
    let table = reader.table(entry)?;
    let (mut title, mut to) = (None, None);
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "title" => title = reader.text(value),
            "to" => to = reader.spanned_text(value),
            _ => reader.unknown_key(key, &["title", "to"]),
        }
    }
    for name in ["title", "to"] {
        if !table.contains_key(name) {
            reader.report(Code::MissingKey, entry, format!("the entry has no `{name}`"));
        }
    }
    Some(NavEntry { title: title?, to: to? })
}

fn assets(config: &mut Config, value: &Value<'_>, reader: &mut Reader<'_>) {
    let Some(table) = reader.table(value) else { return };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "metadata" => reviewed(config, value, reader),
            _ => reader.unknown_key(key, &["metadata"]),
        }
    }
}

fn reviewed(config: &mut Config, value: &Value<'_>, reader: &mut Reader<'_>) {
    let Some(table) = reader.table(value) else { return };
    for (key, value) in table {
        match reader.text(value).as_deref() {
            Some("reviewed") => {
                let path = key.get_ref().clone().into_owned();
                config.reviewed.push(Spanned::new(path, reader.span(key.span())));
            }
            Some(_) => reader.report(Code::InvalidValue, value, "expected `reviewed`"),
            None => {}
        }
    }
}
