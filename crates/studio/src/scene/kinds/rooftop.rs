//! A roof terrace: strings of bulbs, a parapet with plants, a skyline in the last light.

use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::{clouds, pane, plane, vignette, wood};
use crate::scene::colour::{add, hex, mix, scale};
use crate::scene::hour::Hour;
use crate::scene::noise::{Rng, fbm, hash, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::{Plan, Weather};
use crate::scene::set::{Art, Gain};
use crate::scene::trace::{Lamp, Shape, Surface, World, body, near};

const BRICK: u16 = 0;
const DECK: u16 = 1;
const TOWER: u16 = 2;
const LEAF: u16 = 3;
const BOX: u16 = 4;
const BULB: u16 = 5;
const TANK: u16 = 6;
const POLE: u16 = 7;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let side = if rng.unit() < 0.5 { -1.0f32 } else { 1.0 };
    let hour = Hour::of(plan.time, plan.weather);
    let glow_side = -side;
    let warm = hex(0x00ff_bd72);
    let mut bodies = vec![
        body(Shape::Block([-8.0, 1.3, -1.0], [8.0, 1.6, 4.6]), DECK),
        body(Shape::Block([-8.0, 0.62, 4.3], [8.0, 1.5, 4.6]), BRICK),
        body(Shape::Block([-8.0, 0.56, 4.25], [8.0, 0.63, 4.65]), BOX),
    ];
    // The town: towers far apart, none behind the middle of the head.
    for i in 0..26u16 {
        let far = f32::from(i % 3);
        let z = 26.0 + 26.0 * far + rng.range(0.0, 14.0);
        let x = rng.range(-0.40, 0.40) * z;
        let wide = rng.range(2.2, 4.4) * (1.0 + 0.4 * far);
        let top = -rng.range(-1.0, 9.0) - 2.5 * far - 7.0 * (x / z).abs();
        bodies.push(body(Shape::Block([x - wide, top, z], [x + wide, 20.0, z + 6.0]), TOWER + 16 * i));
    }
    // A water tank on legs on the next roof.
    let at = [side * 2.55, 9.5];
    bodies.push(body(Shape::Post(at, 0.75, [-2.3, -0.95]), TANK));
    bodies.push(body(Shape::Block([at[0] - 2.0, 0.2, 9.0], [at[0] + 2.0, 4.0, 12.0]), BRICK));
    for dx in [-0.5f32, 0.5] {
        bodies.push(body(Shape::Post([at[0] + dx, 9.3], 0.06, [-0.95, 0.3]), POLE));
    }
    // Boxes of herbs along the parapet.
    for i in 0..4u16 {
        let x = -2.2 + 1.25 * f32::from(i);
        bodies.push(body(Shape::Block([x, 0.38, 4.0], [x + 0.8, 0.62, 4.24]), BOX));
        for k in 0..14u16 {
            let p = [x + rng.range(0.0, 0.8), 0.34 - rng.range(0.0, 0.26), 4.1 + rng.range(-0.1, 0.1)];
            bodies.push(body(Shape::Ball(p, rng.range(0.04, 0.09)), LEAF + 16 * (14 * i + k)));
        }
    }
    // Strings of bulbs from poles on both sides.
    for (row, z) in [2.4f32, 3.3, 4.2].into_iter().enumerate() {
        for i in 0..13 {
            let t = i as f32 / 12.0;
            let sag = 0.34 * 4.0 * t * (1.0 - t);
            let y = -1.18 - 0.10 * row as f32 + sag + 0.12 * side * (t - 0.5);
            bodies.push(body(Shape::Ball([-1.7 + 3.4 * t, y, z], 0.030), BULB));
        }
    }
    for x in [-1.72f32, 1.72] {
        bodies.push(body(Shape::Post([x, 4.2], 0.03, [-1.4, 1.3]), POLE));
    }
    // A tall grass in a pot, near.
    for k in 0..22u16 {
        let up = rng.unit();
        let p = [
            side * (0.55 + 0.16 * rng.range(-1.0, 1.0) * (0.5 + up)),
            0.62 - 0.62 * up,
            1.7 + 0.1 * rng.range(-1.0, 1.0),
        ];
        bodies.push(near(Shape::Ball(p, rng.range(0.022, 0.055)), LEAF + 16 * (60 + k)));
    }
    bodies.push(near(Shape::Post([side * 0.55, 1.7], 0.16, [0.62, 1.3]), BOX));
    let skin = |skin: u16, p: [f32; 3], n: [f32; 3]| -> Surface {
        let (kind, number) = (skin % 16, i32::from(skin / 16));
        match kind {
            BRICK => {
                let row = libm::floorf(p[1] / 0.08);
                let shift = if row as i32 % 2 == 0 { 0.5 } else { 0.0 };
                let t = crate::scene::art::grid(p[0] / 0.24 + shift, p[1] / 0.08, 0.10);
                Surface::matt(mix(
                    [0.25, 0.23, 0.22],
                    scale(hex(0x0088_5240), 0.75 + 0.5 * noise(p[0] * 6.0, p[1] * 14.0, seed)),
                    t,
                ))
            }
            DECK => Surface::polished(scale(hex(0x0070_5844), wood(p[0], p[2] * 0.5, seed)), 0.15, 0.2),
            TOWER => {
                let face = if n[0].abs() > 0.5 { 0.8 } else { 1.0 };
                let lit = pane(p[0] * 0.9 + p[2] * 0.9, p[1] * 0.62, 0.05 + 0.48 * hour.lamps, seed ^ skin as u32);
                let stone = scale(mix([0.30, 0.28, 0.28], [0.45, 0.42, 0.42], hash(number, 3, seed)), face);
                Surface { albedo: stone, glow: scale(lit, 0.25 + 1.5 * hour.lamps), gloss: [0.1, 0.05] }
            }
            LEAF => Surface::matt(scale(hex(0x0056_7040), 0.5 + 0.7 * hash(number, 2, seed))),
            BOX => Surface::matt(scale(hex(0x006a_5a4c), 0.9)),
            BULB => Surface::lit(scale(warm, 4.0 + 22.0 * hour.lamps)),
            TANK => Surface::matt(scale(hex(0x004a_382c), wood(p[0] * 2.0, p[1], seed))),
            _ => Surface::matt([0.06, 0.06, 0.065]),
        }
    };
    let clear = hour.clear;
    let sky = |d: [f32; 3]| {
        let up = -d[1] / d[2].at_least(0.05);
        let t = (1.0 - 1.55 * up).clamp(0.0, 1.0);
        let aside = (d[0] / d[2].at_least(0.05) - 0.30 * glow_side) * 1.8;
        let near_sun = smooth(1.1, 0.0, (aside * aside + up * up * 5.0).sqrt());
        add(scale(hour.sky_at(t), 1.15), hour.sun, 0.55 * near_sun * clear)
    };
    let world = World {
        bodies,
        lamps: vec![
            Lamp { at: [0.0, -0.95, 2.9], half: [1.4, 0.1, 0.9], light: scale(warm, 0.35 + 1.1 * hour.lamps) },
            Lamp {
                at: [glow_side * 30.0, -12.0, 20.0],
                half: [3.0; 3],
                light: scale(hour.sun, 1500.0 * clear * (1.0 - 0.75 * hour.lamps)),
            },
        ],
        ambient: scale(hour.shade, 0.55),
        air: (mix(hour.sky[3], hour.sky[2], 0.4), 95.0),
        focal: 1.55,
        horizon: 0.80,
        skin: &skin,
        sky: &sky,
    };
    world.paint(&mut back, 0, seed);
    // Clouds only where the sky is: above all roofs.
    if plan.weather != Weather::Fog {
        let lit = add(scale(hour.sky[3], 0.9), hour.sun, 0.25 * clear);
        clouds(&mut back, [-0.05, 0.36], 0.42, [mix(hour.sky[1], hour.shade, 0.5), lit], seed ^ 0x5);
    }
    let haze = mix(hour.sky[3], hour.sky[2], 0.3);
    back.over([-0.06, 0.5, 1.06, 1.0], |u, v| {
        let k = 0.30 * smooth(0.5, 0.80, v) * smooth(1.0, 0.84, v) * (0.6 + 0.5 * fbm(u * 3.0, v * 5.0, 3, seed));
        (haze, k)
    });
    let mut grass = plane(&back, 1.8);
    world.paint(&mut grass.paint, 1, seed ^ 1);
    back.bloom(1.3, 0.03, 0.14);
    back.defocus(0.0115);
    grass.paint.defocus(0.012);
    grass.sway = [0.002, 4.0];
    vignette(&mut back, 0.3);
    let mut bulbs = plane(&back, 1.6);
    for i in 0..5 {
        let u = -0.02 + 0.26 * i as f32;
        let v = 0.06 + 0.10 * (1.0 - (u - 0.5) * (u - 0.5) * 4.0).at_least(0.0);
        bulbs.paint.bokeh(u, v, 0.036, scale(warm, 0.25 + 0.5 * hour.lamps));
    }
    bulbs.gain = Gain::Breathe { period_s: 5.0, phase: 0.1, low: 0.9 };
    bulbs.sway = [0.004, 5.5];
    let look = Look { key_from: [glow_side * 0.8, -0.35], ..hour.look };
    Art { planes: vec![grass, bulbs], look, grain: 1.3, ..Art::of(back) }
}
