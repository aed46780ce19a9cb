//! A recording room: a wall of oak slats lit from its edges, a ring of light, foam panels, a plant.

use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::{plane, vignette};
use crate::scene::colour::{Rgb, add, hex, mix, scale};
use crate::scene::noise::{Rng, fbm, hash, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::Plan;
use crate::scene::set::{Art, Gain};

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let amber = hex(0x00ff_a54a);
    let accent = plan.colour.map_or_else(|| hex(rng.pick(&[0x23c4c0u32, 0x3a8dff, 0xff6a4d])), hex);
    let (oak, dark) = (hex(0x0096_6337), hex(0x0015_1414));
    back.fill(|u, v| {
        let x = u * 24.0;
        let i = libm::floorf(x);
        let f = x - i;
        let slat = smooth(0.0, 0.05, f) * smooth(0.74, 0.69, f);
        let grain = 0.65 + 0.7 * fbm(u * 90.0 + 31.0 * hash(i as i32, 1, seed), v * 2.2, 3, seed);
        let round = 0.6 + 0.5 * smooth(0.0, 0.3, f) * smooth(0.74, 0.4, f);
        let c = mix(scale(dark, 0.25), scale(oak, grain * round * (0.75 + 0.4 * hash(i as i32, 2, seed))), slat);
        // Strips of light behind the left and right edge, and from above.
        let (l, r) = (smooth(0.85, -0.05, u), smooth(0.15, 1.05, u));
        let wash = [l * l * 0.85, r * r * 1.5];
        let mut lit = add([0.075, 0.07, 0.066], amber, wash[0] * (0.55 + 0.45 * smooth(1.7, 0.3, v)));
        lit = add(lit, accent, wash[1] * (0.55 + 0.45 * smooth(1.7, 0.3, v)));
        lit = add(lit, [1.0, 0.93, 0.82], 0.12 * smooth(0.7, -0.1, v));
        // Varnish: a part of the light keeps its own colour whatever the wood's is.
        let shine = add(scale(amber, 0.030 * wash[0]), accent, 0.075 * wash[1]);
        [0, 1, 2].map(|k| c[k] * lit[k] * 1.6 + shine[k] * (0.25 + slat))
    });
    foam(&mut back, accent, amber, seed);
    back.bloom(0.8, 0.03, 0.12);
    back.defocus(0.0085);
    vignette(&mut back, 0.45);
    let mut ring = plane(&back, 1.2);
    neon(&mut ring.paint, amber);
    ring.gain = Gain::Breathe { period_s: 8.0, phase: 0.0, low: 0.92 };
    let mut plant = plane(&back, 2.0);
    leaves(&mut plant.paint, &mut rng, amber);
    plant.paint.defocus(0.012);
    plant.sway = [0.0015, 6.0];
    Art {
        back,
        planes: vec![ring, plant],
        swarms: Vec::new(),
        ripple: None,
        front: Vec::new(),
        air: Vec::new(),
        look: Look {
            tint: [0.46, 0.38, 0.32],
            key: [1.0, 0.93, 0.84],
            key_from: [-0.5, -0.8],
            rim: [
                0.5 + 0.5 * accent[0].at_most(1.0),
                0.5 + 0.5 * accent[1].at_most(1.0),
                0.5 + 0.5 * accent[2].at_most(1.0),
            ],
            shadow: 0.5,
            ..Look::default()
        },
        grain: 1.2,
    }
}

/// Pyramids of foam in two squares on the right.
fn foam(back: &mut Paint, accent: Rgb, amber: Rgb, seed: u32) {
    for (k, [u0, v0]) in [[0.70f32, 0.10f32], [0.70, 0.41], [-0.02, 0.02]].into_iter().enumerate() {
        let side = 0.27;
        back.over([u0 - 0.02, v0 - 0.02, u0 + side + 0.02, v0 + side + 0.03], |u, v| {
            let (x, y) = ((u - u0) / side, (v - v0) / side);
            let inside =
                smooth(-0.01, 0.01, x) * smooth(1.01, 0.99, x) * smooth(-0.01, 0.01, y) * smooth(1.01, 0.99, y);
            let (fx, fy) = (x * 5.0 - libm::floorf(x * 5.0) - 0.5, y * 5.0 - libm::floorf(y * 5.0) - 0.5);
            // Four faces: the light on each depends on where it looks.
            let face = if fx.abs() > fy.abs() {
                if fx > 0.0 { 0.55 } else { 0.25 }
            } else if fy < 0.0 {
                0.8
            } else {
                0.12
            };
            let tone = add(scale(amber, 0.05 * (1.0 - u)), accent, 0.07 * u);
            let c = add(scale([0.02, 0.021, 0.024], 0.5 + face), tone, face * (0.8 + 0.3 * hash(k as i32, 3, seed)));
            (c, inside)
        });
    }
}

/// A large ring behind the head.
fn neon(paint: &mut Paint, c: Rgb) {
    let (cu, cv, r) = (0.5f32, 0.66f32, 0.40f32);
    paint.light([cu - r - 0.3, cv - r - 0.3, cu + r + 0.3, cv + r + 0.3], |u, v| {
        let d = (((u - cu) * (u - cu) + (v - cv) * (v - cv)).sqrt() - r).abs();
        let (tube, core, halo) = (smooth(0.012, 0.004, d), smooth(0.006, 0.0, d), smooth(0.26, 0.0, d));
        let k = 1.3 * tube + 0.16 * halo * halo * halo;
        [c[0] * k + 1.1 * core, c[1] * k + 0.95 * core, c[2] * k + 0.7 * core]
    });
}

/// A rubber plant in the lower left corner: broad leaves on curved stalks.
fn leaves(paint: &mut Paint, rng: &mut Rng, amber: Rgb) {
    let root = [0.05, 1.62];
    for k in 0..13 {
        let a = -2.3 + 1.9 * (k as f32 / 12.0) + rng.range(-0.1, 0.1);
        let reach = rng.range(0.30, 0.58);
        let tip = [root[0] + reach * libm::cosf(a), root[1] + reach * libm::sinf(a) * 1.2];
        let green = mix(hex(0x000b_2216), hex(0x002f_5f38), rng.unit());
        paint.stroke(root, tip, 0.006, 0.004, scale(green, 0.5), 1.0);
        let (dx, dy) = (libm::cosf(a + 0.5), libm::sinf(a + 0.5));
        let (len, wide) = (rng.range(0.09, 0.14), 0.030);
        paint.over([tip[0] - 0.2, tip[1] - 0.2, tip[0] + 0.2, tip[1] + 0.2], |u, v| {
            let (x, y) = (u - tip[0], v - tip[1]);
            let (along, across) = ((x * dx + y * dy) / len, (x * dy - y * dx).abs() / wide);
            let shape = across + (2.0 * along - 1.0) * (2.0 * along - 1.0);
            let c = add(scale(green, 0.35 + 0.5 * smooth(0.0, 1.0, along)), amber, 0.03 * smooth(0.3, 0.0, across));
            (c, smooth(1.05, 0.95, shape))
        });
    }
}
