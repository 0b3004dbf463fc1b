//! What a tired writer is told when YAML cannot be read on.
//!
//! The parser names the rule that was broken; here the frequent slips behind each rule are recognised from the
//! line where it stopped and the one above, and put into one plain sentence with what to do. Never a second guess
//! at the tree: the text is only looked at. `parse` calls it once, for the mistake that ended the reading.

use serde_yaml::granit_parser::{ErrorKind, ScanError};

use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;

use super::parse::{BLOCK_DEPTH_LIMIT, FLOW_DEPTH_LIMIT, Source, character_name, is_control};

const QUOTE_IT: &str = "put the value in quotes";
const ALIGN_IT: &str = "align the line, with blanks, with the keys or dashes that it belongs to";
const QUOTE_ENTRIES: &str =
    "put a comma between two entries, and quotes around text with `: `, `,` or brackets in it";

/// Says what is wrong where the parser stopped; `innermost` is where the last unfinished list or mapping begins.
pub(super) fn explain(source: &Source<'_>, innermost: Option<Span>, error: &ScanError) -> Diagnostic {
    let scene = Scene::of(source, innermost, error);
    if scene.has_escaped_bracket(error.kind()) {
        return scene.unclosed_bracket();
    }
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => scene.too_deep(),
        ErrorKind::UnexpectedCharacter { character } if is_control(*character) => scene.control(*character),
        ErrorKind::BomInsideDocument => scene.control('\u{FEFF}'),
        kind if is_about_tabs(kind) => scene.tab(),
        kind if is_about_features(kind) => scene.feature(),
        kind if is_about_escapes(kind) => scene.mistake(
            "a backslash in a text in double quotes begins no escape that is known",
            "double the backslash, or use single quotes, in which it has no meaning",
        ),
        kind if is_about_brackets(kind) => scene.bracket(kind),
        ErrorKind::InvalidTrailingDoubleQuotedScalar => scene.behind_quote('"'),
        ErrorKind::InvalidTrailingSingleQuotedScalar => scene.behind_quote('\''),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            scene.mistake("the quote is not closed", "write the same quote at the end of the text")
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            scene.colon()
        }
        ErrorKind::UnexpectedCharacter { .. }
        | ErrorKind::MissingAnchorOrAliasName
        | ErrorKind::PlainScalarStartsWithDashFlowIndicator => scene.first_character(),
        ErrorKind::InvalidBlockScalarHeader
        | ErrorKind::ZeroBlockScalarIndent
        | ErrorKind::InvalidBlockScalarIndent => scene.mistake(
            "a value that begins with `|` or `>` is a block of text, which begins on the next line",
            "begin the text on the next line, indented by blanks alone, or put the value in quotes",
        ),
        ErrorKind::CommentInterceptedScalar | ErrorKind::CommentNotSeparated => scene.mistake(
            "a comment stands inside a value",
            "put the value in quotes if the `#` belongs to it; else move the comment to its own line above",
        ),
        ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::BlockEntryInFlowCollection
        | ErrorKind::MappingKeyNotAllowed => scene.mistake(
            "a list of dashes cannot begin inside a line",
            "begin the list on the next line, or write it as `[a, b]`; put a lone dash in quotes",
        ),
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::ExpectedDocumentStart
        | ErrorKind::InvalidIndentation => scene.unexpected_line(),
        _ => scene.mistake(&format!("this cannot be read as YAML: {}", error.info()), QUOTE_IT),
    }
}

/// Where the parser stopped.
struct Scene<'text> {
    source: &'text Source<'text>,
    innermost: Option<Span>,
    /// The byte, counted in the whole text.
    at: usize,
    line_start: usize,
    line: &'text str,
}

impl<'text> Scene<'text> {
    fn of(source: &'text Source<'text>, innermost: Option<Span>, error: &ScanError) -> Self {
        let at = error.marker().byte_offset().unwrap_or(0);
        let at = source.span(at..at).start as usize;
        let at = source.text.floor_char_boundary(at);
        let line_start = source.text[source.range.start..at]
            .rfind('\n')
            .map_or(source.range.start, |line| source.range.start + line + 1);
        let line = source.text[line_start..source.range.end].lines().next().unwrap_or_default();
        Self { source, innermost, at, line_start, line }
    }

    /// The character where the parser stopped; nothing at the end of the text.
    fn place(&self) -> Span {
        let length = self.here().map_or(0, char::len_utf8);
        Span::new(self.source.file, self.at..self.at + length)
    }

    fn here(&self) -> Option<char> {
        self.source.text[self.at..self.source.range.end].chars().next()
    }

    fn before(&self) -> &'text str {
        &self.source.text[self.line_start..self.at]
    }

    /// The last line above that says anything, and where it starts.
    fn line_above(&self) -> Option<(usize, &'text str)> {
        let above = &self.source.text[self.source.range.start..self.line_start];
        let end = above.trim_end().len();
        let start = above[..end].rfind('\n').map_or(0, |line| line + 1);
        let line = &above[start..end];
        (!line.is_empty() && !line.trim_start().starts_with('#'))
            .then_some((self.source.range.start + start, line))
    }

    fn mistake(&self, message: &str, help: &str) -> Diagnostic {
        Diagnostic::new(Code::YamlSyntax, self.place(), message).help(help)
    }

    fn too_deep(&self) -> Diagnostic {
        let message = format!(
            "values stand more than {BLOCK_DEPTH_LIMIT} levels inside each other, or {FLOW_DEPTH_LIMIT} in brackets"
        );
        Diagnostic::new(Code::NestedTooDeep, self.place(), message).help("flatten the list or mapping")
    }

    fn control(&self, character: char) -> Diagnostic {
        // The parser points at the beginning of the value; the character itself stands at or behind it.
        let text = &self.source.text[self.at..self.source.range.end];
        let at = self.at + text.find(character).unwrap_or(0);
        let place = Span::new(
            self.source.file,
            at..at + text[at - self.at..].chars().next().map_or(0, char::len_utf8),
        );
        let message = format!("the text has the control character {}", character_name(character));
        Diagnostic::new(Code::ControlCharacter, place, message)
            .help("remove the character; it may be invisible")
    }

    /// The parser may stop before the line with the tab, at the value that the line would continue.
    fn tab(&self) -> Diagnostic {
        let text = &self.source.text[self.line_start..self.source.range.end];
        let mut start = self.line_start;
        let tab = text.split_inclusive('\n').find_map(|line| {
            let found = line.find('\t').filter(|tab| line[..*tab].trim().trim_start_matches('-').is_empty());
            let place = found.map(|tab| start + tab);
            start += line.len();
            place
        });
        let place = tab.map_or(self.place(), |tab| Span::new(self.source.file, tab..tab + 1));
        Diagnostic::new(Code::YamlSyntax, place, "a tab is used for indentation")
            .help("replace each tab by blanks; two a level are usual")
    }

    fn feature(&self) -> Diagnostic {
        let feature = if self.here() == Some('%') { "a directive" } else { "a tag" };
        let message = format!("this is {feature} of YAML, which is not read here");
        Diagnostic::new(Code::YamlFeature, self.place(), message)
            .help("put the value in quotes if it is text; else remove the sign and what belongs to it")
    }

    /// Whether a bracket of an earlier line is still open where the parser met what reads like a key.
    fn has_escaped_bracket(&self, kind: &ErrorKind) -> bool {
        let starts_above = self.innermost.is_some_and(|open| (open.start as usize) < self.line_start);
        starts_above
            && self.open_bracket().is_some()
            && matches!(
                kind,
                ErrorKind::InvalidColonPlacement
                    | ErrorKind::ExpectedFlowMappingSeparator
                    | ErrorKind::ExpectedFlowSequenceSeparator
                    | ErrorKind::BlockEntryInFlowCollection
            )
    }

    fn open_bracket(&self) -> Option<(Span, char)> {
        let open = self.innermost?;
        let bracket = self.source.text[open.start as usize..]
            .chars()
            .next()
            .filter(|sign| matches!(sign, '[' | '{'))?;
        Some((Span { end: open.start + 1, ..open }, bracket))
    }

    fn unclosed_bracket(&self) -> Diagnostic {
        let Some((place, bracket)) = self.open_bracket() else {
            return self.mistake("a bracket is not closed", QUOTE_ENTRIES);
        };
        Diagnostic::new(Code::YamlSyntax, place, format!("the bracket `{bracket}` is not closed"))
            .other(self.place(), "the next key or entry begins before it is")
            .help(format!("write `{}` behind the last entry", closing(bracket)))
    }

    fn bracket(&self, kind: &ErrorKind) -> Diagnostic {
        match kind {
            ErrorKind::UnclosedFlowCollection { open } => self.mistake(
                &format!("the bracket `{open}` is not closed"),
                &format!(
                    "write `{}` behind the last entry, or put the value in quotes if it is text",
                    closing(*open)
                ),
            ),
            ErrorKind::MismatchedFlowCollectionEnd { open, close } => self.mistake(
                &format!("the bracket `{open}` is closed by `{close}`"),
                &format!("write `{}` instead of `{close}`", closing(*open)),
            ),
            ErrorKind::MisplacedFlowCollectionEnd => self.mistake(
                "a bracket is closed that was not opened",
                "remove the bracket, or put the value in quotes if it is text",
            ),
            _ if self.here() == Some(',') => self.mistake(
                "nothing stands before this comma",
                "remove the comma, or write the entry before it",
            ),
            ErrorKind::FlowMappingValueAdjacentCollection => {
                self.mistake("no blank stands behind the colon", "put a blank behind the colon")
            }
            _ => self.mistake("a comma or a closing bracket is missing here", QUOTE_ENTRIES),
        }
    }

    fn behind_quote(&self, quote: char) -> Diagnostic {
        let quotes_before = self.before().matches(quote).count();
        let opened = self.source.text[self.source.range.start..self.line_start].rfind(quote);
        if let (1, Some(opened)) = (quotes_before, opened) {
            let opened = self.source.range.start + opened;
            return Diagnostic::new(
                Code::YamlSyntax,
                Span::new(self.source.file, opened..opened + 1),
                "the quote is not closed",
            )
            .other(self.place(), "the next quote closes it, and text follows")
            .help("write the same quote at the end of the text");
        }
        let help = if quote == '"' {
            "put the whole value in single quotes, or write quotes inside of it as `\\\"`"
        } else {
            "put the whole value in double quotes, or double an apostrophe inside of it: `''`"
        };
        self.mistake("more text follows a closing quote", help)
    }

    /// A colon where no key can end, or a line without one: the four slips behind it, by what the lines look like.
    fn colon(&self) -> Diagnostic {
        let line = self.line.trim_start();
        if self.before().chars().count() > 1024 {
            return self.mistake(
                "a key is longer than 1,024 characters",
                "shorten the key, or put a long text in quotes",
            );
        }
        if has_colon(self.before()) {
            return self.mistake("a colon and a blank inside a value would begin another value", QUOTE_IT);
        }
        if line.starts_with('-') && !line.starts_with("- ") {
            return self.mistake("no blank stands behind the dash", "put a blank behind the dash: `- entry`");
        }
        match self.line_above() {
            Some((start, above)) if !has_colon(above) && !above.ends_with(['[', '{', ',', '|', '>']) => {
                no_colon(Span::new(self.source.file, start..start + above.len()))
            }
            Some(_) if has_colon(self.line) => self.mistake(
                "the line continues the value above it, and yet has a colon",
                "align the line with the key above, or put the whole value in quotes",
            ),
            _ => no_colon(Span::new(self.source.file, self.line_start..self.line_start + self.line.len())),
        }
    }

    fn first_character(&self) -> Diagnostic {
        let sign = match self.here() {
            Some('`') | None => "a backtick".to_owned(),
            Some(sign) => format!("`{sign}`"),
        };
        self.mistake(&format!("a value cannot begin with {sign}"), QUOTE_IT)
    }

    fn unexpected_line(&self) -> Diagnostic {
        let line = self.line.trim_start();
        let is_entry = line.starts_with("- ");
        if !self.before().trim_start_matches([' ', '-']).is_empty() {
            return self.mistake("more text follows a finished value", "put the whole value in quotes");
        }
        if is_entry {
            return self.mistake(
                "a list entry stands where a key is due",
                "give a key either one value or a list below it",
            );
        }
        if has_colon(line) {
            return self.mistake("the line begins at a place that fits none of the lines above", ALIGN_IT);
        }
        self.mistake(
            "the line is neither a key with a value nor a list entry",
            "indent the line deeper if it continues the value above; else write `key: value`",
        )
    }
}

fn no_colon(line: Span) -> Diagnostic {
    Diagnostic::new(Code::YamlSyntax, line, "the line is no `key: value`")
        .help("write a colon and a blank behind the key, or indent the line if it continues a value")
}

/// Whether a line has what ends a key.
fn has_colon(line: &str) -> bool {
    line.contains(": ") || line.trim_end().ends_with(':')
}

fn closing(bracket: char) -> char {
    if bracket == '[' { ']' } else { '}' }
}

fn is_about_tabs(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInPlainScalar
            | ErrorKind::TabAtBlockScalarStart
    )
}

fn is_about_features(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::DirectiveDisallowed
            | ErrorKind::UndeclaredTagHandle
            | ErrorKind::ExpectedTagBang
            | ErrorKind::InvalidGlobalTagCharacter
            | ErrorKind::InvalidTagTerminator
            | ErrorKind::MissingTagUri
            | ErrorKind::UnclosedVerbatimTag
            | ErrorKind::InvalidTagEscape
            | ErrorKind::InvalidTagUtf8LeadingByte
            | ErrorKind::InvalidTagUtf8TrailingByte
            | ErrorKind::InvalidTagUtf8
    )
}

fn is_about_escapes(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidLowSurrogateHexEscape
            | ErrorKind::InvalidLowSurrogate
            | ErrorKind::MissingLowSurrogate
            | ErrorKind::UnpairedLowSurrogate
            | ErrorKind::InvalidUnicodeEscape
    )
}

fn is_about_brackets(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::MismatchedFlowCollectionEnd { .. }
            | ErrorKind::MisplacedFlowCollectionEnd
            | ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofImplicitFlowMapping
            | ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::FlowMappingValueAdjacentCollection
            | ErrorKind::InvalidColonPlacement
            | ErrorKind::InvalidFlowScalarIndent
    )
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::text::Files;

    /// The code, the place as `line:column`, the text there, and a word of the message and of the help.
    type Expected = (Code, &'static str, &'static str, &'static str, &'static str);

    fn check(text: &str, (code, place, slice, message, help): Expected) {
        let mut files = Files::default();
        let file = files.add("a.yaml", text);
        let mut diagnostics = Vec::new();
        let tree = super::super::parse(file, text, 0..text.len(), &mut diagnostics);
        assert!(tree.is_none(), "{text:?}");
        let [found] = &diagnostics[..] else { panic!("{text:?}: {diagnostics:?}") };
        let span = found.place.unwrap();
        assert_eq!(
            (found.code, files.place(span).to_string().as_str(), files.slice(span)),
            (code, place, slice),
            "{text:?}"
        );
        assert!(found.message.contains(message), "{text:?}: {}", found.message);
        assert!(found.help.as_ref().unwrap().contains(help), "{text:?}: {found:?}");
    }

    #[test]
    fn frequent_slips_are_told_where_they_were_made() {
        use Code::YamlSyntax as Syntax;
        let cases: &[(&str, Expected)] = &[
            ("title: Moura: a third\n", (Syntax, "1:13", ":", "colon", "in quotes")),
            ("title:Moura\ndate: 2022\n", (Syntax, "1:1", "title:Moura", "no `key: value`", "blank behind")),
            ("- JNIM\n  kind: x\n", (Syntax, "1:1", "- JNIM", "no `key: value`", "blank behind")),
            ("title: x\n  date: y\n", (Syntax, "2:7", ":", "continues the value", "align")),
            ("  title: x\ndate: y\n", (Syntax, "2:1", "d", "fits none", "align")),
            ("a:\n  - b: c\n    d: e\n   f: g\n", (Syntax, "4:4", "f", "fits none", "align")),
            ("a:\n  - b\n c\n", (Syntax, "3:2", "c", "neither", "indent the line")),
            ("a: b\n- c\n", (Syntax, "2:3", "c", "a list entry", "either one value")),
            ("a:\n\t- b: c\n", (Syntax, "2:1", "\t", "a tab", "blanks")),
            ("a:\n  - b: c\n\td: e\n", (Syntax, "3:1", "\t", "a tab", "blanks")),
            ("a: |\n\tx\n", (Syntax, "2:1", "\t", "a tab", "blanks")),
            ("a: \"b\nc: d\n", (Syntax, "1:4", "\"", "quote is not closed", "same quote")),
            ("a: \"b\nc: \"d\"\n", (Syntax, "1:4", "\"", "quote is not closed", "same quote")),
            ("a: 'It's so'\n", (Syntax, "1:8", "s", "more text follows", "apostrophe")),
            ("a: \"B\" and \"C\"\n", (Syntax, "1:8", "a", "more text follows", "single quotes")),
            ("a: \"C:\\path\"\n", (Syntax, "1:4", "\"", "backslash", "single quotes")),
            ("a: [b, c\nd: 2\n", (Syntax, "1:4", "[", "`[` is not closed", "`]`")),
            ("a: {b: c\nd: 2\n", (Syntax, "1:4", "{", "`{` is not closed", "`}`")),
            ("a: [b, c\n", (Syntax, "1:4", "[", "`[` is not closed", "`]`")),
            ("a: [b, c}\n", (Syntax, "1:4", "[", "closed by `}`", "`]`")),
            ("a: [b]]\n", (Syntax, "1:7", "]", "not opened", "remove")),
            ("a: [b,,c]\n", (Syntax, "1:7", ",", "before this comma", "remove")),
            ("a: {b: c d: e}\n", (Syntax, "1:11", ":", "comma", "put a comma")),
            ("a: {b:[c]}\n", (Syntax, "1:6", ":", "no blank", "blank behind the colon")),
            ("a: [b] c\n", (Syntax, "1:8", "c", "finished value", "in quotes")),
            ("a: @b\n", (Syntax, "1:4", "@", "begin with `@`", "in quotes")),
            ("a: `b`\n", (Syntax, "1:4", "`", "begin with a backtick", "in quotes")),
            ("a: %b\n", (Syntax, "1:4", "%", "begin with `%`", "in quotes")),
            ("a: * b\n", (Syntax, "1:4", "*", "begin with `*`", "in quotes")),
            ("a: & b\n", (Syntax, "1:4", "&", "begin with `&`", "in quotes")),
            ("a: >b\n", (Syntax, "1:4", ">", "block of text", "next line")),
            ("a: - b\n", (Syntax, "1:4", "-", "dashes", "[a, b]")),
            ("a:\n-b\n-c\n", (Syntax, "2:1", "-", "behind the dash", "- entry")),
            ("a: b #c\n  d\n", (Syntax, "1:6", "#", "a comment", "in quotes")),
            ("a: !!! b\n", (Code::YamlFeature, "1:4", "!", "a tag", "in quotes")),
            ("%YAML 1.2\n---\na: b\n", (Code::YamlFeature, "1:1", "%", "a directive", "remove")),
            ("a: b\u{1}\n", (Code::ControlCharacter, "1:5", "\u{1}", "U+0001", "remove")),
            ("a\0: b\n", (Code::ControlCharacter, "1:2", "\0", "U+0000", "remove")),
            ("a: \u{FEFF}b\n", (Code::ControlCharacter, "1:4", "\u{FEFF}", "U+FEFF", "remove")),
        ];
        for (text, expected) in cases {
            check(text, *expected);
        }
    }

    #[test]
    fn long_keys_are_told_as_such() {
        let text = format!("{}: x\n", "k".repeat(1025));
        check(&text, (Code::YamlSyntax, "1:1026", ":", "longer than 1,024", "shorten"));
    }

    #[test]
    fn depth_ends_where_the_limits_say() {
        let accepted = [
            format!("{}{}", "[".repeat(32), "]".repeat(32)),
            format!("{}a", "- ".repeat(64)),
            (0..64).map(|level| format!("{}a:\n", " ".repeat(level))).collect(),
            format!(
                "a: '{}'\nb: |\n  {}\n# {}\nc: it's {}\n",
                "[".repeat(99),
                "[".repeat(99),
                "[".repeat(99),
                "[".repeat(99)
            ),
        ];
        for text in accepted {
            let mut diagnostics = Vec::new();
            let file = Files::default().add("a.yaml", "");
            assert!(
                super::super::parse(file, &text, 0..text.len(), &mut diagnostics).is_some(),
                "{diagnostics:?}"
            );
        }
        check(&"[".repeat(33), (Code::NestedTooDeep, "1:33", "[", "inside each other", "flatten"));
        check(&"- ".repeat(65), (Code::NestedTooDeep, "1:129", "-", "inside each other", "flatten"));
    }
}
