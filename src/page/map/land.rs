//! Land as a drawing shows it: the rings of `land.txt`, cut to a frame and made so coarse that no point of them is
//! closer to its line than can be seen. No border of a state is in it, so that none can be wrong.
//!
//! `land.txt` is Natural Earth's (public domain), made small by `land.mjs`. `map` calls it.

use std::sync::LazyLock;

/// One line a ring: whole twentieths of a degree, east and north, each pair from the one before.
const RINGS: &str = include_str!("land.txt");

/// Twentieths of a degree.
const UNITS: f64 = 20.0;

/// How far rings reach beyond the frame, so that the lines at which they are cut are not seen.
const BEYOND: f64 = 3.0;

/// How far a point may lie from the line that leaves it out.
const TOLERANCE: f64 = 1.0;

/// What is smaller than so many square units is not drawn.
const LEAST_AREA: f64 = 5.0;

/// A place: degrees east, degrees north; or one in a drawing, from its left and from its top.
pub(super) type Point = [f64; 2];

/// A ring, and the least and the most of its degrees.
struct Ring {
    points: Vec<Point>,
    least: Point,
    most: Point,
}

static LAND: LazyLock<Vec<Ring>> = LazyLock::new(|| RINGS.lines().map(read_ring).collect());

fn read_ring(line: &str) -> Ring {
    let mut steps = line.split(' ').filter_map(|number| number.parse::<i32>().ok());
    let (mut east, mut north) = (0, 0);
    let mut ring = Ring { points: Vec::new(), least: [f64::INFINITY; 2], most: [f64::NEG_INFINITY; 2] };
    while let (Some(dx), Some(dy)) = (steps.next(), steps.next()) {
        (east, north) = (east + dx, north + dy);
        let point = [f64::from(east) / UNITS, f64::from(north) / UNITS];
        ring.points.push(point);
        for (axis, value) in point.into_iter().enumerate() {
            ring.least[axis] = ring.least[axis].min(value);
            ring.most[axis] = ring.most[axis].max(value);
        }
    }
    ring
}

/// The part of the globe that a drawing shows, and how large it is drawn.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    /// What lies in its middle, in degrees.
    pub(super) middle: Point,
    /// Units of the drawing to a degree, east and north.
    pub(super) scale: Point,
    /// How wide and how high the drawing is.
    pub(super) size: Point,
}

impl Frame {
    /// A place in the drawing; it may lie outside of the frame.
    pub(super) fn place(&self, [east, north]: Point) -> Point {
        [
            self.size[0] / 2.0 + (east - self.middle[0]) * self.scale[0],
            self.size[1] / 2.0 - (north - self.middle[1]) * self.scale[1],
        ]
    }

    /// The degrees from the frame's edge to its middle.
    pub(super) fn reach(&self, axis: usize) -> f64 {
        self.size[axis] / 2.0 / self.scale[axis]
    }

    /// All land in the frame: the `d` of an SVG path, to be filled by the rule `evenodd`, for seas within land are rings
    /// as well.
    pub(super) fn land(&self) -> String {
        let mut path = String::new();
        for ring in LAND.iter() {
            // A ring may reach over the date line, and so may the frame.
            for turn in [-720.0, -360.0, 0.0, 360.0, 720.0] {
                if self.touches(ring, turn) {
                    let places = ring.points.iter().map(|[east, north]| self.place([east + turn, *north]));
                    write_ring(&mut path, &simplified(&self.cut(places.collect())));
                }
            }
        }
        path
    }

    fn touches(&self, ring: &Ring, turn: f64) -> bool {
        let [east, north] = [0, 1].map(|axis| self.reach(axis));
        ring.least[0] + turn < self.middle[0] + east
            && ring.most[0] + turn > self.middle[0] - east
            && ring.least[1] < self.middle[1] + north
            && ring.most[1] > self.middle[1] - north
    }

    /// The part of a ring that lies in the frame (Sutherland and Hodgman).
    fn cut(&self, mut ring: Vec<Point>) -> Vec<Point> {
        for axis in [0, 1] {
            ring = cut_at(&ring, axis, -BEYOND, 1.0);
            ring = cut_at(&ring, axis, self.size[axis] + BEYOND, -1.0);
        }
        ring
    }
}

/// The part of a ring on one side of a line across an axis; `sign`: 1 is what lies above the limit, -1 what lies below.
fn cut_at(ring: &[Point], axis: usize, limit: f64, sign: f64) -> Vec<Point> {
    let Some(mut before) = ring.last().copied() else { return Vec::new() };
    let mut kept = Vec::with_capacity(ring.len());
    let inside = |point: Point| (point[axis] - limit) * sign >= 0.0;
    for point in ring.iter().copied() {
        if inside(point) != inside(before) {
            let part = (limit - before[axis]) / (point[axis] - before[axis]);
            kept.push([0, 1].map(|axis| before[axis] + part * (point[axis] - before[axis])));
        }
        if inside(point) {
            kept.push(point);
        }
        before = point;
    }
    kept
}

/// A ring with fewer points (Douglas and Peucker), each of its halves by itself, so that it does not shrink to nothing.
fn simplified(ring: &[Point]) -> Vec<Point> {
    let Some(first) = ring.first() else { return Vec::new() };
    let mut closed = ring.to_vec();
    closed.push(*first);
    let half = closed.len() / 2;
    let mut keeps = vec![false; closed.len()];
    let mut stretches = vec![(0, half), (half, closed.len() - 1)];
    while let Some((from, to)) = stretches.pop() {
        (keeps[from], keeps[to]) = (true, true);
        let off = |place: &usize| distance(closed[*place], closed[from], closed[to]);
        let farthest = (from + 1..to).max_by(|one, other| off(one).total_cmp(&off(other)));
        if let Some(place) = farthest.filter(|place| off(place) > TOLERANCE) {
            stretches.extend([(from, place), (place, to)]);
        }
    }
    ring.iter().zip(keeps).filter(|(_, keep)| *keep).map(|(point, _)| *point).collect()
}

/// How far a point lies from a stretch of a line.
fn distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx.mul_add(dx, dy * dy);
    let part = if length == 0.0 { 0.0 } else { (((x - ax) * dx + (y - ay) * dy) / length).clamp(0.0, 1.0) };
    (x - ax - part * dx).hypot(y - ay - part * dy)
}

/// A ring in whole steps, each from the place before; nothing where it is too small to be seen.
fn write_ring(path: &mut String, ring: &[Point]) {
    let mut places: Vec<[i32; 2]> = ring.iter().map(|point| point.map(super::rounded)).collect();
    places.dedup();
    let after = places.iter().cycle().skip(1);
    let twice: i32 = places.iter().zip(after).map(|([x, y], [x2, y2])| x * y2 - x2 * y).sum();
    if f64::from(twice).abs() < 2.0 * LEAST_AREA {
        return;
    }
    let mut before = [0, 0];
    for (place, [x, y]) in places.into_iter().enumerate() {
        let [dx, dy] = [x - before[0], y - before[1]];
        path.push_str(match place {
            0 => "M",
            1 => "l",
            _ if dx < 0 => "",
            _ => " ",
        });
        let gap = if dy < 0 { "" } else { " " };
        path.push_str(&format!("{dx}{gap}{dy}"));
        before = [x, y];
    }
    path.push('z');
}
