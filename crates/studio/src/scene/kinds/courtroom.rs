//! A court: panels of oak, a bench with a seal above it, tall windows with light across the room.

use crate::Look;
use crate::scene::art::{beam, plane, vignette, wood};
use crate::scene::colour::{add, hex, mix, scale};
use crate::scene::hour::Hour;
use crate::scene::motes::{Mote, Swarm};
use crate::scene::noise::{Rng, hash, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::Plan;
use crate::scene::set::Art;
use crate::scene::trace::{Lamp, Shape, Surface, World, body, near};

const ROOM: u16 = 0;
const PANEL: u16 = 1;
const WINDOW: u16 = 2;
const BENCH: u16 = 3;
const BRASS: u16 = 4;
const LEATHER: u16 = 5;
const SHADE: u16 = 6;
const BOOK: u16 = 7;
const CLOTH: u16 = 8;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let side = if rng.unit() < 0.5 { -1.0f32 } else { 1.0 };
    let hour = Hour::of(plan.time, plan.weather);
    let wall = side * 2.5;
    let mut bodies = vec![
        body(Shape::Hall([-2.6, -2.6, -1.5], [2.6, 1.5, 6.6]), ROOM),
        // The bench in steps, and the chair behind it.
        body(Shape::Block([-1.75, 0.10, 5.0], [1.75, 1.5, 5.5]), BENCH),
        body(Shape::Block([-1.85, 0.04, 4.9], [1.85, 0.11, 5.55]), BENCH),
        body(Shape::Block([-2.6, 0.62, 4.2], [2.6, 1.5, 4.5]), BENCH),
        body(Shape::Block([-2.6, 0.56, 4.15], [2.6, 0.63, 4.55]), BENCH),
        body(Shape::Block([-0.42, -0.95, 5.9], [0.42, 0.2, 6.1]), LEATHER),
    ];
    // Pilasters and panels behind.
    for i in 0..6 {
        let x = -2.25 + 0.9 * i as f32;
        bodies.push(body(Shape::Block([x - 0.11, -2.2, 6.35], [x + 0.11, 1.5, 6.6]), PANEL));
        bodies.push(body(Shape::Block([x - 0.17, -2.3, 6.3], [x + 0.17, -2.12, 6.6]), PANEL));
    }
    bodies.push(body(Shape::Block([-2.6, -2.6, 6.25], [2.6, -2.28, 6.6]), PANEL));
    // Two flags beside the chair.
    for x in [-1.35f32, 1.35] {
        bodies.push(body(Shape::Post([x, 6.0], 0.022, [-1.75, 1.0]), BRASS));
        bodies.push(body(Shape::Ball([x, -1.8, 6.0], 0.06), BRASS));
        for k in 0..4 {
            let dx = 0.06 + 0.065 * k as f32;
            let y = -1.66 + 0.14 * k as f32;
            bodies.push(body(
                Shape::Post([x - dx * x.signum(), 6.0 - 0.03 * (k % 2) as f32], 0.05, [y, y + 1.5]),
                CLOTH + 16 * k,
            ));
        }
    }
    for i in 0..3 {
        let z = 2.7 + 1.25 * i as f32;
        let (a, b) = if side > 0.0 { (wall - 0.02, wall + 0.1) } else { (wall - 0.1, wall + 0.02) };
        bodies.push(body(Shape::Block([a, -2.0, z], [b, 0.0, z + 0.72]), WINDOW));
    }
    // A reading lamp and books on the bench.
    for x in [-1.3f32, 1.2] {
        bodies.push(body(Shape::Post([x, 5.1], 0.02, [-0.28, 0.06]), BRASS));
        bodies.push(body(Shape::Block([x - 0.11, -0.33, 5.0], [x + 0.11, -0.28, 5.1]), SHADE));
    }
    for i in 0..6u16 {
        let x = -0.95 + 0.085 * f32::from(i);
        bodies
            .push(body(Shape::Block([x, -0.20 - 0.02 * f32::from(i % 3), 5.1], [x + 0.07, 0.05, 5.3]), BOOK + 16 * i));
    }
    // The rail before the bar, near.
    for k in 0..4 {
        let x = side * (-0.42 - 0.19 * k as f32);
        bodies.push(near(Shape::Post([x, 1.95], 0.04, [0.56, 1.4]), BENCH));
    }
    let (a, b) = if side > 0.0 { (-1.4, -0.36) } else { (0.36, 1.4) };
    bodies.push(near(Shape::Block([a, 0.48, 1.88], [b, 0.57, 2.02]), BENCH));
    let green = hex(0x001f_8a55);
    let oak = hex(0x007c_4a26);
    let skin = |skin: u16, p: [f32; 3], n: [f32; 3]| -> Surface {
        let (kind, number) = (skin % 16, i32::from(skin / 16));
        match kind {
            ROOM if n[1] < -0.5 => {
                Surface::polished(scale(hex(0x0058_2a24), 0.9 + 0.2 * noise(p[0] * 9.0, p[2] * 9.0, seed)), 0.2, 0.2)
            }
            ROOM if n[1] > 0.5 => Surface::matt([0.55, 0.50, 0.43]),
            ROOM if n[2] < -0.5 && p[0] * p[0] + (p[1] + 1.5) * (p[1] + 1.5) < 0.20 => {
                let d = (p[0] * p[0] + (p[1] + 1.5) * (p[1] + 1.5)).sqrt();
                let ring = smooth(0.02, 0.01, (d - 0.40).abs()) + smooth(0.02, 0.01, (d - 0.27).abs());
                Surface::polished(scale(hex(0x00c8_983c), 0.65 + 0.5 * ring), 0.6, 0.2)
            }
            ROOM if p[1] < -1.2 && n[0].abs() > 0.5 => Surface::matt([0.50, 0.45, 0.38]),
            ROOM | PANEL | BENCH => {
                let along = if n[0].abs() > 0.5 { p[2] } else { p[0] };
                let field = if kind == ROOM || kind == BENCH {
                    crate::scene::art::grid(along / 0.45, p[1] / 0.62, 0.05)
                } else {
                    1.0
                };
                Surface::polished(scale(oak, wood(along * 0.7, p[1] * 0.6, seed) * (0.45 + 0.55 * field)), 0.22, 0.10)
            }
            WINDOW => {
                let bars = crate::scene::art::grid(p[2] / 0.24 + 0.25, p[1] / 0.5, 0.08);
                Surface::lit(scale(add(hour.sky_at(0.8), hour.sun, 0.5 * hour.clear), 2.8 * (0.06 + 0.94 * bars)))
            }
            BRASS => Surface::polished(hex(0x00d0_a048), 0.7, 0.2),
            LEATHER => Surface::polished(
                scale(hex(0x0048_1a14), 0.75 + 0.5 * crate::scene::art::grid(p[0] / 0.14, p[1] / 0.14, 0.2)),
                0.25,
                0.2,
            ),
            SHADE => Surface { albedo: green, glow: scale(green, 0.55), gloss: [0.2, 0.1] },
            CLOTH => Surface::matt(scale(
                if number == 0 { hex(0x00a8_8a4a) } else { hex(0x0022_2f4c) },
                0.8 + 0.35 * libm::sinf(p[1] * 3.0 + number as f32),
            )),
            _ => Surface::matt(hex([0x5a1e1au32, 0x1f3a2e, 0x2a2f4a][(hash(number, 3, seed) * 3.0) as usize % 3])),
        }
    };
    let sky = |_: [f32; 3]| hour.shade;
    let sun = add(hour.window(1.0), hour.sun, 0.6 * hour.clear);
    let mut lamps: Vec<Lamp> = (0..3)
        .map(|i| Lamp {
            at: [wall - 0.15 * side, -1.0, 3.06 + 1.25 * i as f32],
            half: [0.02, 0.9, 0.33],
            light: scale(sun, 2.3),
        })
        .collect();
    lamps.push(Lamp { at: [0.0, -2.2, 3.6], half: [0.7, 0.1, 0.7], light: [1.1, 0.88, 0.64] });
    lamps.push(Lamp { at: [-1.3, -0.18, 5.08], half: [0.15, 0.0, 0.05], light: [0.16, 0.14, 0.10] });
    let world = World {
        bodies,
        lamps,
        ambient: add([0.022, 0.018, 0.014], hour.shade, 0.03),
        air: (scale(hour.window(0.6), 0.5), 55.0),
        focal: 1.75,
        horizon: 0.74,
        skin: &skin,
        sky: &sky,
    };
    world.paint(&mut back, 0, seed);
    let mut rail = plane(&back, 1.7);
    world.paint(&mut rail.paint, 1, seed ^ 1);
    back.bloom(1.1, 0.03, 0.12);
    back.defocus(0.011);
    rail.paint.defocus(0.012);
    vignette(&mut back, 0.35);
    let mut shafts = plane(&back, 0.8);
    for i in 0..3 {
        let u = 0.5 + side * (0.52 - 0.09 * i as f32);
        let c = scale(mix(hour.sun, [1.0; 3], 0.3), 0.13 * hour.clear);
        beam(&mut shafts.paint, [u, 0.08 + 0.10 * i as f32], [u - side * 0.62, 1.30], [0.03, 0.10], c, seed ^ i);
    }
    shafts.sway = [0.004, 12.0];
    Art {
        planes: vec![shafts, rail],
        swarms: vec![Swarm::new(Mote::Dust, 60, [0.6, 0.5, 0.36], plan.seed)],
        look: Look {
            tint: [0.52, 0.42, 0.32],
            key: mix(hour.look.key, [1.0, 0.94, 0.84], 0.5),
            key_from: [side * 0.9, -0.5],
            rim: [1.0, 0.84, 0.60],
            shadow: 0.4,
            ..Look::default()
        },
        ..Art::of(back)
    }
}
