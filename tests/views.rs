//! The manual's page on themes lists every field of every view, as the source of `src/page/` and `src/theme/fragments/` has them: their names,
//! forms and docstrings. With VARIORUM_BLESS=1 the list is written anew.
//!
//! The source is read line by line; `cargo fmt` sees to its form.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the sources has failed")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What the list begins with in the manual.
const HEADING: &str = "## Views";

/// A field of a view.
struct Field {
    name: String,
    form: String,
    docs: String,
    flat: bool,
}

/// A view struct.
#[derive(Default)]
struct View {
    docs: String,
    fields: Vec<Field>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<String> {
    let folders =
        ["src/page", "src/theme/fragments"].map(|folder| fs_err::read_dir(root().join(folder)).unwrap());
    let entries = folders.into_iter().flatten().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = entries.filter(|path| path.extension() == Some("rs".as_ref())).collect();
    paths.sort();
    paths.iter().map(|path| fs_err::read_to_string(path).unwrap()).collect()
}

/// The structs that are serialised, by name.
fn views(sources: &[String]) -> BTreeMap<String, View> {
    let mut views = BTreeMap::new();
    for source in sources {
        let mut lines = source.lines();
        let (mut docs, mut is_view) = (String::new(), false);
        while let Some(line) = lines.next() {
            if let Some(text) = line.strip_prefix("/// ") {
                sentence(&mut docs, text);
            } else if line.starts_with("#[derive(") {
                is_view = line.contains("Serialize");
            } else if let Some(name) =
                line.strip_prefix("pub struct ").and_then(|line| line.strip_suffix(" {"))
            {
                let fields = fields(&mut lines);
                if is_view {
                    views.insert(name.to_owned(), View { docs: std::mem::take(&mut docs), fields });
                }
            } else if !line.starts_with('#') {
                docs.clear();
            }
        }
    }
    views
}

fn fields<'t>(lines: &mut impl Iterator<Item = &'t str>) -> Vec<Field> {
    let (mut fields, mut docs, mut flat, mut skipped) = (Vec::new(), String::new(), false, false);
    for line in lines.map(str::trim).take_while(|line| *line != "}") {
        if let Some(text) = line.strip_prefix("/// ") {
            sentence(&mut docs, text);
        } else if line.starts_with("#[serde(flatten") {
            flat = true;
        } else if line.starts_with("#[serde(skip") {
            skipped = true;
        } else if let Some((name, form)) = line.strip_prefix("pub ").and_then(|line| line.split_once(": ")) {
            // What is made once and shared looks the same to a template.
            let form = match form.trim_end_matches(',').split_once("Shared<") {
                Some((before, rest)) => format!("{before}{}", rest.replacen('>', "", 1)),
                None => form.trim_end_matches(',').to_owned(),
            };
            let field = Field { name: name.to_owned(), form, docs: std::mem::take(&mut docs), flat };
            if !skipped {
                fields.push(field);
            }
            (flat, skipped) = (false, false);
        }
    }
    fields
}

fn sentence(docs: &mut String, text: &str) {
    if !docs.is_empty() {
        docs.push(' ');
    }
    docs.push_str(text);
}

/// The view struct of each template: `PageKind::Home => ("home", value(&self.home()))`, and what `home` gives.
fn templates(sources: &[String], views: &BTreeMap<String, View>) -> Vec<(String, String)> {
    // Other methods may bear the same name; the one that is meant gives a view.
    let gives = |method: &str| {
        let head = format!("fn {method}(&self");
        let heads = sources.iter().flat_map(|source| source.split(&head).skip(1));
        let given = heads.filter_map(|rest| Some(rest.split_once("-> ")?.1.split_once(" {")?.0));
        let mut given = given.map(|form| form.trim_start_matches("Option<").trim_end_matches('>'));
        given.find(|form| views.contains_key(*form)).map(str::to_owned)
    };
    let arms = sources.iter().flat_map(|source| source.lines()).filter_map(|line| {
        let (template, rest) =
            line.trim().strip_prefix("PageKind::")?.split_once("=> (\"")?.1.split_once('"')?;
        let method = rest.split_once("value(&self.")?.1.split_once('(')?.0;
        Some((template.to_owned(), gives(method)?))
    });
    arms.collect()
}

/// A form in words; a view in it is linked to where it is listed.
fn words(form: &str, views: &BTreeMap<String, View>) -> String {
    let inner = |outer: &str| form.strip_prefix(outer).and_then(|form| form.strip_suffix('>'));
    if let Some(inner) = inner("Option<") {
        return format!("{}, or null", words(inner, views));
    }
    if let Some(inner) = inner("Vec<") {
        return format!("list of {}", words(inner, views));
    }
    match form {
        _ if form.starts_with("Shared<") => words(&form["Shared<".len()..form.len() - 1], views),
        "String" | "&'static str" => "text".to_owned(),
        "usize" | "u64" | "i64" | "u32" | "u8" => "number".to_owned(),
        "bool" => "true or false".to_owned(),
        "Html" | "Markup" | "Hole" => "markup".to_owned(),
        "(String, String)" => "two texts".to_owned(),
        "[u32; 2]" => "two numbers".to_owned(),
        "BTreeMap<String, String>" => "texts, each by a language".to_owned(),
        _ if form.starts_with('(') && form.ends_with(", usize)") => "a word and a number".to_owned(),
        name if views.contains_key(name) => linked(name),
        _ => "word".to_owned(),
    }
}

fn linked(name: &str) -> String {
    format!("[{name}](#{})", name.to_lowercase())
}

/// The names of views that forms speak of, in the order in which they are met.
fn reach(name: &str, views: &BTreeMap<String, View>, met: &mut Vec<String>) {
    if met.iter().any(|known| known == name) {
        return;
    }
    met.push(name.to_owned());
    for field in &views[name].fields {
        let inner = field.form.rsplit('<').next().unwrap_or_default().trim_end_matches('>');
        if views.contains_key(inner) {
            reach(inner, views, met);
        }
    }
}

/// The list as the manual has it.
fn list() -> String {
    let sources = sources();
    let views = views(&sources);
    let templates = templates(&sources, &views);
    assert!(templates.len() > 15, "templates are found: {templates:?}");
    let mut out = format!(
        "{HEADING}\n\nEvery template sees the fields of [Frame](#frame) and those of its own view.\n\n"
    );
    out.push_str("| template | view |\n| --- | --- |\n");
    let mut met = Vec::new();
    reach("Frame", &views, &mut met);
    for (template, view) in &templates {
        writeln!(out, "| `{template}.html` | {} |", linked(view)).unwrap();
        reach(view, &views, &mut met);
    }
    for (template, view) in
        [("fragments/row", "RowText"), ("fragments/replies", "RepliesText"), ("fragments/card", "CardText")]
    {
        writeln!(out, "| `{template}.html` | {} as `c` |", linked(view)).unwrap();
        reach(view, &views, &mut met);
    }
    for name in met {
        let view = &views[&name];
        write!(out, "\n### {name}\n\n{}\n\n| field | form | what it is |\n| --- | --- | --- |\n", view.docs)
            .unwrap();
        for field in &view.fields {
            let (name, form) = (&field.name, words(&field.form, &views));
            let form = if field.flat { format!("the fields of {form}") } else { form };
            let name = if field.flat { String::new() } else { format!("`{name}`") };
            writeln!(out, "| {name} | {form} | {} |", field.docs).unwrap();
        }
    }
    out
}

#[test]
fn the_manual_lists_every_field_of_every_view() {
    let path = root().join("content/manual/themes.md");
    let manual = fs_err::read_to_string(&path).unwrap();
    let (before, listed) = manual.split_at(manual.find(HEADING).unwrap());
    let expected = list();
    if std::env::var_os("VARIORUM_BLESS").is_some() {
        fs_err::write(&path, format!("{before}{expected}")).unwrap();
    } else {
        assert!(listed == expected, "bless the list: VARIORUM_BLESS=1 cargo test --test views");
    }
}

#[test]
fn the_manual_names_every_filter() {
    let filters = fs_err::read_to_string(root().join("src/theme/filters.rs")).unwrap();
    let manual = fs_err::read_to_string(root().join("content/manual/themes.md")).unwrap();
    let names = filters.split("register_filter(\"").skip(1).filter_map(|rest| rest.split_once('"'));
    let mut seen = 0;
    for (name, _) in names {
        seen += 1;
        assert!(manual.contains(&format!("\\| {name}")), "no word on the filter `{name}`");
    }
    assert!(seen > 5, "filters are found: {seen}");
}
