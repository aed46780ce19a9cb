//! A hall of arcade machines: screens and marquees on both sides, tubes on the ceiling, a carpet with a pattern.

use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::{plane, vignette};
use crate::scene::colour::{Rgb, add, hex, mix, scale};
use crate::scene::noise::{Rng, floor, hash, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::Plan;
use crate::scene::set::{Art, Gain};
use crate::scene::trace::{Lamp, Shape, Surface, World, body};

const ROOM: u16 = 0;
const CASE: u16 = 1;
const SCREEN: u16 = 2;
const MARQUEE: u16 = 3;
const TUBE: u16 = 4;
const BUTTON: u16 = 5;
const SIGN: u16 = 6;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let tones: [Rgb; 5] = [hex(0x00ff_2f8e), hex(0x0026_c8ff), hex(0x008a_4dff), hex(0x00ff_a62b), hex(0x003d_ffb0)];
    let first = (rng.unit() * 5.0) as usize;
    let tone = |i: usize| tones[(first + 2 * i) % 5];
    let mut bodies = vec![body(Shape::Hall([-2.6, -1.45, -1.5], [2.6, 1.35, 12.0]), ROOM)];
    let mut lamps = Vec::new();
    for i in 0..7u16 {
        let z = 2.0 + 1.25 * f32::from(i);
        for side in [-1.0f32, 1.0] {
            let number = 16 * (2 * i + u16::from(side > 0.0));
            let x = side * 1.12;
            let out = |a: f32, b: f32| if side < 0.0 { [x - b, x - a] } else { [x + a, x + b] };
            let case = out(0.18, 1.0);
            bodies.push(body(Shape::Block([case[0], -0.62, z], [case[1], 1.35, z + 0.95]), CASE + number));
            let screen = out(0.165, 0.18);
            bodies.push(body(Shape::Block([screen[0], -0.30, z + 0.12], [screen[1], 0.22, z + 0.83]), SCREEN + number));
            let top = out(0.06, 0.2);
            bodies.push(body(Shape::Block([top[0], -0.62, z + 0.03], [top[1], -0.40, z + 0.92]), MARQUEE + number));
            let shelf = out(-0.04, 0.2);
            bodies.push(body(Shape::Block([shelf[0], 0.38, z + 0.03], [shelf[1], 0.46, z + 0.92]), CASE + number));
            for k in 0..4 {
                let at = [x + 0.05 * side, 0.36, z + 0.25 + 0.16 * k as f32];
                bodies.push(body(Shape::Ball(at, 0.026), BUTTON + 16 * (k + 4 * i)));
            }
            if i < 2 {
                let c = tone(usize::from(number / 16));
                lamps.push(Lamp { at: [x - 0.1 * side, -0.1, z + 0.5], half: [0.02, 0.3, 0.4], light: scale(c, 0.6) });
            }
        }
    }
    for (i, x) in [-0.72f32, 0.0, 0.72].into_iter().enumerate() {
        bodies.push(body(Shape::Block([x - 0.02, -1.42, 1.2], [x + 0.02, -1.39, 11.0]), TUBE + 16 * i as u16));
    }
    bodies.push(body(Shape::Block([-0.9, -0.95, 11.6], [0.9, -0.25, 11.7]), SIGN));
    lamps.push(Lamp { at: [0.0, -1.3, 3.5], half: [0.7, 0.0, 2.0], light: scale(tone(1), 0.35) });
    let skin = |skin: u16, p: [f32; 3], n: [f32; 3]| -> Surface {
        let (kind, number) = (skin % 16, usize::from(skin / 16));
        match kind {
            ROOM if n[1] < -0.5 => {
                // Shapes of the nineties under black light.
                let (x, z) = (p[0] * 3.2, p[2] * 3.2);
                let cell = hash(floor(x), floor(z), seed);
                let (fx, fz) = (x - floor(x) as f32 - 0.5, z - floor(z) as f32 - 0.5);
                let d = if cell < 0.5 { (fx * fx + fz * fz).sqrt() } else { fx.abs().max(fz.abs()) };
                let mark = smooth(0.05, 0.02, (d - 0.24).abs()) * f32::from(u8::from(cell < 0.8));
                let c = mix([0.022, 0.018, 0.050], scale(tone((cell * 20.0) as usize), 0.55), mark);
                Surface { albedo: c, glow: scale(c, 0.25), gloss: [0.35, 0.22] }
            }
            ROOM => Surface::matt(scale([0.055, 0.045, 0.085], 0.8 + 0.4 * noise(p[2] * 2.0, p[1] * 2.0, seed))),
            CASE => {
                let stripe = smooth(
                    0.10,
                    0.09,
                    ((p[1] + 0.6 * p[2]) * 1.4 - libm::floorf((p[1] + 0.6 * p[2]) * 1.4) - 0.5).abs(),
                );
                Surface::polished(mix([0.035, 0.035, 0.05], scale(tone(number + 1), 0.4), stripe), 0.45, 0.07)
            }
            SCREEN => {
                Surface::lit(game(p[2] * 1.45, p[1] * 2.0, number as i32, [tone(number), tone(number + 1)], seed))
            }
            MARQUEE => {
                let name = hash(floor(p[2] * 12.0), floor(p[1] * 14.0), seed ^ number as u32);
                let c = mix(tone(number), [1.0; 3], 0.25 + 0.5 * f32::from(u8::from(name > 0.62)));
                Surface::lit(scale(c, 1.5))
            }
            TUBE => Surface::lit(scale(mix(tone(number), [1.0; 3], 0.2), 4.5)),
            BUTTON => Surface::lit(scale(tone(number), 6.0)),
            _ => {
                let stroke = hash(floor(p[0] * 9.0), floor(p[1] * 6.0), seed ^ 0x77);
                Surface::lit(scale(tone(3), if stroke > 0.4 { 4.0 } else { 0.4 }))
            }
        }
    };
    let sky = |_: [f32; 3]| [0.01, 0.008, 0.02];
    let world = World {
        bodies,
        lamps,
        ambient: [0.014, 0.010, 0.030],
        air: (scale(mix(tone(0), tone(1), 0.5), 0.10), 14.0),
        focal: 1.35,
        horizon: 0.78,
        skin: &skin,
        sky: &sky,
    };
    world.paint(&mut back, 0, seed);
    back.bloom(0.9, 0.03, 0.17);
    back.defocus(0.011);
    vignette(&mut back, 0.35);
    let mut glow = plane(&back, 1.4);
    for (u, v, i) in [(0.04f32, 0.74f32, 0usize), (0.97, 0.66, 1), (0.02, 1.10, 2), (0.99, 1.14, 3)] {
        glow.paint.glow(u, v, 0.30, scale(tone(i), 0.16));
    }
    glow.gain = Gain::Breathe { period_s: 1.7, phase: 0.0, low: 0.55 };
    let (l, r) = (tone(0).map(|c| c.at_most(1.0)), tone(1).map(|c| c.at_most(1.0)));
    Art {
        planes: vec![glow],
        look: Look {
            tint: [0.40, 0.32, 0.52],
            key: mix([1.0, 0.88, 0.92], l, 0.35),
            key_from: [-0.9, -0.2],
            rim: mix(r, [1.0; 3], 0.15),
            shadow: 0.35,
            ..Look::default()
        },
        grain: 1.4,
        ..Art::of(back)
    }
}

/// A screen: blocks of a game on a dark or bright ground.
fn game(x: f32, y: f32, number: i32, [a, b]: [Rgb; 2], seed: u32) -> Rgb {
    let ground = match number % 3 {
        0 => scale(hex(0x000a_1440), 1.2),
        1 => mix(scale(hex(0x0030_8ad8), 0.9), hex(0x00ff_b070), smooth(0.0, 0.45, y)),
        _ => scale(hex(0x0012_3a2a), 1.0),
    };
    let cell = hash(floor(x * 14.0), floor(y * 14.0), seed ^ (number as u32).wrapping_mul(77));
    let c = if cell > 0.86 {
        scale(a, 1.7)
    } else if cell > 0.76 {
        scale(b, 1.3)
    } else {
        ground
    };
    add(c, [0.2, 0.25, 0.4], 0.2)
}
