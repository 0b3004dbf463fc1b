//! How time grows with hostile input: `cargo bench --bench hostile`, or some families with `-- WORD`.
//!
//! Each family of `tests/hostile/families.rs` is built by the program at 25, 50 and 100 kB. What a site without it costs
//! is taken off before ratios are made. A family is marked that takes more than a second at 100 kB, or more than three
//! times as long for twice the size. Nothing is asserted: machines differ.

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
        "{:<48} {:>8} {:>8} {:>8} {:>6} {:>6} {:>5}",
        "family", "25 kB", "50 kB", "100 kB", "ratio", "ratio", "exit"
    );
    println!("{:<48} {:>8.3}", "a site without any", base);
    let (mut longest, mut marked) = (0.0_f64, 0);
    for family in families() {
        if !wanted.is_empty() && !wanted.iter().any(|word| family.name.contains(word.as_str())) {
            continue;
        }
        let all: Vec<_> = SIZES.iter().map(|size| measure(&(family.files)(*size), 2)).collect();
        let above = |at: usize| (all[at].0 - base).max(NOISE);
        let ratios = [above(1) / above(0), above(2) / above(1)];
        let mark = if all[2].0 > 1.0 || ratios.iter().any(|ratio| *ratio > 3.0) { "  <--" } else { "" };
        marked += usize::from(!mark.is_empty());
        longest = longest.max(all[2].0);
        let code = all[2].1.map_or("none".to_owned(), |code| code.to_string());
        println!(
            "{:<48} {:>8.3} {:>8.3} {:>8.3} {:>6.1} {:>6.1} {code:>5}{mark}",
            family.name, all[0].0, all[1].0, all[2].0, ratios[0], ratios[1]
        );
    }
    println!("longest {longest:.3} s; {marked} marked");
}
