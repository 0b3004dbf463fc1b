//! Frontmatter text becomes a tree of nodes, each with its place.
//!
//! The only room that knows a YAML package: it reads that package's spanned events, so values keep the text that
//! was typed (`0203`, `NO`, `1e3` stay as they are) and every key and value has a byte span. What a brief never
//! needs is refused: anchors, aliases, tags, merge keys, a second document. [`frontmatter`] finds the YAML of a
//! file, [`parse()`] reads it; everything is reported that can be told before a mistake of syntax. `brief` calls it.

use std::borrow::Cow;

use crate::text::Span;

mod fence;
mod parse;
mod syntax;
mod tree;

pub use fence::{FRONTMATTER_LIMIT, Fence, frontmatter, split_frontmatter};
pub use parse::{BLOCK_DEPTH_LIMIT, FLOW_DEPTH_LIMIT, parse};

/// A value of the tree and where it stands: quotes and brackets included, a block's `|` or `>` not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node<'text> {
    /// The whole value; the empty place behind the colon or dash where nothing was written.
    pub span: Span,
    /// What it is.
    pub value: Value<'text>,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'text> {
    /// A text. A key without a value is an empty plain one.
    Scalar {
        /// The text, escapes resolved; free of control characters that were not in the file itself.
        text: Cow<'text, str>,
        /// Whether it was written without quotes and not as a block.
        plain: bool,
    },
    /// A list.
    Sequence(Vec<Node<'text>>),
    /// Keys and values, in the order written; no key stands twice.
    Mapping(Vec<(Key<'text>, Node<'text>)>),
}

/// A key of a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key<'text> {
    /// The key.
    pub text: Cow<'text, str>,
    /// Where it stands.
    pub span: Span,
}
