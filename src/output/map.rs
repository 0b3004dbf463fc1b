//! The map of everything that is output, in which no two paths are one file on any system.
//!
//! Paths are compared after NFKC and case folding (manual, output.md#names), for a Mac or Windows web
//! server makes one file of `Mali.html` and `mali.html`. A file may not bear the name of a folder either. `page` and
//! `export` gather their plans in one; [`super::Staging`] keeps one as the last guard.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use icu_casemap::CaseMapper;
use unicode_normalization::UnicodeNormalization as _;

use crate::text::SitePath;

/// Paths and what is said of each, in order of paths.
#[derive(Clone, Debug)]
pub struct OutputMap<T> {
    files: BTreeMap<SitePath, T>,
    /// Every file and folder by its folded path; a folder under the first file in it.
    taken: BTreeMap<String, Taken>,
}

#[derive(Clone, Debug)]
enum Taken {
    File(SitePath),
    Folder(SitePath),
}

/// Two paths that would be one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The one that came first.
    pub first: SitePath,
    /// The one that was refused.
    pub second: SitePath,
}

/// A path as it is compared: after NFKC and case folding.
#[derive(Clone, Debug)]
pub struct Folded(String);

impl Folded {
    /// Takes its time where a path is not ASCII; so it is apart from the map, which threads share.
    #[must_use]
    pub fn of(path: &SitePath) -> Self {
        Self(fold(path.as_str()))
    }
}

/// Whether the folder of a path was in the map before the path was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    /// A path in the same folder, written the same way, came first.
    Known,
    /// This is the first.
    New,
}

impl<T> OutputMap<T> {
    /// Adds a path.
    ///
    /// # Errors
    /// When a path that is the same after NFKC and case folding is there; the map is then as it was.
    pub fn insert(&mut self, path: SitePath, value: T) -> Result<Folder, Clash> {
        let folder = self.take(&path, Folded::of(&path))?;
        self.fill(path, value);
        Ok(folder)
    }

    /// Takes a path of which something is said later, by [`OutputMap::fill`]: until then it is none of the files, but
    /// no other may have it.
    ///
    /// # Errors
    /// As [`OutputMap::insert`].
    pub fn take(&mut self, path: &SitePath, Folded(folded): Folded) -> Result<Folder, Clash> {
        if let Some(taken) = self.taken.get(&folded) {
            let (Taken::File(first) | Taken::Folder(first)) = taken;
            return Err(Clash { first: first.clone(), second: path.clone() });
        }
        for folder in folders(&folded) {
            if let Some(Taken::File(first)) = self.taken.get(folder) {
                return Err(Clash { first: first.clone(), second: path.clone() });
            }
        }
        let folder = self.note_folders(path, &folded);
        self.taken.insert(folded, Taken::File(path.clone()));
        Ok(folder)
    }

    /// Says what there is to say of a path that was taken.
    pub fn fill(&mut self, path: SitePath, value: T) {
        self.files.insert(path, value);
    }

    /// Keeps a name in the topmost folder from being used.
    pub fn reserve(&mut self, path: SitePath) {
        self.taken.insert(fold(path.as_str()), Taken::File(path));
    }

    /// Paths and values, in order of paths.
    pub fn iter(&self) -> impl Iterator<Item = (&SitePath, &T)> {
        self.files.iter()
    }

    /// The value of a path.
    #[must_use]
    pub fn get(&self, path: &SitePath) -> Option<&T> {
        self.files.get(path)
    }

    /// The map without its guard.
    #[must_use]
    pub fn into_files(self) -> BTreeMap<SitePath, T> {
        self.files
    }

    fn note_folders(&mut self, path: &SitePath, folded: &str) -> Folder {
        let mut state = Folder::Known;
        for folder in folders(folded) {
            match self.taken.entry(folder.to_owned()) {
                Entry::Vacant(vacant) => {
                    vacant.insert(Taken::Folder(path.clone()));
                    state = Folder::New;
                }
                Entry::Occupied(occupied) => {
                    let (Taken::File(first) | Taken::Folder(first)) = occupied.get();
                    if !same_folder(first, path, folder.matches('/').count() + 1) {
                        state = Folder::New;
                    }
                }
            }
        }
        state
    }
}

impl<T> Default for OutputMap<T> {
    fn default() -> Self {
        Self { files: BTreeMap::new(), taken: BTreeMap::new() }
    }
}

/// `a/b/c` lies in `a` and `a/b`.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Whether the first `depth` parts are written the same way, not only alike after folding.
fn same_folder(one: &SitePath, other: &SitePath, depth: usize) -> bool {
    one.as_str().split('/').take(depth).eq(other.as_str().split('/').take(depth))
}

/// NFKC may undo what folding did and the reverse, so it is done on both sides.
fn fold(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    let compatible: String = path.nfkc().collect();
    CaseMapper::new().fold_string(&compatible).nfkc().collect()
}

impl std::fmt::Display for Clash {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "`{}` and `{}` would be the same file", self.first, self.second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).expect("a path")
    }

    #[test]
    fn what_is_one_file_anywhere_clashes() {
        let pairs = [
            ("a.html", "A.html"),
            ("tags/straße.html", "tags/STRASSE.html"),
            ("\u{fb01}.html", "fi.html"),
            ("e\u{301}.html", "\u{c9}.html"),
            ("a", "a/b"),
            ("a/b", "A"),
        ];
        for (one, other) in pairs {
            for (first, second) in [(one, other), (other, one), (one, one)] {
                let mut map = OutputMap::default();
                map.insert(path(first), ()).expect("the first fits");
                let clash = map.insert(path(second), ()).expect_err("the second clashes");
                assert_eq!(clash, Clash { first: path(first), second: path(second) });
                assert_eq!(map.iter().count(), 1, "the map is as it was");
            }
        }
    }

    #[test]
    fn a_folder_is_new_once_for_each_way_of_writing_it() {
        let mut map = OutputMap::default();
        let mut insert = |text: &str| map.insert(path(text), ()).expect("no clash");
        assert_eq!(insert("index.html"), Folder::Known);
        assert_eq!(insert("a/b/1"), Folder::New);
        assert_eq!(insert("a/b/2"), Folder::Known);
        assert_eq!(insert("a/3"), Folder::Known);
        assert_eq!(insert("A/4"), Folder::New);
    }
}
