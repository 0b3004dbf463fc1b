//! A claim's card, as its brief's page and the texts that mention it show it, and the makers of all views of claims.

use std::sync::OnceLock;

use serde::Serialize;

use super::answers::{OriginsView, ReceivedView, VoicesView};
use super::hole::Speakers;
use super::name::{Name, Names};
use super::others::{OtherVersionsView, Others};
use super::relation::RelationView;
use super::row::{Row, RowView};
use super::shared::{Desk, Shared};
use crate::brief::Verdict;
use crate::method::beginning::Beginning;
use crate::method::{Method, State};
use crate::plan::urls;
use crate::site::{Claim, ClaimFigure, Content, Id, Site};
use crate::value::grade::Credibility;
use crate::value::lang::Lang;
use crate::value::word::{Basis, FiguresAre};

/// What a card tells of a claim.
#[derive(Clone, Debug)]
pub struct Card {
    /// What lists show of it.
    pub row: Row,
    /// The brief that it stands in.
    pub brief: Shared<Name>,
    /// The language of what the brief adds to it: note, verdict, its quote's translation.
    pub brief_lang: String,
    /// `ltr` or `rtl`.
    pub brief_dir: &'static str,
    /// Whom it concerns or accuses.
    pub about: Vec<Shared<Name>>,
    /// Its events.
    pub events: Vec<Shared<Name>>,
    /// Where the speaker has it from: sources and actors.
    pub from: Vec<Shared<Name>>,
    /// What the speaker's knowledge rests on, a word of the format; `None` where it is not stated.
    pub basis: Option<Basis>,
    /// Who receives it, and how; who it comes from; who says the same. `None` for an act.
    pub voices: Option<VoicesView>,
    /// Other versions of what it speaks to; `None` where there is none.
    pub others: Option<OtherVersionsView>,
    /// What it states of other claims: a relation and the claims.
    pub relations: Vec<RelationView>,
    /// What other claims state of it.
    pub incoming: Vec<RelationView>,
    /// Verbatim words.
    pub quote: Option<QuoteView>,
    /// 1 to 6.
    pub credibility: Option<u8>,
    /// How likely the desk holds it to be, a word of the format.
    pub likelihood: Option<String>,
    /// How sure the desk is of that, a word of the format.
    pub confidence: Option<String>,
    /// How likely the speaker says it is, a word of the format.
    pub speaker_likelihood: Option<String>,
    /// How sure the speaker says it is, a word of the format.
    pub speaker_confidence: Option<String>,
    /// Of a fact-check.
    pub verdict: Option<VerdictView>,
    /// A remark.
    pub note: Option<String>,
}

/// A claim at the other end of a relation.
#[derive(Clone, Debug, Serialize)]
pub struct PeerView {
    /// `BRIEF#ID`
    pub key: String,
    /// Its place, from the site's top.
    pub href: String,
    /// Who makes it.
    pub by: Vec<Shared<Name>>,
    /// What it says; null for an act of which no sentence tells.
    pub says: Option<String>,
    /// The act, a word of the format or the site's own; null for a statement.
    pub does: Option<String>,
    /// The language of its words.
    pub lang: String,
    /// `live`, or what became of it.
    pub state: State,
}

/// One figure.
#[derive(Clone, Debug, Serialize)]
pub struct FigureView {
    /// `killed`, `injured` ...
    pub measure: String,
    /// `all`, `civilians` ...
    pub group: String,
    /// In the writer's words.
    pub text: String,
    /// `counted`, `estimated`, `projected`
    pub are: FiguresAre,
    /// How the text runs: `ltr` for numbers, `auto` for words.
    pub dir: &'static str,
}

/// Verbatim words.
#[derive(Clone, Debug, Serialize)]
pub struct QuoteView {
    /// The words.
    pub text: String,
    /// Their language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// In the brief's language.
    pub translation: Option<String>,
}

/// The verdict of a fact-check.
#[derive(Clone, Debug, Serialize)]
pub struct VerdictView {
    /// 1 to 5.
    pub rating: u8,
    /// In a word.
    pub name: Option<String>,
    /// Why.
    pub why: Option<String>,
}

/// What pages show of a site's claims, made when one asks for it.
pub struct Cards<'s> {
    pub(super) site: &'s Site,
    pub(super) method: &'s Method,
    /// What they name.
    pub(super) names: Names<'s>,
    others: OnceLock<Others>,
    /// When that of which each proposition tells began.
    pub(super) beginnings: OnceLock<Vec<Option<Beginning>>>,
    peers: Desk<PeerView>,
    /// By proposition, so that one with many claims is asked once.
    pub(super) received: Desk<Vec<ReceivedView>>,
    pub(super) origins: Desk<OriginsView>,
}

impl<'s> Cards<'s> {
    /// Nothing is made yet.
    #[must_use]
    pub fn new(site: &'s Site, method: &'s Method) -> Self {
        Self {
            site,
            method,
            names: Names::new(site),
            others: OnceLock::new(),
            beginnings: OnceLock::new(),
            peers: Desk::of(&site.claims),
            received: Desk::of(&site.claims),
            origins: Desk::of(&site.claims),
        }
    }

    /// A claim's card.
    #[must_use]
    pub fn card(&self, id: Id<Claim>) -> Card {
        let (site, method, names) = (self.site, self.method, &self.names);
        let claim = &site.claims[id];
        let lang = &site.briefs[claim.brief].lang;
        let mut from = names.sources(&claim.from_sources);
        from.extend(names.actors(&claim.from_actors));
        Card {
            row: self.row(id),
            brief: names.brief(claim.brief),
            brief_lang: lang.to_string(),
            brief_dir: lang.direction().into(),
            about: names.actors(&claim.about),
            events: names.events(&claim.events),
            from,
            basis: (claim.basis != Basis::NotStated).then_some(claim.basis),
            voices: self.voices(id),
            others: self.others.get_or_init(|| Others::of(site, method)).view(site, method, id),
            relations: self.relations(id),
            incoming: self.incoming(id),
            quote: quote(claim, lang),
            credibility: claim.credibility.map(Credibility::number),
            likelihood: claim.likelihood.map(|grade| grade.to_string()),
            confidence: claim.confidence.map(|grade| grade.to_string()),
            speaker_likelihood: claim.speaker_likelihood.map(|grade| grade.to_string()),
            speaker_confidence: claim.speaker_confidence.map(|grade| grade.to_string()),
            verdict: claim.verdict.as_deref().map(verdict_view),
            note: claim.note.clone(),
        }
    }

    /// The act that a claim tells of, and to whom it is done.
    pub(super) fn act_and_to_whom(&self, claim: &Claim) -> (Option<String>, Vec<Shared<Name>>) {
        match &claim.content {
            Content::Says(_) => (None, Vec::new()),
            Content::Does { act, to, .. } => (Some(act.to_string()), self.names.actors(to)),
        }
    }

    /// A claim at the other end of a relation.
    #[must_use]
    pub fn peer(&self, id: Id<Claim>) -> Shared<PeerView> {
        self.peers.get(id, || {
            let claim = &self.site.claims[id];
            PeerView {
                key: self.site.claim_key(id),
                href: urls::encode_with_fragment(&urls::claim(self.site, id)),
                by: self.names.actors(&claim.by),
                says: claim.content.sentence().map(str::to_owned),
                does: match &claim.content {
                    Content::Says(_) => None,
                    Content::Does { act, .. } => Some(act.to_string()),
                },
                lang: self.site.briefs[claim.brief].lang.to_string(),
                state: self.method.state(id),
            }
        })
    }
}

/// A verdict as pages show it.
fn verdict_view(verdict: &Verdict) -> VerdictView {
    VerdictView {
        rating: verdict.rating.value.number(),
        name: verdict.name.as_ref().map(|name| name.value.to_string()),
        why: verdict.why.as_ref().map(|why| why.value.to_string()),
    }
}

/// A figure as a claim gives it.
pub(super) fn figure_view(figure: &ClaimFigure) -> FigureView {
    FigureView {
        measure: figure.measure.clone(),
        group: figure.group.clone(),
        text: figure.figure.to_string(),
        are: figure.are,
        dir: figure_dir(&figure.figure.to_string()),
    }
}

/// How a figure's text runs. Numbers and the signs beside them run as they are written in every language.
pub(super) fn figure_dir(text: &str) -> &'static str {
    if text.chars().any(char::is_alphabetic) { "auto" } else { "ltr" }
}

fn quote(claim: &Claim, of_brief: &Lang) -> Option<QuoteView> {
    let quote = claim.quote.as_ref()?;
    let lang = quote.lang.as_ref().unwrap_or(of_brief);
    Some(QuoteView {
        text: quote.text.clone(),
        lang: lang.to_string(),
        dir: lang.direction().into(),
        translation: quote.translation.clone(),
    })
}

/// Claims in groups, each under the thing that it is grouped by.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// The thing; null where a claim has none.
    pub of: Option<Shared<Name>>,
    /// The claims.
    pub claims: Vec<RowView>,
}

/// Groups a stretch of a longer list: a group that the stretch cuts is shown on both sides of the cut.
pub(super) fn groups<K: PartialEq>(
    entries: &[(K, Id<Claim>)],
    (cards, speakers): (&Cards<'_>, Speakers),
    name: impl Fn(&K) -> Option<Shared<Name>>,
) -> Vec<Group> {
    entries
        .chunk_by(|(a, _), (b, _)| a == b)
        .map(|chunk| Group {
            of: chunk.first().and_then(|(key, _)| name(key)),
            claims: cards.rows(chunk.iter().map(|(_, id)| *id), speakers),
        })
        .collect()
}

/// The rows of a table that a part of a list shows.
pub(super) fn stretch<T>(entries: &[T], part: usize, per_page: usize) -> &[T] {
    let start = (part * per_page).min(entries.len());
    let end = (start + per_page).min(entries.len());
    &entries[start..end]
}
