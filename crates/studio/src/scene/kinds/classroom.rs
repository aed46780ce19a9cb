//! A class room: a blackboard with yesterday's sums, windows at the side, a globe, paper on the wall.

use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::{beam, plane, vignette, wood};
use crate::scene::colour::{add, hex, mix, scale};
use crate::scene::hour::Hour;
use crate::scene::motes::{Mote, Swarm};
use crate::scene::noise::{Rng, fbm, floor, hash, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::Plan;
use crate::scene::set::Art;
use crate::scene::trace::{Lamp, Shape, Surface, World, body, near};

const ROOM: u16 = 0;
const BOARD: u16 = 1;
const FRAME: u16 = 2;
const WINDOW: u16 = 3;
const PAPER: u16 = 4;
const GLOBE: u16 = 5;
const BOOK: u16 = 6;
const CHALK: u16 = 8;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let side = if rng.unit() < 0.5 { -1.0f32 } else { 1.0 };
    let hour = Hour::of(plan.time, plan.weather);
    let wall = side * 2.2;
    let mut bodies = vec![
        body(Shape::Hall([-2.3, -1.75, -1.5], [2.3, 1.3, 4.6]), ROOM),
        body(Shape::Block([-1.12, -1.12, 4.52], [1.12, 0.06, 4.6]), BOARD),
        body(Shape::Block([-1.18, -1.18, 4.5], [1.18, -1.12, 4.6]), FRAME),
        body(Shape::Block([-1.18, 0.06, 4.42], [1.18, 0.12, 4.6]), FRAME),
        body(Shape::Block([-1.18, -1.18, 4.5], [-1.12, 0.1, 4.6]), FRAME),
        body(Shape::Block([1.12, -1.18, 4.5], [1.18, 0.1, 4.6]), FRAME),
    ];
    for i in 0..4 {
        let x = -0.7 + 0.17 * i as f32;
        bodies.push(body(Shape::Block([x, 0.03, 4.44], [x + 0.08, 0.06, 4.47]), CHALK));
    }
    for i in 0..3 {
        let z = 1.9 + 1.0 * i as f32;
        let (a, b) = if side > 0.0 { (wall - 0.02, wall + 0.1) } else { (wall - 0.1, wall + 0.02) };
        bodies.push(body(Shape::Block([a, -1.35, z], [b, -0.02, z + 0.8]), WINDOW));
    }
    // Papers on the other wall.
    for i in 0..14u16 {
        let z = 2.0 + 0.34 * f32::from(i % 7);
        let y = -1.0 + 0.42 * f32::from(i / 7) + rng.range(-0.03, 0.03);
        let x = -side * 2.29;
        bodies.push(body(Shape::Block([x - 0.01, y, z], [x + 0.01, y + 0.32, z + 0.25]), PAPER + 16 * i));
    }
    // A cupboard with books and a globe on it.
    let at = |a: f32, b: f32| if side > 0.0 { [-b, -a] } else { [a, b] };
    let cup = at(1.28, 2.2);
    bodies.push(body(Shape::Block([cup[0], 0.22, 3.7], [cup[1], 1.3, 4.3]), FRAME));
    bodies.push(body(Shape::Ball([-side * 1.58, -0.04, 3.9], 0.19), GLOBE));
    bodies.push(body(Shape::Post([-side * 1.58, 3.9], 0.05, [0.14, 0.22]), FRAME));
    for i in 0..7u16 {
        let x = -side * (1.80 + 0.055 * f32::from(i));
        let tall = rng.range(0.18, 0.28);
        bodies.push(body(Shape::Block([x - 0.022, 0.22 - tall, 3.85], [x + 0.022, 0.22, 4.05]), BOOK + 16 * i));
    }
    // Desks of the first row on the window's side.
    let desk = if side > 0.0 { [0.75, 1.75] } else { [-1.75, -0.75] };
    for z in [2.5f32, 3.5] {
        bodies.push(body(Shape::Block([desk[0], 0.42, z], [desk[1], 0.46, z + 0.5]), FRAME));
    }
    let tip = side * 0.50;
    for i in 0..3u16 {
        let y = 0.62 - 0.055 * f32::from(i);
        let d = 0.02 * f32::from(i % 2);
        bodies
            .push(near(Shape::Block([tip - 0.17 + d, y - 0.05, 1.5], [tip + 0.17 + d, y, 1.75]), BOOK + 16 * (9 + i)));
    }
    bodies.push(near(Shape::Ball([tip + 0.02, 0.40, 1.62], 0.055), BOOK + 16 * 20));
    let (a, b) = if side > 0.0 { (0.22, 1.5) } else { (-1.5, -0.22) };
    bodies.push(near(Shape::Block([a, 0.62, 1.4], [b, 0.67, 2.0]), FRAME));
    let skin = |skin: u16, p: [f32; 3], n: [f32; 3]| -> Surface {
        let (kind, number) = (skin % 16, i32::from(skin / 16));
        match kind {
            ROOM if n[1] < -0.5 => Surface::polished(scale(hex(0x008a_6a48), wood(p[0], p[2] * 0.6, seed)), 0.25, 0.15),
            ROOM if n[2] < -0.5 && clock(p, side) > 0.0 => Surface::matt(scale([0.88, 0.87, 0.83], clock(p, side))),
            ROOM if p[1] > 0.3 => Surface::polished(scale(hex(0x0058_7a70), 0.95), 0.08, 0.2),
            ROOM => Surface::matt(scale([0.72, 0.66, 0.53], 0.95 + 0.1 * noise(p[0] * 2.0 + p[2], p[1] * 2.0, seed))),
            BOARD => {
                let dust = fbm(p[0] * 3.0, p[1] * 1.4 + 0.6 * p[0], 4, seed);
                let ground = mix(hex(0x0022_3c33), hex(0x0056_6f64), 0.65 * (dust - 0.25).at_least(0.0));
                Surface::matt(mix(ground, [0.78, 0.80, 0.76], chalk(p[0], p[1], seed)))
            }
            FRAME => Surface::polished(scale(hex(0x00a8_7444), wood(p[0], p[1] + p[2], seed)), 0.15, 0.15),
            WINDOW => {
                let bars = crate::scene::art::grid(p[2] / 0.4 + 0.25, p[1] / 0.66, 0.06);
                let leaves = smooth(0.5, 0.6, fbm(p[2] * 3.0, p[1] * 3.0, 4, seed ^ 3));
                let out =
                    mix(scale(hour.sky_at(0.75), 1.1), scale(hex(0x006a_9448), 0.8 - 0.75 * hour.lamps), 0.5 * leaves);
                Surface::lit(scale(add(out, hour.sun, 0.35 * hour.clear), 2.6 * (0.10 + 0.90 * bars)))
            }
            PAPER => {
                let c = hex([0xe8d9a8u32, 0xd88a6a, 0x8ab0c8, 0xe6e2d6, 0xa8c48a][number as usize % 5]);
                let blot = smooth(0.5, 0.56, fbm(p[2] * 9.0, p[1] * 9.0, 3, seed ^ number as u32));
                Surface::matt(mix(
                    c,
                    scale(hex([0x3a6aa0u32, 0xb03a2e, 0x3f7a4a][number as usize % 3]), 1.0),
                    0.7 * blot,
                ))
            }
            GLOBE => {
                let land = smooth(0.5, 0.55, fbm(n[0] * 2.4 + 3.0, n[1] * 2.4, 4, seed));
                Surface::polished(mix(hex(0x0038_6fa0), hex(0x00b8_9a5c), land), 0.2, 0.06)
            }
            CHALK => Surface::matt([0.9, 0.9, 0.88]),
            _ if number == 20 => Surface::polished(hex(0x00b8_2a22), 0.25, 0.08),
            _ => Surface::matt(hex(
                [0x8a2f28u32, 0x2f5a78, 0xc09a48, 0x3f6a4c, 0xd8d0bc][(hash(number, 3, seed) * 5.0) as usize % 5]
            )),
        }
    };
    let sky = |_: [f32; 3]| hour.shade;
    let day = 1.0 - 0.7 * hour.lamps;
    let mut lamps: Vec<Lamp> = (0..3)
        .map(|i| Lamp {
            at: [wall - 0.15 * side, -0.7, 2.3 + 1.0 * i as f32],
            half: [0.02, 0.6, 0.36],
            light: hour.window(1.15 * day),
        })
        .collect();
    lamps.push(Lamp {
        at: [0.0, -1.6, 2.6],
        half: [0.8, 0.0, 0.8],
        light: scale([1.0, 0.96, 0.9], 0.35 + 0.7 * hour.lamps),
    });
    let world = World {
        bodies,
        lamps,
        ambient: add([0.03; 3], hour.shade, 0.07),
        air: (hour.shade, 80.0),
        focal: 1.7,
        horizon: 0.74,
        skin: &skin,
        sky: &sky,
    };
    world.paint(&mut back, 0, seed);
    let mut desk = plane(&back, 1.8);
    world.paint(&mut desk.paint, 1, seed ^ 1);
    back.bloom(1.3, 0.03, 0.10);
    back.defocus(0.0105);
    desk.paint.defocus(0.011);
    vignette(&mut back, 0.28);
    let mut shafts = plane(&back, 0.8);
    for i in 0..3u32 {
        let u = 0.5 + side * (0.55 - 0.08 * i as f32);
        let c = scale(mix(hour.sun, [1.0; 3], 0.3), 0.08 * hour.clear);
        beam(&mut shafts.paint, [u, 0.16 + 0.10 * i as f32], [u - side * 0.7, 1.25], [0.04, 0.11], c, seed ^ i);
    }
    let look = Look { key_from: [side * 0.95, -0.4], tint: mix(hour.look.tint, [0.62, 0.58, 0.46], 0.5), ..hour.look };
    Art {
        planes: vec![shafts, desk],
        swarms: vec![Swarm::new(Mote::Dust, 45, [0.55, 0.5, 0.4], plan.seed)],
        look,
        ..Art::of(back)
    }
}

/// A clock over the board: its face 1, its rim and hands dark, 0 beside it.
fn clock(p: [f32; 3], side: f32) -> f32 {
    let (x, y) = (p[0] + side * 0.86, p[1] + 1.42);
    let d = (x * x + y * y).sqrt();
    if d > 0.15 {
        return 0.0;
    }
    let hand = |a: f32, long: f32| {
        let (s, c) = (libm::sinf(a), -libm::cosf(a));
        let along = (x * s + y * c).clamp(0.0, long);
        ((x - s * along) * (x - s * along) + (y - c * along) * (y - c * along)).sqrt()
    };
    let ink = smooth(0.012, 0.006, hand(0.9, 0.11).min(hand(5.2, 0.075))).max(smooth(0.122, 0.130, d));
    1.0 - 0.93 * ink
}

/// Lines of writing, wiped and written again.
fn chalk(x: f32, y: f32, seed: u32) -> f32 {
    let row = floor(y * 7.0);
    let f = y * 7.0 - row as f32 - 0.5;
    let (from, to) = (-1.0 + 0.5 * hash(row, 1, seed), 0.25 + 0.7 * hash(row, 2, seed));
    let word = hash(floor(x * 6.0), row, seed ^ 5) > 0.22;
    if !word || x < from || x > to {
        return 0.0;
    }
    let pen = 0.42 * (noise(x * 46.0, row as f32 * 3.0, seed ^ 8) - 0.5)
        + 0.10 * libm::sinf(x * 97.0 + 3.0 * noise(x * 9.0, 1.0, seed));
    let worn = 0.5 + 0.5 * noise(x * 8.0, y * 8.0, seed ^ 2);
    0.62 * worn * smooth(0.12, 0.04, (f - pen).abs())
}
