//! A boxing ring: ropes, a corner, a crowd in the dark, lamps in smoke above.

use crate::Look;
use crate::scene::art::{beam, plane, vignette};
use crate::scene::colour::{add, hex, mix, scale};
use crate::scene::motes::{Mote, Swarm};
use crate::scene::noise::{Rng, fbm, hash, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::Plan;
use crate::scene::set::{Art, Gain};
use crate::scene::trace::{Lamp, Shape, Surface, World, body};

const FLOOR: u16 = 0;
const ROPE: u16 = 1;
const PAD: u16 = 2;
const TRUSS: u16 = 3;
const LAMP: u16 = 4;
const HEAD: u16 = 5;
const CHAIR: u16 = 6;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let (red, blue) = (hex(0x00b8_2226), hex(0x0020_4fa8));
    let corner = 4.6;
    let mut bodies = vec![body(Shape::Block([-3.4, 1.15, -1.0], [3.4, 1.5, corner + 0.5]), FLOOR)];
    for (i, y) in [-0.28f32, 0.08, 0.44, 0.80].into_iter().enumerate() {
        let number = 16 * i as u16;
        bodies.push(body(Shape::Block([-2.9, y, corner], [2.9, y + 0.055, corner + 0.055]), ROPE + number));
        for side in [-1.0f32, 1.0] {
            let x = side * 2.0;
            bodies.push(body(Shape::Block([x, y, 0.6], [x + 0.055, y + 0.055, corner]), ROPE + number));
        }
    }
    for x in [-2.0f32, 2.0] {
        let number = 16 * u16::from(x > 0.0);
        bodies.push(body(Shape::Post([x, corner], 0.10, [-0.55, 1.2]), TRUSS));
        bodies.push(body(Shape::Block([x - 0.17, -0.42, corner - 0.32], [x + 0.17, 0.95, corner - 0.1]), PAD + number));
    }
    // The crowd, in rows that rise.
    for row in 0..5 {
        let z = 6.4 + 1.0 * row as f32;
        for i in 0..13 {
            let x = -3.4 + 0.56 * i as f32 + rng.range(-0.12, 0.12);
            let y = 0.55 - 0.22 * row as f32 + rng.range(-0.07, 0.07);
            let number = 16 * (13 * row + i) as u16;
            bodies.push(body(Shape::Ball([x, y, z], 0.15), HEAD + number));
            bodies
                .push(body(Shape::Block([x - 0.22, y + 0.15, z - 0.1], [x + 0.22, y + 1.0, z + 0.1]), CHAIR + number));
        }
    }
    // A square of lamps over the ring.
    for (a, b) in [([-1.7f32, 2.4f32], [1.7f32, 2.5f32]), ([-1.7, 4.2], [1.7, 4.3])] {
        bodies.push(body(Shape::Block([a[0], -1.75, a[1]], [b[0], -1.62, b[1]]), TRUSS));
        for i in 0..5 {
            let x = a[0] + 0.2 + 0.75 * i as f32;
            bodies.push(body(Shape::Ball([x, -1.55, a[1]], 0.085), LAMP));
        }
    }
    let skin = |skin: u16, p: [f32; 3], _: [f32; 3]| -> Surface {
        let (kind, number) = (skin % 16, i32::from(skin / 16));
        match kind {
            FLOOR => {
                let ring = ((p[0] * p[0] + (p[2] - 2.8) * (p[2] - 2.8)).sqrt() - 1.2).abs();
                let cloth = scale(hex(0x0096_a4b4), 0.85 + 0.2 * noise(p[0] * 9.0, p[2] * 9.0, seed));
                Surface::matt(mix(cloth, red, 0.7 * smooth(0.09, 0.06, ring)))
            }
            ROPE => Surface::polished([red, [0.85; 3], blue, [0.85; 3]][number as usize % 4], 0.15, 0.2),
            PAD => Surface::polished(if number == 0 { red } else { blue }, 0.25, 0.12),
            LAMP => Surface::lit([26.0, 25.0, 22.0]),
            HEAD => Surface::matt(scale([0.50, 0.36, 0.28], 0.3 + 0.7 * hash(number, 2, seed))),
            CHAIR => {
                let tones = [0x2a2d36u32, 0x40202a, 0x20303e, 0x504438, 0x1a1a1e];
                Surface::matt(hex(tones[(hash(number, 7, seed) * 5.0) as usize % 5]))
            }
            _ => Surface::polished([0.10, 0.10, 0.11], 0.3, 0.2),
        }
    };
    let sky = |d: [f32; 3]| scale([0.010, 0.011, 0.016], 1.0 + smooth(0.0, -0.4, d[1]));
    let world = World {
        bodies,
        lamps: vec![
            Lamp { at: [0.0, -1.5, 2.5], half: [1.6, 0.02, 0.1], light: [2.3, 2.2, 2.0] },
            Lamp { at: [0.0, -1.5, 4.2], half: [1.6, 0.02, 0.1], light: [2.3, 2.2, 2.0] },
            Lamp { at: [-2.6, -1.0, 5.6], half: [0.1, 0.5, 0.5], light: scale(red, 1.6) },
            Lamp { at: [2.6, -1.0, 5.6], half: [0.1, 0.5, 0.5], light: scale(blue, 2.6) },
        ],
        ambient: [0.012, 0.013, 0.018],
        air: ([0.040, 0.042, 0.055], 16.0),
        focal: 1.6,
        horizon: 0.76,
        skin: &skin,
        sky: &sky,
    };
    world.paint(&mut back, 0, seed);
    // Cameras and lamps in the crowd.
    for _ in 0..34 {
        let c = if rng.unit() < 0.3 { [0.5, 0.7, 1.0] } else { [1.0, 0.8, 0.55] };
        back.glow(rng.range(-0.05, 1.05), rng.range(0.42, 0.82), 0.007, scale(c, rng.range(0.6, 5.0)));
    }
    back.bloom(1.0, 0.035, 0.15);
    back.defocus(0.0125);
    vignette(&mut back, 0.4);
    let mut light = plane(&back, 0.7);
    for (k, u) in [0.06f32, 0.30, 0.52, 0.74, 0.96].into_iter().enumerate() {
        let to = [0.5 + 0.55 * (u - 0.5), 1.25];
        beam(&mut light.paint, [u, 0.02], to, [0.02, 0.17], scale([1.0, 0.96, 0.88], 0.085), seed ^ k as u32);
    }
    light.paint.light([-0.05, -0.05, 1.05, 1.0], |u, v| {
        let smoke = fbm(u * 3.0, v * 3.0 + 2.0, 4, seed ^ 0x31);
        add([0.0; 3], [0.9, 0.92, 1.0], 0.06 * smoke * smooth(0.9, 0.1, v))
    });
    light.gain = Gain::Breathe { period_s: 6.0, phase: 0.2, low: 0.8 };
    light.sway = [0.006, 9.0];
    Art {
        planes: vec![light],
        swarms: vec![
            Swarm::new(Mote::Flash { band: [0.45, 0.80] }, 5, [0.9, 0.95, 1.0], plan.seed ^ 4),
            Swarm::new(Mote::Dust, 50, [0.5, 0.5, 0.5], plan.seed),
        ],
        look: Look {
            tint: [0.42, 0.42, 0.46],
            key: [1.0, 0.98, 0.93],
            key_from: [0.15, -1.0],
            rim: [0.95, 0.97, 1.0],
            shadow: 0.45,
            ..Look::default()
        },
        grain: 1.4,
        ..Art::of(back)
    }
}
