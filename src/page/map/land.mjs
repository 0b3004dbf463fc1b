// Makes land.txt from the npm package world-atlas 2 (Natural Earth 4.1, public domain): `node land.mjs
// PATH/TO/land-50m.json > land.txt`. One line a ring, the largest first, of land or of a sea within land: whole numbers
// of a twentieth of a degree, east and north, the first from 0/0, the others from the one before. A ring that crosses
// the date line goes on beyond 180 degrees.

import { readFileSync } from "node:fs";

const UNITS = 20;
const TOLERANCE = 0.08; // degrees that a simplified line may be off
const LEAST = 0.05; // square degrees that a ring must have

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

/** Without the jumps at the date line. */
function unrolled(points) {
  let turns = 0;
  return points.map(([x, y], i) => {
    const step = i > 0 ? x - points[i - 1][0] : 0;
    if (Math.abs(step) > 180) turns -= Math.sign(step) * 360;
    return [x + turns, y];
  });
}

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

/** A ring is cut at the point that is farthest from its first, so that it does not shrink to nothing. */
function halves(points) {
  const off = (point) => Math.hypot(point[0] - points[0][0], point[1] - points[0][1]);
  const far = points.reduce((best, point, i) => (off(point) > off(points[best]) ? i : best), 0);
  return [...simplify(points.slice(0, far + 1)).slice(0, -1), ...simplify(points.slice(far))];
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

const polygons = objects.land.geometries.flatMap(({ type, arcs }) => (type === "Polygon" ? [arcs] : arcs));
const rings = polygons.flat().map((parts) => unrolled(ring(parts))).filter((points) => area(points) >= LEAST);
rings.sort((one, other) => area(other) - area(one));
console.log(rings.map(halves).map(written).filter(Boolean).join("\n"));
