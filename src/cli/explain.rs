//! `explain`: what a diagnostic's code means, or the list of all codes.

use std::str::FromStr as _;

use strum::IntoEnumIterator as _;

use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use crate::diagnostic::{Code, explain as explanation, nearest};

pub(super) fn run(code: Option<&str>, terminal: &Terminal) -> Result<Exit, Failure> {
    let text = match code {
        Some(name) => explain(name)?,
        None => list(),
    };
    terminal.data(&text)?;
    Ok(Exit::Success)
}

fn explain(name: &str) -> Result<String, Failure> {
    let code = Code::from_str(name).map_err(|_| unknown(name))?;
    Ok(explanation(code))
}

fn unknown(name: &str) -> Failure {
    let help = match nearest(name) {
        Some(code) => format!("write `{code}`"),
        None => "run `variorum explain` for the list".to_owned(),
    };
    Failure::usage(format!("there is no code `{name}`")).help(help)
}

/// One code a line, with its severity.
fn list() -> String {
    Code::iter().map(|code| format!("{code}\t{}\n", code.severity())).collect()
}
