//! Which records are published, and the order of their ids.
//!
//! Records of published briefs and of files of their own are; of the registries, what these refer to, directly or
//! through each other. The others leave the tables, and the rest are put into the order of their ids. Here sources
//! that may not be named part from the others, and with them what refers to them.

use super::records::{Declarations, Standing};
use super::rows::{Rows, SourceRow};
use super::table::{Id, Ids, Table};
use super::{Actor, Claim, ConfidentialSource, ConfidentialSources, Content, Destination, Event, Source};

/// Marks of the rows that are published.
pub(super) struct Reach {
    actors: Marks<Actor>,
    events: Marks<Event>,
    sources: Marks<Source>,
}

/// The rows of one kind that are reached, and those whose own references are still to be followed.
struct Marks<T> {
    reached: Vec<bool>,
    open: Vec<Id<T>>,
}

impl<T> Marks<T> {
    fn new(rows: usize) -> Self {
        Self { reached: vec![false; rows], open: Vec::new() }
    }

    fn mark(&mut self, id: Id<T>) {
        if !std::mem::replace(&mut self.reached[id.index()], true) {
            self.open.push(id);
        }
    }

    fn mark_all<'i>(&mut self, ids: impl IntoIterator<Item = &'i Id<T>>)
    where
        T: 'i,
    {
        ids.into_iter().for_each(|id| self.mark(*id));
    }
}

impl Reach {
    /// Nothing is reached yet but the records that are published in any case.
    pub(super) fn new(rows: &Rows, standings: &Standings) -> Self {
        let mut reach = Self {
            actors: Marks::new(rows.actors.len()),
            events: Marks::new(rows.events.len()),
            sources: Marks::new(rows.sources.len()),
        };
        published(&standings.actors).for_each(|id| reach.actors.mark(id));
        published(&standings.events).for_each(|id| reach.events.mark(id));
        published(&standings.sources).for_each(|id| reach.sources.mark(id));
        reach
    }

    /// What a claim refers to.
    pub(super) fn claim(&mut self, claim: &Claim) {
        self.actors.mark_all(claim.by.iter().chain(&claim.about).chain(&claim.from_actors));
        if let Content::Does { to, .. } = &claim.content {
            self.actors.mark_all(to);
        }
        self.events.mark_all(&claim.events);
        self.sources.mark_all(claim.sources.iter().chain(&claim.from_sources));
    }

    /// What a brief's own `event` and `source` refer to.
    pub(super) fn defaults(&mut self, events: &[Id<Event>], sources: &[Id<Source>]) {
        self.events.mark_all(events);
        self.sources.mark_all(sources);
    }

    /// Where a link leads.
    pub(super) fn destination(&mut self, destination: &Destination) {
        match destination {
            Destination::Actor(id) => self.actors.mark(*id),
            Destination::Event(id) => self.events.mark(*id),
            Destination::Source(id) => self.sources.mark(*id),
            _ => {}
        }
    }

    /// Follows the references of what is reached until nothing new is.
    pub(super) fn follow(&mut self, rows: &Rows) {
        loop {
            if let Some(id) = self.actors.open.pop() {
                let actor = &rows.actors[id.index()];
                self.actors.mark_all(actor.part_of.iter().chain(&actor.allied_with));
            } else if let Some(id) = self.events.open.pop() {
                let event = &rows.events[id.index()];
                self.actors.mark_all(&event.parties);
                self.events.mark_all(&event.part_of);
            } else if let Some(id) = self.sources.open.pop() {
                if let SourceRow::Public(source) = &rows.sources[id.index()] {
                    self.actors.mark_all(&source.publisher);
                    self.sources.mark_all(&source.from);
                }
            } else {
                return;
            }
        }
    }

    /// The published rows in the order of their ids, and where each went.
    pub(super) fn settle(self, rows: Rows) -> (Settled, Moves) {
        let (actors, actor_moves) = arrange(rows.actors, &self.actors.reached, |row| row.id.as_str());
        let (events, event_moves) = arrange(rows.events, &self.events.reached, |row| row.id.as_str());
        let mut settled = Settled { actors, events, ..Settled::default() };
        let source_moves = settled.part(rows.sources, &self.sources.reached);
        (settled, Moves { actors: actor_moves, events: event_moves, sources: source_moves })
    }
}

/// The published rows, ordered by id.
#[derive(Default)]
pub(super) struct Settled {
    pub(super) actors: Table<Actor>,
    pub(super) events: Table<Event>,
    pub(super) sources: Table<Source>,
    pub(super) confidential: Table<ConfidentialSource>,
}

impl Settled {
    /// Takes the sources in, those that may be named and the others apart.
    fn part(&mut self, rows: Vec<SourceRow>, reached: &[bool]) -> Vec<Option<SourceMove>> {
        let mut moves = vec![None; rows.len()];
        self.sources = Table::with_capacity(rows.len());
        for (row, source) in in_order(rows, reached, |source| source.id().as_str()) {
            moves[row] = Some(match source {
                SourceRow::Public(source) => SourceMove::Public(self.sources.push(source)),
                SourceRow::Confidential { source, .. } => {
                    SourceMove::Confidential(self.confidential.push(source))
                }
            });
        }
        moves
    }
}

/// For each declared record, whether it is published in any case.
pub(super) struct Standings {
    pub(super) actors: Vec<Standing>,
    pub(super) events: Vec<Standing>,
    pub(super) sources: Vec<Standing>,
}

impl Standings {
    pub(super) fn of(declarations: &Declarations) -> Self {
        Self {
            actors: declarations.actors.values().map(|actor| actor.standing).collect(),
            events: declarations.events.values().map(|event| event.standing).collect(),
            sources: declarations.sources.values().map(|source| source.standing).collect(),
        }
    }
}

fn published<T>(standings: &[Standing]) -> impl Iterator<Item = Id<T>> {
    standings
        .iter()
        .enumerate()
        .filter(|(_, standing)| **standing == Standing::Published)
        .map(|(row, _)| Id::new(row))
}

/// Where each row went; `None` where it left.
pub(super) struct Moves {
    actors: Vec<Option<Id<Actor>>>,
    events: Vec<Option<Id<Event>>>,
    sources: Vec<Option<SourceMove>>,
}

/// Which table a source went to, and where in it.
#[derive(Clone, Copy, Debug)]
enum SourceMove {
    Public(Id<Source>),
    Confidential(Id<ConfidentialSource>),
}

fn arrange<T>(rows: Vec<T>, reached: &[bool], key: impl Fn(&T) -> &str) -> (Table<T>, Vec<Option<Id<T>>>) {
    let mut moves = vec![None; rows.len()];
    let mut table = Table::default();
    for (row, value) in in_order(rows, reached, key) {
        moves[row] = Some(table.push(value));
    }
    (table, moves)
}

/// The rows that are reached, ordered by a key, each with its number before.
fn in_order<T>(rows: Vec<T>, reached: &[bool], key: impl Fn(&T) -> &str) -> Vec<(usize, T)> {
    let mut kept: Vec<(usize, T)> = rows.into_iter().enumerate().filter(|(row, _)| reached[*row]).collect();
    kept.sort_by(|(_, a), (_, b)| key(a).cmp(key(b)));
    kept
}

fn shift<T>(ids: &mut Ids<T>, moves: &[Option<Id<T>>]) {
    ids.retain(|id| match moves[id.index()] {
        Some(new) => {
            *id = new;
            true
        }
        None => false,
    });
}

/// Ids in the table's order.
fn shift_sorted<T>(ids: &mut Ids<T>, moves: &[Option<Id<T>>]) {
    shift(ids, moves);
    ids.sort_unstable();
}

impl Moves {
    pub(super) fn claim(&self, claim: &mut Claim) {
        shift_sorted(&mut claim.by, &self.actors);
        shift_sorted(&mut claim.about, &self.actors);
        shift_sorted(&mut claim.from_actors, &self.actors);
        if let Content::Does { to, .. } = &mut claim.content {
            shift_sorted(to, &self.actors);
        }
        shift_sorted(&mut claim.events, &self.events);
        let (read, from);
        (claim.sources, read) = self.sources(&claim.sources);
        (claim.from_sources, from) = self.sources(&claim.from_sources);
        claim.from_sources.sort_unstable();
        if !read.is_empty() || !from.is_empty() {
            claim.confidential = Some(Box::new(ConfidentialSources { read, from }));
        }
    }

    /// Where sources went: those that may be named in the order given, the others in their table's.
    fn sources(&self, rows: &[Id<Source>]) -> (Ids<Source>, Ids<ConfidentialSource>) {
        let (mut public, mut confidential) = (Ids::new(), Ids::new());
        for row in rows {
            match self.sources[row.index()] {
                Some(SourceMove::Public(id)) => public.push(id),
                Some(SourceMove::Confidential(id)) => confidential.push(id),
                None => {}
            }
        }
        confidential.sort_unstable();
        (public, confidential)
    }

    pub(super) fn actor(&self, actor: &mut Actor) {
        actor.part_of = actor.part_of.and_then(|id| self.actors[id.index()]);
        shift_sorted(&mut actor.allied_with, &self.actors);
    }

    pub(super) fn event(&self, event: &mut Event) {
        event.part_of = event.part_of.and_then(|id| self.events[id.index()]);
        shift_sorted(&mut event.parties, &self.actors);
    }

    pub(super) fn source(&self, source: &mut Source) {
        source.publisher = source.publisher.and_then(|id| self.actors[id.index()]);
        (source.from, source.from_confidential) = self.sources(&source.from);
        source.from.sort_unstable();
    }

    /// A link marks what it leads to as reached, so its end is still there; none leads to a confidential source.
    pub(super) fn destination(&self, destination: &mut Destination) {
        match destination {
            Destination::Actor(id) => *id = self.actors[id.index()].unwrap_or(*id),
            Destination::Event(id) => *id = self.events[id.index()].unwrap_or(*id),
            Destination::Source(id) => {
                if let Some(SourceMove::Public(new)) = self.sources[id.index()] {
                    *id = new;
                }
            }
            _ => {}
        }
    }
}
