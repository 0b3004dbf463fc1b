//! `new`: a file for a brief or a record, with the keys that it needs.
//!
//! The name comes from the title, the day from the clock in UTC: a local day would tell where the author is. The
//! title is written as a JSON string, which YAML reads as it was typed, whatever stands in it.

use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::arguments::Kind;
use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use crate::input::{CONTENT, SiteFolder};
use crate::output;
use crate::value::slug::{Slug, SlugError};

/// So much of a title is looked at for a name, which has at most 64 bytes.
const TITLE_CHARACTERS_USED: usize = 256;

pub(super) fn run(
    directory: &Utf8Path,
    kind: Kind,
    title: &str,
    now: Timestamp,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let title = checked(title)?;
    let slug = name(title).map_err(|error| no_name(title, error))?;
    let root = SiteFolder::find(directory)?;
    let today = now.to_zoned(TimeZone::UTC).date();
    let path = Utf8Path::new(CONTENT).join(place(kind, &slug, today));
    output::create(&root, &[(path.clone(), text(kind, &quoted(title)?, today))])?;
    terminal.data(&format!("{}\n", root.join(path)))?;
    Ok(Exit::Success)
}

/// A title without anything that YAML or a page could not hold.
fn checked(title: &str) -> Result<&str, Failure> {
    let title = title.trim();
    if title.is_empty() {
        return Err(Failure::usage("the title is empty"));
    }
    let odd = |one: char| one.is_control() || matches!(one, '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    match title.chars().find(|one| odd(*one)) {
        Some(found) => {
            Err(Failure::usage(format!("the title has the control character U+{:04X}", u32::from(found))))
        }
        None => Ok(title),
    }
}

/// The title as an id. One that is too long is cut behind its last whole word that fits, else in the word.
fn name(title: &str) -> Result<Slug, SlugError> {
    let used: String = title.chars().take(TITLE_CHARACTERS_USED).filter(|one| !is_selector(*one)).collect();
    match Slug::from_name(&used) {
        Err(SlugError::TooLong) => {}
        result => return result,
    }
    let word_ends = used.rmatch_indices(char::is_whitespace).map(|(at, _)| at);
    let character_ends = used.char_indices().rev().map(|(at, _)| at);
    let mut shorter = word_ends.chain(character_ends).filter_map(|end| Slug::from_name(&used[..end]).ok());
    shorter.next().ok_or(SlugError::Empty)
}

/// Variation selectors: marks that nobody sees, which follow emoji and would alone be left of them.
fn is_selector(character: char) -> bool {
    matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

fn no_name(title: &str, error: SlugError) -> Failure {
    let help = "give a title with a letter or digit, other than `index` and `feed`";
    Failure::usage(format!("no file name can be made from `{title}`: {error}")).help(help)
}

fn place(kind: Kind, slug: &Slug, today: Date) -> Utf8PathBuf {
    match kind {
        Kind::Brief => format!("briefs/{today}-{slug}.md"),
        Kind::Actor => format!("actors/{slug}.md"),
        Kind::Event => format!("events/{slug}.md"),
        Kind::Source => format!("sources/{slug}.md"),
    }
    .into()
}

fn quoted(title: &str) -> Result<String, Failure> {
    serde_json::to_string(title).map_err(|error| std::io::Error::from(error).into())
}

fn text(kind: Kind, title: &str, today: Date) -> String {
    match kind {
        Kind::Brief => format!("---\ntitle: {title}\ndate: {today}\nstatus: draft\n{BRIEF}---\n"),
        Kind::Actor => format!("---\nname: {title}\nkind: unknown\n{ACTOR}---\n"),
        Kind::Event => format!("---\nname: {title}\nkind: other\n{EVENT}---\n"),
        Kind::Source => format!("---\ntitle: {title}\nkind: other\n{SOURCE}---\n"),
    }
}

const BRIEF: &str = "\
# claims:
#   - by: Who says it
#     says: What is said, in one sentence of your own.
#     source: Where you read it
";
const ACTOR: &str = "\
# aliases: []
# country: MLI
";
const EVENT: &str = "\
# date: 2022-03-27
# place: {name: A town, country: MLI, precision: town}
# parties: []
";
const SOURCE: &str = "\
# publisher: Who published it
# date: 2022-03-27
# url: https://example.org/page
# archive: https://example.org/saved-copy
";
