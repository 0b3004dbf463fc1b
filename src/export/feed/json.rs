//! JSON Feed 1.1.

use serde::Serialize;

use super::entry::Entry;
use super::{Head, moment};

#[derive(Serialize)]
struct HeadRow<'h> {
    version: &'static str,
    title: &'h str,
    home_page_url: &'h str,
    feed_url: &'h str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'h str>,
    language: &'h str,
    authors: Vec<Author<'h>>,
}

#[derive(Serialize)]
struct Item<'e> {
    id: &'e str,
    url: &'e str,
    title: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'e str>,
    date_published: String,
    date_modified: String,
    language: &'e str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'e [&'e str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'e>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

pub(super) fn feed(head: &Head<'_>, entries: &[&[u8]]) -> Vec<u8> {
    let mut bytes = json(&HeadRow {
        version: "https://jsonfeed.org/version/1.1",
        title: &head.title,
        home_page_url: &head.page,
        feed_url: &head.own,
        description: head.subtitle,
        language: head.language,
        authors: head.authors.iter().map(|name| Author { name }).collect(),
    });
    bytes.pop();
    bytes.extend_from_slice(b",\"items\":[");
    bytes.extend_from_slice(&entries.join(&b","[..]));
    bytes.extend_from_slice(b"]}\n");
    bytes
}

pub(super) fn entry(entry: &Entry<'_>) -> Vec<u8> {
    let html = entry.html.as_deref();
    json(&Item {
        id: &entry.id,
        url: &entry.url,
        title: &entry.title,
        content_html: html,
        content_text: html.is_none().then_some(&entry.summary),
        summary: html.map(|_| entry.summary.as_str()),
        date_published: moment(entry.published),
        date_modified: moment(entry.updated),
        language: entry.language,
        tags: &entry.tags,
        authors: entry.authors.iter().map(|name| Author { name }).collect(),
    })
}

#[expect(clippy::expect_used, reason = "plain structs with text keys always serialise into memory")]
fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("plain structs")
}
