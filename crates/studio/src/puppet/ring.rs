//! A closed line in the picture, and how far the pixels of a row are inside it.

use crate::math::Bound as _;

/// A polygon, of which distances up to some reach matter.
pub(super) struct Ring {
    points: Vec<[f32; 2]>,
    reach: f32,
}

/// Part of the polygon: from a point to another.
#[derive(Clone, Copy)]
struct Edge {
    from: [f32; 2],
    along: [f32; 2],
    /// One over the square of its length.
    inverse: f32,
    /// Left and right of what lies within reach.
    near: [f32; 2],
}

/// What of a ring matters to the pixels at one height.
pub(super) struct Row {
    y: f32,
    reach: f32,
    /// Where the line crosses this height.
    crossings: Vec<f32>,
    edges: Vec<Edge>,
}

impl Ring {
    /// `reach` in pixels.
    pub(super) fn new(points: Vec<[f32; 2]>, reach: f32) -> Self {
        Self { points, reach }
    }

    /// Left, top, right and bottom.
    pub(super) fn bounds(&self) -> [f32; 4] {
        let least = |b: [f32; 4], p: &[f32; 2]| [b[0].min(p[0]), b[1].min(p[1]), b[2].max(p[0]), b[3].max(p[1])];
        self.points.iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], least)
    }

    /// The row at height `y`.
    pub(super) fn row(&self, y: f32) -> Row {
        let mut row = Row { y, reach: self.reach, crossings: Vec::new(), edges: Vec::new() };
        let before = self.points.iter().cycle().skip(self.points.len().saturating_sub(1));
        for (&b, &a) in before.zip(&self.points) {
            let along = [b[0] - a[0], b[1] - a[1]];
            if (a[1] > y) != (b[1] > y) {
                row.crossings.push(along[0] * (y - a[1]) / along[1] + a[0]);
            }
            if a[1].min(b[1]) - self.reach <= y && y <= a[1].max(b[1]) + self.reach {
                let inverse = 1.0 / (along[0] * along[0] + along[1] * along[1]).at_least(1e-12);
                let near = [a[0].min(b[0]) - self.reach, a[0].max(b[0]) + self.reach];
                row.edges.push(Edge { from: a, along, inverse, near });
            }
        }
        row
    }
}

impl Row {
    /// How far the place `x` is inside the ring, in pixels: outside it is negative, and beyond its reach no more than that.
    pub(super) fn depth(&self, x: f32) -> f32 {
        let mut best = self.reach * self.reach;
        for e in self.edges.iter().filter(|e| e.near[0] <= x && x <= e.near[1]) {
            let (px, py) = (x - e.from[0], self.y - e.from[1]);
            let t = ((px * e.along[0] + py * e.along[1]) * e.inverse).clamp(0.0, 1.0);
            let (dx, dy) = (px - t * e.along[0], py - t * e.along[1]);
            let square = dx * dx + dy * dy;
            if square < best {
                best = square;
            }
        }
        let inside = self.crossings.iter().filter(|c| x < **c).count() % 2 == 1;
        if inside { best.sqrt() } else { -best.sqrt() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::landmarks;

    #[test]
    fn depths_are_those_of_the_whole_polygon_up_to_the_reach() {
        let points: Vec<[f32; 2]> = (0..23)
            .map(|i| {
                let a = core::f32::consts::TAU * i as f32 / 23.0;
                let r = 1.0 + 0.2 * crate::math::sin(5.0 * a);
                [40.3 + 31.0 * r * crate::math::cos(a), 20.9 + 11.0 * r * crate::math::sin(a)]
            })
            .collect();
        let ring = Ring::new(points.clone(), 6.0);
        let [left, top, right, bottom] = ring.bounds();
        assert!(left > 0.0 && top > 0.0 && right < 80.0 && bottom < 40.0);
        let (mut deep, mut out) = (0, 0);
        for y in 0..42 {
            let row = ring.row(y as f32 + 0.5);
            for x in 0..82 {
                let p = [x as f32 + 0.5, y as f32 + 0.5];
                let away = landmarks::distance(&points, p).at_most(6.0);
                let want = if landmarks::inside(&points, p) { away } else { -away };
                let depth = row.depth(p[0]);
                assert!((depth - want).abs() < 1e-3, "{p:?}: {depth}, not {want}");
                deep += usize::from(depth >= 6.0);
                out += usize::from(depth <= -6.0);
            }
        }
        assert!(deep > 50 && out > 50);
    }
}
