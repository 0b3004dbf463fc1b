//! `show`: all that is known of one thing. A site with errors answers nothing.

use camino::Utf8Path;

use super::exit::{Exit, Failure};
use super::open::{Opening, open};
use super::terminal::Terminal;
use crate::pipeline::Options;
use crate::query::{find, show};

pub(super) fn run(
    directory: &Utf8Path,
    name: &str,
    options: &Options,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let Opening::Site(opened) = open(directory, options, terminal)? else { return Ok(Exit::Usage) };
    if opened.exit() != Exit::Success {
        return Ok(opened.exit());
    }
    let (site, method) = (&opened.loaded.site, &opened.loaded.method);
    let thing = find(site, name)?;
    terminal.sheet(&show(site, method, thing, terminal.width()))?;
    Ok(Exit::Success)
}
