//! What pages say of claims, in words: a toll that grew and was given up, a denial that counts beside one that does not,
//! what has no date, verdicts, names in the page's language, a site's own kinds.

#![expect(clippy::unwrap_used, reason = "a test that cannot build its site has failed")]

use std::collections::BTreeMap;

use variorum::config::{Config, Vocabulary};
use variorum::input::ThemeFolder;
use variorum::page::Pages;
use variorum::plan::plan;
use variorum::theme::{self, Fragments, Rendered};
use variorum::value::word::{Act, EventKind};

mod support;

use support::build_with;

/// A count that moved (after the toll of Derna): bodies of one government, an organisation that passes on, one that denies
/// what it is quoted with, a projection.
const TOLL: &str = r"---
title: A toll
actors:
  gov: {name: Government, kind: government}
  interior: {name: Interior ministry, kind: government, part_of: gov}
  health: {name: Health ministry, kind: government, part_of: gov}
  crescent: {name: Red Crescent, kind: ngo}
  who: {name: WHO, kind: intergovernmental, part_of: un}
  un: {name: United Nations, kind: intergovernmental}
  mayor: {name: Mayor, kind: person}
events:
  flood: {name: Flood, date: 2023-09-10, kind: disaster, points: {toll: How many died?}}
sources: {paper: {title: Paper, kind: article}}
source: paper
event: flood
claims:
  - {id: i, by: interior, says: One., date: 2023-09-13, point: toll, figures: {killed: 3840}}
  - {id: m, by: mayor, says: Two., date: 2023-09-13, point: toll, figures: {killed: 18000-20000}, figures_are: projected}
  - {id: c, by: crescent, says: Three., date: 2023-09-14, point: toll, figures: {killed: 11300}}
  - {id: h, by: health, says: Four., date: 2023-09-16, point: toll, figures: {killed: 4100+}, replaces: i, denies: c}
  - {id: w, by: who, says: Five., date: 2023-09-15, point: toll, figures: {killed: 3958}}
  - {id: d, by: crescent, says: Six., date: 2023-09-17, disowns: c}
---
A toll.
";

/// A denial in advance and one that counts, a concession, claims that say the same, one without a date, one whose
/// source was retracted, acts, verdicts.
const DISPUTE: &str = r"---
title: A dispute
type: fact-check
lang: fr
date: 2020-10-21
actors:
  army: {name: Army, kind: state-forces, names: {fr: L’armée}}
  rebels: {name: Rebels, kind: rebel-group}
  lab: {name: Lab, kind: company}
  other-lab: {name: Other lab, kind: company}
events:
  attack: {name: Attack, date: 2018-02-09, kind: raid, parties: [army, rebels], names: {fr: L’attaque}}
sources: {paper: {title: Paper}, gone: {title: Gone, status: retracted}}
source: paper
event: attack
claims:
  - {id: did, by: rebels, says: The army did it., about: army, date: 2018-02-10, verdict: {rating: 4, name: Plutôt vrai, why: Deux analyses.}}
  - {id: early, by: army, says: They will blame us., date: 2018-02-07, denies: did}
  - {id: denied, by: army, says: We did not., date: 2018-02-12T20:10Z, denies: did}
  - {id: traced, by: lab, says: It was traced., basis: own-investigation, speaker_confidence: high, date: 2018-02}
  - {id: traced-too, by: other-lab, says: Traced as well., basis: own-investigation, agrees_with: traced, date: 2018-03}
  - {id: fallen, by: lab, says: It was otherwise., source: gone}
  - {id: leak, by: rebels, does: leaks, to: army, says: The orders are out.}
---
On [[army]], [[event:attack]] and [the act](claim:leak).
";

/// Rivals who give different figures, one of them denying or doubting the other's; concessions that grant figures and
/// that do not; what nobody answers, and what is answered by claims that are not beside it.
const RIVALS: &str = r"---
title: Rivals
actors:
  alpha: {name: Alpha, kind: government}
  gamma: {name: Gamma, kind: rebel-group}
  beta: {name: Beta, kind: government}
  w-3: {name: Aminata, protected: true}
events:
  strike: {name: Strike, date: 2024-03-01, kind: airstrike}
  inquiry: {name: Inquiry, date: 2024-03-05, kind: statement}
sources: {paper: {title: Paper}}
source: paper
event: strike
claims:
  - {id: a, by: alpha, says: Few died., date: 2024-03-02, figures: {killed: 84}}
  - {id: g, by: gamma, says: Many died., date: 2024-03-03, figures: {killed: 500}, denies: a}
  - {id: ai, by: alpha, says: Few were hurt., date: 2024-03-02, figures: {injured: 7}}
  - {id: gi, by: gamma, says: Many were hurt., date: 2024-03-03, figures: {injured: 70}, questions: ai}
  - {id: granted, by: alpha, says: Granted., date: 2024-03-04, concedes: g}
  - {id: granted-all, by: beta, says: All granted., date: 2024-03-02, concedes: a, figures: {killed: 84}}
  - {id: seen, by: w-3, says: It was seen., date: 2024-03-04}
  - {id: first, by: alpha, says: It was a depot., date: 2024-03-02}
  - {id: then, by: alpha, says: It was a barracks., date: 2024-03-04, replaces: first}
  - {id: other, by: alpha, says: It was night., date: 2024-03-04}
  - {id: no-depot, by: gamma, says: It was none., date: 2024-03-05, event: inquiry, denies: first}
  - {id: no-night, by: gamma, says: It was day., date: 2024-03-05, event: inquiry, denies: other}
---
Rivals.
";

/// The pages of a site by their paths.
fn pages(contents: &[(&str, &str)], language: &str) -> BTreeMap<String, String> {
    let config = Config {
        language: language.parse().unwrap(),
        vocabulary: Vocabulary {
            event_kinds: [("raid".to_owned(), EventKind::Battle)].into(),
            acts: [("leaks".to_owned(), Act::Other)].into(),
            ..Vocabulary::default()
        },
        ..Config::default()
    };
    let built = build_with(contents, &config);
    let (theme, faults) = theme::load(&ThemeFolder::default(), &built.files, &config.language);
    assert_eq!(faults, []);
    let (plan, _) = plan(&built.site, &built.method, &config, None);
    let pages = Pages::new(&built.site, &built.method, &config, &plan);
    let (fragments, mut html) = (Fragments::new(&theme, &pages), Rendered::default());
    let render = |page: &variorum::plan::Planned| {
        fragments.render(&pages.view(page), &mut html).unwrap_or_else(|error| panic!("{}", error.message));
        (page.path.to_string(), words(&String::from_utf8(html.html.clone()).unwrap()))
    };
    plan.pages.iter().map(render).collect()
}

/// Elements that stand within a line.
const INLINE: [&str; 10] = ["a", "b", "bdi", "i", "q", "s", "span", "sup", "time", "wbr"];

/// A page's words, without tags; lines are parted by blanks.
fn words(html: &str) -> String {
    let body = html.split_once("<body").unwrap().1;
    let mut text = String::new();
    for (tag, words) in body.split('<').filter_map(|part| part.split_once('>')) {
        let name = tag.trim_start_matches('/').split_whitespace().next().unwrap_or_default();
        if !INLINE.contains(&name) {
            text.push(' ');
        }
        text.push_str(words);
    }
    text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(page: &str, words: &[&str]) {
    for words in words {
        assert!(page.contains(words), "{words}\n---\n{page}");
    }
}

#[test]
fn a_toll_reads_as_a_count_that_moved() {
    let pages = pages(&[("briefs/2023-09-25-toll.md", TOLL)], "en");
    let event = &pages["events/flood.html"];
    says(
        event,
        &[
            "no point in dispute",
            "The figures given rose from 3,958 to 4,100+: the later ones are the higher.",
            "Projected; compared with nothing",
            "18,000–20,000 projected",
            "stands by no number",
            "3,840 Interior ministry, 13 September 2023 · replaced by Health ministry, 16 September 2023",
            "11,300 14 September 2023 · disowned: Red Crescent denies having said it, 17 September 2023",
            "By date, all people.",
        ],
    );
    assert!(!event.contains("in dispute:"), "{event}");
    assert!(!pages["overview/disputes.html"].contains("Flood"), "it is no dispute");
    says(
        &pages["overview/superseded.html"],
        &["2 claims", "One.", "replaced by", "Three.", "disowned: Red Crescent"],
    );
    says(&pages["actors/crescent.html"], &["Changed its word", "Denies having said"]);
}

#[test]
fn answers_are_said_with_names() {
    let pages = pages(&[("briefs/2020-10-21-dispute.md", DISPUTE)], "en");
    let event = &pages["events/attack.html"];
    says(
        event,
        &["1 point in dispute: a denial", "12 February 2018, 20:10 (UTC)", "Lab, Other lab", "Kind raid"],
    );
    says(
        &pages["overview/disputes.html"],
        &["1 point in dispute", "in dispute: a denial", "The army did it."],
    );
    says(&pages["overview/superseded.html"], &["It was otherwise.", "its source was retracted"]);
    says(&pages["actors/army.html"], &["Also called: L’armée"]);
}

#[test]
fn a_french_page_says_it_in_french_and_names_things_so() {
    let pages = pages(&[("briefs/2020-10-21-dispute.md", DISPUTE)], "en");
    let brief = &pages["briefs/dispute.html"];
    says(
        brief,
        &[
            "Verdict : 4 sur 5, Plutôt vrai Deux analyses.",
            "contestée par L’armée",
            "corroborée 2 origines, 2 origines tierces",
            "le dit avec une confiance élevée",
            "sa propre enquête",
            "Dit aussi par Other lab",
            "date non indiquée, au plus tard le 21 octobre 2020",
            "affirme Other lab",
            "Dément d’avance avant que cela n’ait eu lieu Rebels : The army did it.",
            "Démentie par L’armée : We did not. Démentie d’avance par avant que cela n’ait eu lieu L’armée : They will",
            "On L’armée, L’attaque and",
            "leaks L’armée : The orders are out.",
            "12 février 2018 à 20 h 10 (UTC)",
            "sa source a été rétractée",
        ],
    );
    let (head, _) = brief.split_once("On L’armée").unwrap();
    assert!(head.contains("Verdict : 4 sur 5"), "a verdict stands at the head: {head}");
    assert!(!brief.contains("21 octobre 2020 The orders"), "the brief's day is nobody's date: {brief}");
    let arabic = &self::pages(&[("briefs/2023-09-25-toll.md", TOLL)], "ar")["events/flood.html"];
    says(
        arabic,
        &["لا نقطة موضع خلاف", "ارتفعت الأرقام المعطاة من 3,958 إلى 4,100+", "لا يتمسك بأي رقم", "توقّع"],
    );
}

#[test]
fn figures_of_rivals_are_no_count_that_rose() {
    let pages = pages(&[("briefs/2024-03-06-rivals.md", RIVALS)], "en");
    let rose = ["84 to 500", "7 to 70"].map(|from_to| {
        format!("The figures given rose from {from_to}: the later ones are the higher. One of the claims that give them")
    });
    says(
        &pages["events/strike.html"],
        &[&format!("{} denies another.", rose[0]), &format!("{} questions another.", rose[1])],
    );
}

#[test]
fn a_concession_in_part_is_called_one_at_both_ends() {
    let pages = pages(&[("briefs/2024-03-06-rivals.md", RIVALS)], "en");
    says(
        &pages["briefs/rivals.html"],
        &[
            "Concedes in part Gamma: Many died.",
            "Conceded in part by Alpha: Granted.",
            "Concedes Alpha: Few died.",
            "Conceded by Beta: All granted.",
        ],
    );
    says(&pages["actors/alpha.html"], &["Granted. Concedes in part Gamma: Many died."]);
}

#[test]
fn a_page_is_cited_once_and_a_claim_by_its_address() {
    let translation = "---\ntitle: Drei\ntranslation_of: rivals\nlang: de\ndate: 2024-03-07\n---\n";
    for (language, cited, how) in [
        ("en", "Cite this", "take the address of “Link to this claim”."),
        ("fr", "Citer cette page", "prenez l’adresse de « Lien vers cette affirmation »."),
    ] {
        let brief = &RIVALS.replace("title: Rivals", &format!("title: Rivals\nlang: {language}"));
        let contents = [("briefs/2024-03-06-rivals.md", brief.as_str()), ("briefs/drei.md", translation)];
        let pages = pages(&contents, "en");
        let brief = &pages["briefs/rivals.html"];
        says(brief, &[&format!("{cited} (2024-03-06): Rivals. "), how]);
        assert_eq!(brief.matches("(2024-03-06): ").count(), 1, "{brief}");
        assert!(!brief.contains("w-3: ") && !brief.contains("Aminata"), "{brief}");
        says(&pages["briefs/drei.html"], &["Cite this (2024-03-07): Drei. "]);
        says(&pages["events/strike.html"], &["Cite this : Strike. "]);
        for other in ["briefs/drei.html", "events/strike.html"] {
            assert!(!pages[other].contains("Link to this claim”"), "{other}");
        }
    }
}

#[test]
fn only_what_no_claim_relates_to_is_answered_by_none() {
    let pages = pages(&[("briefs/2024-03-06-rivals.md", RIVALS)], "en");
    let (_, alone) =
        pages["events/strike.html"].rsplit_once("Said by one party, and answered by none").unwrap();
    let (alone, _) = alone.split_once("Who denies whom").unwrap();
    says(alone, &["It was seen."]);
    for answered in ["It was a barracks.", "It was night."] {
        assert!(!alone.contains(answered), "{answered}\n{alone}");
        says(&pages["events/strike.html"], &[&format!("Alpha: {answered}")]);
    }
    says(
        &pages["events/strike.html"],
        &["It was night. Alpha 4 March 2024 contested by Gamma No statement found: Beta, a protected"],
    );
}
