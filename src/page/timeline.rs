//! All that is claimed on an event in time: each claim once, day by day; and who let whom look.
//!
//! A long event runs over several pages, which cut one list. So what a day says of the days before it, and where the
//! event itself belongs, is worked out over the whole list.

use serde::Serialize;

use super::Pages;
use super::answers::{AnswersView, EndView, Fall, answers_view};
use super::claim::{PeerView, stretch};
use super::date::SaidView;
use super::name::Name;
use super::shared::Shared;
use super::stance::{Stance, stance};
use crate::site::{Claim, Content, Event, Id};
use crate::value::date::{Day, Edtf};
use crate::value::word::Act;

/// Acts in the list of inquiries and access.
const MOST_ACTS: usize = 60;

/// Sources that a claim names in the list.
const MOST_SOURCES: usize = 2;

/// What was said and done on one day, or at one date that is less exact.
#[derive(Clone, Debug, Serialize)]
pub struct DateView {
    /// EDTF without a time of day; null for what has no date.
    pub date: Option<String>,
    /// How long after the day before it; null where that is one day, or where a date is not to the day.
    pub gap: Option<GapView>,
    /// Whether the event itself has this date.
    pub is_of_event: bool,
    /// Statements and acts.
    pub entries: Vec<TimedView>,
}

/// How long after another a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct GapView {
    /// How many.
    pub count: u32,
    /// Of what: `days_later`, `weeks_later`, `months_later`, `years_later`.
    pub unit: &'static str,
}

/// A statement or an act in the list of all.
#[derive(Clone, Debug, Serialize)]
pub struct TimedView {
    /// What was said or done.
    #[serde(flatten)]
    pub entry: EntryView,
    /// The time of day, where it is known.
    pub clock: Option<ClockView>,
    /// Its first sources, the confidential ones left out.
    pub sources: Vec<Shared<Name>>,
    /// How many more there are.
    pub more_sources: usize,
    /// How many confidential sources it has.
    pub confidential: usize,
}

/// A time of day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClockView {
    /// `00` to `23`
    pub hour: String,
    /// `00` to `59`
    pub minute: String,
    /// How far it is from UTC, `+02:00`, or `Z`; empty where the time is that of the event's place.
    pub zone: String,
}

/// A statement or an act.
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

/// Inquiries and access: the acts of an event, earliest first.
#[derive(Clone, Debug, Serialize)]
pub struct AccessView {
    /// `refused` or `granted` by the last act on it that is live, of those with a date if there is one; null: nothing is
    /// known of it.
    pub state: Option<&'static str>,
    /// The acts.
    pub acts: Vec<EntryView>,
}

/// A date in the list: its claims, and whether it is the event's own.
struct Dated<'s> {
    date: Option<&'s Edtf>,
    is_of_event: bool,
    claims: &'s [Id<Claim>],
}

impl Pages<'_> {
    /// The dates of one part of the list.
    pub(super) fn timeline(&self, id: Id<Event>, part: usize) -> Vec<DateView> {
        let claims = self.lists.of_event(id);
        let shown = stretch(claims, part, self.config.per_page);
        let start = (part * self.config.per_page).min(claims.len());
        let before = claims[..start].iter().filter_map(|id| self.site.claims[*id].stated_date());
        let mut last = before.fold(None, |last, date| last_day(date).max(last));
        let mut dates = self.dates(shown);
        if let Some(date) = self.site.events[id].date.as_ref().filter(|_| !claims.is_empty()) {
            let (earlier, end) = (self.count_earlier(claims, date), start + shown.len());
            if (start..end).contains(&earlier) || (earlier == end && end == claims.len()) {
                place_event(&mut dates, date);
            } else if earlier < start {
                last = last_day(date).max(last);
            }
        }
        dates.iter().map(|dated| self.date(dated, &mut last)).collect()
    }

    /// Claims of one day together, whatever their time of day.
    fn dates<'s>(&'s self, claims: &'s [Id<Claim>]) -> Vec<Dated<'s>> {
        let date = |id: &Id<Claim>| self.site.claims[*id].stated_date();
        claims
            .chunk_by(|one, other| date(one).map(without_time) == date(other).map(without_time))
            .map(|claims| Dated { date: claims.first().and_then(date), is_of_event: false, claims })
            .collect()
    }

    /// How many claims of an event come before it.
    fn count_earlier(&self, claims: &[Id<Claim>], event: &Edtf) -> usize {
        let order = event.order();
        claims.partition_point(|id| {
            let date = self.site.claims[*id].stated_date();
            date.is_some_and(|date| date.order() < order)
        })
    }

    fn date(&self, dated: &Dated<'_>, last: &mut Option<Day>) -> DateView {
        let gap = dated.date.and_then(|date| gap(*last, date));
        *last = dated.date.and_then(last_day).max(*last);
        DateView {
            date: dated.date.map(|date| without_time(date).to_owned()),
            gap,
            is_of_event: dated.is_of_event,
            entries: dated.claims.iter().map(|id| self.timed(*id)).collect(),
        }
    }

    fn timed(&self, id: Id<Claim>) -> TimedView {
        let claim = &self.site.claims[id];
        TimedView {
            entry: self.entry(id),
            clock: claim.stated_date().and_then(clock),
            sources: self.cards.names.sources(&claim.sources[..claim.sources.len().min(MOST_SOURCES)]),
            more_sources: claim.sources.len().saturating_sub(MOST_SOURCES),
            confidential: claim.count_confidential(),
        }
    }

    /// `None` where no act is known.
    pub(super) fn access(&self, id: Id<Event>) -> Option<AccessView> {
        let mut acts = self.lists.of_event(id).to_vec();
        acts.retain(|id| matches!(self.site.claims[*id].content, Content::Does { .. }));
        // What has no date tells only where nothing that has one does.
        let tells = acts.iter().rev().filter(|id| self.method.is_live(**id));
        let (dated, undated): (Vec<&Id<Claim>>, Vec<&Id<Claim>>) =
            tells.partition(|id| self.site.claims[**id].date.is_some());
        let state = dated.into_iter().chain(undated).find_map(|id| match &self.site.claims[*id].content {
            Content::Does { act, .. } => access(act.builtin()),
            Content::Says(_) => None,
        });
        acts.truncate(MOST_ACTS);
        (!acts.is_empty())
            .then(|| AccessView { state, acts: acts.iter().map(|id| self.entry(*id)).collect() })
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

/// Marks the day of its claims that is the event's own, or puts the event among them.
fn place_event<'s>(dates: &mut Vec<Dated<'s>>, event: &'s Edtf) {
    let day = Some(without_time(event));
    if let Some(dated) = dates.iter_mut().find(|dated| dated.date.map(without_time) == day) {
        dated.is_of_event = true;
        return;
    }
    let place = dates.partition_point(|dated| dated.date.is_some_and(|date| date.order() < event.order()));
    dates.insert(place, Dated { date: Some(event), is_of_event: true, claims: &[] });
}

fn without_time(date: &Edtf) -> &str {
    date.as_str().split_once('T').map_or(date.as_str(), |(day, _)| day)
}

/// The last day of a date that is to the day, and in no doubt.
fn last_day(date: &Edtf) -> Option<Day> {
    let is_to_the_day = without_time(date).split('/').all(|day| day.parse::<Day>().is_ok());
    date.upper().filter(|_| is_to_the_day)
}

/// How long after a day a date is, in the largest unit that fits it; `None` where it is the next day, or not to the day.
fn gap(last: Option<Day>, date: &Edtf) -> Option<GapView> {
    last_day(date)?;
    let days = u32::try_from(date.lower()?.number() - last?.number()).ok()?;
    // Lengths in hundredths of a day.
    let (unit, length) = match days {
        0 | 1 => return None,
        2..14 => ("days_later", 100),
        14..60 => ("weeks_later", 700),
        60..350 | 381..1096 => ("months_later", 3044),
        _ => ("years_later", 36525),
    };
    // Years are counted in full, so that nothing seems longer ago than it is.
    let half = if unit == "years_later" { 0 } else { length / 2 };
    let count = (days * 100 + half).max(length) / length;
    Some(GapView { count, unit })
}

fn clock(date: &Edtf) -> Option<ClockView> {
    let time = date.time()?;
    let zone = date.as_str().get("2020-06-04T20:10".len()..)?.to_owned();
    let [hour, minute] = [time.hour(), time.minute_of_hour()].map(|part| format!("{part:02}"));
    Some(ClockView { hour, minute, zone })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Edtf {
        text.parse().expect("a date")
    }

    fn told(from: &str, to: &str) -> Option<(u32, &'static str)> {
        gap(last_day(&date(from)), &date(to)).map(|gap| (gap.count, gap.unit))
    }

    #[test]
    fn a_gap_is_told_in_the_unit_that_fits() {
        assert_eq!(told("2023-09-17", "2023-09-23"), Some((6, "days_later")));
        assert_eq!(told("2023-09-10/2023-09-11", "2023-09-13"), Some((2, "days_later")));
        assert_eq!(told("2022-03-31", "2022-04-20"), Some((3, "weeks_later")));
        assert_eq!(told("2022-03-31", "2022-08-01"), Some((4, "months_later")));
        assert_eq!(told("2022-03-31", "2023-04-05"), Some((1, "years_later")));
        assert_eq!(told("2022-03-31", "2023-10-01"), Some((18, "months_later")));
        assert_eq!(told("2018-02-09", "2020-10-19"), Some((32, "months_later")));
        assert_eq!(told("2018-02-09", "2022-01-09"), Some((3, "years_later")));
        assert_eq!(told("2020-06-04T20:10Z", "2020-06-07T09:00Z"), Some((3, "days_later")));
    }

    #[test]
    fn no_gap_is_told_of_dates_that_are_not_to_the_day() {
        assert_eq!(told("2023-09-17", "2023-09-18"), None, "the next day");
        assert_eq!(told("2022-03", "2022-04-20"), None);
        assert_eq!(told("2022-03-31", "2022-05"), None);
        assert_eq!(told("2022-03-31~", "2022-05-01"), None);
    }
}
