//! Notices that something changed in the folder.
//!
//! `content/`, `themes/` and `site.toml` are watched, and nothing else of the folder. Where the system does not tell
//! of changes (its watches are used up, the folder lies on another machine), the folder is looked at again and again.

use std::collections::BTreeSet;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc::UnboundedSender;

use crate::input::{self, CONTENT, SITE_TOML, THEMES};

/// How changes are noticed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Watching {
    /// The system tells of them; where it cannot, as with [`Polling`](Self::Polling).
    #[default]
    Events,
    /// The folder is looked at again and again: for folders of other machines, whose changes the system does not see.
    Polling,
}

/// How often the folder is looked at where the system does not tell.
const INTERVAL: Duration = Duration::from_secs(1);

/// Something changed.
pub(super) struct Change {
    /// Where, relative to the site's folder; `None`: somewhere.
    pub(super) path: Option<Utf8PathBuf>,
}

/// Watches as long as it lives.
pub(super) struct Watch {
    watcher: Option<Box<dyn Watcher + Send>>,
    root: Utf8PathBuf,
    covered: BTreeSet<&'static str>,
}

impl Watch {
    /// Begins to watch, before anything is read, so that no change slips between. The second value says why the
    /// folder is polled though that was not asked for.
    pub(super) fn new(
        root: &Utf8Path,
        watching: Watching,
        sender: &UnboundedSender<Change>,
    ) -> (Self, Option<String>) {
        let mut watch = Self { watcher: None, root: root.to_owned(), covered: BTreeSet::new() };
        if watching == Watching::Polling {
            let _nothing_else_is_left = watch.begin::<PollWatcher>(sender);
            return (watch, None);
        }
        let reason = watch.begin::<RecommendedWatcher>(sender).err().map(|error| error.to_string());
        if reason.is_some() {
            let _nothing_else_is_left = watch.begin::<PollWatcher>(sender);
        }
        (watch, reason)
    }

    fn begin<W: Watcher + Send + 'static>(&mut self, sender: &UnboundedSender<Change>) -> notify::Result<()> {
        let (root, sender) = (self.root.clone(), sender.clone());
        let tell = move |event: notify::Result<Event>| {
            // Once the server ends there is nobody to tell.
            changes(&root, event).into_iter().for_each(|change| drop(sender.send(change)));
        };
        let config = Config::default().with_poll_interval(INTERVAL).with_follow_symlinks(false);
        let mut watcher = W::new(tell, config)?;
        watcher.watch(self.root.as_std_path(), RecursiveMode::NonRecursive)?;
        self.watcher = Some(Box::new(watcher));
        self.covered.clear();
        self.cover_all()
    }

    /// Watches the two folders once they are there. `changed` names those that may have gone and come back.
    pub(super) fn cover(&mut self, changed: &BTreeSet<Utf8PathBuf>) {
        self.covered.retain(|folder| !changed.contains(Utf8Path::new(folder)));
        // What cannot be watched now is tried again at the next change.
        let _not_yet = self.cover_all();
    }

    fn cover_all(&mut self) -> notify::Result<()> {
        let Some(watcher) = &mut self.watcher else { return Ok(()) };
        for folder in [CONTENT, THEMES] {
            let path = self.root.join(folder);
            let is_folder = path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
            if is_folder && !self.covered.contains(folder) {
                watcher.watch(path.as_std_path(), RecursiveMode::Recursive)?;
                self.covered.insert(folder);
            }
        }
        Ok(())
    }
}

/// What an event says of the site. When the system lost count, anything may have changed.
fn changes(root: &Utf8Path, event: notify::Result<Event>) -> Vec<Change> {
    let Ok(event) = event else { return vec![Change { path: None }] };
    if event.need_rescan() {
        return vec![Change { path: None }];
    }
    if matches!(event.kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write)) {
        return Vec::new();
    }
    let paths = event.paths.iter().filter_map(|path| Utf8Path::from_path(path)?.strip_prefix(root).ok());
    paths.filter(|path| concerns(path)).map(|path| Change { path: Some(path.to_owned()) }).collect()
}

/// Whether a path is one that a reading looks at.
fn concerns(path: &Utf8Path) -> bool {
    let mut parts = path.components().map(|part| part.as_str());
    let top = parts.next().unwrap_or_default();
    (path == SITE_TOML || top == CONTENT || top == THEMES) && parts.all(|name| !input::is_passed_over(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, Flag, ModifyKind};

    #[test]
    fn only_writing_to_what_is_read_counts() {
        let told = |kind: EventKind, path: &str| {
            let event = Event::new(kind).add_path(path.into());
            changes(Utf8Path::new("/site"), Ok(event)).len()
        };
        let created = EventKind::Create(CreateKind::File);
        for path in ["/site/site.toml", "/site/content", "/site/content/a/b.md", "/site/themes/x/y.html"] {
            assert_eq!(told(created, path), 1, "{path}");
        }
        for path in [
            "/site",
            "/site/public/a.html",
            "/site/site.toml~",
            "/site/content/.a.swp",
            "/site/content/a.md~",
            "/site/content/#a#",
            "/site/content/.git/x.md",
            "/other/content/a.md",
        ] {
            assert_eq!(told(created, path), 0, "{path}");
        }
        assert_eq!(told(EventKind::Access(AccessKind::Open(AccessMode::Any)), "/site/content/a.md"), 0);
        assert_eq!(told(EventKind::Access(AccessKind::Close(AccessMode::Write)), "/site/content/a.md"), 1);
        assert_eq!(told(EventKind::Modify(ModifyKind::Any), "/site/content/a.md"), 1);
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(changes(Utf8Path::new("/site"), Ok(lost)).len(), 1);
    }
}
