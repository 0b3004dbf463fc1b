//! `export`: one of the files for machines, to a file or to the standard output. A site with errors gives none.

use camino::Utf8Path;

use super::exit::{Exit, Failure};
use super::open::{Opening, open};
use super::terminal::Terminal;
use crate::export::File;
use crate::output;
use crate::pipeline::Options;

/// What stands for the standard output.
const STDOUT: &str = "-";

pub(super) fn run(
    directory: &Utf8Path,
    file: File,
    path: &Utf8Path,
    options: &Options,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let Opening::Site(opened) = open(directory, options, terminal)? else { return Ok(Exit::Usage) };
    if opened.exit() != Exit::Success {
        return Ok(opened.exit());
    }
    let loaded = &opened.loaded;
    let needs_base_url = file.format().is_some_and(crate::value::format::ExportFormat::needs_base_url);
    if needs_base_url && loaded.config.base_url.is_none() {
        let message = format!("`{file}` holds whole addresses, and the site's is not known");
        let help = "set `base_url` in site.toml, or give `--base-url`";
        return Err(Failure::usage(message).help(help));
    }
    let bytes = loaded.maker().file(file);
    if path == STDOUT {
        terminal.bytes(&bytes)?;
    } else {
        output::save(path, &bytes)?;
    }
    Ok(Exit::Success)
}
