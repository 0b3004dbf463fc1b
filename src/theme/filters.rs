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
//! have a name in it. `claim | row` is a claim's row
//! ([`super::press`]); `words.states | json` is a table of words for a script.

use std::sync::Arc;

use icu_plurals::{PluralCategory, PluralRules};
use tera::value::Key;
use tera::{Kwargs, Map, State, Tera, TeraResult, Value};

use super::dates::DateWords;
use super::numbers::{NumberWords, fill};
use super::press;
use super::words::{Language, Words};
use crate::markdown::Html;

/// What the filters need of one language.
#[derive(Debug)]
struct Speech {
    tag: String,
    /// As a page has them.
    words: Value,
    dates: DateWords,
    numbers: NumberWords,
    plurals: Option<PluralRules>,
}

/// The languages that have words: a few.
struct Speeches(Vec<Speech>);

/// Adds the filters to an engine.
pub(super) fn register(tera: &mut Tera, words: &Words) {
    let speeches = Arc::new(Speeches(words.languages().map(Speech::new).collect()));
    let of = Arc::clone(&speeches);
    tera.register_filter("time", move |edtf: &str, given: Kwargs, page: &State| {
        let speech = of.speech(&given, page)?;
        Ok::<_, tera::Error>(Value::safe_string(&speech.dates.element(edtf, &speech.numbers)))
    });
    let of = Arc::clone(&speeches);
    tera.register_filter("time_text", move |edtf: &str, given: Kwargs, page: &State| {
        let speech = of.speech(&given, page)?;
        Ok::<_, tera::Error>(speech.dates.words(edtf, &speech.numbers))
    });
    let of = Arc::clone(&speeches);
    tera.register_filter("when", move |thing: &Value, given: Kwargs, page: &State| {
        let speech = of.speech(&given, page)?;
        if let Some(edtf) = text_of(thing, "date") {
            return Ok(Value::safe_string(&speech.dates.element(edtf, &speech.numbers)));
        }
        let words = page.get::<Value>("words")?;
        let pattern = words.as_ref().and_then(|words| text_of(words, "undated")).unwrap_or_default();
        let day = text_of(thing, "not_after").unwrap_or_default();
        let mut escaped = String::with_capacity(pattern.len());
        Html::escape_to(&mut escaped, pattern);
        let html = fill(&escaped, &[("{date}", &speech.dates.element(day, &speech.numbers))]);
        Ok::<_, tera::Error>(Value::safe_string(&html))
    });
    let of = Arc::clone(&speeches);
    tera.register_filter("figure", move |text: &str, given: Kwargs, page: &State| {
        let words = page.get::<Value>("words")?;
        let word = words.as_ref().and_then(|words| of_words(get(words, "figures")?, text));
        match word {
            Some(word) => Ok::<_, tera::Error>(word.to_owned()),
            None => Ok(of.speech(&given, page)?.numbers.figure(text)),
        }
    });
    let of = Arc::clone(&speeches);
    tera.register_filter("number", move |number: Value, given: Kwargs, page: &State| {
        Ok::<_, tera::Error>(of.speech(&given, page)?.numbers.words(&number.to_string()))
    });
    register_counts(tera, &speeches);
    tera.register_filter("name", |thing: &Value, _: Kwargs, page: &State| {
        names(std::slice::from_ref(thing), page, link)
    });
    tera.register_filter("names", |things: &[Value], _: Kwargs, page: &State| names(things, page, link));
    tera.register_filter("called", |things: &[Value], _: Kwargs, page: &State| names(things, page, isolated));
    tera.register_filter("row", |claim: &Value, given: Kwargs, page: &State| press::row(claim, &given, page));
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
            let words = page.get::<Value>("words")?;
            let speech = match given.get("lang")? {
                Some(tag) => of.of(tag)?,
                None => of.of_words(words.as_ref())?,
            };
            let forms = |key| forms(words.as_ref(), key);
            speech.interval(bounds, || forms(name), || forms(between))
        });
    }
}

/// An entry of a table of words.
fn of_words<'w>(table: &'w Value, key: &str) -> Option<&'w str> {
    table.as_map()?.iter().find(|(known, _)| known.as_str() == Some(key))?.1.as_str()
}

/// The forms of a count that the words have.
fn forms<'w>(words: Option<&'w Value>, key: &'static str) -> TeraResult<&'w Map> {
    let found = words.and_then(|words| get(get(words, "n")?, key)).and_then(Value::as_map);
    found.ok_or_else(|| tera::Error::message(format!("the page has no `words.n.{key}`")))
}

impl Speeches {
    /// That of `lang` where it is given, else that of the page's words.
    fn speech(&self, given: &Kwargs, page: &State) -> TeraResult<&Speech> {
        match given.get("lang")? {
            Some(tag) => self.of(tag),
            None => self.of_words(page.get::<Value>("words")?.as_ref()),
        }
    }

    fn of(&self, tag: &str) -> TeraResult<&Speech> {
        let found = self.0.iter().find(|speech| speech.tag == tag);
        found.ok_or_else(|| tera::Error::message(format!("no words for `{tag}`")))
    }

    /// A page's words are most often the very ones of a language.
    fn of_words(&self, words: Option<&Value>) -> TeraResult<&Speech> {
        let same = |speech: &&Speech| match (speech.words.as_map(), words.and_then(Value::as_map)) {
            (Some(own), Some(words)) => std::ptr::eq(own, words),
            _ => false,
        };
        if let Some(found) = self.0.iter().find(same) {
            return Ok(found);
        }
        let tag = words.and_then(|words| text_of(words, "lang"));
        self.of(tag.ok_or_else(|| tera::Error::message("this needs `lang` where there are no `words`"))?)
    }
}

impl Speech {
    fn new((tag, language): (&String, &Language)) -> Self {
        Self {
            tag: tag.clone(),
            words: language.value.clone(),
            dates: language.dates.clone(),
            numbers: language.numbers.clone(),
            plurals: plural(language.lang.as_str()),
        }
    }

    fn count(&self, number: u64, forms: &Map) -> TeraResult<String> {
        Ok(fill(self.form(number, forms)?, &[("{n}", &self.number(number))]))
    }

    /// As [`Self::count`], of a lower and an upper bound: where they differ, by the forms of `between`, whose `{n}` is
    /// the upper and `{min}` the lower one.
    fn interval<'f>(
        &self,
        bounds: &[Value],
        of: impl FnOnce() -> TeraResult<&'f Map>,
        between: impl FnOnce() -> TeraResult<&'f Map>,
    ) -> TeraResult<String> {
        let bound = |at: usize| bounds.get(at).and_then(Value::as_u64);
        let (Some(min), Some(max)) = (bound(0), bound(1)) else {
            return Err(tera::Error::message("an interval is a list of two whole numbers"));
        };
        if min == max {
            return self.count(max, of()?);
        }
        let form = self.form(max, between()?)?;
        Ok(fill(form, &[("{n}", &self.number(max)), ("{min}", &self.number(min))]))
    }

    /// The form of CLDR's category, else `other`.
    fn form<'f>(&self, number: u64, forms: &'f Map) -> TeraResult<&'f str> {
        let category =
            self.plurals.as_ref().map_or(PluralCategory::Other, |rules| rules.category_for(number));
        let form = |name: &'static str| in_map(forms, name).and_then(Value::as_str);
        let form = form(name(category)).or_else(|| form("other"));
        form.ok_or_else(|| tera::Error::message("a count needs the form `other`"))
    }

    fn number(&self, number: u64) -> String {
        self.numbers.words(&number.to_string())
    }
}

fn plural(tag: &str) -> Option<PluralRules> {
    let locale: icu_locale_core::Locale = tag.parse().ok()?;
    PluralRules::try_new_cardinal(locale.into()).ok()
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
    Ok(of_words(names, lang).or_else(|| of_words(names, primary)))
}

/// One of the page's words. They are asked for when the first is needed: most often no name needs any.
fn word<'w>(words: &'w mut Option<Value>, page: &State, key: &'static str) -> TeraResult<Option<&'w str>> {
    if words.is_none() {
        *words = page.get("words")?;
    }
    Ok(words.as_ref().and_then(|words| text_of(words, key)))
}

fn link(html: &mut String, href: &str, name: &str, root: &str) {
    html.push_str("<a href=\"");
    Html::escape_to(html, root);
    Html::escape_to(html, href);
    html.push_str("\">");
    isolated(html, href, name, root);
    html.push_str("</a>");
}

/// A name may be of another direction than the text around it.
fn isolated(html: &mut String, _href: &str, name: &str, _root: &str) {
    html.push_str("<bdi>");
    Html::escape_to(html, name);
    html.push_str("</bdi>");
}

fn text_of<'v>(thing: &'v Value, key: &'static str) -> Option<&'v str> {
    get(thing, key)?.as_str()
}

/// A field of a map.
pub(super) fn get<'v>(thing: &'v Value, key: &'static str) -> Option<&'v Value> {
    in_map(thing.as_map()?, key)
}

/// Of a few keys, looking at each is faster than hashing one; the engine does the same.
fn in_map<'v>(map: &'v Map, key: &'static str) -> Option<&'v Value> {
    if map.len() > 12 {
        return map.get(&Key::Str(key));
    }
    map.iter().find(|(known, _)| known.as_str() == Some(key)).map(|(_, value)| value)
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
