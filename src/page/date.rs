//! When a claim was made, as pages show it: the date that is stated, else the day by which it was said. A brief's date is
//! never shown as a claim's (manual, method.md#dates).

use serde::Serialize;

use super::claim::Cards;
use crate::site::{Claim, DateFrom, Id, Site};

/// When a claim was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SaidView {
    /// When, EDTF; null where neither the claim nor a source of it says so.
    pub date: Option<String>,
    /// Where that is written: `claim` or `source`; null where it is not.
    pub date_from: Option<DateFrom>,
    /// The day of its brief, by which it was said, ISO 8601; null where the date is stated.
    pub not_after: Option<String>,
}

/// When a claim was made.
#[must_use]
pub fn said(site: &Site, id: Id<Claim>) -> SaidView {
    let claim = &site.claims[id];
    SaidView {
        date: claim.stated_date().map(ToString::to_string),
        date_from: claim.date.as_ref().map(|date| date.from),
        not_after: claim.date.is_none().then(|| site.briefs[claim.brief].date.to_string()),
    }
}

impl Cards<'_> {
    pub(super) fn said(&self, id: Id<Claim>) -> SaidView {
        said(self.site, id)
    }
}
