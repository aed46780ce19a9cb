//! Draws a sheet, textured with the plate, where its vertices are put.

use crate::picture::{Picture, Plate};

/// The dark of an open mouth.
const CAVITY: [f32; 3] = [46.0, 16.0, 18.0];

/// The colour of lashes.
const LASHES: [f32; 3] = [52.0, 34.0, 28.0];

/// The wall behind a sheet that does not fill the picture.
const WALL: [u8; 4] = [126, 122, 116, 255];

/// A sheet ready to be drawn.
pub(crate) struct Pose<'a> {
    pub(crate) triangles: &'a [[usize; 3]],
    /// Which of the triangles are the inside of a mouth; those beyond the end of this are not.
    pub(crate) inside_mouth: &'a [bool],
    /// Where each vertex is: x, y, depth.
    pub(crate) placed: Vec<[f32; 3]>,
    /// Where each vertex takes its colour from: x and y in the plate, and how dark the lashes are there.
    pub(crate) skin: Vec<[f32; 3]>,
    /// How dark the inside of the mouth is, 0 to 1.
    pub(crate) cavity: f32,
}

/// A plate, and others under another light with how much of each there is.
pub(crate) struct Lit<'a> {
    pub(crate) plate: &'a Plate,
    pub(crate) others: Vec<(&'a Plate, f32)>,
}

impl Lit<'_> {
    #[inline]
    fn sample(&self, x: f32, y: f32) -> [f32; 3] {
        let mut colour = self.plate.sample(x, y);
        for (other, share) in &self.others {
            mix(&mut colour, other.sample(x, y), *share);
        }
        colour
    }
}

/// Draws one frame.
pub(crate) fn draw(lit: &Lit, pose: &Pose) -> Picture {
    let mut out = Picture::new(lit.plate.width, lit.plate.height);
    out.rgba.as_chunks_mut::<4>().0.fill(WALL);
    let mut depth = vec![f32::MAX; out.width * out.height];
    // The inside of the mouth lies behind everything, and nothing behind it.
    for inside in [true, false] {
        for (n, t) in pose.triangles.iter().enumerate() {
            if pose.inside_mouth.get(n).copied().unwrap_or(false) == inside {
                triangle(lit, pose, *t, inside, &mut depth, &mut out);
            }
        }
    }
    out
}

fn triangle(lit: &Lit, pose: &Pose, t: [usize; 3], inside: bool, depth: &mut [f32], out: &mut Picture) {
    let [a, b, c] = t.map(|i| pose.placed[i]);
    let [ta, tb, tc] = t.map(|i| pose.skin[i]);
    let area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
    if area.abs() < 1e-4 {
        return;
    }
    // Barycentric coordinates are linear along a row: value at its start and change from pixel to pixel.
    let (step_b, step_c) = ((c[1] - a[1]) / area, -(b[1] - a[1]) / area);
    let low = |k: usize| a[k].min(b[k]).min(c[k]).ceil().max(0.0) as usize;
    let high = |k: usize, side: usize| (a[k].max(b[k]).max(c[k]).floor() + 1.0).clamp(0.0, side as f32) as usize;
    let (left, right) = (low(0), high(0, out.width));
    let lashed = ta[2] + tb[2] + tc[2] > 0.0;
    for y in low(1)..high(1, out.height) {
        let (px, py) = (left as f32, y as f32);
        let start_b = ((px - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (py - a[1])) / area;
        let start_c = ((b[0] - a[0]) * (py - a[1]) - (px - a[0]) * (b[1] - a[1])) / area;
        // The part of the row in which none of the three is negative.
        let (mut from, mut to) = (0.0f32, right.saturating_sub(left) as f32);
        for (start, step) in [(start_b, step_b), (start_c, step_c), (1.0 - start_b - start_c, -step_b - step_c)] {
            let start = start + 1e-3;
            if step > 1e-9 {
                from = from.max((-start / step).ceil());
            } else if step < -1e-9 {
                to = to.min((start / -step).floor() + 1.0);
            } else if start < 0.0 {
                to = 0.0;
            }
        }
        for n in from as usize..to.max(0.0) as usize {
            let (b_here, c_here) = (start_b + n as f32 * step_b, start_c + n as f32 * step_c);
            let a_here = 1.0 - b_here - c_here;
            let i = y * out.width + left + n;
            if !inside {
                let z = a_here * a[2] + b_here * b[2] + c_here * c[2];
                if z >= depth[i] {
                    continue;
                }
                depth[i] = z;
            }
            let at = |k: usize| a_here * ta[k] + b_here * tb[k] + c_here * tc[k];
            let mut colour = lit.sample(at(0), at(1));
            if inside {
                mix(&mut colour, CAVITY, pose.cavity);
            }
            // Only the very edge of the lid is dark.
            if lashed && at(2) > 0.4 {
                mix(&mut colour, LASHES, at(2).powi(2));
            }
            out.rgba[4 * i..4 * i + 3].copy_from_slice(&[colour[0] as u8, colour[1] as u8, colour[2] as u8]);
        }
    }
}

fn mix(colour: &mut [f32; 3], with: [f32; 3], t: f32) {
    for (c, w) in colour.iter_mut().zip(with) {
        *c += (w - *c) * t;
    }
}
