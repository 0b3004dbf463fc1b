//! The method against a second implementation, short, naive and obvious, on thousands of random sites; and the
//! properties that METHOD, section 1, promises.
//!
//! Random sites are texts, built on the public path. The second implementation (`naive`) knows the rules and nothing
//! of how the first one is fast.

#![expect(clippy::unwrap_used, reason = "a test that cannot build its site has failed")]

mod naive;
mod random;
mod support;

use naive::Naive;
use proptest::prelude::*;
use random::{Draft, draft};
use support::{Built, build};
use variorum::config::Config;
use variorum::site::{Claim, Id};
use variorum::value::word::Relation;

fn built(draft: &Draft) -> Built {
    build(&draft.contents())
}

/// Claims and their counts, by key; acts left out.
fn counts(built: &Built) -> Vec<(String, u32, u32)> {
    let counted = |id: Id<Claim>| {
        let origins = built.method.standing(id)?.judgement.origins;
        Some((built.site.claim_key(id), origins.min, origins.max))
    };
    built.site.claims.ids().filter_map(counted).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_method_agrees_with_the_naive_one(draft in draft()) {
        let built = built(&draft);
        let config = Config::default();
        let naive = Naive::new(&built.site, &config);
        prop_assert_eq!(naive.standings_as_text(), as_text::standings(&built));
        prop_assert_eq!(naive.falls_as_text(), as_text::falls(&built));
        for (id, event) in built.site.events.entries() {
            prop_assert_eq!(naive.points_as_text(event), as_text::points(&built, id));
            prop_assert_eq!(naive.figures_as_text(event), as_text::figures(&built, id));
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn counts_are_in_order_and_a_fall_never_raises_the_minimum(draft in draft()) {
        let built = built(&draft);
        for (key, min, max) in counts(&built) {
            prop_assert!(1 <= min && min <= max, "{key}: {min}-{max}");
        }
        for source in built.site.sources.ids() {
            for shift in built.method.if_it_falls(source).unwrap() {
                prop_assert!(shift.to.origins.min <= shift.from.origins.min);
            }
        }
    }

    #[test]
    fn a_claim_that_only_repeats_moves_nothing(mut draft in draft(), target: prop::sample::Index) {
        let before = counts(&built(&draft));
        let target = target.index(draft.claims.len());
        draft.add_claim(&["a0"], "", vec![(Relation::Repeats, target)]);
        let mut after = counts(&built(&draft));
        after.retain(|(key, ..)| key != "second#new");
        prop_assert_eq!(before, after);
    }

    #[test]
    fn a_new_first_hand_supporter_raises_the_maximum_by_one(mut draft in draft(), target: prop::sample::Index) {
        let target = target.index(draft.claims.len());
        let max = |built: &Built, key: &str| {
            built.method.standing(built.claim(key)).map(|standing| standing.judgement.origins.max)
        };
        let key = draft.key(target);
        let before = max(&built(&draft), &key);
        draft.add_claim(&["Somebody new"], "first_hand: true, source: [], ", vec![(Relation::Supports, target)]);
        prop_assert_eq!(before.map(|max| max + 1), max(&built(&draft), &key));
    }

    #[test]
    fn a_root_put_under_another_never_raises_a_maximum(mut draft in draft(), choice: prop::sample::Index) {
        let actors = 0..draft.actors.len();
        let roots = actors.clone().filter(|part| draft.actors[*part].part_of.is_none());
        let pairs: Vec<(usize, usize)> =
            roots.flat_map(|part| actors.clone().map(move |whole| (part, whole))).collect();
        let open: Vec<_> = pairs.into_iter().filter(|(part, whole)| draft.root(*whole) != Some(*part)).collect();
        if open.is_empty() {
            return Ok(());
        }
        let (part, whole) = open[choice.index(open.len())];
        let before = counts(&built(&draft));
        draft.actors[part].part_of = Some(whole);
        let after = counts(&built(&draft));
        for ((key, _, old), (other, _, new)) in before.iter().zip(&after) {
            prop_assert_eq!(key, other);
            prop_assert!(new <= old, "{}: {} to {}", key, old, new);
        }
    }
}

/// What the method under test says, in the words of the naive one.
mod as_text {
    use variorum::site::figures::Comparison;
    use variorum::site::{Event, Id};

    use super::support::{Built, in_words};

    pub(super) fn standings(built: &Built) -> Vec<String> {
        let site = &built.site;
        let line = |id| {
            let fallen = if built.method.is_fallen(id) { " fallen" } else { "" };
            let key = site.claim_key(id);
            let Some(standing) = built.method.standing(id) else { return format!("{key}: act{fallen}") };
            let known = built.names(&built.method.known(id)).join(" ");
            let unknown = built.method.unknown_names(site, id).join(" ");
            let lists = [&standing.denied_by, &standing.conceded_by, &standing.conceded_in_part_by];
            let [denied, conceded, in_part] = lists.map(|list| built.names(list).join(" "));
            let judgement = in_words(&standing.judgement);
            format!("{key}: {judgement} [{known}] [{unknown}] [{denied}] [{conceded}] [{in_part}]{fallen}")
        };
        site.claims.ids().map(line).collect()
    }

    pub(super) fn falls(built: &Built) -> Vec<String> {
        let site = &built.site;
        let sources = site.sources.entries().filter(|(_, source)| !source.is_confidential());
        let line = |id| {
            let shifts = built.method.if_it_falls(id).unwrap();
            let words = shifts.iter().map(|shift| {
                format!(
                    " {}: {} > {}",
                    site.claim_key(shift.claim),
                    in_words(&shift.from),
                    in_words(&shift.to)
                )
            });
            format!("{}:{}", site.sources[id].id, words.collect::<String>())
        };
        sources.map(|(id, _)| line(id)).collect()
    }

    pub(super) fn points(built: &Built, event: Id<Event>) -> Vec<String> {
        let versions = built.method.versions(event);
        let points = versions.points.iter().map(|point| {
            let id = point.id.as_ref().map_or("-", |id| id.as_str());
            format!("{id} {}: {}", point.is_disputed(), built.keys(&point.claims).join(" "))
        });
        points.chain([built.names(&versions.columns).join(" ")]).collect()
    }

    pub(super) fn figures(built: &Built, event: Id<Event>) -> Vec<String> {
        let versions = built.method.versions(event);
        let rows = versions.figures.iter().map(|row| {
            format!("{} {} {} {}", row.measure, row.group, built.site.claim_key(row.claim), row.figure)
        });
        let findings = versions.findings.iter().map(|finding| {
            let words = match &finding.comparison {
                Comparison::Agree => "agree".to_owned(),
                Comparison::Disagree { gap: None } => "disagree".to_owned(),
                Comparison::Disagree { gap: Some(gap) } => format!("disagree by {gap}"),
                Comparison::GroupConflict { groups } => format!("group-conflict {}", groups.join(" ")),
            };
            format!("{} {} {words}", finding.measure, finding.group.as_deref().unwrap_or("-"))
        });
        rows.chain(findings).collect()
    }
}
