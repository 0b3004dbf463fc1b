//! What follows from the claims of a site: the method (manual, method.md).
//!
//! Every rule is deterministic, and none is a score of truth. [`Method::compute`] runs them once, in time linear in
//! claims and relations but for sorting; the look-ups below give what checks, pages and exports show. One file a part:
//! `relation` says what each relation means, `knowledge` who knows, `origins` who a claim comes from, `propositions`
//! what says the same, `answers` what is answered, `beginning` what was said
//! before it happened, `figures` and `points` what an event's claims say beside each other,
//! `falls` what would change if a source fell, `stances` who denies whom.

pub mod answers;
pub mod beginning;
pub mod chain;
mod cover;
pub mod cycles;
mod fallen;
pub mod falls;
pub mod figures;
mod graph;
mod knowledge;
pub mod origins;
pub mod points;
pub mod propositions;
pub mod relation;
mod sets;
pub mod stances;

pub use self::answers::{Answers, Backing, Interval, LONGEST, Proposition, Received, Reception, State};
pub use self::falls::Shift;

use rustc_hash::FxHashMap;

use self::answers::{Judge, is_denied_in_advance};
use self::chain::Chain;
use self::cover::Cover;
use self::cycles::{Cycle, cycles};
use self::fallen::{Fallen, Retractions};
use self::falls::{Present, shifts};
use self::figures::{FigureFinding, FigureRow, Figures};
use self::knowledge::Knowledge;
use self::origins::{Origins, Tracer};
use self::points::{Places, Point, columns, points};
use self::propositions::{Components, NoCommonFigure, proposition, without_common_figure};
use self::relation::{Backs, meaning};
use self::stances::Stances;
use crate::config::Config;
use crate::site::{Actor, Claim, Event, Id, Link, Site, Source, Table};

/// What is computed from the claims of a site.
#[derive(Debug)]
pub struct Method {
    knowledge: Knowledge,
    fallen: Fallen,
    origins: Origins,
    /// Ordered by their first claims' ranks.
    propositions: Table<Proposition>,
    /// For each claim; `None`: an act.
    proposition_of: Vec<Option<Id<Proposition>>>,
    answers: Vec<Option<Answers>>,
    changed_by_retraction: Vec<bool>,
    events: Vec<Versions>,
    shifts: Vec<Option<Vec<Shift>>>,
    cycles: Vec<Cycle>,
    without_common_figure: Vec<NoCommonFigure>,
}

/// The versions of an event beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// The rows, in order.
    pub points: Vec<Point>,
    /// The columns, roots in order of their first statement.
    pub columns: Vec<Id<Actor>>,
    /// Figures, a row for each speaker, by measure, group and claim.
    pub figures: Vec<FigureRow>,
    /// What they say beside each other, by measure and group, those on groups last.
    pub findings: Vec<FigureFinding>,
}

impl Method {
    /// Computes everything. The site must be the one that is asked about later.
    #[must_use]
    pub fn compute(site: &Site, config: &Config) -> Self {
        let (knowledge, components, tracer) =
            (Knowledge::of(site, config), Components::of(site), Tracer::new(site));
        let fallen = Fallen::of(site, Retractions::Counted);
        let Judged { origins, propositions, proposition_of, answers } =
            judge(site, &knowledge, &components, &tracer, &fallen);
        let support = |claim: Id<Claim>| {
            proposition_of[claim.index()]
                .map_or(origins.of_claim[claim.index()], |id| propositions[id].support)
        };
        let present = Present {
            site,
            knowledge: &knowledge,
            components: &components,
            tracer: &tracer,
            answers: &answers,
            support: &support,
        };
        let shifts = shifts(present, &fallen, &origins);
        Self {
            events: versions(site, config, (&fallen, &origins), &answers),
            changed_by_retraction: changed_by_retraction(
                site,
                &knowledge,
                &components,
                &tracer,
                (&fallen, &answers),
            ),
            without_common_figure: without_common_figure(site, &components, &fallen),
            cycles: cycles(site),
            shifts,
            knowledge,
            fallen,
            origins,
            propositions,
            proposition_of,
            answers,
        }
    }

    /// The answers to a statement; `None`: the claim is an act, and has none (manual, method.md#answers).
    #[must_use]
    pub fn answers(&self, claim: Id<Claim>) -> Option<Answers> {
        self.answers[claim.index()]
    }

    /// What became of a claim; an act is live or has fallen.
    #[must_use]
    pub fn state(&self, claim: Id<Claim>) -> State {
        self.fallen.state(claim)
    }

    /// Whether a claim stands.
    #[must_use]
    pub fn is_live(&self, claim: Id<Claim>) -> bool {
        self.state(claim) == State::Live
    }

    /// The claims that replaced, withdrew or disowned a claim, by rank.
    #[must_use]
    pub fn ended_by(&self, site: &Site, claim: Id<Claim>) -> Vec<Id<Claim>> {
        let ending = site.claims[claim].incoming.iter().filter(|link| meaning(link.relation).ends.is_some());
        let mut ending: Vec<Id<Claim>> = ending.map(|link| link.claim).collect();
        ending.sort_by_key(|claim| site.claim_rank(*claim));
        ending.dedup();
        ending
    }

    /// All propositions, by the ranks of their first claims.
    pub fn propositions(&self) -> impl Iterator<Item = (Id<Proposition>, &Proposition)> {
        self.propositions.entries()
    }

    /// The proposition of a claim; `None`: an act.
    #[must_use]
    pub fn proposition_of(&self, claim: Id<Claim>) -> Option<Id<Proposition>> {
        self.proposition_of[claim.index()]
    }

    /// A proposition.
    #[must_use]
    pub fn proposition(&self, id: Id<Proposition>) -> &Proposition {
        &self.propositions[id]
    }

    /// The known origins of a proposition: roots, ordered.
    pub fn known(&self, id: Id<Proposition>) -> impl Iterator<Item = Id<Actor>> {
        self.origins.known(self.propositions[id].support)
    }

    /// The names of the unknown origins of a proposition, ordered; confidential sources are not among them, so they
    /// may be fewer than are counted (manual, method.md#fine-print).
    #[must_use]
    pub fn unknown_names(&self, site: &Site, id: Id<Proposition>) -> Vec<String> {
        let unknown = self.origins.unknown(self.propositions[id].support);
        let mut names: Vec<String> = unknown.filter_map(|unknown| unknown.name(site)).collect();
        names.sort();
        names
    }

    /// Who received a proposition in which way.
    #[must_use]
    pub fn received(&self, id: Id<Proposition>) -> Received {
        let proposition = &self.propositions[id];
        let mut received = proposition.received.as_deref().cloned().unwrap_or_default();
        let denied = self.origins.known_beyond(proposition.denied, proposition.support);
        received.contradicted_by = denied.take(LONGEST).collect();
        received
    }

    /// The live claims of supporters and of agreements that add no origin to a claim: links to it, each with the
    /// claim that states it (manual, method.md#findings).
    #[must_use]
    pub fn added_nothing(&self, site: &Site, id: Id<Claim>) -> Vec<Link> {
        let (claim, own) = (&site.claims[id], self.origins.of_claim[id.index()]);
        let mut known: Option<Cover> = None;
        let live = claim.incoming.iter().filter(|link| self.is_live(link.claim) && self.is_live(id));
        let fitting = live.filter(|link| propositions::figures_fit(&site.claims[link.claim], claim));
        let adding_nothing = fitting.filter(|link| {
            let other = self.origins.of_claim[link.claim.index()];
            match meaning(link.relation).backs {
                Backs::Grounds => {
                    let known = known.get_or_insert_with(|| Cover::of(&self.origins.sets, own));
                    !known.add(&self.origins.sets, other)
                }
                Backs::Same => !self.origins.adds(other, own) && !self.origins.adds(own, other),
                Backs::Nothing | Backs::Concession => false,
            }
        });
        adding_nothing.copied().collect()
    }

    /// Whether a denial of a claim was made before what the claim tells of had happened: before the earliest day of the
    /// events of the claim's proposition (manual, method.md#reception).
    #[must_use]
    pub fn is_denied_in_advance(&self, site: &Site, denial: Id<Claim>, denied: Id<Claim>) -> bool {
        let proposition = self.proposition_of(denied).map(|id| self.propositions[id].claims.as_slice());
        is_denied_in_advance(site, denial, proposition.unwrap_or_default())
    }

    /// Figures of one proposition that cannot both be so.
    #[must_use]
    pub fn without_common_figure(&self) -> &[NoCommonFigure] {
        &self.without_common_figure
    }

    /// Whether a claim fell, or has other answers, because sources were retracted.
    #[must_use]
    pub fn is_changed_by_retraction(&self, claim: Id<Claim>) -> bool {
        self.changed_by_retraction[claim.index()]
    }

    /// The versions of an event (manual, method.md#points).
    #[must_use]
    pub fn versions(&self, event: Id<Event>) -> &Versions {
        &self.events[event.index()]
    }

    /// Who denies whom on an event (manual, method.md#stances).
    #[must_use]
    pub fn stances(&self, site: &Site, event: Id<Event>) -> Stances {
        Stances::of(site, &self.fallen, &site.events[event])
    }

    /// Where a claim was read and where its speaker has it from (manual, method.md#chain).
    #[must_use]
    pub fn chain<'s>(&self, site: &'s Site, claim: Id<Claim>) -> Chain<'s> {
        Chain::of(site, &site.claims[claim])
    }

    /// The claims whose answers would change if a source fell, by rank; `None`: too much hangs on it (manual,
    /// method.md#falls).
    #[must_use]
    pub fn if_it_falls(&self, source: Id<Source>) -> Option<&[Shift]> {
        self.shifts[source.index()].as_deref()
    }

    /// Chains that come back to where they began, where they must not (manual, method.md#findings).
    #[must_use]
    pub fn cycles(&self) -> &[Cycle] {
        &self.cycles
    }

    /// Whether two actors, each by its root, are allied.
    #[must_use]
    pub fn are_allied(&self, site: &Site, one: Id<Actor>, other: Id<Actor>) -> bool {
        self.knowledge.are_allied(site.actors[one].root, site.actors[other].root)
    }
}

/// All propositions of one state of things, and the answers to each claim.
struct Judged {
    origins: Origins,
    propositions: Table<Proposition>,
    proposition_of: Vec<Option<Id<Proposition>>>,
    answers: Vec<Option<Answers>>,
}

fn judge(
    site: &Site,
    knowledge: &Knowledge,
    components: &Components,
    tracer: &Tracer,
    fallen: &Fallen,
) -> Judged {
    let mut origins = tracer.trace(site, knowledge, fallen);
    let live_origins = FxHashMap::default();
    let mut judge = Judge { site, knowledge, components, fallen, origins: &mut origins, live_origins };
    let mut by_rank: Vec<Id<Claim>> = site.claims.ids().filter(|id| site.is_statement(*id)).collect();
    by_rank.sort_by_key(|id| site.claim_rank(*id));
    let mut proposition_of = vec![None; site.claims.len()];
    let mut gathered = Vec::new();
    for id in by_rank {
        if proposition_of[id.index()].is_none() {
            let claims = proposition(site, components, fallen, id);
            let number = Id::<Proposition>::new(gathered.len());
            claims.iter().for_each(|claim| proposition_of[claim.index()] = Some(number));
            let support = judge.support(&claims);
            gathered.push((claims, support));
        }
    }
    let supports: Vec<_> = gathered.iter().map(|(_, support)| *support).collect();
    let mut propositions = Table::with_capacity(gathered.len());
    let mut answers = vec![None; site.claims.len()];
    for (claims, support) in gathered {
        let denied: Vec<_> = judge
            .denied(&claims)
            .filter_map(|denied| {
                proposition_of[denied.index()].map(|id: Id<Proposition>| supports[id.index()])
            })
            .collect();
        let proposition = judge.judge(claims, support, &denied);
        for claim in &proposition.claims {
            answers[claim.index()] = Some(Answers {
                state: fallen.state(*claim),
                backing: proposition.backing,
                origins: proposition.origins,
                third_party: judge.third_party(support, *claim),
                reception: proposition.reception,
            });
        }
        propositions.push(proposition);
    }
    Judged { origins, propositions, proposition_of, answers }
}

fn versions(
    site: &Site,
    config: &Config,
    (fallen, origins): (&Fallen, &Origins),
    answers: &[Option<Answers>],
) -> Vec<Versions> {
    let figures = Figures { site, config, fallen, origins };
    let mut places = Places::of(site);
    let mut versions = Vec::with_capacity(site.events.len());
    for event in &site.events {
        let (rows, findings) = figures.compare(event, &event.claims);
        let points = points(figures, answers, event, &mut places);
        versions.push(Versions { points, columns: columns(site, fallen, event), figures: rows, findings });
    }
    versions
}

/// Which claims would have other answers if no source had been retracted.
fn changed_by_retraction(
    site: &Site,
    knowledge: &Knowledge,
    components: &Components,
    tracer: &Tracer,
    (fallen, answers): (&Fallen, &[Option<Answers>]),
) -> Vec<bool> {
    let retracted = site.sources.iter().any(|s| s.status == crate::value::word::SourceStatus::Retracted);
    if !retracted && !site.confidential_sources.iter().any(|source| source.is_retracted) {
        return vec![false; site.claims.len()];
    }
    let before = judge(site, knowledge, components, tracer, &Fallen::of(site, Retractions::Ignored));
    let pairs = before.answers.iter().zip(answers).zip(&fallen.claims);
    // An act has no answers, but it can fall.
    pairs.map(|((before, now), fallen)| before != now || (now.is_none() && *fallen)).collect()
}
