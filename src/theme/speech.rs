//! What is put into words in one language: numbers, dates, counts, and the words of the interface by their keys.
//!
//! The invariant: nothing here reads anything but the words that it was made from. The filters and the fragments share it.

use icu_plurals::{PluralCategory, PluralRules};
use tera::value::Key;
use tera::{Kwargs, Map, State, TeraResult, Value};

use super::dates::DateWords;
use super::numbers::{NumberWords, fill};
use super::words::{Language, Words};
use crate::markdown::Html;

/// What the filters need of one language.
#[derive(Debug)]
pub(super) struct Speech {
    tag: String,
    /// As a page has them.
    pub(super) words: Value,
    pub(super) dates: DateWords,
    pub(super) numbers: NumberWords,
    plurals: Option<PluralRules>,
}

/// The languages that have words: a few.
#[derive(Debug)]
pub(super) struct Speeches(Vec<Speech>);

impl Speeches {
    pub(super) fn new(words: &Words) -> Self {
        Self(words.languages().map(Speech::new).collect())
    }

    /// That of a page with these words.
    pub(super) fn of_page(&self, words: &Value) -> Option<&Speech> {
        self.of_words(Some(words)).ok()
    }

    /// That of `lang` where it is given, else that of the page's words.
    pub(super) fn speech(&self, given: &Kwargs, page: &State) -> TeraResult<&Speech> {
        match given.get("lang")? {
            Some(tag) => self.of(tag),
            None => self.of_words(page.get::<Value>("words")?.as_ref()),
        }
    }

    pub(super) fn of(&self, tag: &str) -> TeraResult<&Speech> {
        let found = self.0.iter().find(|speech| speech.tag == tag);
        found.ok_or_else(|| tera::Error::message(format!("no words for `{tag}`")))
    }

    /// A page's words are most often the very ones of a language.
    pub(super) fn of_words(&self, words: Option<&Value>) -> TeraResult<&Speech> {
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

    pub(super) fn count(&self, number: u64, forms: &Map) -> TeraResult<String> {
        Ok(fill(self.form(number, forms)?, &[("{n}", &self.number(number))]))
    }

    /// A word of a table, such as `stances`, by its key. Empty where there is none.
    pub(super) fn word(&self, table: &'static str, key: &str) -> &str {
        get(&self.words, table).and_then(|table| entry(table, key)).unwrap_or_default()
    }

    /// A word of a table by its key, or the key itself, for a site may have words of its own.
    pub(super) fn word_or_key<'w>(&'w self, table: &'static str, key: &'w str) -> &'w str {
        get(&self.words, table).and_then(|table| entry(table, key)).unwrap_or(key)
    }

    /// A word that is in no table.
    pub(super) fn text(&self, key: &'static str) -> &str {
        text_of(&self.words, key).unwrap_or_default()
    }

    /// A figure as its writer wrote it: a word of the format in the language's own, numbers as it writes them.
    pub(super) fn figure(&self, text: &str) -> String {
        let word = get(&self.words, "figures").and_then(|figures| entry(figures, text));
        word.map_or_else(|| self.numbers.figure(text), str::to_owned)
    }

    /// When something was said, as an element: its date, or that none is stated, by the day by which it was said.
    pub(super) fn when(&self, date: Option<&str>, not_after: Option<&str>) -> String {
        if let Some(edtf) = date {
            return self.dates.element(edtf, &self.numbers);
        }
        let day = self.dates.element(not_after.unwrap_or_default(), &self.numbers);
        let mut pattern = String::new();
        Html::escape_to(&mut pattern, self.text("undated"));
        fill(&pattern, &[("{date}", &day)])
    }

    /// A count by its forms in `words.n`. Empty where there are none.
    pub(super) fn count_of(&self, number: usize, forms: &'static str) -> String {
        let number = u64::try_from(number).unwrap_or(u64::MAX);
        self.forms(forms).and_then(|forms| self.count(number, forms)).unwrap_or_default()
    }

    /// A count between two bounds, by its forms in `words.n`. Empty where there are none.
    pub(super) fn interval_of(&self, bounds: [u32; 2], of: &'static str, between: &'static str) -> String {
        let [min, max] = bounds.map(u64::from);
        self.between(min, max, || self.forms(of), || self.forms(between)).unwrap_or_default()
    }

    /// The forms of a count.
    pub(super) fn forms(&self, key: &'static str) -> TeraResult<&Map> {
        let found = get(&self.words, "n").and_then(|forms| get(forms, key)).and_then(Value::as_map);
        found.ok_or_else(|| tera::Error::message(format!("the page has no `words.n.{key}`")))
    }

    /// As [`Self::count`], of a lower and an upper bound: where they differ, by the forms of `between`, whose `{n}` is
    /// the upper and `{min}` the lower one.
    pub(super) fn interval<'f>(
        &self,
        bounds: &[Value],
        of: impl FnOnce() -> TeraResult<&'f Map>,
        between: impl FnOnce() -> TeraResult<&'f Map>,
    ) -> TeraResult<String> {
        let bound = |at: usize| bounds.get(at).and_then(Value::as_u64);
        let (Some(min), Some(max)) = (bound(0), bound(1)) else {
            return Err(tera::Error::message("an interval is a list of two whole numbers"));
        };
        self.between(min, max, of, between)
    }

    fn between<'f>(
        &self,
        min: u64,
        max: u64,
        of: impl FnOnce() -> TeraResult<&'f Map>,
        between: impl FnOnce() -> TeraResult<&'f Map>,
    ) -> TeraResult<String> {
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

    pub(super) fn number(&self, number: u64) -> String {
        self.numbers.words(&number.to_string())
    }
}

fn plural(tag: &str) -> Option<PluralRules> {
    let locale: icu_locale_core::Locale = tag.parse().ok()?;
    PluralRules::try_new_cardinal(locale.into()).ok()
}

/// An entry of a table of words.
pub(super) fn entry<'w>(table: &'w Value, key: &str) -> Option<&'w str> {
    table.as_map()?.iter().find(|(known, _)| known.as_str() == Some(key))?.1.as_str()
}

/// A text in a map.
pub(super) fn text_of<'v>(thing: &'v Value, key: &'static str) -> Option<&'v str> {
    get(thing, key)?.as_str()
}

/// A field of a map.
pub(super) fn get<'v>(thing: &'v Value, key: &'static str) -> Option<&'v Value> {
    in_map(thing.as_map()?, key)
}

/// Of a few keys, looking at each is faster than hashing one; the engine does the same.
pub(super) fn in_map<'v>(map: &'v Map, key: &'static str) -> Option<&'v Value> {
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
