//! Eyeballs behind the lids: what the texture shows inside the lid margins, which the lids uncover and cover.

use super::rig::Posed;
use crate::pack::image::Texture;
use crate::pack::landmarks::EYES;
use crate::raster::{Corner, Gain, Layer};

/// Rows from the lower lid to the upper.
const ROWS: usize = 6;

/// How the face's plane maps to the texture.
#[derive(Debug, Clone, Copy)]
pub(super) struct ToTexture {
    pub(super) scale: f32,
    pub(super) middle: [f32; 2],
}

/// Draws both, as posed and as they are at rest. `gaze` shifts them, in eye distances.
pub(super) fn draw(
    (posed, rest): (&Posed, &[[f32; 3]]),
    gaze: [f32; 2],
    map: ToTexture,
    texture: &Texture,
    layer: &mut Layer,
    gain: &Gain,
    to_px: impl Fn([f32; 3]) -> [f32; 2],
) {
    for eye in EYES {
        // Nine columns from corner to corner; in each, points between the lids.
        let mut grid = [[Corner::default(); ROWS + 1]; 9];
        for (k, column) in grid.iter_mut().enumerate() {
            let (low, up) = (eye[k], eye[(16 - k) % 16]);
            // Lids wider than in the scan uncover what it did not see: the eye is drawn out a little instead.
            let (bottom, top) = (posed.face[low][1].min(rest[low][1]), posed.face[up][1].max(rest[up][1]));
            let across = 1.0 - (k as f32 / 4.0 - 1.0) * (k as f32 / 4.0 - 1.0);
            for (r, corner) in column.iter_mut().enumerate() {
                let t = r as f32 / ROWS as f32;
                let mixed =
                    |a: [f32; 3], b: [f32; 3]| -> [f32; 3] { std::array::from_fn(|c| a[c] + (b[c] - a[c]) * t) };
                let (mut face, view) = (mixed(posed.face[low], posed.face[up]), mixed(posed.view[low], posed.view[up]));
                face[1] = bottom + (top - bottom) * t;
                let [x, y] = to_px(view);
                // The middle moves, the margins do not: lashes belong to the lid.
                let from_middle = 2.0 * t - 1.0;
                let inner = 1.0 - from_middle * from_middle * from_middle * from_middle;
                let shift = across.min(1.0) * inner;
                *corner = Corner {
                    x,
                    y,
                    z: view[2] + 0.01,
                    uv: std::array::from_fn(|c| (face[c] - gaze[c] * shift) * map.scale + map.middle[c]),
                    ..Corner::default()
                };
            }
        }
        for k in 0..8 {
            for r in 0..ROWS {
                let (a, b, c, d) = (grid[k][r], grid[k + 1][r], grid[k + 1][r + 1], grid[k][r + 1]);
                layer.triangle(&[a, b, c], texture, None, gain);
                layer.triangle(&[a, c, d], texture, None, gain);
            }
        }
    }
}
