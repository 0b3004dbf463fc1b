//! `init`: a new site with one brief to learn from, and a file by which a host builds and publishes it.
//!
//! The texts stand in `init/`; they are written as they are. Nothing is overwritten, and no network is needed.

use camino::{Utf8Path, Utf8PathBuf};

use super::arguments::CiHost;
use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use crate::input::SiteFolder;
use crate::output;

/// Paths in the site, and their texts.
const FILES: [(&str, &str); 4] = [
    ("site.toml", include_str!("init/site.toml")),
    ("content/briefs/first-brief.md", include_str!("init/first-brief.md")),
    ("content/about.md", include_str!("init/about.md")),
    (".gitignore", include_str!("init/gitignore")),
];

/// The file of a host that builds and publishes each change.
const fn host_file(host: CiHost) -> (&'static str, &'static str) {
    match host {
        CiHost::Github => (".github/workflows/site.yml", include_str!("init/github.yml")),
        CiHost::Gitlab => (".gitlab-ci.yml", include_str!("init/gitlab.yml")),
    }
}

pub(super) fn run(
    directory: &Utf8Path,
    folder: Option<&Utf8Path>,
    ci: Option<CiHost>,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let root = folder.map_or_else(|| directory.to_owned(), |folder| directory.join(folder));
    // In a site that is there already, the host's file is all that is asked for.
    let has_site = ci.is_some() && SiteFolder::open(&root).is_ok();
    let own: &[(&str, &str)] = if has_site { &[] } else { &FILES };
    let host = ci.map(host_file);
    let files: Vec<(Utf8PathBuf, String)> =
        own.iter().chain(&host).map(|(path, text)| (Utf8PathBuf::from(path), (*text).to_owned())).collect();
    output::create(&root, &files)?;
    for (path, _) in &files {
        terminal.say(&format!("wrote {}", root.join(path)));
    }
    if has_site {
        return Ok(Exit::Success);
    }
    terminal.say("next: read content/briefs/first-brief.md, then run `variorum build` in the folder");
    Ok(Exit::Success)
}
