//! A dance floor: a mirror ball, beams through haze, spots that travel, lit tiles.

use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::{beam, plane, vignette};
use crate::scene::colour::{Rgb, add, hex, mix, scale};
use crate::scene::motes::{Mote, Swarm};
use crate::scene::noise::{Rng, fbm, hash, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::Plan;
use crate::scene::set::{Art, Gain};

const FLOOR: f32 = 1.34;

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let lights: [Rgb; 4] = [hex(0x00ff_3f6e), hex(0x00ff_b02e), hex(0x002e_c8ff), hex(0x0047_ff9a)];
    back.fill(|u, v| {
        let smoke = fbm(u * 2.6, v * 2.2, 4, seed);
        let mut c = [0.010, 0.007, 0.012];
        c = add(
            c,
            lights[0],
            0.11 * smooth(0.9, 0.0, ((u + 0.05) * (u + 0.05) + 0.5 * (v - 0.9) * (v - 0.9)).sqrt()) * (0.4 + smoke),
        );
        c = add(
            c,
            lights[2],
            0.11 * smooth(0.9, 0.0, ((u - 1.05) * (u - 1.05) + 0.5 * (v - 0.8) * (v - 0.8)).sqrt()) * (0.4 + smoke),
        );
        add(
            c,
            lights[1],
            0.10 * smooth(0.55, 0.0, ((u - 0.5) * (u - 0.5) + (v - FLOOR) * (v - FLOOR) * 1.4).sqrt()) * (0.4 + smoke),
        )
    });
    // Lamps on the wall, out of focus.
    for _ in 0..40 {
        let (u, v) = (rng.range(-0.05, 1.05), rng.range(0.05, FLOOR - 0.05));
        let c = rng.pick(&lights);
        back.bokeh(u, v, rng.range(0.012, 0.032), scale(c, rng.range(0.05, 0.24)));
    }
    tiles(&mut back, &lights, seed);
    back.bloom(0.6, 0.035, 0.16);
    back.defocus(0.007);
    vignette(&mut back, 0.5);
    let mut planes = Vec::new();
    // Two pairs of beams that sway against one another.
    for pair in 0..2 {
        let mut rays = plane(&back, 0.8);
        for k in [pair, pair + 2] {
            let c = lights[k];
            let u = 0.10 + 0.27 * k as f32;
            let to = [0.5 + 0.62 * (0.5 - u) + rng.range(-0.15, 0.15), FLOOR + 0.05];
            beam(&mut rays.paint, [u, -0.08], to, [0.012, 0.14], scale(c, 0.34), seed ^ k as u32);
            rays.paint.glow(u, -0.02, 0.12, scale(c, 0.8));
        }
        rays.sway = [if pair == 0 { 0.035 } else { -0.035 }, 4.0 + 1.3 * pair as f32];
        rays.gain = Gain::Breathe { period_s: 1.9 + 0.7 * pair as f32, phase: 0.4 * pair as f32, low: 0.3 };
        planes.push(rays);
    }
    let side = if rng.unit() < 0.5 { 0.22 } else { 0.78 };
    let mut ball = plane(&back, 1.4);
    mirror_ball(&mut ball.paint, [side, 0.21], 0.135, &lights, seed);
    planes.push(ball);
    Art {
        back,
        planes,
        swarms: vec![
            Swarm::new(Mote::Spot, 42, [0.55, 0.5, 0.55], plan.seed),
            Swarm::new(Mote::Dust, 40, [0.45, 0.4, 0.5], plan.seed ^ 1),
        ],
        ripple: None,
        front: Vec::new(),
        air: Vec::new(),
        look: Look {
            tint: [0.44, 0.30, 0.44],
            key: [1.0, 0.82, 0.80],
            key_from: [-0.5, -0.8],
            rim: [0.45, 0.80, 1.0],
            shadow: 0.3,
            ..Look::default()
        },
        grain: 1.4,
    }
}

/// Squares of glass lit from below, in perspective.
fn tiles(back: &mut Paint, lights: &[Rgb; 4], seed: u32) {
    let all = back.all();
    back.over([all[0], FLOOR, all[2], all[3]], |u, v| {
        let depth = 0.16 / (v - FLOOR + 0.07);
        let (x, y) = ((u - 0.5) * depth * 3.4, depth * 3.0);
        let (xi, yi) = (libm::floorf(x), libm::floorf(y));
        let (fx, fy) = ((x - xi - 0.5).abs(), (y - yi - 0.5).abs());
        let pick = hash(xi as i32, yi as i32, seed);
        let c = lights[(pick * 4.0) as usize % 4];
        let on = 0.10 + 0.75 * hash(xi as i32, yi as i32, seed ^ 0x7);
        let inside = smooth(0.47, 0.40, fx) * smooth(0.47, 0.40, fy);
        let soft = 0.55 + 0.45 * smooth(0.5, 0.0, (fx * fx + fy * fy).sqrt());
        let far = smooth(FLOOR, FLOOR + 0.12, v);
        (
            mix([0.01, 0.008, 0.012], scale(c, 0.42 * on * soft), inside * (0.3 + 0.7 * far)),
            smooth(FLOOR, FLOOR + 0.01, v),
        )
    });
}

fn mirror_ball(paint: &mut Paint, [cu, cv]: [f32; 2], r: f32, lights: &[Rgb; 4], seed: u32) {
    paint.stroke([cu, -0.06], [cu, cv - r], 0.005, 0.005, [0.05, 0.05, 0.06], 1.0);
    paint.over([cu - r, cv - r, cu + r, cv + r], |u, v| {
        let (x, y) = ((u - cu) / r, (v - cv) / r);
        let d2 = x * x + y * y;
        if d2 > 1.03 {
            return ([0.0; 3], 0.0);
        }
        let z = (1.0 - d2).at_least(0.0).sqrt();
        // Facets: rows of latitude, each cut into squares.
        let lat = libm::asinf(y.clamp(-1.0, 1.0));
        let rows = 15.0;
        let row = libm::floorf(lat / core::f32::consts::PI * rows);
        let ring = libm::cosf((row + 0.5) / rows * core::f32::consts::PI).at_least(0.08);
        let lon = libm::atan2f(x, z.at_least(1e-3)) / core::f32::consts::TAU * 30.0 * ring;
        let cell = libm::floorf(lon);
        let (fx, fy) = ((lon - cell - 0.5).abs(), (lat / core::f32::consts::PI * rows - row - 0.5).abs());
        let tile = smooth(0.50, 0.42, fx) * smooth(0.50, 0.42, fy);
        let n = hash(cell as i32, row as i32, seed);
        let facing = (-0.5 * x - 0.65 * y + 0.57 * z).at_least(0.0);
        let hue = lights[(hash(cell as i32, row as i32, seed ^ 3) * 4.0) as usize % 4];
        let flash = if n > 0.88 { 2.6 } else { 0.0 };
        let grey = 0.02 + 0.50 * n * n * facing * facing + 0.05 * n;
        let c = add(
            add([grey * 0.92, grey * 0.95, grey], hue, 0.22 * n * (0.3 + 0.7 * facing)),
            [1.0, 0.97, 0.92],
            flash * facing,
        );
        (scale(c, 0.15 + 0.85 * tile), smooth(1.01, 0.98, d2.sqrt()))
    });
    for k in 0..5 {
        let a = 1.3 * k as f32 + 0.4;
        let (u, v) = (cu + 0.6 * r * libm::cosf(a), cv + 0.55 * r * libm::sinf(a));
        paint.glow(u, v, 0.030, [0.35, 0.34, 0.33]);
        paint.glow(u, v, 0.010, [2.2, 2.1, 2.0]);
    }
    paint.glow(cu, cv, 2.6 * r, [0.10, 0.08, 0.09]);
}
