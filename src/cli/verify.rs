//! `verify`: a built site, or a copy of one, against its own list.

use camino::Utf8Path;

use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use crate::output::{self, PublicKey, VerifyError};

/// Names what differs on stdout, one a line.
pub(super) fn run(folder: &Utf8Path, key: Option<&PublicKey>, terminal: &Terminal) -> Result<Exit, Failure> {
    if !folder.is_dir() {
        return Err(Failure::usage(format!("there is no folder `{folder}`")));
    }
    let verified = match output::verify(folder, key) {
        Ok(verified) => verified,
        Err(VerifyError::Machine(error)) => return Err(error.into()),
        Err(error) => {
            return Err(Failure { exit: Exit::Content, message: format!("`{folder}`: {error}"), help: None });
        }
    };
    let lists = [
        ("missing", &verified.missing),
        ("changed", &verified.changed),
        ("foreign", &verified.foreign),
        ("host", &verified.hosts),
    ];
    let lines =
        lists.map(|(word, paths)| paths.iter().map(|path| format!("{word} {path}\n")).collect::<String>());
    terminal.data(&lines.concat())?;
    let [missing, changed, foreign, _] = lists.map(|(_, paths)| paths.len());
    if !verified.is_whole() {
        let message =
            format!("`{folder}` is not as listed: {missing} missing, {changed} changed, {foreign} foreign");
        return Err(Failure { exit: Exit::Content, message, help: None });
    }
    let signed = key.map_or("not asked for", |_| "holds");
    terminal.say(&format!(
        "verified `{folder}`: {} files, signature {signed}, sha256 of the list {}",
        verified.listed, verified.site
    ));
    Ok(Exit::Success)
}
