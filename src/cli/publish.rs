//! `publish`: the site is built, the plan is shown, and what was planned is done.
//!
//! The plan goes to stdout, as lines or as one JSON document; a dry run prints exactly what a run would do.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Value, json};

use super::arguments::{PublishAction, PublishRun, Publishing};
use super::build::{Ending, Manner, build, signer, stop_at_signals, stopped};
use super::exit::{Exit, Failure};
use super::open::{Opened, Opening, open_with};
use super::terminal::Terminal;
use crate::config::Config;
use crate::config::publish::Host;
use crate::output::Built;
use crate::pipeline::{Drafts, Options, UNWATCHED, Views};
use crate::publish::{Broken, Context, Fault, Limits, Outcome, Plan, Publication, Remote, Why};
use crate::text::SitePath;

/// Of the JSON document.
const FORMAT: u32 = 1;

pub(super) fn run(
    directory: &Utf8Path,
    arguments: Publishing,
    now: jiff::Timestamp,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let terminal = &terminal.beside_data();
    let (run, action) = match arguments.action {
        None => (arguments.run, Action::Publish),
        Some(PublishAction::Rollback { run, to }) => (run, Action::Rollback(to)),
        Some(PublishAction::Status { name, json }) => {
            let Some(desk) = Desk::open(directory, name.as_deref(), now, terminal)? else {
                return Ok(Exit::Usage);
            };
            return desk.status(json);
        }
    };
    let Some(mut desk) = Desk::open(directory, run.name.as_deref(), now, terminal)? else {
        return Ok(Exit::Usage);
    };
    desk.publish(&run, &action)
}

enum Action {
    Publish,
    Rollback(Option<u64>),
}

/// A site, and the place that was chosen for it.
struct Desk<'run> {
    site: Box<Opened>,
    name: String,
    host: Host,
    output: Utf8PathBuf,
    now: jiff::Timestamp,
    terminal: &'run Terminal,
    stop: Arc<AtomicUsize>,
}

impl<'run> Desk<'run> {
    /// Nothing if the settings are wrong, which was shown.
    fn open(
        directory: &Utf8Path,
        name: Option<&str>,
        now: jiff::Timestamp,
        terminal: &'run Terminal,
    ) -> Result<Option<Self>, Failure> {
        let options = |config: &Config| {
            let (_, host) = choose(config, name)?;
            Ok(Options { drafts: Drafts::Hidden, now, base_url: host.base_url.clone() })
        };
        let Opening::Site(site) = open_with(directory, options, terminal, UNWATCHED)? else {
            return Ok(None);
        };
        // As with a build: before, there is nothing to put away.
        let stop = stop_at_signals()?;
        let (name, host) = choose(&site.config, name)?;
        let (name, host) = (name.clone(), host.clone());
        let output = site.inputs.root.join(&site.config.output);
        Ok(Some(Self { site, name, host, output, now, terminal, stop }))
    }

    fn publication(&self) -> Result<Publication, Failure> {
        let config = &self.site.loaded.config;
        let site = config.base_url.as_ref().map_or(config.title.as_str(), |url| url.as_str());
        let context = Context { root: &self.site.inputs.root, output: &self.output, site, now: self.now };
        Ok(Publication::open(&self.host, &context)?)
    }

    fn publish(&mut self, run: &PublishRun, action: &Action) -> Result<Exit, Failure> {
        let limits = Limits { max_deletes: run.max_deletes, adopt: run.adopt };
        let mut publication = self.publication()?;
        let looking = "looking at what stands there";
        let plan = match action {
            Action::Rollback(to) => {
                self.terminal.while_working(looking, || publication.plan_rollback(*to, limits))
            }
            Action::Publish => {
                if self.site.exit() != Exit::Success {
                    return Ok(self.site.exit());
                }
                let signer = signer(None)?;
                let signer = signer.as_ref();
                let manner = Manner { views: Views::Unwritten, signer, shard: None, watch: UNWATCHED };
                if let Ending::Not(exit) =
                    build(&mut self.site, &self.output, manner, &self.stop, self.terminal)?
                {
                    return Ok(exit);
                }
                let built = Built::open(&self.output)?;
                self.terminal.while_working(looking, || publication.plan(built, limits, &self.stop))
            }
        };
        let plan = match plan {
            Ok(plan) => plan,
            Err(fault) => return self.failed(fault),
        };
        if !run.json {
            self.terminal.data(&self.lines(&plan))?;
        }
        let end = self.decide(&mut publication, &plan, run, limits);
        if run.json {
            self.terminal.bytes(&document(&self.json(&plan, run, &end))?)?;
        }
        self.tell(&plan, end)
    }

    /// What comes of a plan.
    fn decide(&self, publication: &mut Publication, plan: &Plan, run: &PublishRun, limits: Limits) -> End {
        if plan.is_empty() {
            return End::UpToDate;
        }
        if let Err(fault) = publication.judge(plan, limits) {
            return End::Refused(fault.into());
        }
        if run.dry_run {
            return End::Planned;
        }
        if !run.yes {
            match self.terminal.ask(&format!("publish to `{}`?", self.name)) {
                Ok(Some(true)) => {}
                Ok(Some(false)) => return End::Planned,
                Ok(None) => {
                    let nobody = Failure::usage("nobody is there to say yes, and nothing was sent");
                    return End::Refused(nobody.help("add `--yes`, or `--dry-run` to see the plan only"));
                }
                Err(error) => return End::Refused(error.into()),
            }
        }
        match self.terminal.while_working("publishing", || publication.run(plan, &self.stop)) {
            Ok(outcome) => End::Published(outcome),
            Err(broken) => End::Broken(broken),
        }
    }

    fn tell(&self, plan: &Plan, end: End) -> Result<Exit, Failure> {
        match end {
            End::UpToDate => {
                self.terminal.say(&format!("`{}` is up to date: {} files", self.name, plan.unchanged));
                Ok(Exit::Success)
            }
            End::Planned => {
                self.terminal.say("nothing was sent");
                Ok(Exit::Success)
            }
            End::Published(Outcome { sent, deleted }) => {
                let Self { name, .. } = self;
                let generation = plan.generation;
                let text =
                    format!("published to `{name}`: {sent} sent, {deleted} deleted; state {generation}");
                self.terminal.say(&text);
                Ok(Exit::Success)
            }
            End::Refused(failure) => Err(failure),
            End::Broken(Broken { fault, live, deleted }) => {
                let list = |word: &str, paths: &[SitePath]| {
                    for path in paths {
                        self.terminal.say(&format!("{word} {path}"));
                    }
                };
                list("live already:", &live);
                list("deleted already:", &deleted);
                self.failed(fault)
            }
        }
    }

    fn failed(&self, fault: Fault) -> Result<Exit, Failure> {
        match fault {
            Fault::Stopped => Ok(stopped(&self.stop)),
            fault => Err(fault.into()),
        }
    }

    /// The plan for people.
    fn lines(&self, plan: &Plan) -> String {
        let mut lines = format!("publish to `{}` ({})\n", self.name, self.host.to.value);
        let mut line = |word: &str, path: &SitePath, note: &str| {
            // Writing to a text cannot fail.
            let _written = writeln!(lines, "  {word:<9} {path}{note}");
        };
        for change in &plan.new {
            line("new", &change.path, "");
        }
        for change in &plan.changed {
            line("changed", &change.path, if change.why == Why::Headers { " (headers)" } else { "" });
        }
        for path in &plan.withdrawn {
            line("withdrawn", path, "");
        }
        if plan.resumes {
            lines.push_str("  an earlier run did not end; this one completes it\n");
        }
        let counts = [
            (plan.new.len(), "new"),
            (plan.changed.len(), "changed"),
            (plan.withdrawn.len(), "withdrawn"),
            (plan.unchanged, "unchanged"),
        ];
        let counts: Vec<String> = counts.iter().map(|(count, word)| format!("{count} {word}")).collect();
        let _written = writeln!(lines, "{}; {} to send", counts.join(", "), size(plan.bytes()));
        lines
    }

    fn json(&self, plan: &Plan, run: &PublishRun, end: &End) -> Value {
        let change = |change: &crate::publish::Change| {
            let why = if change.why == Why::Headers { "headers" } else { "bytes" };
            json!({ "path": change.path.as_str(), "size": change.size, "why": why })
        };
        let mut document = json!({
            "format": FORMAT,
            "name": self.name,
            "to": self.host.to.value,
            "state": plan.generation,
            "dry_run": run.dry_run,
            "new": plan.new.iter().map(change).collect::<Vec<_>>(),
            "changed": plan.changed.iter().map(change).collect::<Vec<_>>(),
            "withdrawn": paths(&plan.withdrawn),
            "unchanged": plan.unchanged,
            "bytes": plan.bytes(),
            "resumes": plan.resumes,
            "result": end.word(),
        });
        match end {
            End::Refused(failure) => document["error"] = json!(failure.message),
            End::Broken(broken) => {
                document["error"] = json!(broken.fault.to_string());
                document["live"] = json!(paths(&broken.live));
                document["deleted"] = json!(paths(&broken.deleted));
            }
            End::UpToDate | End::Planned | End::Published(_) => {}
        }
        document
    }

    fn status(&self, as_json: bool) -> Result<Exit, Failure> {
        let found = self.terminal.while_working("looking at what stands there", || {
            self.publication().and_then(|mut publication| Ok(publication.status()?))
        })?;
        if as_json {
            self.terminal.bytes(&document(&self.status_json(found.as_ref()))?)?;
        } else {
            self.terminal.data(&self.status_lines(found.as_ref()))?;
        }
        Ok(Exit::Success)
    }

    fn status_lines(&self, found: Option<&Remote>) -> String {
        let mut lines = format!("`{}` ({})\n", self.name, self.host.to.value);
        let Some(remote) = found else { return lines + "  nothing was published there yet\n" };
        let releases = remote.releases.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
        let rows = [
            ("site", remote.site.clone()),
            ("state", remote.generation.to_string()),
            ("files", format!("{}, {}", remote.files, size(remote.size))),
            ("releases", releases),
        ];
        for (word, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
            let _written = writeln!(lines, "  {word:<9} {value}");
        }
        if remote.unfinished {
            lines.push_str("  a run began that did not end; publish again to complete it\n");
        }
        lines
    }

    fn status_json(&self, found: Option<&Remote>) -> Value {
        let remote = found.map(|remote| {
            json!({
                "site": remote.site,
                "state": remote.generation,
                "files": remote.files,
                "bytes": remote.size,
                "unfinished": remote.unfinished,
                "releases": remote.releases,
            })
        });
        json!({ "format": FORMAT, "name": self.name, "to": self.host.to.value, "published": remote })
    }
}

/// How it ended, and what is left to say.
enum End {
    UpToDate,
    Planned,
    Published(Outcome),
    Refused(Failure),
    Broken(Broken),
}

impl End {
    const fn word(&self) -> &'static str {
        match self {
            Self::UpToDate => "up-to-date",
            Self::Planned => "planned",
            Self::Published(_) => "published",
            Self::Refused(_) => "refused",
            Self::Broken(_) => "failed",
        }
    }
}

/// The place of a name, or the only one.
fn choose<'config>(
    config: &'config Config,
    name: Option<&str>,
) -> Result<(&'config String, &'config Host), Failure> {
    let names = || config.publish.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if let Some(name) = name {
        let missing = || Failure::usage(format!("site.toml has no `[publish.{name}]`"));
        let found = config.publish.get_key_value(name);
        return found.ok_or_else(|| missing().help(format!("use one of {}", names())));
    }
    let mut places = config.publish.iter();
    match (places.next(), places.next()) {
        (Some(only), None) => Ok(only),
        (Some(_), Some(_)) => {
            let several = Failure::usage("site.toml names several places to publish to");
            Err(several.help(format!("name one of {}", names())))
        }
        (None, _) => {
            let none = Failure::usage("site.toml names no place to publish to");
            Err(none.help("add a table `[publish.live]` with `to = \"...\"`"))
        }
    }
}

fn document(value: &Value) -> Result<Vec<u8>, Failure> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(std::io::Error::from)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A size for people, in steps of 1000.
fn size(bytes: u64) -> String {
    const STEPS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match STEPS.iter().find(|(step, _)| bytes >= *step) {
        Some((step, word)) => format!("{}.{} {word}", bytes / step, bytes % step * 10 / step),
        None => format!("{bytes} bytes"),
    }
}

fn paths(paths: &[SitePath]) -> Vec<&str> {
    paths.iter().map(SitePath::as_str).collect()
}
