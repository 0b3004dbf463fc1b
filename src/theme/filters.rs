//! The filters that templates have beside the engine's own. Each is a pure function of what it is given.
//!
//! `date | time(lang=words.lang)` puts an EDTF date into words, as an element; `number | count(of=words.n.claims,
//! lang=words.lang)` is "3 claims" in the language's own plural; `claim | stance` is how a claim stands to others;
//! `words.labels | json` is a table of words for a script.

use std::collections::BTreeMap;
use std::sync::Arc;

use icu_plurals::{PluralCategory, PluralRules};
use tera::value::Key;
use tera::{Kwargs, Map, State, Tera, TeraResult, Value};

use super::dates::DateWords;
use super::words::Words;

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
    tera.register_filter("count", move |number: u64, given: Kwargs, _: &State| {
        count(number, &given, &plurals)
    });
    tera.register_filter("stance", |claim: &Map, _: Kwargs, _: &State| stance(claim));
    tera.register_filter("json", |value: &Value, _: Kwargs, _: &State| json(value));
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
    let (forms, lang): (&Map, &str) = (given.must_get("of")?, given.must_get("lang")?);
    let category = plurals.get(lang).map_or(PluralCategory::Other, |rules| rules.category_for(number));
    let form = |name: &'static str| forms.get(&Key::Str(name)).and_then(Value::as_str);
    let form = form(name(category)).or_else(|| form("other"));
    let form = form.ok_or_else(|| tera::Error::message("a count needs the form `other`"))?;
    Ok(form.replace("{n}", &number.to_string()))
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

/// The relations that make a stance, the strongest first: what a claim opposes says more of it than what it shares.
const STANCES: [&str; 4] = ["denies", "concedes", "questions", "supports"];

/// `acts`, one of [`STANCES`], else `asserts`.
fn stance(claim: &Map) -> &'static str {
    if claim.get(&Key::Str("does")).is_some_and(Value::is_string) {
        return "acts";
    }
    let relations = claim.get(&Key::Str("relations")).and_then(Value::as_array).unwrap_or_default();
    let stated = |stance: &str| relations.iter().any(|relation| relation_of(relation) == Some(stance));
    STANCES.into_iter().find(|stance| stated(stance)).unwrap_or("asserts")
}

fn relation_of(relation: &Value) -> Option<&str> {
    relation.as_map()?.get(&Key::Str("relation"))?.as_str()
}
