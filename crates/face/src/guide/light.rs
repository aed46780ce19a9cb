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
/// Least sharpness: energy of the detail between neighbouring samples over that of all contrast, as amplitudes, without the
/// camera's noise in either. Films of two real people have 0.15 to 0.23, and 0.07 behind a blur whose deviation is a
/// twentieth of the distance between the eyes, 0.044 to 0.055 at 0.075 to 0.08 of it, 0.018 to 0.032 at 0.11.
const TOO_BLURRED: f32 = 0.04;
/// The same for a picture in which no face is found. Rooms and people in focus have 0.17 to 0.41, a plain wall with a door in
/// it 0.04, a face that is too blurred to be found 0.025.
const ALL_BLURRED: f32 = 0.03;
/// Least variance of the luma of a picture that shows more than a wall.
const PLAIN: f32 = 200.0;
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
    let contrast = Contrast::of(frame, [cx, cy - 0.2 * reach], reach);
    let Contrast { mean, burnt, .. } = contrast;
    Light { mean, burnt, behind: behind(frame, [cx, cy], reach), sharpness: contrast.sharpness() }
}

/// What a square of the picture holds.
struct Contrast {
    mean: f32,
    burnt: f32,
    /// Of the luma, and energy of its finest detail, both without noise.
    variance: f32,
    detail: f32,
}

impl Contrast {
    /// Of the square about `middle` that reaches so far each way, in pixels.
    fn of(frame: &Frame, middle: [f32; 2], reach: f32) -> Self {
        let step = 2.0 * reach / GRID as f32;
        // Each sample is the mean of the pixels it stands for, which leaves little noise.
        let fine = step.round().clamp(1.0, 3.0) as usize;
        let mut luma = [[0.0f32; GRID]; GRID];
        for (j, row) in luma.iter_mut().enumerate() {
            for (i, l) in row.iter_mut().enumerate() {
                let at = [i, j].map(|k| k as f32 * step - reach);
                *l = square(frame, [middle[0] + at[0], middle[1] + at[1]], step, fine);
            }
        }
        let count = (GRID * GRID) as f32;
        let mean = luma.iter().flatten().sum::<f32>() / count;
        let burnt = luma.iter().flatten().filter(|l| **l >= BURNT.0).count() as f32 / count;
        // Bilinear samples at any place keep four ninths of the noise's energy, their mean less.
        let noise = 4.0 / 9.0 * noise(frame, middle, reach).powi(2) / (fine * fine) as f32;
        let variance = luma.iter().flatten().map(|l| (l - mean) * (l - mean)).sum::<f32>() / count - noise;
        let mut edges = 0.0;
        for rows in luma.windows(3) {
            for i in 1..GRID - 1 {
                let around = rows[0][i] + rows[2][i] + rows[1][i - 1] + rows[1][i + 1];
                edges += (rows[1][i] - around / 4.0).powi(2) / ((GRID - 2) * (GRID - 2)) as f32;
            }
        }
        // A sample against the mean of its four neighbours has one and a quarter times the noise.
        Self { mean, burnt, variance, detail: (edges - 1.25 * noise).max(0.0) }
    }

    /// Laplacian energy over variance: a ratio, so neither light nor skin matters.
    fn sharpness(&self) -> f32 {
        (self.detail / self.variance.max(1.0)).sqrt()
    }
}

/// Mean luma of a square of the picture, of `fine * fine` samples.
fn square(frame: &Frame, [x, y]: [f32; 2], side: f32, fine: usize) -> f32 {
    let within = |k: usize| ((k as f32 + 0.5) / fine as f32 - 0.5) * side;
    let sum: f32 = (0..fine * fine).map(|n| luma(frame, x + within(n % fine), y + within(n / fine))).sum();
    sum / (fine * fine) as f32
}

fn luma(frame: &Frame, x: f32, y: f32) -> f32 {
    let [r, g, b] = bilinear(frame, x, y, Outside::Nearest);
    0.299 * r + 0.587 * g + 0.114 * b
}

/// Standard deviation of the noise around a place: the median of the finest diagonal detail, which pictures hardly have
/// and noise always has (Donoho and Johnstone 1994).
fn noise(frame: &Frame, [cx, cy]: [f32; 2], reach: f32) -> f32 {
    let at = |x: f32, y: f32| {
        let (x, y) =
            (x.clamp(0.0, frame.width as f32 - 1.0) as usize, y.clamp(0.0, frame.height as f32 - 1.0) as usize);
        let pixel = |k: usize| f32::from(frame.rgba.get(4 * (y * frame.width + x) + k).copied().unwrap_or(0));
        0.299 * pixel(0) + 0.587 * pixel(1) + 0.114 * pixel(2)
    };
    let step = 2.0 * reach / GRID as f32;
    let mut detail: Vec<f32> = (0..GRID * GRID)
        .map(|n| {
            let (x, y) = (cx - reach + (n % GRID) as f32 * step, cy - reach + (n / GRID) as f32 * step);
            (at(x, y) - at(x + 1.0, y) - at(x, y + 1.0) + at(x + 1.0, y + 1.0)).abs() / 2.0
        })
        .collect();
    detail.sort_by(f32::total_cmp);
    detail.get(detail.len() / 2).map_or(0.0, |median| median / 0.6745)
}

/// What is wrong with a picture in which no face is found: where a face belongs it is too dark, too bright, dark before
/// something bright, or blurred.
pub(super) fn amiss(frame: &Frame) -> Option<Hint> {
    let size = [frame.width as f32, frame.height as f32];
    let (middle, reach) = (size.map(|side| 0.5 * side), 0.3 * size[0].min(size[1]));
    let (mut inside, mut outside, mut burnt) = ((0.0, 0.0), (0.0, 0.0), 0.0);
    for n in 0..GRID * GRID {
        let [x, y] = [n % GRID, n / GRID].map(|k| (k as f32 + 0.5) / GRID as f32);
        let (x, y) = (x * size[0], y * size[1]);
        let (l, within) = (luma(frame, x, y), (x - middle[0]).hypot(y - middle[1]) < reach);
        let to = if within { &mut inside } else { &mut outside };
        *to = (to.0 + l, to.1 + 1.0);
        burnt += f32::from(u8::from(within && l >= BURNT.0));
    }
    let burnt = burnt / f32::max(inside.1, 1.0);
    let mean = |(sum, n): (f32, f32)| if n > 0.0 { sum / n } else { 0.0 };
    let (inside, outside) = (mean(inside), mean(outside));
    if inside < TOO_DARK {
        return Some(if outside > BEHIND.0 { Hint::Backlit } else { Hint::TooDark });
    }
    if inside > TOO_BRIGHT || burnt > BURNT.1 {
        return Some(Hint::TooBright);
    }
    // As finely as a face would be looked at that fills the oval. A wall has no detail either.
    let contrast = Contrast::of(frame, middle, 0.6 * reach);
    (contrast.variance > PLAIN && contrast.sharpness() < ALL_BLURRED).then_some(Hint::Blurred)
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
                sum += luma(frame, x, y);
                n += 1.0;
            }
        }
    }
    if n < 8.0 { 0.0 } else { sum / n }
}
