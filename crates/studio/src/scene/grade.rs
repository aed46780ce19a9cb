//! The style of a picture: one matrix for colours and one curve for each, over scene and person alike.

use super::choices::Style;
use super::noise::{lerp, smooth};
use crate::{Canvas, Look};

/// Colours to colours.
pub(crate) struct Grade {
    /// In 1/256.
    matrix: [[i32; 3]; 3],
    curves: [[u8; 256]; 3],
}

impl Grade {
    /// `None` for what stays as it is.
    pub(crate) fn of(style: Style) -> Option<Self> {
        let (colour, curve): (f32, fn(usize, f32) -> f32) = match style {
            Style::Natural => return None,
            // Silver: deep blacks that are not empty, bright skin.
            Style::Noir => (0.0, |_, x| 0.02 + 0.98 * lerp(x, smooth(0.02, 0.88, x), 0.75)),
            Style::Neon => (1.22, |c, x| {
                let steep = lerp(x, smooth(0.0, 1.0, x), 0.5);
                match c {
                    0 => 0.015 + 0.985 * steep,
                    1 => steep * lerp(0.88, 1.0, x),
                    _ => 0.05 + 0.95 * steep,
                }
            }),
            Style::Pastel => (0.78, |c, x| {
                let soft = lerp(x, x.sqrt(), 0.35);
                lerp([0.135, 0.115, 0.13][c], [1.0, 0.975, 0.985][c], soft)
            }),
            Style::Vintage => (0.72, |c, x| {
                let steep = lerp(x, smooth(0.0, 1.0, x), 0.35);
                lerp([0.085, 0.065, 0.095][c], [1.0, 0.945, 0.80][c], steep)
            }),
        };
        // Red counts for more than the eye gives it: skin stays bright in black and white.
        let luma = if style == Style::Noir { [0.40, 0.48, 0.12] } else { [0.30, 0.59, 0.11] };
        let matrix = std::array::from_fn(|row| {
            std::array::from_fn(|col| {
                let own = if row == col { colour } else { 0.0 };
                (((1.0 - colour) * luma[col] + own) * 256.0) as i32
            })
        });
        let curves = std::array::from_fn(|c| {
            std::array::from_fn(|i| (curve(c, i as f32 / 255.0) * 255.0 + 0.5).clamp(0.0, 255.0) as u8)
        });
        Some(Self { matrix, curves })
    }

    /// Over the whole canvas.
    pub(crate) fn apply(&self, canvas: &mut Canvas) {
        for p in canvas.rgba.chunks_exact_mut(4) {
            let from = [i32::from(p[0]), i32::from(p[1]), i32::from(p[2])];
            for ((out, m), curve) in p.iter_mut().zip(&self.matrix).zip(&self.curves) {
                let v = (m[0] * from[0] + m[1] * from[1] + m[2] * from[2] + 128) >> 8;
                *out = curve[v.clamp(0, 255) as usize];
            }
        }
    }
}

/// The light on a person in a style.
pub(crate) fn light(style: Style, look: Look) -> Look {
    let even = |c: [f32; 3], k: f32| {
        let mean = (c[0] + c[1] + c[2]) / 3.0;
        c.map(|x| lerp(x, mean, k))
    };
    match style {
        Style::Natural => look,
        Style::Noir => Look {
            tint: even(look.tint, 1.0).map(|c| 0.8 * c),
            key: [1.0; 3],
            key_from: [if look.key_from[0] < 0.0 { -1.0 } else { 1.0 }, -0.35],
            rim: [1.0; 3],
            shadow: 0.75,
            ..look
        },
        Style::Neon => Look { key: [1.0, 0.68, 0.92], rim: [0.30, 0.90, 1.0], ..look },
        Style::Pastel => Look { key: even(look.key, 0.4), shadow: 0.5 * look.shadow, ..look },
        Style::Vintage => Look { key: [1.0, 0.88, 0.68], ..look },
    }
}
