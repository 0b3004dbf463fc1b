//! Good practice of the trade: claims have sources, texts mention their claims, judgments are stated apart.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Subject;
use crate::diagnostic::{Code, Diagnostic};
use crate::site::{Claim, Destination, Id, Source};
use crate::text::Span;

/// A claim says nowhere where it was read or heard.
pub(super) fn unsourced_claims(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let claims = subject.site.claims.iter();
    for claim in claims.filter(|claim| claim.sources.is_empty() && claim.count_confidential() == 0) {
        let message = format!("the claim `{}` has no source", claim.id);
        findings.push(
            Diagnostic::new(Code::UnsourcedClaim, claim.span, message)
                .help("say where it was read or heard: `source: ...`, here or for the whole brief"),
        );
    }
}

/// A claim that its brief's text never marks.
pub(super) fn unmentioned_claims(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for brief in &subject.site.briefs {
        let mentioned: BTreeSet<Id<Claim>> = brief
            .prose
            .destinations
            .iter()
            .filter_map(|destination| match destination {
                Some(Destination::Claim(id)) => Some(*id),
                _ => None,
            })
            .collect();
        for id in brief.claims.iter().filter(|id| !mentioned.contains(id)) {
            let claim = &subject.site.claims[*id];
            let message = format!("the text never mentions the claim `{}`", claim.id);
            let help = format!("mark the words that report it: `[words](claim:{})`", claim.id);
            findings.push(Diagnostic::new(Code::UnmentionedClaim, claim.span, message).help(help));
        }
    }
}

/// A source that no claim names and no other source draws on.
pub(super) fn unused_sources(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let site = subject.site;
    let drawn_on: BTreeSet<Id<Source>> =
        site.sources.iter().flat_map(|source| &source.from).copied().collect();
    for (id, source) in site.sources.entries() {
        if source.claims.is_empty() && !drawn_on.contains(&id) {
            let message = format!("no claim uses the source `{}`", source.id);
            findings.push(
                Diagnostic::new(Code::UnusedSource, source.span, message)
                    .help("name it as the `source` of a claim, or take it out"),
            );
        }
    }
}

/// What every wording of confidence holds, small or capital: texts without it, nearly all, are passed over at the
/// speed of memory.
static SIGN_OF_CONFIDENCE: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(["onfidence", "ONFIDENCE"]).ok()
});

/// How confidence is worded (ICD 203), in English.
static CONFIDENCE: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| words(&["low confidence", "moderate confidence", "high confidence"]));

/// How likelihood is worded (ICD 203), in English.
static LIKELIHOOD: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    words(&[
        "almost no chance",
        "remote chance",
        "likely",
        "unlikely",
        "improbable",
        "probable",
        "probably",
        "roughly even chance",
        "even chance",
        "almost certain",
        "almost certainly",
        "nearly certain",
    ])
});

fn words(words: &[&str]) -> Option<AhoCorasick> {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(words)
        .ok()
}

/// Whether a check may find anything in the text itself, beside what is known of the site.
pub(super) fn reads(text: &str) -> bool {
    SIGN_OF_CONFIDENCE.as_ref().is_none_or(|sign| sign.is_match(text))
}

/// One sentence states both how likely something is and how sure the analyst is (ICD 203 keeps them apart).
pub(super) fn mixed_judgments(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let (Some(confidence), Some(likelihood)) = (&*CONFIDENCE, &*LIKELIHOOD) else { return };
    for brief in subject.site.briefs.iter().filter(|brief| brief.lang.language() == "en") {
        let text = subject.files.text(brief.file);
        if !reads(text) {
            continue;
        }
        for found in confidence.find_iter(text) {
            let sentence = sentence_around(text, found.start());
            let mixed = likelihood.find_iter(&text[sentence.clone()]).next();
            if let Some(mixed) = mixed {
                let likely = sentence.start + mixed.start()..sentence.start + mixed.end();
                let place = Span::new(brief.file, found.start()..found.end());
                let message = "one sentence states both likelihood and confidence";
                findings.push(
                    Diagnostic::new(Code::MixedJudgment, place, message)
                        .label("how sure the analyst is")
                        .other(Span::new(brief.file, likely), "how likely it is")
                        .help("make two sentences of it"),
                );
            }
        }
    }
}

/// From the end of the sentence before to the end of this one; a blank line ends a sentence too.
fn sentence_around(text: &str, at: usize) -> Range<usize> {
    let ends = [". ", ".\n", "! ", "? ", "!\n", "?\n", "\n\n"];
    let start =
        ends.iter().filter_map(|end| text[..at].rfind(end).map(|at| at + end.len())).max().unwrap_or(0);
    let end = ends.iter().filter_map(|end| text[at..].find(end)).min().map_or(text.len(), |end| at + end);
    start..end
}

#[cfg(test)]
mod tests {
    use super::sentence_around;

    #[test]
    fn a_sentence_ends_where_the_next_begins() {
        let text = "It is likely. We have high confidence in it. It holds.";
        let at = text.find("high").unwrap();
        assert_eq!(&text[sentence_around(text, at)], "We have high confidence in it");
    }
}
