//! A branch of a git repository, such as the one that a host shows as a site: one commit for each state.
//!
//! The system's `git` does it in a repository of its own for the run, so that the user's copy is never touched. The
//! commit bears no person's name. It is pushed on condition that the branch is still as it was found. Files of
//! others on the branch, such as `CNAME`, stay in it.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::atomic::AtomicUsize;

use base64::Engine as _;
use camino::Utf8PathBuf;

use super::super::headers::Headers;
use super::super::local::sha256;
use super::super::manifest::Entry;
use super::super::parallel::Done;
use super::super::plan::Standing;
use super::super::secret::Secrets;
use super::super::{Context, Fault, MANIFEST};
use super::{Batch, Commit, Start, Target, program};
use crate::config::publish;
use crate::text::SitePath;

/// Who a commit is said to be by.
const NOBODY: [(&str, &str); 4] = [
    ("GIT_AUTHOR_NAME", "variorum"),
    ("GIT_AUTHOR_EMAIL", "variorum@localhost"),
    ("GIT_COMMITTER_NAME", "variorum"),
    ("GIT_COMMITTER_EMAIL", "variorum@localhost"),
];

/// The object that stands for none.
const NOTHING: &str = "0000000000000000000000000000000000000000";

/// So many files of others are read to see whether they are the same as ours.
const FEW: usize = 8;

pub(super) struct Git {
    remote: String,
    branch: String,
    /// The header by which a host knows who comes; it goes to git by the environment.
    authorization: Option<String>,
    now: jiff::Timestamp,
    folder: tempfile::TempDir,
    /// The folder that the site was built into.
    built: Utf8PathBuf,
    /// The commit that was found, and the objects of its files.
    found: Option<String>,
    files: BTreeMap<String, String>,
    /// What each path is to hold; nothing if it is to go.
    changes: BTreeMap<String, Option<String>>,
}

impl Git {
    pub(super) fn open(
        settings: &publish::Git,
        context: &Context<'_>,
        secrets: &mut Secrets,
    ) -> Result<Self, Fault> {
        let token = secrets.read_if(settings.token.as_ref(), context.root)?;
        let authorization = token.map(|token| {
            let login = base64::engine::general_purpose::STANDARD.encode(format!("x-access-token:{token}"));
            secrets.keep(login.clone());
            format!("Authorization: Basic {login}")
        });
        // A path is one from the site's folder; git would begin at its own.
        let is_path = !settings.remote.contains(':');
        let remote =
            if is_path { context.root.join(&settings.remote).to_string() } else { settings.remote.clone() };
        let git = Self {
            remote,
            branch: settings.branch.clone(),
            authorization,
            now: context.now,
            folder: tempfile::Builder::new().prefix("variorum-git-").tempdir()?,
            found: None,
            files: BTreeMap::new(),
            changes: BTreeMap::new(),
            built: context.output.to_owned(),
        };
        git.run(&["init", "--quiet", "--bare", "."], b"")?;
        Ok(git)
    }

    /// Runs git in the repository of the run; gives what it printed.
    fn run(&self, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, Fault> {
        let mut command = Command::new("git");
        // Hooks of the user's are for the user's repositories.
        command.current_dir(self.folder.path()).args(["-c", "core.hooksPath=/dev/null"]).args(arguments);
        command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE");
        command.env("GIT_DIR", self.folder.path()).env("GIT_TERMINAL_PROMPT", "0");
        command.env("GIT_ALLOW_PROTOCOL", "file:https:ssh").env("LC_ALL", "C");
        let date = format!("{} +0000", self.now.as_second());
        command.envs(NOBODY).env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date);
        if let Some(header) = &self.authorization {
            command.env("GIT_CONFIG_COUNT", "1").env("GIT_CONFIG_KEY_0", "http.extraHeader");
            command.env("GIT_CONFIG_VALUE_0", header);
        }
        let ended = program::finish(&mut command, input)?;
        if ended.code == Some(0) {
            Ok(ended.output)
        } else {
            Err(Fault::Remote(format!("git: {}", ended.complaint)))
        }
    }

    fn line(&self, arguments: &[&str], input: &[u8]) -> Result<String, Fault> {
        Ok(String::from_utf8_lossy(&self.run(arguments, input)?).trim().to_owned())
    }

    fn reference(&self) -> String {
        format!("refs/heads/{}", self.branch)
    }

    /// Fetches the branch and lists its files. Of the files themselves only what is asked for later comes along,
    /// if the host can do that.
    fn fetch(&mut self) -> Result<(), Fault> {
        let reference = self.reference();
        let listed = self.line(&["ls-remote", "--", &self.remote, &reference], b"")?;
        let Some((commit, _)) = listed.split_once('\t') else { return Ok(()) };
        self.run(&["config", "remote.origin.url", &self.remote], b"")?;
        self.run(&["config", "remote.origin.promisor", "true"], b"")?;
        self.run(&["config", "remote.origin.partialCloneFilter", "blob:none"], b"")?;
        let fetch =
            ["fetch", "--quiet", "--depth=1", "--no-tags", "--filter=blob:none", "origin", &reference];
        self.run(&fetch, b"")?;
        let tree = self.run(&["ls-tree", "-r", "-z", "--full-tree", commit], b"")?;
        for entry in String::from_utf8_lossy(&tree).split_terminator('\0') {
            let Some((what, path)) = entry.split_once('\t') else { continue };
            if let Some((_, object)) = what.rsplit_once(' ') {
                self.files.insert(path.to_owned(), object.to_owned());
            }
        }
        self.found = Some(commit.to_owned());
        Ok(())
    }

    /// Stores bytes; gives the object's name.
    fn store(&self, bytes: &[u8]) -> Result<String, Fault> {
        self.line(&["hash-object", "-w", "--stdin"], bytes)
    }

    /// Stores files of the folder that the site was built into, in one go; gives the objects' names in order.
    fn store_all(&self, paths: &[&SitePath]) -> Result<Vec<String>, Fault> {
        let names: String =
            paths.iter().map(|path| format!("{}\n", self.built.join(path.as_str()))).collect();
        let listed = self.run(&["hash-object", "-w", "--no-filters", "--stdin-paths"], names.as_bytes())?;
        Ok(String::from_utf8_lossy(&listed).lines().map(str::to_owned).collect())
    }

    /// Notes what a path holds in the commit to come.
    fn note(&mut self, path: &str, object: &str) {
        self.changes.insert(path.to_owned(), Some(object.to_owned()));
    }

    fn store_batch(&mut self, batch: &Batch<'_>) -> Result<(), Fault> {
        let (extra, built): (Vec<_>, Vec<_>) =
            batch.paths.iter().copied().partition(|path| batch.local.is_extra(path));
        for path in extra {
            let object = self.store(&batch.bytes(path)?)?;
            self.note(path.as_str(), &object);
        }
        let objects = self.store_all(&built)?;
        for (path, object) in built.iter().zip(objects) {
            self.note(path.as_str(), &object);
        }
        Ok(())
    }

    /// Makes the commit; gives its name.
    fn make_commit(&self) -> Result<String, Fault> {
        if let Some(found) = &self.found {
            self.run(&["read-tree", found], b"")?;
        }
        let entry = |(path, object): (&String, &Option<String>)| match object {
            Some(object) => format!("100644 {object}\t{path}\0"),
            None => format!("0 {NOTHING}\t{path}\0"),
        };
        let entries: String = self.changes.iter().map(entry).collect();
        self.run(&["update-index", "-z", "--index-info"], entries.as_bytes())?;
        let tree = self.line(&["write-tree", "--missing-ok"], b"")?;
        self.line(&["commit-tree", &tree, "-m", "Publish the site"], b"")
    }
}

impl Target for Git {
    fn is_live(&self) -> bool {
        false
    }

    fn look(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        self.fetch()?;
        let Some(object) = self.files.get(MANIFEST) else { return Ok(None) };
        self.run(&["cat-file", "blob", object], b"").map(Some)
    }

    fn probe(&self, paths: &[&SitePath], _: &AtomicUsize) -> Result<Vec<Standing>, Fault> {
        let found = paths.iter().filter(|path| self.files.contains_key(path.as_str())).count();
        let standing = |path: &&SitePath| match self.files.get(path.as_str()) {
            None => Ok(Standing::Absent),
            // Each has to be fetched by itself: so many are no oversight, and need not be read to be refused.
            Some(_) if found > FEW => Ok(Standing::Unknown),
            Some(object) => {
                let bytes = self.run(&["cat-file", "blob", object], b"")?;
                let size = bytes.len() as u64;
                Ok(Standing::Holds(Entry { sha256: sha256(&bytes), size, headers: Headers::default() }))
            }
        };
        paths.iter().map(standing).collect()
    }

    fn begin(&mut self, start: &Start<'_>) -> Result<(), Fault> {
        self.changes = start.replaced.iter().map(|path| (path.as_str().to_owned(), None)).collect();
        Ok(())
    }

    fn send(&mut self, batch: &Batch<'_>) -> Done {
        match self.store_batch(batch) {
            Ok(()) => Done { places: (0..batch.paths.len()).collect(), fault: None },
            Err(fault) => Done { fault: Some(fault), ..Done::default() },
        }
    }

    fn withdraw(&mut self, _: &[SitePath], _: &AtomicUsize) -> Done {
        Done::default()
    }

    fn commit(&mut self, end: &Commit<'_>) -> Result<(), Fault> {
        let object = self.store(end.manifest)?;
        self.note(MANIFEST, &object);
        let commit = self.make_commit()?;
        let reference = self.reference();
        // Empty: the branch must not be there.
        let lease = format!("--force-with-lease={reference}:{}", self.found.as_deref().unwrap_or_default());
        let moves = format!("{commit}:{reference}");
        self.run(&["push", "--quiet", &lease, "--", &self.remote, &moves], b"").map(|_| ())
    }
}
