//! What the manual promises of any site (sections 3, 4 and 10), one test for each promise, on random sites.
//!
//! `VARIORUM_CASES` raises the number of sites.

#![expect(clippy::unwrap_used, reason = "a test that cannot build its site has failed")]

#[path = "support/lines.rs"]
mod lines;
mod random;
mod support;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::Index;
use random::{BRIEFS, Draft, draft};
use support::{Built, build_with};
use variorum::method::{Answers, Interval, Received, State};
use variorum::value::date::Edtf;
use variorum::value::word::Relation;

/// So many sites, unless more are asked for.
fn settings(cases: u32) -> ProptestConfig {
    let asked = std::env::var("VARIORUM_CASES").ok().and_then(|number| number.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(cases), failure_persistence: None, ..ProptestConfig::default() }
}

fn built(draft: &Draft) -> Built {
    build_with(&draft.contents(), &draft.config())
}

/// The answers of all statements, by key.
fn answers(built: &Built) -> BTreeMap<String, Answers> {
    let ids = built.site.claims.ids();
    ids.filter_map(|id| Some((built.site.claim_key(id), built.method.answers(id)?))).collect()
}

fn states(built: &Built) -> BTreeMap<String, State> {
    built.site.claims.ids().map(|id| (built.site.claim_key(id), built.method.state(id))).collect()
}

/// The proposition of a claim: its known origins, the names of its unknown ones, and how many there are.
fn origins(built: &Built, key: &str) -> (BTreeSet<String>, BTreeSet<String>, Interval) {
    let id = built.method.proposition_of(built.claim(key)).unwrap();
    let known = built.method.known(id).map(|root| built.site.actors[root].id.to_string());
    let unknown = built.method.unknown_names(&built.site, id).into_iter();
    (known.collect(), unknown.collect(), built.method.proposition(id).origins)
}

fn rises(from: &Answers, to: &Answers) -> bool {
    let above = |from: Interval, to: Interval| to.min > from.min || to.max > from.max;
    above(from.origins, to.origins) || above(from.third_party, to.third_party)
}

fn is_public(draft: &Draft, source: &str) -> bool {
    let place = source.strip_prefix('s').and_then(|place| place.parse::<usize>().ok());
    place.is_none_or(|place| draft.sources[place].access != "confidential")
}

/// The sources that claims of a brief take over.
fn taken_over(brief: usize) -> Vec<String> {
    let sources = BRIEFS[brief].2.lines().find_map(|line| line.strip_prefix("source: "));
    let names = sources.unwrap_or_default().split(|letter: char| !letter.is_ascii_alphanumeric());
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The draft with one of its sources retracted.
fn retracted(draft: &Draft, place: usize) -> Draft {
    let mut draft = draft.clone();
    draft.sources[place].status = "retracted";
    draft
}

proptest! {
    #![proptest_config(settings(250))]

    #[test]
    fn where_nothing_has_gone_the_counts_begin_at_one(mut draft in draft()) {
        for source in &mut draft.sources {
            source.status = "ok";
        }
        for claim in &mut draft.claims {
            claim.relations.retain(|(relation, _)| !matches!(relation, Relation::Withdraws | Relation::Disowns));
        }
        for (key, Answers { origins, .. }) in answers(&built(&draft)) {
            prop_assert!(1 <= origins.min && origins.min <= origins.max, "{}: {:?}", key, origins);
        }
    }

    #[test]
    fn counts_are_in_order_everywhere(draft in draft()) {
        for (key, Answers { origins, third_party, .. }) in answers(&built(&draft)) {
            prop_assert!(origins.min <= origins.max && (origins.min == 0) == (origins.max == 0), "{}: {:?}", key, origins);
            prop_assert!(third_party.min <= third_party.max, "{}: {:?}", key, third_party);
            let within = third_party.min <= origins.min && third_party.max <= origins.max;
            prop_assert!(within, "{}: {:?} of {:?}", key, third_party, origins);
        }
    }

    #[test]
    fn a_claim_that_only_repeats_moves_nothing(mut draft in draft(), targets: [Index; 2], speaker: Index) {
        let before = answers(&built(&draft));
        let targets = targets.map(|target| (Relation::Repeats, target.index(draft.claims.len())));
        // Somebody who speaks already, or nobody knows: a record that is named for the first time brings its alliances.
        let mut speakers: Vec<String> = draft.claims.iter().flat_map(|claim| claim.by.clone()).collect();
        speakers.push("Somebody new".to_owned());
        draft.add_claim(&[speaker.get(&speakers).as_str()], "first_hand: true, ", targets.into());
        let mut after = answers(&built(&draft));
        after.remove("second#new");
        // Neither an interval nor anything else.
        prop_assert_eq!(before, after);
    }

    #[test]
    fn a_first_hand_agreement_by_a_new_root_raises_the_maximum_by_one(
        mut draft in draft(),
        target: Index,
        speaker in 0..7_usize,
    ) {
        let target = target.index(draft.claims.len());
        if draft.claims[target].is_act {
            return Ok(());
        }
        let speaker = if speaker == 6 { "Somebody new".to_owned() } else { format!("a{speaker}") };
        let key = draft.key(target);
        let before = origins(&built(&draft), &key);
        draft.add_claim(&[&speaker], "first_hand: true, ", vec![(Relation::AgreesWith, target)]);
        let after = built(&draft);
        let speaker = after.site.claims[after.claim("second#new")].by[0];
        let root = after.site.actors[after.site.actors[speaker].root].id.to_string();
        let (known, unknown, interval) = before;
        if known.contains(&root) {
            return Ok(());
        }
        let then = origins(&after, &key).2;
        prop_assert!(then.min >= interval.min, "{:?} to {:?}", interval, then);
        prop_assert_eq!(then.max, interval.max + u32::from(!unknown.contains(&root)));
    }

    #[test]
    fn a_root_put_under_another_of_its_kind_never_raises_a_maximum(mut draft in draft(), choice: Index) {
        let actors = 0..draft.actors.len();
        let roots: Vec<usize> = actors.clone().filter(|part| draft.actors[*part].part_of.is_none()).collect();
        let pairs = roots.iter().flat_map(|part| actors.clone().map(move |whole| (*part, whole)));
        let open: Vec<(usize, usize, usize)> = pairs
            .filter_map(|(part, whole)| Some((part, whole, draft.root(whole)?)))
            .filter(|(part, _, root)| part != root)
            .collect();
        if open.is_empty() {
            return Ok(());
        }
        let (part, whole, root) = open[choice.index(open.len())];
        draft.actors[part].kind = draft.actors[whole].kind;
        // Neither of the two is a side, nor publishes a source that tells where it has it from.
        let of_them: Vec<usize> =
            actors.filter(|actor| draft.root(*actor).is_some_and(|end| end == part || end == root)).collect();
        for claim in &mut draft.claims {
            claim.about.retain(|actor| !of_them.contains(actor));
            if claim.basis.contains("own-act") {
                claim.basis = "basis: own-investigation, ";
            }
        }
        for event in &mut draft.events {
            event.parties.retain(|actor| !of_them.contains(actor));
        }
        for source in &mut draft.sources {
            let tells = source.first_hand || !source.from.is_empty();
            source.publisher = source.publisher.filter(|publisher| !tells || !of_them.contains(publisher));
        }
        let before = answers(&built(&draft));
        draft.actors[part].part_of = Some(whole);
        for (key, then) in answers(&built(&draft)) {
            prop_assert!(then.origins.max <= before[&key].origins.max, "{}: {:?} to {:?}", key, before[&key], then);
        }
    }

    #[test]
    fn it_does_not_matter_at_which_end_an_agreement_is_written(draft in draft(), which: u64) {
        let mut turned = draft.clone();
        let mut place = 0;
        turned.turn_agreements(|| {
            place += 1;
            which >> (place % 64) & 1 == 1
        });
        prop_assert_eq!(lines::all(&built(&draft)), lines::all(&built(&turned)));
    }

    #[test]
    fn the_order_of_files_does_not_matter(draft in draft(), order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle()) {
        let files = draft.contents();
        let shuffled: Vec<_> = order.into_iter().map(|place| files[place].clone()).collect();
        prop_assert_eq!(lines::all(&built(&draft)), lines::all(&build_with(&shuffled, &draft.config())));
    }

    #[test]
    fn every_statement_is_in_one_proposition_and_what_is_in_one_shares_its_answers(draft in draft()) {
        let built = built(&draft);
        let mut seen = BTreeMap::new();
        for (id, proposition) in built.method.propositions() {
            for claim in &proposition.claims {
                let key = built.site.claim_key(*claim);
                let answers = built.method.answers(*claim).unwrap();
                prop_assert_eq!(built.method.proposition_of(*claim), Some(id));
                prop_assert_eq!(answers.origins, proposition.origins);
                prop_assert_eq!(answers.backing, proposition.backing);
                prop_assert_eq!(answers.reception, proposition.reception);
                prop_assert!(answers.state == State::Live || proposition.claims.len() == 1, "{} is not alone", key);
                prop_assert_eq!(seen.insert(key, id), None, "in two");
            }
        }
        let statements: Vec<String> = answers(&built).into_keys().collect();
        prop_assert_eq!(statements, seen.into_keys().collect::<Vec<_>>());
    }

    #[test]
    fn the_lists_of_reception_do_not_overlap(draft in draft()) {
        let built = built(&draft);
        for (id, proposition) in built.method.propositions() {
            let Received { contested_by, disputed_by, admitted_by, conceded_by, contradicted_by, .. } =
                built.method.received(id);
            let key = built.site.claim_key(proposition.claims[0]);
            prop_assert!(contested_by.iter().all(|root| !disputed_by.contains(root)), "{}", key);
            prop_assert!(admitted_by.iter().all(|root| !conceded_by.contains(root)), "{}", key);
            let known: Vec<_> = built.method.known(id).collect();
            // Nobody who stands behind it contests or contradicts it.
            prop_assert!(known.iter().all(|root| !contested_by.contains(root)), "{}", key);
            prop_assert!(known.iter().all(|root| !contradicted_by.contains(root)), "{}", key);
        }
    }

    #[test]
    fn a_state_takes_effect_whatever_the_dates(mut draft in draft(), dates: [Option<bool>; 10]) {
        let before = states(&built(&draft));
        for (claim, date) in draft.claims.iter_mut().zip(dates) {
            claim.date = date.map(|early| if early { "1999" } else { "2030-01-01T10:00" });
        }
        prop_assert_eq!(before, states(&built(&draft)));
    }

    #[test]
    fn taking_an_end_back_revives_nothing(mut draft in draft(), ending: Index) {
        let before = built(&draft);
        let ends = |relation| matches!(relation, Relation::Replaces | Relation::Withdraws | Relation::Disowns);
        let places = 0..draft.claims.len();
        let ending_claims: Vec<usize> =
            places.filter(|place| draft.claims[*place].relations.iter().any(|(relation, _)| ends(*relation))).collect();
        if ending_claims.is_empty() {
            return Ok(());
        }
        let ending = ending_claims[ending.index(ending_claims.len())];
        draft.add_claim(&["a0"], "", vec![(Relation::Withdraws, ending)]);
        let mut after = states(&built(&draft));
        after.remove("second#new");
        for (key, state) in states(&before).into_iter().filter(|(_, state)| *state != State::Live) {
            let stays = after[&key] == state || key == draft.key(ending);
            prop_assert!(stays, "{} was {} and is {}", key, state, after[&key]);
        }
    }

    #[test]
    fn a_claim_bears_its_own_date_or_that_of_its_first_source_that_has_one(draft in draft()) {
        let built = built(&draft);
        for (place, claim) in draft.claims.iter().enumerate() {
            let sources = claim.sources.clone().unwrap_or_else(|| taken_over(claim.brief));
            let of_sources = sources.iter().filter(|source| is_public(&draft, source)).find_map(|source| {
                draft.sources[source.strip_prefix('s')?.parse::<usize>().ok()?].date
            });
            let date = built.site.claims[built.claim(&draft.key(place))].stated_date();
            prop_assert_eq!(date.map(Edtf::as_str), claim.date.or(of_sources));
        }
    }

    #[test]
    fn acts_have_no_answers(draft in draft()) {
        let built = built(&draft);
        for id in built.site.claims.ids() {
            let is_act = !built.site.is_statement(id);
            prop_assert_eq!(built.method.answers(id).is_none(), is_act);
            prop_assert_eq!(built.method.proposition_of(id).is_none(), is_act);
            prop_assert!(!is_act || matches!(built.method.state(id), State::Live | State::Fallen));
        }
    }

    #[test]
    fn confidential_sources_are_never_named(draft in draft()) {
        let built = built(&draft);
        for (id, proposition) in built.method.propositions() {
            let names = built.method.unknown_names(&built.site, id);
            let known = built.method.known(id).count();
            prop_assert!(known + names.len() <= proposition.origins.max as usize);
            for name in names {
                let source = name.strip_prefix("source:").or_else(|| name.strip_prefix("cycle:"));
                prop_assert!(source.is_none_or(|source| is_public(&draft, source)), "{}", name);
                prop_assert!(source.is_some() || built.site.actors.iter().any(|actor| actor.id.as_str() == name));
            }
        }
        // What a confidential source says of itself counts nowhere, but whether it was retracted.
        let mut bare = draft.clone();
        for source in bare.sources.iter_mut().filter(|source| source.access == "confidential") {
            (source.publisher, source.date, source.first_hand) = (None, None, false);
            source.from.clear();
        }
        prop_assert_eq!(lines::all(&built), lines::all(&self::built(&bare)));
    }
}

// These build each site once more for each of its sources.
proptest! {
    #![proptest_config(settings(80))]

    #[test]
    fn nothing_rises_when_a_source_falls(draft in draft()) {
        let before = answers(&built(&draft));
        for source in 0..draft.sources.len() {
            for (key, then) in answers(&built(&retracted(&draft, source))) {
                let now = &before[&key];
                prop_assert!(!rises(now, &then), "s{} falls, {}: {:?} to {:?}", source, key, now, then);
            }
        }
    }

    #[test]
    fn if_it_falls_is_what_retracting_it_does(draft in draft()) {
        let before = built(&draft);
        for (id, source) in before.site.sources.entries() {
            let mut expected = answers(&before);
            for shift in before.method.if_it_falls(id).unwrap() {
                let key = before.site.claim_key(shift.claim);
                prop_assert_ne!(shift.from, shift.to);
                prop_assert_eq!(expected.insert(key, shift.to), Some(shift.from));
            }
            let Some(place) = source.id.as_str().strip_prefix('s').and_then(|place| place.parse().ok()) else {
                continue;
            };
            prop_assert_eq!(expected, answers(&built(&retracted(&draft, place))), "{} falls", source.id);
        }
    }
}
