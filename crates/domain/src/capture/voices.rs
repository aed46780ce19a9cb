//! Whether one voice said the words of a capture.
//!
//! Each word comes as a few numbers; one person's words scatter around that person's own, and persons scatter around
//! the mean of all. What counts is how much likelier the numbers are if another person said one of the words than if
//! one person said them all (two-covariance model: Brümmer and de Villiers 2010), with heavy tails (Student's t).

/// Coordinates in which voices differ; see [`MEASURES`].
const COORDINATES: usize = 12;
/// Numbers that tell voices apart. First the natural logarithm of the median pitch in hertz, 0 without one. Then
/// coordinates that are 0 for the mean of all persons and scatter by 1 between the words of one.
pub const MEASURES: usize = COORDINATES + 1;

/// Variance between persons of each coordinate, in units of that between words of one person. With all other numbers
/// here, from short recordings of 22 persons (`tests/bench/voice/directions.py` comes near to them); what judges the
/// check was recorded by others, but was looked at while method and limit were chosen.
const BETWEEN: [f32; COORDINATES] = [35.4, 13.8, 11.8, 8.2, 6.8, 5.7, 4.8, 3.7, 3.0, 2.6, 2.2, 2.0];
/// The same for the pitch.
const PITCH_BETWEEN: f32 = 6.0;
/// Mean over persons of the logarithm of the pitch.
const PITCH_MEAN: f32 = 5.126;
/// Standard deviation of it between the words of one person.
const PITCH_WITHIN: f32 = 0.113;
/// Degrees of freedom: words that are unlike the rest by chance are commoner than under a normal distribution.
const FREEDOM: f32 = 40.0;
/// A score above this is another voice's. In a trial on those 22 in which each was scored by numbers made from others, one of twenty triples of single letters and syllables by one person exceeded it.
const MOST_DOUBT: f32 = 8.0;
/// A word whose median pitch is farther than this from every other's (natural logarithm; six semitones) was said by
/// another voice, however alike the rest is: synthetic voices differ in little else. None of four sets of recorded
/// telephone prompts, each by one person, has such a word.
const FARTHEST_PITCH: f32 = 0.35;
/// What a device may claim: further out than this there is no voice.
const FARTHEST: f32 = 1e3;

/// How much likelier the words are if another person said one of them, as a natural logarithm; negative speaks for
/// one voice. 0 for fewer than two words. `None` when a word was not measured.
fn doubt(words: &[Vec<f32>]) -> Option<f32> {
    let known = |w: &Vec<f32>| w.len() == MEASURES && w.iter().all(|x| x.is_finite() && x.abs() <= FARTHEST);
    if !words.iter().all(known) {
        return None;
    }
    if words.len() < 2 {
        return Some(0.0);
    }
    let together = likelihood(&words.iter().collect::<Vec<_>>());
    let apart = |odd: usize| {
        let rest: Vec<&Vec<f32>> = words.iter().enumerate().filter(|(k, _)| *k != odd).map(|(_, w)| w).collect();
        likelihood(&rest) + words.get(odd).map_or(0.0, |w| likelihood(&[w]))
    };
    Some((0..words.len()).map(apart).fold(f32::NEG_INFINITY, f32::max) - together)
}

/// Logarithm of how likely these words are from one person, but for a constant.
fn likelihood(words: &[&Vec<f32>]) -> f32 {
    let (mut distance, mut spread, mut count) = (0.0, 0.0, 0.0);
    let mut add = |values: &[f32], between: f32| {
        let n = values.len() as f32;
        let mean = values.iter().sum::<f32>() / n.max(1.0);
        let scatter: f32 = values.iter().map(|v| (v - mean).powi(2)).sum();
        let person = 1.0 + n * between;
        distance += scatter + n * mean * mean / person;
        spread += person.ln();
        count += n;
    };
    // A word without a pitch says nothing about it.
    let pitch = words.iter().filter_map(|w| w.first()).filter(|p| **p > 0.0);
    add(&pitch.map(|p| (p - PITCH_MEAN) / PITCH_WITHIN).collect::<Vec<_>>(), PITCH_BETWEEN);
    for (k, between) in BETWEEN.into_iter().enumerate() {
        add(&words.iter().filter_map(|w| w.get(k + 1)).copied().collect::<Vec<_>>(), between);
    }
    -0.5 * (FREEDOM + count) * (distance / FREEDOM).ln_1p() - 0.5 * spread
}

/// Whether one voice said all words. Honest people pass: two like voices may, too.
#[must_use]
pub fn one_voice(words: &[Vec<f32>]) -> bool {
    doubt(words).is_some_and(|d| d <= MOST_DOUBT) && farthest_pitch(words) <= FARTHEST_PITCH
}

/// How far the pitch of the odd word out is from the nearest of the others, as a natural logarithm. Words without a
/// pitch say nothing about it.
fn farthest_pitch(words: &[Vec<f32>]) -> f32 {
    let pitches: Vec<f32> = words.iter().filter_map(|w| w.first()).copied().filter(|p| *p > 0.0).collect();
    let nearest = |i: usize| {
        let others = pitches.iter().enumerate().filter(|(j, _)| *j != i);
        others.map(|(_, p)| (pitches[i] - p).abs()).fold(f32::INFINITY, f32::min)
    };
    (0..pitches.len()).map(nearest).filter(|d| d.is_finite()).fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A word at a pitch, with one value for all coordinates.
    fn word(hz: f32, place: f32) -> Vec<f32> {
        let mut all = vec![if hz > 0.0 { hz.ln() } else { 0.0 }];
        all.resize(MEASURES, place);
        all
    }

    #[test]
    fn one_voice_passes_and_the_odd_one_out_does_not() {
        let own = [word(115.0, 1.5), word(122.0, 0.9), word(110.0, 1.2)];
        assert!(doubt(&own).unwrap() < 0.0);
        for k in 0..3 {
            let mut mixed = own.to_vec();
            mixed[k] = word(210.0, -1.2);
            assert!(!one_voice(&mixed), "{k}");
        }
        assert!(!one_voice(&[word(80.0, -3.0), word(140.0, 0.0), word(250.0, 3.0)]));
    }

    #[test]
    fn a_word_without_a_pitch_is_compared_by_the_rest() {
        let own = [word(115.0, 1.5), word(0.0, 1.2), word(110.0, 1.2)];
        assert!(one_voice(&own));
        assert!(!one_voice(&[word(115.0, 1.5), word(0.0, -2.0), word(110.0, 1.2)]));
        assert!(one_voice(&[word(0.0, 0.1), word(0.0, 0.0), word(0.0, -0.2)]));
    }

    #[test]
    fn pitch_alone_can_tell_two_voices() {
        assert!(!one_voice(&[word(100.0, 0.0), word(105.0, 0.0), word(240.0, 0.0)]));
        assert!(one_voice(&[word(100.0, 0.0), word(105.0, 0.0), word(120.0, 0.0)]));
        let alike = [word(175.0, 0.0), word(168.0, 0.0), word(105.0, 0.0)];
        assert!(doubt(&alike).unwrap() <= MOST_DOUBT && !one_voice(&alike));
    }

    #[test]
    fn words_that_were_not_measured_do_not_pass() {
        let good = word(115.0, 0.0);
        for bad in [vec![], vec![0.0; MEASURES - 1], vec![f32::NAN; MEASURES], vec![1e30; MEASURES]] {
            assert!(!one_voice(&[good.clone(), good.clone(), bad]));
        }
        assert!(one_voice(&[good]));
    }
}
