//! Textured triangles on a processor: scan lines, a depth buffer, premultiplied bilinear samples, 16.16 fixed point.

mod run;

use crate::pack::image::Texture;
use run::{Along, LANES, Walk, fixed, gains, lit, mixed, put};

/// One corner of a triangle.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Corner {
    /// Position in pixels.
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// Depth; smaller is nearer.
    pub(crate) z: f32,
    /// Place in the texture, in its pixels.
    pub(crate) uv: [f32; 2],
    /// Place in the second texture, in its pixels, and that texture's share, 0..1.
    pub(crate) uv2: [f32; 2],
    pub(crate) share: f32,
    /// How much of the key light falls here, about -1..1.
    pub(crate) light: f32,
}

/// Colour multipliers: `base + light * key`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gain {
    pub(crate) base: [f32; 3],
    pub(crate) key: [f32; 3],
}

/// A picture of the puppet alone: premultiplied RGBA, red in the lowest byte, with depth.
#[derive(Debug)]
pub(crate) struct Layer {
    pub(crate) pixels: Vec<u32>,
    depth: Vec<f32>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

/// A value that is linear over a triangle.
#[derive(Clone, Copy)]
struct Slope {
    origin: f32,
    dx: f32,
    dy: f32,
}

impl Slope {
    fn at(self, x: f32, y: f32) -> f32 {
        self.origin + self.dx * x + self.dy * y
    }
}

impl Layer {
    pub(crate) fn new(width: usize, height: usize) -> Self {
        Self { pixels: vec![0; width * height], depth: vec![f32::MAX; width * height], width, height }
    }

    pub(crate) fn clear(&mut self) {
        self.pixels.fill(0);
        self.depth.fill(f32::MAX);
    }

    /// Draws one triangle, lit by `gain`. Triangles that share an edge neither overlap nor leave a gap.
    pub(crate) fn triangle(&mut self, c: &[Corner; 3], texture: &Texture, second: Option<&Texture>, gain: &Gain) {
        let det = (c[1].x - c[0].x) * (c[2].y - c[0].y) - (c[2].x - c[0].x) * (c[1].y - c[0].y);
        // Also false for not-a-number.
        if !(det.abs() > 1e-4 && det.abs() < 1e9) {
            return;
        }
        let slope = |f: fn(&Corner) -> f32| {
            let (a, b, d) = (f(&c[0]), f(&c[1]), f(&c[2]));
            let dx = ((b - a) * (c[2].y - c[0].y) - (d - a) * (c[1].y - c[0].y)) / det;
            let dy = ((d - a) * (c[1].x - c[0].x) - (b - a) * (c[2].x - c[0].x)) / det;
            Slope { origin: a - dx * c[0].x - dy * c[0].y, dx, dy }
        };
        let (z, light) = (slope(|c| c.z), slope(|c| c.light));
        let (u, v) = (slope(|c| c.uv[0]), slope(|c| c.uv[1]));
        let mut order = [0usize, 1, 2];
        order.sort_by(|&a, &b| c[a].y.total_cmp(&c[b].y).then(c[a].x.total_cmp(&c[b].x)));
        let [top, mid, low] = order.map(|i| (c[i].x, c[i].y));
        let second = second
            .filter(|_| c.iter().any(|c| c.share > 0.0))
            .map(|t| (t, slope(|c| c.uv2[0]), slope(|c| c.uv2[1]), slope(|c| c.share)));
        let steep = |a: (f32, f32), b: (f32, f32)| (b.0 - a.0) / (b.1 - a.1);
        let (whole, upper, lower) = (steep(top, low), steep(top, mid), steep(mid, low));
        // Casts saturate: what is left of the picture or above it begins at 0.
        let first = |edge: f32| (edge - 0.5).ceil() as usize;
        for row in first(top.1)..first(low.1).min(self.height) {
            let y = row as f32 + 0.5;
            let long = top.0 + (y - top.1) * whole;
            let short = if y < mid.1 { top.0 + (y - top.1) * upper } else { mid.0 + (y - mid.1) * lower };
            let (left, right) = if long < short { (long, short) } else { (short, long) };
            let (left, right) = (first(left), first(right).min(self.width));
            if left >= right {
                continue;
            }
            let x = left as f32 + 0.5;
            let span = row * self.width + left..row * self.width + right;
            let (Some(pixels), Some(depth)) = (self.pixels.get_mut(span.clone()), self.depth.get_mut(span)) else {
                continue;
            };
            let mut walk = Walk::new(u, v, x, y);
            let mut extra = second.map(|(t, u, v, s)| (t, Walk::new(u, v, x, y), Along::new(s.at(x, y), s.dx)));
            let (mut z, mut light) = (Along::new(z.at(x, y), z.dx), Along::new(light.at(x, y), light.dx));
            for (pixels, depth) in pixels.chunks_mut(LANES).zip(depth.chunks_mut(LANES)) {
                let mut texels = walk.next(texture);
                if let Some((t, walk, share)) = &mut extra {
                    texels = mixed(texels, walk.next(t), fixed(share.here, 256.0));
                    share.go_on();
                }
                put(lit(texels, gains(gain, light.here)), z.here, pixels, depth);
                z.go_on();
                light.go_on();
            }
        }
    }
}

/// From `a` at `t = 0` to `b` at `t = 256`, four channels at once.
#[inline(always)]
pub(crate) fn mix(a: u32, b: u32, t: u32) -> u32 {
    const M: u32 = 0x00ff_00ff;
    let t = t.min(256);
    let s = 256 - t;
    let even = ((a & M) * s + (b & M) * t) >> 8 & M;
    let odd = ((a >> 8 & M) * s + (b >> 8 & M) * t) & !M;
    even | odd
}

/// Premultiplied `top` over `below`.
#[inline(always)]
pub(crate) fn over(top: u32, below: u32) -> u32 {
    const M: u32 = 0x00ff_00ff;
    // 0..256, so that nothing below survives full cover and all of it survives none.
    let rest = 256 - ((top >> 24) + (top >> 31));
    let even = ((below & M) * rest) >> 8 & M;
    let odd = ((below >> 8 & M) * rest) & !M;
    // Rounding can reach one step beyond 255: add without carrying into the next channel.
    saturating(top, even | odd)
}

#[inline(always)]
fn saturating(a: u32, b: u32) -> u32 {
    const M: u32 = 0x00ff_00ff;
    let even = (a & M) + (b & M);
    let odd = (a >> 8 & M) + (b >> 8 & M);
    let cap = |s: u32| (s | (s >> 8 & 0x0001_0001).wrapping_mul(255)) & M;
    cap(even) | cap(odd) << 8
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Gain = Gain { base: [1.0; 3], key: [0.0; 3] };

    fn corner(x: f32, y: f32, z: f32) -> Corner {
        Corner { x, y, z, uv: [x, y], ..Corner::default() }
    }

    #[test]
    fn neighbours_cover_every_pixel_once() {
        // Half-transparent white: a pixel drawn twice would be brighter than one drawn once.
        let half = Texture { pixels: vec![0x8080_8080; 64 * 64], width: 64, height: 64 };
        let mut layer = Layer::new(40, 40);
        let mid = corner(17.3, 21.9, 0.0);
        let rim = [(2.2, 3.1), (33.0, 1.7), (37.4, 20.5), (36.0, 38.2), (11.1, 37.7), (1.2, 20.0)]
            .map(|(x, y)| corner(x, y, 0.0));
        for k in 0..6 {
            layer.triangle(&[mid, rim[k], rim[(k + 1) % 6]], &half, None, &PLAIN);
        }
        let mut seen: Vec<u32> = layer.pixels.clone();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen, [0, 0x8080_8080]);
        assert_eq!(layer.pixels[20 * 40 + 17], 0x8080_8080);
    }

    #[test]
    fn the_nearer_triangle_wins_in_either_order() {
        let flat = |c: u32| Texture { pixels: vec![c; 4], width: 2, height: 2 };
        let (red, blue) = (flat(0xff00_00ff), flat(0xffff_0000));
        let shape = |z| [corner(0.0, 0.0, z), corner(20.0, 0.0, z), corner(0.0, 20.0, z)];
        for order in [[0, 1], [1, 0]] {
            let mut layer = Layer::new(8, 8);
            for i in order {
                layer.triangle(&shape([1.0, 2.0][i]), [&red, &blue][i], None, &PLAIN);
            }
            assert_eq!(layer.pixels[9], 0xff00_00ff);
        }
    }

    #[test]
    fn wild_corners_draw_nothing_bad() {
        let t = Texture { pixels: vec![u32::MAX; 4], width: 2, height: 2 };
        let mut layer = Layer::new(8, 8);
        for bad in [f32::NAN, f32::INFINITY, 1e30, -1e30] {
            layer.triangle(&[corner(bad, 0.0, 0.0), corner(5.0, bad, 0.0), corner(0.0, 5.0, bad)], &t, None, &PLAIN);
        }
        assert_eq!(over(0xffff_ffff, 0xffff_ffff), 0xffff_ffff);
        assert_eq!(over(0, 0x1234_5678), 0x1234_5678);
    }
}
