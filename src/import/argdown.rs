//! Argdown: each file becomes a draft brief, or one a heading; a statement `[title]: text` becomes a claim.
//!
//! Read is what our own export writes, and support and attack in both directions as Argdown nests them. Arguments
//! (`<title>`), inferences, groups and metadata are listed.

use std::collections::BTreeMap;

use camino::Utf8Path;

use super::front::Front;
use super::{Draft, id};
use crate::value::slug::Slug;

#[derive(Default)]
struct Part {
    title: String,
    claims: Vec<Statement>,
}

struct Statement {
    title: String,
    says: String,
    /// `supports` or `denies`, and the other's title.
    relations: Vec<(&'static str, String)>,
}

pub(super) fn read(path: &Utf8Path, text: &str, draft: &mut Draft) -> Result<(), String> {
    let mut reader = Reader { path, draft, parts: vec![Part::default()], incoming: Vec::new() };
    let mut in_head = false;
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_end() == "===" {
            in_head = !in_head;
        } else if !in_head {
            reader.line(number, line);
        }
    }
    let Reader { mut parts, incoming, .. } = reader;
    parts.retain(|part| !part.claims.is_empty());
    if parts.is_empty() {
        return Err("it holds no statement `[title]: text`".to_owned());
    }
    for (from, relation, to) in incoming {
        let statement = parts.iter_mut().flat_map(|part| &mut part.claims).find(|claim| claim.title == from);
        match statement {
            Some(statement) => statement.relations.push((relation, to)),
            None => draft.leave(path, format!("`[{from}]`"), "it is referred to, but stated nowhere"),
        }
    }
    write(path, &parts, draft);
    Ok(())
}

struct Reader<'d> {
    path: &'d Utf8Path,
    draft: &'d mut Draft,
    parts: Vec<Part>,
    /// Relations that a statement has from another: whose, what, to which.
    incoming: Vec<(String, &'static str, String)>,
}

impl Reader<'_> {
    fn line(&mut self, number: usize, line: &str) {
        let words = line.trim();
        if words.is_empty() || words.starts_with("//") {
            return;
        }
        if let Some(title) = words.strip_prefix('#') {
            let title = unescaped(title.trim_start_matches('#').trim());
            self.parts.push(Part { title, claims: Vec::new() });
        } else if let Some((title, says)) = statement(words) {
            let claim = Statement { title, says: unescaped(says), relations: Vec::new() };
            if let Some(part) = self.parts.last_mut() {
                part.claims.push(claim);
            }
        } else if !self.relation(words) {
            self.draft.leave(self.path, format!("line {number}"), format!("`{words}` is not understood"));
        }
    }

    /// `+> [other]`, `<- [other]` and so on, below a statement.
    fn relation(&mut self, words: &str) -> bool {
        let Some((arrow, rest)) = words.split_once(' ') else { return false };
        let rest = rest.trim();
        let (other, own_text) = match statement(rest) {
            Some((title, says)) => (title, Some(unescaped(says))),
            None => match rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                Some(title) => (title.to_owned(), None),
                None => return false,
            },
        };
        let Some(part) = self.parts.last_mut() else { return false };
        let Some(current) = part.claims.last_mut() else { return false };
        let title = current.title.clone();
        match arrow {
            "+>" => current.relations.push(("supports", other.clone())),
            "->" => current.relations.push(("denies", other.clone())),
            "<+" | "+" => self.incoming.push((other.clone(), "supports", title)),
            "<-" | "-" => self.incoming.push((other.clone(), "denies", title)),
            _ => return false,
        }
        if let Some(says) = own_text {
            // Stated where it is referred to; it stands before the one above it, which stays the current one.
            let at = part.claims.len() - 1;
            part.claims.insert(at, Statement { title: other, says, relations: Vec::new() });
        }
        true
    }
}

/// `[title]: text`
fn statement(line: &str) -> Option<(String, &str)> {
    let (title, says) = line.strip_prefix('[')?.split_once("]:")?;
    (!says.trim().is_empty()).then(|| (title.to_owned(), says.trim()))
}

/// A text without the backslashes that keep its characters from being markup.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => out.extend(characters.next()),
            _ => out.push(character),
        }
    }
    out
}

fn write(path: &Utf8Path, parts: &[Part], draft: &mut Draft) {
    let stem = path.file_stem().unwrap_or("map");
    let places = places(parts, stem);
    draft.leave(path, "all statements", "who makes them is not told");
    for (number, part) in parts.iter().enumerate() {
        let title = if part.title.is_empty() { stem } else { &part.title };
        let mut front = Front::default();
        front.text("title", title);
        front.word("date", "0001-01-01");
        front.word("status", "draft");
        front.under("claims", |front| {
            for claim in &part.claims {
                front.item(|front| {
                    front.text("id", places.get(claim.title.as_str()).map_or("", |(_, id)| id.as_str()));
                    front.text("by", "Not stated");
                    front.text("says", &claim.says);
                    for relation in ["supports", "denies"] {
                        let others = claim.relations.iter().filter(|(own, _)| *own == relation);
                        let others: Vec<String> =
                            others.filter_map(|(_, other)| key(&places, other)).collect();
                        front.list(relation, &others);
                    }
                });
            }
        });
        draft.add("briefs", &brief_id(part, stem, number), front);
    }
    draft.leave(path, "the brief's date", "Argdown tells none");
}

/// The brief and the claim's id of each statement, by its title.
type Places<'p> = BTreeMap<&'p str, (Slug, Slug)>;

fn places<'p>(parts: &'p [Part], stem: &str) -> Places<'p> {
    let mut places = Places::new();
    for (number, part) in parts.iter().enumerate() {
        let brief = brief_id(part, stem, number);
        let mut taken = std::collections::BTreeSet::new();
        for (place, claim) in (1..).zip(&part.claims) {
            let name = claim.title.split_once('#').map_or(claim.title.as_str(), |(_, id)| id);
            let own = name.parse().unwrap_or_else(|_| id(name, "claim"));
            let own = if taken.contains(&own) { Slug::numbered('c', place) } else { own };
            taken.insert(own.clone());
            places.entry(&claim.title).or_insert((brief.clone(), own));
        }
    }
    places
}

/// The brief that the titles of our own export name, else one made of the heading.
fn brief_id(part: &Part, stem: &str, number: usize) -> Slug {
    let own = part
        .claims
        .first()
        .and_then(|claim| claim.title.split_once('#'))
        .and_then(|(brief, _)| brief.parse().ok());
    own.unwrap_or_else(|| {
        id(if part.title.is_empty() { stem } else { &part.title }, &format!("map-{}", number + 1))
    })
}

fn key(places: &Places<'_>, title: &str) -> Option<String> {
    places.get(title).map(|(brief, id)| format!("{brief}#{id}"))
}
