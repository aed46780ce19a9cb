//! A narrow street in the rain: signs on both sides, steam, and all of it again on the wet ground.

use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::{pane, plane, vignette};
use crate::scene::colour::{Rgb, add, hex, mix, scale};
use crate::scene::noise::{Rng, fbm, hash, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::{Plan, TimeOfDay};
use crate::scene::set::{Art, Gain, Ripple};
use crate::scene::trace::{Body, Lamp, Shape, Surface, World, body};

const GROUND: u16 = 0;
const WALL: u16 = 1;
const SIGN: u16 = 2;
const BULB: u16 = 3;
const AWNING: u16 = 4;
const EYE: f32 = 1.45;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let late = if plan.time == TimeOfDay::Night { 1.0f32 } else { 0.55 };
    let tones: Vec<Rgb> =
        [0xff2f7au32, 0x21d4ff, 0xff5b3a, 0x7a5cff, 0x2dffb4, 0xffb52e].iter().map(|c| hex(*c)).collect();
    let first = (rng.unit() * 6.0) as usize;
    let tone = |i: usize| tones[(first + i * 5) % 6];
    let air: Rgb = mix(hex(0x0036_2a5e), hex(0x007d_6fa0), 1.0 - late);
    let mut bodies = vec![body(Shape::Block([-30.0, EYE, -1.0], [30.0, EYE + 1.0, 90.0]), GROUND)];
    let mut lamps = Vec::new();
    for i in 0..7u16 {
        let z = 1.6 + 3.2 * f32::from(i);
        for side in [-1.0f32, 1.0] {
            let number = 16 * (2 * i + u16::from(side > 0.0));
            let out = rng.range(0.0, 0.35);
            let wall = side * (1.75 - out);
            let tall = rng.range(5.0, 9.0);
            let (a, b) = if side < 0.0 { (-8.0, wall) } else { (wall, 8.0) };
            bodies.push(body(Shape::Block([a, -tall, z], [b, EYE, z + 3.15]), WALL + number));
            signs(
                &mut bodies,
                &mut lamps,
                [side, wall, z],
                &mut rng,
                &tone,
                usize::from(2 * i) + usize::from(side > 0.0),
            );
        }
    }
    // Strings of bulbs across, and lamps of cars where the street ends.
    for row in 0..3 {
        let z = 3.0 + 2.6 * row as f32;
        for i in 0..11 {
            let x = -1.5 + 0.3 * i as f32;
            let sag = 0.30 * (1.0 - (x / 1.6) * (x / 1.6));
            bodies.push(body(Shape::Ball([x, -1.75 + sag, z], 0.028), BULB));
        }
    }
    for _ in 0..26 {
        let at = [rng.range(-1.2, 1.2), EYE - rng.range(0.35, 1.4), rng.range(22.0, 40.0)];
        let number = if rng.unit() < 0.45 { 1 } else { 2 };
        bodies.push(body(Shape::Ball(at, 0.13), BULB + 16 * number));
    }
    let skin = |skin: u16, p: [f32; 3], n: [f32; 3]| -> Surface {
        let (kind, number) = (skin % 16, skin / 16);
        match kind {
            GROUND => {
                let puddle = smooth(0.40, 0.60, fbm(p[0] * 1.1, p[2] * 0.5, 3, seed));
                let tarmac = 0.6 + 0.8 * noise(p[0] * 40.0, p[2] * 40.0, seed);
                Surface::polished(scale([0.030, 0.031, 0.040], tarmac), 0.75 + 0.25 * puddle, 0.14 - 0.11 * puddle)
            }
            WALL => {
                let lit = if n[0].abs() > 0.5 {
                    pane(p[2] * 1.1, p[1] * 0.85, 0.34 * late, seed ^ u32::from(number))
                } else {
                    [0.0; 3]
                };
                let brick = 0.7 + 0.6 * fbm(p[2] * 5.0 + p[0], p[1] * 7.0, 3, seed);
                let shop = smooth(0.1, 0.2, p[1])
                    * smooth(EYE - 0.1, EYE - 0.2, p[1])
                    * smooth(0.45, 0.5, hash(i32::from(number), 3, seed));
                let warm = mix(hex(0x00ff_b46a), tone(usize::from(number)), 0.35);
                let glass = shop * (0.35 + 0.8 * noise(p[2] * 5.0, p[1] * 3.0, seed ^ 9));
                let glow = add(scale(lit, 0.9), warm, 1.1 * glass);
                Surface { albedo: scale([0.15, 0.13, 0.15], brick), glow, gloss: [0.25, 0.18] }
            }
            SIGN => {
                let c = tone(usize::from(number));
                // Strokes: rows of signs that nobody can read at this distance.
                let (x, y) = (p[2] * 9.0 + p[0] * 9.0, p[1] * 9.0);
                let cell = hash(libm::floorf(x) as i32, libm::floorf(y) as i32, seed ^ u32::from(number));
                let stroke = if cell > 0.45 { 1.0 } else { 0.12 };
                let face = if number.is_multiple_of(3) { 0.35 + 1.0 * stroke } else { 1.25 - 0.85 * stroke };
                Surface::lit(add(scale(c, 3.0 * face), [1.0; 3], 0.25 * face))
            }
            AWNING => Surface::polished(scale(tone(usize::from(number) + 2), 0.25), 0.2, 0.2),
            _ => Surface::lit(match number {
                1 => scale(hex(0x00ff_3020), 16.0),
                2 => scale(hex(0x00ff_ecd0), 20.0),
                _ => scale(hex(0x00ff_c078), 16.0),
            }),
        }
    };
    let sky = |d: [f32; 3]| add(scale(air, 0.30), air, 0.5 * smooth(-0.5, 0.1, d[1]));
    let world = World {
        bodies,
        lamps,
        ambient: scale(air, 0.16),
        air: (scale(air, 0.85), 30.0),
        focal: 1.35,
        horizon: 0.80,
        skin: &skin,
        sky: &sky,
    };
    world.paint(&mut back, 0, seed);
    // Steam over the ground.
    back.light([-0.05, 0.6, 1.05, 1.5], |u, v| {
        let k = fbm(u * 2.2, v * 3.0 + 4.0, 4, seed ^ 0x3) * smooth(0.55, 0.95, v) * smooth(1.5, 1.1, v);
        scale(mix(tone(1), tone(3), u), 0.10 * k * k * 4.0)
    });
    back.bloom(0.9, 0.035, 0.16);
    back.defocus(0.0125);
    vignette(&mut back, 0.35);
    let mut glow = plane(&back, 1.5);
    let (l, r) = (tone(0), tone(1));
    for (u, v, c) in [(-0.02, 0.50, l), (1.03, 0.36, r), (0.98, 1.02, tone(2))] {
        glow.paint.glow(u, v, 0.42, scale(c, 0.16));
    }
    glow.gain = Gain::Neon { seed };
    Art {
        planes: vec![glow],
        ripple: Some(Ripple { from: 1.06, to: 1.80, strength: 0.0035, waves: 6.0 }),
        look: Look {
            tint: [0.42, 0.34, 0.50],
            key: mix([1.0, 0.86, 0.86], l.map(|c| c.at_most(1.0)), 0.25),
            key_from: [-0.8, -0.4],
            rim: mix(r.map(|c| c.at_most(1.0)), [0.4, 0.8, 1.0], 0.4),
            shadow: 0.35,
            ..Look::default()
        },
        grain: 1.4,
        ..Art::of(back)
    }
}

/// Signs of one house: a tall board that stands out of the wall, a small one above the door, and their light.
fn signs(
    bodies: &mut Vec<Body>,
    lamps: &mut Vec<Lamp>,
    [side, wall, z]: [f32; 3],
    rng: &mut Rng,
    tone: &dyn Fn(usize) -> Rgb,
    number: usize,
) {
    let top = rng.range(-2.6, -1.6);
    let (tall, at) = (rng.range(0.9, 1.7), z + rng.range(0.6, 2.2));
    let (a, b) = if side < 0.0 { (wall, wall + 0.42) } else { (wall - 0.42, wall) };
    let skin = SIGN + 16 * number as u16;
    bodies.push(body(Shape::Block([a, top, at], [b, top + tall, at + 0.10]), skin));
    let (y, next) = (rng.range(-0.4, 0.0), z + rng.range(0.3, 1.2));
    let (c, d) = if side < 0.0 { (wall, wall + 0.06) } else { (wall - 0.06, wall) };
    bodies.push(body(Shape::Block([c, y, next], [d, y + 0.3, next + 1.1]), SIGN + 16 * (number as u16 + 3)));
    let (e, f) = if side < 0.0 { (wall, wall + 0.5) } else { (wall - 0.5, wall) };
    bodies.push(body(Shape::Block([e, 0.05, z + 1.6], [f, 0.12, z + 2.9]), AWNING + 16 * number as u16));
    if lamps.len() < 5 {
        let light = scale(tone(number), 1.5 + 0.25 * z);
        lamps.push(Lamp {
            at: [0.5 * (a + b) - 0.25 * side, top + 0.5 * tall, at - 0.2],
            half: [0.1, 0.5 * tall, 0.05],
            light,
        });
    }
}
