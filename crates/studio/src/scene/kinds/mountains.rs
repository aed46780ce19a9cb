//! Peaks in evening light, one range behind another, firs in the snow below.

use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::{clouds, plane, ridge, vignette};
use crate::scene::colour::{Rgb, add, hex, mix, ramp, scale, times};
use crate::scene::motes::{Mote, Swarm};
use crate::scene::noise::{Rng, fbm, hash, noise, ridged, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::{Plan, TimeOfDay, Weather};
use crate::scene::set::Art;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let (sky, sun, shade, key): ([(f32, Rgb); 4], Rgb, Rgb, [f32; 3]) = match plan.time {
        TimeOfDay::Golden | TimeOfDay::Dawn | TimeOfDay::Dusk => (
            [(-0.1, hex(0x0036_5a9c)), (0.35, hex(0x008a_92c4)), (0.65, hex(0x00f0_b0a0)), (0.95, hex(0x00ff_d7a8))],
            hex(0x00ff_b98a),
            hex(0x0050_618f),
            [1.0, 0.82, 0.66],
        ),
        TimeOfDay::Day => (
            [(-0.1, hex(0x0023_6ab8)), (0.35, hex(0x004f_95d6)), (0.65, hex(0x009c_c8ea)), (0.95, hex(0x00d9_ebf5))],
            hex(0x00ff_f8ea),
            hex(0x005c_83b5),
            [1.0, 0.98, 0.95],
        ),
        TimeOfDay::Night => (
            [(-0.1, hex(0x0006_0c20)), (0.35, hex(0x000f_2044)), (0.65, hex(0x0020_3f68)), (0.95, hex(0x003f_6a88))],
            hex(0x0090_b4e0),
            hex(0x0015_2647),
            [0.75, 0.86, 1.0],
        ),
    };
    back.fill(|u, v| {
        add(ramp(&sky, v), sun, 0.30 * smooth(0.9, 0.0, ((u + 0.05) * (u + 0.05) + (v - 0.75) * (v - 0.75)).sqrt()))
    });
    if plan.time == TimeOfDay::Night {
        aurora(&mut back, seed);
    }
    let cover = if plan.weather == Weather::Clear { 0.46 } else { 0.70 };
    clouds(&mut back, [-0.05, 0.72], cover, [mix(shade, sky[2].1, 0.5), add(sun, sky[3].1, 0.25)], seed ^ 0x10);
    let haze = ramp(&sky, 0.9);
    for depth in 0..3u32 {
        let near = depth as f32 / 2.0;
        let far = (0.50 - 0.46 * near) * if plan.weather == Weather::Fog { 1.25 } else { 1.0 };
        range(&mut back, near, [sun, shade], haze, far.at_most(0.92), seed + 17 * depth);
        back.blur(0.0025);
    }
    snow_and_firs(&mut back, [sun, shade], haze, seed);
    back.bloom(1.2, 0.03, 0.10);
    back.defocus(0.0068);
    vignette(&mut back, 0.35);
    let mut frame = plane(&back, 2.2);
    let dark = add(scale(shade, 0.07), [0.004, 0.008, 0.008], 1.0);
    for (u, foot, tall) in [(-0.03, 1.72, 1.05), (0.09, 1.72, 0.62), (1.05, 1.72, 0.92), (0.93, 1.75, 0.50)] {
        fir(&mut frame.paint, [u, foot], tall, dark, mix(shade, sun, 0.45), seed);
    }
    frame.paint.defocus(0.011);
    let mut swarms = Vec::new();
    if plan.weather == Weather::Clear {
        // A few flakes blown off the trees are always in the air.
        swarms.push(Swarm::new(Mote::Snow, 36, [0.9, 0.93, 0.97], plan.seed));
    }
    if plan.time == TimeOfDay::Night {
        swarms.push(Swarm::new(Mote::Star, 70, [0.6, 0.7, 0.85], plan.seed));
    }
    Art {
        back,
        planes: vec![frame],
        swarms,
        ripple: None,
        front: Vec::new(),
        air: Vec::new(),
        look: Look {
            tint: [0.62, 0.62, 0.68],
            key,
            key_from: [-0.8, -0.4],
            rim: [1.0, 0.9 * key[1], key[2]],
            shadow: 0.2,
            ..Look::default()
        },
        grain: 1.2,
    }
}

fn aurora(back: &mut Paint, seed: u32) {
    let all = back.all();
    back.light([all[0], -0.05, all[2], 0.8], |u, v| {
        let sheet = |base: f32, k: u32| {
            let low = base + 0.16 * (fbm(u * 1.7, 0.2, 3, seed ^ k) - 0.5) + 0.05 * libm::sinf(6.0 * u + k as f32);
            let ray = 0.45 + 0.75 * noise(u * 26.0, 0.4, seed ^ (k + 7));
            smooth(low + 0.015, low - 0.02, v) * smooth(low - 0.42, low, v) * ray
        };
        let (a, b) = (sheet(0.46, 1), sheet(0.60, 2));
        add(scale(hex_green(), 0.55 * a), [0.10, 0.32, 0.42], 0.7 * b)
    });
}

fn hex_green() -> Rgb {
    [0.10, 0.80, 0.42]
}

/// One range: rock and snow lit from the left, as its slope says.
fn range(back: &mut Paint, near: f32, [sun, shade]: [Rgb; 2], haze: Rgb, far: f32, seed: u32) {
    let base = 0.92 + 0.17 * near;
    let height = 0.62 - 0.26 * near;
    let rock = hex(0x003b_3f4c);
    // A few summits, each a tent with concave flanks; the highest stands aside of the face.
    let tops: Vec<[f32; 3]> = (0..5)
        .map(|i| {
            let u = -0.05 + 0.275 * i as f32 + 0.14 * (hash(i, 1, seed) - 0.5);
            let main = if i == if hash(0, 2, seed) < 0.5 { 1 } else { 3 } { 1.0 } else { 0.72 };
            [u, height * main * (0.72 + 0.30 * hash(i, 3, seed)), 0.30 + 0.16 * hash(i, 4, seed)]
        })
        .collect();
    let peak = |u: f32| {
        let wander = 0.05 * (fbm(u * 5.0, near * 3.0, 3, seed ^ 0x3) - 0.5);
        let tent = tops.iter().fold(0.0f32, |best, [at, tall, wide]| {
            let d = ((u + wander - at) / wide).abs();
            best.max(tall * (1.0 - d).at_least(0.0) * (1.18 - 0.45 * (1.0 - d).at_least(0.0) * d))
        });
        base - 0.10 * height - tent - 0.055 * (fbm(u * 16.0, near, 4, seed ^ 0x4) - 0.5)
    };
    let all = back.all();
    // The skyline of each column once: it is asked for again at every height.
    let step = 0.5 / back.unit;
    let line: Vec<f32> = (0..back.w * 2 + 8).map(|i| peak(all[0] - 4.0 * step + i as f32 * step)).collect();
    back.over([all[0], 0.1, all[2], 1.36], |u, v| {
        let i = (((u - all[0]) / step) as usize + 4).min(line.len() - 3);
        let edge = line[i];
        let k = smooth(edge - 0.002, edge + 0.002, v);
        if k <= 0.0 {
            return ([0.0; 3], 0.0);
        }
        let down = v - edge;
        // Relief: a height field of creases that run down the flank, lit from the left.
        let e = 0.006;
        let field = |x: f32, y: f32| ridged(x * 3.4 + 0.9 * y, y * 1.7 - 0.4 * x, 5, seed ^ 0x55);
        let slope = (field(u + e, v) - field(u - e, v)) / (2.0 * e) * 0.16;
        let lit = smooth(-0.40, 0.50, slope + 0.05);
        let bare = smooth(
            0.52,
            0.68,
            fbm(u * 7.0, v * 10.0, 4, seed ^ 0x66) + 0.22 * (down / height) + 0.1 * slope.abs() - 0.05,
        );
        let snow = add(scale(shade, 0.70), sun, 0.95 * lit);
        let stone = times(rock, add(scale(shade, 1.2), sun, 1.0 * lit));
        let c = mix(snow, stone, bare * 0.85);
        let mist = (far + 0.5 * smooth(0.15, 0.5, down) * (1.0 - near)).at_most(0.95);
        (mix(c, haze, mist), k)
    });
}

fn snow_and_firs(back: &mut Paint, [sun, shade]: [Rgb; 2], haze: Rgb, seed: u32) {
    for row in 0..3 {
        let near = row as f32 / 2.0;
        let foot = 1.10 + 0.12 * near;
        let count = 40 - row * 12;
        for i in 0..count {
            let u = (i as f32 + hash(i, row, seed)) / count as f32 * 1.14 - 0.07;
            let tall = (0.055 + 0.10 * near) * (0.6 + 0.8 * hash(i, row + 9, seed));
            let dark = mix(add(scale(shade, 0.10), [0.004, 0.01, 0.01], 1.0), haze, 0.52 - 0.42 * near);
            let foot = foot + 0.03 * noise(u * 5.0, near, seed);
            fir(back, [u, foot], tall, dark, mix(shade, sun, 0.4), seed ^ i as u32);
        }
        ridge(
            back,
            |u| foot - 0.005 + 0.05 * (fbm(u * 2.4, near * 4.0, 3, seed ^ 0x44) - 0.4),
            0.006,
            |u, v, edge| {
                let roll = fbm(u * 3.0, v * 7.0, 4, seed ^ 0x45);
                let lit = smooth(0.30, 0.70, roll) * (0.35 + 0.65 * smooth(edge + 0.5, edge, v));
                mix(add(scale(shade, 0.62), sun, 0.62 * lit), haze, 0.30 - 0.25 * near)
            },
        );
        back.blur(0.0025);
    }
}

/// A fir: tiers that widen downwards, snow on the left side of each.
pub(super) fn fir(paint: &mut Paint, [u, foot]: [f32; 2], tall: f32, dark: Rgb, snow: Rgb, seed: u32) {
    let wide = 0.20 * tall;
    paint.over([u - wide, foot - tall, u + wide, foot], |x, y| {
        let t = ((y - foot + tall) / tall).clamp(0.0, 1.0);
        let tier = t * 9.0 - libm::floorf(t * 9.0);
        let ragged = 0.25 * (noise(x * 9.0 / tall, y * 14.0 / tall, seed) - 0.5);
        let half = wide * t * (0.62 + 0.38 * tier + ragged);
        let s = (x - u) / half.at_least(1e-4);
        let k = smooth(1.05, 0.85, s.abs()) * smooth(1.0, 0.97, t);
        let load = smooth(0.25, -0.75, s) * smooth(0.35, 0.95, tier);
        (mix(dark, snow, 0.30 * load), k)
    });
}
