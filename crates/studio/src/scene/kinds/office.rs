//! An office high above a city: a wall of glass, desks with screens, lamps in a row.

use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::{pane, plane, vignette, wood};
use crate::scene::colour::{add, hex, mix, scale};
use crate::scene::hour::Hour;
use crate::scene::noise::{Rng, hash, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::Plan;
use crate::scene::set::Art;
use crate::scene::trace::{Lamp, Shape, Surface, World, body, near};

const ROOM: u16 = 0;
const MULLION: u16 = 1;
const TUBE: u16 = 2;
const DESK: u16 = 3;
const SCREEN: u16 = 4;
const DARK: u16 = 5;
const LEAF: u16 = 6;
const POT: u16 = 7;
const BOOK: u16 = 8;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let side = if rng.unit() < 0.5 { -1.0f32 } else { 1.0 };
    let hour = Hour::of(plan.time, plan.weather);
    let deep = 6.2;
    let mut bodies = vec![
        body(Shape::Block([-6.0, 1.25, -1.0], [6.0, 1.4, deep]), ROOM),
        body(Shape::Block([-6.0, -1.5, -1.0], [6.0, -1.38, deep]), ROOM),
        // The solid side wall, with shelves.
        body(
            if side > 0.0 {
                Shape::Block([-2.6, -1.5, 0.5], [-1.75, 1.4, deep])
            } else {
                Shape::Block([1.75, -1.5, 0.5], [2.6, 1.4, deep])
            },
            ROOM,
        ),
    ];
    for i in 0..8 {
        let x = -3.6 + i as f32 * 1.03;
        bodies.push(body(Shape::Block([x, -1.4, deep - 0.1], [x + 0.07, 1.3, deep]), MULLION));
    }
    bodies.push(body(Shape::Block([-6.0, 0.18, deep - 0.1], [6.0, 0.24, deep]), MULLION));
    for row in 0..3 {
        let z = 2.2 + 1.35 * row as f32;
        for x in [-0.85f32, 0.65] {
            bodies.push(body(Shape::Block([x, -1.33, z], [x + 0.12, -1.30, z + 1.0]), TUBE));
        }
    }
    for row in 0..3u16 {
        let z = 3.0 + 1.1 * f32::from(row);
        for (col, x) in [-1.15f32, 0.62].into_iter().enumerate() {
            bodies.push(body(Shape::Block([x - 0.1, 0.42, z], [x + 0.85, 0.46, z + 0.6]), DESK));
            bodies.push(body(Shape::Block([x - 0.05, 0.46, z + 0.5], [x + 0.8, 1.3, z + 0.55]), DARK));
            let number = 16 * (2 * row + col as u16 + 1);
            bodies.push(body(Shape::Block([x + 0.08, 0.02, z + 0.3], [x + 0.62, 0.34, z + 0.33]), SCREEN + number));
            bodies.push(body(Shape::Block([x + 0.33, 0.34, z + 0.3], [x + 0.38, 0.42, z + 0.33]), DARK));
        }
    }
    // Books and boxes on the side wall.
    for row in 0..4 {
        let y = -0.95 + 0.42 * row as f32;
        let wall = -side * 1.74;
        let (a, b) = if side > 0.0 { (wall, wall + 0.24) } else { (wall - 0.24, wall) };
        bodies.push(body(Shape::Block([a, y, 2.4], [b, y + 0.03, 5.4]), DESK));
        for i in 0..9 {
            let z = 2.5 + 0.3 * i as f32 + rng.range(0.0, 0.1);
            let tall = rng.range(0.14, 0.3);
            bodies.push(body(Shape::Block([a, y - tall, z], [b - 0.04 * side, y, z + 0.2]), BOOK + 16 * (9 * row + i)));
        }
    }
    // A tall plant near the camera.
    let stem = [side * 0.62, 1.95];
    bodies.push(near(Shape::Post(stem, 0.13, [0.62, 1.2]), POT));
    for i in 0..90u16 {
        let up = rng.unit();
        let r = 0.30 * (0.45 + 0.75 * up) * (1.15 - 0.6 * up);
        let at = [stem[0] + r * rng.range(-1.0, 1.0), 0.60 - 0.95 * up, stem[1] + r * rng.range(-1.0, 1.0)];
        bodies.push(near(Shape::Ball(at, rng.range(0.014, 0.042)), LEAF + 16 * i));
    }
    let skin = |skin: u16, p: [f32; 3], n: [f32; 3]| -> Surface {
        let (kind, number) = (skin % 16, i32::from(skin / 16));
        match kind {
            ROOM if n[1] < -0.5 => {
                Surface::polished(scale(hex(0x005c_6068), 0.9 + 0.2 * noise(p[0] * 8.0, p[2] * 8.0, seed)), 0.35, 0.10)
            }
            ROOM if n[1] > 0.5 => Surface::matt(scale(
                [0.46, 0.46, 0.47],
                0.55 + 0.45 * crate::scene::art::grid(p[0] / 0.6, p[2] / 0.6, 0.04),
            )),
            ROOM => Surface::matt(scale(hex(0x0086_6c54), wood(p[2], p[1] * 0.7, seed))),
            MULLION => Surface::matt([0.05, 0.05, 0.055]),
            TUBE => Surface::lit(scale([1.0, 0.95, 0.88], 3.2)),
            DESK => Surface::polished(scale(hex(0x00b0_9474), 0.9), 0.15, 0.1),
            SCREEN if n[2] < -0.5 => {
                let line = hash(libm::floorf(p[1] * 42.0) as i32, number, seed);
                let on = smooth(0.2, 0.25, line) * smooth(0.9 * line + 0.1, 0.9 * line, (p[0] * 1.9).fract().abs());
                Surface::lit(mix(hex(0x0016_3050), hex(0x009f_c8e8), 0.25 + 0.5 * on))
            }
            LEAF => Surface::polished(scale(hex(0x003e_6b3a), 0.5 + 0.7 * hash(number, 2, seed)), 0.1, 0.3),
            POT => Surface::matt([0.62, 0.60, 0.56]),
            BOOK => {
                let tones = [0x2c3e50u32, 0xb9a98a, 0x8a3b2c, 0x46564a, 0xd8d2c4];
                Surface::matt(hex(tones[(hash(number, 4, seed) * 5.0) as usize % 5]))
            }
            _ => Surface::matt([0.06, 0.062, 0.068]),
        }
    };
    let lit = 0.16 + 0.42 * hour.lamps;
    let sky = |d: [f32; 3]| {
        let up = (d[1] / d[2].at_least(0.05)).clamp(-1.0, 1.0);
        let mut c = scale(hour.sky_at((1.0 + 2.0 * up).clamp(0.0, 1.0)), 1.25);
        // Three rows of towers, each paler with distance; the street is far below.
        for row in 0..3i32 {
            let x = d[0] / d[2].at_least(0.05) * [26.0, 15.0, 8.0][row as usize] + 100.0;
            let cell = libm::floorf(x);
            let top = -[0.20, 0.12, 0.02][row as usize]
                - [0.16, 0.24, 0.30][row as usize] * (hash(cell as i32, row, seed) - 0.4);
            let k = smooth(top - 0.003, top + 0.003, up);
            if k > 0.0 {
                let wall = mix(scale(hour.shade, 0.35), hour.sky[3], [0.62, 0.40, 0.15][row as usize]);
                let face = 0.8 + 0.35 * hash(cell as i32, row + 9, seed);
                let side_lit = add(scale(wall, face), hour.sun, 0.18 * hour.clear * (x - cell));
                let panes = pane(
                    (x - cell) * 7.0 + cell * 31.0,
                    up * [110.0, 80.0, 55.0][row as usize],
                    lit,
                    seed ^ row as u32,
                );
                c = mix(c, add(side_lit, panes, 0.25 + 1.4 * hour.lamps), k);
            }
        }
        c
    };
    let world = World {
        bodies,
        lamps: vec![
            Lamp {
                at: [0.0, -0.4, deep - 0.3],
                half: [2.5, 0.8, 0.02],
                light: hour.window(9.0 * (1.0 - 0.7 * hour.lamps)),
            },
            Lamp { at: [-0.79, -1.22, 3.6], half: [0.05, 0.0, 1.6], light: [0.95, 0.9, 0.82] },
            Lamp { at: [0.71, -1.22, 3.6], half: [0.05, 0.0, 1.6], light: [0.95, 0.9, 0.82] },
            Lamp { at: [side * 0.9, -1.2, 0.6], half: [0.4, 0.02, 0.4], light: [0.55, 0.53, 0.5] },
        ],
        ambient: add([0.02; 3], hour.shade, 0.08),
        air: (hour.sky[2], 60.0),
        focal: 1.7,
        horizon: 0.74,
        skin: &skin,
        sky: &sky,
    };
    world.paint(&mut back, 0, seed);
    let mut plant = plane(&back, 1.8);
    world.paint(&mut plant.paint, 1, seed ^ 1);
    back.bloom(1.3, 0.03, 0.12);
    back.defocus(0.012);
    plant.paint.defocus(0.014);
    plant.sway = [0.001, 7.0];
    vignette(&mut back, 0.25);
    let look = Look { key_from: [side * 0.8, -0.55], rim: mix(hour.look.rim, [1.0; 3], 0.2), ..hour.look };
    Art { planes: vec![plant], look, ..Art::of(back) }
}
