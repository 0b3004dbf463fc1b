//! `data/claims.json`, the reference export, format 1 (EXPORTS, normative), and the same claims one a line.
//!
//! Lists of ids are sorted and hold nothing twice, but a brief's claims stand in the order written. Confidential
//! sources are counted, never named. Rows are made, written and dropped one by one.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::Material;
use crate::page::claim::confidential;
use crate::page::urls;
use crate::site::figures::{Comparison, FigureFinding, FigureRow as FigureRowOfEvent, Gap};
use crate::site::impact::Shift;
use crate::site::labels::{Interval, Label, Standing};
use crate::site::method::Method;
use crate::site::points::Point;
use crate::site::{Actor, Brief, Claim, Content, Declared, Event, Id, Index, Site, Source};
use crate::value::slug::Slug;
use crate::value::web::WebUrl;
use crate::value::word::{Act, ActorKind, EventKind, Relation, SourceKind, SourceStatus};

/// Raised when a field changes its meaning or goes away.
const FORMAT: u32 = 1;

/// The export as JSON, ending in a newline.
pub(super) fn write(material: Material<'_>, rows: &Rows<'_>, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &whole(material, rows))?;
    out.write_all(b"\n")
}

/// Some of the claims as JSON, ending in a newline: the export's `format` and `claims` and nothing else.
#[must_use]
#[expect(clippy::expect_used, reason = "plain structs with text keys always serialise into memory")]
pub fn document(rows: &[ClaimRow<'_>]) -> Vec<u8> {
    let extract = Extract { format: FORMAT, claims: rows };
    let mut bytes = serde_json::to_vec(&extract).expect("an export of plain structs");
    bytes.push(b'\n');
    bytes
}

/// Writes claims, one a line.
///
/// # Errors
/// Those of the writer.
pub fn lines<'r>(rows: impl IntoIterator<Item = ClaimRow<'r>>, out: &mut impl Write) -> io::Result<()> {
    rows.into_iter().try_for_each(|row| {
        serde_json::to_writer(&mut *out, &row)?;
        out.write_all(b"\n")
    })
}

fn whole<'m>(material: Material<'m>, rows: &'m Rows<'m>) -> impl Serialize + 'm {
    let Material { site, config, .. } = material;
    Whole {
        format: FORMAT,
        site: SiteRow {
            title: &config.title,
            base_url: config.base_url.as_ref().map(WebUrl::href),
            language: config.language.as_str(),
        },
        briefs: Each(|| site.briefs.ids().map(|id| rows.brief(id))),
        actors: Each(|| site.actors.ids().map(|id| rows.actor(id))),
        events: Each(|| site.events.ids().map(|id| rows.event(id))),
        sources: Each(|| {
            let public = site.sources.entries().filter(|(_, source)| !source.is_confidential());
            public.map(|(id, _)| rows.source(id))
        }),
        claims: Each(|| rows.claims()),
    }
}

#[derive(Serialize)]
struct Whole<'s, B: Serialize, A: Serialize, E: Serialize, S: Serialize, C: Serialize> {
    format: u32,
    site: SiteRow<'s>,
    briefs: B,
    actors: A,
    events: E,
    sources: S,
    claims: C,
}

/// A list whose rows are made while it is written.
struct Each<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0())
    }
}

#[derive(Serialize)]
struct Extract<'r> {
    format: u32,
    claims: &'r [ClaimRow<'r>],
}

/// Makes rows. The claims' keys, which stand in many of them, are made once.
#[derive(Debug)]
pub struct Rows<'s> {
    site: &'s Site,
    method: &'s Method,
    keys: Vec<String>,
}

impl<'s> Rows<'s> {
    /// The rows of a site.
    #[must_use]
    pub fn new(site: &'s Site, method: &'s Method) -> Self {
        Self { site, method, keys: site.claims.ids().map(|id| site.claim_key(id)).collect() }
    }

    /// All claims, in their order.
    pub fn claims(&self) -> impl Iterator<Item = ClaimRow<'_>> {
        self.site.claims.ids().map(|id| self.claim(id))
    }

    /// `BRIEF#ID`
    pub(super) fn key(&self, id: Id<Claim>) -> &str {
        &self.keys[id.index()]
    }

    fn keys(&self, ids: impl IntoIterator<Item = Id<Claim>>) -> Vec<&str> {
        sorted(ids.into_iter().map(|id| self.key(id)))
    }
}

#[derive(Serialize)]
struct SiteRow<'s> {
    title: &'s str,
    base_url: Option<&'s str>,
    language: &'s str,
}

#[derive(Serialize)]
struct BriefRow<'s> {
    id: &'s str,
    title: &'s str,
    date: String,
    lang: &'s str,
    url: String,
    claims: Vec<&'s str>,
}

impl Rows<'_> {
    fn brief(&self, id: Id<Brief>) -> BriefRow<'_> {
        let brief = &self.site.briefs[id];
        BriefRow {
            id: brief.slug.as_str(),
            title: &brief.title,
            date: brief.date.to_string(),
            lang: brief.lang.as_str(),
            url: urls::thing(Index::Briefs, brief.slug.as_str()),
            claims: brief.claims.iter().map(|claim| self.key(*claim)).collect(),
        }
    }
}

#[derive(Serialize)]
struct ActorRow<'s> {
    id: &'s str,
    name: Option<&'s str>,
    kind: ActorKind,
    aliases: Vec<&'s str>,
    part_of: Option<&'s str>,
    root: &'s str,
    allied_with: Vec<&'s str>,
    declared: bool,
    url: String,
    claims: Vec<&'s str>,
    about: Vec<&'s str>,
}

impl Rows<'_> {
    fn actor(&self, id: Id<Actor>) -> ActorRow<'_> {
        let site = self.site;
        let actor = &site.actors[id];
        ActorRow {
            id: actor.id.as_str(),
            name: actor.name.as_deref(),
            kind: actor.kind,
            aliases: sorted(actor.aliases.iter().map(String::as_str)),
            part_of: actor.part_of.map(|whole| site.actors[whole].id.as_str()),
            root: site.actors[actor.root].id.as_str(),
            allied_with: actors(site, &actor.allied_with),
            declared: actor.declared == Declared::Yes,
            url: urls::thing(Index::Actors, actor.id.as_str()),
            claims: self.keys(actor.claims.iter().copied()),
            about: self.keys(actor.about.iter().copied()),
        }
    }
}

#[derive(Serialize)]
struct EventRow<'s> {
    id: &'s str,
    name: &'s str,
    date: Option<String>,
    kind: EventKind,
    parties: Vec<&'s str>,
    url: String,
    claims: Vec<&'s str>,
    points: Vec<PointRow<'s>>,
    figures: Vec<EventFigureRow<'s>>,
    figure_findings: Vec<FindingRow<'s>>,
}

#[derive(Serialize)]
struct PointRow<'s> {
    id: Option<&'s str>,
    claims: Vec<&'s str>,
    disputed: bool,
}

#[derive(Serialize)]
struct EventFigureRow<'s> {
    measure: &'s str,
    group: &'s str,
    by: Vec<&'s str>,
    claim: &'s str,
    min: u64,
    max: Option<u64>,
    text: &'s str,
}

#[derive(Serialize)]
struct FindingRow<'s> {
    measure: &'s str,
    kind: &'static str,
    group: Option<&'s str>,
    groups: &'s [String],
    gap: Option<f64>,
}

impl Rows<'_> {
    fn event(&self, id: Id<Event>) -> EventRow<'_> {
        let site = self.site;
        let event = &site.events[id];
        let versions = self.method.versions(id);
        EventRow {
            id: event.id.as_str(),
            name: &event.name,
            date: event.date.as_ref().map(ToString::to_string),
            kind: event.kind,
            parties: actors(site, &event.parties),
            url: urls::thing(Index::Events, event.id.as_str()),
            claims: self.keys(event.claims.iter().copied()),
            points: versions.points.iter().map(|row| self.point(row)).collect(),
            figures: versions.figures.iter().map(|row| self.event_figure(row)).collect(),
            figure_findings: versions.findings.iter().map(finding).collect(),
        }
    }

    fn point<'r>(&'r self, point: &'r Point) -> PointRow<'r> {
        PointRow {
            id: point.id.as_ref().map(Slug::as_str),
            claims: self.keys(point.claims.iter().copied()),
            disputed: point.is_disputed(),
        }
    }

    fn event_figure<'r>(&'r self, row: &'r FigureRowOfEvent) -> EventFigureRow<'r> {
        let site = self.site;
        EventFigureRow {
            measure: &row.measure,
            group: &row.group,
            by: actors(site, &site.claims[row.claim].by),
            claim: self.key(row.claim),
            min: row.bounds.min,
            max: row.bounds.max,
            text: row.figure.as_str(),
        }
    }
}

fn finding(finding: &FigureFinding) -> FindingRow<'_> {
    let (groups, gap) = match &finding.comparison {
        Comparison::Agree => (&[][..], None),
        Comparison::Disagree { gap } => (&[][..], *gap),
        Comparison::GroupConflict { groups } => (groups.as_slice(), None),
    };
    FindingRow {
        measure: &finding.measure,
        kind: (&finding.comparison).into(),
        group: finding.group.as_deref(),
        groups,
        gap: gap.map(two_decimals),
    }
}

/// A gap as a JSON number.
#[expect(clippy::cast_precision_loss, reason = "figures reach 2^53, and so do what a double holds exactly")]
fn two_decimals(gap: Gap) -> f64 {
    gap.hundredths() as f64 / 100.0
}

#[derive(Serialize)]
struct SourceRow<'s> {
    id: &'s str,
    title: &'s str,
    kind: SourceKind,
    publisher: Option<&'s str>,
    date: Option<String>,
    url: String,
    href: Option<&'s str>,
    from: Vec<&'s str>,
    reliability: String,
    status: SourceStatus,
    claims: Vec<&'s str>,
    if_it_falls: Option<Vec<ShiftRow<'s>>>,
}

#[derive(Serialize)]
struct ShiftRow<'s> {
    claim: &'s str,
    from: Label,
    to: Label,
}

impl Rows<'_> {
    fn source(&self, id: Id<Source>) -> SourceRow<'_> {
        let site = self.site;
        let source = &site.sources[id];
        SourceRow {
            id: source.id.as_str(),
            title: source.title.as_deref().unwrap_or_default(),
            kind: source.kind,
            publisher: source.publisher.map(|publisher| site.actors[publisher].id.as_str()),
            date: source.date.as_ref().map(ToString::to_string),
            url: urls::thing(Index::Sources, source.id.as_str()),
            href: source.url.as_ref().map(WebUrl::href),
            from: sources(site, &source.from),
            reliability: source.reliability.to_string(),
            status: source.status,
            claims: self.keys(source.claims.iter().copied()),
            if_it_falls: self.method.if_it_falls(id).map(|shifts| self.shifted_labels(shifts)),
        }
    }

    /// The claims whose label would change; a shift of counts alone is not among them.
    fn shifted_labels(&self, shifts: &[Shift]) -> Vec<ShiftRow<'_>> {
        let relabelled = shifts.iter().filter(|shift| shift.from.label != shift.to.label);
        let row = |shift: &Shift| ShiftRow {
            claim: self.key(shift.claim),
            from: shift.from.label,
            to: shift.to.label,
        };
        relabelled.map(row).collect()
    }
}

/// A claim with all that is computed for it; every format that lists claims is made from these.
#[derive(Serialize)]
pub struct ClaimRow<'s> {
    pub(super) id: &'s str,
    pub(super) brief: &'s str,
    pub(super) by: Vec<&'s str>,
    pub(super) says: Option<&'s str>,
    pub(super) does: Option<Act>,
    pub(super) to: Vec<&'s str>,
    pub(super) about: Vec<&'s str>,
    pub(super) events: Vec<&'s str>,
    pub(super) sources: Vec<&'s str>,
    pub(super) confidential_sources: usize,
    pub(super) from: Vec<&'s str>,
    pub(super) first_hand: bool,
    pub(super) date: String,
    pub(super) live: bool,
    pub(super) supports: Vec<&'s str>,
    pub(super) denies: Vec<&'s str>,
    pub(super) concedes: Vec<&'s str>,
    pub(super) questions: Vec<&'s str>,
    pub(super) repeats: Vec<&'s str>,
    pub(super) replaces: Vec<&'s str>,
    pub(super) withdraws: Vec<&'s str>,
    pub(super) figures: Vec<FigureRow<'s>>,
    pub(super) credibility: Option<u8>,
    pub(super) likelihood: Option<String>,
    pub(super) confidence: Option<String>,
    pub(super) label: Option<Label>,
    pub(super) origins: Option<[u32; 2]>,
    pub(super) third_party: Option<[u32; 2]>,
    pub(super) known: Vec<&'s str>,
    pub(super) unknown: Vec<String>,
    pub(super) denied_by: Vec<&'s str>,
    pub(super) conceded_by: Vec<&'s str>,
    pub(super) conceded_in_part_by: Vec<&'s str>,
    pub(super) url: String,
}

#[derive(Serialize)]
pub(super) struct FigureRow<'s> {
    pub(super) measure: &'s str,
    pub(super) group: &'s str,
    pub(super) min: Option<u64>,
    pub(super) max: Option<u64>,
    pub(super) text: &'s str,
}

impl Rows<'_> {
    /// A claim's row.
    #[must_use]
    pub fn claim(&self, id: Id<Claim>) -> ClaimRow<'_> {
        let (site, method) = (self.site, self.method);
        let claim = &site.claims[id];
        let (says, does, to) = match &claim.content {
            Content::Says(sentence) => (Some(sentence.as_str()), None, Vec::new()),
            Content::Does { act, to } => (None, Some(*act), actors(site, to)),
        };
        let from = sources(site, &claim.from_sources).into_iter().chain(actors(site, &claim.from_actors));
        let related = |relation| self.keys(ends(claim, relation));
        let standing = method.standing(id);
        let interval = |interval: Interval| [interval.min, interval.max];
        let roots = |of: fn(&Standing) -> &[Id<Actor>]| {
            standing.map(|standing| actors(site, of(standing))).unwrap_or_default()
        };
        ClaimRow {
            id: self.key(id),
            brief: site.briefs[claim.brief].slug.as_str(),
            by: actors(site, &claim.by),
            says,
            does,
            to,
            about: actors(site, &claim.about),
            events: sorted(claim.events.iter().map(|id| site.events[*id].id.as_str())),
            sources: sources(site, &claim.sources),
            confidential_sources: confidential(site, claim),
            from: sorted(from),
            first_hand: claim.first_hand,
            date: claim.date.to_string(),
            live: claim.live,
            supports: related(Relation::Supports),
            denies: related(Relation::Denies),
            concedes: related(Relation::Concedes),
            questions: related(Relation::Questions),
            repeats: related(Relation::Repeats),
            replaces: related(Relation::Replaces),
            withdraws: related(Relation::Withdraws),
            figures: claim.figures.iter().map(figure).collect(),
            credibility: claim.credibility.map(super::super::value::grade::Credibility::number),
            likelihood: claim.likelihood.map(|grade| grade.to_string()),
            confidence: claim.confidence.map(|grade| grade.to_string()),
            label: standing.map(|standing| standing.judgement.label),
            origins: standing.map(|standing| interval(standing.judgement.origins)),
            third_party: standing.map(|standing| interval(standing.judgement.third_party)),
            known: if standing.is_some() { actors(site, &method.known(id)) } else { Vec::new() },
            unknown: if standing.is_some() { method.unknown_names(site, id) } else { Vec::new() },
            denied_by: roots(|standing| &standing.denied_by),
            conceded_by: roots(|standing| &standing.conceded_by),
            conceded_in_part_by: roots(|standing| &standing.conceded_in_part_by),
            url: urls::claim(site, id),
        }
    }
}

fn figure(figure: &crate::site::ClaimFigure) -> FigureRow<'_> {
    FigureRow {
        measure: &figure.measure,
        group: &figure.group,
        min: figure.bounds.map(|bounds| bounds.min),
        max: figure.bounds.and_then(|bounds| bounds.max),
        text: figure.figure.as_str(),
    }
}

fn ends(claim: &Claim, relation: Relation) -> impl Iterator<Item = Id<Claim>> {
    claim.relations.iter().filter(move |link| link.relation == relation).map(|link| link.claim)
}

fn actors<'s>(site: &'s Site, ids: &[Id<Actor>]) -> Vec<&'s str> {
    sorted(ids.iter().map(|id| site.actors[*id].id.as_str()))
}

/// The confidential ones are left out.
fn sources<'s>(site: &'s Site, ids: &[Id<Source>]) -> Vec<&'s str> {
    let public = ids.iter().map(|id| &site.sources[*id]).filter(|source| !source.is_confidential());
    sorted(public.map(|source| source.id.as_str()))
}

fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    items.dedup();
    items
}
