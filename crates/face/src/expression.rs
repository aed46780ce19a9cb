//! How open eyes and mouth are, how wide the mouth is, and how high the brows stand.

use crate::Point;

/// Measures of eyes and mouth that do not depend on how near the face is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Expression {
    /// The person's left eye: 0 shut, 1 wide open. Relative: eyes differ, so compare with the same person's open eye.
    pub eye_open_left: f32,
    /// The person's right eye, likewise.
    pub eye_open_right: f32,
    /// Gap between the inner lips over the distance between the eyes.
    pub mouth_open: f32,
    /// Distance between the corners of the mouth over the distance between the eyes.
    pub mouth_width: f32,
    /// Height of the lips, from the upper edge of the upper to the lower edge of the lower, over the distance between the
    /// eyes.
    pub lips: f32,
    /// Height of the brows above the eyes, along the head's own upright, over the distance between the eyes in space, so
    /// that turning or nodding changes little. Frowns have 0.32, rest 0.36 to 0.42.
    pub brows: f32,
    /// Distance between the centres of the eyes in pixels, as seen (it shrinks when the head turns).
    pub eye_distance_px: f32,
}

/// Landmarks of one eye: outer and inner corner, then three pairs on upper and lower lid.
struct Eye {
    corners: (usize, usize),
    lids: [(usize, usize); 3],
}

const RIGHT: Eye = Eye { corners: (33, 133), lids: [(160, 144), (159, 145), (158, 153)] };
const LEFT: Eye = Eye { corners: (263, 362), lids: [(387, 373), (386, 374), (385, 380)] };
/// Lid gap over eye width at which an eye counts as shut and as wide open. The mesh leaves a slit between shut lids.
const LID_RATIO: (f32, f32) = (0.06, 0.36);
/// Middle of the inner upper and lower lip.
const INNER_LIPS: (usize, usize) = (13, 14);
/// Upper edge of the upper lip and lower edge of the lower.
const OUTER_LIPS: (usize, usize) = (0, 17);
/// Upper edges of both brows.
const BROWS: [usize; 6] = [105, 334, 66, 296, 63, 293];
/// From above to below on bone: forehead and bridge of the nose, then the base of the nose.
const DOWN: [(usize, usize); 2] = [(10, 2), (151, 164)];
const MOUTH_CORNERS: (usize, usize) = (61, 291);

impl Expression {
    /// Measures landmarks; nothing if there are fewer than the mesh has.
    pub(crate) fn of(points: &[Point]) -> Option<Self> {
        let (right, left) = (centre(points, &RIGHT)?, centre(points, &LEFT)?);
        let eyes = (left[0] - right[0]).hypot(left[1] - right[1]).max(1e-3);
        Some(Self {
            eye_open_left: openness(points, &LEFT)?,
            eye_open_right: openness(points, &RIGHT)?,
            mouth_open: gap(points, INNER_LIPS)? / eyes,
            mouth_width: gap(points, MOUTH_CORNERS)? / eyes,
            lips: gap(points, OUTER_LIPS)? / eyes,
            brows: brows(points)?,
            eye_distance_px: eyes,
        })
    }

    /// Mean of both eyes' openness.
    #[must_use]
    pub fn eyes_open(&self) -> f32 {
        f32::midpoint(self.eye_open_left, self.eye_open_right)
    }
}

fn gap(points: &[Point], (a, b): (usize, usize)) -> Option<f32> {
    let (a, b) = (points.get(a)?, points.get(b)?);
    Some((a[0] - b[0]).hypot(a[1] - b[1]))
}

fn centre(points: &[Point], eye: &Eye) -> Option<[f32; 2]> {
    let (a, b) = (points.get(eye.corners.0)?, points.get(eye.corners.1)?);
    Some([f32::midpoint(a[0], b[0]), f32::midpoint(a[1], b[1])])
}

fn openness(points: &[Point], eye: &Eye) -> Option<f32> {
    let mut lids = 0.0;
    for pair in eye.lids {
        lids += gap(points, pair)? / 3.0;
    }
    let ratio = lids / gap(points, eye.corners)?.max(1e-3);
    Some(((ratio - LID_RATIO.0) / (LID_RATIO.1 - LID_RATIO.0)).clamp(0.0, 1.0))
}

/// Mean height of the brows above the line of the eyes, in space.
fn brows(points: &[Point]) -> Option<f32> {
    let minus = |a: &Point, b: &Point| [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    let dot = |a: &Point, b: &Point| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    let mean = |ids: &[usize]| {
        let mut sum = [0.0; 3];
        for i in ids {
            let p = points.get(*i)?;
            (0..3).for_each(|k| sum[k] += p[k] / ids.len() as f32);
        }
        Some(sum)
    };
    let right = mean(&[RIGHT.corners.0, RIGHT.corners.1])?;
    let left = mean(&[LEFT.corners.0, LEFT.corners.1])?;
    let across = minus(&left, &right);
    let apart = dot(&across, &across).sqrt().max(1e-3);
    let mut down = [0.0; 3];
    for (a, b) in DOWN {
        let d = minus(points.get(b)?, points.get(a)?);
        (0..3).for_each(|k| down[k] += d[k]);
    }
    // At right angles to the line of the eyes.
    let along = dot(&down, &across) / (apart * apart);
    (0..3).for_each(|k| down[k] -= along * across[k]);
    let length = dot(&down, &down).sqrt().max(1e-3);
    let eyes: Point = std::array::from_fn(|k| f32::midpoint(right[k], left[k]));
    Some(dot(&minus(&eyes, &mean(&BROWS)?), &down) / length / apart)
}
