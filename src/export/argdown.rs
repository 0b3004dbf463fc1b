//! `data/claims.argdown`: the statements and how they stand to each other, for maps of arguments.
//!
//! Argdown knows support and attack. What says the same supports a claim here, and so does what concedes it in full; what
//! grants a part or questions it is left out, since that does neither. Acts are no statements.

use std::io::{self, Write};

use super::Material;
use crate::method::propositions::is_full_concession;
use crate::site::{Claim, Content, Id, Link, Site};
use crate::value::word::Relation;

/// The statements, a brief under each heading.
pub(super) fn write(material: Material<'_>, out: &mut impl Write) -> io::Result<()> {
    let Material { site, config, .. } = material;
    write!(out, "===\ntitle: {}\n===\n", quoted(&config.title))?;
    for brief in &site.briefs {
        let statements: Vec<Id<Claim>> =
            brief.claims.iter().copied().filter(|id| site.is_statement(*id)).collect();
        if statements.is_empty() {
            continue;
        }
        write!(out, "\n# {}\n", escaped(&brief.title))?;
        for id in statements {
            let claim = &site.claims[id];
            if let Content::Says(says) = &claim.content {
                write!(out, "\n[{}]: {}\n", site.claim_key(id), escaped(says))?;
            }
            for link in &claim.relations {
                if let Some(arrow) = arrow(site, claim, link) {
                    writeln!(out, "  {arrow} [{}]", site.claim_key(link.claim))?;
                }
            }
        }
    }
    Ok(())
}

/// The arrow from a claim to another.
fn arrow(site: &Site, claim: &Claim, link: &Link) -> Option<&'static str> {
    match link.relation {
        Relation::Supports | Relation::AgreesWith | Relation::Repeats => Some("+>"),
        Relation::Concedes => is_full_concession(claim, &site.claims[link.claim]).then_some("+>"),
        Relation::Denies => Some("->"),
        Relation::ConcedesInPart
        | Relation::Questions
        | Relation::Replaces
        | Relation::Withdraws
        | Relation::Disowns => None,
    }
}

/// A text in one line in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' | '\u{2028}' | '\u{2029}' => out.push(' '),
            '\\' | '[' | ']' | '<' | '>' | '{' | '}' | '#' | '@' | '*' | '_' | '/' | '+' | '-' | '='
            | '~' | '|' | ':' => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out
}

/// A text as YAML and JSON write it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
