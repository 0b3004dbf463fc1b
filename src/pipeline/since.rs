//! What changed since the data of an earlier build, if the settings name it: the page and the feed of changes show it.

use std::sync::Arc;

use crate::changes::{Changes, Snapshot, SnapshotError};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::export::claims::Rows;
use crate::input::Inputs;
use crate::method::Method;
use crate::site::Site;

use super::Cache;

/// `None`: the settings name no file. One that cannot be read is reported, and nothing changed since.
pub(super) fn changes(
    inputs: &Inputs,
    config: &Config,
    (site, method): (&Site, &Method),
    cache: &mut Cache,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Changes> {
    let since = config.changes_since.as_ref()?;
    let earlier = inputs.earlier.as_ref().map_or(Err("it was not read"), |earlier| earlier.bytes());
    let before = earlier
        .map_err(str::to_owned)
        .and_then(|bytes| cache.snapshot(bytes).map_err(|error: Arc<SnapshotError>| error.to_string()));
    match before.and_then(|before| Ok(before.changes(&now(site, method)?))) {
        Ok(changes) => Some(changes),
        Err(why) => {
            let message = format!("nothing can be compared with `{}`: {why}", since.value);
            let help = "name a copy of an earlier build's `data/claims.json`";
            diagnostics.push(Diagnostic::new(Code::EarlierData, since.span, message).help(help));
            Some(Changes::default())
        }
    }
}

/// Both states are read in one way.
fn now(site: &Site, method: &Method) -> Result<Snapshot, String> {
    Snapshot::parse(&Rows::new(site, method).snapshot()).map_err(|error| error.to_string())
}
