//! Atom, RFC 4287.

use super::super::xml::Xml;
use super::entry::Entry;
use super::{Head, moment};

pub(super) fn feed(head: &Head<'_>, entries: &[&[u8]]) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", head.language)]);
    xml.line_end();
    xml.text("id", &[], &head.id);
    xml.text("title", &[], &head.title);
    if let Some(subtitle) = head.subtitle {
        xml.text("subtitle", &[], subtitle);
    }
    xml.text("updated", &[], &moment(head.updated));
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &head.own)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &head.page)]);
    authors(&mut xml, head.authors.iter().copied());
    if let Some(license) = head.license {
        xml.text("rights", &[], license);
    }
    for entry in entries {
        xml.raw(entry);
    }
    xml.close("feed");
    xml.finish()
}

pub(super) fn entry(entry: &Entry<'_>) -> Vec<u8> {
    let mut xml = Xml::piece();
    xml.open("entry", &[("xml:lang", entry.language)]);
    xml.line_end();
    xml.text("id", &[], &entry.id);
    xml.text("title", &[], &entry.title);
    xml.text("published", &[], &moment(entry.published));
    xml.text("updated", &[], &moment(entry.updated));
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &entry.url)]);
    authors(&mut xml, entry.authors.iter().map(String::as_str));
    for tag in &entry.tags {
        xml.empty("category", &[("term", tag)]);
    }
    xml.text("summary", &[], &entry.summary);
    if let Some(html) = &entry.html {
        xml.text("content", &[("type", "html")], html);
    }
    xml.close("entry");
    xml.finish()
}

fn authors<'n>(xml: &mut Xml, names: impl Iterator<Item = &'n str>) {
    for name in names {
        xml.open("author", &[]);
        xml.text("name", &[], name);
        xml.close("author");
    }
}
