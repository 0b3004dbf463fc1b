//! Looks at pages, one after the other, and remembers the tags it has judged.
//!
//! A page may hold fragments: stretches that the program put there. One that was judged apart, as [`Judged`], is not read
//! again: what it says of the page is what the page's own tags would say. That holds where a fragment begins and ends
//! between tags, which is seen on each page, and where it closes what it opens, which is seen when it is judged.
//!
//! The pages of a site are made of the same few tags: the same bytes, read from the same state of the tokenizer, are the
//! same tag, so a tag without fault is judged once in a folder. Nothing is remembered but whole tags: bytes from `<` to
//! the first `>`, where the tokenizer said that the tag ends there.

use std::collections::HashMap;
use std::ops::Range;

use memchr::memchr;
use rustc_hash::FxBuildHasher;

use super::address::Base;
use super::page::{Angle, angle, place, wrong_beginning, wrong_text};
use super::plain::{self, PlainTag};
use super::rules::{self, Document, Said, Wrong};
use super::tag::{Piece, Tag};
use super::{AT_THE_HOST, Fault, Gate, Inspected, Missing, Target, hashed};
use crate::diagnostic::Code;

/// How many tags are remembered at most: what fits into a processor's cache is enough.
const REMEMBERED: usize = 16_384;

/// The folder in which fragments are judged: no file can be in it.
const APART: &str = "\u{1}/";

/// Elements that have no end (WHATWG HTML, "void elements").
const VOID: [&[u8]; 13] = [
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"source",
    b"track", b"wbr",
];

/// How many faults of a page are told.
const TOLD: usize = 20;

/// Looks at pages; one for each thread.
#[derive(Debug)]
pub struct Inspector<'g> {
    gate: &'g Gate<'g>,
    tag: Tag,
    said: Said,
    /// The folder that is worked in, and its addresses.
    folder: Option<(&'g str, Base)>,
    judged: HashMap<Box<[u8]>, Marks, FxBuildHasher>,
    seen: Seen,
    /// Elements that are open in the fragment at hand.
    open: Vec<Vec<u8>>,
}

/// A stretch of a page that the program put there.
#[derive(Clone, Debug)]
pub struct Part<'p> {
    /// Where it is.
    pub at: Range<usize>,
    /// What is known of it; `None`: it is read with the page.
    pub judged: Option<&'p Judged>,
    /// What it was made by: the file of the template, without folder and ending.
    pub template: &'static str,
}

/// What was seen of a fragment, wherever it is put.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Nothing is wrong with it; what it says of its page.
    seen: Option<SeenApart>,
}

#[derive(Clone, Debug)]
struct SeenApart {
    ids: Box<[u32]>,
    here: Box<[u32]>,
    there: Box<[(u32, u32)]>,
}

/// What a tag without fault says of its page.
#[derive(Clone, Copy, Debug, Default)]
struct Marks {
    id: Option<u32>,
    /// The place on the page that it leads to.
    here: Option<u32>,
}

/// What was seen of the page at hand.
#[derive(Debug, Default)]
struct Seen {
    ids: Vec<u32>,
    here: Vec<u32>,
    there: Vec<(u32, u32)>,
    faults: Vec<(usize, Wrong)>,
    /// A fragment that does not close what it opens, or closes more: where it is, and its template.
    unclosed: Option<(usize, &'static str)>,
}

impl<'g> Inspector<'g> {
    /// An inspector that has seen nothing.
    #[must_use]
    pub fn new(gate: &'g Gate<'g>) -> Self {
        let (tag, said, seen) = <(Tag, Said, Seen)>::default();
        Self { gate, tag, said, folder: None, judged: HashMap::default(), seen, open: Vec::new() }
    }

    /// Looks at the page of a number, which a template made; `parts` are its fragments, in order.
    pub fn inspect(
        &mut self,
        number: usize,
        template: &'static str,
        html: &[u8],
        parts: &[Part<'_>],
    ) -> Inspected {
        self.enter(number);
        if let Some(wrong) = wrong_beginning(html, &mut self.tag) {
            self.seen.faults.push(wrong);
        }
        self.parts(html, parts);
        let Seen { ids, here, there, faults, unclosed } = &mut self.seen;
        ids.sort_unstable();
        here.sort_unstable();
        here.dedup();
        there.sort_unstable();
        there.dedup();
        let repeated = ids.windows(2).any(|pair| pair[0] == pair[1]);
        let lost = here.iter().any(|id| ids.binary_search(id).is_err());
        let found = Inspected {
            template,
            ids: ids.as_slice().into(),
            there: there.as_slice().into(),
            faults: faults.drain(..).take(TOLD).map(|(at, wrong)| fault(html, at, wrong)).collect(),
            of_fragment: unclosed.take().map(|(at, template)| (template, fault(html, at, unbalanced()))),
        };
        ids.clear();
        here.clear();
        there.clear();
        if repeated || lost { self.with_places(html, found) } else { found }
    }

    /// Looks at a fragment by itself. In the place of the page's root it has `../`; it is read as if in a folder that no
    /// page is in, so that it leads nowhere but through the root.
    pub fn judge(&mut self, html: &[u8]) -> Judged {
        if self.folder.as_ref().is_none_or(|(folder, _)| *folder != APART) {
            self.judged.clear();
            let base = Base::of_folder(APART, self.gate.site.as_ref());
            self.folder = base.map(|base| (APART, base));
        }
        // What is left open would take in what follows.
        let followed = [html, b"<p>"].concat();
        let end = self.part(&followed, &(0..html.len()), "");
        let Seen { ids, here, there, faults, unclosed } = std::mem::take(&mut self.seen);
        let is_fine = faults.is_empty() && unclosed.is_none() && end == html.len();
        let seen = is_fine.then(|| SeenApart { ids: ids.into(), here: here.into(), there: there.into() });
        Judged { seen }
    }

    /// Where a page leads to places that are not there.
    pub fn locate(&mut self, number: usize, html: &[u8], missing: &Missing, inspected: &mut Inspected) {
        self.enter(number);
        let mut faults = Vec::new();
        self.start_tags(html, |at, said| {
            for (page, place) in
                said.there.iter().filter(|(page, id)| missing.0.contains(&(*page, hashed(id))))
            {
                faults.push((at, *page, place.clone()));
            }
        });
        let told = faults.into_iter().map(|(at, page, id)| {
            fault(html, at, lost(&id, &format!("`{}`", self.gate.pages[page as usize])))
        });
        inspected.faults.extend(told.take(TOLD));
    }

    /// Makes ready for a page: other folders have other addresses.
    fn enter(&mut self, number: usize) {
        let path = self.gate.pages[number];
        let name = match self.gate.stand_ins.contains(path) {
            true => AT_THE_HOST,
            false => &path[..path.rfind('/').map_or(0, |end| end + 1)],
        };
        if self.folder.as_ref().is_some_and(|(folder, _)| *folder == name) {
            return;
        }
        self.judged.clear();
        let site = self.gate.site.as_ref();
        let base = match name {
            AT_THE_HOST => Base::of_host(&self.gate.top, site),
            folder => Base::of_folder(folder, site),
        };
        self.folder = base.map(|base| (name, base));
    }

    /// Goes from tag to tag, and over the fragments that are known.
    fn parts(&mut self, html: &[u8], parts: &[Part<'_>]) {
        let mut at = 0;
        for part in parts.iter().filter(|part| !part.at.is_empty()) {
            at = self.tags(html, at..part.at.start);
            if at > part.at.start || is_within_text(&html[..part.at.start]) {
                self.refuse(part.at.start, misplaced(part.template));
                at = at.max(part.at.end);
                continue;
            }
            at = match part.judged.and_then(|judged| judged.seen.as_ref()) {
                Some(known) => {
                    self.seen.ids.extend_from_slice(&known.ids);
                    self.seen.here.extend_from_slice(&known.here);
                    self.seen.there.extend_from_slice(&known.there);
                    part.at.end
                }
                None => self.part(html, &part.at, part.template),
            };
        }
        self.tags(html, at..html.len());
    }

    /// Reads a fragment, which must close what it opens; where the reading ends.
    fn part(&mut self, html: &[u8], part: &Range<usize>, template: &'static str) -> usize {
        let mut at = part.start;
        self.open.clear();
        while let Some(next) = memchr(b'<', &html[at..part.end]) {
            let start = at + next;
            let mut open = std::mem::take(&mut self.open);
            at = self.piece(html, start);
            let is_balanced = follow(&html[start..at.min(html.len())], &mut open);
            self.open = open;
            if !is_balanced {
                self.unclosed(start, template);
                self.open.clear();
            }
            if at >= part.end {
                break;
            }
        }
        if at > part.end || !self.open.is_empty() {
            self.unclosed(part.start, template);
        }
        at.max(part.end)
    }

    /// Goes from tag to tag, as far as tags begin in a stretch; where the reading ends.
    fn tags(&mut self, html: &[u8], stretch: Range<usize>) -> usize {
        let mut at = stretch.start;
        while at < stretch.end
            && let Some(next) = memchr(b'<', &html[at..stretch.end])
        {
            at = self.piece(html, at + next);
        }
        at.max(stretch.end)
    }

    /// Looks at what is at a `<`; where it ends.
    fn piece(&mut self, html: &[u8], start: usize) -> usize {
        let rest = &html[start..];
        start
            + match angle(rest) {
                Angle::End(length) => length,
                Angle::Text => 1,
                Angle::Start => self.start_tag(start, rest),
                Angle::Other => self.other(start, rest),
                Angle::Odd => {
                    self.refuse(start, odd());
                    1
                }
            }
    }

    /// A start tag and, of those read by rules of their own, the text; how long it is.
    fn start_tag(&mut self, start: usize, rest: &[u8]) -> usize {
        if let Some(plain) = plain::read(rest)
            && self.take_plain(&plain)
        {
            return plain.length;
        }
        let first_end = memchr(b'>', rest).map_or(rest.len(), |end| end + 1);
        if let Some(marks) = self.judged.get(&rest[..first_end]) {
            self.seen.ids.extend(marks.id);
            self.seen.here.extend(marks.here);
            return first_end;
        }
        let Some((_, length)) = self.tag.read(rest) else {
            self.refuse(start, odd());
            return rest.len();
        };
        let Some((_, base)) = &self.folder else { return rest.len() };
        rules::judge(&self.tag, Document::Page, base, self.gate, &mut self.said);
        let text = wrong_text(&self.tag, &rest[length..]);
        let reads_text = matches!(self.tag.name(), b"title" | b"textarea" | b"script");
        self.said.wrong.extend(text);
        let can_be_kept = self.said.wrong.is_empty() && length == first_end && !reads_text;
        let marks = self.take_said(start);
        if let (Some(marks), true) = (marks, can_be_kept) {
            if self.judged.len() == REMEMBERED {
                self.judged.clear();
            }
            self.judged.insert(rest[..length].into(), marks);
        }
        length
    }

    /// Writes down what a plain tag says. `false`: its link has to be looked at more closely, and nothing was written.
    fn take_plain(&mut self, plain: &PlainTag<'_>) -> bool {
        if let Some(href) = plain.href {
            let Some((_, base)) = &self.folder else { return false };
            match base.plain_parts(href) {
                Some(("", "", place)) => self.seen.here.extend((!place.is_empty()).then(|| hashed(place))),
                Some((folder, below, place)) => {
                    let target = match folder {
                        "" => self.gate.files.get(below),
                        folder => self.gate.files.get(&*[folder, below].concat()),
                    };
                    match target {
                        None => return false,
                        Some(Target::Page(page)) if !place.is_empty() => {
                            self.seen.there.push((*page, hashed(place)));
                        }
                        Some(_) => {}
                    }
                }
                None => return false,
            }
        }
        self.seen.ids.extend(plain.id.map(hashed));
        true
    }

    /// Writes down what a tag said. `None`: more than can be kept of it.
    fn take_said(&mut self, start: usize) -> Option<Marks> {
        let Said { wrong, id, here, there } = &mut self.said;
        let few = here.len() < 2;
        let id = id.take().map(|id| hashed(&id));
        let first = here.first().map(|id| hashed(id));
        self.seen.ids.extend(id);
        self.seen.here.extend(here.drain(..).map(|id| hashed(&id)));
        self.seen.there.extend(there.drain(..).map(|(page, id)| (page, hashed(&id))));
        self.seen.faults.extend(wrong.drain(..).map(|wrong| (start, wrong)));
        few.then_some(Marks { id, here: first })
    }

    fn other(&mut self, start: usize, rest: &[u8]) -> usize {
        match self.tag.read(rest) {
            Some((_, length)) => length,
            None => {
                self.refuse(start, odd());
                rest.len()
            }
        }
    }

    fn refuse(&mut self, at: usize, wrong: Wrong) {
        self.seen.faults.push((at, wrong));
    }

    fn unclosed(&mut self, at: usize, template: &'static str) {
        self.seen.unclosed = Some((at, template));
    }

    /// Adds where on the page an id stands twice, and where it leads to a place that is not there.
    fn with_places(&mut self, html: &[u8], mut found: Inspected) -> Inspected {
        let (mut before, mut faults) = (std::collections::HashSet::new(), Vec::new());
        self.start_tags(html, |at, said| {
            if let Some(id) = &said.id
                && !before.insert(id.clone())
            {
                faults.push((at, repeated(id)));
            }
            let is_lost = |id: &&String| found.ids.binary_search(&hashed(id)).is_err();
            faults.extend(said.here.iter().filter(is_lost).map(|id| (at, lost(id, "itself"))));
        });
        found.faults.extend(faults.into_iter().take(TOLD).map(|(at, wrong)| fault(html, at, wrong)));
        found
    }

    /// Every start tag of a page, judged anew.
    fn start_tags(&mut self, html: &[u8], mut each: impl FnMut(usize, &Said)) {
        let mut at = 0;
        while let Some(next) = memchr(b'<', &html[at..]) {
            let start = at + next;
            let read = match angle(&html[start..]) {
                Angle::Start | Angle::Other => self.tag.read(&html[start..]),
                _ => None,
            };
            if let (Some((Piece::Start, _)), Some((_, base))) = (read, &self.folder) {
                let mut said = Said::default();
                rules::judge(&self.tag, Document::Page, base, self.gate, &mut said);
                each(start, &said);
            }
            at = start + read.map_or(1, |(_, length)| length);
        }
    }
}

fn fault(html: &[u8], at: usize, wrong: Wrong) -> Fault {
    let (line, column) = place(html, at);
    Fault { wrong, line, column }
}

/// Whether what comes next is read as text, by rules of its own: the last tag began an element of that kind.
fn is_within_text(before: &[u8]) -> bool {
    let Some(last) = memchr::memrchr(b'<', before) else { return false };
    let name = name_of(&before[last + 1..]);
    [&b"title"[..], b"textarea", b"script", b"style"].iter().any(|text| name.eq_ignore_ascii_case(text))
}

/// The name at the beginning of a text.
fn name_of(text: &[u8]) -> &[u8] {
    let length = text.iter().take_while(|letter| letter.is_ascii_alphanumeric() || **letter == b'-').count();
    &text[..length]
}

/// Keeps account of what a fragment opens and closes; whether it may be closed here.
fn follow(tag: &[u8], open: &mut Vec<Vec<u8>>) -> bool {
    let (is_end, name) = match tag {
        [b'<', b'/', name @ ..] => (true, name),
        [b'<', name @ ..] => (false, name),
        _ => return true,
    };
    let name = name_of(name).to_ascii_lowercase();
    if !name.first().is_some_and(u8::is_ascii_alphabetic) {
        return true;
    }
    if is_end {
        return open.pop().is_some_and(|last| last == name);
    }
    // Only in drawings does `/>` close an element.
    let is_closed = tag.ends_with(b"/>") && open.iter().any(|outer| outer == b"svg");
    if !VOID.contains(&&*name) && !is_closed {
        open.push(name);
    }
    true
}

fn misplaced(template: &str) -> Wrong {
    Wrong {
        code: Code::ThemeError,
        what: format!(
            "has what `{template}.html` makes where no element can be: in a tag, a comment, or an element that holds text alone"
        ),
        help: "write it between elements",
    }
}

fn unbalanced() -> Wrong {
    Wrong {
        code: Code::ThemeError,
        what: "has an element that is opened here and not closed, or closed and not opened".to_owned(),
        help: "let the fragment close every element that it opens, and no other; write end tags out, `</p>` too",
    }
}

fn odd() -> Wrong {
    Wrong {
        code: Code::ForbiddenMarkup,
        what: "has markup that browsers must guess at".to_owned(),
        help: "close what begins there, or write `&lt;`",
    }
}

fn repeated(id: &str) -> Wrong {
    Wrong {
        code: Code::RepeatedAnchor,
        what: format!("has the id `{id}` twice"),
        help: "give each element of a page an id of its own",
    }
}

fn lost(id: &str, page: &str) -> Wrong {
    Wrong {
        code: Code::BrokenFragment,
        what: format!("leads to `#{id}` of {page}, where there is no such id"),
        help: "correct the address in the template, or give an element that id",
    }
}
