//! The claims of a brief.

use std::collections::BTreeMap;

use super::fields::{self, Fields, key_text};
use super::findings::Findings;
use super::written_id;
use crate::brief::{ClaimEntry, Content, FigureEntry, Quote, Text, Verdict};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Span, Spanned};
use crate::value::figure::{Figure, FigureError};
use crate::value::slug::Slug;
use crate::value::word::Relation;
use crate::yaml::{Key, Node, Value};

/// Claims of one brief (SAFETY.md, pre-scan).
const MAX_CLAIMS: usize = 50_000;

/// The keys that state a relation, each with what it states.
const RELATIONS: [(&str, Relation); 7] = [
    ("supports", Relation::Supports),
    ("denies", Relation::Denies),
    ("concedes", Relation::Concedes),
    ("questions", Relation::Questions),
    ("repeats", Relation::Repeats),
    ("replaces", Relation::Replaces),
    ("withdraws", Relation::Withdraws),
];

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
    let id = id(&mut fields, number);
    let by = speakers(&mut fields);
    let content = content(&mut fields);
    let claim = ClaimEntry {
        span,
        by,
        about: fields.few_names("about"),
        events: fields.maybe_few_names("event"),
        sources: fields.maybe_few_names("source"),
        from: fields.few_names("from"),
        first_hand: fields.flag("first_hand").is_some_and(|flag| flag.value),
        date: fields.date("date"),
        relations: relations(&mut fields, &content),
        content,
        point: fields.name("point"),
        figures: figures(&mut fields),
        quote: quote(&mut fields).map(Box::new),
        credibility: fields.parsed("credibility", Code::InvalidValue),
        likelihood: fields.word("likelihood"),
        confidence: fields.word("confidence"),
        verdict: verdict(&mut fields).map(Box::new),
        note: fields.text("note"),
        id: id.clone().unwrap_or_else(|| Spanned::new(Slug::numbered('c', number), span)),
    };
    fields.finish("a claim");
    id.map(|_| claim)
}

/// The written id, else `c` and the claim's number. `None` (reported) where the written one is none.
fn id(fields: &mut Fields<'_, '_>, number: usize) -> Option<Spanned<Slug>> {
    match fields.text("id") {
        Some(text) => written_id(&text, Code::InvalidId, fields.findings),
        None => Some(Spanned::new(Slug::numbered('c', number), fields.span())),
    }
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

/// What is said or done: exactly one of the two.
fn content(fields: &mut Fields<'_, '_>) -> Content {
    let says_place = fields.place_of("says");
    let does_place = fields.place_of("does");
    if let (Some(says), Some(does)) = (says_place, does_place) {
        let message = "a claim says or does something, not both";
        fields.findings.report(
            Diagnostic::new(Code::ConflictingKeys, does, message)
                .label("an act")
                .other(says, "a statement")
                .help("make two claims of it"),
        );
    }
    let to_place = fields.place_of("to");
    let to = fields.few_names("to");
    if does_place.is_some() {
        fields.ignore("says");
        if let Some(act) = fields.word("does") {
            return Content::Does { act, to };
        }
    } else {
        if let (Some(place), Some(_)) = (to_place, says_place) {
            let message = "`to` goes with `does` only";
            fields.findings.report(
                Diagnostic::new(Code::ConflictingKeys, place, message)
                    .help("use `about` for whom a statement concerns"),
            );
        }
        if says_place.is_none() {
            fields.missing("says", "a claim without `does`");
        } else if let Some(says) = fields.required_text("says", "a claim") {
            return Content::Says(says);
        }
    }
    Content::Says(Spanned::new("".into(), fields.span()))
}

fn relations(fields: &mut Fields<'_, '_>, content: &Content) -> Vec<(Relation, Text)> {
    let mut relations = Vec::new();
    for (key, relation) in RELATIONS {
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
    let name = verdict.required_text("name", "a verdict");
    let why = verdict.required_text("why", "a verdict");
    verdict.finish("a verdict");
    Some(Verdict { rating: rating?, name: name?, why: why? })
}
