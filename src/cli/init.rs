//! `init`: a new site with one brief to learn from.
//!
//! The texts stand in `init/`; they are written as they are. Nothing is overwritten, and no network is needed.

use camino::{Utf8Path, Utf8PathBuf};

use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use crate::output;

/// Paths in the site, and their texts.
const FILES: [(&str, &str); 4] = [
    ("site.toml", include_str!("init/site.toml")),
    ("content/briefs/first-brief.md", include_str!("init/first-brief.md")),
    ("content/about.md", include_str!("init/about.md")),
    (".gitignore", include_str!("init/gitignore")),
];

pub(super) fn run(
    directory: &Utf8Path,
    folder: Option<&Utf8Path>,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let root = folder.map_or_else(|| directory.to_owned(), |folder| directory.join(folder));
    let files = FILES.map(|(path, text)| (Utf8PathBuf::from(path), text.to_owned()));
    output::create(&root, &files)?;
    for (path, _) in &files {
        terminal.say(&format!("wrote {}", root.join(path)));
    }
    terminal.say("next: read content/briefs/first-brief.md, then run `variorum build` in the folder");
    Ok(Exit::Success)
}
