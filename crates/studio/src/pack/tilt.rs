//! What the landmark network gets wrong of every head alike: a head that is turned up, down or sideways comes out with other
//! depths and proportions, and a few motions of cheeks and jaw are in no field of [`super::expressions`]. Both were measured
//! on films of two men who occur in no test; `cargo xtask tilt` makes the table again (see `examples/tilt.rs`).

use super::landmarks::COUNT;
use super::{align, identity, mean};

/// What [`features`] are multiplied with, then the motions: three numbers a landmark as little-endian `i16`, in 1/10000.
const TABLE: &[u8; FIELDS * 6 * COUNT] = include_bytes!("tilt.bin");
const FIELDS: usize = FEATURES + MOTIONS;
/// Yaw, pitch and roll, and the square of each.
pub const FEATURES: usize = 6;
/// Motions of the face that were found, as many as make scans of one person more alike than those of two.
pub const MOTIONS: usize = 3;
/// The films show heads turned this far: beyond it, a head counts as turned this far.
const MOST_DEG: f32 = 20.0;
/// Unit of [`features`].
const UNIT_DEG: f32 = 10.0;

/// Offset of every landmark in eye distances.
type Field = Vec<[f32; 3]>;

/// One take before anything is known of the network's faults.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// How the head is turned against the average head: yaw, pitch, roll.
    pub angles_deg: [f32; 3],
    /// What it differs by from the average head, expressions taken out, in eye distances.
    pub off: Vec<[f32; 3]>,
}

impl Sample {
    /// Of 468 landmarks in any units; nothing for another number of them.
    #[must_use]
    pub fn of(points: &[[f32; 3]]) -> Option<Self> {
        if points.len() != COUNT {
            return None;
        }
        let typical = mean::head();
        let fit = align::head(points, &typical);
        let mut own: Vec<[f32; 3]> = points.iter().map(|&p| fit.apply(p)).collect();
        identity::calm(&mut own, &typical, &super::expressions::fields(&typical));
        let off = own.iter().zip(&typical).map(|(p, t)| std::array::from_fn(|k| p[k] - t[k])).collect();
        Some(Self { angles_deg: fit.angles_deg(), off })
    }

    /// The same person seen in a mirror.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let [yaw, pitch, roll] = self.angles_deg;
        let other = mean::mirror(&mean::head());
        let off = other.iter().map(|&i| [-self.off[i][0], self.off[i][1], self.off[i][2]]).collect();
        Self { angles_deg: [-yaw, pitch, -roll], off }
    }

    /// What the faults grow with.
    #[must_use]
    pub fn features(&self) -> [f32; FEATURES] {
        features(self.angles_deg)
    }
}

fn features(angles_deg: [f32; 3]) -> [f32; FEATURES] {
    let [y, p, r] = angles_deg.map(|a| if a.is_finite() { a.clamp(-MOST_DEG, MOST_DEG) / UNIT_DEG } else { 0.0 });
    [y, p, r, y * y, p * p, r * r]
}

fn field(n: usize) -> Field {
    let value = |at: usize| f32::from(i16::from_le_bytes([TABLE[at], TABLE[at + 1]])) / 10_000.0;
    (0..COUNT).map(|i| std::array::from_fn(|k| value(6 * (n * COUNT + i) + 2 * k))).collect()
}

/// The network's faults, read once for all takes of a scan.
pub(super) struct Faults(Vec<Field>);

impl Faults {
    pub(super) fn read() -> Self {
        Self((0..FEATURES).map(field).collect())
    }

    /// Takes out of a head, which lies over the average one, what it owes to being turned by these angles.
    pub(super) fn take_out(&self, head: &mut [[f32; 3]], angles_deg: [f32; 3]) {
        for (amount, field) in features(angles_deg).into_iter().zip(&self.0) {
            for (p, f) in head.iter_mut().zip(field) {
                (0..3).for_each(|k| p[k] -= amount * f[k]);
            }
        }
    }
}

/// Motions of the face that are no field of [`super::expressions`].
pub(super) fn motions() -> Vec<Field> {
    (FEATURES..FIELDS).map(field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is taken out of a head and of its mirror image is alike, nothing of a head that looks straight ahead, and never
    /// so much that it becomes another face.
    #[test]
    fn faults_are_alike_on_both_sides_and_small() {
        let faults = Faults::read();
        let taken = |angles: [f32; 3]| {
            let mut head = vec![[0f32; 3]; COUNT];
            faults.take_out(&mut head, angles);
            Sample { angles_deg: angles, off: head }
        };
        assert!(taken([0.0; 3]).off.iter().flatten().all(|v| *v == 0.0));
        let (one, other) = (taken([14.0, -9.0, 5.0]).mirrored(), taken([-14.0, -9.0, -5.0]));
        let worst = one.off.iter().flatten().zip(other.off.iter().flatten()).map(|(a, b)| (a - b).abs());
        assert!(worst.fold(0f32, f32::max) < 2e-3);
        let most = taken([90.0, 90.0, f32::NAN]).off.iter().flatten().fold(0f32, |m, v| m.max(v.abs()));
        assert!(most > 0.01 && most < 0.25, "{most}");
    }
}
