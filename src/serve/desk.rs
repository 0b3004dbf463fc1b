//! Reads the folder whenever something changed in it, and publishes what that brings.
//!
//! One reading at a time. Parses of files that did not change are kept; all else is made anew from them. When the
//! new reading has errors, the edition keeps the site of the one before.
//!
//! A large site takes its time to be made anew, and most saves change nothing but wording: those the site that is
//! there takes at once, and the whole reading, which alone tells what is wrong, follows when nothing more is saved.

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
use crate::pipeline::{self, BadSettings, Cache, Opening, Options, Reworded};

/// A save is taken to be over when nothing more happens for so long. Editors write, rename and set times within a few
/// milliseconds.
const QUIET: Duration = Duration::from_millis(15);

/// So long at most are changes gathered: a file that is written to all the time must not hold up the rest.
const LONGEST: Duration = Duration::from_millis(250);

/// After edits of wording the whole folder is read when nothing was saved for so long.
const LULL: Duration = Duration::from_millis(300);

/// What was saved.
#[derive(Debug, Default)]
struct Saved {
    paths: BTreeSet<Utf8PathBuf>,
    /// Whether something changed and nobody knows where.
    elsewhere: bool,
}

/// What one reading leaves to the next.
pub(super) struct Desk {
    settings: Settings,
    editions: Sender<Arc<Edition>>,
    reports: mpsc::Sender<Report>,
    cache: Cache,
    inputs: Option<Inputs>,
    site: Option<Arc<GoodSite>>,
    /// What was saved and not looked at yet.
    saved: Saved,
    /// Files that changed since the last whole reading.
    changed: BTreeSet<Utf8PathBuf>,
    /// Whether the site is what the last whole reading found.
    sound: bool,
    /// Whether the site took words since.
    reworded: bool,
    number: u64,
}

impl Desk {
    pub(super) fn new(
        settings: Settings,
        editions: Sender<Arc<Edition>>,
        reports: mpsc::Sender<Report>,
    ) -> Self {
        Self {
            settings,
            editions,
            reports,
            cache: Cache::keeping(),
            inputs: None,
            site: None,
            saved: Saved::default(),
            changed: BTreeSet::new(),
            sound: false,
            reworded: false,
            number: 0,
        }
    }

    /// Reads, then waits for changes, for ever.
    pub(super) async fn work(mut self) {
        let (sender, mut changes) = unbounded_channel();
        let (mut watch, polling) = Watch::new(&self.settings.root, self.settings.watching, &sender);
        if let Some(reason) = polling {
            self.report(Report::Polling { reason });
        }
        loop {
            watch.cover(&self.saved.paths);
            let look = tokio::task::spawn_blocking(move || {
                self.look();
                self
            });
            let Ok(desk) = look.await else { return };
            self = desk;
            let Some(saved) = gather(&mut changes, self.reworded).await else { return };
            self.saved = saved;
        }
    }

    /// Sees what became of the folder.
    fn look(&mut self) {
        let saved = std::mem::take(&mut self.saved);
        let wording = if saved.elsewhere { Reworded::Otherwise } else { self.reword(&saved.paths) };
        self.changed.extend(saved.paths);
        match wording {
            Reworded::Otherwise => self.read(),
            Reworded::Same => {}
            Reworded::Anew => {
                self.reworded = true;
                self.publish(None);
            }
        }
    }

    /// Gives the site other words, if that is all there is to do.
    fn reword(&mut self, saved: &BTreeSet<Utf8PathBuf>) -> Reworded {
        match (&self.site, &self.inputs) {
            (Some(site), Some(inputs)) if self.sound && !saved.is_empty() => {
                site.reword(|loaded| pipeline::reword(loaded, inputs, saved, &mut self.cache))
            }
            _ => Reworded::Otherwise,
        }
    }

    /// One whole reading, published if it brought something new.
    fn read(&mut self) {
        let reworded = std::mem::take(&mut self.reworded);
        match self.open() {
            Ok(Opening::Site(opened)) => {
                self.changed.clear();
                let same = |inputs: &Inputs| inputs.holds_the_same_as(&opened.inputs);
                if !reworded && self.inputs.as_ref().is_some_and(same) {
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
                self.publish(problems);
                self.report(Report::Read(Reading { diagnostics, files }));
            }
            Ok(Opening::BadSettings(BadSettings { files, diagnostics })) => {
                self.publish(Some(drawn(&diagnostics, &files)));
                self.report(Report::Read(Reading { diagnostics, files }));
            }
            Err(error) => {
                self.publish(Some(failure(&error)));
                self.report(Report::Unreadable(error));
            }
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

    fn publish(&mut self, problems: Option<String>) {
        self.number += 1;
        self.sound = problems.is_none();
        let edition = Edition { number: self.number, site: self.site.clone(), problems };
        // The old edition goes here, after the new one is out: to take a large site apart takes its time.
        drop(self.editions.send_replace(Arc::new(edition)));
    }

    /// That nobody listens any more is no reason to stop serving.
    fn report(&self, report: Report) {
        let _nobody_listens = self.reports.send(report);
    }
}

impl Saved {
    fn add(&mut self, change: Change) {
        self.elsewhere |= change.path.is_none();
        self.paths.extend(change.path);
    }
}

/// Waits for a change and for what comes with it, or for a lull, if one is awaited; then nothing was saved. `None`:
/// nothing will be told any more.
async fn gather(changes: &mut UnboundedReceiver<Change>, lull: bool) -> Option<Saved> {
    let mut saved = Saved::default();
    let first = if lull {
        match timeout(LULL, changes.recv()).await {
            Ok(change) => change,
            Err(_) => return Some(saved),
        }
    } else {
        changes.recv().await
    };
    saved.add(first?);
    let over = sleep(LONGEST);
    tokio::pin!(over);
    loop {
        tokio::select! {
            () = &mut over => return Some(saved),
            change = timeout(QUIET, changes.recv()) => match change {
                Ok(Some(change)) => saved.add(change),
                Ok(None) | Err(_) => return Some(saved),
            },
        }
    }
}
