//! A kitchen: tiles, a window over the counter, copper lamps, a bowl of lemons in front.

use crate::Look;
use crate::scene::art::{grid, plane, vignette, wood};
use crate::scene::colour::{Rgb, add, hex, mix, scale};
use crate::scene::hour::Hour;
use crate::scene::noise::{Rng, fbm, hash, noise};
use crate::scene::paint::Paint;
use crate::scene::plan::Plan;
use crate::scene::set::Art;
use crate::scene::trace::{Lamp, Shape, Surface, World, body, near};

const TILES: u16 = 0;
const WINDOW: u16 = 1;
const FRAME: u16 = 2;
const TOP: u16 = 3;
const FRONT: u16 = 4;
const COPPER: u16 = 5;
const BULB: u16 = 6;
const GLASS: u16 = 7;
const LEMON: u16 = 8;
const BOWL: u16 = 9;
const LEAF: u16 = 10;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let side = if rng.unit() < 0.5 { -1.0f32 } else { 1.0 };
    let hour = Hour::of(plan.time, plan.weather);
    let front = hex(rng.pick(&[0x3f5a50u32, 0x2f4258, 0x6b3f34, 0x707a64]));
    let span = |a: f32, b: f32| if side > 0.0 { [a, b] } else { [-b, -a] };
    let mut bodies = vec![body(Shape::Hall([-2.6, -1.42, -1.5], [2.6, 1.3, 3.6]), TILES)];
    let [w0, w1] = span(0.36, 1.22);
    bodies.push(body(Shape::Block([w0, -1.12, 3.56], [w1, -0.06, 3.7]), WINDOW));
    for y in [-1.16, -0.60, -0.04] {
        bodies.push(body(Shape::Block([w0 - 0.04, y, 3.46], [w1 + 0.04, y + 0.045, 3.62]), FRAME));
    }
    for x in [w0 - 0.04, 0.5 * (w0 + w1) - 0.02, w1] {
        bodies.push(body(Shape::Block([x, -1.16, 3.48], [x + 0.04, 0.0, 3.62]), FRAME));
    }
    bodies.push(body(Shape::Block([-2.6, 0.22, 2.98], [2.6, 0.28, 3.6]), TOP));
    bodies.push(body(Shape::Block([-2.6, 0.28, 3.03], [2.6, 1.3, 3.6]), FRONT));
    // Shelves with jars on the other side.
    for (row, y) in [-0.86f32, -0.46].into_iter().enumerate() {
        let [a, b] = span(-1.25, -0.34);
        bodies.push(body(Shape::Block([a, y, 3.34], [b, y + 0.03, 3.6]), TOP));
        for i in 0..7 {
            let x = a + 0.07 + (b - a - 0.14) * i as f32 / 6.0;
            let (r, tall) = (rng.range(0.035, 0.06), rng.range(0.10, 0.24));
            let skin = if hash(i, row as i32, seed) < 0.3 { COPPER } else { GLASS };
            bodies.push(body(Shape::Post([x, 3.46], r, [y - tall, y]), skin + 16 * (i as u16 + 7 * row as u16)));
        }
    }
    // On the counter.
    for i in 0..5 {
        let x = side * (-1.05 + 0.16 * i as f32);
        let tall = rng.range(0.12, 0.3);
        bodies.push(body(Shape::Post([x, 3.3], 0.055, [0.22 - tall, 0.22]), GLASS + 16 * (20 + i as u16)));
    }
    for i in 0..9 {
        let at = [side * (0.95 + 0.05 * rng.range(-1.0, 1.0)), 0.02 + 0.10 * rng.range(-1.0, 1.0), 3.25];
        bodies.push(body(Shape::Ball(at, rng.range(0.04, 0.075)), LEAF + 16 * i));
    }
    bodies.push(body(Shape::Post([side * 0.95, 3.25], 0.075, [0.08, 0.22]), BOWL));
    for x in [-0.56f32, 0.60] {
        bodies.push(body(Shape::Post([x, 2.5], 0.006, [-1.42, -0.98]), FRAME));
        bodies.push(body(Shape::Ball([x, -0.90, 2.5], 0.115), COPPER));
        bodies.push(body(Shape::Ball([x, -0.80, 2.46], 0.052), BULB));
    }
    // The island's corner, nearer than everything else.
    let corner = span(0.22, 1.2);
    bodies.push(near(Shape::Block([corner[0], 0.50, 1.35], [corner[1], 0.55, 1.95]), TOP));
    bodies.push(near(Shape::Block([corner[0] + 0.03, 0.55, 1.38], [corner[1], 1.4, 1.95]), FRONT));
    bodies.push(near(Shape::Post([side * 0.38, 1.6], 0.10, [0.44, 0.5]), BOWL));
    for (x, y, z) in [(0.32f32, 0.42, 1.58), (0.40, 0.43, 1.53), (0.43, 0.42, 1.64), (0.37, 0.37, 1.60)] {
        bodies.push(near(Shape::Ball([side * x, y, z], 0.045), LEMON));
    }
    let warm = hex(0x00ff_c182);
    let skin = |skin: u16, p: [f32; 3], n: [f32; 3]| -> Surface {
        let (kind, number) = (skin % 16, i32::from(skin / 16));
        match kind {
            TILES if n[2] < -0.5 && p[1] > -0.98 => {
                let row = libm::floorf(p[1] / 0.075);
                let shift = if row as i32 % 2 == 0 { 0.5 } else { 0.0 };
                let t = grid(p[0] / 0.15 + shift, p[1] / 0.075, 0.07);
                let tone = 0.9 + 0.1 * hash(libm::floorf(p[0] / 0.15 + shift) as i32, row as i32, seed);
                Surface::polished(mix([0.42, 0.41, 0.39], scale([0.80, 0.79, 0.75], tone), t), 0.10, 0.12)
            }
            TILES if n[1] < -0.5 => Surface::polished(scale(hex(0x007a_5638), wood(p[0], p[2], seed)), 0.2, 0.2),
            TILES => Surface::matt(scale([0.74, 0.71, 0.66], 0.95 + 0.1 * noise(p[0] * 3.0, p[1] * 3.0, seed))),
            WINDOW => {
                let sky = hour.sky_at((0.55 + 0.5 * (p[1] + 1.1)).clamp(0.0, 1.0));
                let tree = fbm(p[0] * 4.0, p[1] * 4.0, 4, seed);
                let green = add(scale(hex(0x0048_6a34), 0.9), hour.sun, 0.35 * hour.clear);
                let out = mix(sky, scale(green, 1.0 - 0.92 * hour.lamps), ((tree - 0.46) * 6.0).clamp(0.0, 1.0) * 0.75);
                Surface::lit(scale(out, if hour.lamps > 0.8 { 0.9 } else { 1.5 }))
            }
            FRAME => Surface::matt([0.68, 0.67, 0.64]),
            TOP => Surface::polished(scale(hex(0x00a8_7748), wood(p[2], p[0] * 0.6, seed)), 0.25, 0.08),
            FRONT => {
                let door = grid(p[0] / 0.5, 0.5, 0.03);
                Surface::polished(scale(front, 0.45 + 0.55 * door), 0.12, 0.15)
            }
            COPPER => Surface::polished(hex(0x00c8_7a4c), 0.7, 0.22),
            BULB => Surface::lit(scale(warm, 9.0)),
            GLASS => {
                let tone: [Rgb; 4] = [hex(0x00c9_b48a), hex(0x006d_4a2c), hex(0x0095_9f8c), hex(0x00b9_553a)];
                Surface::polished(tone[(hash(number, 5, seed) * 4.0) as usize % 4], 0.3, 0.06)
            }
            LEMON => Surface::polished(hex(0x00e8_b827), 0.12, 0.2),
            BOWL => Surface::polished(hex(0x00d8_d2c4), 0.2, 0.1),
            _ => Surface::matt(scale(hex(0x004e_7a3c), 0.6 + 0.7 * hash(number, 2, seed))),
        }
    };
    let sky = |_: [f32; 3]| hour.shade;
    let mid = [0.5 * (w0 + w1), -0.6, 3.4];
    let evening = 0.25 + 0.75 * hour.lamps;
    let world = World {
        bodies,
        lamps: vec![
            Lamp { at: mid, half: [0.4, 0.45, 0.02], light: hour.window(2.6 * (1.0 - 0.75 * hour.lamps)) },
            Lamp { at: [-0.56, -0.72, 2.44], half: [0.05; 3], light: scale(warm, 0.62 * evening) },
            Lamp { at: [0.60, -0.72, 2.44], half: [0.05; 3], light: scale(warm, 0.62 * evening) },
            Lamp { at: [-0.8 * side, -1.3, 1.0], half: [0.5, 0.02, 0.5], light: scale([1.0, 0.93, 0.84], 0.7) },
        ],
        ambient: add([0.03; 3], hour.shade, 0.10),
        air: (hour.shade, 60.0),
        focal: 1.7,
        horizon: 0.72,
        skin: &skin,
        sky: &sky,
    };
    world.paint(&mut back, 0, seed);
    let mut island = plane(&back, 1.9);
    world.paint(&mut island.paint, 1, seed ^ 1);
    back.bloom(1.2, 0.03, 0.10);
    back.defocus(0.013);
    island.paint.defocus(0.011);
    vignette(&mut back, 0.25);
    let look = Look { key_from: [side * 0.9, -0.45], shadow: 0.35, ..hour.look };
    let look = if hour.lamps > 0.5 { Look { key: [1.0, 0.88, 0.72], tint: [0.58, 0.48, 0.40], ..look } } else { look };
    Art { planes: vec![island], look, ..Art::of(back) }
}
