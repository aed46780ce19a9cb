//! Lids over marked eyes: what is above the eye, mirrored, comes down over it.

use super::mouth::quad;
use super::pack::Eyes;
use crate::math::{cos, lerp, sin};
use crate::pack::image::Texture;
use crate::raster::{Corner, Gain, Layer};

/// Pixels of a lid's picture.
const SIZE: (usize, usize) = (40, 28);
/// A lid is a little larger than its eye.
const COVER: f32 = 1.12;
const COLUMNS: usize = 12;

/// The lid of one eye, in pixels of the texture.
pub(super) struct Lid {
    middle: [f32; 2],
    radius: f32,
    picture: Texture,
}

impl Lid {
    /// Both lids.
    pub(super) fn pair(eyes: &Eyes, texture: &Texture) -> [Self; 2] {
        let (w, h) = (texture.width as f32, texture.height as f32);
        eyes.at.map(|at| Self::new([at[0] * w, at[1] * h], (eyes.radius * w).clamp(2.0, 0.3 * w.max(h)), texture))
    }

    fn new(middle: [f32; 2], radius: f32, texture: &Texture) -> Self {
        let radius = radius * COVER;
        // A colour for where there is nothing above the eye: that around it.
        let mut mean = [0f32; 4];
        for i in 0..24 {
            let angle = i as f32 * std::f32::consts::TAU / 24.0;
            let around = [middle[0] + 1.25 * radius * sin(angle), middle[1] - 1.25 * radius * cos(angle)];
            let c = texture.sample(around[0], around[1]);
            (0..4).for_each(|k| mean[k] += c[k]);
        }
        let mean = mean.map(|m| m / mean[3].max(1e-3));
        let (w, h) = SIZE;
        let mut rgb = Vec::with_capacity(w * h * 3);
        for y in 0..h {
            for x in 0..w {
                let (u, v) = ((x as f32 + 0.5) / w as f32 * 2.0 - 1.0, (y as f32 + 0.5) / h as f32);
                let c = texture.sample(middle[0] + u * radius, middle[1] - radius * (1.05 + 0.9 * (1.0 - v)));
                let shade = lerp(1.0, 0.86, v * v);
                rgb.extend((0..3).map(|k| (255.0 * shade * (c[k] + (1.0 - c[3]) * mean[k])).clamp(0.0, 255.0) as u8));
            }
        }
        Self { middle, radius, picture: Texture::new(&rgb, None, w, h) }
    }

    /// Draws the lid, shut by `blink` of 0 to 1.
    pub(super) fn draw(&self, blink: f32, gain: &Gain, layer: &mut Layer, place: impl Fn([f32; 2]) -> [f32; 2]) {
        if blink < 0.02 {
            return;
        }
        let line = Gain { base: gain.base.map(|g| 0.35 * g), key: [0.0; 3] };
        let r = self.radius;
        let at = |i: usize, low: bool, thick: f32| {
            let u = 2.0 * i as f32 / COLUMNS as f32 - 1.0;
            let arc = (1.0 - u * u).max(0.0).sqrt();
            let y = if low { lerp(-arc, arc, blink) } else { -arc };
            let [x, y] = place([self.middle[0] + u * r, self.middle[1] + y * r + thick * arc]);
            let uv = [0.5 * (u + 1.0) * SIZE.0 as f32, if low { SIZE.1 as f32 } else { 0.0 }];
            Corner { x, y, z: 0.2, uv, ..Corner::default() }
        };
        let thick = 0.10 * r;
        for i in 0..COLUMNS {
            quad(
                layer,
                [at(i, false, 0.0), at(i + 1, false, 0.0), at(i + 1, true, 0.0), at(i, true, 0.0)],
                &self.picture,
                gain,
            );
            quad(
                layer,
                [at(i, true, -thick), at(i + 1, true, -thick), at(i + 1, true, 0.0), at(i, true, 0.0)],
                &self.picture,
                &line,
            );
        }
    }
}
