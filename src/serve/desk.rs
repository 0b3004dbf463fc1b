//! Reads the folder whenever something changed in it, and publishes what that brings.
//!
//! One reading at a time. Parses of files that did not change are kept; all else is made anew from them. When the
//! new reading has errors, the edition keeps the site of the one before.

use std::collections::BTreeSet;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use camino::Utf8PathBuf;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::sync::watch::Sender;
use tokio::time::{sleep, timeout};

use super::edition::{Edition, GoodSite, drawn, failure};
use super::watch::{Change, Watch};
use super::{Reading, Report, Settings};
use crate::diagnostic::has_errors;
use crate::input::{InputError, Inputs, SiteFolder};
use crate::pipeline::{self, BadSettings, Cache, Opening, Options};

/// A save is taken to be over when nothing more happens for so long. Editors write, rename and set times within a few
/// milliseconds.
const QUIET: Duration = Duration::from_millis(15);

/// So long at most are changes gathered: a file that is written to all the time must not hold up the rest.
const LONGEST: Duration = Duration::from_millis(250);

/// What one reading leaves to the next.
pub(super) struct Desk {
    settings: Settings,
    editions: Sender<Arc<Edition>>,
    reports: mpsc::Sender<Report>,
    cache: Cache,
    inputs: Option<Inputs>,
    site: Option<Arc<GoodSite>>,
    /// Files that changed and were not read since.
    changed: BTreeSet<Utf8PathBuf>,
    number: u64,
}

impl Desk {
    pub(super) fn new(
        settings: Settings,
        editions: Sender<Arc<Edition>>,
        reports: mpsc::Sender<Report>,
    ) -> Self {
        let cache = Cache::keeping();
        let changed = BTreeSet::new();
        Self { settings, editions, reports, cache, inputs: None, site: None, changed, number: 0 }
    }

    /// Reads, then waits for changes, for ever.
    pub(super) async fn work(mut self) {
        let (sender, mut changes) = unbounded_channel();
        let (mut watch, polling) = Watch::new(&self.settings.root, self.settings.watching, &sender);
        if let Some(reason) = polling {
            self.report(Report::Polling { reason });
        }
        loop {
            watch.cover(&self.changed);
            let reading = tokio::task::spawn_blocking(move || {
                self.read();
                self
            });
            let Ok(desk) = reading.await else { return };
            self = desk;
            let Some(changed) = gather(&mut changes).await else { return };
            self.changed.extend(changed);
        }
    }

    /// One reading, published if it brought something new.
    fn read(&mut self) {
        match self.open() {
            Ok(Opening::Site(opened)) => {
                self.changed.clear();
                if self.inputs.as_ref().is_some_and(|inputs| inputs.holds_the_same_as(&opened.inputs)) {
                    return;
                }
                let files = opened.inputs.files.clone();
                let mut opened = *opened;
                let diagnostics = std::mem::take(&mut opened.diagnostics);
                let problems = has_errors(&diagnostics).then(|| drawn(&diagnostics, &files));
                if problems.is_none() {
                    let (site, inputs) = GoodSite::new(opened);
                    (self.site, self.inputs) = (Some(Arc::new(site)), Some(inputs));
                } else {
                    self.inputs = Some(opened.inputs);
                }
                self.publish(problems, Report::Read(Reading { diagnostics, files }));
            }
            Ok(Opening::BadSettings(BadSettings { files, diagnostics })) => {
                let problems = drawn(&diagnostics, &files);
                self.publish(Some(problems), Report::Read(Reading { diagnostics, files }));
            }
            Err(error) => self.publish(Some(failure(&error)), Report::Unreadable(error)),
        }
    }

    fn open(&mut self) -> Result<Opening, InputError> {
        let folder = match &self.inputs {
            Some(inputs) => inputs.reopen(&self.changed)?,
            None => SiteFolder::open(&self.settings.root)?,
        };
        let options = Options { drafts: self.settings.drafts, now: (self.settings.now)(), base_url: None };
        pipeline::open(folder, |_| Ok(options), &mut self.cache, pipeline::UNWATCHED)
    }

    fn publish(&mut self, problems: Option<String>, report: Report) {
        self.number += 1;
        let edition = Edition { number: self.number, site: self.site.clone(), problems };
        // The old edition goes here, after the new one is out: to take a large site apart takes its time.
        drop(self.editions.send_replace(Arc::new(edition)));
        self.report(report);
    }

    /// That nobody listens any more is no reason to stop serving.
    fn report(&self, report: Report) {
        let _nobody_listens = self.reports.send(report);
    }
}

/// Waits for a change and for what comes with it. `None`: nothing will be told any more.
async fn gather(changes: &mut UnboundedReceiver<Change>) -> Option<BTreeSet<Utf8PathBuf>> {
    let mut changed = BTreeSet::new();
    changed.extend(changes.recv().await?.path);
    let over = sleep(LONGEST);
    tokio::pin!(over);
    loop {
        tokio::select! {
            () = &mut over => return Some(changed),
            change = timeout(QUIET, changes.recv()) => match change {
                Ok(Some(change)) => changed.extend(change.path),
                Ok(None) | Err(_) => return Some(changed),
            },
        }
    }
}
