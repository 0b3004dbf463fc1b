//! What of a site is cited: each brief, and each claim from the brief that records it.
//!
//! Who cites a claim cites the brief: its authors are the brief's, its title says who claims what. The saved copy is
//! that of the claim's first source which has one. A translation's claims are cited from the original.

use super::Material;
use super::csl::{Author, Item};
use crate::page::cite;
use crate::plan::urls;
use crate::site::{Brief, Claim, Content, Id, Index};
use crate::value::web::WebUrl;

/// What a speaker who may not be named is called.
const PROTECTED: &str = "a protected source";

/// Every brief, its claims after it.
pub(super) fn items(material: Material<'_>) -> impl Iterator<Item = Item<'_>> {
    material.site.briefs.iter().flat_map(move |brief| {
        let whole = item_of_brief(material, brief);
        let claims = brief.claims.iter().map(|id| item_of_claim(material, *id, &whole)).collect::<Vec<_>>();
        std::iter::once(whole).chain(claims)
    })
}

fn item_of_brief<'s>(material: Material<'s>, brief: &'s Brief) -> Item<'s> {
    let config = material.config;
    let path = urls::thing(Index::Briefs, brief.slug.as_str());
    Item {
        id: brief.slug.as_str().into(),
        kind: "webpage",
        title: brief.title.as_str().into(),
        author: cite::authors(brief, config).iter().map(|name| Author { literal: name }).collect(),
        issued: Some(brief.date.into()),
        accessed: None,
        container_title: Some(&config.title),
        publisher: Some(&config.title),
        language: Some(brief.lang.as_str()),
        url: cite::permalink(config, &path).map(Into::into),
        archive: None,
        note: None,
    }
}

fn item_of_claim<'s>(material: Material<'s>, id: Id<Claim>, whole: &Item<'s>) -> Item<'s> {
    let site = material.site;
    let claim = &site.claims[id];
    let brief = &site.briefs[claim.brief];
    let by = claim.by.iter().map(|id| site.actors[*id].called_in(&brief.lang).unwrap_or(PROTECTED));
    let by = by.collect::<Vec<_>>().join(", ");
    let what = match &claim.content {
        Content::Says(says) | Content::Does { says: Some(says), .. } => says.as_str().into(),
        Content::Does { act, says: None, .. } => act.to_string(),
    };
    Item {
        id: format!("{}:{}", brief.slug, claim.id).into(),
        title: format!("{by}: {what}").into(),
        container_title: Some(&brief.title),
        url: cite::permalink(material.config, &urls::claim(site, id)).map(Into::into),
        archive: claim.sources.iter().find_map(|id| site.sources[*id].archive.as_ref()).map(WebUrl::href),
        ..whole.clone()
    }
}
