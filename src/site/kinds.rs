//! Words of lists that a site may lengthen: what a writer typed becomes a built-in word or one of the site's own.
//!
//! Whether a word is known can be said only here, where what was written and site.toml meet. One that is not is an
//! error, and the list's default stands in for it. `rows` asks for records, `claims` for acts.

use std::collections::BTreeMap;

use strum::VariantNames;

use super::claims::Slips;
use crate::brief::WrittenKind;
use crate::brief::decode::enumerate;
use crate::config::Vocabulary;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Spanned;
use crate::value::word::{Act, ActorKind, EventKind, Kind, SourceKind};

/// A list of words, with those that the site adds.
pub(super) struct WordList<'c, K> {
    /// The key behind which a word of the list stands.
    key: &'static str,
    /// Its table in `[vocabulary]`.
    table: &'static str,
    own: &'c BTreeMap<String, K>,
    default: K,
}

pub(super) fn actor_kinds(vocabulary: &Vocabulary) -> WordList<'_, ActorKind> {
    let default = ActorKind::default();
    WordList { key: "kind", table: "actor_kinds", own: &vocabulary.actor_kinds, default }
}

pub(super) fn event_kinds(vocabulary: &Vocabulary) -> WordList<'_, EventKind> {
    let default = EventKind::default();
    WordList { key: "kind", table: "event_kinds", own: &vocabulary.event_kinds, default }
}

pub(super) fn source_kinds(vocabulary: &Vocabulary) -> WordList<'_, SourceKind> {
    let default = SourceKind::default();
    WordList { key: "kind", table: "source_kinds", own: &vocabulary.source_kinds, default }
}

pub(super) fn acts(vocabulary: &Vocabulary) -> WordList<'_, Act> {
    WordList { key: "does", table: "acts", own: &vocabulary.acts, default: Act::Other }
}

impl<K: Copy + VariantNames> WordList<'_, K> {
    /// The word that is meant; the default where none is written, or none that is known, which is reported.
    pub(super) fn resolve_kind(
        &self,
        written: Option<&Spanned<WrittenKind<K>>>,
        slips: &Slips,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Kind<K> {
        let Some(Spanned { value: word, span }) = written else { return self.default.into() };
        let word = match word {
            WrittenKind::Builtin(word) => return (*word).into(),
            WrittenKind::Other(word) => word,
        };
        if let Some(builtin) = self.own.get(word.as_str()) {
            return Kind::own(word.clone(), *builtin);
        }
        let known: Vec<&str> =
            K::VARIANTS.iter().copied().chain(self.own.keys().map(String::as_str)).collect();
        let otherwise = format!(
            "use one of {}, or add it in site.toml under `[vocabulary.{}]`",
            enumerate(&known),
            self.table
        );
        let help = slips.did_you_mean(word, known, &otherwise);
        let message = format!("`{}` cannot be `{word}`", self.key);
        diagnostics.push(Diagnostic::new(Code::InvalidValue, *span, message).help(help));
        self.default.into()
    }
}
