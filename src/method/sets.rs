//! Sets of numbers that share what they have in common.
//!
//! The origins of a claim are those of the claims that it repeats, and these again; written out, a chain that gains
//! an origin at every step would be quadratic. Here a set is a short list of chunks of 4,096 numbers, a chunk is
//! its words that are not zero, and a union copies only what differs from the sets it unites: never a whole set
//! that is there already. Sets are never changed. All lists lie one behind the other in two arenas, so that a union
//! allocates nothing of its own and many can be forgotten at once. `origins` and `answers` make them.

use std::ops::Range;

use rustc_hash::FxHashMap;

/// Names one set of [`Sets`]. Equal sets may have different ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct SetId(u32);

/// How many numbers a set holds: an odd number counts apart, and only if the even one before it is not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// Even numbers.
    pub(super) even: u32,
    /// Odd numbers without the even one before them.
    pub(super) only_odd: u32,
}

/// The number of a chunk among all numbers, and where it stands in `Sets::chunks`.
pub(super) type Entry = (u32, u32);
/// The place of a word in its chunk, and the word; never zero.
pub(super) type Word = (u8, u64);

/// All sets.
#[derive(Clone, Debug)]
pub(super) struct Sets {
    sets: Vec<Set>,
    /// Of all sets; ordered within each.
    entries: Vec<Entry>,
    chunks: Vec<Chunk>,
    /// Of all chunks; ordered within each.
    words: Vec<Word>,
    singles: FxHashMap<u32, SetId>,
    /// The numbers of the singles, in the order in which they were made.
    single_numbers: Vec<u32>,
    /// What a union is made of; empty between unions, and kept for its memory.
    parts: Vec<Entry>,
}

/// How many sets there were.
#[derive(Debug)]
pub(super) struct Mark {
    sets: usize,
    entries: usize,
    chunks: usize,
    words: usize,
    singles: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Set {
    /// Where its entries begin and end in `Sets::entries`.
    start: usize,
    end: usize,
    len: u32,
    count: Count,
}

#[derive(Clone, Copy, Debug)]
struct Chunk {
    /// Where its words begin and end in `Sets::words`.
    start: usize,
    end: usize,
    len: u32,
    count: Count,
}

const WORD: u32 = 64;
pub(super) const WORDS: u32 = 64;
const EVEN: u64 = 0x5555_5555_5555_5555;

impl Sets {
    /// The set of nothing.
    pub(super) const EMPTY: SetId = SetId(0);

    /// No sets but the empty one.
    pub(super) fn new() -> Self {
        Self {
            sets: vec![Set::default()],
            entries: Vec::new(),
            chunks: Vec::new(),
            words: Vec::new(),
            singles: FxHashMap::default(),
            single_numbers: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// The set of one number.
    pub(super) fn single(&mut self, number: u32) -> SetId {
        if let Some(known) = self.singles.get(&number) {
            return *known;
        }
        let place = u8::try_from(number / WORD % WORDS).unwrap_or(u8::MAX);
        self.words.push((place, 1 << (number % WORD)));
        let chunk = self.chunk(self.words.len() - 1);
        let chunk = self.add_chunk(chunk);
        self.entries.push((number / WORD / WORDS, chunk));
        let set = self.add_set(self.entries.len() - 1);
        self.singles.insert(number, set);
        self.single_numbers.push(number);
        set
    }

    /// The union of sets; one of them, if that holds the others.
    pub(super) fn union(&mut self, of: &[SetId]) -> SetId {
        match of {
            [] => return Self::EMPTY,
            [only] => return *only,
            [one, other] if one == other || *other == Self::EMPTY => return *one,
            [one, other] if *one == Self::EMPTY => return *other,
            _ => {}
        }
        let start = self.entries.len();
        match of {
            [one, other] => self.merge_entries(self.entries_at(*one), self.entries_at(*other)),
            _ => self.gather_entries(of),
        }
        let len: u32 = self.entries[start..].iter().map(|(_, chunk)| self.chunks[*chunk as usize].len).sum();
        match of.iter().find(|set| self.sets[set.0 as usize].len == len) {
            Some(whole) => {
                self.entries.truncate(start);
                *whole
            }
            None => self.add_set(start),
        }
    }

    /// Appends the union of two sets' entries.
    fn merge_entries(&mut self, mut one: Range<usize>, mut other: Range<usize>) {
        while !one.is_empty() && !other.is_empty() {
            let (a, b) = (self.entries[one.start], self.entries[other.start]);
            let entry = match a.0.cmp(&b.0) {
                std::cmp::Ordering::Less => a,
                std::cmp::Ordering::Equal if a == b => a,
                std::cmp::Ordering::Equal => (a.0, self.union_of_chunks(&[a, b])),
                std::cmp::Ordering::Greater => b,
            };
            one.start += usize::from(a.0 <= b.0);
            other.start += usize::from(b.0 <= a.0);
            self.entries.push(entry);
        }
        self.entries.extend_from_within(one);
        self.entries.extend_from_within(other);
    }

    /// Appends the union of many sets' entries.
    fn gather_entries(&mut self, of: &[SetId]) {
        let mut parts = std::mem::take(&mut self.parts);
        parts.extend(of.iter().flat_map(|set| self.entries_of(*set)));
        parts.sort_unstable();
        parts.dedup();
        for same in parts.chunk_by(|a, b| a.0 == b.0) {
            let chunk = self.union_of_chunks(same);
            self.entries.push((same[0].0, chunk));
        }
        parts.clear();
        self.parts = parts;
    }

    /// What there is now, to come back to.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            sets: self.sets.len(),
            entries: self.entries.len(),
            chunks: self.chunks.len(),
            words: self.words.len(),
            singles: self.single_numbers.len(),
        }
    }

    /// Forgets all sets since a mark.
    pub(super) fn forget(&mut self, mark: &Mark) {
        for number in self.single_numbers.drain(mark.singles..) {
            self.singles.remove(&number);
        }
        self.sets.truncate(mark.sets);
        self.entries.truncate(mark.entries);
        self.chunks.truncate(mark.chunks);
        self.words.truncate(mark.words);
    }

    /// The union of chunks of one number; one of them, if that holds the others.
    fn union_of_chunks(&mut self, parts: &[Entry]) -> u32 {
        let start = self.words.len();
        match parts {
            [(_, only)] => return *only,
            [(_, one), (_, other)] => self.merge(self.words_at(*one), self.words_at(*other)),
            _ => self.gather(parts),
        }
        let chunk = self.chunk(start);
        match parts.iter().find(|(_, part)| self.chunks[*part as usize].len == chunk.len) {
            Some((_, whole)) => {
                self.words.truncate(start);
                *whole
            }
            None => self.add_chunk(chunk),
        }
    }

    /// Appends the union of two chunks' words.
    fn merge(&mut self, mut one: Range<usize>, mut other: Range<usize>) {
        while !one.is_empty() && !other.is_empty() {
            let (a, b) = (self.words[one.start], self.words[other.start]);
            let word = match a.0.cmp(&b.0) {
                std::cmp::Ordering::Less => a,
                std::cmp::Ordering::Equal => (a.0, a.1 | b.1),
                std::cmp::Ordering::Greater => b,
            };
            one.start += usize::from(a.0 <= b.0);
            other.start += usize::from(b.0 <= a.0);
            self.words.push(word);
        }
        self.words.extend_from_within(one);
        self.words.extend_from_within(other);
    }

    /// Appends the union of many chunks' words.
    fn gather(&mut self, parts: &[Entry]) {
        let mut united = [0_u64; WORDS as usize];
        for (place, word) in parts.iter().flat_map(|(_, chunk)| self.words(*chunk)) {
            united[usize::from(*place)] |= word;
        }
        self.words.extend((0_u8..).zip(united).filter(|(_, word)| *word != 0));
    }

    /// The chunk of the last words, from `start`.
    fn chunk(&self, start: usize) -> Chunk {
        let mut chunk = Chunk { start, end: self.words.len(), len: 0, count: Count::default() };
        for (_, word) in &self.words[start..] {
            chunk.count.add(Count::of(*word));
            chunk.len += word.count_ones();
        }
        chunk
    }

    fn add_chunk(&mut self, chunk: Chunk) -> u32 {
        self.chunks.push(chunk);
        number(self.chunks.len() - 1)
    }

    /// Adds the set of the last entries, from `start`.
    fn add_set(&mut self, start: usize) -> SetId {
        let mut set = Set { start, end: self.entries.len(), ..Set::default() };
        for (_, chunk) in &self.entries[start..] {
            let chunk = &self.chunks[*chunk as usize];
            set.len += chunk.len;
            set.count.add(chunk.count);
        }
        self.sets.push(set);
        SetId(number(self.sets.len() - 1))
    }

    fn entries_at(&self, set: SetId) -> Range<usize> {
        let Set { start, end, .. } = self.sets[set.0 as usize];
        start..end
    }

    pub(super) fn entries_of(&self, set: SetId) -> &[Entry] {
        &self.entries[self.entries_at(set)]
    }

    fn words_at(&self, chunk: u32) -> Range<usize> {
        let Chunk { start, end, .. } = self.chunks[chunk as usize];
        start..end
    }

    pub(super) fn words(&self, chunk: u32) -> &[Word] {
        &self.words[self.words_at(chunk)]
    }

    /// How many numbers a set holds.
    pub(super) fn count(&self, set: SetId) -> Count {
        self.sets[set.0 as usize].count
    }

    /// Whether a number is in a set.
    pub(super) fn contains(&self, set: SetId, number: u32) -> bool {
        let chunks = self.entries_of(set);
        let Ok(place) = chunks.binary_search_by_key(&(number / WORD / WORDS), |(number, _)| *number) else {
            return false;
        };
        let words = self.words(chunks[place].1);
        let word = words.binary_search_by_key(&(number / WORD % WORDS), |(place, _)| u32::from(*place));
        word.is_ok_and(|place| words[place].1 & 1 << (number % WORD) != 0)
    }

    /// The numbers of a set, in order.
    pub(super) fn numbers(&self, set: SetId) -> impl Iterator<Item = u32> {
        self.entries_of(set).iter().flat_map(|(chunk_number, chunk)| {
            self.words(*chunk).iter().flat_map(move |(place, word)| {
                let first = (chunk_number * WORDS + u32::from(*place)) * WORD;
                ones(*word).map(move |bit| first + bit)
            })
        })
    }

    /// The numbers of one set that are not in another. What the two share is passed over.
    pub(super) fn difference(&self, of: SetId, without: SetId) -> impl Iterator<Item = u32> {
        let others = self.entries_of(without);
        self.entries_of(of).iter().flat_map(move |(number, chunk)| {
            let place = others.binary_search_by_key(number, |(number, _)| *number);
            let other = place.ok().map(|place| others[place].1);
            let words = if other == Some(*chunk) { &[] } else { self.words(*chunk) };
            let other = other.map_or(&[][..], |other| self.words(other));
            words.iter().flat_map(move |(place, word)| {
                let first = (number * WORDS + u32::from(*place)) * WORD;
                let shared =
                    other.binary_search_by_key(place, |(place, _)| *place).map_or(0, |at| other[at].1);
                ones(word & !shared).map(move |bit| first + bit)
            })
        })
    }
}

impl Count {
    pub(super) fn of(word: u64) -> Self {
        let even = word & EVEN;
        Self { even: even.count_ones(), only_odd: ((word >> 1) & EVEN & !even).count_ones() }
    }

    fn add(&mut self, other: Self) {
        self.even += other.even;
        self.only_odd += other.only_odd;
    }
}

/// A word's pairs of which at least one number is there, each as its even number.
pub(super) const fn pairs(word: u64) -> u64 {
    (word | word >> 1) & EVEN
}

/// The places of the bits that are set.
fn ones(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = word.trailing_zeros();
        (bit < WORD).then(|| {
            word &= word - 1;
            bit
        })
    })
}

/// Sets and chunks are fewer than claims, sources and unions of them, which are numbered by `u32` themselves.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::method::cover::Cover;

    #[test]
    fn a_union_is_one_of_its_parts_if_that_holds_the_others() {
        let mut sets = Sets::new();
        let (a, b) = (sets.single(3), sets.single(70_000));
        let both = sets.union(&[a, b]);
        assert_eq!(sets.union(&[both, a, Sets::EMPTY]), both);
        assert_eq!(sets.union(&[a, Sets::EMPTY, a]), a);
        assert_eq!(sets.union(&[]), Sets::EMPTY);
        assert_eq!(sets.single(3), a);
    }

    #[test]
    fn a_chain_that_grows_at_every_step_stays_small() {
        let mut sets = Sets::new();
        let mut chain = Sets::EMPTY;
        for number in 0..20_000 {
            let single = sets.single(2 * number);
            chain = sets.union(&[chain, single]);
        }
        let (words, entries) = (sets.words.len(), sets.entries.len());
        assert_eq!(sets.count(chain), Count { even: 20_000, only_odd: 0 });
        assert!(
            words + entries < 20_000 * 60,
            "{words} words and {entries} entries, not 20,000 times 10,000"
        );
    }

    fn same(sets: &Sets, one: SetId, other: SetId) -> bool {
        sets.numbers(one).eq(sets.numbers(other))
    }

    proptest! {
        #[test]
        fn unions_are_those_of_the_library(
            parts in prop::collection::vec(prop::collection::vec(prop_oneof![0_u32..300, 0_u32..30_000], 0..40), 1..8)
        ) {
            let mut sets = Sets::new();
            let mut all = BTreeSet::new();
            let mut ids = Vec::new();
            for part in &parts {
                let singles: Vec<SetId> = part.iter().map(|number| sets.single(*number)).collect();
                ids.push(sets.union(&singles));
                all.extend(part.iter().copied());
            }
            let united = sets.union(&ids);
            let stepwise = ids.iter().fold(Sets::EMPTY, |sum, id| sets.union(&[sum, *id]));
            prop_assert!(same(&sets, united, stepwise));
            prop_assert_eq!(sets.numbers(united).collect::<Vec<_>>(), all.iter().copied().collect::<Vec<_>>());
            let even = all.iter().filter(|number| *number % 2 == 0).count();
            let only_odd = all.iter().filter(|n| *n % 2 == 1 && !all.contains(&(*n - 1))).count();
            let count = sets.count(united);
            prop_assert_eq!((count.even as usize, count.only_odd as usize), (even, only_odd));
            for number in 0..600 {
                prop_assert_eq!(sets.contains(united, number), all.contains(&number));
            }
            let first: BTreeSet<u32> = parts[0].iter().copied().collect();
            let rest: Vec<u32> = all.difference(&first).copied().collect();
            prop_assert_eq!(sets.difference(united, ids[0]).collect::<Vec<_>>(), rest);
            prop_assert_eq!(same(&sets, united, ids[0]), all == first);
            let mut cover = Cover::default();
            for id in &ids {
                cover.add(&sets, *id);
            }
            prop_assert_eq!(cover.count, count);
            let (mut one, mut joined) = (Cover::default(), Cover::default());
            one.add(&sets, ids[0]);
            joined.join(&one);
            prop_assert_eq!(joined.count, sets.count(ids[0]));
            let pairs = |set: &BTreeSet<u32>| set.iter().map(|number| number / 2).collect::<BTreeSet<_>>();
            prop_assert_eq!(cover.exceeds(&one), !pairs(&all).is_subset(&pairs(&first)));
        }
    }
}
