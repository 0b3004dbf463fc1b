//! Families of hostile sites: each is one construct, repeated or nested until a file has about as many bytes as asked.
//!
//! `tests/hostile.rs` builds each at a modest size and sees that nothing crashes; `benches/hostile.rs` builds each at
//! three sizes and sees how time grows.

/// One construct.
pub(crate) struct Family {
    /// What is repeated.
    pub(crate) name: &'static str,
    /// The files of a site of which one has about as many bytes.
    pub(crate) files: fn(usize) -> Vec<(String, String)>,
}

type Files = Vec<(String, String)>;

/// All of them.
pub(crate) fn families() -> Vec<Family> {
    let mut all = Vec::new();
    let mut add = |name, files| all.push(Family { name, files });
    markdown(&mut add);
    lines(&mut add);
    links(&mut add);
    code(&mut add);
    frontmatter(&mut add);
    claims(&mut add);
    names(&mut add);
    templates(&mut add);
    theme_files(&mut add);
    config(&mut add);
    all
}

type Add<'a> = dyn FnMut(&'static str, fn(usize) -> Files) + 'a;

const FRONT: &str = "---\ntitle: A brief\ndate: 2022-04-12\n---\n";

/// A site of one brief with this body.
fn body(text: &str) -> Files {
    site(&format!("{FRONT}{text}\n"), &[])
}

/// A site of one brief with these claims and what else stands in its frontmatter.
fn front(text: &str) -> Files {
    site(&format!("---\ntitle: A brief\ndate: 2022-04-12\n{text}\n---\nText.\n"), &[])
}

fn site(brief: &str, more: &[(&str, &str)]) -> Files {
    let own = [("site.toml", "title = \"A site\"\n"), ("content/briefs/b.md", brief)];
    let last = more.iter().chain(&own);
    let mut files: Files = Vec::new();
    for (path, text) in last {
        if files.iter().all(|(known, _)| known != path) {
            files.push(((*path).to_owned(), (*text).to_owned()));
        }
    }
    files
}

/// A site with a theme of its own that has these templates.
fn theme(templates: &[(&str, String)]) -> Files {
    let mut files =
        site(&format!("{FRONT}Text.\n"), &[("site.toml", "title = \"A site\"\ntheme = \"own\"\n")]);
    files.extend(templates.iter().map(|(name, text)| (format!("themes/own/templates/{name}"), text.clone())));
    files
}

fn page(template: String) -> Files {
    theme(&[("brief.html", template)])
}

/// A piece again and again.
fn fill(piece: &str, bytes: usize) -> String {
    piece.repeat((bytes / piece.len()).max(1))
}

/// A piece made from its number, again and again.
fn count(piece: fn(usize) -> String, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 100);
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&piece(number));
    }
    text
}

/// `open` again and again, then as many times `close`.
fn nest(open: &str, close: &str, bytes: usize) -> String {
    let times = (bytes / (open.len() + close.len())).max(1);
    open.repeat(times) + &close.repeat(times)
}

fn markdown(add: &mut Add<'_>) {
    add("opening brackets", |n| body(&fill("[", n)));
    add("brackets in brackets", |n| body(&nest("[", "]", n)));
    add("brackets and parentheses", |n| body(&nest("[a](", ")", n)));
    add("pictures in pictures", |n| body(&nest("![", "](a.png)", n)));
    add("link openers", |n| body(&fill("[a](<b", n)));
    add("reference links to nothing", |n| body(&fill("[a][b]", n)));
    add("stars", |n| body(&fill("*a **a ", n)));
    add("emphasis in emphasis", |n| body(&nest("*a **b ", "** c* ", n)));
    add("underscores", |n| body(&fill("_a __a ", n)));
    add("tildes", |n| body(&fill("~~a ~b ", n)));
    add("alternating delimiters", |n| body(&fill("*_~", n)));
    add("quotes in quotes", |n| body(&fill("> ", n)));
    add("lists in lists", |n| body(&fill("- ", n)));
    add("lists in quotes", |n| body(&fill("> - ", n)));
    add("numbered lists in lists", |n| body(&fill("1. ", n)));
    add("indented lists", |n| {
        let mut text = String::new();
        for depth in 0.. {
            if text.len() > n {
                break;
            }
            text.push_str(&"  ".repeat(depth));
            text.push_str("- a\n");
        }
        body(&text)
    });
    add("lists one after another", |n| body(&fill("- a\n\n1. b\n\n", n)));
    add("lazy continuations", |n| body(&(fill("> ", 2_000) + &fill("a\n", n))));
    add("backticks of every length", |n| body(&count(|i| "`".repeat(i % 500 + 1) + " ", n)));
    add("open code spans", |n| body(&fill("`a``b", n)));
    add("html comments", |n| body(&fill("<!-- a ", n)));
    add("html openers", |n| body(&fill("<a b='", n)));
    add("html declarations", |n| body(&fill("<!A ", n)));
    add("html instructions", |n| body(&fill("<?", n)));
    add("html sections", |n| body(&fill("<![CDATA[", n)));
    add("html tags in tags", |n| body(&nest("<div>\n\n", "</div>\n\n", n)));
    add("entities", |n| body(&fill("&amp;&#60;&#x3c;&unknown;", n)));
    add("open entities", |n| body(&fill("&", n)));
    add("backslashes", |n| body(&fill("\\", n)));
    add("definition lists", |n| body(&fill("a\n: b\n\n", n)));
    add("task lists", |n| body(&fill("- [x] a\n- [ ] b\n", n)));
    add("alerts", |n| body(&fill("> [!NOTE]\n> a\n\n", n)));
    add("headings", |n| body(&count(|i| format!("# heading {i}\n\n"), n)));
    add("headings of one name", |n| body(&fill("# a\n\n", n)));
    add("heading attributes", |n| body(&format!("# a {{{}}}", fill(".b #c d=e ", n))));
    add("open heading attributes", |n| body(&format!("# {}", fill("{", n))));
    add("underlined headings", |n| body(&fill("a\n-\n", n)));
    add("a table with many columns", |n| {
        let row = fill("a|", n / 3);
        body(&format!("{row}\n{}\n{row}", fill("-|", n / 3)))
    });
    add("a table with many columns and short rows", |n| {
        body(&format!("{}\n{}\n{}", fill("a|", n / 6), fill("-|", n / 6), fill("a|\n", 2 * n / 3)))
    });
    add("a table with many rows", |n| body(&format!("a|b\n-|-\n{}", fill("a|b\n", n))));
    add("pipes", |n| body(&fill("|", n)));
    add("rules", |n| body(&fill("- - -\n", n)));
}

fn lines(add: &mut Add<'_>) {
    add("one long word", |n| body(&fill("a", n)));
    add("one long line", |n| body(&fill("a word ", n)));
    add("empty lines", |n| body(&fill("\n", n)));
    add("blanks", |n| body(&fill(" ", n)));
    add("tabs", |n| body(&(fill("\t", n) + "a")));
    add("hard breaks", |n| body(&fill("a  \n", n)));
    add("marks on one letter", |n| body(&("a".to_owned() + &fill("\u{301}", n))));
    add("marks in a name", |n| front(&format!("claims:\n  - {{by: \"a{}\", says: B.}}", fill("\u{301}", n))));
    add("marks out of order", |n| body(&fill("a\u{301}\u{323}\u{300}\u{5b0}", n)));
    add("joined emoji", |n| body(&fill("\u{1f468}\u{200d}", n)));
    add("overrides of direction", |n| body(&fill("\u{202e}a", n)));
    add("isolates", |n| body(&fill("\u{2067}a ", n)));
    add("isolates in a title", |n| {
        site(&format!("---\ntitle: \"{}\"\ndate: 2022-04-12\n---\n", fill("\u{2067}a", n)), &[])
    });
    add("Arabic", |n| body(&fill("\u{627}\u{644}\u{62c}\u{64a}\u{634} ", n)));
    add("Han", |n| body(&fill("\u{65e5}\u{672c}\u{8a9e}", n)));
    add("words for the search", |n| body(&count(|i| format!("word{i} "), n)));
    add("control characters", |n| body(&fill("\u{1}", n)));
}

fn links(add: &mut Add<'_>) {
    add("link definitions", |n| body(&count(|i| format!("[a{i}]: https://example.org/\n"), n)));
    add("link definitions of one name", |n| body(&fill("[a]: https://example.org/\n", n)));
    add("link definitions that refer", |n| {
        body(&(count(|i| format!("[a{i}]: b\n"), n / 2) + &fill("[a0]", n / 2)))
    });
    add("open link definitions", |n| body(&fill("[a]:\n", n)));
    add("footnotes", |n| body(&count(|i| format!("a[^{i}]\n\n[^{i}]: b\n\n"), n)));
    add("one footnote, referred to", |n| body(&(fill("a[^1] ", n) + "\n\n[^1]: b\n")));
    add("footnotes in footnotes", |n| body(&count(|i| format!("[^{i}]: b [^{}]\n\n", i + 1), n)));
    add("footnotes without a text", |n| body(&count(|i| format!("a[^{i}] "), n)));
    add("footnotes that are not referred to", |n| body(&count(|i| format!("[^{i}]: b\n\n"), n)));
    add("wikilinks to nothing", |n| body(&count(|i| format!("[[thing {i}]] "), n)));
    add("wikilinks in wikilinks", |n| body(&nest("[[", "]]", n)));
    add("open wikilinks", |n| body(&fill("[[a|", n)));
    add("links to claims that are not", |n| body(&count(|i| format!("[a](claim:c{i}) "), n)));
    add("links to one claim", |n| {
        let text = fill("[a](claim:c1) ", n);
        site(&format!("{}claims:\n  - {{by: A, says: B.}}\n---\n{text}", &FRONT[..FRONT.len() - 4]), &[])
    });
    add("links in links to claims", |n| body(&nest("[a ", "](claim:c1)", n)));
    add("links to headings", |n| {
        body(&(count(|i| format!("# h{i}\n\n"), n / 2) + &count(|i| format!("[a](#h{i})\n\n"), n / 2)))
    });
    add("links to headings that are not", |n| {
        body(&(count(|i| format!("# h{i}\n\n"), n / 2) + &count(|i| format!("[a](#g{i})\n\n"), n / 2)))
    });
    add("links to files that are not", |n| body(&count(|i| format!("[a](f{i}.md) "), n)));
    add("links that climb", |n| body(&format!("[a]({}x.md)", fill("../", n))));
    add("links that are forbidden", |n| body(&fill("[a](javascript:b) ", n)));
    add("links out", |n| body(&count(|i| format!("<https://example.org/{i}> "), n)));
    add("a long address", |n| body(&format!("[a](https://example.org/{})", fill("a%20", n))));
    add("a host of many parts", |n| body(&format!("[a](https://{}org/)", fill("a.", n))));
    add("a host in other letters", |n| body(&format!("[a](https://{}.org/)", fill("\u{fc}", n))));
    add("pictures that are not", |n| body(&count(|i| format!("![a](p{i}.png) "), n)));
    add("many plain pages", |n| {
        let mut files = body("Text.");
        files.extend(
            (0..n / 200)
                .map(|i| (format!("content/p{i}.md"), format!("---\ntitle: Page {i}\n---\n[a](p0.md)\n"))),
        );
        files
    });
}

fn code(add: &mut Add<'_>) {
    fn fenced(language: &str, text: &str) -> Files {
        body(&format!("```{language}\n{text}\n```\n"))
    }
    add("code in no language", |n| fenced("", &fill("a\n", n)));
    add("code: brackets in rust", |n| fenced("rust", &fill("(", n)));
    add("code: lines in rust", |n| fenced("rust", &fill("fn a() { \"b\" }\n", n)));
    add("code: lines in python", |n| fenced("python", &fill("def a(b='c'):\n", n)));
    add("code: lines in json", |n| fenced("json", &fill("{\"a\": [1,\n", n)));
    add("code: lines in yaml", |n| fenced("yaml", &fill("a: {b: [c\n", n)));
    add("code: lines in html", |n| fenced("html", &fill("<a b='c'><script>\n", n)));
    add("code: lines in javascript", |n| fenced("js", &fill("`${a(/b/)}\n", n)));
    add("code: lines in bash", |n| fenced("bash", &fill("a $(b \"$(c\n", n)));
    add("code: lines in markdown", |n| fenced("markdown", &fill("> - *a [b](c\n", n)));
    add("code: lines in sql", |n| fenced("sql", &fill("select 'a' from (b\n", n)));
    add("code: lines in c", |n| fenced("c", &fill("#define a(b) c(\n", n)));
    add("code: lines in xml", |n| fenced("xml", &fill("<a b=\"c\">\n", n)));
    add("code: lines in r", |n| fenced("r", &fill("a <- function(b) {\n", n)));
    add("code: blocks of every language", |n| {
        const LANGUAGES: [&str; 12] =
            ["rust", "python", "json", "yaml", "html", "js", "bash", "sql", "c", "xml", "r", "go"];
        body(&count(|i| format!("```{}\na ({i}\n```\n\n", LANGUAGES[i % 12]), n))
    });
    add("code: a long language", |n| fenced(&fill("a", n), "b"));
    add("code: open fences", |n| body(&fill("```\n~~~\n", n)));
    add("code: fences in lists", |n| body(&fill("- ```rust\n  (\n", n)));
}

fn frontmatter(add: &mut Add<'_>) {
    add("flow lists in flow lists", |n| front(&format!("private: {}", nest("[", "]", n))));
    add("flow maps in flow maps", |n| front(&format!("private: {}", nest("{a: ", "}", n))));
    add("open flow lists", |n| front(&format!("private: {}", fill("[", n))));
    add("dashes", |n| front(&format!("private:\n  {}", fill("- ", n))));
    add("question marks", |n| front(&format!("private:\n  {}", fill("? ", n))));
    add("keys in keys", |n| front(&format!("private:\n  {}", fill("a: ", n))));
    add("indentation", |n| {
        let mut text = String::from("private:");
        for depth in 1.. {
            if text.len() > n {
                break;
            }
            text.push('\n');
            text.push_str(&" ".repeat(depth));
            text.push_str("a:");
        }
        front(&text)
    });
    add("unknown keys", |n| front(&count(|i| format!("key{i}: a\n"), n)));
    add("keys twice", |n| front(&fill("summary: a\n", n)));
    add("private keys", |n| front(&count(|i| format!("_k{i}: a\n"), n)));
    add("aliases", |n| front(&format!("private: [&a b, {}]", fill("*a, ", n))));
    add("anchors", |n| front(&format!("private: [{}]", count(|i| format!("&a{i} b, "), n))));
    add("tags of yaml", |n| front(&format!("private: [{}]", fill("!!str a, ", n))));
    add("a long scalar", |n| front(&format!("summary: {}", fill("a", n))));
    add("a long quoted scalar", |n| front(&format!("summary: \"{}\"", fill("\\n\\u0061", n))));
    add("an open quoted scalar", |n| front(&format!("summary: \"{}", fill("a\n ", n))));
    add("a folded scalar", |n| front(&format!("summary: >\n{}", fill("  a\n\n", n))));
    add("comments of yaml", |n| front(&fill("# a\n", n)));
    add("a long tag", |n| front(&format!("tags: [{}]", fill("a", n))));
    add("tags", |n| front(&format!("tags: [{}]", count(|i| format!("t{i}, "), n))));
    add("authors", |n| front(&format!("authors: [{}]", count(|i| format!("a{i}, "), n))));
    add("corrections", |n| {
        front(&format!("corrections:\n{}", fill("  - {date: 2022-05-01, text: A.}\n", n)))
    });
    add("a long date", |n| front(&format!("updated: {}", fill("2022-", n))));
    add("a long interval", |n| {
        front(&format!("events: {{e: {{name: E, date: \"{}\"}}}}", fill("2022-04/", n)))
    });
    add("a long language tag", |n| front(&format!("lang: {}", fill("en-", n))));
    add("a long figure", |n| {
        front(&format!("claims:\n  - {{by: A, says: B., figures: {{killed: \"{}\"}}}}", fill("9", n)))
    });
    add("documents", |n| front(&fill("...\n--- a\n", n)));
    add("fences of frontmatter", |n| body(&fill("---\n", n)));
    add("a frontmatter that is not closed", |n| site(&format!("---\n{}", fill("a: b\n", n)), &[]));
}

fn claims(add: &mut Add<'_>) {
    fn of(text: &str) -> Files {
        front(&format!("claims:\n{text}"))
    }
    add("claims", |n| of(&fill("  - {by: A, says: B.}\n", n)));
    add("claims, each by another", |n| of(&count(|i| format!("  - {{by: A{i}, says: B.}}\n"), n)));
    add("claims by many", |n| of(&format!("  - {{by: [{}], says: B.}}\n", count(|i| format!("A{i}, "), n))));
    add("claims by one, again", |n| of(&format!("  - {{by: [{}], says: B.}}\n", fill("A, ", n))));
    add("ids twice", |n| of(&fill("  - {id: a, by: A, says: B.}\n", n)));
    add("relations to nothing", |n| of(&count(|i| format!("  - {{by: A, says: B., denies: x{i}}}\n"), n)));
    add("relations of one claim to nothing", |n| {
        of(&format!("  - {{by: A, says: B., denies: [{}]}}\n", count(|i| format!("c{i}x, "), n)))
    });
    add("relations to one", |n| of(&fill("  - {by: A, says: B., denies: c1}\n", n)));
    add("a chain of supports", |n| of(&count(|i| format!("  - {{by: A, says: B., supports: c{i}}}\n"), n)));
    add("a chain of repeats", |n| of(&count(|i| format!("  - {{by: A{i}, says: B., repeats: c{i}}}\n"), n)));
    add("a chain of replacements", |n| {
        of(&count(|i| format!("  - {{by: A, says: B., replaces: c{i}}}\n"), n))
    });
    add("all relate to all", |n| {
        let claims = (n / 6).isqrt();
        let list: String = (1..=claims).map(|i| format!("c{i}, ")).collect();
        of(&format!("  - {{by: A, says: B., denies: [{list}]}}\n").repeat(claims))
    });
    add("other briefs that are not", |n| {
        of(&count(|i| format!("  - {{by: A, says: B., denies: b{i}#c1}}\n"), n))
    });
    add("points that are not", |n| {
        let points = count(|i| format!("p{i}: Q?, "), n / 2);
        let claims = count(|i| format!("  - {{by: A, says: B., point: q{i}}}\n"), n / 2);
        front(&format!("event: e\nevents: {{e: {{name: E, points: {{{points}}}}}}}\nclaims:\n{claims}"))
    });
    add("figures", |n| {
        of(&count(|i| format!("  - {{by: A, says: B., event: e, figures: {{killed: {i}}}}}\n"), n))
    });
    add("measures that are not", |n| {
        of(&format!("  - {{by: A, says: B., figures: {{{}}}}}\n", count(|i| format!("m{i}: 1, "), n)))
    });
    add("one event, many sides", |n| {
        of(&count(|i| format!("  - {{by: A{i}, says: B., event: e, denies: c{}}}\n", i.div_ceil(2)), n))
    });
    add("a translation of itself", |n| {
        front(&format!("translation_of: b\nsays: {{{}}}", count(|i| format!("c{i}: A, "), n)))
    });
}

fn names(add: &mut Add<'_>) {
    add("actors", |n| front(&format!("actors: {{{}}}", count(|i| format!("a{i}: {{name: A{i}}}, "), n))));
    add("actors of one name", |n| {
        let actors = count(|i| format!("a{i}: {{name: Same}}, "), n / 2);
        front(&format!("actors: {{{actors}}}\nclaims:\n{}", fill("  - {by: Same, says: B.}\n", n / 2)))
    });
    add("names that are nearly declared", |n| {
        let letters = |i: usize| format!("{i:010b}").replace('0', "a").replace('1', "b");
        let declared: String = (0..n / 60).map(|i| format!("a{}: {{name: X{i}}}, ", letters(i))).collect();
        let asked: String =
            (0..n / 60).map(|i| format!("  - {{by: b{}cc, says: B.}}\n", letters(i))).collect();
        front(&format!("actors: {{{declared}}}\nclaims:\n{asked}"))
    });
    add("aliases of an actor", |n| {
        front(&format!("actors: {{a: {{name: A, aliases: [{}]}}}}", count(|i| format!("b{i}, "), n)))
    });
    add("parts of parts", |n| {
        front(&format!(
            "actors: {{{}}}",
            count(|i| format!("a{i}: {{name: A{i}, part_of: a{}}}, ", i + 1), n)
        ))
    });
    add("allies", |n| {
        front(&format!(
            "actors: {{{}}}",
            count(|i| format!("a{i}: {{name: A{i}, allied_with: a{}}}, ", i / 2), n)
        ))
    });
    add("events in events", |n| {
        front(&format!(
            "events: {{{}}}",
            count(|i| format!("e{i}: {{name: E{i}, part_of: e{}}}, ", i + 1), n)
        ))
    });
    add("sources from sources", |n| {
        front(&format!("sources: {{{}}}", count(|i| format!("s{i}: {{title: S{i}, from: s{}}}, ", i + 1), n)))
    });
    add("a name in every word", |n| {
        let actors = count(|i| format!("a{i}: {{name: Actor {i}}}, "), n / 2);
        let text = count(|i| format!("Actor {i} "), n / 2);
        site(&format!("---\ntitle: B\ndate: 2022-04-12\nactors: {{{actors}}}\n---\n{text}\n"), &[])
    });
    add("names that begin alike", |n| {
        let actors = count(|i| format!("a{i}: {{name: \"{}\"}}, ", "ab ".repeat(i % 60 + 1)), n / 2);
        site(
            &format!("---\ntitle: B\ndate: 2022-04-12\nactors: {{{actors}}}\n---\n{}\n", fill("ab ", n / 2)),
            &[],
        )
    });
    add("a registry", |n| {
        let text = count(|i| format!("a{i}: {{name: A{i}}}\n"), n);
        site(&format!("{FRONT}Text.\n"), &[("content/actors.yaml", &text)])
    });
    add("a registry of flow lists", |n| {
        site(&format!("{FRONT}Text.\n"), &[("content/actors.yaml", &nest("[", "]", n))])
    });
}

fn templates(add: &mut Add<'_>) {
    add("template: elif", |n| page(format!("{{% if root %}}{}{{% endif %}}", fill("{% elif root %}", n))));
    add("template: if in if", |n| page(nest("{% if root %}", "{% endif %}", n)));
    add("template: if after if", |n| page(fill("{% if root %}{% endif %}", n)));
    add("template: for in for", |n| page(nest("{% for a in [1] %}", "{% endfor %}", n)));
    add("template: blocks in blocks", |n| {
        page(count(|i| format!("{{% block b{i} %}}"), n / 2) + &fill("{% endblock %}", n / 2))
    });
    add("template: blocks", |n| page(count(|i| format!("{{% block b{i} %}}{{% endblock %}}"), n)));
    add("template: parentheses", |n| page(format!("{{{{ {}1{} }}}}", "(".repeat(n / 2), ")".repeat(n / 2))));
    add("template: lists in lists", |n| page(format!("{{{{ {} }}}}", nest("[", "]", n))));
    add("template: maps in maps", |n| {
        page(format!("{{{{ {}1{} }}}}", "{\"a\":".repeat(n / 6), "}".repeat(n / 6)))
    });
    add("template: not", |n| page(format!("{{{{ {}1 }}}}", fill("not ", n))));
    add("template: minus", |n| page(format!("{{{{ {}1 }}}}", fill("- ", n))));
    add("template: sums", |n| page(format!("{{{{ 1{} }}}}", fill(" + 1", n))));
    add("template: powers", |n| page(format!("{{{{ 1{} }}}}", fill(" ** 1", n))));
    add("template: dots", |n| page(format!("{{{{ a{} }}}}", fill(".a", n))));
    add("template: subscripts", |n| page(format!("{{{{ a{}1{} }}}}", "[a".repeat(n / 3), "]".repeat(n / 3))));
    add("template: filters", |n| page(format!("{{{{ root{} }}}}", fill(" | upper", n))));
    add("template: filters that are not", |n| page(count(|i| format!("{{{{ root | f{i} }}}}"), n)));
    add("template: filters that are not, line by line", |n| {
        page(count(|i| format!("{{{{ root | f{i} }}}}\n"), n))
    });
    add("template: tests that are not", |n| page(fill("{% if 1 is t %}{% endif %}\n", n)));
    add("template: functions that are not", |n| page(fill("{{ f() }}\n", n)));
    add("template: components that are not", |n| page(fill("{{ <c /> }}\n", n)));
    add("template: templates that are not", |n| page(fill("{% include 't' %}\n", n)));
    add("template: blocks that no ancestor has", |n| {
        page(
            "{% extends \"base.html\" %}".to_owned()
                + &count(|i| format!("{{% block b{i} %}}{{% endblock %}}\n"), n),
        )
    });
    add("template: filters that are not, in a list", |n| {
        page(format!("{{{{ [{}1] }}}}", fill("1 | f, ", n)))
    });
    add("template: conditions", |n| page(format!("{{{{ {}1 }}}}", fill("1 if 0 else ", n))));
    add("template: calls in calls", |n| {
        page(format!("{{{{ {}1{} }}}}", "f(a=".repeat(n / 5), ")".repeat(n / 5)))
    });
    add("template: strings", |n| page(format!("{{{{ \"{}\" }}}}", fill("\\\"a", n))));
    add("template: an open string", |n| page(format!("{{{{ \"{}", fill("a", n))));
    add("template: open tags", |n| page(fill("{% ", n)));
    add("template: open variables", |n| page(fill("{{ ", n)));
    add("template: open raw", |n| page(fill("{% raw %}", n)));
    add("template: comments", |n| page(fill("{# a #}", n)));
    add("template: open comments", |n| page(fill("{#", n)));
    add("template: sets", |n| page(count(|i| format!("{{% set a{i} = 1 %}}"), n)));
    add("template: components", |n| {
        page(count(|i| format!("{{% component c{i}() %}}{{% endcomponent %}}\n"), n))
    });
    add("template: components in bodies", |n| page(nest("{% <a> %}", "{% </a> %}", n)));
    add("template: a component in itself", |_| {
        page("{% component c(n) %}{{ n }}{{ <c n={n} /> }}{% endcomponent %}{{ <c n={1} /> }}".to_owned())
    });
    add("template: a row in a row", |_| {
        theme(&[("fragments/row.html", "<p>{% include \"fragments/row.html\" %}</p>".to_owned())])
    });
}

fn theme_files(add: &mut Add<'_>) {
    add("template: text", |n| page(fill("<p>a</p>", n)));
    add("template: elements in elements", |n| page(nest("<div>", "</div>", n)));
    add("template: open elements", |n| page(fill("<div ", n)));
    add("template: attributes", |n| page(format!("<p {}>", count(|i| format!("a{i}=b "), n))));
    add("template: one attribute, again", |n| page(format!("<p {}>", fill("a=b ", n))));
    add("template: ids", |n| page(count(|i| format!("<p id=a{i}></p><a href=\"#a{i}\"></a>"), n)));
    add("template: one id", |n| page(fill("<p id=a></p>", n)));
    add("template: inline styles", |n| page(fill("<p style='a:b'></p>", n)));
    add("template: extends in a chain", |n| {
        let link = |i: usize| (format!("e{i}.html"), format!("{{% extends \"e{}.html\" %}}", i + 1));
        many_templates(n / 40, link)
    });
    add("template: include in a chain", |n| {
        let link = |i: usize| (format!("e{i}.html"), format!("{{% include \"e{}.html\" %}}", i + 1));
        many_templates(n / 40, link)
    });
    add("template: blocks and those who inherit them", |n| {
        let child = |i: usize| (format!("e{i}.html"), "{% extends \"parent.html\" %}".to_owned());
        let mut files = many_templates(n / 60, child);
        let parent = count(|i| format!("{{% block b{i} %}}{{% endblock %}}"), n / 2);
        files.push(("themes/own/templates/parent.html".to_owned(), parent));
        files
    });
    add("template: files with a hundred filters that are not", |n| {
        many_templates(n / 1_500, |i| (format!("e{i}.html"), "{{ 1 | f }}\n".repeat(100)))
    });
    add("template: files that do not parse", |n| {
        many_templates(n / 200, |i| (format!("e{i}.html"), "{% if".to_owned()))
    });
    add("a style sheet of braces", |n| style(&fill("a{", n)));
    add("a style sheet of parentheses", |n| style(&format!("a {{ b: {} }}", nest("(", ")", n))));
    add("a style sheet of comments", |n| style(&fill("/* a */", n)));
    add("a style sheet of addresses", |n| style(&count(|i| format!("a {{ b: url(c{i}.png) }}\n"), n)));
    add("words in tables in tables", |n| {
        let mut files = page("a".to_owned());
        files.push(("themes/own/words/en.toml".to_owned(), format!("[a{}]\nb = 'c'", fill(".a", n))));
        files
    });
}

fn many_templates(count: usize, link: impl Fn(usize) -> (String, String)) -> Files {
    let mut files = page("{% include \"e0.html\" %}".to_owned());
    files.extend(
        (0..count.max(2)).map(link).map(|(name, text)| (format!("themes/own/templates/{name}"), text)),
    );
    files.push((format!("themes/own/templates/e{}.html", count.max(2)), "end".to_owned()));
    files
}

fn style(text: &str) -> Files {
    let mut files = theme(&[]);
    files.push(("themes/own/static/style.css".to_owned(), text.to_owned()));
    files
}

fn config(add: &mut Add<'_>) {
    fn of(text: &str) -> Files {
        let text = format!("title = \"A site\"\n{text}\n");
        site(&format!("{FRONT}Text.\n"), &[("site.toml", &text)])
    }
    add("site.toml: lists in lists", |n| of(&format!("authors = {}", nest("[", "]", n))));
    add("site.toml: tables in tables", |n| of(&format!("a = {}1{}", "{a=".repeat(n / 4), "}".repeat(n / 4))));
    add("site.toml: dotted keys", |n| of(&format!("a{} = 1", fill(".a", n))));
    add("site.toml: a dotted table", |n| of(&format!("[a{}]", fill(".a", n))));
    add("site.toml: tables", |n| of(&count(|i| format!("[t{i}]\n"), n)));
    add("site.toml: keys", |n| of(&count(|i| format!("k{i} = 1\n"), n)));
    add("site.toml: keys twice", |n| of(&fill("description = \"a\"\n", n)));
    add("site.toml: entries of the menu", |n| of(&fill("[[nav]]\ntitle = \"a\"\nto = \"briefs/\"\n", n)));
    add("site.toml: checks that are not", |n| {
        of(&format!("[checks]\n{}", count(|i| format!("c{i} = \"off\"\n"), n)))
    });
    add("site.toml: measures", |n| {
        of(&format!("[figures]\nmeasures = [{}]", count(|i| format!("\"m{i}\", "), n)))
    });
    add("site.toml: an open string", |n| of(&format!("description = \"\"\"{}", fill("a\n", n))));
    add("site.toml: a long number", |n| of(&format!("[pages]\nper_page = {}", fill("9", n))));
}
