//! A painting in linear light at half the picture's resolution: backdrops are out of focus, so nothing is lost, and
//! there is four times as much time for each pixel.
//!
//! Coordinates: one unit is the picture's width; (0, 0) is its top left corner, (1, height / width) the bottom right.
//! A margin around the picture lets the camera drift.

use super::colour::Rgb;
use super::noise::smooth;
use crate::math::Bound as _;

/// Margin on each side in units of the picture's width.
pub(crate) const MARGIN: f32 = 0.05;

/// RGBA in linear light. Colour is premultiplied by alpha; alpha 0 with colour is light that is added.
#[derive(Debug, Clone)]
pub(crate) struct Paint {
    pub(crate) px: Vec<[f32; 4]>,
    pub(crate) w: usize,
    pub(crate) h: usize,
    /// Pixels of the painting in one unit.
    pub(crate) unit: f32,
    /// Height of the visible picture in units.
    pub(crate) tall: f32,
}

impl Paint {
    /// Empty, for a picture of so many pixels.
    pub(crate) fn new(width: usize, height: usize) -> Self {
        let unit = (width as f32 / 2.0).at_least(1.0);
        let tall = height as f32 / width.max(1) as f32;
        // Two more for the neighbours that interpolation reads.
        let w = ((1.0 + 2.0 * MARGIN) * unit) as usize + 2;
        let h = ((tall + 2.0 * MARGIN) * unit) as usize + 2;
        Self { px: vec![[0.0; 4]; w * h], w, h, unit, tall }
    }

    /// Shades every pixel, opaque.
    pub(crate) fn fill(&mut self, mut shade: impl FnMut(f32, f32) -> Rgb) {
        for y in 0..self.h {
            let v = (y as f32 + 0.5) / self.unit - MARGIN;
            for x in 0..self.w {
                let u = (x as f32 + 0.5) / self.unit - MARGIN;
                let [r, g, b] = shade(u, v);
                self.px[y * self.w + x] = [r, g, b, 1.0];
            }
        }
    }

    /// Shades the pixels of a rectangle over what is there: colour and opacity.
    pub(crate) fn over(&mut self, [u0, v0, u1, v1]: [f32; 4], mut shade: impl FnMut(f32, f32) -> (Rgb, f32)) {
        self.visit([u0, v0, u1, v1], |p, u, v| {
            let (c, a) = shade(u, v);
            if a > 0.0 {
                let a = a.at_most(1.0);
                for k in 0..3 {
                    p[k] = p[k] * (1.0 - a) + c[k] * a;
                }
                p[3] = p[3] * (1.0 - a) + a;
            }
        });
    }

    /// Adds light to the pixels of a rectangle.
    pub(crate) fn light(&mut self, rect: [f32; 4], mut shade: impl FnMut(f32, f32) -> Rgb) {
        self.visit(rect, |p, u, v| {
            let c = shade(u, v);
            for k in 0..3 {
                p[k] += c[k];
            }
        });
    }

    /// Changes the pixels of a rectangle.
    pub(crate) fn visit(&mut self, [u0, v0, u1, v1]: [f32; 4], mut f: impl FnMut(&mut [f32; 4], f32, f32)) {
        let bound = |c: f32, n: usize| (((c + MARGIN) * self.unit).at_least(0.0) as usize).min(n);
        let (x0, x1) = (bound(u0, self.w), (bound(u1, self.w) + 1).min(self.w));
        let (y0, y1) = (bound(v0, self.h), (bound(v1, self.h) + 1).min(self.h));
        for y in y0..y1 {
            let v = (y as f32 + 0.5) / self.unit - MARGIN;
            for x in x0..x1 {
                let u = (x as f32 + 0.5) / self.unit - MARGIN;
                f(&mut self.px[y * self.w + x], u, v);
            }
        }
    }

    /// The whole painting as a rectangle.
    pub(crate) fn all(&self) -> [f32; 4] {
        [-MARGIN, -MARGIN, 1.0 + MARGIN, self.tall + MARGIN]
    }

    /// A round light that falls off smoothly to nothing at radius `r`.
    pub(crate) fn glow(&mut self, u: f32, v: f32, r: f32, c: Rgb) {
        self.light([u - r, v - r, u + r, v + r], |x, y| {
            let d2 = ((x - u) * (x - u) + (y - v) * (y - v)) / (r * r);
            let k = (1.0 - d2).at_least(0.0);
            let k = k * k * k;
            [c[0] * k, c[1] * k, c[2] * k]
        });
    }

    /// A light out of focus: a disc, a little brighter at its edge, as lenses draw them.
    pub(crate) fn bokeh(&mut self, u: f32, v: f32, r: f32, c: Rgb) {
        let soft = 1.5 / self.unit;
        self.light([u - r - soft, v - r - soft, u + r + soft, v + r + soft], |x, y| {
            let d = ((x - u) * (x - u) + (y - v) * (y - v)).sqrt();
            let inside = smooth(r + soft, r - soft, d);
            let k = inside * (0.55 + 0.45 * smooth(0.5 * r, r, d));
            [c[0] * k, c[1] * k, c[2] * k]
        });
    }

    /// A stroke from a to b, `w` wide at a and `w2` at b, with soft edges.
    pub(crate) fn stroke(&mut self, a: [f32; 2], b: [f32; 2], w: f32, w2: f32, c: Rgb, opacity: f32) {
        let r = w.at_least(w2) + 2.0 / self.unit;
        let rect = [a[0].min(b[0]) - r, a[1].min(b[1]) - r, a[0].max(b[0]) + r, a[1].max(b[1]) + r];
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let len2 = (dx * dx + dy * dy).at_least(1e-9);
        let soft = 1.0 / self.unit;
        self.over(rect, |x, y| {
            let t = (((x - a[0]) * dx + (y - a[1]) * dy) / len2).clamp(0.0, 1.0);
            let (ex, ey) = (x - a[0] - t * dx, y - a[1] - t * dy);
            let half = 0.5 * (w + (w2 - w) * t);
            (c, opacity * smooth(half + soft, half - soft, (ex * ex + ey * ey).sqrt()))
        });
    }

    /// Out of focus by `r` units: three box blurs, close to a Gaussian of that deviation.
    pub(crate) fn blur(&mut self, r: f32) {
        let n = (r * self.unit + 0.5) as usize;
        if n == 0 {
            return;
        }
        let mut line = Vec::with_capacity(self.w);
        for _ in 0..2 {
            for y in 0..self.h {
                let row = &mut self.px[y * self.w..(y + 1) * self.w];
                line.clear();
                line.extend_from_slice(row);
                box_line(&line, n, |x, p| row[x] = p);
            }
            self.blur_down(n);
        }
    }

    /// Out of focus as a lens does it: every point becomes a disc of radius `r`, in linear light, so that small bright
    /// things turn into discs and edges stay even.
    pub(crate) fn defocus(&mut self, r: f32) {
        let n = r * self.unit;
        if n < 0.75 {
            return;
        }
        let (w, h) = (self.w, self.h);
        // Sums along each row: any run of it is then one difference.
        let mut sums = vec![[0.0f64; 4]; (w + 1) * h];
        for y in 0..h {
            for x in 0..w {
                let (at, p) = (y * (w + 1) + x, self.px[y * w + x]);
                sums[at + 1] = std::array::from_fn(|c| sums[at][c] + f64::from(p[c]));
            }
        }
        let reach = n as isize;
        let halves: Vec<usize> =
            (-reach..=reach).map(|d| (n * n - (d * d) as f32).at_least(0.0).sqrt() as usize).collect();
        let mut line = vec![([0.0f64; 4], 0u32); w];
        for y in 0..h {
            line.iter_mut().for_each(|p| *p = ([0.0; 4], 0));
            for (d, &half) in (-reach..=reach).zip(&halves) {
                let Some(row) = y.checked_add_signed(d).filter(|row| *row < h) else { continue };
                let row = &sums[row * (w + 1)..(row + 1) * (w + 1)];
                for (x, (sum, count)) in line.iter_mut().enumerate() {
                    let (from, to) = (x.saturating_sub(half), (x + half + 1).min(w));
                    (0..4).for_each(|c| sum[c] += row[to][c] - row[from][c]);
                    *count += (to - from) as u32;
                }
            }
            for (p, (sum, count)) in self.px[y * w..(y + 1) * w].iter_mut().zip(&line) {
                let k = 1.0 / f64::from((*count).max(1));
                *p = sum.map(|s| ((s * k) as f32).at_least(0.0));
            }
        }
    }

    /// Bright things glow into what is around them, as in any lens: light above `from` spreads by `r`.
    pub(crate) fn bloom(&mut self, from: f32, r: f32, share: f32) {
        let mut glow = self.clone();
        for p in &mut glow.px {
            let most = p[0].at_least(p[1]).at_least(p[2]);
            let k = if most > from { ((most - from) / most).at_most(1.0) } else { 0.0 };
            // One lamp must not fog the whole picture.
            *p = [p[0], p[1], p[2], 0.0].map(|c| (c * k).at_most(6.0));
        }
        glow.blur(r);
        self.px.iter_mut().zip(&glow.px).for_each(|(p, g)| (0..3).for_each(|c| p[c] += share * g[c]));
    }

    /// The vertical half of a box blur: one running sum for each column, row by row, as memory lies.
    fn blur_down(&mut self, n: usize) {
        let (w, h) = (self.w, self.h);
        let source = self.px.clone();
        let row = |y: usize| &source[y * w..(y + 1) * w];
        let k = 1.0 / (2 * n + 1) as f32;
        let mut sums = vec![[0.0f32; 4]; w];
        for i in 0..=2 * n {
            let from = row(i.saturating_sub(n).min(h - 1));
            sums.iter_mut().zip(from).for_each(|(s, p)| (0..4).for_each(|c| s[c] += p[c]));
        }
        for y in 0..h {
            let out = &mut self.px[y * w..(y + 1) * w];
            let (gone, come) = (row(y.saturating_sub(n)), row((y + n + 1).min(h - 1)));
            for x in 0..w {
                for c in 0..4 {
                    out[x][c] = sums[x][c] * k;
                    sums[x][c] += come[x][c] - gone[x][c];
                }
            }
        }
    }
}

/// Mean of `2 n + 1` neighbours along a line, the ends repeated.
fn box_line(line: &[[f32; 4]], n: usize, mut put: impl FnMut(usize, [f32; 4])) {
    let Some(last) = line.len().checked_sub(1) else { return };
    let k = 1.0 / (2 * n + 1) as f32;
    let mut sum = [0.0f32; 4];
    for i in 0..=2 * n {
        let p = line[i.saturating_sub(n).min(last)];
        (0..4).for_each(|c| sum[c] += p[c]);
    }
    for i in 0..line.len() {
        put(i, [sum[0] * k, sum[1] * k, sum[2] * k, sum[3] * k]);
        let (gone, come) = (line[i.saturating_sub(n)], line[(i + n + 1).min(last)]);
        (0..4).for_each(|c| sum[c] += come[c] - gone[c]);
    }
}
