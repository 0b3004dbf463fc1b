//! One run, the same for every target: look, plan, announce, send in a safe order, delete, write the manifest.
//!
//! Whatever fails, the manifest that stood there stands until all that it will name stands too, and nothing is
//! deleted before. The next run finds what this one left, and sends only what is missing.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::atomic::AtomicUsize;

use camino::Utf8Path;

use super::local::Local;
use super::manifest::{Entry, Manifest, Unfinished};
use super::parallel::Done;
use super::plan::{Standing, doubtful, plan};
use super::secret::Secrets;
use super::target::{self, Batch, Commit, Start, Target};
use super::{Fault, Limits, Plan, Refusal, guard, host_files, order};
use crate::config::publish::Host;
use crate::output::Built;
use crate::text::SitePath;

/// What a run is given beside the settings.
#[derive(Clone, Copy, Debug)]
pub struct Context<'run> {
    /// The site's folder.
    pub root: &'run Utf8Path,
    /// The folder that is built into.
    pub output: &'run Utf8Path,
    /// By which the place is known to be this site's.
    pub site: &'run str,
    /// The time of the run.
    pub now: jiff::Timestamp,
}

/// A place, and what is known of it.
pub struct Publication {
    host: Host,
    target: Box<dyn Target>,
    secrets: Secrets,
    site: String,
    /// The manifest that stands there.
    there: Manifest,
    work: Work,
}

/// What is to come there.
enum Work {
    Nothing,
    Site(Local),
    Release { generation: u64, files: BTreeMap<SitePath, Entry> },
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Files that were sent.
    pub sent: usize,
    /// Files that were deleted.
    pub deleted: usize,
}

/// A run that did not come to its end.
#[derive(Debug)]
pub struct Broken {
    /// Why.
    pub fault: Fault,
    /// Files that readers already see as they will be.
    pub live: Vec<SitePath>,
    /// Files that are already gone.
    pub deleted: Vec<SitePath>,
}

/// What stands at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// The site's name there.
    pub site: String,
    /// Counts the runs that changed something.
    pub generation: u64,
    /// Files of ours.
    pub files: usize,
    /// In bytes.
    pub size: u64,
    /// Whether a run began and is not known to have ended.
    pub unfinished: bool,
    /// Releases to go back to, oldest first; nothing if the target keeps none.
    pub releases: Vec<u64>,
}

impl Publication {
    /// Opens a place; nothing is asked of it yet.
    ///
    /// # Errors
    /// When a secret or a program is missing, or a safety rule forbids the place.
    pub fn open(host: &Host, context: &Context<'_>) -> Result<Self, Fault> {
        let mut secrets = Secrets::default();
        let target = target::open(host, context, &mut secrets)?;
        let (host, site) = (host.clone(), context.site.to_owned());
        Ok(Self { host, target, secrets, site, there: Manifest::default(), work: Work::Nothing })
    }

    /// What a run would do to bring a built site there.
    ///
    /// # Errors
    /// When the place cannot be looked at, or belongs to another site.
    pub fn plan(&mut self, built: Built, limits: Limits, stop: &AtomicUsize) -> Result<Plan, Fault> {
        let extra = host_files::of(&self.host.target, &built);
        let local = Local::new(built, extra, self.target.carries());
        let planned = self.look(limits).and_then(|()| self.compare(local.files(), stop));
        self.work = Work::Site(local);
        planned.map_err(|fault| self.scrubbed(fault))
    }

    /// What a run would do to bring an earlier release back; the one before the present one, if none is named.
    ///
    /// # Errors
    /// When the target keeps none, or not that one.
    pub fn plan_rollback(&mut self, generation: Option<u64>, limits: Limits) -> Result<Plan, Fault> {
        self.look(limits)?;
        let releases = self.target.releases()?;
        let wanted = generation.map_or_else(
            || releases.iter().copied().rfind(|one| *one < self.there.generation),
            |wanted| releases.contains(&wanted).then_some(wanted),
        );
        let Some(generation) = wanted else {
            let kept = releases.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
            return Err(Fault::Settings(format!("there is no such release to go back to; kept are: {kept}")));
        };
        let earlier = Manifest::parse(&self.target.release(generation)?)?;
        guard::same_site(&earlier, &self.site, limits)?;
        let planned = plan(&earlier.files, &self.there, &BTreeMap::new());
        self.work = Work::Release { generation, files: earlier.files };
        Ok(planned)
    }

    /// Whether the plan breaks no safety rule.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn judge(&self, plan: &Plan, limits: Limits) -> Result<(), Fault> {
        guard::judge(plan, limits)?;
        let Work::Site(local) = &self.work else { return Ok(()) };
        let mut astray = Vec::new();
        for change in plan.sent() {
            // Every file that is sent is read here, which shows that it is still as it was built.
            if guard::leads_to_localhost(&change.path, &local.read(&change.path)?) {
                astray.push(change.path.clone());
            }
        }
        if astray.is_empty() { Ok(()) } else { Err(Refusal::Localhost(astray).into()) }
    }

    /// Does what was planned.
    ///
    /// # Errors
    /// What was done until it failed, and why it did.
    pub fn run(&mut self, plan: &Plan, stop: &AtomicUsize) -> Result<Outcome, Broken> {
        let mut broken = Broken { fault: Fault::Stopped, live: Vec::new(), deleted: Vec::new() };
        match self.carry_out(plan, stop, &mut broken) {
            Ok(outcome) => Ok(outcome),
            Err(fault) => Err(Broken { fault: self.scrubbed(fault), ..broken }),
        }
    }

    /// What stands there; nothing if nothing of ours does.
    ///
    /// # Errors
    /// When the place cannot be looked at.
    pub fn status(&mut self) -> Result<Option<Remote>, Fault> {
        let found = self.target.look().map_err(|fault| self.scrubbed(fault))?;
        let Some(json) = found else { return Ok(None) };
        let there = Manifest::parse(&json)?;
        let releases = self.target.releases().unwrap_or_default();
        Ok(Some(Remote {
            generation: there.generation,
            files: there.files.len(),
            size: there.files.values().map(|entry| entry.size).sum(),
            unfinished: there.unfinished.is_some(),
            site: there.site,
            releases,
        }))
    }

    fn look(&mut self, limits: Limits) -> Result<(), Fault> {
        let found = self.target.look()?;
        self.there = match found {
            Some(json) => Manifest::parse(&json)?,
            None => Manifest { site: self.site.clone(), ..Manifest::default() },
        };
        Ok(guard::same_site(&self.there, &self.site, limits)?)
    }

    fn compare(&self, files: &BTreeMap<SitePath, Entry>, stop: &AtomicUsize) -> Result<Plan, Fault> {
        let paths = doubtful(files, &self.there);
        let standings = if paths.is_empty() { Vec::new() } else { self.target.probe(&paths, stop)? };
        let asked: BTreeMap<&SitePath, Standing> = paths.into_iter().zip(standings).collect();
        Ok(plan(files, &self.there, &asked))
    }

    fn carry_out(&mut self, plan: &Plan, stop: &AtomicUsize, broken: &mut Broken) -> Result<Outcome, Fault> {
        let (files, restore) = match &self.work {
            Work::Site(local) => (local.files(), None),
            Work::Release { generation, files } => (files, Some(*generation)),
            Work::Nothing => return Ok(Outcome::default()),
        };
        let run = run_name();
        let claim = self.there.claimed(files, plan, &run).to_json()?;
        let replaced = replaced(&self.there, plan, restore.is_some());
        self.target.begin(&Start {
            generation: plan.generation,
            run: &run,
            claim: &claim,
            replaced,
            restore,
        })?;
        if let Work::Site(local) = &self.work {
            let all = plan.sent().map(|change| &change.path);
            // Where nothing is seen before the end, one go is quicker.
            let steps: Vec<Vec<&SitePath>> = if self.target.is_live() {
                order::by_phase(all).into_values().collect()
            } else {
                vec![all.collect()]
            };
            for paths in steps.into_iter().filter(|paths| !paths.is_empty()) {
                let sent: Vec<SitePath> = paths.iter().map(|path| (*path).clone()).collect();
                let done = self.target.send(&Batch { paths, local, stop });
                if self.target.is_live() {
                    note(&done, &sent, &mut broken.live);
                }
                ended(done)?;
            }
        }
        if self.target.is_live() {
            let done = self.target.withdraw(&plan.withdrawn, stop);
            note(&done, &plan.withdrawn, &mut broken.deleted);
            ended(done)?;
        }
        let manifest = Manifest {
            site: self.site.clone(),
            generation: plan.generation,
            files: files.clone(),
            unfinished: None,
        };
        let local = if let Work::Site(local) = &self.work { Some(local) } else { None };
        self.target.commit(&Commit { manifest: &manifest.to_json()?, local, stop })?;
        Ok(Outcome { sent: plan.sent().count(), deleted: plan.withdrawn.len() })
    }

    fn scrubbed(&self, fault: Fault) -> Fault {
        match fault {
            Fault::Settings(text) => Fault::Settings(self.secrets.scrub(&text)),
            Fault::Remote(text) => Fault::Remote(self.secrets.scrub(&text)),
            Fault::Conflict(text) => Fault::Conflict(self.secrets.scrub(&text)),
            other => other,
        }
    }
}

impl Manifest {
    /// The same, with the announcement of what a run may write. What an earlier run may have written stays named.
    fn claimed(&self, files: &BTreeMap<SitePath, Entry>, plan: &Plan, run: &str) -> Self {
        let mut uncertain =
            self.unfinished.as_ref().map(|unfinished| unfinished.files.clone()).unwrap_or_default();
        let sent = plan.sent().filter_map(|change| files.get_key_value(&change.path));
        uncertain.extend(sent.map(|(path, entry)| (path.clone(), entry.clone())));
        let unfinished = Some(Unfinished { run: run.to_owned(), files: uncertain });
        Self { unfinished, ..self.clone() }
    }
}

/// The files of ours that a new release does not take over from the present one: all, if an earlier one is restored.
fn replaced<'run>(there: &'run Manifest, plan: &'run Plan, restores: bool) -> Vec<&'run SitePath> {
    if restores {
        return there.files.keys().collect();
    }
    plan.changed.iter().map(|change| &change.path).chain(&plan.withdrawn).collect()
}

fn note(done: &Done, paths: &[SitePath], list: &mut Vec<SitePath>) {
    list.extend(done.places.iter().filter_map(|place| paths.get(*place)).cloned());
}

fn ended(done: Done) -> Result<(), Fault> {
    done.fault.map_or(Ok(()), Err)
}

/// A name that no other run has. The standard library seeds its hashers with the system's randomness.
fn run_name() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}
