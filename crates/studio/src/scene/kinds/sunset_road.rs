//! A straight road towards the sun: poles and wires, hills in haze, the light along the tarmac.

use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::{clouds, plane, ridge, vignette};
use crate::scene::colour::{add, hex, mix, scale, times};
use crate::scene::hour::Hour;
use crate::scene::motes::{Mote, Swarm};
use crate::scene::noise::{Rng, fbm, hash, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::{Plan, TimeOfDay, Weather};
use crate::scene::set::Art;

const HORIZON: f32 = 0.84;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let side = if rng.unit() < 0.5 { -1.0f32 } else { 1.0 };
    let hour = Hour::of(plan.time, plan.weather);
    let night = plan.time == TimeOfDay::Night;
    let high = matches!(plan.time, TimeOfDay::Day | TimeOfDay::Night);
    // The road runs towards the sun, a little aside of the head.
    let end = 0.5 + 0.30 * side;
    let sun_at = [end, if high { 0.22 } else { HORIZON - 0.055 }];
    back.fill(|u, v| {
        let (x, y) = (u - sun_at[0], v - sun_at[1]);
        let d = (x * x + y * y).sqrt();
        let wide = (0.35 * x * x + 3.0 * y * y).sqrt();
        let halo = 0.65 * smooth(0.8, 0.0, d) * smooth(0.8, 0.0, d)
            + 0.35 * smooth(0.5, 0.0, wide)
            + 0.5 * smooth(0.2, 0.0, d);
        let disc = smooth(0.062, 0.054, d) * if night { 1.0 } else { 4.0 };
        add(scale(hour.sky_at((v / HORIZON).clamp(0.0, 1.0)), 0.68), hour.sun, hour.clear * (halo + disc))
    });
    let lit = add(scale(hour.sky[3], 0.45), hour.sun, 0.5 * hour.clear);
    let cover = if plan.weather == Weather::Clear { 0.40 } else { 0.60 };
    clouds(
        &mut back,
        [-0.05, HORIZON - 0.10],
        cover,
        [scale(mix(hour.sky[1], hour.shade, 0.5), 0.6), lit],
        seed ^ 0x21,
    );
    if night {
        for _ in 0..150 {
            let k = rng.unit();
            back.glow(
                rng.range(-0.05, 1.05),
                rng.range(-0.05, 0.7),
                0.003,
                scale([0.9, 0.95, 1.0], 0.2 + 1.6 * k * k * k),
            );
        }
    }
    let haze = add(scale(mix(hour.sky[3], hour.sky[2], 0.5), 0.6), hour.sun, 0.12 * hour.clear);
    for row in 0..3u32 {
        let near = row as f32 / 2.0;
        ridge(
            &mut back,
            |u| {
                HORIZON - 0.015 + 0.012 * row as f32
                    - (0.09 - 0.025 * near)
                        * fbm(u * (2.0 + near) + 5.0 * near, near * 4.0, 4, seed ^ row)
                        * smooth(0.02, 0.35, (u - end).abs())
            },
            0.003,
            |_, _, _| mix(scale(hour.shade, 0.45), haze, 0.72 - 0.30 * near),
        );
    }
    ground(&mut back, end, &hour, seed);
    poles(&mut back, end, side, &hour, haze);
    if hour.lamps > 0.5 {
        // A car that comes, far away.
        for dx in [-0.010f32, 0.010] {
            back.glow(end + dx - 0.012, HORIZON + 0.03, 0.006, scale(hex(0x00ff_f0d0), 40.0));
        }
    }
    back.bloom(1.3, 0.04, 0.12);
    back.defocus(0.0085);
    vignette(&mut back, 0.32);
    // Grass at the side of the road, near.
    let mut grass = plane(&back, 2.0);
    let dark = add(scale(hour.shade, 0.10), [0.004, 0.004, 0.002], 1.0);
    for k in 0..70 {
        let u = 0.5 - side * rng.range(0.26, 0.58);
        let foot = [u, 1.50 + rng.range(-0.03, 0.06)];
        let tip = [u + rng.range(-0.05, 0.07), foot[1] - rng.range(0.12, 0.42)];
        let c = add(dark, hour.sun, 0.22 * hash(k, 3, seed) * hour.clear);
        grass.paint.stroke(foot, tip, 0.005, 0.0015, c, 0.9);
        grass.paint.glow(tip[0], tip[1], 0.010, scale(hour.sun, 0.45 * hash(k, 4, seed) * hour.clear));
    }
    grass.paint.defocus(0.009);
    grass.sway = [0.004, 3.1];
    let mut swarms = vec![Swarm::new(Mote::Dust, 60, scale(hour.sun, 0.6).map(|c| c.at_most(1.0)), plan.seed)];
    if plan.weather == Weather::Wind {
        swarms.push(Swarm::new(Mote::Blown, 50, scale(hour.sun, 0.8).map(|c| c.at_most(1.0)), plan.seed ^ 5));
    }
    let look = Look { key_from: [side, if high { -0.9 } else { -0.2 }], shadow: 0.2, ..hour.look };
    Art { planes: vec![grass], swarms, look, ..Art::of(back) }
}

/// Fields and the road with its lines; where the sun is low, tarmac mirrors it.
fn ground(back: &mut Paint, end: f32, hour: &Hour, seed: u32) {
    let all = back.all();
    let haze = add(scale(mix(hour.sky[3], hour.sky[2], 0.5), 0.6), hour.sun, 0.12 * hour.clear);
    back.over([all[0], HORIZON - 0.01, all[2], all[3]], |u, v| {
        let down = (v - HORIZON).at_least(0.0008);
        let z = 0.10 / down;
        // Metres from the middle of the road; the camera stands on its right lane.
        let x = (u - end) * z * 9.0 - (0.5 - end) * 0.10 * 9.0 / 0.9;
        let field = fbm(x * 0.7, z * 2.0, 4, seed) * (0.7 + 0.6 * noise(x * 5.0, z * 16.0, seed));
        let dry = times(hex(0x00b0_8a50), add(scale(hour.shade, 0.8), hour.sun, 0.75 * hour.clear));
        let mut c = scale(dry, 0.45 + 0.8 * field);
        let road = smooth(1.05, 0.98, x.abs());
        let rough = 0.8 + 0.4 * noise(x * 24.0, z * 24.0, seed);
        let grazing = smooth(0.55, 0.0, down);
        let sheen = add(
            scale(hour.sky[3], 0.35 * grazing),
            hour.sun,
            hour.clear * 0.9 * grazing * smooth(0.30, 0.0, (u - end).abs()),
        );
        let tarmac = add(scale(add(scale(hour.shade, 0.20), hour.sun, 0.06), rough), sheen, 0.8);
        c = mix(c, tarmac, road);
        let dash = f32::from(u8::from((z * 4.2 - libm::floorf(z * 4.2)) < 0.45));
        let paint = smooth(0.045, 0.03, x.abs()) * dash + smooth(0.035, 0.02, (x.abs() - 0.90).abs());
        let line = times(hex(0x00f0_d890), add(scale(hour.shade, 0.9), hour.sun, 0.8 * hour.clear));
        c = mix(c, line, paint.at_most(1.0) * 0.85);
        (mix(c, haze, 0.80 * smooth(0.10, 0.0, down)), smooth(HORIZON - 0.002, HORIZON + 0.002, v))
    });
}

/// Poles with wires along one side of the road, smaller towards its end.
fn poles(back: &mut Paint, end: f32, side: f32, hour: &Hour, haze: [f32; 3]) {
    let mut last: Option<([f32; 2], f32)> = None;
    for i in 0..9 {
        let k = 1.0 / (1.0 + 0.62 * (8 - i) as f32);
        let foot = [end - side * 1.05 * k, HORIZON + 0.36 * k];
        let top = foot[1] - 1.05 * k;
        let c = mix(scale(hour.shade, 0.14), haze, 0.55 * (1.0 - k));
        back.stroke([foot[0], top], foot, 0.016 * k, 0.020 * k, c, 0.97);
        for (dy, half) in [(0.06f32, 0.12f32), (0.14, 0.09)] {
            back.stroke(
                [foot[0] - half * k, top + dy * k],
                [foot[0] + half * k, top + dy * k],
                0.012 * k,
                0.012 * k,
                c,
                0.97,
            );
        }
        if let Some((from, was)) = last {
            for lane in [-0.11f32, 0.0, 0.11] {
                let (a, b) = ([from[0] + lane * was, from[1] + 0.055 * was], [foot[0] + lane * k, top + 0.055 * k]);
                let mut before = a;
                for s in 1..=10 {
                    let t = s as f32 / 10.0;
                    let sag = 0.16 * (was + k) * t * (1.0 - t);
                    let next = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t + sag];
                    back.stroke(before, next, 0.0022, 0.0022, c, 0.6);
                    before = next;
                }
            }
        }
        last = Some(([foot[0], top], k));
    }
}
