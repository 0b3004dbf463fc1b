//! How time grows with hostile input: `cargo bench --bench hostile`, or some families with `-- WORD`.
//!
//! Each family of `tests/hostile/families.rs` is built by the program at 25, 50 and 100 kB. What a site without it costs
//! is taken off before ratios are made, and what is left counts as 0.05 s at least: below that a ratio says more of the
//! machine than of the program. A family misses that takes more than a second at 100 kB, or more than three times as
//! long for twice the size; it is measured once more before that is said. Nothing is asserted: machines differ.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

#[path = "../tests/hostile/families.rs"]
mod families;

use families::families;

const SIZES: [usize; 3] = [25_000, 50_000, 100_000];

/// Below this, in seconds, a ratio says more of the machine than of the program.
const NOISE: f64 = 0.05;

/// Seconds of a build, the best of some, and how the last one ended.
fn measure(files: &[(String, String)], runs: usize) -> (f64, Option<i32>) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        fs_err::write(path, text).unwrap();
    }
    let build = |folder: &Path| {
        let start = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_variorum"));
        let command = command.arg("-C").arg(folder).arg("build").stdout(Stdio::null()).stderr(Stdio::null());
        let code = command.status().unwrap().code();
        (start.elapsed().as_secs_f64(), code)
    };
    let all: Vec<_> = (0..runs).map(|_| build(folder.path())).collect();
    all.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).unwrap()
}

fn main() {
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let files = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let plain = [files("site.toml", "title = \"A site\"\n"), files("content/a.md", "---\ntitle: A\n---\n")];
    let (base, _) = measure(&plain, 5);
    println!(
        "{:<56} {:>8} {:>8} {:>8} {:>6} {:>6} {:>5}",
        "family", "25 kB", "50 kB", "100 kB", "ratio", "ratio", "exit"
    );
    println!("{:<56} {:>8.3}", "a site without any", base);
    let mut longest = 0.0_f64;
    let mut misses = Vec::new();
    for family in families() {
        if !wanted.is_empty() && !wanted.iter().any(|word| family.name.contains(word.as_str())) {
            continue;
        }
        let mut found = Found::of(&family, base, 2);
        if found.miss().is_some() {
            found = Found::of(&family, base, 4);
        }
        longest = longest.max(found.seconds[2]);
        println!("{:<56} {found}", family.name);
        misses.extend(found.miss().map(|why| format!("{}: {why}", family.name)));
    }
    println!(
        "longest {longest:.3} s; {} families miss{}",
        misses.len(),
        if misses.is_empty() { "" } else { ":" }
    );
    for miss in misses {
        println!("  {miss}");
    }
}

/// What a family takes.
struct Found {
    seconds: [f64; 3],
    ratios: [f64; 2],
    code: Option<i32>,
}

impl Found {
    fn of(family: &families::Family, base: f64, runs: usize) -> Self {
        let all = SIZES.map(|size| measure(&(family.files)(size), runs));
        let above = |at: usize| (all[at].0 - base).max(NOISE);
        Self {
            seconds: all.map(|(seconds, _)| seconds),
            ratios: [above(1) / above(0), above(2) / above(1)],
            code: all[2].1,
        }
    }

    /// Which promise it does not keep.
    fn miss(&self) -> Option<String> {
        let long = (self.seconds[2] > 1.0).then(|| format!("{:.2} s at 100 kB", self.seconds[2]));
        let steep = self.ratios.iter().find(|ratio| **ratio > 3.0);
        let steep = steep.map(|ratio| format!("{ratio:.1} times as long for twice the size"));
        let all: Vec<String> = long.into_iter().chain(steep).collect();
        (!all.is_empty()).then(|| all.join(", "))
    }
}

impl std::fmt::Display for Found {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for seconds in self.seconds {
            write!(out, "{seconds:>8.3} ")?;
        }
        for ratio in self.ratios {
            write!(out, "{ratio:>6.1} ")?;
        }
        let code = self.code.map_or("none".to_owned(), |code| code.to_string());
        write!(out, "{code:>5}{}", if self.miss().is_some() { "  <-- misses" } else { "" })
    }
}
