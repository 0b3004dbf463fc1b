//! From a text to the terms by which it is found.
//!
//! The rules stand in the manual (`search.md`, "Folding") and nowhere else; here and in `themes/default/static/search.js`
//! they are written out once each, and `tests/search/folding.json` holds both to the same cases. A text is cut into
//! *words*, each word into *terms*; a word's terms depend on that word alone, so that each is folded once.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use unicode_normalization::UnicodeNormalization as _;

/// The most characters of a term.
const LONGEST: usize = 40;

/// What a word is made of, apostrophes inside it aside.
const LETTERS: GeneralCategoryGroup = GeneralCategoryGroup::Letter
    .union(GeneralCategoryGroup::Mark)
    .union(GeneralCategoryGroup::Number)
    .union(GeneralCategoryGroup::Format);

/// What French drops its vowel of before an apostrophe.
const ELIDED: [&str; 13] =
    ["c", "d", "j", "jusqu", "l", "lorsqu", "m", "n", "puisqu", "qu", "quoiqu", "s", "t"];

/// The words of a text, in order.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    word_indices(text).map(|(_, word)| word)
}

/// The words of a text and where they begin, in order.
pub fn word_indices(text: &str) -> impl Iterator<Item = (usize, &str)> {
    Words { text, at: 0 }
}

struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Words<'t> {
    type Item = (usize, &'t str);

    #[inline]
    fn next(&mut self) -> Option<(usize, &'t str)> {
        let start = gap(self.text, self.at);
        let mut end = letters(self.text, start);
        loop {
            let apostrophe = apostrophe(&self.text.as_bytes()[end..]);
            let behind = letters(self.text, end + apostrophe);
            if apostrophe == 0 || behind == end + apostrophe {
                break;
            }
            end = behind;
        }
        self.at = end;
        (start < end).then(|| (start, &self.text[start..end]))
    }
}

/// Where the letters from a place on end.
#[inline]
fn letters(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        match bytes.get(at) {
            Some(byte) if byte.is_ascii_alphanumeric() => at += 1,
            Some(0x80..) => match letter(text, at) {
                (length, true) => at += length,
                (_, false) => return at,
            },
            _ => return at,
        }
    }
}

/// Where the next letter is, from a place on; the end if there is none.
#[inline]
fn gap(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        match bytes.get(at) {
            Some(byte) if byte.is_ascii_alphanumeric() => return at,
            Some(0x80..) => match letter(text, at) {
                (length, false) => at += length,
                (_, true) => return at,
            },
            Some(_) => at += 1,
            None => return at,
        }
    }
}

/// How many bytes the character at a place takes, and whether it is one of a word.
fn letter(text: &str, at: usize) -> (usize, bool) {
    text[at..].chars().next().map_or((1, false), |character| (character.len_utf8(), is_letter(character)))
}

fn is_letter(character: char) -> bool {
    if character.is_ascii() {
        character.is_ascii_alphanumeric()
    } else {
        LETTERS.contains(CodePointMapData::<GeneralCategory>::new().get(character))
    }
}

/// How many bytes an apostrophe at the beginning takes, of either shape.
#[inline]
fn apostrophe(bytes: &[u8]) -> usize {
    match bytes {
        [b'\'', ..] => 1,
        [0xe2, 0x80, 0x99, ..] => 3,
        _ => 0,
    }
}

/// The terms of a word, in order.
#[must_use]
pub fn terms(word: &str) -> Vec<String> {
    let mut terms = Vec::new();
    let mut parts = word.split(['\'', '’']).peekable();
    let mut is_first = true;
    while let Some(part) = parts.next() {
        let folded = fold(part);
        let elided = parts.peek().is_some() && ELIDED.contains(&folded.as_str());
        let clipped = !is_first && matches!(folded.as_bytes(), [b'a'..=b'z']);
        if !elided && !clipped {
            push_terms(&folded, &mut terms);
        }
        is_first = false;
    }
    terms
}

/// A part of a word, folded: no capitals, accents, vowel signs, or shapes that are one letter to a reader.
fn fold(part: &str) -> String {
    if part.is_ascii() {
        return part.to_ascii_lowercase();
    }
    let compatible: String = part.nfkc().collect();
    let mut plain = String::with_capacity(part.len());
    for character in compatible.to_lowercase().nfd() {
        push_plain(character, &mut plain);
    }
    plain.nfc().collect()
}

fn push_plain(character: char, plain: &mut String) {
    match character {
        // Accents; the marks above and below Arabic letters (vowels, doubling, hamza, signs of recitation) and tatweel;
        // what chooses between shapes of a character.
        '\u{300}'..='\u{36f}'
        | '\u{610}'..='\u{61a}'
        | '\u{640}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{6d6}'..='\u{6dc}'
        | '\u{6df}'..='\u{6e4}'
        | '\u{6e7}'
        | '\u{6e8}'
        | '\u{6ea}'..='\u{6ed}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0100}'..='\u{e01ef}' => {}
        'ß' => plain.push_str("ss"),
        'æ' => plain.push_str("ae"),
        'œ' => plain.push_str("oe"),
        'þ' => plain.push_str("th"),
        'ø' | 'ɔ' => plain.push('o'),
        'đ' | 'ð' | 'ɗ' => plain.push('d'),
        'ɓ' => plain.push('b'),
        'ɛ' => plain.push('e'),
        'ħ' => plain.push('h'),
        'ı' => plain.push('i'),
        'ƙ' => plain.push('k'),
        'ł' => plain.push('l'),
        'ŋ' | 'ɲ' => plain.push('n'),
        'ŧ' => plain.push('t'),
        'ƴ' => plain.push('y'),
        'ς' => plain.push('σ'),
        'ٱ' => plain.push('ا'),
        'ى' | 'ی' => plain.push('ي'),
        'ک' => plain.push('ك'),
        'ة' => plain.push('ه'),
        '٠'..='٩' => plain.push(digit(character, '٠')),
        '۰'..='۹' => plain.push(digit(character, '۰')),
        format if is_format(format) => {}
        other => plain.push(other),
    }
}

fn digit(character: char, zero: char) -> char {
    char::from_digit(u32::from(character) - u32::from(zero), 10).unwrap_or(character)
}

fn is_format(character: char) -> bool {
    !character.is_ascii()
        && CodePointMapData::<GeneralCategory>::new().get(character) == GeneralCategory::Format
}

/// What folding leaves is cut once more, since it may have made a bracket or a fraction's bar of one character.
fn push_terms(folded: &str, terms: &mut Vec<String>) {
    if folded.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return push_term(folded, terms);
    }
    for piece in folded.split(|character| !is_letter(character)) {
        let mut rest = without_article(piece);
        while let Some(first) = rest.chars().next() {
            let dense = is_dense(first);
            let end = rest.find(|character| is_dense(character) != dense).unwrap_or(rest.len());
            if dense {
                push_pairs(&rest[..end], terms);
            } else {
                push_term(&rest[..end], terms);
            }
            rest = &rest[end..];
        }
    }
}

fn push_term(term: &str, terms: &mut Vec<String>) {
    let end = term.char_indices().nth(LONGEST).map_or(term.len(), |(at, _)| at);
    if end > 0 {
        terms.push(term[..end].to_owned());
    }
}

/// Each two neighbours; a single character stands for itself.
fn push_pairs(run: &str, terms: &mut Vec<String>) {
    let mut characters = run.char_indices().map(|(at, character)| (at, at + character.len_utf8())).peekable();
    let mut alone = true;
    while let Some((start, end)) = characters.next() {
        match characters.peek() {
            Some((_, next)) => terms.push(run[start..*next].to_owned()),
            None if alone => terms.push(run[start..end].to_owned()),
            None => {}
        }
        alone = false;
    }
}

/// Whether a character is of a script without spaces between words: Chinese, Japanese, and Korean, whose endings
/// are written onto the word.
const fn is_dense(character: char) -> bool {
    matches!(character,
        '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{323af}')
}

/// An Arabic word without its article, alone or behind the particles that are written onto it; as often as one is
/// found, so that folding a term again changes nothing.
fn without_article(piece: &str) -> &str {
    let mut rest = piece;
    while let Some(shorter) = article(rest) {
        rest = shorter;
    }
    rest
}

fn article(piece: &str) -> Option<&str> {
    let joined = piece.strip_prefix(['و', 'ف']).unwrap_or(piece);
    let word = joined
        .strip_prefix("لل")
        .or_else(|| joined.strip_prefix(['ب', 'ك']).unwrap_or(joined).strip_prefix("ال"))?;
    word.chars().nth(1).map(|_| word)
}
