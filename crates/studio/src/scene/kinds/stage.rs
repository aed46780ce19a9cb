//! A theatre stage: red velvet, a valance with gold, a spot light from the left and dust in its beam.

use crate::Look;
use crate::scene::art::{beam, plane, vignette};
use crate::scene::colour::{add, hex, mix, scale};
use crate::scene::motes::{Mote, Swarm};
use crate::scene::noise::{Rng, fbm, noise, smooth};
use crate::scene::paint::Paint;
use crate::scene::plan::Plan;
use crate::scene::set::{Art, Gain};

pub(crate) fn paint(mut back: Paint, plan: &Plan) -> Art {
    let mut rng = Rng::new(plan.seed);
    let seed = rng.bits() as u32;
    let (deep, velvet, bright) = (hex(0x0026_0508), hex(0x009c_1a1c), hex(0x00e8_4a33));
    let (gold, warm) = (hex(0x00d9_a441), hex(0x00ff_dca0));
    let floor = 0.86 * back.tall;
    back.fill(|u, v| {
        // Folds of cloth: wider and straighter than a sine, a little different each, gathered towards the bottom.
        let wander = 0.5 * (fbm(u * 3.0, v * 0.5, 3, seed) - 0.5) + 0.10 * (noise(u * 9.0, v * 0.9, seed + 5) - 0.5);
        let phase = (u + 0.12 * wander) * 11.0;
        let fold = 0.5 + 0.5 * libm::sinf(core::f32::consts::TAU * phase);
        let fine = 0.5 + 0.5 * libm::sinf(core::f32::consts::TAU * (2.0 * phase + 0.3 + wander));
        let shape = 0.8 * fold * fold + 0.2 * fine;
        let pool = (u - 0.5) * (u - 0.5) / 0.20 + (v - 0.80) * (v - 0.80) / 0.62;
        let lit = 0.10 + 1.15 * smooth(1.25, 0.0, pool);
        let cloth = mix(deep, velvet, 0.10 + 0.9 * shape);
        // Velvet is bright where it turns away: a thin sheen on the flank of each fold.
        let sheen = smooth(0.55, 0.95, fold) * smooth(1.0, 0.85, fold);
        let c = add(cloth, bright, 0.35 * sheen);
        scale(c, lit)
    });
    // Boards that run to a point behind the wall, with the pool of the spot on them.
    let all = back.all();
    back.over([all[0], floor, all[2], all[3]], |u, v| {
        let depth = (v - floor) / (back_tall(all) - floor);
        let x = (u - 0.5) / (0.45 + 0.9 * depth) * 7.0;
        let edge = (x - libm::floorf(x) - 0.5).abs();
        let plank = hash_tone(libm::floorf(x) as i32, seed);
        let grain = 0.8 + 0.4 * noise(x * 9.0, depth * 5.0, seed);
        let pool = (u - 0.5) * (u - 0.5) / 0.16 + (v - floor - 0.10) * (v - floor - 0.10) / 0.02;
        let light = 0.14 + 1.0 * smooth(1.4, 0.0, pool);
        let wood = mix(hex(0x003a_2014), hex(0x0085_5230), plank);
        let gap = smooth(0.5, 0.44, edge);
        (scale(times_warm(wood, warm), light * grain * gap), smooth(floor, floor + 0.012, v))
    });
    // Shadow where cloth meets boards.
    back.over([all[0], floor - 0.05, all[2], floor + 0.04], |_, v| {
        ([0.006, 0.002, 0.002], 0.7 * smooth(0.05, 0.0, (v - floor).abs()))
    });
    valance(&mut back, deep, velvet, gold, seed);
    back.bloom(0.8, 0.03, 0.12);
    back.defocus(0.0068);
    vignette(&mut back, 0.66);
    let mut spot = plane(&back, 0.6);
    beam(&mut spot.paint, [0.02, -0.10], [0.50, 1.05], [0.05, 0.34], scale(warm, 0.16), seed);
    beam(&mut spot.paint, [1.02, -0.06], [0.52, 1.15], [0.04, 0.26], scale(hex(0x00ff_b27a), 0.08), seed + 9);
    spot.paint.glow(0.03, -0.02, 0.26, scale(warm, 0.9));
    spot.paint.glow(1.0, 0.0, 0.18, scale(hex(0x00ff_b27a), 0.45));
    spot.gain = Gain::Breathe { period_s: 5.5, phase: 0.1, low: 0.86 };
    spot.sway = [0.008, 9.0];
    Art {
        back,
        planes: vec![spot],
        swarms: vec![Swarm::new(Mote::Dust, 70, [0.55, 0.45, 0.30], plan.seed)],
        ripple: None,
        front: Vec::new(),
        air: Vec::new(),
        look: Look {
            tint: [0.62, 0.36, 0.30],
            key: [1.0, 0.92, 0.78],
            key_from: [-0.6, -0.8],
            rim: [1.0, 0.62, 0.42],
            shadow: 0.55,
            ..Look::default()
        },
        grain: 1.3,
    }
}

fn back_tall(all: [f32; 4]) -> f32 {
    all[3]
}

fn hash_tone(i: i32, seed: u32) -> f32 {
    crate::scene::noise::hash(i, 7, seed)
}

fn times_warm(c: [f32; 3], warm: [f32; 3]) -> [f32; 3] {
    crate::scene::colour::times(c, warm)
}

/// Swags across the top, each a hanging curve with its own folds and a gold braid.
fn valance(back: &mut Paint, deep: [f32; 3], velvet: [f32; 3], gold: [f32; 3], seed: u32) {
    let all = back.all();
    back.over([all[0], all[1], all[2], 0.30], |u, v| {
        let s = (u + 0.05) * 2.7272;
        let f = s - libm::floorf(s);
        let sag = 0.115 + 0.085 * libm::sinf(core::f32::consts::PI * f);
        let k = smooth(sag + 0.003, sag - 0.003, v);
        if k <= 0.0 {
            // The swag's shadow on the curtain.
            return ([0.0; 3], 0.55 * smooth(sag + 0.07, sag, v));
        }
        let drape = v - (sag - 0.115) * (0.4 + 2.4 * v);
        let fold = 0.5 + 0.5 * libm::sinf(62.0 * drape + 1.5 * noise(u * 4.0, v * 6.0, seed));
        let mut c = scale(mix(deep, velvet, 0.15 + 0.75 * fold * fold), 0.34 + 0.4 * smooth(-0.05, 0.2, v));
        let braid = smooth(0.010, 0.006, (v - sag + 0.016).abs());
        let fringe = smooth(0.0, 0.004, v - sag + 0.012) * (0.6 + 0.4 * libm::sinf(900.0 * u));
        c = mix(c, scale(gold, 0.65), braid.max(0.7 * fringe));
        (c, k)
    });
}
