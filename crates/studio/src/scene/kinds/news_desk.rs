//! A news room: a wall of screens with a map of lights, bars of blue and red, a floor that mirrors them.

use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::{plane, vignette};
use crate::scene::colour::{Rgb, add, hex, mix, scale};
use crate::scene::noise::{Rng, fbm, hash, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::Plan;
use crate::scene::set::{Art, Gain};
use crate::scene::trace::{Lamp, Shape, Surface, World, body};

const ROOM: u16 = 0;
const WALL: u16 = 1;
const SIDE: u16 = 2;
const BAR: u16 = 3;
const STEEL: u16 = 4;
const SPOT: u16 = 5;
const STEP: u16 = 6;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let blue = plan.colour.map_or_else(|| hex(rng.pick(&[0x1f6fd6u32, 0x1a86c8, 0x2a55c4])), hex);
    let red = hex(0x00e0_2f38);
    let mut bodies = vec![
        body(Shape::Hall([-4.0, -1.9, -1.5], [4.0, 1.25, 5.4]), ROOM),
        body(Shape::Block([-1.5, -1.15, 4.7], [1.5, 0.35, 4.8]), WALL),
        body(Shape::Block([-1.62, -1.25, 4.8], [1.62, 0.45, 4.9]), STEEL),
        body(Shape::Block([-2.2, 0.95, 3.7], [2.2, 1.25, 5.4]), STEP),
    ];
    for side in [-1.0f32, 1.0] {
        for i in 0..3u16 {
            let z = 2.5 + 0.8 * f32::from(i);
            let x = side * (1.32 + 0.16 * f32::from(i));
            let (a, b) = if side < 0.0 { (x - 0.06, x) } else { (x, x + 0.06) };
            bodies.push(body(
                Shape::Block([a, -0.75, z], [b, 0.25, z + 0.62]),
                SIDE + 16 * (i + 3 * u16::from(side > 0.0)),
            ));
        }
        for (i, z) in [2.2f32, 3.4, 4.6].into_iter().enumerate() {
            let x = side * (1.12 + 0.20 * i as f32);
            let number = 16 * u16::from((i % 2 == 0) == (side > 0.0));
            bodies.push(body(Shape::Block([x, -1.9, z], [x + 0.05, 1.25, z + 0.05]), BAR + number));
        }
    }
    for y in [-1.32f32, 0.52] {
        bodies.push(body(Shape::Block([-1.7, y, 4.6], [1.7, y + 0.035, 4.65]), BAR));
    }
    bodies.push(body(Shape::Block([-2.2, 0.93, 3.66], [2.2, 0.96, 3.7]), BAR + 16));
    // Studio lamps on a pipe.
    bodies.push(body(Shape::Block([-3.0, -1.62, 3.0], [3.0, -1.58, 3.04]), STEEL));
    for i in 0..6 {
        let x = -1.25 + 0.5 * i as f32;
        bodies.push(body(Shape::Post([x, 3.02], 0.10, [-1.58, -1.36]), STEEL));
        bodies.push(body(Shape::Ball([x, -1.33, 2.98], 0.06), SPOT));
    }
    let skin = |skin: u16, p: [f32; 3], n: [f32; 3]| -> Surface {
        let (kind, number) = (skin % 16, i32::from(skin / 16));
        match kind {
            ROOM if n[1] < -0.5 => Surface::polished([0.035, 0.04, 0.05], 0.8, 0.05),
            ROOM => Surface::matt([0.05, 0.055, 0.075]),
            WALL => Surface::lit(map(p[0], p[1], blue, seed)),
            SIDE => Surface::lit(picture(p[2], p[1], number, blue, red, seed)),
            BAR => Surface::lit(if number == 0 { scale(mix(blue, [1.0; 3], 0.35), 4.0) } else { scale(red, 3.6) }),
            SPOT => Surface::lit([16.0, 15.0, 13.5]),
            STEP => Surface::polished([0.12, 0.13, 0.16], 0.5, 0.08),
            _ => Surface::polished([0.09, 0.09, 0.1], 0.3, 0.15),
        }
    };
    let sky = |_: [f32; 3]| [0.01, 0.012, 0.02];
    let world = World {
        bodies,
        lamps: vec![
            Lamp { at: [0.0, -0.4, 4.3], half: [1.3, 0.6, 0.02], light: scale(blue, 2.4) },
            Lamp { at: [-1.2, -0.4, 3.2], half: [0.02, 0.9, 0.5], light: scale(mix(blue, [1.0; 3], 0.3), 0.6) },
            Lamp { at: [1.2, -0.4, 3.2], half: [0.02, 0.9, 0.5], light: scale(red, 0.7) },
            Lamp { at: [0.0, -1.3, 2.6], half: [1.2, 0.02, 0.2], light: [0.55, 0.53, 0.5] },
        ],
        ambient: [0.02, 0.022, 0.034],
        air: (scale(blue, 0.25), 40.0),
        focal: 1.7,
        horizon: 0.74,
        skin: &skin,
        sky: &sky,
    };
    world.paint(&mut back, 0, seed);
    back.bloom(0.9, 0.03, 0.16);
    back.defocus(0.010);
    vignette(&mut back, 0.3);
    let mut pulse = plane(&back, 1.0);
    for i in 0..9 {
        let (u, v) = (rng.range(0.1, 0.9), rng.range(0.30, 0.80));
        pulse.paint.bokeh(u, v, 0.014, scale(if i % 3 == 0 { red } else { [0.5, 0.8, 1.0] }, 0.5));
    }
    pulse.gain = Gain::Breathe { period_s: 2.6, phase: 0.0, low: 0.2 };
    Art {
        planes: vec![pulse],
        look: Look {
            tint: [0.50, 0.54, 0.64],
            key: [1.0, 0.97, 0.93],
            key_from: [-0.5, -0.85],
            rim: mix(blue, [0.75, 0.9, 1.0], 0.6).map(|c| c.at_most(1.0)),
            shadow: 0.3,
            ..Look::default()
        },
        ..Art::of(back)
    }
}

/// Continents as points of light, and arcs of longitude.
fn map(x: f32, y: f32, blue: Rgb, seed: u32) -> Rgb {
    let land = smooth(0.50, 0.56, fbm(x * 1.5 + 7.0, y * 1.9, 5, seed));
    let (cx, cy) = (x * 26.0, y * 26.0);
    let (fx, fy) = (cx - libm::floorf(cx) - 0.5, cy - libm::floorf(cy) - 0.5);
    let point = smooth(0.42, 0.2, (fx * fx + fy * fy).sqrt());
    let arcs = smooth(
        0.03,
        0.0,
        ((x * 2.2 * (1.0 + 0.25 * y * y)) - libm::floorf(x * 2.2 * (1.0 + 0.25 * y * y)) - 0.5).abs(),
    );
    let pool = smooth(1.7, 0.0, (x * x + 1.6 * (y + 0.4) * (y + 0.4)).sqrt());
    let c = scale(blue, 0.10 + 0.30 * pool + 0.16 * arcs);
    add(c, mix(blue, [0.8, 0.95, 1.0], 0.45), 1.7 * land * point * (0.4 + 0.6 * pool))
}

/// A small screen: a skyline, a curve or bars, too far away to be read.
fn picture(z: f32, y: f32, number: i32, blue: Rgb, red: Rgb, seed: u32) -> Rgb {
    let ground = mix(scale(blue, 0.35), scale(hex(0x00ff_d9a0), 0.5), 0.4 * hash(number, 2, seed));
    if number % 2 == 0 {
        let bar = hash(libm::floorf(z * 9.0) as i32, number, seed);
        return mix(ground, scale([0.8, 0.9, 1.0], 0.9), smooth(0.2 - 0.7 * bar, 0.25 - 0.7 * bar, y));
    }
    let curve = -0.25 + 0.35 * (fbm(z * 3.0, number as f32, 3, seed) - 0.5);
    let strip = smooth(0.10, 0.12, y);
    let c = add(ground, [0.9, 0.95, 1.0], 0.8 * smooth(0.03, 0.0, (y - curve).abs()));
    mix(c, scale(red, 1.2), strip)
}
