//! Which rules a site meets, so that the random sites can be shown to meet all.

use std::collections::BTreeSet;

use variorum::site::{Claim, Id};
use variorum::value::word::Relation;

use super::answers::RECEPTIONS;
use super::{Claims, Naive, Names};

/// All that [`Naive::rules_met`] can name.
pub(crate) const RULES: &str = "
    withdrawn disowned superseded fallen live fallen-act superseded-and-fallen fallen-that-ends-another
    corroborated allied unproven single-origin none live-with-backing-none
    contested contradicted admitted conceded conceded-in-part disputed questioned unanswered
    list-contested list-contradicted list-admitted list-conceded list-conceded-in-part list-disputed list-questioned
    contested-and-disputed contested-and-admitted contradicted-and-contested
    joint-denial-counts-for-one denied-in-advance denial-of-its-own-root denial-by-a-side
    agreement-that-does-not-fit proposition-of-three joined-through-what-is-not-live no-common-figure
    full-concession-of-figures concession-with-other-figures supporter-that-does-not-fit
    not-live-but-supported known-and-unknown-of-one-root third-parties-differ-within-a-proposition
    told-by-a-source-of-its-own told-by-a-source-of-its-own-that-has-fallen
    unknown-root unknown-source unknown-cycle-of-sources unknown-cycle-of-claims unknown-confidential
    agree rising disagree disagree-by group-conflict finding-of-a-joint-claim
    row-without-figure history-of-another-speaker newer-in-root projected-row joint-row undated-in-history
    denial figures groups disputed-by-two-reasons computed-point declared-point empty-point nearest-point
    supports denies concedes questions
    falls-state falls-backing falls-origins falls-third-party falls-reception
    cycle-of-actors cycle-of-events cycle-of-sources cycle-of-repeats cycle-of-replaces cycle-of-withdraws
    cycle-of-disowns";

impl Naive<'_> {
    pub(crate) fn rules_met(&self) -> Names {
        let mut met = Names::new();
        self.claims().for_each(|claim| self.claim_met(claim, &mut met));
        for event in &self.site.events {
            let claims: Claims = event.claims.iter().copied().collect();
            self.figures_met(&claims, &mut met);
            for (.., words) in self.findings(event, &claims) {
                met.insert(words.split(' ').next().unwrap().to_owned());
                note(&mut met, &[("disagree-by", words.starts_with("disagree by"))]);
            }
            self.points_met(event, &mut met);
            met.extend(self.stances(event).into_keys().map(|(.., stance)| stance.to_owned()));
        }
        self.falls_met(&mut met);
        for line in self.cycles_as_text() {
            met.insert(format!("cycle-of-{}", line.split(' ').next().unwrap()));
        }
        let remarks = self.remarks_as_text();
        note(&mut met, &[("no-common-figure", remarks.iter().any(|line| line.contains("no common figure")))]);
        met
    }

    fn claim_met(&self, claim: Id<Claim>, met: &mut Names) {
        let Some(answers) = self.answers(claim) else {
            note(met, &[("fallen-act", !self.is_live(claim))]);
            return;
        };
        self.reception_met(claim, met);
        self.proposition_met(claim, met);
        self.origins_met(claim, met);
        let has_fallen = self.fallen_claims.contains(&claim);
        let is_live = answers.state == "live";
        let rules = [
            (answers.state, true),
            (answers.backing, true),
            (answers.reception, true),
            ("superseded-and-fallen", answers.state == "superseded" && has_fallen),
            ("fallen-that-ends-another", has_fallen && self.ends_another(claim)),
            ("live-with-backing-none", is_live && answers.backing == "none"),
            (
                "not-live-but-supported",
                !is_live && self.support_set(claim).iter().any(|other| *other != claim),
            ),
        ];
        note(met, &rules);
    }

    fn reception_met(&self, claim: Id<Claim>, met: &mut Names) {
        let received = self.received(claim);
        let lists = RECEPTIONS.into_iter().zip(&received).filter(|(_, list)| !list.is_empty());
        let given: BTreeSet<&str> = lists.map(|(word, _)| word).collect();
        met.extend(given.iter().map(|word| format!("list-{word}")));
        let both = |one, other| given.contains(one) && given.contains(other);
        let known = &self.all_origins(claim).known;
        let denials = self.live_others(Relation::Denies, claim);
        let any = |is_so: &dyn Fn(Id<Claim>) -> bool| denials.iter().any(|denial| is_so(*denial));
        let counts_for_some = |denial: Id<Claim>| {
            let by = &self.site.claims[denial].by;
            let counting = by.iter().filter(|speaker| self.counts(denial, claim, **speaker)).count();
            (1..by.len()).contains(&counting)
        };
        let rules = [
            ("contested-and-disputed", both("contested", "disputed")),
            ("contested-and-admitted", both("contested", "admitted")),
            ("contradicted-and-contested", both("contradicted", "contested")),
            ("joint-denial-counts-for-one", any(&counts_for_some)),
            ("denied-in-advance", any(&|denial| self.is_in_advance(denial, claim))),
            ("denial-of-its-own-root", any(&|denial| self.speakers(denial).is_subset(known))),
            ("denial-by-a-side", any(&|denial| self.is_by_a_side_alone(denial, claim))),
        ];
        note(met, &rules);
    }

    fn proposition_met(&self, claim: Id<Claim>, met: &mut Names) {
        let proposition = self.proposition(claim);
        let third_party = |member| self.answers(member).map(|answers| answers.third_party);
        let unfit = |claims: &Claims| claims.iter().any(|other| !self.fits(*other, claim));
        let concessions = self.live_others(Relation::Concedes, claim);
        let is_full = concessions.iter().any(|other| self.is_full_concession(*other, claim));
        let not_live_between = self.components[&claim].iter().any(|member| !self.is_live(*member));
        let rules = [
            ("agreement-that-does-not-fit", unfit(&self.targets(Relation::AgreesWith, claim))),
            ("supporter-that-does-not-fit", unfit(&self.live_others(Relation::Supports, claim))),
            ("concession-with-other-figures", unfit(&concessions)),
            ("full-concession-of-figures", is_full && !self.bounds(claim).is_empty()),
            ("proposition-of-three", proposition.len() >= 3),
            ("joined-through-what-is-not-live", proposition.len() >= 2 && not_live_between),
            (
                "third-parties-differ-within-a-proposition",
                proposition.iter().any(|member| third_party(*member) != third_party(claim)),
            ),
        ];
        note(met, &rules);
    }

    fn origins_met(&self, claim: Id<Claim>, met: &mut Names) {
        let unknown = &self.all_origins(claim).unknown;
        let any = |is_so: fn(&String) -> bool| unknown.iter().any(is_so);
        let rules = [
            ("known-and-unknown-of-one-root", self.hides_an_unknown(claim)),
            ("told-by-a-source-of-its-own", self.of_own_sources(claim) == Some(false)),
            ("told-by-a-source-of-its-own-that-has-fallen", self.of_own_sources(claim) == Some(true)),
            ("unknown-root", any(|name| !name.contains([':', '?']))),
            ("unknown-source", any(|name| name.starts_with("source:"))),
            ("unknown-cycle-of-sources", any(|name| name.starts_with("cycle:") && !name.contains('#'))),
            ("unknown-cycle-of-claims", any(|name| name.starts_with("cycle:") && name.contains('#'))),
            ("unknown-confidential", any(|name| name.starts_with('?'))),
        ];
        note(met, &rules);
    }

    fn ends_another(&self, claim: Id<Claim>) -> bool {
        self.claims().any(|other| self.state_by(other).contains(&claim))
    }

    /// Whether a denial counts only since its speaker is a side of what it denies.
    fn is_by_a_side_alone(&self, denial: Id<Claim>, denied: Id<Claim>) -> bool {
        self.site.claims[denial].by.iter().any(|speaker| {
            let is_origin = self.origins[&denial].known.contains(&self.root_name(*speaker));
            self.counts(denial, denied, *speaker) && !self.knows(*speaker, denial) && !is_origin
        })
    }

    /// Whether a source of the speaker's own tells where it has the claim from; whether all such have fallen.
    fn of_own_sources(&self, claim: Id<Claim>) -> Option<bool> {
        let written = &self.site.claims[claim];
        let goes_by_speakers = self.targets(Relation::Repeats, claim).is_empty()
            && self.had_from(claim).is_empty()
            && written.from_actors.is_empty();
        let telling = written.by.iter().filter(|speaker| !self.knows(**speaker, claim)).map(|speaker| {
            let root = self.root_name(*speaker);
            self.read(claim).into_iter().filter(|source| self.tells(*source, &root)).collect::<Vec<_>>()
        });
        let telling = telling.into_iter().find(|sources| goes_by_speakers && !sources.is_empty())?;
        Some(self.all_fallen(&telling))
    }

    /// Whether a root is known through one claim and unknown through another.
    fn hides_an_unknown(&self, claim: Id<Claim>) -> bool {
        let known = &self.all_origins(claim).known;
        self.support_set(claim).iter().any(|member| !self.origins[member].unknown.is_disjoint(known))
    }

    fn figures_met(&self, claims: &Claims, met: &mut Names) {
        for row in self.rows(claims) {
            let by = |claim: &Id<Claim>| &self.site.claims[*claim].by;
            let current = row.current;
            let rules = [
                ("row-without-figure", current.is_none()),
                (
                    "history-of-another-speaker",
                    current.is_some_and(|current| row.history.iter().any(|claim| by(claim) != by(&current))),
                ),
                ("newer-in-root", row.newer_in_root.is_some()),
                (
                    "projected-row",
                    current.is_some_and(|claim| self.is_projection(claim, &row.measure, &row.group)),
                ),
                ("joint-row", row.by.len() > 1),
                (
                    "undated-in-history",
                    row.history.iter().any(|claim| self.site.claims[*claim].date.is_none()),
                ),
                (
                    "finding-of-a-joint-claim",
                    current.is_some_and(|claim| self.origins[&claim].names().len() > 1),
                ),
            ];
            note(met, &rules);
        }
    }

    fn points_met(&self, event: &variorum::site::Event, met: &mut Names) {
        for point in self.points(event) {
            met.extend(point.reasons.iter().map(|reason| (*reason).to_owned()));
            let explicit =
                point.claims.iter().filter(|claim| self.site.claims[**claim].point.is_some()).count();
            let rules = [
                ("disputed-by-two-reasons", point.reasons.len() > 1),
                ("computed-point", point.id.is_none()),
                ("declared-point", point.id.is_some() && !point.claims.is_empty()),
                ("empty-point", point.claims.is_empty()),
                ("nearest-point", point.id.is_some() && explicit < point.claims.len()),
            ];
            note(met, &rules);
        }
    }

    fn falls_met(&self, met: &mut Names) {
        for source in self.site.sources.ids() {
            for (_, from, to) in self.if_it_falls(source) {
                let rules = [
                    ("falls-state", from.state != to.state),
                    ("falls-backing", from.backing != to.backing),
                    ("falls-origins", from.origins != to.origins),
                    ("falls-third-party", from.third_party != to.third_party),
                    ("falls-reception", from.reception != to.reception),
                ];
                note(met, &rules);
            }
        }
    }
}

fn note(met: &mut Names, rules: &[(&str, bool)]) {
    met.extend(rules.iter().filter(|(_, is_met)| *is_met).map(|(rule, _)| (*rule).to_owned()));
}
