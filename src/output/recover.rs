//! Takes up what a killed build left beside the output, so that the next one finds its place free.
//!
//! A build can die at any call. What it leaves then is one of four things, and the names tell which:
//!
//! - a site half made, at [`Place::stage`], with its log;
//! - a site made whole there but not shown, or the old one, exchanged but not taken away: both have a manifest;
//! - the old site at [`Place::aside`] and nothing at the target: the two steps of `exchange` were cut in between;
//! - the same with the new site at the target: the old one has to go.
//!
//! Whatever is there goes by its own list alone; a file that no list names is never touched and stops the build.

use super::OutputError;
use super::place::{Place, exists};
use super::tree::Tree;

/// Leaves nothing of an earlier build beside the output.
///
/// # Errors
/// A refusal when something that is not ours bears one of our names or lies in such a folder; else when the machine
/// fails.
pub(super) fn recover(place: &Place) -> Result<(), OutputError> {
    if let Some(old) = Tree::left(&place.aside)? {
        if old.is_whole() && !exists(&place.target)? {
            fs_err::rename(&place.aside, &place.target)?;
        } else {
            old.remove(&place.aside)?;
        }
    }
    match Tree::left(&place.stage)? {
        Some(left) => Ok(left.remove(&place.stage)?),
        None => Ok(()),
    }
}
