//! An event in short: how many and by whose count, what is in dispute, what was taken back, what is not disputed, and
//! what was done. It says nothing that the rest of the page does not say at length; what it leaves out is counted.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Pages;
use super::claim::{FigureView, PeerView, figure_view};
use super::figures::reach;
use super::glance::DisputeHereView;
use super::name::Name;
use super::shared::Shared;
use super::timeline::EntryView;
use crate::method::figures::{CurrentFigure, FigureRow};
use crate::method::{Backing, Proposition, Reception, State};
use crate::site::{Actor, Claim, Event, Id};
use crate::value::measure::{ALL, MEASURES};
use crate::value::word::{FiguresAre, Relation};

/// Measures, lines of one, and figures or names of one line.
const MOST_MEASURES: usize = 4;
const MOST_LINES: usize = 6;
const MOST_FIGURES: usize = 6;

/// What was taken back, what is not disputed, and what was done.
const MOST_ENTRIES: usize = 6;

/// An event in short.
#[derive(Clone, Debug, Serialize)]
pub struct ShortView {
    /// How many, by measure: `killed` first.
    pub measures: Vec<HowManyView>,
    /// How many more measures there are.
    pub more_measures: usize,
    /// The disputed points, each with its sides.
    pub disputes: Vec<DisputeHereView>,
    /// How many more there are.
    pub more_disputes: usize,
    /// What its speaker no longer stands by: withdrawn or disowned, or replaced and denied by somebody.
    pub taken_back: Vec<TakenBackView>,
    /// How many more there are.
    pub more_taken_back: usize,
    /// What is corroborated or admitted, denied by none, and in no disputed point: one claim a proposition.
    pub agreed: Vec<EntryView>,
    /// How many more there are.
    pub more_agreed: usize,
    /// Acts, earliest first.
    pub acts: Vec<EntryView>,
    /// How many more there are.
    pub more_acts: usize,
}

/// The figures of one measure that somebody stands by.
#[derive(Clone, Debug, Serialize)]
pub struct HowManyView {
    /// `killed`, `injured` ...
    pub measure: String,
    /// Where all figures are on one group, one line a kind of number; else one line a speaker.
    pub lines: Vec<HeldView>,
    /// How many more lines there are.
    pub more: usize,
    /// The figures that nobody stands by any longer, each text once.
    pub given_up: Vec<FigureView>,
    /// How many more of them there are.
    pub more_given_up: usize,
}

/// Figures that are told in one line.
#[derive(Clone, Debug, Serialize)]
pub struct HeldView {
    /// Who gives them; empty where several do.
    pub by: Vec<Shared<Name>>,
    /// How many speakers give them.
    pub speakers: usize,
    /// Whether the two figures are the lowest and the highest of several.
    pub is_range: bool,
    /// The figures.
    pub figures: Vec<HeldFigureView>,
    /// How many more there are.
    pub more: usize,
}

/// A figure, and the claim that gives it.
#[derive(Clone, Debug, Serialize)]
pub struct HeldFigureView {
    /// The claim.
    pub claim: Shared<PeerView>,
    /// The figure.
    #[serde(flatten)]
    pub figure: FigureView,
}

/// What was taken back, and who denied it.
#[derive(Clone, Debug, Serialize)]
pub struct TakenBackView {
    /// The claim.
    #[serde(flatten)]
    pub entry: EntryView,
    /// Who denies it, by root.
    pub denied_by: Vec<Shared<Name>>,
    /// How many more do.
    pub more_denied_by: usize,
}

/// A figure by which a speaker stands, and its row.
type Held<'r> = (&'r FigureRow, &'r CurrentFigure);

impl Pages<'_> {
    /// `None` where nothing is claimed of the event.
    pub(super) fn short(&self, id: Id<Event>) -> Option<ShortView> {
        let claims = &self.site.events[id].claims;
        if claims.is_empty() {
            return None;
        }
        let mut measures: Vec<&[FigureRow]> = self.measures(id);
        let all = measures.len();
        measures.truncate(MOST_MEASURES);
        let (disputes, more_disputes) = self.disputes_here(&[id], claims);
        let (taken_back, more_taken_back) = first(self.taken_back(claims));
        let (agreed, more_agreed) = first(self.agreed(id));
        let (acts, more_acts) = first(self.acts(claims));
        Some(ShortView {
            measures: measures.iter().map(|rows| self.how_many(rows, MOST_LINES)).collect(),
            more_measures: all - measures.len(),
            disputes,
            more_disputes,
            taken_back: taken_back.into_iter().map(|id| self.taken_back_view(id)).collect(),
            more_taken_back,
            agreed: agreed.into_iter().map(|id| self.entry(id)).collect(),
            more_agreed,
            acts: acts.into_iter().map(|id| self.entry(id)).collect(),
            more_acts,
        })
    }

    /// The rows of figures by measure, in the order of the format's own, then by name.
    pub(super) fn measures(&self, id: Id<Event>) -> Vec<&[FigureRow]> {
        let rows = &self.method.versions(id).figures;
        let mut measures: Vec<&[FigureRow]> = rows.chunk_by(|a, b| a.measure == b.measure).collect();
        measures.sort_by_key(|rows| {
            let measure = rows.first().map(|row| row.measure.as_str());
            let own = MEASURES.iter().position(|own| Some(*own) == measure);
            (own.is_none(), own, measure)
        });
        measures
    }

    /// The figures of one measure that somebody stands by, in so many lines. A figure that the whole which its speaker
    /// belongs to has followed by another is left out.
    pub(super) fn how_many(&self, rows: &[FigureRow], most: usize) -> HowManyView {
        let held: Vec<Held<'_>> = rows
            .iter()
            .filter(|row| row.newer_in_root.is_none())
            .filter_map(|row| Some((row, row.current.as_ref()?)))
            .collect();
        let groups: BTreeSet<&str> = held.iter().map(|(row, _)| row.group.as_str()).collect();
        let lines = if groups.len() > 1 { by_speaker(&held) } else { by_kind(&held) };
        let given_up = self.given_up(rows);
        HowManyView {
            measure: rows.first().map(|row| row.measure.clone()).unwrap_or_default(),
            more: lines.len().saturating_sub(most),
            lines: lines.iter().take(most).map(|line| self.held(line, groups.len() > 1)).collect(),
            more_given_up: given_up.len().saturating_sub(MOST_FIGURES),
            given_up: given_up.into_iter().take(MOST_FIGURES).collect(),
        }
    }

    /// The figures of one line: those of a speaker, or the ends of what several say.
    fn held(&self, line: &[Held<'_>], of_speaker: bool) -> HeldView {
        let speakers: BTreeSet<&[Id<Actor>]> = line.iter().map(|(row, _)| row.by.as_slice()).collect();
        let mut texts: Vec<Held<'_>> = Vec::new();
        for (row, figure) in line {
            if of_speaker || texts.iter().all(|(_, other)| other.figure != figure.figure) {
                texts.push((row, figure));
            }
        }
        let is_range = !of_speaker && texts.len() > 2;
        if is_range {
            texts = texts.first().into_iter().chain(texts.last()).copied().collect();
        }
        let by = speakers.first().filter(|_| speakers.len() == 1);
        HeldView {
            by: by.map_or_else(Vec::new, |by| self.cards.names.actors(by)),
            speakers: speakers.len(),
            is_range,
            more: texts.len().saturating_sub(MOST_FIGURES),
            figures: texts.iter().take(MOST_FIGURES).filter_map(|one| self.held_figure(*one)).collect(),
        }
    }

    fn held_figure(&self, (row, current): Held<'_>) -> Option<HeldFigureView> {
        let figure = self.site.claims[current.claim].figure(&row.measure, &row.group)?;
        Some(HeldFigureView { claim: self.cards.peer(current.claim), figure: figure_view(figure) })
    }

    /// What speakers no longer stand by, each text once.
    fn given_up(&self, rows: &[FigureRow]) -> Vec<FigureView> {
        let mut texts: BTreeSet<(String, String)> = BTreeSet::new();
        let mut figures = Vec::new();
        for (row, id) in rows.iter().flat_map(|row| row.history.iter().map(move |id| (row, *id))) {
            if self.method.is_live(id) {
                continue;
            }
            let Some(figure) = self.site.claims[id].figure(&row.measure, &row.group).map(figure_view) else {
                continue;
            };
            if texts.insert((figure.group.clone(), figure.text.clone())) {
                figures.push(figure);
            }
        }
        figures
    }

    fn taken_back(&self, claims: &[Id<Claim>]) -> Vec<Id<Claim>> {
        let is_taken_back = |id: Id<Claim>| match self.method.state(id) {
            State::Withdrawn | State::Disowned => true,
            State::Superseded => self.denying(id).next().is_some(),
            State::Live | State::Fallen => false,
        };
        self.dated(claims.iter().copied().filter(|id| is_taken_back(*id)))
    }

    fn taken_back_view(&self, id: Id<Claim>) -> TakenBackView {
        let mut denied_by: Vec<Id<Actor>> = Vec::new();
        for root in self.denying(id).flat_map(|other| self.site.speaker_roots(other)) {
            if !denied_by.contains(root) {
                denied_by.push(*root);
            }
        }
        TakenBackView {
            entry: self.entry(id),
            denied_by: self.cards.names.actors(&denied_by[..denied_by.len().min(MOST_FIGURES)]),
            more_denied_by: denied_by.len().saturating_sub(MOST_FIGURES),
        }
    }

    /// The live claims that deny a claim.
    pub(super) fn denying(&self, id: Id<Claim>) -> impl Iterator<Item = Id<Claim>> {
        let incoming = self.site.claims[id].incoming.iter();
        let denying = incoming.filter(|link| link.relation == Relation::Denies).map(|link| link.claim);
        denying.filter(|other| self.method.is_live(*other))
    }

    /// The first claim of each proposition that is backed or admitted, and that nobody denies.
    fn agreed(&self, id: Id<Event>) -> Vec<Id<Claim>> {
        let points = self.method.versions(id).points.iter().filter(|point| !point.is_disputed());
        let mut seen: BTreeSet<Id<Proposition>> = BTreeSet::new();
        let claims = points.flat_map(|point| &point.claims).copied();
        self.dated(claims)
            .into_iter()
            .filter(|id| self.is_agreed(*id))
            .filter(|id| self.method.proposition_of(*id).is_some_and(|proposition| seen.insert(proposition)))
            .collect()
    }

    fn is_agreed(&self, id: Id<Claim>) -> bool {
        let Some((answers, proposition)) = self.method.answers(id).zip(self.method.proposition_of(id)) else {
            return false;
        };
        if answers.backing != Backing::Corroborated && answers.reception != Reception::Admitted {
            return false;
        }
        let denials = [Reception::Contested, Reception::Contradicted, Reception::Disputed];
        self.method.received(proposition).lists().all(|(reception, _)| !denials.contains(&reception))
    }

    /// Acts that still count.
    fn acts(&self, claims: &[Id<Claim>]) -> Vec<Id<Claim>> {
        let acts = claims.iter().copied().filter(|id| !self.site.is_statement(*id));
        self.dated(acts.filter(|id| self.method.is_live(*id)))
    }

    /// Earliest first, those without a date last.
    fn dated(&self, claims: impl Iterator<Item = Id<Claim>>) -> Vec<Id<Claim>> {
        let mut claims: Vec<Id<Claim>> = claims.collect();
        claims.sort_by_cached_key(|id| {
            let claim = &self.site.claims[*id];
            (claim.stated_date().is_none(), claim.order(), *id)
        });
        claims
    }
}

/// Those that are shown, and how many more there are.
fn first(mut claims: Vec<Id<Claim>>) -> (Vec<Id<Claim>>, usize) {
    let more = claims.len().saturating_sub(MOST_ENTRIES);
    claims.truncate(MOST_ENTRIES);
    (claims, more)
}

/// The figures of each kind, lowest first.
fn by_kind<'r>(held: &[Held<'r>]) -> Vec<Vec<Held<'r>>> {
    let mut kinds: BTreeMap<u8, Vec<Held<'r>>> = BTreeMap::new();
    for (row, figure) in held {
        let kind = match figure.are {
            FiguresAre::Counted => 0,
            FiguresAre::Estimated => 1,
            FiguresAre::Projected => 2,
        };
        kinds.entry(kind).or_default().push((row, figure));
    }
    let mut lines: Vec<Vec<Held<'r>>> = kinds.into_values().collect();
    for line in &mut lines {
        line.sort_by_key(|(_, figure)| (figure.bounds.min, reach(figure.bounds), figure.claim));
    }
    lines
}

/// The figures of each speaker, the whole first, then by size; speakers by the size of the first.
fn by_speaker<'r>(held: &[Held<'r>]) -> Vec<Vec<Held<'r>>> {
    let mut speakers: BTreeMap<&[Id<Actor>], Vec<Held<'r>>> = BTreeMap::new();
    for (row, figure) in held {
        speakers.entry(row.by.as_slice()).or_default().push((row, figure));
    }
    let mut lines: Vec<Vec<Held<'r>>> = speakers.into_values().collect();
    let rank =
        |(row, figure): &Held<'_>| (row.group != ALL, std::cmp::Reverse(figure.bounds.min), figure.claim);
    lines.iter_mut().for_each(|line| line.sort_by_key(rank));
    lines.sort_by_key(|line| line.first().map(rank));
    lines
}
