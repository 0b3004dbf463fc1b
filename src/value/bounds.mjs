// Makes bounds.txt from the npm package world-atlas 2 (Natural Earth 4.1, 1:10m, public domain) and the table of codes
// of the crate isocountry: `node bounds.mjs PATH/TO/countries-10m.json PATH/TO/isocountry/src/numeric.rs > bounds.txt`.
//
// Each polygon gives a box; boxes of a country that nearly touch become one. A warning must never be false, so a
// country has more than the map gives it: territories with codes of their own, what the map leaves to nobody, and what
// it claims or holds against the map. That is said here and no side is taken: both get the land.

import { readFileSync } from "node:fs";

const [map, codes] = process.argv.slice(2);
const GAP = 1; // degrees; the program takes half a degree more on each side, so closer boxes are one

/** Territories that have a code of their own; writers use it or the state's. */
const TERRITORIES = {
  AUS: "CCK CXR HMD NFK", CHN: "HKG MAC TWN", DNK: "FRO GRL", FIN: "ALA", NLD: "ABW BES CUW SXM", NOR: "BVT SJM",
  FRA: "ATF BLM GLP GUF MAF MTQ MYT NCL PYF REU SPM WLF", NZL: "COK NIU TKL", USA: "ASM GUM MNP PRI UMI VIR",
  GBR: "AIA BMU CYM FLK GGY GIB IMN IOT JEY MSR PCN SGS SHN TCA VGB", MAR: "ESH",
  ARG: "FLK SGS", COM: "MYT", MUS: "IOT", MDG: "ATF",
};

/** Shapes of the map that bear no code, by their names there. */
const SHAPES = {
  "Ashmore and Cartier Is.": "AUS", "Coral Sea Is.": "AUS", "Indian Ocean Ter.": "AUS", Akrotiri: "CYP GBR", Baikonur: "KAZ RUS",
  "Bajo Nuevo Bank": "COL JAM USA", "Clipperton I.": "FRA", "Cyprus U.N. Buffer Zone": "CYP", Dhekelia: "CYP GBR",
  Kosovo: "SRB", "N. Cyprus": "CYP TUR", "Scarborough Reef": "CHN PHL TWN", "Serranilla Bank": "COL USA",
  "Siachen Glacier": "IND PAK", Somaliland: "SOM", "Spratly Is.": "BRN CHN MYS PHL TWN VNM", "USNB Guantanamo Bay": "CUB USA",
};

/** Where polygons lie that the map gives to a state and ISO 3166-1 to a code of its own: west, south, east, north. */
const PARTS = {
  BES: [[-68.6, 12, -68, 12.4], [-63.4, 17.3, -62.8, 17.8]], BVT: [[3, -55, 4, -54]], CCK: [[96, -13, 97.5, -11]],
  CXR: [[105, -11, 106, -10]], GLP: [[-62, 15.8, -61, 16.6]], GUF: [[-55, 2, -51, 6]], MTQ: [[-61.3, 14.3, -60.7, 15]],
  MYT: [[45, -13.1, 45.4, -12.5]], REU: [[55, -21.5, 56, -20.8]], SJM: [[-10, 70.5, -7, 71.5], [10, 74, 35, 81]],
  TKL: [[-173, -10, -171, -8]],
};

/** Land and reefs that more than one state holds or claims, or that the map leaves out. */
const MORE = [
  ["ARG ATA AUS CHL FRA GBR NOR NZL", [-180, -90, 180, -60]], // Antarctica
  ["RUS UKR", [32.4, 44.3, 36.7, 46.3]], // Crimea
  ["IND PAK", [72.5, 32.2, 80.5, 37.2]], // Kashmir
  ["ISR LBN PSE SYR", [35.5, 32.6, 36.1, 33.5]], // Golan
  ["ARM AZE", [45.7, 38.8, 47.6, 40.6]], // Nagorno-Karabakh
  ["EGY SDN", [33.1, 21.7, 37, 23.2]], // Halaib, Bir Tawil
  ["SDN SSD", [22.8, 8.6, 29, 10.3]], // Abyei, Kafia Kingi
  ["ETH KEN SSD", [34.9, 4.4, 36.3, 5.7]], // Ilemi
  ["GUY VEN", [-61.5, 1, -57, 8.7]], // Essequibo
  ["GUY SUR", [-58.1, 1.8, -56.4, 3.6]], // Tigri
  ["FRA MDG", [39.6, -22.5, 47.5, -11.4]], // islands around Madagascar
  ["FRA MUS", [54.4, -16, 54.6, -15.8]], // Tromelin
  ["JPN RUS", [145.2, 43.2, 149, 45.7]], // southern Kurils
  ["JPN KOR PRK", [131.8, 37.2, 131.9, 37.3]], // Liancourt Rocks
  ["CHN JPN TWN", [123.3, 25.6, 124.7, 26]], // Senkaku, Diaoyu
  ["CHN TWN VNM", [111, 15.5, 113, 17.4]], // Paracels
  ["BRN CHN MYS PHL TWN VNM", [111, 6, 118, 12.3]], // Spratlys
  ["CHN PHL TWN", [116.5, 15, 118, 21]], // Scarborough Reef, Pratas
  ["FJI TON", [-179.3, -24.2, -178.7, -23.5]], // Minerva Reefs
  ["NIC COL", [-82, 12, -79.5, 14.5]], // San Andres
  ["GBR IRL", [-13.8, 57.4, -13.5, 57.7]], // Rockall
  ["BRA", [-29.5, -20.6, -28.8, -20.4]], // Trindade
  ["BRA", [-29.4, 0.8, -29.3, 1]], // Saint Peter and Saint Paul
  ["JPN", [136, 20.4, 136.1, 20.5]], // Okinotori
  ["JPN", [153.9, 24.2, 154, 24.3]], // Minamitori
  ["VEN", [-63.7, 15.6, -63.6, 15.7]], // Aves
  ["FSM", [137.4, 1, 163.1, 10.1]],
  ["GRC", [29.5, 36.1, 29.7, 36.2]], // Kastellorizo
  ["MHL", [160.8, 4.5, 172.2, 14.7]],
  ["MUS", [56.5, -20.6, 63.6, -10.3]], // Agalega, Cargados Carajos, Rodrigues
  ["TKL", [-172.6, -9.5, -171.1, -8.5]],
  ["TON", [-176.3, -22.4, -173.6, -15.5]],
  ["TWN", [118.2, 24.3, 120.6, 26.5]], // Kinmen, Matsu
];

const alpha3 = new Map([...readFileSync(codes, "utf8").matchAll(/ISO_NUM_([A-Z]{3}): u32 = (\d+)/g)]
  .map(([, code, number]) => [number.padStart(3, "0"), code]));
const { arcs, objects, transform: { scale, translate } } = JSON.parse(readFileSync(map, "utf8"));
const decoded = arcs.map((arc) => {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
});

const around = ([west, south, east, north], [x, y, right = x, top = y]) =>
  [Math.min(west, x), Math.min(south, y), Math.max(east, right), Math.max(north, top)];
const NOWHERE = [Infinity, Infinity, -Infinity, -Infinity];
const line = (arc) => (arc < 0 ? decoded[~arc].toReversed() : decoded[arc]);
/** A polygon across the date line goes on beyond 180 degrees. */
function box([outline]) {
  let [turns, before] = [0, null];
  const points = outline.flatMap(line).map(([x, y]) => {
    if (before !== null && Math.abs(x - before) > 180) turns += x < before ? 360 : -360;
    before = x;
    return [x + turns, y];
  });
  const [west, south, east, north] = points.reduce(around, NOWHERE);
  const turn = west < -180 ? 360 : 0;
  return [west + turn, south, east + turn, north];
}
const within = ([west, south, east, north], [x, y, right, top]) => west <= x && right <= east && south <= y && top <= north;
const touch = (a, b) => a[0] - GAP <= b[2] && b[0] - GAP <= a[2] && a[1] - GAP <= b[3] && b[1] - GAP <= a[3];

const boxes = new Map();
const give = (code, list) => boxes.set(code, [...(boxes.get(code) ?? []), ...list]);
for (const { id, type, arcs: shape, properties: { name } } of objects.countries.geometries.filter(({ arcs }) => arcs)) {
  const list = (type === "Polygon" ? [shape] : shape).map(box);
  for (const code of SHAPES[name]?.split(" ") ?? [alpha3.get(id)]) {
    if (!code) throw new Error(`whose is ${name}?`);
    give(code, list);
  }
  for (const [code, parts] of Object.entries(PARTS)) {
    give(code, list.filter((one) => parts.some((part) => within(part, one))));
  }
}
for (const [states, area] of MORE) for (const code of states.split(" ")) give(code, [area]);
const own = new Map(boxes);
for (const [state, territories] of Object.entries(TERRITORIES)) {
  for (const code of territories.split(" ")) give(state, own.get(code) ?? []);
}

/** Boxes that touch become one, until none do. */
function merged(list) {
  for (const [place, one] of list.entries()) {
    const other = list.findIndex((two, at) => at > place && touch(one, two));
    if (other >= 0) return merged([...list.filter((_, at) => at !== place && at !== other), around(one, list[other])]);
  }
  return list;
}

const tenths = ([west, south, east, north]) =>
  [Math.floor(west * 10), Math.floor(south * 10), Math.ceil(east * 10), Math.ceil(north * 10)].map((value) => value / 10).join(" ");
const written = ([code, list]) => `${code} ${merged(list).sort((a, b) => a[0] - b[0]).map(tenths).join("; ")}`;
console.log(`# Boxes in which each country lies: west, south, east, north, in degrees, rounded outward to a tenth.
# Made by bounds.mjs from Natural Earth 4.1 (1:10m, admin 0 countries), which is in the public domain, as the npm
# package world-atlas 2 (ISC licence) ships it. Territories, and land that several states hold or claim, are with each.`);
console.log([...boxes].filter(([, list]) => list.length > 0).map(written).sort().join("\n"));
