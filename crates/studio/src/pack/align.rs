//! Taking the head's own motion out of a take, so that what is left is the expression.

use super::landmarks;

/// A rotation, scale and shift in three dimensions.
pub(crate) struct Similarity {
    rotation: [[f32; 3]; 3],
    scale: f32,
    from: [f32; 3],
    to: [f32; 3],
}

impl Similarity {
    /// How much larger things become.
    pub(crate) fn scale(&self) -> f32 {
        self.scale
    }

    /// Yaw, pitch and roll in degrees that a head had which this brings upright.
    pub(crate) fn angles_deg(&self) -> [f32; 3] {
        let r = &self.rotation;
        let level = (r[0][0] * r[0][0] + r[0][1] * r[0][1]).sqrt();
        [libm::atan2f(r[0][2], level), libm::atan2f(-r[1][2], r[2][2]), libm::atan2f(r[0][1], r[0][0])]
            .map(|a| a * (180.0 / std::f32::consts::PI))
    }

    /// A direction, turned only.
    pub(crate) fn turned(&self, d: [f32; 3]) -> [f32; 3] {
        std::array::from_fn(|r| (0..3).map(|k| self.rotation[r][k] * d[k]).sum())
    }

    pub(crate) fn apply(&self, p: [f32; 3]) -> [f32; 3] {
        let d: [f32; 3] = std::array::from_fn(|k| p[k] - self.from[k]);
        std::array::from_fn(|r| self.to[r] + self.scale * (0..3).map(|k| self.rotation[r][k] * d[k]).sum::<f32>())
    }
}

/// Bones that no expression moves: eye corners, bridge and wings of the nose, temples, upper outline.
const STILL: [usize; 22] =
    [33, 133, 362, 263, 168, 6, 197, 195, 5, 4, 10, 338, 109, 297, 67, 127, 356, 162, 389, 9, 151, 8];

/// The similarity that brings `from` closest to `to` over the bones (Horn 1987: the largest eigenvector of a 4x4
/// matrix is the rotation).
pub(crate) fn head(from: &[[f32; 3]], to: &[[f32; 3]]) -> Similarity {
    let middle = |p: &[[f32; 3]]| -> [f32; 3] {
        std::array::from_fn(|k| STILL.iter().map(|&i| p[i][k]).sum::<f32>() / STILL.len() as f32)
    };
    let (a, b) = (middle(from), middle(to));
    let mut s = [[0f64; 3]; 3];
    let (mut size_a, mut size_b) = (0f64, 0f64);
    for &i in &STILL {
        for r in 0..3 {
            let (p, q) = (f64::from(from[i][r] - a[r]), f64::from(to[i][r] - b[r]));
            size_a += p * p;
            size_b += q * q;
            for (c, cell) in s[r].iter_mut().enumerate() {
                *cell += p * f64::from(to[i][c] - b[c]);
            }
        }
    }
    let n = [
        [s[0][0] + s[1][1] + s[2][2], s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]],
        [s[1][2] - s[2][1], s[0][0] - s[1][1] - s[2][2], s[0][1] + s[1][0], s[2][0] + s[0][2]],
        [s[2][0] - s[0][2], s[0][1] + s[1][0], s[1][1] - s[0][0] - s[2][2], s[1][2] + s[2][1]],
        [s[0][1] - s[1][0], s[2][0] + s[0][2], s[1][2] + s[2][1], s[2][2] - s[0][0] - s[1][1]],
    ];
    // Power iteration, shifted so that the wanted eigenvalue is the largest in size.
    let shift: f64 = n.iter().flatten().map(|v| v.abs()).sum();
    let mut q = [1f64, 0.0, 0.0, 0.0];
    for _ in 0..300 {
        let next: [f64; 4] = std::array::from_fn(|r| shift * q[r] + (0..4).map(|c| n[r][c] * q[c]).sum::<f64>());
        let length = next.iter().map(|v| v * v).sum::<f64>().sqrt().max(1e-300);
        q = next.map(|v| v / length);
    }
    let [w, x, y, z] = q;
    let rotation = [
        [w * w + x * x - y * y - z * z, 2.0 * (x * y - w * z), 2.0 * (x * z + w * y)],
        [2.0 * (x * y + w * z), w * w - x * x + y * y - z * z, 2.0 * (y * z - w * x)],
        [2.0 * (x * z - w * y), 2.0 * (y * z + w * x), w * w - x * x - y * y + z * z],
    ];
    Similarity {
        rotation: rotation.map(|r| r.map(|v| v as f32)),
        scale: (size_b / size_a.max(1e-12)).sqrt() as f32,
        from: a,
        to: b,
    }
}

/// `from` turned, scaled and shifted to lie over `to` by the bones; empty unless both have 468 landmarks.
#[must_use]
pub fn onto(from: &[[f32; 3]], to: &[[f32; 3]]) -> Vec<[f32; 3]> {
    if from.len() != landmarks::COUNT || to.len() != landmarks::COUNT {
        return Vec::new();
    }
    let fit = head(from, to);
    from.iter().map(|&p| fit.apply(p)).collect()
}

/// What the expression of `take` adds to `neutral`, in eye distances of `neutral`, per landmark.
pub(crate) fn expression(take: &[[f32; 3]], neutral: &[[f32; 3]]) -> Vec<[f32; 3]> {
    let fit = head(take, neutral);
    let (_, _, ed) = landmarks::eyes(neutral);
    take.iter()
        .zip(neutral)
        .map(|(&t, n)| {
            let moved = fit.apply(t);
            std::array::from_fn(|k| (moved[k] - n[k]) / ed)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::{Random, cos, sin};

    #[test]
    fn a_turned_face_has_no_expression() {
        let mut r = Random::new(3, 0);
        let neutral: Vec<[f32; 3]> = (0..468).map(|_| std::array::from_fn(|_| r.range(-60.0, 60.0))).collect();
        let turned: Vec<[f32; 3]> = neutral
            .iter()
            .map(|p| {
                let (s, c) = (sin(0.3), cos(0.3));
                let [x, y, z] = [c * p[0] + s * p[2], p[1], c * p[2] - s * p[0]];
                [1.2 * (c * x - s * y) + 5.0, 1.2 * (s * x + c * y) - 9.0, 1.2 * z]
            })
            .collect();
        let worst = expression(&turned, &neutral).iter().flatten().fold(0f32, |m, v| m.max(v.abs()));
        assert!(worst < 1e-3, "{worst}");
    }
}
