//! Whether what is seen is as wide as it is high once its depth is counted in: a head is, a picture of one that is turned
//! is not (the metric constraint of Tomasi and Kanade, Shape and motion from image streams, 1992).

use crate::{Face, Point};

/// Landmarks that neither mouth nor brows move far: forehead, nose, corners of the eyes, cheekbones, temples, jaw joints.
const BONE: [usize; 53] = [
    1, 2, 4, 5, 6, 8, 9, 10, 33, 36, 50, 54, 67, 93, 98, 101, 103, 109, 116, 117, 118, 127, 129, 133, 151, 164, 168,
    193, 195, 197, 205, 234, 263, 266, 280, 284, 297, 323, 327, 330, 332, 338, 345, 346, 347, 351, 356, 358, 362, 417,
    425, 122, 454,
];
const EYES: [usize; 4] = [33, 133, 263, 362];

/// Where the bone landmarks are on the neutral face, level, in distances between the eyes.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Rest {
    at: Vec<[f64; 3]>,
}

impl Rest {
    /// Takes in frame `n` (from 1) of a neutral hold: the mean over the hold.
    pub(super) fn learn(&mut self, face: &Face, n: u32) {
        let Some(seen) = level(&face.points) else { return };
        if n <= 1 || self.at.len() != seen.len() {
            self.at = seen;
            return;
        }
        for (mean, now) in self.at.iter_mut().zip(&seen) {
            (0..3).for_each(|k| mean[k] += (now[k] - mean[k]) / f64::from(n));
        }
    }

    /// Scale across over scale down of this face against the neutral one; nothing before there is one.
    pub(super) fn width(&self, face: &Face) -> Option<f32> {
        let seen = level(&face.points)?;
        let (across, down) = (self.row(&seen, 0)?, self.row(&seen, 1)?);
        let width = across / down;
        (width.is_finite() && width > 0.0).then_some(width as f32)
    }

    /// Length of the row of the best affine fit that gives coordinate `k` of the picture.
    fn row(&self, seen: &[[f64; 3]], k: usize) -> Option<f64> {
        if self.at.len() != seen.len() || seen.is_empty() {
            return None;
        }
        let n = seen.len() as f64;
        let from: [f64; 3] = std::array::from_fn(|i| self.at.iter().map(|p| p[i]).sum::<f64>() / n);
        let to = seen.iter().map(|p| p[k]).sum::<f64>() / n;
        let (mut m, mut v) = ([[0.0; 3]; 3], [0.0; 3]);
        for (a, b) in self.at.iter().zip(seen) {
            let a: [f64; 3] = std::array::from_fn(|i| a[i] - from[i]);
            for i in 0..3 {
                (0..3).for_each(|j| m[i][j] += a[i] * a[j]);
                v[i] += a[i] * (b[k] - to);
            }
        }
        let row = solve(&m, v)?;
        Some(row.iter().map(|c| c * c).sum::<f64>().sqrt())
    }
}

/// Cramer's rule.
fn solve(m: &[[f64; 3]; 3], v: [f64; 3]) -> Option<[f64; 3]> {
    let det = |m: &[[f64; 3]; 3]| {
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
            + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    };
    let whole = det(m);
    (whole.abs() > 1e-12).then(|| {
        std::array::from_fn(|c| {
            let mut with = *m;
            (0..3).for_each(|r| with[r][c] = v[r]);
            det(&with) / whole
        })
    })
}

/// The bone landmarks with the line of the eyes level, from the middle of the eyes, in distances between the eyes.
fn level(points: &[Point]) -> Option<Vec<[f64; 3]>> {
    let at = |id: usize| points.get(id).map(|p| p.map(f64::from));
    let [a, b, c, d] = EYES.map(at);
    let (a, b, c, d) = (a?, b?, c?, d?);
    let middle: [f64; 3] = std::array::from_fn(|k| (a[k] + b[k] + c[k] + d[k]) / 4.0);
    let (x, y) = ((c[0] + d[0] - a[0] - b[0]) / 2.0, (c[1] + d[1] - a[1] - b[1]) / 2.0);
    let apart = x.hypot(y);
    if apart < 1e-3 {
        return None;
    }
    let (cos, sin) = (x / apart, y / apart);
    BONE.iter()
        .map(|id| {
            let p = at(*id)?;
            let (dx, dy, dz) = (p[0] - middle[0], p[1] - middle[1], p[2] - middle[2]);
            Some([(dx * cos + dy * sin) / apart, (dy * cos - dx * sin) / apart, dz / apart])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Expression, POINTS, Pose};

    /// An egg with a nose, turned and rolled, or a flat picture of it, turned and bent.
    fn seen(yaw_deg: f32, roll_deg: f32, flat: bool) -> Face {
        let egg = |i: usize| {
            let (u, v) = ((2.4 * i as f32).sin(), (1.7 * i as f32).cos());
            [60.0 * u, 80.0 * v, 45.0 * (u * u + 0.4 * v * v) - if i % 9 == 1 { 35.0 } else { 0.0 }]
        };
        let mut points: Vec<Point> = (0..POINTS).map(egg).collect();
        for (id, x) in [(33, -45.0), (133, -15.0), (362, 15.0), (263, 45.0)] {
            points[id] = [x, -20.0, 8.0];
        }
        let ((sin, cos), roll) = (yaw_deg.to_radians().sin_cos(), roll_deg.to_radians().sin_cos());
        for p in &mut points {
            let [x, y, z] = *p;
            let (wide, deep) = if flat {
                (x * cos + 8.0 * sin * (x / 60.0).powi(2), z)
            } else {
                (x * cos - z * sin, z * cos + x * sin)
            };
            *p = [200.0 + wide * roll.1 - y * roll.0, 150.0 + y * roll.1 + wide * roll.0, deep];
        }
        let expression = Expression { eye_distance_px: 60.0, ..Expression::default() };
        Face { points, presence: 1.0, pose: Pose::default(), expression }
    }

    #[test]
    fn a_head_stays_as_wide_as_it_is_high_and_a_picture_does_not() {
        let mut rest = Rest::default();
        assert_eq!(rest.width(&seen(0.0, 0.0, false)), None);
        (1..=3).for_each(|n| rest.learn(&seen(0.0, 4.0, false), n));
        for (yaw, roll) in [(0.0, 0.0), (20.0, 0.0), (-30.0, 9.0), (10.0, -15.0)] {
            let width = rest.width(&seen(yaw, roll, false)).unwrap();
            assert!((width - 1.0).abs() < 0.05, "{yaw} {roll}: {width}");
            let photo = rest.width(&seen(yaw, roll, true)).unwrap();
            assert!((photo - yaw.to_radians().cos()).abs() < 0.05, "{yaw} {roll}: {photo}");
        }
    }
}
