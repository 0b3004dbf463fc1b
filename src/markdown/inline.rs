//! How [`Writer`] writes what stands in a line: links, pictures, references to footnotes; and leaves raw HTML out.
//!
//! A link or picture that is not allowed is reported and shown as its words. Links never nest, whatever Markdown
//! says: HTML forbids it.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::block::is_comment;
use super::destination::{self, Destination, Refusal};
use super::html::push_attribute;
use super::render::Writer;
use super::{Link, Piece, Target};
use crate::diagnostic::{Code, Diagnostic};

/// A link or picture as it was written.
pub(super) struct Written<'a> {
    pub(super) kind: LinkType,
    pub(super) destination: &'a str,
    pub(super) title: &'a str,
    /// The label, of a reference.
    pub(super) label: &'a str,
    pub(super) range: &'a Range<usize>,
}

impl Writer<'_> {
    pub(super) fn link(&mut self, written: &Written<'_>) {
        if self.in_link() {
            self.link_ends.push("");
            return;
        }
        let destination = match written.kind {
            LinkType::WikiLink { .. } => destination::read_wikilink(written.destination),
            LinkType::Email => destination::mail(written.destination).map(Destination::Mail),
            _ => destination::read(written.destination),
        };
        match destination {
            Ok(Destination::Inside(target)) => self.inner_link(target, written),
            Ok(Destination::Web(href)) => {
                self.push("<a class=\"external\" rel=\"noreferrer noopener\"");
                self.outer_link(&href, written);
            }
            Ok(Destination::Mail(href)) => {
                self.push("<a");
                self.outer_link(&href, written);
            }
            Err(refusal) => {
                self.refuse(&refusal, written);
                self.link_ends.push("");
            }
        }
    }

    fn inner_link(&mut self, target: Target, written: &Written<'_>) {
        self.push("<a");
        let link =
            self.link_hole(Link { span: self.report.place(&self.find(written)), target, picture: false });
        self.title(written);
        self.push(">");
        if self.skip_words(written.kind) {
            self.sink.hole(Piece::Name(link));
        }
        self.link_ends.push("</a>");
    }

    /// `href` is escaped.
    fn outer_link(&mut self, href: &str, written: &Written<'_>) {
        self.push(" href=\"");
        self.push(href);
        self.push("\"");
        self.title(written);
        self.push(">");
        if self.link_ends_now() {
            self.text(written.destination, written.range);
        }
        self.link_ends.push("</a>");
    }

    /// Leaves out the words of a link if they only repeat the destination; whether the link has none.
    fn skip_words(&mut self, kind: LinkType) -> bool {
        if matches!(kind, LinkType::WikiLink { has_pothole: false } | LinkType::Autolink) {
            while self.next_before(TagEnd::Link).is_some() {}
        }
        self.link_ends_now()
    }

    fn link_ends_now(&self) -> bool {
        matches!(self.events.as_slice().first(), Some((Event::End(TagEnd::Link), _)))
    }

    fn in_link(&self) -> bool {
        self.link_ends.iter().any(|end| !end.is_empty())
    }

    pub(super) fn picture(&mut self, written: &Written<'_>) {
        let words = self.picture_words();
        let words = self.report.clean(&words, written.range);
        match destination::read_picture(written.destination) {
            Ok(target) => {
                self.push("<img");
                self.link_hole(Link { span: self.report.place(&self.find(written)), target, picture: true });
                push_attribute(&mut self.sink.html, "alt", &words);
                self.title(written);
                self.push(" loading=\"lazy\" decoding=\"async\">");
            }
            Err(refusal) => {
                self.refuse(&refusal, written);
                self.text(&words, written.range);
            }
        }
    }

    /// What a picture shows, in words: everything up to its end, without markup.
    fn picture_words(&mut self) -> String {
        let mut words = String::new();
        let mut inner = 0_usize;
        while let Some((event, _)) = self.events.as_slice().first() {
            match event {
                Event::End(TagEnd::Image) if inner == 0 => break,
                Event::Start(Tag::Image { .. }) => inner += 1,
                Event::End(TagEnd::Image) => inner -= 1,
                Event::Text(text) | Event::Code(text) => words.push_str(text),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                _ => {}
            }
            self.events.next();
        }
        words
    }

    fn link_hole(&mut self, link: Link) -> usize {
        let at = self.body.links.len();
        self.body.links.push(link);
        self.sink.hole(Piece::Attributes(at));
        at
    }

    fn title(&mut self, written: &Written<'_>) {
        if !written.title.is_empty() {
            let title = self.report.clean(written.title, written.range);
            push_attribute(&mut self.sink.html, "title", &title);
        }
    }

    fn refuse(&mut self, refusal: &Refusal, written: &Written<'_>) {
        let place = self.report.place(&self.find(written));
        self.report.add(refusal.diagnostic(place));
    }

    /// Where the destination was written: in the link, or in the definition that it refers to.
    fn find(&self, written: &Written<'_>) -> Range<usize> {
        let find = |range: &Range<usize>, opening: &str| {
            destination::find(self.report.source, range, opening, written.destination)
        };
        match written.kind {
            LinkType::Inline => find(written.range, "]("),
            LinkType::WikiLink { .. } => find(written.range, "[["),
            LinkType::Autolink | LinkType::Email => find(written.range, "<"),
            _ => match self.definitions.get(written.label) {
                Some(definition) => find(&definition.span, "]:"),
                None => written.range.clone(),
            },
        }
    }

    /// A number that leads to the note; within a link only the number, since links must not nest.
    pub(super) fn footnote_reference(&mut self, label: &str, range: &Range<usize>) {
        let Some(reference) = self.notes.refer(label) else {
            return self.text(&format!("[^{label}]"), range);
        };
        let (id, number) = (reference.id(), reference.number);
        let html = if self.in_link() {
            format!("<sup class=\"footnote-reference\" id=\"{id}\">{number}</sup>")
        } else {
            format!(
                "<sup class=\"footnote-reference\"><a href=\"#footnote-{number}\" id=\"{id}\" role=\"doc-noteref\">{number}</a></sup>"
            )
        };
        self.push(&html);
    }

    /// One warning for a run of tags; a closing tag belongs to the opening one, of which was warned.
    pub(super) fn inline_html(&mut self, html: &str, range: &Range<usize>) {
        let in_run = self.html_end == range.start;
        self.html_end = range.end;
        if is_comment(html) {
            return;
        }
        if html.starts_with("</") && self.unclosed_html > 0 {
            self.unclosed_html -= 1;
            return;
        }
        self.unclosed_html += usize::from(!html.starts_with("</"));
        if !in_run {
            self.report_html(range);
        }
    }

    pub(super) fn report_html(&mut self, range: &Range<usize>) {
        let place = self.report.place(range);
        self.report.add(
            Diagnostic::new(Code::RawHtml, place, "HTML in a text is left out of the page")
                .help("write it in Markdown, or put it between backticks to show it"),
        );
    }
}
