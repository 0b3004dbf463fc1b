//! Which things hold which terms, how weightily, and where.
//!
//! A term's postings are kept in groups: those of one kind of thing and one weight. Things must come in ascending
//! order within a kind, so that a group is written as it grows: as distances, in the format that the manual gives
//! (`search.md`, "The index").

use std::collections::HashMap;

use super::fold;
use super::kinds::{Kind, Weight};

/// A term's number.
pub(super) type TermId = u32;

/// The terms of all texts and their postings.
#[derive(Default)]
pub(super) struct Postings {
    terms: Vec<Term>,
    by_text: HashMap<String, TermId, ahash::RandomState>,
    /// The terms of each word that was met, by its spelling: a range of `of_words`.
    words: HashMap<Box<str>, (u32, u32), ahash::RandomState>,
    of_words: Vec<TermId>,
}

/// A term.
pub(super) struct Term {
    pub(super) text: String,
    groups: Vec<Group>,
}

/// The postings of one term, kind and weight.
struct Group {
    key: u8,
    count: u32,
    last: u32,
    distances: Vec<u8>,
    positions: Vec<u8>,
}

impl Postings {
    /// The terms of a word.
    pub(super) fn word(&mut self, word: &str) -> &[TermId] {
        let (start, end) = match self.words.get(word) {
            Some(range) => *range,
            None => self.new_word(word),
        };
        &self.of_words[start as usize..end as usize]
    }

    fn new_word(&mut self, word: &str) -> (u32, u32) {
        let start = count(self.of_words.len());
        for term in fold::terms(word) {
            let id = self.term(&term);
            self.of_words.push(id);
        }
        let range = (start, count(self.of_words.len()));
        self.words.insert(word.into(), range);
        range
    }

    /// A term by its text.
    pub(super) fn term(&mut self, text: &str) -> TermId {
        if let Some(id) = self.by_text.get(text) {
            return *id;
        }
        let id = count(self.terms.len());
        self.terms.push(Term { text: text.to_owned(), groups: Vec::new() });
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
        push_number(&mut group.positions, position);
    }

    fn group(&mut self, term: TermId, kind: Kind, weight: Weight) -> &mut Group {
        let groups = &mut self.terms[term as usize].groups;
        let key = kind.key(weight);
        let at = groups.iter().position(|group| group.key == key).unwrap_or_else(|| {
            groups.push(Group { key, count: 0, last: 0, distances: Vec::new(), positions: Vec::new() });
            groups.len() - 1
        });
        &mut groups[at]
    }

    /// The terms, ordered by their text.
    pub(super) fn into_terms(self) -> Vec<Term> {
        let mut terms = self.terms;
        terms.sort_unstable_by(|one, other| one.text.cmp(&other.text));
        terms
    }

    /// How many terms were met.
    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }
}

impl Group {
    /// The first distance is the thing's own number; a distance of nothing is the same thing once more.
    fn push(&mut self, thing: u32) {
        push_number(&mut self.distances, thing - self.last);
        self.last = thing;
        self.count += 1;
    }

    fn write(&self, out: &mut Vec<u8>) {
        let bits = self.last as usize / 8 + 1;
        if self.positions.is_empty() && bits < self.distances.len() {
            out.push(self.key | BITS);
            push_number(out, count(bits));
            self.write_bits(out);
        } else {
            out.push(self.key);
            push_number(out, self.count);
            out.extend_from_slice(&self.distances);
            out.extend_from_slice(&self.positions);
        }
    }

    /// A bit a thing, the first in the lowest bit of the first byte.
    fn write_bits(&self, out: &mut Vec<u8>) {
        let start = out.len();
        out.resize(start + self.last as usize / 8 + 1, 0);
        let mut thing = 0;
        let mut distance = 0;
        let mut shift = 0;
        for byte in &self.distances {
            distance |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                thing += distance;
                out[start + thing / 8] |= 1 << (thing % 8);
                (distance, shift) = (0, 0);
            }
        }
    }
}

/// Marks a group's key where its things stand as bits.
const BITS: u8 = 0x80;

impl Term {
    /// Text and postings, each after its length in bytes.
    pub(super) fn write(&mut self, out: &mut Vec<u8>) {
        self.groups.sort_unstable_by_key(|group| std::cmp::Reverse(group.key));
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

/// Seven bits a byte, the lowest first; the top bit says that more follow.
fn push_number(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// A site that holds more of anything than this counts cannot be held in memory.
pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
