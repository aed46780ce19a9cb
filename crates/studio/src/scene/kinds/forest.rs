//! Tall trunks in layers of haze, a bright clearing, shafts of light, leaves at the edges.

use crate::Look;
use crate::scene::art::{beam, leaves, plane, ridge, vignette};
use crate::scene::colour::{Rgb, add, hex, mix, scale};
use crate::scene::motes::{Mote, Swarm};
use crate::scene::noise::{Rng, fbm, hash, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::{Plan, TimeOfDay, Weather};
use crate::scene::set::{Art, Gain};

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let (air, sun, bark, green, key): (Rgb, Rgb, Rgb, Rgb, [f32; 3]) = match plan.time {
        TimeOfDay::Golden | TimeOfDay::Dawn | TimeOfDay::Dusk => {
            (hex(0x0078_9450), hex(0x00ff_dc90), hex(0x0023_1a10), hex(0x003c_6a22), [1.0, 0.88, 0.62])
        }
        TimeOfDay::Day => (hex(0x0088_ab80), hex(0x00f6_ffd8), hex(0x0022_231a), hex(0x0047_7a2e), [1.0, 0.98, 0.86]),
        TimeOfDay::Night => (hex(0x002a_4660), hex(0x00a8_d0f0), hex(0x0008_0d14), hex(0x0012_2c30), [0.72, 0.86, 1.0]),
    };
    let bright = if plan.time == TimeOfDay::Night { 0.55 } else { 1.0 };
    let thick = if plan.weather == Weather::Fog { 0.75 } else { 0.0 };
    let at = [0.66, 0.34];
    back.fill(|u, v| {
        let d = ((u - at[0]) * (u - at[0]) + 0.6 * (v - at[1]) * (v - at[1])).sqrt();
        let foliage = fbm(u * 7.0, v * 7.0, 4, seed);
        let c = add(scale(air, 0.55 + 0.3 * foliage), sun, bright * (1.05 * smooth(0.60, 0.0, d) + 0.06));
        let c = mix(c, scale(green, 0.9 + foliage), 0.80 * smooth(0.40, 0.70, foliage) * smooth(0.1, 0.50, d));
        scale(c, 0.45 + 0.6 * smooth(1.75, 0.35, v))
    });
    for _ in 0..90 {
        let (u, v) = (rng.range(-0.05, 1.05), rng.range(-0.05, 0.85));
        let d = ((u - at[0]) * (u - at[0]) + (v - at[1]) * (v - at[1])).sqrt();
        let k = 0.05 + 0.30 * smooth(0.75, 0.0, d);
        back.bokeh(u, v, rng.range(0.010, 0.034), scale(sun, bright * k * rng.range(0.4, 1.0)));
    }
    let haze = add(scale(air, 0.80), sun, 0.20 * bright);
    let crown: Vec<Rgb> = [0.25, 0.5, 0.8, 0.35].iter().map(|k| mix(scale(green, *k), haze, 0.30)).collect();
    leaves(&mut back, 520, [-0.1, -0.1, 1.1, 0.34], [0.006, 0.022], &crown, &mut rng);
    back.blur(0.005);
    for depth in 0..4u32 {
        let near = depth as f32 / 3.0;
        trunks(&mut back, near, mix(bark, haze, (0.78 - 0.74 * near).max(0.45 * thick)), bark, seed + 31 * depth);
        let ground = 1.30 + 0.13 * near;
        let tone = mix(scale(green, 0.30), haze, (0.55 - 0.5 * near).max(0.4 * thick));
        ridge(
            &mut back,
            |u| ground + 0.07 * (fbm(u * 6.0, near * 9.0, 4, seed ^ 0x21) - 0.5) * (1.0 + near),
            0.012,
            |u, v, edge| scale(tone, 0.7 + 0.7 * noise(u * 40.0, v * 40.0, seed) * smooth(edge + 0.2, edge, v)),
        );
        back.blur(0.0035);
    }
    back.bloom(0.9, 0.04, 0.20);
    back.defocus(0.0105);
    vignette(&mut back, 0.5);
    let mut shafts = plane(&back, 0.8);
    for k in 0..6 {
        let x = 0.52 + 0.10 * k as f32 + rng.range(-0.03, 0.03);
        let reach = rng.range(0.9, 1.5);
        let w = rng.range(0.012, 0.04);
        let c = scale(sun, bright * rng.range(0.05, 0.13));
        beam(&mut shafts.paint, [x + 0.12, -0.1], [x - 0.42 * reach, reach], [w, 2.6 * w], c, seed ^ k);
    }
    shafts.gain = Gain::Breathe { period_s: 7.0, phase: 0.0, low: 0.62 };
    shafts.sway = [0.01, 11.0];
    let mut frame = plane(&back, 2.4);
    let tones = [scale(green, 0.10), scale(green, 0.28), scale(green, 0.05), mix(scale(green, 0.5), sun, 0.06)];
    leaves(&mut frame.paint, 240, [-0.10, -0.10, 0.20, 0.40], [0.008, 0.026], &tones, &mut rng);
    leaves(&mut frame.paint, 150, [0.80, -0.12, 1.10, 0.14], [0.008, 0.024], &tones, &mut rng);
    frame.paint.defocus(0.013);
    frame.sway = [0.005, 5.0];
    Art {
        back,
        planes: vec![shafts, frame],
        swarms: vec![Swarm::new(Mote::Dust, 80, [0.75 * key[0], 0.72 * key[1], 0.5 * key[2]], plan.seed)],
        ripple: None,
        front: Vec::new(),
        air: Vec::new(),
        look: Look {
            tint: [0.46, 0.52, 0.34],
            key,
            key_from: [0.55, -0.8],
            rim: [key[0], key[1], 0.9 * key[2]],
            shadow: 0.25,
            ..Look::default()
        },
        grain: 1.2,
    }
}

fn trunks(back: &mut Paint, near: f32, tone: Rgb, bark: Rgb, seed: u32) {
    let count = 9 - (near * 5.0) as i32;
    for i in 0..count {
        let mut u = (i as f32 + 0.15 + 0.7 * hash(i, 1, seed)) / count as f32 * 1.16 - 0.08;
        if near > 0.6 {
            // The nearest stand at the sides, where they frame.
            u = if u < 0.5 { 0.30 * u - 0.02 } else { 1.02 - 0.30 * (1.0 - u) };
        }
        let w = (0.014 + 0.075 * near * near) * (0.5 + 1.3 * hash(i, 2, seed));
        let lean = 0.16 * (hash(i, 3, seed) - 0.5);
        let foot = 1.34 + 0.16 * near;
        back.over([u - 2.5 * w - 0.1, -0.06, u + 2.5 * w + 0.1, foot], |x, v| {
            let centre = u + lean * (foot - v) * 0.5 + 0.2 * w * (noise(v * 3.0, i as f32, seed) - 0.5);
            let flare =
                1.0 + 0.9 * smooth(foot - 0.25, foot, v) * smooth(foot - 0.25, foot, v) - 0.15 * smooth(0.6, 0.0, v);
            let half = 0.5 * w * flare;
            let s = (x - centre) / half;
            let k = smooth(1.06, 0.94, s.abs());
            let rough = fbm(s * 2.0 + 5.0, v * 14.0, 3, seed ^ 0x8);
            // Light comes from the right and behind: a bright edge there.
            let edge = smooth(0.45, 1.0, s);
            let c = scale(tone, 0.62 + 0.6 * rough * (0.4 + 0.6 * near) + 0.25);
            (add(c, add(tone, bark, 1.0), 0.55 * edge * (0.4 + rough)), k)
        });
    }
}
