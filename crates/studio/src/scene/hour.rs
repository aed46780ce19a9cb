//! The light of a time of day in a weather, for places under the sky and for what windows let in.

use super::choices::{TimeOfDay, Weather};
use super::colour::{Rgb, add, hex, mix, ramp, scale};
use crate::Look;

/// Sky, sun and what they do to a face.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hour {
    /// From the top of the sky to the horizon.
    pub(crate) sky: [Rgb; 4],
    /// Direct light.
    pub(crate) sun: Rgb,
    /// Light in the shade.
    pub(crate) shade: Rgb,
    /// How much lamps count, 0..1.
    pub(crate) lamps: f32,
    /// Share of direct light that is left under the clouds, 0..1.
    pub(crate) clear: f32,
    pub(crate) look: Look,
}

impl Hour {
    pub(crate) fn of(time: TimeOfDay, weather: Weather) -> Self {
        let (sky, sun, shade, lamps, tint, key, rim) = match time {
            TimeOfDay::Dawn => (
                [0x004a_6691, 0x009f_a3c4, 0x00f0_bfb4, 0x00ff_dcc0],
                hex(0x00ff_c0a0),
                hex(0x0074_82a8),
                0.35,
                [0.62, 0.56, 0.60],
                [1.0, 0.86, 0.80],
                [1.0, 0.80, 0.76],
            ),
            TimeOfDay::Day => (
                [0x0038_7cc0, 0x0070_ade0, 0x00ab_d2ee, 0x00e2_eff4],
                hex(0x00ff_f4e0),
                hex(0x008f_a9c4),
                0.0,
                [0.64, 0.66, 0.66],
                [1.0, 0.97, 0.91],
                [0.92, 0.97, 1.0],
            ),
            TimeOfDay::Golden => (
                [0x0040_5c94, 0x008e_8aae, 0x00f2_b184, 0x00ff_d596],
                hex(0x00ff_b468),
                hex(0x006c_6f92),
                0.25,
                [0.74, 0.56, 0.44],
                [1.0, 0.82, 0.58],
                [1.0, 0.72, 0.42],
            ),
            TimeOfDay::Dusk => (
                [0x0016_2347, 0x0035_4677, 0x0078_6791, 0x00d8_8c7c],
                hex(0x00c0_8898),
                hex(0x003c_4a78),
                0.85,
                [0.46, 0.44, 0.56],
                [1.0, 0.84, 0.70],
                [0.62, 0.74, 1.0],
            ),
            TimeOfDay::Night => (
                [0x0005_091a, 0x000c_1530, 0x001a_2546, 0x0034_3a5c],
                hex(0x0088_a4d8),
                hex(0x0018_2240),
                1.0,
                [0.34, 0.36, 0.46],
                [1.0, 0.86, 0.72],
                [0.58, 0.76, 1.0],
            ),
        };
        let mut hour = Self {
            sky: sky.map(hex),
            sun,
            shade,
            lamps,
            clear: if time == TimeOfDay::Night { 0.25 } else { 1.0 },
            look: Look { tint, key, rim, shadow: 0.35, ..Look::default() },
        };
        let cover = match weather {
            Weather::Clear => 0.0,
            Weather::Wind => 0.15,
            Weather::Fog => 0.75,
            Weather::Snow => 0.7,
            Weather::Rain => 0.8,
        };
        if cover > 0.0 {
            let grey = |c: Rgb| {
                let mean = (c[0] + c[1] + c[2]) / 3.0;
                mix(c, [0.95 * mean, 0.99 * mean, 1.06 * mean], cover)
            };
            // Clouds hide the bright horizon: the sky becomes one tone.
            let one = grey(mix(hour.sky[1], hour.sky[2], 0.5));
            hour.sky = hour.sky.map(|c| mix(grey(c), one, 0.55 * cover));
            hour.sun = grey(hour.sun);
            hour.shade = add(grey(hour.shade), one, 0.25 * cover);
            hour.clear *= 1.0 - cover;
            hour.look.shadow *= 1.0 - 0.5 * cover;
        }
        hour
    }

    /// The sky at `t` from 0 (the top) to 1 (the horizon).
    pub(crate) fn sky_at(&self, t: f32) -> Rgb {
        ramp(&[(0.0, self.sky[0]), (0.45, self.sky[1]), (0.8, self.sky[2]), (1.0, self.sky[3])], t)
    }

    /// What comes through a window, as light of an area.
    pub(crate) fn window(&self, strength: f32) -> Rgb {
        scale(add(mix(self.sky[2], self.shade, 0.4), self.sun, 0.7 * self.clear), strength)
    }
}
