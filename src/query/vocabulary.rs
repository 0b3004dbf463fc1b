//! The words of a site that are no names of things: tags, points, measures, verdicts.
//!
//! A word is found after folding, as names are, and a tag also by what stands in its address. One that a site does not
//! have is told with the words that it has.

use std::collections::BTreeMap;

use super::lookup::Miss;
use crate::brief::decode::nearest;
use crate::config::Config;
use crate::site::Site;
use crate::value::slug::{Slug, fold_name};

/// So many words are named where one is not known.
const MOST_NAMED: usize = 20;

/// The words of one kind.
pub(super) struct Vocabulary {
    what: &'static str,
    fold: fn(&str) -> String,
    /// Folded, and as they are shown.
    words: BTreeMap<String, String>,
}

impl Vocabulary {
    fn new(
        what: &'static str,
        fold: fn(&str) -> String,
        words: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let mut vocabulary = Self { what, fold, words: BTreeMap::new() };
        for word in words.into_iter().map(Into::into) {
            vocabulary.words.entry(fold(&word)).or_insert(word);
        }
        vocabulary
    }

    /// The word, folded.
    pub(super) fn one(&self, written: &str) -> Result<String, Miss> {
        let folded = (self.fold)(written);
        if self.words.contains_key(&folded) {
            return Ok(folded);
        }
        let known: Vec<&str> = self.words.values().map(String::as_str).collect();
        let near = nearest(written, &known).map(|near| format!("did you mean `{near}`? "));
        let help = format!("{}{}", near.unwrap_or_default(), list(&known));
        Err(Miss { message: format!("the site has no {} `{written}`", self.what), help })
    }
}

/// What a site has, as long as the list is not too long.
fn list(known: &[&str]) -> String {
    let named: Vec<String> = known.iter().take(MOST_NAMED).map(|word| format!("`{word}`")).collect();
    match known.len() {
        0 => "it has none at all".to_owned(),
        all if all > MOST_NAMED => format!("it has {} and {} more", named.join(", "), all - MOST_NAMED),
        _ => format!("it has {}", named.join(", ")),
    }
}

/// Tags of one address are one tag.
pub(super) fn fold_tag(tag: &str) -> String {
    Slug::from_name(tag).map_or_else(|_| fold_name(tag), |id| id.to_string())
}

/// The tags of all briefs.
pub(super) fn tags(site: &Site) -> Vocabulary {
    Vocabulary::new("tag", fold_tag, site.briefs.iter().flat_map(|brief| &brief.tags))
}

/// The points that events declare.
pub(super) fn points(site: &Site) -> Vocabulary {
    Vocabulary::new(
        "point",
        fold_name,
        site.events.iter().flat_map(|event| &event.points).map(|(id, _)| id.to_string()),
    )
}

/// What may be counted.
pub(super) fn measures(config: &Config) -> Vocabulary {
    Vocabulary::new("measure", fold_name, &config.figures.measures)
}

/// The five ratings, and the names of the verdicts that were given.
pub(super) fn verdicts(site: &Site) -> Vocabulary {
    let verdicts = site.claims.iter().filter_map(|claim| claim.verdict.as_deref());
    let names = verdicts.filter_map(|verdict| verdict.name.as_ref()).map(|name| name.value.to_string());
    Vocabulary::new("verdict", fold_name, (1..=5).map(|rating: u8| rating.to_string()).chain(names))
}
