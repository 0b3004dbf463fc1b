//! `events` of `data/claims.json`, with their points, rows of figures and findings.

use serde::{Serialize, Serializer};

use super::{Names, Rows};
use crate::method::figures::{Comparison, FigureFinding, FigureRow, Gap};
use crate::method::points::{Point, Reason};
use crate::plan::urls;
use crate::site::{Event, Id, Index, Place};
use crate::value::country::Country;
use crate::value::date::Edtf;
use crate::value::slug::Slug;
use crate::value::word::{EventKind, FiguresAre, Kind, PlacePrecision};

#[derive(Serialize)]
pub(super) struct EventRow<'s> {
    id: &'s str,
    name: &'s str,
    names: Names<'s>,
    date: Option<&'s str>,
    kind: &'s Kind<EventKind>,
    parties: Vec<&'s str>,
    part_of: Option<&'s str>,
    place: Option<PlaceRow<'s>>,
    url: String,
    claims: Vec<&'s str>,
    points: Vec<PointRow<'s>>,
    figures: Vec<EventFigureRow<'s>>,
    figure_findings: Vec<FindingRow<'s>>,
}

#[derive(Serialize)]
struct PlaceRow<'s> {
    name: Option<&'s str>,
    country: Option<&'static str>,
    lat: Option<Degrees>,
    lon: Option<Degrees>,
    precision: Option<PlacePrecision>,
}

#[derive(Serialize)]
struct PointRow<'s> {
    id: Option<&'s str>,
    question: Option<&'s str>,
    claims: Vec<&'s str>,
    disputed: bool,
    reasons: &'s [Reason],
}

#[derive(Serialize)]
struct EventFigureRow<'s> {
    measure: &'s str,
    group: &'s str,
    by: Vec<&'s str>,
    claim: Option<&'s str>,
    min: Option<u64>,
    max: Option<u64>,
    text: Option<&'s str>,
    are: Option<FiguresAre>,
    date: Option<&'s str>,
    history: Vec<&'s str>,
    newer_in_root: Option<&'s str>,
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
    pub(super) fn event(&self, id: Id<Event>) -> EventRow<'_> {
        let site = self.site;
        let event = &site.events[id];
        let versions = self.method.versions(id);
        EventRow {
            id: event.id.as_str(),
            name: &event.name,
            names: Names(&event.names),
            date: event.date.as_ref().map(Edtf::as_str),
            kind: &event.kind,
            parties: self.actors(&event.parties),
            part_of: event.part_of.map(|whole| site.events[whole].id.as_str()),
            place: place(&event.place),
            url: urls::thing(Index::Events, event.id.as_str()),
            claims: self.keys(event.claims.iter().copied()),
            points: versions.points.iter().map(|row| self.point(event, row)).collect(),
            figures: versions.figures.iter().map(|row| self.event_figure(row)).collect(),
            figure_findings: versions.findings.iter().map(finding).collect(),
        }
    }

    fn point<'r>(&'r self, event: &'r Event, point: &'r Point) -> PointRow<'r> {
        let id = point.id.as_ref();
        let declared = event.points.iter().find(|(declared, _)| Some(declared) == id);
        PointRow {
            id: id.map(Slug::as_str),
            question: declared.map(|(_, question)| question.as_str()),
            claims: self.keys(point.claims.iter().copied()),
            disputed: point.is_disputed(),
            reasons: &point.reasons,
        }
    }

    fn event_figure<'r>(&'r self, row: &'r FigureRow) -> EventFigureRow<'r> {
        let current = row.current.as_ref();
        EventFigureRow {
            measure: &row.measure,
            group: &row.group,
            by: self.actors(&row.by),
            claim: current.map(|current| self.key(current.claim)),
            min: current.map(|current| current.bounds.min),
            max: current.and_then(|current| current.bounds.max),
            text: current.map(|current| current.figure.as_str()),
            are: current.map(|current| current.are),
            date: current.and_then(|current| self.site.claims[current.claim].stated_date()).map(Edtf::as_str),
            history: row.history.iter().map(|claim| self.key(*claim)).collect(),
            newer_in_root: current.and(row.newer_in_root).map(|claim| self.key(claim)),
        }
    }
}

fn finding(finding: &FigureFinding) -> FindingRow<'_> {
    let (groups, gap) = match &finding.comparison {
        Comparison::Agree | Comparison::Rising => (&[][..], None),
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

/// `None`: nothing is said of it.
fn place(place: &Place) -> Option<PlaceRow<'_>> {
    let (lat, lon) = place.rounded().unzip();
    let row = PlaceRow {
        name: place.name.as_deref(),
        country: place.country.map(Country::alpha3),
        precision: place.precision.or(lat.as_ref().map(|_| place.told_precision())),
        lat: lat.as_deref().and_then(Degrees::read),
        lon: lon.as_deref().and_then(Degrees::read),
    };
    let PlaceRow { name, country, lat, lon, precision } = &row;
    let says_nothing =
        name.is_none() && country.is_none() && lat.is_none() && lon.is_none() && precision.is_none();
    (!says_nothing).then_some(row)
}

/// A coordinate with as many digits as it may be told with: `14` is not `14.0`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::export) enum Degrees {
    Whole(i16),
    Decimal(f64),
}

impl Degrees {
    pub(in crate::export) fn read(rounded: &str) -> Option<Self> {
        let whole = rounded.parse().map(Self::Whole);
        whole.ok().or_else(|| rounded.parse().ok().map(Self::Decimal))
    }
}

impl Serialize for Degrees {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Whole(degrees) => serializer.serialize_i16(*degrees),
            Self::Decimal(degrees) => serializer.serialize_f64(*degrees),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_keep_their_digits() {
        for text in ["14.33", "-4.6", "10", "-180", "0"] {
            assert_eq!(serde_json::to_string(&Degrees::read(text)).ok().as_deref(), Some(text));
        }
    }
}
