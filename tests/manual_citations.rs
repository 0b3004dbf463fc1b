//! Holds comments to the manual: where one cites a page and a heading of it, both exist, and nothing cites a paper that
//! lies outside of the repository, where a stranger cannot read it.
//!
//! A comment cites as `(manual, method.md#dates)`; several are parted by commas. The reader of citations is itself
//! tested below, on texts that must fail.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the sources has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What is written by people: other files are data.
const KINDS: [&str; 9] = ["rs", "mjs", "js", "css", "html", "sh", "py", "toml", "md"];

/// Folders below `tests/` that hold inputs and answers, not comments.
const DATA: [&str; 4] = ["tests/fuzz/corpus", "tests/fuzz/target", "tests/sites", "node_modules"];

/// The papers that the program was specified in; they are no part of the repository.
const PAPERS: [&str; 9] =
    ["METHOD", "FORMAT", "SAFETY", "EXPORTS", "THEME", "DESIGN", "BENCH", "EDITOR", "EVIDENCE"];

#[test]
fn comments_cite_the_manual_and_nothing_that_a_stranger_cannot_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manual = Manual::of(&root.join("content/manual"));
    let mut files = Vec::new();
    for folder in ["src", "benches", "tests"] {
        written_files(root, &root.join(folder), &mut files);
    }
    assert!(files.len() > 100, "the sources were found");
    let mut complaints = String::new();
    for file in files {
        let path = file.strip_prefix(root).unwrap().to_str().unwrap();
        for (line, what) in judge(path, &fs_err::read_to_string(&file).unwrap(), &manual, root) {
            writeln!(complaints, "{path}:{line}: {what}").unwrap();
        }
    }
    assert!(complaints.is_empty(), "\n{complaints}");
}

fn written_files(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let is_data = DATA.iter().any(|data| path.strip_prefix(root).unwrap().ends_with(data));
        if path.is_dir() && !is_data {
            written_files(root, &path, files);
        } else if path.is_file() && KINDS.iter().any(|kind| path.extension().is_some_and(|end| end == *kind))
        {
            files.push(path);
        }
    }
}

/// The ids of the headings of each page of the manual, by the page's file name.
struct Manual(BTreeMap<String, BTreeSet<String>>);

impl Manual {
    fn of(folder: &Path) -> Self {
        let mut pages = BTreeMap::new();
        for entry in fs_err::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            pages.insert(name, heading_ids(&fs_err::read_to_string(&path).unwrap()));
        }
        Self(pages)
    }

    /// What is wrong with a citation such as `method.md#dates`, or `method.md` for the whole page.
    fn fault(&self, citation: &str) -> Option<String> {
        let (page, id) = citation.split_once('#').map_or((citation, None), |(page, id)| (page, Some(id)));
        let Some(ids) = self.0.get(page) else { return Some(format!("the manual has no page `{page}`")) };
        let missing = id.filter(|id| !ids.contains(*id));
        missing.map(|id| format!("`{page}` has no heading `#{id}`"))
    }
}

/// The ids of a page's headings: given, or their words in lower case with hyphens.
fn heading_ids(text: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    let mut fence = None;
    for line in text.lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match fence {
            Some(open) if ticks >= open && line.len() == ticks => fence = None,
            None if ticks >= 3 => fence = Some(ticks),
            None if line.starts_with('#') => {
                ids.insert(heading_id(line.trim_start_matches('#').trim()));
            }
            Some(_) | None => {}
        }
    }
    ids
}

fn heading_id(heading: &str) -> String {
    if let Some((_, id)) = heading.split_once("{#") {
        return id.trim_end_matches('}').to_owned();
    }
    let words = heading.split(|character: char| !character.is_alphanumeric());
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.join("-")
}

/// Everything that is wrong with the citations of one file: the line and what.
fn judge(path: &str, text: &str, manual: &Manual, root: &Path) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for comment in comments(path, text) {
        for (at, citation) in citations(&comment.text) {
            found.extend(manual.fault(citation).map(|fault| (comment.line(at), fault)));
        }
        for (at, paper) in papers(&comment.text) {
            found.push((comment.line(at), format!("cites {paper}, which lies outside of the repository")));
        }
    }
    for (number, line) in text.lines().enumerate() {
        for name in capital_files(line).filter(|name| !root.join(name).exists()) {
            found.push((number + 1, format!("cites {name}, which lies outside of the repository")));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Lines of one comment as one text, parted by blanks.
#[derive(Default)]
struct Comment {
    text: String,
    /// Where each line begins in the text, and its number.
    lines: Vec<(usize, usize)>,
}

impl Comment {
    fn line(&self, at: usize) -> usize {
        let after = self.lines.partition_point(|(start, _)| *start <= at);
        self.lines[after.saturating_sub(1)].1
    }

    fn push(&mut self, words: &str, line: usize) {
        self.lines.push((self.text.len(), line));
        self.text.push_str(words.trim());
        self.text.push(' ');
    }
}

/// The comments of a file; a page of Markdown is one.
fn comments(path: &str, text: &str) -> Vec<Comment> {
    let mut found = vec![Comment::default()];
    for (number, line) in text.lines().enumerate() {
        let words = if path.ends_with(".md") { Some((line, true)) } else { comment_of(line) };
        match words {
            Some((words, goes_on)) => {
                if !goes_on {
                    found.push(Comment::default());
                }
                found.last_mut().unwrap().push(words, number + 1);
            }
            None => found.push(Comment::default()),
        }
    }
    found.retain(|comment| !comment.lines.is_empty());
    found
}

/// The words of the comment on a line, and whether the line holds nothing else, so that it may go on from the line
/// before.
fn comment_of(line: &str) -> Option<(&str, bool)> {
    let trimmed = line.trim_start();
    for sign in ["//!", "///", "//", "/*", "*", "#!", "# "] {
        if let Some(words) = trimmed.strip_prefix(sign) {
            return Some((words, true));
        }
    }
    let (code, words) = line.split_once(" // ")?;
    (code.matches('"').count() % 2 == 0).then_some((words, false))
}

/// What a comment cites of the manual: `method.md#dates`, and where. Several are parted by commas.
fn citations(comment: &str) -> Vec<(usize, &str)> {
    const SIGN: &str = "manual, ";
    let mut found = Vec::new();
    for (sign, _) in comment.match_indices(SIGN) {
        let mut at = sign + SIGN.len();
        loop {
            let rest = &comment[at..];
            let end = rest.find(|character: char| !is_of_citation(character)).unwrap_or(rest.len());
            let citation = rest[..end].trim_end_matches('.');
            if !citation.contains(".md") {
                break;
            }
            found.push((at, citation));
            let Some(next) = rest[citation.len()..].strip_prefix(", ") else { break };
            at = comment.len() - next.len();
        }
    }
    found
}

fn is_of_citation(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-_.#".contains(character)
}

/// The names of papers that a comment cites as words of their own, outside of code.
fn papers(comment: &str) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    for paper in PAPERS {
        for (at, _) in comment.match_indices(paper) {
            let before = comment[..at].chars().next_back();
            let after = comment[at + paper.len()..].chars().next();
            let is_file = comment[at + paper.len()..].starts_with(".md");
            let is_word =
                !is_file && [before, after].iter().all(|side| side.is_none_or(|side| !is_of_word(side)));
            let in_code = comment[..at].matches('`').count() % 2 == 1;
            if is_word && !in_code {
                found.push((at, paper));
            }
        }
    }
    found
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// File names in capitals such as `README.md`: papers, if the repository holds no such file.
fn capital_files(line: &str) -> impl Iterator<Item = &str> {
    line.split(|character: char| !is_of_citation(character) && character != '/').filter_map(|word| {
        let word = word.trim_end_matches('.');
        let name = word.strip_suffix(".md")?;
        let in_capitals = name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_uppercase());
        in_capitals.then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let page = "# Dates {#dates}\n\n```\n# not a heading\n```\n\n## Who *knows*\n";
        let manual = Manual([("method.md".to_owned(), heading_ids(page))].into());
        let found = judge("a.rs", text, &manual, Path::new(env!("CARGO_MANIFEST_DIR")));
        found.into_iter().map(|(line, what)| format!("{line}: {what}")).collect()
    }

    #[test]
    fn a_citation_names_a_page_and_a_heading_of_it() {
        for text in [
            "/// Dates (manual, method.md#dates).",
            "//! Dates (manual,\n//! method.md#dates, method.md#who-knows).",
            "let a = 1; // manual, method.md#who-knows.",
            "let a = \"manual, method.md#nothing\";",
            "// The manual, which is read by many.",
        ] {
            assert_eq!(faults(text), [""; 0], "{text}");
        }
        assert_eq!(
            faults("/// One\n/// (manual, method.md#dates, method.md#date)."),
            ["2: `method.md` has no heading `#date`"]
        );
        assert_eq!(faults("x(); // manual, methods.md#dates"), ["1: the manual has no page `methods.md`"]);
        assert_eq!(faults("/// (manual, method.md)"), [""; 0]);
        assert_eq!(
            faults("/// (manual, method.md#not-a-heading)"),
            ["1: `method.md` has no heading `#not-a-heading`"]
        );
    }

    #[test]
    fn papers_outside_of_the_repository_are_not_cited() {
        let of = |paper: &str| format!("cites {paper}, which lies outside of the repository");
        let cited = ["METHOD".to_owned(), ["SAFETY", ".md"].concat()];
        let cited = cited.map(|paper| format!("1: {}", of(&paper)));
        assert_eq!(faults(&["/// As ", "METHOD, section 1"].concat()), cited[..1]);
        assert_eq!(faults(&["let a = \"", "SAFETY", ".md\";"].concat()), cited[1..]);
        for text in [
            "const FORMAT: u32 = 1;",
            "/// [`FORMAT`] and `METHOD /path` and METHOD_NOT_ALLOWED.",
            "// README.md tells it.",
        ] {
            assert_eq!(faults(text), [""; 0], "{text}");
        }
    }
}
