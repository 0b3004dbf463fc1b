//! XML, element by element; texts and attributes are escaped.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// A document, or a piece of one, under way.
pub(super) struct Xml(Writer<Vec<u8>>);

/// Names and values.
type Attributes<'a> = &'a [(&'a str, &'a str)];

#[expect(clippy::expect_used, reason = "memory takes all that is written")]
impl Xml {
    /// A piece, which has no declaration.
    pub(super) fn piece() -> Self {
        Self(Writer::new(Vec::new()))
    }

    /// A document in UTF-8.
    pub(super) fn document() -> Self {
        let mut xml = Self::piece();
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        xml.line_end();
        xml
    }

    pub(super) fn open(&mut self, name: &str, attributes: Attributes<'_>) {
        self.write(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())));
    }

    pub(super) fn close(&mut self, name: &str) {
        self.write(Event::End(BytesEnd::new(name)));
        self.line_end();
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.write(Event::Empty(BytesStart::new(name).with_attributes(attributes.iter().copied())));
        self.line_end();
    }

    /// An element with a text.
    pub(super) fn text(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.open(name, attributes);
        self.write(Event::Text(BytesText::new(text)));
        self.close(name);
    }

    /// A piece that was written before.
    pub(super) fn raw(&mut self, piece: &[u8]) {
        self.0.get_mut().extend_from_slice(piece);
    }

    pub(super) fn line_end(&mut self) {
        self.raw(b"\n");
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0.into_inner()
    }

    fn write(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect("an event in memory");
    }
}
