//! Fragments on pages: where they may be, and that a page judged in parts is judged as it is whole.

use super::*;

/// A page in `briefs/`, as pieces of its template and its fragments in turn, where `ROOT` stands for the root.
struct Built {
    html: Vec<u8>,
    fragments: Vec<(std::ops::Range<usize>, String)>,
}

fn build(pieces: &[(String, Option<String>)], root: &str) -> Built {
    let mut built = Built { html: guarded("").into_bytes(), fragments: Vec::new() };
    for (template, fragment) in pieces {
        built.html.extend(template.replace("ROOT", root).bytes());
        if let Some(fragment) = fragment {
            let start = built.html.len();
            built.html.extend(fragment.replace("ROOT", root).bytes());
            built.fragments.push((start..built.html.len(), fragment.clone()));
        }
    }
    built
}

/// What is said of the page of a number, whose fragments were judged apart or are read with it.
fn judge_built(built: &Built, number: usize, apart: bool) -> (Vec<Code>, Inspected) {
    let path = |text: &str| SitePath::new(text).expect("a path");
    let pages = [path("a.html"), path("briefs/a.html"), path("x/y/c.html"), path("briefs/b.html")];
    let files = [path("theme/ours.js"), path("briefs/p.jpg")];
    let gate = Gate::new(&pages, &files, [&files[0]], None);
    let (mut of_pages, mut of_fragments) = (Inspector::new(&gate), Inspector::new(&gate));
    let judge = |(_, text): &(_, String)| of_fragments.judge(text.replace("ROOT", "../").as_bytes());
    let judged: Vec<Judged> = built.fragments.iter().map(judge).collect();
    let parts = built.fragments.iter().zip(&judged);
    let parts: Vec<Part<'_>> = parts
        .map(|((at, _), judged)| Part { at: at.clone(), judged: apart.then_some(judged), template: "row" })
        .collect();
    let inspected = of_pages.inspect(number, "brief", &built.html, &parts);
    let of_fragment = inspected.of_fragment.iter().map(|(_, fault)| fault);
    let codes = inspected.faults.iter().chain(of_fragment).map(|fault| fault.wrong.code).collect();
    (codes, inspected)
}

#[track_caller]
fn misplaced(before: &str, fragment: &str, after: &str) {
    let pieces =
        [(before.to_owned(), Some(fragment.to_owned())), (after.to_owned(), Some(fragment.to_owned()))];
    let built = build(&pieces, "../");
    for apart in [false, true] {
        let (codes, _) = judge_built(&built, 1, apart);
        assert!(codes.contains(&Code::ThemeError), "{before}|{fragment}|{after}: {codes:?}");
    }
}

#[test]
fn a_fragment_is_put_where_elements_are_and_closes_what_it_opens() {
    let row = "<article><p>x<br>y</p></article>";
    for (before, after) in [
        ("<p title=\"", "\">"),
        ("<p title=", ">"),
        ("<p ", ">"),
        ("<!-- ", " -->"),
        ("<title>", "</title>"),
        ("<textarea>", "</textarea>"),
        ("<script type=\"application/json\">", "</script>"),
        ("<style>", "</style>"),
    ] {
        misplaced(before, row, after);
    }
    for fragment in [
        "<article><p>x</article>",
        "<article>",
        "</article>",
        "<div></p></div>",
        "<p/>",
        "<p title=\"x>",
        "<p><!-- </p>",
        "<svg><circle/>",
    ] {
        misplaced("<div>", fragment, "</div>");
    }
    let fine =
        ["<article>x<br><img src=\"p.jpg\" alt=\"\"></article>", "<svg><circle/><g><path/></g></svg>", ""];
    for fragment in fine {
        let built = build(&[("<div>".to_owned(), Some(fragment.to_owned()))], "../");
        assert_eq!(judge_built(&built, 1, true).0, [], "{fragment}");
    }
}

mod parts {
    use proptest::prelude::*;

    use super::*;

    /// What templates are made of, fine and hostile.
    const PIECES: [&str; 30] = [
        "<p>",
        "</p>",
        "x",
        "<div class=\"r\">",
        "</div>",
        "<br>",
        "<a href=\"ROOTbriefs/a.html#there\">",
        "</a>",
        "<a href=\"#here\">",
        "<p id=\"there\">",
        "<p id=\"here\">",
        "<b onclick=x()>",
        "</b>",
        "<img src=\"ROOTbriefs/p.jpg\">",
        "<a href=\"briefs/a.html\">",
        "<a href=\"ROOTno.html\">",
        "<a href=\"ROOTROOTa.html\">",
        "<a href=\"ROOT",
        "\">",
        "<!--",
        "-->",
        "<title>",
        "</title>",
        "<textarea>",
        "</textarea>",
        "<script src=\"ROOTtheme/ours.js\"></script>",
        "<svg>",
        "</svg>",
        "<circle/>",
        "<",
    ];

    fn text() -> impl Strategy<Value = String> {
        proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..5)
            .prop_map(|pieces| pieces.concat())
    }

    /// A fragment as the program lets it through: from a tag to a tag.
    fn fragment() -> impl Strategy<Value = String> {
        let whole = |text: &String| text.is_empty() || text.starts_with('<') && text.ends_with('>');
        let closed = text().prop_map(|text| format!("<p>{text}</p>"));
        prop_oneof![text(), closed].prop_filter("not from tag to tag", whole)
    }

    /// Tags near the plain form.
    fn tag() -> impl Strategy<Value = String> {
        let names = ["a", "p", "div", "script", "base", "meta", "A", "h1", "x:a", "text", "style"];
        let attributes = [
            " class=\"x\"",
            " class=x",
            " class='x'",
            "  lang=\"en\"",
            " data-a=\"b\"",
            " onclick=\"x()\"",
            " style=\"x\"",
            " id=\"here\"",
            " id=\"é\"",
            " href=\"b.html#there\"",
            " href=\"../x/y/c.html\"",
            " href=\"no.html\"",
            " href=\"#here\"",
            " href=\"#\"",
            " href=\"javascript:x()\"",
            " href=\"&#35;x\"",
            " HREF=\"b.html\"",
            " href=\"//e.example\"",
            " title=\">\"",
            " title=\"<\"",
            " title=\"a\nb\"",
            " /",
            " ping=\"b.html\"",
            " aria-label=\"x\"",
            " hidden",
            " src=\"p.jpg\"",
            " xlink:href=\"b.html\"",
            "\n",
        ];
        let attributes = proptest::collection::vec(proptest::sample::select(attributes.to_vec()), 0..4);
        (proptest::sample::select(names.to_vec()), attributes)
            .prop_map(|(name, attributes)| format!("<{name}{}>", attributes.concat()))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

        /// A tag of the plain form says what the tokenizer and the rules say of it.
        #[test]
        fn a_plain_tag_says_what_the_rules_say(tag in tag()) {
            let path = |text: &str| SitePath::new(text).expect("a path");
            let pages = [path("briefs/a.html"), path("briefs/b.html"), path("x/y/c.html")];
            let gate = Gate::new(&pages, &[], [], None);
            let base = address::Base::of_folder("briefs/", None).expect("a folder");
            if let Some(plain) = plain::read(tag.as_bytes()) {
                let (mut read, mut said) = (tag::Tag::default(), rules::Said::default());
                prop_assert_eq!(read.read(tag.as_bytes()), Some((tag::Piece::Start, plain.length)));
                rules::judge(&read, rules::Document::Page, &base, &gate, &mut said);
                prop_assert_eq!(said.id.as_deref(), plain.id);
                prop_assert!(said.wrong.is_empty() || plain.href.is_some(), "{:?}", said.wrong);
                let mut inspector = Inspector::new(&gate);
                let inspected = inspector.inspect(0, "brief", guarded(&tag).as_bytes(), &[]);
                let there: Vec<(u32, u32)> = said.there.iter().map(|(page, id)| (*page, hashed(id))).collect();
                prop_assert_eq!(&*inspected.there, &there[..]);
                let lost = said.here.iter().any(|id| said.id.as_ref() != Some(id));
                prop_assert_eq!(inspected.faults.is_empty(), said.wrong.is_empty() && !lost);
            }
        }

        /// A page whose fragments were judged apart is judged as when it is read from its beginning to its end.
        #[test]
        fn judged_in_parts_is_judged_whole(
            pieces in proptest::collection::vec((text(), proptest::option::of(fragment())), 1..5),
            (number, root) in proptest::sample::select(vec![(0_usize, ""), (1, "../"), (2, "../../")]),
        ) {
            let built = build(&pieces, root);
            let (apart, of_parts) = judge_built(&built, number, true);
            let (read, of_page) = judge_built(&built, number, false);
            let is_refused = apart.contains(&Code::ThemeError);
            prop_assert_eq!(is_refused, read.contains(&Code::ThemeError));
            if !is_refused {
                let alone = Built { html: built.html, fragments: Vec::new() };
                let (whole, of_whole) = judge_built(&alone, number, false);
                prop_assert_eq!(&apart, &read);
                prop_assert_eq!(apart, whole);
                prop_assert_eq!(&of_parts.ids, &of_page.ids);
                prop_assert_eq!(&of_parts.there, &of_page.there);
                prop_assert_eq!(of_parts.ids, of_whole.ids);
                prop_assert_eq!(of_parts.there, of_whole.there);
            }
        }
    }

    fn cases() -> u32 {
        std::env::var("VARIORUM_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2_000)
    }
}
