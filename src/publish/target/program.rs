//! Runs a program of the system to its end.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::super::Fault;

/// How a program ended.
pub(super) struct Ended {
    /// Nothing if a signal ended it.
    pub(super) code: Option<i32>,
    pub(super) output: Vec<u8>,
    /// The last lines of what it complained of.
    pub(super) complaint: String,
}

/// Runs a program with some input.
pub(super) fn finish(command: &mut Command, input: &[u8]) -> Result<Ended, Fault> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let missing = |error: std::io::Error| Fault::Settings(format!("`{name}` cannot be started: {error}"));
    let mut child = command.spawn().map_err(missing)?;
    let stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            // A program that ends before it has read all says why by its exit code.
            let _gone = stdin.map(|mut stdin| stdin.write_all(input));
        });
        child.wait_with_output()
    })?;
    Ok(Ended { code: output.status.code(), output: output.stdout, complaint: last_words(&output.stderr) })
}

/// The last lines that say something, in one.
fn last_words(complaint: &[u8]) -> String {
    const LINES: usize = 3;
    let text = String::from_utf8_lossy(complaint);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(LINES)..].join("; ")
}
