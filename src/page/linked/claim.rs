//! Claims in JSON-LD: a statement is a `Claim`, an act an `Action`, a verdict a `ClaimReview`.

use super::node::Node;
use super::{Linker, plain};
use crate::plan::urls;
use crate::site::{Claim, Content, Id};
use crate::value::word::Relation;

/// What a relation is called by CiTO and PROV; each has a term of its own.
#[must_use]
pub const fn term(relation: Relation) -> &'static str {
    match relation {
        Relation::Supports => "cito:supports",
        Relation::AgreesWith => "cito:agreesWith",
        Relation::Denies => "cito:disagreesWith",
        Relation::Concedes => "cito:confirms",
        Relation::ConcedesInPart => "cito:qualifies",
        Relation::Questions => "cito:critiques",
        Relation::Repeats => "prov:wasQuotedFrom",
        Relation::Replaces => "prov:wasRevisionOf",
        Relation::Withdraws => "cito:retracts",
        Relation::Disowns => "cito:refutes",
    }
}

impl<'s> Linker<'_, 's> {
    pub(super) fn claim(&self, id: Id<Claim>) -> Node<'s> {
        let site = self.site;
        let claim = &site.claims[id];
        let node = match &claim.content {
            Content::Says(says) => {
                Node::of("Claim").set("@id", self.iri(&urls::claim(site, id))).set("text", says)
            }
            Content::Does { act, to, says } => {
                return Node::of("Action")
                    .set("@id", self.iri(&urls::claim(site, id)))
                    .set("name", act.to_string())
                    .maybe("description", says.as_ref())
                    .all("agent", claim.by.iter().map(|id| self.actor_id(*id)))
                    .all("object", to.iter().map(|id| self.actor_id(*id)))
                    .maybe("startTime", claim.stated_date().and_then(plain));
            }
        };
        let about = claim.about.iter().map(|id| self.actor_id(*id));
        let about = about.chain(claim.events.iter().map(|id| self.event_id(*id)));
        let origins = claim.from_sources.iter().map(|id| self.source_id(*id));
        let origins = origins.chain(claim.from_actors.iter().map(|id| self.actor_id(*id)));
        let node = node
            .set("inLanguage", site.briefs[claim.brief].lang.as_str())
            .all("author", claim.by.iter().map(|id| self.actor_id(*id)))
            .all("about", about)
            .all("appearance", claim.sources.iter().map(|id| self.source_id(*id)))
            .all("prov:hadPrimarySource", origins);
        let node = match claim.stated_date().map(|date| (plain(date), date)) {
            Some((Some(date), _)) => node.set("dateCreated", date),
            Some((None, date)) => node.set("temporal", date.as_str()),
            None => node,
        };
        self.relations(node, claim)
    }

    fn relations(&self, node: Node<'s>, claim: &Claim) -> Node<'s> {
        use strum::IntoEnumIterator as _;
        if claim.relations.is_empty() {
            return node;
        }
        Relation::iter().fold(node, |node, relation| {
            let others = claim.targets(relation);
            let others = others.map(|other| Node::reference(self.iri(&urls::claim(self.site, other))));
            node.all(term(relation), others)
        })
    }

    /// Only where a verdict is written.
    pub(super) fn review(&self, id: Id<Claim>) -> Option<Node<'s>> {
        let site = self.site;
        let claim = &site.claims[id];
        let verdict = claim.verdict.as_ref()?;
        let Content::Says(says) = &claim.content else { return None };
        let brief = &site.briefs[claim.brief];
        let rating = Node::of("Rating")
            .set("ratingValue", verdict.rating.value.number())
            .set("worstRating", 1)
            .set("bestRating", 5)
            .maybe("alternateName", verdict.name.as_ref().map(|name| name.value.as_str()));
        let reviewed = Node::of("Claim")
            .set("@id", self.iri(&urls::claim(site, id)))
            .all("author", claim.by.iter().map(|id| self.actor_id(*id)));
        Some(
            Node::of("ClaimReview")
                .set("claimReviewed", says)
                .set("itemReviewed", reviewed)
                .set("reviewRating", rating)
                .maybe("reviewBody", verdict.why.as_ref().map(|why| why.value.as_str()))
                .set("datePublished", brief.modified().to_string())
                .set("author", Node::of("Organization").set("name", &self.config.title))
                .set("url", self.iri(&urls::claim(site, id))),
        )
    }
}
