//! The filters that templates have beside the engine's own. Each is a pure function of what it is given.
//!
//! `date | time(lang=words.lang)` puts an EDTF date into words, as an element, and `date | time_text(...)` as text
//! alone; `number | number(...)` writes a number as the language does; `number | count(of=words.n.claims, ...)` is
//! "3 claims" in the language's own plural.

use std::collections::BTreeMap;
use std::sync::Arc;

use icu_plurals::{PluralCategory, PluralRules};
use tera::value::Key;
use tera::{Kwargs, Map, State, Tera, TeraResult, Value};

use super::dates::DateWords;
use super::numbers::NumberWords;
use super::words::{Language, Words};

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
    tera.register_filter("count", move |number: u64, given: Kwargs, _: &State| {
        count(number, given.must_get("of")?, speech_of(&speeches, &given)?)
    });
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
