//! `[vocabulary]`: words that a site adds to the lists of the format, each a kind of a built-in word.
//!
//! A word is written like an id, and is none of the built-in ones, so that it can be told apart from them for good.

use std::collections::BTreeMap;
use std::str::FromStr;

use strum::VariantNames;

use super::Vocabulary;
use super::decode::bad_key;
use super::reader::{Reader, Value};
use crate::value::slug::Slug;
use crate::value::word::UnknownWord;

const KEYS: [&str; 4] = ["event_kinds", "actor_kinds", "source_kinds", "acts"];

pub(super) fn decode(vocabulary: &mut Vocabulary, value: &Value<'_>, reader: &mut Reader<'_>) {
    let Some(table) = reader.table(value) else { return };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "event_kinds" => words(&mut vocabulary.event_kinds, value, reader),
            "actor_kinds" => words(&mut vocabulary.actor_kinds, value, reader),
            "source_kinds" => words(&mut vocabulary.source_kinds, value, reader),
            "acts" => words(&mut vocabulary.acts, value, reader),
            _ => reader.unknown_key(key, &KEYS),
        }
    }
}

/// One table: the site's own words, each with the built-in word that it is a kind of.
fn words<K: FromStr<Err = UnknownWord> + VariantNames>(
    own: &mut BTreeMap<String, K>,
    value: &Value<'_>,
    reader: &mut Reader<'_>,
) {
    let Some(table) = reader.table(value) else { return };
    for (key, value) in table {
        let builtin = reader.word(value);
        match Slug::from_str(key.get_ref()) {
            Err(error) => bad_key(key, &format!("the word is not valid: {error}"), reader),
            Ok(word) if K::VARIANTS.contains(&word.as_str()) => {
                bad_key(key, &format!("`{word}` is a built-in word already"), reader);
            }
            Ok(word) => own.extend(builtin.map(|builtin| (word.to_string(), builtin))),
        }
    }
}
