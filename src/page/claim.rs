//! A claim's card: made once for the pages that show it, if they do so before too many others were made.

use std::sync::OnceLock;

use serde::Serialize;

use super::name::{Name, Names};
use super::others::{OtherVersionsView, Others};
use super::shared::{Desk, Shared};
use super::stance::{Stance, stance};
use super::standing::{StandingView, standing};
use super::urls;
use crate::site::{Claim, ClaimFigure, Content, Id, Link, Method, Site, Table};
use crate::value::lang::Lang;
use crate::value::word::Relation;

/// A claim as pages show it.
#[derive(Clone, Debug, Serialize)]
pub struct ClaimView {
    /// `BRIEF#ID`
    pub key: String,
    /// Its anchor where it is at home: `claim-ID`.
    pub anchor: String,
    /// Its place, from the site's top.
    pub href: String,
    /// The brief that it stands in.
    pub brief: Shared<Name>,
    /// The language of its sentence.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// The language of what the brief adds to it: note, verdict, its quote's translation.
    pub brief_lang: String,
    /// `ltr` or `rtl`.
    pub brief_dir: String,
    /// How it stands to others: `acts` `denies` `concedes` `questions` `supports`, else `asserts`.
    pub stance: Stance,
    /// Who makes it.
    pub by: Vec<Shared<Name>>,
    /// The sentence; null for an act.
    pub says: Option<String>,
    /// The act, a word of the format; null for a statement.
    pub does: Option<String>,
    /// To whom it is done.
    pub to: Vec<Shared<Name>>,
    /// Whom it concerns or accuses.
    pub about: Vec<Shared<Name>>,
    /// Its events.
    pub events: Vec<Shared<Name>>,
    /// Its sources, the confidential ones left out.
    pub sources: Vec<Shared<Name>>,
    /// How many confidential sources it has.
    pub confidential: usize,
    /// Where the speaker has it from: sources and actors.
    pub from: Vec<Shared<Name>>,
    /// Whether the speaker saw or did it.
    pub first_hand: bool,
    /// When it was said, EDTF.
    pub date: String,
    /// Whether it is neither replaced nor withdrawn.
    pub live: bool,
    /// How it stands; null for an act.
    pub standing: Option<StandingView>,
    /// Other versions of what it speaks to; null where there is none.
    pub others: Option<OtherVersionsView>,
    /// What it states of other claims: a relation and the claims.
    pub relations: Vec<RelationView>,
    /// What other claims state of it.
    pub incoming: Vec<RelationView>,
    /// Its figures.
    pub figures: Vec<FigureView>,
    /// Verbatim words.
    pub quote: Option<QuoteView>,
    /// 1 to 6.
    pub credibility: Option<u8>,
    /// A word of the format.
    pub likelihood: Option<String>,
    /// A word of the format.
    pub confidence: Option<String>,
    /// Of a fact-check.
    pub verdict: Option<VerdictView>,
    /// A remark.
    pub note: Option<String>,
}

/// Claims in one relation to another.
#[derive(Clone, Debug, Serialize)]
pub struct RelationView {
    /// `supports`, `denies` ...
    pub relation: Relation,
    /// The first of the claims at the other end, at most twelve.
    pub claims: Vec<Shared<PeerView>>,
    /// How many more there are.
    pub more: usize,
}

/// Claims of one relation that a card names; more are counted. The whole list stands on the event's pages.
const MOST_PEERS: usize = 12;

/// A claim at the other end of a relation.
#[derive(Clone, Debug, Serialize)]
pub struct PeerView {
    /// `BRIEF#ID`
    pub key: String,
    /// Its place, from the site's top.
    pub href: String,
    /// Who makes it.
    pub by: Vec<Shared<Name>>,
    /// What it says.
    pub says: Option<String>,
    /// The language of its words.
    pub lang: String,
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
}

/// Verbatim words.
#[derive(Clone, Debug, Serialize)]
pub struct QuoteView {
    /// The words.
    pub text: String,
    /// Their language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// In the brief's language.
    pub translation: Option<String>,
}

/// The verdict of a fact-check.
#[derive(Clone, Debug, Serialize)]
pub struct VerdictView {
    /// 1 to 5.
    pub rating: u8,
    /// In a word.
    pub name: String,
    /// Why.
    pub why: String,
}

/// The cards of a site, each made when a page asks for it; those used of late are held.
pub struct Cards<'s> {
    site: &'s Site,
    method: &'s Method,
    /// What they name.
    pub(super) names: Names<'s>,
    others: OnceLock<Others>,
    cards: Desk<ClaimView>,
    peers: Desk<PeerView>,
}

impl<'s> Cards<'s> {
    /// No card is made yet.
    #[must_use]
    pub fn new(site: &'s Site, method: &'s Method) -> Self {
        let (cards, peers) = (Desk::of(&site.claims), Desk::of(&site.claims));
        Self { site, method, names: Names::new(site), others: OnceLock::new(), cards, peers }
    }

    /// A claim's card.
    #[must_use]
    pub fn card(&self, id: Id<Claim>) -> Shared<ClaimView> {
        self.cards.get(id, || self.view(id))
    }

    /// The cards of claims, in the order given.
    pub fn all(&self, ids: impl IntoIterator<Item = Id<Claim>>) -> Vec<Shared<ClaimView>> {
        ids.into_iter().map(|id| self.card(id)).collect()
    }

    /// The view of one claim, made anew.
    pub(super) fn view(&self, id: Id<Claim>) -> ClaimView {
        let (site, method, names) = (self.site, self.method, &self.names);
        let claim = &site.claims[id];
        let lang = &site.briefs[claim.brief].lang;
        let (says, does, to) = match &claim.content {
            Content::Says(sentence) => (Some(sentence.clone()), None, Vec::new()),
            Content::Does { act, to } => (None, Some(act.to_string()), names.actors(to)),
        };
        let mut from = names.sources(&claim.from_sources);
        from.extend(names.actors(&claim.from_actors));
        ClaimView {
            key: site.claim_key(id),
            anchor: urls::claim_anchor(claim),
            href: urls::encode_with_fragment(&urls::claim(site, id)),
            brief: names.brief(claim.brief),
            lang: lang.to_string(),
            dir: lang.direction().to_string(),
            brief_lang: lang.to_string(),
            brief_dir: lang.direction().to_string(),
            stance: stance(claim),
            by: names.actors(&claim.by),
            says,
            does,
            to,
            about: names.actors(&claim.about),
            events: names.events(&claim.events),
            sources: names.sources(&claim.sources),
            confidential: confidential(site, claim),
            from,
            first_hand: claim.first_hand,
            date: claim.date.to_string(),
            live: claim.live,
            standing: standing(names, method, id),
            others: self.others.get_or_init(|| Others::of(site, method)).view(site, method, id),
            relations: self.relations(&claim.relations),
            incoming: self.relations(&claim.incoming),
            figures: claim.figures.iter().map(figure_view).collect(),
            quote: quote(claim, lang),
            credibility: claim.credibility.map(super::super::value::grade::Credibility::number),
            likelihood: claim.likelihood.map(|grade| grade.to_string()),
            confidence: claim.confidence.map(|grade| grade.to_string()),
            verdict: claim.verdict.as_ref().map(|verdict| VerdictView {
                rating: verdict.rating.value.number(),
                name: verdict.name.value.to_string(),
                why: verdict.why.value.to_string(),
            }),
            note: claim.note.clone(),
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
                says: match &claim.content {
                    Content::Says(sentence) => Some(sentence.clone()),
                    Content::Does { .. } => None,
                },
                lang: self.site.briefs[claim.brief].lang.to_string(),
            }
        })
    }

    /// Relations by kind, in the order of the format's keys; claims in the table's order.
    fn relations(&self, links: &[Link]) -> Vec<RelationView> {
        use strum::IntoEnumIterator;
        if links.is_empty() {
            return Vec::new();
        }
        let of_kind = |relation| {
            let mut claims: Vec<Id<Claim>> =
                links.iter().filter(|link| link.relation == relation).map(|link| link.claim).collect();
            claims.sort_unstable();
            let more = claims.len().saturating_sub(MOST_PEERS);
            claims.truncate(MOST_PEERS);
            let claims: Vec<_> = claims.into_iter().map(|id| self.peer(id)).collect();
            (!claims.is_empty()).then_some(RelationView { relation, claims, more })
        };
        Relation::iter().filter_map(of_kind).collect()
    }
}

/// How many distinct confidential sources a claim names in `source` and `from`.
#[must_use]
pub fn confidential(site: &Site, claim: &Claim) -> usize {
    let mut ids: Vec<_> = claim
        .sources
        .iter()
        .chain(&claim.from_sources)
        .filter(|id| site.sources[**id].is_confidential())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len()
}

/// A figure as a claim gives it.
pub(super) fn figure_view(figure: &ClaimFigure) -> FigureView {
    FigureView {
        measure: figure.measure.clone(),
        group: figure.group.clone(),
        text: figure.figure.to_string(),
    }
}

fn quote(claim: &Claim, of_brief: &Lang) -> Option<QuoteView> {
    let quote = claim.quote.as_ref()?;
    let lang = quote.lang.as_ref().unwrap_or(of_brief);
    Some(QuoteView {
        text: quote.text.clone(),
        lang: lang.to_string(),
        dir: lang.direction().to_string(),
        translation: quote.translation.clone(),
    })
}

/// Claims in groups, each under the thing that it is grouped by.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// The thing; null where a claim has none.
    pub of: Option<Shared<Name>>,
    /// The claims' cards.
    pub claims: Vec<Shared<ClaimView>>,
}

/// Groups a stretch of a longer list: a group that the stretch cuts is shown on both sides of the cut.
pub(super) fn groups<K: PartialEq>(
    entries: &[(K, Id<Claim>)],
    cards: &Cards<'_>,
    name: impl Fn(&K) -> Option<Shared<Name>>,
) -> Vec<Group> {
    entries
        .chunk_by(|(a, _), (b, _)| a == b)
        .map(|chunk| Group {
            of: chunk.first().and_then(|(key, _)| name(key)),
            claims: cards.all(chunk.iter().map(|(_, id)| *id)),
        })
        .collect()
}

/// The rows of a table that a part of a list shows.
pub(super) fn stretch<T>(entries: &[T], part: usize, per_page: usize) -> &[T] {
    let start = (part * per_page).min(entries.len());
    let end = (start + per_page).min(entries.len());
    &entries[start..end]
}

/// All ids of a table, to be cut into parts.
pub(super) fn ids<T>(table: &Table<T>) -> Vec<Id<T>> {
    table.ids().collect()
}
