//! The person around a face, looked at more than once. The network errs where a wide frame is squeezed into a square (a
//! bright wall beside a neck passes for a shoulder), and where a square reaches beyond the frame (there a shoulder is
//! expected, and seen); hardly ever in both at the same place.

use crate::crop::{Outside, bilinear};
use crate::segment::{Mask, SIDE, Segmenter};
use crate::{Frame, Point};

/// Squares to look at: side, how far their middle lies below the eyes (both in eye distances), how much they count.
const VIEWS: [(f32, f32, f32); 3] = [(5.5, 0.5, 4.0), (7.0, 0.7, 2.0), (10.0, 1.8, 1.0)];
/// Width over which a square's say fades towards its border, as a share of its side.
const FADE: f32 = 0.12;
/// How far the whole frame's view is widened, as its cells are coarse: in cells.
const WIDER: isize = 2;
/// Side of the mask.
const OUT: usize = 512;

impl Segmenter {
    /// The mask of the person whose landmarks are given: 512 x 512 places that cover the whole frame, squeezed, each seen
    /// in up to three squares around the face, in the whole frame and in their mirror images: the person is where squares
    /// and frame agree, and near the face. Without landmarks, or where they are no face in this frame, the frame's own mask
    /// ([`Segmenter::person_mask`]). Costs eight runs of the network: for one picture, not for each frame.
    pub fn person_around(&mut self, frame: &Frame, points: &[Point]) -> Mask {
        let Some((middle, ed)) = eyes(points).filter(|(_, ed)| *ed >= 4.0 && *ed < 1e4) else {
            return self.person_mask(frame);
        };
        let (sx, sy) = (frame.width as f32 / OUT as f32, frame.height as f32 / OUT as f32);
        let (mut sum, mut weights) = (vec![0f32; OUT * OUT], vec![0f32; OUT * OUT]);
        for (side, down, counts) in VIEWS {
            let side = side * ed;
            let corner = [middle[0] - 0.5 * side, middle[1] + down * ed - 0.5 * side];
            let seen = self.look(frame, corner, [side; 2]);
            for j in 0..OUT {
                for i in 0..OUT {
                    let x = ((i as f32 + 0.5) * sx - corner[0]) / side;
                    let y = ((j as f32 + 0.5) * sy - corner[1]) / side;
                    // The frame's own border is no border of the square: what lies beyond is unknown to all.
                    let inside = x.min(1.0 - x).min(y).min(1.0 - y) / FADE;
                    if inside > 0.0 {
                        let weight = counts * inside.min(1.0);
                        sum[j * OUT + i] += weight * at(&seen, x, y);
                        weights[j * OUT + i] += weight;
                    }
                }
            }
        }
        let whole = wider(&self.look(frame, [0.0; 2], [frame.width as f32, frame.height as f32]));
        let data = (0..OUT * OUT)
            .map(|k| {
                let place = |v: usize| (v as f32 + 0.5) / OUT as f32;
                let squares = if weights[k] > 0.0 { sum[k] / weights[k] } else { 0.0 };
                squares.min(at(&whole, place(k % OUT), place(k / OUT)))
            })
            .collect();
        Mask { data, width: OUT, height: OUT }
    }

    /// Mean of what the network says of an upright box and of its mirror image.
    fn look(&mut self, frame: &Frame, corner: [f32; 2], size: [f32; 2]) -> Vec<f32> {
        let step = size.map(|s| s / SIDE as f32);
        let mut out = vec![0f32; SIDE * SIDE];
        for mirrored in [false, true] {
            let column = |i: usize| if mirrored { SIDE - 1 - i } else { i };
            for (j, row) in self.net.input_rows().enumerate() {
                for (i, px) in row.as_chunks_mut::<3>().0.iter_mut().enumerate() {
                    let (x, y) = (corner[0] + column(i) as f32 * step[0], corner[1] + j as f32 * step[1]);
                    *px = bilinear(frame, x, y, Outside::Nearest).map(|v| v / 255.0);
                }
            }
            self.net.run();
            let seen = self.net.output(0);
            for (at, o) in out.iter_mut().enumerate() {
                *o += 0.5 * seen.get(at / SIDE * SIDE + column(at % SIDE)).copied().unwrap_or_default();
            }
        }
        out
    }
}

/// Each cell's largest neighbour.
fn wider(mask: &[f32]) -> Vec<f32> {
    let line = |mask: &[f32], stride: usize| -> Vec<f32> {
        (0..SIDE * SIDE)
            .map(|k| {
                let (i, base) = ((k / stride) % SIDE, k - (k / stride) % SIDE * stride);
                let near = (-WIDER..=WIDER).map(|d| i.saturating_add_signed(d).min(SIDE - 1));
                near.map(|n| mask.get(base + n * stride).copied().unwrap_or_default()).fold(0.0, f32::max)
            })
            .collect()
    };
    line(&line(mask, 1), SIDE)
}

/// The middle between the eyes and their distance in pixels.
fn eyes(points: &[Point]) -> Option<([f32; 2], f32)> {
    let middle = |a: usize, b: usize| -> Option<[f32; 2]> {
        let (a, b) = (points.get(a)?, points.get(b)?);
        Some([f32::midpoint(a[0], b[0]), f32::midpoint(a[1], b[1])])
    };
    let (l, r) = (middle(33, 133)?, middle(362, 263)?);
    let ed = (r[0] - l[0]).hypot(r[1] - l[1]);
    ed.is_finite().then(|| ([f32::midpoint(l[0], r[0]), f32::midpoint(l[1], r[1])], ed))
}

/// Bilinear sample of a square's mask at 0..1 both ways.
fn at(mask: &[f32], x: f32, y: f32) -> f32 {
    let last = SIDE as f32 - 1.0;
    let (x, y) = ((x * SIDE as f32).clamp(0.0, last), (y * SIDE as f32).clamp(0.0, last));
    let (i, j) = (x as usize, y as usize);
    let value = |i: usize, j: usize| mask.get(j.min(SIDE - 1) * SIDE + i.min(SIDE - 1)).copied().unwrap_or_default();
    let row = |j: usize| value(i, j) + (value(i + 1, j) - value(i, j)) * x.fract();
    row(j) + (row(j + 1) - row(j)) * y.fract()
}
