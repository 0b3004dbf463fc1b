//! `theme eject`: one of the built-in theme's files, written into the site's theme to be changed there.
//!
//! With the first file goes `theme.toml`, which says for which version of the views the copy was made.

use camino::{Utf8Path, Utf8PathBuf};

use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use crate::config;
use crate::diagnostic;
use crate::input::{SiteFolder, THEMES};
use crate::output;
use crate::theme::{FILES, MANIFEST};

pub(super) fn eject(directory: &Utf8Path, file: Option<&str>, terminal: &Terminal) -> Result<Exit, Failure> {
    let Some(file) = file else {
        terminal.data(&FILES.iter().map(|(path, _)| format!("{path}\n")).collect::<String>())?;
        return Ok(Exit::Success);
    };
    let file = built_in(file)?;
    let folder = SiteFolder::open(&SiteFolder::find(directory)?)?;
    let mut found = Vec::new();
    let config = config::decode(&folder.files, folder.site_toml, &mut found);
    if diagnostic::has_errors(&found) {
        let diagnostics = diagnostic::settle(found, &config.checks, &folder.files);
        terminal.diagnostics(&diagnostics, &folder.files)?;
        return Ok(Exit::Usage);
    }
    let theme = Utf8Path::new(THEMES).join(config.theme.as_str());
    let mut files = vec![at(&theme, file)];
    let manifest = built_in(MANIFEST)?;
    if file.0 != MANIFEST && !output::is_there(&folder.root.join(&theme).join(MANIFEST)) {
        files.push(at(&theme, manifest));
    }
    output::create(&folder.root, &files)?;
    terminal
        .data(&files.iter().map(|(path, _)| format!("{}\n", folder.root.join(path))).collect::<String>())?;
    Ok(Exit::Success)
}

/// A file of the built-in theme, by its path in a theme's folder.
fn built_in(path: &str) -> Result<(&'static str, &'static str), Failure> {
    let found = FILES.iter().find(|(known, _)| *known == path).copied();
    found.ok_or_else(|| {
        Failure::usage(format!("the built-in theme has no file `{path}`"))
            .help("run `variorum theme eject` for the list")
    })
}

fn at(theme: &Utf8Path, (path, text): (&str, &str)) -> (Utf8PathBuf, String) {
    (theme.join(path), text.to_owned())
}
