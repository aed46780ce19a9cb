//! Colours inside the mouth, from the takes that show it.

use domain::capture::Pose;
use serde::{Deserialize, Serialize};

use super::Take;
use super::image::Plane;
use super::landmarks::{self, LIP_MIDDLE};

/// Colours of 0..1 in the light of the neutral take; `None` where no take shows the part well.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Inner {
    pub(crate) teeth: Option<[f32; 3]>,
    pub(crate) cavity: Option<[f32; 3]>,
    pub(crate) tongue: Option<[f32; 3]>,
}

/// Least opening of the lips, in eye distances.
const OPEN: f32 = 0.04;
/// Least number of pixels that a colour is taken from.
const PIXELS: usize = 16;
/// Cheeks and forehead: their colour says how a take's light differs from the neutral one's.
const SKIN: [usize; 8] = [50, 280, 205, 425, 151, 9, 101, 330];

/// Measures the takes. `neutral` are the landmarks in the texture's `picture`.
pub(crate) fn colours(takes: &[Take], neutral: &[[f32; 3]], picture: &Plane<3>) -> Inner {
    let skin = mean(SKIN.iter().map(|&i| picture.sample(neutral[i][0], neutral[i][1])));
    let of = |pose: Pose| takes.iter().find(|t| t.pose == pose).map(|t| opening(t, skin)).unwrap_or_default();
    let (smile, ah) = (of(Pose::Smile), of(Pose::Ah));
    let bright = luma(skin);
    let teeth = [&smile, &ah].into_iter().find_map(|seen| {
        // Bright and hardly coloured.
        let pale: Vec<[f32; 3]> = quantile(seen, 0.70, 0.98).into_iter().filter(|c| saturation(*c) < 0.42).collect();
        (pale.len() >= PIXELS).then(|| mean(pale.into_iter())).filter(|c| (0.65..1.6).contains(&(luma(*c) / bright)))
    });
    let cavity = Some(quantile(&ah, 0.02, 0.20)).filter(|d| d.len() >= PIXELS).map(|d| mean(d.into_iter()));
    let tongue = {
        let red: Vec<[f32; 3]> = quantile(&ah, 0.35, 0.75).into_iter().filter(|c| c[0] > 1.2 * c[1]).collect();
        (red.len() >= PIXELS).then(|| mean(red.into_iter())).filter(|c| (0.3..1.0).contains(&(luma(*c) / bright)))
    };
    Inner { teeth, cavity: cavity.filter(|c| luma(*c) < 0.45 * bright), tongue }
}

/// Colours between the lips of a take, in the light of the skin given; none when the lips hardly part.
fn opening(take: &Take, skin: [f32; 3]) -> Vec<[f32; 3]> {
    let p = take.points;
    let (_, _, ed) = landmarks::eyes(p);
    let gap = p[LIP_MIDDLE.1][1] - p[LIP_MIDDLE.0][1];
    if ed < 12.0 || gap < OPEN * ed {
        return Vec::new();
    }
    let at = |x: usize, y: usize| -> [f32; 3] {
        let i = 4 * (y * take.width + x);
        std::array::from_fn(|k| take.rgba.get(i + k).map_or(0.0, |v| f32::from(*v) / 255.0))
    };
    let inside = |v: f32, n: usize| v.clamp(0.0, n as f32 - 1.0) as usize;
    let own = mean(SKIN.iter().map(|&i| at(inside(p[i][0], take.width), inside(p[i][1], take.height))));
    let gain: [f32; 3] = std::array::from_fn(|k| (skin[k] / own[k].max(0.02)).clamp(0.5, 2.0));
    let ring: Vec<[f32; 2]> = landmarks::mouth_ring().iter().map(|&i| [p[i][0], p[i][1]]).collect();
    let span = |k: usize, n: usize| {
        let low = ring.iter().map(|q| q[k]).fold(f32::MAX, f32::min);
        let high = ring.iter().map(|q| q[k]).fold(f32::MIN, f32::max);
        inside(low, n)..=inside(high, n)
    };
    let mut out = Vec::new();
    for y in span(1, take.height) {
        for x in span(0, take.width) {
            let q = [x as f32 + 0.5, y as f32 + 0.5];
            if landmarks::inside(&ring, q) && landmarks::distance(&ring, q) > 0.012 * ed {
                let c = at(x, y);
                out.push(std::array::from_fn(|k| (c[k] * gain[k]).min(1.0)));
            }
        }
    }
    out.sort_by(|a, b| luma(*a).total_cmp(&luma(*b)));
    out
}

/// The part of a sorted list between two shares of its length.
fn quantile(sorted: &[[f32; 3]], from: f32, to: f32) -> Vec<[f32; 3]> {
    let at = |q: f32| (q * sorted.len() as f32) as usize;
    sorted.get(at(from)..at(to)).map(<[_]>::to_vec).unwrap_or_default()
}

fn mean(colours: impl Iterator<Item = [f32; 3]>) -> [f32; 3] {
    let (mut sum, mut n) = ([0f32; 3], 0f32);
    for c in colours {
        (0..3).for_each(|k| sum[k] += c[k]);
        n += 1.0;
    }
    sum.map(|s| s / n.max(1.0))
}

fn luma(c: [f32; 3]) -> f32 {
    0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2]
}

fn saturation(c: [f32; 3]) -> f32 {
    let (low, high) = (c[0].min(c[1]).min(c[2]), c[0].max(c[1]).max(c[2]));
    (high - low) / high.max(0.02)
}
