//! Finding a record by what a writer called it: id first, then name or title, then aliases.
//!
//! Everything is compared after NFC and full case folding. While a site is resolved, protected names and
//! confidential titles are in these tables, so that a brief may use them and still not show them; `query` makes
//! tables of its own from what may be shown.

use std::cell::{Cell, OnceCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};

use compact_str::CompactString;
use smallvec::SmallVec;

use crate::value::slug::fold_name;

/// The names of records; `R` stands for a record.
#[derive(Debug)]
pub struct Names<R = usize> {
    /// By id, by name, by alias; in the order in which they are asked.
    steps: [HashMap<CompactString, SmallVec<[R; 2]>>; 3],
    /// All ids, names and aliases, each with how it is shown.
    listed: Vec<(CompactString, CompactString)>,
    /// The same as a near miss is compared with them, by how many characters they have; made for the first one.
    near: OnceCell<BTreeMap<usize, BTreeSet<Candidate>>>,
    /// What is left of [`EFFORT`].
    effort: Cell<usize>,
    /// What names a record that is held back.
    held: BTreeSet<String>,
}

/// What a look-up found.
#[derive(Debug, PartialEq, Eq)]
pub enum Found<R = usize> {
    /// Exactly one record.
    One(R),
    /// Several at one step.
    Several(Vec<R>),
    /// A record that is held back.
    Held,
    /// None, but this id or name is nearly it: a slip.
    Near(String),
    /// None, but this short id or name is nearly it, which may be chance.
    Alike(String),
    /// None.
    Nothing,
}

/// Shortest id or name that is compared at distance 1, and at distance 2 (manual, format.md#names).
const NEAR_LENGTHS: [(usize, usize); 2] = [(4, 1), (10, 2)];

/// Below so many characters two names may well be alike by chance.
const SURE_LENGTH: usize = 6;

/// How much is spent on near misses of one kind of names: a name that is looked at counts 1, one that is compared letter
/// by letter the product of the two lengths. Thousands of unknown names beside thousands of declared ones would else
/// cost their product; once it is spent, an unknown name is just unknown. That is deterministic, for names are asked
/// in order.
const EFFORT: usize = 20_000_000;

/// An id, name or alias that a near miss is compared with.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    letters: Letters,
    folded: String,
    /// How it is shown.
    display: String,
}

/// Which letters a name has, each one of 64 bits. A slip changes two of them at most, one that swaps neighbours none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Letters(u64);

impl Letters {
    fn of(folded: &str) -> Self {
        Self(folded.chars().fold(0, |bits, letter| bits | 1 << (u32::from(letter) % 64)))
    }

    fn may_be_within(self, other: Self, slips: usize) -> bool {
        (self.0 ^ other.0).count_ones() as usize <= 2 * slips
    }
}

impl<R> Default for Names<R> {
    fn default() -> Self {
        Self {
            steps: Default::default(),
            listed: Vec::new(),
            near: OnceCell::new(),
            effort: Cell::new(EFFORT),
            held: BTreeSet::new(),
        }
    }
}

impl<R: Copy + PartialEq> Names<R> {
    /// Adds a record. A protected one is told of by its id alone.
    pub fn add<'n>(
        &mut self,
        record: R,
        id: &str,
        name: Option<&str>,
        aliases: impl IntoIterator<Item = &'n str>,
        shown: Shown,
    ) {
        self.near.take();
        self.enter(0, id, record);
        self.listed.push((id.into(), id.into()));
        for (step, name) in
            name.map(|name| (1, name)).into_iter().chain(aliases.into_iter().map(|alias| (2, alias)))
        {
            self.enter(step, name, record);
            self.listed.push((name.into(), if shown == Shown::Yes { name } else { id }.into()));
        }
    }

    /// Adds what names a record that is held back.
    pub(super) fn hold<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) {
        self.held.extend(names.into_iter().map(fold_name));
    }

    fn enter(&mut self, step: usize, name: &str, record: R) {
        let records = self.steps[step].entry(fold_name(name).into()).or_default();
        // A record's names are entered one after another.
        if records.last() != Some(&record) {
            records.push(record);
        }
    }

    /// Looks a reference up.
    #[must_use]
    pub fn find(&self, written: &str) -> Found<R> {
        self.find_exactly(written).unwrap_or_else(|| self.find_nearly(written))
    }

    /// Looks a reference up without asking for near misses, which is quick; `None`: nothing bears the name.
    pub(super) fn find_exactly(&self, written: &str) -> Option<Found<R>> {
        let folded = fold_name(written);
        for step in &self.steps {
            match step.get(folded.as_str()).map(SmallVec::as_slice) {
                Some([record]) => return Some(Found::One(*record)),
                Some(records) => return Some(Found::Several(records.to_vec())),
                None => {}
            }
        }
        self.held.contains(&folded).then_some(Found::Held)
    }

    /// The nearest declared id, name or alias, if it is near enough: for a name that nothing bears.
    pub(super) fn find_nearly(&self, written: &str) -> Found<R> {
        let folded = near_form(written);
        let length = folded.chars().count();
        let furthest = NEAR_LENGTHS.iter().map(|(_, limit)| *limit).max().unwrap_or_default();
        let near = self
            .near
            .get_or_init(|| candidates(&self.listed))
            .range(length.saturating_sub(furthest)..=length + furthest);
        let letters = Letters::of(&folded);
        let mut nearest = None;
        for (known_length, candidates) in near {
            let Some((_, limit)) = NEAR_LENGTHS.iter().rfind(|(shortest, _)| known_length >= shortest) else {
                continue;
            };
            if known_length.abs_diff(length) > *limit || !self.spend(candidates.len()) {
                continue;
            }
            let alike = candidates.iter().filter(|known| known.letters.may_be_within(letters, *limit));
            for known in alike {
                if !self.spend(known_length * length) {
                    break;
                }
                let distance = strsim::osa_distance(&known.folded, &folded);
                let found = (distance, *known_length < SURE_LENGTH, &known.display);
                if distance <= *limit && nearest.is_none_or(|nearest| found < nearest) {
                    nearest = Some(found);
                }
            }
        }
        match nearest {
            Some((_, true, display)) => Found::Alike(display.clone()),
            Some((_, false, display)) => Found::Near(display.clone()),
            None => Found::Nothing,
        }
    }
}

/// What near misses are compared with, by how many characters it has.
fn candidates(listed: &[(CompactString, CompactString)]) -> BTreeMap<usize, BTreeSet<Candidate>> {
    let mut candidates: BTreeMap<usize, BTreeSet<Candidate>> = BTreeMap::new();
    for (name, display) in listed {
        let folded = near_form(name);
        let length = folded.chars().count();
        let candidate = Candidate { letters: Letters::of(&folded), folded, display: display.to_string() };
        candidates.entry(length).or_default().insert(candidate);
    }
    candidates
}

/// A name as near misses are compared: folded, and Arabic letters that are often typed for one another made one.
fn near_form(name: &str) -> String {
    let folded = fold_name(name);
    if folded.is_ascii() { folded } else { folded.chars().filter_map(near_letter).collect() }
}

/// `None`: the character makes no difference.
const fn near_letter(letter: char) -> Option<char> {
    match letter {
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ى' | 'ئ' | 'ی' => Some('ي'),
        'ک' => Some('ك'),
        'ة' => Some('ه'),
        // Tatweel, and the marks of vowels, doubling and hamza.
        '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' => None,
        other => Some(other),
    }
}

impl<R> Names<R> {
    /// Takes from what is left of [`EFFORT`]; false: there is not enough.
    fn spend(&self, effort: usize) -> bool {
        let left = self.effort.get().checked_sub(effort);
        self.effort.set(left.unwrap_or_default());
        left.is_some()
    }
}

/// Whether a record's name may be shown in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It may.
    Yes,
    /// It is protected or confidential.
    No,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names<usize> {
        let mut names = Names::default();
        names.add(0, "jnim", Some("JNIM"), ["GSIM"], Shown::Yes);
        names.add(1, "survivors", Some("Survivors of Moura"), ["survivor"], Shown::Yes);
        names.add(2, "q7", Some("Ousmane Maïga"), [], Shown::No);
        names.add(3, "gsim", Some("Another"), [], Shown::Yes);
        names
    }

    #[test]
    fn ids_come_before_aliases() {
        assert_eq!(names().find("GSIM"), Found::One(3));
        assert_eq!(names().find("ＪＮＩＭ"), Found::Nothing, "NFC, not NFKC");
        assert_eq!(names().find("SURVIVORS  OF moura"), Found::One(1));
    }

    #[test]
    fn near_misses_need_length() {
        assert_eq!(names().find("jnin"), Found::Alike("JNIM".into()), "four letters may be chance");
        assert_eq!(names().find("jni"), Found::Alike("JNIM".into()));
        assert_eq!(names().find("jnnin"), Found::Nothing, "two slips are too many");
        assert_eq!(names().find("survivours"), Found::Near("survivors".into()));
        assert_eq!(names().find("survivers of mura"), Found::Near("Survivors of Moura".into()));
    }

    #[test]
    fn near_misses_are_of_aliases_too_and_a_swap_is_one_slip() {
        let mut names = Names::default();
        names.add(0, "fama", Some("FAMa"), ["Malian army", "جيش مالي"], Shown::Yes);
        names.add(1, "bre", Some("Bre"), ["Bré"], Shown::Yes);
        assert_eq!(names.find("Mailan army"), Found::Near("Malian army".into()));
        assert_eq!(names.find("Mailan ramy"), Found::Near("Malian army".into()), "eleven letters, two slips");
        assert_eq!(names.find("afma"), Found::Alike("FAMa".into()));
        assert_eq!(names.find("brē"), Found::Nothing, "three letters are too few");
    }

    #[test]
    fn arabic_letters_that_are_typed_for_one_another_are_no_slip() {
        let mut names = Names::default();
        names.add(0, "hrw", Some("الأزهر الشريف"), ["المدرسة العليا"], Shown::Yes);
        for written in ["الازهر الشريف", "الأزْهَر الشــريف", "الآزهر الشريف", "الإزهر الشرىف", "الازهر الشریفن"]
        {
            assert_eq!(names.find(written), Found::Near("الأزهر الشريف".into()), "{written}");
        }
        assert_eq!(names.find("المدرسه العلیا"), Found::Near("المدرسة العليا".into()));
        assert_eq!(names.find("الأزهر الشريف"), Found::One(0));
    }

    #[test]
    fn many_unknown_names_beside_many_declared_ones_are_given_up_on() {
        let mut names: Names<usize> = Names::default();
        for number in 0..100 {
            names.add(number, &format!("abcdefgh-{number}"), None, [], Shown::Yes);
        }
        assert_eq!(names.find("abcdefgg-50"), Found::Near("abcdefgh-50".into()));
        names.effort.set(10_000);
        for number in 100..200 {
            let _ = names.find(&format!("abcdefgh-{number}"));
        }
        assert_eq!(names.effort.get(), 0);
        assert_eq!(names.find("abcdefgg-50"), Found::Nothing);
        assert_eq!(names.find("abcdefgh-50"), Found::One(50), "what is declared is found");
    }

    #[test]
    fn a_protected_name_is_found_and_not_told() {
        assert_eq!(names().find("ousmane maïga"), Found::One(2));
        assert_eq!(names().find("Ousmane Maiga"), Found::Near("q7".into()));
        let mut names = Names::default();
        names.add(0, "q7", Some("Ousmane Maïga"), ["Ousmane le Grand", "عثمان ميغا"], Shown::No);
        assert_eq!(names.find("Ousmane la Grand"), Found::Near("q7".into()));
        assert_eq!(names.find("عثمان ميغه"), Found::Near("q7".into()));
    }
}
