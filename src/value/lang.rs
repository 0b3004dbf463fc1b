//! Languages: a well-formed BCP 47 tag in canonical form, and the direction it is written in.
//!
//! The package `icu_locale_core` knows the grammar; whether a subtag is registered is not asked, so that a language
//! younger than this program can be named. `brief` and `config` read them, pages carry them as `lang` and `dir`.

use std::fmt;
use std::str::FromStr;

use icu_locale_core::Locale;
use serde::Serialize;
use strum::{Display, IntoStaticStr};

/// A language tag in canonical form: `fr`, `ar`, `pt-BR`, `uz-Arab-AF`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Lang {
    text: String,
    #[serde(skip)]
    direction: Direction,
}

/// The direction a language is written in, in HTML's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Display, IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

impl Lang {
    /// The whole tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its first subtag: `pt` of `pt-BR`.
    #[must_use]
    pub fn language(&self) -> &str {
        self.text.split('-').next().unwrap_or(&self.text)
    }

    /// Its direction: that of its script if it names one, else that of the language's usual script.
    #[must_use]
    pub const fn direction(&self) -> Direction {
        self.direction
    }
}

/// Not a language tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LangError;

impl fmt::Display for LangError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected a language tag (BCP 47) such as `en`, `fr`, `ar` or `pt-BR`")
    }
}

impl std::error::Error for LangError {}

impl FromStr for Lang {
    type Err = LangError;

    fn from_str(text: &str) -> Result<Self, LangError> {
        let locale = Locale::try_from_str(text).map_err(|_| LangError)?;
        let script = locale.id.script;
        let is_rtl = match &script {
            Some(script) => RTL_SCRIPTS.contains(&script.as_str()),
            None => RTL_LANGUAGES.contains(&locale.id.language.as_str()),
        };
        let direction = if is_rtl { Direction::Rtl } else { Direction::Ltr };
        Ok(Self { text: locale.to_string(), direction })
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// The scripts in living or learned use that run from right to left (Unicode, `PropertyValueAliases` and
/// `Bidi_Class` R or AL of their letters).
const RTL_SCRIPTS: [&str; 14] = [
    "Adlm", "Arab", "Aran", "Armi", "Hebr", "Mand", "Mend", "Nkoo", "Phnx", "Rohg", "Samr", "Syrc", "Thaa",
    "Yezi",
];

/// The languages whose usual script (CLDR, likely subtags) is one of these; `iw` and `ji` are old names of two.
const RTL_LANGUAGES: [&str; 42] = [
    "acm", "aeb", "ajp", "apc", "ar", "arc", "arq", "ars", "ary", "arz", "azb", "bal", "bgn", "bqi", "brh",
    "ckb", "dv", "fa", "glk", "haz", "he", "iw", "ji", "khw", "ks", "lrc", "luz", "myz", "mzn", "nqo", "pnb",
    "prs", "ps", "rhg", "sam", "sd", "sdh", "skr", "syr", "ug", "ur", "yi",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_put_into_canonical_form() {
        for (text, expected) in [("EN", "en"), ("pt-br", "pt-BR"), ("UZ-arab-af", "uz-Arab-AF"), ("bm", "bm")]
        {
            assert_eq!(text.parse::<Lang>().map(|tag| tag.to_string()).as_deref(), Ok(expected));
        }
        for text in ["", "e", "english", "en_GB", "en-", "fr fr", "-", "français"] {
            assert_eq!(text.parse::<Lang>(), Err(LangError), "{text}");
        }
    }

    #[test]
    fn the_script_decides_the_direction_then_the_language() {
        let direction = |text: &str| text.parse::<Lang>().map(|tag| tag.direction());
        for text in
            ["ar", "he", "fa-IR", "ur", "ps", "yi", "dv", "syr", "ckb", "ug", "sd", "nqo", "arc", "az-Arab"]
        {
            assert_eq!(direction(text), Ok(Direction::Rtl), "{text}");
        }
        for text in ["en", "fr", "ar-Latn", "az", "zh-Hant", "ff", "bm"] {
            assert_eq!(direction(text), Ok(Direction::Ltr), "{text}");
        }
        assert_eq!("pt-BR".parse::<Lang>().map(|tag| tag.language().to_owned()).as_deref(), Ok("pt"));
    }
}
