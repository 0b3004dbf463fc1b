//! `import`: drafts and records from files of others. It overwrites nothing, and tells all that it could not place.

use camino::{Utf8Path, Utf8PathBuf};

use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use crate::import::{Field, Given, HeaderMap, import};
use crate::input::{self, CONTENT, SiteFolder};
use crate::output;

pub(super) fn run(
    directory: &Utf8Path,
    files: &[Utf8PathBuf],
    map: &[(Field, String)],
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let root = SiteFolder::find(directory)?;
    let given = files
        .iter()
        .map(|path| Ok(Given { path: path.clone(), text: input::read_text(path)? }))
        .collect::<Result<Vec<_>, Failure>>()?;
    let map: HeaderMap = map.iter().cloned().collect();
    let draft = import(&given, &map).map_err(|error| Failure::usage(error.to_string()))?;
    let content = Utf8Path::new(CONTENT);
    let made: Vec<(Utf8PathBuf, String)> =
        draft.files.into_iter().map(|(path, text)| (content.join(path), text)).collect();
    output::create(&root, &made)?;
    for (path, _) in &made {
        terminal.data(&format!("{}\n", root.join(path)))?;
    }
    for left in &draft.left {
        terminal.say(&format!("left: {left}"));
    }
    Ok(Exit::Success)
}
