//! `propositions` of `data/claims.json`: what says the same, from whom it comes, and who answers it.
//!
//! Each of its lists holds the smallest [`LONGEST`]; the counts are exact.

use serde::Serialize;
use strum::IntoEnumIterator as _;

use super::{Keyed, Rows, ends};
use crate::method::{Backing, LONGEST, Proposition, Reception};
use crate::site::Id;

/// A proposition.
#[derive(Serialize)]
pub(in crate::export) struct PropositionRow<'s> {
    id: &'s str,
    claims: Vec<&'s str>,
    backing: Backing,
    origins: [u32; 2],
    pub(in crate::export) known: Vec<&'s str>,
    pub(in crate::export) unknown: Vec<String>,
    reception: Reception,
    #[serde(flatten)]
    pub(in crate::export) received: Keyed<Vec<&'s str>>,
}

/// The key of the list of those by whom a proposition is received so; `None`: it is nobody's doing.
pub(in crate::export) const fn list_key(reception: Reception) -> Option<&'static str> {
    Some(match reception {
        Reception::Contested => "contested_by",
        Reception::Contradicted => "contradicted_by",
        Reception::Admitted => "admitted_by",
        Reception::Conceded => "conceded_by",
        Reception::ConcededInPart => "conceded_in_part_by",
        Reception::Disputed => "disputed_by",
        Reception::Questioned => "questioned_by",
        Reception::Unanswered => return None,
    })
}

impl<'s> Rows<'s> {
    /// The key of the claim that names a proposition.
    pub(super) fn proposition_key(&self, id: Id<Proposition>) -> &str {
        self.method.proposition(id).claims.first().map_or("", |claim| self.key(*claim))
    }

    pub(super) fn propositions(&self) -> impl Iterator<Item = PropositionRow<'_>> {
        self.method.propositions().map(|(id, _)| self.proposition(id))
    }

    /// A proposition's row.
    pub(in crate::export) fn proposition(&self, id: Id<Proposition>) -> PropositionRow<'_> {
        let (site, method) = (self.site, self.method);
        let proposition = method.proposition(id);
        let received = method.received(id);
        let lists = Reception::iter().filter_map(|reception| {
            let roots = received.lists().find(|(of, _)| *of == reception).map(|(_, roots)| roots);
            Some((list_key(reception)?, self.actors(roots.unwrap_or_default())))
        });
        PropositionRow {
            id: self.proposition_key(id),
            claims: proposition.claims.iter().take(LONGEST).map(|claim| self.key(*claim)).collect(),
            backing: proposition.backing,
            origins: ends(proposition.origins),
            known: method.known(id).take(LONGEST).map(|root| site.actors[root].id.as_str()).collect(),
            unknown: method.unknown_names(site, id).into_iter().take(LONGEST).collect(),
            reception: proposition.reception,
            received: Keyed(lists.collect()),
        }
    }
}
