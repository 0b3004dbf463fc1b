//! Lists over the whole site: what is in dispute, and claims by their answers. Each is put into order once, and its pages
//! cut it. `plan` calls it.

use serde::Serialize;
use strum::{EnumIter, IntoStaticStr};

use crate::method::{Backing, Method, Reception};
use crate::site::{Claim, Event, Id, Site};
use crate::value::date::Edtf;

/// A list of claims over the whole site, by what their answers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Listed {
    /// Live, and from one origin.
    SingleOrigin,
    /// Admitted, conceded, or conceded in part.
    Conceded,
    /// No longer counted: superseded, withdrawn, disowned, fallen.
    Superseded,
}

/// Something in dispute: a point with one of its contested claims, a point that holds none, or a contested claim on no
/// event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// The event, and the point's place among its points.
    pub point: Option<(Id<Event>, usize)>,
    /// The contested claim.
    pub claim: Option<Id<Claim>>,
}

impl Dispute {
    /// The event of its point.
    pub(crate) fn event(self) -> Option<Id<Event>> {
        self.point.map(|(event, _)| event)
    }
}

/// All that is in dispute.
#[derive(Clone, Debug, Default)]
pub struct Disputes {
    /// In the order in which pages list it: by event, latest first, those on no event last.
    pub entries: Vec<Dispute>,
    /// How many points are in dispute.
    pub points: usize,
}

/// Claims, each with its first event.
pub type ByEvent = Vec<(Option<Id<Event>>, Id<Claim>)>;

/// What is in dispute, the latest event first: each disputed point with its contested claims; those on no event last.
#[must_use]
pub fn disputes(site: &Site, method: &Method, events: &[Id<Event>]) -> Disputes {
    let is_contested =
        |id: &Id<Claim>| method.answers(*id).is_some_and(|answers| answers.reception == Reception::Contested);
    let mut disputes = Disputes::default();
    for event in events {
        let points = method.versions(*event).points.iter().enumerate();
        for (place, point) in points.filter(|(_, point)| point.is_disputed()) {
            disputes.points += 1;
            let before = disputes.entries.len();
            let contested = point.claims.iter().copied().filter(is_contested);
            let point = Some((*event, place));
            disputes.entries.extend(contested.map(|claim| Dispute { point, claim: Some(claim) }));
            if disputes.entries.len() == before {
                disputes.entries.push(Dispute { point, claim: None });
            }
        }
    }
    let alone = site.claims.entries().filter(|(id, claim)| claim.events.is_empty() && is_contested(id));
    disputes.entries.extend(alone.map(|(id, _)| Dispute { point: None, claim: Some(id) }));
    disputes
}

/// The claims of all lists, in the order of the lists.
#[must_use]
pub fn lists_by_answers(site: &Site, method: &Method) -> [ByEvent; 3] {
    [Listed::SingleOrigin, Listed::Conceded, Listed::Superseded]
        .map(|list| by_event(site, claims_of(site, method, list)))
}

fn claims_of(site: &Site, method: &Method, list: Listed) -> Vec<Id<Claim>> {
    match list {
        Listed::SingleOrigin => {
            let live = site.claims.ids().filter(|id| method.is_live(*id));
            let answered = live.filter_map(|id| Some((id, method.answers(id)?)));
            let of_one = answered.filter(|(_, answers)| answers.backing == Backing::SingleOrigin);
            of_one.map(|(id, _)| id).collect()
        }
        Listed::Conceded => {
            let received = method.propositions().filter(|(_, one)| one.reception != Reception::Unanswered);
            let conceded = received.filter(|(id, _)| {
                method.received(*id).lists().any(|(how, _)| {
                    matches!(how, Reception::Admitted | Reception::Conceded | Reception::ConcededInPart)
                })
            });
            let claims = conceded.flat_map(|(_, one)| one.claims.iter().copied());
            claims.filter(|id| method.is_live(*id)).collect()
        }
        Listed::Superseded => site.claims.ids().filter(|id| !method.is_live(*id)).collect(),
    }
}

/// Claims in the order in which pages list them: by event, latest first.
fn by_event(site: &Site, claims: Vec<Id<Claim>>) -> ByEvent {
    let mut claims: ByEvent =
        claims.into_iter().map(|id| (site.claims[id].events.first().copied(), id)).collect();
    claims.sort_by_cached_key(|(event, claim)| {
        let date = event.and_then(|event| site.events[event].date.as_ref()).map(Edtf::order);
        (event.is_none(), std::cmp::Reverse(date), *event, *claim)
    });
    claims
}
