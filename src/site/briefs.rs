//! Briefs as written become rows: their language, corrections, and what they translate.

use super::claims::Addresses;
use super::table::{Id, Table};
use super::{Brief, Claim, Correction, Prose};
use crate::brief::{self, CorrectionEntry, Status, Text};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};

/// The briefs' own values; their claims are in the table already. The bodies move over.
pub(super) fn briefs(
    written: &mut [brief::Brief],
    addresses: &Addresses,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Table<Brief> {
    let mut next = 0;
    let mut briefs: Table<Brief> = Table::default();
    for brief in written {
        let claims = (next..next + brief.claims.len()).map(Id::new).collect();
        next += brief.claims.len();
        let row = one_brief(brief, claims, addresses, config, diagnostics);
        briefs.push(row);
    }
    let translations: Vec<_> =
        briefs.entries().filter_map(|(id, brief)| Some((brief.translation_of?, id))).collect();
    for (original, translation) in translations {
        briefs[original].translations.push(translation);
    }
    briefs
}

fn one_brief(
    brief: &mut brief::Brief,
    claims: Vec<Id<Claim>>,
    addresses: &Addresses,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Brief {
    let own = addresses.briefs.get(&brief.slug.value).copied();
    let translation_of = original(brief, own, addresses, diagnostics);
    let home = translation_of.or(own);
    let plain = |texts: &[Text]| texts.iter().map(|text| text.value.to_string()).collect();
    let lang = brief.lang.as_ref().map_or_else(|| config.language.clone(), |lang| lang.value.clone());
    Brief {
        file: brief.file,
        slug: brief.slug.value.clone(),
        title: brief.title.value.to_string(),
        date: brief.date.value,
        date_span: brief.date.span,
        updated: brief.updated.as_ref().map(|day| day.value),
        summary: brief.summary.as_ref().map(|text| text.value.to_string()),
        authors: plain(&brief.authors),
        tags: plain(&brief.tags),
        kind: brief.kind,
        warnings: plain(&brief.warnings),
        corrections: brief
            .corrections
            .iter()
            .map(|entry| correction(entry, home, addresses, diagnostics))
            .collect(),
        translation_of,
        translations: Vec::new(),
        says: sentences(brief, home, addresses, diagnostics),
        claims,
        prose: Prose {
            file: Some(brief.file),
            body: std::mem::take(&mut brief.body),
            destinations: Vec::new(),
            lang: Some(lang.clone()),
        },
        lang,
        draft: brief.status == Status::Draft,
    }
}

/// The brief that this one translates: another one, which is no translation itself.
fn original(
    brief: &brief::Brief,
    own: Option<Id<Brief>>,
    addresses: &Addresses,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Id<Brief>> {
    let written = brief.translation_of.as_ref()?;
    let original = addresses.brief(&written.value, written.span, diagnostics)?;
    if Some(original) == own {
        let message = "a brief cannot translate itself";
        diagnostics
            .push(Diagnostic::new(Code::SelfRelation, written.span, message).help("name the original"));
        return None;
    }
    if addresses.translations.contains(&original) {
        let message = format!("`{}` is a translation itself", written.value);
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, written.span, message)
                .help("name the brief that both translate"),
        );
        return None;
    }
    Some(original)
}

fn correction(
    entry: &CorrectionEntry,
    home: Option<Id<Brief>>,
    addresses: &Addresses,
    diagnostics: &mut Vec<Diagnostic>,
) -> Correction {
    Correction {
        date: entry.date.value,
        text: entry.text.value.to_string(),
        claim: entry.claim.as_ref().and_then(|claim| Some(addresses.claim(home, claim, diagnostics)?.claim)),
    }
}

/// A translation's sentences, in the order of the claims.
fn sentences(
    brief: &brief::Brief,
    home: Option<Id<Brief>>,
    addresses: &Addresses,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Id<Claim>, String)> {
    let mut sentences: Vec<_> = brief
        .says
        .iter()
        .filter_map(|(id, sentence)| {
            Some((addresses.claim(home, id, diagnostics)?.claim, sentence.value.to_string()))
        })
        .collect();
    sentences.sort();
    sentences
}
