//! A site to publish, its places, and the checks that every target must pass. `publish.rs` and its siblings use it.

#![allow(dead_code, unused_imports, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test that cannot make its sites has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

mod cuts;
pub(crate) mod proxy;
pub(crate) mod servers;
#[path = "../sites/mod.rs"]
pub(crate) mod sites;

pub(crate) use cuts::Cuts;
pub(crate) use sites::{Run, Tree, read_tree};

/// A secret that must never be seen.
pub(crate) const CANARY: &str = "c4nary-5ecret-do-not-show";

/// A site of three briefs with a place `live`.
pub(crate) struct Desk {
    pub(crate) folder: tempfile::TempDir,
    /// Variables of the environment for each run.
    pub(crate) variables: BTreeMap<String, String>,
}

impl Desk {
    /// A site whose place is described by these lines of TOML.
    pub(crate) fn new(place: &str) -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap(), variables: BTreeMap::new() };
        desk.place(place);
        for (name, words) in [("one", "first"), ("two", "second"), ("three", "tertiary")] {
            desk.brief(name, words);
        }
        desk
    }

    /// Describes the place anew.
    pub(crate) fn place(&self, place: &str) {
        let settings =
            format!("title = \"The desk\"\nbase_url = \"https://desk.example\"\n[publish.live]\n{place}\n");
        self.write("site.toml", &settings);
    }

    pub(crate) fn brief(&self, name: &str, words: &str) {
        let text = format!(
            "---\ntitle: Brief {name}\ndate: 2024-05-01\nclaims:\n  - {{by: The {name} office, says: The {words} account holds., \
             source: The {name} paper}}\n---\n\nThe {words} words.\n"
        );
        self.write(&format!("content/briefs/{name}.md"), &text);
    }

    pub(crate) fn withdraw(&self, name: &str) {
        fs_err::remove_file(self.site().join(format!("content/briefs/{name}.md"))).unwrap();
    }

    pub(crate) fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.site().join(path);
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        fs_err::write(path, text).unwrap();
    }

    /// What was built, without the build's own manifest.
    pub(crate) fn built(&self) -> Tree {
        let mut tree = read_tree(&self.site().join("public"));
        tree.remove(".variorum.json");
        tree
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_variorum"));
        command.current_dir(self.site()).args(arguments).envs(&self.variables);
        command.env_remove("CLICOLOR_FORCE").env_remove("RUST_BACKTRACE");
        command
    }

    /// Runs the program; whatever it says, no secret is in it.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let output = self.command(arguments).output().unwrap();
        let run = Run {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!run.stdout.contains(CANARY) && !run.stderr.contains(CANARY), "{}{}", run.stdout, run.stderr);
        run
    }

    /// Publishes; gives the plan and what came of it.
    #[track_caller]
    pub(crate) fn publish(&self, arguments: &[&str]) -> Published {
        let run = self.run(&[&["publish", "--yes", "--json", "-q"], arguments].concat());
        let document = serde_json::from_str(&run.stdout).unwrap_or(Value::Null);
        Published { code: run.code, document, stderr: run.stderr }
    }

    /// Publishes, which must go well.
    #[track_caller]
    pub(crate) fn published(&self, arguments: &[&str]) -> Published {
        let published = self.publish(arguments);
        assert_eq!(published.code, 0, "{}\n{}", published.stderr, published.document);
        published
    }
}

/// A run and its document.
pub(crate) struct Published {
    pub(crate) code: i32,
    pub(crate) document: Value,
    pub(crate) stderr: String,
}

impl Published {
    /// The paths of one of the lists.
    pub(crate) fn paths(&self, list: &str) -> Vec<&str> {
        let list = self.document[list].as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(|one| one.as_str().or_else(|| one["path"].as_str())).collect()
    }

    pub(crate) fn result(&self) -> &str {
        self.document["result"].as_str().unwrap_or_default()
    }

    /// How many files were sent.
    pub(crate) fn sent(&self) -> usize {
        self.paths("new").len() + self.paths("changed").len()
    }
}

/// What every target must do. `there` gives the files that readers see, `foreign` is one that is not ours.
#[track_caller]
pub(crate) fn lifecycle(desk: &Desk, foreign: (&str, &[u8]), there: &dyn Fn() -> Tree) {
    let own = |tree: Tree| -> Tree {
        let hosts = [".variorum-publish.json", ".nojekyll", "_headers", "CNAME", foreign.0];
        tree.into_iter().filter(|(path, _)| !hosts.contains(&path.as_str())).collect()
    };
    let same = || {
        let (seen, built) = (own(there()), desk.built());
        let names = |tree: &Tree| tree.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&seen), names(&built));
        assert!(seen == built, "other bytes");
    };

    let dry = desk.published(&["--dry-run"]);
    assert_eq!(dry.result(), "planned");
    let seen = own(there());
    assert!(seen.is_empty(), "a dry run sends nothing: {:?}", seen.keys());

    let first = desk.published(&[]);
    assert_eq!(first.result(), "published");
    for list in ["new", "changed", "withdrawn"] {
        assert_eq!(first.paths(list), dry.paths(list), "the dry run said what then happened");
    }
    same();

    let again = desk.published(&[]);
    assert_eq!((again.result(), again.sent()), ("up-to-date", 0));

    desk.brief("two", "other");
    let before = desk.built();
    let changed = desk.published(&[]);
    let after = desk.built();
    let differ: Vec<&str> =
        after.keys().filter(|path| before.get(*path) != after.get(*path)).map(String::as_str).collect();
    let of_host = |path: &&str| *path != "_headers";
    let sent: BTreeSet<&str> =
        changed.paths("changed").into_iter().chain(changed.paths("new")).filter(of_host).collect();
    assert_eq!(sent, differ.iter().copied().collect(), "only what changed goes up");
    // Pieces of the search index bear the sum of their bytes as a name: other bytes are another file.
    let mut come_and_gone = changed.paths("new").into_iter().chain(changed.paths("withdrawn"));
    assert!(come_and_gone.all(|path| path.starts_with("search/")), "{}", changed.document);
    assert!(differ.contains(&"briefs/two.html") && differ.len() < after.len());
    same();

    desk.withdraw("three");
    let gone = desk.published(&["--max-deletes", "50"]);
    assert!(gone.paths("withdrawn").contains(&"briefs/three.html"), "{:?}", gone.paths("withdrawn"));
    same();
    for (path, bytes) in own(there()) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Brief three") && !text.contains("tertiary"), "{path} still tells of it");
    }
    assert_eq!(there().get(foreign.0).map(Vec::as_slice), Some(foreign.1), "foreign files stay whole");
}
