//! Section 10: if a source falls.

use std::collections::BTreeSet;

use variorum::site::{Claim, Id, Source};
use variorum::value::word::Relation;

use super::answers::Answers;
use super::{AnySource, Claims, Naive};

impl Naive<'_> {
    /// The claims whose answers change, by id, with what they are and what they become.
    pub(crate) fn if_it_falls(&self, source: Id<Source>) -> Vec<(String, Answers, Answers)> {
        let then = Naive::with_fallen(self.site, self.config, Some(source));
        let statements = self.claims().filter_map(|claim| Some((claim, self.answers(claim)?)));
        let mut changed: Vec<_> = statements
            .map(|(claim, from)| (self.key(claim), from, then.answers(claim).unwrap()))
            .filter(|(_, from, to)| from != to)
            .collect();
        changed.sort_by_key(|(key, ..)| key.clone());
        changed
    }

    pub(crate) fn has_fallen(&self, source: Id<Source>) -> bool {
        self.fallen_sources.contains(&AnySource::Public(source))
    }

    /// The claims that the list is computed over (fine print 2).
    pub(crate) fn affected(&self, source: Id<Source>) -> Claims {
        let mut sources = BTreeSet::from([AnySource::Public(source)]);
        grow(&mut sources, |known| {
            let all = self.site.sources.ids().map(AnySource::Public);
            all.filter(|source| self.draws_on(*source).iter().any(|from| known.contains(from))).collect()
        });
        let names = |claim: &Id<Claim>| {
            let named = [self.read(*claim), self.had_from(*claim)].concat();
            named.iter().any(|source| sources.contains(source))
        };
        let mut affected: Claims = self.claims().filter(names).collect();
        grow(&mut affected, |known| {
            known.iter().flat_map(|claim| self.others(Relation::Repeats, *claim)).collect()
        });
        let bears_on = [
            Relation::Supports,
            Relation::Denies,
            Relation::Concedes,
            Relation::ConcedesInPart,
            Relation::Questions,
        ];
        for claim in affected.clone() {
            affected.extend(bears_on.iter().flat_map(|relation| self.targets(*relation, claim)));
        }
        // What these agree with is in their components; an agreement whose figures do not fit does not count.
        affected = self.with_components(&affected);
        let deniers: Claims =
            affected.iter().flat_map(|claim| self.others(Relation::Denies, *claim)).collect();
        affected.extend(self.with_components(&deniers));
        affected
    }

    fn with_components(&self, claims: &Claims) -> Claims {
        claims.iter().flat_map(|claim| self.components[claim].iter().copied()).collect()
    }
}

/// Adds what is next to what is there until nothing is new.
fn grow<T: Ord + Clone>(known: &mut BTreeSet<T>, next: impl Fn(&BTreeSet<T>) -> BTreeSet<T>) {
    loop {
        let more = next(known);
        if more.is_subset(known) {
            return;
        }
        known.extend(more);
    }
}
