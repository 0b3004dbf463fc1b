//! Which claims `query` picks and what `show` finds, on small sites made for each question.

#![expect(clippy::unwrap_used, reason = "a test may end in a panic")]

mod support;

use support::{Built, build};
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
    let built = site();
    let ids = select(&built.site, &built.method, wanted)?;
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
    assert_eq!(select(&built.site, &built.method, &by(&["a"])).unwrap().len(), 2);
}

#[test]
fn whom_where_and_how() {
    let about = Wanted { about: words(&["q7"]), ..Wanted::default() };
    assert_eq!(picked(&about).as_deref(), Ok("b"));
    let event = Wanted { events: words(&["the fire"]), ..Wanted::default() };
    assert_eq!(picked(&event).as_deref(), Ok("ae"));
    let source = Wanted { sources: words(&["paper"]), ..Wanted::default() };
    assert_eq!(picked(&source).as_deref(), Ok("acd"), "in `source` or in `from`");
    let contested = Wanted { labels: vec!["contested".parse().unwrap()], ..Wanted::default() };
    assert_eq!(picked(&contested).as_deref(), Ok("a"));
    let labels = ["contested", "single-origin"].map(|label| label.parse().unwrap());
    let labelled = Wanted { labels: labels.to_vec(), ..Wanted::default() };
    assert!(!picked(&labelled).unwrap().contains('d'), "acts have no label");
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
