//! Colour of one picture brought to that of another, region by region.

use super::image::Plane;
use crate::math::exp;

/// Width of a region, in eye distances (one sigma).
const REGION: f32 = 0.30;
/// Side of a cell for which a gain is computed, in pixels.
const CELL: usize = 8;

/// Multiplies `picture` by gains that change slowly over it, so that each place of the pairs gets the colour that it
/// has in `model`. Pairs are places in `picture` and in `model`; `ed` is the eye distance in both.
pub(crate) fn match_regions(picture: &mut Plane<3>, model: &Plane<3>, pairs: &[([f32; 2], [f32; 2])], ed: f32) {
    let r = ((0.05 * ed) as usize).max(1);
    let (soft, soft_model) = (picture.blurred(r), model.blurred(r));
    let gains: Vec<([f32; 2], [f32; 3])> = pairs
        .iter()
        .map(|(p, q)| {
            let (a, b) = (soft.sample(p[0], p[1]), soft_model.sample(q[0], q[1]));
            (*p, std::array::from_fn(|k| ((b[k] + 0.02) / (a[k] + 0.02)).clamp(0.4, 2.5)))
        })
        .collect();
    let (w, h) = (picture.width.div_ceil(CELL) + 1, picture.height.div_ceil(CELL) + 1);
    let mut field = Plane::<3>::new(w, h);
    let sigma = REGION * ed;
    for y in 0..h {
        for x in 0..w {
            let at = [(x as f32 + 0.5) * CELL as f32, (y as f32 + 0.5) * CELL as f32];
            // A little of every gain, so that places far from all pairs get their mean.
            let (mut sum, mut weights) = ([0f32; 3], 0f32);
            for (p, gain) in &gains {
                let (dx, dy) = ((at[0] - p[0]) / sigma, (at[1] - p[1]) / sigma);
                let weight = exp(-0.5 * (dx * dx + dy * dy)) + 1e-4;
                (0..3).for_each(|k| sum[k] += weight * gain[k]);
                weights += weight;
            }
            field.data[y * w + x] = if weights > 0.0 { sum.map(|s| s / weights) } else { [1.0; 3] };
        }
    }
    let width = picture.width;
    for (i, p) in picture.data.iter_mut().enumerate() {
        let (x, y) = ((i % width) as f32 + 0.5, (i / width) as f32 + 0.5);
        let gain = field.sample(x / CELL as f32, y / CELL as f32);
        (0..3).for_each(|k| p[k] = (p[k] * gain[k]).min(1.0));
    }
}
