//! The mouth: the picture parts along a line between two points. Below it a flap gives way, above it a little; what is
//! between is dark, with a tongue.

use crate::math::{lerp, pow, smoothstep};
use crate::pack::image::Texture;
use crate::raster::{Corner, Gain, Layer};

use super::puppet::Pose;

/// Widest opening, in widths of the mouth.
const OPENING: f32 = 0.46;
/// How far below the line the flap gives way, in widths of the mouth.
const FLAP: f32 = 1.1;
/// Share of the opening that goes upwards, and how far above the line it can be seen.
const RISE: f32 = 0.14;
const LIP: f32 = 0.5;
/// Cells of the flap along and across the line.
const ALONG: usize = 14;
const ACROSS: usize = 8;
/// Size of the picture of the inside.
const INSIDE: (usize, usize) = (48, 32);

/// A mouth in pixels of the texture.
pub(super) struct Mouth {
    middle: [f32; 2],
    /// Unit vector from the left corner to the right one.
    along: [f32; 2],
    half: f32,
    inside: Texture,
}

impl Mouth {
    pub(super) fn new(left: [f32; 2], right: [f32; 2]) -> Self {
        let (dx, dy) = (right[0] - left[0], right[1] - left[1]);
        let width = (dx * dx + dy * dy).sqrt().max(2.0);
        Self {
            middle: [0.5 * (left[0] + right[0]), 0.5 * (left[1] + right[1])],
            along: [dx / width, dy / width],
            half: 0.5 * width,
            inside: inside(),
        }
    }

    /// Draws the open mouth over the body. `place` takes a point of the texture to the picture.
    pub(super) fn draw(
        &self,
        pose: &Pose,
        texture: &Texture,
        gain: &Gain,
        layer: &mut Layer,
        place: impl Fn([f32; 2]) -> [f32; 2],
    ) {
        let open = pose.open * OPENING * 2.0 * self.half;
        if open < 0.6 {
            return;
        }
        // Rounded lips make a narrower hole.
        let half = self.half * lerp(1.0, 0.62, pose.round);
        let corner = |p: f32, q: f32, moved: f32, z: f32| {
            let uv = self.at(p, q);
            let [x, y] = place(self.at(p, q + moved));
            Corner { x, y, z, uv, ..Corner::default() }
        };
        let bow = |p: f32| pow((1.0 - (p / half) * (p / half)).max(0.0), 0.7);
        let step = |i: usize, n: usize| i as f32 / n as f32;
        let column = |i: usize| half * (2.0 * step(i, ALONG) - 1.0);

        // The inside, from the upper to the lower lip. Its edges reach a little under both.
        for i in 0..ALONG {
            let edge = |i: usize, low: bool| {
                let p = column(i);
                let q = if low { open * bow(p) + 1.0 } else { -RISE * open * bow(p) - 1.0 };
                let [x, y] = place(self.at(p, q));
                let uv = [step(i, ALONG) * INSIDE.0 as f32, if low { INSIDE.1 as f32 } else { 0.0 }];
                Corner { x, y, z: 0.4, uv, ..Corner::default() }
            };
            quad(layer, [edge(i, false), edge(i + 1, false), edge(i + 1, true), edge(i, true)], &self.inside, gain);
        }
        for (reach, share) in [(FLAP * 2.0 * self.half, 1.0), (-LIP * 2.0 * self.half, -RISE)] {
            let at = |i: usize, j: usize| {
                let (p, v) = (column(i), step(j, ACROSS));
                corner(p, v * reach, share * open * bow(p) * smoothstep(1.0, 0.0, v), 0.3)
            };
            for j in 0..ACROSS {
                for i in 0..ALONG {
                    quad(layer, [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)], texture, gain);
                }
            }
        }
    }

    /// The point `p` along the line from its middle and `q` below it.
    fn at(&self, p: f32, q: f32) -> [f32; 2] {
        let [ax, ay] = self.along;
        [self.middle[0] + p * ax - q * ay, self.middle[1] + p * ay + q * ax]
    }
}

/// Two triangles.
pub(super) fn quad(layer: &mut Layer, c: [Corner; 4], texture: &Texture, gain: &Gain) {
    layer.triangle(&[c[0], c[1], c[2]], texture, None, gain);
    layer.triangle(&[c[0], c[2], c[3]], texture, None, gain);
}

/// Dark, with a tongue that comes up from below.
fn inside() -> Texture {
    let (w, h) = INSIDE;
    let mut rgb = Vec::with_capacity(w * h * 3);
    for y in 0..h {
        for x in 0..w {
            let (u, v) = ((x as f32 + 0.5) / w as f32 * 2.0 - 1.0, (y as f32 + 0.5) / h as f32);
            let tongue = smoothstep(1.0, 0.8, (u * u) / 0.34 + (v - 1.0) * (v - 1.0) / 0.30);
            let shade = lerp(0.55, 1.0, v);
            for (dark, bright) in [(58.0, 205.0), (18.0, 92.0), (22.0, 98.0)] {
                rgb.push((shade * lerp(dark, bright, tongue)) as u8);
            }
        }
    }
    Texture::new(&rgb, None, w, h)
}
