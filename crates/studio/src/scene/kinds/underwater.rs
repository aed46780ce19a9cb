//! Under the surface: light from above in moving shafts, reefs in blue haze, bubbles.

use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::{beam, plane, ridge, vignette};
use crate::scene::colour::{Rgb, add, hex, mix, ramp, scale};
use crate::scene::motes::{Mote, Swarm};
use crate::scene::noise::{Rng, fbm, noise, ridged, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::Plan;
use crate::scene::set::{Art, Gain};

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let water: [(f32, Rgb); 4] =
        [(-0.1, hex(0x0090_e6e0)), (0.30, hex(0x0030_a8bd)), (0.85, hex(0x0010_6a92)), (1.6, hex(0x0006_2a4c))];
    let sun = hex(0x00d8_fff0);
    back.fill(|u, v| {
        let d = ((u - 0.42) * (u - 0.42) + 0.8 * (v + 0.12) * (v + 0.12)).sqrt();
        let net = ridged(u * 4.0 / (0.25 + v.at_least(0.0)), 5.0 * v.at_least(0.0), 3, seed);
        let c = add(ramp(&water, v), sun, 0.9 * smooth(0.75, 0.0, d));
        add(c, sun, 0.55 * net * net * net * smooth(0.30, -0.05, v))
    });
    for row in 0..4 {
        let near = row as f32 / 3.0;
        let tone = mix(hex(0x0004_1c30), ramp(&water, 0.85), 0.72 - 0.66 * near);
        let base = 1.20 + 0.14 * near;
        ridge(
            &mut back,
            |u| {
                let rise = smooth(0.15, 0.55, (u - 0.5).abs());
                base - (0.05 + 0.30 * rise * (1.0 - 0.3 * near)) * fbm(u * (2.6 + near), near * 7.0, 4, seed ^ 0x9)
                    - 0.03 * ridged(u * 13.0, near, 3, seed)
            },
            0.007,
            |u, v, edge| {
                let lit = smooth(edge + 0.10, edge, v) * (0.5 + 0.9 * noise(u * 30.0, v * 30.0, seed));
                add(tone, sun, 0.10 * lit * (0.35 + 0.65 * near))
            },
        );
        back.blur(0.004);
    }
    vignette(&mut back, 0.5);
    let mut planes = Vec::new();
    for half in 0..2u32 {
        let mut shafts = plane(&back, 0.5);
        for k in 0..5u32 {
            let u = 0.10 + 0.17 * k as f32 + 0.07 * half as f32 + rng.range(-0.04, 0.04);
            let reach = rng.range(0.7, 1.35);
            let w = rng.range(0.015, 0.045);
            let to = [u + 0.45 * (u - 0.42) * reach, reach];
            beam(&mut shafts.paint, [u, -0.12], to, [w, 2.4 * w], scale(sun, rng.range(0.05, 0.12)), seed ^ k);
        }
        shafts.gain = Gain::Breathe { period_s: 4.2 + half as f32, phase: 0.5 * half as f32, low: 0.25 };
        shafts.sway = [if half == 0 { 0.02 } else { -0.02 }, 8.0];
        planes.push(shafts);
    }
    Art {
        back,
        planes,
        swarms: vec![
            Swarm::new(Mote::Bubble, 46, [0.75, 0.95, 0.98], plan.seed),
            Swarm::new(Mote::Dust, 60, [0.4, 0.6, 0.6], plan.seed ^ 2),
        ],
        ripple: None,
        front: Vec::new(),
        air: Vec::new(),
        look: Look {
            tint: [0.26, 0.52, 0.58],
            key: [0.86, 1.0, 0.98],
            key_from: [-0.1, -1.0],
            rim: [0.70, 1.0, 1.0],
            shadow: 0.1,
            ..Look::default()
        },
        grain: 1.2,
    }
}
