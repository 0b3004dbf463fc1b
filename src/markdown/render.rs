//! Markdown events become a [`Body`].
//!
//! [`render`] parses once, looks through the events for what must be known beforehand (headings, footnotes), then
//! writes them in one pass. The invariant: only tags named here reach the output, every one that opens closes,
//! and every text is cleaned and escaped on its way. Raw HTML is dropped event by event, so there is nothing to
//! sanitise afterwards.

use std::fmt::Write as _;
use std::ops::Range;
use std::vec::IntoIter;

use pulldown_cmark::{Alignment, BlockQuoteKind, Event, Options, Parser, RefDefs, Tag, TagEnd};

use super::anchor::Anchors;
use super::footnote::Notes;
use super::highlight::MAX_PER_BODY;
use super::html::push_text;
use super::inline::Written;
use super::report::Report;
use super::{Block, Body, Piece};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::FileId;

/// Lists, quotations and emphasis may be nested this deep; what is deeper is shown at this depth.
pub const MAX_DEPTH: usize = 64;

/// A body with a line that opens more levels than this is not read at all.
pub const MAX_MARKERS: usize = 256;

/// Renders the Markdown in `text[range]`. A range that does not fit the text is an empty body.
pub fn render(file: FileId, text: &str, range: Range<usize>, diagnostics: &mut Vec<Diagnostic>) -> Body {
    let source = text.get(range.clone()).unwrap_or_default();
    let mut report = Report::new(file, source, range.start, diagnostics);
    if let Some(line) = overindented(source) {
        report_depth(&mut report, &line, MAX_MARKERS);
        return Body::default();
    }
    let mut parser = Parser::new_ext(source, options()).into_offset_iter();
    // Prose has an event about every 16 bytes; the parser gives no hint, and growing copies them all.
    let mut events = Vec::with_capacity(source.len() / 16);
    events.extend(parser.by_ref());
    let anchors = Anchors::survey(&events, &mut report);
    let notes = Notes::survey(&events);
    Writer::new(events, parser.reference_definitions(), report, anchors, notes).write()
}

/// The first line that begins with more marks of lists and quotations, or as much indentation, as no text for
/// people has. The parser would keep them all open, and its time grows with their number times that of lines.
fn overindented(source: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        if line.len() > MAX_MARKERS && marker_levels(line) > MAX_MARKERS {
            return Some(start..start);
        }
        start += line.len();
    }
    None
}

/// How many levels a line's beginning can open at most: a mark opens one, two columns of space continue one.
fn marker_levels(line: &str) -> usize {
    let bytes = line.as_bytes();
    let mut marks = 0;
    let mut columns = 0;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4,
            b'>' => marks += 1,
            b'-' | b'+' | b'*' | b'.' | b')' | b':' => {
                marks += usize::from(bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace));
            }
            b'0'..=b'9' => {}
            _ => break,
        }
    }
    marks + columns / 2
}

fn report_depth(report: &mut Report<'_>, range: &Range<usize>, limit: usize) {
    let message = format!("lists, quotations or emphasis are nested more than {limit} deep");
    let place = report.place(range);
    report.add(Diagnostic::new(Code::NestedTooDeep, place, message).help("write it flatter"));
}

/// CommonMark and the format's extensions (manual, format.md#bodies). Quotation marks and dashes stay as typed.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// Where HTML and holes are written to.
#[derive(Default)]
pub(super) struct Sink {
    pieces: Vec<Piece>,
    /// Behind the last hole.
    pub(super) html: String,
}

impl Sink {
    /// Puts a hole behind what is written.
    pub(super) fn hole(&mut self, piece: Piece) {
        self.flush();
        self.pieces.push(piece);
    }

    /// Puts the other behind.
    pub(super) fn append(&mut self, other: Self) {
        if !other.pieces.is_empty() {
            self.flush();
            self.pieces.extend(other.pieces);
        }
        self.html.push_str(&other.html);
    }

    /// The buffer stays for what comes next: a piece is kept as long as the site, and takes no more than its length.
    fn flush(&mut self) {
        if !self.html.is_empty() {
            self.pieces.push(Piece::Html(self.html.clone()));
            self.html.clear();
        }
    }
}

/// Writes the body; `block` and `inline` hold what it does with each kind of tag.
pub(super) struct Writer<'a> {
    pub(super) events: IntoIter<(Event<'a>, Range<usize>)>,
    pub(super) definitions: &'a RefDefs<'a>,
    pub(super) report: Report<'a>,
    pub(super) anchors: Anchors,
    pub(super) notes: Notes,
    pub(super) body: Body,
    pub(super) sink: Sink,
    /// The footnotes being written, each with the sink that it interrupted.
    pub(super) interrupted: Vec<(usize, Sink)>,
    /// How many tags are open.
    pub(super) open: usize,
    /// How many lists, quotations and emphases are open.
    pub(super) depth: usize,
    pub(super) too_deep: bool,
    /// What ends each open link: nothing, where its words alone are shown.
    pub(super) link_ends: Vec<&'static str>,
    pub(super) heading_level: u8,
    pub(super) table: Table,
    pub(super) task: Task,
    /// How many bytes of code may still be highlighted.
    pub(super) highlight_left: usize,
    /// Inline HTML: how many tags wait for their closing one, and where the last one ended.
    pub(super) unclosed_html: usize,
    pub(super) html_end: usize,
}

#[derive(Default)]
pub(super) struct Table {
    pub(super) alignments: Vec<Alignment>,
    pub(super) column: usize,
    pub(super) in_head: bool,
    /// What ends the open cell.
    pub(super) cell_end: &'static str,
}

/// The box of a task list's item, which is labelled by the words behind it.
#[derive(Default, PartialEq, Eq)]
pub(super) enum Task {
    #[default]
    None,
    /// The box waits for the paragraph that holds the words.
    Waiting(&'static str),
    /// The label is open.
    Open,
}

impl<'a> Writer<'a> {
    fn new(
        events: Vec<(Event<'a>, Range<usize>)>,
        definitions: &'a RefDefs<'a>,
        report: Report<'a>,
        anchors: Anchors,
        notes: Notes,
    ) -> Self {
        Self {
            events: events.into_iter(),
            definitions,
            report,
            anchors,
            notes,
            body: Body::default(),
            sink: Sink::default(),
            interrupted: Vec::new(),
            open: 0,
            depth: 0,
            too_deep: false,
            link_ends: Vec::new(),
            heading_level: 2,
            table: Table::default(),
            task: Task::None,
            highlight_left: MAX_PER_BODY,
            unclosed_html: 0,
            html_end: usize::MAX,
        }
    }

    fn write(mut self) -> Body {
        while let Some((event, range)) = self.events.next() {
            self.event(event, &range);
        }
        std::mem::take(&mut self.notes).write(&mut self.sink);
        self.end_block();
        self.body.links.shrink_to_fit();
        self.body.headings.shrink_to_fit();
        self.body.blocks.shrink_to_fit();
        self.body
    }

    fn event(&mut self, event: Event<'a>, range: &Range<usize>) {
        if self.task == Task::Open && ends_label(&event) {
            self.push("</label>");
            self.task = Task::None;
        }
        match event {
            Event::Start(tag) => {
                if self.open == 0 {
                    self.sink.html.reserve(range.len() + range.len() / 4);
                }
                self.open += 1;
                self.start(tag, range);
            }
            Event::End(tag) => self.end(tag),
            // Mathematics is not among the options.
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, range),
            Event::Code(code) => {
                self.push("<code>");
                let code = self.report.clean(&code, range);
                push_text(&mut self.sink.html, &code);
                self.push("</code>");
            }
            Event::InlineHtml(html) | Event::Html(html) => self.inline_html(&html, range),
            Event::SoftBreak => self.push("\n"),
            Event::HardBreak => self.push("<br>\n"),
            Event::Rule => {
                self.push("<hr>\n");
                self.end_block_at_top();
            }
            Event::FootnoteReference(label) => self.footnote_reference(&label, range),
            Event::TaskListMarker(true) => self.task("<input type=\"checkbox\" disabled checked>"),
            Event::TaskListMarker(false) => self.task("<input type=\"checkbox\" disabled>"),
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => self.paragraph(),
            Tag::Heading { level, classes, .. } => self.heading(level, &classes, range),
            Tag::BlockQuote(kind) => self.nest(quotation(kind), range),
            Tag::CodeBlock(kind) => self.code_block(&kind, range),
            Tag::HtmlBlock => self.html_block(range),
            Tag::List(None) => self.nest("<ul>\n", range),
            Tag::List(Some(1)) => self.nest("<ol>\n", range),
            Tag::List(Some(first)) => self.nest(&format!("<ol start=\"{first}\">\n"), range),
            Tag::Item => self.push_within("<li>"),
            Tag::FootnoteDefinition(_) => {
                let note = self.notes.begin();
                self.interrupted.push((note, std::mem::take(&mut self.sink)));
            }
            Tag::DefinitionList => self.nest("<dl>\n", range),
            Tag::DefinitionListTitle => self.push_within("<dt>"),
            Tag::DefinitionListDefinition => self.push_within("<dd>"),
            Tag::Table(alignments) => self.table(alignments),
            Tag::TableHead => self.push("<thead>\n<tr>"),
            Tag::TableRow => {
                self.table.column = 0;
                self.push("<tr>");
            }
            Tag::TableCell => self.cell(),
            Tag::Emphasis => self.nest("<em>", range),
            Tag::Strong => self.nest("<strong>", range),
            Tag::Strikethrough => self.nest("<del>", range),
            Tag::Link { link_type: kind, dest_url, title, id } => {
                let (destination, title, label) = (&*dest_url, &*title, &*id);
                self.link(&Written { kind, destination, title, label, range });
            }
            Tag::Image { link_type: kind, dest_url, title, id } => {
                let (destination, title, label) = (&*dest_url, &*title, &*id);
                self.picture(&Written { kind, destination, title, label, range });
            }
            // Not among the options.
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(_) => {
                let level = self.heading_level;
                let _never_fails = writeln!(self.sink.html, "</h{level}>");
            }
            TagEnd::BlockQuote(None) => self.unnest("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.unnest("</div>\n"),
            TagEnd::List(false) => self.unnest("</ul>\n"),
            TagEnd::List(true) => self.unnest("</ol>\n"),
            TagEnd::Item => self.push_within("</li>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some((note, sink)) = self.interrupted.pop() {
                    self.notes.end(note, std::mem::replace(&mut self.sink, sink));
                }
            }
            TagEnd::DefinitionList => self.unnest("</dl>\n"),
            TagEnd::DefinitionListTitle => self.push_within("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.push_within("</dd>\n"),
            TagEnd::Table => self.push("</tbody>\n</table></div>\n"),
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.push("</tr>\n</thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.push("</tr>\n"),
            TagEnd::TableCell => {
                self.table.column += 1;
                self.push(self.table.cell_end);
            }
            TagEnd::Emphasis => self.unnest("</em>"),
            TagEnd::Strong => self.unnest("</strong>"),
            TagEnd::Strikethrough => self.unnest("</del>"),
            TagEnd::Link => {
                let end = self.link_ends.pop().unwrap_or_default();
                self.push(end);
            }
            // Written whole at their beginning, or not among the options.
            TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
        self.leave();
    }

    /// Counts a closed tag; when none is open any more, the block is whole.
    fn leave(&mut self) {
        self.open = self.open.saturating_sub(1);
        self.end_block_at_top();
    }

    fn end_block_at_top(&mut self) {
        if self.open == 0 {
            self.end_block();
        }
    }

    fn end_block(&mut self) {
        self.sink.flush();
        if !self.sink.pieces.is_empty() {
            // Moved into a list of their number; the long one stays for the next block.
            self.body.blocks.push(Block { pieces: self.sink.pieces.drain(..).collect() });
        }
    }

    pub(super) fn push(&mut self, html: &str) {
        self.sink.html.push_str(html);
    }

    /// Writes a text of the source.
    pub(super) fn text(&mut self, text: &str, range: &Range<usize>) {
        let text = self.report.isolate(text, range);
        push_text(&mut self.sink.html, &text);
    }

    /// Opens an element that can hold its like, unless it would be nested too deep.
    fn nest(&mut self, html: &str, range: &Range<usize>) {
        self.depth += 1;
        self.push_within(html);
        if self.depth > MAX_DEPTH && !self.too_deep {
            self.too_deep = true;
            report_depth(&mut self.report, &(range.start..range.start), MAX_DEPTH);
        }
    }

    fn unnest(&mut self, html: &str) {
        self.push_within(html);
        self.depth = self.depth.saturating_sub(1);
    }

    /// Writes a tag of an element at this depth, unless that is too deep.
    fn push_within(&mut self, html: &str) {
        if self.depth <= MAX_DEPTH {
            self.push(html);
        }
    }

    /// The next event, if it does not end the element that `end` names.
    pub(super) fn next_before(&mut self, end: TagEnd) -> Option<Event<'a>> {
        let (next, _) = self.events.as_slice().first()?;
        if *next == Event::End(end) { None } else { self.events.next().map(|(event, _)| event) }
    }
}

const fn quotation(kind: Option<BlockQuoteKind>) -> &'static str {
    match kind {
        None => "<blockquote>\n",
        Some(BlockQuoteKind::Note) => "<div class=\"alert alert-note\" role=\"note\">\n",
        Some(BlockQuoteKind::Tip) => "<div class=\"alert alert-tip\" role=\"note\">\n",
        Some(BlockQuoteKind::Important) => "<div class=\"alert alert-important\" role=\"note\">\n",
        Some(BlockQuoteKind::Warning) => "<div class=\"alert alert-warning\" role=\"note\">\n",
        Some(BlockQuoteKind::Caution) => "<div class=\"alert alert-caution\" role=\"note\">\n",
    }
}

/// Whether the words behind a task's box end here.
const fn ends_label(event: &Event<'_>) -> bool {
    match event {
        Event::End(TagEnd::Item | TagEnd::Paragraph | TagEnd::Heading(_)) | Event::Rule => true,
        Event::Start(tag) => !matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        _ => false,
    }
}
