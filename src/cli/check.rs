//! `check`: what is wrong with the site; nothing is written.

use camino::Utf8Path;

use super::exit::{Exit, Failure};
use super::open::{Opening, open_with_assets};
use super::terminal::Terminal;
use crate::pipeline::Options;

pub(super) fn run(directory: &Utf8Path, options: &Options, terminal: &Terminal) -> Result<Exit, Failure> {
    let Opening::Site(site) = open_with_assets(directory, options, terminal)? else { return Ok(Exit::Usage) };
    if site.diagnostics.is_empty() {
        terminal.say("nothing is wrong");
    }
    Ok(site.exit())
}
