//! Who denies whom on an event (manual, method.md#stances): a table of actors by actors, or a list where they are too
//! many for one. A stance leads to the first claim that takes it, and is counted.

use std::collections::BTreeMap;

use serde::Serialize;
use strum::IntoEnumIterator as _;

use super::Pages;
use super::claim::PeerView;
use super::name::Name;
use super::shared::Shared;
use crate::method::relation::Stance as Taken;
use crate::method::stances::Stances;
use crate::site::{Actor, Event, Id};

/// Rows and columns of a table.
const MOST_IN_TABLE: usize = 16;

/// Actors of a list, and those towards whom one of them takes a stance.
const MOST_IN_LIST: usize = 60;
const MOST_TOWARDS: usize = 40;

/// Who denies whom on an event.
#[derive(Clone, Debug, Serialize)]
pub struct StancesView {
    /// The columns of a table, which bear the numbers of the rows, from 1; empty where there are too many for one, so
    /// that the rows are a list.
    pub columns: Vec<Shared<Name>>,
    /// Actors by root, by first statement: in a table those that take or receive a stance, in a list those that take
    /// one.
    pub rows: Vec<StanceRowView>,
    /// How many more rows there are.
    pub more: usize,
}

/// The stances of one actor.
#[derive(Clone, Debug, Serialize)]
pub struct StanceRowView {
    /// Who takes them.
    pub actor: Shared<Name>,
    /// Towards whom: in a table one a column, in a list those that are not empty.
    pub cells: Vec<StanceCellView>,
    /// How many more there are.
    pub more: usize,
}

/// The stances of one actor towards another.
#[derive(Clone, Debug, Serialize)]
pub struct StanceCellView {
    /// Towards whom.
    pub to: Shared<Name>,
    /// Whether that is who takes them.
    pub is_own: bool,
    /// The stances; none: no stance is taken.
    pub stances: Vec<StanceView>,
}

/// How often a stance is taken.
#[derive(Clone, Debug, Serialize)]
pub struct StanceView {
    /// `supports`, `denies`, `concedes`, `questions`
    pub stance: &'static str,
    /// How many relations that is.
    pub count: usize,
    /// The first of them.
    pub claim: Shared<PeerView>,
}

impl Pages<'_> {
    /// `None` where no actor takes a stance towards another's claim.
    pub(super) fn stances(&self, id: Id<Event>) -> Option<StancesView> {
        let stances = self.method.stances(self.site, id);
        // By first statement, as versions are ordered.
        let order: BTreeMap<Id<Actor>, usize> =
            self.method.versions(id).columns.iter().copied().zip(0..).collect();
        let mut actors: Vec<Id<Actor>> = stances.iter().flat_map(|cell| [cell.from, cell.to]).collect();
        actors.sort_unstable_by_key(|actor| (order.get(actor), *actor));
        actors.dedup();
        (!actors.is_empty()).then(|| {
            if actors.len() > MOST_IN_TABLE {
                self.stances_in_list(&stances, &actors)
            } else {
                self.stances_in_table(&stances, &actors)
            }
        })
    }

    fn stances_in_table(&self, stances: &Stances, actors: &[Id<Actor>]) -> StancesView {
        let row = |from: &Id<Actor>| StanceRowView {
            actor: self.cards.names.actor(*from),
            cells: actors.iter().map(|to| self.stance_cell(stances, *from, *to)).collect(),
            more: 0,
        };
        StancesView {
            columns: self.cards.names.actors(actors),
            rows: actors.iter().map(row).collect(),
            more: 0,
        }
    }

    fn stances_in_list(&self, stances: &Stances, actors: &[Id<Actor>]) -> StancesView {
        let mut towards: BTreeMap<Id<Actor>, Vec<Id<Actor>>> = BTreeMap::new();
        for cell in stances.iter() {
            let to = towards.entry(cell.from).or_default();
            if to.last() != Some(&cell.to) {
                to.push(cell.to);
            }
        }
        let all = actors.iter().filter_map(|from| Some((*from, towards.get(from)?)));
        let row = |(from, to): (Id<Actor>, &Vec<Id<Actor>>)| StanceRowView {
            actor: self.cards.names.actor(from),
            cells: to.iter().take(MOST_TOWARDS).map(|to| self.stance_cell(stances, from, *to)).collect(),
            more: to.len().saturating_sub(MOST_TOWARDS),
        };
        StancesView {
            columns: Vec::new(),
            rows: all.take(MOST_IN_LIST).map(row).collect(),
            more: towards.len().saturating_sub(MOST_IN_LIST),
        }
    }

    fn stance_cell(&self, stances: &Stances, from: Id<Actor>, to: Id<Actor>) -> StanceCellView {
        let taken = Taken::iter().filter_map(|stance| {
            let relations = stances.cell(from, to, stance);
            let (first, _) = *relations.first()?;
            Some(StanceView { stance: stance.into(), count: relations.len(), claim: self.cards.peer(first) })
        });
        StanceCellView { to: self.cards.names.actor(to), is_own: from == to, stances: taken.collect() }
    }
}
