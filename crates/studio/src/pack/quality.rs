//! How good each part of a pack is, so that a person knows which pose is worth doing again.

use domain::capture::Pose;

use super::image::Plane;
use super::landmarks::{self, EYES, OVAL};
use super::{FacePack, Take, align, plane};
use crate::math::smoothstep;

/// A part of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Skin and features of the neutral face: sharpness and light.
    Face,
    /// Shut eyes.
    Eyes,
    /// The smile.
    Smile,
    /// Shapes of the mouth.
    Mouth,
    /// Sides of the head.
    Sides,
    /// Hair and shoulders: how clean the cut is.
    Outline,
}

/// How good a part is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// Which part.
    pub part: Part,
    /// 0 (missing or of no use) to 1; below 0.4 it is worth doing again.
    pub score: f32,
    /// The pose to redo for a better one.
    pub pose: Pose,
}

/// Eye distances in the take, in pixels, at which a texture is of no use and as good as can be seen.
const SMALL_AND_LARGE: (f32, f32) = (18.0, 70.0);

impl FacePack {
    /// Judges the parts of this pack, made from these takes. The takes must be the ones given to [`super::build`]:
    /// others are judged as if they were missing.
    #[must_use]
    pub fn quality(&self, takes: &[Take]) -> [Quality; 6] {
        let find = |pose: Pose| takes.iter().find(|t| t.pose == pose && super::check(t).is_ok());
        let neutral = find(Pose::Neutral);
        let crisp = |pose: Pose| match (find(pose), neutral) {
            // Half as sharp as the neutral take is blurred by motion.
            (Some(t), Some(n)) => smoothstep(0.15, 0.60, sharpness(t) / sharpness(n).max(1e-6)),
            _ => 0.0,
        };
        let face = neutral.map_or(0.0, |n| size(n) * smoothstep(0.004, 0.022, sharpness(n)) * light(n));
        let eyes = match (&self.stored.shut, find(Pose::EyesShut), neutral) {
            (Some(_), Some(t), Some(n)) => lids(t, n) * (0.4 + 0.6 * crisp(Pose::EyesShut)),
            _ => 0.0,
        };
        let smile = self.stored.smile.as_ref().map_or(0.0, |l| {
            let wider = l.shape.offset[291][0] - l.shape.offset[61][0];
            smoothstep(0.0, 0.14, wider) * (0.4 + 0.6 * crisp(Pose::Smile))
        });
        let (mouth, redo_mouth) = self.mouth_quality();
        let (sides, redo_side) = self.side_quality(crisp);
        [
            Quality { part: Part::Face, score: face, pose: Pose::Neutral },
            Quality { part: Part::Eyes, score: eyes, pose: Pose::EyesShut },
            Quality { part: Part::Smile, score: smile, pose: Pose::Smile },
            Quality { part: Part::Mouth, score: mouth, pose: redo_mouth },
            Quality { part: Part::Sides, score: sides, pose: redo_side },
            Quality { part: Part::Outline, score: self.outline(), pose: Pose::Neutral },
        ]
        .map(|q| Quality { score: if q.score.is_finite() { q.score.clamp(0.0, 1.0) } else { 0.0 }, ..q })
    }

    /// "Ah" counts most: it opens the mouth in every vowel.
    fn mouth_quality(&self) -> (f32, Pose) {
        let has = |k: usize| if self.stored.mouths.span[k].is_empty() { 0.0 } else { 1.0 };
        let own = self.own_shapes() as f32;
        let score = 0.40 * has(0) + 0.25 * has(1) + 0.10 * has(2) + 0.25 * (own / 10.0).min(1.0);
        (score, if has(0) == 0.0 { Pose::Ah } else { Pose::Oo })
    }

    /// The worse of the two sides, which is the one to redo.
    fn side_quality(&self, crisp: impl Fn(Pose) -> f32) -> (f32, Pose) {
        let score = |pose: Pose, left: bool| {
            let side = self.stored.sides.iter().find(|s| (s.shape.turn_deg > 0.0) == left);
            side.map_or(0.0, |s| smoothstep(3.0, 14.0, s.shape.turn_deg.abs()) * (0.4 + 0.6 * crisp(pose)))
        };
        let (left, right) = (score(Pose::TurnLeft, true), score(Pose::TurnRight, false));
        // One good side is half of the work.
        let sum = 0.65 * left.min(right) + 0.35 * left.max(right);
        (sum, if left < right { Pose::TurnLeft } else { Pose::TurnRight })
    }

    /// How narrow the band is in which the cut-out is neither person nor background, and whether the hair is whole.
    fn outline(&self) -> f32 {
        let (w, h) = (self.texture.width, self.texture.height);
        let (_, _, ed) = landmarks::eyes(self.vertices());
        let alpha = |x: usize, y: usize| self.texture.pixels.get(y * w + x).map_or(0, |p| p >> 24);
        let (mut soft, mut length, mut top) = (0usize, 0usize, 0usize);
        for y in 0..h {
            for x in 0..w {
                let a = alpha(x, y);
                soft += usize::from((26..230).contains(&a));
                let solid = a >= 128;
                let right = x + 1 < w && (alpha(x + 1, y) >= 128) != solid;
                let below = y + 1 < h && (alpha(x, y + 1) >= 128) != solid;
                length += usize::from(right || below);
                top += usize::from(y == 0 && solid);
            }
        }
        if length == 0 {
            return 0.0;
        }
        let width = soft as f32 / length as f32 / ed;
        // A ragged outline is longer than a smooth one around the same person.
        let ragged = length as f32 / (14.0 * ed);
        let cut = if top as f32 > 0.3 * ed { 0.45 } else { 1.0 };
        cut * smoothstep(0.16, 0.04, width) * smoothstep(3.0, 1.2, ragged)
    }
}

/// Pixels between the eyes, as a share of what can be seen in a clip.
fn size(take: &Take) -> f32 {
    let (_, _, ed) = landmarks::eyes(take.points);
    smoothstep(SMALL_AND_LARGE.0, SMALL_AND_LARGE.1, ed).sqrt()
}

/// Mean step of luma from one hundredth of an eye distance to the next, inside the face.
fn sharpness(take: &Take) -> f32 {
    let picture = crop(take);
    let n = (picture.width * picture.height).max(1) as f32;
    let mut sum = 0.0;
    for y in 0..picture.height as isize {
        for x in 0..picture.width as isize {
            let (a, b, c) = (picture.at(x, y)[0], picture.at(x + 1, y)[0], picture.at(x, y + 1)[0]);
            sum += (a - b).abs() + (a - c).abs();
        }
    }
    sum / n
}

/// Luma of the face's middle at 60 pixels to an eye distance.
fn crop(take: &Take) -> Plane<1> {
    let (l, r, ed) = landmarks::eyes(take.points);
    let frame = plane(take);
    let step = ed / 60.0;
    let (x, y) = (0.5 * (l[0] + r[0]) - 0.8 * ed, 0.5 * (l[1] + r[1]) - 0.4 * ed);
    let colour = frame.resized(x, y, step, 96, 96);
    Plane {
        data: colour.data.iter().map(|c| [0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2]]).collect(),
        width: 96,
        height: 96,
    }
}

/// Whether the light is neither dim nor glaring and about the same on both sides.
fn light(take: &Take) -> f32 {
    let frame = plane(take);
    let nose = take.points[168][0];
    let oval: Vec<[f32; 2]> = OVAL.iter().map(|&i| [take.points[i][0], take.points[i][1]]).collect();
    let (mut sums, mut counts, mut clipped) = ([0f32; 2], [0f32; 2], 0f32);
    let span = |k: usize, n: usize| {
        let low = oval.iter().map(|q| q[k]).fold(f32::MAX, f32::min).clamp(0.0, n as f32 - 1.0) as usize;
        let high = oval.iter().map(|q| q[k]).fold(f32::MIN, f32::max).clamp(0.0, n as f32 - 1.0) as usize;
        low..=high
    };
    for y in span(1, take.height).step_by(2) {
        for x in span(0, take.width).step_by(2) {
            if landmarks::inside(&oval, [x as f32, y as f32]) {
                let c = frame.at(x as isize, y as isize);
                let side = usize::from(x as f32 > nose);
                sums[side] += 0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2];
                counts[side] += 1.0;
                clipped += if c.iter().any(|v| *v > 0.99) { 1.0 } else { 0.0 };
            }
        }
    }
    let all = counts[0] + counts[1];
    if counts[0] < 1.0 || counts[1] < 1.0 {
        return 0.0;
    }
    let (a, b) = (sums[0] / counts[0], sums[1] / counts[1]);
    let mean = (sums[0] + sums[1]) / all;
    let even = a.max(b) / a.min(b).max(0.01);
    smoothstep(0.06, 0.28, mean)
        * smoothstep(0.97, 0.82, mean)
        * smoothstep(4.0, 1.8, even)
        * smoothstep(0.25, 0.03, clipped / all)
}

/// 1 for lids that are shut, 0 for lids as open as in the neutral take.
fn lids(take: &Take, neutral: &Take) -> f32 {
    let fit = align::head(take.points, neutral.points);
    let moved: Vec<[f32; 3]> = take.points.iter().map(|&p| fit.apply(p)).collect();
    let gap = |p: &[[f32; 3]]| -> f32 {
        EYES.iter().map(|e| (3..6).map(|k| p[e[k]][1] - p[e[16 - k]][1]).sum::<f32>()).sum()
    };
    smoothstep(0.9, 0.35, gap(&moved) / gap(neutral.points).max(1e-3))
}
