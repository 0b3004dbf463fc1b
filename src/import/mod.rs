//! Drafts from what others wrote: our own tables, tables of events, fact-checks in JSON-LD, maps of arguments.
//!
//! A reading never guesses silently: what has no place in a brief is listed in [`Draft::left`] and, where it belongs to
//! a row or a review, kept under the draft's `private`, which never leaves the machine. Nothing is written here: `cli`
//! hands the files to `output`, which overwrites none.

mod argdown;
mod front;
mod mapped;
mod own;
mod review;
mod table;

use std::collections::BTreeMap;
use std::fmt;

use camino::{Utf8Path, Utf8PathBuf};

use self::front::Front;
use self::table::Table;
use crate::value::slug::Slug;

pub use self::mapped::Field;

/// A file to read: its name tells how.
#[derive(Clone, Debug)]
pub struct Given {
    /// Its path.
    pub path: Utf8PathBuf,
    /// Its text.
    pub text: String,
}

/// What the columns of a table are, where the table's own names do not say it.
pub type HeaderMap = BTreeMap<Field, String>;

/// New files of a site, and what did not go into them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Paths relative to `content/`, and texts.
    pub files: BTreeMap<Utf8PathBuf, String>,
    /// What could not be mapped, a sentence each, in the order in which it was met.
    pub left: Vec<String>,
}

/// Why a file could not be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    /// The file.
    pub path: Utf8PathBuf,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for ImportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cannot import `{}`: {}", self.path, self.message)
    }
}

impl std::error::Error for ImportError {}

/// Reads files. Our own tables belong together; every other file is a draft of its own.
///
/// # Errors
/// The first file that is none of the known kinds, or is broken.
pub fn import(given: &[Given], map: &HeaderMap) -> Result<Draft, ImportError> {
    let mut draft = Draft::default();
    let mut tables = own::Tables::default();
    for file in given {
        let failed = |message: String| ImportError { path: file.path.clone(), message };
        match file.path.extension() {
            Some("csv") => {
                let table = Table::read(&file.text).map_err(failed)?;
                if let Some(table) = tables.take(table) {
                    mapped::read(&file.path, &table, map, &mut draft).map_err(failed)?;
                }
            }
            Some("json" | "jsonld") => review::read(&file.path, &file.text, &mut draft).map_err(failed)?,
            Some("argdown" | "ad") => argdown::read(&file.path, &file.text, &mut draft).map_err(failed)?,
            _ => {
                return Err(failed(
                    "its name ends in none of `.csv`, `.json`, `.jsonld`, `.argdown`".to_owned(),
                ));
            }
        }
    }
    tables.write(&mut draft);
    Ok(draft)
}

impl Draft {
    /// Adds a file at a path that no other has: a number is put behind the name if need be.
    fn add(&mut self, folder: &str, id: &Slug, front: Front) {
        self.add_unless_same(folder, id, front);
    }

    /// Adds a record unless the same one is there; its id is that of its file.
    fn add_unless_same(&mut self, folder: &str, id: &Slug, front: Front) -> Slug {
        let text = front.into_file();
        let names = std::iter::once(id.to_string()).chain((2..).map(|number| format!("{id}-{number}")));
        for name in names {
            let Ok(slug) = name.parse::<Slug>() else { break };
            let path = Utf8PathBuf::from(format!("{folder}/{slug}.md"));
            match self.files.get(&path) {
                Some(other) if *other != text => {}
                Some(_) => return slug,
                None => {
                    self.files.insert(path, text);
                    return slug;
                }
            }
        }
        id.clone()
    }

    fn leave(&mut self, path: &Utf8Path, place: impl fmt::Display, what: impl fmt::Display) {
        self.left.push(format!("{path}, {place}: {what}"));
    }
}

/// An id made of a name; one of `fallback` where nothing of the name can stand in an id.
fn id(name: &str, fallback: &str) -> Slug {
    let short: String = name.chars().take(48).collect();
    let slug = |text: &str| Slug::from_name(text).ok();
    let ends = short.char_indices().rev().map(|(at, _)| at);
    slug(&short)
        .or_else(|| ends.into_iter().find_map(|end| slug(&short[..end])))
        .or_else(|| slug(fallback))
        .unwrap_or_else(|| Slug::numbered('c', 1))
}
