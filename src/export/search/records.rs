//! What a result shows: a record a thing.
//!
//! The fields stand in the order that the manual gives (`search.md`, "The index"). What parts them are control
//! characters, which no text of a site holds; a word that is frequent is written as two of its own characters.
//! Claims are held together by their brief, whose address they share.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::Material;
use super::fold;
use super::order::Things;
use super::postings::{count, number};
use crate::site::{Actor, Claim, Content, Id};
use crate::value::date::Edtf;

/// What stands behind a record, before each claim of a brief, behind a field, and behind a name in a list of names.
const RECORD: char = '\u{1d}';
const CLAIM: char = '\u{1e}';
const FIELD: char = '\u{1f}';
const NAME: char = '\u{1c}';

/// The records of one kind, in the order of numbers.
pub(super) struct Records<'w> {
    words: &'w FrequentWords,
    /// All of them, each followed by [`RECORD`].
    pub(super) text: String,
    pub(super) entries: Vec<Entry>,
}

/// One record.
pub(super) struct Entry {
    /// How many bytes it takes in [`Records::text`].
    pub(super) length: usize,
    /// How many things it is of.
    pub(super) things: u32,
}

/// The words that are written as two characters.
pub(super) struct FrequentWords {
    codes: HashMap<u128, [char; 2], ahash::RandomState>,
}

impl FrequentWords {
    /// How many there can be: the first of the two characters is one of four, the second one of ASCII's 95.
    pub(super) const MOST: usize = 4 * 95;

    pub(super) fn new(words: &[String]) -> Self {
        let firsts = '\u{1}'..='\u{4}';
        let codes = firsts.flat_map(|first| (' '..='~').map(move |second| [first, second]));
        let numbers = words.iter().map(|word| number(word).unwrap_or_default());
        Self { codes: numbers.zip(codes).collect() }
    }

    fn code(&self, word: &str) -> Option<&[char; 2]> {
        self.codes.get(&number(word)?)
    }
}

impl<'w> Records<'w> {
    fn new(words: &'w FrequentWords) -> Self {
        Self { words, text: String::new(), entries: Vec::new() }
    }

    /// Appends a field. A frequent word and the space before it are written as its two characters.
    fn field(&mut self, text: &str) {
        let mut rest = 0;
        for (start, word) in fold::word_indices(text) {
            if !text[rest..start].ends_with(' ') {
                continue;
            }
            if let Some(code) = self.words.code(word) {
                self.text.push_str(&text[rest..start - 1]);
                self.text.extend(code);
                rest = start + word.len();
            }
        }
        self.text.push_str(&text[rest..]);
        self.text.push(FIELD);
    }

    /// Appends a field that is no text.
    fn value(&mut self, value: Option<impl std::fmt::Display>) {
        if let Some(value) = value {
            let _never_fails = write!(self.text, "{value}");
        }
        self.text.push(FIELD);
    }

    /// Appends the names of actors, each followed by [`NAME`]; that of a protected one is empty.
    fn names(&mut self, material: Material<'_>, actors: &[Id<Actor>]) {
        let mut names = String::new();
        for actor in actors {
            names.push_str(material.site.actors[*actor].name.as_deref().unwrap_or_default());
            names.push(NAME);
        }
        self.field(&names);
    }

    /// Ends a record that began at a place, and is of so many things.
    fn end(&mut self, start: usize, things: u32) {
        self.text.truncate(self.text.trim_end_matches(FIELD).len());
        self.text.push(RECORD);
        self.entries.push(Entry { length: self.text.len() - start, things });
    }

    pub(super) fn actors(material: Material<'_>, things: &Things, words: &'w FrequentWords) -> Self {
        let mut records = Self::new(words);
        for actor in things.actors.iter().map(|id| &material.site.actors[*id]) {
            let start = records.text.len();
            records.value(Some(&actor.id));
            records.field(actor.name.as_deref().unwrap_or_default());
            records.value(Some(&actor.kind));
            records.value(Some(actor.claims.len()));
            records.end(start, 1);
        }
        records
    }

    pub(super) fn events(material: Material<'_>, things: &Things, words: &'w FrequentWords) -> Self {
        let mut records = Self::new(words);
        for event in things.events.iter().map(|id| &material.site.events[*id]) {
            let start = records.text.len();
            records.value(Some(&event.id));
            records.field(&event.name);
            records.value(event.date.as_ref().map(Edtf::as_str));
            records.value(Some(event.claims.len()));
            records.end(start, 1);
        }
        records
    }

    pub(super) fn briefs(material: Material<'_>, things: &Things, words: &'w FrequentWords) -> Self {
        let mut records = Self::new(words);
        for brief in things.briefs.iter().map(|id| &material.site.briefs[*id]) {
            let start = records.text.len();
            records.value(Some(&brief.slug));
            records.field(&brief.title);
            records.value(Some(brief.date));
            records.value(Some(&brief.lang));
            records.value(Some(brief.claims.len()));
            records.end(start, 1);
        }
        records
    }

    pub(super) fn claims(material: Material<'_>, things: &Things, words: &'w FrequentWords) -> Self {
        let mut records = Self::new(words);
        let briefs = things.briefs.iter().map(|id| &material.site.briefs[*id]);
        for brief in briefs.filter(|brief| !brief.claims.is_empty()) {
            let start = records.text.len();
            records.value(Some(&brief.slug));
            records.value(Some(&brief.lang));
            for claim in &brief.claims {
                records.text.truncate(records.text.trim_end_matches(FIELD).len());
                records.text.push(CLAIM);
                records.claim(material, *claim);
            }
            records.end(start, count(brief.claims.len()));
        }
        records
    }

    fn claim(&mut self, material: Material<'_>, id: Id<Claim>) {
        let claim = &material.site.claims[id];
        self.value(Some(&claim.id));
        self.value(claim.stated_date());
        let answers = material.method.answers(id);
        self.value(answers.map(|answers| answers.state));
        self.value(answers.map(|answers| answers.backing));
        self.value(answers.map(|answers| answers.reception));
        self.names(material, &claim.by);
        self.field(claim.content.sentence().unwrap_or_default());
        if let Content::Does { act, to, .. } = &claim.content {
            self.value(Some(act));
            self.names(material, to);
        }
    }

    pub(super) fn sources(material: Material<'_>, things: &Things, words: &'w FrequentWords) -> Self {
        let mut records = Self::new(words);
        for source in things.sources.iter().map(|id| &material.site.sources[*id]) {
            let start = records.text.len();
            records.value(Some(&source.id));
            records.field(&source.title);
            records.value(source.date.as_ref().map(Edtf::as_str));
            records.value(source.lang.as_ref());
            records.value(Some(source.claims.len()));
            records.end(start, 1);
        }
        records
    }

    pub(super) fn pages(material: Material<'_>, things: &Things, words: &'w FrequentWords) -> Self {
        let mut records = Self::new(words);
        for page in things.pages.iter().map(|id| &material.site.pages[*id]) {
            let start = records.text.len();
            records.value(Some(&page.path));
            records.field(&page.title);
            records.field(page.summary.as_deref().unwrap_or_default());
            records.value(Some(page.prose.lang.as_ref().unwrap_or(&material.config.language)));
            records.end(start, 1);
        }
        records
    }
}
