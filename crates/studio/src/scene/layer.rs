//! A finished painting in eight bits, ready to be laid into every frame at any sub-pixel offset.

use super::colour::Tone;
use super::noise::hash;
use super::paint::{MARGIN, Paint};
use crate::Canvas;
use crate::math::Bound as _;

/// A part of a painting: how much it is enlarged, and the point that stays where it is, in widths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct View {
    pub(crate) zoom: f32,
    pub(crate) at: [f32; 2],
}

impl View {
    pub(crate) const WHOLE: Self = Self { zoom: 1.0, at: [0.5, 0.75] };

    /// Where a point of the painting is in the view.
    pub(crate) fn show(self, [u, v]: [f32; 2]) -> [f32; 2] {
        [(u - self.at[0]) * self.zoom + self.at[0], (v - self.at[1]) * self.zoom + self.at[1]]
    }
}

/// Premultiplied RGBA8 with a margin around the picture. Alpha 0 with colour adds light.
#[derive(Debug, Clone)]
pub(crate) struct Layer {
    rgba: Vec<u8>,
    w: usize,
    h: usize,
    margin: f32,
    /// For each row, the first and one past the last pixel with anything in it.
    spans: Vec<(usize, usize)>,
    /// Whether alpha is 0 everywhere: such a layer only adds light.
    light: bool,
}

impl Layer {
    /// Develops a painting: tone curve, enlargement to the picture's size, and a grain of one step that keeps
    /// gradients from banding.
    pub(crate) fn develop(
        paint: &Paint,
        tone: &Tone,
        [width, height]: [usize; 2],
        view: View,
        grain: f32,
        seed: u32,
    ) -> Self {
        let shown: Vec<[f32; 4]> = paint
            .px
            .iter()
            .map(|p| {
                let a = p[3];
                let un = if a > 1e-4 { 1.0 / a } else { 1.0 };
                let k = if a > 1e-4 { a } else { 1.0 };
                let f = |c: f32| tone.display(c * un) * k * 255.0;
                [f(p[0]), f(p[1]), f(p[2]), a * 255.0]
            })
            .collect();
        let margin = MARGIN * width as f32;
        let (w, h) = (width + 2 * margin as usize, height + 2 * margin as usize);
        let mut rgba = vec![0u8; w * h * 4];
        let filled: Vec<bool> =
            shown.chunks_exact(paint.w).map(|row| row.iter().any(|p| p.iter().any(|c| *c >= 0.3))).collect();
        let light = shown.iter().all(|p| p[3] < 0.5);
        let mut spans = vec![(0, 0); h];
        let edge = margin as usize as f32;
        // Two pixels of the picture to one of the painting (four of a sketch), enlarged around the view's middle.
        let share = paint.unit / width as f32;
        let place = |i: usize, middle: f32, n: usize| {
            let s = ((((i as f32 + 0.5) - middle) / view.zoom + middle) * share - 0.5).at_least(0.0);
            let at = (s as usize).min(n - 2);
            (at, (s - at as f32).at_most(1.0))
        };
        let columns: Vec<(usize, f32)> = (0..w).map(|x| place(x, view.at[0] * width as f32 + edge, paint.w)).collect();
        for y in 0..h {
            let (y0, fy) = place(y, view.at[1] * width as f32 + edge, paint.h);
            if !filled[y0] && !filled[y0 + 1] {
                continue;
            }
            let (mut first, mut past) = (w, 0);
            for x in 0..w {
                let (x0, fx) = columns[x];
                let i = y0 * paint.w + x0;
                let (a, b, c, d) = (shown[i], shown[i + 1], shown[i + paint.w], shown[i + paint.w + 1]);
                let (wa, wb, wc, wd) = ((1.0 - fx) * (1.0 - fy), fx * (1.0 - fy), (1.0 - fx) * fy, fx * fy);
                let value = |k: usize| a[k] * wa + b[k] * wb + c[k] * wc + d[k] * wd;
                let (red, green, blue, alpha) = (value(0), value(1), value(2), value(3));
                if red.at_least(green).at_least(blue).at_least(alpha) < 0.3 {
                    continue;
                }
                // Two uniform numbers make a triangular one: its error has no colour of its own.
                let (xi, yi) = (x as i32, y as i32);
                let n = (hash(xi, yi, seed) + hash(xi, yi, seed ^ 0x9e37) - 1.0) * grain + 0.5;
                let out = &mut rgba[(y * w + x) * 4..][..4];
                out[0] = (red + n).clamp(0.0, 255.0) as u8;
                out[1] = (green + n).clamp(0.0, 255.0) as u8;
                out[2] = (blue + n).clamp(0.0, 255.0) as u8;
                out[3] = (alpha + 0.5) as u8;
                first = first.min(x);
                past = x + 1;
            }
            spans[y] = (first.min(past), past);
        }
        Self { rgba, w, h, margin: margin as usize as f32, spans, light }
    }

    /// Covers the canvas. `shift` gives, for a row of the canvas, how far the layer moves there, in pixels.
    pub(crate) fn cover(&self, canvas: &mut Canvas, mut shift: impl FnMut(usize) -> [f32; 2]) {
        let width = canvas.width;
        for (y, row) in canvas.rgba.chunks_exact_mut(width * 4).enumerate() {
            let Some(Rows { top, bottom, weights, .. }) = self.row(y, width, shift(y)) else { continue };
            let n = row.len();
            let (a, b, c, d) = (&top[..n], &top[4..n + 4], &bottom[..n], &bottom[4..n + 4]);
            for i in 0..n {
                row[i] = blend4([a[i], b[i], c[i], d[i]], weights);
            }
            // Weights add up to 256 and the layer is opaque, so alpha stays 255.
        }
    }

    /// Lays the layer over the canvas, its strength times `gain / 256` (at most 256).
    pub(crate) fn lay(&self, canvas: &mut Canvas, shift: [f32; 2], gain: u16) {
        let width = canvas.width;
        let gain = gain.min(256);
        if gain == 0 {
            return;
        }
        for (y, row) in canvas.rgba.chunks_exact_mut(width * 4).enumerate() {
            let Some(Rows { top, bottom, weights, x0, y0 }) = self.row(y, width, shift) else { continue };
            let (a0, b0) = self.spans[y0];
            let (a1, b1) = self.spans[y0 + 1];
            let first = match (a0 < b0, a1 < b1) {
                (true, true) => a0.min(a1),
                (true, false) => a0,
                (false, true) => a1,
                (false, false) => continue,
            };
            // A pixel is also touched by its right neighbour.
            let from = first.saturating_sub(x0 + 1).min(width) * 4;
            let n = (b0.max(b1).saturating_sub(x0).min(width) * 4).max(from);
            let row = &mut row[from..n];
            let (a, b) = (&top[from..n], &top[from + 4..n + 4]);
            let (c, d) = (&bottom[from..n], &bottom[from + 4..n + 4]);
            if self.light {
                for (i, out) in row.iter_mut().enumerate() {
                    let add = (u16::from(blend4([a[i], b[i], c[i], d[i]], weights)) * gain) >> 8;
                    *out = out.saturating_add(add as u8);
                }
            } else {
                for (i, p) in row.chunks_exact_mut(4).enumerate() {
                    let i = i * 4;
                    let at =
                        |k: usize| (u16::from(blend4([a[i + k], b[i + k], c[i + k], d[i + k]], weights)) * gain) >> 8;
                    let keep = 255 - at(3).min(255);
                    for (k, out) in p.iter_mut().take(3).enumerate() {
                        // Exact division by 255 for products of two bytes.
                        let under = u16::from(*out) * keep + 128;
                        *out = (at(k) + ((under + (under >> 8)) >> 8)).min(255) as u8;
                    }
                }
            }
        }
    }

    /// Lays the layer enlarged by `zoom` (1 to 1.1) around a point of the canvas. Dearer than [`Layer::cover`] and
    /// [`Layer::lay`], which only move it.
    pub(crate) fn lay_scaled(
        &self,
        canvas: &mut Canvas,
        mut shift: impl FnMut(usize) -> [f32; 2],
        gain: u16,
        zoom: f32,
        about: [f32; 2],
    ) {
        let width = canvas.width;
        let gain = u32::from(gain.min(256));
        if gain == 0 || self.w < 2 || self.h < 2 {
            return;
        }
        let inverse = 1.0 / zoom.at_least(0.5);
        let mut steps: Vec<(usize, u32)> = Vec::with_capacity(width);
        let mut line = vec![0u16; self.w * 4];
        let mut placed = f32::NAN;
        for (y, row) in canvas.rgba.chunks_exact_mut(width * 4).enumerate() {
            let [dx, dy] = shift(y);
            let sy = ((y as f32 - about[1]) * inverse + about[1] + self.margin - dy).clamp(0.0, (self.h - 2) as f32);
            let (y0, fy) = (sy as usize, ((sy - sy as usize as f32) * 16.0) as u16);
            let (a, b) = (self.spans[y0], self.spans[y0 + 1]);
            if a.0 >= a.1 && b.0 >= b.1 {
                continue;
            }
            if dx.to_bits() != placed.to_bits() {
                placed = dx;
                steps.clear();
                steps.extend((0..width).map(|x| {
                    let sx =
                        ((x as f32 - about[0]) * inverse + about[0] + self.margin - dx).clamp(0.0, (self.w - 2) as f32);
                    (sx as usize * 4, ((sx - sx as usize as f32) * 16.0) as u32)
                }));
            }
            let top = &self.rgba[y0 * self.w * 4..(y0 + 1) * self.w * 4];
            let low = &self.rgba[(y0 + 1) * self.w * 4..(y0 + 2) * self.w * 4];
            for ((l, t), b) in line.iter_mut().zip(top).zip(low) {
                *l = u16::from(*t) * (16 - fy) + u16::from(*b) * fy;
            }
            for (p, &(i, fx)) in row.chunks_exact_mut(4).zip(&steps) {
                let at = &line[i..i + 8];
                let v: [u32; 4] = std::array::from_fn(|c| {
                    (((u32::from(at[c]) * (16 - fx) + u32::from(at[c + 4]) * fx + 128) >> 8) * gain) >> 8
                });
                let keep = 255 - v[3].min(255);
                for c in 0..3 {
                    let under = u32::from(p[c]) * keep + 128;
                    p[c] = (v[c] + ((under + (under >> 8)) >> 8)).min(255) as u8;
                }
            }
        }
    }

    /// The two source rows of a canvas row, one pixel longer than it, and bilinear weights that add up to 256.
    fn row(&self, y: usize, width: usize, shift: [f32; 2]) -> Option<Rows<'_>> {
        let most = (self.margin - 1.0).at_least(0.0);
        let limit = |s: f32| s.clamp(-most, most);
        let sx = (self.margin - limit(shift[0])).at_least(0.0);
        let sy = (y as f32 + self.margin - limit(shift[1])).clamp(0.0, (self.h - 2) as f32);
        let (x0, y0) = (sx as usize, sy as usize);
        let (fx, fy) = (((sx - x0 as f32) * 16.0) as u16, ((sy - y0 as f32) * 16.0) as u16);
        let x0 = x0.min(self.w.checked_sub(width + 1)?);
        let top = self.rgba.get((y0 * self.w + x0) * 4..)?.get(..(width + 1) * 4)?;
        let bottom = self.rgba.get(((y0 + 1) * self.w + x0) * 4..)?.get(..(width + 1) * 4)?;
        let weights = [(16 - fx) * (16 - fy), fx * (16 - fy), (16 - fx) * fy, fx * fy];
        Some(Rows { top, bottom, weights, x0, y0 })
    }
}

/// What one row of the canvas is made from.
struct Rows<'a> {
    top: &'a [u8],
    bottom: &'a [u8],
    weights: [u16; 4],
    x0: usize,
    y0: usize,
}

fn blend4([a, b, c, d]: [u8; 4], w: [u16; 4]) -> u8 {
    // At most 255 * 256 + 128: fits in 16 bits.
    ((u16::from(a) * w[0] + u16::from(b) * w[1] + u16::from(c) * w[2] + u16::from(d) * w[3] + 128) >> 8) as u8
}
