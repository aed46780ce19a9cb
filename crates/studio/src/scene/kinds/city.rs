//! A street at night: towers in haze, lights out of focus, neon, and all of it again on the wet road.

use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::{plane, vignette};
use crate::scene::colour::{Rgb, add, hex, mix, ramp, scale};
use crate::scene::noise::{Rng, fbm, hash, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::{Plan, TimeOfDay, Weather};
use crate::scene::set::{Art, Gain, Ripple};

const ROAD: f32 = 1.30;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let dusk = plan.time != TimeOfDay::Night;
    let sky: [(f32, Rgb); 4] = if dusk {
        [(-0.1, hex(0x0020_2f5c)), (0.45, hex(0x0059_4f82)), (0.85, hex(0x00d0_7a72)), (1.25, hex(0x00f4_b07a))]
    } else {
        [(-0.1, hex(0x0008_0b1a)), (0.45, hex(0x0012_1a36)), (0.85, hex(0x002a_2f52)), (1.25, hex(0x0058_4a5e))]
    };
    back.fill(|u, v| scale(ramp(&sky, v), 0.85 + 0.3 * fbm(u * 2.0, v * 3.0, 3, seed)));
    let haze = ramp(&sky, 0.95);
    for depth in 0..3 {
        towers(&mut back, depth, haze, seed.wrapping_add(depth * 101));
        back.blur(if depth == 2 { 0.005 } else { 0.003 });
    }
    let warm = [hex(0x00ff_b65c), hex(0x00ff_d9a0), hex(0x00ff_8a45)];
    let cool = [hex(0x0045_d5e8), hex(0x00f2_4e8f), hex(0x0059_86ff), hex(0x0066_e0b4)];
    // Lamps and cars down the street: small and many far away, large and few near.
    for i in 0..64 {
        let far = rng.unit();
        let side = if rng.unit() < 0.5 { -1.0 } else { 1.0 };
        let u = 0.5 + side * (0.05 + 0.52 * far * far + rng.range(-0.05, 0.08));
        let v = ROAD - 0.03 - rng.range(0.0, 0.50) * (0.25 + far);
        let r = 0.010 + 0.034 * far * rng.range(0.6, 1.1);
        let c = if i % 3 == 0 { rng.pick(&cool) } else { rng.pick(&warm) };
        back.bokeh(u, v, r, scale(c, rng.range(0.25, 0.75) * (1.15 - 0.5 * far)));
    }
    road(&mut back, plan.weather != Weather::Clear, seed);
    back.bloom(0.8, 0.035, 0.16);
    back.defocus(0.0065);
    vignette(&mut back, 0.45);

    let mut neon = plane(&back, 1.25);
    let (left, right) = (rng.pick(&[0xff3d7fu32, 0xff5a4c]), rng.pick(&[0x35d0ffu32, 0x3dffc0]));
    sign(&mut neon.paint, [0.045, 0.34, 0.125, 0.74], hex(left));
    neon.gain = Gain::Neon { seed };
    let mut ring = plane(&back, 1.25);
    tube_ring(&mut ring.paint, [0.93, 0.46], 0.085, hex(right));
    sign(&mut ring.paint, [0.885, 0.62, 0.975, 0.71], scale(hex(0x00ff_c25a), 0.9));
    ring.gain = Gain::Breathe { period_s: 6.0, phase: 0.3, low: 0.9 };
    let mut near = plane(&back, 2.0);
    for _ in 0..7 {
        let u = if rng.unit() < 0.5 { rng.range(-0.04, 0.16) } else { rng.range(0.84, 1.04) };
        let c = if rng.unit() < 0.4 { rng.pick(&cool) } else { rng.pick(&warm) };
        near.paint.bokeh(u, rng.range(0.85, 1.35), rng.range(0.045, 0.075), scale(c, rng.range(0.06, 0.16)));
    }
    near.gain = Gain::Breathe { period_s: 4.0, phase: 0.6, low: 0.75 };
    Art {
        back,
        planes: vec![neon, ring, near],
        swarms: Vec::new(),
        ripple: Some(Ripple { from: ROAD + 0.01, to: 1.80, strength: 0.0045, waves: 5.0 }),
        front: Vec::new(),
        air: Vec::new(),
        look: Look {
            tint: [0.42, 0.36, 0.46],
            key: [1.0, 0.86, 0.76],
            key_from: [-0.7, -0.5],
            rim: [0.45, 0.85, 1.0],
            shadow: 0.35,
            ..Look::default()
        },
        grain: 1.4,
    }
}

/// One row of towers with lit windows; `depth` 0 is the farthest.
fn towers(back: &mut Paint, depth: u32, haze: Rgb, seed: u32) {
    let step = [0.085, 0.13, 0.20][depth as usize];
    let (low, high) = ([0.62, 0.50, 0.28][depth as usize], [0.30, 0.40, 0.62][depth as usize]);
    let wall = mix(hex(0x0011_1322), haze, [0.60, 0.34, 0.10][depth as usize]);
    let all = back.all();
    back.over(all, |u, v| {
        // The street opens in the middle: near towers stand aside.
        let aside = (u - 0.5).abs();
        let cell = libm::floorf(u / step) as i32;
        let open = [1.0, smooth(0.02, 0.18, aside), smooth(0.14, 0.32, aside)][depth as usize];
        let top = ROAD - (ROAD - low + high * (hash(cell, 1, seed) - 0.5)) * open;
        let k = smooth(top - 0.002, top + 0.002, v) * smooth(ROAD + 0.02, ROAD, v);
        if k <= 0.0 {
            return ([0.0; 3], 0.0);
        }
        let (wx, wy) = (0.016 + 0.008 * depth as f32, 0.022 + 0.012 * depth as f32);
        let (x, y) = (u / wx, v / wy);
        let (xi, yi) = (libm::floorf(x) as i32, libm::floorf(y) as i32);
        let (fx, fy) = (x - xi as f32, y - yi as f32);
        let pane = smooth(0.12, 0.2, fx) * smooth(0.88, 0.8, fx) * smooth(0.2, 0.3, fy) * smooth(0.85, 0.75, fy);
        let on = hash(xi, yi, seed ^ 0xab) > 0.58 + 0.3 * hash(cell, 9, seed);
        let tone = hash(xi, yi, seed ^ 0xcd);
        let lit = mix(hex_cached(tone), haze, [0.35, 0.15, 0.0][depth as usize]);
        let shade = 0.75 + 0.4 * smooth(top, ROAD, v);
        let mut c = scale(wall, shade);
        if on {
            c = add(c, lit, pane * (0.25 + 0.75 * tone * tone));
        }
        (c, k)
    });
}

/// Window light between lamp yellow and screen blue, already linear.
fn hex_cached(tone: f32) -> Rgb {
    if tone < 0.7 { [1.0, 0.52 + 0.2 * tone, 0.18 + 0.2 * tone] } else { [0.42, 0.68, 0.95] }
}

/// The road mirrors what stands above it, drawn out downwards.
fn road(back: &mut Paint, wet: bool, seed: u32) {
    let mirror = back.px.clone();
    let (w, h, unit) = (back.w, back.h, back.unit);
    let all = back.all();
    back.over([all[0], ROAD - 0.02, all[2], all[3]], |u, v| {
        let near = (v - ROAD).at_least(0.0);
        let rough = fbm(u * 7.0, v * 24.0, 3, seed ^ 0x5a) - 0.5;
        let mut c = [0.0f32; 3];
        // A tall smear: several heights, each a little aside.
        for k in 0..6 {
            let up = ROAD - near * (0.7 + 0.28 * k as f32) + 0.02 * rough - 0.004;
            let x = ((u + 0.03 * rough * near * 4.0 + crate::scene::paint::MARGIN) * unit).at_least(0.0) as usize;
            let y = ((up + crate::scene::paint::MARGIN) * unit).at_least(0.0) as usize;
            let p = mirror[y.min(h - 1) * w + x.min(w - 1)];
            (0..3).for_each(|i| c[i] += p[i] / 6.0);
        }
        let asphalt = scale(hex(0x0016_1720), 0.6 + 0.6 * noise(u * 70.0, v * 50.0, seed));
        let puddle = smooth(0.35, 0.6, fbm(u * 3.0, v * 6.0, 3, seed ^ 0x77));
        let shine = if wet { 0.55 + 0.4 * puddle } else { 0.22 + 0.2 * puddle };
        (add(scale(asphalt, 0.8), c, shine * 1.1), smooth(ROAD - 0.004, ROAD + 0.004, v))
    });
}

/// A lit board with an outline tube.
fn sign(paint: &mut Paint, [u0, v0, u1, v1]: [f32; 4], c: Rgb) {
    let (cu, cv, hw, hh) = (0.5 * (u0 + u1), 0.5 * (v0 + v1), 0.5 * (u1 - u0), 0.5 * (v1 - v0));
    let reach = 0.13;
    paint.light([u0 - reach, v0 - reach, u1 + reach, v1 + reach], |u, v| {
        let round = 0.028;
        let (qx, qy) = (((u - cu).abs() - hw + round).at_least(0.0), ((v - cv).abs() - hh + round).at_least(0.0));
        let inner = ((u - cu).abs() - hw + round).max((v - cv).abs() - hh + round).at_most(0.0);
        let d = (qx * qx + qy * qy).sqrt() + inner - round;
        let tube = smooth(0.010, 0.002, d.abs());
        let core = smooth(0.005, 0.0, d.abs());
        let halo = smooth(reach, 0.0, d.abs());
        let k = 1.5 * tube + 0.16 * halo * halo * halo + 0.03 * f32::from(u8::from(d < 0.0));
        [c[0] * k + 0.9 * core, c[1] * k + 0.9 * core, c[2] * k + 0.9 * core]
    });
}

fn tube_ring(paint: &mut Paint, [cu, cv]: [f32; 2], r: f32, c: Rgb) {
    let reach = r + 0.14;
    paint.light([cu - reach, cv - reach, cu + reach, cv + reach], |u, v| {
        let d = (((u - cu) * (u - cu) + (v - cv) * (v - cv)).sqrt() - r).abs();
        let (tube, core, halo) = (smooth(0.010, 0.002, d), smooth(0.005, 0.0, d), smooth(0.14, 0.0, d));
        let k = 1.5 * tube + 0.18 * halo * halo * halo;
        [c[0] * k + 0.9 * core, c[1] * k + 0.9 * core, c[2] * k + 0.9 * core]
    });
}
