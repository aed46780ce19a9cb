//! Made traces for tests: smooth movements that never come again, and a camera's noise.

use super::Glimpse;

/// Someone who moves as people do for `seconds`, with a glimpse every `every_ms`: sums of waves whose ratios are
/// irrational, and noise.
pub(crate) fn live(seconds: f32, every_ms: u32) -> Vec<Glimpse> {
    (0..(seconds * 1000.0) as u32 / every_ms)
        .map(|i| {
            let at_ms = i * every_ms;
            let t = at_ms as f32 / 1000.0;
            let wave = |hz: f32, phase: f32| (std::f32::consts::TAU * hz * t + phase).sin();
            let g = Glimpse {
                at_ms,
                x: 0.5 + 0.010 * wave(0.131, 0.3) + 0.006 * wave(0.317, 2.0),
                y: 0.4 + 0.008 * wave(0.173, 1.1) + 0.004 * wave(0.413, 0.2),
                size: 0.18 + 0.004 * wave(0.097, 0.7),
                yaw_deg: 9.0 * wave(0.119, 0.0) + 5.0 * wave(0.277, 1.4),
                pitch_deg: 4.0 * wave(0.141, 0.9) + 2.0 * wave(0.353, 2.2),
                roll_deg: 2.0 * wave(0.083, 0.5) + wave(0.229, 1.9),
                eyes_open: 0.7,
                mouth_open: 0.05 + 0.04 * wave(0.191, 2.7),
                mouth_width: 0.84 + 0.03 * wave(0.151, 1.3),
                brows: 0.3,
                width: 1.0,
            };
            noise(&g, at_ms)
        })
        .collect()
}

/// A camera's noise on the landmarks.
pub(crate) fn noise(g: &Glimpse, seed: u32) -> Glimpse {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    let mut next = |amount: f32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        amount * ((state >> 8) as f32 / 8_388_608.0 - 1.0)
    };
    Glimpse {
        at_ms: g.at_ms,
        x: g.x + next(0.0004),
        y: g.y + next(0.0004),
        size: g.size + next(0.0003),
        yaw_deg: g.yaw_deg + next(0.3),
        pitch_deg: g.pitch_deg + next(0.3),
        roll_deg: g.roll_deg + next(0.15),
        eyes_open: g.eyes_open + next(0.02),
        mouth_open: g.mouth_open + next(0.003),
        mouth_width: g.mouth_width + next(0.004),
        brows: g.brows + next(0.003),
        width: g.width + next(0.004),
    }
}
