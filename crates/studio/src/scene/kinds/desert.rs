//! Dunes, one behind another, each with a lit and a shaded side; sand in the wind.

use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::{clouds, plane, vignette};
use crate::scene::colour::{Rgb, add, hex, mix, scale, times};
use crate::scene::hour::Hour;
use crate::scene::motes::{Mote, Swarm};
use crate::scene::noise::{Rng, fbm, hash, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::{Plan, TimeOfDay, Weather};
use crate::scene::set::Art;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let side = if rng.unit() < 0.5 { -1.0f32 } else { 1.0 };
    let hour = Hour::of(plan.time, plan.weather);
    let night = plan.time == TimeOfDay::Night;
    let high = matches!(plan.time, TimeOfDay::Day | TimeOfDay::Night);
    let sun_at = [0.5 + 0.33 * side, if high { 0.20 } else { 0.60 }];
    back.fill(|u, v| {
        let d = ((u - sun_at[0]) * (u - sun_at[0]) + (v - sun_at[1]) * (v - sun_at[1])).sqrt();
        let halo = 0.50 * smooth(0.75, 0.0, d) * smooth(0.75, 0.0, d) + 0.25 * smooth(0.25, 0.0, d);
        let disc = smooth(0.060, 0.052, d) * if night { 1.1 } else { 4.5 };
        add(scale(hour.sky_at((v / 0.78).clamp(0.0, 1.0)), 1.1), hour.sun, hour.clear * (halo + disc))
    });
    let lit = add(scale(hour.sky[3], 0.9), hour.sun, 0.3 * hour.clear);
    clouds(&mut back, [-0.05, 0.66], 0.30, [mix(hour.sky[1], hour.sky[2], 0.4), lit], seed ^ 0x11);
    if night {
        for _ in 0..160 {
            let k = rng.unit();
            back.glow(
                rng.range(-0.05, 1.05),
                rng.range(-0.05, 0.62),
                0.003,
                scale([0.9, 0.95, 1.0], 0.2 + 1.6 * k * k * k),
            );
        }
    }
    let sand = hex(0x00d8_985c);
    for row in 0..6u32 {
        dune(&mut back, row, side, &hour, sand, seed);
        back.blur(if row < 4 { 0.0035 } else { 0.002 });
    }
    back.bloom(1.3, 0.03, 0.10);
    back.defocus(0.008);
    vignette(&mut back, 0.3);
    // Grass on the near crest, out of focus.
    let mut grass = plane(&back, 2.0);
    let dark = times(scale(hour.shade, 0.35), [0.9, 0.8, 0.6]);
    for k in 0..46 {
        let u = 0.5 - side * rng.range(0.30, 0.56);
        let foot = [u, 1.36 + 0.30 * (u - 0.5).abs() + rng.range(-0.02, 0.05)];
        let tip = [u + rng.range(-0.08, 0.12), foot[1] - rng.range(0.10, 0.30)];
        let c = add(dark, hour.sun, 0.10 * hash(k, 3, seed) * hour.clear);
        grass.paint.stroke(foot, tip, 0.006, 0.002, c, 0.9);
    }
    grass.paint.defocus(0.007);
    grass.sway = [0.004, 2.6];
    let mut swarms = vec![Swarm::new(Mote::Dust, 40, scale(hour.sun, 0.5).map(|c| c.at_most(1.0)), plan.seed)];
    let mut air = Vec::new();
    if plan.weather == Weather::Wind {
        let c = mix(hour.sun, sand, 0.5).map(|c| c.at_most(1.0));
        swarms.push(Swarm::new(Mote::Blown, 70, c, plan.seed ^ 5));
        air.push(Swarm::new(Mote::Blown, 14, scale(c, 0.6), plan.seed ^ 6));
    }
    let look = Look { key_from: [side, if high { -0.9 } else { -0.25 }], ..hour.look };
    Art { planes: vec![grass], swarms, air, look, ..Art::of(back) }
}

fn dune(back: &mut Paint, row: u32, side: f32, hour: &Hour, sand: Rgb, seed: u32) {
    let near = row as f32 / 5.0;
    let base = 0.74 + 0.13 * row as f32 * (0.55 + 0.45 * near);
    let tall = 0.05 + 0.10 * near;
    let shift = 10.0 * hash(row as i32, 1, seed);
    // Crests are long and even; one side is steep.
    let height = |u: f32| {
        let x = u * (2.3 - 1.3 * near) + shift;
        let i = libm::floorf(x);
        let f = x - i;
        let peak = 0.30 + 0.40 * hash(i as i32, row as i32, seed);
        let rise = if f < peak { f / peak } else { (1.0 - f) / (1.0 - peak) };
        let soft = rise * rise * (3.0 - 2.0 * rise);
        let size = 0.55 + 0.75 * hash(i as i32, 7, seed ^ row);
        (base - tall * soft * size, f - peak)
    };
    let all = back.all();
    let haze = mix(hour.sky[3], hour.sky[2], 0.25);
    back.over([all[0], base - 0.25, all[2], all[3]], |u, v| {
        let (edge, _) = height(u);
        let k = smooth(edge - 0.0025, edge + 0.0025, v);
        if k <= 0.0 {
            return ([0.0; 3], 0.0);
        }
        let down = v - edge;
        // The ridge runs down and away from the sun: on one side of it lies the shade.
        let wander = 0.10 * (fbm(u * 2.0, v * 3.0, 3, seed ^ (row + 40)) - 0.5);
        let (_, aside) = height(u + side * down * (0.55 - 0.2 * near) + wander);
        let lee = smooth(-0.012, 0.012, -aside * side);
        let ripple = libm::sinf((v + 0.35 * u + 0.05 * noise(u * 6.0, v * 6.0, seed)) * (420.0 - 260.0 * near));
        let grain =
            1.0 + 0.05 * ripple * smooth(0.0, 0.03, down) * near + 0.10 * (fbm(u * 9.0, v * 22.0, 3, seed) - 0.5);
        let shade = times(sand, scale(add(hour.shade, hour.sky[2], 0.25), 0.52));
        let light = times(sand, add(scale(hour.shade, 0.55), hour.sun, 1.15 * hour.clear + 0.12));
        let fade = smooth(0.30, 0.0, down);
        let c = scale(mix(light, shade, 0.92 * lee), grain * (0.72 + 0.28 * fade));
        (mix(c, haze, (0.62 - 0.66 * near).at_least(0.0)), k)
    });
}
