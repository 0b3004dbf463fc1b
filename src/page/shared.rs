//! Views that many pages show: made once, copied by counting a reference.
//!
//! A name, a row or a peer is put into a template value when the first page asks for it. Names stay, on a `Shelf`;
//! rows and peers go when too many others were asked for since, and are made again (`Desk`). Who holds a [`Shared`]
//! cannot change it, so that every page shows the same.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxBuildHasher;
use serde::{Serialize, Serializer};

use crate::site::{Id, Table};

/// A view, and once a template asks for it, its value.
#[derive(Debug)]
pub struct Shared<T>(Arc<Held<T>>);

#[derive(Debug)]
struct Held<T> {
    view: T,
    value: OnceLock<tera::Value>,
}

impl<T> Shared<T> {
    /// Holds the view.
    #[must_use]
    pub fn new(view: T) -> Self {
        Self(Arc::new(Held { view, value: OnceLock::new() }))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.view
    }
}

/// The value itself goes into the value that is made of what holds it; it is not made again.
impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.value.get_or_init(|| tera::Value::from_serializable(&self.0.view)).serialize(serializer)
    }
}

/// One view for each row of a table, each made when it is first asked for.
pub(super) struct Shelf<T>(Vec<OnceLock<Shared<T>>>);

impl<T: Serialize> Shelf<T> {
    /// For the rows of this table; nothing is made yet.
    pub(super) fn of<R>(table: &Table<R>) -> Self {
        Self(std::iter::repeat_with(OnceLock::new).take(table.len()).collect())
    }

    /// The view of a row; `make` is called if there is none yet.
    pub(super) fn get<R>(&self, id: Id<R>, make: impl FnOnce() -> T) -> Shared<T> {
        self.0[id.index()].get_or_init(|| Shared::new(make())).clone()
    }
}

/// Two threads seldom want the same part.
const PARTS: usize = 64;

/// So many claims make a large site: of a smaller one, all that is made of claims for its pages is held.
pub const LARGE: usize = 1 << 16;

/// Of a large site the views of so many are held: the pages of an event, which follow one another, seldom show more.
const SOME: usize = 1 << 13;

/// The views that were used of late, of a table so long that not all of them should live at once: memory does not grow
/// with the site, and what is let go of is made again.
pub(super) struct Desk<T> {
    parts: Vec<Mutex<HashMap<usize, Shared<T>, FxBuildHasher>>>,
    /// How many views a part holds.
    held: usize,
}

impl<T: Serialize> Desk<T> {
    /// For the rows of this table; nothing is made yet.
    pub(super) fn of<R>(table: &Table<R>) -> Self {
        let held = if table.len() <= LARGE { LARGE } else { SOME };
        Self { parts: std::iter::repeat_with(Mutex::default).take(PARTS).collect(), held: held / PARTS }
    }

    /// The view of a row; `make` is called if it is not there.
    pub(super) fn get<R>(&self, id: Id<R>, make: impl FnOnce() -> T) -> Shared<T> {
        let part = &self.parts[id.index() % PARTS];
        let lock = || part.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(view) = lock().get(&id.index()) {
            return view.clone();
        }
        let made = Shared::new(make());
        let mut part = lock();
        if part.len() == self.held {
            part.clear();
        }
        // Where another thread was quicker, all go on with its view: what is kept by a view's place finds it again.
        part.entry(id.index()).or_insert(made).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desk_makes_what_it_no_longer_holds_anew() {
        let table: Table<()> = std::iter::repeat_n((), LARGE + 1).collect();
        let (ids, rows): (Vec<Id<()>>, usize) = (table.ids().collect(), SOME);
        let desk: Desk<usize> = Desk::of(&table);
        let made = std::cell::Cell::new(0);
        let get = |id: Id<()>| {
            let view = desk.get(id, || {
                made.set(made.get() + 1);
                id.index()
            });
            assert_eq!(serde_json::to_value(&view).unwrap(), id.index());
        };
        ids[..rows].iter().chain(&ids[..rows]).copied().for_each(get);
        assert_eq!(made.get(), rows, "as many as there is room for are held");
        get(ids[rows]);
        get(ids[0]);
        assert_eq!(made.get(), rows + 2, "one more, and its part begins anew");
        let all: Table<()> = std::iter::repeat_n((), LARGE).collect();
        assert_eq!(Desk::<usize>::of(&all).held * PARTS, LARGE, "all of a smaller table are held");
    }
}
