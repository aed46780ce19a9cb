//! The sides of the head, from the takes in which it is turned: a camera in front sees cheeks and temples at a slant.

use serde::{Deserialize, Serialize};

use super::align::{self, Similarity};
use super::image::Plane;
use super::landmarks::{self, COUNT, LIP_MIDDLE, OVAL};
use super::mesh::Sheet;
use super::{Take, tone};
use crate::math::smoothstep;

/// A side before its picture is compressed.
pub(crate) struct Side {
    pub(crate) picture: Plane<3>,
    pub(crate) shape: SideShape,
}

/// Where a side's picture lies on the sheet, and where it is the better one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SideShape {
    /// Per vertex of the sheet, in pixels of the side's picture.
    pub(crate) uv: Vec<[f32; 2]>,
    /// Per vertex, how much of the side's picture shows in a turned head: 0 none to 255 all of it.
    pub(crate) share: Vec<u8>,
    /// How far the head was turned in the take, in degrees; positive when the picture's left side is the one shown.
    pub(crate) turn_deg: f32,
}

/// Turns of the head that show a side, in degrees.
const TURNS_DEG: std::ops::Range<f32> = 6.0..45.0;
/// How far outside the face the side is used, in eye distances.
const REACH: f32 = 0.45;

/// The side that a turned take shows, at the scale of the texture and in the light of the neutral take. `None` when the
/// head is not turned, or too far, or too small in the picture. `colour` and `alpha` are those of the texture.
pub(crate) fn side(take: &Take, frame: &Plane<3>, sheet: &Sheet, colour: &Plane<3>, alpha: &Plane<1>) -> Option<Side> {
    let (at, ed) = (&sheet.vertices, landmarks::eyes(&sheet.vertices).2);
    // Width of the eyes' line is foreshortened in a turned take: the fit of the whole head gives the scale.
    let fit = align::head(at, take.points);
    let scale = fit.scale();
    let turn_deg = turn_deg(&fit);
    if !(TURNS_DEG.contains(&turn_deg.abs()) && scale * ed >= 12.0 && (0.25..4.0).contains(&scale)) {
        return None;
    }
    let placed = places(at, take, &fit, ed);
    let left = turn_deg > 0.0;
    let mut share = shares(sheet, take, &placed, alpha, left);
    agree(&mut share, sheet, &placed, (frame, scale * ed), (colour, ed));
    let used: Vec<usize> = (0..at.len()).filter(|&i| share[i] > 0.0).collect();
    if used.len() < 12 {
        return None;
    }
    // Neighbours of what is used lie at the other end of its triangles.
    let step = scale.max(1.0);
    let pad = 0.3 * ed * scale;
    let (w, h) = (take.width as f32, take.height as f32);
    let fold = |axis: usize, start: f32, f: fn(f32, f32) -> f32| used.iter().map(|&i| placed[i][axis]).fold(start, f);
    let x0 = (fold(0, f32::MAX, f32::min) - pad).clamp(0.0, w - 2.0).floor();
    let y0 = (fold(1, f32::MAX, f32::min) - pad).clamp(0.0, h - 2.0).floor();
    let x1 = (fold(0, f32::MIN, f32::max) + pad).clamp(x0 + 2.0, w.max(x0 + 2.0));
    let y1 = (fold(1, f32::MIN, f32::max) + pad).clamp(y0 + 2.0, h.max(y0 + 2.0));
    let (width, height) = (((x1 - x0) / step) as usize, ((y1 - y0) / step) as usize);
    if width < 8 || height < 8 || width > 2048 || height > 2048 {
        return None;
    }
    let mut picture = frame.resized(x0, y0, step, width, height);
    let uv: Vec<[f32; 2]> = placed.iter().map(|p| [(p[0] - x0) / step, (p[1] - y0) / step]).collect();
    let pairs: Vec<([f32; 2], [f32; 2])> = used.iter().map(|&i| (uv[i], [at[i][0], at[i][1]])).collect();
    tone::match_regions(&mut picture, colour, &pairs, ed);
    let share = share.iter().map(|s| (s * 255.0 + 0.5) as u8).collect();
    Some(Side { picture, shape: SideShape { uv, share, turn_deg } })
}

/// How far the head of a take is turned from that of the sheet, in degrees.
pub(crate) fn turn_deg(fit: &Similarity) -> f32 {
    // Where the direction of the lens goes, seen from above.
    let [x, _, z] = fit.turned([0.0, 0.0, -1.0]);
    libm::atan2f(x, -z) * (180.0 / std::f32::consts::PI)
}

/// Every vertex in the take's picture: landmarks where they were found; the rest turned with the head and carried along
/// with the outline near it.
fn places(at: &[[f32; 3]], take: &Take, fit: &Similarity, ed: f32) -> Vec<[f32; 2]> {
    let turned = |i: usize| fit.apply(at[i]);
    let slip: Vec<[f32; 2]> = OVAL
        .iter()
        .map(|&i| {
            let t = turned(i);
            [take.points[i][0] - t[0], take.points[i][1] - t[1]]
        })
        .collect();
    (0..at.len())
        .map(|i| {
            if i < COUNT {
                return [take.points[i][0], take.points[i][1]];
            }
            let (mut sum, mut weights, mut nearest) = ([0f32; 2], 0f32, f32::MAX);
            for (&o, s) in OVAL.iter().zip(&slip) {
                let (dx, dy) = ((at[o][0] - at[i][0]) / ed, (at[o][1] - at[i][1]) / ed);
                let d = (dx * dx + dy * dy).sqrt().max(0.01);
                let weight = 1.0 / (d * d * d);
                (0..2).for_each(|k| sum[k] += weight * s[k]);
                weights += weight;
                nearest = nearest.min(d);
            }
            let follow = smoothstep(1.2, 0.2, nearest) / weights;
            let t = turned(i);
            [t[0] + follow * sum[0], t[1] + follow * sum[1]]
        })
        .collect()
}

/// Where the take sees the surface better than the neutral one, 0..1: it must face the lens more than it did, lie on the
/// side that the turn shows, be no part of eyes and mouth, and be far from the cut-out's edge.
fn shares(sheet: &Sheet, take: &Take, placed: &[[f32; 2]], alpha: &Plane<1>, left: bool) -> Vec<f32> {
    let at = &sheet.vertices;
    let (le, re, ed) = landmarks::eyes(at);
    let here = facing(at.iter().map(|p| [p[0], p[1]]).collect::<Vec<_>>().as_slice(), sheet);
    let there = facing(placed, sheet);
    let scale = landmarks::eyes(take.points).2 / ed;
    let oval: Vec<[f32; 2]> = OVAL.iter().map(|&i| [at[i][0], at[i][1]]).collect();
    let chin = at[landmarks::CHIN][1];
    let apart = |p: [f32; 3], q: [f32; 2]| {
        let (dx, dy) = ((p[0] - q[0]) / ed, (p[1] - q[1]) / ed);
        (dx * dx + dy * dy).sqrt()
    };
    let mouth = [at[LIP_MIDDLE.0][0], at[LIP_MIDDLE.0][1]];
    (0..at.len())
        .map(|i| {
            let p = at[i];
            let out = (p[0] - at[168][0]) / ed * if left { -1.0 } else { 1.0 };
            let aside = smoothstep(0.2, 0.5, out);
            let clear = smoothstep(0.42, 0.62, apart(p, le).min(apart(p, re))) * smoothstep(0.5, 0.75, apart(p, mouth));
            // Area in the turned picture over that in the neutral one: cosine times resolution.
            let gain = there[i] / (here[i] * scale * scale).max(1e-6);
            let better = smoothstep(0.97, 1.15, gain);
            let away = landmarks::distance(&oval, [p[0], p[1]]) / ed;
            let inside = landmarks::inside(&oval, [p[0], p[1]]);
            let near =
                if inside { 1.0 } else { smoothstep(REACH, 0.15, away) * smoothstep(0.0, -0.3, (p[1] - chin) / ed) };
            let r = (0.10 * ed) as isize;
            let (x, y) = (p[0] as isize, p[1] as isize);
            let solid = [(0, 0), (-r, 0), (r, 0), (0, -r), (0, r)]
                .iter()
                .map(|(dx, dy)| if sheet_has(alpha, x + dx, y + dy) { alpha.at(x + dx, y + dy)[0] } else { 0.0 })
                .fold(1.0, f32::min);
            let q = placed[i];
            let framed = q[0] > 1.0 && q[1] > 1.0 && q[0] < take.width as f32 - 2.0 && q[1] < take.height as f32 - 2.0;
            if framed { aside * clear * better * near * smoothstep(0.9, 1.0, solid) } else { 0.0 }
        })
        .collect()
}

/// Takes out what does not show the same in both pictures: where hair meets skin the two never quite fit. Each place's
/// colours must differ as those of the whole side do (by the light), within a tolerance. Pictures come with their eye
/// distances.
fn agree(share: &mut [f32], sheet: &Sheet, placed: &[[f32; 2]], take: (&Plane<3>, f32), base: (&Plane<3>, f32)) {
    let soft = |(picture, ed): (&Plane<3>, f32), p: [f32; 2]| -> f32 {
        let r = 0.04 * ed;
        let spots = [(0.0, 0.0), (-r, 0.0), (r, 0.0), (0.0, -r), (0.0, r), (-r, -r), (r, r), (-r, r), (r, -r)];
        let sum: f32 = spots
            .iter()
            .map(|(dx, dy)| picture.sample(p[0] + dx, p[1] + dy))
            .map(|c| 0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2])
            .sum();
        sum / spots.len() as f32 + 0.02
    };
    let ratio: Vec<Option<f32>> = (0..share.len())
        .map(|i| {
            let v = sheet.vertices[i];
            (share[i] > 0.0).then(|| soft(base, [v[0], v[1]]) / soft(take, placed[i]))
        })
        .collect();
    let mut sorted: Vec<f32> = ratio.iter().flatten().copied().collect();
    sorted.sort_by(f32::total_cmp);
    let Some(&median) = sorted.get(sorted.len() / 2) else { return };
    let fits: Vec<f32> =
        ratio.iter().map(|r| r.map_or(0.0, |r| smoothstep(2.2, 1.3, (r / median).max(median / r)))).collect();
    // A vertex next to one that does not fit shares its triangles.
    let mut least = fits.clone();
    for t in &sheet.triangles {
        let low = t.iter().map(|&i| fits[usize::from(i)]).fold(1.0, f32::min);
        t.iter().for_each(|&i| least[usize::from(i)] = least[usize::from(i)].min(low.max(0.25 * fits[usize::from(i)])));
    }
    share.iter_mut().zip(&least).for_each(|(s, f)| *s *= f);
}

fn sheet_has(alpha: &Plane<1>, x: isize, y: isize) -> bool {
    x >= 0 && y >= 0 && x < alpha.width as isize && y < alpha.height as isize
}

/// Area in a picture of the triangles around each vertex, in square pixels; those seen from behind count against it.
fn facing(at: &[[f32; 2]], sheet: &Sheet) -> Vec<f32> {
    let mut sum = vec![0f32; at.len()];
    for t in &sheet.triangles {
        let base = t.map(|i| sheet.vertices[usize::from(i)]);
        let [a, b, c] = t.map(|i| at[usize::from(i)]);
        let area = |a: [f32; 2], b: [f32; 2], c: [f32; 2]| {
            0.5 * ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]))
        };
        let sign = area([base[0][0], base[0][1]], [base[1][0], base[1][1]], [base[2][0], base[2][1]]).signum();
        t.iter().for_each(|&i| sum[usize::from(i)] += sign * area(a, b, c));
    }
    sum
}
