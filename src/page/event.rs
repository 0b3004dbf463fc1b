//! An event: what is in dispute on it and why, the figures, the versions, and all of its claims in time.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Pages;
use super::chain::ChainView;
use super::cite::CiteView;
use super::figures::MeasureView;
use super::map::MapView;
use super::name::Name;
use super::notes::Note;
use super::prose::BlockView;
use super::shared::Shared;
use super::short::ShortView;
use super::source::SourceView;
use super::stances::StancesView;
use super::timeline::{AccessView, DateView};
use super::versions::VersionsView;
use crate::method::points::{Point, Reason};
use crate::plan::PageKind;
use crate::plan::urls;
use crate::site::{Actor, Event, Id, Index};
use crate::value::lang::Lang;
use crate::value::word::{EventKind, Kind, PlacePrecision};

/// Sources that an event's page names.
const MOST_SOURCES: usize = 100;

/// What an event's page shows.
#[derive(Clone, Debug, Serialize)]
pub struct EventView {
    /// The event.
    pub event: EventCard,
    /// Who took part.
    pub parties: Vec<Shared<Name>>,
    /// The event that it is part of.
    pub part_of: Option<Shared<Name>>,
    /// Events that are part of it.
    pub parts: Vec<Shared<Name>>,
    /// The event in short; null where nothing is claimed, and but on the first part.
    pub short: Option<ShortView>,
    /// How the accounts stand, over all of the event; null but on the first part.
    pub overview: Option<EventOverview>,
    /// The land round it, drawn; null where it has no coordinates, and but on the first part.
    pub map: Option<MapView>,
    /// Its own text.
    pub blocks: Vec<BlockView>,
    /// All that is claimed on it in time, earliest first, those of one day together, what has no date last; of this
    /// part of the list.
    pub timeline: Vec<DateView>,
    /// How it is cited; null but on the first part.
    pub cite: Option<CiteView>,
    /// The first briefs, newest first, that link to it.
    pub mentioned_in: Vec<Shared<Name>>,
}

/// What is computed over all claims of an event.
#[derive(Clone, Debug, Serialize)]
pub struct EventOverview {
    /// How many points are disputed.
    pub disputed: usize,
    /// Why they are, each reason once: `denial`, `figures`, `groups`.
    pub reasons: Vec<Reason>,
    /// Figures by claimant.
    pub figures: Vec<MeasureView>,
    /// The versions side by side; null where nobody states anything.
    pub versions: Option<VersionsView>,
    /// Who denies whom; null where nobody takes a stance.
    pub stances: Option<StancesView>,
    /// Inquiries and access; null where no act is known.
    pub access: Option<AccessView>,
    /// Where claims come from, of those whose way is longer than one source.
    pub chains: Vec<ChainView>,
    /// How many more of those there are.
    pub more_chains: usize,
    /// The sources that its claims name.
    pub sources: Vec<SourceView>,
    /// How many confidential sources its claims name.
    pub confidential: usize,
}

/// An event in a list.
#[derive(Clone, Debug, Serialize)]
pub struct EventCard {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its page, from the site's top.
    pub href: String,
    /// A word of the format or the site's own.
    pub kind: Kind<EventKind>,
    /// EDTF.
    pub date: Option<String>,
    /// Where it took place.
    pub place: Option<PlaceView>,
    /// How many claims are on it.
    pub claims: usize,
    /// How many actors make them.
    pub claimants: usize,
}

/// Where an event took place.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceView {
    /// What it is called.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Degrees north, rounded to the precision.
    pub lat: Option<String>,
    /// Degrees east, rounded to the precision.
    pub lon: Option<String>,
    /// A word of the format.
    pub precision: Option<PlacePrecision>,
}

impl Pages<'_> {
    pub(super) fn event(&self, id: Id<Event>, part: usize, cards: &mut Vec<Note>) -> EventView {
        let event = &self.site.events[id];
        EventView {
            event: self.event_card(id, &self.config.language),
            parties: self.cards.names.actors(&event.parties),
            part_of: event.part_of.map(|whole| self.cards.names.event(whole)),
            parts: self.cards.names.events(self.plan.backlinks.event_parts(id)),
            short: if part == 0 { self.short(id) } else { None },
            overview: (part == 0).then(|| self.overview(id)),
            map: if part == 0 { self.map(id) } else { None },
            blocks: if part == 0 {
                self.text_blocks(&event.prose, PageKind::Event(id, part), cards)
            } else {
                Vec::new()
            },
            timeline: self.timeline(id, part),
            cite: (part == 0).then(|| self.cite_event(id)),
            mentioned_in: self.mentions(self.plan.backlinks.event(id)),
        }
    }

    fn overview(&self, id: Id<Event>) -> EventOverview {
        let claims = &self.site.events[id].claims;
        let (chains, more_chains) = self.chains(claims);
        let sources = self.sources_of(claims);
        let points = self.method.versions(id).points.iter();
        let disputed: Vec<&Point> = points.filter(|point| point.is_disputed()).collect();
        let reasons: BTreeSet<Reason> = disputed.iter().flat_map(|point| &point.reasons).copied().collect();
        EventOverview {
            disputed: disputed.len(),
            reasons: reasons.into_iter().collect(),
            figures: self.figures(id),
            versions: self.versions(id),
            stances: self.stances(id),
            access: self.access(id),
            chains,
            more_chains,
            confidential: self.count_confidential(claims),
            sources: sources.iter().take(MOST_SOURCES).map(|id| self.source_view(*id)).collect(),
        }
    }

    /// In a list in this language.
    pub(super) fn event_card(&self, id: Id<Event>, lang: &Lang) -> EventCard {
        let event = &self.site.events[id];
        let mut claimants: Vec<Id<Actor>> =
            event.claims.iter().flat_map(|claim| &self.site.claims[*claim].by).copied().collect();
        claimants.sort_unstable();
        claimants.dedup();
        EventCard {
            id: event.id.to_string(),
            name: event.called_in(lang).to_owned(),
            href: urls::encode(&urls::thing(Index::Events, event.id.as_str())),
            kind: event.kind.clone(),
            date: event.date.as_ref().map(ToString::to_string),
            place: place(&event.place),
            claims: event.claims.len(),
            claimants: claimants.len(),
        }
    }
}

/// `None` where nothing is known.
fn place(place: &crate::site::Place) -> Option<PlaceView> {
    let (lat, lon) = place.rounded().unzip();
    let view = PlaceView {
        name: place.name.clone(),
        country: place.country.map(|country| country.to_string()),
        precision: lat.as_ref().map(|_| place.told_precision()),
        lat,
        lon,
    };
    (view.name.is_some() || view.country.is_some() || view.lat.is_some()).then_some(view)
}
