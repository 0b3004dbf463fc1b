//! CSL-JSON (schema 1.0.2), which reference managers and processors of citations read: `data/sources.csl.json` and
//! `data/citations.csl.json`.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::{Material, cited};
use crate::site::{Id, Site, Source};
use crate::value::date::{Day, Edtf};
use crate::value::lang::Lang;
use crate::value::web::WebUrl;
use crate::value::word::SourceKind;

/// The sources, the confidential ones left out; one a line.
pub(super) fn sources(material: Material<'_>, out: &mut impl Write) -> io::Result<()> {
    let site = material.site;
    super::json_list(site.sources.ids().map(|id| source(site, id)), out)?;
    out.write_all(b"\n")
}

/// The briefs, each with its claims after it; one a line.
pub(super) fn citations(material: Material<'_>, out: &mut impl Write) -> io::Result<()> {
    super::json_list(cited::items(material), out)?;
    out.write_all(b"\n")
}

/// An item.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Item<'s> {
    /// Its id in the file.
    pub(super) id: Cow<'s, str>,
    /// A type of CSL.
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) title: Cow<'s, str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) author: Vec<Author<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) issued: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) accessed: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) container_title: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) publisher: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<&'s str>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<Cow<'s, str>>,
    #[serde(rename = "archive_location", skip_serializing_if = "Option::is_none")]
    pub(super) archive: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<&'s str>,
}

/// A name that is not taken apart: nobody's given and family name are known here.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Author<'s> {
    pub(super) literal: &'s str,
}

/// A date of CSL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Date {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    date_parts: Vec<Vec<u16>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    season: Option<u16>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    circa: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    literal: Option<String>,
}

impl Date {
    /// The first day of it, or as much as is known, ISO 8601.
    pub(super) fn iso(&self) -> String {
        let parts = self.date_parts.first().map(Vec::as_slice).unwrap_or_default();
        let parts = parts.iter().enumerate().map(|(place, part)| match place {
            0 => format!("{part:04}"),
            _ => format!("{part:02}"),
        });
        parts.collect::<Vec<_>>().join("-")
    }
}

impl From<Day> for Date {
    fn from(day: Day) -> Self {
        let parts = vec![day.year(), day.month().into(), day.day().into()];
        Self { date_parts: vec![parts], ..Self::default() }
    }
}

impl From<&Edtf> for Date {
    /// What CSL has no form for, such as an open end, stays as it was written.
    fn from(date: &Edtf) -> Self {
        let text = date.as_str();
        let certain: String = text.chars().filter(|mark| !matches!(mark, '~' | '?' | '%')).collect();
        let circa = certain != text;
        // A date of CSL has no time of day.
        let days = certain.split('T').next().unwrap_or(&certain);
        let parts: Option<Vec<Vec<u16>>> = days.split('/').map(parts).collect();
        match parts {
            Some(parts) if parts.len() == 1 && parts[0].get(1).is_some_and(|month| *month > 12) => {
                // EDTF numbers seasons from 21, CSL from 1.
                let season = parts[0].get(1).map(|month| month - 20);
                Self { date_parts: vec![vec![parts[0][0]]], season, circa, literal: None }
            }
            Some(date_parts)
                if date_parts.iter().all(|date| date.get(1).is_none_or(|month| *month <= 12)) =>
            {
                Self { date_parts, circa, ..Self::default() }
            }
            _ => Self { literal: Some(text.to_owned()), ..Self::default() },
        }
    }
}

/// `2022-03` as numbers; `None` where one is missing.
fn parts(date: &str) -> Option<Vec<u16>> {
    date.split('-').map(|part| part.parse().ok()).collect()
}

fn source(site: &Site, id: Id<Source>) -> Item<'_> {
    let source = &site.sources[id];
    Item {
        id: source.id.as_str().into(),
        kind: kind(source.kind.builtin()),
        title: source.title.as_str().into(),
        author: source.author.iter().map(|name| Author { literal: name }).collect(),
        issued: source.date.as_ref().map(Into::into),
        accessed: source.accessed.map(Into::into),
        container_title: None,
        publisher: source.publisher.and_then(|id| site.actors[id].name.as_deref()),
        language: source.lang.as_ref().map(Lang::as_str),
        url: source.url.as_ref().map(|url| url.href().into()),
        archive: source.archive.as_ref().map(WebUrl::href),
        note: source.descriptor.as_deref(),
    }
}

const fn kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::SocialPost => "post",
        SourceKind::Article => "article-newspaper",
        SourceKind::Broadcast => "broadcast",
        SourceKind::Report => "report",
        SourceKind::Testimony | SourceKind::Interview => "interview",
        SourceKind::CourtRecord => "legal_case",
        SourceKind::Imagery => "graphic",
        SourceKind::Dataset => "dataset",
        SourceKind::Web => "webpage",
        SourceKind::PressRelease | SourceKind::Statement | SourceKind::Other => "document",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_csl() {
        let date = |text: &str| {
            let date: Edtf = text.parse().expect("a date");
            serde_json::to_string(&Date::from(&date)).expect("JSON")
        };
        assert_eq!(date("2022-03-27"), r#"{"date-parts":[[2022,3,27]]}"#);
        assert_eq!(date("2022-03~"), r#"{"date-parts":[[2022,3]],"circa":true}"#);
        assert_eq!(date("2022-03-27/2022-04"), r#"{"date-parts":[[2022,3,27],[2022,4]]}"#);
        assert_eq!(date("2022-21"), r#"{"date-parts":[[2022]],"season":1}"#);
        assert_eq!(date("../2021"), r#"{"literal":"../2021"}"#);
        assert_eq!(date("2022-XX"), r#"{"literal":"2022-XX"}"#);
    }
}
