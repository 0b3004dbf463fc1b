//! Each kind of name is found where the engine finds it, and what is known is not counted.

use super::*;

/// The names that a template uses beside others, as `kind name`.
fn used(text: &str) -> Vec<String> {
    let all = pieces(text).flat_map(|piece| uses(text, &piece)).inspect(|one| {
        assert!(text[one.at..].trim_start_matches(['"', '\'', '`']).starts_with(one.name), "{one:?}");
    });
    all.map(|one| format!("{} {}", one.kind.word(), one.name)).collect()
}

fn found(templates: &[(&str, &str)], name: &str) -> Option<usize> {
    let mut engine = Tera::default();
    engine.register_filter("own", |value: &tera::Value, _: tera::Kwargs, _: &tera::State| value.clone());
    Theme::new(templates.iter().copied(), engine).too_many(name).map(|unknown| unknown.len())
}

#[test]
fn names_are_found_where_the_engine_finds_them() {
    assert_eq!(used("{{ a | f1 | f2(x=g()) }}"), ["filter f1", "filter f2", "function g"]);
    assert_eq!(used("{% if a is t1 and b is not t2(n=1) or not c %}"), ["test t1", "test t2"]);
    assert_eq!(
        used("{% filter f1 | f2 %}{% endfilter %}{% set a | f3 %}"),
        ["filter f1", "filter f2", "filter f3"]
    );
    let components = "{{ <a.b x={1} /> }}{% <c> %}{% </c> %}{{ [<d />] }}{{ 1 if x else <e /> }}";
    assert_eq!(used(components), ["component a.b", "component c", "component d", "component e"]);
    assert_eq!(used("{{ a < b }}{{ 1 < (c) }}{{ f(a=1) < d }}{{ \"s\" < e }}"), ["function f"]);
    assert_eq!(
        used("{% component c(n) %}{% include 't.html' %}{% block b %}"),
        ["template t.html", "block b"]
    );
    assert_eq!(used("{{ 'a | f' }}{# {{ a | f }} #}{% raw %}{{ a | f }}{% endraw %} | f {{ a.f }}"), [""; 0]);
    assert_eq!(used("{{ é | f1 }}{{ 'é' | f2 }}{{ a | f3"), ["filter f1", "filter f2"]);
}

#[test]
fn what_is_known_is_not_counted() {
    let fine = "{{ 1 | own | upper }}{% if a is defined %}{{ range(end=1) }}{% endif %}{{ super() }}\
                {{ <card /> }}{% include \"card\" %}{% block main %}{% endblock %}{{ x and (y) or not (z) }}";
    let card = "{% component card() %}{% endcomponent %}";
    assert_eq!(found(&[("a", &fine.repeat(200)), ("card", card)], "a"), None);
}

#[test]
fn unknown_names_are_counted_each_time() {
    let cases = [
        ("{{ 1 | none }}", ""),
        ("{% if 1 is odder %}{% endif %}", ""),
        ("{{ none_such() }}", ""),
        ("{{ <none /> }}", ""),
        ("{% include 'none' %}", ""),
        ("{% block other %}{% endblock %}", "{% extends \"base\" %}"),
    ];
    let base = ("base", "{% block main %}{% endblock %}");
    for (piece, before) in cases {
        let at_most = format!("{before}{}", piece.repeat(MAX_UNKNOWN));
        assert_eq!(found(&[("a", &at_most), base], "a"), None, "{piece}");
        let more = format!("{before}{}", piece.repeat(MAX_UNKNOWN + 7));
        assert_eq!(found(&[("a", &more), base], "a"), Some(MAX_UNKNOWN + 1), "{piece}");
    }
}

#[test]
fn the_embedded_theme_uses_no_unknown_name() {
    // With no unknown names allowed at all, so that a name misread here is seen before it counts.
    let (folder, files) = (crate::input::ThemeFolder::default(), crate::text::Files::default());
    let (theme, _) = super::super::load(&folder, &files, &"en".parse().expect("a language"));
    let texts: Vec<(&str, &str)> = super::super::FILES
        .iter()
        .filter_map(|(path, text)| Some((path.strip_prefix("templates/")?, *text)))
        .collect();
    let mut known = Theme::new(texts.iter().copied(), theme.tera.clone());
    for (name, text) in texts {
        for used in pieces(text).flat_map(|piece| uses(text, &piece)) {
            assert!(known.knows(name, &used), "{name}: {used:?}");
        }
    }
}
