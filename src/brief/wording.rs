//! What of a document is mere wording: words that are shown, and that nothing else hangs on.
//!
//! Two readings of one file that differ in wording alone mean the same things, relations, figures, links and
//! addresses; so nothing that was worked out from the one is wrong for the other. `pipeline` asks
//! [`differ_in_wording_alone`]; `site` then puts the new words in the place of the old ones.

use super::{Brief, ClaimEntry, Document, Text};
use crate::markdown::Body;
use crate::text::Span;
use crate::yaml::{Fence, split_frontmatter};

/// Stands for wording in a frontmatter. No text holds it: it is a control character.
const WORDS: char = '\0';

/// A document and the text that it was read from.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'r> {
    /// The whole file.
    pub text: &'r str,
    /// What it holds.
    pub document: &'r Document,
}

/// Whether two readings of one file differ in nothing but wording. What is not known to be wording counts as more.
#[must_use]
pub fn differ_in_wording_alone(before: Reading<'_>, after: Reading<'_>) -> bool {
    let same_frame = |one: Vec<Span>, other: Vec<Span>| {
        frame(before.text, one).is_some_and(|before| frame(after.text, other) == Some(before))
    };
    let same_body = |one: &Body, other: &Body| one.leads_as(other);
    match (before.document, after.document) {
        (Document::Brief(one), Document::Brief(other)) => {
            same_frame(wording(one), wording(other)) && same_body(&one.body, &other.body)
        }
        (Document::Record(one), Document::Record(other)) => {
            same_frame(Vec::new(), Vec::new()) && same_body(&one.body, &other.body)
        }
        (Document::Page(one), Document::Page(other)) => {
            same_frame(Vec::new(), Vec::new()) && same_body(&one.body, &other.body)
        }
        _ => false,
    }
}

/// The places of a brief's wording. Whoever adds one lets `site` put it in its place.
fn wording(brief: &Brief) -> Vec<Span> {
    let own = std::iter::once(&brief.title).chain(&brief.summary).chain(&brief.warnings);
    let corrections = brief.corrections.iter().map(|correction| &correction.text);
    own.chain(corrections).chain(brief.claims.iter().flat_map(of_claim)).map(|text| text.span).collect()
}

fn of_claim(claim: &ClaimEntry) -> impl Iterator<Item = &Text> {
    let quote = claim.quote.iter().flat_map(|quote| std::iter::once(&quote.text).chain(&quote.translation));
    let verdict = claim.verdict.iter().flat_map(|verdict| verdict.name.iter().chain(&verdict.why));
    claim.content.sentence().into_iter().chain(quote).chain(verdict).chain(&claim.note)
}

/// The frontmatter as it stands, but for its wording.
fn frame(text: &str, mut wording: Vec<Span>) -> Option<String> {
    let Fence::Found { yaml, .. } = split_frontmatter(text) else { return None };
    wording.sort_unstable();
    let (mut frame, mut at) = (String::with_capacity(yaml.len()), yaml.start);
    for words in wording {
        let words = words.range();
        frame.push_str(text.get(at..words.start)?);
        frame.push(WORDS);
        at = words.end;
    }
    frame.push_str(text.get(at..yaml.end)?);
    Some(frame)
}

#[cfg(test)]
mod tests {
    use camino::Utf8Path;

    use super::*;
    use crate::brief::decode::decode;
    use crate::text::Files;

    const BRIEF: &str = "---\ntitle: One\ndate: 2022-04-13\nsummary: 'A word'\ntags: [mali]\nwarning: [blood]\n\
        corrections: [{date: 2022-05-01, text: Put right.}]\nclaims:\n  - by: JNIM\n    says: >\n      It holds\n      \
        fighters.\n    figures: {killed: 20}\n    quote: Words\n    quote_lang: fr\n    quote_translation: Mots\n    \
        verdict: {rating: 2, name: half, why: Because.}\n    note: |\n      A remark.\n  - {by: FAMa, does: refuses-access, says: None \
        was let in., verdict: {rating: 1}}\n---\n\n## Heading\n\nText \
        [there](claim:c1).\n";

    fn alone(path: &str, before: &str, after: &str) -> bool {
        let path = Utf8Path::new(path);
        let file = Files::default().add(path, "");
        let [one, other] = [before, after].map(|text| decode(file, path, text));
        assert!(one.diagnostics.is_empty(), "{:?}", one.diagnostics);
        differ_in_wording_alone(
            Reading { text: before, document: &one.document },
            Reading { text: after, document: &other.document },
        )
    }

    #[test]
    fn other_words_are_wording_and_all_else_is_not() {
        let edited = |from: &str, to: &str| {
            assert!(BRIEF.contains(from), "{from}");
            alone("briefs/one.md", BRIEF, &BRIEF.replacen(from, to, 1))
        };
        for (from, to) in [
            ("One", "\"Two: three\""),
            ("A word", "Many words"),
            ("blood", "fire"),
            ("Put right", "Set right"),
            ("It holds\n", "It held\n      many\n"),
            ("Words", "Other words"),
            ("Mots", "Paroles"),
            ("half", "wrong"),
            ("Because", "Since"),
            ("A remark", "Another"),
            ("None was", "Nobody was"),
            ("Text", "Other text, *longer*,\n\nin paragraphs"),
        ] {
            assert!(edited(from, to), "{from}");
        }
        for (from, to) in [
            ("2022-04-13", "2022-04-14"),
            ("tags: [mali]", "tags: [moura]"),
            ("2022-05-01", "2022-05-02"),
            ("JNIM", "FAMa"),
            ("killed: 20", "killed: 21"),
            ("quote_lang: fr", "quote_lang: de"),
            ("rating: 2", "rating: 3"),
            ("summary: 'A word'\n", ""),
            ("summary: 'A word'", "summary: ''"),
            ("tags:", "status: draft\ntags:"),
            ("    note: |\n      A remark.\n", ""),
            ("says: >\n      It holds\n      fighters.", "does: denies-access"),
            (", says: None was let in.", ""),
            ("refuses-access", "grants-access"),
            ("{rating: 1}", "{rating: 1, name: true}"),
            ("## Heading", "## Another"),
            ("claim:c1", "claim:c2"),
            ("[there](claim:c1)", "there"),
            ("---\n\n##", "--\n\n##"),
        ] {
            assert!(!edited(from, to), "{from}");
        }
    }

    #[test]
    fn of_other_documents_the_body_alone_is_wording() {
        let page = "---\ntitle: About\n---\nText.\n";
        assert!(alone("about.md", page, &page.replace("Text", "More text")));
        assert!(!alone("about.md", page, &page.replace("About", "Around")));
        let actor = "---\nname: JNIM\n---\nText.\n";
        assert!(alone("actors/jnim.md", actor, &actor.replace("Text", "More text")));
        assert!(!alone("actors/jnim.md", actor, &actor.replace("JNIM", "FAMa")));
        assert!(!alone("actors.yaml", "jnim: {name: JNIM}\n", "jnim: {name: FAMa}\n"));
    }
}
