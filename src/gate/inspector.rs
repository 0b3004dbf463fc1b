//! Looks at pages, one after the other, and remembers the tags it has judged.
//!
//! The pages of a site are made of the same few tags: the same bytes, read from the same state of the tokenizer, are the
//! same tag, so a tag without fault is judged once in a folder. Nothing is remembered but whole tags: bytes from `<` to
//! the first `>`, where the tokenizer said that the tag ends there.

use std::collections::HashMap;

use memchr::memchr;
use rustc_hash::FxBuildHasher;

use super::address::Base;
use super::page::{Angle, angle, place, wrong_beginning, wrong_text};
use super::rules::{self, Document, Said, Wrong};
use super::tag::{Piece, Tag};
use super::{AT_THE_HOST, Fault, Gate, Inspected, Missing, hashed};
use crate::diagnostic::Code;

/// How many tags are remembered at most: what fits into a processor's cache is enough.
const REMEMBERED: usize = 16_384;

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
}

impl<'g> Inspector<'g> {
    /// An inspector that has seen nothing.
    #[must_use]
    pub fn new(gate: &'g Gate<'g>) -> Self {
        let (tag, said, seen) = <(Tag, Said, Seen)>::default();
        Self { gate, tag, said, folder: None, judged: HashMap::default(), seen }
    }

    /// Looks at the page of a number, which a template made.
    pub fn inspect(&mut self, number: usize, template: &'static str, html: &[u8]) -> Inspected {
        self.enter(number);
        if let Some(wrong) = wrong_beginning(html, &mut self.tag) {
            self.seen.faults.push(wrong);
        }
        self.tags(html);
        let Seen { ids, here, there, faults } = &mut self.seen;
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
        };
        ids.clear();
        here.clear();
        there.clear();
        if repeated || lost { self.with_places(html, found) } else { found }
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

    /// Goes from tag to tag.
    fn tags(&mut self, html: &[u8]) {
        let mut at = 0;
        while let Some(next) = memchr(b'<', &html[at..]) {
            let start = at + next;
            let rest = &html[start..];
            at = start
                + match angle(rest) {
                    Angle::End(length) => length,
                    Angle::Text => 1,
                    Angle::Start => self.start_tag(start, rest),
                    Angle::Other => self.other(start, rest),
                    Angle::Odd => {
                        self.refuse(start, odd());
                        1
                    }
                };
        }
    }

    /// A start tag and, of those read by rules of their own, the text; how long it is.
    fn start_tag(&mut self, start: usize, rest: &[u8]) -> usize {
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
