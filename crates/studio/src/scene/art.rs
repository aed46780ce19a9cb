//! Things that more than one scene is made of.

use super::colour::{Rgb, mix};
use super::noise::{Rng, fbm, noise, smooth};
use super::paint::Paint;
use super::set::{Gain, Plane};
use crate::math::Bound as _;

/// A plane with nothing in it.
pub(crate) fn plane(like: &Paint, depth: f32) -> Plane {
    let mut paint = like.clone();
    paint.px.iter_mut().for_each(|p| *p = [0.0; 4]);
    Plane { paint, depth, sway: [0.0, 10.0], gain: Gain::Steady }
}

/// Adds light to a plane only, leaving what lies behind visible.
pub(crate) fn beam(paint: &mut Paint, from: [f32; 2], to: [f32; 2], [w0, w1]: [f32; 2], colour: Rgb, seed: u32) {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let len = (dx * dx + dy * dy).sqrt().at_least(1e-4);
    let (ax, ay) = (dx / len, dy / len);
    paint.light(paint.all(), |u, v| {
        let (x, y) = (u - from[0], v - from[1]);
        let along = (x * ax + y * ay) / len;
        if !(0.0..=1.15).contains(&along) {
            return [0.0; 3];
        }
        let across = (x * ay - y * ax).abs();
        let half = w0 + (w1 - w0) * along;
        let q = (1.0 - across / half).at_least(0.0);
        if q <= 0.0 {
            return [0.0; 3];
        }
        let smoke = 0.65 + 0.7 * (fbm(u * 5.0 + 3.0, v * 4.0, 3, seed) - 0.5);
        let k = q * q * (3.0 - 2.0 * q) * smoke * (1.0 - 0.6 * along) * smooth(1.15, 0.7, along);
        [colour[0] * k, colour[1] * k, colour[2] * k]
    });
}

/// Darkens towards the corners.
pub(crate) fn vignette(paint: &mut Paint, strength: f32) {
    let mid = 0.5 * paint.tall;
    let tall = paint.tall;
    for y in 0..paint.h {
        let v = (y as f32 + 0.5) / paint.unit - super::paint::MARGIN;
        for x in 0..paint.w {
            let u = (x as f32 + 0.5) / paint.unit - super::paint::MARGIN;
            let (a, b) = ((u - 0.5) / 0.62, (v - mid) / (0.62 * tall));
            let k = 1.0 - strength * smooth(0.35, 1.35, a * a + b * b);
            let p = &mut paint.px[y * paint.w + x];
            (0..3).for_each(|c| p[c] *= k);
        }
    }
}

/// Clouds between two heights: light on their lower or upper side by `lit`.
pub(crate) fn clouds(paint: &mut Paint, [top, bottom]: [f32; 2], cover: f32, [dark, light]: [Rgb; 2], seed: u32) {
    let [u0, _, u1, _] = paint.all();
    paint.over([u0, top, u1, bottom], |u, v| {
        // Clouds flatten towards the horizon.
        let far = ((bottom - v) / (bottom - top)).clamp(0.05, 1.0);
        let (x, y) = (u * 2.2 / (0.35 + far), v * 6.5 / (0.35 + far));
        let body = fbm(x, y, 5, seed);
        let below = fbm(x, y + 0.35, 4, seed);
        let k = smooth(1.0 - cover, 1.25 - cover, body);
        let shade = smooth(-0.08, 0.14, body - below + 0.05);
        (
            mix(dark, light, shade),
            k * 0.92 * smooth(top, top + 0.2, v).at_least(0.25) * smooth(bottom, bottom - 0.08, v),
        )
    });
}

/// A row of soft tree or hill tops: opaque below a noisy edge.
pub(crate) fn ridge(
    paint: &mut Paint,
    height: impl Fn(f32) -> f32,
    soft: f32,
    mut colour: impl FnMut(f32, f32, f32) -> Rgb,
) {
    let all = paint.all();
    paint.over(all, |u, v| {
        let edge = height(u);
        let k = smooth(edge - soft, edge + soft, v);
        if k <= 0.0 { ([0.0; 3], 0.0) } else { (colour(u, v, edge), k) }
    });
}

/// Leaves as seen out of focus: clumps of discs.
pub(crate) fn leaves(paint: &mut Paint, count: usize, area: [f32; 4], size: [f32; 2], tones: &[Rgb], rng: &mut Rng) {
    for _ in 0..count {
        let (u, v) = (rng.range(area[0], area[2]), rng.range(area[1], area[3]));
        let r = rng.range(size[0], size[1]);
        let c = rng.pick(tones);
        let soft = 0.35 * r;
        let opacity = rng.range(0.35, 0.9);
        paint.over([u - r, v - r, u + r, v + r], |x, y| {
            let d = ((x - u) * (x - u) + 1.6 * (y - v) * (y - v)).sqrt();
            (c, opacity * smooth(r, r - soft, d))
        });
    }
}

/// Slow cloudy variation around 1.
pub(crate) fn mottle(u: f32, v: f32, amount: f32, seed: u32) -> f32 {
    1.0 + amount * (fbm(u * 2.3, v * 2.3, 4, seed) - 0.5) + 0.35 * amount * (noise(u * 24.0, v * 24.0, seed) - 0.5)
}

/// 1 inside the fields of a grid, 0 on its lines: `gap` is the share of a field that a line takes.
pub(crate) fn grid(x: f32, y: f32, gap: f32) -> f32 {
    let edge = |a: f32| {
        let f = a - libm::floorf(a);
        smooth(0.5 * gap, gap, f.at_most(1.0 - f) * 2.0)
    };
    edge(x) * edge(y)
}

/// Planed wood along `y`: 0.6 to 1.2.
pub(crate) fn wood(x: f32, y: f32, seed: u32) -> f32 {
    let plank = libm::floorf(x * 6.0);
    let tone = super::noise::hash(plank as i32, 3, seed);
    0.66 + 0.28 * tone + 0.34 * (fbm(x * 46.0 + 9.0 * tone, y * 2.4, 3, seed) - 0.35)
}

/// A window of a building by night: lit or not, and in which tone; `x` and `y` count windows.
pub(crate) fn pane(x: f32, y: f32, share: f32, seed: u32) -> Rgb {
    let (xi, yi) = (super::noise::floor(x), super::noise::floor(y));
    let (fx, fy) = (x - xi as f32, y - yi as f32);
    let inside = smooth(0.14, 0.2, fx) * smooth(0.86, 0.8, fx) * smooth(0.2, 0.28, fy) * smooth(0.86, 0.78, fy);
    // Floors are lit together more often than not.
    let floor = 0.35 * super::noise::hash(yi, 91, seed);
    let n = super::noise::hash(xi, yi, seed) + floor - 0.17;
    if n > share {
        return [0.0; 3];
    }
    let tone = super::noise::hash(xi, yi, seed ^ 0x51);
    let c = if tone < 0.72 { [1.0, 0.62 + 0.22 * tone, 0.30 + 0.3 * tone] } else { [0.62, 0.82, 1.0] };
    let k = inside * (0.35 + 1.1 * tone * tone);
    [c[0] * k, c[1] * k, c[2] * k]
}
