//! Sets of numbers that share what they have in common.
//!
//! The origins of a claim are those of the claims that it repeats, and these again; written out, a chain that gains
//! an origin at every step would be quadratic. Here a set is a short list of chunks of 4,096 numbers, a chunk is
//! its words that are not zero, and a union copies only what differs from the sets it unites: never a whole set
//! that is there already. Sets are never changed. `origins` makes them.

use std::collections::{HashMap, HashSet};

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

/// All sets.
#[derive(Clone, Debug)]
pub(super) struct Sets {
    sets: Vec<Set>,
    chunks: Vec<Chunk>,
    singles: HashMap<u32, SetId>,
}

/// How many sets there were.
#[derive(Debug)]
pub(super) struct Mark {
    sets: usize,
    chunks: usize,
}

#[derive(Clone, Debug, Default)]
struct Set {
    /// The number of each chunk and where it stands in `Sets::chunks`; ordered.
    chunks: Box<[(u32, u32)]>,
    len: u32,
    count: Count,
}

#[derive(Clone, Debug)]
struct Chunk {
    /// The place of each word that is not zero, and the word; ordered.
    words: Box<[(u8, u64)]>,
    len: u32,
    count: Count,
}

const WORD: u32 = 64;
const WORDS: u32 = 64;
const EVEN: u64 = 0x5555_5555_5555_5555;

impl Sets {
    /// The set of nothing.
    pub(super) const EMPTY: SetId = SetId(0);

    /// No sets but the empty one.
    pub(super) fn new() -> Self {
        Self { sets: vec![Set::default()], chunks: Vec::new(), singles: HashMap::new() }
    }

    /// The set of one number.
    pub(super) fn single(&mut self, number: u32) -> SetId {
        if let Some(known) = self.singles.get(&number) {
            return *known;
        }
        let place = u8::try_from(number / WORD % WORDS).unwrap_or(u8::MAX);
        let chunk = self.add_chunk([(place, 1 << (number % WORD))].into());
        let set = self.add_set(vec![(number / WORD / WORDS, chunk)]);
        self.singles.insert(number, set);
        set
    }

    /// The union of sets; one of them, if that holds the others.
    pub(super) fn union(&mut self, of: &[SetId]) -> SetId {
        let mut of: Vec<SetId> = of.iter().copied().filter(|set| *set != Self::EMPTY).collect();
        of.sort_unstable();
        of.dedup();
        match of.as_slice() {
            [] => return Self::EMPTY,
            [only] => return *only,
            _ => {}
        }
        let mut parts: Vec<(u32, u32)> =
            of.iter().flat_map(|set| self.sets[set.0 as usize].chunks.iter().copied()).collect();
        parts.sort_unstable();
        parts.dedup();
        let mut chunks: Vec<(u32, u32)> = Vec::new();
        for same in parts.chunk_by(|a, b| a.0 == b.0) {
            chunks.push((same[0].0, self.union_of_chunks(same)));
        }
        let len: u32 = chunks.iter().map(|(_, chunk)| self.chunks[*chunk as usize].len).sum();
        let whole = of.iter().find(|set| self.sets[set.0 as usize].len == len);
        whole.copied().unwrap_or_else(|| self.add_set(chunks))
    }

    /// What there is now, to come back to.
    pub(super) fn mark(&self) -> Mark {
        Mark { sets: self.sets.len(), chunks: self.chunks.len() }
    }

    /// Forgets all sets since a mark; none of a single number may have been made since.
    pub(super) fn forget(&mut self, mark: &Mark) {
        self.sets.truncate(mark.sets);
        self.chunks.truncate(mark.chunks);
    }

    fn union_of_chunks(&mut self, parts: &[(u32, u32)]) -> u32 {
        if let [(_, only)] = parts {
            return *only;
        }
        let mut united = [0_u64; WORDS as usize];
        for (_, chunk) in parts {
            for (place, word) in &self.chunks[*chunk as usize].words {
                united[usize::from(*place)] |= word;
            }
        }
        let len: u32 = united.iter().map(|word| word.count_ones()).sum();
        if let Some((_, whole)) = parts.iter().find(|(_, chunk)| self.chunks[*chunk as usize].len == len) {
            return *whole;
        }
        let words = (0_u8..).zip(united).filter(|(_, word)| *word != 0).collect();
        self.add_chunk(words)
    }

    fn add_chunk(&mut self, words: Box<[(u8, u64)]>) -> u32 {
        let mut count = Count::default();
        let mut len = 0;
        for (_, word) in &words {
            let of_word = Count::of(*word);
            count.even += of_word.even;
            count.only_odd += of_word.only_odd;
            len += word.count_ones();
        }
        self.chunks.push(Chunk { words, len, count });
        number(self.chunks.len() - 1)
    }

    fn add_set(&mut self, chunks: Vec<(u32, u32)>) -> SetId {
        let mut set = Set { chunks: chunks.into(), ..Set::default() };
        for (_, chunk) in &set.chunks {
            let chunk = &self.chunks[*chunk as usize];
            set.len += chunk.len;
            set.count.even += chunk.count.even;
            set.count.only_odd += chunk.count.only_odd;
        }
        self.sets.push(set);
        SetId(number(self.sets.len() - 1))
    }

    /// How many numbers a set holds.
    pub(super) fn count(&self, set: SetId) -> Count {
        self.sets[set.0 as usize].count
    }

    /// Whether a number is in a set.
    pub(super) fn contains(&self, set: SetId, number: u32) -> bool {
        let chunks = &self.sets[set.0 as usize].chunks;
        let Ok(place) = chunks.binary_search_by_key(&(number / WORD / WORDS), |(number, _)| *number) else {
            return false;
        };
        let words = &self.chunks[chunks[place].1 as usize].words;
        let word = words.binary_search_by_key(&(number / WORD % WORDS), |(place, _)| u32::from(*place));
        word.is_ok_and(|place| words[place].1 & 1 << (number % WORD) != 0)
    }

    /// The numbers of a set, in order.
    pub(super) fn numbers(&self, set: SetId) -> impl Iterator<Item = u32> {
        self.sets[set.0 as usize].chunks.iter().flat_map(|(chunk_number, chunk)| {
            self.chunks[*chunk as usize].words.iter().flat_map(move |(place, word)| {
                let first = (chunk_number * WORDS + u32::from(*place)) * WORD;
                ones(*word).map(move |bit| first + bit)
            })
        })
    }

    /// Whether two sets hold the same numbers.
    pub(super) fn same(&self, a: SetId, b: SetId) -> bool {
        let (a, b) = (&self.sets[a.0 as usize], &self.sets[b.0 as usize]);
        let equal = |(a, b): (&(u32, u32), &(u32, u32))| a.0 == b.0 && self.words(a.1) == self.words(b.1);
        a.len == b.len && a.chunks.len() == b.chunks.len() && a.chunks.iter().zip(&b.chunks).all(equal)
    }

    /// The numbers of one set that are not in another. What the two share is passed over.
    pub(super) fn difference(&self, of: SetId, without: SetId) -> impl Iterator<Item = u32> {
        let others = &self.sets[without.0 as usize].chunks;
        self.sets[of.0 as usize].chunks.iter().flat_map(move |(number, chunk)| {
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

    fn words(&self, chunk: u32) -> &[(u8, u64)] {
        &self.chunks[chunk as usize].words
    }
}

impl Count {
    fn of(word: u64) -> Self {
        let even = word & EVEN;
        Self { even: even.count_ones(), only_odd: ((word >> 1) & EVEN & !even).count_ones() }
    }

    /// Both.
    pub(super) const fn all(self) -> u32 {
        self.even + self.only_odd
    }
}

/// A union that grows: it says what each set adds. What a set shares with an earlier one is passed over.
#[derive(Clone, Debug, Default)]
pub(super) struct Cover {
    chunks: HashSet<u32>,
    words: HashMap<u32, u64>,
    count: Count,
}

impl Cover {
    /// The union of one set.
    pub(super) fn of(sets: &Sets, set: SetId) -> Self {
        let mut cover = Self::default();
        cover.add(sets, set);
        cover
    }

    /// Adds a set.
    pub(super) fn add(&mut self, sets: &Sets, set: SetId) {
        for (number, chunk) in &sets.sets[set.0 as usize].chunks {
            if self.chunks.insert(*chunk) {
                let words = sets.words(*chunk).iter();
                words.for_each(|(place, word)| self.add_word(number * WORDS + u32::from(*place), *word));
            }
        }
    }

    /// Adds what another union holds.
    pub(super) fn join(&mut self, other: &Self) {
        other.words.iter().for_each(|(number, word)| self.add_word(*number, *word));
    }

    fn add_word(&mut self, number: u32, word: u64) {
        let own = self.words.entry(number).or_default();
        let (before, after) = (Count::of(*own), Count::of(*own | word));
        *own |= word;
        self.count.even += after.even - before.even;
        self.count.only_odd = self.count.only_odd + after.only_odd - before.only_odd;
    }

    /// How many numbers it holds.
    pub(super) const fn count(&self) -> Count {
        self.count
    }

    /// Whether it holds a pair of which another union holds neither number.
    pub(super) fn exceeds(&self, other: &Self) -> bool {
        let pairs = |word: u64| (word | word >> 1) & EVEN;
        self.words.iter().any(|(number, word)| {
            pairs(*word) & !pairs(other.words.get(number).copied().unwrap_or_default()) != 0
        })
    }
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
        let words: usize = sets.chunks.iter().map(|chunk| chunk.words.len()).sum();
        let entries: usize = sets.sets.iter().map(|set| set.chunks.len()).sum();
        assert_eq!(sets.count(chain), Count { even: 20_000, only_odd: 0 });
        assert!(
            words + entries < 20_000 * 60,
            "{words} words and {entries} entries, not 20,000 times 10,000"
        );
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
            prop_assert!(sets.same(united, stepwise));
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
            prop_assert_eq!(sets.same(united, ids[0]), all == first);
            let mut cover = Cover::default();
            ids.iter().for_each(|id| cover.add(&sets, *id));
            prop_assert_eq!(cover.count(), count);
            let (mut one, mut joined) = (Cover::default(), Cover::default());
            one.add(&sets, ids[0]);
            joined.join(&one);
            prop_assert_eq!(joined.count(), sets.count(ids[0]));
            let pairs = |set: &BTreeSet<u32>| set.iter().map(|number| number / 2).collect::<BTreeSet<_>>();
            prop_assert_eq!(cover.exceeds(&one), !pairs(&all).is_subset(&pairs(&first)));
        }
    }
}
