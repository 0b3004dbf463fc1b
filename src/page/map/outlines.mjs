// Makes outlines.txt from the npm package world-atlas 2 (Natural Earth 4.1, public domain): `node outlines.mjs
// PATH/TO/countries-50m.json > outlines.txt`. One line a country: its ISO 3166-1 numeric code, then its rings, each
// as whole numbers of a twentieth of a degree, east and north, the first from 0/0, the others from the one before.

import { readFileSync } from "node:fs";

const UNITS = 20;
const TOLERANCE = 0.1; // degrees that a simplified line may be off
const LEAST = 0.004; // parts of the largest ring's area that a smaller one must have

const { arcs, objects, transform: { scale, translate } } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const decoded = arcs.map((arc) => {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
});
const line = (arc) => (arc < 0 ? decoded[~arc].toReversed() : decoded[arc]);
const ring = (parts) => parts.flatMap((arc, place) => line(arc).slice(place > 0 ? 1 : 0));
const area = (points) => Math.abs(points.reduce((sum, [x, y], i) => {
  const [nx, ny] = points[(i + 1) % points.length];
  return sum + x * ny - nx * y;
}, 0) / 2);

/** Douglas and Peucker: leaves out points that are nearly on the line between those kept. */
function simplify(points) {
  const [first, last] = [points[0], points.at(-1)];
  let [farthest, distance] = [0, 0];
  for (let i = 1; i < points.length - 1; i++) {
    const off = away(points[i], first, last);
    if (off > distance) [farthest, distance] = [i, off];
  }
  if (distance <= TOLERANCE) return [first, last];
  return [...simplify(points.slice(0, farthest + 1)).slice(0, -1), ...simplify(points.slice(farthest))];
}

function away([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

function written(points) {
  let [x, y] = [0, 0];
  const steps = [];
  for (const [lon, lat] of points.slice(0, -1)) {
    const [ex, ny] = [Math.round(lon * UNITS), Math.round(lat * UNITS)];
    if (steps.length > 0 && ex === x && ny === y) continue;
    steps.push(`${ex - x} ${ny - y}`);
    [x, y] = [ex, ny];
  }
  return steps.length > 2 ? steps.join(" ") : null;
}

const lines = objects.countries.geometries.filter(({ id, arcs }) => id && arcs).map(({ id, type, arcs }) => {
  const rings = (type === "Polygon" ? [arcs] : arcs).map((polygon) => ring(polygon[0]));
  const largest = Math.max(...rings.map(area));
  const kept = rings.filter((points) => area(points) >= LEAST * largest);
  // A ring is cut at the point that is farthest from its first, so that it does not shrink to nothing.
  const halves = (points) => {
    const far = points.reduce((best, point, i) => (away(point, points[0], points[0]) > away(points[best], points[0], points[0]) ? i : best), 0);
    return [...simplify(points.slice(0, far + 1)).slice(0, -1), ...simplify(points.slice(far))];
  };
  const texts = kept.map(halves).map(written).filter(Boolean);
  return texts.length > 0 ? `${id}:${texts.join(";")}` : null;
}).filter(Boolean);
console.log([...new Map(lines.map((text) => [text.split(":")[0], text])).values()].sort().join("\n"));
