//! `data/events.geojson`: the events as GeoJSON (RFC 7946), at the precision at which their places may be told.

use std::io::{self, Write};

use serde::Serialize;

use super::Material;
use super::claims::Degrees;
use crate::plan::urls;
use crate::site::{Event, Index, Site};
use crate::value::country::Country;
use crate::value::date::Edtf;
use crate::value::word::{EventKind, Kind, PlacePrecision};

#[derive(Serialize)]
struct Feature<'e> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'e str,
    geometry: Option<Point>,
    properties: Properties<'e>,
}

#[derive(Serialize)]
struct Point {
    #[serde(rename = "type")]
    kind: &'static str,
    /// Longitude first.
    coordinates: [Degrees; 2],
}

#[derive(Serialize)]
struct Properties<'e> {
    name: &'e str,
    date: Option<&'e str>,
    kind: &'e Kind<EventKind>,
    place: Option<&'e str>,
    country: Option<&'static str>,
    precision: Option<PlacePrecision>,
    parties: Vec<&'e str>,
    claims: usize,
    url: String,
}

/// All events; those whose place is not known have no geometry.
pub(super) fn write(material: Material<'_>, out: &mut impl Write) -> io::Result<()> {
    let site = material.site;
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":")?;
    super::json_list(site.events.iter().map(|event| feature(site, event)), out)?;
    out.write_all(b"}\n")
}

fn feature<'s>(site: &'s Site, event: &'s Event) -> Feature<'s> {
    let place = &event.place;
    let geometry = place.rounded().and_then(|(lat, lon)| {
        let coordinates = [Degrees::read(&lon)?, Degrees::read(&lat)?];
        Some(Point { kind: "Point", coordinates })
    });
    Feature {
        kind: "Feature",
        id: event.id.as_str(),
        properties: Properties {
            name: &event.name,
            date: event.date.as_ref().map(Edtf::as_str),
            kind: &event.kind,
            place: place.name.as_deref(),
            country: place.country.map(Country::alpha3),
            precision: geometry.as_ref().map(|_| place.told_precision()),
            parties: event.parties.iter().map(|id| site.actors[*id].id.as_str()).collect(),
            claims: event.claims.len(),
            url: urls::thing(Index::Events, event.id.as_str()),
        },
        geometry,
    }
}
