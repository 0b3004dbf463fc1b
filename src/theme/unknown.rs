//! Names that templates use and nothing has, counted before the engine looks for them: for each it draws the whole line
//! and copies the whole template, so that many in a large one would take minutes. `link` calls this.
//!
//! Nothing here says that a template is right: the engine does. What looks like a filter, test or function is asked of
//! the engine itself, so that no list of its names is kept; only a template with more than [`MAX_UNKNOWN`] is refused.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use tera::{ErrorKind, Tera};

use super::tags::{Piece, leading_name, pieces, string, tags};

/// Unknown names in one template, each place counted. All of these are told at once.
pub(super) const MAX_UNKNOWN: usize = 100;

/// A name that nothing has.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unknown<'t> {
    pub(super) at: usize,
    pub(super) kind: Kind,
    pub(super) name: &'t str,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Filter,
    Test,
    Function,
    Component,
    /// That is included.
    Template,
    /// Of a template that extends another: none of its ancestors has it.
    Block,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Filter => "filter",
            Self::Test => "test",
            Self::Function => "function",
            Self::Component => "component",
            Self::Template => "template",
            Self::Block => "block",
        }
    }
}

/// The templates of a theme, and what they bring.
pub(super) struct Theme<'t> {
    templates: BTreeMap<&'t str, Template<'t>>,
    components: BTreeSet<&'t str>,
    /// The engine with its filters and no templates, which is asked for names.
    engine: Tera,
    answers: BTreeMap<(Kind, &'t str), bool>,
}

struct Template<'t> {
    text: &'t str,
    extends: Option<Cow<'t, str>>,
    blocks: BTreeSet<&'t str>,
}

impl<'t> Theme<'t> {
    /// The engine has the filters of the program, and no template yet.
    pub(super) fn new(texts: impl Iterator<Item = (&'t str, &'t str)>, engine: Tera) -> Self {
        let (mut templates, mut components) = (BTreeMap::new(), BTreeSet::new());
        for (name, text) in texts {
            let mut template = Template { text, extends: None, blocks: BTreeSet::new() };
            for tag in tags(text) {
                match tag.word {
                    "component" => drop(components.insert(dotted(tag.behind()))),
                    "block" => drop(template.blocks.insert(tag.name())),
                    "extends" => template.extends = template.extends.or(tag.template()),
                    _ => {}
                }
            }
            templates.insert(name, template);
        }
        Self { templates, components, engine, answers: BTreeMap::new() }
    }

    /// The unknown names of one template if they are more than [`MAX_UNKNOWN`]: that many, and one.
    pub(super) fn too_many(&mut self, template: &str) -> Option<Vec<Unknown<'t>>> {
        let text = self.templates.get(template)?.text;
        let mut found = Vec::new();
        for piece in pieces(text) {
            for used in uses(text, &piece) {
                if !self.knows(template, &used) {
                    found.push(used);
                }
                if found.len() > MAX_UNKNOWN {
                    return Some(found);
                }
            }
        }
        None
    }

    fn knows(&mut self, template: &str, used: &Unknown<'t>) -> bool {
        let call = match used.kind {
            Kind::Component => return self.components.contains(used.name),
            Kind::Template => return self.templates.contains_key(used.name),
            Kind::Block => return self.inherits(template, used.name),
            Kind::Function if used.name == "super" => return true,
            Kind::Filter => format!("{{{{ 1 | {} }}}}", used.name),
            Kind::Test => format!("{{{{ 1 is {} }}}}", used.name),
            Kind::Function => format!("{{{{ {}() }}}}", used.name),
        };
        *self.answers.entry((used.kind, used.name)).or_insert_with(|| {
            let answer = self.engine.add_raw_template("a name", &call);
            // A word of the language is no name; the template that has it does not parse.
            answer.map_or_else(|error| matches!(error.kind(), ErrorKind::SyntaxError(_)), |()| true)
        })
    }

    /// Whether a template may have a block: it extends none, or one that has it. `limits` has seen to it that there is
    /// no circle.
    fn inherits(&self, template: &str, block: &str) -> bool {
        let parent = |template: &&Template<'t>| self.templates.get(&**template.extends.as_ref()?);
        let first = self.templates.get(template).as_ref().and_then(parent);
        first.is_none()
            || std::iter::successors(first, parent).any(|ancestor| ancestor.blocks.contains(block))
    }
}

/// One sign or word inside a tag.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'t> {
    Name(&'t str),
    Text,
    Sign(u8),
}

/// The names that a tag or variable uses and does not itself bring, as far as they can be told without a grammar.
fn uses<'t>(text: &'t str, piece: &Piece<'t>) -> Vec<Unknown<'t>> {
    let mut found = of_tag(text, piece);
    let inside = &text[piece.inside.clone()];
    let (mut last, mut earlier) = (None, None);
    let mut at = 0;
    while let Some(byte) = inside.as_bytes().get(at) {
        let rest = &inside[at..];
        let (token, length) = match byte {
            b'"' | b'\'' | b'`' => (Token::Text, string(rest).unwrap_or(rest.len())),
            byte if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            byte if *byte == b'_' || byte.is_ascii_alphanumeric() => {
                let name = if last == Some(Token::Sign(b'<')) { dotted(rest) } else { leading_name(rest) };
                (Token::Name(name), name.len())
            }
            // The bytes of a letter that is none in names are skipped together.
            byte => (Token::Sign(*byte), rest.chars().next().map_or(1, char::len_utf8)),
        };
        if let Token::Name(name) = token
            && !is_word_of_tag(piece, piece.inside.start + at)
            && name != "not"
            && let Some(kind) = kind(&inside[at + length..], last, earlier)
        {
            found.push(Unknown { at: piece.inside.start + at, kind, name });
        }
        (earlier, last) = match (last, token) {
            // `a < b` compares; `<b` where something must begin calls.
            (Some(before), Token::Sign(b'<')) if ends(before) => (None, None),
            (last, token) => (last, Some(token)),
        };
        at += length;
    }
    found
}

fn is_word_of_tag(piece: &Piece<'_>, at: usize) -> bool {
    piece.tag.as_ref().is_some_and(|tag| tag.at == at)
}

/// What the word of a tag is followed by.
fn of_tag<'t>(text: &'t str, piece: &Piece<'t>) -> Vec<Unknown<'t>> {
    let Some(tag) = &piece.tag else { return Vec::new() };
    let at = text.len() - tag.behind().len();
    let (kind, name) = match tag.word {
        "block" => (Kind::Block, tag.name()),
        "filter" => (Kind::Filter, tag.name()),
        "include" => {
            let inner = string(tag.behind()).and_then(|length| tag.behind().get(1..length - 1));
            (Kind::Template, inner.unwrap_or_default())
        }
        _ => return Vec::new(),
    };
    if name.is_empty() { Vec::new() } else { vec![Unknown { at, kind, name }] }
}

/// What a name stands for, by what stands before and behind it.
fn kind(behind: &str, last: Option<Token<'_>>, earlier: Option<Token<'_>>) -> Option<Kind> {
    let is = Some(Token::Name("is"));
    match last {
        Some(Token::Sign(b'|')) => Some(Kind::Filter),
        Some(Token::Sign(b'<')) => Some(Kind::Component),
        Some(Token::Name("not")) if earlier == is => Some(Kind::Test),
        _ if last == is && !behind.is_empty() => {
            (leading_name(behind.trim_ascii_start()) != "not").then_some(Kind::Test)
        }
        Some(Token::Sign(b'.') | Token::Name("component" | "filter")) => None,
        // Behind a value stands an operator.
        Some(before) if ends(before) => None,
        _ => behind.trim_ascii_start().starts_with('(').then_some(Kind::Function),
    }
}

/// Whether a value ends here, so that a `<` behind it compares.
fn ends(token: Token<'_>) -> bool {
    match token {
        Token::Name(word) => !matches!(word, "in" | "if" | "else" | "elif" | "and" | "or" | "not" | "set"),
        Token::Text => true,
        Token::Sign(sign) => matches!(sign, b')' | b']' | b'}'),
    }
}

/// The name that a text begins with; a component's may have dots.
fn dotted(text: &str) -> &str {
    let name = |byte: u8| matches!(byte, b'_' | b'.') || byte.is_ascii_alphanumeric();
    &text[..text.bytes().position(|byte| !name(byte)).unwrap_or(text.len())]
}

#[cfg(test)]
mod tests;
