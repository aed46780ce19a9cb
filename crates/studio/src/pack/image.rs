//! Pictures as the pack keeps them.

use zeroize::Zeroize;

/// RGBA8 with colour multiplied by alpha: what can be interpolated without fringes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Texture {
    /// `width * height` pixels, red in the lowest byte.
    pub(crate) pixels: Vec<u32>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl Drop for Texture {
    /// A likeness is lent: its pictures do not stay behind in memory.
    fn drop(&mut self) {
        self.pixels.zeroize();
    }
}

impl Texture {
    /// From interleaved RGB and an alpha plane (opaque where `None`).
    pub(crate) fn new(rgb: &[u8], alpha: Option<&[u8]>, width: usize, height: usize) -> Self {
        let pixels = rgb
            .chunks_exact(3)
            .enumerate()
            .map(|(i, c)| {
                let a = alpha.and_then(|a| a.get(i)).copied().unwrap_or(255);
                let m = |v: u8| (u32::from(v) * u32::from(a) + 127) / 255;
                m(c[0]) | m(c[1]) << 8 | m(c[2]) << 16 | u32::from(a) << 24
            })
            .collect();
        Self { pixels, width, height }
    }

    /// Colour and alpha at a pixel, clamped to the border; 0..1.
    pub(crate) fn at(&self, x: i32, y: i32) -> [f32; 4] {
        let x = x.clamp(0, self.width as i32 - 1) as usize;
        let y = y.clamp(0, self.height as i32 - 1) as usize;
        let p = self.pixels.get(y * self.width + x).copied().unwrap_or(0).to_le_bytes();
        p.map(|v| f32::from(v) / 255.0)
    }

    /// Bilinear sample; pixel centres are at half coordinates.
    pub(crate) fn sample(&self, x: f32, y: f32) -> [f32; 4] {
        let (x, y) = (x - 0.5, y - 0.5);
        let (fx, fy) = (x.floor(), y.floor());
        let (ax, ay) = (x - fx, y - fy);
        let (ix, iy) = (fx as i32, fy as i32);
        let (a, b) = (self.at(ix, iy), self.at(ix.saturating_add(1), iy));
        let (c, d) = (self.at(ix, iy.saturating_add(1)), self.at(ix.saturating_add(1), iy.saturating_add(1)));
        std::array::from_fn(|k| {
            let top = a[k] + (b[k] - a[k]) * ax;
            let low = c[k] + (d[k] - c[k]) * ax;
            top + (low - top) * ay
        })
    }
}

/// Three planes of 0..1 colour, or one of anything, at scan time.
#[derive(Debug, Clone)]
pub(crate) struct Plane<const N: usize> {
    pub(crate) data: Vec<[f32; N]>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl<const N: usize> Plane<N> {
    pub(crate) fn new(width: usize, height: usize) -> Self {
        Self { data: vec![[0.0; N]; width * height], width, height }
    }

    /// Value at a pixel, clamped to the border.
    pub(crate) fn at(&self, x: isize, y: isize) -> [f32; N] {
        let x = x.clamp(0, self.width as isize - 1) as usize;
        let y = y.clamp(0, self.height as isize - 1) as usize;
        self.data.get(y * self.width + x).copied().unwrap_or([0.0; N])
    }

    /// Bilinear sample; pixel centres are at half coordinates.
    pub(crate) fn sample(&self, x: f32, y: f32) -> [f32; N] {
        let (x, y) = (x - 0.5, y - 0.5);
        let (fx, fy) = (x.floor(), y.floor());
        let (ax, ay) = (x - fx, y - fy);
        let (ix, iy) = (fx as isize, fy as isize);
        let (a, b, c, d) = (self.at(ix, iy), self.at(ix + 1, iy), self.at(ix, iy + 1), self.at(ix + 1, iy + 1));
        std::array::from_fn(|k| {
            let top = a[k] + (b[k] - a[k]) * ax;
            let low = c[k] + (d[k] - c[k]) * ax;
            top + (low - top) * ay
        })
    }

    /// Catmull-Rom sample, which keeps detail; pixel centres are at half coordinates.
    pub(crate) fn sharp_sample(&self, x: f32, y: f32) -> [f32; N] {
        let (x, y) = (x - 0.5, y - 0.5);
        let weights = |t: f32| {
            let (t2, t3) = (t * t, t * t * t);
            [-0.5 * t + t2 - 0.5 * t3, 1.0 - 2.5 * t2 + 1.5 * t3, 0.5 * t + 2.0 * t2 - 1.5 * t3, 0.5 * (t3 - t2)]
        };
        let (ix, iy) = (x.floor() as isize, y.floor() as isize);
        let (wx, wy) = (weights(x - x.floor()), weights(y - y.floor()));
        let mut sum = [0f32; N];
        for (j, v) in wy.iter().enumerate() {
            for (i, u) in wx.iter().enumerate() {
                let c = self.at(ix.saturating_add(i as isize - 1), iy.saturating_add(j as isize - 1));
                (0..N).for_each(|k| sum[k] += u * v * c[k]);
            }
        }
        sum
    }

    /// Part of this plane at another size: a box of `step * step` source pixels becomes one, by averaging samples.
    pub(crate) fn resized(&self, x0: f32, y0: f32, step: f32, width: usize, height: usize) -> Self {
        let mut out = Self::new(width, height);
        let n = (step.ceil() as usize).clamp(1, 4);
        let weight = 1.0 / (n * n) as f32;
        for y in 0..height {
            for x in 0..width {
                let mut sum = [0.0; N];
                for j in 0..n {
                    for i in 0..n {
                        let u = x0 + (x as f32 + (i as f32 + 0.5) / n as f32) * step;
                        let v = y0 + (y as f32 + (j as f32 + 0.5) / n as f32) * step;
                        let s = self.sample(u, v);
                        (0..N).for_each(|k| sum[k] += s[k] * weight);
                    }
                }
                out.data[y * width + x] = sum;
            }
        }
        out
    }

    /// Mean over a square of `2 * radius + 1` pixels, clamped at the border; cost does not depend on the radius.
    pub(crate) fn blurred(&self, radius: usize) -> Self {
        self.boxed(radius, true).boxed(radius, false)
    }

    /// About a Gaussian: three boxes.
    pub(crate) fn gaussian(&self, sigma: f32) -> Self {
        let radius = (sigma + 0.5) as usize;
        if radius == 0 { self.clone() } else { self.blurred(radius).blurred(radius).blurred(radius) }
    }

    fn boxed(&self, radius: usize, along_x: bool) -> Self {
        let (w, h) = (self.width, self.height);
        let (lines, len, stride, step) = if along_x { (h, w, w, 1) } else { (w, h, 1, w) };
        let mut out = Self::new(w, h);
        if len == 0 {
            return out;
        }
        let scale = 1.0 / (2 * radius + 1) as f64;
        for line in 0..lines {
            let at = |i: isize| self.data[line * stride + i.clamp(0, len as isize - 1) as usize * step];
            let r = radius as isize;
            let mut sum = [0f64; N];
            for i in -r..=r {
                let v = at(i);
                (0..N).for_each(|k| sum[k] += f64::from(v[k]));
            }
            for i in 0..len as isize {
                out.data[line * stride + i as usize * step] = std::array::from_fn(|k| (sum[k] * scale) as f32);
                let (new, old) = (at(i + r + 1), at(i - r));
                (0..N).for_each(|k| sum[k] += f64::from(new[k]) - f64::from(old[k]));
            }
        }
        out
    }
}
