//! By the window of a train: the land goes by, light falls in, lamps under the rack.

use crate::Look;
use crate::scene::art::{pane, plane, vignette};
use crate::scene::colour::{Rgb, add, hex, mix, scale};
use crate::scene::hour::Hour;
use crate::scene::motes::{Mote, Swarm};
use crate::scene::noise::{Rng, fbm, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::{Plan, TimeOfDay};
use crate::scene::set::Art;
use crate::scene::trace::{Lamp, Shape, Surface, World, near};

const PANEL: u16 = 0;
const RIM: u16 = 1;
const RACK: u16 = 2;
const TUBE: u16 = 3;
const SEAT: u16 = 4;
const REST: u16 = 5;
const CURTAIN: u16 = 6;
const BAG: u16 = 7;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let side = if rng.unit() < 0.5 { -1.0f32 } else { 1.0 };
    let hour = Hour::of(plan.time, plan.weather);
    land(&mut back, &hour, side, seed);
    // The wall of the carriage with two windows: panels around holes.
    let z = 2.1;
    let (top, low) = (-0.66, 0.22);
    let mut bodies = vec![
        near(Shape::Block([-3.0, -1.9, z], [3.0, top, z + 0.08]), PANEL),
        near(Shape::Block([-3.0, low, z], [3.0, 1.6, z + 0.08]), PANEL),
    ];
    for x in [-1.50f32, 0.0, 1.50] {
        bodies.push(near(
            Shape::Block([x - 0.42 * side - 0.05, top, z - 0.02], [x - 0.42 * side + 0.09, low, z + 0.08]),
            PANEL,
        ));
    }
    for y in [top, low - 0.05] {
        bodies.push(near(Shape::Block([-3.0, y, z - 0.05], [3.0, y + 0.05, z + 0.02]), RIM));
    }
    // A rack with bags, and a tube of light under it.
    bodies.push(near(Shape::Block([-3.0, -0.97, 1.72], [3.0, -0.94, z]), RACK));
    bodies.push(near(Shape::Block([-3.0, -0.935, 1.86], [3.0, -0.915, 1.92]), TUBE));
    for i in 0..5u16 {
        let x = -1.1 + 0.52 * f32::from(i) + rng.range(-0.08, 0.08);
        let (wide, tall) = (rng.range(0.15, 0.24), rng.range(0.14, 0.24));
        bodies.push(near(Shape::Block([x - wide, -0.97 - tall, 1.8], [x + wide, -0.97, 2.05]), BAG + 16 * i));
    }
    // High backs of seats on both sides.
    for s in [-1.0f32, 1.0] {
        let x = s * 0.29;
        let (a, b) = if s < 0.0 { (x - 0.46, x) } else { (x, x + 0.46) };
        bodies.push(near(Shape::Block([a, 0.20, 1.50], [b, 1.6, 1.72]), SEAT));
        bodies.push(near(Shape::Post([0.5 * (a + b), 1.62], 0.23, [0.16, 1.6]), SEAT));
        bodies.push(near(Shape::Ball([0.5 * (a + b), 0.22, 1.62], 0.15), REST));
    }
    for i in 0..6 {
        let x = -side * 0.42 + 0.02 + side * (0.10 + 0.045 * i as f32);
        bodies.push(near(Shape::Post([x, 2.02 + 0.012 * (i % 2) as f32], 0.035, [top, low]), CURTAIN));
    }
    let red = hex(rng.pick(&[0x6e2a2eu32, 0x2c4a66, 0x3c5a48]));
    let skin = |skin: u16, p: [f32; 3], n: [f32; 3]| -> Surface {
        match skin % 16 {
            PANEL => Surface::polished(
                scale(hex(0x00a0_8a6e), 0.85 + 0.25 * fbm(p[0] * 2.0, p[1] * 22.0, 3, seed)),
                0.15,
                0.12,
            ),
            RIM => Surface::polished([0.55, 0.55, 0.54], 0.4, 0.1),
            RACK => Surface::polished([0.16, 0.15, 0.145], 0.3, 0.15),
            TUBE => Surface::lit(scale(hex(0x00ff_e2b8), 3.0)),
            SEAT => {
                let rib = 0.75 + 0.25 * libm::sinf(p[0] * 90.0) * f32::from(u8::from(n[2] < -0.5));
                Surface::matt(scale(red, rib * (0.8 + 0.4 * noise(p[0] * 60.0, p[1] * 60.0, seed))))
            }
            REST => Surface::matt(scale(red, 1.15)),
            CURTAIN => Surface::matt(scale(red, 1.25)),
            _ => {
                Surface::matt(scale(hex([0x5c4630u32, 0x30414a, 0x7a3c30, 0x4a4a40][usize::from(skin / 16) % 4]), 0.9))
            }
        }
    };
    let sky = |_: [f32; 3]| hour.sky[2];
    let world = World {
        bodies,
        lamps: vec![
            Lamp {
                at: [0.0, -0.25, z + 0.5],
                half: [1.4, 0.4, 0.02],
                light: hour.window(1.1 * (1.0 - 0.8 * hour.lamps)),
            },
            Lamp {
                at: [0.0, -0.88, 1.80],
                half: [1.5, 0.0, 0.05],
                light: scale(hex(0x00ff_dcae), 0.07 + 0.10 * hour.lamps),
            },
            Lamp { at: [-side * 0.8, -1.2, 0.4], half: [0.4, 0.05, 0.3], light: scale([1.0, 0.92, 0.82], 0.45) },
        ],
        ambient: add([0.02; 3], hour.shade, 0.10),
        air: (hour.shade, 90.0),
        focal: 1.5,
        horizon: 0.78,
        skin: &skin,
        sky: &sky,
    };
    let mut carriage = plane(&back, 1.7);
    world.paint(&mut carriage.paint, 1, 4, seed);
    carriage.paint.defocus(0.007);
    // A carriage is never quite still.
    carriage.sway = [0.0016, 0.83];
    // Light of the low sun on the panels.
    let mut rays = plane(&back, 1.7);
    if hour.clear > 0.4 && plan.time != TimeOfDay::Day {
        rays.paint.light([-0.05, 0.1, 1.05, 1.7], |u, v| {
            let x = u - 0.5 - 0.35 * side * (v - 0.7);
            let band = smooth(0.16, 0.05, (x - 0.28 * side).abs()) + 0.7 * smooth(0.10, 0.03, (x + 0.30 * side).abs());
            scale(hour.sun, 0.06 * band * smooth(0.25, 0.6, v) * smooth(1.7, 1.0, v))
        });
    }
    vignette(&mut back, 0.15);
    let mut swarms = vec![Swarm::new(
        Mote::Pass { band: [0.42, 0.92] },
        if hour.lamps > 0.6 { 26 } else { 12 },
        if hour.lamps > 0.6 { [0.9, 0.66, 0.38] } else { scale(hour.sun, 0.35).map(|c| c.min(1.0)) },
        plan.seed,
    )];
    swarms.push(Swarm::new(Mote::Dust, 30, [0.5, 0.42, 0.3], plan.seed ^ 3));
    let look = Look { key_from: [side * 0.95, -0.25], shadow: 0.3, ..hour.look };
    let look = if hour.lamps > 0.6 { Look { tint: [0.50, 0.42, 0.36], ..look } } else { look };
    Art { planes: vec![carriage, rays], swarms, look, ..Art::of(back) }
}

/// Fields, woods and hills, drawn out along the way as an eye sees them that does not follow.
fn land(back: &mut Paint, hour: &Hour, side: f32, seed: u32) {
    let green: Rgb = add(scale(hex(0x0058_7038), 0.22 * (1.0 - 0.8 * hour.lamps)), hour.shade, 0.12);
    back.fill(|u, v| {
        let t = ((v + 0.05) / 0.75).clamp(0.0, 1.0);
        let sun = [0.5 + 0.34 * side, 0.58];
        let d = ((u - sun[0]) * (u - sun[0]) + 1.4 * (v - sun[1]) * (v - sun[1])).sqrt();
        let mut c = add(
            scale(hour.sky_at(t), 1.3),
            hour.sun,
            hour.clear * (0.7 * smooth(0.5, 0.0, d) + 4.0 * smooth(0.045, 0.035, d)),
        );
        for row in 0..4 {
            let near = row as f32 / 3.0;
            let smear = 2.2 - 1.7 * near;
            let top = 0.66 + 0.055 * row as f32
                - 0.06 * (1.0 - 0.3 * near) * fbm(u * smear * 1.6 + 7.0 * near, near * 3.0, 3, seed);
            let k = smooth(top - 0.004, top + 0.01 + 0.02 * near, v);
            let streak = 0.7 + 0.6 * fbm(u * smear, v * 60.0, 3, seed ^ row as u32);
            let lit = add(scale(green, streak), hour.sun, 0.14 * hour.clear * streak);
            c = mix(c, mix(lit, scale(hour.sky[3], 0.6), 0.50 - 0.46 * near), k);
        }
        if hour.lamps > 0.6 && v > 0.62 {
            c = add(c, pane(u * 9.0, v * 90.0, 0.10, seed ^ 0x99), 1.2 * hour.lamps * smooth(0.62, 0.68, v));
        }
        c
    });
    back.bloom(1.5, 0.03, 0.12);
    back.defocus(0.012);
    // Speed: everything outside is drawn out sideways.
    let (w, n) = (back.w, (0.035 * back.unit) as usize);
    for row in back.px.chunks_exact_mut(w) {
        let line = row.to_vec();
        for (x, p) in row.iter_mut().enumerate() {
            let part = &line[x.saturating_sub(n)..(x + n + 1).min(w)];
            *p = std::array::from_fn(|c| part.iter().map(|q| q[c]).sum::<f32>() / part.len() as f32);
        }
    }
}
