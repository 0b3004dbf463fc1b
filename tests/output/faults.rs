//! A build is killed, or met with an error, at each single call by which it changes the disk.
//!
//! `strace` does it. A first run tells which calls there are; then there is one run for each call and each fault. With
//! one thread the calls come in one order, so that every call is met.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::ground::{
    before_and_after, build, can_trace, folder, large_before_and_after, lay_out, names, output, traced,
    variorum,
};
use crate::sites::{Tree, read_tree};

/// Calls that change the disk, and the lock. Those that this machine does not know are passed over.
const CHANGING: &str = "?open,?creat,openat,write,writev,?pwrite64,?ftruncate,?fallocate,?sendfile,?copy_file_range,\
    ?mkdir,mkdirat,?rmdir,?unlink,unlinkat,?rename,?renameat,renameat2,?link,linkat,?symlink,symlinkat,?chmod,fchmod,\
    ?fchmodat,?utimes,utimensat,fsync,fdatasync,syncfs,flock";

/// The name by way of which a link takes the place of a file that was written.
const SPARE: &str = ".variorum.same";

/// The call of a build that is met.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Call {
    name: String,
    /// Of this name, counted from 1.
    number: usize,
    /// As `strace` writes it.
    line: String,
}

/// What is there before the build, and what must be there in the end.
struct Scene {
    /// The site's folder as a build finds it, output and all.
    start: PathBuf,
    /// The old output, if there was one.
    old: Option<Tree>,
    new: Tree,
    /// More faults, that every run meets.
    always: Vec<&'static str>,
    calls: Vec<Call>,
    folder: tempfile::TempDir,
}

/// Whether there is an output before the build.
#[derive(Clone, Copy)]
enum Start {
    Empty,
    Built,
}

impl Scene {
    fn new(start: Start, always: &[&'static str]) -> Self {
        Self::of(before_and_after(), start, always)
    }

    fn of((before, after): (Tree, Tree), start: Start, always: &[&'static str]) -> Self {
        let folder = folder();
        let site = folder.path().join("start");
        if let Start::Built = start {
            lay_out(&before, &site);
            build(&site);
            fs_err::remove_dir_all(site.join("content")).unwrap();
        }
        lay_out(&after, &site);
        let other = folder.path().join("new");
        lay_out(&after, &other);
        let (old, new) = (output(&site), build(&other));
        let mut scene = Self { start: site, old, new, always: always.to_vec(), calls: Vec::new(), folder };
        scene.calls = scene.list_calls();
        scene
    }

    /// A copy of the start, in a folder of its own.
    fn set(&self, name: &str) -> PathBuf {
        let site = self.folder.path().join(name).join("site");
        for entry in walkdir::WalkDir::new(&self.start) {
            let entry = entry.unwrap();
            let to = site.join(entry.path().strip_prefix(&self.start).unwrap());
            if entry.file_type().is_dir() {
                fs_err::create_dir_all(to).unwrap();
            } else {
                fs_err::copy(entry.path(), to).unwrap();
            }
        }
        site
    }

    /// What a build calls, in order.
    fn list_calls(&self) -> Vec<Call> {
        let site = self.set("calls");
        let trace = self.folder.path().join("trace");
        let run = self.run(&site, &["-o", trace.to_str().unwrap(), "-e", &format!("trace={CHANGING}")]);
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        assert_eq!(output(&site).unwrap(), self.new);
        fs_err::remove_dir_all(site.parent().unwrap()).unwrap();
        let text = fs_err::read_to_string(trace).unwrap();
        let mut numbers = BTreeMap::<String, usize>::new();
        let calls = text.lines().filter_map(|line| {
            let line = line.split_once(' ').unwrap().1.trim_start();
            let name = line.split_once('(')?.0.to_owned();
            let number = numbers.entry(name.clone()).or_default();
            *number += 1;
            Some(Call { name, number: *number, line: line.to_owned() })
        });
        let calls: Vec<Call> = calls.collect();
        let threads: BTreeSet<_> =
            text.lines().filter_map(|line| line.split_once(' ')).map(|at| at.0).collect();
        assert_eq!(threads.len(), 1, "one thread makes all calls, so that their numbers mean one call each");
        calls
    }

    fn run(&self, site: &Path, arguments: &[&str]) -> Output {
        let always = self.always.iter().flat_map(|fault| ["-e", fault]);
        traced(site, &always.chain(arguments.iter().copied()).collect::<Vec<_>>()).output().unwrap()
    }

    /// Runs a build that meets a fault at a call.
    fn meet(&self, site: &Path, call: &Call, fault: &str) -> Output {
        let inject = format!("inject={}:{fault}:when={}", call.name, call.number);
        self.run(site, &["-o", "/dev/null", "-e", &format!("trace={CHANGING}"), "-e", &inject])
    }

    /// The old site whole or the new one, or in place of no site none.
    fn is_whole(&self, site: &Path) -> bool {
        let found = output(site);
        found == self.old || found.as_ref() == Some(&self.new)
    }

    /// The next build succeeds and leaves nothing.
    #[track_caller]
    fn recovers(&self, site: &Path, after: &str) {
        let built = variorum(site).output().unwrap();
        assert!(built.status.success(), "{after}: {}", String::from_utf8_lossy(&built.stderr));
        assert!(output(site).unwrap() == self.new, "{after}: the next build made another site");
        assert_eq!(
            names(site),
            ["content", "public", "site.toml", "themes"],
            "{after}: left beside the output"
        );
    }

    /// Whether everything is as at the start, so that the next build has nothing to recover from.
    fn is_as_at_the_start(&self, site: &Path) -> bool {
        names(site) == names(&self.start) && read_tree(site) == read_tree(&self.start)
    }

    /// One try for each of these, in parallel.
    fn sweep<T: Sync>(&self, tries: &[T], one: impl Fn(&Path, &T) + Sync) {
        let (next, failed) = (AtomicUsize::new(0), Mutex::new(None));
        let work = || {
            while let Some(attempt) = tries.get(next.fetch_add(1, Ordering::Relaxed)) {
                if failed.lock().unwrap().is_some() {
                    return;
                }
                let site = self.set(&format!("{attempt:p}"));
                let tried = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| one(&site, attempt)));
                if let Err(panic) = tried {
                    *failed.lock().unwrap() = Some(panic);
                }
                fs_err::remove_dir_all(site.parent().unwrap()).unwrap();
            }
        };
        std::thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(work))));
        if let Some(panic) = failed.into_inner().unwrap() {
            std::panic::resume_unwind(panic);
        }
    }

    /// The same after a build that was killed at a call; of what the next one calls then, what it does to take up.
    fn left_at(mut self, call: usize) -> Self {
        let run = self.meet(&self.start, &self.calls[call], "signal=KILL");
        assert_eq!(run.status.signal(), Some(9));
        assert!(names(&self.start).len() > 4, "something was left");
        self.old = output(&self.start);
        self.calls = self.list_calls();
        let begun = self.calls.iter().position(|call| call.line.starts_with("mkdir"));
        self.calls.truncate(begun.unwrap());
        self
    }

    fn kill_at(&self, calls: &[Call]) {
        self.sweep(calls, |site, call| {
            let run = self.meet(site, call, "signal=KILL");
            assert_eq!(run.status.signal(), Some(9), "{call:?} was not met");
            assert!(self.is_whole(site), "killed at {call:?}: the site is not whole");
            self.recovers(site, &format!("killed at {call:?}"));
        });
    }

    /// The first call by which the new site is shown.
    fn shown_at(&self) -> usize {
        let shows = |call: &Call| call.name.starts_with("rename") && !call.line.contains(SPARE);
        self.calls.iter().position(shows).unwrap()
    }

    /// Each error at each of these calls is named, and leaves the old site before the new one is shown.
    fn fail_at(&self, calls: Range<usize>, errors: &[&'static str]) {
        let shown_at = self.shown_at();
        let place = self.folder.path().to_str().unwrap();
        // The system's own files are read before the program begins, and by the allocator as it does.
        let ours = |call: &Call| match call.name.as_str() {
            "open" | "openat" => call.line.contains(place) || call.line.contains("O_CREAT"),
            // Talk that nobody hears is no failure.
            "write" => !call.line.starts_with("write(2,"),
            _ => true,
        };
        let tries: Vec<(usize, &Call, &str)> = calls
            .map(|position| (position, &self.calls[position]))
            .filter(|(_, call)| ours(call))
            .flat_map(|(position, call)| errors.iter().map(move |error| (position, call, *error)))
            .collect();
        self.sweep(&tries, |site, (position, call, error)| {
            let run = self.meet(site, call, &format!("error={error}"));
            let said = String::from_utf8_lossy(&run.stderr);
            let what = format!("{error} at {call:?}: {said}");
            assert_eq!(run.status.code(), Some(3), "{what}");
            assert!(said.contains(site.to_str().unwrap()), "no file is named: {what}");
            if *position <= shown_at {
                assert!(output(site) == self.old, "the old site is not whole: {what}");
            } else {
                assert!(output(site).as_ref() == Some(&self.new), "the new site is not whole: {what}");
            }
            if !self.is_as_at_the_start(site) {
                self.recovers(site, &what);
            }
        });
    }

    /// A signal to end at each of these calls leaves the old site and nothing else, before the new one is shown.
    fn end_at(&self, calls: Range<usize>) {
        let shown_at = self.shown_at();
        let tries: Vec<(usize, &Call)> = calls.map(|position| (position, &self.calls[position])).collect();
        self.sweep(&tries, |site, (position, call)| {
            let (name, number) = if position % 2 == 0 { ("INT", 2) } else { ("TERM", 15) };
            let run = self.meet(site, call, &format!("signal={name}"));
            let what = format!("{name} at {call:?}: {}", String::from_utf8_lossy(&run.stderr));
            // Until a build has read all texts it has nothing to put away, so it is ended by the signal itself, at
            // once.
            let reads_text = call.name == "openat" && call.line.contains(".md\"");
            assert!(!reads_text || run.status.signal() == Some(number), "{what}");
            let code = run.status.code().or(run.status.signal().map(|signal| signal + 128));
            if *position < shown_at {
                assert_eq!(code, Some(128 + number), "{what}");
                assert!(self.is_as_at_the_start(site), "{what}: {:?}", names(site));
            } else {
                // Too late: the build ends well, for the new site is being shown.
                assert_eq!(code, Some(0), "{what}");
                assert!(output(site).as_ref() == Some(&self.new), "{what}");
                assert_eq!(names(site), ["content", "public", "site.toml", "themes"], "{what}");
            }
        });
    }
}

#[test]
fn a_build_that_is_killed_leaves_a_whole_site_and_nothing_that_the_next_does_not_take_away() {
    if !can_trace("builds that are killed at every call") {
        return;
    }
    let scene = Scene::new(Start::Built, &[]);
    assert!(scene.calls.len() > 80, "the calls were found: {:#?}", scene.calls);
    scene.kill_at(&scene.calls);
    let first = Scene::new(Start::Empty, &[]);
    first.kill_at(&first.calls);
}

#[test]
fn a_build_that_is_killed_while_it_takes_up_a_killed_one_is_taken_up_too() {
    if !can_trace("builds that are killed while they take up killed ones") {
        return;
    }
    let scene = || Scene::new(Start::Built, &[]);
    let last = |name: &str| scene().calls.iter().rposition(|call| call.name.starts_with(name)).unwrap();
    // With a log; with a manifest, before and after the exchange; half taken away.
    for call in [last("link"), last("syncfs"), last("fsync"), last("unlink") - 3] {
        let scene = scene().left_at(call);
        assert!(scene.calls.iter().any(|call| call.name.starts_with("unlink")), "{:#?}", scene.calls);
        scene.kill_at(&scene.calls);
    }
}

/// Where folders cannot be exchanged there is a moment without a site. It is the only one, and the next build begins
/// by putting the old site back.
#[test]
fn without_an_exchange_of_folders_a_killed_build_is_taken_up_too() {
    if !can_trace("builds that are killed on a file system without RENAME_EXCHANGE") {
        return;
    }
    let scene = Scene::new(Start::Built, &["inject=renameat2:error=EINVAL"]);
    let calls = &scene.calls[scene.shown_at()..];
    let renames: Vec<&Call> = calls.iter().filter(|call| call.name == "rename").collect();
    assert_eq!(renames.len(), 2, "{calls:#?}");
    scene.sweep(calls, |site, call| {
        let run = scene.meet(site, call, "signal=KILL");
        if call.name == "renameat2" {
            return; // This call meets its error already.
        }
        assert_eq!(run.status.signal(), Some(9), "{call:?} was not met");
        let is_between = call == renames[1];
        assert_eq!(output(site).is_none(), is_between, "{call:?}");
        assert!(is_between || scene.is_whole(site), "killed at {call:?}: the site is not whole");
        if is_between {
            // A build that comes no further than the beginning has put the old site back.
            let run =
                traced(site, &["-o", "/dev/null", "-e", "inject=mkdir:error=EIO:when=1"]).output().unwrap();
            assert_eq!(run.status.code(), Some(3));
            assert!(output(site) == scene.old, "the old site was not put back");
        }
        scene.recovers(site, &format!("killed at {call:?}"));
    });
}

#[test]
fn an_error_at_any_call_is_named_and_leaves_the_old_site() {
    if !can_trace("errors at every call") {
        return;
    }
    let scene = Scene::new(Start::Built, &[]);
    scene.fail_at(0..scene.calls.len(), &["ENOSPC", "EIO", "EACCES"]);
}

#[test]
fn a_build_that_is_asked_to_end_leaves_the_old_site_and_nothing_else() {
    if !can_trace("signals at every call") {
        return;
    }
    let scene = Scene::new(Start::Built, &[]);
    scene.end_at(0..scene.calls.len());
}

/// Files that go to the disk while they are made: of two, one is new, and one is replaced by a link to what it was.
#[test]
fn at_the_calls_for_a_large_file_it_is_no_different() {
    if !can_trace("faults at the calls for large files") {
        return;
    }
    let scene = || Scene::of(large_before_and_after(), Start::Built, &[]);
    let of_large = |scene: &Scene| {
        let is_first = |call: &Call| call.name == "write" && call.line.contains("\\ndata/claims.json\\n");
        let is_last = |call: &Call| call.name.starts_with("rename") && call.line.contains(SPARE);
        let first = scene.calls.iter().position(is_first).unwrap();
        let last = scene.calls.iter().rposition(is_last).unwrap();
        first..last + 1
    };
    let whole = scene();
    let calls = of_large(&whole);
    assert!((10..30).contains(&calls.len()), "{:#?}", &whole.calls[calls]);
    whole.kill_at(&whole.calls[calls.clone()]);
    whole.fail_at(calls.clone(), &["ENOSPC"]);
    whole.end_at(calls.clone());
    let taken_up = whole.left_at(calls.end - 1);
    taken_up.kill_at(&taken_up.calls);
    // Where the old site cannot be linked to, what was written stays.
    let unlinked = Scene::of(large_before_and_after(), Start::Built, &["inject=link,linkat:error=EPERM"]);
    assert!(unlinked.calls.iter().all(|call| !call.name.starts_with("rename") || !call.line.contains(SPARE)));
}
