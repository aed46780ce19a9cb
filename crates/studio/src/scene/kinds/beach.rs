//! The sea from the shore: a low sun, its path on the water, wet sand, palm leaves at the edge.

use crate::Look;
use crate::math::Bound as _;
use crate::scene::art::{clouds, plane, vignette};
use crate::scene::colour::{Rgb, add, hex, mix, ramp, scale};
use crate::scene::motes::{Mote, Swarm};
use crate::scene::noise::{Rng, fbm, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::{Plan, TimeOfDay};
use crate::scene::set::{Art, Ripple};

struct Light {
    sky: [(f32, Rgb); 5],
    sun: Rgb,
    sun_at: [f32; 2],
    sun_r: f32,
    cloud: [Rgb; 2],
    sea: Rgb,
    sand: Rgb,
    leaf: Rgb,
    look: Look,
}

const HORIZON: f32 = 0.86;
const SHORE: f32 = 1.36;

fn light(time: TimeOfDay, side: f32) -> Light {
    let look = Look { key_from: [side - 0.5, -0.35], ..Look::default() };
    match time {
        TimeOfDay::Golden | TimeOfDay::Dawn | TimeOfDay::Dusk => Light {
            sky: [
                (-0.1, hex(0x0027_3a6b)),
                (0.30, hex(0x0068_5f92)),
                (0.58, hex(0x00e0_8873)),
                (0.76, hex(0x00fb_b26b)),
                (HORIZON, hex(0x00ff_d88f)),
            ],
            sun: hex(0x00ff_dfa0),
            sun_at: [side, 0.745],
            sun_r: 0.062,
            cloud: [hex(0x006b_5780), hex(0x00ff_a67c)],
            sea: hex(0x0020_4a5e),
            sand: hex(0x00c8_8f66),
            leaf: hex(0x0017_1a18),
            look: Look {
                tint: [0.80, 0.58, 0.48],
                key: [1.0, 0.80, 0.56],
                rim: [1.0, 0.72, 0.42],
                shadow: 0.30,
                ..look
            },
        },
        TimeOfDay::Day => Light {
            sky: [
                (-0.1, hex(0x002f_7fc9)),
                (0.35, hex(0x0063_aee3)),
                (0.62, hex(0x009f_d2ef)),
                (0.78, hex(0x00cf_e9f5)),
                (HORIZON, hex(0x00e9_f4f6)),
            ],
            sun: hex(0x00ff_f6dd),
            sun_at: [side, 0.10],
            sun_r: 0.05,
            cloud: [hex(0x00b9_cbdd), hex(0x00ff_ffff)],
            sea: hex(0x0015_8c9b),
            sand: hex(0x00ec_d4a6),
            leaf: hex(0x0027_4a22),
            look: Look {
                tint: [0.66, 0.72, 0.76],
                key: [1.0, 0.97, 0.90],
                rim: [0.85, 0.95, 1.0],
                shadow: 0.35,
                ..look
            },
        },
        TimeOfDay::Night => Light {
            sky: [
                (-0.1, hex(0x0008_0f22)),
                (0.35, hex(0x0010_1f3f)),
                (0.62, hex(0x001d_3560)),
                (0.78, hex(0x002f_4c78)),
                (HORIZON, hex(0x0048_658c)),
            ],
            sun: hex(0x00e9_eeff),
            sun_at: [side, 0.34],
            sun_r: 0.05,
            cloud: [hex(0x0014_2038), hex(0x005d_7499)],
            sea: hex(0x0009_1d33),
            sand: hex(0x0046_4c5c),
            leaf: hex(0x0003_060a),
            look: Look {
                tint: [0.30, 0.38, 0.52],
                key: [0.78, 0.86, 1.0],
                rim: [0.70, 0.82, 1.0],
                shadow: 0.25,
                ..look
            },
        },
    }
}

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let side = if rng.unit() < 0.5 { rng.range(0.10, 0.22) } else { rng.range(0.78, 0.90) };
    let l = light(plan.time, side);
    let [su, sv] = l.sun_at;
    let sky = |u: f32, v: f32| {
        let d = ((u - su) * (u - su) + (v - sv) * (v - sv)).sqrt();
        let halo = 0.55 * smooth(0.55, 0.0, d) * smooth(0.55, 0.0, d) + 0.25 * smooth(0.9, 0.0, d);
        add(ramp(&l.sky, v), l.sun, halo)
    };
    back.fill(sky);
    let cover = if plan.weather == crate::scene::Weather::Clear { 0.50 } else { 0.72 };
    clouds(&mut back, [-0.05, HORIZON - 0.02], cover, l.cloud, seed);
    back.light([su - 0.3, sv - 0.3, su + 0.3, sv + 0.3], |u, v| {
        let d = ((u - su) * (u - su) + (v - sv) * (v - sv)).sqrt();
        let disc = smooth(l.sun_r, l.sun_r * 0.86, d);
        scale(l.sun, if plan.time == TimeOfDay::Night { 1.6 } else { 3.6 } * disc)
    });
    sea(&mut back, &l, seed, sky);
    sand(&mut back, &l, seed, sky);
    back.bloom(1.2, 0.035, 0.14);
    back.defocus(0.0062);
    vignette(&mut back, 0.35);
    let mut palm = plane(&back, 2.2);
    palm_leaves(&mut palm.paint, if side < 0.5 { 1.06 } else { -0.06 }, l.leaf, &mut rng);
    palm.paint.defocus(0.008);
    palm.sway = [0.006, 4.5];
    let mut swarms = vec![Swarm::new(
        Mote::Glint { u: su, band: [HORIZON + 0.004, SHORE - 0.04] },
        130,
        {
            let s = l.sun;
            [s[0].at_most(1.0), s[1].at_most(1.0), s[2].at_most(1.0)]
        },
        plan.seed,
    )];
    if plan.time == TimeOfDay::Night {
        swarms.push(Swarm::new(Mote::Star, 60, [0.6, 0.65, 0.8], plan.seed));
    }
    Art {
        back,
        planes: vec![palm],
        swarms,
        ripple: Some(Ripple { from: HORIZON + 0.005, to: SHORE + 0.03, strength: 0.006, waves: 9.0 }),
        front: Vec::new(),
        air: Vec::new(),
        look: l.look,
        grain: 1.2,
    }
}

fn sea(back: &mut Paint, l: &Light, seed: u32, sky: impl Fn(f32, f32) -> Rgb) {
    let all = back.all();
    let [su, _] = l.sun_at;
    back.over([all[0], HORIZON - 0.01, all[2], SHORE + 0.1], |u, v| {
        let near = ((v - HORIZON) / (SHORE - HORIZON)).clamp(0.001, 1.2);
        // Perspective: waves are short and flat far away.
        let (x, y) = ((u - 0.5) * 3.2 / (0.10 + near), 4.2 / (0.10 + near));
        let swell = fbm(x * 0.8, y * 2.0, 4, seed ^ 0x77);
        let crest = smooth(0.52, 0.72, swell);
        let mirror = sky(u + 0.04 * (swell - 0.5), 2.0 * HORIZON - v - 0.10 - 0.35 * swell * near);
        let facing = 0.80 - 0.42 * near - 0.25 * (swell - 0.5);
        let mut c = mix(scale(l.sea, 0.75 + 0.5 * swell), mirror, facing.clamp(0.15, 0.95));
        let path = (1.0 - ((u - su) / (0.05 + 0.22 * near)).abs()).at_least(0.0);
        c = add(c, l.sun, path * path * (0.25 + 1.2 * crest));
        c = add(c, [0.9, 0.95, 1.0], 0.05 * crest * near);
        (c, smooth(HORIZON - 0.003, HORIZON + 0.003, v))
    });
}

fn sand(back: &mut Paint, l: &Light, seed: u32, sky: impl Fn(f32, f32) -> Rgb) {
    let all = back.all();
    back.over([all[0], SHORE - 0.1, all[2], all[3]], |u, v| {
        let edge = SHORE + 0.035 * (fbm(u * 2.0, 0.3, 3, seed ^ 0x33) - 0.5) + 0.02 * libm::sinf(5.0 * u + 1.0);
        let k = smooth(edge - 0.006, edge + 0.006, v);
        let wet = smooth(edge + 0.13, edge, v);
        let grain = 0.86 + 0.28 * noise(u * 60.0, v * 38.0, seed) * fbm(u * 4.0, v * 9.0, 3, seed);
        let dry = scale(l.sand, grain * (0.55 + 0.2 * smooth(edge, edge + 0.4, v)));
        let shine = mix(scale(dry, 0.5), sky(u, HORIZON - (v - edge) * 1.6), 0.55);
        (mix(dry, shine, wet), k)
    });
    // Foam where the water ends.
    back.over([all[0], SHORE - 0.08, all[2], SHORE + 0.08], |u, v| {
        let edge = SHORE + 0.035 * (fbm(u * 2.0, 0.3, 3, seed ^ 0x33) - 0.5) + 0.02 * libm::sinf(5.0 * u + 1.0);
        let lace = smooth(0.42, 0.62, fbm(u * 22.0, v * 40.0, 3, seed ^ 0x99));
        let a = smooth(0.016, 0.0, (v - edge).abs()) + 0.6 * lace * smooth(0.05, 0.0, (v - edge + 0.045).abs());
        (mix(l.sun, [0.95, 0.97, 1.0], 0.5), 0.75 * a.at_most(1.0))
    });
}

/// Fronds that hang in from a top corner at `u`.
fn palm_leaves(paint: &mut Paint, u: f32, leaf: Rgb, rng: &mut Rng) {
    let inward = if u > 0.5 { -1.0 } else { 1.0 };
    for k in 0..7 {
        let reach = rng.range(0.30, 0.46);
        let angle = -0.5 + 0.38 * k as f32 + rng.range(-0.08, 0.08);
        let (ca, sa) = (libm::cosf(angle), libm::sinf(angle));
        let (mut x, mut y) = (u, 0.02);
        let steps = 18;
        for s in 0..steps {
            let t = s as f32 / steps as f32;
            let (nx, ny) = (u + inward * reach * t * ca, 0.02 + reach * (t * sa + 0.75 * t * t));
            paint.stroke([x, y], [nx, ny], 0.010 * (1.0 - t) + 0.003, 0.009 * (1.0 - t) + 0.002, leaf, 0.97);
            let (tx, ty) = (nx - x, ny - y);
            let len = (tx * tx + ty * ty).sqrt().at_least(1e-4);
            let leaf_len = 0.17 * (1.0 - 0.75 * t) * smooth(0.0, 0.15, t + 0.05);
            for dir in [-1.0, 1.0] {
                // Leaflets point along the rib and sag.
                let (px, py) = (-ty / len * dir, tx / len * dir);
                let tip =
                    [nx + leaf_len * (0.62 * tx / len + 0.6 * px), ny + leaf_len * (0.62 * ty / len + 0.6 * py + 0.35)];
                paint.stroke([nx, ny], tip, 0.011, 0.001, leaf, 0.93);
            }
            (x, y) = (nx, ny);
        }
    }
}
