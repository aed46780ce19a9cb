//! Nobody stands quite still: a slow, smooth wandering of the head that never repeats.

use crate::shapes::Mix;

/// How far the head wanders: yaw, pitch and roll in degrees, place in eye distances.
const REACH: [f32; 5] = [2.2, 1.6, 1.8, 0.07, 0.05];
/// Seconds between two points of the slow and of the quick part, and how strong each is.
const PARTS: [(f32, f32); 2] = [(2.3, 0.75), (0.83, 0.25)];

/// The wandering of one film.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sway {
    seed: u64,
}

impl Sway {
    /// The same words wander in the same way.
    pub(crate) fn new(words: &[&str]) -> Self {
        // FNV-1a.
        let mix = |h: u64, b: u8| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
        let seed = words.iter().flat_map(|w| w.bytes().chain([b' '])).fold(0xcbf2_9ce4_8422_2325, mix);
        Self { seed }
    }

    pub(crate) fn add(&self, mix: &mut Mix, t_s: f32) {
        let [yaw, pitch, roll, x, y]: [f32; 5] = std::array::from_fn(|k| REACH[k] * self.wander(k, t_s));
        mix.yaw_deg += yaw;
        mix.pitch_deg += pitch;
        mix.roll_deg += roll;
        mix.sway = [mix.sway[0] + x, mix.sway[1] + y];
    }

    /// Value noise from -1 to 1 for one way of moving.
    fn wander(&self, which: usize, t_s: f32) -> f32 {
        let part = |(step_s, weight): (f32, f32), n: usize| {
            // Each way of moving turns at other moments.
            let t = t_s / step_s + 0.37 * which as f32;
            let (whole, part) = (t.floor() as u64, t.fract());
            let at = |i: u64| self.number(i, 8 * which as u64 + n as u64);
            let smooth = part * part * part * (part * (6.0 * part - 15.0) + 10.0);
            weight * (at(whole) + (at(whole + 1) - at(whole)) * smooth)
        };
        PARTS.into_iter().enumerate().map(|(n, p)| part(p, n)).sum()
    }

    /// An even number from -1 to 1 (splitmix64).
    fn number(&self, i: u64, which: u64) -> f32 {
        let mut z = self.seed.wrapping_add((i + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_add(which << 40);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 40) as f32 / (1u64 << 23) as f32 - 1.0
    }
}
