//! Finding a record by what a writer called it: id first, then name or title, then aliases.
//!
//! Everything is compared after NFC and full case folding. Protected names and confidential titles are in these
//! tables, which live only while a site is resolved, so that a brief may use them and still not show them.

use std::collections::{BTreeSet, HashMap};

use crate::value::slug::fold_name;

/// The names of the declared records of one kind.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By id, by name, by alias; in the order in which they are asked.
    steps: [HashMap<String, Vec<usize>>; 3],
    /// Ids and names that a near miss is compared with, and how they are shown.
    near: BTreeSet<(String, String)>,
    /// What names a record that is held back.
    held: BTreeSet<String>,
}

/// What a look-up found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Exactly one record.
    One(usize),
    /// Several at one step.
    Several(Vec<usize>),
    /// A record that is held back.
    Held,
    /// None, but this id or name is nearly it.
    Near(String),
    /// None.
    Nothing,
}

/// Shortest id or name that is compared at distance 1, and at distance 2 (FORMAT.md).
const NEAR_LENGTHS: [(usize, usize); 2] = [(6, 1), (10, 2)];

impl Names {
    /// Adds a record. A protected one is told of by its id alone.
    pub(super) fn add<'n>(
        &mut self,
        row: usize,
        id: &str,
        name: Option<&str>,
        aliases: impl IntoIterator<Item = &'n str>,
        shown: Shown,
    ) {
        self.enter(0, id, row);
        self.near.insert((fold_name(id), id.to_owned()));
        if let Some(name) = name {
            self.enter(1, name, row);
            let display = if shown == Shown::Yes { name } else { id };
            self.near.insert((fold_name(name), display.to_owned()));
        }
        for alias in aliases {
            self.enter(2, alias, row);
        }
    }

    /// Adds what names a record that is held back.
    pub(super) fn hold<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) {
        self.held.extend(names.into_iter().map(fold_name));
    }

    fn enter(&mut self, step: usize, name: &str, row: usize) {
        let rows = self.steps[step].entry(fold_name(name)).or_default();
        if !rows.contains(&row) {
            rows.push(row);
        }
    }

    /// Looks a reference up.
    pub(super) fn find(&self, written: &str) -> Found {
        let folded = fold_name(written);
        for step in &self.steps {
            match step.get(&folded).map(Vec::as_slice) {
                Some([row]) => return Found::One(*row),
                Some(rows) => return Found::Several(rows.to_vec()),
                None => {}
            }
        }
        if self.held.contains(&folded) {
            return Found::Held;
        }
        self.near(&folded).map_or(Found::Nothing, Found::Near)
    }

    /// The nearest declared id or name, if it is near enough.
    fn near(&self, folded: &str) -> Option<String> {
        let length = folded.chars().count();
        self.near
            .iter()
            .filter_map(|(known, display)| {
                let known_length = known.chars().count();
                let limit = NEAR_LENGTHS.iter().rfind(|(shortest, _)| known_length >= *shortest)?.1;
                (known_length.abs_diff(length) <= limit).then_some(())?;
                let distance = strsim::levenshtein(known, folded);
                (distance <= limit).then_some((distance, display))
            })
            .min()
            .map(|(_, display)| display.clone())
    }
}

/// Whether a record's name may be shown in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// It may.
    Yes,
    /// It is protected or confidential.
    No,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
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
