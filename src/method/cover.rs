//! Unions that grow, and say what each set adds to them.
//!
//! What a set shares with an earlier one is passed over, chunk by chunk. `figures` goes through rows with one, `method`
//! through supporters.

use rustc_hash::{FxHashMap, FxHashSet};

use super::sets::{Count, SetId, Sets, WORDS, pairs};

/// A union that grows: it says what each set adds. What a set shares with an earlier one is passed over.
#[derive(Clone, Debug, Default)]
pub(super) struct Cover {
    chunks: FxHashSet<u32>,
    words: FxHashMap<u32, u64>,
    pub(super) count: Count,
}

impl Cover {
    /// The union of one set.
    pub(super) fn of(sets: &Sets, set: SetId) -> Self {
        let mut cover = Self::default();
        cover.add(sets, set);
        cover
    }

    /// Adds a set; whether it added a number that counts.
    pub(super) fn add(&mut self, sets: &Sets, set: SetId) -> bool {
        let before = self.count;
        self.add_pairs(sets, set, None);
        self.count != before
    }

    /// Adds a set, and to another union the pairs of it of which this one held neither number; whether there were any.
    pub(super) fn add_pairs(&mut self, sets: &Sets, set: SetId, mut new: Option<&mut Self>) -> bool {
        let mut any = false;
        for (number, chunk) in sets.entries_of(set) {
            if !self.chunks.insert(*chunk) {
                continue;
            }
            for (place, word) in sets.words(*chunk) {
                let number = number * WORDS + u32::from(*place);
                let before = self.words.get(&number).copied().unwrap_or_default();
                let unmet = pairs(*word) & !pairs(before);
                any |= unmet != 0;
                if let Some(new) = &mut new
                    && unmet != 0
                {
                    new.add_word(number, unmet);
                }
                self.add_word(number, *word);
            }
        }
        any
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

    /// How many pairs of which it holds at least one number.
    pub(super) const fn count_pairs(&self) -> u32 {
        self.count.even + self.count.only_odd
    }

    /// Whether it holds a pair of which another union holds neither number.
    pub(super) fn exceeds(&self, other: &Self) -> bool {
        self.words.iter().any(|(number, word)| {
            pairs(*word) & !pairs(other.words.get(number).copied().unwrap_or_default()) != 0
        })
    }
}
