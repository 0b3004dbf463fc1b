//! A body becomes HTML with holes where things are linked.
//!
//! A body is rendered once although its links depend on the whole site: [`Body`] holds its HTML in [`Piece`]s, and
//! a link to a thing of the site is a hole that is filled when addresses are known, as a linker fills relocations.
//! This room is the only maker of [`Html`]: raw HTML never passes, template syntax has no meaning. `brief` calls
//! it, `page` fills the holes.

mod anchor;
mod block;
mod destination;
mod footnote;
mod highlight;
mod html;
mod inline;
mod render;
mod report;

use self::destination::Destination;
use crate::diagnostic::Diagnostic;
use crate::text::{Span, Spanned};

use report::strip;

pub use highlight::CODE_CLASSES;
pub use html::Html;
pub use render::{MAX_DEPTH, MAX_MARKERS, render};

/// A rendered body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The top-level blocks in order; the footnotes, if any, are the last.
    pub blocks: Vec<Block>,
    /// The links and pictures that await an address; [`Piece`]s name them by place in this list.
    pub links: Vec<Link>,
    /// The headings in order.
    pub headings: Vec<Heading>,
}

/// A paragraph, list, table, quotation ...: what side notes stand beside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// Its HTML, in pieces.
    pub pieces: Vec<Piece>,
}

/// A stretch of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Ready.
    Html(String),
    /// The attributes of link `n`, each with a space before it: ` href="..."`.
    Attributes(usize),
    /// The name of what link `n` leads to: of a wikilink without words of its own.
    Name(usize),
}

/// A link or picture that awaits an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where the destination was written; of the whole link where the destination cannot be found as such.
    pub span: Span,
    /// Where it leads.
    pub target: Target,
    /// Whether it is a picture.
    pub picture: bool,
}

/// Where a link leads, as written; percent-decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// `claim:ID` or `claim:BRIEF#ID`
    Claim {
        /// The brief, if another.
        brief: Option<String>,
        /// The claim's id.
        id: String,
    },
    /// `actor:ID`
    Actor(String),
    /// `event:ID`
    Event(String),
    /// `source:ID`
    Source(String),
    /// `brief:SLUG`
    Brief(String),
    /// `[[name]]`: a thing of any kind.
    Anything(String),
    /// A file inside `content/`, relative to the file that links.
    File {
        /// Its path as written.
        path: String,
        /// A heading in it.
        fragment: Option<String>,
    },
    /// `#heading` of the same page.
    Heading(String),
}

/// A heading of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6: a body's headings stand below the page's title.
    pub level: u8,
    /// Its anchor, unique in the body.
    pub id: String,
    /// Its words, without markup.
    pub text: String,
}

/// What fills the holes of one link or picture. Values are plain text; they are escaped where they are put in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// The address, percent-encoded; `None`: the words stand there without leading anywhere.
    pub href: Option<String>,
    /// Further attributes, other than those that the body writes itself: `href src title alt`.
    pub attributes: Vec<(&'static str, String)>,
    /// The name shown where the writer gave no words; if empty, what was written as the destination.
    pub name: String,
}

/// A destination on its own: an address of the web or by mail, as it stands in an attribute, or a thing of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leads {
    /// Out of the site; percent-encoded.
    Out(String),
    /// Within it.
    Inside(Target),
}

/// Reads a destination that stands outside a body, by the same rules; `None` is reported.
pub fn leads(written: &Spanned<String>, diagnostics: &mut Vec<Diagnostic>) -> Option<Leads> {
    match destination::read(&written.value) {
        // Not as it stands in an attribute: who writes it into one escapes it.
        Ok(Destination::Web(escaped) | Destination::Mail(escaped)) => {
            Some(Leads::Out(url::Url::parse(&written.value).map_or(escaped, String::from)))
        }
        Ok(Destination::Inside(target)) => Some(Leads::Inside(target)),
        Err(refusal) => {
            diagnostics.push(refusal.diagnostic(written.span));
            None
        }
    }
}

impl Body {
    /// The HTML of each block, its holes filled: `filled[n]` belongs to `links[n]`; a link without one leads nowhere.
    #[must_use]
    pub fn fill(&self, filled: &[Filled]) -> Vec<Html> {
        self.blocks.iter().map(|block| self.fill_block(block, filled)).collect()
    }

    /// The links to claims in the order of the text: the place of the block in `blocks`, of the link in `links`.
    pub fn annotations(&self) -> impl Iterator<Item = (usize, usize)> {
        let places = |(at, block): (usize, &Block)| block.links().map(|link| (at, link)).collect::<Vec<_>>();
        let is_claim = |link: usize| self.links.get(link).is_some_and(|link| link.target.is_claim());
        self.blocks.iter().enumerate().flat_map(places).filter(move |(_, link)| is_claim(*link))
    }

    /// Its words, without markup and without footnote marks; one line a paragraph. Names that the site knows are
    /// not known here: a wikilink counts as written.
    #[must_use]
    pub fn plain_text(&self) -> String {
        let mut words = String::new();
        self.read_words(|link| self.links.get(link).map(|link| link.target.written()), &mut words);
        words.truncate(words.trim_end().len());
        words
    }

    /// Appends its words as [`Body::plain_text`] has them, with what `name` calls the thing behind link `n` where
    /// the writer gave no words.
    pub fn read_words<'n>(&self, name: impl Fn(usize) -> Option<&'n str>, words: &mut String) {
        for block in &self.blocks {
            let mut reader = html::Words::default();
            for piece in &block.pieces {
                match piece {
                    Piece::Html(ready) => reader.read(ready, words),
                    Piece::Name(link) => words.push_str(name(*link).unwrap_or_default()),
                    Piece::Attributes(_) => {}
                }
            }
        }
    }

    /// Whether it leads to the same things as another, and can be led to at the same places, whatever its words.
    #[must_use]
    pub fn leads_as(&self, other: &Self) -> bool {
        let same_link =
            |(one, other): (&Link, &Link)| one.target == other.target && one.picture == other.picture;
        let anchors = |body: &Self| -> Vec<String> { body.headings.iter().map(|h| h.id.clone()).collect() };
        self.links.len() == other.links.len()
            && self.links.iter().zip(&other.links).all(same_link)
            && anchors(self) == anchors(other)
    }

    fn fill_block(&self, block: &Block, filled: &[Filled]) -> Html {
        let mut html = Html::default();
        for piece in &block.pieces {
            match piece {
                Piece::Html(ready) => html.push_ready(ready),
                Piece::Attributes(link) => self.fill_attributes(*link, filled, &mut html),
                Piece::Name(link) => self.fill_name(*link, filled, &mut html),
            }
        }
        html
    }

    fn fill_attributes(&self, link: usize, filled: &[Filled], html: &mut Html) {
        let Some(filled) = filled.get(link) else { return };
        let address = if self.links.get(link).is_some_and(|link| link.picture) { "src" } else { "href" };
        if let Some(href) = &filled.href {
            html.push_attribute(address, href);
        }
        for (name, value) in &filled.attributes {
            html.push_attribute(name, value);
        }
    }

    /// A name may be of another direction than the text around it, so it is isolated.
    fn fill_name(&self, link: usize, filled: &[Filled], html: &mut Html) {
        let given = filled.get(link).map_or("", |filled| filled.name.as_str());
        let written = self.links.get(link).map_or("", |link| link.target.written());
        html.push_ready("<bdi>");
        html.push_text(&strip(if given.is_empty() { written } else { given }));
        html.push_ready("</bdi>");
    }
}

impl Block {
    /// The links and pictures in it, in order, by their place in [`Body::links`].
    pub fn links(&self) -> impl Iterator<Item = usize> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Attributes(link) => Some(*link),
            Piece::Html(_) | Piece::Name(_) => None,
        })
    }
}

impl Target {
    /// Whether it is a claim, so that the link is an annotation.
    #[must_use]
    pub const fn is_claim(&self) -> bool {
        matches!(self, Self::Claim { .. })
    }

    /// The id, name or path as the writer gave it.
    #[must_use]
    pub fn written(&self) -> &str {
        match self {
            Self::Claim { id: name, .. }
            | Self::Actor(name)
            | Self::Event(name)
            | Self::Source(name)
            | Self::Brief(name)
            | Self::Anything(name)
            | Self::File { path: name, .. }
            | Self::Heading(name) => name,
        }
    }
}
