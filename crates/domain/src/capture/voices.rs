//! Whether one voice said the words of a capture.

/// Numbers that tell voices apart: see [`Measure`].
pub const MEASURES: usize = 11;

/// Spread of each measure between words of one voice: one unit of distance. In order: natural logarithm of the median
/// pitch in hertz, spread of the pitch (same unit), natural logarithm of the stretch of the spectrum against the
/// built-in voice, then eight cepstral coefficients of the difference to the built-in voice saying the same word.
const SPREAD: [f32; MEASURES] = [0.15, 0.15, 0.08, 4.0, 3.0, 3.0, 2.5, 2.5, 2.0, 2.0, 2.0];
/// How much each measure counts.
const WEIGHT: [f32; MEASURES] = [1.0; MEASURES];
/// A word that is farther than this from every other was said by another voice.
const FARTHEST: f32 = 6.0;

/// Distance of two measured words, in spreads of one voice. Pitch counts only where both have one.
#[must_use]
pub fn voice_distance(a: &[f32], b: &[f32]) -> Option<f32> {
    if [a, b].iter().any(|v| v.len() != MEASURES || v.iter().any(|x| !x.is_finite())) {
        return None;
    }
    let pitched = a.first().zip(b.first()).is_some_and(|(x, y)| *x > 0.0 && *y > 0.0);
    let mut sum = 0.0;
    for (k, (x, y)) in a.iter().zip(b).enumerate().skip(if pitched { 0 } else { 2 }) {
        let (Some(spread), Some(weight)) = (SPREAD.get(k), WEIGHT.get(k)) else { continue };
        sum += weight * ((x - y) / spread).powi(2);
    }
    Some(sum.sqrt())
}

/// How far the odd one out is from the nearest of the others; 0 for fewer than two words. `None` when a word was not
/// measured.
#[must_use]
pub fn odd_one_out(words: &[Vec<f32>]) -> Option<f32> {
    let mut farthest = 0f32;
    for (i, a) in words.iter().enumerate() {
        let mut nearest = f32::INFINITY;
        for (j, b) in words.iter().enumerate() {
            if i != j {
                nearest = nearest.min(voice_distance(a, b)?);
            }
        }
        if nearest.is_finite() {
            farthest = farthest.max(nearest);
        }
    }
    Some(farthest)
}

/// Whether one voice said all words. The limit is set so that honest people pass: two like voices may pass, too.
#[must_use]
pub fn one_voice(words: &[Vec<f32>]) -> bool {
    odd_one_out(words).is_some_and(|d| d <= FARTHEST)
}
