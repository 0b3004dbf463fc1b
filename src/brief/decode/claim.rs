//! The claims of a brief.

use std::collections::BTreeMap;

use strum::IntoEnumIterator as _;

use super::allow::take_allow;
use super::fields::{self, Fields, key_text};
use super::findings::Findings;
use super::written_id;
use crate::brief::{ClaimEntry, Content, FigureEntry, Quote, Text, Verdict};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Span, Spanned};
use crate::value::figure::{Figure, FigureError};
use crate::value::slug::Slug;
use crate::value::word::{Basis, Relation};
use crate::yaml::{Key, Node, Value};

/// Claims of one brief: more would be no text that a person wrote (manual, safety.md#limits).
const MAX_CLAIMS: usize = 50_000;

pub(super) fn decode_all(brief: &mut Fields<'_, '_>) -> Vec<ClaimEntry> {
    let findings = brief.findings;
    let mut nodes = brief.nodes("claims");
    if nodes.len() > MAX_CLAIMS {
        let message = format!("a brief has at most {MAX_CLAIMS} claims, this one has {}", nodes.len());
        let place = nodes[MAX_CLAIMS].span;
        findings.report(Diagnostic::new(Code::TooManyClaims, place, message).help("split the brief"));
        nodes.truncate(MAX_CLAIMS);
    }
    let mut claims = Vec::with_capacity(nodes.len());
    claims
        .extend(nodes.into_iter().enumerate().filter_map(|(index, node)| decode(node, index + 1, findings)));
    report_duplicates(&claims, findings);
    claims
}

fn report_duplicates(claims: &[ClaimEntry], findings: &Findings) {
    let mut seen: BTreeMap<&Slug, Span> = BTreeMap::new();
    for claim in claims {
        if let Some(first) = seen.get(&claim.id.value) {
            let message = format!("two claims of this brief have the id `{}`", claim.id.value);
            findings.report(
                Diagnostic::new(Code::DuplicateId, claim.id.span, message)
                    .label("this one again")
                    .other(*first, "first here")
                    .help("give one of them another `id`"),
            );
        } else {
            seen.insert(&claim.id.value, claim.id.span);
        }
    }
}

/// `number` is the claim's place among all of the brief, from 1.
fn decode(node: Node<'_>, number: usize, findings: &Findings) -> Option<ClaimEntry> {
    let mut fields = Fields::open(node, "a claim", findings)?;
    let span = fields.span();
    let written = fields.text("id");
    let id = match &written {
        Some(text) => written_id(text, Code::InvalidId, findings),
        None => Some(Spanned::new(Slug::numbered('c', number), span)),
    };
    let by = speakers(&mut fields);
    let content = content(&mut fields);
    let claim = ClaimEntry {
        id_is_automatic: written.is_none(),
        span,
        by,
        about: fields.few_names("about"),
        events: fields.maybe_few_names("event"),
        sources: fields.maybe_few_names("source"),
        from: fields.few_names("from"),
        basis: basis(&mut fields),
        date: fields.date("date"),
        relations: relations(&mut fields, &content),
        content,
        point: fields.name("point"),
        figures: figures(&mut fields),
        figures_are: fields.word("figures_are").map(|word| word.value).unwrap_or_default(),
        quote: quote(&mut fields).map(Box::new),
        credibility: fields.parsed("credibility", Code::InvalidValue),
        likelihood: fields.word("likelihood"),
        confidence: fields.word("confidence"),
        speaker_likelihood: fields.word("speaker_likelihood"),
        speaker_confidence: fields.word("speaker_confidence"),
        verdict: verdict(&mut fields).map(Box::new),
        note: fields.text("note"),
        id: id.clone().unwrap_or_else(|| Spanned::new(Slug::numbered('c', number), span)),
    };
    take_allow(&mut fields, span);
    fields.ignore("private");
    fields.finish("a claim");
    id.map(|_| claim)
}

fn speakers(fields: &mut Fields<'_, '_>) -> Vec<Text> {
    if fields.place_of("by").is_none() {
        fields.missing("by", "a claim");
        return Vec::new();
    }
    let place = fields.place_of("by").unwrap_or_else(|| fields.span());
    let by = fields.maybe_few_names("by");
    if by.as_ref().is_none_or(Vec::is_empty) {
        let message = "`by` of a claim is empty";
        let help = "name who makes the claim";
        fields.findings.report(Diagnostic::new(Code::EmptyText, place, message).help(help));
    }
    by.unwrap_or_default()
}

/// An act, perhaps with a sentence that tells of it, or a statement.
fn content(fields: &mut Fields<'_, '_>) -> Content {
    let to_place = fields.place_of("to");
    let to = fields.few_names("to");
    let Some(node) = fields.node("does") else { return statement(fields, to_place) };
    let says = fields.text("says");
    match fields::scalar(node, "does", fields.findings) {
        Some((act, _)) => Content::Does { act: fields::written_kind(act), to, says },
        None => no_statement(fields),
    }
}

fn statement(fields: &mut Fields<'_, '_>, to_place: Option<Span>) -> Content {
    let is_stated = fields.place_of("says").is_some();
    if let (Some(place), true) = (to_place, is_stated) {
        let message = "`to` goes with `does` only";
        let help = "use `about` for whom a statement concerns";
        fields.findings.report(Diagnostic::new(Code::ConflictingKeys, place, message).help(help));
    }
    if !is_stated {
        fields.missing("says", "a claim without `does`");
    }
    let says = if is_stated { fields.required_text("says", "a claim") } else { None };
    says.map_or_else(|| no_statement(fields), Content::Says)
}

/// Stands for what was reported as missing or wrong.
fn no_statement(fields: &Fields<'_, '_>) -> Content {
    Content::Says(Spanned::new("".into(), fields.span()))
}

/// What the speaker's knowledge rests on: said by `basis`, or in short by `first_hand: true`.
fn basis(fields: &mut Fields<'_, '_>) -> Basis {
    let basis_place = fields.place_of("basis");
    let basis = fields.word::<Basis>("basis").map(|basis| basis.value);
    let Some(short) = fields.flag("first_hand").filter(|flag| flag.value) else {
        return basis.unwrap_or_default();
    };
    if let (Some(basis), Some(place)) = (basis, basis_place) {
        let message = "`basis` and `first_hand: true` both say what the claim rests on";
        fields.findings.report(
            Diagnostic::new(Code::ConflictingKeys, short.span, message)
                .label("short for `basis: first-hand`")
                .other(place, format!("and this says `{basis}`"))
                .help("keep one of the two"),
        );
    }
    basis.unwrap_or(Basis::FirstHand)
}

fn relations(fields: &mut Fields<'_, '_>, content: &Content) -> Vec<(Relation, Text)> {
    let mut relations = Vec::new();
    for relation in Relation::iter() {
        let key = relation.key();
        let place = fields.place_of(key);
        let targets = fields.names(key);
        if let (Some(place), Content::Does { act, .. }, false) = (place, content, targets.is_empty()) {
            let message = format!("an act cannot carry `{key}`");
            fields.findings.report(
                Diagnostic::new(Code::RelationOfAct, place, message)
                    .other(act.span, "the act")
                    .help("state the relation on a claim that `says` something"),
            );
        }
        relations.extend(targets.into_iter().map(|target| (relation, target)));
    }
    relations.shrink_to_fit();
    relations
}

fn figures(fields: &mut Fields<'_, '_>) -> Vec<FigureEntry> {
    let findings = fields.findings;
    let mut figures = Vec::new();
    for (measure, node) in fields.mapping("figures") {
        match node.value {
            Value::Mapping(groups) => {
                let of_group = |(group, node)| figure(&measure, Some(&group), node, findings);
                figures.extend(groups.into_iter().filter_map(of_group));
            }
            _ => figures.extend(figure(&measure, None, node, findings)),
        }
    }
    figures.shrink_to_fit();
    figures
}

fn figure(
    measure: &Key<'_>,
    group: Option<&Key<'_>>,
    node: Node<'_>,
    findings: &Findings,
) -> Option<FigureEntry> {
    if measure.text.starts_with('_') || group.is_some_and(|group| group.text.starts_with('_')) {
        return None;
    }
    let (text, _) = fields::scalar(node, &measure.text, findings)?;
    if text.value.is_empty() {
        let name = group.unwrap_or(measure);
        let message = format!("`{}` has no figure", name.text);
        let help =
            "write the figure behind it; between braces a comma ends a value, so write `1000`, not `1,000`";
        findings.report(Diagnostic::new(Code::InvalidFigure, name.span, message).help(help));
        return None;
    }
    let figure = text.value.parse::<Figure>().inspect_err(|error| {
        let code =
            if matches!(error, FigureError::Reversed) { Code::ReversedRange } else { Code::InvalidFigure };
        let message = format!("`{}` is not a figure", text.value);
        findings.report(Diagnostic::new(code, text.span, message).label(error.to_string()).help(
            "write `203`, `133-164`, `500+`, `<=50`, `~300`, `none`, `unknown` or a word such as `dozens`",
        ));
    });
    Some(FigureEntry {
        measure: key_text(measure),
        group: group.map(key_text),
        value: Spanned::new(figure.ok()?, text.span),
    })
}

fn quote(fields: &mut Fields<'_, '_>) -> Option<Quote> {
    let text = fields.text("quote");
    let mut parts = Vec::new();
    for key in ["quote_lang", "quote_translation"] {
        parts.extend(fields.place_of(key).map(|place| (key, place)));
    }
    let lang = fields.parsed("quote_lang", Code::InvalidValue);
    let translation = fields.text("quote_translation");
    let Some(text) = text else {
        for (key, place) in parts {
            let message = format!("`{key}` is given without a `quote`");
            let help = format!("add the verbatim words as `quote: ...`, or take `{key}` out");
            fields.findings.report(Diagnostic::new(Code::ConflictingKeys, place, message).help(help));
        }
        return None;
    };
    Some(Quote { text, lang, translation })
}

fn verdict(fields: &mut Fields<'_, '_>) -> Option<Verdict> {
    let node = fields.node("verdict")?;
    let mut verdict = Fields::open(node, "`verdict`", fields.findings)?;
    if verdict.place_of("rating").is_none() {
        verdict.missing("rating", "a verdict");
    }
    let rating = verdict.parsed("rating", Code::InvalidValue);
    let (name, why) = (verdict.text("name"), verdict.text("why"));
    verdict.finish("a verdict");
    Some(Verdict { rating: rating?, name, why })
}
