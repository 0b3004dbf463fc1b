//! What a brief and its claims are read as.

use camino::Utf8Path;

use super::*;
use crate::brief::{Brief, ClaimEntry, Content, WrittenKind};
use crate::diagnostic::Diagnostic;
use crate::text::Files;
use crate::value::grade::{Confidence, Likelihood};
use crate::value::word::{Act, ActorKind, Basis, FiguresAre, Relation};

fn read(path: &str, text: &str) -> (Decoded, Files) {
    let mut files = Files::default();
    let file = files.add(format!("content/{path}"), text);
    (decode(file, Utf8Path::new(path), text), files)
}

/// A brief of these keys, and what is wrong with it.
fn brief(keys: &str) -> (Brief, Vec<Diagnostic>) {
    let (decoded, _) =
        read("briefs/one.md", &format!("---\ntitle: One\ndate: 2022-04-12\n{keys}---\nText.\n"));
    let Document::Brief(brief) = decoded.document else { panic!("no brief") };
    (*brief, decoded.diagnostics)
}

/// The one claim of a brief, of which nothing is wrong.
#[track_caller]
fn claim(keys: &str) -> ClaimEntry {
    let (mut brief, diagnostics) = brief(&format!("claims:\n  - {{by: JNIM, {keys}}}\n"));
    assert_eq!(diagnostics, [], "{keys}");
    brief.claims.remove(0)
}

#[test]
fn a_claim_has_every_key_of_the_format() {
    let read = claim(
        "id: one, says: Hundreds were killed., about: fama, event: moura, source: pr, from: residents, \
         basis: own-investigation, date: 2022-04-05T20:10+02:00, supports: a, agrees_with: [b, c], denies: d, \
         concedes: e, concedes_in_part: f, questions: g, repeats: h, replaces: i, withdraws: j, disowns: k, point: p, \
         figures: {killed: 200+}, figures_are: projected, speaker_likelihood: likely, speaker_confidence: high, \
         quote: Q, quote_lang: fr, quote_translation: T, credibility: 2, likelihood: unlikely, confidence: low, \
         verdict: {rating: 2}, note: N, allow: unsourced-claim",
    );
    let relations: Vec<(Relation, &str)> =
        read.relations.iter().map(|(relation, target)| (*relation, target.value.as_str())).collect();
    assert_eq!(
        relations,
        [
            (Relation::Supports, "a"),
            (Relation::AgreesWith, "b"),
            (Relation::AgreesWith, "c"),
            (Relation::Denies, "d"),
            (Relation::Concedes, "e"),
            (Relation::ConcedesInPart, "f"),
            (Relation::Questions, "g"),
            (Relation::Repeats, "h"),
            (Relation::Replaces, "i"),
            (Relation::Withdraws, "j"),
            (Relation::Disowns, "k"),
        ]
    );
    assert!(!read.id_is_automatic);
    assert_eq!((read.basis, read.figures_are), (Basis::OwnInvestigation, FiguresAre::Projected));
    assert_eq!(read.speaker_likelihood.map(|word| word.value), Some(Likelihood::Likely));
    assert_eq!(read.speaker_confidence.map(|word| word.value), Some(Confidence::High));
    assert!(read.date.is_some_and(|date| date.value.time().is_some()));
    assert!(read.verdict.is_some_and(|verdict| verdict.name.is_none() && verdict.why.is_none()));
}

/// Whatever stands there, and wherever `private` may stand.
#[test]
fn what_is_private_is_dropped() {
    for value in [
        "hidden",
        "\"[hidden\"",
        "[hidden, [1, {a: hidden}]]",
        "{hidden: {killed: hidden, by: [\u{202e}]}}",
        "",
    ] {
        let keys = format!("private: {value}");
        for (path, text) in [
            ("briefs/a.md", format!("---\ntitle: A\ndate: 2022-04-12\n{keys}\n---\n")),
            (
                "briefs/a.md",
                format!(
                    "---\ntitle: A\ndate: 2022-04-12\nclaims:\n  - by: JNIM\n    says: S.\n    {keys}\n---\n"
                ),
            ),
            (
                "briefs/a.md",
                format!(
                    "---\ntitle: A\ndate: 2022-04-12\nactors:\n  jnim:\n    name: JNIM\n    {keys}\n---\n"
                ),
            ),
            ("actors.yaml", format!("jnim:\n  name: JNIM\n  {keys}\n")),
            ("events.yaml", format!("moura:\n  name: Moura\n  {keys}\n")),
            ("sources.yaml", format!("pr:\n  title: Release\n  {keys}\n")),
            ("actors/jnim.md", format!("---\nname: JNIM\n{keys}\n---\n")),
            ("events/moura.md", format!("---\nname: Moura\n{keys}\n---\n")),
            ("sources/pr.md", format!("---\ntitle: Release\n{keys}\n---\n")),
            ("about.md", format!("---\ntitle: About\n{keys}\n---\n")),
        ] {
            let (decoded, _) = read(path, &text);
            assert_eq!(decoded.diagnostics, [], "{path}: {text}");
            assert!(!format!("{:?}", decoded.document).contains("hidden"), "{path}: {text}");
        }
    }
}

#[test]
fn a_claim_may_leave_nearly_all_out() {
    let read = claim("says: Hundreds were killed.");
    assert_eq!((read.id.value.as_str(), read.id_is_automatic), ("c1", true));
    assert_eq!((read.basis, read.figures_are), (Basis::NotStated, FiguresAre::Counted));
}

#[test]
fn what_was_seen_is_short_for_a_basis() {
    for (keys, basis) in [
        ("says: S., first_hand: true", Basis::FirstHand),
        ("says: S., first_hand: false", Basis::NotStated),
        ("says: S., first_hand: false, basis: told", Basis::Told),
        ("says: S., basis: own-act", Basis::OwnAct),
    ] {
        assert_eq!(claim(keys).basis, basis, "{keys}");
    }
}

#[test]
fn an_act_may_have_a_sentence_and_any_word() {
    let read = claim("does: refuses-access, to: MINUSMA, says: The army let no observer in.");
    let Content::Does { act, to, says } = &read.content else { panic!("no act") };
    assert_eq!(act.value, WrittenKind::Builtin(Act::RefusesAccess));
    assert_eq!(
        (to.len(), says.as_ref().map(|says| says.value.as_str())),
        (1, Some("The army let no observer in."))
    );
    assert_eq!(read.content.sentence(), says.as_ref());
    let read = claim("does: extradites");
    let Content::Does { act, says: None, .. } = &read.content else { panic!("no act") };
    assert_eq!(act.value, WrittenKind::Other("extradites".into()));
    assert!(
        matches!(claim("does: , says: S.").content, Content::Says(_)),
        "a key without a value says nothing"
    );
}

#[test]
fn records_have_names_in_languages_and_any_kind() {
    let text = "fama:\n  name: FAMa\n  kind: militia\n  names: {FR: Forces armées, ar: القوات}\njnim: {name: JNIM, kind: \
                rebel-group}\n";
    let (decoded, _) = read("actors.yaml", text);
    assert_eq!(decoded.diagnostics, []);
    let Document::Registry(records) = decoded.document else { panic!("no registry") };
    let [fama, jnim] = records.actors.as_slice() else { panic!("two actors") };
    let names: Vec<(&str, &str)> =
        fama.names.iter().map(|(lang, name)| (lang.value.as_str(), name.value.as_str())).collect();
    assert_eq!(names, [("fr", "Forces armées"), ("ar", "القوات")]);
    assert_eq!(fama.kind.as_ref().map(|kind| &kind.value), Some(&WrittenKind::Other("militia".into())));
    assert_eq!(
        jnim.kind.as_ref().map(|kind| &kind.value),
        Some(&WrittenKind::Builtin(ActorKind::RebelGroup))
    );
}

#[test]
fn what_is_allowed_holds_for_the_claim_the_record_or_the_file() {
    let text = "---\ntitle: One\ndate: 2022-04-12\nallow: [unused-source, mixed-judgment]\nactors:\n  jnim: {name: JNIM, \
                allow: unknown-actor}\nclaims:\n  - {by: JNIM, says: S., allow: unsourced-claim}\n---\nText.\n";
    let (decoded, files) = read("briefs/one.md", text);
    assert_eq!(decoded.diagnostics, []);
    let mut allows: Vec<(&str, &str)> =
        decoded.allows.iter().map(|allow| (allow.code.value.into(), files.slice(allow.within))).collect();
    allows.sort_unstable();
    assert_eq!(
        allows,
        [
            ("mixed-judgment", text),
            ("unknown-actor", "jnim: {name: JNIM, allow: unknown-actor}"),
            ("unsourced-claim", "{by: JNIM, says: S., allow: unsourced-claim}"),
            ("unused-source", text),
        ]
    );
    let (record, files) =
        read("events/moura.md", "---\nname: Moura\nallow: event-without-date\n---\nText.\n");
    assert_eq!((record.diagnostics, record.allows.len()), (Vec::new(), 1));
    assert_eq!(
        files.slice(record.allows[0].within),
        "---\nname: Moura\nallow: event-without-date\n---\nText.\n"
    );
}
