//! A park under snow: firs, lamps along a path, flakes before and behind.

use super::mountains::fir;
use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::{plane, ridge, vignette};
use crate::scene::colour::{add, hex, mix, scale};
use crate::scene::hour::Hour;
use crate::scene::motes::{Mote, Swarm};
use crate::scene::noise::{Rng, fbm, hash, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::{Plan, Weather};
use crate::scene::set::{Art, Gain};

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    // Falling snow alone does not hide this sky: it is what the place is about.
    let seen = if plan.weather == Weather::Snow { Weather::Clear } else { plan.weather };
    let hour = Hour::of(plan.time, seen);
    let warm = hex(0x00ff_bf78);
    let lamps = 0.25 + 0.75 * hour.lamps;
    back.fill(|u, v| {
        let c = scale(hour.sky_at((v / 0.95).clamp(0.0, 1.0)), 1.05);
        scale(c, 0.9 + 0.2 * fbm(u * 2.0, v * 3.0, 4, seed))
    });
    let haze = mix(hour.sky[3], hour.sky[2], 0.5);
    let snow_lit = add(scale(hour.shade, 1.25), hour.sun, 0.55 * hour.clear);
    for row in 0..5u32 {
        let near = row as f32 / 4.0;
        let foot = 0.98 + 0.075 * row as f32;
        let count = 26 - 4 * row as i32;
        for i in 0..count {
            let u = (i as f32 + 0.9 * hash(i, row as i32, seed)) / count as f32 * 1.2 - 0.1;
            // The path stays free.
            let aside = (u - 0.5).abs();
            let tall = (0.26 + 0.30 * near)
                * (0.55 + 0.75 * hash(i, row as i32 + 9, seed))
                * smooth(0.02, 0.22 + 0.1 * near, aside).at_least(0.25);
            let dark = mix(add(scale(hour.shade, 0.16), [0.006, 0.012, 0.012], 1.0), haze, 0.74 - 0.66 * near);
            let white = mix(snow_lit, haze, 0.60 - 0.55 * near);
            fir(&mut back, [u, foot + 0.01 * hash(i, 77, seed)], tall, dark, white, seed ^ (i as u32 + 31 * row));
        }
        // The ground between.
        ridge(
            &mut back,
            |u| foot - 0.012 + 0.03 * (fbm(u * 2.2, near * 5.0, 3, seed ^ 0x44) - 0.4),
            0.006,
            |u, v, edge| {
                let roll = fbm(u * 2.6, v * 6.0, 4, seed ^ 0x45);
                let blue = scale(hour.shade, 0.85 + 0.35 * smooth(0.35, 0.7, roll));
                let c = add(blue, hour.sun, 0.35 * hour.clear * smooth(0.4, 0.7, roll));
                let glint = if noise(u * 220.0, v * 220.0, seed) > 0.93 { 0.25 * near } else { 0.0 };
                mix(
                    add(c, [1.0; 3], glint * (1.0 - hour.lamps * 0.6)),
                    haze,
                    0.45 * (1.0 - near) * smooth(edge + 0.2, edge, v),
                )
            },
        );
        // A pair of lamps to a row, further apart as they come nearer.
        if row < 4 {
            for side in [-1.0f32, 1.0] {
                let u = 0.5 + side * (0.10 + 0.115 * row as f32);
                let top = foot - 0.115 - 0.085 * row as f32;
                let post = scale(hour.shade, 0.10);
                back.stroke([u, top], [u, foot], 0.004 + 0.003 * near, 0.005 + 0.004 * near, post, 0.95);
                back.glow(u, top, 0.010 + 0.008 * near, scale(warm, 26.0 * lamps));
                back.glow(u, top, 0.16 + 0.10 * near, scale(warm, 0.30 * lamps));
                // Its pool on the snow.
                back.light([u - 0.2, foot - 0.02, u + 0.2, foot + 0.10], |x, y| {
                    let d = ((x - u) * (x - u) / 0.030 + (y - foot - 0.02) * (y - foot - 0.02) / 0.0016).sqrt();
                    scale(warm, 0.40 * lamps * smooth(1.0, 0.0, d))
                });
            }
        }
        back.blur(0.0025);
    }
    back.bloom(1.0, 0.035, 0.14);
    back.defocus(0.0115);
    vignette(&mut back, 0.3);
    let mut frame = plane(&back, 2.0);
    let dark = add(scale(hour.shade, 0.12), [0.004, 0.008, 0.008], 1.0);
    for (u, foot, tall) in [(-0.05, 1.55, 1.35), (1.06, 1.58, 1.15)] {
        fir(&mut frame.paint, [u, foot], tall, dark, snow_lit, seed);
    }
    frame.paint.defocus(0.014);
    frame.gain = Gain::Steady;
    let flakes = scale([0.95, 0.97, 1.0], 0.55 + 0.45 * (1.0 - 0.5 * hour.lamps));
    let mut swarms = Vec::new();
    let mut air = Vec::new();
    if plan.weather == Weather::Snow {
        swarms.push(Swarm::new(Mote::Snow, 110, flakes, plan.seed));
        air.push(Swarm::new(Mote::Snow, 16, scale(flakes, 0.8), plan.seed ^ 8));
    }
    let look = Look {
        key_from: [-0.75, -0.5],
        rim: mix(hour.look.rim, warm.map(|c| c.at_most(1.0)), 0.45 * hour.lamps),
        shadow: 0.2,
        ..hour.look
    };
    Art { planes: vec![frame], swarms, air, look, ..Art::of(back) }
}
