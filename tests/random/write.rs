//! A draft as files.

use std::fmt::Write as _;

use strum::IntoEnumIterator as _;
use variorum::value::word::Relation;

use super::{BRIEFS, Draft, DraftActor, DraftEvent, DraftSource};

fn list(letter: char, places: &[usize]) -> String {
    let ids: Vec<String> = places.iter().map(|place| format!("{letter}{place}")).collect();
    format!("[{}]", ids.join(", "))
}

fn key(name: &str, value: Option<impl std::fmt::Display>) -> String {
    value.map_or_else(String::new, |value| format!("{name}: {value}, "))
}

fn dated(date: Option<&str>) -> String {
    key("date", date.map(|date| format!("\"{date}\"")))
}

impl Draft {
    /// The files of the site: paths relative to `content/`, and texts.
    pub(crate) fn contents(&self) -> Vec<(String, String)> {
        let mut files = vec![
            ("actors.yaml", self.actors()),
            ("sources.yaml", self.sources()),
            ("events.yaml", self.events()),
        ];
        let mut files: Vec<(String, String)> =
            files.drain(..).map(|(path, text)| (path.into(), text)).collect();
        files.extend(
            (0..BRIEFS.len()).map(|brief| (format!("briefs/{}.md", BRIEFS[brief].0), self.brief(brief))),
        );
        files
    }

    fn actors(&self) -> String {
        let mut text = String::new();
        for (place, DraftActor { kind, part_of, allied_with, protected }) in self.actors.iter().enumerate() {
            let part_of = key("part_of", part_of.map(|whole| format!("a{whole}")));
            let allies = list('a', allied_with);
            let keys = format!("kind: {kind}, protected: {protected}, {part_of}allied_with: {allies}");
            writeln!(text, "a{place}: {{name: Actor {place}, {keys}}}").unwrap();
        }
        text
    }

    fn sources(&self) -> String {
        let mut text = String::new();
        for (place, source) in self.sources.iter().enumerate() {
            let DraftSource { publisher, from, first_hand, access, status, date } = source;
            let publisher = key("publisher", publisher.map(|actor| format!("a{actor}")));
            let (from, date) = (list('s', from), dated(*date));
            let keys =
                format!("{publisher}{date}access: {access}, status: {status}, first_hand: {first_hand}");
            writeln!(text, "s{place}: {{title: Source {place}, {keys}, from: {from}}}").unwrap();
        }
        text
    }

    fn events(&self) -> String {
        let mut text = String::new();
        for (place, DraftEvent { parties, points, date, part_of }) in self.events.iter().enumerate() {
            let part_of = key("part_of", part_of.map(|whole| format!("e{whole}")));
            let (parties, date) = (list('a', parties), dated(*date));
            let points: Vec<String> = points.iter().map(|point| format!("{point}: A question?")).collect();
            let keys = format!("{date}{part_of}parties: {parties}, points: {{{}}}", points.join(", "));
            writeln!(text, "e{place}: {{name: Event {place}, {keys}}}").unwrap();
        }
        text
    }

    fn brief(&self, place: usize) -> String {
        let (id, date, defaults) = BRIEFS[place];
        let claims: Vec<String> = (0..self.claims.len())
            .filter(|claim| self.claims[*claim].brief == place)
            .map(|claim| self.claim(claim))
            .collect();
        let claims = if claims.is_empty() { String::new() } else { format!("claims:\n{}", claims.concat()) };
        format!("---\ntitle: The {id} brief\ndate: {date}\n{defaults}{claims}---\nText.\n")
    }

    fn claim(&self, place: usize) -> String {
        let claim = &self.claims[place];
        let content = if claim.is_act { "does: no-comment" } else { "says: It is so." };
        let mut text = format!("  - {{id: {}, by: [{}], {content}, ", claim.id, claim.by.join(", "));
        text += &format!(
            "about: {}, {}{}{}",
            list('a', &claim.about),
            claim.basis,
            dated(claim.date),
            claim.keys
        );
        text += &key("event", claim.events.as_ref().map(|events| list('e', events)));
        text += &key("source", claim.sources.as_ref().map(|sources| format!("[{}]", sources.join(", "))));
        for relation in Relation::iter() {
            let targets = claim.relations.iter().filter(|(stated, _)| *stated == relation);
            let keys: Vec<String> = targets.map(|(_, target)| self.key(*target)).collect();
            text += &key(relation.key(), (!keys.is_empty()).then(|| format!("[{}]", keys.join(", "))));
        }
        let end = text.trim_end_matches(", ").len();
        text.truncate(end);
        text + "}\n"
    }
}
