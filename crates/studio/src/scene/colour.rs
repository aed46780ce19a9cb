//! Colours in linear light, and the way from light to the eight bits of a picture.

use super::noise::lerp;

/// Linear red, green, blue; 1 is white paper in full light, more is brighter.
pub(crate) type Rgb = [f32; 3];

/// A colour written as sRGB, `0xRRGGBB`.
pub(crate) fn hex(code: u32) -> Rgb {
    let channel = |shift: u32| {
        let c = ((code >> shift) & 0xff) as f32 / 255.0;
        if c <= 0.04045 { c / 12.92 } else { libm::powf((c + 0.055) / 1.055, 2.4) }
    };
    [channel(16), channel(8), channel(0)]
}

pub(crate) fn mix(a: Rgb, b: Rgb, t: f32) -> Rgb {
    [lerp(a[0], b[0], t), lerp(a[1], b[1], t), lerp(a[2], b[2], t)]
}

pub(crate) fn scale(a: Rgb, k: f32) -> Rgb {
    [a[0] * k, a[1] * k, a[2] * k]
}

pub(crate) fn add(a: Rgb, b: Rgb, k: f32) -> Rgb {
    [a[0] + b[0] * k, a[1] + b[1] * k, a[2] + b[2] * k]
}

pub(crate) fn times(a: Rgb, b: Rgb) -> Rgb {
    [a[0] * b[0], a[1] * b[1], a[2] * b[2]]
}

/// A gradient through stops at rising positions.
pub(crate) fn ramp(stops: &[(f32, Rgb)], t: f32) -> Rgb {
    let mut last: Option<(f32, Rgb)> = None;
    for &(at, colour) in stops {
        if t <= at {
            return match last {
                None => colour,
                Some((from, before)) => {
                    let k = (t - from) / (at - from);
                    mix(before, colour, k * k * (3.0 - 2.0 * k))
                }
            };
        }
        last = Some((at, colour));
    }
    last.map_or([0.0; 3], |(_, c)| c)
}

/// From linear light to a display value in 0..1, by table.
///
/// A shoulder like film's (Narkowicz's fit of the ACES curve, 2015) keeps lamps from clipping to flat white; then the
/// sRGB transfer.
pub(crate) struct Tone {
    table: Vec<f32>,
}

const STEPS: usize = 4096;
const BRIGHTEST: f32 = 8.0;

impl Tone {
    pub(crate) fn new() -> Self {
        let table = (0..=STEPS)
            .map(|i| {
                let s = i as f32 / STEPS as f32;
                // The table is even in the square root of light: dark tones get most entries.
                let x = s * s * BRIGHTEST * 0.8;
                let film = (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14);
                let film = film.clamp(0.0, 1.0);
                if film <= 0.003_130_8 { film * 12.92 } else { 1.055 * libm::powf(film, 1.0 / 2.4) - 0.055 }
            })
            .collect();
        Self { table }
    }

    pub(crate) fn display(&self, light: f32) -> f32 {
        let s = (light.clamp(0.0, BRIGHTEST) / BRIGHTEST).sqrt() * STEPS as f32;
        self.table[(s + 0.5) as usize]
    }
}
