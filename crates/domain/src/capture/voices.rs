//! Whether one voice said the words of a capture.

/// Numbers that tell voices apart. In order: natural logarithm of the median pitch in hertz and half the width of its
/// middle two thirds (both 0 without a pitch), natural logarithm of the stretch of the spectrum against the built-in
/// voice, and eight cepstral coefficients of the difference to the built-in voice saying the same word.
pub const MEASURES: usize = 11;

/// Standard deviation of each measure between single words of one person, over four sets of recorded telephone
/// prompts (about 50 words), which are no test's material.
const SPREAD: [f32; MEASURES] = [0.075, 0.069, 0.087, 2.3, 1.64, 2.03, 1.09, 0.84, 1.0, 0.78, 0.68];
/// A word whose median pitch is farther than this from every other's (natural logarithm) was said by another voice:
/// 0.35 is six semitones. None of those recordings is that far from the rest.
const FARTHEST_PITCH: f32 = 0.35;
/// The same for all other measures together, in spreads. None of 1,200 triples drawn from those recordings reached it.
const FARTHEST_TRACT: f32 = 9.0;

/// How far one voice is from another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VoiceDistance {
    /// Difference of the median pitch, natural logarithm; 0 where one has none.
    pub pitch: f32,
    /// Distance of all other measures, in spreads of one voice.
    pub tract: f32,
}

/// Distance of two measured words. `None` when one was not measured.
#[must_use]
pub fn voice_distance(a: &[f32], b: &[f32]) -> Option<VoiceDistance> {
    if [a, b].iter().any(|v| v.len() != MEASURES || v.iter().any(|x| !x.is_finite())) {
        return None;
    }
    let pitched = a.first().zip(b.first()).filter(|(x, y)| **x > 0.0 && **y > 0.0);
    let off = a.iter().zip(b).zip(SPREAD).map(|((x, y), spread)| ((x - y) / spread).powi(2));
    // Without a pitch there is no spread of it either.
    let tract = off.skip(if pitched.is_some() { 1 } else { 2 }).sum::<f32>().sqrt();
    Some(VoiceDistance { pitch: pitched.map_or(0.0, |(x, y)| (x - y).abs()), tract })
}

/// How far the odd one out is from the nearest of the others; nothing for fewer than two words. `None` when a word was
/// not measured.
#[must_use]
pub fn odd_one_out(words: &[Vec<f32>]) -> Option<VoiceDistance> {
    let mut farthest = VoiceDistance { pitch: 0.0, tract: 0.0 };
    for (i, a) in words.iter().enumerate() {
        let mut nearest = VoiceDistance { pitch: f32::INFINITY, tract: f32::INFINITY };
        for (_, b) in words.iter().enumerate().filter(|(j, _)| *j != i) {
            let d = voice_distance(a, b)?;
            nearest = VoiceDistance { pitch: nearest.pitch.min(d.pitch), tract: nearest.tract.min(d.tract) };
        }
        if nearest.tract.is_finite() {
            farthest =
                VoiceDistance { pitch: farthest.pitch.max(nearest.pitch), tract: farthest.tract.max(nearest.tract) };
        }
    }
    Some(farthest)
}

/// Whether one voice said all words. The limits are set so that honest people pass: two like voices may pass, too.
#[must_use]
pub fn one_voice(words: &[Vec<f32>]) -> bool {
    odd_one_out(words).is_some_and(|d| d.pitch <= FARTHEST_PITCH && d.tract <= FARTHEST_TRACT)
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
