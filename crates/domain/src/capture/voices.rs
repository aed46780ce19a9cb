//! Whether one voice said the words of a capture.

/// Numbers that tell voices apart. In order: natural logarithm of the median pitch in hertz and half the width of its
/// middle two thirds (both 0 without a pitch), natural logarithm of the stretch of the spectrum against the built-in
/// voice, and eight cepstral coefficients of the difference to the built-in voice saying the same word.
pub const MEASURES: usize = 11;

/// Spread of each measure between words of one voice: one unit of distance.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn word(pitch: f32, tract: f32, shape: f32) -> Vec<f32> {
        let mut all = vec![pitch, 0.1, tract];
        all.resize(MEASURES, shape);
        all
    }

    #[test]
    fn one_voice_passes_and_the_odd_one_out_does_not() {
        let own = [word(4.7, -0.1, 0.2), word(4.8, -0.08, 0.0), word(4.75, -0.12, -0.2)];
        assert!(one_voice(&own));
        for k in 0..3 {
            let mut mixed = own.to_vec();
            mixed[k] = word(5.5, 0.1, 4.0);
            assert!(!one_voice(&mixed), "{k}");
        }
        assert!(!one_voice(&[word(4.0, -0.3, 4.0), word(4.8, 0.0, 0.0), word(5.6, 0.3, -4.0)]));
    }

    #[test]
    fn a_word_without_a_pitch_is_compared_by_the_rest() {
        let (spoken, whispered) = (word(4.8, 0.0, 0.0), word(0.0, 0.0, 0.1));
        assert!(one_voice(&[spoken.clone(), whispered]));
        assert!(!one_voice(&[spoken, word(0.0, 0.4, 8.0)]));
    }

    #[test]
    fn words_that_were_not_measured_do_not_pass() {
        let good = word(4.8, 0.0, 0.0);
        for bad in [vec![], vec![0.0; MEASURES - 1], vec![f32::NAN; MEASURES], vec![f32::INFINITY; MEASURES]] {
            assert!(!one_voice(&[good.clone(), good.clone(), bad]));
        }
    }
}
