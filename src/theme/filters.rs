//! The filters that templates have beside the engine's own. Each is a pure function of what it is given and, where
//! it says so, of the page's `root` and `words`.
//!
//! `date | time(lang=words.lang)` puts an EDTF date into words, as an element, and `date | time_text(...)` as text
//! alone; `number | number(...)` writes a number as the language does; `number | count(of=words.n.claims, ...)` is
//! "3 claims" in the language's own plural, `[2, 3] | interval(of=.., between=.., ...)` is "2–3 origins". `thing | name`
//! and `things | names` are links, `things | called` is the names alone; these three take `root` and `words` from the
//! page, for they stand on it by the hundred. `claim | row` is a claim's row ([`super::press`]);
//! `words.labels | json` is a table of words for a script.

use std::collections::BTreeMap;
use std::sync::Arc;

use icu_plurals::{PluralCategory, PluralRules};
use tera::value::Key;
use tera::{Kwargs, Map, State, Tera, TeraResult, Value};

use super::dates::DateWords;
use super::numbers::NumberWords;
use super::press;
use super::words::{Language, Words};
use crate::markdown::Html;

/// What the filters need of one language.
#[derive(Debug)]
struct Speech {
    dates: DateWords,
    numbers: NumberWords,
    plurals: Option<PluralRules>,
}

/// Adds the filters to an engine.
pub(super) fn register(tera: &mut Tera, words: &Words) {
    let speech = |(tag, language): (&String, &Language)| {
        let (dates, numbers) = (language.dates.clone(), language.numbers.clone());
        (tag.clone(), Speech { dates, numbers, plurals: plural(language.lang.as_str()) })
    };
    let speeches: Arc<BTreeMap<String, Speech>> = Arc::new(words.languages().map(speech).collect());
    let of = Arc::clone(&speeches);
    tera.register_filter("time", move |edtf: &str, given: Kwargs, _: &State| {
        let speech = speech_of(&of, &given)?;
        Ok::<_, tera::Error>(Value::safe_string(&speech.dates.element(edtf, &speech.numbers)))
    });
    let of = Arc::clone(&speeches);
    tera.register_filter("time_text", move |edtf: &str, given: Kwargs, _: &State| {
        let speech = speech_of(&of, &given)?;
        Ok::<_, tera::Error>(speech.dates.words(edtf, &speech.numbers))
    });
    let of = Arc::clone(&speeches);
    tera.register_filter("number", move |number: Value, given: Kwargs, _: &State| {
        Ok::<_, tera::Error>(speech_of(&of, &given)?.numbers.words(&number.to_string()))
    });
    let of = Arc::clone(&speeches);
    tera.register_filter("count", move |number: u64, given: Kwargs, _: &State| {
        count(number, given.must_get("of")?, speech_of(&of, &given)?)
    });
    tera.register_filter("interval", move |bounds: &[Value], given: Kwargs, _: &State| {
        interval(bounds, &given, speech_of(&speeches, &given)?)
    });
    tera.register_filter("name", |thing: &Value, _: Kwargs, page: &State| {
        names(std::slice::from_ref(thing), page, link)
    });
    tera.register_filter("names", |things: &[Value], _: Kwargs, page: &State| names(things, page, link));
    tera.register_filter("called", |things: &[Value], _: Kwargs, page: &State| names(things, page, isolated));
    tera.register_filter("row", |claim: &Value, given: Kwargs, page: &State| press::row(claim, &given, page));
    tera.register_filter("json", |value: &Value, _: Kwargs, _: &State| json(value));
}

fn speech_of<'s>(speeches: &'s BTreeMap<String, Speech>, given: &Kwargs) -> TeraResult<&'s Speech> {
    let lang: &str = given.must_get("lang")?;
    speeches.get(lang).ok_or_else(|| tera::Error::message(format!("no words for `{lang}`")))
}

fn plural(tag: &str) -> Option<PluralRules> {
    let locale: icu_locale_core::Locale = tag.parse().ok()?;
    PluralRules::try_new_cardinal(locale.into()).ok()
}

/// The form of CLDR's category, else `other`, its `{n}` filled in.
fn count(number: u64, forms: &Map, speech: &Speech) -> TeraResult<String> {
    let category = speech.plurals.as_ref().map_or(PluralCategory::Other, |rules| rules.category_for(number));
    let form = |name: &'static str| forms.get(&Key::Str(name)).and_then(Value::as_str);
    let form = form(name(category)).or_else(|| form("other"));
    let form = form.ok_or_else(|| tera::Error::message("a count needs the form `other`"))?;
    Ok(form.replace("{n}", &speech.numbers.words(&number.to_string())))
}

/// As [`count`], of a lower and an upper bound: where they differ, by the forms of `between`, whose `{n}` is the upper
/// and `{min}` the lower one.
fn interval(bounds: &[Value], given: &Kwargs, speech: &Speech) -> TeraResult<String> {
    let bound = |at: usize| bounds.get(at).and_then(Value::as_u64);
    let (Some(min), Some(max)) = (bound(0), bound(1)) else {
        return Err(tera::Error::message("an interval is a list of two whole numbers"));
    };
    if min == max {
        return count(max, given.must_get("of")?, speech);
    }
    let form = count(max, given.must_get("between")?, speech)?;
    Ok(form.replace("{min}", &speech.numbers.words(&min.to_string())))
}

/// Names in a row, each written by `write` with the page's `root`.
fn names(things: &[Value], page: &State, write: fn(&mut String, &Value, &str, &str)) -> TeraResult<Value> {
    let (root, words) = (page.get::<Value>("root")?, page.get::<Value>("words")?);
    let root = root.as_ref().and_then(Value::as_str).unwrap_or_default();
    let word = |key: &'static str| words.as_ref().and_then(|words| text_of(words, key));
    let (comma, protected) = (word("comma").unwrap_or(", "), word("protected").unwrap_or_default());
    let mut html = String::with_capacity(things.len() * 96);
    for (place, thing) in things.iter().enumerate() {
        if place > 0 {
            Html::escape_to(&mut html, comma);
        }
        write(&mut html, thing, root, protected);
    }
    Ok(Value::safe_string(&html))
}

fn link(html: &mut String, thing: &Value, root: &str, protected: &str) {
    html.push_str("<a href=\"");
    Html::escape_to(html, root);
    Html::escape_to(html, text_of(thing, "href").unwrap_or_default());
    html.push_str("\">");
    isolated(html, thing, root, protected);
    html.push_str("</a>");
}

/// A name may be of another direction than the text around it.
fn isolated(html: &mut String, thing: &Value, _root: &str, protected: &str) {
    html.push_str("<bdi>");
    Html::escape_to(html, text_of(thing, "name").unwrap_or(protected));
    html.push_str("</bdi>");
}

fn text_of<'v>(thing: &'v Value, key: &'static str) -> Option<&'v str> {
    thing.as_map()?.get(&Key::Str(key))?.as_str()
}

const fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

fn json(value: &Value) -> TeraResult<String> {
    serde_json::to_string(value).map_err(|error| tera::Error::message(error.to_string()))
}
