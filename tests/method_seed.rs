//! The method on the bundled content: METHOD's seed case (Moura, 2022), and the whole site as it was worked out by
//! hand beside it.

mod support;

use support::{Built, build, in_words, own_content};
use variorum::site::figures::Comparison;

fn seed() -> Built {
    build(&own_content())
}

#[test]
fn the_seed_case_is_as_the_method_says() {
    let seed = seed();
    assert_eq!(seed.judgement("moura#civilians-killed"), "corroborated 2-3 1-2");
    assert_eq!(seed.judgement("moura#wagner-at-moura"), "contested 1-1 0-0");
    assert_eq!(seed.judgement("moura#wagner-captured"), "contested 1-1 0-0");
    assert_eq!(seed.judgement("moura#army-203"), "single-origin 1-1 0-0");
    let army = seed.method.standing(seed.claim("moura#army-203")).unwrap();
    assert_eq!(seed.names(&army.conceded_in_part_by), ["jnim"]);
    assert!(army.conceded_by.is_empty() && army.denied_by.is_empty());
    let findings = &seed.method.versions(seed.event("moura-2022")).findings;
    let conflict = findings.iter().find(|finding| finding.group.is_none()).unwrap();
    assert_eq!(conflict.measure, "killed");
    let groups = vec!["civilians".to_owned(), "fighters".to_owned()];
    assert_eq!(conflict.comparison, Comparison::GroupConflict { groups });
}

#[test]
fn every_claim_of_the_bundled_site_stands_as_worked_out_by_hand() {
    let seed = seed();
    let stand = |brief: &str| -> Vec<String> {
        let keys = seed.site.claims.ids().map(|id| seed.site.claim_key(id));
        let of_brief = keys.filter_map(|key| Some((key.strip_prefix(&format!("{brief}#"))?.to_owned(), key)));
        of_brief.map(|(id, key)| format!("{id}: {}", seed.judgement(&key))).collect()
    };
    assert_eq!(
        stand("moura"),
        [
            "army-203: single-origin 1-1 0-0",
            "army-51: single-origin 1-1 0-0",
            "mass-killing: unproven 1-3 0-2",
            "rights-reports: single-origin 1-1 1-1",
            "press-reports: single-origin 1-1 0-1",
            "civilians-killed: corroborated 2-3 1-2",
            "fighters-present: single-origin 1-1 0-0",
            "wagner-at-moura: contested 1-1 0-0",
            "wagner-captured: contested 1-1 0-0",
            "no-wagner: single-origin 1-1 0-0",
            "inquiry-military: act",
            "inquiry-minusma: act",
            "access-refused: act",
        ]
    );
    assert_eq!(
        stand("un-findings-moura"),
        [
            "findings-published: act",
            "killed-500: contested 1-1 0-1",
            "women-and-children: contested 1-1 0-1",
            "fighters-30: contested 1-1 0-1",
            "access-had-been-refused: single-origin 1-1 0-1",
            "report-rejected: single-origin 1-1 0-0",
        ]
    );
    let killed = seed.claim("moura#civilians-killed");
    assert_eq!(seed.names(&seed.method.known(killed)), ["jnim", "survivors"]);
    assert_eq!(seed.method.unknown_names(&seed.site, killed), ["press"]);
}

#[test]
fn figures_of_the_bundled_site() {
    let seed = seed();
    let versions = seed.method.versions(seed.event("moura-2022"));
    let rows: Vec<String> = versions
        .figures
        .iter()
        .map(|row| format!("{} {} {} {}", row.measure, row.group, row.figure, seed.site.claim_key(row.claim)))
        .collect();
    assert_eq!(
        rows,
        [
            "arrested all 51 moura#army-51",
            "killed all 500+ un-findings-moura#killed-500",
            "killed children 7 un-findings-moura#women-and-children",
            "killed civilians hundreds moura#civilians-killed",
            "killed fighters 203 moura#army-203",
            "killed fighters ~30 un-findings-moura#fighters-30",
            "killed women ~20 un-findings-moura#women-and-children",
        ]
    );
    let disagreement = &versions.findings[0];
    assert_eq!((disagreement.measure.as_str(), disagreement.group.as_deref()), ("killed", Some("fighters")));
    let Comparison::Disagree { gap: Some(gap) } = disagreement.comparison else {
        panic!("expected a gap: {disagreement:?}")
    };
    assert_eq!(gap.to_string(), "6.15");
    assert_eq!(versions.findings.len(), 2);
}

#[test]
fn points_of_the_bundled_site() {
    let seed = seed();
    let points = |event: &str| -> Vec<String> {
        let points = seed.method.versions(seed.event(event)).points.iter();
        points
            .map(|point| {
                let id = point.id.as_ref().map_or("-", |id| id.as_str());
                format!("{id} {}: {}", point.contested, seed.keys(&point.claims).join(" "))
            })
            .collect()
    };
    assert_eq!(
        points("moura-2022"),
        [
            "who-was-killed 3: moura#army-203 moura#civilians-killed moura#fighters-present moura#mass-killing \
             moura#press-reports moura#rights-reports un-findings-moura#fighters-30 un-findings-moura#killed-500 \
             un-findings-moura#report-rejected un-findings-moura#women-and-children",
            "russians 1: moura#no-wagner moura#wagner-at-moura moura-paroles-et-actes#instructeurs",
            "- 0: moura#army-51",
            "- 0: un-findings-moura#access-had-been-refused",
        ]
    );
    assert_eq!(points("segou-2022"), ["- 1: moura#no-wagner moura#wagner-captured"]);
    let columns = &seed.method.versions(seed.event("moura-2022")).columns;
    assert_eq!(seed.names(columns)[0], "malian-authorities");
}

#[test]
fn falls_of_the_sources_of_the_bundled_site() {
    let seed = seed();
    let changes = |source: &str| -> Vec<String> {
        let shifts = seed.method.if_it_falls(seed.source(source)).unwrap();
        let relabelled = shifts.iter().filter(|shift| shift.from.label != shift.to.label);
        relabelled
            .map(|shift| format!("{}: {}", seed.site.claim_key(shift.claim), in_words(&shift.to)))
            .collect()
    };
    assert_eq!(changes("jnim-pr"), ["moura#civilians-killed: unproven 1-3 1-3"]);
    assert_eq!(changes("rights-testimonies"), ["moura#civilians-killed: unproven 1-2 0-1"]);
    assert_eq!(changes("press-testimonies"), [""; 0]);
    assert_eq!(changes("un-report"), [""; 0]);
    assert_eq!(
        changes("authorities-on-wagner"),
        ["moura#wagner-at-moura: single-origin 1-1 0-0", "moura#wagner-captured: single-origin 1-1 0-0"]
    );
    assert_eq!(
        changes("authorities-on-un-report"),
        [
            "un-findings-moura#fighters-30: single-origin 1-1 0-1",
            "un-findings-moura#killed-500: single-origin 1-1 0-1",
            "un-findings-moura#women-and-children: single-origin 1-1 0-1",
        ]
    );
    assert_eq!(changes("army-account"), [""; 0]);
}
