//! Light and sharpness on the face.

use super::Hint;
use crate::crop::{Outside, bilinear};
use crate::{Face, Frame};

/// Samples across the face, each way.
const GRID: usize = 48;
/// Mean luma of a face that is too dark to see, 0 to 255. Low, because skin may be dark and light good.
const TOO_DARK: f32 = 28.0;
/// Luma from which a sample is burnt out, and the part of the face that may be.
const BURNT: (f32, f32) = (250.0, 0.35);
/// Mean luma of a face that is overexposed as a whole.
const TOO_BRIGHT: f32 = 236.0;
/// Least sharpness: energy of the detail between neighbouring samples over that of all contrast, as amplitudes. Stills
/// and films in focus have 0.2 to 0.3; a blur whose deviation is a tenth of the distance between the eyes leaves 0.022.
const TOO_BLURRED: f32 = 0.022;
/// Backlit is a face darker than this, ...
const SHADED: f32 = 80.0;
/// ... before something brighter than this that is so many times as bright.
const BEHIND: (f32, f32) = (130.0, 2.2);
/// Sharpness from which more does not make a better take.
const SHARP: f32 = 0.2;

/// What was measured on the face.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Light {
    mean: f32,
    burnt: f32,
    behind: f32,
    sharpness: f32,
}

impl Light {
    pub(super) fn check(&self) -> Result<(), Hint> {
        if self.mean < TOO_DARK {
            Err(Hint::TooDark)
        } else if self.mean > TOO_BRIGHT || self.burnt > BURNT.1 {
            Err(Hint::TooBright)
        } else if self.sharpness < TOO_BLURRED {
            Err(Hint::Blurred)
        } else {
            Ok(())
        }
    }

    /// Whether the light is behind the person: the face is dark, what surrounds it is not.
    pub(super) fn is_backlit(&self) -> bool {
        self.mean < SHADED && self.behind > BEHIND.0 && self.behind > BEHIND.1 * self.mean
    }

    /// From 0.5 for a frame that is just sharp enough to 1.
    pub(super) fn sharpness(&self) -> f32 {
        0.5 + 0.5 * (self.sharpness / SHARP).min(1.0)
    }
}

/// Samples the luma (BT.601) of the face from brows to mouth, where eyes and lips give contrast to everyone.
pub(super) fn look(frame: &Frame, face: &Face) -> Light {
    let reach = 1.1 * face.expression.eye_distance_px;
    // The tip of the nose is in the middle of what is looked at.
    let [cx, cy, _] = face.points.get(4).copied().unwrap_or([0.0; 3]);
    let step = 2.0 * reach / GRID as f32;
    let mut luma = [[0.0f32; GRID]; GRID];
    for (j, row) in luma.iter_mut().enumerate() {
        for (i, l) in row.iter_mut().enumerate() {
            let (x, y) = (cx - reach + i as f32 * step, cy - 1.2 * reach + j as f32 * step);
            let [r, g, b] = bilinear(frame, x, y, Outside::Nearest);
            *l = 0.299 * r + 0.587 * g + 0.114 * b;
        }
    }
    let count = (GRID * GRID) as f32;
    let mean = luma.iter().flatten().sum::<f32>() / count;
    let burnt = luma.iter().flatten().filter(|l| **l >= BURNT.0).count() as f32 / count;
    let variance = luma.iter().flatten().map(|l| (l - mean) * (l - mean)).sum::<f32>() / count;
    // Laplacian energy over variance: a ratio, so neither light nor skin matters.
    let mut edges = 0.0;
    for rows in luma.windows(3) {
        for i in 1..GRID - 1 {
            let around = rows[0][i] + rows[2][i] + rows[1][i - 1] + rows[1][i + 1];
            edges += (rows[1][i] - around / 4.0).powi(2) / ((GRID - 2) * (GRID - 2)) as f32;
        }
    }
    Light { mean, burnt, behind: behind(frame, [cx, cy], reach), sharpness: (edges / variance.max(1.0)).sqrt() }
}

/// Mean luma beside and above the head, where hair ends: twice as far from the nose as the face reaches.
fn behind(frame: &Frame, [cx, cy]: [f32; 2], reach: f32) -> f32 {
    let (mut sum, mut n) = (0.0, 0.0);
    for i in 0..24 {
        // From the left shoulder over the head to the right one.
        let (sin, cos) = (std::f32::consts::PI * (i as f32 / 23.0)).sin_cos();
        for far in [2.3, 2.7, 3.1] {
            let (x, y) = (cx + far * reach * cos, cy - 0.3 * reach - far * reach * sin);
            if x >= 0.0 && y >= 0.0 && x < frame.width as f32 && y < frame.height as f32 {
                let [r, g, b] = bilinear(frame, x, y, Outside::Nearest);
                sum += 0.299 * r + 0.587 * g + 0.114 * b;
                n += 1.0;
            }
        }
    }
    if n < 8.0 { 0.0 } else { sum / n }
}
