//! The aisle of a train: rows of seats, windows with the land in them, light that falls in as trees go by.

use crate::Look;
use crate::scene::art::{pane, plane, vignette};
use crate::scene::colour::{Rgb, add, hex, mix, scale};
use crate::scene::hour::Hour;
use crate::scene::motes::{Mote, Swarm};
use crate::scene::noise::{Rng, fbm, hash, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::Plan;
use crate::scene::set::{Art, Gain};
use crate::scene::trace::{Lamp, Shape, Surface, V3, World, body};

const SHELL: u16 = 0;
const WINDOW: u16 = 1;
const SEAT: u16 = 2;
const REST: u16 = 3;
const RACK: u16 = 4;
const TUBE: u16 = 5;
const BAG: u16 = 6;
const DOOR: u16 = 7;
const STEEL: u16 = 8;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let side = if rng.unit() < 0.5 { -1.0f32 } else { 1.0 };
    let hour = Hour::of(plan.time, plan.weather);
    let cloth = hex(rng.pick(&[0xa03a3eu32, 0x2f6a94, 0x3f7f66]));
    let deep = 13.0;
    let mut bodies = vec![
        body(Shape::Hall([-1.32, -1.02, -1.5], [1.32, 1.2, deep]), SHELL),
        body(Shape::Block([-0.42, -0.75, deep - 0.06], [0.42, 1.2, deep]), DOOR),
    ];
    for s in [-1.0f32, 1.0] {
        let wall = |a: f32, b: f32| if s > 0.0 { [1.32 - b, 1.32 - a] } else { [a - 1.32, b - 1.32] };
        for i in 0..6 {
            let z = 1.15 + 1.85 * i as f32;
            let [a, b] = wall(-0.02, 0.02);
            bodies.push(body(Shape::Block([a, -0.60, z], [b, 0.24, z + 1.6]), WINDOW + 16 * u16::from(s > 0.0)));
        }
        let [a, b] = wall(0.0, 0.42);
        bodies.push(body(Shape::Block([a, -0.70, 0.5], [b, -0.67, deep]), RACK));
        let [a, b] = wall(0.36, 0.42);
        bodies.push(body(Shape::Block([a, -0.675, 0.5], [b, -0.655, deep]), TUBE));
        for i in 0..9u16 {
            let z = 1.8 + 1.15 * f32::from(i) + rng.range(-0.2, 0.2);
            let [a, b] = wall(0.06, 0.36);
            let tall = rng.range(0.12, 0.24);
            bodies.push(body(Shape::Block([a, -0.70 - tall, z], [b, -0.70, z + rng.range(0.3, 0.55)]), BAG + 16 * i));
        }
        for i in 0..11 {
            let z = 1.75 + 1.0 * i as f32;
            for (c, x) in [0.55f32, 1.02].into_iter().enumerate() {
                let x = s * x;
                let skin = SEAT + 16 * c as u16;
                bodies.push(body(Shape::Block([x - 0.21, 0.10, z], [x + 0.21, 1.0, z + 0.13]), skin));
                bodies.push(body(Shape::Block([x - 0.15, -0.06, z], [x + 0.15, 0.12, z + 0.11]), REST));
            }
            // A handle on the corner of each seat.
            bodies.push(body(Shape::Ball([s * 0.335, 0.08, z + 0.06], 0.028), STEEL));
        }
    }
    for i in 0..5 {
        let z = 2.0 + 2.2 * i as f32;
        bodies.push(body(Shape::Block([-0.14, -1.02, z], [0.14, -1.0, z + 1.2]), TUBE));
    }
    let warm = hex(0x00ff_dfb4);
    let skin = |skin: u16, p: V3, n: V3| -> Surface {
        let (kind, number) = (skin % 16, i32::from(skin / 16));
        match kind {
            SHELL if n[1] < -0.5 => {
                let aisle = smooth(0.30, 0.28, p[0].abs());
                let pile = 0.8 + 0.4 * noise(p[0] * 40.0, p[2] * 40.0, seed);
                Surface::matt(scale(mix([0.05, 0.05, 0.055], scale(cloth, 0.5), aisle), pile))
            }
            SHELL if n[1] > 0.5 => Surface::matt([0.58, 0.57, 0.54]),
            SHELL if p[1] > 0.2 => {
                Surface::polished(scale(hex(0x0084_5c3a), 0.75 + 0.4 * fbm(p[2] * 1.5, p[1] * 20.0, 3, seed)), 0.2, 0.1)
            }
            SHELL => Surface::matt([0.42, 0.40, 0.37]),
            WINDOW => Surface::lit(scale(
                land(p[2] * 0.5 + 9.0 * number as f32, p[1], &hour, seed),
                0.85 * (0.10 + 0.90 * crate::scene::art::grid(p[2] / 0.8 + 0.1, 0.5, 0.06)),
            )),
            SEAT => Surface::matt(scale(cloth, 0.75 + 0.5 * noise(p[0] * 50.0, p[1] * 50.0, seed))),
            REST => Surface::matt([0.40, 0.38, 0.35]),
            RACK => Surface::polished([0.30, 0.29, 0.28], 0.4, 0.1),
            TUBE => Surface::lit(scale(warm, 0.55 + 2.2 * hour.lamps)),
            BAG => Surface::matt(hex(
                [0x6a4a2eu32, 0x2e4650, 0x8a3a2e, 0x4c4a40, 0x2a2a30][(hash(number, 3, seed) * 5.0) as usize % 5]
            )),
            DOOR => {
                let glass = smooth(0.26, 0.24, p[0].abs()) * smooth(-0.6, -0.55, p[1]) * smooth(0.3, 0.25, p[1]);
                Surface { albedo: [0.42, 0.41, 0.39], glow: scale(warm, 0.7 * glass), gloss: [0.2, 0.1] }
            }
            _ => Surface::polished([0.6, 0.59, 0.56], 0.6, 0.1),
        }
    };
    let sky = |_: V3| hour.shade;
    let day = 1.0 - 0.85 * hour.lamps;
    let world = World {
        bodies,
        lamps: vec![
            Lamp { at: [1.2 * side, -0.18, 3.2], half: [0.02, 0.34, 2.0], light: hour.window(1.3 * day) },
            Lamp { at: [1.2 * side, -0.18, 8.0], half: [0.02, 0.34, 2.5], light: hour.window(1.3 * day) },
            Lamp {
                at: [-1.2 * side, -0.18, 5.0],
                half: [0.02, 0.34, 3.5],
                light: scale(add(hour.sky[2], hour.shade, 0.5), 0.7 * day),
            },
            Lamp { at: [0.0, -0.7, 0.6], half: [0.4, 0.1, 0.2], light: scale(warm, 0.5) },
            Lamp { at: [0.0, -0.96, 4.5], half: [0.12, 0.0, 3.5], light: scale(warm, 0.30 + 0.75 * hour.lamps) },
        ],
        ambient: add([0.02; 3], hour.shade, 0.06),
        air: (scale(hour.window(0.5), 0.8), 60.0),
        focal: 1.3,
        horizon: 0.75,
        skin: &skin,
        sky: &sky,
    };
    world.paint(&mut back, 0, seed);
    back.bloom(1.1, 0.03, 0.14);
    back.defocus(0.011);
    vignette(&mut back, 0.3);
    let mut planes = Vec::new();
    if hour.clear > 0.4 {
        // The sun between trees: two sets of rays that come and go.
        for half in 0..2u32 {
            let mut rays = plane(&back, 0.9);
            rays.paint.light([-0.05, 0.1, 1.05, 1.6], |u, v| {
                let along = (u - 0.5) * side;
                let x = v - 0.55 + 0.75 * along + 0.16 * half as f32;
                let band = smooth(0.10, 0.02, (x - 0.02).abs()) + 0.7 * smooth(0.08, 0.02, (x - 0.38).abs());
                scale(hour.sun, 0.085 * band * smooth(-0.45, 0.5, along) * smooth(0.1, 0.4, v) * smooth(1.5, 0.9, v))
            });
            rays.gain = Gain::Breathe { period_s: 1.1 + 0.6 * half as f32, phase: 0.4 * half as f32, low: 0.15 };
            planes.push(rays);
        }
    }
    let look = Look { key_from: [side * 0.95, -0.3], shadow: 0.3, ..hour.look };
    let look = if hour.lamps > 0.6 { Look { tint: [0.52, 0.44, 0.37], ..look } } else { look };
    Art { planes, swarms: vec![Swarm::new(Mote::Dust, 40, [0.5, 0.42, 0.3], plan.seed ^ 3)], look, ..Art::of(back) }
}

/// Fields, woods and hills, drawn out along the way as an eye sees them that does not follow.
fn land(x: f32, y: f32, hour: &Hour, seed: u32) -> Rgb {
    let green: Rgb = add(scale(hex(0x0058_7038), 0.55 * (1.0 - 0.85 * hour.lamps)), hour.shade, 0.10);
    let mut c = add(scale(hour.sky_at((1.0 + 1.1 * y).clamp(0.0, 1.0)), 0.9), hour.sun, 0.25 * hour.clear);
    for row in 0..3 {
        let near = row as f32 / 2.0;
        let top = -0.06 + 0.08 * row as f32
            - (0.16 - 0.05 * near) * fbm(x * (1.2 + 0.8 * near) + 7.0 * near, near * 3.0, 3, seed);
        let streak = 0.7 + 0.6 * fbm(x * 1.2, y * 40.0, 3, seed ^ row);
        let lit = add(scale(green, streak), hour.sun, 0.10 * hour.clear * streak);
        c = mix(c, mix(lit, scale(hour.sky[3], 0.7), 0.55 - 0.5 * near), smooth(top - 0.01, top + 0.01, y));
    }
    if hour.lamps > 0.6 && y > -0.06 {
        c = add(c, pane(x * 9.0, y * 30.0, 0.12, seed ^ 0x99), 2.5 * hour.lamps);
    }
    c
}
