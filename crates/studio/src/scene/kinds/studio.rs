//! A painted canvas backdrop, as portrait photographers hang behind a sitter.

use crate::Look;
use crate::scene::art::{mottle, vignette};
use crate::scene::colour::{add, hex, mix, scale};
use crate::scene::noise::{Rng, fbm, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::Plan;
use crate::scene::set::Art;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let base = plan.colour.unwrap_or_else(|| rng.pick(&[0x8a7560u32, 0x5f6f66, 0x5b6a80, 0x9a6a4c]));
    let base = hex(base);
    let grey = (base[0] + base[1] + base[2]) / 3.0;
    let pale = grey > 0.55;
    let (dark, light) =
        (mix(scale(base, 0.22), scale([grey; 3], 0.12), 0.2), mix(add(base, base, 0.25), [0.95; 3], 0.10));
    back.fill(|u, v| {
        let d2 = (u - 0.5) * (u - 0.5) / 0.42 + (v - 0.68) * (v - 0.68) / 0.72;
        let pool = smooth(1.35, 0.0, d2);
        // Two sizes of brush work, laid on in no direction.
        let cloud = fbm(u * 3.1 + 0.6 * fbm(u * 2.0, v * 2.0, 2, seed), v * 2.7, 5, seed);
        let paint = mottle(u, v, if pale { 0.10 } else { 0.34 }, seed ^ 5)
            * (1.0 + if pale { 0.10 } else { 0.42 } * (cloud - 0.5));
        scale(mix(if pale { scale(base, 0.62) } else { dark }, light, pool), paint)
    });
    back.blur(0.004);
    vignette(&mut back, if pale { 0.12 } else { 0.35 });
    let tint = [base[0].sqrt(), base[1].sqrt(), base[2].sqrt()];
    Art {
        back,
        planes: Vec::new(),
        swarms: Vec::new(),
        ripple: None,
        front: Vec::new(),
        air: Vec::new(),
        look: Look {
            tint: [0.3 + 0.5 * tint[0], 0.3 + 0.5 * tint[1], 0.3 + 0.5 * tint[2]],
            key: [1.0, 0.97, 0.93],
            key_from: [-0.6, -0.75],
            rim: [0.95, 0.95, 1.0],
            shadow: 0.35,
            ..Look::default()
        },
        grain: 1.1,
    }
}
