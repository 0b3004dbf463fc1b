//! File text and places in it.
//!
//! Every text that a writer typed is kept in [`Files`]; whatever is made of it carries a [`Span`], so that a
//! mistake can be shown where it was made. [`SitePath`] is a path that cannot leave the output folder: every
//! file that is written has one. The lowest floor: all rooms call it, it calls none.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

mod direction;
mod site_path;

pub use direction::{is_directional, shut_in};
pub use site_path::{SitePath, SitePathError, is_device_name};

/// Names one file of [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

/// The texts of a site, each under the path that a writer knows it by (relative to the site's folder).
#[derive(Clone, Debug, Default)]
pub struct Files {
    files: Vec<File>,
}

/// One text and where it came from.
#[derive(Clone, Debug)]
pub struct File {
    path: Utf8PathBuf,
    text: Arc<str>,
}

impl Files {
    /// Keeps a text; the path is the one shown in diagnostics.
    ///
    /// # Panics
    /// When there are more than 4,294,967,295 files, which no disk read by this program holds.
    #[expect(clippy::expect_used, reason = "a site of 2^32 files does not fit into memory")]
    pub fn add(&mut self, path: impl Into<Utf8PathBuf>, text: impl Into<Arc<str>>) -> FileId {
        let id = u32::try_from(self.files.len()).expect("fewer than 2^32 files");
        self.files.push(File { path: path.into(), text: text.into() });
        FileId(id)
    }

    /// Gives a file another text. Its id stays, so that what was made of the others' texts still holds.
    pub fn replace(&mut self, id: FileId, text: impl Into<Arc<str>>) {
        self.files[id.0 as usize].text = text.into();
    }

    /// The path of a file, relative to the site's folder.
    #[must_use]
    pub fn path(&self, id: FileId) -> &Utf8Path {
        &self.files[id.0 as usize].path
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, id: FileId) -> &str {
        &self.files[id.0 as usize].text
    }

    /// A shared handle on the text of a file.
    #[must_use]
    pub fn shared_text(&self, id: FileId) -> Arc<str> {
        Arc::clone(&self.files[id.0 as usize].text)
    }

    /// Every file's id, in the order they were added.
    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..u32::try_from(self.files.len()).unwrap_or(u32::MAX)).map(FileId)
    }

    /// Line and column where a span begins.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place::of(self.text(span.file), span.start as usize)
    }

    /// The text that a span covers.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.range()).unwrap_or_default()
    }
}

/// A stretch of one file's text: byte offsets, the end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Byte offset of the first character.
    pub start: u32,
    /// Byte offset behind the last character.
    pub end: u32,
}

impl Span {
    /// A span of a file. Files are at most 16 MiB, so offsets fit; larger ones are cut at the largest `u32`.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { file, start: offset(range.start), end: offset(range.end.max(range.start)) }
    }

    /// The byte range.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that covers both; of the first's file.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value with its place.
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place, another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }

    /// Borrows the value, keeps the place.
    pub const fn as_ref(&self) -> Spanned<&T> {
        Spanned { value: &self.value, span: self.span }
    }
}

/// A place as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters (Unicode scalar values; a tab is one).
    pub column: usize,
}

impl Place {
    /// The place of a byte offset; one that lies inside a character counts as that character's.
    #[must_use]
    pub fn of(text: &str, offset: usize) -> Self {
        let offset = text.floor_char_boundary(offset);
        let before = &text[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_not_bytes() {
        assert_eq!(Place::of("a\n\tمورا: x", 3 + 8), Place { line: 2, column: 6 });
        assert_eq!(Place::of("日本", 4), Place { line: 1, column: 2 }, "inside a character");
        assert_eq!(Place::of("", 9), Place { line: 1, column: 1 }, "behind the end");
    }
}
