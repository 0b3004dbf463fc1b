//! Bodies: what Markdown becomes, and that nothing a writer types becomes a script.
//!
//! Cases in tables (Markdown, HTML), then properties that hold for any text: nothing panics, tags balance, ids are
//! unique, and no attribute or element can run anything. With `VARIORUM_TEST_DATA` set, the payloads of public
//! collections go through the same properties.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own material has failed")]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use html5gum::{Token, Tokenizer};
use proptest::prelude::*;
use variorum::diagnostic::{Code, Diagnostic};
use variorum::markdown::{Body, Filled, Html, MAX_DEPTH, MAX_MARKERS, Target, render};
use variorum::text::Files;

fn rendered(text: &str) -> (Body, Vec<Diagnostic>) {
    let mut files = Files::default();
    let file = files.add("content/briefs/a.md", text);
    let mut diagnostics = Vec::new();
    let body = render(file, text, 0..text.len(), &mut diagnostics);
    (body, diagnostics)
}

/// With links filled as the site would fill them: from what was written.
fn filled(body: &Body) -> String {
    let fill = |written: &str| Filled {
        href: Some(format!("to/{written}")),
        attributes: vec![("data-n", "\"<1>".to_owned())],
        name: format!("<{written}>"),
    };
    let links: Vec<_> = body.links.iter().map(|link| fill(link.target.written())).collect();
    body.fill(&links).iter().map(Html::as_str).collect()
}

fn unfilled(body: &Body) -> String {
    body.fill(&[]).iter().map(Html::as_str).collect()
}

fn html(text: &str) -> String {
    unfilled(&rendered(text).0)
}

/// The codes, each with the text at its place.
fn findings(text: &str) -> Vec<(Code, String)> {
    let place = |diagnostic: &Diagnostic| text[diagnostic.place.unwrap().range()].to_owned();
    rendered(text).1.iter().map(|diagnostic| (diagnostic.code, place(diagnostic))).collect()
}

#[test]
fn blocks() {
    for (markdown, expected) in [
        ("", ""),
        (
            "a *b* **c** ~~d~~ `e<`",
            "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;</code></p>\n",
        ),
        ("a  \nb\nc", "<p>a<br>\nb\nc</p>\n"),
        ("---", "<hr>\n"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("> [!WARNING]\n> a", "<div class=\"alert alert-warning\" role=\"note\">\n<p>a</p>\n</div>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a", "<ol start=\"3\">\n<li>a</li>\n</ol>\n"),
        ("a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n"),
        ("{{ x }} {% y %}", "<p>{{ x }} {% y %}</p>\n"),
        ("\"a\" -- 'b'...", "<p>\"a\" -- 'b'...</p>\n"),
        (
            "- [x] a\n- [ ] b\n  - c",
            "<ul>\n<li><label><input type=\"checkbox\" disabled checked> a</label></li>\n\
             <li><label><input type=\"checkbox\" disabled> b</label><ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n",
        ),
        (
            "- [ ] a\n\n- b",
            "<ul>\n<li><p><label><input type=\"checkbox\" disabled> a</label></p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n",
        ),
        (
            "- [x] a\n  ---",
            "<ul>\n<li><h2 id=\"a\"><label><input type=\"checkbox\" disabled checked> a</label></h2>\n</li>\n</ul>\n",
        ),
        (
            "| a | |\n|--:|---|\n| 1 | 2 |",
            "<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n\
             <tr><th scope=\"col\" class=\"align-end\">a</th><td></td></tr>\n</thead>\n\
             <tbody>\n<tr><td class=\"align-end\">1</td><td>2</td></tr>\n</tbody>\n</table></div>\n",
        ),
    ] {
        assert_eq!(html(markdown), expected, "{markdown}");
    }
}

#[test]
fn a_table_is_named_by_the_heading_above() {
    let html = html("## Toll\n\n|a|\n|-|\n|1|");
    assert!(
        html.contains("<div class=\"table\" tabindex=\"0\" role=\"group\" aria-labelledby=\"toll\">"),
        "{html}"
    );
}

#[test]
fn headings_stand_below_the_title() {
    let (body, diagnostics) = rendered("## A *b*\n### A b\n###### `c`\n## مورا {#here .wide}\n## Claim 1");
    let headings: Vec<_> =
        body.headings.iter().map(|heading| (heading.level, &*heading.id, &*heading.text)).collect();
    assert_eq!(
        headings,
        [
            (2, "a-b", "A b"),
            (3, "a-b-2", "A b"),
            (6, "c", "c"),
            (2, "here", "مورا"),
            (2, "section-claim-1", "Claim 1")
        ]
    );
    assert!(diagnostics.is_empty());
    assert!(unfilled(&body).contains("<h2 id=\"here\" class=\"wide\">مورا</h2>\n"));
    assert_eq!(html("# A\n## B"), "<h2 id=\"a\">A</h2>\n<h3 id=\"b\">B</h3>\n");
}

#[test]
fn a_written_id_is_kept_and_others_give_way() {
    let (body, _) = rendered("# x\n# y {#x}");
    assert_eq!(body.headings.iter().map(|heading| &*heading.id).collect::<Vec<_>>(), ["x-2", "x"]);
    for heading in
        ["# a {#claim-a}", "# a {#\"x}", "# a {.a\"b}", "# a {onclick=alert(1)}", "# a {#x}\n# b {#x}"]
    {
        let codes: Vec<_> = rendered(heading).1.iter().map(|one| one.code).collect();
        assert_eq!(codes, [Code::HeadingAttribute], "{heading}");
        assert!(!html(heading).contains("onclick"), "{heading}");
    }
}

#[test]
fn links() {
    const FILLED: &str = "data-n=\"&quot;&lt;1&gt;\"";
    for (markdown, expected) in [
        ("[w](claim:k)", "<a href=\"to/k\" FILLED>w</a>"),
        ("[w](../a.md \"t\")", "<a href=\"to/../a.md\" FILLED title=\"t\">w</a>"),
        ("[[jnim]]", "<a href=\"to/jnim\" FILLED><bdi>&lt;jnim&gt;</bdi></a>"),
        ("[[event:m|at *M*]]", "<a href=\"to/m\" FILLED>at <em>M</em></a>"),
        ("[](actor:x)", "<a href=\"to/x\" FILLED><bdi>&lt;x&gt;</bdi></a>"),
        ("<claim:k>", "<a href=\"to/k\" FILLED><bdi>&lt;k&gt;</bdi></a>"),
        (
            "![a *b* \"c\"](p.jpg \"t\")",
            "<img src=\"to/p.jpg\" FILLED alt=\"a b &quot;c&quot;\" title=\"t\" loading=\"lazy\" decoding=\"async\">",
        ),
        (
            "<https://a.org/?b&c>",
            "<a class=\"external\" rel=\"noreferrer noopener\" href=\"https://a.org/?b&amp;c\">https://a.org/?b&amp;c</a>",
        ),
        ("<a@b.org>", "<a href=\"mailto:a@b.org\">a@b.org</a>"),
        ("[a <https://b.org> c](d.md)", "<a href=\"to/d.md\" FILLED>a https://b.org c</a>"),
        ("[a](javascript:x)", "a"),
        ("![a](https://b.org/c.png)", "a"),
        ("<javascript:x>", "javascript:x"),
    ] {
        let expected = format!("<p>{}</p>\n", expected.replace("FILLED", FILLED));
        assert_eq!(filled(&rendered(markdown).0), expected, "{markdown}");
    }
}

#[test]
fn places_of_destinations() {
    for (markdown, place) in [
        ("[javascript:x](javascript:x \"javascript\")", "javascript:x"),
        ("a [b][c]\n\n[c]: data:x", "data:x"),
        ("![a](//b.org/c.png)", "//b.org/c.png"),
        ("[a](java&#115;cript:x)", "[a](java&#115;cript:x)"),
        ("[a]()", "[a]()"),
        ("<vbscript:x>", "<vbscript:x>".trim_matches(['<', '>'])),
    ] {
        assert_eq!(findings(markdown), [(Code::ForbiddenLink, place.to_owned())], "{markdown}");
    }
    let text = "---\ntitle: x\n---\n[a](claim:b)";
    let mut files = Files::default();
    let file = files.add("a.md", text);
    let body = render(file, text, 17..text.len(), &mut Vec::new());
    assert_eq!(files.slice(body.links[0].span), "claim:b");
    assert_eq!(body.links[0].target, Target::Claim { brief: None, id: "b".to_owned() });
}

#[test]
fn annotations_are_known_by_block() {
    let (body, _) = rendered("[a](claim:a) [b](actor:b)\n\n- c\n\n> [d](claim:d)[^n]\n\n[^n]: [e](claim:e)");
    assert_eq!(body.annotations().collect::<Vec<_>>(), [(0, 0), (2, 2), (3, 3)]);
    assert_eq!(body.plain_text(), "a b\nc\nd\ne");
}

#[test]
fn footnotes_are_numbered_by_first_reference() {
    let (body, diagnostics) = rendered("a[^B]\n\n[^a]: one\n\n[^b]: two\n\n[^c]: three\n\nb[^a] c[^b] d[^e]");
    assert!(diagnostics.is_empty());
    let reference = |number: u8, id: &str| {
        format!(
            "<sup class=\"footnote-reference\"><a href=\"#footnote-{number}\" id=\"footnote-reference-{id}\" role=\"doc-noteref\">{number}</a></sup>"
        )
    };
    let back = |id: &str, mark: &str| {
        format!(
            " <span class=\"footnote-back\"><a href=\"#footnote-reference-{id}\" role=\"doc-backlink\">↩\u{FE0E}{mark}</a></span>"
        )
    };
    let expected = [
        format!("<p>a{}</p>\n", reference(1, "1")),
        format!("<p>b{} c{} d[^e]</p>\n", reference(2, "2"), reference(1, "1-2")),
        "<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n".to_owned(),
        format!(
            "<li id=\"footnote-1\">\n<p>two{}{}</p>\n</li>\n",
            back("1", ""),
            back("1-2", "<sup>2</sup>")
        ),
        format!("<li id=\"footnote-2\">\n<p>one{}</p>\n</li>\n", back("2", "")),
        "<li id=\"footnote-3\">\n<p>three</p>\n</li>\n</ol>\n</section>\n".to_owned(),
    ];
    assert_eq!(unfilled(&body), expected.concat());
    assert_eq!(body.blocks.len(), 3, "the notes are one block, the last");
}

#[test]
fn raw_html_is_left_out() {
    for (markdown, expected, places) in [
        ("a <b>c</b> d", "<p>a c d</p>\n", vec!["<b>"]),
        ("a <b><i>c</i></b> <u>d</u>", "<p>a c d</p>\n", vec!["<b>", "<u>"]),
        ("a</p>", "<p>a</p>\n", vec!["</p>"]),
        ("<script>alert(1)</script>\n\nb", "<p>b</p>\n", vec!["<script>alert(1)</script>\n"]),
        ("a <!-- b --> c\n\n<!-- d -->\n\ne", "<p>a  c</p>\n<p>e</p>\n", vec![]),
        ("x\n\n<i></i><b></b>\n", "<p>x</p>\n", vec!["<i>"]),
    ] {
        assert_eq!(html(markdown), expected, "{markdown}");
        let expected: Vec<_> = places.into_iter().map(|place| (Code::RawHtml, place.to_owned())).collect();
        assert_eq!(findings(markdown), expected, "{markdown}");
    }
}

#[test]
fn characters_that_must_not_reach_a_page() {
    assert_eq!(findings("a \u{202E}b"), [(Code::BidiInText, "\u{202E}".to_owned())]);
    assert_eq!(findings("a &#x202E;b"), [(Code::BidiInText, "&#x202E;".to_owned())]);
    assert_eq!(findings("a&#8;b"), [(Code::ControlCharacter, "&#8;".to_owned())]);
    assert_eq!(html("a \u{202E}b&#8;"), "<p>\u{2068}a \u{202E}b\u{2069}</p>\n");
    assert_eq!(
        html("\u{2069}a *\u{2067}b* c"),
        "<p>\u{2068}a \u{2069}<em>\u{2068}\u{2067}b\u{2069}\u{2069}</em> c</p>\n"
    );
    assert_eq!(html("`\u{2066}x`"), "<p><code>x</code></p>\n");
    assert_eq!(html("# \u{202E}x"), "<h2 id=\"x\">\u{2068}\u{202E}x\u{2069}</h2>\n");
}

#[test]
fn code_blocks() {
    assert_eq!(html("    <a>"), "<pre tabindex=\"0\"><code>&lt;a&gt;</code></pre>\n");
    assert_eq!(html("```x\"y\n<a>\n```"), "<pre tabindex=\"0\"><code>&lt;a&gt;\n</code></pre>\n");
    assert_eq!(
        html("```JSON\n1\n```"),
        "<pre tabindex=\"0\"><code class=\"language-json\"><span class=\"c-number\">1\n</span></code></pre>\n"
    );
}

#[test]
fn what_is_nested_too_deep_is_flattened() {
    let times = MAX_DEPTH * 2;
    for (deep, element) in [
        ("> ".repeat(times) + "x", "<blockquote>"),
        ("- ".repeat(times) + "x", "<ul>"),
        ("*a **b ".repeat(times) + &"c** d*".repeat(times), "<em>"),
    ] {
        let codes: Vec<_> = rendered(&deep).1.iter().map(|one| one.code).collect();
        assert_eq!(codes, [Code::NestedTooDeep], "{element}");
        assert!(html(&deep).matches(element).count() <= MAX_DEPTH, "{element}");
        assert_safe(&deep);
    }
}

#[test]
fn a_line_of_nothing_but_markers_is_not_read() {
    for marker in ["> ", ">", "- ", "1. ", "  ", "\t"] {
        let text = format!("a\n\n{}x", marker.repeat(MAX_MARKERS * 2 + 2));
        assert_eq!(findings(&text), [(Code::NestedTooDeep, String::new())], "{marker:?}");
        assert_eq!(html(&text), "", "{marker:?}");
    }
    for ruler in ["-", "*", "=", "1"] {
        assert_eq!(findings(&ruler.repeat(1_000)), [], "{ruler}");
    }
}

/// Text that makes bad parsers slow or their output large.
const HOSTILE: &[&str] = &[
    "[",
    "]",
    "![",
    "> ",
    "- ",
    "1. ",
    "*",
    "_",
    "`",
    "``a`",
    "|",
    "~",
    "<",
    "<!--",
    "&",
    "\\",
    "[[",
    "[[a|",
    "[a](",
    "[a](b",
    "[^a]",
    "[^a]: ",
    "a\n: b\n",
    "*a **b ",
    "[a]: b\n",
    "# a\n",
    "- a\n\n",
    "> a\n",
    "{#a}",
    "\u{202E}",
    "<b>",
    "[a](javascript:x)",
    "![[",
    "a[b](<",
    "<a ",
    "- [ ] ",
    "|a|\n|-|\n",
    "\t",
    "a *_",
    "[a](b \"",
    "<?",
    "<!A",
    "<![CDATA[",
    "# a {#a}\n",
    "![a](b \"",
    "a^",
    "$",
    "(",
    "a](",
    "\n",
];

/// Time and size grow with the input, not with its square. A ratio of times would fail on a busy machine; the
/// limit is one that the quadratic families of other programs pass by far.
#[test]
fn hostile_repetition_is_linear() {
    for family in HOSTILE {
        let run = |size: usize| {
            let text = family.repeat(size / family.len());
            let started = Instant::now();
            let (body, _) = rendered(&text);
            (started.elapsed(), unfilled(&body).len())
        };
        let ((_, small), (slow, large)) = (run(25_000), run(100_000));
        println!("{family:?}: {small} then {large} bytes, {slow:?}");
        assert!(large <= 5 * small + 10_000, "{family:?}: {small} then {large} bytes");
        assert!(slow < Duration::from_secs(5), "{family:?}: {slow:?}");
    }
}

/// Holds every property of safe output against one text.
fn assert_safe(text: &str) {
    let (body, _) = rendered(text);
    assert_safe_html(&unfilled(&body), text);
    assert_safe_html(&filled(&body), text);
    assert!(body.plain_text().len() <= unfilled(&body).len() + body.links.len() * text.len());
}

const ELEMENTS: &[&str] = &[
    "a",
    "bdi",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "input",
    "label",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "span",
    "strong",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

const EMPTY_ELEMENTS: &[&str] = &["br", "hr", "img", "input"];

const ATTRIBUTES: &[&str] = &[
    "alt",
    "aria-labelledby",
    "checked",
    "class",
    "data-n",
    "decoding",
    "disabled",
    "href",
    "id",
    "loading",
    "rel",
    "role",
    "scope",
    "src",
    "start",
    "tabindex",
    "title",
    "type",
];

/// Only elements and attributes of the lists, balanced; ids unique, fragments leading to them; no nested links.
fn assert_safe_html(html: &str, source: &str) {
    let mut open: Vec<String> = Vec::new();
    let mut ids = BTreeSet::new();
    let mut fragments = Vec::new();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                assert!(ELEMENTS.contains(&&*name), "<{name}> from {source:?}");
                assert!(name != "a" || !open.contains(&name), "nested links from {source:?}");
                for (attribute, value) in &tag.attributes {
                    let (attribute, value) = (text(attribute), text(value));
                    assert!(ATTRIBUTES.contains(&&*attribute), "{attribute} from {source:?}");
                    if attribute == "href" || attribute == "src" {
                        assert_harmless(&value, source);
                        fragments.extend(value.strip_prefix('#').map(str::to_owned));
                    }
                    if attribute == "id" {
                        assert!(ids.insert(value), "an id twice from {source:?}");
                    }
                }
                if !EMPTY_ELEMENTS.contains(&&*name) {
                    open.push(name);
                }
            }
            Token::EndTag(tag) => {
                assert_eq!(open.pop(), Some(text(&tag.name)), "{html} from {source:?}");
            }
            Token::String(_) => {}
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {
                panic!("{token:?} in {html} from {source:?}")
            }
        }
    }
    assert!(open.is_empty(), "{open:?} open in {html} from {source:?}");
    for fragment in fragments {
        assert!(ids.contains(&fragment), "#{fragment} leads nowhere, from {source:?}");
    }
}

/// As a browser reads an address: without tabs, newlines and what surrounds it (WHATWG URL).
fn assert_harmless(address: &str, source: &str) {
    let read: String = address.chars().filter(|letter| !matches!(letter, '\t' | '\n' | '\r')).collect();
    let read = read.trim_matches(|letter: char| letter <= ' ').to_lowercase();
    let allowed = ["to/", "http://", "https://", "mailto:", "#footnote"];
    assert!(allowed.iter().any(|start| read.starts_with(start)), "{address} from {source:?}");
}

fn payloads() -> Option<Vec<String>> {
    let folder = std::path::PathBuf::from(std::env::var_os("VARIORUM_TEST_DATA")?);
    let read = |path: &str| fs_err::read_to_string(folder.join(path)).unwrap();
    let list = |path: &str| serde_json::from_str::<Vec<String>>(&read(path)).unwrap();
    let lines = read("xss/merged-mit.txt").lines().map(str::to_owned).collect();
    Some([lines, list("xss/dompurify-payloads.json"), list("blns/blns.json")].concat())
}

#[test]
fn collected_payloads_are_harmless() {
    let Some(payloads) = payloads() else {
        println!("skipped: VARIORUM_TEST_DATA is not set");
        return;
    };
    assert!(payloads.len() > 1_000);
    for payload in payloads {
        for text in [
            payload.clone(),
            format!("[a]({payload})"),
            format!("[a](<{payload}> \"{payload}\")"),
            format!("![{payload}](b.png '{payload}')"),
            format!("[[{payload}]] <{payload}>"),
            format!("# a {{#{payload} .{payload} {payload}}}"),
            format!("```{payload}\n{payload}\n```"),
            format!("a[^{payload}]\n\n[^{payload}]: {payload}\n\n[b][{payload}]\n\n[{payload}]: {payload}"),
            format!("|a|\n|-|\n|{payload}|"),
        ] {
            assert_safe(&text);
        }
    }
}

/// Stretches of Markdown, well-formed and not, to be strung together.
const FRAGMENTS: &[&str] = &[
    "[",
    "](",
    "]",
    ")",
    "![",
    "[[",
    "]]",
    "|",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "- [x] ",
    "1. ",
    "# ",
    "## a {#b .c d=e}\n",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```rust\n",
    "```\n",
    "    ",
    "\t",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<script>",
    "&#8;",
    "&amp;",
    "\\",
    "[^a]",
    "[^a]: ",
    "\n: ",
    "|a|b|\n|:-|-:|\n",
    "[r]: claim:x\n",
    "[r]",
    "claim:x",
    "javascript:x",
    "https://a.org",
    "<https://b.org>",
    "<a@b.org>",
    "../c.md#d",
    "\u{202E}",
    "\u{2069}",
    "> [!NOTE]\n",
    "---\n",
    "===\n",
    "\"",
    "'",
    "{",
    "}",
    "مورا",
    "é",
    "\r\n",
];

fn fragment() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(FRAGMENTS).prop_map(str::to_owned),
        1 => "[a-z ]{1,8}",
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_500) })]

    #[test]
    fn any_text_is_harmless(text in any::<String>()) {
        assert_safe(&text);
    }

    #[test]
    fn any_markdown_is_harmless(text in prop::collection::vec(fragment(), 0..40).prop_map(|all| all.concat())) {
        assert_safe(&text);
    }
}
