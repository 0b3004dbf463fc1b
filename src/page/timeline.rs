//! Statements and acts in time, an uncertain date drawn as the span in which it may lie; and who let whom look.

use indexmap::IndexMap;
use serde::Serialize;

use super::Pages;
use super::answers::{AnswersView, EndView, Fall, answers_view};
use super::claim::PeerView;
use super::date::SaidView;
use super::name::Name;
use super::shared::Shared;
use super::stance::{Stance, stance};
use crate::site::{Actor, Claim, Content, Event, Id};
use crate::value::date::{Day, Edtf};
use crate::value::word::Act;

/// Entries of a timeline.
const MOST_ENTRIES: usize = 60;

/// How many claims of an event are listed by claimant: none where the timeline holds all of them.
pub(super) const fn listed(claims: usize) -> usize {
    if claims > MOST_ENTRIES { claims } else { 0 }
}

/// Lines of the drawing.
const MOST_LANES: usize = 20;

/// Dates written on the drawing, at most.
const MOST_TICKS: u32 = 7;

/// The width of the drawing.
const WIDTH: i64 = 1000;

/// Thousandths of the width: what is thinner cannot be seen.
const THINNEST: i64 = 8;

/// An event in time.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineView {
    /// All that has a date, drawn; null where nothing has.
    pub drawing: Option<DrawingView>,
    /// Statements and acts, earliest first, those of one date together, those without a date last.
    pub dates: Vec<DateView>,
    /// How many more entries there are.
    pub more: usize,
}

/// An event in time, drawn.
#[derive(Clone, Debug, Serialize)]
pub struct DrawingView {
    /// The first day drawn, ISO 8601.
    pub first: String,
    /// The last day drawn, ISO 8601.
    pub last: String,
    /// The event itself; null where it has no date.
    pub event: Option<SpanView>,
    /// First days of months or years on the drawing.
    pub ticks: Vec<TimeTickView>,
    /// One line an actor, in the order of the first entry.
    pub lanes: Vec<LaneView>,
    /// How many more actors there are.
    pub more_lanes: usize,
}

/// A date on the drawing.
#[derive(Clone, Debug, Serialize)]
pub struct TimeTickView {
    /// EDTF: a month or a year.
    pub date: String,
    /// Where it begins, in thousandths of the width.
    pub x: i64,
}

/// What one actor said and did, as drawn.
#[derive(Clone, Debug, Serialize)]
pub struct LaneView {
    /// The actor.
    pub actor: Shared<Name>,
    /// Stretches and their stances, each once.
    pub marks: Vec<MarkView>,
}

/// A mark on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MarkView {
    /// How the claim stands to others.
    pub stance: Stance,
    /// Where it is drawn.
    #[serde(flatten)]
    pub span: SpanView,
}

/// What was said and done at one date.
#[derive(Clone, Debug, Serialize)]
pub struct DateView {
    /// EDTF; null for what has no date.
    pub date: Option<String>,
    /// Statements and acts.
    pub entries: Vec<EntryView>,
}

/// A statement or an act in time.
#[derive(Clone, Debug, Serialize)]
pub struct EntryView {
    /// The claim.
    pub claim: Shared<PeerView>,
    /// How it stands to others.
    pub stance: Stance,
    /// When it was said or done.
    #[serde(flatten)]
    pub said: SaidView,
    /// The act, a word of the format or the site's own; null for a statement.
    pub does: Option<String>,
    /// To whom it was done.
    pub to: Vec<Shared<Name>>,
    /// By which claims it was replaced, withdrawn or disowned.
    pub ended: Vec<EndView>,
    /// Why it has fallen; null where it has not.
    pub fall: Option<Fall>,
    /// Its answers; null for an act.
    pub answers: Option<AnswersView>,
}

/// A stretch of the drawing, in thousandths of its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SpanView {
    /// Where it begins.
    pub x: i64,
    /// How wide it is.
    pub width: i64,
    /// Whether it has no beginning or no end.
    pub open: bool,
}

/// Inquiries and access: the acts of an event, earliest first.
#[derive(Clone, Debug, Serialize)]
pub struct AccessView {
    /// `refused` or `granted` by the last act on it that is live, of those with a date if there is one; null: nothing is
    /// known of it.
    pub state: Option<&'static str>,
    /// The acts.
    pub acts: Vec<EntryView>,
}

impl Pages<'_> {
    /// `None` where nothing was said or done.
    pub(super) fn timeline(&self, id: Id<Event>) -> Option<TimelineView> {
        let event = &self.site.events[id];
        let claims = self.earliest_first(&event.claims);
        let shown = &claims[..claims.len().min(MOST_ENTRIES)];
        (!shown.is_empty()).then(|| TimelineView {
            drawing: self.drawing(event, shown),
            dates: shown
                .chunk_by(|a, b| self.site.claims[*a].stated_date() == self.site.claims[*b].stated_date())
                .map(|claims| self.date(claims))
                .collect(),
            more: claims.len() - shown.len(),
        })
    }

    /// `None` where no date has a bound.
    fn drawing(&self, event: &Event, shown: &[Id<Claim>]) -> Option<DrawingView> {
        let dates = shown.iter().filter_map(|id| self.site.claims[*id].stated_date()).chain(&event.date);
        let days: Vec<Day> = dates.flat_map(|date| [date.lower(), date.upper()]).flatten().collect();
        let scale = Scale { first: days.iter().copied().min()?, last: days.iter().copied().max()? };
        let lanes = self.lanes(shown, scale);
        (!lanes.is_empty()).then(|| DrawingView {
            first: scale.first.to_string(),
            last: scale.last.to_string(),
            event: event.date.as_ref().map(|date| scale.span(date)),
            ticks: scale.ticks(),
            more_lanes: lanes.len().saturating_sub(MOST_LANES),
            lanes: lanes.into_iter().take(MOST_LANES).collect(),
        })
    }

    fn date(&self, claims: &[Id<Claim>]) -> DateView {
        let date = claims.first().and_then(|id| self.site.claims[*id].stated_date());
        let entries = claims.iter().map(|id| self.entry(*id)).collect();
        DateView { date: date.map(ToString::to_string), entries }
    }

    /// What each first speaker said and did, in the order of its first entry that has a date.
    fn lanes(&self, claims: &[Id<Claim>], scale: Scale) -> Vec<LaneView> {
        let mut lanes: IndexMap<Id<Actor>, Vec<MarkView>> = IndexMap::new();
        for claim in claims.iter().map(|id| &self.site.claims[*id]) {
            let (Some(actor), Some(date)) = (claim.by.first(), claim.stated_date()) else { continue };
            let mark = MarkView { stance: stance(claim), span: scale.span(date) };
            let marks = lanes.entry(*actor).or_default();
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        }
        let view = |(actor, marks)| LaneView { actor: self.cards.names.actor(actor), marks };
        lanes.into_iter().map(view).collect()
    }

    /// `None` where no act is known.
    pub(super) fn access(&self, id: Id<Event>) -> Option<AccessView> {
        let mut acts = self.earliest_first(&self.site.events[id].claims);
        acts.retain(|id| matches!(self.site.claims[*id].content, Content::Does { .. }));
        // What has no date tells only where nothing that has one does.
        let tells = acts.iter().rev().filter(|id| self.method.is_live(**id));
        let (dated, undated): (Vec<&Id<Claim>>, Vec<&Id<Claim>>) =
            tells.partition(|id| self.site.claims[**id].date.is_some());
        let state = dated.into_iter().chain(undated).find_map(|id| match &self.site.claims[*id].content {
            Content::Does { act, .. } => access(act.builtin()),
            Content::Says(_) => None,
        });
        acts.truncate(MOST_ENTRIES);
        (!acts.is_empty())
            .then(|| AccessView { state, acts: acts.iter().map(|id| self.entry(*id)).collect() })
    }

    fn earliest_first(&self, claims: &[Id<Claim>]) -> Vec<Id<Claim>> {
        let mut claims = claims.to_vec();
        claims.sort_by_key(|id| (self.site.claims[*id].order(), *id));
        claims
    }

    pub(super) fn entry(&self, id: Id<Claim>) -> EntryView {
        let claim = &self.site.claims[id];
        let (does, to) = self.cards.act_and_to_whom(claim);
        EntryView {
            claim: self.cards.peer(id),
            stance: stance(claim),
            said: self.cards.said(id),
            does,
            to,
            ended: self.cards.ends(id),
            fall: self.cards.fall(id),
            answers: self.method.answers(id).map(answers_view),
        }
    }
}

/// What an act says of access.
const fn access(act: Act) -> Option<&'static str> {
    match act {
        Act::RefusesAccess => Some("refused"),
        Act::GrantsAccess => Some("granted"),
        _ => None,
    }
}

/// The days that a drawing covers.
#[derive(Clone, Copy)]
struct Scale {
    first: Day,
    last: Day,
}

impl Scale {
    fn span(self, date: &Edtf) -> SpanView {
        let (lower, upper) = (date.lower(), date.upper());
        let x = self.place(lower.unwrap_or(self.first), 0).min(WIDTH - THINNEST);
        // A day ends where the next one begins.
        let end = self.place(upper.unwrap_or(self.last), 1);
        SpanView { x, width: (end - x).max(THINNEST), open: lower.is_none() || upper.is_none() }
    }

    /// First days of months or years within the days drawn, evenly spaced, at most [`MOST_TICKS`].
    fn ticks(self) -> Vec<TimeTickView> {
        let month = |day: Day| u32::from(day.year()) * 12 + u32::from(day.month()) - 1;
        let (first, last) = (month(self.first), month(self.last));
        let step = [1, 2, 3, 6].into_iter().chain((0..).map(|power| 12 << power));
        let step = step.into_iter().find(|step| (last - first) / step < MOST_TICKS).unwrap_or(u32::MAX);
        (first..=last)
            .filter(|month| month % step == 0)
            .filter_map(|month| {
                let year = u16::try_from(month / 12).ok()?;
                let day = Day::new(year, u8::try_from(month % 12 + 1).ok()?, 1)?;
                let date =
                    if step >= 12 { format!("{year:04}") } else { format!("{year:04}-{:02}", day.month()) };
                (day >= self.first).then(|| TimeTickView { date, x: self.place(day, 0) })
            })
            .collect()
    }

    fn place(self, day: Day, later: i64) -> i64 {
        let days = |day: Day| day.number() - self.first.number();
        let whole = (days(self.last) + 1).max(1);
        ((days(day) + later).clamp(0, whole)) * WIDTH / whole
    }
}
