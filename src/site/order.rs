//! Names in the order in which readers of a language look them up.

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorPreferences};
use icu_locale_core::Locale;

use super::table::Id;
use crate::value::lang::Lang;

/// Ids by name, as the language sorts; equal names by id, the nameless last.
#[must_use]
pub fn by_name<'n, T>(named: impl Iterator<Item = (Id<T>, Option<&'n str>)>, lang: &Lang) -> Vec<Id<T>> {
    let locale = lang.as_str().parse::<Locale>().unwrap_or(Locale::UNKNOWN);
    let collator = Collator::try_new(CollatorPreferences::from(&locale), CollatorOptions::default()).ok();
    let mut named: Vec<_> = named.collect();
    named.sort_by(|(a_id, a), (b_id, b)| {
        let by_language = match (a, b, &collator) {
            (Some(a), Some(b), Some(collator)) => collator.compare(a, b),
            (a, b, _) => a.is_none().cmp(&b.is_none()).then_with(|| a.cmp(b)),
        };
        by_language.then_with(|| a_id.cmp(b_id))
    });
    named.into_iter().map(|(id, _)| id).collect()
}
