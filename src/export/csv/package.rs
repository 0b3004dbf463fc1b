//! `data/datapackage.json`: what the tables are, for programs (Frictionless Data Package 1).

use serde_json::{Map, Value, json};

use super::{Column, Kind, claims, parts, records};
use crate::config::Config;
use crate::value::web::WebUrl;

/// A table, and the columns by which its rows are joined to others.
struct Resource {
    name: &'static str,
    title: &'static str,
    columns: fn() -> Vec<Column>,
    key: Option<&'static str>,
    foreign: &'static [(&'static str, &'static str)],
}

const RESOURCES: [Resource; 7] = [
    Resource {
        name: "briefs",
        title: "The briefs, one a row",
        columns: || records::BRIEFS.to_vec(),
        key: Some("id"),
        foreign: &[],
    },
    Resource {
        name: "claims",
        title: "The claims, one a row, with all that is computed for them",
        columns: claims::columns,
        key: Some("id"),
        foreign: &[("brief", "briefs"), ("proposition", "claims")],
    },
    Resource {
        name: "figures",
        title: "The figures of claims, one a row",
        columns: || parts::FIGURES.to_vec(),
        key: None,
        foreign: &[("claim", "claims")],
    },
    Resource {
        name: "relations",
        title: "The relations between claims, one a row",
        columns: || parts::RELATIONS.to_vec(),
        key: None,
        foreign: &[("claim", "claims"), ("other", "claims")],
    },
    Resource {
        name: "actors",
        title: "The actors, one a row",
        columns: || records::ACTORS.to_vec(),
        key: Some("id"),
        foreign: &[("part_of", "actors"), ("root", "actors")],
    },
    Resource {
        name: "events",
        title: "The events, one a row",
        columns: || records::EVENTS.to_vec(),
        key: Some("id"),
        foreign: &[("part_of", "events")],
    },
    Resource {
        name: "sources",
        title: "The sources, one a row",
        columns: || records::SOURCES.to_vec(),
        key: Some("id"),
        foreign: &[("publisher", "actors")],
    },
];

/// The description, as JSON.
#[must_use]
pub fn bytes(config: &Config) -> Vec<u8> {
    let mut package = Map::new();
    let mut set = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            package.insert(key.to_owned(), value);
        }
    };
    set("profile", Some("tabular-data-package".into()));
    set("name", Some("claims".into()));
    set("title", Some(config.title.as_str().into()));
    set("description", config.description.as_deref().map(Into::into));
    set("homepage", config.base_url.as_ref().map(WebUrl::href).map(Into::into));
    set("licenses", config.license.as_deref().map(license));
    let contributor = |name: &String| json!({"title": name, "role": "author"});
    let contributors: Vec<Value> = config.authors.iter().map(contributor).collect();
    set("contributors", (!contributors.is_empty()).then_some(contributors.into()));
    set("resources", Some(RESOURCES.iter().map(resource).collect()));
    format!("{:#}\n", Value::Object(package)).into_bytes()
}

/// An address is a path; anything else a name.
fn license(license: &str) -> Value {
    let key = if license.parse::<WebUrl>().is_ok() { "path" } else { "name" };
    json!([{key: license}])
}

fn resource(resource: &Resource) -> Value {
    let Resource { name, title, columns, key, foreign } = resource;
    let mut schema = json!({"fields": columns().iter().map(field).collect::<Value>(), "missingValues": [""]});
    if let Some(key) = key {
        schema["primaryKey"] = (*key).into();
    }
    if !foreign.is_empty() {
        let one = |(field, table): &(&str, &str)| {
            // A table refers to itself by an empty name.
            let table = if table == name { "" } else { table };
            json!({"fields": field, "reference": {"resource": table, "fields": "id"}})
        };
        schema["foreignKeys"] = foreign.iter().map(one).collect();
    }
    json!({
        "profile": "tabular-data-resource",
        "name": name,
        "title": title,
        "path": format!("{name}.csv"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true, "header": true},
        "schema": schema,
    })
}

fn field(column: &Column) -> Value {
    let kind = match column.kind {
        Kind::Text => "string",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
        Kind::Day => "date",
    };
    json!({"name": column.name, "type": kind, "description": column.meaning})
}
