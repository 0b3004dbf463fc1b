//! The method's findings and labels, one small site each: what must be found, and what must not.

mod support;

use support::{Built, build, in_words};
use variorum::check::{Subject, check};
use variorum::diagnostic::{Code, Severity};
use variorum::site::chain::{Place, Visit};
use variorum::value::date::Day;
use variorum::value::word::Relation;

const ACTORS: &str = "\
army: {name: Army, kind: state-forces, part_of: state}
state: {name: State, kind: government}
rebels: {name: Rebels, kind: rebel-group, allied_with: brothers}
brothers: {name: Brothers, kind: rebel-group}
villagers: {name: Villagers, kind: civilians}
radio: {name: Radio, kind: media}
gazette: {name: Gazette, kind: media}
";

/// A site of one brief with these claims, and these sources.
fn site(sources: &str, claims: &str) -> Built {
    let brief = format!("---\ntitle: Moura\ndate: 2022-04-12\nclaims:\n{claims}\n---\nText.\n");
    build(&[("actors.yaml", ACTORS), ("sources.yaml", sources), ("briefs/moura.md", brief.as_str())])
}

/// What other families ask; their cases are in `tests/diagnostics/`.
const ELSEWHERE: [Code; 4] =
    [Code::FutureDate, Code::UnsourcedClaim, Code::UnmentionedClaim, Code::UnusedSource];

/// Codes and messages of what is found.
fn findings(built: &Built) -> Vec<String> {
    let config = variorum::config::Config::default();
    let subject = Subject {
        site: &built.site,
        method: &built.method,
        config: &config,
        files: &built.files,
        today: Day::FIRST,
    };
    let mut found: Vec<String> = check(subject)
        .into_iter()
        .filter(|found| !ELSEWHERE.contains(&found.code))
        .inspect(|found| assert!(found.place.is_some() && found.help.is_some(), "{found:?}"))
        .map(|found| format!("{}: {}", found.code, found.message))
        .collect();
    found.sort();
    found
}

#[track_caller]
fn finds(sources: &str, claims: &str, expected: &[&str]) {
    let built = site(sources, claims);
    assert!(built.diagnostics.iter().all(|d| d.severity != Severity::Error), "{:#?}", built.diagnostics);
    assert_eq!(findings(&built), expected);
}

#[track_caller]
fn stands(claims: &str, expected: &str) {
    let built = site("", claims);
    assert!(built.diagnostics.iter().all(|d| d.severity != Severity::Error), "{:#?}", built.diagnostics);
    assert_eq!(built.judgement("moura#c"), expected);
}

#[test]
fn each_label() {
    let claim = "  - {id: c, by: rebels, says: Civilians were killed., about: army}\n";
    let with = |more: &str| format!("{claim}  - {{id: d, {more}}}");
    stands(claim, "single-origin 1-1 0-0");
    stands(&with("by: villagers, says: It is so., supports: c"), "corroborated 2-2 1-1");
    stands(&with("by: radio, says: It is so., supports: c"), "unproven 1-2 0-1");
    stands(&with("by: state, says: No., denies: c"), "contested 1-1 0-0");
    stands(&with("by: rebels, says: No., denies: c"), "single-origin 1-1 0-0");
    stands(&with("by: state, says: Yes., concedes: c"), "admitted 2-2 0-0");
    stands(&with("by: villagers, says: Yes., concedes: c"), "corroborated 2-2 1-1");
    stands(&with("by: rebels, says: Only fighters., replaces: c"), "withdrawn 1-1 0-0");
    stands(&with("by: rebels, says: Only fighters., withdraws: c"), "withdrawn 1-1 0-0");
    stands(&with("by: brothers, says: It is so., supports: c"), "corroborated 2-2 0-0");
}

#[test]
fn labels_come_in_order() {
    let claim = "  - {id: c, by: rebels, says: Civilians were killed., about: army}\n";
    let yes = "  - {by: army, says: Yes., concedes: c}\n";
    let no = "  - {by: villagers, says: No., denies: c}\n";
    let new = "  - {by: rebels, says: Fewer., replaces: c}\n";
    stands(&[claim, yes, no, new].concat(), "withdrawn 2-2 0-0");
    stands(&[claim, yes, no].concat(), "admitted 2-2 0-0");
    stands(&[claim, no, "  - {by: brothers, says: Yes., supports: c}\n"].concat(), "contested 2-2 0-0");
}

#[test]
fn a_concession_binds_where_no_figure_is_left_open() {
    let with = |own: &str, other: &str| {
        format!(
            "  - {{id: c, by: rebels, says: Many., about: army, figures: {{killed: {{civilians: {own}}}}}}}\n\
             \x20 - {{by: army, says: Some., concedes: c, figures: {{killed: {{{other}}}}}}}"
        )
    };
    stands(&with("hundreds", "civilians: 3"), "admitted 2-2 0-0");
    stands(&with("hundreds", "all: 3"), "single-origin 1-1 0-0");
    stands(&with("hundreds", "civilians: unknown"), "single-origin 1-1 0-0");
    stands(&with("unknown", "all: 3"), "admitted 2-2 0-0");
}

#[test]
fn only_own_claims_are_replaced() {
    let first = "  - {id: first, by: army, says: No operation took place.}\n";
    let by = |who: &str| format!("{first}  - {{id: next, by: {who}, says: There was one., replaces: first}}");
    finds("", &by("state"), &[]);
    finds("", &by("rebels"), &["not-own-claim: `next` replaces `first`, a claim of somebody else"]);
}

#[test]
fn nobody_stands_on_both_sides() {
    finds(
        "",
        "  - {id: a, by: rebels, says: Many.}\n  - {id: b, by: army, says: Few., supports: a, denies: a}",
        &["supports-and-denies: `b` both supports and denies `a`"],
    );
}

#[test]
fn a_denial_of_what_no_longer_stands() {
    finds(
        "",
        "  - {id: a, by: army, says: None.}\n  - {id: b, by: army, says: Some., replaces: a}\n  \
         - {id: d, by: rebels, says: No., denies: a}",
        &["denies-withdrawn: `d` denies `a`, which no longer stands"],
    );
}

#[test]
fn cycles_are_named_once() {
    finds(
        "r: {title: R, from: g}\ng: {title: G, from: t}\nt: {title: T, from: r}\nself: {title: S, from: self}",
        "  - {by: army, says: Some., source: [r, self]}",
        &["cycle: `g` is drawn from itself, by way of 2 others", "cycle: `self` is drawn from itself"],
    );
    finds(
        "",
        "  - {id: b, by: radio, says: So., repeats: a}\n  - {id: a, by: gazette, says: So., repeats: b}",
        &["cycle: `moura#a` is a repetition of itself, by way of `moura#b`"],
    );
    finds(
        "",
        "  - {id: a, by: army, says: So., replaces: b}\n  - {id: b, by: army, says: So., replaces: a}",
        &["cycle: `moura#a` is a newer version of itself, by way of `moura#b`"],
    );
    finds(
        "",
        "  - {id: a, by: army, says: So., withdraws: b}\n  - {id: b, by: army, says: So., withdraws: a}",
        &["cycle: `moura#a` is a withdrawal of itself, by way of `moura#b`"],
    );
    finds(
        "",
        "  - {id: a, by: army, says: So., denies: b}\n  - {id: b, by: rebels, says: So., denies: a}",
        &[],
    );
}

#[test]
fn nothing_is_part_of_itself() {
    let built = build(&[
        ("actors.yaml", "army: {name: Army, part_of: state}\nstate: {name: State, part_of: army}\n"),
        (
            "events.yaml",
            "day: {name: A day, date: 2022, part_of: year}\nyear: {name: Y, date: 2022, part_of: day}\n",
        ),
        (
            "briefs/a.md",
            "---\ntitle: A\ndate: 2022-04-12\nclaims:\n  - {by: army, says: So., event: day}\n---\n",
        ),
    ]);
    assert_eq!(
        findings(&built),
        [
            "cycle: `army` is part of itself, by way of `state`",
            "cycle: `day` is part of itself, by way of `year`"
        ]
    );
}

#[test]
fn a_source_cannot_be_older_than_its_source() {
    let sources =
        |date: &str| format!("r: {{title: R, date: {date}, from: t}}\nt: {{title: T, date: 2022-04-05}}");
    let claim = "  - {by: army, says: Some., source: r}";
    finds(
        &sources("2022-04-01"),
        claim,
        &["source-before-its-source: `r` is dated before `t`, which it draws on"],
    );
    finds(&sources("2022-04"), claim, &[]);
    finds(&sources("2022-04-05"), claim, &[]);
    finds(
        &sources("../2022-03"),
        claim,
        &["source-before-its-source: `r` is dated before `t`, which it draws on"],
    );
}

#[test]
fn support_that_adds_nobody() {
    let claim = "  - {id: c, by: rebels, says: So.}\n";
    let dependent = |id: &str| format!("dependent-support: `{id}` supports `c` but adds no origin");
    finds(
        "",
        &format!("{claim}  - {{id: d, by: radio, says: So., from: rebels, supports: c}}"),
        &[&dependent("d")],
    );
    finds("", &format!("{claim}  - {{id: d, by: radio, says: So., supports: c}}"), &[]);
    let twice =
        "  - {id: d, by: radio, says: So., supports: c}\n  - {id: e, by: radio, says: So., supports: c}";
    finds("", &format!("{claim}{twice}"), &[&dependent("e")]);
    let shown = "  - {id: d, by: radio, says: So., supports: c}\n  \
                 - {id: e, by: radio, says: So., first_hand: true, supports: c}";
    finds("", &format!("{claim}{shown}"), &[]);
}

#[test]
fn credibility_one_needs_two_origins() {
    let claim = |grade: u8| format!("  - {{id: c, by: rebels, says: So., credibility: {grade}}}\n");
    let more = |who: &str| format!("  - {{by: {who}, says: So., supports: c}}");
    let overrated =
        ["overrated-credibility: `c` has credibility 1, but no two independent origins are shown"];
    finds("", &claim(1), &overrated);
    finds("", &(claim(1) + &more("radio")), &overrated);
    finds("", &(claim(1) + &more("villagers")), &[]);
    finds("", &claim(2), &[]);
}

#[test]
fn an_ally_is_no_third_party() {
    let claim = |by: &str| format!("  - {{id: c, by: {by}, says: So.}}\n");
    let more = |who: &str| format!("  - {{by: {who}, says: So., supports: c}}\n");
    let found = ["ally-only-support: only an ally corroborates `c`"];
    finds("", &(claim("rebels") + &more("brothers")), &found);
    finds("", &(claim("brothers") + &more("rebels")), &found);
    finds("", &(claim("rebels") + &more("brothers") + &more("villagers")), &[]);
    finds("", &(claim("rebels") + &more("brothers") + "  - {by: army, says: Yes., concedes: c}"), &[]);
    finds("", &(claim("villagers") + &more("brothers")), &[]);
}

#[test]
fn a_retracted_source_says_what_it_changed() {
    let sources = |status: &str| format!("s: {{title: S, publisher: villagers, status: {status}}}");
    let claims = "  - {id: c, by: rebels, says: So.}\n  - {id: d, by: villagers, says: So., source: s, supports: c}\n  \
                  - {id: e, by: army, says: Else.}";
    let sound = site(&sources("ok"), claims);
    let [c, d, e] = ["moura#c", "moura#d", "moura#e"].map(|key| sound.claim(key));
    assert_eq!(sound.judgement("moura#c"), "corroborated 2-2 1-1");
    assert!(!sound.method.is_fallen(d) && !sound.method.is_changed_by_retraction(c));
    let shifts = sound.method.if_it_falls(sound.source("s")).expect("little hangs on it");
    let said: Vec<String> =
        shifts.iter().map(|s| format!("{} {}", sound.site.claim_key(s.claim), in_words(&s.to))).collect();
    assert_eq!(said, ["moura#c single-origin 1-1 0-0", "moura#d single-origin 1-1 0-1"]);

    let retracted = site(&sources("retracted"), claims);
    assert_eq!(retracted.judgement("moura#c"), "single-origin 1-1 0-0");
    assert!(retracted.method.is_fallen(d));
    let changed = [c, d, e].map(|claim| retracted.method.is_changed_by_retraction(claim));
    assert_eq!(changed, [true, true, false]);
    assert_eq!(retracted.method.unknown_names(&retracted.site, d), ["fallen:moura#d"]);
    assert_eq!(retracted.method.if_it_falls(retracted.source("s")), Some([].as_slice()));
}

#[test]
fn above_a_thousand_a_fall_is_not_worked_out() {
    let sources = |count: usize| -> String {
        let drawing = (0..count).map(|number| format!("s{number}: {{title: S, from: s}}\n"));
        drawing.chain(["s: {title: S}\n".to_owned()]).collect()
    };
    let naming = |count: usize| -> String {
        let all: Vec<String> = (0..count).map(|number| format!("s{number}")).collect();
        let claims = all
            .chunks(99)
            .map(|few| format!("  - {{by: radio, says: So., source: [s, {}]}}\n", few.join(", ")));
        claims.collect()
    };
    for (count, worked_out) in [(1_000, true), (1_001, false)] {
        let built = site(&sources(count), &naming(count));
        assert_eq!(built.method.if_it_falls(built.source("s")).is_some(), worked_out, "{count} sources");
        let claims: String = (0..count).map(|_| "  - {by: radio, says: So., source: s}\n").collect();
        let built = site("s: {title: S}", &claims);
        assert_eq!(built.method.if_it_falls(built.source("s")).is_some(), worked_out, "{count} claims");
    }
}

#[test]
fn a_confidential_source_is_counted_and_never_named() {
    let built = site(
        "s: {title: Ousmane, access: confidential}\nt: {title: T, from: s}",
        "  - {id: c, by: radio, says: So., source: [s, t]}\n  - {id: d, by: radio, says: So., source: t}",
    );
    assert_eq!(built.judgement("moura#c"), "single-origin 1-1 0-1");
    assert_eq!(built.method.unknown_names(&built.site, built.claim("moura#c")), [""; 0]);
    let steps: Vec<_> = built.method.chain(&built.site, built.claim("moura#d")).map(|step| step.at).collect();
    assert_eq!(steps, [Place::Source(built.source("t")), Place::Confidential]);
}

#[test]
fn a_chain_is_walked_once_and_marks_its_loops() {
    let built = site(
        "a: {title: A, from: [b, c]}\nb: {title: B, from: [c, a]}\nc: {title: C}",
        "  - {id: c, by: radio, says: So., source: a, from: [villagers, c]}",
    );
    let steps = built.method.chain(&built.site, built.claim("moura#c"));
    let words: Vec<String> = steps
        .map(|step| {
            let name = match step.at {
                Place::Source(id) | Place::FromSource(id) => built.site.sources[id].id.as_str(),
                Place::FromActor(id) => built.site.actors[id].id.as_str(),
                Place::Confidential => "?",
            };
            let mark = match step.visit {
                Visit::First => "",
                Visit::Again => " again",
                Visit::Loop => " loop",
            };
            format!("{} {name}{mark}", step.depth)
        })
        .collect();
    assert_eq!(words, ["0 a", "1 b", "2 a loop", "2 c", "1 c again", "0 c again", "0 villagers"]);
}

#[test]
fn stances_are_counted_between_roots() {
    let built = build(&[
        ("actors.yaml", ACTORS),
        ("events.yaml", "e: {name: E, date: 2022}\nf: {name: F, date: 2022}\n"),
        (
            "briefs/moura.md",
            "---\ntitle: Moura\ndate: 2022-04-12\nevent: e\nclaims:\n  \
             - {id: a, by: rebels, says: So.}\n  - {id: b, by: rebels, says: So., event: f}\n  \
             - {id: c, by: [army, state], says: No., denies: [a, b]}\n  \
             - {id: d, by: radio, says: How so?, questions: a, supports: c}\n  \
             - {id: old, by: army, says: Never., denies: a}\n  - {by: army, says: Hm., withdraws: old}\n---\n",
        ),
    ]);
    let stances = built.method.stances(&built.site, built.event("e"));
    let words: Vec<String> = stances
        .iter()
        .map(|cell| {
            let names = built.names(&[cell.from, cell.to]).join(" ");
            format!("{names} {} {}", cell.relation, cell.claims.len())
        })
        .collect();
    assert_eq!(words, ["radio rebels questions 1", "radio state supports 1", "state rebels denies 1"]);
    let [a, c] = ["moura#a", "moura#c"].map(|key| built.claim(key));
    let (state, rebels) = (built.site.claims[c].by[1], built.site.claims[a].by[0]);
    assert_eq!(stances.cell(built.site.actors[state].root, rebels, Relation::Denies), [(c, a)]);
    assert_eq!(stances.taken_by(built.site.actors[state].root, Relation::Denies), 1);
    assert_eq!(stances.taken_towards(rebels, Relation::Questions), 1);
    assert_eq!(stances.taken_towards(rebels, Relation::Supports), 0);
}

#[test]
fn the_bundled_content_raises_nothing_of_the_method() {
    let built = build(&support::own_content());
    assert_eq!(findings(&built), [""; 0]);
}
