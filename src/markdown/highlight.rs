//! Code in colours: a language and its code become spans with classes.
//!
//! [`highlight`] is pure and the only place that knows the highlighting package, whose syntaxes are unpacked when
//! the first block of a known language is met. Classes are ours, so that a theme colours [`CODE_CLASSES`] and
//! not the package's hundreds of scopes; `render` calls it, the theme reads the list.

use std::sync::LazyLock;

use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use super::html::push_text;

/// A longer line, in bytes, is not highlighted: the grammars' expressions look back and forth over a whole line, so
/// its time grows faster than its length. The slowest of 1,600 hostile blocks in 64 languages, calls without an end
/// in R, took 9 ms for each line of 249 bytes.
const MAX_LINE: usize = 250;

/// A grammar that is not used: an open comment of HTML in a Makefile takes 130 ms for each line of 249 bytes.
const UNFIT: &str = "Makefile";

/// So much code, in bytes, is highlighted in one body; blocks beyond it stay plain. It bounds the time of a body
/// of hostile code, and is more code than a page for people holds.
pub(super) const MAX_PER_BODY: usize = 32 * 1024;

/// The classes that highlighted code bears, each with the scopes (Sublime Text's names) that it stands for.
pub const CODE_CLASSES: &[(&str, &[&str])] = &[
    ("c-comment", &["comment"]),
    ("c-string", &["string", "constant.character"]),
    ("c-number", &["constant.numeric"]),
    ("c-constant", &["constant"]),
    ("c-keyword", &["keyword", "storage"]),
    ("c-type", &["entity.name.type", "entity.name.class", "entity.name.struct", "support.type"]),
    ("c-name", &["entity.name", "support.function", "variable.function"]),
    ("c-tag", &["entity.name.tag"]),
    ("c-attribute", &["entity.other.attribute-name", "variable.parameter"]),
    ("c-inserted", &["markup.inserted"]),
    ("c-deleted", &["markup.deleted"]),
    ("c-heading", &["markup.heading", "meta.diff.header"]),
];

/// The code as escaped HTML with classes; `None` if the language is not known or a line too long.
pub(super) fn highlight(language: &str, code: &str) -> Option<String> {
    if code.lines().any(|line| line.len() > MAX_LINE) {
        return None;
    }
    let syntax = SYNTAXES.find_syntax_by_token(language)?;
    if std::ptr::eq(syntax, SYNTAXES.find_syntax_plain_text()) || syntax.name == UNFIT {
        return None;
    }
    let mut painter = Painter::new(syntax, code.len());
    for line in LinesWithEndings::from(code) {
        painter.line(line)?;
    }
    painter.open(None);
    Some(painter.html)
}

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// The scopes of [`CODE_CLASSES`], the more particular before the more general.
static SCOPES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    let mut scopes: Vec<_> = CODE_CLASSES
        .iter()
        .flat_map(|(class, scopes)| scopes.iter().map(move |scope| (Scope::new(scope), *class)))
        .filter_map(|(scope, class)| Some((scope.ok()?, class)))
        .collect();
    scopes.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
    scopes
});

fn class_of(scope: Scope) -> Option<&'static str> {
    SCOPES.iter().find(|(general, _)| general.is_prefix_of(scope)).map(|(_, class)| *class)
}

/// Writes one span for each run of code of one class; spans do not nest.
struct Painter {
    state: ParseState,
    scopes: ScopeStack,
    /// The class at each depth of `scopes`: its own, else that of the scope around it.
    classes: Vec<Option<&'static str>>,
    open: Option<&'static str>,
    html: String,
}

impl Painter {
    fn new(syntax: &SyntaxReference, size: usize) -> Self {
        Self {
            state: ParseState::new(syntax),
            scopes: ScopeStack::new(),
            classes: Vec::new(),
            open: None,
            html: String::with_capacity(size * 2),
        }
    }

    fn line(&mut self, line: &str) -> Option<()> {
        let changes = self.state.parse_line(line, &SYNTAXES).ok()?;
        let mut done = 0;
        for (at, change) in changes {
            self.write(line.get(done..at)?);
            done = at;
            let classes = &mut self.classes;
            let follow = |step: BasicScopeStackOp, _: &[Scope]| match step {
                BasicScopeStackOp::Push(scope) => {
                    classes.push(class_of(scope).or(classes.last().copied().flatten()));
                }
                BasicScopeStackOp::Pop => {
                    classes.pop();
                }
            };
            self.scopes.apply_with_hook(&change, follow).ok()?;
        }
        self.write(&line[done..]);
        Some(())
    }

    /// White space bears no colour, so it stays in the span that is open.
    fn write(&mut self, code: &str) {
        if !code.trim().is_empty() {
            self.open(self.classes.last().copied().flatten());
        }
        push_text(&mut self.html, code);
    }

    fn open(&mut self, class: Option<&'static str>) {
        if self.open == class {
            return;
        }
        if self.open.is_some() {
            self.html.push_str("</span>");
        }
        if let Some(class) = class {
            self.html.push_str("<span class=\"");
            self.html.push_str(class);
            self.html.push_str("\">");
        }
        self.open = class;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rust_in_colours() {
        let html = highlight("rust", "fn main() { /* <b> */ let x = \"&\"; }\n").unwrap();
        assert!(html.contains("<span class=\"c-keyword\">fn </span>"), "{html}");
        assert!(html.contains("<span class=\"c-comment\">/* &lt;b&gt; */ </span>"), "{html}");
        assert!(html.contains("<span class=\"c-string\">\"&amp;\"</span>"), "{html}");
        assert_eq!(html.matches("<span").count(), html.matches("</span>").count());
    }

    #[test]
    fn what_is_not_highlighted() {
        assert_eq!(highlight("no-such-language", "x"), None);
        assert_eq!(highlight("txt", "x"), None);
        assert_eq!(
            ["make", "Makefile", "mk"].map(|language| highlight(language, "a: b\n")),
            [None, None, None]
        );
        assert_eq!(highlight("rust", &"x".repeat(MAX_LINE + 1)), None);
    }

    #[test]
    fn every_scope_of_the_list_is_one() {
        let named: usize = CODE_CLASSES.iter().map(|(_, scopes)| scopes.len()).sum();
        assert_eq!(SCOPES.len(), named);
    }
}
