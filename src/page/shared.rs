//! Views that many pages show: made once, copied by counting a reference.
//!
//! A name, a card or a peer is put into a template value when the first page asks for it, and stays on its [`Shelf`]
//! while there is room. Who holds a [`Shared`] cannot change it, so that every page shows the same.

use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Serialize, Serializer};

use crate::site::{Id, Table};

/// A view as a template value.
#[derive(Debug)]
pub struct Shared<T> {
    value: tera::Value,
    of: PhantomData<fn() -> T>,
}

impl<T: Serialize> Shared<T> {
    /// Makes the value.
    #[must_use]
    pub fn new(view: &T) -> Self {
        Self { value: tera::Value::from_serializable(view), of: PhantomData }
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), of: PhantomData }
    }
}

/// The value itself goes into the value that is made of what holds it; it is not made again.
impl<T> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

/// How many views a shelf holds. A card takes some 5 KB, so more than these are not kept: a site of 10,000 briefs finds
/// all of its cards again, and a larger one makes some of them again.
const HELD: usize = 1 << 16;

/// One view for each row of a table, each made when it is asked for and not held.
pub(super) struct Shelf<T> {
    places: Vec<Mutex<Option<Shared<T>>>>,
    held: AtomicUsize,
    /// Where the next view is taken from when there are too many: round and round, so the oldest ones go first.
    hand: AtomicUsize,
}

impl<T: Serialize> Shelf<T> {
    /// For the rows of this table; nothing is made yet.
    pub(super) fn of<R>(table: &Table<R>) -> Self {
        let places = std::iter::repeat_with(Mutex::default).take(table.len()).collect();
        Self { places, held: AtomicUsize::new(0), hand: AtomicUsize::new(0) }
    }

    /// The view of a row; `make` is called if there is none.
    pub(super) fn get<R>(&self, id: Id<R>, make: impl FnOnce() -> T) -> Shared<T> {
        let place = &self.places[id.index()];
        if let Some(held) = &*locked(place) {
            return held.clone();
        }
        let made = Shared::new(&make());
        {
            let mut place = locked(place);
            // Another thread was faster: its view may already be shown.
            if let Some(held) = &*place {
                return held.clone();
            }
            *place = Some(made.clone());
        }
        if self.held.fetch_add(1, Relaxed) >= HELD {
            self.let_go_of_one();
        }
        made
    }

    fn let_go_of_one(&self) {
        for _ in 0..self.places.len() {
            let hand = self.hand.fetch_add(1, Relaxed) % self.places.len();
            if locked(&self.places[hand]).take().is_some() {
                self.held.fetch_sub(1, Relaxed);
                return;
            }
        }
    }
}

/// A view is put in whole, so a panic elsewhere leaves nothing half done.
fn locked<T>(place: &Mutex<T>) -> MutexGuard<'_, T> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shelf_holds_so_many_and_makes_the_others_again() {
        let table: Table<usize> = (0..HELD + 10).collect();
        let shelf: Shelf<usize> = Shelf::of(&table);
        let made = AtomicUsize::new(0);
        let get = |id: Id<usize>| {
            let view = shelf.get(id, || {
                made.fetch_add(1, Relaxed);
                id.index()
            });
            assert_eq!(view.value.as_u64(), u64::try_from(id.index()).ok());
        };
        table.ids().for_each(get);
        assert_eq!((made.load(Relaxed), shelf.held.load(Relaxed)), (HELD + 10, HELD));
        // The last ones are there, the first ones were let go of.
        table.ids().skip(HELD).for_each(get);
        assert_eq!(made.load(Relaxed), HELD + 10);
        table.ids().take(10).for_each(get);
        assert_eq!((made.load(Relaxed), shelf.held.load(Relaxed)), (HELD + 20, HELD));
    }
}
