//! A folder of another machine, reached by the system's `ssh` and `rsync`: numbered releases and a link `current`.
//!
//! The user's own settings, keys, agent, jump hosts and proxies are those of `ssh`. The far side needs a shell with
//! `cp -al` and `mv -T` (GNU or BusyBox) and `rsync`. What runs there is a short script; names go to it as lines of
//! its input, never as a part of it. A release is what [`super::folder`] makes.

use std::collections::HashSet;
use std::process::Command;
use std::sync::atomic::AtomicUsize;

use camino::Utf8PathBuf;

use super::super::parallel::Done;
use super::super::plan::Standing;
use super::super::{Context, Fault, MANIFEST, Refusal};
use super::folder::release_name;
use super::{Batch, Commit, Start, Target, program};
use crate::config::publish;
use crate::text::SitePath;

/// Exit codes of the scripts, which `ssh` hands on; it has 255 for itself.
const OVERTAKEN: i32 = 75;
const NOT_OURS: i32 = 76;

pub(super) struct Ssh {
    settings: publish::Ssh,
    config: Option<Utf8PathBuf>,
    /// The folder that the site was built into.
    built: Utf8PathBuf,
    stage: Option<Stage>,
}

/// A release that nobody sees yet.
struct Stage {
    run: String,
    release: String,
}

impl Ssh {
    pub(super) fn open(settings: &publish::Ssh, context: &Context<'_>) -> Self {
        let config = settings.config.as_ref().map(|path| context.root.join(path));
        Self { settings: settings.clone(), config, built: context.output.to_owned(), stage: None }
    }

    /// The arguments of `ssh` before the host: no question is asked, for nobody may be there.
    fn options(&self) -> Vec<String> {
        let mut options = vec!["-o".to_owned(), "BatchMode=yes".to_owned()];
        if let Some(config) = &self.config {
            options.extend(["-F".to_owned(), config.to_string()]);
        }
        if let Some(port) = self.settings.port {
            options.extend(["-p".to_owned(), port.to_string()]);
        }
        options
    }

    /// Runs a script in the folder there, with lines as its input. The script sees the folder as `$1`.
    fn run(&self, script: &str, lines: &[&str]) -> Result<Vec<u8>, Fault> {
        let remote = format!("sh -euc {} - {}", quoted(script), quoted(&self.settings.path));
        let mut command = Command::new("ssh");
        command.args(self.options()).arg("--").arg(&self.settings.login).arg(remote);
        let input: String = lines.iter().flat_map(|line| [line, "\n"]).collect();
        let program::Ended { code, output, complaint } = program::finish(&mut command, input.as_bytes())?;
        match code {
            Some(0) => Ok(output),
            Some(OVERTAKEN) => {
                Err(Fault::Conflict("another run published to this place meanwhile".to_owned()))
            }
            Some(NOT_OURS) => {
                let what = format!("`{}` there {complaint}", self.settings.path);
                Err(Refusal::NotOurs(what).into())
            }
            _ => Err(Fault::Remote(format!("`{}`: {complaint}", self.settings.login))),
        }
    }

    /// Brings files into the stage. Those that an earlier run sent and that are the same are not sent again.
    fn bring(&self, paths: &[&SitePath], stage: &Stage) -> Result<(), Fault> {
        let mut shell = vec!["ssh".to_owned()];
        shell.extend(self.options().iter().map(|option| quoted(option)));
        let mut command = Command::new("rsync");
        command.args(["--protect-args", "--files-from=-", "--from0", "--checksum", "--links"]);
        command.args(["--perms", "--chmod=D755,F644", "--rsh", &shell.join(" ")]);
        for left in self.left(stage)? {
            command.arg(format!("--link-dest=../{left}"));
        }
        let place = format!("{}:{}/releases/.run-{}/", self.settings.login, self.settings.path, stage.run);
        command.arg("--").arg(format!("{}/", self.built)).arg(place);
        let names: Vec<u8> = paths.iter().flat_map(|path| path.as_str().bytes().chain([0])).collect();
        let ended = program::finish(&mut command, &names)?;
        if ended.code == Some(0) { Ok(()) } else { Err(Fault::Remote(format!("rsync: {}", ended.complaint))) }
    }

    /// What earlier runs left that did not end; rsync takes twenty such folders at most.
    fn left(&self, stage: &Stage) -> Result<Vec<String>, Fault> {
        const MOST: usize = 20;
        let listed = self.run("cd \"$1/releases\"; ls -A", &[])?;
        let listed = String::from_utf8_lossy(&listed).into_owned();
        let own = format!(".run-{}", stage.run);
        let left = listed.lines().filter(|name| name.starts_with(".run-") && *name != own);
        Ok(left.take(MOST).map(str::to_owned).collect())
    }

    fn stage(&self) -> Result<&Stage, Fault> {
        self.stage.as_ref().ok_or_else(|| Fault::Machine(std::io::Error::other("no run has begun")))
    }
}

/// Prints the manifest of the present release; nothing if none was published yet.
const LOOK: &str = r#"
[ -e "$1" ] || exit 0
cd "$1"
if [ ! -L current ]; then
  if [ -e current ]; then echo "has a \`current\` that is no link to one of its releases" >&2; exit 76; fi
  if [ -d releases ] || [ -z "$(ls -A)" ]; then exit 0; fi
  echo "is not empty and has no \`current\`" >&2; exit 76
fi
case "$(readlink current)" in
  releases/[0-9]*) cat current/.variorum-publish.json ;;
  *) echo "has a \`current\` that is no link to one of its releases" >&2; exit 76 ;;
esac
"#;

/// Names those of the paths where something stands.
const PROBE: &str = r#"
cd "$1/current" 2>/dev/null || exit 0
while IFS= read -r path; do
  if [ -e "$path" ] || [ -L "$path" ]; then printf '%s\n' "$path"; fi
done
"#;

/// The first lines are the run's name and the release to restore or nothing; then the files that are replaced.
const BEGIN: &str = r#"
IFS= read -r run; IFS= read -r restore
mkdir -p "$1/releases"
cd "$1/releases"
if [ -L ../current ]; then cp -al "$(basename "$(readlink ../current)")" ".run-$run"; else mkdir ".run-$run"; fi
cd ".run-$run"
rm -f .variorum-publish.json
while IFS= read -r path; do rm -f "./$path"; done
if [ -n "$restore" ]; then cp -alf "../$restore/." .; rm -f .variorum-publish.json; fi
"#;

/// The first lines are the run's name and the release's; then the manifest. Exactly one of two
/// runs gets to make the release of a number.
const COMMIT: &str = r#"
IFS= read -r run; IFS= read -r release
cd "$1/releases"
if [ ! -d ".run-$run" ]; then exit 75; fi
cat > ".run-$run/.variorum-publish.json"
chmod 755 ".run-$run"
sync
if [ -e "$release" ] || ! mv -T ".run-$run" "$release" 2>/dev/null; then rm -rf ".run-$run"; exit 75; fi
ln -s "releases/$release" "../.current-$run"
mv -fT "../.current-$run" ../current
rm -rf .run-*
"#;

/// Takes the named releases away.
const FORGET: &str = r#"
cd "$1/releases"
while IFS= read -r old; do rm -rf "./$old"; done
"#;

impl Target for Ssh {
    fn is_live(&self) -> bool {
        false
    }

    fn look(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        let manifest = self.run(LOOK, &[])?;
        Ok((!manifest.is_empty()).then_some(manifest))
    }

    fn probe(&self, paths: &[&SitePath], _: &AtomicUsize) -> Result<Vec<Standing>, Fault> {
        let lines: Vec<&str> = paths.iter().map(|path| path.as_str()).collect();
        let found = String::from_utf8_lossy(&self.run(PROBE, &lines)?).into_owned();
        let found: HashSet<&str> = found.lines().collect();
        let standing = |path: &&str| if found.contains(path) { Standing::Unknown } else { Standing::Absent };
        Ok(lines.iter().map(standing).collect())
    }

    fn begin(&mut self, start: &Start<'_>) -> Result<(), Fault> {
        let restore = start.restore.map(release_name).unwrap_or_default();
        let mut lines = vec![start.run, &restore];
        lines.extend(start.replaced.iter().map(|path| path.as_str()));
        self.run(BEGIN, &lines)?;
        self.stage = Some(Stage { run: start.run.to_owned(), release: release_name(start.generation) });
        Ok(())
    }

    fn send(&mut self, batch: &Batch<'_>) -> Done {
        match self.stage().and_then(|stage| self.bring(&batch.paths, stage)) {
            Ok(()) => Done { places: (0..batch.paths.len()).collect(), fault: None },
            Err(fault) => Done { fault: Some(fault), ..Done::default() },
        }
    }

    fn withdraw(&mut self, _: &[SitePath], _: &AtomicUsize) -> Done {
        Done::default()
    }

    fn commit(&mut self, end: &Commit<'_>) -> Result<(), Fault> {
        let stage = self.stage()?;
        let manifest = String::from_utf8_lossy(end.manifest);
        self.run(COMMIT, &[&stage.run, &stage.release, manifest.trim_end()])?;
        let mut releases = self.releases()?;
        releases.truncate(releases.len().saturating_sub(self.settings.keep));
        let old: Vec<String> = releases.into_iter().map(release_name).collect();
        let old: Vec<&str> = old.iter().map(String::as_str).collect();
        if old.is_empty() { Ok(()) } else { self.run(FORGET, &old).map(|_| ()) }
    }

    fn releases(&mut self) -> Result<Vec<u64>, Fault> {
        let listed = self.run("cd \"$1/releases\" 2>/dev/null && ls || exit 0", &[])?;
        let listed = String::from_utf8_lossy(&listed).into_owned();
        let mut numbers: Vec<u64> = listed.lines().filter_map(|name| name.parse().ok()).collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    fn release(&mut self, generation: u64) -> Result<Vec<u8>, Fault> {
        let script = format!("cat \"$1/releases/{}/{MANIFEST}\"", release_name(generation));
        self.run(&script, &[])
    }
}

/// One word for a shell, whatever stands in it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
