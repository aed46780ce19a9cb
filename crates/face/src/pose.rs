//! How the head is turned, from the landmarks' own depth.

use crate::Point;

/// Angles of the head in degrees. All are about 0 for a face that looks straight into the lens.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pose {
    /// Positive: the person turned to their own left, so that the nose points to the right of the picture.
    pub yaw_deg: f32,
    /// Positive: chin up, looking above the camera.
    pub pitch_deg: f32,
    /// Positive: head tilted to the person's own left shoulder, clockwise in the picture.
    pub roll_deg: f32,
}

/// Pairs of landmarks on the person's right and left that mirror one another and that no expression moves far: eye
/// corners, cheekbones, temples, sides of the nose.
const ACROSS: [(usize, usize); 6] = [(33, 263), (133, 362), (127, 356), (234, 454), (54, 284), (129, 358)];
/// From above to below along the middle, on bone: forehead and bridge of the nose, then the base of the nose.
const DOWN: [(usize, usize); 2] = [(10, 2), (151, 164)];
/// Pitch that the pairs in [`DOWN`] show on a face that looks straight ahead, because the base of the nose stands
/// forward of the forehead: measured on MediaPipe's canonical face.
const REST_PITCH_DEG: f32 = 7.0;

impl Pose {
    /// Measures landmarks; nothing if there are fewer than the mesh has.
    pub(crate) fn of(points: &[Point]) -> Option<Self> {
        let across = sum(points, &ACROSS)?;
        let down = sum(points, &DOWN)?;
        // Roll first, so that yaw and pitch are measured along the head's own axes.
        let roll = across[1].atan2(across[0]);
        let level = (across[0] * across[0] + across[1] * across[1]).sqrt().max(1e-6);
        let (cos, sin) = (across[0] / level, across[1] / level);
        let upright = down[1] * cos - down[0] * sin;
        Some(Self {
            yaw_deg: across[2].atan2(level).to_degrees(),
            pitch_deg: (-down[2]).atan2(upright).to_degrees() - REST_PITCH_DEG,
            roll_deg: roll.to_degrees(),
        })
    }
}

/// Sum of the vectors from the first to the second of each pair.
fn sum(points: &[Point], pairs: &[(usize, usize)]) -> Option<[f32; 3]> {
    let mut total = [0.0; 3];
    for (a, b) in pairs {
        let (a, b) = (points.get(*a)?, points.get(*b)?);
        for k in 0..3 {
            total[k] += b[k] - a[k];
        }
    }
    Some(total)
}
