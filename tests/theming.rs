//! Changing how a site looks, with the real program: `theme eject`, `build --views`, a theme for other views, a
//! language that a site adds.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its site has failed")]

use serde_json::Value;

mod sites;

use sites::{Site, Tree};

fn site() -> Site {
    let brief = "---\ntitle: Eins\ndate: 2022-04-12\nlang: de\nclaims:\n  - {by: A, says: So war es., date: 2022-03-01}\n  - {by: B, says: Nein., denies: c1}\n---\nZu [dem](claim:c1).\n";
    let files = [("site.toml", "title = \"A site\"\n"), ("content/briefs/eins.md", brief)];
    Site::of_files(&files.map(|(path, text)| (path.to_owned(), text.into())).into_iter().collect::<Tree>())
}

fn text(tree: &Tree, path: &str) -> String {
    String::from_utf8(tree[path].clone()).unwrap()
}

#[test]
fn an_ejected_file_changes_the_site_and_is_never_overwritten() {
    let site = site();
    let listed = site.run(&["theme", "eject"]);
    assert!(listed.stdout.lines().any(|line| line == "templates/404.html"), "{}", listed.stdout);
    let before = site.build(&[]);
    let made = site.run(&["theme", "eject", "templates/404.html"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    assert_eq!(made.stdout.lines().count(), 2, "the template and theme.toml: {}", made.stdout);
    assert!(site.build(&[]) == before, "an ejected file is the built-in one");
    site.write(
        "themes/default/templates/404.html",
        "{% extends \"base.html\" %}{% block main %}<h1>Mine</h1>{% endblock main %}",
    );
    assert!(text(&site.build(&[]), "404.html").contains("<h1>Mine</h1>"));
    let again = site.run(&["theme", "eject", "templates/404.html"]);
    assert_eq!(again.code, 5, "{}", again.stderr);
    assert!(text(&site.build(&[]), "404.html").contains("<h1>Mine</h1>"));
    let second = site.run(&["theme", "eject", "static/style.css"]);
    assert_eq!(
        (second.code, second.stdout.lines().count()),
        (0, 1),
        "theme.toml is there: {}",
        second.stdout
    );
    let unknown = site.run(&["theme", "eject", "templates/none.html"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("variorum theme eject"), "{}", unknown.stderr);
}

#[test]
fn a_theme_for_other_views_is_refused_before_anything_is_written() {
    let site = site();
    let before = site.build(&[]);
    site.run(&["theme", "eject", "theme.toml"]);
    site.write("themes/default/theme.toml", "api = 1\n");
    let refused = site.run(&["build"]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.stderr.contains("theme.toml:1:1")
            && refused.stderr.contains("version 1")
            && refused.stderr.contains("`rest`"),
        "{}",
        refused.stderr
    );
    assert!(site.output() == before);
}

#[test]
fn views_are_written_beside_their_pages() {
    let site = site();
    let plain = site.build(&[]);
    let tree = site.build(&["--views"]);
    let pages: Vec<&String> = plain.keys().filter(|path| path.ends_with(".html")).collect();
    for page in &pages {
        let view: Value = serde_json::from_slice(&tree[&format!("{page}.json")]).unwrap();
        assert_eq!(view["site"]["title"], "A site", "{page}");
        assert!(view["page"]["kind"].is_string() && view["root"].is_string(), "{page}");
        assert!(tree[*page] == plain[*page], "{page} is the same");
    }
    let brief: Value = serde_json::from_slice(&tree["briefs/eins.html.json"]).unwrap();
    assert_eq!(brief["blocks"][0]["notes"][0]["anchor"], "claim-c1");
    assert_eq!(brief["rest"][0]["anchor"], "claim-c2");
    let cards = brief["cards"].as_array().unwrap();
    assert_eq!((&cards[0]["key"], &cards[1]["stance"]), (&"eins#c1".into(), &"denies".into()));
    assert!(site.build(&[]) == plain, "a build without views takes them away");
}

/// A fragment that is put where it cannot be, that does not close what it opens, or whose hole is changed, is one error
/// that names the template and a page, and nothing is written.
#[test]
fn a_fragment_that_is_misused_is_one_theme_error() {
    let page = |body: &str| {
        let file = format!("{{% extends \"base.html\" %}}{{% block main %}}{body}{{% endblock main %}}");
        ("templates/brief.html", file, "brief")
    };
    let (notes, row) = ("{% for n in rest %}", "<article>{{ c.text | safe }}<br>");
    let cases = [
        page(&format!("{notes}<p title=\"{{{{ n.card }}}}\">x</p>{{% endfor %}}")),
        page(&format!("{notes}<p {{{{ n.card }}}}>x</p>{{% endfor %}}")),
        page(&format!("{notes}<textarea>{{{{ n.card }}}}</textarea>{{% endfor %}}")),
        page(&format!("{notes}<style>{{{{ n.card }}}}</style>{{% endfor %}}")),
        page(&format!("{notes}<script type=\"application/json\">{{{{ n.card }}}}</script>{{% endfor %}}")),
        page(&format!("{notes}<title>{{{{ n.card }}}}</title>{{% endfor %}}")),
        page(&format!("{notes}<!-- {{{{ n.card }}}} -->{{% endfor %}}")),
        page(&format!("{notes}{{{{ n.card | truncate(length=2) }}}}{{% endfor %}}")),
        page(&format!(
            "{notes}{{{{ n.card | replace(from=\"1\", to=\"7\") | replace(from=\"0\", to=\"7\") }}}}{{% endfor %}}"
        )),
        ("templates/fragments/row.html", row.to_owned(), "fragments/row"),
        ("templates/fragments/row.html", format!("{row}<!--"), "fragments/row"),
        ("templates/fragments/row.html", "words {{ c.text | safe }}".to_owned(), "fragments/row"),
        ("templates/fragments/row.html", "<p>{{ no.such }}</p>".to_owned(), "fragments/row"),
        ("templates/fragments/card.html", format!("{row}</div></article>"), "fragments/card"),
        ("templates/fragments/card.html", format!("{row}<p title=\"></article>"), "fragments/card"),
    ];
    let site = site();
    let before = site.build(&[]);
    for (path, text, template) in cases {
        site.write(&format!("themes/default/{path}"), &text);
        let refused = site.run(&["build"]);
        assert_eq!(refused.code, 1, "{text}: {}", refused.stderr);
        let errors = refused.stderr.lines().filter(|line| line.starts_with("error[theme-error]"));
        let errors: Vec<&str> = errors.collect();
        assert_eq!(errors.len(), 1, "{text}: {}", refused.stderr);
        assert!(
            errors[0].contains(&format!("`{template}.html`")) && errors[0].contains(".html`"),
            "{errors:?}"
        );
        assert!(site.output() == before, "{text}: nothing is written");
        fs_err::remove_file(site.path().join("themes/default").join(path)).unwrap();
    }
}

#[test]
fn a_site_adds_a_language() {
    let site = site();
    let english = text(&site.build(&[]), "briefs/eins.html");
    assert!(english.contains("1 March 2022") && english.contains("asserts"), "{english}");
    site.write(
        "themes/default/words/de.toml",
        "[stances]\nasserts = \"sagt\"\n[n]\nclaims = { one = \"{n} Aussage\", other = \"{n} Aussagen\" }\n\
         [dates]\nmonths = [\"Januar\", \"Februar\", \"März\", \"April\", \"Mai\", \"Juni\", \"Juli\", \"August\", \
         \"September\", \"Oktober\", \"November\", \"Dezember\"]\nday = \"{day}. {month} {year}\"\n",
    );
    let german = text(&site.build(&[]), "briefs/eins.html");
    for words in ["1. März 2022", ">sagt ", "2 Aussagen", "Cite this"] {
        assert!(german.contains(words), "{words}: {german}");
    }
}
