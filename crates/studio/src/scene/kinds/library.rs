//! A room of books in the evening: shelves out of focus, a lamp with a warm pool of light, small lights along the top.

use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::{plane, vignette};
use crate::scene::colour::{Rgb, add, hex, mix, scale, times};
use crate::scene::motes::{Mote, Swarm};
use crate::scene::noise::{Rng, fbm, hash, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::Plan;
use crate::scene::set::{Art, Gain};

const SHELF: f32 = 0.235;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let left = rng.unit() < 0.5;
    let lamp = [if left { 0.10 } else { 0.90 }, 0.93];
    let warm = hex(0x00ff_c27a);
    let spines: Vec<Rgb> = [
        0x7a2e26u32,
        0x2f4a3c,
        0x27405e,
        0x9a6b32,
        0xc7ad84,
        0x4c2b3a,
        0x1f2a35,
        0x8a8470,
        0x6d3d1f,
        0x35584f,
        0xb5533c,
    ]
    .iter()
    .map(|c| hex(*c))
    .collect();
    let wood = hex(0x005a_351e);
    back.fill(|u, v| {
        let row = libm::floorf(v / SHELF);
        let (ri, f) = (row as i32, v / SHELF - row);
        let lit = {
            let d2 = (u - lamp[0]) * (u - lamp[0]) + 0.8 * (v - lamp[1] + 0.08) * (v - lamp[1] + 0.08);
            0.17 + 1.15 / (1.0 + 8.0 * d2) * smooth(1.3, 0.0, d2)
        };
        let c = books(u, f, ri, &spines, wood, seed);
        scale(times(c, mix([1.0; 3], warm, 0.75)), lit)
    });
    // Uprights of the bookcase.
    let all = back.all();
    for x in [0.0f32, 0.5, 1.0] {
        let x = x + 0.01 * (hash((x * 10.0) as i32, 4, seed) - 0.5);
        back.over([x - 0.03, all[1], x + 0.03, all[3]], |u, v| {
            let grain = 0.7 + 0.5 * fbm(u * 60.0, v * 3.0, 3, seed);
            let d2 = (u - lamp[0]) * (u - lamp[0]) + 0.8 * (v - lamp[1]) * (v - lamp[1]);
            let lit = 0.10 + 1.0 / (1.0 + 9.0 * d2);
            (scale(times(wood, warm), grain * lit), smooth(0.021, 0.017, (u - x).abs()))
        });
    }
    back.blur(0.006);
    // Fairy lights along two shelves.
    for k in 0..16 {
        let u = -0.02 + 0.068 * k as f32;
        let v = SHELF * 2.0 - 0.012 + 0.020 * libm::sinf(2.1 * k as f32);
        back.bokeh(u, v, rng.range(0.011, 0.019), scale(warm, rng.range(0.35, 0.7)));
        if k % 2 == 0 {
            back.bokeh(u + 0.03, SHELF + 0.015 * libm::sinf(1.7 * k as f32), 0.012, scale(warm, 0.3));
        }
    }
    back.bloom(0.8, 0.03, 0.14);
    back.defocus(0.0075);
    vignette(&mut back, 0.55);
    let mut light = plane(&back, 1.5);
    lamp_shape(&mut light.paint, lamp, warm);
    light.gain = Gain::Steady;
    let mut bloom = plane(&back, 1.5);
    bloom.paint.glow(lamp[0], lamp[1], 0.55, scale(warm, 0.30));
    bloom.paint.glow(lamp[0], lamp[1], 0.22, scale(warm, 0.45));
    bloom.gain = Gain::Breathe { period_s: 3.7, phase: 0.2, low: 0.93 };
    Art {
        back,
        planes: vec![light, bloom],
        swarms: vec![Swarm::new(Mote::Dust, 45, [0.5, 0.38, 0.22], plan.seed)],
        ripple: None,
        front: Vec::new(),
        air: Vec::new(),
        look: Look {
            tint: [0.56, 0.42, 0.30],
            key: [1.0, 0.85, 0.64],
            key_from: [if left { -0.9 } else { 0.9 }, -0.1],
            rim: [1.0, 0.74, 0.42],
            shadow: 0.4,
            ..Look::default()
        },
        grain: 1.3,
    }
}

/// What stands in one compartment at a height `f` from 0 (top) to 1 (its board).
fn books(u: f32, f: f32, row: i32, spines: &[Rgb], wood: Rgb, seed: u32) -> Rgb {
    let board = smooth(0.905, 0.915, f);
    let plank = scale(wood, 0.8 + 0.5 * noise(u * 14.0, f * 30.0, seed.wrapping_add(row as u32)));
    let dark = scale(wood, 0.10);
    // Books of different widths: a grid whose lines are moved by a hash, never past one another.
    let step = 0.030;
    let cell = libm::floorf(u / step) as i32;
    let edge = |i: i32| (i as f32 + 0.45 * (hash(i, row, seed) - 0.5)) * step;
    let i = if u < edge(cell) {
        cell - 1
    } else if u >= edge(cell + 1) {
        cell + 1
    } else {
        cell
    };
    let (x0, x1) = (edge(i), edge(i + 1));
    let pick = hash(i, row, seed ^ 0x1111);
    let gap = hash(i / 7, row, seed ^ 0x2222) > 0.86;
    let tall = if gap { 0.05 } else { 0.55 + 0.28 * hash(i, row, seed ^ 0x3333) };
    let across = (u - x0) / (x1 - x0);
    let round = 0.45 + 0.75 * (1.0 - (2.0 * across - 1.0) * (2.0 * across - 1.0));
    let mut c = scale(spines[(pick * spines.len() as f32) as usize % spines.len()], round);
    let up = 0.905 - f;
    // Gold bands on some spines.
    if hash(i, row, seed ^ 0x4444) > 0.55 {
        let band = smooth(0.012, 0.006, (up - 0.74 * tall).abs()) + smooth(0.012, 0.006, (up - 0.22 * tall).abs());
        c = add(c, hex(0x00c9_9a4a), 0.55 * band.at_most(1.0) * round);
    }
    let shade = smooth(1.0, 0.45, up / 0.9) * 0.75 + 0.25;
    let inside = smooth(tall + 0.008, tall - 0.008, up);
    let stack = mix(dark, scale(c, shade), inside);
    let under = 1.0 - 0.6 * smooth(0.10, 0.0, f);
    mix(scale(stack, under), plank, board)
}

/// A table lamp: a shade that glows, its foot below.
fn lamp_shape(paint: &mut Paint, [cu, cv]: [f32; 2], warm: Rgb) {
    let brass = hex(0x0080_5a2c);
    paint.stroke([cu, cv + 0.09], [cu, cv + 0.33], 0.018, 0.018, scale(brass, 0.5), 1.0);
    paint.stroke([cu - 0.05, cv + 0.335], [cu + 0.05, cv + 0.335], 0.03, 0.03, scale(brass, 0.35), 1.0);
    paint.over([cu - 0.17, cv - 0.12, cu + 0.17, cv + 0.12], |u, v| {
        let t = ((v - cv + 0.10) / 0.20).clamp(0.0, 1.0);
        let half = 0.075 + 0.055 * t;
        let s = (u - cu) / half;
        let k = smooth(1.05, 0.97, s.abs()) * smooth(0.107, 0.10, (v - cv).abs());
        let glow = 0.75 + 1.1 * smooth(1.0, 0.0, s.abs()) * smooth(0.1, 0.75, t);
        (scale(warm, glow), k)
    });
    paint.blur(0.006);
}
