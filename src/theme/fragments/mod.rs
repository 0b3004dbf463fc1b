//! Claims on pages: a page is rendered with holes, and each hole gives way to the row or the card of its claim.
//!
//! A row is a pure function of the theme, the claim and the site's language, so it is made once and kept with the places
//! where a page's root goes; a card is made for its page. [`Fragments::render`] puts a page together in one pass, and
//! tells which stretches of it are fragments, so that the gate can read a row once for all pages. `pipeline` calls it.

pub mod card;
pub mod replies;
pub mod row;
pub mod texts;

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use memchr::{memchr, memchr3};
use serde::Serialize;
use tera::{Context, Value};

use self::card::{CardPage, CardText};
use self::replies::RepliesText;
use self::row::RowText;
use self::texts::Texts;
use super::{Theme, fault};
use crate::diagnostic::{Code, Diagnostic};
use crate::gate::Judged;
use crate::page::frame::Frame;
use crate::page::hole::{HOLE_END, HOLE_START, Hole, Speakers};
use crate::page::{Pages, View};

/// Stands in a kept fragment for the page's root. No text of a site holds a control character, so a fragment holds it only
/// where its template writes `root`.
const ROOT: char = '\u{3}';

/// The three as bytes, which no other character's UTF-8 holds.
const MARKS: [u8; 3] = [HOLE_START as u8, HOLE_END as u8, ROOT as u8];

/// So many bytes of rows are kept; what is over is rendered again, so that memory does not grow with the site.
const KEPT: usize = 128 << 20;

const ROW: &str = "fragments/row.html";
const CARD: &str = "fragments/card.html";
const REPLIES: &str = "fragments/replies.html";

/// The fragments of a site's pages; any number of threads may use them.
pub struct Fragments<'f> {
    theme: &'f Theme,
    pages: &'f Pages<'f>,
    /// By claim: the rows that name speakers, those that do not, and the replies.
    kept: [Vec<OnceLock<Box<Kept>>>; 3],
    /// Of the rows that are kept.
    bytes: AtomicUsize,
}

/// A fragment as it is on all pages, without their root.
#[derive(Debug)]
pub struct Kept {
    html: Box<str>,
    /// Where the root goes.
    roots: Box<[u32]>,
    /// What the gate says of it, once a page with it was looked at.
    pub judged: OnceLock<Judged>,
}

/// A page that is put together, and room for the next.
#[derive(Debug, Default)]
pub struct Rendered<'f> {
    /// The page.
    pub html: Vec<u8>,
    /// Which stretches of it are fragments, in order.
    pub parts: Vec<Part<'f>>,
    skeleton: Vec<u8>,
    fragment: Vec<u8>,
}

/// A stretch of a page that is a fragment.
#[derive(Debug)]
pub struct Part<'f> {
    /// Where it is.
    pub at: Range<usize>,
    /// The template that makes it, without its ending.
    pub template: &'static str,
    /// The fragment, if it is one that is kept.
    pub kept: Option<&'f Kept>,
}

impl<'f> Fragments<'f> {
    /// Fragments that are kept for all pages. None is made yet.
    #[must_use]
    pub fn new(theme: &'f Theme, pages: &'f Pages<'f>) -> Self {
        let unmade = || std::iter::repeat_with(OnceLock::new).take(pages.count_rows()).collect();
        Self { theme, pages, kept: [unmade(), unmade(), unmade()], bytes: AtomicUsize::new(0) }
    }

    /// Fragments for a single page: none is kept.
    #[must_use]
    pub fn of_one_page(theme: &'f Theme, pages: &'f Pages<'f>) -> Self {
        Self { theme, pages, kept: [Vec::new(), Vec::new(), Vec::new()], bytes: AtomicUsize::new(0) }
    }

    /// Renders a page into `out`, which is emptied first.
    ///
    /// # Errors
    /// A `theme-error` that names the template; the page is for the caller to name.
    pub fn render<'k>(&'k self, view: &View, out: &mut Rendered<'k>) -> Result<(), Diagnostic> {
        let Rendered { html, parts, skeleton, fragment } = out;
        html.clear();
        skeleton.clear();
        parts.clear();
        let name = format!("{}.html", view.template);
        self.theme.render_skeleton(view, skeleton)?;
        let mut rest = &skeleton[..];
        while let Some(at) = memchr3(MARKS[0], MARKS[1], MARKS[2], rest) {
            html.extend_from_slice(&rest[..at]);
            let hole = (rest[at] == MARKS[0]).then(|| memchr(MARKS[1], &rest[at..])).flatten();
            let Some((end, hole)) = hole.and_then(|end| Some((end, Hole::read(&rest[at + 1..at + end])?)))
            else {
                return Err(broken_hole(&name));
            };
            let start = html.len();
            let kept = match hole {
                Hole::Row(..) | Hole::Replies(_) => self.put_kept(hole, view, (html, fragment))?,
                Hole::Card(card) => {
                    let note = view.cards.get(card).ok_or_else(|| broken_hole(&name))?;
                    let text = CardText::new(note, self.card_page(&view.frame)?);
                    fragment.clear();
                    self.make(CARD, &text, (&view.frame, &view.frame.root), fragment)?;
                    html.extend_from_slice(whole(CARD, fragment)?.as_bytes());
                    None
                }
            };
            let template = template_of(hole).trim_end_matches(".html");
            parts.push(Part { at: start..html.len(), template, kept });
            rest = &rest[at + end + 1..];
        }
        html.extend_from_slice(rest);
        Ok(())
    }

    /// What the cards of a page see, in the order of their holes; for those who write themes.
    ///
    /// # Errors
    /// A `theme-error` where the theme has no words.
    pub fn cards(&self, view: &View) -> Result<Vec<CardText>, Diagnostic> {
        let page = self.card_page(&view.frame)?;
        Ok(view.cards.iter().map(|note| CardText::new(note, page)).collect())
    }

    /// Puts a claim's row or replies on a page.
    fn put_kept(
        &self,
        hole: Hole,
        view: &View,
        (html, fragment): (&mut Vec<u8>, &mut Vec<u8>),
    ) -> Result<Option<&Kept>, Diagnostic> {
        let frame = &view.frame;
        let place = match hole {
            Hole::Row(claim, Speakers::Named) => self.kept[0].get(claim),
            Hole::Row(claim, Speakers::Above) => self.kept[1].get(claim),
            Hole::Replies(claim) => self.kept[2].get(claim),
            Hole::Card(_) => None,
        };
        let place = place.filter(|_| frame.page.lang == frame.site.language);
        if let Some(kept) = place.and_then(OnceLock::get) {
            kept.put(&frame.root, html);
            return Ok(Some(kept));
        }
        let place = place.filter(|_| self.bytes.load(Ordering::Relaxed) < KEPT);
        let mark = ROOT.to_string();
        let root = if place.is_some() { &mark } else { &frame.root };
        fragment.clear();
        self.make_of_claim(hole, view, root, fragment)?;
        let made = whole(template_of(hole), fragment)?;
        let Some(place) = place else {
            html.extend_from_slice(made.as_bytes());
            return Ok(None);
        };
        let kept = place.get_or_init(|| {
            let kept = Kept::new(made);
            self.bytes.fetch_add(kept.html.len() + kept.roots.len() * size_of::<u32>(), Ordering::Relaxed);
            Box::new(kept)
        });
        kept.put(&frame.root, html);
        Ok(Some(kept))
    }

    /// Renders what is the same on all pages of a claim.
    fn make_of_claim(
        &self,
        hole: Hole,
        view: &View,
        root: &str,
        out: &mut Vec<u8>,
    ) -> Result<(), Diagnostic> {
        let (frame, texts) = (&view.frame, self.texts(&view.frame, root)?);
        let made = match hole {
            Hole::Row(claim, speakers) => {
                let text = self.pages.row(claim).map(|row| RowText::new(&row, speakers, texts));
                text.map(|text| self.make(ROW, &text, (frame, root), out))
            }
            Hole::Replies(claim) => {
                let text = self.pages.replies(claim).map(|replies| RepliesText::new(&replies, texts));
                text.map(|text| self.make(REPLIES, &text, (frame, root), out))
            }
            Hole::Card(_) => None,
        };
        made.unwrap_or_else(|| Err(broken_hole(&format!("{}.html", view.template))))
    }

    /// Renders a fragment's template; `root` is what it sees as the page's.
    fn make(
        &self,
        template: &str,
        text: &impl Serialize,
        (frame, root): (&Frame, &str),
        out: &mut Vec<u8>,
    ) -> Result<(), Diagnostic> {
        let mut context = Context::new();
        context.insert_value("c", Value::from_serializable(text));
        context.insert_value("root", Value::from(root));
        context.insert_value("words", self.theme.words.of(&frame.page.lang).clone());
        let rendered = self.theme.tera.render_to(template, &context, out);
        rendered.map_err(|error| fault::rendering(&error, &self.theme.own))
    }

    fn texts<'p>(&'p self, frame: &'p Frame, root: &'p str) -> Result<Texts<'p>, Diagnostic> {
        let lang = &frame.page.lang;
        let speech = self.theme.speeches.of_page(self.theme.words.of(lang));
        let Some(speech) = speech else {
            let message = format!("there are no words for `{lang}`");
            return Err(Diagnostic::of_site(Code::ThemeError, message).help("add a file `words/en.toml`"));
        };
        Ok(Texts { speech, lang, root })
    }

    fn card_page<'p>(&'p self, frame: &'p Frame) -> Result<CardPage<'p>, Diagnostic> {
        Ok(CardPage { texts: self.texts(frame, &frame.root)?, href: &frame.page.href, dir: &frame.page.dir })
    }
}

impl Kept {
    /// Of a fragment that has [`ROOT`] in the place of the page's root.
    fn new(rendered: &str) -> Self {
        let (mut html, mut roots) = (String::with_capacity(rendered.len()), Vec::new());
        for (place, part) in rendered.split(ROOT).enumerate() {
            if place > 0 {
                roots.push(u32::try_from(html.len()).unwrap_or(u32::MAX));
            }
            html.push_str(part);
        }
        Self { html: html.into(), roots: roots.into(), judged: OnceLock::new() }
    }

    /// Writes it as it is on a page with this root.
    pub fn put(&self, root: &str, out: &mut Vec<u8>) {
        out.reserve(self.html.len() + self.roots.len() * root.len());
        let mut done = 0;
        for place in self.roots.iter().map(|place| *place as usize) {
            out.extend_from_slice(&self.html.as_bytes()[done..place]);
            out.extend_from_slice(root.as_bytes());
            done = place;
        }
        out.extend_from_slice(&self.html.as_bytes()[done..]);
    }
}

const fn template_of(hole: Hole) -> &'static str {
    match hole {
        Hole::Row(..) => ROW,
        Hole::Replies(_) => REPLIES,
        Hole::Card(_) => CARD,
    }
}

/// A fragment without the space around it. It is a whole element, or several: what else it may not be, the gate says.
fn whole<'h>(template: &str, html: &'h [u8]) -> Result<&'h str, Diagnostic> {
    let text = std::str::from_utf8(html).unwrap_or_default().trim();
    let is_whole = text.starts_with('<') && text.ends_with('>') && !text.contains([HOLE_START, HOLE_END]);
    if is_whole {
        return Ok(text);
    }
    let message = format!("the template `{template}` makes no whole element");
    let help = "let it begin with a tag, end with one, and hold no other claim";
    Err(Diagnostic::of_site(Code::ThemeError, message).help(help))
}

fn broken_hole(template: &str) -> Diagnostic {
    let message = format!("the template `{template}` changes what gives way to a claim");
    let help = "write `{{ c.row }}`, `{{ n.card }}` and `{{ c.replies }}` as they are, without filters";
    Diagnostic::of_site(Code::ThemeError, message).help(help)
}
