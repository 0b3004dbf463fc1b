//! Ids and slugs, and how names are folded for look-ups.
//!
//! A [`Slug`] is lower-case letters, marks and digits of any script, in NFC, joined by single hyphens, at most 64
//! bytes, and neither `index` nor `feed` (manual, format.md#ids); so it is a safe file name and a safe part of
//! an address. `brief` reads ids and slugs, `site` makes those of undeclared records and looks names up.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use compact_str::{CompactString, format_compact};
use icu_casemap::CaseMapper;
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::date::Day;

/// The most bytes of an id.
pub const MOST_BYTES: usize = 64;

/// Ids that would take the place of files the program itself writes: `actors/index.html`, `actors/ID/feed.xml`.
const RESERVED: [&str; 2] = ["index", "feed"];

/// An id or slug.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Slug(CompactString);

impl Slug {
    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id of a record that nobody declared: that of [`Self::from_name`]; one that is too long is cut, and told
    /// apart from others that begin so by a fingerprint of the name.
    ///
    /// # Errors
    /// When nothing is left, or when it is reserved.
    pub fn of_undeclared(name: &str) -> Result<Self, SlugError> {
        match Self::from_name(name) {
            Err(SlugError::TooLong) => {
                let text = hyphenated(&lower_case(name));
                Self::of_allowed(&format!("{}-{}", shortened(&text), fingerprint(name)))
            }
            id => id,
        }
    }

    /// A name in NFC and lower case, each run of other characters a hyphen, none at the ends.
    ///
    /// # Errors
    /// When nothing is left, when the rest is longer than 64 bytes, or when it is reserved.
    pub fn from_name(name: &str) -> Result<Self, SlugError> {
        Self::of_allowed(&hyphenated(&lower_case(name)))
    }

    /// The slug of a file and the day its name begins with: the stem in NFC and case-folded, each run of other
    /// characters a hyphen, a leading `YYYY-MM-DD-` taken off if it is a real day.
    ///
    /// # Errors
    /// When nothing is left, when the rest is longer than 64 bytes, or when it is reserved.
    pub fn from_file_stem(stem: &str) -> Result<(Self, Option<Day>), SlugError> {
        // Folding leaves Cherokee in capitals, where Unicode folds upwards; an id has none.
        let text = hyphenated(&lower_case(&folded(stem)));
        let dated = text
            .split_at_checked(10)
            .and_then(|(day, rest)| Some((day.parse().ok()?, rest.strip_prefix('-')?)));
        match dated {
            Some((day, rest)) => Ok((Self::of_allowed(rest)?, Some(day))),
            None => Ok((Self::of_allowed(&text)?, None)),
        }
    }

    /// A letter and a number: the id of a claim that was given none, `c3`. `letter` is one of a to z.
    #[must_use]
    pub fn numbered(letter: char, number: usize) -> Self {
        Self(format_compact!("{letter}{number}"))
    }

    /// The slug that was probably meant by a text that is none.
    #[must_use]
    pub fn suggestion(written: &str) -> Option<Self> {
        Self::from_name(written).ok()
    }

    /// A slug of text whose characters and hyphens are known to be in order.
    fn of_allowed(text: &str) -> Result<Self, SlugError> {
        match text {
            "" => Err(SlugError::Empty),
            _ if text.len() > MOST_BYTES => Err(SlugError::TooLong),
            reserved if RESERVED.contains(&reserved) => Err(SlugError::Reserved),
            _ => Ok(Self(CompactString::from(text))),
        }
    }
}

impl AsRef<str> for Slug {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Why a text is no id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlugError {
    /// No letter, mark or digit.
    Empty,
    /// More than 64 bytes.
    TooLong,
    /// `index` or `feed`.
    Reserved,
    /// A capital.
    UpperCase(char),
    /// A hyphen at an end, or two in a row.
    Hyphens,
    /// A character that is no letter, mark, digit or hyphen.
    Character(char),
    /// Letters and marks that NFC writes otherwise.
    NotNormal,
}

impl fmt::Display for SlugError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("expected at least one letter or digit"),
            Self::TooLong => write!(formatter, "expected at most {MOST_BYTES} bytes"),
            Self::Reserved => {
                formatter.write_str("expected an id other than `index` and `feed`, which are reserved")
            }
            Self::UpperCase(letter) => write!(formatter, "expected lower-case letters, not `{letter}`"),
            Self::Hyphens => formatter.write_str("expected single hyphens, and none at the ends"),
            Self::Character(character) => write!(
                formatter,
                "expected lower-case letters, digits and single hyphens, not `{}`",
                character.escape_debug()
            ),
            Self::NotNormal => formatter.write_str("expected letters in their composed form (Unicode NFC)"),
        }
    }
}

impl std::error::Error for SlugError {}

impl FromStr for Slug {
    type Err = SlugError;

    fn from_str(text: &str) -> Result<Self, SlugError> {
        if let Some(wrong) = text.chars().find(|character| *character != '-' && !is_allowed(*character)) {
            return Err(if is_capital(wrong) {
                SlugError::UpperCase(wrong)
            } else {
                SlugError::Character(wrong)
            });
        }
        if text.starts_with('-') || text.ends_with('-') || text.contains("--") {
            return Err(SlugError::Hyphens);
        }
        if !is_nfc(text) {
            return Err(SlugError::NotNormal);
        }
        Self::of_allowed(text)
    }
}

/// The words that an id made from a name would have.
#[must_use]
pub fn words_of_name(name: &str) -> Vec<String> {
    hyphenated(&lower_case(name)).split('-').map(str::to_owned).collect()
}

/// A name as it is looked up: NFC and full case folding, white space at the ends dropped and inside made one space.
#[must_use]
pub fn fold_name(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    folded(&words)
}

/// Whether a character is a letter or a mark, of any script and case.
pub(super) fn is_letter_or_mark(character: char) -> bool {
    character.is_ascii_alphabetic()
        || (!character.is_ascii() && LETTERS_AND_MARKS.contains(category(character)))
}

const LETTERS_AND_MARKS: GeneralCategoryGroup =
    GeneralCategoryGroup::Letter.union(GeneralCategoryGroup::Mark);

/// Whether an id may hold a character (hyphens aside).
fn is_allowed(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_lowercase() || character.is_ascii_digit();
    }
    match category(character) {
        GeneralCategory::UppercaseLetter | GeneralCategory::TitlecaseLetter => false,
        other => LETTERS_AND_MARKS.union(GeneralCategoryGroup::DecimalNumber).contains(other),
    }
}

fn is_capital(character: char) -> bool {
    matches!(category(character), GeneralCategory::UppercaseLetter | GeneralCategory::TitlecaseLetter)
}

fn category(character: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(character)
}

/// NFC and full case folding, in NFC.
fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let normal: String = text.nfc().collect();
    CaseMapper::new().fold_string(&normal).nfc().collect()
}

/// NFC and lower case, in NFC.
fn lower_case(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let normal: String = text.nfc().collect();
    normal.to_lowercase().nfc().collect()
}

/// Each run of characters that an id may not hold becomes a hyphen, none at the ends. Marks that have lost what they
/// marked go too: the selector behind an emoji would stay as an invisible part.
fn hyphenated(text: &str) -> String {
    let runs: Vec<&str> =
        text.split(|character| !is_allowed(character)).filter(|run| !run.chars().all(is_mark)).collect();
    runs.join("-")
}

fn is_mark(character: char) -> bool {
    GeneralCategoryGroup::Mark.contains(category(character))
}

/// Hexadecimal digits of a fingerprint: enough to tell apart the few long names of a site that begin alike.
const FINGERPRINT: usize = 8;

/// The beginning of an id that is too long, cut at a hyphen, else before a letter, so that a hyphen and a
/// fingerprint still have room behind it.
fn shortened(text: &str) -> &str {
    let most = MOST_BYTES - FINGERPRINT - 1;
    let ends = text.char_indices().take_while(|(end, _)| *end <= most).filter(|(end, _)| *end > 0);
    let at_hyphen = ends.clone().filter(|(_, next)| *next == '-').last();
    let at_letter = ends.clone().filter(|(_, next)| !is_mark(*next)).last();
    let (end, _) = at_hyphen.or(at_letter).or_else(|| ends.last()).unwrap_or_default();
    &text[..end]
}

/// The first digits of the SHA-256 of a name in NFC.
fn fingerprint(name: &str) -> String {
    let normal: String = name.nfc().collect();
    let digest = Sha256::digest(normal.as_bytes());
    digest.iter().take(FINGERPRINT / 2).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Result<String, SlugError> {
        Slug::from_name(name).map(|slug| slug.to_string())
    }

    fn undeclared(name: &str) -> Result<String, SlugError> {
        Slug::of_undeclared(name).map(|slug| slug.to_string())
    }

    #[test]
    fn ids_of_any_script_are_read() {
        for text in [
            "jnim",
            "moura-2022",
            "2022",
            "مورا",
            "日本-2022",
            "ségou",
            "ᎠᎡ".to_lowercase().as_str(),
            "हिन्दी",
        ] {
            assert_eq!(text.parse::<Slug>().map(|slug| slug.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn refusals_say_why() {
        for (text, expected) in [
            ("", SlugError::Empty),
            ("JNIM", SlugError::UpperCase('J')),
            ("État", SlugError::UpperCase('É')),
            ("a_b", SlugError::Character('_')),
            ("a b", SlugError::Character(' ')),
            ("../a", SlugError::Character('.')),
            ("a\u{202e}b", SlugError::Character('\u{202e}')),
            ("-a", SlugError::Hyphens),
            ("a-", SlugError::Hyphens),
            ("a--b", SlugError::Hyphens),
            ("se\u{301}gou", SlugError::NotNormal),
            ("index", SlugError::Reserved),
            ("feed", SlugError::Reserved),
        ] {
            assert_eq!(text.parse::<Slug>(), Err(expected), "{text}");
        }
        assert!("a".repeat(64).parse::<Slug>().is_ok());
        assert_eq!("a".repeat(65).parse::<Slug>(), Err(SlugError::TooLong));
        assert_eq!("é".repeat(33).parse::<Slug>(), Err(SlugError::TooLong));
        assert_eq!(Slug::suggestion("Moura_2022").as_ref().map(Slug::as_str), Some("moura-2022"));
        assert_eq!(Slug::suggestion("Index"), None);
    }

    #[test]
    fn names_become_ids() {
        assert_eq!(named("JNIM").as_deref(), Ok("jnim"));
        assert_eq!(named("  Malian Armed Forces (FAMa) ").as_deref(), Ok("malian-armed-forces-fama"));
        assert_eq!(named("Se\u{301}gou \u{2013} l'État").as_deref(), Ok("ségou-l-état"));
        assert_eq!(named("STRASSE Straße").as_deref(), Ok("strasse-straße"), "lower case, not folded");
        assert_eq!(named("ᎠᎡ").as_deref(), Ok("\u{ab70}\u{ab71}"));
        assert_eq!(named("peace 🕊\u{fe0f} (now)").as_deref(), Ok("peace-now"));
        assert_eq!(named("🕊\u{fe0f}"), Err(SlugError::Empty));
        assert_eq!(named("?!"), Err(SlugError::Empty));
        assert_eq!(named("Feed"), Err(SlugError::Reserved));
        assert_eq!(named(&"ab ".repeat(30)), Err(SlugError::TooLong));
    }

    #[test]
    fn a_long_name_is_cut_and_told_apart() {
        assert_eq!(undeclared("JNIM").as_deref(), Ok("jnim"));
        assert_eq!(undeclared("?!"), Err(SlugError::Empty));
        let long = "Coordination of the Movements of the Azawad, Office in Nouakchott, 2019";
        let expected = "coordination-of-the-movements-of-the-azawad-office-in-66605b4b";
        assert_eq!(undeclared(long).as_deref(), Ok(expected));
        assert_ne!(undeclared(long), undeclared(&format!("{long}-2020")));
        assert_eq!(undeclared(&"a".repeat(70)).map(|id| id.len()), Ok(64));
        for name in ["é".repeat(40), "क्षि".repeat(30), "مدرسة ".repeat(20), format!("a {}", "b".repeat(80))]
        {
            let id = undeclared(&name).expect("an id");
            assert!(id.len() <= MOST_BYTES && id.parse::<Slug>().is_ok(), "{id}");
        }
    }

    #[test]
    fn file_names_become_slugs() {
        let read = |stem: &str| Slug::from_file_stem(stem).map(|(slug, day)| (slug.to_string(), day));
        let day = Day::new(2022, 4, 12);
        assert_eq!(read("2022-04-12-moura"), Ok(("moura".to_owned(), day)));
        assert_eq!(read("2022-04-12 Moura, again"), Ok(("moura-again".to_owned(), day)));
        assert_eq!(read("2022-02-30-moura"), Ok(("2022-02-30-moura".to_owned(), None)));
        assert_eq!(read("2022-04-12"), Ok(("2022-04-12".to_owned(), None)));
        assert_eq!(read("2022-04-123"), Ok(("2022-04-123".to_owned(), None)));
        assert_eq!(read("Straße"), Ok(("strasse".to_owned(), None)), "folded");
        assert_eq!(read("Ꭰ"), Ok(("\u{ab70}".to_owned(), None)));
        assert_eq!(read("日本語日本語"), Ok(("日本語日本語".to_owned(), None)));
        assert_eq!(read("---"), Err(SlugError::Empty));
        assert_eq!(read("2022-04-12-index"), Err(SlugError::Reserved));
    }

    #[test]
    fn names_are_folded_for_look_ups() {
        assert_eq!(fold_name(" Human  Rights\tWatch "), "human rights watch");
        assert_eq!(fold_name("STRASSE"), fold_name("Straße"));
        assert_eq!(fold_name("SE\u{301}GOU"), fold_name("ségou"));
        assert_eq!(fold_name("ΣΑΣ"), fold_name("σας"));
    }
}
