//! Which claims `query` picks and what `show` finds, on small sites made for each question.

#![expect(clippy::unwrap_used, reason = "a test may end in a panic")]

mod support;

use support::{Built, build};
use variorum::config::Config;
use variorum::query::{Form, Miss, Sheet, Thing, Wanted, find, select, show, table};

const SITE: &str = "\
---
title: A brief
date: 2022-04-12
actors:
  state: {name: The State}
  army: {name: The Army, aliases: [Forces], part_of: state}
  corps: {name: First Corps, part_of: army}
  q7: {name: Ousmane Diallo, aliases: [the clerk], protected: true}
  twin-a: {name: Twin}
  twin-b: {name: Twin}
events:
  fire: {name: The Fire, date: 2022-03}
sources:
  paper: {title: The Paper, date: 2022-04-01/2022-04-10}
  leak: {title: Secret ledger, access: confidential}
  notice: {title: A notice, from: leak}
claims:
  - {id: a, by: corps, says: The STRASSE was closed, event: fire, source: paper}
  - {id: b, by: army, says: Nobody came, source: leak, about: q7, denies: a, date: 2021/..}
  - {id: c, by: q7, says: Five came, source: notice, from: paper, date: 2022-04~, quote: five of us}
  - {id: d, by: state, does: opens-inquiry, to: army, note: On the   straße, source: paper, date: ../2020}
  - {id: e, by: Passers-by, says: -1 came, source: notice, date: 2023-01-01, event: fire}
---
";

fn site() -> Built {
    build(&[("briefs/one.md", SITE)])
}

/// The ids of the claims that fit, in one text; or what was wrong.
fn picked(wanted: &Wanted) -> Result<String, Miss> {
    picked_of(&site(), wanted)
}

fn picked_of(built: &Built, wanted: &Wanted) -> Result<String, Miss> {
    let ids = select(&built.site, &built.method, &Config::default(), wanted)?;
    Ok(ids.iter().map(|id| built.site.claims[*id].id.to_string()).collect())
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn by(names: &[&str]) -> Wanted {
    Wanted { by: words(names), ..Wanted::default() }
}

fn dates(since: Option<&str>, until: Option<&str>) -> Wanted {
    let date = |text: &str| text.parse().unwrap();
    Wanted { since: since.map(date), until: until.map(date), ..Wanted::default() }
}

#[test]
fn nothing_asked_for_is_everything_in_order() {
    assert_eq!(picked(&Wanted::default()).as_deref(), Ok("abcde"));
}

#[test]
fn a_speaker_is_found_by_id_name_or_alias_with_all_its_parts() {
    assert_eq!(picked(&by(&["state"])).as_deref(), Ok("abd"));
    assert_eq!(picked(&by(&["FORCES"])).as_deref(), Ok("ab"));
    assert_eq!(picked(&by(&["first  corps"])).as_deref(), Ok("a"));
    assert_eq!(picked(&by(&["passers-by"])).as_deref(), Ok("e"), "undeclared, by id");
    assert_eq!(picked(&by(&["corps", "q7"])).as_deref(), Ok("ac"), "either");
}

#[test]
fn parts_in_a_circle_end() {
    let circle = "---\ntitle: T\ndate: 2022-01-01\nactors:\n  a: {name: A, part_of: b}\n  b: {name: B, part_of: a}\n\
                  claims:\n  - {by: a, says: x}\n  - {by: b, says: y}\n---\n";
    let built = build(&[("briefs/one.md", circle)]);
    assert_eq!(picked_of(&built, &by(&["a"])).as_deref(), Ok("c1c2"));
}

#[test]
fn whom_where_and_how() {
    let about = Wanted { about: words(&["q7"]), ..Wanted::default() };
    assert_eq!(picked(&about).as_deref(), Ok("b"));
    let event = Wanted { events: words(&["the fire"]), ..Wanted::default() };
    assert_eq!(picked(&event).as_deref(), Ok("ae"));
    let source = Wanted { sources: words(&["paper"]), ..Wanted::default() };
    assert_eq!(picked(&source).as_deref(), Ok("acd"), "in `source` or in `from`");
    let related = Wanted { relations: vec!["denies".parse().unwrap()], ..Wanted::default() };
    assert_eq!(picked(&related).as_deref(), Ok("b"), "what states it, not what it is stated of");
}

const ANSWERED: [(&str, &str); 2] = [
    (
        "briefs/one.md",
        "---
title: One, and more
date: 2022-04-12
tags: [Raids, New York]
actors:
  army: {name: The Army, kind: state-forces}
  rebels: {name: The Rebels, kind: rebel-group}
  paper: {name: The Paper, kind: media}
  uno: {name: Smith and Sons}
  duo: {name: \"Smith, Sons\"}
events:
  fire: {name: The Fire, date: 2022-03, points: {who: Who did it?, how: How was it done?}}
claims:
  - {id: a, by: army, says: Ten were killed., event: fire, point: who, figures: {killed: 10}}
  - {id: b, by: rebels, says: It is not so., about: army, event: fire, denies: [a, d], date: 2022-04-10}
  - {id: c, by: paper, says: So they say., event: fire, repeats: a, date: 2022-04-11}
  - {id: d, by: army, says: Twelve were killed., event: fire, point: who, replaces: a, figures: {killed: 12}, verdict: {rating: 2, name: Half true}}
  - {id: e, by: uno, does: opens-inquiry, event: fire}
---
",
    ),
    (
        "briefs/two.md",
        "---
title: Two
date: 2022-05-01
claims:
  - {id: f, by: duo, says: Many fled., figures: {displaced: 40}, verdict: {rating: 5}}
---
",
    ),
];

#[test]
fn answers_are_asked_for_one_by_one() {
    let built = build(&ANSWERED);
    let picked = |wanted: &Wanted| picked_of(&built, wanted);
    let states = |words: &[&str]| Wanted {
        states: words.iter().map(|word| word.parse().unwrap()).collect(),
        ..Wanted::default()
    };
    assert_eq!(picked(&states(&["superseded"])).as_deref(), Ok("a"));
    assert_eq!(picked(&states(&["live"])).as_deref(), Ok("bcdf"), "acts have no answers");
    assert_eq!(picked(&states(&["live", "superseded"])).as_deref(), Ok("abcdf"), "either");
    let contested = Wanted { receptions: vec!["contested".parse().unwrap()], ..Wanted::default() };
    assert_eq!(picked(&contested).as_deref(), Ok("ad"));
    let backed = Wanted { backings: vec!["single-origin".parse().unwrap()], ..contested.clone() };
    assert_eq!(picked(&backed).as_deref(), Ok("ad"));
    let none = Wanted { backings: vec!["corroborated".parse().unwrap()], ..contested };
    assert_eq!(picked(&none).as_deref(), Ok(""), "different flags must all hold");
}

#[test]
fn briefs_tags_points_measures_and_verdicts() {
    let built = build(&ANSWERED);
    let picked = |wanted: &Wanted| picked_of(&built, wanted);
    let brief = |text: &str| Wanted { briefs: words(&[text]), ..Wanted::default() };
    assert_eq!(picked(&brief("two")).as_deref(), Ok("f"));
    assert_eq!(picked(&brief("One, and more")).as_deref(), Ok("abcde"), "a name with a comma is no list");
    assert_eq!(picked(&brief("two, one")).as_deref(), Ok("abcdef"));
    let tag = |text: &str| Wanted { tags: words(&[text]), ..Wanted::default() };
    assert_eq!(picked(&tag("new  york")).as_deref(), Ok("abcde"));
    assert_eq!(picked(&tag("new-york")).as_deref(), Ok("abcde"), "as its address has it");
    let miss = picked(&tag("Raid")).unwrap_err();
    assert_eq!(miss.message, "the site has no tag `Raid`");
    assert!(miss.help.ends_with("it has `New York`, `Raids`"), "{miss:?}");
    let point = |text: &str| Wanted { points: words(&[text]), ..Wanted::default() };
    assert_eq!(picked(&point("who")).as_deref(), Ok("abd"), "those that name it and those drawn to it");
    assert_eq!(picked(&point("how")).as_deref(), Ok(""));
    assert!(picked(&point("why")).is_err());
    let measure = |text: &str| Wanted { measures: words(&[text]), ..Wanted::default() };
    assert_eq!(picked(&measure("killed")).as_deref(), Ok("ad"));
    assert_eq!(picked(&measure("killed,displaced")).as_deref(), Ok("adf"));
    assert_eq!(picked(&measure("missing")).as_deref(), Ok(""), "that none has it is no mistake");
    assert!(picked(&measure("kiled")).unwrap_err().help.starts_with("did you mean `killed`? it has "));
    let verdict = |text: &str| Wanted { verdicts: words(&[text]), ..Wanted::default() };
    assert_eq!(picked(&verdict("2")).as_deref(), Ok("d"));
    assert_eq!(picked(&verdict("half true")).as_deref(), Ok("d"));
    assert_eq!(picked(&verdict("1,5")).as_deref(), Ok("f"));
    assert!(picked(&verdict("6")).is_err());
    assert_eq!(picked(&by(&["Smith, Sons"])).as_deref(), Ok("f"), "a name with a comma");
    assert_eq!(picked(&by(&["Smith and Sons, The Rebels"])).as_deref(), Ok("be"));
    assert!(picked(&by(&["army, nobody"])).unwrap_err().message.contains("no actor `nobody`"));
}

#[test]
fn what_is_undated_is_of_no_day() {
    let built = build(&ANSWERED);
    assert_eq!(picked_of(&built, &dates(Some("2022-04-11"), None)).as_deref(), Ok("c"));
    assert_eq!(picked_of(&built, &dates(None, Some("2030"))).as_deref(), Ok("bc"), "not even of its brief's");
}

#[test]
fn show_tells_the_answers_and_what_made_them() {
    let built = build(&ANSWERED);
    let shown = |thing: Thing| -> String {
        let sheet = show(&built.site, &built.method, thing, 200);
        sheet.lines().iter().map(|line| format!("{}\n", line.text)).collect()
    };
    let claim = shown(Thing::Claim(built.claim("one#a")));
    for part in [
        "  date          not stated, by 2022-04-12\n",
        "  figures       killed all: 10\n",
        "  state         superseded by one#d\n",
        "  answers       single-origin, 1 origin, 1 third-party; contested by The Rebels\n",
        "\nis denied by\n  one#b ",
        "\nis replaced by\n  one#d (live",
    ] {
        let part = part.replace("(live", "(single-origin, contested) The Army: Twelve");
        assert!(claim.contains(&part), "{part} is not in\n{claim}");
    }
    let verdict = shown(Thing::Claim(built.claim("one#d")));
    assert!(verdict.contains("verdict       2 of 5 · Half true\n"), "{verdict}");
    let event = shown(Thing::Event(built.event("fire")));
    for part in [
        "  killed all: 12 · The Army · not stated, by 2022-04-12 · one#d\n",
        "    10 · not stated, by 2022-04-12 · superseded · one#a\n",
        "  how: How was it done? · no statement found\n",
    ] {
        assert!(event.contains(part), "{part} is not in\n{event}");
    }
}

#[test]
fn what_says_the_same_stands_together() {
    let brief = "---\ntitle: T\ndate: 2022-04-12\nclaims:\n  - {id: a, by: A, says: x, agrees_with: b}\n  \
                 - {id: b, by: B, says: y}\n---\n";
    let built = build(&[("briefs/one.md", brief)]);
    for (key, other) in [("one#a", "one#b"), ("one#b", "one#a")] {
        let sheet = show(&built.site, &built.method, Thing::Claim(built.claim(key)), 200);
        let lines: Vec<&str> = sheet.lines().iter().map(|line| line.text.as_str()).collect();
        for heading in ["one proposition with", "agrees with"] {
            let place = lines.iter().position(|line| *line == heading).unwrap();
            assert!(lines[place + 1].trim_start().starts_with(other), "{heading} of {key}");
            assert_eq!(lines.iter().filter(|line| **line == heading).count(), 1);
        }
        let form = Form::Json.bytes(&built.site, &built.method, &[built.claim(key)]).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&form).unwrap();
        let claim = &json["claims"][0];
        assert_eq!(claim["agrees_with"], serde_json::json!([other]), "at both ends");
        assert_eq!(claim["proposition"], "one#a");
    }
}

#[test]
fn every_question_must_be_met() {
    let both = Wanted { events: words(&["fire"]), ..by(&["state"]) };
    assert_eq!(picked(&both).as_deref(), Ok("a"));
    let all = Wanted { texts: words(&["closed"]), ..both.clone() };
    assert_eq!(picked(&all).as_deref(), Ok("a"));
    assert_eq!(picked(&Wanted { texts: words(&["came"]), ..both }).as_deref(), Ok(""));
}

#[test]
fn dates_count_by_their_bounds() {
    // a is dated by its source, 1 to 10 April 2022; b is open above, d below.
    assert_eq!(picked(&dates(Some("2022-04-10"), None)).as_deref(), Ok("abce"));
    assert_eq!(picked(&dates(Some("2022-04-11"), None)).as_deref(), Ok("bce"));
    assert_eq!(picked(&dates(Some("2022-05"), None)).as_deref(), Ok("be"));
    assert_eq!(picked(&dates(None, Some("2022-03"))).as_deref(), Ok("bd"));
    assert_eq!(picked(&dates(None, Some("2022-04-01"))).as_deref(), Ok("abcd"));
    assert_eq!(picked(&dates(None, Some("2020"))).as_deref(), Ok("d"));
    assert_eq!(picked(&dates(Some("2022-04"), Some("2022-04"))).as_deref(), Ok("abc"));
    assert_eq!(picked(&dates(Some("../2022"), Some("2019/.."))).as_deref(), Ok("abcde"), "open ends");
    assert!(picked(&dates(Some("2023"), Some("2022-12"))).unwrap_err().message.contains("`--since 2023`"));
}

#[test]
fn words_are_looked_for_after_folding() {
    let text = |text: &str| picked(&Wanted { texts: words(&[text]), ..Wanted::default() });
    assert_eq!(text("straße").as_deref(), Ok("ad"), "sentence and note");
    assert_eq!(text("ON THE STRASSE").as_deref(), Ok("d"), "white space is one space");
    assert_eq!(text("of us").as_deref(), Ok("c"), "quote");
    assert_eq!(text("inquiry").as_deref(), Ok(""), "an act's word is no text");
    let two = Wanted { texts: words(&["nobody", "closed"]), ..Wanted::default() };
    assert_eq!(picked(&two).as_deref(), Ok("ab"), "either");
    assert!(text(" \n").is_err());
}

#[test]
fn unknown_and_shared_names_are_told() {
    let unknown = picked(&by(&["armi"])).unwrap_err();
    assert_eq!(unknown.message, "the site has no actor `armi`");
    assert_eq!(unknown.help, "did you mean `army`?");
    let shared = picked(&by(&["Twin"])).unwrap_err();
    assert!(shared.message.contains("more than one actor"), "{shared:?}");
    // Nothing published refers to the twins but the brief that declares them.
    assert_eq!(shared.help, "write one of `twin-a`, `twin-b`");
}

#[test]
fn what_is_protected_or_confidential_is_neither_found_nor_told() {
    for name in ["Ousmane Diallo", "the clerk", "Ousmane Dialo"] {
        let miss = picked(&by(&[name])).unwrap_err();
        assert!(!miss.help.contains("q7") && !miss.help.contains("Diallo"), "{miss:?}");
    }
    for name in ["leak", "Secret ledger", "source:leak", "leek"] {
        let miss = find(&site().site, name).unwrap_err();
        assert!(!miss.help.contains("leak") && !miss.help.contains("ledger"), "{miss:?}");
    }
    let built = site();
    let ids: Vec<_> = built.site.claims.ids().collect();
    let mut out = String::new();
    for form in [Form::Json, Form::Ndjson, Form::Csv] {
        out += &String::from_utf8(form.bytes(&built.site, &built.method, &ids).unwrap()).unwrap();
    }
    let mut sheets = vec![table(&built.site, &built.method, &ids, 100)];
    let things = built.site.claims.ids().map(Thing::Claim);
    let things = things.chain(built.site.actors.ids().map(Thing::Actor));
    let things = things.chain(built.site.briefs.ids().map(Thing::Brief));
    let things = things.chain([Thing::Source(built.source("notice")), Thing::Event(built.event("fire"))]);
    sheets.extend(things.map(|thing| show(&built.site, &built.method, thing, 100)));
    sheets.iter().flat_map(Sheet::lines).for_each(|line| out += &line.text);
    assert!(out.contains("a protected source") && out.contains("a confidential source"));
    for secret in ["Ousmane", "Diallo", "the clerk", "ledger", "leak"] {
        assert!(!out.contains(secret), "{secret}");
    }
}

#[test]
fn things_are_found_by_key_id_name_or_alias_ids_first() {
    let moura = "---\ntitle: Twin\ndate: 2022-01-01\nevents:\n  twin-2022: {name: One}\nclaims:\n  \
                 - {id: x, by: army, says: y, event: twin-2022}\n---\n";
    let built = build(&[("briefs/one.md", SITE), ("briefs/the-fire.md", moura)]);
    let address = |name: &str| find(&built.site, name).map(|thing| thing.address(&built.site));
    for (name, expected) in [
        ("one#a", "claim:one#a"),
        ("ONE#A", "claim:one#a"),
        ("claim:one#e", "claim:one#e"),
        ("fire", "event:fire"),
        ("the-fire", "brief:the-fire"),
        ("The Fire", "event:fire"),
        ("one", "brief:one"),
        ("event:One", "event:twin-2022"),
        ("brief:A brief", "brief:one"),
        ("forces", "actor:army"),
        ("source:The Paper", "source:paper"),
        ("q7", "actor:q7"),
    ] {
        assert_eq!(address(name).as_deref(), Ok(expected), "{name}");
    }
    let shared = address("Twin").unwrap_err();
    assert_eq!(shared.help, "write one of `actor:twin-a`, `actor:twin-b`, `brief:the-fire`");
    for (name, help) in [
        ("a", "write `one#a`"),
        ("one#f#", "run `variorum show brief:one` for the list of its claims"),
        ("onee#a", "did you mean `one#a`?"),
        ("claim:a", "write `BRIEF#ID`"),
        ("actor:fire", "write an id, a name or an alias that the site has"),
        ("", "write an id, a name or an alias that the site has"),
    ] {
        assert_eq!(address(name).unwrap_err().help, help, "{name}");
    }
}

#[test]
fn cells_like_formulas_are_guarded() {
    let built = site();
    let ids: Vec<_> = built.site.claims.ids().collect();
    let csv = String::from_utf8(Form::Csv.bytes(&built.site, &built.method, &ids).unwrap()).unwrap();
    assert!(csv.contains(",'-1 came,"), "{csv}");
}

#[test]
fn a_source_chain_of_any_length_is_shown() {
    let mut sources = String::new();
    for number in 0..3000 {
        sources += &format!("  s{number}: {{title: S{number}, from: s{}}}\n", number + 1);
    }
    let brief = format!(
        "---\ntitle: T\ndate: 2022-01-01\nsources:\n{sources}  s3000: {{title: End, from: s0}}\nclaims:\n  \
         - {{id: a, by: x, says: y, source: s0}}\n---\n"
    );
    let built = build(&[("briefs/one.md", brief)]);
    let sheet = show(&built.site, &built.method, Thing::Claim(built.claim("one#a")), 80);
    let last = &sheet.lines().last().unwrap().text;
    assert!(sheet.lines().len() > 3000 && last.contains("leads back to itself"), "{last}");
}
