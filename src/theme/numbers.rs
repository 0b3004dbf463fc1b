//! Numbers as a language writes them: `1234.5` is "1,234.5" in English and "1 234,5" in French.
//!
//! From `[numbers]` of a language's file of words. Digits within words, such as those of a date, go through
//! [`NumberWords::digits`]. `filters` and `dates` call it.

use serde::Deserialize;
use toml::Table;

/// The digits that content is written with.
const LATIN: [char; 10] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/// How a language writes numbers.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct NumberWords {
    /// Between groups of three digits.
    group: String,
    /// Before decimals.
    decimal: String,
    /// From zero to nine.
    digits: [char; 10],
}

impl NumberWords {
    /// The words for numbers of a language.
    ///
    /// # Errors
    /// One sentence on what is missing or of the wrong form.
    pub(super) fn read(words: &Table) -> Result<Self, String> {
        let numbers = words.get("numbers").cloned().ok_or("the words for `numbers` are missing")?;
        numbers.try_into().map_err(|error: toml::de::Error| {
            format!("the words for `numbers` are not complete: {}", error.message())
        })
    }

    /// A number, given in digits with a point before decimals; any other text is given back as it is.
    pub(super) fn words(&self, number: &str) -> String {
        let (whole, decimals) =
            number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || !decimals.is_none_or(is_digits) {
            return number.to_owned();
        }
        let mut words = String::with_capacity(number.len() * 2);
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                words.push_str(&self.group);
            }
            words.push(digit);
        }
        if let Some(decimals) = decimals {
            words.push_str(&self.decimal);
            words.push_str(decimals);
        }
        self.digits(words)
    }

    /// A figure of a claim: each of its numbers as the language writes it, and a dash between two. What holds a letter
    /// is given back as it is.
    pub(super) fn figure(&self, text: &str) -> String {
        if text.chars().any(char::is_alphabetic) {
            return text.to_owned();
        }
        let mut words = String::with_capacity(text.len() * 2);
        let mut rest = text;
        while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
            let end = rest[start..]
                .find(|letter: char| !letter.is_ascii_digit())
                .map_or(rest.len(), |end| start + end);
            words.push_str(match &rest[..start] {
                "-" if !words.is_empty() => "–",
                "<=" => "≤\u{a0}",
                between => between,
            });
            words.push_str(&self.words(&rest[start..end]));
            rest = &rest[end..];
        }
        words + rest
    }

    /// A text with the language's own digits.
    pub(super) fn digits(&self, text: String) -> String {
        if self.digits == LATIN {
            return text;
        }
        let own = |letter: char| {
            let place = letter.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
            place.map_or(letter, |place| self.digits[place])
        };
        text.chars().map(own).collect()
    }
}

/// A pattern with its parts, `{n}` or `{month}`, filled in. What is filled in is not looked at again.
pub(super) fn fill(pattern: &str, parts: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let part = parts.iter().find(|(name, _)| rest.starts_with(name));
        let (name, value) = part.unwrap_or(&("{", "{"));
        text.push_str(value);
        rest = &rest[name.len()..];
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_decimals_and_digits() {
        let french = NumberWords { group: "\u{202f}".to_owned(), decimal: ",".to_owned(), digits: LATIN };
        for (number, expected) in [
            ("0", "0"),
            ("203", "203"),
            ("1234", "1\u{202f}234"),
            ("1234567", "1\u{202f}234\u{202f}567"),
            ("6.15", "6,15"),
            ("500+", "500+"),
            ("~30", "~30"),
            ("", ""),
        ] {
            assert_eq!(french.words(number), expected, "{number}");
        }
        for (figure, expected) in [
            ("3958", "3\u{202f}958"),
            ("18000-20000", "18\u{202f}000–20\u{202f}000"),
            ("3845+", "3\u{202f}845+"),
            ("<=50", "≤\u{a0}50"),
            ("~1000", "~1\u{202f}000"),
            ("hundreds", "hundreds"),
            ("", ""),
        ] {
            assert_eq!(french.figure(figure), expected, "{figure}");
        }
        let eastern = NumberWords {
            group: "٬".to_owned(),
            decimal: "٫".to_owned(),
            digits: ['٠', '١', '٢', '٣', '٤', '٥', '٦', '٧', '٨', '٩'],
        };
        assert_eq!(eastern.words("1234.5"), "١٬٢٣٤٫٥");
        assert_eq!(eastern.digits("27–31".to_owned()), "٢٧–٣١");
    }

    #[test]
    fn what_is_filled_in_is_not_looked_at_again() {
        let parts = [("{min}", "{n}"), ("{n}", "3")];
        assert_eq!(fill("{min}–{n} {of} {", &parts), "{n}–3 {of} {");
    }
}
