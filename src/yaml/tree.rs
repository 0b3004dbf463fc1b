//! Building the tree: nodes come in as they are read and are put where they belong.
//!
//! The open lists and mappings stand on a stack, so that the depth of the input never becomes depth of calls; the
//! parser's own limits bound it. Keys are judged here: plain texts only, none twice, no merge. `parse` calls it.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;

use super::{Key, Node, Value};

/// A tree that grows.
#[derive(Default)]
pub(super) struct Tree<'text> {
    open: Vec<Open<'text>>,
    root: Option<Node<'text>>,
}

/// A list or mapping that is not closed yet.
struct Open<'text> {
    span: Span,
    items: Items<'text>,
}

enum Items<'text> {
    Sequence(Vec<Node<'text>>),
    Mapping { entries: Vec<(Key<'text>, Node<'text>)>, awaits: Awaits<'text> },
}

/// What the next node of a mapping is.
enum Awaits<'text> {
    Key,
    Value(Key<'text>),
    /// The value of a key that was refused; it is dropped.
    RefusedValue,
}

impl<'text> Tree<'text> {
    /// Opens a list; the span is that of its first sign.
    pub(super) fn open_sequence(&mut self, span: Span) {
        self.open.push(Open { span, items: Items::Sequence(Vec::new()) });
    }

    /// Opens a mapping; the span is that of its first sign.
    pub(super) fn open_mapping(&mut self, span: Span) {
        self.open.push(Open { span, items: Items::Mapping { entries: Vec::new(), awaits: Awaits::Key } });
    }

    /// Closes the innermost list or mapping; `sign` is where its closing bracket stands, if it has one.
    pub(super) fn close(&mut self, sign: Option<Span>, diagnostics: &mut Vec<Diagnostic>) {
        let Some(Open { span, items }) = self.open.pop() else { return };
        let span = sign.map_or(span, |sign| span.to(sign));
        let value = match items {
            Items::Sequence(nodes) => Value::Sequence(nodes),
            Items::Mapping { entries, .. } => Value::Mapping(without_duplicates(entries, diagnostics)),
        };
        self.add(Node { span, value }, diagnostics);
    }

    /// Puts a finished node where it belongs.
    pub(super) fn add(&mut self, node: Node<'text>, diagnostics: &mut Vec<Diagnostic>) {
        let Some(Open { span, items }) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        *span = span.to(node.span);
        match items {
            Items::Sequence(nodes) => nodes.push(node),
            Items::Mapping { entries, awaits } => {
                *awaits = match std::mem::replace(awaits, Awaits::Key) {
                    Awaits::Key => key(node, diagnostics).map_or(Awaits::RefusedValue, Awaits::Value),
                    Awaits::Value(key) => {
                        entries.push((key, node));
                        Awaits::Key
                    }
                    Awaits::RefusedValue => Awaits::Key,
                }
            }
        }
    }

    /// Where the innermost open list or mapping begins.
    pub(super) fn innermost(&self) -> Option<Span> {
        self.open.last().map(|open| open.span)
    }

    /// The whole tree, if anything was written.
    pub(super) fn finish(self) -> Option<Node<'text>> {
        self.root
    }
}

/// A node in a key's place as a key; anything but a plain name is reported.
fn key<'text>(node: Node<'text>, diagnostics: &mut Vec<Diagnostic>) -> Option<Key<'text>> {
    let span = node.span;
    match node.value {
        Value::Scalar { text, plain: true } if text == "<<" => diagnostics.push(
            Diagnostic::new(Code::YamlFeature, span, "a merge key `<<` is not read here")
                .help("write the keys out, or declare the record once and refer to it by its id"),
        ),
        Value::Scalar { text, plain: true } if text.is_empty() => diagnostics.push(
            Diagnostic::new(Code::WrongType, span, "a key is missing before the colon")
                .help("write the key's name before the `:`"),
        ),
        Value::Scalar { text, .. } => return Some(Key { text, span }),
        Value::Sequence(_) | Value::Mapping(_) => diagnostics.push(
            Diagnostic::new(Code::WrongType, span, "a key must be a name, not a list or mapping")
                .help("write `name: value`; put a value that begins with a bracket in quotes"),
        ),
    }
    None
}

/// Drops every entry whose key stands earlier in the mapping. One look-up a key, whatever their number.
fn without_duplicates<'text>(
    mut entries: Vec<(Key<'text>, Node<'text>)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Key<'text>, Node<'text>)> {
    let mut firsts: HashMap<&str, Span> = HashMap::with_capacity(entries.len());
    let keep: Vec<bool> = entries
        .iter()
        .map(|(key, _)| {
            let first = *firsts.entry(&key.text).or_insert(key.span);
            if first != key.span {
                diagnostics.push(duplicate(key, first));
            }
            first == key.span
        })
        .collect();
    let mut keep = keep.into_iter();
    entries.retain(|_| keep.next() == Some(true));
    entries
}

fn duplicate(key: &Key<'_>, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey, key.span, format!("the key `{}` stands twice", key.text))
        .label("again here")
        .other(first, "first here")
        .help("keep one of the two; several values of one key are a list: `[a, b]`")
}
