//! Overriding by path, mistakes with their places, words and what stands in for missing ones.

use super::*;
use crate::page::frame::{Frame, OverviewView, PageView, SiteView};

fn own(texts: &[(&str, &str)]) -> (ThemeFolder, Files) {
    let (mut folder, mut files) = (ThemeFolder::default(), Files::default());
    for (path, text) in texts {
        folder.texts.insert((*path).to_owned(), files.add(format!("themes/own/{path}"), *text));
    }
    (folder, files)
}

fn loaded(texts: &[(&str, &str)], language: &str) -> (Theme, Vec<Diagnostic>, Files) {
    let (folder, files) = own(texts);
    let (theme, diagnostics) = load(&folder, &files, &language.parse().expect("a language"));
    (theme, diagnostics, files)
}

/// The page for what is not there: it has no content of its own.
fn not_found(lang: &str) -> View {
    let site = SiteView {
        title: "A & B".to_owned(),
        description: None,
        language: "en".to_owned(),
        nav: Vec::new(),
        overview: OverviewView::default(),
    };
    let page = PageView {
        kind: "404",
        title: None,
        summary: None,
        lang: lang.to_owned(),
        dir: "ltr".to_owned(),
        href: "404.html".to_owned(),
        canonical: None,
        onion: None,
        alternates: Vec::new(),
        feeds: Vec::new(),
        meta: Vec::new(),
        linked: None,
        draft: false,
        part: None,
    };
    let frame = Frame { root: "/".to_owned(), site, page };
    View {
        template: "404",
        frame,
        content: tera::Value::from_serializable(&BTreeMap::<String, String>::new()),
        cards: Vec::new(),
    }
}

fn rendered(theme: &Theme, lang: &str) -> String {
    let mut out = Vec::new();
    theme.render_skeleton(&not_found(lang), &mut out).expect("it renders");
    String::from_utf8(out).expect("UTF-8")
}

/// `path:line:column: message` of each.
fn told(diagnostics: &[Diagnostic], files: &Files) -> Vec<String> {
    let place = |span| {
        let place = files.place(span);
        format!("{}:{}:{}: ", files.path(span.file), place.line, place.column)
    };
    let line = |d: &Diagnostic| format!("{}{}", d.place.map_or(String::new(), place), d.message);
    diagnostics.iter().map(line).collect()
}

#[test]
fn the_embedded_theme_is_without_fault() {
    for language in ["en", "fr", "ar", "de", "pt-BR"] {
        let (theme, diagnostics, files) = loaded(&[], language);
        assert_eq!(told(&diagnostics, &files), Vec::<String>::new(), "{language}");
        assert!(theme.statics().any(|(path, _)| path.as_str() == "theme/style.css"));
    }
}

#[test]
fn a_file_of_the_same_path_overrides_and_new_ones_are_added() {
    let (theme, diagnostics, files) = loaded(
        &[
            ("templates/404.html", "{% include \"own.txt\" %}"),
            ("templates/own.txt", "{{ site.title }} in {{ root }}"),
            ("static/style.css", "p {}"),
            ("static/more/x.svg", "<svg/>"),
        ],
        "en",
    );
    assert_eq!(told(&diagnostics, &files), Vec::<String>::new());
    assert_eq!(rendered(&theme, "en"), "A &amp; B in /", "everything is escaped, whatever its file's name");
    let statics: Vec<_> = theme.statics().map(|(path, text)| (path.as_str(), &**text)).collect();
    assert!(statics.contains(&("theme/style.css", "p {}")));
    assert!(statics.contains(&("theme/more/x.svg", "<svg/>")));
}

#[test]
fn a_template_that_does_not_parse_is_reported_with_its_place_and_the_embedded_one_serves() {
    let (theme, diagnostics, files) = loaded(
        &[
            ("templates/404.html", "<p>\n  {{ site.title }</p>"),
            ("templates/brief.html", "{% if %}"),
            ("templates/tag.html", "{% extends \"base.html\" %}"),
        ],
        "en",
    );
    let told = told(&diagnostics, &files);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("themes/own/templates/404.html:2:"), "{told:?}");
    assert!(told[1].starts_with("themes/own/templates/brief.html:1:7: "), "{told:?}");
    assert!(rendered(&theme, "en").contains("<h1>Not found</h1>"));
}

#[test]
fn many_templates_that_do_not_parse_are_all_reported_and_the_others_serve() {
    let names: Vec<String> = (0..300).map(|at| format!("templates/e{at}.html")).collect();
    let mut all: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "{% if")).collect();
    all.push(("templates/404.html", "own"));
    let (theme, diagnostics, files) = loaded(&all, "en");
    assert_eq!(told(&diagnostics, &files).len(), 300);
    assert_eq!(rendered(&theme, "en"), "own");
}

#[test]
fn of_many_unknown_names_the_first_are_told_and_that_there_are_more() {
    let text = "\n{{ 1 | shout }}".repeat(unknown::MAX_UNKNOWN + 5);
    let (theme, diagnostics, files) =
        loaded(&[("templates/404.html", &text), ("templates/tag.html", "{{ 1 | cry }}")], "en");
    let told = told(&diagnostics, &files);
    assert_eq!(told.len(), unknown::MAX_UNKNOWN + 2, "and that of the other template");
    let first =
        "themes/own/templates/404.html:2:8: the template `404.html` cannot be used: unknown filter `shout`";
    assert_eq!(told[0], first);
    let more = &told[unknown::MAX_UNKNOWN];
    assert!(more.ends_with("uses more than 100 unknown names; the rest is not looked at"), "{more}");
    assert!(told.last().is_some_and(|last| last.contains("cry")), "{told:?}");
    assert!(rendered(&theme, "en").contains("<h1>Not found</h1>"));
}

#[test]
fn what_templates_miss_of_each_other_is_reported_with_its_place() {
    let (theme, diagnostics, files) = loaded(
        &[("templates/404.html", "é\n {{ 1 | shout }}"), ("templates/tag.html", "{{ <cardd c={1} /> }}")],
        "en",
    );
    let told = told(&diagnostics, &files);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("themes/own/templates/404.html:2:"), "{told:?}");
    assert!(told[0].contains("shout"), "{told:?}");
    assert!(told[1].starts_with("themes/own/templates/tag.html:1:"), "{told:?}");
    assert!(rendered(&theme, "en").contains("<h1>Not found</h1>"));
}

#[test]
fn an_error_while_rendering_names_template_page_and_place() {
    let (theme, _, files) = loaded(&[("templates/404.html", "<p>\n{{ nothing.such }}")], "en");
    let error =
        theme.render_skeleton(&not_found("en"), &mut Vec::new()).expect_err("there is no such variable");
    let told = told(&[error], &files);
    assert!(told[0].starts_with("themes/own/templates/404.html:2:4: "), "{told:?}");
    assert!(told[0].contains("the template `404.html` cannot be rendered"), "{told:?}");
}

#[test]
fn another_api_is_refused() {
    let (_, diagnostics, files) = loaded(&[("theme.toml", "# mine\napi = 1\n")], "en");
    assert_eq!(
        told(&diagnostics, &files),
        ["themes/own/theme.toml:2:1: this theme is written for version 1 of the views, not for 2"]
    );
    let (_, diagnostics, files) = loaded(&[("theme.toml", "api = ")], "en");
    assert!(told(&diagnostics, &files)[0].starts_with("themes/own/theme.toml:1:"));
}

#[test]
fn words_fall_back_key_by_key() {
    let page = "{{ words.not_found.home }} | {{ words.pages['404'] }} | {{ words.own }} | {{ words.lang }}";
    let (theme, diagnostics, files) = loaded(
        &[
            ("templates/404.html", page),
            ("words/de.toml", "own = 'eigen'\n[pages]\n404 = 'Nicht gefunden'"),
            ("words/fr.toml", "own = 'à nous'"),
            ("words/de-AT.toml", "own = 'unser'"),
        ],
        "fr",
    );
    assert_eq!(told(&diagnostics, &files), Vec::<String>::new());
    let french = "Vers l’accueil | Page introuvable | à nous | fr";
    assert_eq!(rendered(&theme, "fr"), french);
    assert_eq!(rendered(&theme, "fr-CA"), french);
    assert_eq!(rendered(&theme, "sw"), french, "a language without words gets the site's");
    assert_eq!(rendered(&theme, "de"), "Vers l’accueil | Nicht gefunden | eigen | de");
    assert_eq!(rendered(&theme, "de-AT"), "Vers l’accueil | Nicht gefunden | unser | de-AT");
    assert_eq!(rendered(&theme, "en"), "To the home page | Not found | à nous | en");
}

#[test]
fn words_of_the_wrong_form_are_reported() {
    let (theme, diagnostics, files) = loaded(
        &[
            ("words/fr.toml", "menu = 1\n[pages]\n404 = { a = 'b' }\n[dates]\nmonths = ['a']"),
            ("words/x y.toml", ""),
        ],
        "en",
    );
    let told = told(&diagnostics, &files);
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told.iter().any(|line| line.contains("`menu`")), "{told:?}");
    assert!(told.iter().any(|line| line.contains("`404`")), "{told:?}");
    assert!(told.iter().any(|line| line.contains("`dates`")), "{told:?}");
    assert!(told.iter().any(|line| line.contains("`x y.toml`")), "{told:?}");
    assert!(rendered(&theme, "fr").contains("<html lang=\"fr\""));
}

#[test]
fn a_file_goes_out_under_theme() {
    assert_eq!(
        static_path("static/a/logo.png").map(|path| path.to_string()).as_deref(),
        Some("theme/a/logo.png")
    );
    assert_eq!(static_path("templates/base.html"), None);
    assert_eq!(static_path("static/bad."), None);
}

/// A page of a claim, and nothing else.
fn of_claim(lang: &str, root: &str, claim: &tera::Value) -> View {
    let content: BTreeMap<&str, &tera::Value> = [("c", claim)].into();
    let mut view = not_found(lang);
    view.frame.root = root.to_owned();
    view.content = tera::Value::from_serializable(&content);
    view
}

#[test]
fn names_are_links_and_a_protected_one_is_told_as_such() {
    let page = "{{ c.by | names }};{{ c.by | called }};{{ c.by[0] | name }};{{ c.of | interval(of=words.n.claims, \
                between=words.n.origins_between, lang=words.lang) }}";
    let (theme, _, _) = loaded(&[("templates/404.html", page)], "en");
    #[derive(serde::Serialize)]
    struct Claim {
        by: [BTreeMap<&'static str, Option<&'static str>>; 2],
        of: [u64; 2],
    }
    let name = |name, href| BTreeMap::from([("name", name), ("href", Some(href))]);
    let claim = |of| {
        let by = [name(Some("A & <b>"), "actors/a.html"), name(None, "actors/\"b.html")];
        tera::Value::from_serializable(&Claim { by, of })
    };
    let rendered = |of| {
        let mut out = Vec::new();
        theme.render_skeleton(&of_claim("en", "../", &claim(of)), &mut out).expect("it renders");
        String::from_utf8(out).expect("UTF-8")
    };
    let first = "<a href=\"../actors/a.html\"><bdi>A &amp; &lt;b&gt;</bdi></a>";
    let second = "<a href=\"../actors/&quot;b.html\"><bdi>a protected source</bdi></a>";
    let called = "<bdi>A &amp; &lt;b&gt;</bdi>, <bdi>a protected source</bdi>";
    assert_eq!(
        rendered([1, 1]),
        format!("{first}, {second};{called};{first};1\u{a0}claim"),
        "two bounds that are one"
    );
    assert!(rendered([2, 3]).ends_with(";2–3\u{a0}origins"));
}

/// A theme that brings its own `words` has them by their `lang`.
#[test]
fn dates_and_counts_are_in_the_language_of_the_words_or_in_the_one_given() {
    let shown = "{{ \"2022-03\" | time_text }};{{ [2, 3] | origins }};{{ [1, 1] | third_party }}";
    let own = "{% set words = {\"lang\": \"fr\"} %}{{ \"2022-03\" | time_text }}";
    let page = format!("{shown};{{{{ 1234 | number(lang=\"fr\") }}}};{own}");
    let (theme, diagnostics, files) = loaded(&[("templates/404.html", &page)], "en");
    assert_eq!(told(&diagnostics, &files), Vec::<String>::new());
    let french = "1\u{202f}234;mars 2022";
    let english = "March 2022;2–3\u{a0}origins;1\u{a0}third-party";
    assert_eq!(rendered(&theme, "en"), format!("{english};{french}"));
    assert!(rendered(&theme, "fr").starts_with("mars 2022;"));
    let without = "{% set words = 1 %}\n{{ \"2022\" | time }}";
    let (theme, _, files) = loaded(&[("templates/404.html", without)], "en");
    let error = theme.render_skeleton(&not_found("en"), &mut Vec::new()).expect_err("no language is known");
    assert!(told(&[error], &files)[0].starts_with("themes/own/templates/404.html:2:"));
}

/// What a test does on a stack of three quarters of the size that the program's threads have.
fn on_a_smaller_stack(test: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(1536 * 1024).spawn(test).expect("a thread");
    thread.join().expect("it passes");
}

#[test]
fn the_deepest_tags_and_expressions_are_read_on_a_smaller_stack() {
    on_a_smaller_stack(|| {
        let (open, close) = ("range(end=".repeat(39), ")".repeat(39));
        let attributes = "a".to_owned() + &".a".repeat(250);
        let sum = "1".to_owned() + &" + 1".repeat(250);
        for deepest in
            [format!("{open}1{close}"), format!("{}1{}", "(".repeat(39), ")".repeat(39)), attributes, sum]
        {
            let branches = format!("{{% elif {deepest} %}}").repeat(40);
            let text = format!(
                "{}{branches}{{{{ {deepest} }}}}{}",
                "{% if root %}".repeat(39),
                "{% endif %}".repeat(39)
            );
            let (_, diagnostics, files) = loaded(&[("templates/404.html", &text)], "en");
            assert_eq!(told(&diagnostics, &files), [""; 0]);
        }
    });
}

#[test]
fn the_deepest_theme_is_rendered_on_a_smaller_stack() {
    on_a_smaller_stack(|| {
        let deep = "{% component deep(n, @c, @root, @words, @page) %}{{ n }}.{% if n > 1 %}\
                    {{ <deep n={n - 1} /> }}{% endif %}{% endcomponent %}";
        let mut files = vec![
            ("templates/components/deep.html".to_owned(), deep.to_owned()),
            ("templates/404.html".to_owned(), "{% include \"i0.html\" %}".to_owned()),
            ("templates/i10.html".to_owned(), "{{ <deep n={20} /> }}".to_owned()),
        ];
        let include = |at: usize| format!("{{% include \"i{}.html\" %}}", at + 1);
        files.extend((0..10).map(|at| (format!("templates/i{at}.html"), include(at))));
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let (theme, diagnostics, files) = loaded(&files, "en");
        assert_eq!(told(&diagnostics, &files), Vec::<String>::new());
        let claim = tera::Value::from_serializable(&BTreeMap::from([("key", "a")]));
        let mut out = Vec::new();
        let rendered = theme.render_skeleton(&of_claim("en", "", &claim), &mut out);
        assert_eq!(rendered.map_err(|error| told(&[error], &files)), Ok(()));
        let out = String::from_utf8(out).expect("UTF-8");
        assert!(out.starts_with("20.19.18.") && out.ends_with("2.1."), "{out}");
    });
}
