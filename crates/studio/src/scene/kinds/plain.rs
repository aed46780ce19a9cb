//! Paper in one colour, rolled down behind and under the sitter, with one lamp on it.

use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::vignette;
use crate::scene::colour::{add, hex, mix, scale};
use crate::scene::noise::{Rng, fbm, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::Plan;
use crate::scene::set::Art;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let side = if rng.unit() < 0.5 { -1.0f32 } else { 1.0 };
    let own = rng.pick(&[0xe2a32eu32, 0xc8553d, 0x2f6f73, 0x3d5a80, 0xd98a94, 0x6b8f71]);
    let colour = hex(plan.colour.unwrap_or(own));
    let mean = (colour[0] + colour[1] + colour[2]) / 3.0;
    let lamp = [0.5 - 0.34 * side, 0.42];
    back.fill(|u, v| {
        // One lamp with a cone: its edge is soft, and falls off more slowly downwards.
        let (x, y) = (u - lamp[0], (v - lamp[1]) * if v > lamp[1] { 0.62 } else { 0.95 });
        let d = (x * x + y * y).sqrt();
        let pool = 1.0 / (1.0 + 3.4 * d * d);
        let cone = smooth(0.95, 0.35, d + 0.02 * (fbm(u * 2.0, v * 2.0, 2, seed) - 0.5));
        // The sweep, where wall becomes floor: it turns up to the lamp and is brighter.
        let sweep = 1.0 + 0.16 * smooth(1.30, 1.62, v);
        // The sitter's shadow on the paper, away from the lamp.
        let s = [(u - 0.5 - 0.17 * side) / 0.33, (v - 0.98) / 0.62];
        let shadow = 1.0 - 0.40 * smooth(1.25, 0.55, (s[0] * s[0] + s[1] * s[1]).sqrt());
        let fibre =
            1.0 + 0.03 * (noise(u * 160.0, v * 160.0, seed) - 0.5) + 0.05 * (fbm(u * 1.2, v * 5.0, 3, seed) - 0.5);
        let light = (0.26 + 0.36 * cone + 0.62 * pool) * sweep * shadow * fibre;
        // Paper in the shade is of a deeper colour, in the light of a paler one.
        let deep = scale(mix(colour, [mean; 3], -0.18).map(|c| c.at_least(0.0)), light);
        add(deep, [1.0, 0.97, 0.92], 0.05 * pool * cone)
    });
    back.blur(0.003);
    vignette(&mut back, 0.18);
    let tint = [colour[0].sqrt(), colour[1].sqrt(), colour[2].sqrt()];
    Art {
        look: Look {
            tint: tint.map(|t| 0.32 + 0.42 * t),
            key: [1.0, 0.97, 0.93],
            key_from: [-side, -0.6],
            rim: tint.map(|t| (0.45 + 0.55 * t).at_most(1.0)),
            shadow: 0.25,
            ..Look::default()
        },
        grain: 1.2,
        ..Art::of(back)
    }
}
