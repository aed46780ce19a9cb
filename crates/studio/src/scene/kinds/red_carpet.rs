//! A premiere: a marquee of bulbs, a carpet between ropes, people with cameras on both sides.

use crate::Look;
use crate::scene::art::{plane, vignette};
use crate::scene::colour::{add, hex, mix, scale};
use crate::scene::motes::{Mote, Swarm};
use crate::scene::noise::{Rng, fbm, hash, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::Plan;
use crate::scene::set::{Art, Gain};
use crate::scene::trace::{Lamp, Shape, Surface, World, body};
use crate::text::Font;

const GROUND: u16 = 0;
const FACADE: u16 = 1;
const GOLD: u16 = 2;
const BULB: u16 = 3;
const CANOPY: u16 = 4;
const ROPE: u16 = 5;
const HEAD: u16 = 6;
const COAT: u16 = 7;
const DOOR: u16 = 8;
const FLASH: u16 = 9;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let warm = hex(0x00ff_c27a);
    let deep = 9.0;
    let mut bodies = vec![
        body(Shape::Block([-9.0, 1.4, -1.0], [9.0, 1.7, 20.0]), GROUND),
        body(Shape::Block([-9.0, -6.0, deep], [9.0, 1.5, deep + 1.0]), FACADE),
        body(Shape::Block([-2.2, -2.35, deep - 2.2], [2.2, -1.62, deep]), CANOPY),
        body(Shape::Block([-1.1, -1.0, deep - 0.05], [1.1, 1.4, deep]), DOOR),
    ];
    // Bulbs under and around the canopy.
    for i in 0..23 {
        let x = -2.2 + 0.2 * i as f32;
        for y in [-2.38f32, -1.60] {
            bodies.push(body(Shape::Ball([x, y, deep - 2.22], 0.055), BULB));
        }
        if i % 2 == 0 {
            bodies.push(body(Shape::Ball([x, -1.58, deep - 1.3], 0.05), BULB));
        }
    }
    for x in [-1.5f32, 1.5] {
        bodies.push(body(Shape::Post([x, deep - 0.4], 0.22, [-1.6, 1.4]), GOLD));
    }
    // Ropes on posts along the carpet, and people behind them.
    for side in [-1.0f32, 1.0] {
        for i in 0..6 {
            let z = 2.3 + 1.15 * i as f32;
            let x = side * 1.02;
            bodies.push(body(Shape::Post([x, z], 0.035, [0.42, 1.4]), GOLD));
            bodies.push(body(Shape::Ball([x, 0.38, z], 0.06), GOLD));
            for k in 1..8 {
                let t = k as f32 / 8.0;
                let y = 0.46 + 0.20 * 4.0 * t * (1.0 - t);
                bodies.push(body(Shape::Ball([x, y, z + 1.15 * t], 0.034), ROPE));
            }
        }
        for i in 0..13u16 {
            let z = 2.7 + 0.48 * f32::from(i) + rng.range(-0.1, 0.1);
            let x = side * (1.36 + rng.range(0.0, 0.6) + 0.03 * f32::from(i));
            let y = rng.range(-0.25, 0.05);
            let number = 16 * (2 * i + u16::from(side > 0.0));
            bodies.push(body(Shape::Ball([x, y, z], 0.125), HEAD + number));
            bodies.push(body(Shape::Post([x, z], 0.23, [y + 0.16, 1.4]), COAT + number));
            if i % 3 == 0 {
                bodies.push(body(Shape::Ball([x - 0.16 * side, y + 0.04, z - 0.15], 0.04), FLASH));
            }
        }
    }
    let letters = Font::bundled().draw("PREMIERE", 96.0, 0);
    let skin = |skin: u16, p: [f32; 3], n: [f32; 3]| -> Surface {
        let (kind, number) = (skin % 16, i32::from(skin / 16));
        match kind {
            GROUND => {
                let carpet = smooth(0.92, 0.88, p[0].abs());
                let pile = 0.75 + 0.5 * noise(p[0] * 30.0, p[2] * 30.0, seed);
                let stone = scale([0.07, 0.065, 0.065], pile);
                Surface {
                    albedo: mix(stone, scale(hex(0x00b0_1422), pile), carpet),
                    glow: [0.0; 3],
                    gloss: [0.45 * (1.0 - carpet), 0.1],
                }
            }
            FACADE => {
                let rib = (p[0] * 1.6 - libm::floorf(p[0] * 1.6) - 0.5).abs();
                let stone = scale(
                    hex(0x00a8_8c66),
                    0.5 + 0.7 * smooth(0.12, 0.22, rib) * (0.8 + 0.3 * fbm(p[0] * 3.0, p[1] * 3.0, 3, seed)),
                );
                Surface::matt(stone)
            }
            GOLD => Surface::polished(hex(0x00d8_a850), 0.75, 0.15),
            BULB => Surface::lit(scale(warm, 18.0)),
            CANOPY if n[2] < -0.5 => {
                // Letters as wide as the board has room for.
                let (x, y) = (letters.w as f32 * (0.5 + p[0] / 3.3), letters.h as f32 * (0.5 + (p[1] + 1.99) / 0.62));
                let inside = x >= 0.0 && y >= 0.0 && (x as usize) < letters.w && (y as usize) < letters.h;
                let ink = inside && letters.cover[y as usize * letters.w + x as usize] > 127;
                Surface::lit(if ink { [0.10, 0.02, 0.02] } else { scale(hex(0x00ff_ead0), 1.25) })
            }
            CANOPY => Surface::polished(hex(0x0070_141c), 0.3, 0.15),
            ROPE => Surface::matt(hex(0x0080_0c18)),
            HEAD => Surface::matt(scale([0.55, 0.38, 0.29], 0.35 + 0.65 * hash(number, 2, seed))),
            COAT => Surface::matt(hex([0x1b1c22u32, 0x2c2a33, 0x3a2a26, 0x1e2a30][number as usize % 4])),
            DOOR => Surface::lit(scale(warm, 1.3 + 0.6 * smooth(0.5, 0.0, p[0].abs()))),
            _ => Surface::lit([30.0, 31.0, 34.0]),
        }
    };
    let sky = |d: [f32; 3]| add([0.006, 0.008, 0.020], [0.05, 0.05, 0.09], smooth(-0.6, 0.0, d[1]));
    let world = World {
        bodies,
        lamps: vec![
            Lamp { at: [0.0, -1.45, deep - 1.4], half: [1.9, 0.0, 0.7], light: scale(warm, 5.5) },
            Lamp { at: [0.0, 0.2, deep - 0.4], half: [1.0, 0.8, 0.0], light: scale(warm, 2.2) },
            Lamp { at: [-2.6, 1.2, deep - 0.8], half: [0.3, 0.0, 0.3], light: scale(warm, 2.0) },
            Lamp { at: [2.6, 1.2, deep - 0.8], half: [0.3, 0.0, 0.3], light: scale(warm, 2.0) },
            Lamp { at: [0.0, -1.6, 1.0], half: [1.2, 0.1, 0.3], light: [1.5, 1.5, 1.6] },
        ],
        ambient: [0.016, 0.018, 0.030],
        air: ([0.07, 0.055, 0.05], 30.0),
        focal: 1.7,
        horizon: 0.76,
        skin: &skin,
        sky: &sky,
    };
    world.paint(&mut back, 0, seed);
    back.bloom(1.0, 0.035, 0.14);
    back.defocus(0.0125);
    vignette(&mut back, 0.3);
    let mut lens = plane(&back, 1.6);
    for _ in 0..8 {
        let u = if rng.unit() < 0.5 { rng.range(-0.03, 0.2) } else { rng.range(0.8, 1.03) };
        lens.paint.bokeh(u, rng.range(0.55, 1.2), rng.range(0.03, 0.055), scale(warm, rng.range(0.06, 0.16)));
    }
    lens.gain = Gain::Breathe { period_s: 4.0, phase: 0.4, low: 0.7 };
    Art {
        planes: vec![lens],
        swarms: vec![Swarm::new(Mote::Flash { band: [0.58, 0.86] }, 9, [1.0, 1.0, 1.0], plan.seed)],
        look: Look {
            tint: [0.54, 0.44, 0.36],
            key: [1.0, 0.97, 0.95],
            key_from: [-0.35, -0.7],
            rim: [1.0, 0.80, 0.52],
            shadow: 0.35,
            ..Look::default()
        },
        grain: 1.3,
        ..Art::of(back)
    }
}
