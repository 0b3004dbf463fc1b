//! What is let in and what is not, and that the engine bears the deepest that is let in.

use std::fmt::Write as _;

use super::*;

fn found(templates: &[(String, String)]) -> Option<String> {
    let of = templates.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    too_deep(of).map(|deep| format!("{}:{}: {}", deep.template, deep.at, deep.message))
}

fn one(text: &str) -> Vec<(String, String)> {
    vec![("a".to_owned(), text.to_owned())]
}

/// `t0` leads to `t1`, that to `t2`, and so on; each is `text` with `{next}` filled in, the last is `end`.
fn chain(length: usize, text: &str, end: &str) -> Vec<(String, String)> {
    let link = |at: usize| (format!("t{at}"), text.replace("{next}", &format!("t{}", at + 1)));
    (0..length - 1).map(link).chain([(format!("t{}", length - 1), end.to_owned())]).collect()
}

fn branches_of(count: usize) -> String {
    format!("{{% if root %}}{}{{% endif %}}", "{% elif root %}x".repeat(count))
}

#[test]
fn branches_are_counted_where_they_are_open() {
    assert_eq!(found(&one(&branches_of(MAX_BRANCHES))), None);
    let told = found(&one(&branches_of(MAX_BRANCHES + 1)));
    assert_eq!(told.as_deref(), Some("a:656: more than 40 branches `elif` stand within one another"));
    assert_eq!(found(&one(&branches_of(MAX_BRANCHES).repeat(9))), None, "one after another");
    let within = branches_of(30).replacen("x", &branches_of(30), 30);
    assert!(found(&one(&within)).is_some(), "one in another");
    let hidden = "{# {% endif %} #}{{ '{% endif %}' }}{% raw %}{% endif %}{% endraw %}{% elif root %}";
    assert!(found(&one(&format!("{{% if root %}}{}{{% endif %}}", hidden.repeat(50)))).is_some());
}

#[test]
fn templates_are_counted_through_includes_blocks_and_parents() {
    let include = "{% include '{next}' %}";
    assert_eq!(found(&chain(MAX_DEPTH, include, "")), None);
    assert!(found(&chain(MAX_DEPTH + 1, include, "")).is_some());
    assert!(found(&chain(20_000, include, "")).is_some(), "it takes no stack itself");
    let extends = "{% extends '{next}' %}";
    assert_eq!(found(&chain(MAX_PARENTS, extends, "")), None);
    let told = found(&chain(MAX_PARENTS + 1, extends, ""));
    assert_eq!(told.as_deref(), Some("t0:3: more than 8 templates extend one another, or in a circle"));
    let nested = |depth: usize| {
        let open = (0..depth).fold(String::new(), |mut open, at| {
            let _ = write!(open, "{{% block b{at} %}}");
            open
        });
        one(&(open + &"{% endblock %}".repeat(depth)))
    };
    assert_eq!(found(&nested(MAX_DEPTH - 1)), None);
    assert!(found(&nested(MAX_DEPTH)).is_some());
    let super_ = "{% extends '{next}' %}{% block b %}{{ super() }}{% block c %}{% endblock %}{% endblock %}";
    assert_eq!(found(&chain(6, super_, "{% block b %}{% endblock %}")), None, "1, 6 of b, 5 of c");
    assert!(found(&chain(6, super_, "{% block b %}{% block c %}{% endblock %}{% endblock %}")).is_some());
}

#[test]
fn blocks_that_stand_within_one_another_by_super_are_told() {
    let child = "{% extends 'b' %}{% block x %}{% block y %}{{ super() }}{% endblock %}{% endblock %}";
    let parent = "{% block y %}{% block x %}{% endblock %}{% endblock %}";
    let both = [("a", child), ("b", parent)].map(|(name, text)| (name.to_owned(), text.to_owned()));
    assert!(found(&both).is_some());
}

#[test]
fn doubled_includes_are_judged_at_once() {
    assert!(found(&chain(400, &"{% include '{next}' %}".repeat(400), "")).is_some());
    assert_eq!(found(&chain(MAX_DEPTH, &"{% include '{next}' %}".repeat(400), "")), None);
}

#[test]
fn a_component_includes_nothing() {
    let component = "{% component c() %}{% include 'b' %}{% endcomponent %}{% include 'b' %}";
    let told = found(&[("a".to_owned(), component.to_owned()), ("b".to_owned(), String::new())]);
    assert_eq!(told.as_deref(), Some("a:22: a component cannot include a template"));
}

#[test]
fn circles_are_told() {
    assert!(found(&one("{% include 'a' %}")).is_some());
    assert!(found(&one("{% extends 'a' %}")).is_some());
    // The engine does not see this one, for no template of it includes itself.
    let super_ = "{% extends 'c' %}{% block x %}{{ super() }}{% endblock %}";
    let circle =
        [("a", "{% include 'b' %}"), ("b", super_), ("c", "{% block x %}{% include 'a' %}{% endblock %}")];
    assert!(found(&circle.map(|(name, text)| (name.to_owned(), text.to_owned()))).is_some());
}

#[test]
fn inherited_blocks_are_counted_over_all_templates() {
    let blocks = |count: usize| {
        (0..count).fold(String::new(), |mut text, at| {
            let _ = write!(text, "{{% block b{at} %}}{{% endblock %}}");
            text
        })
    };
    let heirs = |blocks: String, heirs: usize| -> Vec<(String, String)> {
        let heir = |at: usize| (format!("h{at:03}"), "{% extends 'parent' %}".to_owned());
        (0..heirs).map(heir).chain([("parent".to_owned(), blocks)]).collect()
    };
    let (each, of_them) = (MAX_INHERITED / 100, 100);
    assert_eq!(found(&heirs(blocks(each), of_them)), None);
    let told = found(&heirs(blocks(each), of_them + 1));
    assert_eq!(
        told.as_deref(),
        Some("h100:3: the theme's templates together inherit more than 20000 blocks")
    );
}
