//! Section 2: origins.

use variorum::site::{Actor, Claim, Id};
use variorum::value::word::Relation;

use super::{AnySource, Naive, Names, cycle};

/// Origins by name: known roots, and unknown ones as the manual calls them; confidential ones have a name that begins
/// with `?` and is never told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Origins {
    pub(crate) known: Names,
    pub(crate) unknown: Names,
}

impl Origins {
    fn known(name: String) -> Self {
        Self { known: [name].into(), ..Self::default() }
    }

    fn unknown(name: String) -> Self {
        Self { unknown: [name].into(), ..Self::default() }
    }

    pub(super) fn join(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::default();
        for part in parts {
            all.known.extend(part.known);
            all.unknown.extend(part.unknown);
        }
        all
    }

    /// `U` is without what is in `K`.
    pub(super) fn settled(mut self) -> Self {
        self.unknown = self.unknown.difference(&self.known).cloned().collect();
        self
    }

    /// Each origin root or unknown.
    pub(super) fn names(&self) -> Names {
        self.known.union(&self.unknown).cloned().collect()
    }
}

impl Naive<'_> {
    fn of_source(&self, source: AnySource) -> Origins {
        let id = match source {
            AnySource::Confidential(id) => return Origins::unknown(format!("?{}", id.index())),
            AnySource::Public(id) => id,
        };
        let written = &self.site.sources[id];
        let from = self.draws_on(source);
        if let Some(cycle) = cycle(source, &|source| self.draws_on(source)) {
            let ids = cycle.iter().map(|on_it| match on_it {
                AnySource::Public(id) => self.site.sources[*id].id.to_string(),
                AnySource::Confidential(_) => panic!("what a confidential source draws on counts nowhere"),
            });
            return Origins::unknown(format!("cycle:{}", ids.min().unwrap()));
        }
        if !from.is_empty() {
            return self.of_sources(from);
        }
        match written.publisher {
            Some(publisher) if written.first_hand || !self.is_relay(publisher) => {
                Origins::known(self.root_name(publisher))
            }
            Some(publisher) => Origins::unknown(self.root_name(publisher)),
            None => Origins::unknown(format!("source:{}", written.id)),
        }
    }

    /// The union over those that have not fallen.
    fn of_sources(&self, sources: Vec<AnySource>) -> Origins {
        let standing = sources.into_iter().filter(|source| !self.fallen_sources.contains(source));
        Origins::join(standing.map(|source| self.of_source(source)))
    }

    pub(super) fn of_claim(&self, claim: Id<Claim>) -> Origins {
        let written = &self.site.claims[claim];
        let repeats = |claim| self.targets(Relation::Repeats, claim).into_iter().collect::<Vec<_>>();
        if let Some(cycle) = cycle(claim, &repeats) {
            let smallest = cycle.iter().map(|claim| self.key(*claim)).min().unwrap();
            return Origins::unknown(format!("cycle:{smallest}"));
        }
        let repeated = repeats(claim);
        if !repeated.is_empty() {
            let standing = repeated.into_iter().filter(|claim| !self.gives_nothing_on(*claim));
            return Origins::join(standing.map(|claim| self.of_claim(claim)));
        }
        let from_sources = self.had_from(claim);
        if !from_sources.is_empty() || !written.from_actors.is_empty() {
            let sides = self.sides(claim);
            let actors = written.from_actors.iter().map(|actor| {
                let root = self.root_name(*actor);
                if !self.is_relay(*actor) || sides.contains(&root) {
                    Origins::known(root)
                } else {
                    Origins::unknown(root)
                }
            });
            return Origins::join([self.of_sources(from_sources), Origins::join(actors)]);
        }
        Origins::join(written.by.iter().map(|speaker| self.of_speaker(*speaker, claim)))
    }

    /// Where a speaker has a claim from that names nothing.
    fn of_speaker(&self, speaker: Id<Actor>, claim: Id<Claim>) -> Origins {
        let root = self.root_name(speaker);
        if self.knows(speaker, claim) {
            return Origins::known(root);
        }
        // Sources of its own that tell where it has it from.
        let telling: Vec<AnySource> =
            self.read(claim).into_iter().filter(|source| self.tells(*source, &root)).collect();
        if telling.is_empty() { Origins::unknown(root) } else { self.of_sources(telling) }
    }

    pub(super) fn tells(&self, source: AnySource, root: &str) -> bool {
        // A confidential source has no publisher.
        let AnySource::Public(id) = source else { return false };
        let written = &self.site.sources[id];
        written.publisher.is_some_and(|publisher| self.root_name(publisher) == root)
            && (written.first_hand || !self.draws_on(source).is_empty())
    }
}
