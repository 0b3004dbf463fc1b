//! The filters that templates have beside the engine's own. Each is a pure function of what it is given and, where
//! it says so, of the page's `root` and `words`.
//!
//! `date | time` puts an EDTF date into words, as an element, and `date | time_text` as text alone; `thing | when` does
//! so for a thing's `date`, or says that none is stated, by its `not_after`. `number | number` writes a number as the
//! language does, `text | figure` a figure of a claim: its numbers, and its words by `words.figures`. `number | count(of=words.n.claims)` is "3 claims" in the language's own
//! plural, `[2, 3] | interval(of=.., between=..)` is "2–3 origins", and so are `[2, 3] | origins` and `| third_party` by
//! the words for them. The language is that of the page's `words`, unless `lang` names another: the engine makes a map
//! of what a filter is given by name, twice, and that costs more than most filters. `thing | name` and `things | names`
//! are links, `things | called` is the names alone, with the page's `root` and `words`, and in its language where they
//! have a name in it. `words.states | json` is a table of words for a script.

use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::speech::{Speeches, entry, get, text_of};
use crate::markdown::Html;

/// Adds the filters to an engine.
pub(super) fn register(tera: &mut Tera, speeches: &Arc<Speeches>) {
    let of = Arc::clone(speeches);
    tera.register_filter("time", move |edtf: &str, given: Kwargs, page: &State| {
        let speech = of.speech(&given, page)?;
        Ok::<_, tera::Error>(Value::safe_string(&speech.dates.element(edtf, &speech.numbers)))
    });
    let of = Arc::clone(speeches);
    tera.register_filter("time_text", move |edtf: &str, given: Kwargs, page: &State| {
        let speech = of.speech(&given, page)?;
        Ok::<_, tera::Error>(speech.dates.words(edtf, &speech.numbers))
    });
    let of = Arc::clone(speeches);
    tera.register_filter("when", move |thing: &Value, given: Kwargs, page: &State| {
        let speech = of.speech(&given, page)?;
        Ok::<_, tera::Error>(Value::safe_string(
            &speech.when(text_of(thing, "date"), text_of(thing, "not_after")),
        ))
    });
    let of = Arc::clone(speeches);
    tera.register_filter("figure", move |text: &str, given: Kwargs, page: &State| {
        Ok::<_, tera::Error>(of.speech(&given, page)?.figure(text))
    });
    let of = Arc::clone(speeches);
    tera.register_filter("number", move |number: Value, given: Kwargs, page: &State| {
        Ok::<_, tera::Error>(of.speech(&given, page)?.numbers.words(&number.to_string()))
    });
    register_counts(tera, speeches);
    tera.register_filter("name", |thing: &Value, _: Kwargs, page: &State| {
        names(std::slice::from_ref(thing), page, link)
    });
    tera.register_filter("names", |things: &[Value], _: Kwargs, page: &State| names(things, page, link));
    tera.register_filter("called", |things: &[Value], _: Kwargs, page: &State| names(things, page, isolated));
    tera.register_filter("json", |value: &Value, _: Kwargs, _: &State| json(value));
}

fn register_counts(tera: &mut Tera, speeches: &Arc<Speeches>) {
    let of = Arc::clone(speeches);
    tera.register_filter("count", move |number: u64, given: Kwargs, page: &State| {
        of.speech(&given, page)?.count(number, given.must_get("of")?)
    });
    let of = Arc::clone(speeches);
    tera.register_filter("interval", move |bounds: &[Value], given: Kwargs, page: &State| {
        of.speech(&given, page)?.interval(bounds, || given.must_get("of"), || given.must_get("between"))
    });
    for (name, between) in [("origins", "origins_between"), ("third_party", "third_party_between")] {
        let of = Arc::clone(speeches);
        tera.register_filter(name, move |bounds: &[Value], given: Kwargs, page: &State| {
            let speech = of.speech(&given, page)?;
            speech.interval(bounds, || speech.forms(name), || speech.forms(between))
        });
    }
}

/// Names in a row, each written by `write` with the page's `root`.
fn names(things: &[Value], page: &State, write: fn(&mut String, &str, &str, &str)) -> TeraResult<Value> {
    let root = page.get::<Value>("root")?;
    let root = root.as_ref().and_then(Value::as_str).unwrap_or_default();
    let (mut words, mut of_page) = (None, None);
    let mut html = String::with_capacity(things.len() * 96);
    for (place, thing) in things.iter().enumerate() {
        if place > 0 {
            Html::escape_to(&mut html, word(&mut words, page, "comma")?.unwrap_or(", "));
        }
        let name = match (own_name(&mut of_page, page, thing)?, text_of(thing, "name")) {
            (Some(name), _) | (None, Some(name)) => name,
            (None, None) => word(&mut words, page, "protected")?.unwrap_or_default(),
        };
        write(&mut html, text_of(thing, "href").unwrap_or_default(), name, root);
    }
    Ok(Value::safe_string(&html))
}

/// What a thing is called in the page's language, if it has a name in that or in its primary language.
fn own_name<'t>(of_page: &mut Option<Value>, page: &State, thing: &'t Value) -> TeraResult<Option<&'t str>> {
    let Some(names) = get(thing, "names").filter(|names| names.as_map().is_some_and(|map| !map.is_empty()))
    else {
        return Ok(None);
    };
    if of_page.is_none() {
        // A component that does not ask for the page still has its words.
        *of_page = page.get("page")?.or(page.get("words")?);
    }
    let lang = of_page.as_ref().and_then(|page| text_of(page, "lang")).unwrap_or_default();
    let primary = lang.split('-').next().unwrap_or(lang);
    Ok(entry(names, lang).or_else(|| entry(names, primary)))
}

/// One of the page's words. They are asked for when the first is needed: most often no name needs any.
fn word<'w>(words: &'w mut Option<Value>, page: &State, key: &'static str) -> TeraResult<Option<&'w str>> {
    if words.is_none() {
        *words = page.get("words")?;
    }
    Ok(words.as_ref().and_then(|words| text_of(words, key)))
}

pub(super) fn link(html: &mut String, href: &str, name: &str, root: &str) {
    html.push_str("<a href=\"");
    Html::escape_to(html, root);
    Html::escape_to(html, href);
    html.push_str("\">");
    isolated(html, href, name, root);
    html.push_str("</a>");
}

/// A name may be of another direction than the text around it.
pub(super) fn isolated(html: &mut String, _href: &str, name: &str, _root: &str) {
    html.push_str("<bdi>");
    Html::escape_to(html, name);
    html.push_str("</bdi>");
}

fn json(value: &Value) -> TeraResult<String> {
    serde_json::to_string(value).map_err(|error| tera::Error::message(error.to_string()))
}
