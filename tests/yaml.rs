//! YAML as writers, generators and attackers write it.
//!
//! Random trees that are printed as YAML come back as they were, each value found at its span; cut and changed
//! texts never end the program; hostile texts are refused or read as promised (manual, safety.md#limits). With the
//! folder of the YAML test suite in `VARIORUM_TEST_DATA`, its texts are read as well.

#![allow(clippy::unwrap_used, reason = "a test that cannot make its inputs has failed")]

use std::fmt::Write as _;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use variorum::diagnostic::{Code, Diagnostic};
use variorum::text::{Files, Span};
use variorum::yaml::{Node, Value, frontmatter, parse};

fn read(text: &str) -> (Option<Node<'_>>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let file = Files::default().add("a.yaml", "");
    (parse(file, text, 0..text.len(), &mut diagnostics), diagnostics)
}

/// A tree without places.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Tree {
    Text(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

impl Tree {
    fn of(node: &Node<'_>) -> Self {
        match &node.value {
            Value::Scalar { text, .. } => Self::Text(text.to_string()),
            Value::Sequence(nodes) => Self::List(nodes.iter().map(Self::of).collect()),
            Value::Mapping(entries) => {
                Self::Map(entries.iter().map(|(key, node)| (key.text.to_string(), Self::of(node))).collect())
            }
        }
    }
}

/// How a text is written.
#[derive(Clone, Copy, Debug)]
enum Quotes {
    Plain,
    Single,
    Double,
    Block,
}

/// A tree and how each of its values is written, printed as YAML.
#[derive(Clone, Debug)]
enum Written {
    Text(String, Quotes),
    List(Vec<Written>, bool),
    Map(Vec<(String, Written)>, bool),
}

impl Written {
    fn tree(&self) -> Tree {
        match self {
            Self::Text(text, _) => Tree::Text(text.clone()),
            Self::List(items, _) => Tree::List(items.iter().map(Self::tree).collect()),
            Self::Map(entries, _) => {
                Tree::Map(entries.iter().map(|(key, value)| (key.clone(), value.tree())).collect())
            }
        }
    }

    /// The value behind a colon or dash; `indent` is that of the lines below.
    fn print(&self, out: &mut String, indent: usize) {
        match self {
            Self::Text(text, Quotes::Block) => {
                out.push_str("|-");
                for line in text.split('\n') {
                    write!(out, "\n{:indent$}{line}", "").unwrap();
                }
            }
            Self::List(items, false) if !items.is_empty() => {
                for item in items {
                    write!(out, "\n{:indent$}- ", "").unwrap();
                    item.print(out, indent + 2);
                }
            }
            Self::Map(entries, false) if !entries.is_empty() => {
                for (key, value) in entries {
                    write!(out, "\n{:indent$}{key}: ", "").unwrap();
                    value.print(out, indent + 2);
                }
            }
            _ => self.print_flow(out),
        }
    }

    fn print_flow(&self, out: &mut String) {
        match self {
            Self::Text(text, quotes) => out.push_str(&quoted(text, *quotes)),
            Self::List(items, _) => {
                out.push('[');
                for item in items {
                    item.print_flow(out);
                    out.push_str(", ");
                }
                out.push(']');
            }
            Self::Map(entries, _) => {
                out.push('{');
                for (key, value) in entries {
                    write!(out, "{key}: ").unwrap();
                    value.print_flow(out);
                    out.push_str(", ");
                }
                out.push('}');
            }
        }
    }
}

fn quoted(text: &str, quotes: Quotes) -> String {
    match quotes {
        Quotes::Plain => text.to_owned(),
        Quotes::Single if !text.contains('\n') => format!("'{}'", text.replace('\'', "''")),
        _ => format!(
            "\"{}\"",
            text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t")
        ),
    }
}

fn scalar() -> impl Strategy<Value = Written> {
    prop_oneof![
        "[a-z0-9\u{0627}-\u{0640}日本é]{1,8}( [A-Za-z0-9'~村-]{1,6}){0,3}"
            .prop_map(|text| Written::Text(text, Quotes::Plain)),
        "[ -~é日\u{0645}]{0,20}".prop_map(|text| Written::Text(text, Quotes::Single)),
        "[ -~\n\té日\u{0645}]{0,20}".prop_map(|text| Written::Text(text, Quotes::Double)),
        "[!-~é日][ -~é日]{0,10}[!-~](\n[!-~é日][ -~é日]{0,10}){0,2}"
            .prop_map(|text| Written::Text(text, Quotes::Block)),
    ]
}

fn key() -> impl Strategy<Value = String> {
    "[a-z_\u{0627}-\u{063A}日][a-z0-9_日-]{0,9}"
}

fn written() -> impl Strategy<Value = Written> {
    scalar().prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            (vec(inner.clone(), 0..6), any::<bool>()).prop_map(|(items, flow)| Written::List(items, flow)),
            (proptest::collection::btree_map(key(), inner, 0..6), any::<bool>())
                .prop_map(|(entries, flow)| Written::Map(entries.into_iter().collect(), flow)),
        ]
    })
}

/// Every span of a tree, the root's first.
fn spans(node: &Node<'_>, found: &mut Vec<Span>) {
    found.push(node.span);
    match &node.value {
        Value::Scalar { .. } => {}
        Value::Sequence(nodes) => nodes.iter().for_each(|node| spans(node, found)),
        Value::Mapping(entries) => {
            for (key, node) in entries {
                found.push(key.span);
                spans(node, found);
            }
        }
    }
}

/// Every place of the answer lies in the text, on the boundaries of characters; children lie in their parents.
fn assert_places(text: &str, (node, diagnostics): &(Option<Node<'_>>, Vec<Diagnostic>)) {
    let mut found = Vec::new();
    if let Some(node) = node {
        spans(node, &mut found);
        assert!(
            found.iter().all(|span| span.start >= node.span.start && span.end <= node.span.end),
            "{text:?}"
        );
    }
    found.extend(diagnostics.iter().filter_map(|found| found.place));
    found.extend(diagnostics.iter().flat_map(|found| found.others.iter().map(|(span, _)| *span)));
    for span in found {
        assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
    }
    assert!(node.is_some() || !diagnostics.is_empty(), "nothing is refused silently: {text:?}");
    assert!(
        diagnostics.iter().all(|found| found.help.is_some() && !found.message.is_empty()),
        "{diagnostics:?}"
    );
}

fn scalars<'node, 'text>(node: &'node Node<'text>, found: &mut Vec<&'node Node<'text>>) {
    match &node.value {
        Value::Scalar { .. } => found.push(node),
        Value::Sequence(nodes) => nodes.iter().for_each(|node| scalars(node, found)),
        Value::Mapping(entries) => entries.iter().for_each(|(_, node)| scalars(node, found)),
    }
}

proptest! {
    #[test]
    fn a_printed_tree_comes_back(written in written()) {
        let mut text = "root: ".to_owned();
        written.print(&mut text, 2);
        text.push('\n');
        let answer = read(&text);
        prop_assert_eq!(&answer.1, &[], "{}", text);
        assert_places(&text, &answer);
        let root = answer.0.unwrap();
        prop_assert_eq!(Tree::of(&root), Tree::Map(vec![("root".to_owned(), written.tree())]), "{}", text);

        let mut found = Vec::new();
        scalars(&root, &mut found);
        for node in found {
            let Value::Scalar { text: value, .. } = &node.value else { continue };
            let slice = &text[node.span.range()];
            let block: Vec<_> = slice.trim_end().lines().map(|line| line.trim_start_matches(' ')).collect();
            let again = read(slice).0.map(|node| Tree::of(&node));
            prop_assert!(
                again == Some(Tree::Text(value.to_string())) || block.join("\n") == value.trim_end(),
                "{:?} of {:?}", slice, value
            );
        }
    }

    #[test]
    fn changed_and_cut_texts_are_answered(
        written in written(),
        changes in vec((any::<prop::sample::Index>(), "[\\[\\]{},:?&*!|>'\"%@` \t\n#-]|: |- |---\n|\\PC"), 0..6),
        end in any::<prop::sample::Index>(),
    ) {
        let mut text = "root: ".to_owned();
        written.print(&mut text, 2);
        for (at, change) in changes {
            text.insert_str(text.floor_char_boundary(at.index(text.len() + 1)), &change);
        }
        text.truncate(text.floor_char_boundary(end.index(text.len() + 1)));
        assert_places(&text, &read(&text));
    }

    #[test]
    fn any_text_is_answered(text in "[a-c\\[\\]{},:?&*!|>'\"%@` \t\n#<~.é日\\\\-]{0,60}", before in "\\PC{0,5}\n?") {
        assert_places(&text, &read(&text));
        let whole = format!("{before}{text}\nbody: [");
        let mut diagnostics = Vec::new();
        let file = Files::default().add("a.md", "");
        let node = parse(file, &whole, before.len()..before.len() + text.len(), &mut diagnostics);
        assert_places(&whole, &(node, diagnostics));
        frontmatter(file, &format!("---\n{text}"), &mut Vec::new());
    }
}

#[test]
fn hostile_texts_are_refused_or_read() {
    const SIZE: usize = 100_000;
    let many = |unit: &str| unit.repeat(SIZE / unit.len());
    let refused = [
        ("[", Code::NestedTooDeep),
        ("{a: ", Code::NestedTooDeep),
        ("[{a: ", Code::NestedTooDeep),
        ("- ", Code::NestedTooDeep),
        ("? ", Code::NestedTooDeep),
        ("- ? ", Code::NestedTooDeep),
        ("]", Code::YamlSyntax),
        ("a: ", Code::YamlSyntax),
        ("\"", Code::YamlSyntax),
        ("'\"", Code::YamlSyntax),
        ("@", Code::YamlSyntax),
        ("\t", Code::YamlSyntax),
        ("&a ", Code::YamlFeature),
        ("!", Code::YamlFeature),
        ("%", Code::YamlFeature),
        ("%YAML 1.2\n", Code::YamlFeature),
        ("---\n", Code::YamlFeature),
    ];
    for (unit, code) in refused {
        let text = if unit == "\t" { format!("a:\n{}- b", many(unit)) } else { many(unit) };
        let (_, diagnostics) = read(&text);
        let codes: Vec<_> = diagnostics.iter().map(|found| found.code).collect();
        assert!(codes.contains(&code), "{unit:?}: {:?}", codes.first());
    }
    let deep: String = (0..400).map(|level| format!("{:level$}a:\n", "")).collect();
    assert_eq!(read(&deep).1[0].code, Code::NestedTooDeep);
    let long_key = read(&format!("{}: b", many("k"))).1;
    assert_eq!(long_key[0].code, Code::YamlSyntax);

    let accepted = [
        format!("a: {}", many("b")),
        format!("a:{}b", many(" ")),
        format!("a: '{}'", many("''")),
        format!("a: \"{}\"", many("\\n")),
        format!("a: |\n  {}", many("[ {\n  ")),
        format!("a: >\n  {}", many("\n\n")),
        format!("a: {}", many("b\n  ")),
        format!("a: [{}]", many("b, ")),
        format!("a: [{}]", many("b: c, ")),
        format!("a: [{}]", many("[], ")),
        many("# [\n"),
        many("\n"),
        many("- a\n"),
        many("- a: b\n  c: d\n"),
        (0..SIZE / 10).map(|number| format!("k{number}: v\n")).collect(),
    ];
    for text in accepted {
        let (node, diagnostics) = read(&text);
        assert!(node.is_some() && diagnostics.is_empty(), "{:?}: {:?}", &text[..40], diagnostics.first());
    }
}

#[test]
fn many_duplicates_are_each_reported_once() {
    let text = "a: b\n".repeat(20_000);
    let (node, diagnostics) = read(&text);
    assert_eq!(diagnostics.len(), 19_999);
    assert_eq!(node.map(|node| Tree::of(&node)), Some(Tree::Map(vec![("a".into(), Tree::Text("b".into()))])));
}

/// The inputs of a file of the suite: blocks of text under `yaml:`, in which visible signs stand for invisible ones.
fn suite_inputs(text: &str) -> Vec<String> {
    let (node, _) = read(text);
    let Some(Node { value: Value::Sequence(cases), .. }) = node else { return Vec::new() };
    cases
        .iter()
        .filter_map(|case| match &case.value {
            Value::Mapping(entries) => entries.iter().find(|(key, _)| key.text == "yaml"),
            _ => None,
        })
        .filter_map(|(_, node)| match &node.value {
            Value::Scalar { text, .. } => {
                Some(text.replace('␣', " ").replace(['—', '»'], "\t").replace('↵', ""))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn the_yaml_test_suite_is_answered() {
    let Some(data) = std::env::var_os("VARIORUM_TEST_DATA") else {
        println!("skipped: VARIORUM_TEST_DATA names no folder with the YAML test suite");
        return;
    };
    let mut inputs = 0;
    for entry in walkdir::WalkDir::new(Path::new(&data).join("yaml-test-suite/src")) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let text = fs_err::read_to_string(entry.path()).unwrap();
            assert_places(&text, &read(&text));
            for input in suite_inputs(&text) {
                assert_places(&input, &read(&input));
                inputs += 1;
            }
        }
    }
    assert!(inputs > 300, "the suite has more inputs than the {inputs} that were found");
}
