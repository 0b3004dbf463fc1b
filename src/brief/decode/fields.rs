//! Reading a mapping key by key, so that every mistake in it is found.
//!
//! Each `take` also declares its key as known; [`Fields::finish`] then reports what is left over, with the known
//! key that was probably meant. A key without a value, and an empty optional text, are "not stated".

use std::str::FromStr;

use strum::VariantNames;

use super::findings::Findings;
use super::script;
use crate::brief::{Text, WrittenKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Span, Spanned};
use crate::value::date::{Edtf, EdtfError};
use crate::yaml::{Key, Node, Value};

/// A mapping that is being read.
pub(super) struct Fields<'text, 'f> {
    span: Span,
    entries: Vec<Option<(Key<'text>, Node<'text>)>>,
    known: Vec<&'static str>,
    pub(super) findings: &'f Findings,
}

/// Most names of a list of which each has a page.
const MAX_NAMES: usize = 100;

impl<'text, 'f> Fields<'text, 'f> {
    /// Opens a node that should be a mapping; `what` names it in the error. Keys that begin with `_` are private:
    /// they are dropped here.
    pub(super) fn open(node: Node<'text>, what: &str, findings: &'f Findings) -> Option<Self> {
        let Value::Mapping(entries) = node.value else {
            let message = format!("{what} should be a mapping of keys to values");
            findings
                .report(Diagnostic::new(Code::WrongType, node.span, message).label(describe(&node.value)));
            return None;
        };
        let entries = entries.into_iter().filter(|(key, _)| !key.text.starts_with('_')).map(Some).collect();
        Some(Self { span: node.span, entries, known: Vec::new(), findings })
    }

    /// The place that stands for the whole mapping.
    pub(super) fn span(&self) -> Span {
        self.span
    }

    /// Takes a key's value as it is; a key without a value counts as not stated.
    pub(super) fn node(&mut self, key: &'static str) -> Option<Node<'text>> {
        self.entry(key).map(|(_, node)| node).filter(|node| !is_blank(node))
    }

    /// Takes a key with its value.
    fn entry(&mut self, key: &'static str) -> Option<(Key<'text>, Node<'text>)> {
        self.known.push(key);
        self.entries.iter_mut().find(|entry| entry.as_ref().is_some_and(|(k, _)| k.text == key))?.take()
    }

    /// The entries, in the order written.
    pub(super) fn into_entries(self) -> impl Iterator<Item = (Key<'text>, Node<'text>)> {
        self.entries.into_iter().flatten()
    }

    /// The text of a key, without taking it.
    pub(super) fn peek_text(&self, key: &str) -> Option<&str> {
        match &self.entries.iter().flatten().find(|(k, _)| k.text == key)?.1.value {
            Value::Scalar { text, .. } => Some(text.trim()),
            _ => None,
        }
    }

    /// Drops a key unread.
    pub(super) fn ignore(&mut self, key: &'static str) {
        self.entry(key);
    }

    /// Where the key stands, if it is still there.
    pub(super) fn place_of(&self, key: &str) -> Option<Span> {
        self.entries.iter().flatten().find(|(k, _)| k.text == key).map(|(k, _)| k.span)
    }

    /// An optional text.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Text> {
        let node = self.node(key)?;
        scalar(node, key, self.findings).map(|(text, _)| text).filter(|text| !text.value.is_empty())
    }

    /// An optional text that names something: a bare number is suspicious there.
    pub(super) fn name(&mut self, key: &'static str) -> Option<Text> {
        let node = self.node(key)?;
        name(node, key, self.findings).filter(|text| !text.value.is_empty())
    }

    /// A text that must be there and not be empty.
    pub(super) fn required_text(&mut self, key: &'static str, owner: &str) -> Option<Text> {
        self.required(key, owner, scalar)
    }

    /// A name that must be there and not be empty.
    pub(super) fn required_name(&mut self, key: &'static str, owner: &str) -> Option<Text> {
        self.required(key, owner, |node, key, findings| name(node, key, findings).map(|name| (name, true)))
    }

    fn required(
        &mut self,
        key: &'static str,
        owner: &str,
        read: impl FnOnce(Node<'text>, &str, &Findings) -> Option<(Text, bool)>,
    ) -> Option<Text> {
        let Some((key_place, node)) = self.entry(key) else {
            self.missing(key, owner);
            return None;
        };
        let (text, _) = read(node, key, self.findings)?;
        if text.value.is_empty() {
            let message = format!("`{key}` of {owner} is empty");
            let help = format!("write the {key} behind `{key}:`");
            self.findings.report(Diagnostic::new(Code::EmptyText, key_place.span, message).help(help));
            return None;
        }
        Some(text)
    }

    /// Reports a required key that is not there.
    pub(super) fn missing(&self, key: &str, owner: &str) {
        let message = format!("{owner} needs the key `{key}`");
        let mut start = self.span;
        start.end = self.entries.iter().flatten().next().map_or(start.end, |(key, _)| key.span.end);
        let place = self.entries.iter().flatten().next().map_or(start, |(key, _)| key.span);
        self.findings.report(
            Diagnostic::new(Code::MissingKey, place, message)
                .label(format!("no `{key}` here"))
                .help(format!("add a line `{key}: ...`")),
        );
    }

    /// A text or a list of texts.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<Text> {
        self.node(key).map(|node| list(node, key, self.findings, scalar_text)).unwrap_or_default()
    }

    /// A name or a list of names.
    pub(super) fn names(&mut self, key: &'static str) -> Vec<Text> {
        self.maybe_names(key).unwrap_or_default()
    }

    /// A name or a list of names; `None` where the key is not stated.
    pub(super) fn maybe_names(&mut self, key: &'static str) -> Option<Vec<Text>> {
        self.node(key).map(|node| list(node, key, self.findings, name))
    }

    /// As [`Self::maybe_names`], for names that each have a page on which all of them stand: [`MAX_NAMES`] at most, so
    /// that a list does not cost its square.
    pub(super) fn maybe_few_names(&mut self, key: &'static str) -> Option<Vec<Text>> {
        let mut names = self.maybe_names(key)?;
        if names.len() > MAX_NAMES {
            let message = format!("`{key}` takes at most {MAX_NAMES} names, here are {}", names.len());
            let help = "name those that matter, or one that stands for all of them";
            self.findings
                .report(Diagnostic::new(Code::InvalidValue, names[MAX_NAMES].span, message).help(help));
            names.truncate(MAX_NAMES);
        }
        Some(names)
    }

    /// As [`Self::maybe_few_names`]; none where the key is not stated.
    pub(super) fn few_names(&mut self, key: &'static str) -> Vec<Text> {
        self.maybe_few_names(key).unwrap_or_default()
    }

    /// A list of nodes, or one node.
    pub(super) fn nodes(&mut self, key: &'static str) -> Vec<Node<'text>> {
        match self.node(key) {
            Some(Node { value: Value::Sequence(items), .. }) => items,
            Some(node) => vec![node],
            None => Vec::new(),
        }
    }

    /// The entries of a nested mapping.
    pub(super) fn mapping(&mut self, key: &'static str) -> Vec<(Key<'text>, Node<'text>)> {
        let Some(node) = self.node(key) else { return Vec::new() };
        match Fields::open(node, &format!("`{key}`"), self.findings) {
            Some(fields) => fields.into_entries().collect(),
            None => Vec::new(),
        }
    }

    /// A value with a grammar of its own.
    pub(super) fn parsed<T>(&mut self, key: &'static str, code: Code) -> Option<Spanned<T>>
    where
        T: FromStr,
        T::Err: ToString,
    {
        let node = self.node(key)?;
        let (text, _) = scalar(node, key, self.findings)?;
        parse(&text, key, code, self.findings)
    }

    /// A date, perhaps with a time, or an interval of dates.
    pub(super) fn date(&mut self, key: &'static str) -> Option<Spanned<Edtf>> {
        let node = self.node(key)?;
        let (text, _) = scalar(node, key, self.findings)?;
        let code = match text.value.parse::<Edtf>() {
            Err(EdtfError::Reversed) => Code::ReversedRange,
            _ => Code::InvalidDate,
        };
        parse(&text, key, code, self.findings)
    }

    /// A date or an interval of dates, without a time.
    pub(super) fn date_without_time(&mut self, key: &'static str) -> Option<Spanned<Edtf>> {
        let date = self.date(key)?;
        if date.value.time().is_none() {
            return Some(date);
        }
        let message = format!("`{}` is not valid for `{key}`", date.value);
        let label = "expected a date without a time of day";
        self.findings.report(Diagnostic::new(Code::InvalidDate, date.span, message).label(label));
        None
    }

    /// One of a closed list of words.
    pub(super) fn word<T: FromStr + VariantNames>(&mut self, key: &'static str) -> Option<Spanned<T>> {
        let node = self.node(key)?;
        let (text, _) = scalar(node, key, self.findings)?;
        word(&text, key, self.findings)
    }

    /// One of a list of words that a site may lengthen.
    pub(super) fn kind<K: FromStr>(&mut self, key: &'static str) -> Option<Spanned<WrittenKind<K>>> {
        self.text(key).map(written_kind)
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &'static str) -> Option<Spanned<bool>> {
        let node = self.node(key)?;
        let (text, plain) = scalar(node, key, self.findings)?;
        match text.value.as_str() {
            "true" if plain => Some(text.map(|_| true)),
            "false" if plain => Some(text.map(|_| false)),
            other => {
                let message = format!("`{key}` takes only `true` or `false`, not `{other}`");
                self.findings.report(Diagnostic::new(Code::WrongType, text.span, message));
                None
            }
        }
    }

    /// Reports every key that nothing took.
    pub(super) fn finish(self, owner: &str) {
        for (key, _) in self.entries.into_iter().flatten() {
            let help = match nearest(&key.text, &self.known) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("use one of {}", enumerate(&self.known)),
            };
            let message = format!("{owner} has no key `{}`", key.text);
            self.findings.report(Diagnostic::new(Code::UnknownKey, key.span, message).help(help));
        }
    }
}

/// A key as a text of its own.
pub(super) fn key_text(key: &Key<'_>) -> Text {
    Spanned::new(key.text.trim().into(), key.span)
}

/// Whether a node is a key's missing value.
pub(super) fn is_blank(node: &Node<'_>) -> bool {
    matches!(&node.value, Value::Scalar { text, plain: true } if text.is_empty())
}

/// A node that should be a text, and whether it was written without quotes.
pub(super) fn scalar(node: Node<'_>, key: &str, findings: &Findings) -> Option<(Text, bool)> {
    let Value::Scalar { text, plain } = node.value else {
        let message = format!("`{key}` should be a text");
        findings.report(Diagnostic::new(Code::WrongType, node.span, message).label(describe(&node.value)));
        return None;
    };
    let text = Spanned::new(text.trim().into(), node.span);
    Some((script::isolated(text, findings), plain))
}

/// A node that should be a text and not be empty.
fn scalar_text(node: Node<'_>, key: &str, findings: &Findings) -> Option<Text> {
    let (text, _) = scalar(node, key, findings)?;
    Some(text)
}

/// A node that names something.
pub(super) fn name(node: Node<'_>, key: &str, findings: &Findings) -> Option<Text> {
    let span = node.span;
    let Value::Scalar { text, plain } = node.value else {
        let message = format!("`{key}` should be a name or an id");
        findings.report(Diagnostic::new(Code::WrongType, span, message).label(describe(&node.value)));
        return None;
    };
    let text = Text::new(text.trim().into(), span);
    if plain && text.value.parse::<f64>().is_ok_and(f64::is_finite) {
        let message = format!("the number `{}` stands where `{key}` expects a name", text.value);
        let help = format!("put quotes round it if it is a name: `\"{}\"`", text.value);
        findings.report(Diagnostic::new(Code::NumericName, span, message).help(help));
    }
    script::refuse_bidi(&text, findings);
    Some(text)
}

/// A list of what `read` reads, or one such thing; empty texts in a list are errors.
fn list<'text>(
    node: Node<'text>,
    key: &str,
    findings: &Findings,
    read: impl Fn(Node<'text>, &str, &Findings) -> Option<Text>,
) -> Vec<Text> {
    let items = match node.value {
        Value::Sequence(items) => items,
        value => vec![Node { span: node.span, value }],
    };
    let mut texts = Vec::with_capacity(items.len());
    for text in items.into_iter().filter_map(|item| read(item, key, findings)) {
        if text.value.is_empty() {
            let message = format!("an entry of `{key}` is empty");
            findings.report(
                Diagnostic::new(Code::EmptyText, text.span, message).help("fill it in, or take it out"),
            );
        } else {
            texts.push(text);
        }
    }
    texts
}

/// Reads a value by its grammar.
pub(super) fn parse<T>(text: &Text, key: &str, code: Code, findings: &Findings) -> Option<Spanned<T>>
where
    T: FromStr,
    T::Err: ToString,
{
    match text.value.parse() {
        Ok(value) => Some(Spanned::new(value, text.span)),
        Err(error) => {
            let message = format!("`{}` is not valid for `{key}`", text.value);
            findings.report(Diagnostic::new(code, text.span, message).label(error.to_string()));
            None
        }
    }
}

/// Reads one of a closed list of words.
pub(super) fn word<T: FromStr + VariantNames>(
    text: &Text,
    key: &str,
    findings: &Findings,
) -> Option<Spanned<T>> {
    if let Ok(value) = text.value.parse() {
        return Some(Spanned::new(value, text.span));
    }
    let message = format!("`{key}` cannot be `{}`", text.value);
    let help = match nearest(&text.value, T::VARIANTS) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("use one of {}", enumerate(T::VARIANTS)),
    };
    findings.report(Diagnostic::new(Code::InvalidValue, text.span, message).help(help));
    None
}

/// A word of a list that a site may lengthen: whether it is known cannot be said yet.
pub(super) fn written_kind<K: FromStr>(text: Text) -> Spanned<WrittenKind<K>> {
    let Spanned { value, span } = text;
    Spanned::new(value.parse().map_or(WrittenKind::Other(value), WrittenKind::Builtin), span)
}

/// The known word that was probably meant: one or two slips, or a third of a long word's letters. Words of quite
/// another length are not compared, so that a long text costs no more than a short one.
pub(crate) fn nearest<'w>(written: &str, known: &[&'w str]) -> Option<&'w str> {
    let longest = known.iter().map(|word| word.chars().count()).max()?;
    let written_length = written.chars().take(2 * longest + 2).count();
    let limit = |word: &str| (word.chars().count() / 3).max(1);
    let close = known.iter().filter(|word| word.chars().count().abs_diff(written_length) <= limit(word));
    let mut close = close.peekable();
    close.peek()?;
    let written = written.to_lowercase().replace('_', "-");
    close
        .map(|word| (strsim::damerau_levenshtein(&written, &word.replace('_', "-")), *word))
        .filter(|(distance, word)| *distance <= limit(word))
        .min()
        .map(|(_, word)| word)
}

/// `` `a`, `b` or `c` ``
pub(crate) fn enumerate(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// What a value is, for a label.
pub(super) fn describe(value: &Value<'_>) -> &'static str {
    match value {
        Value::Scalar { text, plain: true } if text.is_empty() => "nothing stands here",
        Value::Scalar { .. } => "this is a text",
        Value::Sequence(_) => "this is a list",
        Value::Mapping(_) => "this is a mapping",
    }
}
