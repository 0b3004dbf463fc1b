//! Our own tables, which belong together. `figures.csv` and `relations.csv` say again what `claims.csv` says.

use std::collections::BTreeMap;

use strum::IntoEnumIterator as _;

use super::front::Front;
use super::table::{Row, Table};
use super::{Draft, id};
use crate::value::slug::Slug;
use crate::value::word::{Basis, FiguresAre, Relation};

/// The tables of one export.
#[derive(Debug, Default)]
pub(super) struct Tables {
    briefs: Vec<Row>,
    claims: Vec<Row>,
    actors: Vec<Row>,
    events: Vec<Row>,
    sources: Vec<Row>,
}

impl Tables {
    /// Keeps a table of ours; gives back what is none.
    pub(super) fn take(&mut self, table: Table) -> Option<Table> {
        let rows = if table.has(&["id", "brief", "by", "says", "does", "basis"]) {
            &mut self.claims
        } else if table.has(&["id", "title", "translation_of", "claims"]) {
            &mut self.briefs
        } else if table.has(&["id", "name", "aliases", "root"]) {
            &mut self.actors
        } else if table.has(&["id", "name", "parties", "precision"]) {
            &mut self.events
        } else if table.has(&["id", "title", "reliability", "graded"]) {
            &mut self.sources
        } else if table.has(&["claim", "measure", "group", "text"])
            || table.has(&["claim", "relation", "other"])
        {
            return None;
        } else {
            return Some(table);
        };
        rows.extend(table.rows);
        None
    }

    pub(super) fn write(self, draft: &mut Draft) {
        self.actors.iter().for_each(|row| draft.add("actors", &slug(row), actor(row)));
        self.events.iter().for_each(|row| draft.add("events", &slug(row), event(row)));
        self.sources.iter().for_each(|row| draft.add("sources", &slug(row), source(row)));
        let mut claims: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in &self.claims {
            claims.entry(row.get("brief")).or_default().push(row);
        }
        for row in &self.briefs {
            let own = claims.remove(row.get("id")).unwrap_or_default();
            brief(row, &own, draft);
        }
        for (name, own) in claims {
            draft.left.push(format!(
                "the brief `{name}` is in no `briefs.csv`: it has no title and date of its own"
            ));
            unknown_brief(name, &own, draft);
        }
    }
}

fn slug(row: &Row) -> Slug {
    row.get("id").parse().unwrap_or_else(|_| id(row.get("id"), "record"))
}

fn brief(row: &Row, claims: &[&Row], draft: &mut Draft) {
    let mut front = Front::default();
    front.text("title", row.get("title"));
    for key in ["date", "updated", "lang", "type"] {
        front.word(key, row.get(key));
    }
    front.word("status", "draft");
    front.text("summary", row.get("summary"));
    front.list("authors", &row.list("authors"));
    front.list("tags", &row.list("tags"));
    front.text("translation_of", row.get("translation_of"));
    if !row.get("translation_of").is_empty() {
        let name = row.get("id");
        draft
            .left
            .push(format!("the brief `{name}`: its sentences for the original's claims are in no table"));
    }
    front.text("slug", row.get("id"));
    write_claims(&mut front, claims, draft);
    draft.add("briefs", &slug(row), front);
}

fn unknown_brief(name: &str, claims: &[&Row], draft: &mut Draft) {
    let mut front = Front::default();
    front.text("title", name);
    let first = claims
        .iter()
        .filter_map(|row| row.get("date").get(..10))
        .find(|date| date.parse::<crate::value::date::Day>().is_ok());
    front.word("date", first.unwrap_or("0001-01-01"));
    front.word("status", "draft");
    write_claims(&mut front, claims, draft);
    draft.add("briefs", &id(name, "brief"), front);
}

fn write_claims(front: &mut Front, claims: &[&Row], draft: &mut Draft) {
    front.under("claims", |front| {
        for row in claims {
            front.item(|front| claim(front, row));
            if !matches!(row.get("confidential_sources"), "" | "0") {
                let name = row.get("id");
                draft.left.push(format!("the claim `{name}`: its confidential sources are in no table"));
            }
        }
    });
}

/// A date that a source gave is not written again, nor what is the same as nothing.
fn claim(front: &mut Front, row: &Row) {
    let name = row.get("id");
    front.text("id", name.split_once('#').map_or(name, |(_, id)| id));
    front.list("by", &row.list("by"));
    front.text("says", row.get("says"));
    front.word("does", row.get("does"));
    for (key, column) in
        [("to", "to"), ("about", "about"), ("event", "events"), ("source", "sources"), ("from", "from")]
    {
        front.list(key, &row.list(column));
    }
    front.text("point", row.get("point"));
    if row.get("basis") != <&str>::from(Basis::NotStated) {
        front.word("basis", row.get("basis"));
    }
    if row.get("date_from") != "source" {
        front.text("date", row.get("date"));
    }
    for relation in Relation::iter() {
        front.list(relation.key(), &row.list(relation.key()));
    }
    figures(front, &row.list("figures"), &row.list("figures_are"));
    for key in ["quote", "quote_lang", "quote_translation", "note"] {
        front.text(key, row.get(key));
    }
    front.under("verdict", |front| {
        front.word("rating", row.get("verdict_rating"));
        front.text("name", row.get("verdict_name"));
        front.text("why", row.get("verdict_why"));
    });
    for key in ["credibility", "likelihood", "confidence", "speaker_likelihood", "speaker_confidence"] {
        front.word(key, row.get(key));
    }
}

/// `killed civilians hundreds`: measure, group and the writer's words; and what kind of number each is.
fn figures(front: &mut Front, figures: &[String], are: &[String]) {
    let mut measures: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    let mut kinds: Vec<&str> = Vec::new();
    for (figure, are) in figures.iter().zip(are.iter().map(String::as_str).chain(std::iter::repeat(""))) {
        let mut parts = figure.splitn(3, ' ');
        if let (Some(measure), Some(group), Some(text)) = (parts.next(), parts.next(), parts.next()) {
            measures.entry(measure).or_default().push((group, text));
            // One with this sign is an estimate whatever the claim says.
            kinds.extend(
                (!text.starts_with('~') || are == <&str>::from(FiguresAre::Projected)).then_some(are),
            );
        }
    }
    front.under("figures", |front| {
        for (measure, groups) in &measures {
            front.map(measure, groups);
        }
    });
    if let Some(are) = kinds.first().filter(|are| **are != <&str>::from(FiguresAre::Counted)) {
        front.word("figures_are", are);
    }
}

/// `wikidata=Q1`: a key, and what it stands for.
fn pairs(front: &mut Front, key: &str, row: &Row) {
    let pairs = row.list(key);
    let pairs: Vec<(&str, &str)> = pairs.iter().filter_map(|pair| pair.split_once('=')).collect();
    front.map(key, &pairs);
}

/// Of a protected actor the tables know no name, and a record needs one.
fn actor(row: &Row) -> Front {
    let mut front = Front::default();
    if row.get("name").is_empty() {
        front.text("name", "(protected)");
        front.word("protected", "true");
    }
    front.text("name", row.get("name"));
    pairs(&mut front, "names", row);
    front.word("kind", row.get("kind"));
    front.list("aliases", &row.list("aliases"));
    front.text("part_of", row.get("part_of"));
    front.list("allied_with", &row.list("allied_with"));
    front.word("country", row.get("country"));
    front.text("active", row.get("active"));
    front.word("reliability", row.get("reliability"));
    pairs(&mut front, "ids", row);
    front
}

fn event(row: &Row) -> Front {
    let mut front = Front::default();
    front.text("name", row.get("name"));
    pairs(&mut front, "names", row);
    front.text("date", row.get("date"));
    front.word("kind", row.get("kind"));
    front.under("place", |front| {
        front.text("name", row.get("place"));
        for key in ["country", "lat", "lon", "precision"] {
            front.word(key, row.get(key));
        }
    });
    front.list("parties", &row.list("parties"));
    front.text("part_of", row.get("part_of"));
    pairs(&mut front, "points", row);
    pairs(&mut front, "ids", row);
    front
}

fn source(row: &Row) -> Front {
    let mut front = Front::default();
    front.text("title", row.get("title"));
    front.word("kind", row.get("kind"));
    front.text("publisher", row.get("publisher"));
    front.text("author", row.get("author"));
    front.text("date", row.get("date"));
    front.text("url", row.get("href"));
    front.text("archive", row.get("archive"));
    front.word("accessed", row.get("accessed"));
    front.text("sha256", row.get("sha256"));
    front.word("lang", row.get("lang"));
    front.list("from", &row.list("from"));
    for key in ["first_hand", "access", "status"] {
        front.word(key, row.get(key));
    }
    if row.get("graded") == "true" {
        front.word("reliability", row.get("reliability"));
    }
    front.text("descriptor", row.get("descriptor"));
    front
}
