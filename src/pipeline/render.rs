//! The loop over pages: each is rendered, looked at by the gate, and written.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::AtomicU64;

use rayon::prelude::*;
use serde::Serialize;

use super::{BuildError, File, Loaded, Run, Views, write};
use crate::diagnostic::Diagnostic;
use crate::gate::{self, Gate, Inspected, Inspector};
use crate::output::OutputError;
use crate::page::{Pages, View};
use crate::plan::Planned;
use crate::text::SitePath;
use crate::theme::fragments::card::CardText;
use crate::theme::{Fragments, Rendered};

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
    let fragments = Fragments::new(&loaded.theme, pages);
    let mut rendered: Vec<(usize, Result<Inspected, Diagnostic>)> = places
        .par_iter()
        .map_init(
            || Desk::new(gate),
            |desk, number| {
                let page = &planned[*number];
                let view = pages.view(page);
                let inspected = match fragments.render(&view, &mut desk.page) {
                    Ok(()) => {
                        if run.views == Views::Written
                            && let Ok(cards) = fragments.cards(&view)
                        {
                            write_view(&Seen { view: &view, cards }, page, run, written)?;
                        }
                        write(run, &page.path, &desk.page.html, written)?;
                        Ok(desk.inspect(*number, view.template))
                    }
                    Err(fault) => Err(fault),
                };
                Ok((*number, inspected))
            },
        )
        .collect::<Result<_, BuildError>>()?;
    rendered.sort_unstable_by_key(|(number, _)| *number);
    let (inspected, mut faults) = parted(rendered.into_iter(), planned);
    if faults.is_empty() && run.shard.is_none() {
        let again = |number: usize| {
            let mut page = Rendered::default();
            fragments.render(&pages.view(&planned[number]), &mut page).ok().map(|()| page.html)
        };
        faults = gate.settle(&located(gate, inspected, again));
    } else {
        faults.extend(gate.settle(&inspected));
    }
    Ok(faults)
}

/// What a thread works with: room for a page, and who looks at it. Fragments are looked at in a folder of their own, so
/// another inspector does that, which goes on knowing their tags.
struct Desk<'f, 'g> {
    page: Rendered<'f>,
    of_pages: Inspector<'g>,
    of_fragments: Inspector<'g>,
    /// With the root of the folder that fragments are looked at in.
    fragment: Vec<u8>,
}

impl<'g> Desk<'_, 'g> {
    fn new(gate: &'g Gate<'g>) -> Self {
        let (of_pages, of_fragments) = (Inspector::new(gate), Inspector::new(gate));
        Self { page: Rendered::default(), of_pages, of_fragments, fragment: Vec::new() }
    }

    /// Looks at the page that was rendered; a row that is kept is looked at once, whatever pages it is on.
    fn inspect(&mut self, number: usize, template: &'static str) -> Inspected {
        let Self { page, of_pages, of_fragments, fragment } = self;
        let parts = page.parts.iter().map(|part| {
            let judged = part.kept.map(|row| {
                row.judged.get_or_init(|| {
                    fragment.clear();
                    row.put("../", fragment);
                    of_fragments.judge(fragment)
                })
            });
            gate::Part { at: part.at.clone(), judged, template: part.template }
        });
        let parts: Vec<gate::Part<'_>> = parts.collect();
        of_pages.inspect(number, template, &page.html, &parts)
    }
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

/// What was seen of each page, and why the theme fails on pages: each reason once, with the first of its pages.
fn parted(
    rendered: impl Iterator<Item = (usize, Result<Inspected, Diagnostic>)>,
    planned: &[Planned],
) -> (Vec<Inspected>, Vec<Diagnostic>) {
    let mut faults: Vec<(Diagnostic, usize, usize)> = Vec::new();
    let inspected = rendered.map(|(number, page)| {
        page.unwrap_or_else(|fault| {
            match faults.iter_mut().find(|(known, ..)| *known == fault) {
                Some((.., pages)) => *pages += 1,
                None => faults.push((fault, number, 1)),
            }
            Inspected::default()
        })
    });
    let inspected = inspected.collect();
    let faults = faults.into_iter().map(|(fault, page, pages)| on_pages(fault, &planned[page], pages - 1));
    (inspected, faults.collect())
}

/// A fault of the theme, with the page that it was met on and how many more there are.
pub(super) fn on_pages(fault: Diagnostic, page: &Planned, more: usize) -> Diagnostic {
    let more = match more {
        0 => String::new(),
        1 => ", and one more page".to_owned(),
        more => format!(", and {more} more pages"),
    };
    Diagnostic { message: format!("{} (`{}`{more})", fault.message, page.path), ..fault }
}

/// Adds where pages lead to places that are not there. That is known only when all pages are rendered; to say where,
/// they are rendered again.
fn located(
    gate: &Gate<'_>,
    mut inspected: Vec<Inspected>,
    render: impl Fn(usize) -> Option<Vec<u8>> + Sync,
) -> Vec<Inspected> {
    let missing = gate.missing(&inspected);
    if !missing.is_empty() {
        inspected.par_iter_mut().enumerate().for_each_init(
            || Inspector::new(gate),
            |inspector, (number, page)| {
                if let Some(html) = render(number) {
                    inspector.locate(number, &html, &missing, page);
                }
            },
        );
    }
    inspected
}

/// What templates are given for a page.
#[derive(Serialize)]
struct Seen<'v> {
    #[serde(flatten)]
    view: &'v View,
    /// What `fragments/card.html` is given, for each of its cards.
    cards: Vec<CardText>,
}

/// What templates are given for a page as JSON, beside it; a page whose name leaves no room for a longer one has none.
fn write_view(view: &Seen<'_>, page: &Planned, run: &Run<'_>, written: &AtomicU64) -> Result<(), BuildError> {
    let Ok(path) = SitePath::new(format!("{}.json", page.path)) else { return Ok(()) };
    let json = serde_json::to_vec_pretty(view).map_err(|error| OutputError::from(io::Error::from(error)))?;
    write(run, &path, &json, written)
}
