//! `claims` of `data/claims.json`: what was written of a claim, then its answers.
//!
//! Relations stand as written, at the end where they are written; a symmetric one at the other end as well. The answers
//! of an act are null, its lists empty.

use serde::Serialize;
use strum::IntoEnumIterator as _;

use super::{Keyed, Rows, ends, sorted};
use crate::brief::Verdict;
use crate::method::relation::meaning;
use crate::method::{Backing, Reception, State};
use crate::plan::urls;
use crate::site::{Claim, ClaimFigure, Content, DateFrom, Id};
use crate::value::date::{Day, Edtf};
use crate::value::grade::{Confidence, Credibility, Likelihood};
use crate::value::lang::Lang;
use crate::value::slug::Slug;
use crate::value::word::{Act, Basis, FiguresAre, Kind, Relation};

/// A claim with all that is computed for it; every format that lists claims is made from these.
#[derive(Serialize)]
pub struct ClaimRow<'s> {
    pub(in crate::export) id: &'s str,
    pub(in crate::export) brief: &'s str,
    pub(in crate::export) by: Vec<&'s str>,
    pub(in crate::export) says: Option<&'s str>,
    pub(in crate::export) does: Option<&'s Kind<Act>>,
    pub(in crate::export) to: Vec<&'s str>,
    pub(in crate::export) about: Vec<&'s str>,
    pub(in crate::export) events: Vec<&'s str>,
    pub(in crate::export) point: Option<&'s str>,
    pub(in crate::export) sources: Vec<&'s str>,
    pub(in crate::export) confidential_sources: usize,
    pub(in crate::export) from: Vec<&'s str>,
    pub(in crate::export) basis: Basis,
    pub(in crate::export) date: Option<&'s str>,
    pub(in crate::export) date_from: Option<DateFrom>,
    pub(in crate::export) not_after: Option<Day>,
    #[serde(flatten)]
    pub(in crate::export) relations: Keyed<Vec<&'s str>>,
    pub(in crate::export) figures: Vec<FigureRow<'s>>,
    pub(in crate::export) quote: Option<&'s str>,
    pub(in crate::export) quote_lang: Option<&'s str>,
    pub(in crate::export) quote_translation: Option<&'s str>,
    pub(in crate::export) note: Option<&'s str>,
    pub(in crate::export) verdict: Option<VerdictRow<'s>>,
    pub(in crate::export) credibility: Option<u8>,
    pub(in crate::export) likelihood: Option<Likelihood>,
    pub(in crate::export) confidence: Option<Confidence>,
    pub(in crate::export) speaker_likelihood: Option<Likelihood>,
    pub(in crate::export) speaker_confidence: Option<Confidence>,
    pub(in crate::export) state: Option<State>,
    pub(in crate::export) state_by: Vec<&'s str>,
    pub(in crate::export) proposition: Option<&'s str>,
    pub(in crate::export) backing: Option<Backing>,
    pub(in crate::export) origins: Option<[u32; 2]>,
    pub(in crate::export) third_party: Option<[u32; 2]>,
    pub(in crate::export) reception: Option<Reception>,
    pub(in crate::export) url: String,
}

/// A figure of a claim.
#[derive(Serialize)]
pub(in crate::export) struct FigureRow<'s> {
    pub(in crate::export) measure: &'s str,
    pub(in crate::export) group: &'s str,
    pub(in crate::export) min: Option<u64>,
    pub(in crate::export) max: Option<u64>,
    pub(in crate::export) text: &'s str,
    pub(in crate::export) are: FiguresAre,
}

/// A verdict.
#[derive(Serialize)]
pub(in crate::export) struct VerdictRow<'s> {
    pub(in crate::export) rating: u8,
    pub(in crate::export) name: Option<&'s str>,
    pub(in crate::export) why: Option<&'s str>,
}

impl Rows<'_> {
    /// A claim's row.
    #[must_use]
    pub fn claim(&self, id: Id<Claim>) -> ClaimRow<'_> {
        let (site, method) = (self.site, self.method);
        let claim = &site.claims[id];
        let (does, to) = match &claim.content {
            Content::Says(_) => (None, Vec::new()),
            Content::Does { act, to, .. } => (Some(act), self.actors(to)),
        };
        let from = self.sources(&claim.from_sources).into_iter().chain(self.actors(&claim.from_actors));
        let quote = claim.quote.as_deref();
        let answers = method.answers(id);
        let proposition = method.proposition_of(id);
        ClaimRow {
            id: self.key(id),
            brief: site.briefs[claim.brief].slug.as_str(),
            by: self.actors(&claim.by),
            says: claim.content.sentence(),
            does,
            to,
            about: self.actors(&claim.about),
            events: sorted(claim.events.iter().map(|id| site.events[*id].id.as_str())),
            point: claim.point.as_ref().map(Slug::as_str),
            sources: self.sources(&claim.sources),
            confidential_sources: claim.count_confidential(),
            from: sorted(from),
            basis: claim.basis,
            date: claim.stated_date().map(Edtf::as_str),
            date_from: claim.date.as_ref().map(|date| date.from),
            not_after: claim.date.is_none().then(|| site.briefs[claim.brief].date),
            relations: Keyed(Relation::iter().map(|of| (of.key(), self.related(claim, of))).collect()),
            figures: claim.figures.iter().map(figure).collect(),
            quote: quote.map(|quote| quote.text.as_str()),
            quote_lang: quote.and_then(|quote| quote.lang.as_ref()).map(Lang::as_str),
            quote_translation: quote.and_then(|quote| quote.translation.as_deref()),
            note: claim.note.as_deref(),
            verdict: claim.verdict.as_deref().map(verdict),
            credibility: claim.credibility.map(Credibility::number),
            likelihood: claim.likelihood,
            confidence: claim.confidence,
            speaker_likelihood: claim.speaker_likelihood,
            speaker_confidence: claim.speaker_confidence,
            state: answers.map(|answers| answers.state),
            state_by: sorted(method.ended_by(site, id).into_iter().map(|id| self.key(id))),
            proposition: proposition.map(|of| self.proposition_key(of)),
            backing: answers.map(|answers| answers.backing),
            origins: answers.map(|answers| ends(answers.origins)),
            third_party: answers.map(|answers| ends(answers.third_party)),
            reception: answers.map(|answers| answers.reception),
            url: urls::claim(site, id),
        }
    }

    /// The claims at the other ends of a relation that a claim states, be it by its own words or by theirs.
    fn related(&self, claim: &Claim, relation: Relation) -> Vec<&str> {
        let theirs = meaning(relation).is_symmetric.then(|| claim.related_from(relation));
        self.keys(claim.targets(relation).chain(theirs.into_iter().flatten()))
    }
}

fn figure(figure: &ClaimFigure) -> FigureRow<'_> {
    FigureRow {
        measure: &figure.measure,
        group: &figure.group,
        min: figure.bounds.map(|bounds| bounds.min),
        max: figure.bounds.and_then(|bounds| bounds.max),
        text: figure.figure.as_str(),
        are: figure.are,
    }
}

fn verdict(verdict: &Verdict) -> VerdictRow<'_> {
    VerdictRow {
        rating: verdict.rating.value.number(),
        name: verdict.name.as_ref().map(|name| name.value.as_str()),
        why: verdict.why.as_ref().map(|why| why.value.as_str()),
    }
}
