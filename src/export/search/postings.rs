//! Which things hold which terms, how weightily, and where.
//!
//! A term's postings are kept in groups: those of one kind of thing and one weight. Things must come in ascending
//! order within a kind, so that a group grows as numbers of one or two bytes; they are written in the format that
//! the manual gives (`search.md`, "The index").

use std::cmp::Reverse;
use std::collections::HashMap;

use super::bits::Bits;
use super::fold;
use super::kinds::{Kind, Weight};

/// A term's number.
pub(super) type TermId = u32;

/// The terms of all texts and their postings.
#[derive(Default)]
pub(super) struct Postings {
    terms: Vec<Term>,
    by_text: HashMap<String, TermId, ahash::RandomState>,
    words: Words,
}

/// The words of all texts by their spelling. A word of up to 16 bytes, as almost all are, is looked up as a number.
#[derive(Default)]
struct Words {
    short: HashMap<u128, u32, ahash::RandomState>,
    long: HashMap<Box<str>, u32, ahash::RandomState>,
    list: Vec<Word>,
    /// The terms of all words, one word behind the other.
    terms: Vec<TermId>,
}

/// A word: a stretch of [`Words::terms`], and how often it was met in what results show.
#[derive(Clone, Copy)]
struct Word {
    start: u32,
    end: u32,
    times: u32,
}

/// A term.
pub(super) struct Term {
    pub(super) text: String,
    /// Of each group its key: few bytes are looked through quicker than the groups themselves.
    keys: Vec<u8>,
    groups: Vec<Group>,
}

/// The postings of one term, kind and weight.
struct Group {
    key: u8,
    count: u32,
    last: u32,
    distances: Numbers,
    positions: Numbers,
}

impl Postings {
    /// The terms of a word.
    #[inline]
    pub(super) fn word(&mut self, word: &str) -> &[TermId] {
        let place = self.place(word);
        self.words.terms(place)
    }

    /// The terms of a word in a text that results show.
    pub(super) fn shown_word(&mut self, word: &str) -> &[TermId] {
        let place = self.place(word);
        self.words.list[place as usize].times += 1;
        self.words.terms(place)
    }

    #[inline]
    fn place(&mut self, word: &str) -> u32 {
        let known = match number(word) {
            Some(number) => self.words.short.get(&number),
            None => self.words.long.get(word),
        };
        known.copied().unwrap_or_else(|| self.new_word(word))
    }

    #[cold]
    fn new_word(&mut self, word: &str) -> u32 {
        let start = count(self.words.terms.len());
        for term in fold::terms(word) {
            let id = self.term(&term);
            self.words.terms.push(id);
        }
        let place = count(self.words.list.len());
        self.words.list.push(Word { start, end: count(self.words.terms.len()), times: 0 });
        match number(word) {
            Some(number) => self.words.short.insert(number, place),
            None => self.words.long.insert(word.into(), place),
        };
        place
    }

    /// A term by its text.
    pub(super) fn term(&mut self, text: &str) -> TermId {
        if let Some(id) = self.by_text.get(text) {
            return *id;
        }
        let id = count(self.terms.len());
        self.terms.push(Term { text: text.to_owned(), keys: Vec::new(), groups: Vec::new() });
        self.by_text.insert(text.to_owned(), id);
        id
    }

    /// Notes that a thing holds a term, nothing said of where.
    pub(super) fn add(&mut self, term: TermId, kind: Kind, weight: Weight, thing: u32) {
        let group = self.group(term, kind, weight);
        if group.count == 0 || group.last != thing {
            group.push(thing);
        }
    }

    /// Notes that a thing holds a term at a place.
    pub(super) fn add_at(&mut self, term: TermId, kind: Kind, weight: Weight, thing: u32, position: u32) {
        let group = self.group(term, kind, weight);
        group.push(thing);
        group.positions.push(position);
    }

    fn group(&mut self, term: TermId, kind: Kind, weight: Weight) -> &mut Group {
        let Term { keys, groups, .. } = &mut self.terms[term as usize];
        let key = kind.key(weight);
        let at = keys.iter().position(|known| *known == key).unwrap_or_else(|| {
            keys.push(key);
            groups.push(Group::new(key));
            groups.len() - 1
        });
        &mut groups[at]
    }

    /// The words that results show most often, the most frequent first, each at least `times` times.
    pub(super) fn frequent_words(&self, most: usize, times: u32) -> Vec<String> {
        let short = self.words.short.iter().map(|(number, place)| (spelled(*number), place));
        let long = self.words.long.iter().map(|(word, place)| (word.to_string(), place));
        let listed = short.chain(long).map(|(word, place)| (self.words.list[*place as usize].times, word));
        let mut words: Vec<_> = listed.filter(|(met, _)| *met >= times).collect();
        words.sort_unstable_by(|one, other| (Reverse(one.0), &one.1).cmp(&(Reverse(other.0), &other.1)));
        words.truncate(most);
        words.into_iter().map(|(_, word)| word).collect()
    }

    /// The terms, ordered by their text as scripts order it.
    pub(super) fn into_terms(self) -> Vec<Term> {
        let mut terms = self.terms;
        terms.sort_unstable_by(|one, other| one.text.encode_utf16().cmp(other.text.encode_utf16()));
        terms
    }
}

impl Words {
    #[inline]
    fn terms(&self, place: u32) -> &[TermId] {
        let Word { start, end, .. } = self.list[place as usize];
        &self.terms[start as usize..end as usize]
    }
}

/// A word of up to 16 bytes as a number. No byte of a word is zero, so no two words are the same number.
#[inline]
pub(super) fn number(word: &str) -> Option<u128> {
    let append = |number: u128, byte: u8| number << 8 | u128::from(byte);
    (word.len() <= 16).then(|| word.bytes().fold(0, append))
}

/// The word that is this number.
fn spelled(number: u128) -> String {
    let bytes = number.to_be_bytes();
    let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[start..]).into_owned()
}

impl Group {
    const fn new(key: u8) -> Self {
        Self { key, count: 0, last: 0, distances: Numbers::new(), positions: Numbers::new() }
    }

    /// The first distance is the thing's own number; a distance of nothing is the same thing once more.
    fn push(&mut self, thing: u32) {
        self.distances.push(thing - self.last);
        self.last = thing;
        self.count += 1;
    }

    fn write(&self, out: &mut Vec<u8>) {
        if self.positions.0.is_empty() && self.count > self.last / 2 + 1 {
            let missing = self.missing();
            out.push(self.key | MISSING);
            push_number(out, self.last);
            push_number(out, count(missing.len()));
            Bits::write(out, missing.len(), missing.iter().copied());
        } else {
            out.push(self.key);
            push_number(out, self.count);
            Bits::write(out, self.count as usize, self.distances.iter());
            if !self.positions.0.is_empty() {
                Bits::write(out, self.count as usize, self.positions.iter());
            }
        }
    }

    /// The distances between the things up to the last that are not in the group.
    fn missing(&self) -> Vec<u32> {
        let mut missing = Vec::new();
        let (mut next, mut before) = (0, 0);
        let mut thing = 0;
        for distance in self.distances.iter() {
            thing += distance;
            for absent in next..thing {
                missing.push(absent - before);
                before = absent;
            }
            next = thing + 1;
        }
        missing
    }
}

/// Marks a group's key where what is written are the things that are not in it.
const MISSING: u8 = 0x80;

impl Term {
    /// Text and postings, each after its length in bytes.
    pub(super) fn write(&mut self, out: &mut Vec<u8>) {
        self.groups.sort_unstable_by_key(|group| Reverse(group.key));
        let mut groups = Vec::new();
        for group in &self.groups {
            group.write(&mut groups);
        }
        for part in [self.text.as_bytes(), &groups] {
            push_number(out, count(part.len()));
            out.extend_from_slice(part);
        }
    }
}

/// Numbers that are mostly small.
struct Numbers(Vec<u8>);

impl Numbers {
    const fn new() -> Self {
        Self(Vec::new())
    }

    #[inline]
    fn push(&mut self, number: u32) {
        push_number(&mut self.0, number);
    }

    fn iter(&self) -> impl Iterator<Item = u32> + Clone {
        let mut bytes = self.0.iter();
        std::iter::from_fn(move || {
            let (mut number, mut shift) = (0, 0);
            loop {
                let byte = bytes.next()?;
                number |= u32::from(byte & 0x7f) << shift;
                shift += 7;
                if byte & 0x80 == 0 {
                    return Some(number);
                }
            }
        })
    }
}

/// Seven bits a byte, the lowest first; the top bit says that more follow.
#[inline]
fn push_number(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// A site that holds more of anything than this counts cannot be held in memory.
pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
