//! Which way the edges run around eyes, brows and nose, where expressions change least: histograms of oriented gradients
//! (Dalal and Triggs 2005) of a small grey patch that the landmarks align. No picture can be made of 128 such sums.

use domain::capture::{TEXTURE, TEXTURE_UNIT};

use crate::crop::{Outside, bilinear};
use crate::{Frame, Point};

/// Landmarks, and where they lie in the patch's own measure: corners of the eyes, bridge and tip and sides of the nose.
const ANCHORS: [(usize, [f32; 2]); 8] = [
    (33, [-0.72, 0.0]),
    (133, [-0.27, 0.02]),
    (362, [0.27, 0.02]),
    (263, [0.72, 0.0]),
    (168, [0.0, -0.05]),
    (4, [0.0, 0.62]),
    (129, [-0.27, 0.62]),
    (358, [0.27, 0.62]),
];
/// Samples a unit of that measure; the patch reaches from above the brows to the tip of the nose.
const UNIT: f32 = 20.0;
/// Samples across and down, and the place of the middle of the eyes among them.
const SIZE: (usize, usize) = (42, 30);
const MIDDLE: [f32; 2] = [21.0, 17.6];
/// Cells across and down, and directions.
const CELLS: (usize, usize) = (4, 4);
const DIRECTIONS: usize = TEXTURE / (CELLS.0 * CELLS.1);
/// Most of the whole that one sum may be before all are scaled: a gleam is no face.
const MOST: f32 = 0.25;
/// Added to grey before its logarithm, so that the noise of the dark does not count.
const DARK: f32 = 16.0;

/// The texture; empty if there are fewer landmarks than the mesh has or they lie on a line.
pub(super) fn texture(frame: &Frame, points: &[Point]) -> Vec<u8> {
    let Some(map) = affine(points) else { return Vec::new() };
    let patch = smoothed(&patch(frame, &map));
    let mut sums = histograms(&patch);
    let length = |s: &[f32]| s.iter().map(|v| v * v).sum::<f32>().sqrt().max(1e-6);
    let whole = length(&sums);
    sums.iter_mut().for_each(|v| *v = (*v / whole).min(MOST));
    let whole = length(&sums);
    sums.iter().map(|v| (v / whole * TEXTURE_UNIT).round().clamp(0.0, 255.0) as u8).collect()
}

/// From the patch's measure to the frame, by least squares: two rows of `a * u + b * v + c`.
fn affine(points: &[Point]) -> Option<[[f32; 3]; 2]> {
    let n = ANCHORS.len() as f32;
    let middle: [f32; 2] = std::array::from_fn(|k| ANCHORS.iter().map(|(_, to)| to[k]).sum::<f32>() / n);
    let (mut uu, mut uv, mut vv) = (0.0, 0.0, 0.0);
    let (mut along, mut mean) = ([[0.0f32; 2]; 2], [0.0f32; 2]);
    for (id, to) in ANCHORS {
        let (p, u, v) = (points.get(id)?, to[0] - middle[0], to[1] - middle[1]);
        (uu, uv, vv) = (uu + u * u, uv + u * v, vv + v * v);
        for k in 0..2 {
            mean[k] += p[k] / n;
            along[k][0] += u * p[k];
            along[k][1] += v * p[k];
        }
    }
    let whole = uu * vv - uv * uv;
    let rows: [[f32; 3]; 2] = std::array::from_fn(|k| {
        let (a, b) = ((along[k][0] * vv - along[k][1] * uv) / whole, (along[k][1] * uu - along[k][0] * uv) / whole);
        [a, b, mean[k] - a * middle[0] - b * middle[1]]
    });
    let area = rows[0][0] * rows[1][1] - rows[0][1] * rows[1][0];
    (area.is_finite() && area.abs() > 1.0).then_some(rows)
}

type Patch = [[f32; SIZE.0]; SIZE.1];

/// Grey (BT.601), each sample the mean of the pixels it stands for.
fn patch(frame: &Frame, map: &[[f32; 3]; 2]) -> Patch {
    let pixels = (map[0][0] * map[1][1] - map[0][1] * map[1][0]).abs().sqrt() / UNIT;
    let fine = (pixels.ceil().clamp(1.0, 6.0)) as usize;
    let mut patch = [[0.0; SIZE.0]; SIZE.1];
    for (j, row) in patch.iter_mut().enumerate() {
        for (i, grey) in row.iter_mut().enumerate() {
            for part in 0..fine * fine {
                let within = |k: usize| (k as f32 + 0.5) / fine as f32 - 0.5;
                let u = (i as f32 + within(part % fine) - MIDDLE[0]) / UNIT;
                let v = (j as f32 + within(part / fine) - MIDDLE[1]) / UNIT;
                let [x, y] = [0, 1].map(|k: usize| map[k][0] * u + map[k][1] * v + map[k][2]);
                let [r, g, b] = bilinear(frame, x, y, Outside::Nearest);
                *grey += (0.299 * r + 0.587 * g + 0.114 * b) / (fine * fine) as f32;
            }
        }
    }
    patch
}

/// Blurred by one sample, which is what noise and the landmarks' own tremble need, as logarithms.
fn smoothed(patch: &Patch) -> Patch {
    const WEIGHTS: [f32; 5] = [0.055, 0.244, 0.402, 0.244, 0.055];
    let at = |i: usize, k: usize, end: usize| (i + k).saturating_sub(2).min(end - 1);
    let across: Patch =
        std::array::from_fn(|j| std::array::from_fn(|i| (0..5).map(|k| WEIGHTS[k] * patch[j][at(i, k, SIZE.0)]).sum()));
    std::array::from_fn(|j| {
        std::array::from_fn(|i| (0..5).map(|k| WEIGHTS[k] * across[at(j, k, SIZE.1)][i]).sum::<f32>())
            .map(|grey: f32| (grey + DARK).ln())
    })
}

/// The strength of the edges by cell and direction, each shared between the nearest two of both.
fn histograms(patch: &Patch) -> Vec<f32> {
    let mut sums = vec![0.0; TEXTURE];
    let near = |k: usize, cells: usize, size: usize| {
        let at = ((k as f32 + 0.5) * cells as f32 / size as f32 - 0.5).clamp(0.0, (cells - 1) as f32);
        let low = (at as usize).min(cells - 2);
        [(low, 1.0 - (at - low as f32)), (low + 1, at - low as f32)]
    };
    for j in 1..SIZE.1 - 1 {
        for i in 1..SIZE.0 - 1 {
            let (x, y) = (patch[j][i + 1] - patch[j][i - 1], patch[j + 1][i] - patch[j - 1][i]);
            let strength = x.hypot(y);
            let direction = y.atan2(x).rem_euclid(std::f32::consts::TAU) / std::f32::consts::TAU * DIRECTIONS as f32;
            let (first, part) = (direction as usize, direction.fract());
            for (row, down) in near(j, CELLS.1, SIZE.1) {
                for (column, across) in near(i, CELLS.0, SIZE.0) {
                    let cell = DIRECTIONS * (row * CELLS.0 + column);
                    sums[cell + first % DIRECTIONS] += strength * down * across * (1.0 - part);
                    sums[cell + (first + 1) % DIRECTIONS] += strength * down * across * part;
                }
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTH: usize = 200;

    /// A face of stripes `scale` times as large: landmarks where the anchors lie, and bands that run at this slope.
    fn made(scale: f32, slope: f32, light: f32) -> Vec<u8> {
        let (cx, cy) = (100.0, 80.0);
        let mut points = vec![[cx, cy, 0.0]; 468];
        for (id, to) in ANCHORS {
            points[id] = [cx + scale * to[0], cy + scale * to[1], 0.0];
        }
        let rgba: Vec<u8> = (0..WIDTH * WIDTH)
            .flat_map(|n| {
                let (u, v) = (((n % WIDTH) as f32 - cx) / scale, ((n / WIDTH) as f32 - cy) / scale);
                let grey = light * (120.0 + 80.0 * (6.0 * (u + slope * v)).sin() * (1.0 - 0.5 * v));
                [grey as u8; 4]
            })
            .collect();
        texture(&Frame::new(&rgba, WIDTH, WIDTH).unwrap(), &points)
    }

    fn apart(a: &[u8], b: &[u8]) -> f32 {
        let sum: f32 = a.iter().zip(b).map(|(a, b)| (f32::from(*a) - f32::from(*b)).powi(2)).sum();
        sum.sqrt() / TEXTURE_UNIT
    }

    #[test]
    fn neither_size_nor_light_matters_and_the_way_of_the_edges_does() {
        let face = made(60.0, 0.3, 1.0);
        assert_eq!(face.len(), TEXTURE);
        assert!(apart(&face, &made(40.0, 0.3, 1.0)) < 0.1, "{}", apart(&face, &made(40.0, 0.3, 1.0)));
        assert!(apart(&face, &made(60.0, 0.3, 0.7)) < 0.1);
        assert!(apart(&face, &made(60.0, 2.0, 1.0)) > 0.4);
    }

    #[test]
    fn landmarks_in_one_place_have_none() {
        let rgba = [0; 4 * 16];
        let frame = Frame::new(&rgba, 4, 4).unwrap();
        assert!(texture(&frame, &vec![[1.0; 3]; 468]).is_empty());
        assert!(texture(&frame, &[]).is_empty());
    }
}
