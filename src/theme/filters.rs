//! The filters that templates have beside the engine's own. Each is a pure function of what it is given and, where
//! it says so, of the page's `root` and `words`.
//!
//! `date | time(lang=words.lang)` puts an EDTF date into words, as an element; `number | count(of=words.n.claims,
//! lang=words.lang)` is "3 claims" in the language's own plural, `[2, 3] | interval(of=.., between=.., lang=..)` is
//! "2–3 claims"; `claim | stance` is how a claim stands to others. `thing | name` and `things | names` are links,
//! `things | called` is the names alone; these three take `root` and `words` from the page, for they stand on it by
//! the thousand. `claim | row` is a claim's row ([`super::press`]).

use std::collections::BTreeMap;
use std::sync::Arc;

use icu_plurals::{PluralCategory, PluralRules};
use tera::value::Key;
use tera::{Kwargs, Map, State, Tera, TeraResult, Value};

use super::dates::DateWords;
use super::press;
use super::words::Words;
use crate::markdown::Html;

/// Adds the filters to an engine.
pub(super) fn register(tera: &mut Tera, words: &Words) {
    let dates: BTreeMap<String, DateWords> =
        words.languages().map(|(tag, language)| (tag.clone(), language.dates.clone())).collect();
    let dates = Arc::new(dates);
    tera.register_filter("time", move |edtf: &str, given: Kwargs, _: &State| time(edtf, &given, &dates));
    let plurals: BTreeMap<String, PluralRules> = words
        .languages()
        .filter_map(|(tag, language)| Some((tag.clone(), plural(language.lang.as_str())?)))
        .collect();
    let plurals = Arc::new(plurals);
    let of_interval = Arc::clone(&plurals);
    tera.register_filter("count", move |number: u64, given: Kwargs, _: &State| {
        count(number, &given, &plurals)
    });
    tera.register_filter("interval", move |bounds: &[Value], given: Kwargs, _: &State| {
        interval(bounds, &given, &of_interval)
    });
    tera.register_filter("stance", |claim: &Map, _: Kwargs, _: &State| stance(claim));
    tera.register_filter("name", |thing: &Value, _: Kwargs, page: &State| {
        names(std::slice::from_ref(thing), page, link)
    });
    tera.register_filter("names", |things: &[Value], _: Kwargs, page: &State| names(things, page, link));
    tera.register_filter("called", |things: &[Value], _: Kwargs, page: &State| names(things, page, isolated));
    tera.register_filter("row", |claim: &Value, given: Kwargs, page: &State| press::row(claim, &given, page));
}

fn plural(tag: &str) -> Option<PluralRules> {
    let locale: icu_locale_core::Locale = tag.parse().ok()?;
    PluralRules::try_new_cardinal(locale.into()).ok()
}

fn time(edtf: &str, given: &Kwargs, dates: &BTreeMap<String, DateWords>) -> TeraResult<Value> {
    let lang: &str = given.must_get("lang")?;
    let words = dates.get(lang).ok_or_else(|| tera::Error::message(format!("no words for `{lang}`")))?;
    Ok(Value::safe_string(&words.element(edtf)))
}

/// The form of CLDR's category, else `other`, its `{n}` filled in.
fn count(number: u64, given: &Kwargs, plurals: &BTreeMap<String, PluralRules>) -> TeraResult<String> {
    Ok(form(number, given.must_get("of")?, given, plurals)?.replace("{n}", &number.to_string()))
}

/// As [`count`], of the lower and the upper bound: where they differ, by the forms of `between`, the upper bound as
/// `{n}` and the lower as `{min}`.
fn interval(bounds: &[Value], given: &Kwargs, plurals: &BTreeMap<String, PluralRules>) -> TeraResult<String> {
    let bound = |at: usize| bounds.get(at).and_then(Value::as_u64);
    let (Some(min), Some(max)) = (bound(0), bound(1)) else {
        return Err(tera::Error::message("an interval is a list of two whole numbers"));
    };
    if min == max {
        return count(max, given, plurals);
    }
    let form = form(max, given.must_get("between")?, given, plurals)?;
    Ok(form.replace("{n}", &max.to_string()).replace("{min}", &min.to_string()))
}

fn form<'f>(
    number: u64,
    forms: &'f Map,
    given: &Kwargs,
    plurals: &BTreeMap<String, PluralRules>,
) -> TeraResult<&'f str> {
    let lang: &str = given.must_get("lang")?;
    let category = plurals.get(lang).map_or(PluralCategory::Other, |rules| rules.category_for(number));
    let form = |name: &'static str| forms.get(&Key::Str(name)).and_then(Value::as_str);
    let form = form(name(category)).or_else(|| form("other"));
    form.ok_or_else(|| tera::Error::message("a count needs the form `other`"))
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

/// The relations that make a stance, the strongest first: what a claim opposes says more of it than what it shares.
const STANCES: [&str; 4] = ["denies", "concedes", "questions", "supports"];

/// `acts`, one of [`STANCES`], else `asserts`.
fn stance(claim: &Map) -> &'static str {
    if claim.get(&Key::Str("does")).is_some_and(Value::is_string) {
        return "acts";
    }
    let relations = claim.get(&Key::Str("relations")).and_then(Value::as_array).unwrap_or_default();
    let stated =
        |stance: &str| relations.iter().any(|relation| text_of(relation, "relation") == Some(stance));
    STANCES.into_iter().find(|stance| stated(stance)).unwrap_or("asserts")
}
