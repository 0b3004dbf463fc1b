//! The two lines `---` that frontmatter stands between.
//!
//! A fence is exactly `---`, blanks behind it allowed; the first is the file's first line, and only such a line
//! closes it. [`split_frontmatter`] is the rule, [`frontmatter`] reports where it is broken. `brief` calls them
//! before anything else looks at a Markdown file.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::text::{FileId, Span};

/// Bytes of frontmatter at most (manual, safety.md#limits): about 10,000 claims; a hostile file ends here.
pub const FRONTMATTER_LIMIT: usize = 2 << 20;

/// Where the frontmatter of a file stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fence {
    /// The first line is not `---`.
    Missing,
    /// No line `---` follows the first.
    Unclosed,
    /// Both lines are there.
    Found {
        /// The lines between the two fences, the last line's break included.
        yaml: Range<usize>,
        /// Everything behind the closing fence's line.
        body: Range<usize>,
    },
}

/// Finds the frontmatter of a text whose line breaks are `\n`.
#[must_use]
pub fn split_frontmatter(text: &str) -> Fence {
    let mut lines = lines(text);
    let Some(first) = lines.next().filter(|line| is_fence(&text[line.clone()])) else {
        return Fence::Missing;
    };
    lines.find(|line| is_fence(&text[line.clone()])).map_or(Fence::Unclosed, |closing| Fence::Found {
        yaml: first.end..closing.start,
        body: closing.end..text.len(),
    })
}

/// The places of a file's frontmatter and of its body; `None` if there is nothing to parse, which is reported.
pub fn frontmatter(
    file: FileId,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Range<usize>, Range<usize>)> {
    let first_line = Span::new(file, 0..text.find('\n').unwrap_or(text.len()));
    match split_frontmatter(text) {
        Fence::Found { yaml, body } if yaml.len() <= FRONTMATTER_LIMIT => return Some((yaml, body)),
        Fence::Found { yaml, .. } => diagnostics.push(too_large(first_line, yaml.len())),
        Fence::Missing => diagnostics.push(missing(first_line, text)),
        Fence::Unclosed => diagnostics.push(unclosed(first_line, text)),
    }
    None
}

fn missing(first_line: Span, text: &str) -> Diagnostic {
    let help = if text.trim_start().starts_with("---") {
        "put `---` alone on the very first line, without anything before it"
    } else if text.starts_with("+++") {
        "write the frontmatter as YAML between two lines `---`, not between `+++`"
    } else {
        "begin the file with a line `---`, the keys (`title: ...`), and another line `---`"
    };
    Diagnostic::new(Code::FrontmatterMissing, first_line, "the file does not begin with frontmatter")
        .label("the first line is not `---`")
        .help(help)
}

fn unclosed(first_line: Span, text: &str) -> Diagnostic {
    let report = Diagnostic::new(Code::FrontmatterUnclosed, first_line, "the frontmatter is not closed")
        .label("it begins here, and no line `---` follows");
    match lines(text).skip(1).find(|line| is_nearly_fence(&text[line.clone()])) {
        Some(line) => {
            let words = text[line.clone()].trim_end();
            let place = Span::new(first_line.file, line.start..line.start + words.len());
            report
                .other(place, "this line is not exactly `---`")
                .help("write the closing line as `---` and nothing else")
        }
        None => report.help("put a line `---` between the last key and the text"),
    }
}

fn too_large(first_line: Span, bytes: usize) -> Diagnostic {
    let message = format!("the frontmatter has {bytes} bytes, and at most {FRONTMATTER_LIMIT} are read");
    Diagnostic::new(Code::FileTooLarge, first_line, message)
        .help("move records into `actors.yaml`, `events.yaml` or `sources.yaml`, or split the brief")
}

/// The lines of a text, each with its break.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = end;
        end += line.len();
        start..end
    })
}

fn is_fence(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|rest| rest.trim_matches([' ', '\t', '\n']).is_empty())
}

/// What writers type for a closing fence when they miss it: more or fewer dashes, blanks before, YAML's `...`.
fn is_nearly_fence(line: &str) -> bool {
    let line = line.trim();
    line == "..." || (line.len() >= 2 && line.bytes().all(|byte| byte == b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Files;

    type Parts = Option<(Range<usize>, Range<usize>)>;

    fn reported(text: &str) -> (Parts, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let file = Files::default().add("a.md", text);
        (frontmatter(file, text, &mut diagnostics), diagnostics)
    }

    #[test]
    fn finds_yaml_and_body() {
        let text = "---  \ntitle: ---\n --- \n---x\n---\t\nBody\n---\n";
        let (yaml, body) = reported(text).0.unwrap();
        assert_eq!((&text[yaml], &text[body]), ("title: ---\n --- \n---x\n", "Body\n---\n"));
    }

    #[test]
    fn yaml_and_body_may_be_empty() {
        assert_eq!(split_frontmatter("---\n---"), Fence::Found { yaml: 4..4, body: 7..7 });
        assert_eq!(split_frontmatter("---\n\n---\n"), Fence::Found { yaml: 4..5, body: 9..9 });
    }

    #[test]
    fn missing_is_told_with_what_to_do() {
        for (text, help) in [
            ("", "begin the file"),
            ("Hello\n", "begin the file"),
            ("\n---\ntitle: a\n---\n", "very first line"),
            ("--- # brief\ntitle: a\n---\n", "alone on the very first line"),
            ("+++\ntitle = 1\n+++\n", "not between `+++`"),
        ] {
            let (found, diagnostics) = reported(text);
            assert_eq!((found, diagnostics[0].code), (None, Code::FrontmatterMissing), "{text:?}");
            assert!(diagnostics[0].help.as_ref().unwrap().contains(help), "{text:?}");
        }
    }

    #[test]
    fn unclosed_points_at_the_line_that_was_meant() {
        for (text, others) in
            [("---\ntitle: a\n", 0), ("---", 0), ("---\na: b\n----\nBody", 1), ("---\na: b\n ---\n", 1)]
        {
            let (found, diagnostics) = reported(text);
            assert_eq!((found, diagnostics[0].code), (None, Code::FrontmatterUnclosed), "{text:?}");
            assert_eq!(diagnostics[0].others.len(), others, "{text:?}");
        }
    }

    #[test]
    fn frontmatter_has_a_largest_size() {
        let fill = |bytes: usize| format!("---\n{}\n---\n", "#".repeat(bytes - 1));
        assert!(reported(&fill(FRONTMATTER_LIMIT)).0.is_some());
        let (found, diagnostics) = reported(&fill(FRONTMATTER_LIMIT + 1));
        assert_eq!((found, diagnostics[0].code), (None, Code::FileTooLarge));
    }
}
