//! Draws the sheet, textured with the plate, where a pose puts its vertices.

use crate::picture::{Picture, Plate};
use crate::sheet::Sheet;

/// The dark of an open mouth.
const CAVITY: [f32; 3] = [46.0, 16.0, 18.0];

/// The colour of lashes.
const LASHES: [f32; 3] = [52.0, 34.0, 28.0];

/// A sheet ready to be drawn.
pub(crate) struct Pose<'a> {
    pub(crate) sheet: &'a Sheet,
    /// Where each vertex is: x, y, depth.
    pub(crate) placed: Vec<[f32; 3]>,
    /// Where each vertex takes its colour from: x and y in the plate, and how dark the lashes are there.
    pub(crate) skin: Vec<[f32; 3]>,
    /// How dark the inside of the mouth is, 0 to 1.
    pub(crate) cavity: f32,
}

/// Draws one frame, with the noise of this frame number.
pub(crate) fn draw(plate: &Plate, pose: &Pose, noise: &Noise, frame: usize) -> Picture {
    let mut out = Picture::new(plate.width, plate.height);
    let mut depth = vec![f32::MAX; plate.width * plate.height];
    // The inside of the mouth lies behind everything, and nothing behind it.
    for inside in [true, false] {
        for (t, mouth) in pose.sheet.triangles.iter().zip(&pose.sheet.inside_mouth) {
            if *mouth == inside {
                triangle(plate, pose, *t, inside, &mut depth, &mut out);
            }
        }
    }
    noise.add(&mut out, frame);
    out
}

fn triangle(plate: &Plate, pose: &Pose, t: [usize; 3], inside: bool, depth: &mut [f32], out: &mut Picture) {
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
    for y in low(1)..high(1, out.height) {
        let (px, py) = (left as f32, y as f32);
        let mut wb = ((px - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (py - a[1])) / area;
        let mut wc = ((b[0] - a[0]) * (py - a[1]) - (px - a[0]) * (b[1] - a[1])) / area;
        for x in left..right {
            let (b_here, c_here) = (wb, wc);
            wb += step_b;
            wc += step_c;
            let a_here = 1.0 - b_here - c_here;
            if a_here < -1e-3 || b_here < -1e-3 || c_here < -1e-3 {
                continue;
            }
            let i = y * out.width + x;
            if !inside {
                let z = a_here * a[2] + b_here * b[2] + c_here * c[2];
                if z >= depth[i] {
                    continue;
                }
                depth[i] = z;
            }
            let at = |k: usize| a_here * ta[k] + b_here * tb[k] + c_here * tc[k];
            let mut colour = plate.sample(at(0), at(1));
            if inside {
                mix(&mut colour, CAVITY, pose.cavity);
            }
            // Only the very edge of the lid is dark.
            let lashes = at(2);
            if lashes > 0.3 {
                mix(&mut colour, LASHES, lashes.powi(4));
            }
            for (k, v) in colour.iter().enumerate() {
                out.rgba[4 * i + k] = *v as u8;
            }
        }
    }
}

fn mix(colour: &mut [f32; 3], with: [f32; 3], t: f32) {
    for (c, w) in colour.iter_mut().zip(with) {
        *c += (w - *c) * t;
    }
}

/// Sensor noise, the same for the same frame number.
pub(crate) struct Noise(Vec<i16>);

impl Noise {
    pub(crate) fn new() -> Self {
        let mut state = 0x2545_f491_u32;
        let mut uniform = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as f32 / 65_536.0 - 0.5
        };
        // The sum of four uniform numbers is nearly normal; this one has a standard deviation of 2.3 of 255.
        Self((0..1 << 18).map(|_| (4.0 * (uniform() + uniform() + uniform() + uniform())) as i16).collect())
    }

    fn add(&self, picture: &mut Picture, frame: usize) {
        let mut at = frame.wrapping_mul(7_919_017) % self.0.len();
        for pixel in picture.rgba.as_chunks_mut::<4>().0 {
            at = (at + 1) % self.0.len();
            for c in &mut pixel[..3] {
                *c = (i16::from(*c) + self.0[at]).clamp(0, 255) as u8;
            }
        }
    }
}
