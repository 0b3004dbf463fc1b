//! How [`Writer`] writes blocks: paragraphs, headings, code, tables, tasks; and leaves raw HTML out.
//!
//! Called from `render` with the tag that opens; what is read whole here (code, HTML) stops before its end tag,
//! which `render` sees as any other.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd};

use super::Heading;
use super::anchor::{attribute, is_name};
use super::highlight::highlight;
use super::html::{push_attribute, push_text};
use super::render::{Task, Writer};
use super::report::strip;

impl Writer<'_> {
    pub(super) fn paragraph(&mut self) {
        self.push("<p>");
        if let Task::Waiting(checkbox) = self.task {
            self.open_label(checkbox);
        }
    }

    /// A paragraph of which nothing remains (it was raw HTML) leaves nothing behind.
    pub(super) fn end_paragraph(&mut self) {
        if self.sink.html.ends_with("<p>") {
            self.sink.html.truncate(self.sink.html.len() - "<p>".len());
        } else {
            self.push("</p>\n");
        }
    }

    /// The box of a task; in a loose list the words come in a paragraph of their own.
    pub(super) fn task(&mut self, checkbox: &'static str) {
        if matches!(self.events.as_slice().first(), Some((Event::Start(Tag::Paragraph), _))) {
            self.task = Task::Waiting(checkbox);
        } else {
            self.open_label(checkbox);
        }
    }

    fn open_label(&mut self, checkbox: &str) {
        self.push("<label>");
        self.push(checkbox);
        self.push(" ");
        self.task = Task::Open;
    }

    pub(super) fn heading(&mut self, level: HeadingLevel, classes: &[CowStr<'_>], range: &Range<usize>) {
        let text = self.heading_words();
        let level = self.anchors.level(level);
        let id = self.anchors.next(&text);
        self.heading_level = level;
        let _never_fails = write!(self.sink.html, "<h{level}");
        push_attribute(&mut self.sink.html, "id", &id);
        let classes = self.heading_classes(classes, range);
        if !classes.is_empty() {
            push_attribute(&mut self.sink.html, "class", &classes);
        }
        self.push(">");
        self.body.headings.push(Heading { level, id, text });
    }

    /// The words of the heading that has just begun.
    fn heading_words(&self) -> String {
        let mut words = String::new();
        for (event, _) in self.events.as_slice() {
            match event {
                Event::End(TagEnd::Heading(_)) => break,
                Event::Text(text) | Event::Code(text) => words.push_str(text),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                _ => {}
            }
        }
        strip(words.trim()).into_owned()
    }

    fn heading_classes(&mut self, classes: &[CowStr<'_>], range: &Range<usize>) -> String {
        let (good, bad): (Vec<&str>, Vec<&str>) =
            classes.iter().map(AsRef::as_ref).partition(|class| is_name(class));
        for class in bad {
            let message = format!(
                "the heading class `{}` is not made of letters, digits, hyphens and underscores",
                class.escape_debug()
            );
            self.report.add(attribute(&self.report, range, message));
        }
        good.join(" ")
    }

    pub(super) fn code_block(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>) {
        let mut code = String::new();
        while let Some(event) = self.next_before(TagEnd::CodeBlock) {
            if let Event::Text(text) = event {
                code.push_str(&text);
            }
        }
        let code = self.report.clean(&code, range);
        let language = language(kind);
        self.push("<pre tabindex=\"0\"><code");
        if let Some(language) = &language {
            push_attribute(&mut self.sink.html, "class", &format!("language-{language}"));
        }
        self.push(">");
        match language.and_then(|language| self.highlighted(&language, &code)) {
            Some(html) => self.push(&html),
            None => push_text(&mut self.sink.html, &code),
        }
        self.push("</code></pre>\n");
    }

    fn highlighted(&mut self, language: &str, code: &str) -> Option<String> {
        let left = self.highlight_left.checked_sub(code.len())?;
        let html = highlight(language, code)?;
        self.highlight_left = left;
        Some(html)
    }

    pub(super) fn html_block(&mut self, range: &Range<usize>) {
        let mut html = String::new();
        while let Some(event) = self.next_before(TagEnd::HtmlBlock) {
            if let Event::Html(line) | Event::InlineHtml(line) | Event::Text(line) = event {
                html.push_str(&line);
            }
        }
        if !is_comment(&html) {
            self.report_html(range);
        }
    }

    /// Wide tables scroll in a box of their own, which the keyboard must reach; it is named by the heading above,
    /// the only words in the right language. A group and no region: several may stand below one heading.
    pub(super) fn table(&mut self, alignments: Vec<Alignment>) {
        self.table.alignments = alignments;
        self.table.in_head = true;
        self.table.column = 0;
        self.push("<div class=\"table\" tabindex=\"0\"");
        if let Some(heading) = self.body.headings.last() {
            self.sink.html.push_str(" role=\"group\"");
            push_attribute(&mut self.sink.html, "aria-labelledby", &heading.id);
        }
        self.push("><table>\n");
    }

    /// An empty cell in the head is no heading of a column.
    pub(super) fn cell(&mut self) {
        let empty = matches!(self.events.as_slice().first(), Some((Event::End(TagEnd::TableCell), _)));
        let (start, end) =
            if self.table.in_head && !empty { ("<th scope=\"col\"", "</th>") } else { ("<td", "</td>") };
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-start\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-end\">",
            Some(Alignment::None) | None => ">",
        };
        self.push(start);
        self.push(class);
        self.table.cell_end = end;
    }
}

/// The first word of a fence's info string, if it can be the name of a language.
fn language(kind: &CodeBlockKind<'_>) -> Option<String> {
    let CodeBlockKind::Fenced(info) = kind else { return None };
    let word = info.split([' ', '\t', ',', '{']).next()?;
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "+#-_.".contains(letter);
    (!word.is_empty() && word.chars().all(fits)).then(|| word.to_ascii_lowercase())
}

/// Whether raw HTML is nothing but comments.
pub(super) fn is_comment(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some(comment) = rest.strip_prefix("<!--") {
        // `<!-->` is a whole comment, so the end may begin with the last hyphens of the beginning.
        let end = rest[2..].find("-->").map_or(rest.len(), |at| 2 + at + 3);
        rest = if comment.is_empty() { "" } else { rest[end..].trim_start() };
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments() {
        for html in
            ["<!-- a -->", "<!---->", "<!-->", "<!-- a --> \n <!-- b -->\n", "<!-- never closed", "<!--"]
        {
            assert!(is_comment(html), "{html}");
        }
        for html in ["<b>", "<!-- a --><b>", "<!DOCTYPE html>", "<!-- a --> b"] {
            assert!(!is_comment(html), "{html}");
        }
    }

    #[test]
    fn languages() {
        let of = |info: &'static str| language(&CodeBlockKind::Fenced(info.into()));
        assert_eq!(of("Rust,ignore").as_deref(), Some("rust"));
        assert_eq!(of("c++ x").as_deref(), Some("c++"));
        assert_eq!(of("x\"onclick=y"), None);
        assert_eq!(of(""), None);
    }
}
