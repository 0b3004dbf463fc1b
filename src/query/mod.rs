//! Questions to a site from the command line: which claims fit, and all that is known of one thing.
//!
//! Pure: [`select`] picks claims, [`Form::bytes`] and [`table()`] lay them out, [`find`] finds what somebody named,
//! [`show()`] lays out all of it. Protected actors and confidential sources have no names in a site, so none is told
//! here. `cli` prints what comes back.

mod filter;
mod lookup;
mod sheet;
mod show;
mod table;
mod vocabulary;
mod words;

pub use filter::{Wanted, count_undated, select};
pub use lookup::{Miss, Thing, find};
pub use sheet::{Line, Sheet, Weight};
pub use show::show;
pub use table::table;

use std::io;

use crate::export::{self, claims};
use crate::method::Method;
use crate::site::{Claim, Id, Site};

/// How claims are given to programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An object with the `format` and `claims` of `data/claims.json`.
    Json,
    /// The same claims, one a line.
    Ndjson,
    /// The same claims as a table.
    Csv,
}

impl Form {
    /// The claims in this form, in the order given.
    ///
    /// # Errors
    /// Never in practice: rows always serialise, and memory takes them.
    pub fn bytes(self, site: &Site, method: &Method, ids: &[Id<Claim>]) -> io::Result<Vec<u8>> {
        let rows = claims::Rows::new(site, method);
        let claims = ids.iter().map(|id| rows.claim(*id));
        let mut bytes = Vec::new();
        match self {
            Self::Json => return Ok(claims::extract(&claims.collect::<Vec<_>>())),
            Self::Ndjson => claims::lines(claims, &mut bytes)?,
            Self::Csv => export::csv::claims(&rows, ids.iter().copied(), &mut bytes)?,
        }
        Ok(bytes)
    }
}
