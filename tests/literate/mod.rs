//! Manuals of mistakes that are tests: Markdown files in which each case is a small site and what `check` says of it.
//!
//! A case is one or several fenced blocks with `file=PATH` in their info string, then a block `output` with the
//! drawing; `output build` is what `build` says, for mistakes that only pages show. Blocks with one path are joined. A `yaml` block for a Markdown file is its frontmatter: the lines `---`
//! are put around it (and counted). Without a `site.toml`, [`SITE`] is taken. Further words in the info string:
//! `escapes` reads `\xHH` (a byte) and `\u{H}` (a character), `repeat=N` repeats the text, `link` makes a
//! symbolic link to the text. With `VARIORUM_BLESS=1` the output blocks are rewritten.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::process::Command;

/// A site whose cases are about mistakes: what good practice asks for besides is off, so that each drawing shows the
/// one thing it is about.
const SITE: &str = "title = \"A small site\"

[checks]
unknown-actor = \"off\"
unknown-event = \"off\"
unknown-source = \"off\"
unsourced-claim = \"off\"
unmentioned-claim = \"off\"
unused-source = \"off\"
";

/// A small site and what is expected of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Case {
    /// The heading it stands under.
    pub(crate) heading: String,
    /// The line of its first block, from 1.
    pub(crate) line: usize,
    /// Its files, by their path in the site.
    pub(crate) files: BTreeMap<String, File>,
    /// What says it: `check` or `build`.
    pub(crate) command: &'static str,
    /// The expected drawing; none if it was not written yet.
    pub(crate) output: Option<String>,
    /// Where the output block's text stands or, without one, where the block belongs.
    place: Range<usize>,
}

/// One file of a small site.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum File {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// A symbolic link and where it leads.
    Link(String),
}

/// A fenced block of a manual.
struct Block<'a> {
    info: &'a str,
    line: usize,
    /// The text between the fences.
    text: Range<usize>,
    /// Behind the closing fence.
    end: usize,
}

/// What a manual consists of, as far as cases are concerned.
enum Part<'a> {
    Heading(&'a str),
    Block(Block<'a>),
}

/// The cases of a manual, in order.
pub(crate) fn cases(manual: &str) -> Result<Vec<Case>, String> {
    let mut cases: Vec<Case> = Vec::new();
    let mut heading = "";
    let mut open = false;
    for part in parts(manual)? {
        match part {
            Part::Heading(words) => (heading, open) = (words, false),
            Part::Block(block) if matches!(block.info, "output" | "output build") => {
                let case = cases.last_mut().filter(|_| open);
                let case = case.ok_or_else(|| format!("line {}: an output without a case", block.line))?;
                case.command = if block.info == "output" { "check" } else { "build" };
                case.output = Some(manual[block.text.clone()].to_owned());
                case.place = block.text;
                open = false;
            }
            Part::Block(block) => {
                let Some(path) = attribute(block.info, "file=") else { continue };
                if !open {
                    cases.push(Case::new(heading, block.line));
                    open = true;
                }
                if let Some(case) = cases.last_mut() {
                    case.add(path, &block, &manual[block.text.clone()])?;
                }
            }
        }
    }
    Ok(cases)
}

impl Case {
    fn new(heading: &str, line: usize) -> Self {
        let (files, heading) = (BTreeMap::new(), heading.to_owned());
        Self { heading, line, files, command: "check", output: None, place: 0..0 }
    }

    fn add(&mut self, path: &str, block: &Block<'_>, text: &str) -> Result<(), String> {
        let has = |word: &str| block.info.split_whitespace().any(|other| other == word);
        self.place = block.end..block.end;
        if has("link") {
            self.files.insert(path.to_owned(), File::Link(text.trim().to_owned()));
            return Ok(());
        }
        let at_line = |what: String| format!("line {}: {what}", block.line);
        let mut bytes =
            if has("escapes") { unescape(text).map_err(at_line)? } else { text.as_bytes().to_vec() };
        if let Some(times) = attribute(block.info, "repeat=") {
            bytes = bytes.repeat(times.parse().map_err(|error| at_line(format!("{error}")))?);
        }
        if has("yaml") && path.ends_with(".md") {
            bytes = [b"---\n", bytes.as_slice(), b"---\n"].concat();
        }
        match self.files.entry(path.to_owned()).or_insert_with(|| File::Bytes(Vec::new())) {
            File::Bytes(before) => before.extend(bytes),
            File::Link(_) => return Err(at_line(format!("`{path}` is a link already"))),
        }
        Ok(())
    }

    /// Writes the site into an empty folder.
    pub(crate) fn write(&self, folder: &Path) -> std::io::Result<()> {
        fs_err::write(folder.join("site.toml"), SITE)?;
        for (path, file) in &self.files {
            let path = folder.join(path);
            fs_err::create_dir_all(path.parent().unwrap_or(folder))?;
            match file {
                File::Bytes(bytes) => fs_err::write(path, bytes)?,
                File::Link(target) => fs_err::os::unix::fs::symlink(target, path)?,
            }
        }
        Ok(())
    }
}

/// What the program says of a site: the drawing that `variorum check` or `variorum build` prints.
pub(crate) fn run(command: &str, site: &Path) -> std::io::Result<String> {
    let program = env!("CARGO_BIN_EXE_variorum");
    let output =
        Command::new(program).arg(command).arg("-C").arg(site).env_remove("RUST_BACKTRACE").output()?;
    Ok(String::from_utf8_lossy(&output.stderr).into_owned())
}

/// The manual with each case's output as given: blocks are rewritten, and added where there were none.
pub(crate) fn bless(manual: &str, cases: &[Case], outputs: &[String]) -> String {
    let mut blessed = String::new();
    let mut copied = 0;
    for (case, output) in cases.iter().zip(outputs) {
        blessed += &manual[copied..case.place.start];
        match case.output {
            Some(_) => blessed += output,
            None => blessed += &format!("\n```output\n{output}```\n"),
        }
        copied = case.place.end;
    }
    blessed + &manual[copied..]
}

fn attribute<'a>(info: &'a str, name: &str) -> Option<&'a str> {
    info.split_whitespace().find_map(|word| word.strip_prefix(name))
}

/// Headings and fenced blocks, in order.
fn parts(manual: &str) -> Result<Vec<Part<'_>>, String> {
    let mut parts = Vec::new();
    let mut open: Option<(&str, Block<'_>)> = None;
    let mut start = 0;
    for (number, whole) in manual.split_inclusive('\n').enumerate() {
        let line = whole.trim_end();
        let end = start + whole.len();
        let fence = &line[..line.len() - line.trim_start_matches('`').len()];
        match open.take() {
            Some((opening, block)) if fence.len() >= opening.len() && fence.len() == line.len() => {
                parts.push(Part::Block(Block { text: block.text.start..start, end, ..block }));
            }
            Some(still) => open = Some(still),
            None if fence.len() >= 3 => {
                open = Some((
                    fence,
                    Block { info: line[fence.len()..].trim(), line: number + 1, text: end..end, end },
                ));
            }
            None if line.starts_with('#') => parts.push(Part::Heading(line.trim_start_matches('#').trim())),
            None => {}
        }
        start = end;
    }
    match open {
        Some((_, block)) => Err(format!("line {}: a block that never ends", block.line)),
        None => Ok(parts),
    }
}

/// Reads `\xHH` as a byte and `\u{H}` as a character; other backslashes are themselves.
fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        bytes.extend(&rest.as_bytes()[..at]);
        let escape = &rest[at..];
        let length = escape_into(escape, &mut bytes).ok_or_else(|| format!("a bad escape: {escape:.12}"))?;
        rest = &escape[length..];
    }
    bytes.extend(rest.as_bytes());
    Ok(bytes)
}

/// Reads the escape at the beginning and returns its length.
fn escape_into(escape: &str, bytes: &mut Vec<u8>) -> Option<usize> {
    if escape.starts_with("\\x") {
        bytes.push(u8::from_str_radix(escape.get(2..4)?, 16).ok()?);
        return Some(4);
    }
    if let Some(rest) = escape.strip_prefix("\\u{") {
        let digits = rest.split_once('}')?.0;
        let character = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
        bytes.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
        return Some(digits.len() + 4);
    }
    bytes.push(b'\\');
    Some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANUAL: &str = "# Manual

## `one`

Prose.

```yaml file=content/briefs/a.md
title: A
```
```markdown file=content/briefs/a.md
Body.
```

```output
old
```

## `two`

````markdown file=b.md
```rust
```
````

Prose with ```rust fences``` in it.

```text
No case.
```
";

    fn bytes<'a>(case: &'a Case, path: &str) -> &'a [u8] {
        match &case.files[path] {
            File::Bytes(bytes) => bytes,
            File::Link(target) => panic!("a link to {target}"),
        }
    }

    #[test]
    fn blocks_are_gathered_into_cases() {
        let cases = cases(MANUAL).unwrap();
        assert_eq!(cases.len(), 2);
        assert_eq!((cases[0].heading.as_str(), cases[0].line), ("`one`", 7));
        assert_eq!(bytes(&cases[0], "content/briefs/a.md"), b"---\ntitle: A\n---\nBody.\n");
        assert_eq!(cases[0].output.as_deref(), Some("old\n"));
        assert_eq!(cases[1].heading, "`two`");
        assert_eq!(bytes(&cases[1], "b.md"), b"```rust\n```\n");
        assert_eq!(cases[1].output, None);
    }

    #[test]
    fn blessing_rewrites_and_adds_outputs_and_nothing_else() {
        let outputs = ["new\n".to_owned(), "added\n".to_owned()];
        let blessed = bless(MANUAL, &cases(MANUAL).unwrap(), &outputs);
        let expected =
            MANUAL.replace("old\n", "new\n").replace("\n````\n", "\n````\n\n```output\nadded\n```\n");
        assert_eq!(blessed, expected);
        assert_eq!(
            bless(&blessed, &cases(&blessed).unwrap(), &outputs),
            blessed,
            "a second time changes nothing"
        );
    }

    #[test]
    fn escapes_repetition_and_links() {
        let manual = "```text file=a escapes\n\\xff\\u{202e}\\n\n```\n```text file=b repeat=3\nx\n```\n```text file=c link\n../d\n```\n";
        let case = &cases(manual).unwrap()[0];
        assert_eq!(bytes(case, "a"), b"\xff\xe2\x80\xae\\n\n");
        assert_eq!(bytes(case, "b"), b"x\nx\nx\n");
        assert_eq!(case.files["c"], File::Link("../d".to_owned()));
    }

    #[test]
    fn mistakes_in_manuals_are_named() {
        assert_eq!(cases("```output\n```\n").unwrap_err(), "line 1: an output without a case");
        assert_eq!(cases("\n```text\n").unwrap_err(), "line 2: a block that never ends");
        assert_eq!(
            cases("```text file=a escapes\n\\xzz\n```\n").unwrap_err(),
            "line 1: a bad escape: \\xzz\n"
        );
        assert!(cases("```text file=a repeat=x\n```\n").unwrap_err().starts_with("line 1: "));
    }

    #[test]
    fn a_case_becomes_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        cases("```text file=content/a/b.txt\nx\n```\n").unwrap()[0].write(folder.path()).unwrap();
        assert_eq!(fs_err::read_to_string(folder.path().join("content/a/b.txt")).unwrap(), "x\n");
        assert!(fs_err::read_to_string(folder.path().join("site.toml")).unwrap().contains("title"));
    }
}
