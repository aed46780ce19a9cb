//! Deep space: a nebula, stars, a ringed planet and a small moon.

use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::plane;
use crate::scene::colour::{Rgb, add, hex, mix, scale};
use crate::scene::motes::{Mote, Swarm};
use crate::scene::noise::{Rng, fbm, ridged, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::Plan;
use crate::scene::set::Art;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let (teal, rose, amber) = match rng.bits() % 3 {
        0 => (hex(0x0020_6f8c), hex(0x00a8_3f6a), hex(0x00ff_b070)),
        1 => (hex(0x0029_4fa0), hex(0x0085_3c9c), hex(0x00ff_9a8a)),
        _ => (hex(0x001f_7a74), hex(0x0096_4a3a), hex(0x00ff_cf80)),
    };
    back.fill(|u, v| {
        let (x, y) = (u * 1.5, v * 1.5);
        let warp = fbm(x + 4.0, y, 4, seed);
        let a = fbm(x + 1.6 * warp, y + 1.2 * warp, 5, seed ^ 1);
        let veins = ridged(x * 1.3 + warp, y * 1.3 - warp, 4, seed ^ 2);
        // A band across the picture from the lower left to the upper right.
        let across = (v - 1.25 + 0.85 * u) / 0.55;
        let band = smooth(1.15, 0.0, across.abs());
        let mut c = add(hex4(0.0035, 0.005, 0.014), teal, 0.22 * smooth(0.35, 0.8, a) + 0.10 * band);
        c = add(c, rose, 0.65 * band * smooth(0.42, 0.85, a) * (0.4 + 0.8 * veins));
        c = add(c, amber, 0.5 * band * band * smooth(0.55, 0.95, veins * (0.6 + 0.6 * a)));
        // Dust lanes in front.
        let dust = smooth(0.52, 0.72, fbm(x * 2.1 - warp, y * 2.1 + 9.0, 4, seed ^ 3));
        scale(c, 1.0 - 0.75 * dust * band)
    });
    for _ in 0..420 {
        let k = rng.unit();
        let tone = rng.pick(&[[1.0, 0.95, 0.9], [0.8, 0.9, 1.0], [1.0, 0.8, 0.6]]);
        let (u, v) = (rng.range(-0.05, 1.05), rng.range(-0.05, 1.83));
        back.glow(u, v, 0.0026 + 0.003 * k * k * k, scale(tone, 0.15 + 1.6 * k * k * k));
    }
    for _ in 0..5 {
        let (u, v) = (rng.range(0.0, 1.0), rng.range(0.0, 0.7));
        back.glow(u, v, 0.012, [1.6, 1.6, 1.8]);
        back.glow(u, v, 0.05, scale(teal, 0.35));
    }
    let mut planet = plane(&back, 1.9);
    let right = rng.unit() < 0.5;
    let cu = if right { 0.90 } else { 0.10 };
    globe(&mut planet.paint, [cu, 0.27], 0.27, if right { -1.0 } else { 1.0 }, [rose, amber], true, seed ^ 5);
    let mut moon = plane(&back, 3.0);
    let mu = if right { 0.11 } else { 0.89 };
    let grey = [hex(0x0045_4a55), hex(0x00bd_b8ac)];
    globe(&mut moon.paint, [mu, 0.86], 0.055, if right { -1.0 } else { 1.0 }, grey, false, seed ^ 6);
    Art {
        back,
        planes: vec![planet, moon],
        swarms: vec![Swarm::new(Mote::Star, 90, [0.75, 0.8, 0.9], plan.seed)],
        ripple: None,
        front: Vec::new(),
        air: Vec::new(),
        look: Look {
            tint: [0.30, 0.30, 0.42],
            key: [1.0, 0.88, 0.80],
            key_from: [if right { -0.8 } else { 0.8 }, -0.5],
            rim: [0.55, 0.78, 1.0],
            shadow: 0.0,
            ..Look::default()
        },
        grain: 1.4,
    }
}

fn hex4(r: f32, g: f32, b: f32) -> Rgb {
    [r, g, b]
}

/// A lit ball with bands or craters, air at its edge and, if asked for, a ring around it.
fn globe(paint: &mut Paint, [cu, cv]: [f32; 2], r: f32, sun: f32, [low, high]: [Rgb; 2], giant: bool, seed: u32) {
    let light = [0.72 * sun, -0.45, 0.53];
    let ring = |paint: &mut Paint, front: bool| {
        let tilt = 0.28;
        paint.over([cu - 2.2 * r, cv - r, cu + 2.2 * r, cv + r], |u, v| {
            let (x, y) = (u - cu, v - cv);
            // Turned a little, then flattened.
            let (x, y) = (0.966 * x + 0.259 * y * sun, 0.966 * y - 0.259 * x * sun);
            if (y > 0.0) != front {
                return ([0.0; 3], 0.0);
            }
            let d = (x * x + y * y / (tilt * tilt)).sqrt() / r;
            let grooves = 0.55 + 0.45 * fbm(d * 22.0, 0.5, 3, seed ^ 9);
            let a = smooth(1.32, 1.40, d)
                * smooth(2.06, 1.92, d)
                * grooves
                * (1.0 - 0.75 * smooth(0.02, 0.0, (d - 1.72).abs()));
            let behind = if x * sun < 0.0 && !front { smooth(1.15 * r, 0.85 * r, (x * x + y * y).sqrt()) } else { 0.0 };
            (scale(mix(low, high, 0.65 + 0.3 * grooves), 0.75 * (1.0 - 0.85 * behind)), 0.8 * a)
        });
    };
    if giant {
        ring(paint, false);
    }
    let air = if giant { high } else { [0.1, 0.1, 0.1] };
    paint.light([cu - 1.5 * r, cv - 1.5 * r, cu + 1.5 * r, cv + 1.5 * r], |u, v| {
        let (x, y) = ((u - cu) / r, (v - cv) / r);
        let d = (x * x + y * y).sqrt();
        let facing = ((x * light[0] + y * light[1]) / d.at_least(1e-3)).at_least(0.0);
        scale(air, 0.35 * facing * smooth(1.35, 1.0, d) * smooth(1.35, 1.0, d))
    });
    paint.over([cu - r, cv - r, cu + r, cv + r], |u, v| {
        let (x, y) = ((u - cu) / r, (v - cv) / r);
        let d2 = x * x + y * y;
        if d2 > 1.02 {
            return ([0.0; 3], 0.0);
        }
        let z = (1.0 - d2).at_least(0.0).sqrt();
        let facing = (x * light[0] + y * light[1] + z * light[2]).at_least(0.0);
        let (lx, ly) = (0.966 * x + 0.259 * y * sun, 0.966 * y - 0.259 * x * sun);
        let tone = if giant {
            let swirl = fbm(lx * 2.5, ly * 7.0, 4, seed);
            fbm(1.2 * swirl, ly * 6.5 + 1.4 * swirl, 4, seed ^ 4)
        } else {
            fbm(lx * 3.0, ly * 3.0, 5, seed)
        };
        let ground = mix(low, high, smooth(0.25, 0.75, tone));
        let rim = (1.0 - z) * (1.0 - z);
        let c = add(scale(ground, 0.012 + 1.15 * facing), air, 0.45 * rim * facing);
        (c, smooth(1.0 + 0.012, 1.0 - 0.012, d2.sqrt()))
    });
    if giant {
        ring(paint, true);
    }
}
