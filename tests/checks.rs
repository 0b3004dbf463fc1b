//! What `check` finds, one small site each: what must be found, and what must not; and what the method answers there.

mod support;

use support::{Built, build, in_words};
use variorum::check::{Subject, check};
use variorum::diagnostic::{Code, Severity};
use variorum::method::chain::{Place, Visit};
use variorum::method::figures::Comparison;
use variorum::method::relation::Stance;
use variorum::value::date::Day;

const ACTORS: &str = "\
army: {name: Army, kind: state-forces, part_of: state}
state: {name: State, kind: government}
rebels: {name: Rebels, kind: rebel-group, allied_with: brothers}
brothers: {name: Brothers, kind: rebel-group}
villagers: {name: Villagers, kind: civilians}
passer-by: {name: Passer-by, kind: person}
doctors: {name: Doctors, kind: ngo}
radio: {name: Radio, kind: media}
gazette: {name: Gazette, kind: media}
";

const EVENTS: &str = "\
day: {name: The day, date: 2022-03-27, place: {country: MLI, lat: 14.35, lon: -3.5}}
hour: {name: The hour, date: 2020-06-04T20:10}
night: {name: The night, date: '2022-03-27T00:30+02:00'}
year: {name: The year, date: 2023, place: {country: FJI, lat: -16.8, lon: -179.9}}
";

/// A site of one brief with these claims, and these sources.
fn site(sources: &str, claims: &str) -> Built {
    let brief = format!("---\ntitle: Moura\ndate: 2022-04-12\nclaims:\n{claims}\n---\nText.\n");
    let files = [("actors.yaml", ACTORS), ("events.yaml", EVENTS), ("sources.yaml", sources)];
    build(&[files.as_slice(), &[("briefs/moura.md", brief.as_str())]].concat())
}

/// What other families ask; their cases are in `tests/diagnostics/`.
const ELSEWHERE: [Code; 4] =
    [Code::FutureDate, Code::UnsourcedClaim, Code::UnmentionedClaim, Code::UnusedSource];

/// Codes, messages and severities of what is found.
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
        .map(|found| format!("{} {}: {}", found.severity, found.code, found.message))
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
fn each_answer() {
    let claim = "  - {id: c, by: rebels, says: Civilians were killed., about: army}\n";
    let with = |more: &str| format!("{claim}  - {{id: d, {more}}}");
    stands(claim, "live single-origin 1-1 1-1 unanswered");
    stands(&with("by: villagers, says: It is so., supports: c"), "live corroborated 2-2 2-2 unanswered");
    stands(&with("by: villagers, says: It is so., agrees_with: c"), "live corroborated 2-2 2-2 unanswered");
    stands(&with("by: brothers, says: It is so., agrees_with: c"), "live allied 2-2 2-2 unanswered");
    stands(&with("by: radio, says: It is so., agrees_with: c"), "live unproven 1-2 1-2 unanswered");
    stands(&with("by: radio, says: It is so., repeats: c"), "live single-origin 1-1 1-1 unanswered");
    stands(&with("by: state, says: No., denies: c"), "live single-origin 1-1 1-1 contested");
    stands(&with("by: rebels, says: No., denies: c"), "live single-origin 1-1 1-1 disputed");
    stands(&with("by: state, says: Yes., concedes: c"), "live corroborated 2-2 1-1 admitted");
    stands(&with("by: villagers, says: Yes., concedes: c"), "live corroborated 2-2 2-2 conceded");
    stands(
        &with("by: state, says: Some., concedes_in_part: c"),
        "live single-origin 1-1 1-1 conceded-in-part",
    );
    stands(&with("by: villagers, says: Is it so?, questions: c"), "live single-origin 1-1 1-1 questioned");
    stands(&with("by: rebels, says: Fewer., replaces: c"), "superseded single-origin 1-1 1-1 unanswered");
    stands(&with("by: rebels, says: Fewer., withdraws: c"), "withdrawn single-origin 1-1 1-1 unanswered");
    stands(&with("by: rebels, says: Not we., disowns: c"), "disowned none 0-0 0-0 unanswered");
}

#[test]
fn who_grants_eleven_of_thirty_five_grants_a_part_and_the_dispute_remains() {
    let claims = |granted: &str| {
        format!(
            "  - {{id: c, by: rebels, says: Many., about: army, event: day, figures: {{killed: 35}}}}\n\
             \x20 - {{id: d, by: army, says: Some., event: day, figures: {{killed: {granted}}}, concedes: c}}"
        )
    };
    let built = site("", &claims("11"));
    assert_eq!(built.judgement("moura#c"), "live single-origin 1-1 1-1 conceded-in-part");
    let versions = built.method.versions(built.event("day"));
    assert!(versions.points[0].is_disputed(), "{versions:#?}");
    assert!(matches!(versions.findings[0].comparison, Comparison::Disagree { .. }), "{versions:#?}");
    assert_eq!(
        findings(&built),
        ["note figures-differ: `d` concedes `c`, but their figures for `killed` do not fit: 11 and 35"]
    );
    stands(&claims("30-40"), "live corroborated 2-2 1-1 admitted");
    finds("", &claims("30-40"), &[]);
    stands(&claims("unknown"), "live single-origin 1-1 1-1 conceded-in-part");
    finds("", &claims("unknown"), &[]);
}

#[test]
fn a_bystander_disputes_a_filmed_act_and_does_not_contest_it() {
    let filmed = "  - {id: c, by: rebels, says: We took the camp., basis: own-act}\n";
    let fake = |by: &str| format!("{filmed}  - {{id: d, by: {by}, says: A fake., denies: c}}");
    stands(&fake("passer-by"), "live single-origin 1-1 0-0 disputed");
    stands(&fake("passer-by, basis: first-hand"), "live single-origin 1-1 0-0 contested");
    stands(&fake("villagers"), "live single-origin 1-1 0-0 contested");
    finds("", &fake("passer-by"), &[]);
}

#[test]
fn a_toll_that_grew_is_superseded_and_leaves_nothing() {
    let built = site(
        "",
        "  - {id: c, by: doctors, says: 5300., date: 2022-03-28, event: day, figures: {killed: 5300}}\n  \
         - {id: d, by: doctors, says: 11300., date: 2022-04-02, event: day, figures: {killed: 11300}, replaces: c}",
    );
    assert_eq!(built.judgement("moura#c"), "superseded single-origin 1-1 0-1 unanswered");
    let [row] = built.method.versions(built.event("day")).figures.as_slice() else { panic!("one speaker") };
    assert_eq!(row.current.as_ref().map(|current| current.claim), Some(built.claim("moura#d")));
    assert_eq!(built.keys(&row.history), ["moura#c"]);
    assert_eq!(findings(&built), [""; 0]);
}

#[test]
fn an_organisations_own_words_are_its_own_whoever_printed_them() {
    let printed = "s: {title: Forty dead, publisher: gazette}";
    let known = |sources: &str, claim: &str| {
        let built = site(sources, &format!("  - {{id: c, by: doctors, says: Forty., source: s{claim}}}"));
        let proposition = built.method.proposition_of(built.claim("moura#c")).expect("a statement");
        let known: Vec<_> = built.method.known(proposition).collect();
        built.names(&known).join(" ")
            + " / "
            + &built.method.unknown_names(&built.site, proposition).join(" ")
    };
    assert_eq!(known(printed, ", basis: own-investigation"), "doctors / ");
    assert_eq!(known(printed, ""), " / doctors");
    assert_eq!(known(printed, ", basis: told"), " / doctors");
    assert_eq!(known("s: {title: Report, publisher: doctors, first_hand: true}", ""), "doctors / ");
    assert_eq!(known("s: {title: Report, publisher: doctors}", ""), " / doctors");
}

#[test]
fn a_claim_without_a_date_has_none() {
    let claim = |source: &str| format!("  - {{id: c, by: rebels, says: So., event: year{source}}}");
    let built = site("", &claim(""));
    assert_eq!(built.site.claims[built.claim("moura#c")].stated_date(), None);
    assert_eq!(findings(&built), [""; 0], "the brief's date is not the claim's");
    finds(
        "s: {title: S, date: 2022-04}",
        &claim(", source: s"),
        &["warning claim-before-event: a claim of 2022-04 is about an event that began on 2023-01-01"],
    );
    finds("s: {title: S, date: 2022/2023}", &claim(", source: s"), &[]);
}

#[test]
fn an_automatic_id_that_is_referred_to_is_told_of() {
    let built = site("", "  - {by: rebels, says: So.}\n  - {by: army, says: No., denies: c1}");
    let told: Vec<_> = built.diagnostics.iter().filter(|found| found.code == Code::AutomaticId).collect();
    assert_eq!(told.len(), 1, "{:#?}", built.diagnostics);
    assert_eq!(told[0].places().count(), 2);
}

#[test]
fn a_denial_in_advance_is_noted_where_it_does_not_count() {
    let noted = ["note denied-in-advance: `d` does not count against `c`, for it was made before the event"];
    let judge = |date: &str, event: &str, expected: &[&str]| {
        let built = site(
            "",
            &format!(
                "  - {{id: c, by: rebels, says: The army killed., about: army, event: {event}, date: 2023-02-01}}\n\
                 \x20 - {{id: d, by: army, says: Never., event: day, date: {date}, denies: c}}"
            ),
        );
        let [c, d] = ["moura#c", "moura#d"].map(|key| built.claim(key));
        assert_eq!(built.method.is_denied_in_advance(&built.site, d, c), !expected.is_empty());
        assert_eq!(findings(&built), expected, "{date}");
    };
    judge("2022-03-26", "day", &noted);
    judge("2022-12-31T23:59", "year", &noted);
    judge("../2022-03", "year", &noted);
    judge("2022-03-26/2022-03-27", "day", &[]);
    // The event began at half past midnight two hours ahead, 22:30 of the day before in UTC.
    judge("2022-03-26T17:29-05:00", "night", &noted);
    judge("2022-03-26T17:30-05:00", "night", &[]);
    judge("2022-03-26T22:30", "night", &noted);
    judge("2022-03-26", "night", &noted);
    judge("2022-03-27", "day", &[]);
    judge("2022-12-31", "[day, year]", &[]);
    judge("2022-03-26/..", "year", &[]);
}

#[test]
fn times_with_and_without_a_zone_do_not_mix_on_an_event() {
    let claims = |dates: &[&str], event: &str| -> String {
        let claims =
            dates.iter().map(|date| format!("  - {{by: radio, says: So., date: {date}, event: {event}}}\n"));
        claims.collect()
    };
    let zoned = |id: &str| {
        format!("warning mixed-zones: `{id}` has a time with a zone, but others on `hour` are without one")
    };
    finds("", &claims(&["2020-06-04T21:00", "2020-06-04T19:00Z"], "hour"), &[&zoned("c2")]);
    finds(
        "",
        &claims(&["2020-06-04T19:00Z", "2020-06-05"], "hour"),
        &["warning mixed-zones: `hour` has a time without a zone, but others on `hour` are with one"],
    );
    finds("", &claims(&["2020-06-04T21:00", "2020-06-05"], "hour"), &[]);
    finds("", &claims(&["2022-04-01T21:00+02:00", "2022-04-01T19:00Z"], "day"), &[]);
}

#[test]
fn a_place_is_sought_in_its_country() {
    let place = |place: &str| {
        let events = format!("e: {{name: E, date: 2022, place: {{{place}}}}}");
        let brief = "---\ntitle: A\ndate: 2022-04-12\nclaims:\n  - {by: A, says: So., event: e}\n---\n";
        findings(&build(&[("events.yaml", events.as_str()), ("briefs/a.md", brief)]))
    };
    for inside in [
        "country: MLI, lat: 14.35, lon: -3.5",
        "country: MLI",
        "lat: -3.5, lon: 14.35",
        "country: FRA, lat: -21.1, lon: 55.5",
        "country: RUS, lat: 66, lon: -170",
        "country: FJI, lat: -16.8, lon: 179.99",
        "country: UKR, lat: 44.6, lon: 33.5",
    ] {
        assert_eq!(place(inside), [""; 0], "{inside}");
    }
    let outside = ["warning place-outside-country: the place of `e` lies outside of `MLI`"];
    assert_eq!(place("country: MLI, lat: -3.5, lon: 14.35"), outside);
    assert_eq!(place("country: MLI, lat: 14.35, lon: 13.5"), outside);
}

#[test]
fn figures_that_do_not_fit() {
    let claims = |own: &str, relation: &str, other: &str| {
        format!(
            "  - {{id: a, by: rebels, says: Many., figures: {{killed: {{{own}}}}}, {relation}: b}}\n\
             \x20 - {{id: b, by: villagers, says: Some., figures: {{killed: {{{other}}}}}}}"
        )
    };
    let apart = |severity: &str, verb: &str| {
        format!(
            "{severity} figures-differ: `a` {verb} `b`, but their figures for `killed`, `men` do not fit: 9 and 3"
        )
    };
    finds("", &claims("men: 9", "agrees_with", "men: 3"), &[&apart("warning", "agrees with")]);
    finds("", &claims("men: 9", "supports", "men: 3"), &[&apart("warning", "supports")]);
    finds("", &claims("men: 9", "concedes", "men: 3"), &[&apart("note", "concedes")]);
    for relation in ["concedes_in_part", "denies", "questions", "repeats"] {
        finds("", &claims("men: 9", relation, "men: 3"), &[]);
    }
    for (own, other) in [("men: 9", "women: 3"), ("men: 9", "men: unknown"), ("men: several", "men: 1-3")] {
        finds("", &claims(own, "agrees_with", other), &[]);
    }
    let twice =
        claims("men: 9", "agrees_with", "men: 3").replace("says: Some.", "says: Some., agrees_with: a");
    finds("", &twice, &[&apart("warning", "agrees with")]);
}

#[test]
fn figures_of_one_proposition_have_something_in_common() {
    let claims = |vague: &str, more: &str| {
        format!(
            "  - {{id: ten, by: rebels, says: Ten., figures: {{killed: 10}}}}\n\
             \x20 - {{id: vague, by: villagers, says: Some., agrees_with: [ten, many]{vague}}}\n\
             \x20 - {{id: many, by: army, says: Many., figures: {{killed: 500+}}{more}}}"
        )
    };
    let apart = "error no-common-figure: `many` and `ten` say the same, by way of `vague`, \
                 but their figures for `killed` do not fit: 500+ and 10";
    finds("", &claims("", ""), &[apart]);
    let dropped = "warning figures-differ: `many` agrees with `ten`, but their figures for `killed` do not fit: 500+ and 10";
    finds("", &claims("", ", agrees_with: ten"), &[apart, dropped]);
    let vague = "warning figures-differ: `vague` agrees with `many`, but their figures for `killed` do not fit: 10 and 500+";
    finds("", &claims(", figures: {killed: 10}", ""), &[vague]);
}

#[test]
fn only_own_claims_are_replaced() {
    let first = "  - {id: first, by: army, says: No operation took place.}\n";
    let by = |who: &str| format!("{first}  - {{id: next, by: {who}, says: There was one., replaces: first}}");
    finds("", &by("state"), &[]);
    finds("", &by("rebels"), &["error not-own-claim: `next` replaces `first`, a claim of somebody else"]);
    let ending = ["withdraws", "disowns"].map(|verb| by("rebels").replace("replaces", verb));
    for (claims, verb) in ending.iter().zip(["withdraws", "disowns"]) {
        finds(
            "",
            claims,
            &[&format!("error not-own-claim: `next` {verb} `first`, a claim of somebody else")],
        );
    }
    finds("", &by("rebels").replace("replaces", "repeats"), &[]);
}

#[test]
fn nobody_is_on_both_sides() {
    let claims = |relation: &str, figures: [&str; 2]| {
        let [own, other] = figures.map(|figure| format!("figures: {{killed: {figure}}}"));
        format!(
            "  - {{id: a, by: rebels, says: Many., {other}}}\n\
             \x20 - {{id: b, by: army, says: Few., {relation}: a, denies: a, {own}}}"
        )
    };
    let both = |verb: &str| format!("error supports-and-denies: `b` both denies and {verb} `a`");
    finds("", &claims("supports", ["9", "9"]), &[&both("supports")]);
    finds("", &claims("agrees_with", ["9", "9"]), &[&both("agrees with")]);
    finds("", &claims("concedes", ["9", "9"]), &[&both("concedes")]);
    for relation in ["concedes_in_part", "questions", "repeats"] {
        finds("", &claims(relation, ["9", "9"]), &[]);
    }
    let in_part = "note figures-differ: `b` concedes `a`, but their figures for `killed` do not fit: 3 and 9";
    finds("", &claims("concedes", ["3", "9"]), &[in_part]);
    finds("", &claims("concedes", ["unknown", "9"]), &[]);
    let other_end =
        "  - {id: a, by: rebels, says: Many., agrees_with: b}\n  - {id: b, by: army, says: Few., denies: a}";
    finds("", other_end, &[&both("agrees with")]);
}

#[test]
fn a_denial_of_what_its_speaker_no_longer_upholds() {
    let claims = |verb: &str, denial: &str| {
        format!(
            "  - {{id: a, by: army, says: None.}}\n  - {{id: b, by: army, says: Some., {verb}: a}}\n  \
             - {{id: d, by: rebels, says: No., denies: a}}\n{denial}"
        )
    };
    let denies = |state: &str| format!("note denies-withdrawn: `d` denies `a`, which is {state}");
    for (verb, state) in [("replaces", "superseded"), ("withdraws", "withdrawn"), ("disowns", "disowned")] {
        finds("", &claims(verb, ""), &[&denies(state)]);
        finds("", &claims(verb, "  - {by: rebels, says: Well., withdraws: d}"), &[]);
    }
    finds("", &claims("repeats", ""), &[]);
    finds(
        "s: {title: S, status: retracted}",
        "  - {id: a, by: army, says: None., source: s}\n  - {by: rebels, says: No., denies: a}",
        &[],
    );
}

#[test]
fn cycles_are_named_once() {
    finds(
        "r: {title: R, from: g}\ng: {title: G, from: t}\nt: {title: T, from: r}\nself: {title: S, from: self}",
        "  - {by: army, says: Some., source: [r, self]}",
        &[
            "error cycle: `g` is drawn from itself, by way of 2 others",
            "error cycle: `self` is drawn from itself",
        ],
    );
    let circle = |relation: &str| {
        format!(
            "  - {{id: b, by: radio, says: So., {relation}: a}}\n  - {{id: a, by: radio, says: So., {relation}: b}}"
        )
    };
    for relation in ["repeats", "replaces", "withdraws", "disowns"] {
        let found = format!("error cycle: `moura#a` {relation} itself, by way of `moura#b`");
        finds("", &circle(relation), &[&found]);
    }
    for relation in ["denies", "concedes", "concedes_in_part", "questions"] {
        finds("", &circle(relation), &[]);
    }
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
            "error cycle: `army` is part of itself, by way of `state`",
            "error cycle: `day` is part of itself, by way of `year`"
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
        &["error source-before-its-source: `r` is dated before `t`, which it draws on"],
    );
    finds(&sources("2022-04"), claim, &[]);
    let timed =
        |time: &str| sources("2022-04-05T10:00").replace("date: 2022-04-05}", &format!("date: {time}}}"));
    finds(
        &timed("2022-04-05T10:01"),
        claim,
        &["error source-before-its-source: `r` is dated before `t`, which it draws on"],
    );
    finds(&timed("2022-04-05T10:00"), claim, &[]);
    finds(&timed("2022-04-05"), claim, &[]);
    finds(&sources("2022-04-05"), claim, &[]);
    finds(
        &sources("../2022-03"),
        claim,
        &["error source-before-its-source: `r` is dated before `t`, which it draws on"],
    );
}

#[test]
fn support_that_adds_nobody() {
    let claim = "  - {id: c, by: rebels, says: So.}\n";
    let dependent =
        |id: &str, verb: &str| format!("warning dependent-support: `{id}` {verb} `c` but adds no origin");
    for (relation, verb) in [("supports", "supports"), ("agrees_with", "agrees with")] {
        let more = |of: &str| format!("{claim}  - {{id: d, by: radio, says: So., {of}{relation}: c}}\n");
        finds("", &more("from: rebels, "), &[&dependent("d", verb)]);
        finds("", &more("from: villagers, "), &[]);
        finds("", &more(""), &[]);
    }
    let supports =
        |id: &str, more: &str| format!("  - {{id: {id}, by: radio, says: So., {more}supports: c}}\n");
    finds("", &[claim, &supports("d", ""), &supports("e", "")].concat(), &[&dependent("e", "supports")]);
}

#[test]
fn credibility_one_needs_two_origins_that_are_no_allies() {
    let claim = |grade: u8| format!("  - {{id: c, by: rebels, says: So., credibility: {grade}}}\n");
    let more = |who: &str| format!("  - {{by: {who}, says: So., agrees_with: c}}\n");
    let overrated =
        ["error overrated-credibility: `c` has credibility 1, but no two independent origins are shown"];
    finds("", &claim(1), &overrated);
    finds("", &(claim(1) + &more("radio")), &overrated);
    finds("", &(claim(1) + &more("villagers")), &[]);
    finds("", &claim(2), &[]);
    let allied =
        ["warning overrated-credibility: `c` has credibility 1, but all its known origins are allied"];
    finds("", &(claim(1) + &more("brothers")), &allied);
    finds("", &(claim(1) + &more("brothers") + &more("villagers")), &[]);
    finds("", &(claim(2) + &more("brothers")), &[]);
}

#[test]
fn a_retracted_source_says_what_it_changed() {
    let sources = |status: &str| format!("s: {{title: S, publisher: villagers, status: {status}}}");
    let claims = "  - {id: c, by: rebels, says: So.}\n  - {id: d, by: villagers, says: So., source: s, supports: c}\n  \
                  - {id: e, by: army, says: Else.}";
    let sound = site(&sources("ok"), claims);
    let [c, d, e] = ["moura#c", "moura#d", "moura#e"].map(|key| sound.claim(key));
    assert_eq!(sound.judgement("moura#c"), "live corroborated 2-2 2-2 unanswered");
    assert!(sound.method.is_live(d) && !sound.method.is_changed_by_retraction(c));
    let shifts = sound.method.if_it_falls(sound.source("s")).expect("little hangs on it");
    let said: Vec<String> =
        shifts.iter().map(|s| format!("{} {}", sound.site.claim_key(s.claim), in_words(&s.to))).collect();
    assert_eq!(
        said,
        ["moura#c live single-origin 1-1 1-1 unanswered", "moura#d fallen none 0-0 0-0 unanswered"]
    );

    let retracted = site(&sources("retracted"), claims);
    assert_eq!(retracted.judgement("moura#c"), "live single-origin 1-1 1-1 unanswered");
    assert_eq!(retracted.judgement("moura#d"), "fallen none 0-0 0-0 unanswered");
    let changed = [c, d, e].map(|claim| retracted.method.is_changed_by_retraction(claim));
    assert_eq!(changed, [true, true, false]);
    assert_eq!(retracted.method.if_it_falls(retracted.source("s")), Some([].as_slice()));
}

#[test]
fn above_a_thousand_sources_or_two_hundred_claims_a_fall_is_not_worked_out() {
    let is_worked_out = |sources: usize, claims: usize| {
        let drawing: String =
            (0..sources).map(|number| format!("  s{number}: {{title: S, from: s}}\n")).collect();
        let claims = "  - {by: radio, says: So., source: s}\n".repeat(claims);
        let brief = format!(
            "---\ntitle: A\ndate: 2022-04-12\nsources:\n  s: {{title: S}}\n{drawing}claims:\n{claims}---\n"
        );
        let built = build(&[("actors.yaml", ACTORS), ("briefs/a.md", &brief)]);
        built.method.if_it_falls(built.source("s")).is_some()
    };
    for (sources, claims, expected) in [(1_000, 1, true), (1_001, 1, false), (1, 200, true), (1, 201, false)]
    {
        assert_eq!(is_worked_out(sources, claims), expected, "{sources} sources, {claims} claims");
    }
}

#[test]
fn a_confidential_source_is_counted_and_never_named() {
    let built = site(
        "s: {title: Ousmane, access: confidential}\nt: {title: T, from: s}",
        "  - {id: c, by: radio, says: So., source: t, from: s}\n  - {id: d, by: radio, says: So., source: [s, t]}",
    );
    assert_eq!(built.judgement("moura#c"), "live single-origin 1-1 0-1 unanswered");
    let proposition = built.method.proposition_of(built.claim("moura#c")).expect("a statement");
    assert_eq!(built.method.unknown_names(&built.site, proposition), [""; 0]);
    assert_eq!(built.site.claims[built.claim("moura#d")].count_confidential(), 1);
    let steps: Vec<_> = built.method.chain(&built.site, built.claim("moura#c")).map(|step| step.at).collect();
    assert_eq!(steps, [Place::Source(built.source("t")), Place::Confidential, Place::Confidential]);
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
            format!("{names} {} {}", cell.stance, cell.claims.len())
        })
        .collect();
    assert_eq!(words, ["radio rebels questions 1", "radio state supports 1", "state rebels denies 1"]);
    let [a, c] = ["moura#a", "moura#c"].map(|key| built.claim(key));
    let (state, rebels) = (built.site.claims[c].by[1], built.site.claims[a].by[0]);
    assert_eq!(stances.cell(built.site.actors[state].root, rebels, Stance::Denies), [(c, a)]);
}

#[test]
fn the_bundled_content_raises_no_error_of_the_method() {
    let built = build(&support::own_content());
    let errors: Vec<_> = findings(&built).into_iter().filter(|found| found.starts_with("error")).collect();
    assert_eq!(errors, [""; 0]);
}
