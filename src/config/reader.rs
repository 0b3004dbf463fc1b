//! Reads single values of a TOML tree and reports what they should have been.
//!
//! Every method gives the value, or reports once and gives nothing; the caller then keeps the default. Only
//! `decode` calls it.

use std::borrow::Cow;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic};
use crate::text::{FileId, Span, Spanned};
use crate::value::word::UnknownWord;

/// A key and where it stands.
pub(super) type Key<'toml> = toml::Spanned<Cow<'toml, str>>;
/// A value and where it stands.
pub(super) type Value<'toml> = toml::Spanned<DeValue<'toml>>;

/// Where findings go, and the file they are in.
pub(super) struct Reader<'site> {
    pub(super) file: FileId,
    pub(super) diagnostics: &'site mut Vec<Diagnostic>,
}

impl Reader<'_> {
    pub(super) fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    /// Reports something at a value.
    pub(super) fn report(&mut self, code: Code, value: &Value<'_>, message: impl Into<String>) {
        let place = self.span(value.span());
        self.diagnostics.push(Diagnostic::new(code, place, message));
    }

    /// Reports a key that is none of the known ones. One that would hold a secret is reported as that alone.
    pub(super) fn unknown_key(&mut self, key: &Key<'_>, known: &[&str]) {
        if super::secret::is_secret(key.get_ref()) {
            return;
        }
        let name = key.get_ref();
        let nearest = known.iter().min_by_key(|one| strsim::levenshtein(one, name));
        let near = nearest.filter(|one| strsim::levenshtein(one, name) <= 2.max(name.len() / 4));
        let help = match near {
            Some(one) => format!("write `{one}`"),
            None => format!("use one of `{}`", known.join("`, `")),
        };
        let place = self.span(key.span());
        self.diagnostics.push(Diagnostic::new(Code::UnknownKey, place, unknown(name)).help(help));
    }

    fn wrong_type(&mut self, value: &Value<'_>, expected: &str) {
        let found = kind(value.get_ref());
        self.report(Code::WrongType, value, format!("expected {expected}, found {found}"));
    }

    /// A text that is not blank.
    pub(super) fn text(&mut self, value: &Value<'_>) -> Option<String> {
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_type(value, "a text");
            return None;
        };
        if text.trim().is_empty() {
            self.report(Code::EmptyText, value, "the text is empty");
            return None;
        }
        if text.chars().any(char::is_control) {
            self.report(Code::ControlCharacter, value, "the text has a control character");
            return None;
        }
        Some(text.clone().into_owned())
    }

    pub(super) fn spanned_text(&mut self, value: &Value<'_>) -> Option<Spanned<String>> {
        let place = self.span(value.span());
        self.text(value).map(|text| Spanned::new(text, place))
    }

    /// A text with a grammar of its own.
    pub(super) fn parse<T: FromStr<Err: Display>>(&mut self, value: &Value<'_>) -> Option<T> {
        let text = self.text(value)?;
        match text.parse() {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                self.report(Code::InvalidValue, value, format!("`{text}` is not valid: {error}"));
                None
            }
        }
    }

    /// A word of a closed list.
    pub(super) fn word<T: FromStr<Err = UnknownWord>>(&mut self, value: &Value<'_>) -> Option<T> {
        let text = self.text(value)?;
        match text.parse() {
            Ok(word) => Some(word),
            Err(error) => {
                let help = error.suggestion().map(|word| format!("write `{word}`"));
                let place = self.span(value.span());
                let message = format!("`{text}` is not known: {error}");
                self.diagnostics.push(Diagnostic::new(Code::InvalidValue, place, message).maybe_help(help));
                None
            }
        }
    }

    /// `true` or `false`.
    pub(super) fn switch(&mut self, value: &Value<'_>) -> Option<bool> {
        match value.get_ref() {
            DeValue::Boolean(on) => Some(*on),
            _ => {
                self.wrong_type(value, "true or false");
                None
            }
        }
    }

    /// A whole number in a range.
    pub(super) fn number(&mut self, value: &Value<'_>, range: RangeInclusive<u64>) -> Option<u64> {
        let DeValue::Integer(integer) = value.get_ref() else {
            self.wrong_type(value, "a whole number");
            return None;
        };
        let number = u64::from_str_radix(integer.as_str(), integer.radix()).ok();
        let fits = number.filter(|number| range.contains(number));
        if fits.is_none() {
            let message = format!("expected a number from {} to {}", range.start(), range.end());
            self.report(Code::InvalidValue, value, message);
        }
        fits
    }

    /// A list; anything else is a list of one.
    pub(super) fn list<'value, 'toml>(&self, value: &'value Value<'toml>) -> Vec<&'value Value<'toml>> {
        match value.get_ref() {
            DeValue::Array(values) => values.iter().collect(),
            _ => vec![value],
        }
    }

    pub(super) fn table<'value, 'toml>(
        &mut self,
        value: &'value Value<'toml>,
    ) -> Option<&'value DeTable<'toml>> {
        if let DeValue::Table(table) = value.get_ref() {
            return Some(table);
        }
        self.wrong_type(value, "a table");
        None
    }
}

fn unknown(name: &str) -> String {
    let shown: String = name.chars().map(|one| if one.is_control() { '\u{fffd}' } else { one }).collect();
    format!("`{shown}` is not a key of `site.toml` here")
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
