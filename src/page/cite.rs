//! How a brief, an event, a claim or a source is cited: in plain text, as BibTeX, and as CSL-JSON, which reference
//! managers and processors of citations read.
//!
//! Who cites a claim cites the brief that records it: its authors are the brief's, its title says who claims what. The
//! saved copy is that of the claim's first source which has one.

use serde::Serialize;

use super::name::Name;
use super::shared::Shared;
use super::{Pages, urls};
use crate::site::{Brief, Claim, Content, Event, Id, Index, Site, Source};
use crate::value::date::{Day, Edtf};
use crate::value::web::WebUrl;
use crate::value::word::SourceKind;

/// What a page offers to those who cite it.
#[derive(Clone, Debug, Serialize)]
pub struct CiteView {
    /// The page, then its claims, each in plain text.
    pub plain: Vec<CitedView>,
    /// The same as BibTeX.
    pub bibtex: String,
    /// The same as CSL-JSON.
    pub csl: String,
}

/// One thing in plain text: `Authors (2022-04-12): Title. Where. Address. Saved copy.`
#[derive(Clone, Debug, Serialize)]
pub struct CitedView {
    /// Who cites a claim, and when: it stands before its speakers; else empty.
    pub head: String,
    /// Who makes the claim; empty where it is none.
    pub by: Vec<Shared<Name>>,
    /// All of it, or what stands after a claim's speakers.
    pub text: String,
}

/// What a speaker who may not be named is called where no words of a page are at hand.
const PROTECTED: &str = "a protected source";

/// An item of CSL-JSON (schema 1.0.2).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CslItem {
    /// Its id among those it stands with.
    pub id: String,
    /// A type of CSL.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<CslName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<CslDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<CslDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(rename = "archive_location", skip_serializing_if = "Option::is_none")]
    archive_location: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// Of a claim: who makes it, and what; its title says both.
    #[serde(skip)]
    claim: Option<(Vec<Shared<Name>>, String)>,
}

/// A name that is not taken apart: nobody's given and family name are known here.
#[derive(Clone, Debug, Serialize)]
struct CslName {
    literal: String,
}

/// A date of CSL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CslDate {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    date_parts: Vec<Vec<u16>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    season: Option<u16>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    circa: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    literal: Option<String>,
}

impl From<Day> for CslDate {
    fn from(day: Day) -> Self {
        let parts = vec![day.year(), day.month().into(), day.day().into()];
        Self { date_parts: vec![parts], ..Self::default() }
    }
}

impl From<&Edtf> for CslDate {
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

/// A source as CSL has it.
#[must_use]
pub fn source(site: &Site, id: Id<Source>) -> CslItem {
    let source = &site.sources[id];
    let publisher = source.publisher.and_then(|id| site.actors[id].name.clone());
    CslItem {
        id: source.id.to_string(),
        kind: csl_kind(source.kind.builtin()),
        title: source.title.clone(),
        author: source.author.iter().map(|name| CslName { literal: name.clone() }).collect(),
        issued: source.date.as_ref().map(Into::into),
        accessed: source.accessed.map(Into::into),
        container_title: None,
        publisher,
        language: source.lang.as_ref().map(ToString::to_string),
        url: source.url.as_ref().map(|url| url.href().to_owned()),
        archive_location: source.archive.as_ref().map(|url| url.href().to_owned()),
        note: source.descriptor.clone(),
        claim: None,
    }
}

const fn csl_kind(kind: SourceKind) -> &'static str {
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

impl Pages<'_> {
    /// A brief and its claims. A translation's claims are cited from the original.
    pub(super) fn cite_brief(&self, id: Id<Brief>) -> CiteView {
        let claims = self.site.briefs[id].claims.iter().map(|claim| self.claim_item(*claim));
        cite(&std::iter::once(self.brief_item(id)).chain(claims).collect::<Vec<_>>())
    }

    pub(super) fn cite_event(&self, id: Id<Event>) -> CiteView {
        let event = &self.site.events[id];
        let path = urls::thing(Index::Events, event.id.as_str());
        let item = CslItem {
            id: event.id.to_string(),
            title: event.called_in(&self.config.language).to_owned(),
            author: names(&self.config.authors),
            language: Some(self.config.language.to_string()),
            ..self.item(&path)
        };
        cite(&[item])
    }

    /// The data of the whole site.
    pub(super) fn cite_data(&self) -> CiteView {
        let item = CslItem {
            id: "data".to_owned(),
            kind: "dataset",
            title: self.config.title.clone(),
            author: names(&self.config.authors),
            issued: self.site.briefs.iter().map(Brief::modified).max().map(Into::into),
            container_title: None,
            ..self.item(&urls::overview("data", 0))
        };
        cite(&[item])
    }

    fn brief_item(&self, id: Id<Brief>) -> CslItem {
        let brief = &self.site.briefs[id];
        CslItem {
            id: brief.slug.to_string(),
            title: brief.title.clone(),
            author: names(if brief.authors.is_empty() { &self.config.authors } else { &brief.authors }),
            issued: Some(brief.date.into()),
            language: Some(brief.lang.to_string()),
            ..self.item(&urls::thing(Index::Briefs, brief.slug.as_str()))
        }
    }

    fn claim_item(&self, id: Id<Claim>) -> CslItem {
        let claim = &self.site.claims[id];
        let brief = self.brief_item(claim.brief);
        let lang = &self.site.briefs[claim.brief].lang;
        let by = claim.by.iter().map(|id| self.site.actors[*id].called_in(lang).unwrap_or(PROTECTED));
        let what = match &claim.content {
            Content::Says(says) => says.clone(),
            Content::Does { act, says, .. } => says.clone().unwrap_or_else(|| act.to_string()),
        };
        let saved = claim.sources.iter().find_map(|id| self.site.sources[*id].archive.as_ref());
        CslItem {
            id: format!("{}:{}", brief.id, claim.id),
            title: format!("{}: {what}", by.collect::<Vec<_>>().join(", ")),
            container_title: Some(brief.title.clone()),
            archive_location: saved.map(|url| url.href().to_owned()),
            url: self.permalink(&urls::claim(self.site, id)),
            claim: Some((self.cards.names.actors(&claim.by), what)),
            ..brief
        }
    }

    /// What all items of this site have.
    fn item(&self, path: &str) -> CslItem {
        CslItem {
            id: String::new(),
            kind: "webpage",
            title: String::new(),
            author: Vec::new(),
            issued: None,
            accessed: None,
            container_title: Some(self.config.title.clone()),
            publisher: Some(self.config.title.clone()),
            language: None,
            url: self.permalink(path),
            archive_location: None,
            note: None,
            claim: None,
        }
    }

    fn permalink(&self, path: &str) -> Option<String> {
        self.config.base_url.as_ref().map(|base: &WebUrl| base.join(&urls::encode_with_fragment(path)))
    }
}

fn names(names: &[String]) -> Vec<CslName> {
    names.iter().map(|name| CslName { literal: name.clone() }).collect()
}

#[expect(clippy::expect_used, reason = "plain structs with text keys always serialise into memory")]
fn cite(items: &[CslItem]) -> CiteView {
    let json = |item: &CslItem| serde_json::to_string(item).expect("a plain struct");
    CiteView {
        plain: items.iter().map(plain).collect(),
        bibtex: items.iter().map(bibtex).collect::<Vec<_>>().join("\n"),
        csl: format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(",\n")),
    }
}

fn plain(item: &CslItem) -> CitedView {
    let authors: Vec<&str> = item.author.iter().map(|name| name.literal.as_str()).collect();
    let day = item.issued.as_ref().map(|date| format!(" ({})", date.iso())).unwrap_or_default();
    let who =
        if authors.is_empty() { item.publisher.clone().unwrap_or_default() } else { authors.join(", ") };
    let rest = [&item.container_title, &item.publisher, &item.url, &item.archive_location];
    let mut rest: Vec<&str> = rest.into_iter().flatten().map(String::as_str).collect();
    rest.dedup();
    let head = format!("{who}{day}: ");
    let end = if item.title.ends_with(['.', '?', '!', '؟', '。']) { "" } else { "." };
    let rest = format!("{end} {}", rest.join(". "));
    match &item.claim {
        Some((by, what)) => CitedView { head, by: by.clone(), text: format!(": {what}{rest}") },
        None => {
            CitedView { head: String::new(), by: Vec::new(), text: format!("{head}{}{rest}", item.title) }
        }
    }
}

fn bibtex(item: &CslItem) -> String {
    let mut entry = format!("@misc{{{},\n", item.id);
    let mut field = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            entry.push_str(&format!("  {name} = {{{value}}},\n"));
        }
    };
    // Doubled braces: no program takes the name apart, or changes the case of a title.
    let authors: Vec<String> = item.author.iter().map(|name| format!("{{{}}}", tex(&name.literal))).collect();
    field("author", Some(authors.join(" and ")).filter(|names| !names.is_empty()).as_deref());
    field("title", Some(&format!("{{{}}}", tex(&item.title))));
    field("howpublished", item.container_title.as_deref().map(tex).as_deref());
    field("publisher", item.publisher.as_deref().map(tex).as_deref());
    let date = item.issued.as_ref().map(CslDate::iso);
    field("date", date.as_deref());
    field("year", date.as_deref().and_then(|date| date.get(..4)));
    field("url", item.url.as_deref());
    field("note", item.archive_location.as_deref().map(|copy| format!("Archived: {copy}")).as_deref());
    entry.push_str("}\n");
    entry
}

/// A text as TeX reads it.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                out.push('\\');
                out.push(character);
            }
            '\n' | '\t' => out.push(' '),
            _ => out.push(character),
        }
    }
    out
}

impl CslDate {
    /// The first date of it, ISO 8601.
    fn iso(&self) -> String {
        let parts = self.date_parts.first().map(Vec::as_slice).unwrap_or_default();
        let part = |(place, part): (usize, &u16)| {
            if place == 0 { format!("{part:04}") } else { format!("{part:02}") }
        };
        parts.iter().enumerate().map(part).collect::<Vec<_>>().join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_csl() {
        let date = |text: &str| {
            let date: Edtf = text.parse().expect("a date");
            serde_json::to_string(&CslDate::from(&date)).expect("JSON")
        };
        assert_eq!(date("2022-03-27"), r#"{"date-parts":[[2022,3,27]]}"#);
        assert_eq!(date("2022-03~"), r#"{"date-parts":[[2022,3]],"circa":true}"#);
        assert_eq!(date("2022-03-27/2022-04"), r#"{"date-parts":[[2022,3,27],[2022,4]]}"#);
        assert_eq!(date("2022-21"), r#"{"date-parts":[[2022]],"season":1}"#);
        assert_eq!(date("../2021"), r#"{"literal":"../2021"}"#);
        assert_eq!(date("2022-XX"), r#"{"literal":"2022-XX"}"#);
    }

    #[test]
    fn tex_sees_no_commands() {
        assert_eq!(
            tex("50% of \\{it}_#~^&$\n"),
            "50\\% of \\textbackslash{}\\{it\\}\\_\\#\\textasciitilde{}\\textasciicircum{}\\&\\$ "
        );
    }
}
