//! A brief: when and by whom it was written, its translations and corrections, and its claims.

use super::super::sheet::Sheet;
use super::super::words;
use super::{claims, optional};
use crate::method::Method;
use crate::plan::urls;
use crate::site::{Brief, Correction, Id, Index, Site};

pub(super) fn show(site: &Site, method: &Method, id: Id<Brief>, sheet: &mut Sheet) {
    let brief = &site.briefs[id];
    let briefs = |ids: &[Id<Brief>]| {
        words::join(ids.iter().map(|id| format!("{} ({})", site.briefs[*id].title, site.briefs[*id].slug)))
    };
    sheet.title(&format!("brief:{}", brief.slug));
    sheet.field("title", &brief.title);
    sheet.field("date", &brief.date.to_string());
    sheet.field("updated", &optional(brief.updated.as_ref()));
    sheet.field("type", &brief.kind.to_string());
    sheet.field("lang", brief.lang.as_str());
    sheet.field("authors", &words::join(brief.authors.iter().cloned()));
    sheet.field("tags", &words::join(brief.tags.iter().cloned()));
    sheet.field("warning", &words::join(brief.warnings.iter().cloned()));
    sheet.field("summary", brief.summary.as_deref().unwrap_or_default());
    sheet.field("translates", &briefs(brief.translation_of.as_slice()));
    sheet.field("translations", &briefs(&brief.translations));
    sheet.field("address", &urls::thing(Index::Briefs, brief.slug.as_str()));
    sheet.list("corrections", brief.corrections.iter().map(|entry| correction(site, entry)));
    claims(site, method, "claims", brief.claims.iter().copied(), sheet);
}

fn correction(site: &Site, correction: &Correction) -> String {
    let claim = correction.claim.map(|claim| site.claim_key(claim)).unwrap_or_default();
    words::dotted([correction.date.to_string(), claim, correction.text.clone()])
}
