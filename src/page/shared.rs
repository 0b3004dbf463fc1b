//! Views that many pages show: made once, copied by counting a reference.
//!
//! A name, a card or a peer is put into a template value when the first page asks for it. Who holds a [`Shared`]
//! cannot change it, so that every page shows the same.

use std::marker::PhantomData;
use std::sync::OnceLock;

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

/// One view for each row of a table, each made when it is first asked for.
pub(super) struct Shelf<T>(Vec<OnceLock<Shared<T>>>);

impl<T: Serialize> Shelf<T> {
    /// For the rows of this table; nothing is made yet.
    pub(super) fn of<R>(table: &Table<R>) -> Self {
        Self(std::iter::repeat_with(OnceLock::new).take(table.len()).collect())
    }

    /// The view of a row; `make` is called if there is none yet.
    pub(super) fn get<R>(&self, id: Id<R>, make: impl FnOnce() -> T) -> Shared<T> {
        self.0[id.index()].get_or_init(|| Shared::new(&make())).clone()
    }
}
