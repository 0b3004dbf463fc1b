//! One run over the pages of a site: what a page has rendered serves the others.
//!
//! A claim stands as a row on its event's page, on those of its actors and sources, and in the lists over the whole
//! site. A row is a pure function of its claim's view, of `who`, and of the page's language and words, so a [`Press`] renders
//! each once: a stand-in is written for the page's root, and gives way to it on each page. The press knows a view by
//! the place of its value in memory and holds that value, so that no other can come to stand there; of the rows it
//! keeps as many as fit. The press of the page at work is known to its thread, for a filter sees nothing but values.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rustc_hash::FxBuildHasher;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use super::{Theme, fault, filters};
use crate::diagnostic::Diagnostic;
use crate::page::View;
use crate::page::shared::LARGE;

/// Renders pages of one site; any number of threads may use it.
#[derive(Clone, Debug)]
pub struct Press<'t> {
    theme: &'t Theme,
    rows: Arc<Rows>,
}

/// The component that a row is rendered by.
const ROW: &str = "claim_row";

/// Stands in a row for the page's root. No text of a site holds a control character, so a row holds it only where its
/// template writes `root`.
const ROOT: char = '\u{1}';

/// Two threads seldom want the same part.
const PARTS: usize = 64;

/// So many bytes of rows are kept, and with them their views: those of all claims, unless the site is large ([`LARGE`]). What
/// does not fit is rendered again, so that memory does not grow with the site.
const ALL: usize = 128 << 20;

/// Of a large site, so many: pages that show the same claims follow one another, others come too late.
const SOME: usize = 16 << 20;

/// The rows rendered so far.
#[derive(Debug)]
struct Rows {
    /// The kinds of pages that were met.
    kinds: RwLock<Vec<Kind>>,
    /// By the place of the view's value in memory and by the place in `kinds`.
    parts: Vec<Mutex<Part>>,
    /// How many bytes a part keeps.
    kept: usize,
}

#[derive(Debug, Default)]
struct Part {
    rows: HashMap<(usize, usize), Row, FxBuildHasher>,
    /// Of their HTML.
    bytes: usize,
}

/// What a row depends on besides its view. The words go by the language.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Kind {
    who: bool,
    lang: String,
}

#[derive(Debug)]
struct Row {
    /// Held, so that its place in memory stays its own.
    _claim: Value,
    html: Arc<Unrooted>,
}

/// A row as it is on all pages, without the page's root.
#[derive(Debug)]
struct Unrooted {
    html: String,
    /// Where the root goes.
    roots: Vec<usize>,
}

/// What the thread is at.
struct Work {
    tera: Arc<Tera>,
    rows: Arc<Rows>,
    /// Whether a row is being rendered: one within another would have no end, which the engine does not see.
    in_row: bool,
    /// Why a row could not be rendered: a filter's own error would lose the place in the template.
    fault: Option<tera::Error>,
}

thread_local! {
    static WORK: RefCell<Option<Work>> = const { RefCell::new(None) };
}

impl<'t> Press<'t> {
    /// For a site of so many claims. No row is rendered yet.
    #[must_use]
    pub fn new(theme: &'t Theme, claims: usize) -> Self {
        let parts = std::iter::repeat_with(Mutex::default).take(PARTS).collect();
        let kept = if claims <= LARGE { ALL } else { SOME };
        Self { theme, rows: Arc::new(Rows { kinds: RwLock::default(), parts, kept: kept / PARTS }) }
    }

    /// Renders a page. The buffer is emptied first.
    ///
    /// # Errors
    /// A `theme-error` that names the template and the page.
    pub fn render(&self, view: &View, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        out.clear();
        let (tera, rows) = (Arc::clone(&self.theme.tera), Arc::clone(&self.rows));
        let work = Work { tera, rows, in_row: false, fault: None };
        WORK.set(Some(work));
        let name = format!("{}.html", view.template);
        let rendered = self.theme.tera.render_to(&name, &self.theme.context(view), &mut *out);
        let fault = WORK.take().and_then(|work| work.fault);
        rendered.map_err(|error| {
            fault::rendering(&fault.unwrap_or(error), &view.frame.page.href, &self.theme.own)
        })
    }
}

/// `claim | row(who=false)`: the claim's row on this page.
pub(super) fn row(claim: &Value, given: &Kwargs, page: &State) -> TeraResult<Value> {
    if !claim.is_map() {
        return Err(tera::Error::message("a row is of a claim"));
    }
    let at = WORK.with_borrow(|work| {
        work.as_ref().map(|work| (Arc::clone(&work.tera), Arc::clone(&work.rows), work.in_row))
    });
    let Some((tera, rows, in_row)) = at else {
        return Err(tera::Error::message("a row needs a page around it"));
    };
    if in_row {
        return Err(tera::Error::message("a row cannot show a row"));
    }
    let key = rows.key(claim, kind(given, page)?);
    let root = page.get::<Value>("root")?;
    let root = root.as_ref().and_then(Value::as_str).unwrap_or_default();
    if let Some(html) = rows.get(key) {
        return Ok(html.rooted(root));
    }
    let mut html = Vec::with_capacity(1024);
    let (own, of_page) = (arguments(claim, given)?, implicit(page)?);
    WORK.with_borrow_mut(|work| work.as_mut().map(|work| work.in_row = true));
    let rendered = tera.render_component_with_implicits_to(ROW, &own, &of_page, None, true, &mut html);
    WORK.with_borrow_mut(|work| work.as_mut().map(|work| work.in_row = false));
    if let Err(error) = rendered {
        let told = tera::Error::message(error.to_string());
        WORK.with_borrow_mut(|work| work.as_mut().map(|work| work.fault = Some(error)));
        return Err(told);
    }
    let html = Arc::new(Unrooted::new(&String::from_utf8(html)?));
    let rooted = html.rooted(root);
    rows.keep(key, claim, html);
    Ok(rooted)
}

fn kind(given: &Kwargs, page: &State) -> TeraResult<Kind> {
    Ok(Kind {
        who: given.get("who")?.unwrap_or(true),
        lang: lang(page)?.as_str().unwrap_or_default().to_owned(),
    })
}

fn arguments(claim: &Value, given: &Kwargs) -> TeraResult<Context> {
    let mut context = Context::new();
    context.insert_value("c", claim.clone());
    context.insert("who", &given.get("who")?.unwrap_or(true));
    Ok(context)
}

/// What the component may take from the page; of `page` itself, the language alone.
fn implicit(page: &State) -> TeraResult<Context> {
    let mut context = Context::new();
    context.insert("root", &ROOT.to_string());
    context.insert_value("words", page.get::<Value>("words")?.unwrap_or_else(Value::none));
    let of_page: tera::Map = [("lang".into(), lang(page)?)].into_iter().collect();
    context.insert_value("page", Value::from(of_page));
    Ok(context)
}

fn lang(page: &State) -> TeraResult<Value> {
    let page = page.get::<Value>("page")?;
    Ok(page.as_ref().and_then(|page| filters::get(page, "lang")).cloned().unwrap_or_else(Value::none))
}

impl Unrooted {
    /// Of a row that has [`ROOT`] in the place of the page's root.
    fn new(rendered: &str) -> Self {
        let (mut html, mut roots) = (String::with_capacity(rendered.len()), Vec::new());
        for (place, part) in rendered.split(ROOT).enumerate() {
            if place > 0 {
                roots.push(html.len());
            }
            html.push_str(part);
        }
        Self { html, roots }
    }

    /// As it stands on a page with this root.
    fn rooted(&self, root: &str) -> Value {
        let mut rooted = String::with_capacity(self.html.len() + self.roots.len() * root.len());
        let mut done = 0;
        for place in &self.roots {
            rooted.push_str(&self.html[done..*place]);
            rooted.push_str(root);
            done = *place;
        }
        rooted.push_str(&self.html[done..]);
        Value::safe_string(&rooted)
    }
}

impl Rows {
    fn key(&self, claim: &Value, kind: Kind) -> (usize, usize) {
        let place = claim.as_map().map_or(0, |map| std::ptr::from_ref(map).addr());
        let known = |kinds: &[Kind]| kinds.iter().position(|known| *known == kind);
        if let Some(at) = known(&self.kinds.read().unwrap_or_else(PoisonError::into_inner)) {
            return (place, at);
        }
        let mut kinds = self.kinds.write().unwrap_or_else(PoisonError::into_inner);
        let at = known(&kinds).unwrap_or(kinds.len());
        if at == kinds.len() {
            kinds.push(kind);
        }
        (place, at)
    }

    fn get(&self, key: (usize, usize)) -> Option<Arc<Unrooted>> {
        let part = self.part(key).lock().unwrap_or_else(PoisonError::into_inner);
        part.rows.get(&key).map(|row| Arc::clone(&row.html))
    }

    fn keep(&self, key: (usize, usize), claim: &Value, html: Arc<Unrooted>) {
        let bytes = html.html.len() + html.roots.len() * size_of::<usize>();
        let mut part = self.part(key).lock().unwrap_or_else(PoisonError::into_inner);
        if part.bytes + bytes > self.kept {
            *part = Part::default();
        }
        part.bytes += bytes;
        part.rows.insert(key, Row { _claim: claim.clone(), html });
    }

    /// Values lie at multiples of their size, so the lowest bits say nothing.
    fn part(&self, (place, _): (usize, usize)) -> &Mutex<Part> {
        &self.parts[(place >> 7) % PARTS]
    }
}
