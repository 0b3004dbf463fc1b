//! Reading YAML: the parser's events become a tree.
//!
//! One pass over the events, without recursion; scalars are borrowed from the text where the parser can. Anchors,
//! aliases, tags and second documents are reported and read past, so that one run shows them all; only a mistake
//! of syntax ends it. The parser itself holds the limits of depth: it alone knows which brackets are text.

use std::borrow::Cow;
use std::ops::Range;

use serde_yaml::granit_parser::{self, Event, Options, Parser, ScalarStyle};

use crate::diagnostic::{Code, Diagnostic};
use crate::text::{FileId, Span};

use super::tree::Tree;
use super::{Node, Value, syntax};

/// Lists and mappings in brackets inside each other at most (manual, safety.md#limits).
pub const FLOW_DEPTH_LIMIT: usize = 32;

/// Lists and mappings by indentation inside each other at most, `- - -` included (manual, safety.md#limits).
pub const BLOCK_DEPTH_LIMIT: usize = 64;

/// Reads the YAML that stands in `text[range]`; spans are byte offsets into the whole `text`.
///
/// A text without any value (blank, only comments) is an empty mapping. Whatever is refused is reported with its
/// place and read past; `None` after a mistake of syntax, behind which nothing can be told.
pub fn parse<'text>(
    file: FileId,
    text: &'text str,
    range: Range<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Node<'text>> {
    let yaml = text.get(range.clone())?;
    let already = diagnostics.len();
    let mut reader = Reader {
        source: Source { file, text, range },
        diagnostics,
        tree: Tree::default(),
        has_document: false,
    };
    for event in Parser::new_from_str_with_options(yaml, options()) {
        match event {
            Ok((Event::DocumentStart(..), span)) if reader.has_document => {
                reader.refuse_second_document(&span);
                break;
            }
            Ok((event, span)) => reader.take(event, &span),
            Err(error) => {
                let report = syntax::explain(&reader.source, reader.tree.innermost(), &error);
                reader.report_unless_known(report, already);
                return None;
            }
        }
    }
    Some(reader.finish())
}

fn options() -> Options {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.emit_anchor_events = true;
    options.emit_unresolved_aliases = true;
    options.disallow_directives = true;
    options.flow_nesting_limit = FLOW_DEPTH_LIMIT;
    options.block_nesting_limit = BLOCK_DEPTH_LIMIT;
    options
}

/// The text that is read.
pub(super) struct Source<'text> {
    pub(super) file: FileId,
    pub(super) text: &'text str,
    pub(super) range: Range<usize>,
}

impl Source<'_> {
    /// The span of a range of the YAML, kept inside of it.
    pub(super) fn span(&self, yaml: Range<usize>) -> Span {
        let place = |at: usize| (self.range.start + at).min(self.range.end);
        Span::new(self.file, place(yaml.start)..place(yaml.end))
    }

    fn span_of(&self, span: &granit_parser::Span) -> Span {
        // Of a text that lies in memory, every event has a byte range.
        self.span(span.byte_range().unwrap_or_default())
    }

    fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}

struct Reader<'text, 'diagnostics> {
    source: Source<'text>,
    diagnostics: &'diagnostics mut Vec<Diagnostic>,
    tree: Tree<'text>,
    has_document: bool,
}

impl<'text> Reader<'text, '_> {
    fn take(&mut self, event: Event<'text>, at: &granit_parser::Span) {
        let span = self.source.span_of(at);
        self.refuse_features(&event, at, span);
        match event {
            Event::DocumentStart(..) => self.has_document = true,
            Event::Scalar(text, style, ..) => {
                let value = self.scalar(text, style, span);
                self.add(span, value);
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let name = self.source.text.get(span.range()).unwrap_or_default();
                self.add(span, Value::Scalar { text: Cow::Borrowed(name), plain: true });
            }
            Event::SequenceStart(..) => self.tree.open_sequence(span),
            Event::MappingStart(..) => self.tree.open_mapping(span),
            // By indentation, a list or mapping ends with its last value; the event stands at what follows it.
            Event::SequenceEnd | Event::MappingEnd => {
                let sign = (!span.range().is_empty()).then_some(span);
                self.tree.close(sign, self.diagnostics);
            }
            _ => {}
        }
    }

    fn add(&mut self, span: Span, value: Value<'text>) {
        self.tree.add(Node { span, value }, self.diagnostics);
    }

    fn refuse_second_document(&mut self, at: &granit_parser::Span) {
        let place = self.source.span_of(at);
        self.diagnostics.push(
            Diagnostic::new(Code::YamlFeature, place, "a second YAML document begins here")
                .help("remove the line `---` or `...` before it; a file has one document"),
        );
    }

    fn scalar(&mut self, text: Cow<'text, str>, style: ScalarStyle, span: Span) -> Value<'text> {
        let plain = style == ScalarStyle::Plain;
        // The parser's text of nothing is `~`; a `~` that was typed has a place.
        let text = if plain && span.range().is_empty() { Cow::Borrowed("") } else { text };
        Value::Scalar { text: self.without_controls(text, span), plain }
    }

    /// Reports control characters that were written as escapes, and puts U+FFFD in their place. What is borrowed
    /// from the file was looked through when the file was read.
    fn without_controls(&mut self, text: Cow<'text, str>, span: Span) -> Cow<'text, str> {
        let Cow::Owned(owned) = &text else { return text };
        let Some(found) = owned.chars().find(|character| is_control(*character)) else { return text };
        self.diagnostics.push(
            Diagnostic::new(
                Code::ControlCharacter,
                span,
                format!("the text has the control character {}", character_name(found)),
            )
            .label("written as an escape")
            .help("remove the escape; in a text in single quotes a backslash has no meaning"),
        );
        Cow::Owned(owned.replace(is_control, "\u{FFFD}"))
    }

    fn refuse_features(&mut self, event: &Event<'_>, at: &granit_parser::Span, span: Span) {
        if let Event::Anchor(..) = event {
            self.refuse(span, "an anchor");
        }
        if event.is_alias() {
            self.refuse(span, "an alias");
        }
        if event.tag().is_some() {
            let place = at.tag_span().map_or(span, |tag| self.source.span_of(&tag));
            self.refuse(place, "a tag");
        }
    }

    fn refuse(&mut self, place: Span, feature: &str) {
        let message = format!("`{}` is {feature} of YAML, which is not read here", self.source.slice(place));
        self.diagnostics.push(
            Diagnostic::new(Code::YamlFeature, place, message)
                .help("put the value in quotes if it is text; else remove the sign and write the value out"),
        );
    }

    /// Reports a mistake of syntax unless something was refused before it in the same line: `*so* it ends` is an
    /// alias with text behind it, and one mistake of the writer.
    fn report_unless_known(&mut self, report: Diagnostic, already: usize) {
        let line_of =
            |place: Option<Span>| place.map(|span| self.source.text[..span.start as usize].rfind('\n'));
        let known = self.diagnostics[already..]
            .iter()
            .any(|other| other.code == Code::YamlFeature && line_of(other.place) == line_of(report.place));
        if !known {
            self.diagnostics.push(report);
        }
    }

    fn finish(self) -> Node<'text> {
        let whole = self.source.span(0..self.source.range.len());
        match self.tree.finish() {
            Some(node) if !is_nothing(&node.value) => node,
            _ => Node { span: whole, value: Value::Mapping(Vec::new()) },
        }
    }
}

fn is_nothing(value: &Value<'_>) -> bool {
    matches!(value, Value::Scalar { text, plain: true } if text.is_empty())
}

/// Characters that never stand in a value (manual, safety.md#characters).
pub(super) fn is_control(character: char) -> bool {
    match character {
        '\t' | '\n' => false,
        '\u{FFFE}' | '\u{FFFF}' | '\u{FEFF}' => true,
        other => other.is_control(),
    }
}

/// A character as standards name it: `U+0007`.
pub(super) fn character_name(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Files;

    fn read(text: &str) -> (Option<Node<'_>>, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let file = Files::default().add("a.yaml", "");
        (parse(file, text, 0..text.len(), &mut diagnostics), diagnostics)
    }

    /// A tree in one line, each scalar with the text that its span covers.
    fn drawn(text: &str, node: &Node<'_>) -> String {
        match &node.value {
            Value::Scalar { text: value, plain } => {
                format!("{value:?}{}<{}>", if *plain { "" } else { "!" }, &text[node.span.range()])
            }
            Value::Sequence(nodes) => {
                format!("[{}]", nodes.iter().map(|node| drawn(text, node)).collect::<Vec<_>>().join(" "))
            }
            Value::Mapping(entries) => {
                let entry = |(key, node): &(super::super::Key<'_>, Node<'_>)| {
                    format!("{}<{}>={}", key.text, &text[key.span.range()], drawn(text, node))
                };
                format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(" "))
            }
        }
    }

    fn tree(text: &str) -> String {
        let (node, diagnostics) = read(text);
        assert_eq!(diagnostics, [], "{text:?}");
        drawn(text, &node.unwrap())
    }

    #[test]
    fn scalars_keep_what_was_typed_and_where() {
        for (text, expected) in [
            ("a: 0203\nb: NO\nc: 1e3 # x\n", r#"{a<a>="0203"<0203> b<b>="NO"<NO> c<c>="1e3"<1e3>}"#),
            ("a: ~\nb:\nc: ''\n", r#"{a<a>="~"<~> b<b>=""<> c<c>=""!<''>}"#),
            ("'a b': \"c\\td\"\n", r#"{a b<'a b'>="c\td"!<"c\td">}"#),
            ("مورا: [قرية, 村]\n日: é\n", r#"{مورا<مورا>=["قرية"<قرية> "村"<村>] 日<日>="é"<é>}"#),
            ("a: b\n  c\nd: e\n", "{a<a>=\"b c\"<b\n  c> d<d>=\"e\"<e>}"),
            ("a: \"b\n  c\"\n", "{a<a>=\"b c\"!<\"b\n  c\">}"),
            ("- {by: x, says: 'y, z'}\n- - w\n", r#"[{by<by>="x"<x> says<says>="y, z"!<'y, z'>} ["w"<w>]]"#),
            ("a: [b: c]\n", r#"{a<a>=[{b<b>="c"<c>}]}"#),
            ("? a\n: b\n", r#"{a<a>="b"<b>}"#),
            ("---\na: b\n...\n", r#"{a<a>="b"<b>}"#),
        ] {
            assert_eq!(tree(text), expected);
        }
    }

    #[test]
    fn block_texts_are_covered_without_their_sign() {
        let text = "a: |\n  b\n\n  c\nd: >-\n  e\n  f\ng: h\n";
        let Value::Mapping(entries) = read(text).0.unwrap().value else { panic!() };
        let found: Vec<_> = entries
            .iter()
            .map(|(_, node)| match &node.value {
                Value::Scalar { text: value, plain } => {
                    (value.as_ref(), *plain, text[node.span.range()].trim_end())
                }
                _ => panic!(),
            })
            .collect();
        assert_eq!(found, [("b\n\nc\n", false, "b\n\n  c"), ("e f", false, "e\n  f"), ("h", true, "h")]);
    }

    #[test]
    fn lists_and_mappings_cover_their_content() {
        let text = "a:\n  - b\n  - c: d\n\n# e\nf: [g,\n  h ]\n";
        let root = read(text).0.unwrap();
        assert_eq!(&text[root.span.range()], text.trim_end());
        let Value::Mapping(entries) = root.value else { panic!() };
        let slices: Vec<_> = entries.iter().map(|(_, node)| &text[node.span.range()]).collect();
        assert_eq!(slices, ["- b\n  - c: d", "[g,\n  h ]"]);
    }

    #[test]
    fn spans_count_from_the_whole_text() {
        let text = "---\nأ: ب\n---\nbody: [\n";
        let mut diagnostics = Vec::new();
        let (yaml, _) =
            super::super::frontmatter(Files::default().add("a", ""), text, &mut diagnostics).unwrap();
        let node = parse(Files::default().add("a", ""), text, yaml, &mut diagnostics).unwrap();
        assert_eq!((drawn(text, &node), diagnostics.len()), (r#"{أ<أ>="ب"<ب>}"#.to_owned(), 0));
    }

    #[test]
    fn nothing_is_an_empty_mapping() {
        for text in ["", "\n \n", "# only\n# comments", "---\n"] {
            assert_eq!(tree(text), "{}", "{text:?}");
        }
        assert_eq!(tree("words"), r#""words"<words>"#, "any kind is returned");
    }

    #[test]
    fn plain_scalars_are_borrowed() {
        let (node, _) = read("a: 'b'\nc: \"d\"\ne: f\n");
        let Some(Node { value: Value::Mapping(entries), .. }) = node else { panic!() };
        for (key, node) in entries {
            assert!(matches!(key.text, Cow::Borrowed(_)));
            assert!(matches!(node.value, Value::Scalar { text: Cow::Borrowed(_), .. }), "{node:?}");
        }
    }

    #[test]
    fn features_and_keys_are_refused_in_one_run() {
        let text = "a: &x b\nc: *x\nd: *none\ne: !!int 1\n<<: {f: g}\na: again\n[h]: i\n: j\nk: \"\\u0007\"\nl: m\n--- n\n";
        let (node, diagnostics) = read(text);
        let mut found: Vec<_> = diagnostics
            .iter()
            .map(|found| (found.place.unwrap().start, found.code, &text[found.place.unwrap().range()]))
            .collect();
        found.sort();
        let found: Vec<_> = found.into_iter().map(|(_, code, slice)| (code, slice)).collect();
        assert_eq!(
            found,
            [
                (Code::YamlFeature, "&x"),
                (Code::YamlFeature, "*x"),
                (Code::YamlFeature, "*none"),
                (Code::YamlFeature, "!!int"),
                (Code::YamlFeature, "<<"),
                (Code::DuplicateKey, "a"),
                (Code::WrongType, "[h]"),
                (Code::WrongType, ""),
                (Code::ControlCharacter, r#""\u0007""#),
                (Code::YamlFeature, "---"),
            ]
        );
        assert!(diagnostics.iter().all(|found| found.help.is_some()));
        assert_eq!(
            drawn(text, &node.unwrap()),
            r#"{a<a>="b"<b> c<c>="*x"<*x> d<d>="*none"<*none> e<e>="1"<1> k<k>="�"!<"\u0007"> l<l>="m"<m>}"#,
            "the first of two keys wins, refused keys are gone"
        );
    }

    #[test]
    fn duplicate_keys_show_the_first() {
        let text = "a: 1\n'a': 2\nb: {c: 1, c: 2, c: 3}\n";
        let (_, diagnostics) = read(text);
        let firsts: Vec<_> =
            diagnostics.iter().map(|found| (found.place.unwrap().start, found.others[0].0.start)).collect();
        assert_eq!(firsts, [(22, 16), (28, 16), (5, 0)]);
    }

    #[test]
    fn every_control_character_is_refused_behind_an_escape() {
        let refused = (0..0x20)
            .chain(0x7F..0xA0)
            .chain([0xFEFF, 0xFFFE, 0xFFFF])
            .filter(|code| ![9, 10].contains(code));
        for code in refused {
            let text = format!("a: \"b\\u{code:04X}c\"");
            let (_, diagnostics) = read(&text);
            assert_eq!(diagnostics.len(), 1, "{text}");
            assert!(diagnostics[0].message.ends_with(&format!("U+{code:04X}")), "{text}");
        }
        let (_, diagnostics) = read(r#"a: "\t\n\u00A0\u200F\\""#);
        assert_eq!(diagnostics, [], "tab, line break and what is no control character");
    }

    #[test]
    fn an_emphasis_is_one_mistake() {
        let (node, diagnostics) = read("a: *Hundreds* were killed\n");
        assert_eq!((node, diagnostics.len(), diagnostics[0].code), (None, 1, Code::YamlFeature));
    }
}
