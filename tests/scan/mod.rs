//! Reads a Rust file as tokens and lists what `tests/architecture.rs` judges: the paths that it names and the
//! functions that it defines, each with its line.
//!
//! Lists in braces are spread out: `use a::{b, c::d}` names `a::b` and `a::c::d`. `self` and `super` are resolved
//! by the file's own path and by the modules written inside it.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// What a file names and defines.
#[derive(Debug, Default)]
pub(crate) struct Source {
    /// Every path, in order.
    pub(crate) paths: Vec<NamedPath>,
    /// Every function with a body, in order.
    pub(crate) functions: Vec<Function>,
}

/// A path such as `crate::text::Span` or `std::fs`.
#[derive(Debug)]
pub(crate) struct NamedPath {
    /// Its names; of `self`, `super` and `crate` paths, `crate` and the names from there. A macro's ends in `!`.
    pub(crate) names: Vec<String>,
    /// Its line, from 1.
    pub(crate) line: usize,
    /// Whether only tests see it.
    pub(crate) in_test: bool,
}

/// A function with a body.
#[derive(Debug)]
pub(crate) struct Function {
    /// Its name.
    pub(crate) name: String,
    /// The line of its `fn`, from 1.
    pub(crate) line: usize,
    /// Lines between its braces.
    pub(crate) lines: usize,
}

impl NamedPath {
    /// The room that the path leads into, if it leads into this crate.
    pub(crate) fn room(&self) -> Option<&str> {
        match self.names.as_slice() {
            [first, room, ..] if first == "crate" => Some(room),
            _ => None,
        }
    }

    /// Whether it begins as `a::b` does, or holds what `*b::c` says.
    pub(crate) fn matches(&self, pattern: &str) -> bool {
        let (pattern, anywhere) = pattern.strip_prefix('*').map_or((pattern, false), |rest| (rest, true));
        let names: Vec<&str> = pattern.split("::").collect();
        let holds = |part: &[String]| part.iter().map(String::as_str).eq(names.iter().copied());
        self.names.windows(names.len()).enumerate().any(|(at, part)| (at == 0 || anywhere) && holds(part))
    }
}

/// Reads one file; `path` is its path in `src/`.
pub(crate) fn scan(path: &str, text: &str) -> Result<Source, String> {
    let tokens: TokenStream = text.parse().map_err(|error| format!("{error:?}"))?;
    let mut source = Source::default();
    let mut parts: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    let in_test = parts.iter().any(|part| part == "tests");
    parts.retain(|part| !["mod", "lib", "main"].contains(&part.as_str()));
    walk(tokens, &Scope { module: parts, in_test }, &mut source);
    Ok(source)
}

/// Where in the crate some tokens stand.
#[derive(Clone)]
struct Scope {
    module: Vec<String>,
    in_test: bool,
}

fn walk(tokens: TokenStream, scope: &Scope, source: &mut Source) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut here = scope.clone();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(_) => {
                note_function(&tokens[at..], source);
                let used = at > 0 && is_ident(&tokens[at - 1], "use");
                if let Some(module) = inline_module(&tokens[at..]) {
                    here.module.push(module);
                }
                at += read_path(&tokens[at..], &[], used, &here, source);
                continue;
            }
            TokenTree::Group(group) => {
                here.in_test |= is_test_attribute(group);
                walk(group.stream(), &here, source);
                if group.delimiter() == Delimiter::Brace {
                    here = scope.clone();
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => here = scope.clone(),
            _ => {}
        }
        at += 1;
    }
}

/// Reads the path that begins here, spreading lists in braces, and returns how many tokens it took. A single name is
/// a path only in a `use`, before `!`, or in a list.
fn read_path(
    tokens: &[TokenTree],
    prefix: &[String],
    used: bool,
    scope: &Scope,
    source: &mut Source,
) -> usize {
    let mut names = prefix.to_vec();
    let mut at = 0;
    let line = tokens[0].span().start().line;
    while let Some(TokenTree::Ident(name)) = tokens.get(at) {
        step(&mut names, &name.to_string(), scope);
        at += 1;
        if !is_colons(&tokens[at..]) {
            break;
        }
        at += 2;
    }
    match tokens.get(at) {
        Some(TokenTree::Group(list))
            if list.delimiter() == Delimiter::Brace && ends_in_colons(&tokens[..at]) =>
        {
            read_list(list, &names, scope, source);
            return at + 1;
        }
        Some(TokenTree::Punct(mark)) if mark.as_char() == '!' && !is_unequal(&tokens[at..]) => {
            names.last_mut().into_iter().for_each(|name| name.push('!'));
        }
        _ if names.len() == 1 && !used => return at.max(1),
        _ => {}
    }
    source.paths.push(NamedPath { names, line, in_test: scope.in_test });
    at.max(1)
}

/// The elements of `a::{b, c::d}`.
fn read_list(list: &Group, prefix: &[String], scope: &Scope, source: &mut Source) {
    let tokens: Vec<TokenTree> = list.stream().into_iter().collect();
    for element in tokens.split(|token| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ',')) {
        match element.first() {
            Some(TokenTree::Group(nested)) => read_list(nested, prefix, scope, source),
            Some(_) => {
                read_path(element, prefix, true, scope, source);
            }
            None => {}
        }
    }
}

/// Adds a name to a path from the crate's root, or begins one.
fn step(names: &mut Vec<String>, name: &str, scope: &Scope) {
    let own = || std::iter::once("crate".to_owned()).chain(scope.module.iter().cloned());
    if names.is_empty() && ["self", "super"].contains(&name) {
        names.extend(own());
    }
    match name {
        "self" => {}
        "super" => names.truncate(names.len().saturating_sub(1).max(1)),
        _ => names.push(name.to_owned()),
    }
}

fn note_function(tokens: &[TokenTree], source: &mut Source) {
    let [keyword, TokenTree::Ident(name), rest @ ..] = tokens else { return };
    if !is_ident(keyword, "fn") {
        return;
    }
    for token in rest {
        match token {
            TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
                let lines = body.span_close().start().line.saturating_sub(body.span_open().start().line + 1);
                let line = keyword.span().start().line;
                source.functions.push(Function { name: name.to_string(), line, lines });
                return;
            }
            TokenTree::Punct(end) if end.as_char() == ';' => return,
            _ => {}
        }
    }
}

/// The name of a module that is written out here: `mod name {`.
fn inline_module(tokens: &[TokenTree]) -> Option<String> {
    match tokens {
        [keyword, TokenTree::Ident(name), TokenTree::Group(body), ..]
            if is_ident(keyword, "mod") && body.delimiter() == Delimiter::Brace =>
        {
            Some(name.to_string())
        }
        _ => None,
    }
}

/// `[cfg(test)]`
fn is_test_attribute(group: &Group) -> bool {
    let text: String = group.stream().to_string().split_whitespace().collect();
    group.delimiter() == Delimiter::Bracket && (text == "cfg(test)" || text.starts_with("cfg(all(test,"))
}

fn is_ident(token: &TokenTree, name: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == name)
}

fn is_colons(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Punct(one), TokenTree::Punct(two), ..] if one.as_char() == ':' && two.as_char() == ':')
}

fn ends_in_colons(tokens: &[TokenTree]) -> bool {
    tokens.len() >= 2 && is_colons(&tokens[tokens.len() - 2..])
}

/// `!=`
fn is_unequal(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [_, TokenTree::Punct(equals), ..] if equals.as_char() == '=')
}
