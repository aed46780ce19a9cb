//! Things that stand before the person: traced like the places, in a plane of their own.

use super::art::{plane, wood};
use super::choices::Prop;
use super::colour::{hex, mix, scale};
use super::noise::{Rng, hash};
use super::plan::{MAX_PROPS, Plan};
use super::set::Art;
use super::trace::{Body, Lamp, Shape, Surface, World};
use crate::math::Bound as _;

const WOOD: u16 = 0;
const STEEL: u16 = 1;
const MESH: u16 = 2;
const CLAY: u16 = 3;
const LEAF: u16 = 4;
const SHADE: u16 = 5;
const EAR: u16 = 6;
const COFFEE: u16 = 7;

/// Top of the desk, in metres under the eyes.
const TOP: f32 = 0.655;

/// Adds what a plan names, lit from where the place's key light comes.
pub(crate) fn add(art: &mut Art, plan: &Plan) {
    let mut props: Vec<Prop> = Vec::new();
    for p in plan.props.iter().take(MAX_PROPS) {
        if !props.contains(p) {
            props.push(*p);
        }
    }
    if props.is_empty() {
        return;
    }
    let mut rng = Rng::new(plan.seed ^ 0x0070_726f_7073);
    let seed = rng.bits() as u32;
    let mut bodies = Vec::new();
    // What stands needs something to stand on.
    if props.iter().any(|p| *p != Prop::Microphone) {
        put(&mut bodies, Shape::Block([-2.0, TOP, 0.72], [2.0, TOP + 0.05, 1.25]), WOOD);
        put(&mut bodies, Shape::Block([-2.0, TOP + 0.05, 0.75], [2.0, 2.0, 1.25]), WOOD);
    }
    for p in &props {
        match p {
            Prop::Desk => {}
            Prop::Microphone => microphone(&mut bodies),
            Prop::Mug => mug(&mut bodies),
            Prop::Plant => plant(&mut bodies, &mut rng),
            Prop::Lamp => lamp(&mut bodies),
        }
    }
    let lit = props.contains(&Prop::Lamp);
    let warm = hex(0x00ff_c682);
    let glaze = hex(rng.pick(&[0x2f4f6au32, 0xb5532f, 0xd8d0bc, 0x3f5f4a]));
    let skin = |skin: u16, p: [f32; 3], n: [f32; 3]| -> Surface {
        match skin % 16 {
            WOOD => Surface::polished(
                scale(hex(0x005c_4030), wood(if n[1] < -0.5 { p[2] * 2.2 } else { p[1] * 1.6 }, p[0] * 1.6, seed)),
                0.35,
                0.06,
            ),
            STEEL => Surface::polished([0.045, 0.045, 0.05], 0.5, 0.10),
            MESH => {
                let (x, y) = (p[0] * 620.0, p[1] * 620.0);
                let hole = libm::sinf(x) * libm::sinf(y);
                Surface::polished(scale([0.15, 0.15, 0.16], 0.8 + 0.4 * hole), 0.35, 0.3)
            }
            CLAY | EAR => Surface::polished(mix(glaze, [0.85, 0.8, 0.7], 0.10 * (1.0 - n[1].abs())), 0.25, 0.08),
            LEAF => {
                Surface::polished(scale(hex(0x0046_7a3e), 0.45 + 0.75 * hash(i32::from(skin / 16), 3, seed)), 0.12, 0.2)
            }
            SHADE => Surface::lit(scale(warm, 0.8 + 0.5 * (-n[2]).at_least(0.0))),
            COFFEE => Surface::polished([0.03, 0.015, 0.008], 0.5, 0.05),
            _ => Surface::matt([0.1; 3]),
        }
    };
    let tint = art.look.tint;
    let sky = |_: [f32; 3]| tint.map(|t| 0.5 * t * t);
    let [kx, ky] = art.look.key_from;
    let long = (kx * kx + ky * ky).sqrt().at_least(0.1);
    let mut lamps = vec![
        Lamp { at: [1.2 * kx / long, 0.2 + 1.1 * ky / long, 0.25], half: [0.2; 3], light: scale(art.look.key, 0.85) },
        Lamp { at: [-kx / long, -0.2, 2.2], half: [0.2; 3], light: scale(art.look.rim, 1.1) },
    ];
    if lit {
        lamps.push(Lamp { at: [0.275, 0.52, 0.93], half: [0.03; 3], light: scale(warm, 0.06) });
    }
    let world = World {
        bodies,
        lamps,
        ambient: tint.map(|t| 0.16 * t),
        air: (tint, 1e5),
        focal: 1.45,
        horizon: 0.72,
        skin: &skin,
        sky: &sky,
    };
    let mut front = plane(&art.back, 1.5);
    world.paint_finely(&mut front.paint, 1, 6, seed);
    front.paint.defocus(0.0028);
    art.front.push(front);
    if lit {
        let mut glow = plane(&art.back, 1.5);
        glow.paint.glow(0.5 + 0.275 * 1.45 / 0.98, 0.72 + 0.42 * 1.45 / 0.98, 0.26, scale(warm, 0.22));
        art.front.push(glow);
    }
}

fn put(bodies: &mut Vec<Body>, shape: Shape, skin: u16) {
    bodies.push(Body { shape, skin, group: 1 });
}

/// A capsule in a yoke, on an arm that comes in from the lower left.
fn microphone(bodies: &mut Vec<Body>) {
    let c = [-0.185, 0.50, 0.84];
    put(bodies, Shape::Ball([c[0], c[1] - 0.055, c[2]], 0.043), MESH);
    put(bodies, Shape::Post([c[0], c[2]], 0.043, [c[1] - 0.055, c[1] + 0.03]), MESH);
    put(bodies, Shape::Post([c[0], c[2]], 0.045, [c[1] + 0.028, c[1] + 0.038]), STEEL);
    put(bodies, Shape::Post([c[0], c[2]], 0.040, [c[1] + 0.038, c[1] + 0.11]), STEEL);
    put(bodies, Shape::Ball([c[0], c[1] + 0.11, c[2]], 0.040), STEEL);
    for k in 0..60 {
        let t = k as f32 / 59.0;
        let at = [c[0] - 0.30 * t, c[1] + 0.12 + 0.14 * t + 0.05 * t * t, c[2] - 0.04 * t];
        put(bodies, Shape::Ball(at, 0.0125), STEEL);
    }
}

fn mug(bodies: &mut Vec<Body>) {
    let at = [0.20, 0.98];
    put(bodies, Shape::Post(at, 0.042, [TOP - 0.095, TOP]), CLAY);
    put(
        bodies,
        Shape::Block([at[0] - 0.03, TOP - 0.090, at[1] - 0.03], [at[0] + 0.03, TOP - 0.086, at[1] + 0.03]),
        COFFEE,
    );
    for k in 0..14 {
        let a = -1.5 + 3.0 * k as f32 / 13.0;
        let p = [at[0] + 0.040 + 0.026 * libm::cosf(a), TOP - 0.05 + 0.030 * libm::sinf(a), at[1]];
        put(bodies, Shape::Ball(p, 0.0075), EAR);
    }
}

fn plant(bodies: &mut Vec<Body>, rng: &mut Rng) {
    let at = [-0.285, 1.02];
    put(bodies, Shape::Post(at, 0.055, [TOP - 0.10, TOP]), CLAY);
    for k in 0..34u16 {
        let up = rng.unit();
        let r = 0.085 * (0.6 + 0.6 * up);
        let p = [at[0] + r * rng.range(-1.0, 1.0), TOP - 0.10 - 0.15 * up, at[1] + r * rng.range(-1.0, 1.0)];
        put(bodies, Shape::Ball(p, rng.range(0.012, 0.026)), LEAF + 16 * k);
    }
}

fn lamp(bodies: &mut Vec<Body>) {
    let at = [0.275, 0.98];
    put(bodies, Shape::Post(at, 0.045, [TOP - 0.012, TOP]), STEEL);
    put(bodies, Shape::Post(at, 0.007, [TOP - 0.20, TOP]), STEEL);
    for k in 0..8 {
        let t = k as f32 / 7.0;
        put(bodies, Shape::Post(at, 0.045 + 0.030 * t, [TOP - 0.29 + 0.10 * t, TOP - 0.29 + 0.10 * t + 0.016]), SHADE);
    }
}
