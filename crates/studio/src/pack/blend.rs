//! The sharpest view of each region: where another take shows the same skin clearly sharper than the neutral one, its
//! detail goes into the texture.

use domain::capture::Pose;

use super::image::Plane;
use super::landmarks::{self, BROWS, COUNT, LIP_MIDDLE, OVAL};
use super::{Take, align, tone};
use crate::math::smoothstep;

/// How much sharper another take must be to take part, and to take over.
const SHARPER: (f32, f32) = (1.1, 1.4);
/// Size of a region, in eye distances (one sigma).
const REGION: f32 = 0.10;
/// Only what is finer than this changes, in eye distances (one sigma): colour and shading stay the neutral take's, so that
/// no seam can show.
const FINE: f32 = 0.06;
/// Difference of brightness between the two takes, blurred to that size, at which they show the same, and do not.
const ALIKE: (f32, f32) = (0.025, 0.06);
/// Change of the mouth's width or opening that is none, in eye distances.
const STILL: f32 = 0.04;
/// The turn beyond which skin does not look as in the neutral take, in degrees.
const TURN_DEG: f32 = 12.0;

/// Blends sharper regions into `picture`, whose landmarks are `points` and whose face `triangles` cover. Skin that an
/// expression moves, eyes, lips and outline stay the neutral take's, and so does whatever looks different in the other.
pub(crate) fn sharpest(
    picture: &mut Plane<3>,
    points: &[[f32; 3]],
    triangles: &[[u16; 3]],
    takes: &[Take],
    plane: impl Fn(&Take) -> Plane<3>,
) {
    let (_, _, ed) = landmarks::eyes(points);
    let mut best = detail(picture, ed);
    for take in takes {
        let Some(sure) = sure(points, ed, take) else { continue };
        let fit = align::head(points, take.points);
        let turn = super::sides::turn_deg(&fit).abs();
        // Less resolution cannot be sharper.
        if turn > TURN_DEG || !(0.7..4.0).contains(&fit.scale()) {
            continue;
        }
        let (mut warped, cover) = warp(picture, points, triangles, &sure, take, &plane(take));
        let used = points.iter().take(COUNT).enumerate().filter(|(i, _)| sure[*i] > 0.0);
        let pairs: Vec<_> = used.map(|(_, p)| ([p[0], p[1]], [p[0], p[1]])).collect();
        if pairs.is_empty() {
            continue;
        }
        tone::match_regions(&mut warped, picture, &pairs, ed);
        let sharp = detail(&warped, ed);
        // The difference of the two where both are known, and how much of it is coarse.
        let mut apart = Plane::<4>::new(picture.width, picture.height);
        for (i, d) in apart.data.iter_mut().enumerate() {
            if cover.data[i][0] > 0.0 {
                let own = picture.data[i];
                *d = [warped.data[i][0] - own[0], warped.data[i][1] - own[1], warped.data[i][2] - own[2], 1.0];
            }
        }
        let coarse = apart.gaussian(FINE * ed);
        for (i, own) in picture.data.iter_mut().enumerate() {
            let known = coarse.data[i][3];
            if cover.data[i][0] <= 0.0 || known < 1e-3 {
                continue;
            }
            let low: [f32; 3] = std::array::from_fn(|k| coarse.data[i][k] / known);
            let alike = smoothstep(ALIKE.1, ALIKE.0, luma(low).abs());
            let (there, here) = (sharp.data[i][0], best.data[i][0]);
            let t = cover.data[i][0] * alike * smoothstep(SHARPER.0, SHARPER.1, there / here.max(1e-5));
            if t > 0.0 {
                (0..3).for_each(|k| own[k] = (own[k] + t * (apart.data[i][k] - low[k])).clamp(0.0, 1.0));
                best.data[i][0] += t * (there - here);
            }
        }
    }
}

/// Per landmark: 1 where skin looks the same in a take as in the neutral one, 0 where expressions reach.
/// Nothing for a pose that changes all of the face.
fn sure(points: &[[f32; 3]], ed: f32, take: &Take) -> Option<Vec<f32>> {
    let pose = take.pose;
    if matches!(pose, Pose::Neutral | Pose::EyesShut | Pose::Blink | Pose::Brows) {
        return None;
    }
    // Whatever was asked for: does the mouth do what it does in the neutral take?
    let moved = align::expression(take.points, points);
    let still = |a: usize, b: usize, k: usize| (moved[a][k] - moved[b][k]).abs() < STILL;
    let calm = still(291, 61, 0) && still(LIP_MIDDLE.1, LIP_MIDDLE.0, 1);
    let (l, r, _) = landmarks::eyes(points);
    let oval: Vec<[f32; 2]> = OVAL.iter().map(|&i| [points[i][0], points[i][1]]).collect();
    let mouth = points[LIP_MIDDLE.0];
    let apart = |p: [f32; 3], q: [f32; 2]| {
        let (dx, dy) = ((p[0] - q[0]) / ed, (p[1] - q[1]) / ed);
        (dx * dx + dy * dy).sqrt()
    };
    // The mouth itself may be held otherwise; beside it only a mouth that moves matters.
    let (from, to) = if calm { (0.45, 0.6) } else { (0.9, 1.1) };
    let all = points.iter().take(COUNT).enumerate().map(|(i, p)| {
        // Hairs of a brow that is a little higher are a second brow.
        if BROWS.iter().any(|b| b.contains(&i)) {
            return 0.0;
        }
        let eyes = smoothstep(0.30, 0.45, apart(*p, l).min(apart(*p, r)));
        let rim =
            if landmarks::inside(&oval, [p[0], p[1]]) { landmarks::distance(&oval, [p[0], p[1]]) / ed } else { 0.0 };
        eyes * smoothstep(from, to, apart(*p, [mouth[0], mouth[1]])) * smoothstep(0.02, 0.12, rim)
    });
    Some(all.collect())
}

fn luma(c: [f32; 3]) -> f32 {
    0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2]
}

/// How much fine detail there is around each pixel.
fn detail(picture: &Plane<3>, ed: f32) -> Plane<1> {
    let mut out = Plane::<1>::new(picture.width, picture.height);
    for y in 0..picture.height as isize {
        for x in 0..picture.width as isize {
            let around = [(1, 0), (-1, 0), (0, 1), (0, -1)].map(|(dx, dy)| luma(picture.at(x + dx, y + dy)));
            let d = luma(picture.at(x, y)) - 0.25 * around.iter().sum::<f32>();
            out.data[y as usize * picture.width + x as usize] = [d.abs()];
        }
    }
    out.gaussian(REGION * ed)
}

/// The take's skin laid over the texture triangle by triangle, and how far it is to be believed there.
fn warp(
    picture: &Plane<3>,
    points: &[[f32; 3]],
    triangles: &[[u16; 3]],
    sure: &[f32],
    take: &Take,
    frame: &Plane<3>,
) -> (Plane<3>, Plane<1>) {
    let (w, h) = (picture.width, picture.height);
    let (mut out, mut cover) = (picture.clone(), Plane::<1>::new(w, h));
    for t in triangles {
        let index = t.map(usize::from);
        if index.iter().any(|&i| i >= COUNT) || index.iter().all(|&i| sure[i] <= 0.0) {
            continue;
        }
        let [a, b, c] = index.map(|i| points[i]);
        let det = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
        if det.abs() < 1e-3 {
            continue;
        }
        let low = |k: usize, n: usize| a[k].min(b[k]).min(c[k]).floor().clamp(0.0, n as f32) as usize;
        let high = |k: usize, n: usize| (a[k].max(b[k]).max(c[k]).ceil() + 1.0).clamp(0.0, n as f32) as usize;
        for y in low(1, h)..high(1, h) {
            for x in low(0, w)..high(0, w) {
                let (px, py) = (x as f32 + 0.5 - a[0], y as f32 + 0.5 - a[1]);
                let v = (px * (c[1] - a[1]) - (c[0] - a[0]) * py) / det;
                let u = ((b[0] - a[0]) * py - px * (b[1] - a[1])) / det;
                let share = [1.0 - u - v, v, u];
                if share.iter().all(|s| *s >= 0.0) {
                    let at = |k: usize| (0..3).map(|j| share[j] * take.points[index[j]][k]).sum::<f32>();
                    out.data[y * w + x] = frame.sharp_sample(at(0), at(1));
                    cover.data[y * w + x] = [(0..3).map(|j| share[j] * sure[index[j]]).sum()];
                }
            }
        }
    }
    (out, cover)
}
