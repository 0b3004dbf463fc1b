//! One tag, read as a browser reads it.
//!
//! The tokenizer is html5gum's, which follows the WHATWG's standard; here its events become a [`Tag`] in buffers that
//! are used again, because millions of tags are read in a build. `inspector` calls it at a `<`, in the state that the
//! standard calls "data": nothing that a page may hold needs another.

use std::ops::Range;

use html5gum::{Emitter, Error, State, Tokenizer};

/// What stands at a `<`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// An element's start; it is in the [`Tag`] now.
    Start,
    /// An element's end.
    End,
    /// A comment.
    Comment,
    /// `<!doctype ...>`.
    Doctype,
}

/// The start tag that was read last.
#[derive(Debug, Default)]
pub(super) struct Tag {
    name: Vec<u8>,
    /// Names and values of the attributes, one behind the other.
    text: Vec<u8>,
    attributes: Vec<(Range<usize>, Range<usize>)>,
    /// How far the tokenizer has come.
    position: usize,
    piece: Option<Piece>,
    done: bool,
}

impl Tag {
    /// Reads the piece at the beginning of a text; `None`: the text ends within it.
    pub(super) fn read(&mut self, text: &[u8]) -> Option<(Piece, usize)> {
        self.clear();
        let mut tokenizer = Tokenizer::new_with_emitter(text, Reader(self));
        let Some(Ok(())) = tokenizer.next() else { return None };
        drop(tokenizer);
        Some((self.piece?, self.position))
    }

    /// The element's name, in lower case.
    pub(super) fn name(&self) -> &[u8] {
        &self.name
    }

    /// Names (in lower case) and values of the attributes, as written; what stands twice stands twice here.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.attributes.iter().map(|(name, value)| (&self.text[name.clone()], &self.text[value.clone()]))
    }

    /// The value of an attribute; where it stands twice, the first, as browsers take it.
    pub(super) fn get(&self, name: &[u8]) -> Option<&[u8]> {
        self.attributes().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    fn clear(&mut self) {
        self.name.clear();
        self.text.clear();
        self.attributes.clear();
        self.position = 0;
        self.piece = None;
        self.done = false;
    }

    fn emit(&mut self, piece: Piece) {
        self.piece = Some(piece);
        self.done = true;
    }
}

/// Fills a tag with what the tokenizer tells.
struct Reader<'t>(&'t mut Tag);

impl Emitter for Reader<'_> {
    type Token = ();

    fn set_last_start_tag(&mut self, _: Option<&[u8]>) {}

    fn emit_eof(&mut self) {}

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<()> {
        std::mem::take(&mut self.0.done).then_some(())
    }

    fn emit_string(&mut self, _: &[u8]) {}

    fn init_start_tag(&mut self) {
        self.0.piece = Some(Piece::Start);
    }

    fn init_end_tag(&mut self) {
        self.0.piece = Some(Piece::End);
    }

    fn init_comment(&mut self) {}

    fn emit_current_tag(&mut self) -> Option<State> {
        self.0.done = true;
        None
    }

    fn emit_current_comment(&mut self) {
        self.0.emit(Piece::Comment);
    }

    fn emit_current_doctype(&mut self) {
        self.0.emit(Piece::Doctype);
    }

    fn set_self_closing(&mut self) {}

    fn set_force_quirks(&mut self) {}

    fn push_tag_name(&mut self, text: &[u8]) {
        self.0.name.extend_from_slice(text);
    }

    fn push_comment(&mut self, _: &[u8]) {}

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn init_doctype(&mut self) {}

    fn init_attribute(&mut self) {
        let end = self.0.text.len();
        self.0.attributes.push((end..end, end..end));
    }

    fn push_attribute_name(&mut self, text: &[u8]) {
        self.0.text.extend_from_slice(text);
        let end = self.0.text.len();
        if let Some((name, value)) = self.0.attributes.last_mut() {
            name.end = end;
            *value = end..end;
        }
    }

    fn push_attribute_value(&mut self, text: &[u8]) {
        self.0.text.extend_from_slice(text);
        let end = self.0.text.len();
        if let Some((_, value)) = self.0.attributes.last_mut() {
            value.end = end;
        }
    }

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        false
    }

    fn move_position(&mut self, offset: isize) {
        self.0.position = self.0.position.saturating_add_signed(offset);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn read(text: &str) -> (Option<(Piece, usize)>, String) {
        let mut tag = Tag::default();
        let read = tag.read(text.as_bytes());
        let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let attributes = tag.attributes().map(|(name, value)| format!(" {}={}", words(name), words(value)));
        let shown = words(tag.name()) + &attributes.collect::<String>();
        (read, shown)
    }

    #[test]
    fn tags_are_read_as_browsers_read_them() {
        let start = |length, shown: &str| (Some((Piece::Start, length)), shown.to_owned());
        assert_eq!(read("<A HREF=x>b"), start(10, "a href=x"));
        assert_eq!(read("<a/onclick=x/y title>"), start(21, "a onclick=x/y title="));
        assert_eq!(read("<a title='>' b=\"&#106;&amp;\">c"), start(29, "a title=> b=j&"));
        assert_eq!(read("<a\r\nb\r\n=c>"), start(10, "a b=c"));
        assert_eq!(read("<a x=1 x=2>"), start(11, "a x=1 x=2"));
        assert_eq!(read("<br/>"), start(5, "br"));
        assert_eq!(read("</a b=c>d").0, Some((Piece::End, 8)));
        assert_eq!(read("<!-- > -->d").0, Some((Piece::Comment, 10)));
        assert_eq!(read("<!-->d").0, Some((Piece::Comment, 5)));
        assert_eq!(read("<!doctype html>d").0, Some((Piece::Doctype, 15)));
        assert_eq!(read("<a title='>").0, None);
    }
}
