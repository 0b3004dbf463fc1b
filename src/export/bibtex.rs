//! `data/citations.bib`: the briefs and their claims as BibTeX.
//!
//! One broken entry would spoil all that come after it, so no text has a brace of its own: BibTeX counts them even
//! behind a backslash.

use std::io::{self, Write};

use super::csl::{Date, Item};
use super::{Material, cited};

/// An entry each, with an empty line between two.
pub(super) fn write(material: Material<'_>, out: &mut impl Write) -> io::Result<()> {
    for (place, item) in cited::items(material).enumerate() {
        if place > 0 {
            out.write_all(b"\n")?;
        }
        entry(&item, out)?;
    }
    Ok(())
}

fn entry(item: &Item<'_>, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "@misc{{{},", item.id)?;
    let mut field = |name: &str, value: Option<String>| match value {
        Some(value) => writeln!(out, "  {name} = {{{value}}},"),
        None => Ok(()),
    };
    // Doubled braces: no program takes the name apart, or changes the case of a title.
    let authors: Vec<String> = item.author.iter().map(|name| format!("{{{}}}", tex(name.literal))).collect();
    field("author", Some(authors.join(" and ")).filter(|names| !names.is_empty()))?;
    field("title", Some(format!("{{{}}}", tex(&item.title))))?;
    field("howpublished", item.container_title.map(tex))?;
    field("publisher", item.publisher.map(tex))?;
    let day = item.issued.as_ref().map(Date::iso);
    field("date", day.clone())?;
    field("year", day.as_deref().and_then(|day| day.get(..4)).map(str::to_owned))?;
    // Read as it stands, but for its braces.
    field("url", item.url.as_deref().map(|url| url.replace('{', "%7B").replace('}', "%7D")))?;
    field("note", item.archive.map(|copy| format!("Archived: {}", tex(copy))))?;
    writeln!(out, "}}")
}

/// A text as TeX reads it.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(character);
            }
            '\n' | '\t' => out.push(' '),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tex_sees_no_commands_and_no_braces() {
        assert_eq!(
            tex("50% of \\{it}_#~^&$\n"),
            "50\\% of \\textbackslash{}\\textbraceleft{}it\\textbraceright{}\\_\\#\\textasciitilde{}\\textasciicircum{}\\&\\$ "
        );
    }
}
