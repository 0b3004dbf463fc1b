//! A body becomes HTML with holes where things are linked.
//!
//! A body is rendered once although its links depend on the whole site: [`Body`] holds its HTML in [`Piece`]s, and
//! a link to a thing of the site is a hole that is filled when addresses are known, as a linker fills relocations.
//! This room is the only maker of [`Html`]: raw HTML never passes, template syntax has no meaning. `brief` calls
//! it, `page` fills the holes.

use crate::text::Span;

/// Markup that is safe to put into a page as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Html(String);

/// A rendered body.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The top-level blocks in order; the footnotes, if any, are the last.
    pub blocks: Vec<Block>,
    /// The links and pictures that await an address; [`Piece`]s name them by place in this list.
    pub links: Vec<Link>,
    /// The headings in order.
    pub headings: Vec<Heading>,
}

/// A paragraph, list, table, quotation ...: what side notes stand beside.
#[derive(Clone, Debug, Default)]
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
    /// Where the destination was written; of the whole link where the destination stands elsewhere.
    pub span: Span,
    /// Where it leads.
    pub target: Target,
    /// Whether it is a picture.
    pub picture: bool,
}

/// Where a link leads, as written.
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
    /// A file inside `content/`, relative to the file that links; percent-decoded.
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
