//! Runs of pixels of a scan line, four at a time: what each of them takes from its textures, in the light that falls
//! there. Lanes of whole numbers but for places and light, so that a frame is the same on every machine.

use bytemuck::cast;
use wide::{CmpLe, f32x4, i32x4, u32x4};

use super::{Gain, Slope, over};
use crate::pack::image::Texture;

/// Pixels at a time.
pub(super) const LANES: usize = 4;

/// Most that light multiplies a colour by, in 1/256.
const BRIGHTEST: f32 = 1023.0;

/// Even channels of premultiplied RGBA.
const EVEN: u32 = 0x00ff_00ff;

fn all(value: u32) -> u32x4 {
    u32x4::from([value; LANES])
}

/// 0, 1, 2 and so on.
fn ordinals() -> u32x4 {
    u32x4::from([0, 1, 2, 3])
}

/// A walk along a scan line through a texture, in 1/65536 of a texel.
#[derive(Clone, Copy)]
pub(super) struct Walk {
    u: u32x4,
    v: u32x4,
    du: u32x4,
    dv: u32x4,
}

impl Walk {
    pub(super) fn new(u: Slope, v: Slope, x: f32, y: f32) -> Self {
        // Texel centres are at half coordinates. Casts saturate; samples are clamped to the texture.
        let fix = |f: f32| all((f * 65536.0) as i32 as u32);
        let (du, dv) = (fix(u.dx), fix(v.dx));
        let (u, v) = (fix(u.at(x, y) - 0.5), fix(v.at(x, y) - 0.5));
        Self { u: u + du * ordinals(), v: v + dv * ordinals(), du: du * all(LANES as u32), dv: dv * all(LANES as u32) }
    }

    /// The bilinear samples of the next pixels.
    #[inline(always)]
    pub(super) fn next(&mut self, t: &Texture) -> u32x4 {
        let (x, y) = (self.u >> 16u32, self.v >> 16u32);
        let (across, down) = ((self.u >> 8u32) & all(255), (self.v >> 8u32) & all(255));
        self.u += self.du;
        self.v += self.dv;
        // Nearly always all of them lie inside. What lies left or above has its highest bit set.
        let last = |side: usize| all((side as u32).saturating_sub(1));
        if !(x.cmp_lt(last(t.width)).all() && y.cmp_lt(last(t.height)).all()) {
            // By value: what has an address stays in memory.
            return at_border(t, [x, y], [across, down]);
        }
        let mut four = [[0; LANES]; 4];
        for (i, at) in (y * all(t.width as u32) + x).to_array().into_iter().enumerate() {
            let Some(both) = t.pixels.get(at as usize..at as usize + t.width + 2) else { continue };
            let (Some([a, b]), Some([c, d])) = (both.first_chunk(), both.last_chunk()) else { continue };
            [four[0][i], four[1][i], four[2][i], four[3][i]] = [*a, *b, *c, *d];
        }
        let [a, b, c, d] = four.map(u32x4::from);
        mixed(mixed(a, b, across), mixed(c, d, across), down)
    }
}

/// The same where some of them lie outside of the texture, which goes on there as it ends.
#[cold]
#[inline(never)]
fn at_border(t: &Texture, [x, y]: [u32x4; 2], [across, down]: [u32x4; 2]) -> u32x4 {
    if let [one] = t.pixels.as_slice() {
        return all(*one);
    }
    let (w, h) = (t.width as i32, t.height as i32);
    let at = |i: usize| t.pixels.get(i).copied().unwrap_or(0);
    let (x, y) = (x.to_array(), y.to_array());
    let mut four = [[0; LANES]; 4];
    for i in 0..LANES {
        let [x, y] = [x[i], y[i]].map(|place| i32::from(place as u16 as i16));
        let (x0, x1) = (x.clamp(0, w - 1) as usize, (x + 1).clamp(0, w - 1) as usize);
        let row = |y: i32| y.clamp(0, h - 1) as usize * t.width;
        let (r0, r1) = (row(y), row(y + 1));
        [four[0][i], four[1][i], four[2][i], four[3][i]] = [at(r0 + x0), at(r0 + x1), at(r1 + x0), at(r1 + x1)];
    }
    let [a, b, c, d] = four.map(u32x4::from);
    mixed(mixed(a, b, across), mixed(c, d, across), down)
}

/// [`super::mix`] of each; `t` is at most 256.
#[inline(always)]
pub(super) fn mixed(a: u32x4, b: u32x4, t: u32x4) -> u32x4 {
    let (m, s) = (all(EVEN), all(256) - t);
    let even = ((a & m) * s + (b & m) * t) >> 8u32 & m;
    let odd = (((a >> 8u32) & m) * s + ((b >> 8u32) & m) * t) & all(!EVEN);
    even | odd
}

/// A value that is linear along the line.
#[derive(Clone, Copy)]
pub(super) struct Along {
    pub(super) here: f32x4,
    step: f32x4,
}

impl Along {
    pub(super) fn new(first: f32, step: f32) -> Self {
        let ordinals = f32x4::from([0.0, 1.0, 2.0, 3.0]);
        Self { here: f32x4::from(first) + f32x4::from(step) * ordinals, step: f32x4::from(step * LANES as f32) }
    }

    #[inline(always)]
    pub(super) fn go_on(&mut self) {
        self.here += self.step;
    }
}

/// In 1/256, between nothing and `most`.
#[inline(always)]
pub(super) fn fixed(values: f32x4, most: f32) -> u32x4 {
    let v = (values * f32x4::from(256.0)).fast_max(f32x4::from(0.0)).fast_min(f32x4::from(most));
    cast::<i32x4, u32x4>(v.fast_trunc_int())
}

/// What the key light makes of colours, in 1/256. Apart from the loop that asks: with all of it in one place, engines run
/// out of registers, and it takes longer.
#[inline(never)]
pub(super) fn gains(gain: &Gain, key: f32x4) -> [u32x4; 3] {
    let [r, g, b] = gain.key.map(f32x4::from);
    let [red, green, blue] = gain.base.map(f32x4::from);
    [fixed(red + key * r, BRIGHTEST), fixed(green + key * g, BRIGHTEST), fixed(blue + key * b, BRIGHTEST)]
}

/// Colours times gains (in 1/256, below four); never above alpha.
#[inline(always)]
pub(super) fn lit(p: u32x4, gains: [u32x4; 3]) -> u32x4 {
    let a = p >> 24u32;
    let [r, g, b] = gains;
    let red = (((p & all(255)) * r) >> 8u32).min(a);
    let green = ((((p >> 8u32) & all(255)) * g) >> 8u32).min(a);
    let blue = ((((p >> 16u32) & all(255)) * b) >> 8u32).min(a);
    red | (green << 8u32) | (blue << 16u32) | (a << 24u32)
}

/// Puts pixels before or behind what is there: all four, or as many as there are.
#[inline(always)]
pub(super) fn put(texels: u32x4, z: f32x4, pixels: &mut [u32], depth: &mut [f32]) {
    let (colours, near) = (texels.to_array(), z.to_array());
    if let (Ok(out), Ok(deep)) =
        (<&mut [u32; LANES]>::try_from(&mut *pixels), <&mut [f32; LANES]>::try_from(&mut *depth))
    {
        // Nearly always opaque, and before everything.
        let opaque = colours.iter().fold(u32::MAX, |all, c| all & c) >= 0xff00_0000;
        if opaque && z.cmp_le(f32x4::from(*deep)).all() {
            (*out, *deep) = (colours, near);
            return;
        }
    }
    for ((out, d), (texel, z)) in pixels.iter_mut().zip(depth).zip(colours.into_iter().zip(near)) {
        let a = texel >> 24;
        if a == 0 {
            continue;
        }
        if z <= *d {
            *out = if a == 255 { texel } else { over(texel, *out) };
            if a > 127 {
                *d = z;
            }
        } else {
            *out = over(*out, texel);
        }
    }
}
