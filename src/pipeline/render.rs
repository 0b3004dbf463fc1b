//! The loop over pages: each is rendered, looked at by the gate, and written.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::AtomicU64;

use rayon::prelude::*;

use super::{BuildError, File, Loaded, Run, Views, write};
use crate::diagnostic::Diagnostic;
use crate::gate::{Gate, Inspected, Inspector};
use crate::output::OutputError;
use crate::page::plan::Planned;
use crate::page::{Pages, View};
use crate::text::SitePath;
use crate::theme::Press;

/// Renders the pages at these places of the plan, each into a buffer that the next one uses again, and looks at each
/// before it is written. Of a share, the places within pages that links lead to are not looked for: they may be on
/// pages of another share.
pub(super) fn render(
    pages: &Pages<'_>,
    loaded: &Loaded,
    gate: &Gate<'_>,
    places: &[usize],
    run: &Run<'_>,
    written: &AtomicU64,
) -> Result<Vec<Diagnostic>, BuildError> {
    let planned = &loaded.plan.pages;
    let press = Press::new(&loaded.theme, loaded.site.claims.len());
    let one = |(buffer, inspector): &mut (Vec<u8>, Inspector<'_>), number: &usize| {
        let page = &planned[*number];
        let view = pages.view(page);
        if run.views == Views::Written {
            write_view(&view, page, run, written)?;
        }
        let inspected = match press.render(&view, buffer) {
            Ok(()) => {
                write(run, &page.path, buffer, written)?;
                Ok(inspector.inspect(*number, view.template, buffer))
            }
            Err(fault) => Err(fault),
        };
        Ok((*number, inspected))
    };
    let mut rendered: Vec<(usize, Result<Inspected, Diagnostic>)> = loaded
        .plan
        .by_event(places, &loaded.site, &loaded.config)
        .par_iter()
        .map_init(|| (Vec::new(), Inspector::new(gate)), one)
        .collect::<Result<_, BuildError>>()?;
    rendered.sort_unstable_by_key(|(number, _)| *number);
    let (inspected, mut faults) = parted(rendered.into_iter().map(|(_, page)| page));
    if faults.is_empty() && run.shard.is_none() {
        let again =
            |number: usize, buffer: &mut Vec<u8>| press.render(&pages.view(&planned[number]), buffer).is_ok();
        faults = gate.settle(&located(gate, inspected, again));
    } else {
        faults.extend(gate.settle(&inspected));
    }
    Ok(faults)
}

/// What every page is held to.
pub(super) fn gate<'l>(loaded: &'l Loaded, files: &'l BTreeMap<SitePath, File>) -> Gate<'l> {
    Gate::new(
        loaded.plan.pages.iter().map(|page| &page.path),
        files.keys(),
        loaded.theme.scripts(),
        loaded.config.base_url.as_ref(),
    )
    .with_onion(loaded.config.onion.as_ref())
    .with_stand_ins(loaded.plan.pages.iter().filter(|page| page.kind.is_stand_in()).map(|page| &page.path))
}

/// What was seen of each page, and the pages on which the theme fails.
fn parted(
    rendered: impl Iterator<Item = Result<Inspected, Diagnostic>>,
) -> (Vec<Inspected>, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let inspected = rendered.map(|page| {
        page.unwrap_or_else(|fault| {
            faults.push(fault);
            Inspected::default()
        })
    });
    (inspected.collect(), faults)
}

/// Adds where pages lead to places that are not there. That is known only when all pages are rendered; to say where,
/// they are rendered again.
fn located(
    gate: &Gate<'_>,
    mut inspected: Vec<Inspected>,
    render: impl Fn(usize, &mut Vec<u8>) -> bool + Sync,
) -> Vec<Inspected> {
    let missing = gate.missing(&inspected);
    if !missing.is_empty() {
        inspected.par_iter_mut().enumerate().for_each_init(
            || (Vec::new(), Inspector::new(gate)),
            |(buffer, inspector), (number, page)| {
                if render(number, buffer) {
                    inspector.locate(number, buffer, &missing, page);
                }
            },
        );
    }
    inspected
}

/// A page's view as JSON, beside it; a page whose name leaves no room for a longer one has none.
fn write_view(view: &View, page: &Planned, run: &Run<'_>, written: &AtomicU64) -> Result<(), BuildError> {
    let Ok(path) = SitePath::new(format!("{}.json", page.path)) else { return Ok(()) };
    let json = serde_json::to_vec_pretty(view).map_err(|error| OutputError::from(io::Error::from(error)))?;
    write(run, &path, &json, written)
}
