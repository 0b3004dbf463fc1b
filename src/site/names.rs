//! Finding a record by what a writer called it: id first, then name or title, then aliases.
//!
//! Everything is compared after NFC and full case folding. While a site is resolved, protected names and
//! confidential titles are in these tables, so that a brief may use them and still not show them; `query` makes
//! tables of its own from what may be shown.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::value::slug::fold_name;

/// The names of records; `R` stands for a record.
#[derive(Debug)]
pub struct Names<R = usize> {
    /// By id, by name, by alias; in the order in which they are asked.
    steps: [HashMap<String, Vec<R>>; 3],
    /// Ids and names that a near miss is compared with, by how many characters they have, and how they are shown.
    near: BTreeMap<usize, BTreeSet<(String, String)>>,
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
    /// None, but this id or name is nearly it.
    Near(String),
    /// None.
    Nothing,
}

/// Shortest id or name that is compared at distance 1, and at distance 2 (FORMAT.md).
const NEAR_LENGTHS: [(usize, usize); 2] = [(6, 1), (10, 2)];

impl<R> Default for Names<R> {
    fn default() -> Self {
        Self { steps: Default::default(), near: BTreeMap::new(), held: BTreeSet::new() }
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
        self.enter(0, id, record);
        self.enter_near(id, id);
        if let Some(name) = name {
            self.enter(1, name, record);
            let display = if shown == Shown::Yes { name } else { id };
            self.enter_near(name, display);
        }
        for alias in aliases {
            self.enter(2, alias, record);
        }
    }

    /// Adds what names a record that is held back.
    pub(super) fn hold<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) {
        self.held.extend(names.into_iter().map(fold_name));
    }

    fn enter(&mut self, step: usize, name: &str, record: R) {
        let records = self.steps[step].entry(fold_name(name)).or_default();
        if !records.contains(&record) {
            records.push(record);
        }
    }

    fn enter_near(&mut self, name: &str, display: &str) {
        let folded = fold_name(name);
        self.near.entry(folded.chars().count()).or_default().insert((folded, display.to_owned()));
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
            match step.get(&folded).map(Vec::as_slice) {
                Some([record]) => return Some(Found::One(*record)),
                Some(records) => return Some(Found::Several(records.to_vec())),
                None => {}
            }
        }
        self.held.contains(&folded).then_some(Found::Held)
    }

    /// The nearest declared id or name, if it is near enough: for a name that nothing bears.
    pub(super) fn find_nearly(&self, written: &str) -> Found<R> {
        let folded = fold_name(written);
        let length = folded.chars().count();
        let furthest = NEAR_LENGTHS.iter().map(|(_, limit)| *limit).max().unwrap_or_default();
        let near = self.near.range(length.saturating_sub(furthest)..=length + furthest);
        let nearest = near
            .flat_map(|(known_length, names)| names.iter().map(move |name| (*known_length, name)))
            .filter_map(|(known_length, (known, display))| {
                let limit = NEAR_LENGTHS.iter().rfind(|(shortest, _)| known_length >= *shortest)?.1;
                (known_length.abs_diff(length) <= limit).then_some(())?;
                let distance = strsim::levenshtein(known, &folded);
                (distance <= limit).then_some((distance, display))
            })
            .min();
        nearest.map_or(Found::Nothing, |(_, display)| Found::Near(display.clone()))
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
        assert_eq!(names().find("jnin"), Found::Nothing, "four letters are too few");
        assert_eq!(names().find("survivours"), Found::Near("survivors".into()));
        assert_eq!(names().find("survivers of mura"), Found::Near("Survivors of Moura".into()));
    }

    #[test]
    fn a_protected_name_is_found_and_not_told() {
        assert_eq!(names().find("ousmane maïga"), Found::One(2));
        assert_eq!(names().find("Ousmane Maiga"), Found::Near("q7".into()));
    }
}
