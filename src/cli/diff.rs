//! `diff`: what changed between two states of a site's data.

use camino::{Utf8Path, Utf8PathBuf};

use super::arguments::ChangesForm;
use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use crate::changes::Snapshot;
use crate::export::File;
use crate::input;

pub(super) fn run(
    old: &Utf8Path,
    new: &Utf8Path,
    form: ChangesForm,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let changes = read(old)?.changes(&read(new)?);
    match form {
        ChangesForm::Text => terminal.data(&changes.to_string())?,
        ChangesForm::Json => {
            let json = serde_json::to_string(&changes).map_err(std::io::Error::from)?;
            terminal.data(&format!("{json}\n"))?;
        }
    }
    if changes.is_empty() {
        terminal.say("nothing changed");
    }
    Ok(Exit::Success)
}

/// A `claims.json`, or the one of a built site.
fn read(path: &Utf8Path) -> Result<Snapshot, Failure> {
    let file: Utf8PathBuf =
        if input::is_folder(path) { path.join(File::Claims.path().as_str()) } else { path.to_owned() };
    let text = input::read_text(&file)?;
    Snapshot::parse(text.as_bytes()).map_err(|error| Failure::usage(format!("cannot read `{file}`: {error}")))
}
